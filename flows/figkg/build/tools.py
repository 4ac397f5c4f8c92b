"""The tools of a build: everything besides a record that decides what the record comes to, under one fingerprint."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError, reason_of
from figkg.base.kinds import Kinds, read_kinds
from figkg.base.resources import mappings_folder, ontologies_folder, read_prefixes
from figkg.emit import FigureWriter, Vocabulary
from figkg.extract.front_matter import is_pure
from figkg.ground import Grounder, load_grounder
from figkg.ground.encoder import load_encoder
from figkg.ground.nodes import NodeGrounder, load_nodes
from figkg.reference.organism_genes import OrganismGenes
from figkg.relate import Relator, load_relator
from figkg.relate.drawings import DrawingPolicy, load_drawing_policy
from figkg.relate.modifiers import LabelModifiers, load_modifiers
from figkg.relate.verdicts import FILE as VERDICTS_FILE
from figkg.relate.verdicts import Verdicts, load_verdicts
from figkg.validate import ShapeChecker
from figkg.validate.shapes import FILE as SHAPES_FILE

PACKAGE = Path(__file__).parent.parent
DECIDING = (
    *("base", "fetch", "extract", "reference", "ground", "relate", "emit", "validate"),
    *("build/figures.py", "build/entries.py", "build/judging.py", "build/memory.py", "build/tools.py"),
)
"""The code that decides what a record comes to: what :mod:`figkg.build.figures` imports, as a test makes sure."""

_LIBRARIES = ("ahocorasick-rs", "msgspec", "onnxruntime", "shacl", "tokenizers", "yaml-rs")
_ELSEWHERE = ("sources.yaml", "stores.yaml", "vision.yaml")
"""Configuration of what is fetched and where the graph is loaded, which no record depends on."""
_READING = ("confidence.json", "encoder", "reader")
"""Data that decides what a caption states, not what it names."""


class Fingerprints(Struct, frozen=True):
    """Hashes of what decides what a record comes to, besides the record.

    Attributes:
        data: of the reference tables and curated mappings.
        verdicts: of the verdicts of curators, each of which concerns a few figures.
        code: of the code, of the libraries that it reads with, of its settings and of the shapes.
        derived: of all code and of the ontology, on which the derived graphs and the pages depend.
    """

    data: str
    verdicts: str
    code: str
    derived: str


class Tools(Struct, frozen=True):
    """What the rooms work with.

    Attributes:
        fingerprints: of all of it.
        grounder: words to identifiers, with the reference tables.
        relator: captions to statements.
        nodes: drawn labels to identifiers.
        modifiers: drawn labels to what is done to the thing that they name.
        drawings: what drawn edges become.
        verdicts: what curators say of statements.
        vocabulary: names to IRIs.
        writer: makes the graphs of figures.
        kinds: the kinds of entities.
        checker: checks graphs against the shapes.
    """

    fingerprints: Fingerprints
    grounder: Grounder
    relator: Relator
    nodes: NodeGrounder
    modifiers: LabelModifiers
    drawings: DrawingPolicy
    verdicts: Verdicts
    vocabulary: Vocabulary
    writer: FigureWriter
    kinds: Kinds
    checker: ShapeChecker


class Toolbox(Struct, frozen=True):
    """Where tools are and what they must be; small enough to be sent to another process.

    Attributes:
        mappings: the mappings folder.
        ontologies: the folder of the ontology.
        fingerprints: of the tools.
        fast: whether names are looked up in captions instead of read by the tagger.
    """

    mappings: str
    ontologies: str
    fingerprints: Fingerprints
    fast: bool = False

    def open(self) -> Tools:
        """The tools, which a process loads once.

        Raises:
            MappingError: what lies there is missing, wrong, or not what the fingerprints stand for: it was changed
                since they were taken, or this is another machine with other files or another version of figkg.
        """
        return _open(self)


def find_toolbox(*, fast: bool = False) -> Toolbox:
    """The tools as they are now: those that come with figkg, or the mappings that ``FIGKG_MAPPINGS`` names.

    Args:
        fast: look names up in captions instead of reading them with the tagger.

    Raises:
        MappingError: there are no such folders, or a file in them cannot be read.
    """
    mappings, ontologies = mappings_folder().resolve(), ontologies_folder().resolve()
    try:
        return Toolbox(str(mappings), str(ontologies), take_fingerprints(mappings, ontologies, fast=fast), fast)
    except OSError as error:
        raise MappingError(str(error.filename), None, reason_of(error)) from error


@lru_cache(maxsize=1)
def _open(box: Toolbox) -> Tools:
    """Load tools; remembered by their fingerprints, which are compared with what was loaded."""
    mappings, ontologies = Path(box.mappings), Path(box.ontologies)
    vocabulary = Vocabulary(read_prefixes(mappings))
    encoder = None if box.fast else load_encoder(mappings)
    grounder = load_grounder(mappings, fast=box.fast, encoder=encoder)
    relator = load_relator(mappings, fast=box.fast, encoder=encoder)
    tools = Tools(
        fingerprints=box.fingerprints,
        grounder=grounder,
        relator=relator,
        nodes=load_nodes(mappings, grounder.lookup),
        modifiers=load_modifiers(mappings, relator.rules),
        drawings=load_drawing_policy(mappings),
        verdicts=load_verdicts(mappings),
        vocabulary=vocabulary,
        writer=FigureWriter(vocabulary),
        kinds=read_kinds(mappings),
        checker=ShapeChecker(ontologies / SHAPES_FILE),
    )
    found = take_fingerprints(mappings, ontologies, fast=box.fast)
    for name, what in (
        ("data", "other tables"),
        ("verdicts", "other verdicts"),
        ("code", "another version of figkg, Python, libraries or settings"),
    ):
        if getattr(found, name) != getattr(box.fingerprints, name):
            reason = f"has {what} than the run began with; let it be as it is while a build runs, and run it again"
            raise MappingError(box.mappings, None, reason)
    return tools


def take_fingerprints(mappings: Path, ontologies: Path, *, fast: bool = False) -> Fingerprints:
    """The fingerprints of what lies in folders now, and of the code of this process.

    Args:
        mappings: the mappings folder.
        ontologies: the folder of the ontology.
        fast: whether the tagger is left out.
    """
    files = _files(mappings)
    settings = [path for path in files if path.suffix == ".yaml" and path.parent == mappings]
    verdicts = [path for path in files if path == mappings / VERDICTS_FILE]
    data = [path for path in files if path not in settings and path not in verdicts]
    used = [path for path in settings if path.name not in _ELSEWHERE]
    used += [path for path in data if path.relative_to(mappings).parts[0] in _READING]
    deciding, all_code = _code()
    reader = ["yaml=pure"] if is_pure() else []
    return Fingerprints(
        data=_hash(mappings, data, filter(None, [OrganismGenes(mappings).digest])),
        verdicts=_hash(mappings, verdicts),
        code=_hash(mappings, used, [deciding, _hash(ontologies, [ontologies / SHAPES_FILE]), f"fast={fast}", *reader]),
        derived=_hash(ontologies, _files(ontologies), [all_code]),
    )


@cache
def _code() -> tuple[str, str]:
    """Hashes of the code that decides what a record comes to and of all code; a process keeps the code it has."""
    deciding = [path for one in DECIDING for path in (sorted((PACKAGE / one).rglob("*.py")) or [PACKAGE / one])]
    libraries = [f"{name}=={version(name)}" for name in _LIBRARIES] + [f"python=={sys.version_info[:2]}"]
    others = [path for path in _files(PACKAGE) if path.relative_to(PACKAGE).parts[0] != "data"]
    return _hash(PACKAGE, deciding, libraries), _hash(PACKAGE, others)


def _files(folder: Path) -> list[Path]:
    """Files below a folder, without what is hidden in it or was compiled."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if not any(_is_made(part) for part in path.relative_to(folder).parts)]


def _is_made(part: str) -> bool:
    return part.startswith(".") or part == "__pycache__"


def _hash(folder: Path, paths: Iterable[Path], words: Iterable[str] = ()) -> str:
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    for word in words:
        total.update(f"{word}\0".encode())
    return total.hexdigest()
