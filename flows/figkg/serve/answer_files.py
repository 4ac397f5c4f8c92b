"""Where answers lie until they are sent: a folder that comes back where something cleans up."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from pathlib import Path


class AnswerFiles:
    """A folder of files, in the system's folder for such."""

    def __init__(self) -> None:
        self._folder = _new_folder()
        self._change = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def new(self) -> Path:
        """An empty file, in a new folder where the one before is gone: systems clean up what is days old.

        Raises:
            OSError: there is no space for it.
        """
        with self._change:
            try:
                handle, name = tempfile.mkstemp(dir=self._folder)
            except FileNotFoundError:
                self._folder = _new_folder()
                handle, name = tempfile.mkstemp(dir=self._folder)
        os.close(handle)
        return Path(name)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="figkg-answers-"))
