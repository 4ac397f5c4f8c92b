"""What a query may use and do."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """What a query may use and do.

    Attributes:
        seconds: of wall time.
        megabytes: of memory beyond what a process begins with, the store's own included.
        result_megabytes: size of an answer.
        html_rows: rows of an answer in HTML.
        html_megabytes: size of an answer in HTML, which a page holds in memory.
        waiting_seconds: how long a query waits for a free process.
        long_seconds: a query that runs longer is a long one; one process is kept for others as soon as they wait.
        services: whether it may ask other endpoints.
    """

    seconds: float = 30.0
    megabytes: int = 3000
    result_megabytes: int = 200
    html_rows: int = 1000
    html_megabytes: float = 4.0
    waiting_seconds: float = 20.0
    long_seconds: float = 1.0
    services: bool = False
