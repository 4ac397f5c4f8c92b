"""The decider: what a mention stands for, and what decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground import Grounder
from figkg.ground.decider import Context, Decider
from figkg.ground.figure import Entity, Kind
from figkg.ground.senses import Senses, load_abbreviations
from figkg.ground.usage import Usage, load_usage
from figkg.ground.wordings import load_wordings
from figkg.reference.names import fold

NOTHING = Context()


@pytest.fixture(scope="module")
def decider(grounder: Grounder) -> Decider:
    """A decider that knows no usage."""
    return Decider(grounder.lookup, load_wordings(mappings_folder()), Usage({}), Senses({}))


def curie(decider: Decider, text: str, kind: Kind, context: Context = NOTHING, *, foreign: bool = False) -> str | None:
    candidate = decider.decide(text, kind, context, foreign=foreign).candidate
    return None if candidate is None else candidate.entity.curie


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("TNF", "gene", "ncbigene:7124"),
        ("phosphorylated STAT3", "gene", "ncbigene:6774"),
        ("RARs", "family", "fplx:RAR"),
        ("Toll-like receptors (TLRs)", "family", "fplx:TLR"),
        ("insulin receptor", "gene", "ncbigene:3643"),
        ("succinate", "chemical", "mesh:D019802"),
        ("oestrogens", "chemical", "mesh:D004967"),
        ("lung cancer cell death", "process", "go:0008219"),
        ("apoptosis", "process", "go:0006915"),
        ("release of glutamate", "process", "go:0014047"),
        ("survival", "process", "mesh:D013534"),
        ("lung survival", "process", None),
        ("meiosis", "process", "mesh:D008540"),
        ("lung cancer", "disease", "mesh:D008175"),
        ("medulloblastoma", "disease", "mesh:D008527"),
        ("cerebral ischaemia", "disease", "mesh:D002545"),
        ("atherosclerosis", "disease", "mesh:D050197"),
        ("T cells", "other", "mesh:D013601"),
        ("hypoxia", "other", "mesh:D000860"),
        ("signaling", "process", None),
        ("AvrPto", "gene", None),
    ],
)
def test_what_the_tables_say_of_a_name_of_a_kind(decider: Decider, text: str, kind: Kind, wanted: str | None) -> None:
    assert curie(decider, text, kind) == wanted


def test_a_name_is_what_its_kind_says(decider: Decider) -> None:
    assert curie(decider, "CAT", "gene") == "ncbigene:847"
    assert curie(decider, "CAT", "process") is None


def test_a_foreign_gene_is_no_human_one(decider: Decider) -> None:
    decision = decider.decide("FT", "gene", NOTHING, foreign=True)
    assert (decision.candidate, decision.reason) == (None, "organism")


@pytest.mark.parametrize(("text", "wanted"), [("EPAS1/HIF2A", "ncbigene:2034"), ("homologous antagonist/killer", None)])
def test_two_names_with_a_slash_are_one_thing_where_both_name_it(
    decider: Decider, text: str, wanted: str | None
) -> None:
    assert curie(decider, text, "gene") == wanted


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("SOCS", "family", None),
        ("IRAKs", "family", None),
        ("GLI", "family", None),
        ("CPT1", "gene", None),
        ("p53", "gene", "ncbigene:7157"),
        ("PD-L1", "gene", "ncbigene:29126"),
        ("Twist", "gene", "ncbigene:7291"),
    ],
)
def test_what_several_symbols_begin_with_is_no_single_gene_that_was_called_so(
    decider: Decider, text: str, kind: Kind, wanted: str | None
) -> None:
    assert curie(decider, text, kind) == wanted


def test_a_word_that_says_little_is_what_captions_agree_on(grounder: Grounder) -> None:
    usage = Usage({("process", "growth"): "mesh:D006128"})
    decider = Decider(grounder.lookup, load_wordings(mappings_folder()), usage, Senses({}))
    assert curie(decider, "growth", "process") == "mesh:D006128"
    assert curie(decider, "activity", "process") is None


@pytest.mark.parametrize(
    ("short", "long", "kind", "wanted"),
    [
        ("NO", "nitric oxide", "chemical", "mesh:D009569"),
        ("LOX", "lipoxygenase", "gene", "mesh:D008084"),
        ("GLS", "glutaminase", "gene", "ncbigene:2744"),
        ("AP2", "APETALA 2", "family", None),
        ("TRAF", "TNF receptor associated factor", "family", "fplx:TRAF"),
    ],
    ids=["chemical", "another thing", "more exactly", "in no table", "own name where the long one is unknown"],
)
def test_a_definition_decides(decider: Decider, short: str, long: str, kind: Kind, wanted: str | None) -> None:
    assert curie(decider, short, kind, Context(meanings={short: long})) == wanted


@pytest.mark.parametrize(
    ("text", "number", "alone", "with_it"),
    [
        ("PDK1", "5170", "ncbigene:5163", "ncbigene:5170"),
        ("DDR", "780", None, "ncbigene:780"),
        ("IFN", "3439", "fplx:Interferon", "fplx:Interferon"),
    ],
    ids=["another gene", "open", "a family"],
)
def test_the_records_number_of_a_gene_decides_but_makes_no_family_one_member(
    decider: Decider, text: str, number: str, alone: str | None, with_it: str
) -> None:
    shown = Context(words={fold(text): Entity(f"ncbigene:{number}", "gene", text, "9606")})
    assert curie(decider, text, "gene") == alone
    assert curie(decider, text, "gene", shown) == with_it


def test_the_figures_chemical_decides_before_the_tables(decider: Decider) -> None:
    shown = Context(words={fold("ethylene"): Entity("mesh:D005030", "chemical", "Ethylenes")})
    assert curie(decider, "ethylene", "chemical") == "mesh:C036216"
    assert curie(decider, "ethylene", "chemical", shown) == "mesh:D005030"


@pytest.mark.parametrize("text", ["DDR", "Trp", "MSC"])
def test_a_name_of_several_things_is_none_of_them_where_nothing_says_which(decider: Decider, text: str) -> None:
    alone = decider.decide(text, "gene", Context({}, {}))
    assert alone.candidate is None
    assert alone.doubts == ("ambiguous-alias",)


def test_a_definition_says_which_of_several_things_is_meant(decider: Decider) -> None:
    told = decider.decide("MSC", "gene", Context({"MSC": "musculin"}, {}))
    assert told.candidate is not None
    assert told.candidate.entity.curie == "ncbigene:9242"


def test_usage_decides_before_the_tables(grounder: Grounder) -> None:
    usage = Usage({("disease", "hf"): "mesh:D006333"})
    decider = Decider(grounder.lookup, load_wordings(mappings_folder()), usage, Senses({}))
    assert curie(decider, "HF", "disease") == "mesh:D006333"
    assert curie(decider, "HF", "gene") != "mesh:D006333"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("gene\tA", "line 2: not 4 cells but 2"),
        ("thing\tA\tmesh:D006333\tB", "line 2: 'thing' is none of gene"),
        ("gene\tA\tncbigene:1\tB\ngene\ta\tncbigene:2\tB", "line 3: 'a' stands for ncbigene:1 already"),
    ],
)
def test_a_wrong_row_of_usage_is_named(grounder: Grounder, tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "caption_names.tsv").write_text(f"sort\tname\tidentifier\tlabel\n{row}\n")
    with pytest.raises(MappingError, match=reason.replace(".", r"\.")):
        load_usage(tmp_path, grounder.tables)


def test_usage_of_what_the_tables_no_longer_have_is_passed_over(grounder: Grounder, tmp_path: Path) -> None:
    (tmp_path / "caption_names.tsv").write_text("sort\tname\tidentifier\tlabel\ngene\tA\tncbigene:0\tB\n")
    assert load_usage(tmp_path, grounder.tables) == Usage({})


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("alcohol dehydrogenase", "family", "mesh:D000426"),
        ("pattern recognition receptors", "family", "mesh:D051192"),
        ("FT", "gene", None),
        ("TNF", "gene", None),
    ],
)
def test_a_foreign_protein_is_one_of_a_class_that_mesh_has(
    decider: Decider, text: str, kind: Kind, wanted: str | None
) -> None:
    assert curie(decider, text, kind, foreign=True) == wanted


def test_the_long_form_of_a_foreign_short_one_says_the_class(decider: Decider) -> None:
    context = Context({"PRRs": "pattern recognition receptors"})
    assert curie(decider, "PRRs", "family", context, foreign=True) == "mesh:D051192"


@pytest.mark.parametrize(
    ("text", "foreign", "wanted"),
    [
        ("withaferin A", True, "mesh:C009684"),
        ("GGPP", True, "mesh:C002963"),
        ("BH4", False, "mesh:C003402"),
        ("MCT", True, None),
        ("isopentenyl-diphosphate delta-isomerase", True, None),
    ],
)
def test_what_the_tables_know_by_its_very_name_is_no_gene(
    grounder: Grounder, text: str, *, foreign: bool, wanted: str | None
) -> None:
    senses = Senses({}, {}, load_abbreviations(mappings_folder()))
    decider = Decider(grounder.lookup, load_wordings(mappings_folder()), Usage({}), senses)
    found = decider.of_another_kind(text, "gene", foreign=foreign)
    assert (None if found is None or found.candidate is None else found.candidate.entity.curie) == wanted
