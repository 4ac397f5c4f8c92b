"""Genes of other organisms: what a name is in the tables of the organism that a caption names."""

from __future__ import annotations

import pytest
from msgspec import structs

from figkg.base.resources import mappings_folder
from figkg.emit.names import Names
from figkg.extract import parse_record
from figkg.extract.record import FigureRecord, GeneRow, RecordText
from figkg.ground import Grounder
from figkg.ground.decider import Decider
from figkg.ground.figure import Entity, Kind
from figkg.ground.grounder import Grounder as WholeGrounder
from figkg.ground.organisms import Organisms, load_organisms, owners
from figkg.ground.own_genes import OwnGenes, own_taxon
from figkg.ground.reading import CaptionReader
from figkg.ground.senses import Senses
from figkg.ground.usage import Usage
from figkg.ground.wordings import load_wordings
from figkg.reference.organism_genes import OrganismGenes, index_organisms
from tests.ground.test_reading import reader
from tests.helpers.official_slices import write
from tests.helpers.organism_slices import ORGANISMS, organism_files

MOUSE, RAT, FLY, PLANT, YEAST, VIRUS = "10090", "10116", "7227", "3702", "4932", "11676"


@pytest.fixture(scope="module")
def genes(tmp_path_factory: pytest.TempPathFactory) -> OrganismGenes:
    folder = tmp_path_factory.mktemp("organisms")
    index_organisms(write(organism_files(), folder / "official"), folder, ORGANISMS)
    return OrganismGenes(folder)


@pytest.fixture(scope="module")
def own(genes: OrganismGenes, grounder: Grounder) -> OwnGenes:
    return OwnGenes(genes, grounder.tables)


@pytest.fixture(scope="module")
def organisms() -> Organisms:
    return load_organisms(mappings_folder())


@pytest.mark.parametrize(
    ("text", "taxon", "curie", "label", "match"),
    [
        ("FT", PLANT, "ncbigene:842859", "FT", "approved symbol"),
        ("AtFT", PLANT, "ncbigene:842859", "FT", "approved symbol"),
        ("FLOWERING LOCUS T", PLANT, "ncbigene:842859", "FT", "alias symbol"),
        ("At1g65480", PLANT, "ncbigene:842859", "FT", "name"),
        ("Gal4p", YEAST, "ncbigene:855828", "GAL4", "approved symbol"),
        ("Notch", FLY, "ncbigene:31293", "N", "name"),
        ("Dl", FLY, "ncbigene:42313", "Dl", "approved symbol"),
        ("dl", FLY, "ncbigene:35047", "dl", "approved symbol"),
        ("HH", FLY, "ncbigene:42737", "hh", "approved symbol"),
        ("Nef", VIRUS, "ncbigene:156110", "nef", "approved symbol"),
        ("Trp53", MOUSE, "ncbigene:7157", "TP53", "orthologue"),
        ("Hc", MOUSE, "ncbigene:727", "C5", "orthologue"),
        ("Ly6c1", MOUSE, "ncbigene:17067", "Ly6c1", "approved symbol"),
    ],
)
def test_a_name_of_an_organism_has_its_gene_and_an_animals_the_human_orthologue(
    own: OwnGenes, organisms: Organisms, text: str, taxon: str, curie: str, label: str, match: str
) -> None:
    found = own.find(text, "gene", [organisms.rows[taxon]])
    assert found is not None
    assert (found.entity.curie, found.entity.label, found.match) == (curie, label, match)


@pytest.mark.parametrize(
    ("text", "taxon", "kind", "firm"),
    [
        ("both", FLY, "gene", False),
        ("DL", FLY, "gene", True),
        ("unheard-of", FLY, "gene", False),
        ("Trp53", RAT, "gene", False),
        ("p53", MOUSE, "gene", True),
        ("FLOWERING LOCUS T", PLANT, "family", False),
    ],
    ids=["of two genes", "of two symbols", "of none", "of no table", "no symbol", "of a family"],
)
def test_what_is_not_certain_is_no_gene(
    own: OwnGenes, organisms: Organisms, text: str, taxon: str, kind: Kind, firm: bool
) -> None:
    assert own.find(text, kind, [organisms.rows[taxon]], firm=firm) is None


@pytest.mark.parametrize(
    ("taxa", "owner", "foreign", "expected"),
    [
        ([MOUSE], None, False, [MOUSE]),
        ([MOUSE, "9606"], None, False, []),
        ([VIRUS, "9606"], None, True, [VIRUS]),
        ([VIRUS], None, False, []),
        ([PLANT], None, False, [PLANT]),
        ([FLY, MOUSE], None, False, [MOUSE]),
        ([FLY, "9606"], FLY, False, [FLY]),
        ([], None, True, []),
    ],
    ids=["animal", "with people", "virus", "host", "plant", "animals", "said before it", "nobody"],
)
def test_whose_gene_a_mention_may_be(
    organisms: Organisms, taxa: list[str], owner: str | None, foreign: bool, expected: list[str]
) -> None:
    before = None if owner is None else organisms.rows[owner]
    found = owners([organisms.rows[one] for one in taxa], before, foreign=foreign)
    assert [one.taxon for one in found] == expected


def test_a_figure_is_about_the_animal_that_alone_is_named(own: OwnGenes, organisms: Organisms) -> None:
    assert own_taxon(organisms.named("mice"), own) == MOUSE
    assert own_taxon(organisms.named("rats"), own) == ""
    assert own_taxon(organisms.named("mice and patients"), own) == ""


def record(*rows: GeneRow) -> FigureRecord:
    """A record of gene rows that says nothing else."""
    text = "---\nfigid: PMC1__f1\npmcid: PMC1\ncaption: none\ngenes: []\nchemicals: []\ndiseases: []\n---\n"
    return structs.replace(parse_record(RecordText("a.md", text.encode(), {})), genes=rows)


def _reader(grounder: Grounder, own: OwnGenes, *words: tuple[str, Kind, float, float]) -> CaptionReader:
    made = reader(grounder, *words)
    made._decider = Decider(grounder.lookup, load_wordings(mappings_folder()), Usage({}), Senses({}), own)
    return made


@pytest.mark.parametrize(
    ("caption", "word", "foreign", "curie"),
    [
        ("In Arabidopsis FT promotes flowering.", "FT", 0.4, "ncbigene:842859"),
        ("Drosophila Notch acts.", "Notch", 0.1, "ncbigene:31293"),
        ("HIV-1 Nef acts in human cells.", "Nef", 0.9, "ncbigene:156110"),
        ("In mice Trp53 acts.", "Trp53", 0.1, "ncbigene:7157"),
        ("In mice Hc acts.", "Hc", 0.6, "ncbigene:727"),
        ("In mice Ly-6C acts.", "Ly-6C", 0.9, "ncbigene:17067"),
        ("In mice AKT1 acts.", "AKT1", 0.1, "ncbigene:207"),
        ("In rats TNF acts.", "TNF", 0.1, "ncbigene:7124"),
    ],
    ids=["plant", "fly", "virus in a host", "mouse", "another symbol", "no orthologue", "as before", "no table"],
)
def test_a_gene_in_a_caption_is_that_of_its_organism(
    grounder: Grounder, own: OwnGenes, caption: str, word: str, foreign: float, curie: str
) -> None:
    read = _reader(grounder, own, (word, "gene", 0.9, foreign)).read(caption)
    assert [one.entity for one in read.mentions] == [curie]
    (grounding,) = read.groundings
    assert grounding.doubts == (() if read.entities[curie].taxon == "9606" else ("other-species",))


def test_a_plants_gene_that_its_table_lacks_is_still_no_human_one(grounder: Grounder, own: OwnGenes) -> None:
    read = _reader(grounder, own, ("TNF", "gene", 0.9, 0.4)).read("In Arabidopsis TNF acts.")
    assert [one.kind for one in read.entities.values()] == ["gene"]
    assert "ncbigene:7124" not in read.entities


def test_the_words_of_a_figure_are_its_organisms_too(grounder: Grounder, own: OwnGenes) -> None:
    made = WholeGrounder(
        grounder.tables,
        grounder.unlikely,
        grounder.corrections,
        grounder.lookup,
        grounder.dictionary,
        _reader(grounder, own, ("Hc", "gene", 0.9, 0.1)),
        own,
    )
    shown = (GeneRow("Hc", "HC", "50821", "hgnc_alias_symbol"), GeneRow("AKT1", "AKT1", "207", "hgnc_symbol"))
    figure = made.ground(structs.replace(record(*shown), caption="In mice Hc acts.", paper_title=""))
    assert [one.curie for one in figure.entities if one.kind == "gene"] == ["ncbigene:207", "ncbigene:727"]
    assert figure.taxon == MOUSE
    plant = made.ground(structs.replace(record(GeneRow("FT", "FT", "1", "x")), caption="Arabidopsis.", paper_title=""))
    assert plant.entities == (Entity("ncbigene:842859", "gene", "FT", PLANT),)
    assert plant.groundings[0].doubts == ("other-species",)


def test_a_gene_that_figure_and_caption_name_is_told_of_once(grounder: Grounder, own: OwnGenes) -> None:
    made = WholeGrounder(
        grounder.tables,
        grounder.unlikely,
        grounder.corrections,
        grounder.lookup,
        grounder.dictionary,
        _reader(grounder, own, ("FT", "gene", 0.9, 0.9)),
        own,
    )
    shown = record(GeneRow("FT", "FT", "1", "x"))
    figure = made.ground(structs.replace(shown, caption="FT of Arabidopsis acts.", paper_title=""))
    assert [(one.entity, one.source) for one in figure.groundings] == [("ncbigene:842859", "figure")]
    assert [one.entity for one in figure.mentions] == ["ncbigene:842859"]


def test_genes_of_other_organisms_have_their_names_in_the_graph(grounder: Grounder, genes: OrganismGenes) -> None:
    names = Names(grounder.tables, own=genes)
    assert names.of("ncbigene:842859", "FT") == ("PEBP", "F5I14.3", "FLOWERING LOCUS T")
    assert names.of("ncbigene:1234567", "X") == ()
