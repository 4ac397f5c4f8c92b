"""MeSH descriptors and supplementary records (https://www.nlm.nih.gov/databases/download/mesh.html).

NLM publishes both as XML (``desc2026.xml``, ``supp2026.xml``, plain or gzipped); tables with the same content
(``mesh_descriptors.tsv``, ``mesh_supp.tsv``) are read where there is no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from flows.errors import MappingError
from flows.reference.official.files import Row, find, open_binary, split, table

DESCRIPTOR_COLUMNS = ("mesh", "label", "trees", "entry_terms")
SUPPLEMENT_COLUMNS = ("mesh", "label", "mapped_to", "disease", "entry_terms")
REPLACED_COLUMNS = ("mesh", "label", "replaced_by")

DESCRIPTORS = ("mesh_descriptors.tsv",)
SUPPLEMENT = ("mesh_supp.tsv",)
RETIRED = ("mesh_retired_2015_2024.tsv",)

_ENTRY_TERM_TREES = ("C", "D", "F03", "G")
PROTEIN_TREES = ("D08.811", "D12.644", "D12.776", "D13.150", "D13.444")
_PLAIN_NAME = re.compile(r"(?=.{3})[A-Za-z][\w-]{0,24}(?: [\w-]{1,15}){0,2}")
_DISEASE_CLASS = "3"


def descriptor_rows(folder: Path) -> Iterator[Row]:
    """Descriptors, as :data:`DESCRIPTOR_COLUMNS`; entry terms of diseases, chemicals and phenomena only."""
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
    """Descriptors that are gone, as :data:`REPLACED_COLUMNS`."""
    columns = ("mesh_id", "label_2015", "replaced_by_label_or_entry_term_match")
    for number, label, new in table(folder, RETIRED, columns):
        if new not in ("", "0"):
            yield number, label, new


def _is_protein(targets: list[str], trees: dict[str, list[str]]) -> bool:
    places = [trees.get(target, []) for target in targets]
    return bool(places) and all(any(one.startswith(PROTEIN_TREES) for one in some) for some in places)


def _descriptors(folder: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    xml = _xml(folder, "desc")
    if xml is None:
        for number, label, trees, terms in table(
            folder, DESCRIPTORS, ("mesh_id", "label", "tree_numbers", "entry_terms")
        ):
            yield number, label, split(trees), split(terms)
        return
    for record in _records(folder, xml, "DescriptorRecord"):
        number, label = _required(record, "DescriptorUI", xml), _required(record, "DescriptorName/String", xml)
        yield number, label, _texts(record, "TreeNumberList/TreeNumber"), _terms(record, label)


def _supplement(folder: Path) -> Iterator[tuple[str, str, list[str], bool, list[str]]]:
    xml = _xml(folder, "supp")
    if xml is None:
        for number, label, mapped, evidence, terms in table(
            folder, SUPPLEMENT, ("mesh_id", "label", "mapped_to", "disease_evidence", "entry_terms")
        ):
            yield number, label, split(mapped), bool(evidence), split(terms)
        return
    for record in _records(folder, xml, "SupplementalRecord"):
        number = _required(record, "SupplementalRecordUI", xml)
        label = _required(record, "SupplementalRecordName/String", xml)
        targets = _texts(record, "HeadingMappedToList/HeadingMappedTo/DescriptorReferredTo/DescriptorUI")
        yield number, label, targets, record.get("SCRClass") == _DISEASE_CLASS, _terms(record, label)


def _xml(folder: Path, kind: str) -> str | None:
    """The newest XML file of a kind, by the year in its name."""
    found = sorted(path.name.removesuffix(".gz") for path in folder.glob(f"{kind}*.xml*"))
    found += sorted(path.name.removesuffix(".gz") for path in folder.glob(f"{kind}2*.gz") if ".xml" not in path.name)
    return max(found) if found and find(folder, max(found)) else None


def _records(folder: Path, name: str, tag: str) -> Iterator[ElementTree.Element]:
    """Elements one by one, each dropped once used, so that memory stays small."""
    with open_binary(folder, name) as content:
        try:
            events = ElementTree.iterparse(content, events=("start", "end"))  # noqa: S314 (NLM's file, no entities)
            _, root = next(events)
            for event, element in events:
                if event == "end" and element.tag == tag:
                    yield element
                    root.clear()
        except (ElementTree.ParseError, StopIteration) as error:
            raise MappingError(name, None, f"not the XML that NLM publishes ({error})") from error


def _required(record: ElementTree.Element, path: str, name: str) -> str:
    found = record.findtext(path)
    if not found:
        raise MappingError(name, None, f"a {record.tag} without {path}")
    return " ".join(found.split())


def _texts(record: ElementTree.Element, path: str) -> list[str]:
    return [" ".join(element.text.split()) for element in record.iterfind(path) if element.text]


def _terms(record: ElementTree.Element, label: str) -> list[str]:
    return [term for term in _texts(record, "ConceptList/Concept/TermList/Term/String") if term != label]
