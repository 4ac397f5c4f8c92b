"""figkg's side: records to N-Quads with its own code, grounding included, relations left out.

    python figkg_records.py SOURCE TARGET.nq [--in-memory] [--stages] [--as-read]

SOURCE is a folder of Markdown files or a file of JSON lines. With ``--in-memory`` reading the bytes is not timed. With
``--stages`` stage after stage is timed over all records instead. With ``--as-read`` nothing is grounded: the figure,
its caption, and the genes as the rows have them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from compare import Clock, tell

from figkg.build.tools import Tools, find_toolbox
from figkg.extract import RecordText, parse_record
from figkg.extract.front_matter import cut_front_matter, decode, read_yaml
from figkg.extract.record import FigureRecord
from figkg.ground import GroundedFigure
from figkg.ground.figure import Entity


def records(source: Path) -> Iterator[RecordText]:
    """The bytes of each record."""
    if source.is_dir():
        for path in sorted(source.iterdir()):
            yield RecordText(str(path), path.read_bytes(), {})
    else:
        with source.open("rb") as lines:
            for line in lines:
                yield RecordText(str(source), line, {}, "json")


def as_read(record: FigureRecord) -> GroundedFigure:
    """A figure with the genes that its rows have numbers of, unchecked."""
    numbers = {row.number: row.word for row in record.genes if row.number is not None}
    entities = tuple(Entity(f"ncbigene:{number}", "gene", word) for number, word in numbers.items())
    return GroundedFigure(record=record, entities=entities, groundings=(), mentions=(), taxon="", named=())


def whole(
    texts: Iterator[RecordText] | list[RecordText],
    tools: Tools,
    target: Path,
    ground: Callable[[FigureRecord], GroundedFigure],
) -> int:
    """From bytes to a file; returns the number of lines."""
    written = 0
    with target.open("wb") as file:
        for text in texts:
            figure = ground(parse_record(text))
            lines = tools.writer.graph(figure, ()).lines()
            file.write(b"".join(map(str.encode, lines)))
            written += len(lines)
    return written


def stages(source: Path, tools: Tools) -> dict[str, float]:
    """Processor time of each stage."""
    taken: dict[str, float] = {}
    with Clock() as clock:
        texts = list(records(source))
    taken["read"] = clock.cpu
    with Clock() as clock:
        for text in texts:
            read_yaml(cut_front_matter(decode(text.content, ""), ""), "")
    taken["YAML"] = clock.cpu
    with Clock() as clock:
        parsed = [parse_record(text) for text in texts]
    taken["parse_record"] = clock.cpu - taken["YAML"]
    with Clock() as clock:
        figures = [tools.grounder.ground(one) for one in parsed]
    taken["ground"] = clock.cpu
    with Clock() as clock:
        graphs = [tools.writer.graph(one, ()) for one in figures]
    taken["triples"] = clock.cpu
    with Clock() as clock:
        for graph in graphs:
            b"".join(map(str.encode, graph.lines()))
    taken["lines"] = clock.cpu
    return taken


def main() -> None:
    """Run and tell."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    tools = find_toolbox(fast=True).open()  # captions are not read by models: they would be most of the time
    if "--stages" in sys.argv:
        with Clock() as clock:
            found = stages(source, tools)
        tell(clock, **found)
        return
    texts: Iterator[RecordText] | list[RecordText] = records(source)
    if "--in-memory" in sys.argv:
        texts = list(texts)
    with Clock() as clock:
        quads = whole(texts, tools, target, as_read if "--as-read" in sys.argv else tools.grounder.ground)
    tell(clock, quads=quads)


if __name__ == "__main__":
    main()
