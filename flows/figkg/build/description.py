"""What is said of a run in the graph: when, by which version, from which sources and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figkg import __version__
from figkg.base.addresses import last_part
from figkg.build.tools import Tools
from figkg.emit.dataset import ReleaseFile, Run, run_quads
from figkg.reference.snapshots import read_sidecars


def describe_run(
    sources: Sequence[str], started: str, ended: str, mappings: Path, file: ReleaseFile, tools: Tools
) -> list[str]:
    """Lines of N-Quads.

    Args:
        sources: as they were named; only their last parts are written.
        started: ISO 8601 with time zone.
        ended: likewise.
        mappings: the mappings folder, whose snapshots state their releases.
        file: the release.
        tools: expand names.
    """
    run = Run(
        version=__version__,
        started=started,
        ended=ended,
        parameters={"sources": " ".join(map(last_part, sources))},
        mappings={
            name: {"sha256": one.sha256, "released": one.released, "source": one.source}
            for name, one in read_sidecars(mappings / "snapshots").items()
        },
        files=[file],
    )
    return run_quads(run, tools.vocabulary)
