"""What a build brings here before it reads anything: sources on the network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figkg.base.progress import follow_bytes
from figkg.fetch import fetch_source, is_remote
from figkg.fetch.configuration import read_sources
from figkg.fetch.session import open_session


def fetch_sources(sources: Sequence[str], cache: Path, mappings: Path) -> list[str]:
    """Bring sources that are on the network here; returns all sources as places on this machine.

    Args:
        sources: as :class:`figkg.build.request.Request` has them.
        cache: folder in which they are kept between builds.
        mappings: the mappings folder, whose ``sources.yaml`` limits what a source may be.

    Raises:
        SourceError: one cannot be had; what was cut off goes on where it ended at the next attempt.
    """
    if not any(map(is_remote, sources)):
        return list(sources)
    limits = read_sources(mappings).figures
    with open_session() as session:
        return [
            str(fetch_source(one, cache, limits, session=session, follow=follow_bytes).path) if is_remote(one) else one
            for one in sources
        ]
