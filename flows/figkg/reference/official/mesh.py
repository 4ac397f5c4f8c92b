"""MeSH descriptors and supplementary records (https://www.nlm.nih.gov/databases/download/mesh.html).

NLM publishes both as XML (``desc2026.xml`` or ``desc2026.gz``, ``supp2026.xml`` …); tables with the same content
(``mesh_descriptors.tsv``, ``mesh_supp.tsv``) are read where there is no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from figkg.base.errors import MappingError
from figkg.reference.official.files import Row, find, open_binary, split, table

DESCRIPTOR_COLUMNS = ("mesh", "label", "trees", "entry_terms")
SUPPLEMENT_COLUMNS = ("mesh", "label", "mapped_to", "disease", "entry_terms")
REPLACED_COLUMNS = ("mesh", "label", "replaced_by")

_DESCRIPTOR_XML = ("desc*.xml", "desc2???")
_SUPPLEMENT_XML = ("supp*.xml", "supp2???")
_DESCRIPTOR_TABLE = ("mesh_descriptors.tsv",)
_SUPPLEMENT_TABLE = ("mesh_supp.tsv",)
DESCRIPTORS = (*_DESCRIPTOR_XML, *_DESCRIPTOR_TABLE)
SUPPLEMENT = (*_SUPPLEMENT_XML, *_SUPPLEMENT_TABLE)
RETIRED = ("mesh_retired_2015_2024.tsv",)

_ENTRY_TERM_TREES = ("A", "B", "C", "D", "E02", "E05", "F", "G", "N06")
PROTEIN_TREES = ("D08.811", "D12.644", "D12.776", "D13.150", "D13.444")
_PLAIN_NAME = re.compile(r"(?=.{3})[A-Za-z][\w-]{0,24}(?: [\w-]{1,15}){0,2}")
_DISEASE_CLASS = "3"


def descriptor_rows(folder: Path) -> Iterator[Row]:
    """Descriptors, as :data:`DESCRIPTOR_COLUMNS`; entry terms of what figures show: no places, people and documents."""
    for number, label, trees, terms in _descriptors(folder):
        wanted = any(tree.startswith(_ENTRY_TERM_TREES) for tree in trees)
        yield number, label, "|".join(trees), "|".join(terms) if wanted else ""


def supplement_rows(folder: Path) -> Iterator[Row]:
    """Supplementary records, as :data:`SUPPLEMENT_COLUMNS`.

    Entry terms are kept where a figure may use them: plain short names of what is no protein (a protein is
    looked for among genes).
    """
    trees = {number: places for number, _, places, _ in _descriptors(folder)}
    for number, label, mapped, disease, terms in _supplement(folder):
        targets = [target.lstrip("*") for target in mapped]
        kept = [] if _is_protein(targets, trees) else [term for term in terms if _PLAIN_NAME.fullmatch(term)]
        yield number, label, "|".join(targets), "1" if disease else "", "|".join(kept)


def replaced_rows(folder: Path) -> Iterator[Row]:
    """Descriptors that are gone, as :data:`REPLACED_COLUMNS`, from a list of them."""
    columns = ("mesh_id", "label_2015", "replaced_by_label_or_entry_term_match")
    for number, label, new in table(folder, RETIRED, columns):
        if new not in ("", "0"):
            yield number, label, new


def gone_rows(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Row]:
    """Descriptors that a new release lacks, as :data:`REPLACED_COLUMNS`, as far as it still has their label.

    Args:
        before: descriptors of the old release, as :data:`DESCRIPTOR_COLUMNS`.
        after: descriptors of the new one.

    Yields:
        A number that is gone, its label, and the descriptor that now has the label as name or entry term, the way
        NLM merges descriptors.
    """
    present: set[str] = set()
    named: dict[str, str] = {}
    for number, label, _, terms in after:
        present.add(number)
        for term in split(terms):
            named.setdefault(term.casefold(), number)
        named[label.casefold()] = number
    for number, label, _, _ in before:
        if number not in present and label.casefold() in named:
            yield number, label, named[label.casefold()]


def _is_protein(targets: list[str], trees: dict[str, list[str]]) -> bool:
    places = [trees.get(target, []) for target in targets]
    return bool(places) and all(any(one.startswith(PROTEIN_TREES) for one in some) for some in places)


def _descriptors(folder: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    xml = find(folder, *_DESCRIPTOR_XML)
    if xml is None:
        for number, label, trees, terms in table(
            folder, _DESCRIPTOR_TABLE, ("mesh_id", "label", "tree_numbers", "entry_terms")
        ):
            yield number, label, split(trees), split(terms)
        return
    for record in _records(xml, "DescriptorRecord"):
        number, label = _required(record, "DescriptorUI", xml), _required(record, "DescriptorName/String", xml)
        yield number, label, _texts(record, "TreeNumberList/TreeNumber"), _terms(record, label)


def _supplement(folder: Path) -> Iterator[tuple[str, str, list[str], bool, list[str]]]:
    xml = find(folder, *_SUPPLEMENT_XML)
    if xml is None:
        for number, label, mapped, evidence, terms in table(
            folder, _SUPPLEMENT_TABLE, ("mesh_id", "label", "mapped_to", "disease_evidence", "entry_terms")
        ):
            yield number, label, split(mapped), bool(evidence), split(terms)
        return
    for record in _records(xml, "SupplementalRecord"):
        number = _required(record, "SupplementalRecordUI", xml)
        label = _required(record, "SupplementalRecordName/String", xml)
        targets = _texts(record, "HeadingMappedToList/HeadingMappedTo/DescriptorReferredTo/DescriptorUI")
        yield number, label, targets, record.get("SCRClass") == _DISEASE_CLASS, _terms(record, label)


def _records(path: Path, tag: str) -> Iterator[ElementTree.Element]:
    """Elements one by one, each dropped once used, so that memory stays small."""
    with open_binary(path.parent, path.name) as content:
        try:
            events = ElementTree.iterparse(content, events=("start", "end"))  # noqa: S314 (NLM's file, no entities)
            _, root = next(events)
            for event, element in events:
                if event == "end" and element.tag == tag:
                    yield element
                    root.clear()
        except (ElementTree.ParseError, StopIteration) as error:
            raise MappingError(path.name, None, f"not the XML that NLM publishes ({error})") from error


def _required(record: ElementTree.Element, path: str, xml: Path) -> str:
    found = record.findtext(path)
    if not found:
        raise MappingError(xml.name, None, f"a {record.tag} without {path}")
    return " ".join(found.split())


def _texts(record: ElementTree.Element, path: str) -> list[str]:
    return [" ".join(element.text.split()) for element in record.iterfind(path) if element.text]


def _terms(record: ElementTree.Element, label: str) -> list[str]:
    return [term for term in _texts(record, "ConceptList/Concept/TermList/Term/String") if term != label]
