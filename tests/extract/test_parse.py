"""Parsing: both generations of records, and every variant of their fields."""

from __future__ import annotations

import pytest

from figkg.base.errors import RecordError
from figkg.extract import ChemicalRow, DiseaseRow, GeneRow, RecordText, parse_record
from figkg.extract.tables import read_table

HEAD = "---\nfigid: PMC1__a.b.g001\npmcid: PMC1\n"


def record(body: str = "", tables: dict[str, bytes] | None = None) -> RecordText:
    return RecordText("x.md", f"{HEAD}{body}---\n".encode(), tables or {})


def test_generation_1_keeps_its_entities_in_the_front_matter() -> None:
    found = parse_record(
        record(
            "figid_alias: PMC1__F1\ngenes:\n- word: NO\n  symbol: NOS\n  source: hgnc_alias_symbol\n"
            "  hgnc_symbol: NOS1\n  entrez: 4842\nchemicals: []\ndiseases:\n- word: Melanoma\n  source: MESH\n"
            "  identifier: mesh:D008545\n"
        )
    )
    assert found.generation == "1b"
    assert found.genes == (GeneRow("NO", "NOS1", "4842", "hgnc_alias_symbol"),)
    assert found.diseases == (DiseaseRow("Melanoma", "D008545"),)


def test_generation_1_ignores_tables_of_a_later_one() -> None:
    tables = {"genes": b"word\tncbigene_symbol\tncbigene_id\nIM\tim\t251311\n"}
    assert parse_record(record("genes: []\n", tables)).genes == ()


def test_generation_2_keeps_them_in_tables_with_an_organism() -> None:
    tables = {
        "genes": b"organism_id\tword\tncbigene_symbol\tncbigene_id\tsource\n"
        b"9606\tFAK\tPTK2\t5747\tncbigene_synonym\n7227\tna\tna\t45338\tncbigene_symbol\n",
        "chemicals": b"word\tmesh\tmatch\tname\tchebi\nCa2+\tmesh:D002118\tCalcium\tcalcium atom\tchebi:22984\n"
        b"Sote\tNA\tNA\tNA\tNA\n",
        "diseases": b"word\tmesh\tmatch\tname\tdoid\nCOVID\tmesh:C000657245\tNA\tNA\tNA\n",
    }
    found = parse_record(record("year: 2023\n", tables))
    assert found.generation == "2"
    assert found.genes == (
        GeneRow("FAK", "PTK2", "5747", "ncbigene_synonym", "9606"),
        GeneRow("na", "na", "45338", "ncbigene_symbol", "7227"),
    )
    assert found.chemicals == (ChemicalRow("Ca2+", "D002118", "22984", "calcium atom"), ChemicalRow("Sote", None))
    assert found.diseases == (DiseaseRow("COVID", "C000657245"),)


def test_repeated_rows_are_one() -> None:
    row = "- word: A\n  hgnc_symbol: A1BG\n  entrez: '1'\n"
    assert len(parse_record(record("genes:\n" + row * 3)).genes) == 1


@pytest.mark.parametrize("missing", ["''", "NA", ".na.character", "~", ""])
def test_every_spelling_of_a_missing_value_is_none(missing: str) -> None:
    found = parse_record(record(f"doi: {missing}\nyear: {missing}\npapertitle: {missing}\n"))
    assert (found.doi, found.year, found.paper_title) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "organisms"),
    [
        ("Homo sapiens", ("Homo sapiens",)),
        ("\n- Homo sapiens\n- NA\n- Mus musculus", ("Homo sapiens", "Mus musculus")),
        ("['NA']", ()),
    ],
)
def test_organisms_are_a_string_or_a_list(written: str, organisms: tuple[str, ...]) -> None:
    assert parse_record(record(f"organisms: {written}\n")).organisms == organisms


def test_figid_keeps_its_dots_and_loses_the_file_ending() -> None:
    content = b"---\nfigid: PMC1__pgen.0010016.g006.jpg\npmcid: PMC1\n---\n"
    found = parse_record(RecordText("x.md", content, {}))
    assert found.figid == "PMC1__pgen.0010016.g006"
    assert found.iri == "https://pfocr.wikipathways.org/figures/PMC1__pgen.0010016.g006.html"


def test_json_lines_have_the_same_fields() -> None:
    content = b'{"figid": "PMC1__a", "pmcid": "PMC1", "genes": [{"word": "TNF", "hgnc_symbol": "TNF", "entrez": 7124}]}'
    assert parse_record(RecordText("x.jsonl", content, {}, "json")).genes == (GeneRow("TNF", "TNF", "7124", ""),)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("---\npmcid: PMC1\n---\n", "figid"),
        ("---\nfigid: ''\npmcid: PMC1\n---\n", "figid"),
        ("---\nfigid: a\n---\n", "pmcid"),
        ("---\nfigid: a\npmcid: 12\n---\n", "pmcid"),
        (HEAD + "genes: TNF\n---\n", "genes"),
        (HEAD + "genes: [TNF]\n---\n", "genes"),
        (HEAD + "genes: [{word: TNF, entrez: x}]\n---\n", "genes.entrez"),
        (HEAD + "caption: [a, b]\n---\n", "caption"),
    ],
)
def test_wrong_fields_are_named(content: str, field: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_record(RecordText("x.md", content.encode(), {}))
    assert caught.value.field == field


def test_a_row_longer_than_its_header_is_refused() -> None:
    with pytest.raises(RecordError, match="3 cells under 2 columns"):
        parse_record(record("", {"genes": b"word\tmesh\na\tb\tc\n"}))


def test_a_number_is_read_as_text_and_a_truth_value_refused_whatever_came_before() -> None:
    row = '{"figid": "a", "pmcid": "PMC1", "genes": [{"word": "TNF", "entrez": %s}]}'
    for cell in ("1", "1.0", "true", "1.5", "[1]"):
        source = RecordText("x.jsonl", (row % cell).encode(), {}, "json")
        if cell in ("1", "1.0"):
            assert parse_record(source).genes == (GeneRow("TNF", None, "1", ""),)
            continue
        with pytest.raises(RecordError) as caught:
            parse_record(source)
        assert (caught.value.file, caught.value.field) == ("x.jsonl", "genes.entrez")


def test_a_cell_may_hold_what_cells_are_joined_by() -> None:
    content = b'{"figid": "a", "pmcid": "PMC1", "genes": [{"word": "A\\u0000B", "hgnc_symbol": null, "entrez": "1"}]}'
    assert parse_record(RecordText("x", content, {}, "json")).genes == (GeneRow("A B", None, "1", ""),)


def test_json_may_begin_with_a_byte_order_mark_and_have_missing_numbers_of_python() -> None:
    content = '\ufeff{"figid": "a", "pmcid": "PMC1", "pathway_score": NaN, "genes": [], "caption": "NaN: Infinity"}'
    found = parse_record(RecordText("x.jsonl", content.encode(), {}, "json"))
    assert (found.score, found.caption) == (None, "NaN: Infinity")
    with pytest.raises(RecordError, match="not valid JSON"):
        parse_record(RecordText("x.jsonl", b'{"figid": NaN,,', {}, "json"))


@pytest.mark.parametrize(
    "table",
    [
        b"word\tncbigene_symbol\tncbigene_id\nTNF\tTNF\t7124.0\n",
        b'"word"\t"ncbigene_symbol"\t"ncbigene_id"\n"TNF"\t"TNF"\t7124\n',
        b'"word"\t"ncbigene_symbol"\t"ncbigene_id"\r\n"1"\t"TNF"\t"TNF"\t"7124"\r\n',
    ],
    ids=["numbers of pandas", "quotes of R", "quotes and names of rows of R"],
)
def test_tables_as_pandas_and_r_write_them(table: bytes) -> None:
    assert parse_record(record("", {"genes": table})).genes == (GeneRow("TNF", "TNF", "7124", ""),)


def test_quotes_within_cells_are_kept() -> None:
    for cell in (rb'"5\" end"', rb'"5"" end"'):
        quoted = b'"word"\t"mesh"\n' + cell + b'\t"D1"\n'
        assert read_table(quoted, "t") == [{"word": '5" end', "mesh": "D1"}]
    assert read_table(b'word\tmesh\n"a"\tD1\n', "t") == [{"word": '"a"', "mesh": "D1"}]


def test_what_xml_cannot_hold_is_a_space() -> None:
    content = b'---\nfigid: PMC1__a\npmcid: PMC1\ncaption: "a\\x1fb\\0c\\td\\uffff"\n---\n'
    assert parse_record(RecordText("x.md", content, {})).caption == "a b c\td "


@pytest.mark.parametrize("name", ["edges", "entities", "dataset", "run", "loaded"])
def test_a_figure_may_not_be_called_like_a_graph_of_another_kind(name: str) -> None:
    with pytest.raises(RecordError, match=f"figid: {name} is the name of a graph of another kind"):
        parse_record(RecordText("x.md", f"---\nfigid: {name}\npmcid: PMC1\n---\n".encode(), {}))


def test_markup_of_captions_and_titles_is_not_text() -> None:
    found = parse_record(record("caption: <i>EREG</i> &amp; EGF\nfigtitle: A &#8594; B\npapertitle: <b>C</b> &lt; D\n"))
    assert (found.caption, found.title, found.paper_title) == ("EREG & EGF", "A \u2192 B", "C < D")
