"""Where a built graph lies: the build in use of an output folder.

::

    output/
      builds/<name>/    one folder per build
      current           symbolic link to the build in use
      figkg.nq, store … links through ``current``, so that these names always mean the build in use
"""

from __future__ import annotations

from pathlib import Path

from figkg.base.errors import OutputError


class GraphFolder:
    """An output folder, to be read.

    Args:
        path: the folder; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def current(self) -> Path:
        """The build in use.

        Raises:
            OutputError: there is none yet.
        """
        link = self.path / "current"
        if not link.is_dir():
            raise OutputError(str(self.path), "no graph here yet; run `figkg build SOURCE --out DIR` first")
        return link.resolve()

    @property
    def store(self) -> Path:
        """The store of the build in use.

        Raises:
            OutputError: there is none yet.
        """
        return self.current / "store"
