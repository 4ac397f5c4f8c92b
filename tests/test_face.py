"""What ``import figkg`` offers: quickly, and again and again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import figkg
from figkg.base.errors import OutputError, QueryError
from figkg.graph.resolve import NothingFoundError


def test_importing_loads_nothing_but_what_python_has() -> None:
    code = "import sys; before = set(sys.modules); import figkg; print(sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in eval(ran.stdout)}
    assert loaded - {"figkg"} <= set(sys.stdlib_module_names)


def test_a_function_stays_one_when_the_room_of_its_name_is_imported() -> None:
    from figkg.ground.lookup import Answer

    for _ in range(2):
        answer = figkg.ground("NF-κB")
        assert isinstance(answer, Answer)
        assert answer.best is not None
        assert answer.best.entity.curie == "fplx:NFkappaB"


def test_a_text_is_read_without_a_record() -> None:
    (one,) = figkg.read("TNF activates IL6.")
    assert (one.subject.curie, one.sign, one.object.curie) == ("ncbigene:7124", 1, "ncbigene:3569")
    assert (one.sentence, one.trigger, one.names) == ("TNF activates IL6.", "activates", ("TNF", "IL6"))
    assert figkg.read("") == ()


def test_a_graph_is_built_and_asked(shipped: Path, tmp_path: Path) -> None:
    summary = figkg.build(shipped / "_figures" / "PMC6676106__CAS-110-2421-g006.md", tmp_path / "out")
    assert (summary.figures, summary.activating) == (1, 3)
    graph = figkg.open_graph(tmp_path / "out")
    assert graph.sparql("SELECT ?label { ncbigene:3491 rdfs:label ?label }").rows == (("CCN1",),)
    assert {one.object for one in graph.statements("CYR61")} == {"BCL2", "NFkappaB"}
    with pytest.raises(NothingFoundError, match="'nobody'"):
        graph.statements("nobody")
    with pytest.raises(QueryError, match="SELECT"):
        graph.sparql("ASK { ?a ?b ?c }")


def test_where_there_is_no_graph_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="run `figkg build SOURCE --out DIR` first"):
        figkg.open_graph(tmp_path)
