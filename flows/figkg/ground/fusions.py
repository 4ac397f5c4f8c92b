"""Fusions: two genes written as one protein, which is neither of them; mappings/fusions.yaml.

``PML-RARA represses CEBPA`` says nothing of PML, and nothing of RARA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from figkg.base.configuration import read_yaml
from figkg.ground.tagger import Tagged

FILE = "fusions.yaml"
_JOINT = re.compile(r"[-\u2010\u2011\u2013/]|::")
_SAID = re.compile(r"\s+(?:fusion|fusions|oncoprotein|oncogene|chimera|chimeric)\b")
_GENES = ("gene", "family")

Name = Annotated[str, Meta(pattern=r"^[^\s-]+-[^\s-]+$")]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    fusions: frozenset[Name]


def fused(tagged: Iterable[Tagged], text: str, fusions: frozenset[str]) -> list[Tagged]:
    """Mentions with both halves of a fusion as one.

    Args:
        tagged: mentions of a text, in order, without overlaps.
        text: the text.
        fusions: the known ones, as :func:`load_fusions` gives them.
    """
    made: list[Tagged] = []
    for one in tagged:
        last = made[-1] if made else None
        if last is not None and one.kind in _GENES and last.kind in _GENES and _is_one(last, one, text, fusions):
            sure = min(last.probability, one.probability)
            made[-1] = structs.replace(last, end=one.end, kind="gene", probability=sure)
        else:
            made.append(one)
    return made


def _is_one(first: Tagged, second: Tagged, text: str, fusions: frozenset[str]) -> bool:
    if _JOINT.fullmatch(text, first.end, second.start) is None:
        return False
    named = f"{text[first.start : first.end]}-{text[second.start : second.end]}".casefold()
    return named in fusions or _SAID.match(text, second.end) is not None


def load_fusions(mappings: Path) -> frozenset[str]:
    """The names of fusions, folded, with a hyphen between the two.

    Raises:
        MappingError: the file is missing or not of the form that its comments describe.
    """
    return frozenset(name.casefold() for name in read_yaml(mappings / FILE, _File).fusions)
