"""The verdicts of curators upon what a figure states: what is wrong is no edge, what is right is believed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

import msgspec
from msgspec import Struct, structs

from figkg.emit.figure_graph import drawn_key, key_of_assertion
from figkg.emit.vocabulary import content_key
from figkg.relate import Assertion
from figkg.relate.drawings import DrawnAssertion
from figkg.relate.verdicts import Verdict, Verdicts, verdicts_on


class Judged(Struct, frozen=True):
    """What a figure states, with what curators say of it.

    Attributes:
        assertions: what its caption states, rejected statements included.
        drawn: what is drawn in it, rejected statements included.
        candidates: what its caption perhaps states; a candidate that is said to be right is an assertion.
        verdicts: by the key of the statement that they are about.
    """

    assertions: tuple[Assertion, ...]
    drawn: tuple[DrawnAssertion, ...]
    candidates: tuple[Assertion, ...]
    verdicts: Mapping[str, tuple[Verdict, ...]]

    def rejects(self, key: str) -> bool:
        """Whether a statement is said to be wrong."""
        return any(not one.right for one in self.verdicts.get(key, ()))

    @property
    def met(self) -> tuple[str, ...]:
        """Names of the rows that met a statement, sorted."""
        return tuple(sorted({name_of(one) for group in self.verdicts.values() for one in group}))


def judge(
    figid: str,
    assertions: Sequence[Assertion],
    drawn: Sequence[DrawnAssertion],
    candidates: Sequence[Assertion],
    rows: Sequence[Verdict],
    confirmed: float,
) -> Judged:
    """Apply verdicts to what a figure states.

    Args:
        figid: the figure.
        assertions: what its caption states.
        drawn: what is drawn in it.
        candidates: what its caption perhaps states.
        rows: the verdicts that concern it.
        confirmed: probability of what a curator says is right.
    """
    verdicts: dict[str, tuple[Verdict, ...]] = {}
    if not rows:
        return Judged(tuple(assertions), tuple(drawn), tuple(candidates), verdicts)

    def right(key: str, one: Assertion | DrawnAssertion) -> bool:
        found = verdicts_on(rows, key, figid, one.subject, one.sign, one.object)
        if found:
            verdicts[key] = found
        return bool(found) and found[0].right

    def raised(key: str, one: Assertion) -> Assertion:
        return structs.replace(one, confidence=max(one.confidence, confirmed)) if right(key, one) else one

    stated = [raised(key_of_assertion(figid, one), one) for one in assertions]
    lines: list[DrawnAssertion] = []
    for line in drawn:
        sure = right(drawn_key(figid, line), line)
        lines.append(structs.replace(line, confidence=max(line.confidence, confirmed)) if sure else line)
    perhaps: list[Assertion] = []
    for one in candidates:
        key = key_of_assertion(figid, one)
        new = raised(key, one)
        (stated if key in verdicts else perhaps).append(new)
    return Judged(tuple(stated), tuple(lines), tuple(perhaps), verdicts)


def name_of(row: Verdict) -> str:
    """A short name of a row, the same wherever it stands in the table."""
    return content_key(*row.about, row.orcid)


def digest_of(rows: Sequence[Verdict]) -> str:
    """Hash of what rows say, whatever their order; empty for none."""
    said = sorted(msgspec.json.encode(structs.replace(one, line=0)) for one in rows)
    return hashlib.sha256(b"\0".join(said)).hexdigest() if said else ""


def concern(verdicts: Verdicts, figid: str, curies: Collection[str]) -> str:
    """Hash of the verdicts that concern a figure; empty where there are none."""
    return digest_of(verdicts.concerning(figid, curies))
