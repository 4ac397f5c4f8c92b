"""The summary of a refresh."""

from __future__ import annotations

from msgspec import Struct

from figkg.fetch.download import Download
from figkg.reference.renewal.draft import Renewal


class RefreshSummary(Struct, frozen=True, kw_only=True):
    """What a refresh came to.

    Attributes:
        downloads: what was fetched, in the order of mappings/sources.yaml; empty when files were given.
        renewal: what changed in which snapshot.
        figures: figures of the last build that depict or mention an entry that is renamed, withdrawn or merged, or
            None when there is no build.
        adopted: whether the new snapshots are in place.
        organisms: other organisms whose genes are kept, as mappings/sources.yaml calls them.
    """

    downloads: tuple[Download, ...]
    renewal: Renewal
    figures: int | None
    adopted: bool
    organisms: tuple[str, ...] = ()
