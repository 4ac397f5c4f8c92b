"""What the tools do: questions to the build in use, with the guards and limits of the endpoint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from figkg.base.errors import FigkgError, QueryError
from figkg.base.iris import Shortener
from figkg.base.near import nearest, or_list
from figkg.graph.folder import GraphFolder
from figkg.graph.named_queries import NamedQuery
from figkg.graph.opened import OpenedGraph
from figkg.relate.texts import TextStatement
from figkg.serve.assistants import answers
from figkg.serve.assistants.answers import Answer
from figkg.serve.protocol import LONGEST_QUERY, Question
from figkg.serve.workers import QueryFailedError, QueryWorkers

LONGEST_TEXT = 20_000
"""Characters of a text that is read; a page has three thousand."""
MOST_ROWS = 500
MOST_EDGES = 100
LONGEST_PATH = 6
MOST_PATHS = 20
MOST_SENTENCES = 10

Read = Callable[[str], Sequence[TextStatement]]
"""Reads a text, as :func:`figkg.read` does."""


class TextTooLongError(FigkgError):
    """A text that is longer than what is read in one go.

    Attributes:
        length: its characters.
    """

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def __str__(self) -> str:
        return f"the text has {self.length:,} characters, at most {LONGEST_TEXT:,} are read; give it in parts"


class Tools:
    """Answers questions about the build in use of an output folder, also when that changes.

    Each method raises :class:`figkg.base.errors.FigkgError` where there is no answer, which says what would have one.

    Args:
        output: the folder.
        workers: answer queries.
        queries: the named queries.
        read: reads texts.
    """

    def __init__(self, output: GraphFolder, workers: QueryWorkers, queries: Sequence[NamedQuery], read: Read) -> None:
        self._output = output
        self._workers = workers
        self._queries = {one.name: one for one in queries}
        self._read = read
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._open: tuple[Path, OpenedGraph] | None = None

    def resolve(self, name: str) -> Answer:
        """What a name means."""
        return answers.of_meaning(self._graph().resolve(name))

    def edges(
        self, name: str, cause: str, effect: str, sign: str, least_belief: float, most: int, sentences: int
    ) -> Answer:
        """Edges with the sentences behind them; empty names are not asked for."""
        if not (name or cause or effect):
            raise QueryError("edges", "say of what: a name, a cause or an effect")
        graph = self._graph()
        signs = {"": None, "activates": 1, "inhibits": -1}
        if sign not in signs:
            raise QueryError("edges", f"a sign is 'activates' or 'inhibits', not {sign!r}")
        found = graph.edges(
            name or None, source=cause or None, target=effect or None, sign=signs[sign], least=least_belief
        )
        most = min(most, MOST_EDGES)
        evidence = {one.key: graph.evidence(one, min(sentences, MOST_SENTENCES)) for one in found[:most]}
        titles = graph.titles(one.paper for said in evidence.values() for one in said)
        answer = answers.of_edges(found, most, evidence, titles)
        if not found:
            answer["note"] = "no caption here is read as saying so; that is no evidence that it is not so"
        return answer

    def paths(self, source: str, target: str, longest: int, most: int) -> Answer:
        """Paths from one thing to another."""
        longest = min(longest, LONGEST_PATH)
        answer = answers.of_paths(self._graph().paths(source, target, longest=longest, most=min(most, MOST_PATHS)))
        answer["note"] = (
            "steps stand in different figures, cells and diseases; a path is a hypothesis"
            if answer["paths"]
            else f"no path of up to {longest} steps leads there"
        )
        return answer

    def read(self, text: str) -> Answer:
        """What a text states; one text at a time is read."""
        if len(text) > LONGEST_TEXT:
            raise TextTooLongError(len(text))
        with self._reading:
            return answers.of_text(self._read(text))

    def query(self, sparql: str, most: int) -> Answer:
        """The first rows of a query, in a process with a limit of time and memory."""
        if len(sparql) > LONGEST_QUERY:
            raise QueryError("query", f"a query has at most {LONGEST_QUERY:,} characters")
        try:
            result = self._workers.ask(self._output.store, Question(sparql, accept="text/csv, text/turtle;q=0.9"))
        except QueryFailedError as error:
            raise QueryError("query", error.reason) from error
        with result.path.open(encoding="utf-8", newline="") as lines:
            result.path.unlink()
            return answers.of_rows(lines, result.media_type, min(most, MOST_ROWS), Shortener(self._graph().prefixes))

    def named_query(self, name: str, parameters: dict[str, str], most: int) -> Answer:
        """The first rows of a named query, whose parameters are any names that things have."""
        if name not in self._queries:
            near = nearest(name, sorted(self._queries))
            raise QueryError(name, f"no query has this name; {or_list(near) if near else '`named_queries` has them'}")
        filled = self._graph().fill(self._queries[name], list(parameters.items()))
        found = self.query(filled, most)
        said = self._queries[name].nothing
        return found | ({"note": said} if said and not found.get("rows", True) else {})

    def named_queries(self) -> Answer:
        """The named queries."""
        return answers.of_queries(self._queries.values())

    def _graph(self) -> OpenedGraph:
        """The build in use."""
        build = self._output.current
        with self._lock:
            if self._open is None or self._open[0] != build:
                self._open = build, OpenedGraph(self._output.path)
            return self._open[1]
