"""What is near a name that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

_SIMILAR = 0.72


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Known names that are near a name, the nearest first: mistyped, in another case, begun, or one of its words.

    Args:
        name: what was typed.
        known: names that there are.
        most: number of names.

    >>> nearest("inhibitor-of-gene", ["inhibitors-of-gene", "activators-of-gene", "doubts"])
    ['inhibitors-of-gene']
    >>> nearest("imatinib", ["Imatinib Mesylate", "IL6"]), nearest("xyz", ["IL6"])
    (['Imatinib Mesylate'], [])
    """
    typed = name.casefold().strip()
    letters = set(typed)
    scored = []
    for one in dict.fromkeys(known):
        other = one.casefold()
        if len(typed) > 2 and (other.startswith(typed) or f" {typed}" in other):
            scored.append((-1.0, len(one), one))
            continue
        if len(typed) > 2 and sorted(typed) == sorted(other):
            scored.append((-0.95, len(one), one))
            continue
        longest = max(len(typed), len(other))
        if abs(len(typed) - len(other)) > longest * 0.4 or len(letters & set(other)) < len(letters) * 0.6:
            continue
        matcher = SequenceMatcher(None, other, typed)
        if matcher.quick_ratio() >= _SIMILAR and (ratio := matcher.ratio()) >= _SIMILAR:
            scored.append((-ratio, len(one), one))
    return [one for _, _, one in sorted(scored)[:most]]


def or_list(names: list[str]) -> str:
    """Names as a question.

    >>> or_list(["a"]), or_list(["a", "b", "c"])
    ('a?', 'a, b or c?')
    """
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))) + "?"


def perhaps(name: str, known: Iterable[str]) -> str:
    """What was meant by a name that is not known, or all that there is, in words.

    Args:
        name: what was typed.
        known: names that there are.

    >>> perhaps("virtuosso", ["oxigraph", "virtuoso"]), perhaps("x", ["oxigraph", "virtuoso"])
    ('virtuoso?', 'there are: oxigraph, virtuoso')
    >>> perhaps("x", [])
    'there is none'
    """
    all_known = list(known)
    near = nearest(name, all_known)
    if near:
        return or_list(near)
    return f"there are: {', '.join(all_known)}" if all_known else "there is none"


def perhaps_file(path: Path) -> str:
    """A file or folder beside one that is not there, as a question to be put behind a reason, or nothing.

    Args:
        path: what is not there.
    """
    try:
        beside = [one.name for one in path.parent.iterdir()]
    except OSError:
        return ""
    near = [str(path.parent / one) for one in nearest(path.name, beside, 1)]
    return f"; {or_list(near)}" if near else ""
