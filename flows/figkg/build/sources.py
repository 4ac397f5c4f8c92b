"""What a build brings here before it reads anything: sources on the network, and what a model sees in images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figkg.base.progress import follow, follow_bytes
from figkg.build.request import Request
from figkg.extract.vision import VisionReader, VisionReport, images_below, load_vision_policy
from figkg.fetch import fetch_source, is_remote
from figkg.fetch.configuration import read_sources
from figkg.fetch.session import open_session
from figkg.fetch.sources import revealed


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


def see_images(request: Request, cache: Path, target: Path, mappings: Path) -> VisionReport:
    """Have a model read the images of a folder; whatever goes wrong there ends no build.

    Args:
        request: names the endpoint, the model and the folder.
        cache: folder in which its answers are kept between builds.
        target: file for what it saw, as annotations (:mod:`figkg.extract.drawings`).
        mappings: the mappings folder, whose ``vision.yaml`` limits what may be asked.
    """
    policy = load_vision_policy(mappings)
    images = list(images_below(Path(request.images)))
    with open_session() as session:
        reader = VisionReader(revealed(request.vision), request.model, cache, policy, session=session)
        return reader.read_all(follow(images, len(images), "images"), target)
