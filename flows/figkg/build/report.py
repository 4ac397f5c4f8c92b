"""The report of a run: one page without network, and the same numbers as JSON."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import msgspec
from markupsafe import Markup
from msgspec import Struct

from figkg.base.files import replace_file
from figkg.build.summary import Summary
from figkg.graph.numbers import Numbers
from figkg.serve.templates import FOLDER, make_environment

REPORT_FILE = "report.html"
_SHOWN_REFUSALS = 200


class _Refused(Struct, frozen=True):
    """A line of quarantine.jsonl."""

    file: str
    field: str
    reason: str


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
    styles = FOLDER.parent / "static" / "site.css"
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
    replace_file(build / REPORT_FILE, page.encode())
