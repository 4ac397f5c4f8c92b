"""Hashes of everything that decides what a record comes to, besides the record itself."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from figkg.build.memory import Fingerprints

_ROOMS = ("reference", "extract", "ground", "relate", "emit", "validate")
_SHARED = ("build/figures.py", "base/errors.py", "base/iris.py", "base/kinds.py", "base/resources.py", "graph/named_queries.py")
_LIBRARIES = ("ahocorasick-rs", "msgspec", "shacl", "yaml-rs")
_ELSEWHERE = ("sources.yaml", "stores.yaml")
"""Configuration of what is fetched and where the graph is loaded, which no record depends on."""


def take_fingerprints(mappings: Path, ontologies: Path) -> Fingerprints:
    """The fingerprints of a build.

    Args:
        mappings: the mappings folder.
        ontologies: the folder of the ontology.
    """
    code = Path(__file__).parent.parent
    rooms = [path for room in _ROOMS for path in sorted((code / room).rglob("*.py"))]
    files = [path for path in sorted(mappings.rglob("*")) if path.is_file() and ".cache" not in path.parts]
    settings = [path for path in files if path.suffix == ".yaml" and path.parent == mappings]
    data = [path for path in files if path not in settings]
    used = [path for path in settings if path.name not in _ELSEWHERE]
    libraries = [f"{name}=={version(name)}" for name in _LIBRARIES] + [f"python=={sys.version_info[:2]}"]
    return Fingerprints(
        data=_hash(data),
        code=_hash([*rooms, *(code / name for name in _SHARED), *used, ontologies / "shapes.ttl"], libraries),
        derived=_hash(path for path in sorted(ontologies.rglob("*")) if path.is_file()),
    )


def _hash(paths: Iterable[Path], words: Iterable[str] = ()) -> str:
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    for word in words:
        total.update(f"{word}\0".encode())
    return total.hexdigest()
