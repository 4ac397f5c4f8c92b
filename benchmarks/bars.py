"""Figures against the bars that they must reach."""

from __future__ import annotations


class Bars:
    """Prints figures against their bars and remembers whether one was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def least(self, name: str, figure: float, bar: float) -> None:
        """A figure that must reach a bar."""
        self._tell(name, figure, f"at least {bar:,}", figure >= bar)

    def most(self, name: str, figure: float, bar: float) -> None:
        """A figure that must not pass a bar."""
        self._tell(name, figure, f"at most {bar:,}", figure <= bar)

    def told(self, name: str, figure: float) -> None:
        """A figure without a bar."""
        self._tell(name, figure, "", True)

    def _tell(self, name: str, figure: float, bar: str, reached: bool) -> None:
        self.missed += not reached
        shown = f"{figure:.4f}" if figure < 10 else f"{figure:,.0f}"
        print(f"{'ok    ' if reached else 'MISSED'} {name:<58} {shown:>8}   {bar}", flush=True)
