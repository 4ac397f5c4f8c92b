"""How long the stages of a build took, and what each did."""

from __future__ import annotations

from time import perf_counter

from figkg.base.telling import tell_more


class Clock:
    """Wall time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str, did: str = "") -> None:
        """Count the time since the last lap for a stage.

        Args:
            stage: its name.
            did: what it did, in words; told with ``--verbose``.
        """
        now = perf_counter()
        took = now - self._last
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + took, 3)
        self._last = now
        if did:
            tell_more(f"{stage}: {did}; {took:.1f} s")
