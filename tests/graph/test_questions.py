"""Questions that people put with docs/graph.md alone: each is answered, and rightly, on the shipped records.

``benchmarks/questions.py`` puts the same to figkg's endpoint, Oxigraph's server and Virtuoso.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from figkg.graph.named_queries import NamedQuery, read_named_queries
from figkg.graph.query import run_query, tabulate
from tests.helpers.answers import expected_rows, same_answers

FOLDER = Path(__file__).parent / "questions"
QUESTIONS = read_named_queries(FOLDER)
NOTHING_IS_RIGHT = {"18-assertions-in-two-graphs", "19-words-without-a-label"}
"""Questions about faults, of which there are to be none."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_has_its_rows(question: NamedQuery, store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    results = run_query(store, question.text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    table = tabulate(results, prefixes)
    expected = expected_rows(FOLDER / f"{question.name}.tsv", table.columns, table.rows)
    same_answers(table.rows, expected)
    assert bool(expected) is (question.name not in NOTHING_IS_RIGHT)


def test_there_are_as_many_as_were_put() -> None:
    assert len(QUESTIONS) == 22
    assert all(question.question.endswith("?") for question in QUESTIONS)
