"""How right rules and readers are by the verdicts of curators, with how sure that is.

Curators judge what they come across, most often because it looks wrong. So the shares are of what was judged and not of
the graph, and nothing in the graph is believed more or less for them
(docs/decisions/0021-verdicts-stay-with-their-statements.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from msgspec import Struct

from figkg.graph.judged import JudgedStatement

_QUANTILE = 1.959964
"""Of the normal distribution, for 95 %."""


class Share(Struct, frozen=True):
    """How many of some judged statements are right.

    Attributes:
        right: number of right ones.
        wrong: number of wrong ones.
        share: of right ones.
        low: lower end of its 95 % interval.
        high: upper end.
    """

    right: int
    wrong: int
    share: float
    low: float
    high: float


class VerdictReport(Struct, frozen=True):
    """How right what was judged is.

    Attributes:
        total: of all judged statements, or None where there is none.
        by_reader: by which reader read them.
        by_construction: by the construction, ``passive``, the most judged first.
        by_rule: by construction and word, ``passive/inhibit``, the most judged first.
    """

    total: Share | None
    by_reader: dict[str, Share]
    by_construction: dict[str, Share]
    by_rule: dict[str, Share]


def share_of(right: int, wrong: int) -> Share:
    """The share of right ones with its score interval.

    Wilson EB (1927), Probable inference, the law of succession, and statistical inference, J Am Stat Assoc 22:209.

    >>> share_of(9, 1), share_of(0, 2).high
    (Share(right=9, wrong=1, share=0.9, low=0.5958, high=0.9821), 0.6576)
    """
    count, share = right + wrong, right / (right + wrong)
    square = _QUANTILE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _QUANTILE / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count**2))
    return Share(right, wrong, round(share, 4), round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4))


def verdict_report(judged: Sequence[JudgedStatement]) -> VerdictReport:
    """Count judged statements by what read them.

    Args:
        judged: each statement once, however many curators judged it.
    """
    return VerdictReport(
        total=share_of(*_counts(judged)) if judged else None,
        by_reader=_by(judged, _readers),
        by_construction=_by(judged, lambda one: one.rule.partition("/")[0]),
        by_rule=_by(judged, lambda one: one.rule),
    )


def _readers(one: JudgedStatement) -> str:
    if one.by_rules and one.by_reader:
        return "rules and reader"
    return "rules alone" if one.by_rules else "reader alone" if one.by_reader else "others"


def _by(judged: Sequence[JudgedStatement], name: Callable[[JudgedStatement], str]) -> dict[str, Share]:
    groups: dict[str, list[JudgedStatement]] = {}
    for one in judged:
        groups.setdefault(name(one), []).append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {key: share_of(*_counts(some)) for key, some in ordered}


def _counts(judged: Sequence[JudgedStatement]) -> tuple[int, int]:
    right = sum(one.right for one in judged)
    return right, len(judged) - right
