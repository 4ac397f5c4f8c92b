"""What the reference tables hold: genes, families, MeSH records, and names."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

MeshKind = Literal["disease", "chemical", "process", "other"]


class Gene(Struct, frozen=True, array_like=True):
    """A human gene.

    Attributes:
        number: NCBI Gene number.
        hgnc: HGNC number without prefix, or empty for a gene that HGNC does not name.
        symbol: approved symbol.
        name: approved name.
        aliases: alias symbols.
        previous: previous symbols.
        families: FamPlex families it belongs to.
        coding: whether it codes for a protein.
        renamed: year of the last change of its symbol, or 0.
    """

    number: str
    hgnc: str
    symbol: str
    name: str
    aliases: tuple[str, ...]
    previous: tuple[str, ...]
    families: tuple[str, ...]
    coding: bool
    renamed: int


class Family(Struct, frozen=True, array_like=True):
    """A FamPlex family or complex.

    Attributes:
        identifier: FamPlex identifier, ``NFkappaB``.
        label: the identifier as words.
        members: NCBI Gene numbers of its members, those of its parts included.
        matches: CURIEs of the same family in MeSH and InterPro; several of one of them cover it together.
    """

    identifier: str
    label: str
    members: tuple[str, ...]
    matches: tuple[str, ...] = ()


class MeshRecord(Struct, frozen=True, array_like=True):
    """A MeSH descriptor or supplementary record.

    Attributes:
        number: ``D015464`` or ``C000657245``.
        label: preferred name.
        kind: ``disease``, ``chemical``, ``process``, or ``other``.
        protein: whether a chemical is a protein, peptide, enzyme or nucleic acid, which genes name better.
        mapped_to: descriptors that a supplementary record maps to.
        matches: CURIEs of the same thing in DOID, MONDO or ChEBI.
    """

    number: str
    label: str
    kind: MeshKind
    protein: bool
    mapped_to: tuple[str, ...]
    matches: tuple[str, ...]


class Name(Struct, frozen=True, array_like=True):
    """What a name stands for.

    Attributes:
        status: letter of :data:`NAME_STATUS`: what the name is to the entity.
        curie: the entity.
        text: the name as its table spells it.
    """

    status: str
    curie: str
    text: str


NAME_STATUS = {
    "a": "approved symbol",
    "p": "previous symbol",
    "s": "alias symbol",
    "f": "family name",
    "c": "name in the literature",
    "n": "name",
    "g": "process name",
    "m": "MeSH name",
    "e": "MeSH entry term",
    "t": "GO name",
}
"""What a name is to its entity, by letter, in the order in which names of one key are listed."""
