"""The query page: named queries with fields for their parameters, the editor, and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from anyio.to_thread import run_sync
from markupsafe import Markup
from msgspec import Struct
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from figkg.base.errors import FigkgError, QueryError
from figkg.base.near import nearest, or_list
from figkg.graph.named_queries import NamedQuery, with_prefixes
from figkg.graph.nothing import why_nothing
from figkg.graph.parameters import fill, kind_of, no_parameter
from figkg.graph.resolve import NothingFoundError, SeveralMeaningsError
from figkg.serve.endpoint import SparqlEndpoint, read_body, send
from figkg.serve.explorer.graph import GraphInUse, ServedBuild
from figkg.serve.explorer.pages import SAFE, Pages
from figkg.serve.negotiation import FRAGMENT
from figkg.serve.protocol import LONGEST_QUERY, ProtocolError, Question, read_question
from figkg.serve.workers import QueryFailedError

_FIRST_QUERY = "inhibitors-in-disease"
_OWN_FIELDS = frozenset({"name", "query", "run"})
"""What the page's own forms send besides the parameters of a query."""
_SAVED = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json"}
_LONGEST_VALUE = 200
_DEFAULT = re.compile(r"VALUES\s+\?(\w+)\s*\{[^}]*\}[ \t]*#[ \t]*([^\n]+)", re.IGNORECASE)
_WORDS = {"entity": "any name", "figure": "identifier of a figure", "text": "text", "term": "CURIE"}


class Field(Struct, frozen=True):
    """A field of a named query's form.

    Attributes:
        name: of the parameter.
        value: what stands in it.
        hint: what values it takes, in words.
    """

    name: str
    value: str
    hint: str


class Answer(Struct, frozen=True):
    """What a query came to.

    Attributes:
        table: its rows as HTML, or None where there is no answer.
        rows: number of rows, or -1 where it has none.
        problem: what is wrong, or empty.
        status: HTTP status.
        why: why it found nothing, in words.
    """

    table: Markup | None = None
    rows: int = -1
    problem: str = ""
    status: int = 200
    why: tuple[str, ...] = ()


class Asking:
    """Answers to who asks in SPARQL; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
        endpoint: answers queries.
        queries: the named queries.
        prefixes: prefix map.
    """

    def __init__(
        self,
        graph: GraphInUse,
        pages: Pages,
        endpoint: SparqlEndpoint,
        queries: Sequence[NamedQuery],
        prefixes: Mapping[str, str],
    ) -> None:
        self._graph = graph
        self._pages = pages
        self._endpoint = endpoint
        self._queries = {query.name: query for query in queries}
        self._prefixes = prefixes

    def named(self, name: str) -> NamedQuery:
        """A named query; one that is none is answered with what is near."""
        if name not in self._queries:
            near = nearest(name, self._queries)
            raise HTTPException(404, f"There is no named query {name}{f'; {or_list(near)}' if near else '.'}")
        return self._queries[name]

    async def page(self, request: Request, name: str) -> Response:
        """The page of a named query, or of any: its question, its fields, the editor, the answer.

        Args:
            request: the request.
            name: of the named query, or empty.
        """
        given: Mapping[str, str] = request.query_params
        if request.method == "POST":
            given = QueryParams(await read_body(request))
        named = self.named(name or given.get("name", "")) if name or given.get("name") in self._queries else None
        shown = named or self._queries[_FIRST_QUERY]
        text, answer = given.get("query"), None
        values = {one: given[one].strip()[:_LONGEST_VALUE] for one in shown.parameters if given.get(one, "").strip()}
        strangers = [] if named is None or text is not None else [one for one in given if one not in shown.parameters]
        if named is not None and (stranger := next((one for one in strangers if one not in _OWN_FIELDS), None)):
            problem = f"{named.name} {no_parameter(stranger, named.parameters)}"
            text, answer = with_prefixes(named.text, self._prefixes), Answer(problem=problem, status=400)
        elif text is None and named is not None and (values or given.get("run")):
            text, answer = await run_sync(self._filled, named, values)
        if text is not None and text.strip() and answer is None:
            answer = await self._ask(text, named, str(request.url_for("sparql")))
        return self._pages.page(
            "query",
            200 if answer is None else answer.status,
            text=text if text is not None else with_prefixes(shown.text, self._prefixes),
            answer=answer,
            queries=list(self._queries.values()),
            named=named,
            fields=() if named is None else self._fields(named, values),
            limits=self._endpoint.limits,
        )

    def _filled(self, query: NamedQuery, values: Mapping[str, str]) -> tuple[str, Answer | None]:
        """The text of a query with its fields filled, or with its defaults and why it cannot be."""
        try:
            text = fill(query, list(values.items()), self._graph().resolver)
        except (NothingFoundError, SeveralMeaningsError, QueryError) as error:
            return with_prefixes(query.text, self._prefixes), Answer(problem=str(error), status=400)
        return with_prefixes(text, self._prefixes), None

    def _fields(self, query: NamedQuery, values: Mapping[str, str]) -> list[Field]:
        """The fields of a query, with what was typed or the defaults."""
        said = dict(_DEFAULT.findall(query.text))
        kinds = self._graph().graph.kinds
        return [
            Field(
                name,
                values.get(name, said.get(name, default.strip("\"'")).strip()),
                _WORDS[kind_of(query, name, kinds)],
            )
            for name, default in query.parameters.items()
        ]

    async def _ask(self, text: str, named: NamedQuery | None, base: str) -> Answer:
        """The answer to a query, or what is wrong with it."""
        try:
            if len(text) > LONGEST_QUERY:
                raise ProtocolError(413, f"a query has at most {LONGEST_QUERY:,} characters")
            result = await self._endpoint.answer(Question(text, accept=FRAGMENT, base=base))
        except (ProtocolError, QueryFailedError) as error:
            return Answer(problem=error.reason, status=error.status)
        try:
            table = Markup(result.path.read_text(encoding="utf-8"))  # noqa: S704 (escaped where it is written)
        finally:
            result.path.unlink()
        nothing = result.rows == 0 and "<table" in table
        why = await run_sync(_why, self._graph(), text, named) if nothing else ()
        return Answer(table, result.rows if "<table" in table else -1, why=why)

    async def answer(self, request: Request) -> Response:
        """The whole answer to a query as a file."""
        form = request.path_params["form"]
        if form not in _SAVED:
            raise HTTPException(404, f"Answers are saved as {', '.join(_SAVED)}.")
        question = read_question(
            "GET", request.query_params.multi_items(), "", b"", _SAVED[form], str(request.url_for("sparql"))
        )
        if question is None:
            raise ProtocolError(400, "no query")
        try:
            result = await self._endpoint.answer(question)
        except QueryFailedError as error:
            raise ProtocolError(error.status, error.reason) from error
        return send(result, SAFE | {"Content-Disposition": f'attachment; filename="figkg-answer.{form}"'})


def _why(build: ServedBuild, text: str, named: NamedQuery | None) -> tuple[str, ...]:
    """Why a query may have found nothing: what the query says of itself, and what of it is nowhere in the graph."""
    own = (named.nothing,) if named is not None and named.nothing else ()
    try:
        return (*own, *why_nothing(text, build.graph, build.resolver))
    except FigkgError:
        return own
