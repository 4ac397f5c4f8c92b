"""Imported by a forkserver: the tools of a build without trained models, loaded once for all that it starts."""

from __future__ import annotations

from figkg.build.tools import find_toolbox

find_toolbox(fast=True).open()
