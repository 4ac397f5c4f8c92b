"""Programs that a signal meets at a certain point of their work, however fast or slow the machine is."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

_VARIABLE = "FIGKG_TEST_INTERRUPTION"
_CUSTOMIZE = f"""
import json, os, sys

def prepare(number, module, touching):
    done = []

    def strike():
        if not done:
            done.append(True)
            os.kill(os.getpid(), number)

    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == module:
                strike()

    def audit(event, arguments):
        if touching and any(touching in str(one) for one in arguments if isinstance(one, (str, bytes, os.PathLike))):
            strike()

    sys.meta_path.insert(0, Finder())
    sys.addaudithook(audit)

if "{_VARIABLE}" in os.environ:
    prepare(**json.loads(os.environ.pop("{_VARIABLE}")))  # not in its children
"""


def interrupted(
    folder: Path, how: signal.Signals, environment: dict[str, str], *, importing: str = "", touching: str = ""
) -> dict[str, str]:
    """An environment in which a Python program sends itself a signal once.

    Args:
        folder: where a module for it is written.
        how: the signal.
        environment: what else there is in it.
        importing: when it first imports this module.
        touching: when it first opens, makes or renames a file with this in its path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_CUSTOMIZE)
    found = [str(folder), environment.get("PYTHONPATH", "")]
    what = {"number": int(how), "module": importing, "touching": touching}
    return environment | {"PYTHONPATH": os.pathsep.join(filter(None, found)), _VARIABLE: json.dumps(what)}
