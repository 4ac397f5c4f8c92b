"""From what people type to a page: search, suggestions, and addresses that are names."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from figkg.graph.names import Hit
from figkg.graph.resolve import Meaning, NothingFoundError, SeveralMeaningsError
from figkg.serve.addresses import path_of
from figkg.serve.explorer.graph import GraphInUse, ServedBuild
from figkg.serve.explorer.pages import SAFE, Pages

LONGEST_SEARCH = 200
_SHOWN = 50
_SUGGESTED = 10


class Found(Struct, frozen=True):
    """What a name means in the graph.

    Attributes:
        meanings: what it means; of several none is chosen.
        near: where it means nothing, what has a name that is near.
        known: where it means nothing here, what it means elsewhere, in words; or empty.
        hint: what may be wrong with the name itself, in words, or empty.
        what: what was looked for.
    """

    meanings: tuple[Meaning, ...] = ()
    near: tuple[Meaning, ...] = ()
    known: str = ""
    hint: str = ""
    what: str = "entity"


class NotOneError(Exception):
    """An address whose name means nothing in the graph, or several things.

    Attributes:
        name: the name.
        found: what it means.
    """

    def __init__(self, name: str, found: Found) -> None:
        super().__init__(name, found)
        self.name, self.found = name, found

    @property
    def status(self) -> int:
        """HTTP status that says so."""
        return 300 if self.found.meanings else 404

    def __str__(self) -> str:
        if self.found.meanings:
            return f"{self.name} means several things here."
        elsewhere = f" It is {self.found.known}, which no figure here shows." if self.found.known else ""
        hint = f" {self.found.hint[0].upper()}{self.found.hint[1:]}" if self.found.hint else ""
        return f"The graph has no {self.found.what} {self.name}.{elsewhere}{hint}"


def look_for(build: ServedBuild, name: str) -> Found:
    """What a name means, as every command has it."""
    try:
        return Found((build.resolver.find(name),))
    except SeveralMeaningsError as error:
        return Found(error.meanings)
    except NothingFoundError as error:
        return Found(near=error.near, known=error.known, hint=error.hint)


def no_figure(build: ServedBuild, figid: str) -> NotOneError:
    """That there is no figure of an identifier, with what is near."""
    return NotOneError(figid, Found(near=tuple(build.resolver.near_figures(figid)), what="figure"))


class Finding:
    """Answers to who looks for something; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
    """

    def __init__(self, graph: GraphInUse, pages: Pages) -> None:
        self._graph = graph
        self._pages = pages

    def search(self, request: Request) -> Response:
        """What a text means, and what else has its words; the only thing that fits is shown at once."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        return self.page(text) if text else self._pages.page("search", text="", found=Found(), hits=())

    def page(self, text: str, status: int = 200) -> Response:
        """The page of what a text means; where only one thing fits, that is shown at once."""
        build = self._graph()
        found, hits = look_for(build, text), build.names.find(text, _SHOWN)
        fitting = {path_of(one.name, one.kind) for one in found.meanings}
        fitting |= {path_of(hit.name, hit.kind) for hit in hits}
        if len(fitting) == 1 and hits:  # what the tables alone take a text for, the reader judges
            return RedirectResponse(fitting.pop(), 303, SAFE)
        meant = {one.name for one in found.meanings}
        rest = [hit for hit in hits if hit.name not in meant]
        return self._pages.page("search", status, text=text, found=found, hits=rest)

    def suggest(self, request: Request) -> Response:
        """Suggestions for what is being typed."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        build = self._graph()
        hits: Sequence[Hit] = build.names.find(text, _SUGGESTED) if text else ()
        kinds = build.graph.kinds.by_name
        suggested = [
            {
                "label": hit.label,
                "kind": hit.kind,
                "word": kinds[hit.kind].one if hit.kind in kinds else hit.kind,
                "matched": hit.matched,
                "organism": hit.organism,
                "name": hit.name,
                "address": path_of(hit.name, hit.kind),
            }
            for hit in hits
        ]
        return JSONResponse(suggested, headers=SAFE)
