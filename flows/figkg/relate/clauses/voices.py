"""How a verb form is used: finite or not, active or passive, or no verb at all."""

from __future__ import annotations

import re

from figkg.relate.clauses.clause import Clause, Voice, verb_name
from figkg.relate.tokens import Sentence

_NOMINAL = "EqndlGBOa)"
_OBJECT_LIKE = "DWIEqnlGOdapgB"
BARE = re.compile(r"h*[tiw]?,?[cS][DOhq]*(?:E[DOqEc/-]*)?h*[vp],?(?=[DEqOnGWdl])")
"""Behind a verb that shares its object with the next: ``A enhances, but B represses, C``."""
_MODIFIED = re.compile(r"E[DOEqidnlGBoc/-]{0,8}h*[vVbmx]")
"""Behind a participle that belongs to the subject of a verb: ``activated A in these cells binds``."""
_ASIDE = re.compile(r"[Eq],[DX][^,;:vVbmR]{1,9},h*$")
"""Between a subject and its verb: ``A, a kinase, activated``, ``A, but not B, activated``."""
_NOUN_CONTEXT = "DIloyiwuU-"
_MEASURES = frozenset(
    "increase decrease enhance reduce elevate impair diminish upregulate downregulate sustain".split()
)


def voice_of(sentence: Sentence, place: int, start: int, clauses: list[Clause]) -> Voice | None:
    """How a verb form is used, or None when it is no verb there."""
    classes = sentence.classes
    cls = classes[place]
    previous = classes[start - 1] if start else "^"
    group = classes[start:place]
    ahead = place + 1
    while classes[ahead : ahead + 1] in ("h", "N", "H"):
        ahead += 1
    following = classes[ahead : ahead + 1]
    if sentence.words[place - 1 : place] == ["there"] and cls == "b":
        return "other"
    if sentence.words[max(0, place - 2) : place - 1] == ["there"] and cls == "p" and previous == "b":
        return None
    if cls == "b":
        return None if following in ("p", "P", "g", "V", "b", "v") else "other"
    if cls == "x":
        if following == "p" and not _measured(sentence, ahead):
            return None
        return None if following in ("P", "b", "v", "V") else "other"
    if place and classes[place - 1] == "-":
        return None
    if cls == "V":
        return None if previous in "DIyiwu" and "t" not in group else "other"
    if cls == "v":
        return _of_finite(sentence, place, previous, group)
    if cls == "g":
        return _of_gerund(sentence, place, previous, group, following)
    return _of_participle(sentence, place, previous, group, following, clauses)


def _of_finite(sentence: Sentence, place: int, previous: str, group: str) -> Voice | None:
    word = sentence.words[place]
    if "t" in group:
        return "infinitive"
    if "m" in group or "x" in group:
        return "active"
    if previous == "l" and place > 1 and sentence.classes[place - len(group) - 2] == "E":  # A knockdown increases
        return "active"
    if previous in _NOUN_CONTEXT and not (previous == "D" and word.endswith("s")):
        return None
    return "active"


def _of_gerund(sentence: Sentence, place: int, previous: str, group: str, following: str) -> Voice | None:
    if "b" in group:
        return "active"
    if following in ("q", "O") and previous in "owcDI" and verb_name(sentence, place) in _MEASURES:
        return None
    if previous in "DIl^" or (previous == ":" and following == "E"):
        return None
    if previous == "E" and following in ("q", "O"):
        return None
    return "gerund"


def _of_participle(
    sentence: Sentence, place: int, previous: str, group: str, following: str, clauses: list[Clause]
) -> Voice | None:
    signed = sentence.classes[place] == "p"
    passive: Voice = "passive" if signed else "other passive"
    if "b" in group:
        return passive
    if "x" in group:
        if signed and _measured(sentence, place):
            return None
        return "active" if signed else "other"
    if previous in "R^(;:" and _modifies_subject(sentence, place):
        return None
    if previous in "c,":
        return _of_coordinated(sentence, place, following, clauses)
    if previous == "y" or previous in "DIoiwutUVvpgkP(^;:R" or "t" in group:
        return ("active" if signed else "other") if previous == "R" else None
    if following == "y":
        return "reduced" if signed else None
    if previous not in _NOMINAL + "W":
        return None
    if following in tuple(_OBJECT_LIKE) or sentence.words[place] in sentence.grammar.intransitive:
        return "active" if signed else "other"
    if signed and BARE.match(sentence.classes, place + 1):
        return "active"
    if (
        signed
        and verb_name(sentence, place) in _MEASURES
        and sentence.classes[place + 1 : place + 2] in ("i", "U", "", "w")
    ):
        return "active"
    verb = sentence.verbs[place]
    frame = verb.frame if verb is not None else ""
    if frame and place + 1 < len(sentence.words) and sentence.words[place + 1] in frame.split("|"):
        return "active"
    return "reduced" if signed else "other passive"


def _of_coordinated(sentence: Sentence, place: int, following: str, clauses: list[Clause]) -> Voice | None:
    """A participle behind *and* has the voice of the verb before it when that is one too."""
    signed = sentence.classes[place] == "p"
    if following in tuple(_OBJECT_LIKE) and _ASIDE.search(sentence.classes[max(0, place - 14) : place]):
        return "active" if signed else "other"
    for before in reversed(clauses[-3:]):
        if sentence.classes[before.verb] not in "pP":
            continue
        if before.voice in ("passive", "other passive", "reduced"):
            if following in tuple("yciutUT,.wR)") or following == "" or following == "O":
                if before.voice == "reduced":
                    return "reduced" if signed else "other passive"
                return "passive" if signed else "other passive"
            return None
        if following in tuple(_OBJECT_LIKE):
            return "active" if signed else "other"
        return None
    if following == "y" and signed:
        return "reduced"
    return None


def _modifies_subject(sentence: Sentence, place: int) -> bool:
    """Whether a participle belongs to the subject of the verb behind it: ``that activated A binds``."""
    classes = sentence.classes
    if classes[place - 1 : place] == "R" and classes[place - 2 : place - 1] in ("E", "q", "n", "B", ","):
        return False
    return _MODIFIED.match(classes, place + 1) is not None


def _measured(sentence: Sentence, place: int) -> bool:
    """``had reduced levels``: the participle belongs to the noun."""
    following = sentence.classes[place + 1 : place + 2]
    return following in ("q", "O", "E", "n", "d", "l", "G") and verb_name(sentence, place) in _MEASURES
