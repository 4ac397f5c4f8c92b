"""How words are read and how far each way is trusted, as mappings/grounding.yaml states it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.reference.entries import NAME_STATUS

FILE = "grounding.yaml"
READINGS = (*("as written", "folded", "without brackets", "without affix", "singular", "numeral", "misread", "part"),)


Trust = Annotated[float, msgspec.Meta(ge=0, le=1)]


class CaptionLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which probability of the tagger on a mention in a caption counts.

    Attributes:
        gene: mentions of genes and families less probable than this are left out.
        possible: the same of other things.
        sure: above this the tagger's kind of a mention counts more than the figure's own.
        foreign: a gene more probably foreign than this is not looked for in human tables.
        foreign_in_host: the same where the caption names a virus or microbe that lives in an animal.
        foreign_where_said: the same where the caption names no organism but foreign ones.
    """

    gene: Trust
    possible: Trust
    sure: Trust
    foreign: Trust
    foreign_in_host: Trust
    foreign_where_said: Trust


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grounding policy.

    Attributes:
        prefixes: what stands before a name without being part of it.
        suffixes: what stands behind a name without being part of it.
        names: trust in a name by what it is to its entity, 0 to 1.
        readings: factor for how the name was read, 0 to 1.
        recent_symbol: since which year a given up symbol is still read as the gene that had it.
        captions: which mentions of captions count.
    """

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    names: dict[str, Trust]
    readings: dict[str, Trust]
    recent_symbol: Annotated[int, msgspec.Meta(ge=1900, le=2100)]
    captions: CaptionLimits


def load_policy(mappings: Path) -> Policy:
    """Read the policy.

    Raises:
        MappingError: the file is missing or not of the form that :class:`Policy` describes.
    """
    policy = read_yaml(mappings / FILE, Policy)
    for called, given, wanted in (
        ("names", policy.names, NAME_STATUS.values()),
        ("readings", policy.readings, READINGS),
    ):
        if missing := set(wanted) - set(given):
            raise MappingError(FILE, None, f"{called}: no trust stated for {', '.join(sorted(missing))}")
    return policy
