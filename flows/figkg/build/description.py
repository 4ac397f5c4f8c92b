"""What is said of a run in the graph: when, by which version, from which sources and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figkg import __version__
from figkg.base.addresses import last_part
from figkg.build.tools import Fingerprints, Tools
from figkg.emit.dataset import ReleaseFile, Run, run_quads
from figkg.emit.vocabulary import content_key
from figkg.reference.snapshots import read_sidecars


def run_key(fingerprints: Fingerprints, inputs: str) -> str:
    """Key of a run: what decides what it makes, so that two runs that differ are never taken for one.

    Args:
        fingerprints: of tables, models, settings and code.
        inputs: hash of all records.
    """
    return content_key(fingerprints.data, fingerprints.verdicts, fingerprints.code, fingerprints.derived, inputs)


def describe_run(
    key: str, sources: Sequence[str], started: str, ended: str, mappings: Path, file: ReleaseFile, tools: Tools
) -> list[str]:
    """Lines of N-Quads.

    Args:
        key: of the run, by :func:`run_key`.
        sources: as they were named; only their last parts are written.
        started: ISO 8601 with time zone.
        ended: likewise.
        mappings: the mappings folder, whose snapshots state their releases.
        file: the release.
        tools: expand names.
    """
    run = Run(
        key=key,
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
