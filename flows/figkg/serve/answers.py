"""What a process that answers queries does: one question after the other, each answer into a file."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from figkg.base.errors import reason_of
from figkg.base.lifetime import end_with_parent
from figkg.serve.limits import Limits
from figkg.serve.negotiation import ROWS, TRIPLES, choose
from figkg.serve.protocol import Question

_NEW_NETWORK = 0x40000000
_NEW_USERS = 0x10000000
"""Of Linux' ``unshare``: a network without any device, and where that needs it users of one's own."""

_PAGES_OF_DATA = 5
"""Which number of Linux' ``statm`` counts pages of data and stack."""

TAKEN = "taken"
"""What a process says as soon as it has a question: if it ends before, the question is not why."""


class Names(Struct, frozen=True):
    """What a process needs to know of IRIs.

    Attributes:
        prefixes: the prefix map.
        entities: prefixes of entities.
    """

    prefixes: dict[str, str]
    entities: frozenset[str]


def answer_questions(pipe: Connection, names: Names, limits: Limits) -> None:
    """Answer until the other side hangs up.

    Args:
        pipe: questions come from there with the folder of the store and the file for the answer; back go :data:`TAKEN`,
            then the status and the media type with the rows of a page, or the status and the reason.
        names: what to know of IRIs.
        limits: what a query may use and do.
    """
    end_with_parent()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # a process that runs out of memory writes its native stack; who asked is told in words
    _limit(resource.RLIMIT_DATA, limits.megabytes * 1_000_000 + _inherited())
    _limit(resource.RLIMIT_FSIZE, limits.result_megabytes * 1_000_000)
    if not limits.services:
        leave_the_network()
    opened: dict[str, Any] = {}
    while True:
        try:
            store, path, question = pipe.recv()
            pipe.send(TAKEN)
        except (EOFError, OSError):
            return
        try:
            if store not in opened:
                opened = {store: _open(store)}
            pipe.send(_answer(opened[store], question, Path(path), names, limits))
        except MemoryError:
            pipe.send((507, f"it needs more than {limits.megabytes:,} MB"))


def _limit(what: int, size: int) -> None:
    """Limit this process for good, where the system does not do so already."""
    _, most = resource.getrlimit(what)
    least = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(what, (least, least))


def _inherited() -> int:
    """Bytes of data that came with this process: no query uses them, though the system counts them.

    A forkserver that has trained models loaded for other work gives each process that it forks off more than a gigabyte
    of address space, of which nothing is taken until it is written to.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[_PAGES_OF_DATA])
    except OSError:  # no Linux
        return 0
    return pages * resource.getpagesize()


def leave_the_network() -> bool:
    """Leave the network, where the system allows it: should a query ever get past the check, it reaches nobody.

    Returns:
        Whether this process reaches nobody from now on.
    """
    try:
        unshare: Callable[[int], int] = ctypes.CDLL(None).unshare
    except AttributeError:  # no Linux
        return False
    return unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USERS | _NEW_NETWORK) == 0


def _open(store: str) -> Any:
    import pyoxigraph

    return pyoxigraph.Store.read_only(store)


def _answer(
    store: Any, question: Question, path: Path, names: Names, limits: Limits
) -> tuple[int, str] | tuple[int, str, int]:
    """Write an answer; status and media type with the rows of a page, or status and reason."""
    import pyoxigraph

    from figkg.graph.dataset import dataset_of
    from figkg.graph.keywords import uses_keyword
    from figkg.serve.xml_text import NoXmlNameError

    text, base = question.query, _base(question)
    asks_elsewhere = False
    try:
        asks_elsewhere = uses_keyword(text, "SERVICE", names.prefixes, base)
        if asks_elsewhere and not limits.services:
            return 403, "SERVICE is not allowed here"
        dataset = dataset_of(text, names.prefixes, base, question.default_graphs, question.named_graphs)
        results = store.query(text, prefixes=names.prefixes, base_iri=base, **dataset)
        offered = TRIPLES if isinstance(results, pyoxigraph.QueryTriples) else ROWS
        media_type = choose(question.accept, tuple(offered), question.formats)
        if media_type is None:
            return 406, f"answers come as {', '.join(offered)}"
        with path.open("wb") as file:
            rows = _write(results, offered[media_type], file, limits, names)
    except NoXmlNameError as error:
        return 406, str(error)
    except SyntaxError as error:
        return 400, f"not valid SPARQL: {error.msg}"
    except (ValueError, RuntimeError) as error:
        return 400, str(error)
    except OSError as error:
        if error.errno == errno.EFBIG:
            return 507, f"the answer is larger than {limits.result_megabytes:,} MB; add a LIMIT"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return 507, f"no place for the answer: {reason_of(error)}"
        if asks_elsewhere:
            return 502, f"the remote endpoint gives no answer: {error}"
        return 500, str(error) or type(error).__name__
    return 200, media_type, rows


def _base(question: Question) -> str | None:
    """What relative IRIs are resolved against, or None where the address of the request is no IRI."""
    import pyoxigraph

    try:
        return str(pyoxigraph.NamedNode(question.base).value)
    except ValueError:
        return None


def _write(results: Any, form: str, file: IO[bytes], limits: Limits, names: Names) -> int:
    import pyoxigraph

    from figkg.serve.xml_text import XmlFile, with_xml_names

    if form in ("html", "fragment"):
        from figkg.serve.rows_page import Most, write_page, write_table

        write = write_page if form == "html" else write_table
        most = Most(limits.html_rows, int(limits.html_megabytes * 1_000_000))
        return write(results, file, most, names.prefixes, names.entities)
    if isinstance(results, pyoxigraph.QueryBoolean) and form in ("csv", "tsv"):
        file.write(b"true\n" if results else b"false\n")
        return -1
    target: Any = XmlFile(file) if form in ("xml", "rdfxml") else file
    if isinstance(results, pyoxigraph.QueryTriples):
        kind = {
            "turtle": pyoxigraph.RdfFormat.TURTLE,
            "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
            "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
            "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        }[form]
        triples = with_xml_names(results) if form == "rdfxml" else results
        pyoxigraph.serialize(triples, target, format=kind)
        return -1
    forms = {
        "json": pyoxigraph.QueryResultsFormat.JSON,
        "xml": pyoxigraph.QueryResultsFormat.XML,
        "csv": pyoxigraph.QueryResultsFormat.CSV,
        "tsv": pyoxigraph.QueryResultsFormat.TSV,
    }
    results.serialize(target, format=forms[form])
    return -1
