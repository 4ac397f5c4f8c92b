"""Look-ups: a word or a number to one checked identifier, with how it was reached and what else it may be.

Precedence: what a curator wrote; then approved symbols; symbols given up recently; families; processes; names that
FamPlex's curators found in the literature; aliases and older symbols; full names; MeSH names; MeSH entry terms.
Among equals the word's exact spelling decides, then genes that code for proteins; what remains is ambiguous, and
ambiguity is an answer: no identifier, but alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from figkg.ground.curated import Corrections
from figkg.ground.entities import entity_of
from figkg.ground.figure import Doubt, Entity, match_justification, match_predicate
from figkg.ground.policy import Policy
from figkg.ground.readings import Reading, halves, parts, readings
from figkg.ground.wordings import Spelling, respelt
from figkg.reference.entries import NAME_STATUS, Name
from figkg.reference.names import fold, shorten
from figkg.reference.tables import ReferenceTables

_NUMBER = re.compile(r"\d{1,9}")
_CURIE = re.compile(r"(?P<prefix>ncbigene|entrez|hgnc|mesh|fplx|go|chebi)[:_](?P<local>\S+)", re.IGNORECASE)
_MESH = re.compile(r"[DC]\d{6,9}")
_FEWEST = 2
_FEWEST_REPAIRED = 3
_TRUST_FOR_CHEMICALS = 0.9
_LONGEST_RUN_ON = 24
_ENUMERATION = re.compile(r"\d/\d")
_LONG = 6
_OF_THE_TRADE = 0.95
_LONG_BRAND = 5
"""Brands of so many letters are read in any case: *taxol*."""


class Candidate(Struct, frozen=True, gc=False):
    """Something that a word may stand for.

    Attributes:
        entity: the entity.
        match: how it was reached: ``number``, ``replaced number``, ``curated``, or a value of
            :data:`figkg.reference.entries.NAME_STATUS`.
        name: the name in the tables that the word met; the word itself for numbers.
        score: trust in it, 0 to 1, as mappings/grounding.yaml states it.
    """

    entity: Entity
    match: str
    name: str
    score: float

    @property
    def predicate(self) -> str:
        """SKOS match type as SSSOM uses it."""
        return match_predicate(self.match)

    @property
    def justification(self) -> str:
        """SEMAPV term for how the match was reached."""
        return match_justification(self.match)


class Answer(Struct, frozen=True):
    """What a word stands for.

    Attributes:
        text: the word.
        best: what it stands for, or None when nothing fits or several things fit equally.
        alternatives: what else it may stand for, the most trusted first; for a list its other parts.
        doubts: what is doubtful about the best.
    """

    text: str
    best: Candidate | None
    alternatives: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def _is_spelt(name: str, word: str) -> bool:
    """Whether a name is the word, case included; long names and names in capitals are read in any case."""
    return len(name) >= _LONG or name.isupper() or name.replace("-", "").replace(" ", "") in word.replace("-", "")


def _genes_first(candidate: Candidate) -> tuple[bool, float]:
    return candidate.entity.kind != "gene", 0


class Lookup:
    """Looks words up in one set of reference tables; immutable.

    Args:
        tables: the tables.
        policy: how words are read.
        corrections: what curators say.
        chemicals: CURIEs of chemicals by what the trade calls them, as it is written (*Gleevec*).
        spelling: how the tables spell what others spell in another way (*leukaemia*).
    """

    def __init__(
        self,
        tables: ReferenceTables,
        policy: Policy,
        corrections: Corrections,
        chemicals: Mapping[str, str] = MappingProxyType({}),
        spelling: Spelling = (),
    ) -> None:
        self.tables = tables
        self._chemicals = chemicals
        self._long_chemicals = {name.casefold(): curie for name, curie in chemicals.items() if len(name) >= _LONG_BRAND}
        self._policy = policy
        self._corrections = corrections
        self._spelling = spelling

    def find(self, text: str) -> Answer:
        """Identify a word, a number or a CURIE.

        Args:
            text: ``NF-κB``, ``TrkA``, ``4790`` (an NCBI Gene number), ``hgnc:2654``, ``mesh:D015464``.

        Returns:
            The answer; an input that looks like an identifier but is in no table is never passed through.
        """
        word = text.strip()
        if _NUMBER.fullmatch(word):
            return self._by_number("ncbigene", word, text)
        curie = _CURIE.fullmatch(word)
        if curie is not None:
            return self._by_number(curie["prefix"].lower(), curie["local"], text)
        if _MESH.fullmatch(word) and (word in self.tables.mesh or word in self.tables.mesh_replaced):
            return self._by_number("mesh", word, text)
        found = self._by_name(text)
        usual = respelt(text, self._spelling)
        if found.best is None and not found.alternatives and usual != text:
            again = self._by_name(usual)
            return Answer(text, again.best, again.alternatives, again.doubts)
        return found

    def curated(self, word: str) -> Candidate | None:
        """What a curator says that a word stands for, or None."""
        corrected = self._corrections.of_word(word)
        return None if corrected is None else self._curated(corrected, word)

    def refuses(self, word: str, curie: str) -> bool:
        """Whether a curator says that a word does not stand for this."""
        return self._corrections.refuses(word, curie)

    def names(self, key: str) -> tuple[Name, ...]:
        """What the tables have under a folded name."""
        return self.tables.lookup(key)

    def exact(self, word: str) -> Answer:
        """Identify a word by its names alone, without repairs; the fast path."""
        corrected = self._corrections.of_word(word)
        if corrected is not None:
            return Answer(word, self._curated(corrected, word))
        return self.choose(word, self._names_of(fold(word)), 1.0)

    def _names_of(self, key: str) -> Sequence[Name]:
        """What the tables have under a key or else under its short form; genes before proteins of MeSH."""
        names = self.tables.lookup(key)
        if all(self._is_protein(name.curie) for name in names) and (short := shorten(key)) != key:
            return self.tables.lookup(short) or names
        return names

    def choose(self, word: str, names: Sequence[Name], trust: float) -> Answer:
        """Decide between the things that have a name.

        Args:
            word: the word as written, whose exact spelling counts among equals.
            names: what the tables have under its key.
            trust: factor of the reading.
        """
        if self._corrections.refused:
            names = [name for name in names if not self._corrections.refuses(word, name.curie)]
        if not names:
            return Answer(word, None)
        if len(names) == 1:
            return Answer(word, self._candidate(names[0], word, trust))
        chosen = self._preferred(word, names)
        others = tuple(
            self._candidate(name, word, trust) for name in names if name not in chosen[:1] or len(chosen) > 1
        )
        if len(chosen) == 1:
            return Answer(word, self._candidate(chosen[0], word, trust), others)
        return Answer(word, None, others, ("ambiguous-alias",))

    def _preferred(self, word: str, names: Sequence[Name]) -> list[Name]:
        """The names that win; several when nothing decides between them."""
        by_status: dict[str, list[Name]] = {}
        for name in names:
            by_status.setdefault(name.status, []).append(name)
        if "a" in by_status:
            spelt = [name for name in by_status["a"] if name.text == word]
            return spelt or self._narrowed(word, by_status["a"])
        recent = [name for name in by_status.get("p", ()) if self._is_recent(name)]
        if len(recent) == 1:
            return recent
        families = [name for name in by_status.get("f", ()) if self.tables.families[name.curie[5:]].members]
        if families:
            keys = {fold(word), shorten(fold(word))}
            return sorted(families, key=lambda name: fold(name.curie[5:]) not in keys)[:1]
        if "g" in by_status:
            return by_status["g"]
        read = [name for name in by_status.get("c", ()) if _is_spelt(name.text, word)]
        if read:
            return self._narrowed(word, read)
        if symbols := self._older_symbols(word, by_status.get("p", []), by_status.get("s", [])):
            return symbols
        if diseases := [name for name in (*by_status.get("m", ()), *by_status.get("e", ())) if self._is_disease(name)]:
            return self._narrowed(word, diseases)  # genes are also named after the diseases they cause
        for status in "nmet":
            if status in by_status:
                return self._narrowed(word, by_status[status])
        return list(names)

    def _older_symbols(self, word: str, previous: list[Name], aliases: list[Name]) -> list[Name]:
        """An alias that one gene has before an old symbol; an old symbol before an alias that several share."""
        narrowed = self._narrowed(word, aliases)
        if len(narrowed) == 1 and self._is_coding(narrowed[0]):
            return narrowed
        return self._narrowed(word, previous) or narrowed

    def _narrowed(self, word: str, names: list[Name]) -> list[Name]:
        """Those that code for a protein, and of these the one that is spelt like the word."""
        if len(names) < _FEWEST:
            return names
        coding = [name for name in names if self._is_coding(name)] or names
        exact = [name for name in coding if name.text == word]
        return exact if len(exact) == 1 else coding

    def _is_coding(self, name: Name) -> bool:
        prefix, _, number = name.curie.partition(":")
        if prefix != "ncbigene":
            return prefix != "mesh" or not self.tables.mesh[number].protein
        return self.tables.genes[number].coding

    def _is_disease(self, name: Name) -> bool:
        return self.tables.mesh[name.curie.removeprefix("mesh:")].kind == "disease"

    def _is_recent(self, name: Name) -> bool:
        """Whether this was the gene's symbol until lately; HGNC lists the symbol given up last at the end."""
        gene = self.tables.genes[name.curie.removeprefix("ncbigene:")]
        return gene.renamed >= self._policy.recent_symbol and name.text == gene.previous[-1]

    def _by_name(self, text: str) -> Answer:
        corrected = self._corrections.of_word(text)
        if corrected is not None:
            return Answer(text, self._curated(corrected, text))
        chemical = self._chemicals.get(text) or self._long_chemicals.get(text.casefold())
        if chemical is not None and not self._names_of(fold(text)) and not self.refuses(text, chemical):
            return Answer(text, Candidate(entity_of(chemical, self.tables), "name in captions", text, _OF_THE_TRADE))
        ambiguous: Answer | None = None
        protein: Answer | None = None
        for reading in readings(text, self._policy):
            found = self._by_reading(reading)
            if found.best is not None and self.refuses(text, found.best.entity.curie):
                continue  # what a curator says of a word holds for what is read out of it
            if found.best is None:
                ambiguous = ambiguous or (found if found.alternatives else None)
            elif self.is_protein(found.best.entity):
                protein = protein or found  # a gene by a more daring reading is better than a protein of MeSH
            else:
                return Answer(text, found.best, found.alternatives)
        if protein is not None:
            return Answer(text, protein.best, protein.alternatives)
        if ambiguous is not None:
            return Answer(text, None, ambiguous.alternatives, ambiguous.doubts)
        return self._by_parts(text)

    def _by_reading(self, reading: Reading) -> Answer:
        curated = self._corrections.of_word(reading.text)
        if curated is not None:
            return Answer(reading.text, self._curated(curated, reading.text))
        key = fold(reading.text)
        if len(key) < (_FEWEST if reading.trust == 1 else _FEWEST_REPAIRED):
            return Answer(reading.text, None)
        names = self._names_of(key)
        if _ENUMERATION.search(reading.text):  # MAPK1/3 is no MAPK13
            names = tuple(name for name in names if not name.text.isalnum())
        if names and reading.trust < _TRUST_FOR_CHEMICALS:
            names = tuple(name for name in names if name.status in "apsfn")
        return self.choose(reading.text, names, reading.trust)

    def is_protein(self, entity: Entity) -> bool:
        """Whether this is a protein of MeSH, which genes name better."""
        return self._is_protein(entity.curie)

    def _is_protein(self, curie: str) -> bool:
        prefix, _, number = curie.partition(":")
        return prefix == "mesh" and self.tables.mesh[number].protein

    def _by_parts(self, text: str) -> Answer:
        """A word that lists several things: the first that is known, the others as alternatives."""
        listed = parts(text)
        found: dict[str, Candidate] = {}
        for part in listed if len(listed) >= _FEWEST else ():
            best = self._by_name(part).best if len(part) > 1 and part != text else None
            if best is not None and not self.refuses(text, best.entity.curie):
                score = round(best.score * self._policy.readings["part"], 3)
                found.setdefault(best.entity.curie, Candidate(best.entity, best.match, best.name, score))
        if not found and len(listed) < _FEWEST:
            found = {one.entity.curie: one for one in self._run_together(text)}
        if not found:
            return Answer(text, None, (), ("no-identifier",))
        first, *others = sorted(found.values(), key=_genes_first)
        return Answer(text, first, tuple(others))

    def _run_together(self, text: str) -> list[Candidate]:
        """Two approved symbols or families without anything between them."""
        word = text.strip(" .,;:()[]*|")
        for left, right in halves(word) if len(word) <= _LONGEST_RUN_ON else ():
            both = [
                name for half in (left, right) for name in self.tables.lookup(fold(half))[:1] if name.status in "af"
            ]
            if len(both) == _FEWEST and both[0].text[:1] == left[:1] and both[1].text[:1] == right[:1]:
                return [self._candidate(name, word, self._policy.readings["part"]) for name in both]
        return []

    def _by_number(self, prefix: str, local: str, text: str) -> Answer:
        tables = self.tables
        match, doubts = "number", ()
        if prefix in ("hgnc", "entrez"):
            local = tables.hgnc.get(local.upper().removeprefix("HGNC:"), "") if prefix == "hgnc" else local
            prefix = "ncbigene"
        if prefix == "mesh":
            local = local.upper()
        if prefix == "chebi" and local in tables.chebi:
            prefix, local = "mesh", tables.chebi[local]
        curie = f"{prefix}:{local}"
        corrected = self._corrections.of_identifier(curie)
        replacement = corrected or self._replacement(prefix, local)
        doubts_found: tuple[Doubt, ...] = doubts
        if replacement is not None:
            doubts_found = ("retired-mesh",) if prefix == "mesh" else ("retired-number",)
            curie, match = replacement, "curated" if corrected else "replaced number"
        if not tables.exists(curie):
            return Answer(text, None, (), ("unknown-number",))
        return Answer(text, Candidate(entity_of(curie, tables), match, text.strip(), 1.0), (), doubts_found)

    def _replacement(self, prefix: str, local: str) -> str | None:
        if prefix == "ncbigene" and local in self.tables.retired and local not in self.tables.genes:
            new = self.tables.retired[local][1]
            return f"ncbigene:{new}" if new else None
        if prefix == "mesh" and local in self.tables.mesh_replaced and local not in self.tables.mesh:
            return f"mesh:{self.tables.mesh_replaced[local]}"
        return None

    def _candidate(self, name: Name, word: str, trust: float) -> Candidate:
        match = NAME_STATUS[name.status]
        factor = self._policy.readings["as written" if name.text == word else "folded"]
        score = round(self._policy.names[match] * factor * trust, 3)
        return Candidate(entity_of(self._one_gene(name.curie), self.tables), match, name.text, score)

    def _one_gene(self, curie: str) -> str:
        """A family of one gene is that gene."""
        prefix, _, local = curie.partition(":")
        if (
            prefix == "fplx"
            and len(members := self.tables.families[local].members) == 1
            and members[0] in self.tables.genes
        ):
            return f"ncbigene:{members[0]}"
        return curie

    def _curated(self, curie: str, word: str) -> Candidate:
        return Candidate(entity_of(curie, self.tables), "curated", word, 1.0)
