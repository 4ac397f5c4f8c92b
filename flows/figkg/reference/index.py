"""The index of names: every name of the tables, folded, with what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from figkg.reference.entries import NAME_STATUS, Gene, MeshRecord, Name
from figkg.reference.names import fold, shorten
from figkg.reference.official.files import split
from figkg.reference.phrases import flattener, phrases
from figkg.reference.processes import Process
from figkg.reference.spellings import as_written, small_words

Rows = Mapping[str, list[tuple[str, ...]]]
"""Rows of snapshots by the name of the snapshot."""

_STATUSES = "".join(NAME_STATUS)
_LONGEST_NAME = 100
"""Letters and digits of the longest name that is looked for; longer ones are systematic names of chemicals."""

_SHORTEST_IN_CAPTION = 3
_LONGEST_IN_CAPTION = 60
_IN_SENTENCES = frozenset("gten")
"""Statuses of names that stand in sentences, in which small letters mean that no capital is needed."""
_LONG_NAME = 8
_CODE = re.compile(r"[A-Z]{1,5}[- ]?\d{3,7}[A-Z]?")
"""Code of a compound, such as LY294002 or MK-2206."""


_SALT = re.compile(
    r" (?:mesylate|methanesulfonate|hydrochloride|dihydrochloride|hydrobromide|maleate|tosylate|"
    r"fumarate|tartrate|cpd|compound)$",
    re.IGNORECASE,
)
"""What the names of drugs in MeSH have behind the name that people use."""
_SHORTEST_PLAIN = 6


class NameIndex:
    """All names, folded, with what they stand for; kept as text, a third of what tuples would take."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, name: str, status: str, curie: str) -> None:
        """Note a name under its key and under its key with short Greek letters."""
        key = fold(name)
        if len(key) < 2 or len(key) > _LONGEST_NAME:
            return
        entry = f"{_STATUSES.index(status)}\t{name}\t{curie}"
        for one in {key, shorten(key)}:
            self._found[one] = f"{self._found[one]}\n{entry}" if one in self._found else entry

    def entries(self) -> Iterator[tuple[str, object]]:
        """Keys in order with the best name of each entity, best first."""
        for key in sorted(self._found):
            best: dict[str, tuple[str, str]] = {}
            for rank, name, curie in sorted(self._entries(key)):
                best.setdefault(curie, (rank, name))
            ordered = sorted(best.items(), key=lambda entry: (entry[1][0], entry[0]))
            yield key, [Name(_STATUSES[int(rank)], curie, name) for curie, (rank, name) in ordered]

    def spellings(self) -> Iterator[tuple[str, object]]:
        """CURIEs in order with the names of each as people write them, best first; none where there is one alone."""
        small = small_words(
            name for key in self._found for rank, name, _ in self._entries(key) if _STATUSES[int(rank)] in _IN_SENTENCES
        )
        entries = {
            f"{curie}\t{rank}\t{name}"
            for key in self._found
            for rank, name, curie in self._entries(key)
            if len(name) <= _LONGEST_IN_CAPTION
        }
        rows = (entry.split("\t") for entry in sorted(entries))
        for curie, group in groupby(rows, key=lambda row: row[0]):
            names = as_written(((_STATUSES[int(rank)], name) for _, rank, name in group), small)
            if len(names) > 1:
                yield curie, names

    def phrases(self, genes: Mapping[str, Gene], descriptors: Mapping[str, MeshRecord]) -> set[str]:
        """The names that captions are searched for, in all their spellings."""
        flat = flattener()
        return {
            phrase
            for key in self._found
            for rank, name, curie in self._entries(key)
            if _may_stand_in_caption(_STATUSES[int(rank)], name, curie, genes, descriptors)
            for phrase in phrases(name, flat)
            if len(phrase) >= _SHORTEST_IN_CAPTION
        }

    def _entries(self, key: str) -> list[list[str]]:
        """Rank, name and CURIE of each entry of a key."""
        return [entry.split("\t") for entry in self._found[key].split("\n")]


def _may_stand_in_caption(
    status: str, name: str, curie: str, genes: Mapping[str, Gene], descriptors: Mapping[str, MeshRecord]
) -> bool:
    """Whether a name is looked for in captions.

    Systematic names are not, nor MeSH's proteins and what is of another kind in it, nor the many terms of the Gene
    Ontology; of genes that code for no protein the symbol alone is, of pseudogenes nothing.
    """
    prefix, _, local = curie.partition(":")
    if len(name) < _SHORTEST_IN_CAPTION or len(name) > _LONGEST_IN_CAPTION or status == "t":
        return False
    if prefix == "ncbigene":
        gene = genes[local]
        return gene.coding or (bool(gene.hgnc) and status == "a" and "pseudogene" not in gene.name)
    if prefix != "mesh":
        return True
    record = descriptors.get(local)
    if record is None:
        return _CODE.fullmatch(name) is not None or (len(name) >= _LONG_NAME and name.isascii() and name.isalpha())
    return record.kind in ("chemical", "disease") and not record.protein and "," not in name


def name_genes(index: NameIndex, rows: Rows, genes: Mapping[str, Gene]) -> None:
    """Symbols and full names of genes, those given up included."""
    for gene in genes.values():
        curie = f"ncbigene:{gene.number}"
        index.add(gene.symbol, "a" if gene.hgnc else "s", curie)
        for name in gene.previous:
            index.add(name, "p", curie)
        for name in gene.aliases:
            index.add(name, "s", curie)
        for name in _long_names(gene.name):
            index.add(name, "n", curie)
    for row in rows["hgnc"]:
        if row[7]:
            for name in (*split(row[5]), *split(row[6])):
                index.add(name, "n", f"ncbigene:{row[7]}")


def _long_names(name: str) -> Iterator[str]:
    """A gene's full name, and how people say it: without what follows a comma, and without *subunit*.

    >>> list(_long_names("smoothened, frizzled class receptor"))
    ['smoothened, frizzled class receptor', 'smoothened']
    """
    if not name:
        return
    yield name
    before, comma, _ = name.partition(",")
    if comma and len(before) >= _LONG_NAME:
        yield before
    if " subunit " in name:
        yield name.replace(" subunit ", " ")


def name_families(
    index: NameIndex,
    rows: Rows,
    genes: Mapping[str, Gene],
    by_chebi: Mapping[str, str],
    known: Mapping[str, Mapping[str, object]],
) -> None:
    """FamPlex's own names, and what its curators found names in papers to mean."""
    for identifier, label, _ in rows["famplex"]:
        index.add(label, "f", f"fplx:{identifier}")
    translated: dict[str, tuple[str, Mapping[str, str]]] = {
        "hgnc.symbol": ("ncbigene", {gene.symbol: gene.number for gene in genes.values() if gene.hgnc}),
        "uniprot": ("ncbigene", {protein: row[7] for row in rows["hgnc"] if row[7] for protein in split(row[9])}),
        "chebi": ("mesh", by_chebi),
    }
    for name, target in (*rows["famplex-names"], *rows["famplex-more-names"]):
        prefix, _, local = target.partition(":")
        if prefix in translated:
            prefix, table = translated[prefix]
            local = table.get(local, "")
        if local and (prefix == "ncbigene" or _is_entity(known.get(prefix, {}).get(local))):
            index.add(name, "f" if prefix == "fplx" else "c", f"{prefix}:{local}")


def _is_entity(found: object) -> bool:
    """Whether an identifier is known and, in MeSH, a disease or a chemical."""
    return found is not None and not (isinstance(found, MeshRecord) and found.kind in ("process", "other"))


def name_mesh(
    index: NameIndex,
    rows: Rows,
    descriptors: Mapping[str, MeshRecord],
    supplement: Iterable[tuple[str, ...]],
    same: Mapping[str, str],
) -> None:
    """Names of descriptors, of supplementary records and of what matches them in other vocabularies.

    Args:
        index: what names are added to.
        rows: the snapshots.
        descriptors: MeSH descriptors by number.
        supplement: rows of the supplementary records.
        same: CURIEs of the genes and families that records of MeSH are, by number; they have the records' names too.
    """
    for number, label, _, terms in rows["mesh"]:
        _name_record(index, number, label, terms)
        if number in same:
            for term in (label, *split(terms)):
                index.add(term, "f" if same[number].startswith("fplx:") else "n", same[number])
    for number, label, _, _, terms in supplement:
        _name_record(index, number, label, terms)
        if number in same:
            index.add(label, "f" if same[number].startswith("fplx:") else "n", same[number])
    for number, _, name in rows["mesh-matches"]:
        if number in descriptors and descriptors[number].kind in ("chemical", "disease"):
            index.add(name, "e", f"mesh:{number}")  # empty for those that have the same name there


def name_processes(index: NameIndex, rows: Rows, curated: Iterable[Process]) -> None:
    """What captions call processes, and the names that the Gene Ontology has for them."""
    for process in curated:
        for name in process.names:
            index.add(name, "g", f"go:{process.number}")
    for number, label, synonyms in rows["go"]:
        for name in (label, *split(synonyms)):
            index.add(name, "t", f"go:{number}")


def _name_record(index: NameIndex, number: str, label: str, terms: str) -> None:
    curie = f"mesh:{number}"
    index.add(label, "m", curie)
    for term in (label, *split(terms)):
        index.add(term, "e", curie)
        plain = _SALT.sub("", term)
        if plain != term and len(plain) >= _SHORTEST_PLAIN:
            index.add(plain, "e", curie)
