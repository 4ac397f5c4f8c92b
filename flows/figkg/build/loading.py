"""Loading while figures are made: a thread fills the store, since loading leaves the interpreter to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from figkg.base.line_ranges import LineRange
from figkg.load import StoreLoader, whole

STORE = "store"


class Loader:
    """Fills the store of a build, in the order in which it is told.

    Args:
        build: folder of the build, which gets ``store``.

    Raises:
        OutputError: the store cannot be opened.
    """

    def __init__(self, build: Path) -> None:
        self._store = StoreLoader(build / STORE)
        self._thread = ThreadPoolExecutor(1, "loading")
        self._given: list[Future[object]] = []
        self._stopped = False

    def add(self, places: Iterable[LineRange]) -> None:
        """Load whole lines of N-Quads, now or later.

        Raises:
            OutputError: something that was given before could not be loaded.
        """
        for one in [one for one in self._given if one.done()]:
            self._given.remove(one)
            one.result()  # a full disk ends the build now
        self._given.append(self._thread.submit(self._store.add, list(places), lambda: self._stopped))

    def settle(self, contested: Iterable[LineRange], meanwhile: Callable[[pyoxigraph.Store], object]) -> Future[int]:
        """Merge what was loaded, so that it is quick to ask.

        Args:
            contested: graphs of figures of which several were loaded, where the right one is.
            meanwhile: reads the store while it is merged.

        Returns:
            The number of quads, later; raises what loading raised.
        """

        def settle() -> int:
            for one in self._given:
                one.result()
            self._store.replace(contested)
            return self._store.optimize(meanwhile)

        return self._thread.submit(settle)

    def add_last(self, file: Path) -> None:
        """Load a small file, and wait for it.

        Raises:
            OutputError: it cannot be loaded.
        """
        self._thread.submit(self._store.add, [whole(file)]).result()

    def close(self) -> None:
        """Stop loading, wait for the piece that is being loaded, and let go of the store."""
        self._stopped = True
        self._thread.shutdown(cancel_futures=True)
        del self._store


@contextmanager
def open_loader(build: Path) -> Iterator[Loader]:
    """A loader that is closed in the end, whatever happens."""
    loader = Loader(build)
    try:
        yield loader
    finally:
        loader.close()
