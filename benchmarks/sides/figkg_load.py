"""figkg's side of loading: fill a new store from an N-Quads file, then merge it.

python figkg_load.py FILE.nq STORE
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from compare import Clock, tell

from figkg.load.store import StoreLoader, whole


def main() -> None:
    """Run and tell."""
    file, store = Path(sys.argv[1]), Path(sys.argv[2])
    with Clock() as clock:
        loader = StoreLoader(store)
        loader.add([whole(file)])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with Clock() as merging:
        quads = loader.optimize()
    tell(clock, memory=memory, quads=quads, optimize_cpu=merging.cpu, optimize_wall=merging.wall)


if __name__ == "__main__":
    main()
