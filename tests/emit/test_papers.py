"""Papers: what their records say, and the numbers that other graphs know them by."""

from __future__ import annotations

from figkg.emit.papers import Paper, paper_quads
from figkg.emit.vocabulary import Vocabulary
from figkg.reference.papers import PaperNumbers

PLAIN = Paper("PMC1", "", None, "", "", "")
FULL = Paper("PMC1", "A title", 2020, "10.1000/record", "A journal", "A. N. Other, A title (2020).")


def said(lines: list[str], predicate: str) -> list[str]:
    return [
        line.split(" ", 2)[2].rsplit(" ", 2)[0]
        for line in lines
        if f"/{predicate}> " in line or f"#{predicate}> " in line
    ]


def test_a_paper_has_title_year_journal_and_citation_of_its_record(vocabulary: Vocabulary) -> None:
    lines = paper_quads(FULL, PaperNumbers(), vocabulary)
    assert said(lines, "label") == ['"A title"']
    assert said(lines, "bibliographicCitation") == ['"A. N. Other, A title (2020)."']
    assert said(lines, "source") == ['"A journal"']
    assert said(lines, "doi") == ['"10.1000/record"']


def test_numbers_of_ncbi_join_it_to_other_graphs(vocabulary: Vocabulary) -> None:
    lines = paper_quads(PLAIN, PaperNumbers("1001", "10.1000/one"), vocabulary)
    assert said(lines, "label") == ['"PMC1"']
    assert (said(lines, "pmid"), said(lines, "doi")) == (['"1001"'], ['"10.1000/one"'])
    assert said(lines, "sameAs") == ["<https://doi.org/10.1000/one>", "<https://identifiers.org/pubmed/1001>"]


def test_the_doi_of_the_record_goes_first(vocabulary: Vocabulary) -> None:
    assert said(paper_quads(FULL, PaperNumbers("1", "10.1000/one"), vocabulary), "doi") == ['"10.1000/record"']


def test_without_numbers_there_are_none(vocabulary: Vocabulary) -> None:
    lines = paper_quads(PLAIN, PaperNumbers(), vocabulary)
    assert not [line for line in lines if "doi" in line or "pmid" in line or "sameAs" in line]
