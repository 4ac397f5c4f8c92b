"""How words are read and how far each way is trusted, as mappings/grounding.yaml states it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from figkg.base.errors import MappingError
from figkg.reference.entries import NAME_STATUS

FILE = "grounding.yaml"
READINGS = (*("as written", "folded", "without brackets", "without affix", "singular", "numeral", "misread", "part"),)


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grounding policy.

    Attributes:
        prefixes: what stands before a name without being part of it.
        suffixes: what stands behind a name without being part of it.
        names: trust in a name by what it is to its entity, 0 to 1.
        readings: factor for how the name was read, 0 to 1.
        recent_symbol: since which year a given up symbol is still read as the gene that had it.
    """

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    names: dict[str, float]
    readings: dict[str, float]
    recent_symbol: int


def load_policy(mappings: Path) -> Policy:
    """Read the policy.

    Raises:
        MappingError: the file is missing or not of the form that :class:`Policy` describes.
    """
    try:
        policy = msgspec.yaml.decode((mappings / FILE).read_bytes(), type=Policy)
    except FileNotFoundError as error:
        raise MappingError(FILE, None, f"missing from {mappings}") from error
    except msgspec.MsgspecError as error:
        raise MappingError(FILE, None, str(error)) from error
    for called, given, wanted in (
        ("names", policy.names, NAME_STATUS.values()),
        ("readings", policy.readings, READINGS),
    ):
        if missing := set(wanted) - set(given):
            raise MappingError(FILE, None, f"{called}: no trust stated for {', '.join(sorted(missing))}")
        if wrong := [name for name, trust in given.items() if not 0 <= trust <= 1]:
            raise MappingError(FILE, None, f"{called}: not between 0 and 1: {', '.join(wrong)}")
    return policy
