"""Words that are hardly ever the gene they spell, as listed in mappings/unlikely_mentions.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml
from msgspec import Struct

from flows.errors import MappingError


class UnlikelyWords(Struct, frozen=True):
    """The list: words compared without case, and words compared exactly."""

    words: frozenset[str]
    exact: frozenset[str]

    def __contains__(self, word: str) -> bool:
        bare = word.strip(" .,;:()[]*")
        return len(bare) < 2 or bare in self.exact or (bare.lower() in self.words and not _is_symbol(bare))


def _is_symbol(word: str) -> bool:
    """All capitals and longer than two: WAS, SET and REST as symbols are written."""
    return len(word) > 2 and word.isupper()


def load_unlikely_words(mappings: Path) -> UnlikelyWords:
    """Read the list.

    Raises:
        MappingError: the file is missing or not of the form described in it.
    """
    path = mappings / "unlikely_mentions.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        words = [str(word) for word in content["words"]]
        exact = [str(word) for word in content["exact"]]
    except FileNotFoundError as error:
        raise MappingError(path.name, None, f"missing from {mappings}") from error
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise MappingError(path.name, None, f"lists called words and exact are expected ({error})") from error
    return UnlikelyWords(frozenset(word.lower() for word in words), frozenset(exact))
