"""The report of a run: one page without network, and the same numbers as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import msgspec
import pyoxigraph
from markupsafe import Markup
from msgspec import Struct

from flows.serve.explorer.numbers import Numbers, read_numbers
from flows.serve.query import open_store
from flows.serve.templates import make_environment
from flows.summary import Summary

NUMBERS_FILE = "numbers.json"
REPORT_FILE = "report.html"
_SHOWN_REFUSALS = 200


class _Refused(Struct, frozen=True):
    """A line of quarantine.jsonl."""

    file: str
    field: str
    reason: str


def count_numbers(build: Path, prefixes: Mapping[str, str], store: pyoxigraph.Store | None = None) -> Numbers:
    """Count the graph of a build and write the numbers beside it, as ``numbers.json``.

    Args:
        build: folder of the build.
        prefixes: the prefix map.
        store: its store, where it is open already.
    """
    numbers = read_numbers(store or open_store(build / "store"), prefixes)
    (build / NUMBERS_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(numbers)) + b"\n")
    return numbers


def known_numbers(build: Path) -> Numbers | None:
    """The numbers that were written beside a build, if they can be read."""
    try:
        return msgspec.json.decode((build / NUMBERS_FILE).read_bytes(), type=Numbers)
    except (OSError, msgspec.DecodeError):
        return None


def write_report(summary: Summary, numbers: Numbers, before: Summary | None, build: Path) -> None:
    """Write ``report.html`` beside a build, in one step.

    Args:
        summary: the numbers of the run.
        numbers: the numbers of the graph.
        before: the numbers of the build before, or None.
        build: folder of the build, with its quarantine.
    """
    with (build / "quarantine.jsonl").open("rb") as lines:
        refusals = [msgspec.json.decode(line, type=_Refused) for line in islice(lines, _SHOWN_REFUSALS)]
    styles = Path(__file__).parent / "explorer" / "static" / "site.css"
    page = (
        make_environment()
        .get_template("report.html.jinja")
        .render(
            summary=summary,
            numbers=numbers,
            before=before,
            refusals=refusals,
            styles=Markup(styles.read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        )
    )
    draft = build / f".{REPORT_FILE}.new"
    draft.write_text(page, encoding="utf-8")
    draft.replace(build / REPORT_FILE)
