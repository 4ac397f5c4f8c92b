"""Stores filled for a test."""

from __future__ import annotations

from pathlib import Path

from figkg.load import StoreLoader, whole


def fill_store(path: Path, *files: Path) -> int:
    """Create a store and load N-Quads files into it; returns the number of its quads."""
    loader = StoreLoader(path)
    loader.add(map(whole, files))
    return loader.optimize()
