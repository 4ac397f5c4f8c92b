"""The clause: a verb with its arguments."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from figkg.relate.lexicon import Verb
from figkg.relate.things import Thing
from figkg.relate.tokens import Sentence

Voice = Literal["active", "passive", "reduced", "infinitive", "gerund", "other", "other passive"]
"""``active`` finite; ``passive`` finite; ``reduced`` participle behind its noun; ``other`` has no sign."""
_FINITE: frozenset[Voice] = frozenset(["active", "passive", "other", "other passive"])


class Clause(Struct):
    """One verb with its arguments.

    Attributes:
        verb: token of the main verb.
        start: first token of its group with auxiliaries and adverbs.
        voice: how it is used.
        lexical: the lexicon's verb, None for other verbs.
        subjects: its grammatical subject.
        objects: what it acts on when active.
        agents: who acts when passive.
        means: by what it acts: ``through inhibition of A``.
        end: index behind its complement.
        negated: whether it is denied.
        change: the direction in which its subject changes by itself, ``A falls``, ``A is absent``, or 0.
        link: how the subject was found, for the model.
    """

    verb: int
    start: int
    voice: Voice
    lexical: Verb | None
    subjects: tuple[Thing, ...] = ()
    objects: tuple[Thing, ...] = ()
    agents: tuple[Thing, ...] = ()
    means: tuple[Thing, ...] = ()
    end: int = 0
    negated: bool = False
    change: int = 0
    link: str = "before"

    @property
    def passive(self) -> bool:
        """Whether the grammatical subject is what is acted on."""
        return self.voice in ("passive", "reduced", "other passive")

    @property
    def changes_alone(self) -> bool:
        """Whether its subject changes, and nobody does it: ``A falls``."""
        return self.change != 0 and not self.objects

    @property
    def outcome(self) -> tuple[Thing, ...]:
        """What is changed, with the direction of the change as polarity."""
        if self.changes_alone:
            return tuple(one._replace(polarity=one.polarity * self.change) for one in self.subjects)
        changed = self.subjects if self.passive else self.objects
        if self.lexical is None:
            return changed or self.subjects
        if self.lexical.turned:
            return self.subjects
        return tuple(Thing(one.token, one.polarity * self.lexical.sign, one.cost) for one in changed)


class Antecedent(Struct, frozen=True):
    """What a pronoun at the start of a sentence may stand for.

    Attributes:
        subject: the subject of the sentence before: *it*, *they*.
        outcome: what that sentence brought about: *this*, *these*.
    """

    subject: tuple[Thing, ...] = ()
    outcome: tuple[Thing, ...] = ()


def finite(clause: Clause) -> bool:
    """Whether a clause has a finite verb."""
    return clause.voice in _FINITE


def first_finite(clauses: list[Clause]) -> Clause:
    """The first clause with a finite verb, or the first of all."""
    return next((one for one in clauses if finite(one)), clauses[0])


def last_finite(clauses: list[Clause], relative: bool = True) -> Clause | None:
    """The last clause with a finite verb; relative ones count unless said otherwise."""
    for one in reversed(clauses):
        if finite(one) and (relative or one.link != "relative"):
            return one
    return None


def verb_name(sentence: Sentence, place: int) -> str:
    """The verb of a form, or nothing."""
    verb = sentence.verbs[place]
    return verb.verb if verb is not None else ""
