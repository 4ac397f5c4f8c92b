"""Quads a second, on one core, from grounded figures with their assertions to N-Quads on disk.

    python benchmarks/emit.py tests/records

Grounding and relation extraction are done beforehand; statistics are counted and shapes checked as a build does, and
timed apart. pyoxigraph serializing the same quads, ready made, is the floor.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from pathlib import Path
from time import perf_counter

import pyoxigraph

from figkg.base.errors import RecordError
from figkg.build.tools import find_toolbox
from figkg.extract import parse_record, partition, read

ROUNDS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    tools = find_toolbox().open()
    figures = []
    with tempfile.TemporaryDirectory() as scratch:
        for part in partition([str(parser.parse_args().records)], Path(scratch), 2000):
            for source in read(part):
                try:
                    if not isinstance(source, RecordError):
                        figure = tools.grounder.ground(parse_record(source))
                        figures.append((figure, tools.relator.relate(figure.record.caption, figure.mentions)))
                except RecordError:
                    continue
        target = Path(scratch) / "graph.nq"
        best = min(emit(figures, target) for _ in range(ROUNDS))
        lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
        graphs = [tools.writer.graph(figure, found) for figure, found in figures]
        began = perf_counter()
        for graph in graphs:
            graph.statistics(tools.vocabulary)
        counted = perf_counter() - began
        began = perf_counter()
        tools.checker.check_lines(lines)
        checked = perf_counter() - began
        quads = list(pyoxigraph.parse(path=str(target), format=pyoxigraph.RdfFormat.N_QUADS))
        began = perf_counter()
        pyoxigraph.serialize(quads, str(target), format=pyoxigraph.RdfFormat.N_QUADS)
        floor = perf_counter() - began
    number = len(lines)
    print(f"{len(figures):,} figures, {number:,} quads")
    print(f"emitting: {number / best:,.0f} quads/s; serializing ready-made ones: {number / floor:,.0f} quads/s")
    print(f"with statistics and shapes: {number / (best + counted + checked):,.0f} quads/s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def emit(figures: list, target: Path) -> float:  # type: ignore[type-arg]
    """Seconds that emitting takes."""
    writer = find_toolbox().open().writer
    began = perf_counter()
    with target.open("wb") as file:
        for figure, found in figures:
            file.write("".join(writer.graph(figure, found).lines()).encode())
    return perf_counter() - began


if __name__ == "__main__":
    main()
