"""Loading triple stores: real ones where they run, a recorded protocol for the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pyoxigraph
import pytest

from figkg.base.errors import MappingError, OutputError, StoreError
from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.fetch.session import open_session
from figkg.graph.named_queries import read_named_queries, with_prefixes
from figkg.load.contents import GraphContent, contents
from figkg.load.profiles import Profile, read_profiles
from figkg.load.remote import PASSWORD, TOKEN, USER, RemoteStore
from figkg.load.synchronise import BOOK, digests, draw, graphs_of, is_unfinished, plan, synchronise, verify
from tests.helpers.loopback import Answering, serving
from tests.helpers.servers import has_virtuoso, oxigraph, virtuoso

QUERIES = read_named_queries(ontologies_folder() / "queries")
PROFILES = read_profiles(mappings_folder())
GRAPH = "https://w3id.org/figkg/graph/"
FKG = "https://w3id.org/figkg/vocab#"


@pytest.fixture(scope="module")
def release(release: Path) -> dict[str, GraphContent]:
    return contents([release / "figkg.nq", release / "run.nq"])


@pytest.fixture
def one_figure(release: dict[str, GraphContent]) -> dict[str, GraphContent]:
    """A release so small that all of it is read back."""
    names = ("PMC6676106__CAS-110-2421-g006", "PMC5928365__MOL2-12-611-g007", "dataset", "run")
    return {GRAPH + name: release[GRAPH + name] for name in names}


def lacking(release: dict[str, GraphContent], *names: str) -> dict[str, GraphContent]:
    return {name: one for name, one in release.items() if name not in {GRAPH + gone for gone in names}}


def changed(release: dict[str, GraphContent], name: str, folder: Path) -> dict[str, GraphContent]:
    """The release with another label of a graph's first subject."""
    file = folder / "changed.nq"
    one = release[GRAPH + name]
    more = f'<urn:x> <http://www.w3.org/2000/01/rdf-schema#label> "changed" <{one.name}> .\n'
    file.write_text("".join(f"{line.removesuffix(' .')} <{one.name}> .\n" for line in one.statements()) + more)
    return release | contents([file])


def test_graphs_are_indexed_with_their_digests(release: dict[str, GraphContent]) -> None:
    assert {f"{GRAPH}{name}" for name in ("edges", "entities", "dataset")} < release.keys()
    figure = release[f"{GRAPH}PMC6676106__CAS-110-2421-g006"]
    statements = list(figure.statements())
    assert len(statements) == figure.triples > 50
    assert (
        len(set(pyoxigraph.parse("\n".join(statements).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)))
        == figure.triples
    )


def test_a_plan_replaces_what_differs_and_drops_what_is_gone(release: dict[str, GraphContent]) -> None:
    known = {name: one.digest for name, one in release.items()}
    edges = GRAPH + "edges"
    todo = plan(release, (known | {edges: "old", "urn:gone": "x"}))
    assert ([one.name for one in todo.replace], todo.drop, todo.unchanged) == ([edges], ("urn:gone",), len(release) - 1)


def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    (one,) = contents([file]).values()
    file.write_text("<urn:s> <urn:p> <urn:o> <urn:h> .\n")
    with pytest.raises(OutputError, match="changed while it was read; load again"):
        list(one.statements())
    with pytest.raises(OutputError, match="No such file"):
        contents([tmp_path / "none.nq"])


def test_what_is_read_back_follows_from_the_release(release: dict[str, GraphContent], tmp_path: Path) -> None:
    drawn = draw(release, 20, 50_000)
    assert drawn == draw(dict(reversed(release.items())), 20, 50_000)
    assert len(set(drawn)) == 20
    assert draw(changed(release, "dataset", tmp_path), 20, 50_000) != drawn
    largest = release[GRAPH + "entities"].triples
    assert GRAPH + "entities" in draw(release, len(release), largest)
    assert GRAPH + "entities" not in draw(release, len(release), largest - 1)


def test_profiles_are_data(tmp_path: Path) -> None:
    assert PROFILES.keys() == {"oxigraph", "virtuoso", "fuseki", "rdf4j", "blazegraph", "neptune"}
    with pytest.raises(MappingError, match=r"stores\.yaml: missing"):
        read_profiles(tmp_path)
    (tmp_path / "stores.yaml").write_text("x: {about: a}")
    with pytest.raises(MappingError, match="missing required field"):
        read_profiles(tmp_path)


SERVERS = [
    pytest.param("oxigraph", id="oxigraph"),
    pytest.param(
        "virtuoso",
        id="virtuoso",
        marks=pytest.mark.skipif(
            not has_virtuoso(), reason="Virtuoso is not installed (apt install virtuoso-opensource-7)"
        ),
    ),
]


@pytest.fixture(params=SERVERS)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteStore]:
    """A real store that is empty."""
    if request.param == "virtuoso":
        monkeypatch.setenv(USER, "dba")
        monkeypatch.setenv(PASSWORD, "dba")
        server = virtuoso(tmp_path / "server")
    else:
        server = oxigraph(tmp_path / "server", "--union-default-graph")
    with server as url, open_session() as session:
        yield RemoteStore(url, PROFILES[request.param], session)


def ask(store: RemoteStore, query: str) -> list[dict[str, str]]:
    return list(store.select(query).rows)


@pytest.mark.slow
def test_a_real_store_is_loaded_updated_and_checked(
    store: RemoteStore, release: dict[str, GraphContent], prefixes: dict[str, str], tmp_path: Path
) -> None:
    total = sum(one.triples for one in release.values())
    first = synchronise(store, release)
    assert (first.replaced, first.dropped, first.unchanged) == (len(release), 0, 0)
    assert (first.triples, first.compared) == (total, 20)
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    rows = ask(
        store,
        f"SELECT ?l WHERE {{ GRAPH <{GRAPH}entities> {{ <https://identifiers.org/ncbigene/3491> <{label}> ?l }} }}",
    )
    assert rows == [{"l": "CCN1"}]

    assert first.union
    without_rows = [
        one.name for one in QUERIES if not one.endpoint and not ask(store, with_prefixes(one.text, prefixes))
    ]
    assert without_rows == ["rejected-statements"]  # no curator rejects any of them

    again = synchronise(store, release)
    assert (again.replaced, again.unchanged) == (0, len(release))

    figure = "PMC6676106__CAS-110-2421-g006"
    other = lacking(changed(release, figure, tmp_path), "PMC5928365__MOL2-12-611-g007")
    third = synchronise(store, other)
    assert (third.replaced, third.dropped, third.unchanged) == (1, 1, len(release) - 2)
    assert ask(store, f'SELECT ?s WHERE {{ GRAPH <{GRAPH}{figure}> {{ ?s <{label}> "changed" }} }}') == [{"s": "urn:x"}]
    assert digests(store) == {name: one.digest for name, one in other.items()}


@pytest.mark.slow
def test_a_release_of_one_figure_is_loaded_as_often_as_one_likes(
    store: RemoteStore, one_figure: dict[str, GraphContent]
) -> None:
    for full in (False, False, True):
        done = synchronise(store, one_figure, full=full)
        assert (done.compared, done.dropped, done.resumed) == (4, 0, False)


@pytest.mark.slow
def test_an_interrupted_load_of_a_real_store_goes_on(
    store: RemoteStore, release: dict[str, GraphContent], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.profile = replaced(store.profile, triples=2000)
    monkeypatch.setattr("figkg.load.synchronise._AT_ONCE", 2000)
    sent = 0
    update = store.update

    def breaking(text: str) -> None:
        nonlocal sent
        sent += 1
        if sent == 5:
            raise StoreError(store.url, "cut off", transient=True)
        update(text)

    monkeypatch.setattr(store, "update", breaking)
    with pytest.raises(StoreError, match="cut off"):
        synchronise(store, release)
    known = digests(store)
    assert 0 < len(known) < len(release)
    assert is_unfinished(store)
    done = synchronise(store, release)
    assert (done.replaced, done.unchanged, done.resumed) == (len(release) - len(known), len(known), True)
    assert not is_unfinished(store)


@pytest.mark.slow
def test_a_real_store_tells_thousands_of_digests(store: RemoteStore) -> None:
    names = [f"{GRAPH}PMC{number}__f" for number in range(12_000)]
    for start in range(0, len(names), 1000):
        notes = "\n".join(f'<{name}> <{FKG}graphDigest> "{name[-9:]}" .' for name in names[start : start + 1000])
        store.update(f"INSERT DATA {{ GRAPH <{BOOK}> {{\n{notes}\n}} }}")
    assert digests(store) == {name: name[-9:] for name in names}


@pytest.mark.slow
def test_what_somebody_else_wrote_is_noticed(store: RemoteStore, release: dict[str, GraphContent]) -> None:
    few = {name: one for name, one in release.items() if one.triples < 100}
    synchronise(store, few)
    name = next(iter(few))
    store.add_to_graph(name, ["<urn:s> <urn:p> <urn:o> ."])
    with pytest.raises(StoreError, match=r"holds [\d,]+ triples where [\d,]+ were loaded; load again with --full"):
        verify(store, few, 5)
    first = next(few[name].statements())
    store.update(f"DELETE DATA {{ GRAPH <{name}> {{ {first} }} }}")
    with pytest.raises(StoreError, match=f"holds other triples in the graph {name}"):
        verify(store, few, len(few))
    store.add_to_graph(f"{GRAPH}PMC0__forgotten", ["<urn:s> <urn:p> <urn:o> ."])
    done = synchronise(store, few, full=True)
    assert (done.replaced, done.dropped) == (len(few), 1)
    assert graphs_of(store) == few.keys()


def replaced(profile: Profile, **values: object) -> Profile:
    return msgspec.structs.replace(profile, **values)


class Recorded:
    """A store that follows the protocols, over an embedded one, and notes what it is asked."""

    def __init__(self) -> None:
        self.store = pyoxigraph.Store()
        self.asked: list[tuple[str, str, str]] = []
        self.authorization: list[str] = []
        self.faults: list[tuple[int, str]] = []


@contextmanager
def recorded(profile: Profile) -> Iterator[tuple[str, Recorded]]:
    """Serve the paths of a profile on loopback."""
    state = Recorded()

    class Handler(Answering):
        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            target = urlsplit(self.path)
            kind = self.headers.get("Content-Type", "").partition(";")[0]
            state.asked.append((self.command, target.path, kind))
            state.authorization.append(self.headers.get("Authorization", ""))
            if state.faults:
                status, message = state.faults.pop(0)
                self.reply(status, "text/plain", message.encode())
                return
            form = parse_qs(body) if kind == "application/x-www-form-urlencoded" else {}
            if "query" in form:
                self.query(form["query"][0])
            elif "update" in form:
                state.store.update(form["update"][0])
                self.reply(204, "text/plain", b"")
            elif kind == "application/n-quads":
                state.store.load(body.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
                self.reply(204, "text/plain", b"")
            else:
                graph = pyoxigraph.NamedNode(parse_qs(target.query)["graph"][0])
                if self.command == "PUT":
                    state.store.remove_graph(graph)
                state.store.load(body.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
                self.reply(201, "text/plain", b"")

        def query(self, text: str) -> None:
            results = state.store.query(text)
            if isinstance(results, pyoxigraph.QueryTriples):
                content = pyoxigraph.serialize(results, format=pyoxigraph.RdfFormat.N_TRIPLES)
                self.reply(200, "application/n-triples", content or b"")
            else:
                assert isinstance(results, pyoxigraph.QuerySolutions)
                self.reply(
                    200,
                    "application/sparql-results+json",
                    results.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"",
                )

        def reply(self, status: int, kind: str, content: bytes) -> None:
            self.answer(status, content, {"Content-Type": kind})

    with serving(Handler) as address:
        yield f"{address}/base", state


@pytest.mark.parametrize("name", ["fuseki", "rdf4j", "blazegraph", "neptune"])
def test_other_stores_are_loaded_by_their_protocol(name: str, release: dict[str, GraphContent], tmp_path: Path) -> None:
    profile = replaced(PROFILES[name], triples=3000)
    with recorded(profile) as (url, state), open_session() as session:
        store = RemoteStore(url, profile, session)
        assert synchronise(store, release).replaced == len(release)
        assert synchronise(store, lacking(changed(release, "edges", tmp_path), "dataset")).dropped == 1
        paths = {path for _, path, _ in state.asked}
        assert paths <= {f"/base{path}" for path in (profile.query, profile.update, profile.quads)}
        sent = {kind for _, path, kind in state.asked if path == f"/base{profile.quads}"}
        assert ("application/n-quads" in sent) is bool(profile.quads)
        loaded = {quad.graph_name.value for quad in state.store if quad.graph_name.value != BOOK}
        assert loaded == release.keys() - {f"{GRAPH}dataset"}


@pytest.fixture
def fuseki() -> Iterator[tuple[RemoteStore, Recorded, list[float]]]:
    """A recorded store, what it noted, and the pauses that were made."""
    pauses: list[float] = []
    with recorded(PROFILES["fuseki"]) as (url, state), open_session() as session:
        yield RemoteStore(url, PROFILES["fuseki"], session, pause=pauses.append), state, pauses


def test_what_an_unfinished_load_left_is_dropped_by_the_next(
    fuseki: tuple[RemoteStore, Recorded, list[float]],
    one_figure: dict[str, GraphContent],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, state, _ = fuseki
    figure = GRAPH + "PMC6676106__CAS-110-2421-g006"

    def cut(_: RemoteStore, text: str) -> None:
        if "graphDigest" in text:
            raise StoreError("x", "cut off", transient=True)
        state.store.update(text)

    with monkeypatch.context() as patched:
        patched.setattr(RemoteStore, "update", cut)
        with pytest.raises(StoreError, match="cut off"):
            synchronise(store, one_figure)
    assert digests(store) == {}
    assert graphs_of(store) == one_figure.keys()
    store.add_to_graph(f"{GRAPH}staging", ["<urn:s> <urn:p> <urn:o> ."])
    without = {name: one for name, one in one_figure.items() if name != figure}
    done = synchronise(store, without)
    assert (done.replaced, done.dropped, done.resumed) == (3, 2, True)
    assert graphs_of(store) == without.keys()
    assert not synchronise(store, without).resumed


def test_a_load_of_what_is_there_writes_nothing(
    fuseki: tuple[RemoteStore, Recorded, list[float]], one_figure: dict[str, GraphContent]
) -> None:
    store, state, _ = fuseki
    assert not synchronise(store, one_figure).union
    before = set(state.store)
    state.asked.clear()
    synchronise(store, one_figure)
    assert {path for _, path, _ in state.asked} == {"/base/query"}
    assert set(state.store) == before


def test_faults_of_a_store_are_waited_out(fuseki: tuple[RemoteStore, Recorded, list[float]]) -> None:
    store, state, pauses = fuseki
    state.faults = [(500, "busy"), (503, "busy"), (429, "slow down")]
    assert digests(store) == {}
    assert pauses == [1.0, 2.0, 4.0]
    state.faults = [(500, "broken")] * 5
    with pytest.raises(StoreError, match="500 Internal Server Error: broken; gave up after 5 attempts") as caught:
        digests(store)
    assert caught.value.transient


def test_a_refusal_is_shown_with_the_servers_words(fuseki: tuple[RemoteStore, Recorded, list[float]]) -> None:
    store, state, pauses = fuseki
    state.faults = [(400, "Parse error:\n line 3")]
    with pytest.raises(StoreError, match="refuses: 400 Bad Request: Parse error: line 3"):
        digests(store)
    state.faults = [(401, "")]
    with pytest.raises(StoreError, match=f"refuses: 401 Unauthorized; set {USER} and {PASSWORD}, or {TOKEN}"):
        digests(store)
    assert pauses == []


def test_a_store_that_is_not_there_ends_in_one_line() -> None:
    with open_session() as session:
        store = RemoteStore("http://127.0.0.1:9", PROFILES["fuseki"], session, pause=lambda _: None)
        with pytest.raises(
            StoreError, match="no connection; gave up after 5 attempts, try later; a load goes on where it ended"
        ):
            digests(store)


def test_credentials_do_not_belong_into_the_address() -> None:
    address = "http://ann:secret@127.0.0.1:9"
    with open_session() as session, pytest.raises(StoreError, match="keep user and password out") as caught:
        RemoteStore(address, PROFILES["fuseki"], session)
    assert "secret" not in str(caught.value)


def test_an_answer_that_is_none_is_named(fuseki: tuple[RemoteStore, Recorded, list[float]]) -> None:
    store, state, _ = fuseki
    state.faults = [(200, "<html>")]
    with pytest.raises(StoreError, match="answers a query with something else: '<html>'"):
        digests(store)


@pytest.mark.parametrize(
    ("environment", "sent"),
    [
        ({USER: "ann", PASSWORD: "secret"}, "Basic YW5uOnNlY3JldA=="),
        ({TOKEN: "abc"}, "Bearer abc"),
        ({}, ""),
    ],
)
def test_credentials_come_from_the_environment(
    environment: dict[str, str], sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with recorded(PROFILES["fuseki"]) as (url, state), open_session() as session:
        store = RemoteStore(url, PROFILES["fuseki"], session)
        digests(store)
        assert state.authorization == [sent]
        assert "secret" not in json.dumps([state.asked, url])


def test_credentials_come_from_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)
    with recorded(PROFILES["fuseki"]) as (url, state), open_session() as session:
        digests(RemoteStore(url, PROFILES["fuseki"], session))
        assert state.authorization == ["Basic YW5uOnNlY3JldA=="]
