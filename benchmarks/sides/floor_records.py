"""The floor: compiled code alone reads the same YAML and writes the same quads, which are made beforehand.

python floor_records.py RECORDS QUADS.nq TARGET.nq
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph
import yaml_rs
from compare import Clock, tell


def main() -> None:
    """Run and tell."""
    folder, source, target = (Path(one) for one in sys.argv[1:4])
    heads = [
        path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---", 1)[0] + "\n"
        for path in sorted(folder.iterdir())
    ]
    quads = list(pyoxigraph.parse(path=str(source), format=pyoxigraph.RdfFormat.N_QUADS))
    with Clock() as reading:
        for head in heads:
            yaml_rs.loads(head, parse_datetime=False)
    with Clock() as clock:
        pyoxigraph.serialize(quads, str(target), format=pyoxigraph.RdfFormat.N_QUADS)
    writing = clock.cpu
    clock.cpu += reading.cpu
    clock.wall += reading.wall
    tell(clock, yaml=reading.cpu, serialize=writing, quads=len(quads))


if __name__ == "__main__":
    main()
