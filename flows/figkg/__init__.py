"""figkg: pathway figures into a causal knowledge graph.

>>> import figkg
>>> print(figkg.ground("NF-kB").best.entity.curie)
fplx:NFkappaB
>>> for statement in figkg.read("TNF activates IL6."):
...     print(statement.subject.label, statement.sign, statement.object.label, repr(statement.trigger))
TNF 1 IL6 'activates'

The package is laid out as the data flows: :mod:`figkg.extract` reads figure records, :mod:`figkg.ground` identifies
what they name, :mod:`figkg.relate` reads signed statements from captions, :mod:`figkg.emit` writes RDF,
:mod:`figkg.load` fills stores, :mod:`figkg.graph` reads what was built. :mod:`figkg.build` runs all of it, and
:mod:`figkg.flows` does so as a flow of Prefect. docs/architecture.md shows the whole house.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figkg.build.summary import Summary
    from figkg.graph.opened import OpenedGraph
    from figkg.ground.lookup import Answer
    from figkg.relate.texts import TextStatement

__version__ = "0.1.0"
__all__ = ["__version__", "build", "ground", "open_graph", "read"]


def ground(word: str) -> Answer:
    """What a word, number or CURIE stands for, and what else it may stand for.

    Args:
        word: a name in any case (``NF-κB``), an Entrez number (``4790``), a CURIE (``mesh:D015464``).

    Returns:
        The best candidate, or none, with alternatives and doubts.

    Raises:
        MappingError: a table of the mappings folder is missing or wrong.

    >>> answer = ground("TrkA")
    >>> answer.best.entity.curie, answer.best.entity.label, answer.best.match
    ('ncbigene:4914', 'NTRK1', 'alias symbol')
    """
    from figkg.build.tools import find_toolbox

    return find_toolbox().open().grounder.lookup.find(word)


def read(text: str) -> tuple[TextStatement, ...]:
    """The signed statements of a text, with the words that make them.

    Args:
        text: English prose, as in captions; names are found by reading, as in a build.

    Raises:
        MappingError: a table of the mappings folder is missing or wrong.

    >>> for statement in read("Loss of PTEN activates AKT. Indirubin does not inhibit p53."):
    ...     print(statement)  # doctest: +ELLIPSIS
    PTEN (ncbigene:5728) inhibits AKT (fplx:AKT), 0.6...
    indirubin (mesh:C027185) does not inhibit TP53 (ncbigene:7157), 0.9...
    """
    from figkg.build.tools import find_toolbox
    from figkg.relate.texts import read_text

    tools = find_toolbox().open()
    return read_text(text, tools.grounder, tools.relator)


def open_graph(out: str | Path = "output") -> OpenedGraph:
    """The graph of an output folder, to be asked.

    Args:
        out: the folder that ``figkg build --out`` named.

    Raises:
        OutputError: there is no graph, or it cannot be opened.
    """
    from figkg.graph.opened import OpenedGraph

    return OpenedGraph(Path(out))


def build(
    sources: str | Path | Sequence[str | Path],
    out: str | Path = "output",
    *,
    workers: int = 1,
    full: bool = False,
    annotations: Sequence[str | Path] = (),
    allow_loss: bool = False,
) -> Summary:
    """Build the graph of figure records and make it the current one of an output folder.

    Args:
        sources: folders, files, globs, archives or addresses of figure records.
        out: the output folder.
        workers: processes; 0 means one for each processor.
        full: make every graph anew, whatever the build before remembers.
        annotations: files of what others read off the images of figures.
        allow_loss: withdraw figures that the sources lack, also more than a tenth of all.

    Returns:
        The numbers of the run.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the graph before stays.
    """
    from figkg.build.output import OutputFolder
    from figkg.build.request import Request
    from figkg.build.run import build_graph

    named = [sources] if isinstance(sources, str | Path) else sources
    request = Request(
        sources=tuple(map(str, named)),
        workers=workers,
        full=full,
        annotations=tuple(map(str, annotations)),
        allow_loss=allow_loss,
    )
    return build_graph(request, OutputFolder(Path(out).resolve()))


_FUNCTIONS: dict[str, Callable[..., Any]] = {"build": build, "ground": ground}


class _Room(ModuleType):
    """A room that bears the name of a function: ``figkg.ground`` holds modules and can be called."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function of this name."""
        return _FUNCTIONS[self.__name__.rpartition(".")[2]](*arguments, **named)


class _Package(ModuleType):
    """The package, in which the import of a room does not hide the function of its name."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _FUNCTIONS and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
