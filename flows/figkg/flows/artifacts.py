"""What a build came to, on Prefect's page."""

from __future__ import annotations

import platform
from itertools import islice
from pathlib import Path

import msgspec
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from figkg.build.summary import Summary
from figkg.graph.numbers import known_numbers

_SHOWN_REFUSALS = 100


def publish_artifacts(summary: Summary, build: Path) -> None:
    """Show what a run came to on Prefect's page.

    Args:
        summary: its numbers.
        build: folder of the build in use.
    """
    numbers = known_numbers(build)
    coverage = [{"number": "words identified", "value": f"{numbers.coverage:.4f}"}] if numbers is not None else []
    edges = summary.activating + summary.inhibiting
    shares = {"edges disputed": summary.contradicted, "edges inferred": summary.inferred}
    create_markdown_artifact(key="figkg-summary", markdown=_markdown(summary), description="Numbers of the run")
    create_table_artifact(
        key="figkg-doubts",
        table=[{"doubt": name, "groundings": count} for name, count in summary.doubts.items()],
        description="Doubts about identifiers",
    )
    create_table_artifact(
        key="figkg-quality",
        table=[
            *coverage,
            *({"number": name, "value": f"{count / (edges or 1):.4f}"} for name, count in shares.items()),
        ],
        description="Shares that tell how far to trust the graph",
    )
    with (build / "quarantine.jsonl").open("rb") as lines:
        refused = [msgspec.json.decode(line) for line in islice(lines, _SHOWN_REFUSALS)]
    create_table_artifact(key="figkg-quarantine", table=refused, description=f"{summary.quarantined} records refused")
    create_markdown_artifact(key="figkg-report", markdown=_place(build), description="Where the report of the run is")


def _place(build: Path) -> str:
    """In words: no browser follows a link from this page to a file, and on another machine there is none."""
    host = platform.node() or "the machine of the run"
    return f"`{build / 'report.html'}` on {host}: that of the newest build."


def _markdown(summary: Summary) -> str:
    rows = {
        "records read": summary.read,
        "figures": summary.figures,
        "made": summary.graph,
        "unchanged": summary.unchanged,
        "withdrawn": summary.withdrawn,
        "in quarantine": summary.quarantined,
        "statements": summary.assertions,
        "edges that activate": summary.activating,
        "edges that inhibit": summary.inhibiting,
        "quads": summary.quads,
    }
    lines = [f"| {name} | {count:,} |" for name, count in rows.items()]
    seconds = ", ".join(f"{stage} {value:.1f} s" for stage, value in summary.seconds.items())
    return "\n".join(["| what | count |", "|---|---:|", *lines, "", f"Time: {seconds}."])
