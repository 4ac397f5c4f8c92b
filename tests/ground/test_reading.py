"""Reading a caption: each mention one thing, names that nothing holds as nodes of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from figkg.base.resources import mappings_folder
from figkg.ground import Entity, Grounder
from figkg.ground.bare import load_affixes
from figkg.ground.boundaries import load_boundaries
from figkg.ground.decider import Decider
from figkg.ground.entities import is_name, name_entity
from figkg.ground.figure import Kind
from figkg.ground.fusions import load_fusions
from figkg.ground.organisms import load_organisms
from figkg.ground.pieces import Found
from figkg.ground.policy import load_policy
from figkg.ground.reading import CaptionReader, find_names
from figkg.ground.senses import Senses
from figkg.ground.tagger import Tagged
from figkg.ground.usage import Usage
from figkg.ground.wordings import load_wordings
from figkg.reference.names import fold


class Marks:
    """A tagger that finds the words that it is told."""

    def __init__(self, *words: tuple[str, Kind, float, float]) -> None:
        self.words = words

    def tag(self, text: str, title: str, found: Sequence[Found]) -> tuple[Tagged, ...]:
        """All places of the words."""
        places = []
        for word, kind, probability, foreign in self.words:
            start = text.find(word)
            while start >= 0:
                places.append(Tagged(start, start + len(word), kind, probability, foreign))
                start = text.find(word, start + len(word))
        return tuple(sorted(places))


def reader(grounder: Grounder, *words: tuple[str, Kind, float, float]) -> CaptionReader:
    mappings = mappings_folder()
    decider = Decider(grounder.lookup, load_wordings(mappings), Usage({}), Senses({}))
    around = load_boundaries(mappings), load_affixes(mappings)
    fusions, limits = load_fusions(mappings), load_policy(mappings).captions
    return CaptionReader(
        grounder.dictionary, Marks(*words), decider, load_organisms(mappings), *around, fusions, limits
    )


def test_a_known_name_is_what_the_tables_have(grounder: Grounder) -> None:
    read = reader(grounder, ("TNF", "gene", 0.9, 0.0)).read("TNF acts.")
    assert [(one.text, one.entity, one.probability) for one in read.mentions] == [("TNF", "ncbigene:7124", 0.9)]
    assert read.entities["ncbigene:7124"].label == "TNF"


def test_a_name_that_nothing_holds_has_a_node(grounder: Grounder) -> None:
    read = reader(grounder, ("AvrPto", "gene", 0.9, 0.9)).read("AvrPto acts.")
    (mention,) = read.mentions
    assert is_name(mention.entity)
    assert read.entities[mention.entity] == name_entity("gene", "AvrPto")
    assert [(one.word, one.match, one.doubts) for one in read.groundings] == [("AvrPto", "name", ("no-identifier",))]


def test_a_plants_gene_is_no_human_one_and_says_whose_it_is(grounder: Grounder) -> None:
    caption = "In Arabidopsis FT promotes flowering."
    read = reader(grounder, ("FT", "gene", 0.9, 0.4)).read(caption)
    (entity,) = read.entities.values()
    assert (is_name(entity.curie), entity.label, entity.taxon) == (True, "FT", "3702")


def test_the_same_word_is_one_thing_of_its_most_probable_kind(grounder: Grounder) -> None:
    words: list[tuple[str, Kind, float, float]] = [("MET", "gene", 0.9, 0.0), ("met", "chemical", 0.6, 0.0)]
    read = reader(grounder, *words).read("MET acts on met and MET.")
    assert {one.entity for one in read.mentions} == {"ncbigene:4233"}


def test_short_and_long_form_share_a_node(grounder: Grounder) -> None:
    words: list[tuple[str, Kind, float, float]] = [
        ("flower gate protein", "gene", 0.9, 0.9),
        ("FGP", "gene", 0.9, 0.9),
    ]
    read = reader(grounder, *words).read("The flower gate protein (FGP) acts.")
    assert {one.label for one in read.entities.values()} == {"FGP"}
    assert len(read.mentions) == 2


def test_improbable_mentions_are_left_out(grounder: Grounder) -> None:
    assert reader(grounder, ("TNF", "gene", 0.3, 0.0)).read("TNF acts.").mentions == ()


def test_what_the_figure_shows_decides(grounder: Grounder) -> None:
    shown = {fold("PDK1"): Entity("ncbigene:5170", "gene", "PDPK1", "9606")}
    read = reader(grounder, ("PDK1", "gene", 0.9, 0.0)).read("PDK1 acts.", (), shown)
    assert [one.entity for one in read.mentions] == ["ncbigene:5170"]


@pytest.mark.parametrize(("first", "second"), [("AvrPto", "avrpto"), ("IFN-γ R", "IFNγR")])
def test_a_name_in_another_spelling_is_the_same_node(first: str, second: str) -> None:
    assert name_entity("gene", first).curie == name_entity("gene", second).curie


def test_another_kind_or_organism_is_another_node() -> None:
    nodes = {name_entity("gene", "X1"), name_entity("family", "X1"), name_entity("gene", "X1", "3702")}
    assert len({one.curie for one in nodes}) == 3


def test_the_dictionary_tells_the_tagger_what_it_finds(grounder: Grounder) -> None:
    found = find_names(grounder.dictionary, "TNF activates apoptosis")
    assert [(one.start, one.end, one.kind) for one in found if one.kind != "unsure"] == [
        (0, 3, "gene"),
        (14, 23, "process"),
    ]


def test_whose_protein_it_is_may_stand_right_before_it(grounder: Grounder) -> None:
    words: list[tuple[str, Kind, float, float]] = [("NS1", "gene", 0.9, 0.0), ("TLR3", "gene", 0.9, 0.9)]
    read = reader(grounder, *words).read("The influenza protein NS1 acts on mouse TLR3.")
    assert [is_name(one.entity) for one in read.mentions] == [True, False]


def test_what_is_done_to_a_gene_is_no_part_of_its_name(grounder: Grounder) -> None:
    words: list[tuple[str, Kind, float, float]] = [("BRCA1-KO", "gene", 0.9, 0.0), ("si-TNF", "gene", 0.9, 0.0)]
    read = reader(grounder, *words).read("BRCA1-KO and si-TNF.")
    assert [(one.text, one.entity) for one in read.mentions] == [("BRCA1", "ncbigene:672"), ("TNF", "ncbigene:7124")]
