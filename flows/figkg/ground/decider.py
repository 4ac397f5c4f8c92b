"""The decider: what a mention in a caption stands for, from all that is known of it, weighed in one place.

In the order of their weight: what a curator wrote; whose gene it is; what the caption itself defines; what the figure's
own words were identified as; what annotated captions call so; the tables. The record's number of a gene comes after
what is called so, and after a family of the tables: it is one member's for many a family (*IFN*, *sGC*). What nothing
decides has a node of its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from figkg.base.memo import Memo
from figkg.ground.entities import entity_of
from figkg.ground.figure import Doubt, Entity, Kind
from figkg.ground.lookup import Candidate, Lookup
from figkg.ground.organisms import Organism
from figkg.ground.own_genes import OwnGenes
from figkg.ground.readings import listing
from figkg.ground.senses import Senses
from figkg.ground.usage import Usage
from figkg.ground.wordings import Sort, Wordings, singular_of
from figkg.reference.entries import Name
from figkg.reference.names import fold, shorten

Reason = Literal["curated", "defined", "organism", "figure", "usage", "table", "ambiguous", "none"]

SORTS: Mapping[Kind, Sort] = {
    "gene": "gene",
    "family": "gene",
    "chemical": "chemical",
    "process": "process",
    "disease": "disease",
    "other": "other",
}
"""The sort of names of each kind."""

_CALLED_SO: frozenset[Reason] = frozenset({"curated", "usage"})
_OLDER: Mapping[bool, frozenset[str]] = {
    True: frozenset({"alias symbol", "previous symbol"}),
    False: frozenset({"alias symbol"}),
}
"""Other symbols of one gene that are none of its names where several genes have them with one sign more, by whether a
family is named. Of annotated genes and families that figkg took for one gene so, 5 in 61 were it."""
_ONE_MORE = frozenset("123456789ABCDEFGHLX")
_PLURAL = re.compile(r"[A-Z0-9\u0370-\u03ff]s$")
_OF_SENSES: tuple[Sort, ...] = ("gene", "chemical")
"""Sorts whose short names are doubted where captions use them for other things too."""
_FEWEST = 2
_TWO = 2
_REMEMBERED = 100_000
_STEM = 4
_FEW = 6
"""So many members of a family are compared with what a caption says that its name means."""


class Context(Struct, frozen=True):
    """What a figure knows of the names in its caption.

    Attributes:
        meanings: long form of each short form that caption or titles define.
        words: what the words read off the figure were identified as: entity by folded word.
    """

    meanings: Mapping[str, str] = {}
    words: Mapping[str, Entity] = {}


_TABLED_WELL: tuple[Kind, ...] = ("chemical",)
"""Kinds of which a name that may be a foreign gene's is told by the tables."""
_OF_ENZYMES = ("ase", "ases")
"""Ends of names of enzymes, which chemicals of MeSH may have but are not."""
_LONG_ENOUGH = 6
"""Shorter names are genes' as often as other things'."""

_TABLED: tuple[Kind, ...] = ("process", "chemical", "disease")
"""Kinds whose names are told by the tables alone."""


class Decision(Struct, frozen=True):
    """What a mention stands for.

    Attributes:
        candidate: the entity and how it was reached, or None where it has a node of its name.
        reason: what decided.
        by: the name that was looked up in the end.
        doubts: what is doubtful.
    """

    candidate: Candidate | None
    reason: Reason
    by: str
    doubts: tuple[Doubt, ...] = ()


class Decider:
    """Decides what mentions stand for; one per process, since it remembers words."""

    def __init__(
        self, lookup: Lookup, wordings: Wordings, usage: Usage, senses: Senses, own: OwnGenes | None = None
    ) -> None:
        self._lookup = lookup
        self._own = own
        self._tables = lookup.tables
        self._wordings = wordings
        self._usage = usage
        self._senses = senses
        self._stems = stems_of_symbols(gene.symbol for gene in lookup.tables.genes.values())
        self._looked_up: Memo[tuple[str, Kind], Decision] = Memo(self._look_up, most=_REMEMBERED)

    def decide(
        self, text: str, kind: Kind, context: Context, *, foreign: bool = False, owners: Sequence[Organism] = ()
    ) -> Decision:
        """What a mention stands for, unless a curator says that it does not.

        Args:
            text: the mention, whole, as it is written.
            kind: what it names.
            context: what its figure knows.
            foreign: whether what it names is a protein or gene of no animal, or one that human tables do not have.
            owners: the organisms whose gene it may be (:func:`figkg.ground.organisms.owners`).
        """
        found = self._decide(text, kind, context, owners, foreign=foreign)
        if found.candidate is not None and self._lookup.refuses(text, found.candidate.entity.curie):
            return Decision(None, "curated", text, ("no-identifier",))
        return found

    def _decide(
        self, text: str, kind: Kind, context: Context, owners: Sequence[Organism], *, foreign: bool
    ) -> Decision:
        sort = SORTS[kind]
        curated = self._lookup.curated(text)
        if curated is not None and self.fits(curated.entity.curie, sort):
            return Decision(curated, "curated", text)
        if sort == "gene" and owners and self._own is not None:
            known = self._own.known(owners)
            if known:
                return self._owned(text, kind, context, known, self._own, foreign=foreign)
        return self._usually(text, kind, context, foreign=foreign)

    def _owned(
        self, text: str, kind: Kind, context: Context, owners: Sequence[Organism], own: OwnGenes, *, foreign: bool
    ) -> Decision:
        """What a name stands for that may be of a gene of organisms whose genes are known.

        Of vertebrates a symbol decides at once; their other names only what human tables do not, since these say the
        same of most genes and know families.
        """
        long = context.meanings.get(text)
        animals = all(one.group == "vertebrate" for one in owners)
        for name in (text,) if long is None else (long, text):
            found = own.find(name, kind, owners, firm=animals and not foreign and name == text)
            if found is not None and not (animals and kind == "family"):
                return Decision(found, "organism", name)
        usual = self._usually(text, kind, context, foreign=foreign)
        if usual.candidate is None and animals and kind != "family":
            found = own.find(text, kind, owners)
            return usual if found is None else Decision(found, "organism", text)
        return usual

    def _usually(self, text: str, kind: Kind, context: Context, *, foreign: bool) -> Decision:
        """What a mention stands for that is of no organism whose genes are known."""
        sort = SORTS[kind]
        long = context.meanings.get(text)
        if foreign and sort == "gene":
            return self._class_of(text if long is None else long) or Decision(None, "organism", text)
        if long is not None:
            return self._defined(text, long, kind)
        entity = context.words.get(fold(text))
        if entity is None or not self.fits(entity.curie, sort):
            return self._looked_up[text, kind]
        if sort == "gene":
            known = self._looked_up[text, kind]
            of_tables = known.candidate is not None and known.candidate.entity.kind == "family"
            if known.reason in _CALLED_SO or of_tables or (kind == "family" and self._is_stem(text)):
                return known
        return Decision(Candidate(entity, "name", text, 1.0), "figure", text)

    def _class_of(self, name: str) -> Decision | None:
        """What proteins of any organism are called so: a class of MeSH, which no gene of a human is."""
        if len(name) < _LONG_ENOUGH:
            return None
        for form in filter(None, (name, singular_of(name))):
            names = [one for one in self._tables.lookup(fold(form)) if self._is_protein(one.curie)]
            curies = {one.curie for one in names if one.status == "m"} or {one.curie for one in names}
            if len(curies) == 1:
                return Decision(Candidate(entity_of(curies.pop(), self._tables), "MeSH name", form, 0.9), "table", form)
        return None

    def of_another_kind(self, text: str, kind: Kind, *, foreign: bool = False) -> Decision | None:
        """What a mention stands for that is none of its kind: tables know one thing of this very name.

        No gene is found so: names of genes are too short and too many to be anything else's by chance.

        Args:
            text: the mention, whole, as it is written.
            kind: what it names, as far as was read.
            foreign: whether it may be a gene that tables lack: then it is no protein, and no short name.
        """
        abbreviated = text in self._senses.abbreviations
        if foreign and not abbreviated and (len(text) < _LONG_ENOUGH or text.endswith(_OF_ENZYMES)):
            return None
        found = {
            one.candidate.entity.curie: one
            for other in (_TABLED if not foreign else _TABLED_WELL)
            if SORTS[other] != SORTS[kind]
            for one in (self._looked_up[text, other],)
            if one.candidate is not None
            and one.by == text
            and (one.reason != "usage" or abbreviated)
            and self._tables.exists(one.candidate.entity.curie)
            and not (foreign and self._is_protein(one.candidate.entity.curie))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def knows(self, text: str, kind: Kind) -> bool:
        """Whether a table has a thing of a kind by this name, or one thing of another by it."""
        return self._looked_up[text, kind].candidate is not None or self.of_another_kind(text, kind) is not None

    def _defined(self, short: str, long: str, kind: Kind) -> Decision:
        """What a short form stands for whose long form the caption tells."""
        defined, own = self._looked_up[long, kind], self._looked_up[short, kind]
        agrees = self._may_mean(own.candidate, short, long)
        if defined.candidate is None:
            return own if agrees else Decision(None, "defined", long)
        more = own.candidate is not None and own.candidate.match == "approved symbol"
        if agrees and more and not defined.candidate.entity.curie.startswith("ncbigene:"):
            return own  # glutaminase (GLS) is this one
        return Decision(defined.candidate, "defined", long)

    def _look_up(self, asked: tuple[str, Kind]) -> Decision:
        """What the tables alone say of a text."""
        text, kind = asked
        sort = SORTS[kind]
        ambiguous: Decision | None = None
        protein: Decision | None = None
        if sort == "gene" and text in self._wordings.open:
            return Decision(None, "ambiguous", text, ("ambiguous-alias",))
        short = self._senses.abbreviations.get(text) if sort == "chemical" else None
        if short is not None and self._tables.exists(short):
            return Decision(Candidate(entity_of(short, self._tables), "name in captions", text, 0.95), "usage", text)
        for form in self._forms(text, sort):
            key = fold(form)
            if len(key) < _FEWEST or (_PLURAL.search(form) and len(form) > _FEWEST + 1):
                continue  # RARs are several RAR
            curated = self._lookup.curated(form)
            if curated is not None and self.fits(curated.entity.curie, sort):
                return Decision(curated, "curated", form)
            used = self._usage.of(key, sort)
            if used is not None:
                return Decision(Candidate(entity_of(used, self._tables), "name in captions", form, 0.9), "usage", form)
            names = self._names(key, kind, whole=form == text)
            if names and sort in _OF_SENSES and self._senses.doubtful(form, sort):
                return Decision(None, "ambiguous", form, ("ambiguous-alias",))
            if not names:
                continue
            answer = self._lookup.choose(form, names, 1.0)
            if answer.best is not None and answer.best.match in _OLDER[kind == "family"] and self._is_stem(form):
                ambiguous = ambiguous or Decision(None, "ambiguous", form, ("unresolved-family",))
                continue  # SOCS is no CISH, though it was called so: SOCS1, SOCS2 and the others are there
            if answer.best is not None and not (kind == "gene" and answer.best.entity.curie.startswith("mesh:")):
                return Decision(answer.best, "table", form)
            if answer.best is not None:
                protein = protein or Decision(answer.best, "table", form)  # a gene in other words names it better
                continue
            ambiguous = ambiguous or Decision(None, "ambiguous", form, ("ambiguous-alias",))
            if form == text:
                break
        together = self._parts(text, kind) if protein is None and ambiguous is None else None
        return (
            protein
            or together
            or self._usual(text, sort)
            or ambiguous
            or Decision(None, "none", text, ("no-identifier",))
        )

    def _forms(self, text: str, sort: Sort) -> Iterator[str]:
        """A name as it is looked up; a word that says little alone first, where captions agree on it: *growth*."""
        if self._wordings.is_vague(text) and self._usage.of(fold(text), sort) is not None:
            yield text
        yield from self._wordings.names(text, sort)

    def _is_stem(self, text: str) -> bool:
        """Whether several genes are called so, each with a digit or a letter more."""
        return _bare_symbol(text) in self._stems

    def _usual(self, text: str, sort: Sort) -> Decision | None:
        """What captions usually mean by a short name that the tables do not decide."""
        curie = self._senses.meant.get((text, sort))
        if sort == "gene" or curie is None or not self._tables.exists(curie) or not self.fits(curie, sort):
            return None
        return Decision(Candidate(entity_of(curie, self._tables), "name in captions", text, 0.9), "usage", text)

    def _parts(self, text: str, kind: Kind) -> Decision | None:
        """What a name of two names stands for, where both are of one thing: *EPAS1/HIF2A*."""
        listed = listing(text)
        if len(listed) >= _TWO:
            genes = [self._looked_up[part, "gene"].candidate for part in listed]
            return self._family_of([one.entity.curie for one in genes if one is not None], len(listed), text)
        parts = text.split("/")
        if len(parts) != _TWO or not all(len(part) > _FEWEST for part in parts):
            return None
        found = [self._looked_up[part.strip(), kind] for part in parts]
        meant = {"" if one.candidate is None else one.candidate.entity.curie: one for one in found}
        return next(iter(meant.values())) if len(meant) == 1 and "" not in meant else None

    def _family_of(self, genes: list[str], listed: int, text: str) -> Decision | None:
        """The family that has just the listed genes as its members: *LATS1/2*."""
        numbers = {curie.removeprefix("ncbigene:") for curie in genes if curie.startswith("ncbigene:")}
        if len(numbers) < listed:
            return None
        for name in self._tables.genes[min(numbers)].families:
            if set(self._tables.families[name].members) == numbers:
                return Decision(
                    Candidate(entity_of(f"fplx:{name}", self._tables), "family name", text, 0.9), "table", text
                )
        return None

    def _names(self, key: str, kind: Kind, *, whole: bool) -> Sequence[Name]:
        """What the tables have under a key that a mention of a kind may be.

        A process that as it stands, whole, is the name of something else in MeSH is that: *survival*.
        """
        sort = SORTS[kind]
        for one in dict.fromkeys((key, shorten(key))):
            names = [name for name in self._tables.lookup(one) if self.fits(name.curie, sort)]
            if names:
                return self._preferred(names, kind)
        if kind == "process" and whole:
            return [name for name in self._tables.lookup(key) if name.status == "m" and name.curie.startswith("mesh:")]
        return ()

    def _preferred(self, names: list[Name], kind: Kind) -> Sequence[Name]:
        """Families for what is a family; processes of the Gene Ontology for what is a process; genes before MeSH."""
        wanted = {"family": "fplx"}.get(kind)
        if kind == "gene":
            return [name for name in names if not name.curie.startswith("mesh:")] or names
        if kind == "disease":
            diseases = [name for name in names if self._kind(name.curie) == "disease"] or names
            return [name for name in diseases if name.status == "m"] or diseases
        if kind == "process":
            return self._one_process(names)
        return [name for name in names if name.curie.partition(":")[0] == wanted] or names

    def _one_process(self, names: list[Name]) -> Sequence[Name]:
        """Those of the Gene Ontology; of several equal ones what is called so, or what MeSH calls so."""
        terms = [name for name in names if name.curie.startswith("go:")]
        if len(terms) < _TWO or any(name.status == "g" for name in terms):
            return terms or names
        called = [name for name in terms if self._tables.processes[name.curie[3:]] == name.text]
        return called or [name for name in names if name.status == "m"] or terms

    def fits(self, curie: str, sort: Sort) -> bool:
        """Whether an identifier may be that of a mention of a sort."""
        prefix = curie.partition(":")[0]
        if sort == "gene":
            return prefix in ("ncbigene", "fplx") or (prefix == "mesh" and self._tables.mesh[curie[5:]].protein)
        if sort == "chemical":
            return prefix == "chebi" or (prefix == "mesh" and self._kind(curie) == "chemical")
        if sort == "process":
            return prefix == "go" or (prefix == "mesh" and self._kind(curie) in ("process", "disease"))
        if sort == "disease":
            return prefix == "mesh" and self._kind(curie) != "chemical"
        return prefix == "mesh"

    def _is_protein(self, curie: str) -> bool:
        return curie.startswith("mesh:") and self._tables.mesh[curie.removeprefix("mesh:")].protein

    def _kind(self, curie: str) -> str:
        return self._tables.mesh[curie.removeprefix("mesh:")].kind

    def _may_mean(self, candidate: Candidate | None, short: str, long: str) -> bool:
        """Whether something of this short name may have this long form, as far as its own names tell."""
        if candidate is None:
            return False
        prefix, _, local = candidate.entity.curie.partition(":")
        members = self._tables.families[local].members[:_FEW] if prefix == "fplx" else (local,)
        genes = [self._tables.genes[one] for one in members if one in self._tables.genes and prefix != "mesh"]
        names = [candidate.entity.label, *(name for gene in genes for name in (gene.name, *gene.aliases))]
        if candidate.match == "curated" or any(short.lower() in gene.name.lower().split() for gene in genes):
            return True
        return any(_stems(name) & _stems(long) for name in names)


def stems_of_symbols(symbols: Iterable[str]) -> frozenset[str]:
    """What several symbols are but for a last digit or letter.

    >>> sorted(stems_of_symbols(["IRAK1", "IRAK2", "TNF"]))
    ['IRAK']
    """
    counted = Counter(bare[:-1] for bare in map(_bare_symbol, symbols) if bare[-1:] in _ONE_MORE)
    return frozenset(stem for stem, count in counted.items() if stem and count >= _TWO)


def _bare_symbol(text: str) -> str:
    """A symbol in capitals, without hyphens and what makes it a plural."""
    return text.removesuffix("s").replace("-", "").upper()


def _stems(name: str) -> set[str]:
    """The beginnings of a name's words."""
    return {word[:_STEM] for word in re.findall(rf"[a-z]{{{_STEM},}}", name.lower())}
