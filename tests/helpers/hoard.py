"""Imported by a forkserver: address space of 1.2 GB, which comes with all that it starts and is never written to."""

from __future__ import annotations

HOARD = bytearray(1_200_000_000)
