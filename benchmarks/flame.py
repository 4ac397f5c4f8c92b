"""Where the time of a build goes, as a flame graph: docs/build.svg.

    python benchmarks/flame.py --records 3000

py-spy samples a build in one process, without Prefect. Each box is a function, as wide as its share of the samples;
what it calls lies above it, and the pointer shows names and shares. Boxes of less than a 500th are left out.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from msgspec import Struct, field

HERE = Path(__file__).parent
WIDTH, ROW, LEAST = 1200.0, 17, 1 / 500
ROOMS = ("extract", "ground", "relate", "emit", "validate", "load", "serve", "export")
HUES = {room: number * 360 // len(ROOMS) for number, room in enumerate(ROOMS)}

BUILD = """
import sys
from pathlib import Path
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
build_graph(Request(sources=(sys.argv[1],), workers=1), OutputFolder(Path(sys.argv[2])))
"""


class Box(Struct):
    """A function with what it calls."""

    name: str
    count: int = 0
    inner: dict[str, Box] = field(default_factory=dict)


def folded(records: int, scratch: Path) -> Iterator[tuple[list[str], int]]:
    """Stacks of functions, outermost first, with the number of samples of each."""
    source = scratch / "records.jsonl"
    subprocess.run([sys.executable, HERE / "generate_records.py", str(records), source], check=True)
    program = scratch / "program.py"
    program.write_text(BUILD, encoding="utf-8")
    spy = [
        "py-spy",
        "record",
        "--rate",
        "200",
        "--format",
        "raw",
        "--function",
        "--gil",
        "--output",
        scratch / "stacks",
    ]
    command = [Path(sys.executable).with_name(spy[0]), *spy[1:], "--", sys.executable, program, source, scratch / "out"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for line in (scratch / "stacks").read_text(encoding="utf-8").splitlines():
        stack, _, count = line.rpartition(" ")
        yield [name for name in stack.split(";") if name], int(count)


def gathered(stacks: Iterator[tuple[list[str], int]]) -> Box:
    """All stacks as one tree, from the build on."""
    root = Box("build")
    for names, count in stacks:
        start = next((place for place, name in enumerate(names) if name.startswith("build_graph")), None)
        if start is None:
            continue
        root.count += count
        box = root
        for name in names[start + 1 :]:
            box = box.inner.setdefault(name, Box(name))
            box.count += count
    return root


def boxes(box: Box, left: float, depth: int, total: int) -> Iterator[tuple[float, int, Box]]:
    """Boxes that are wide enough, with their left edge and their depth."""
    yield left, depth, box
    for one in sorted(box.inner.values(), key=lambda one: one.name):
        if one.count >= total * LEAST:
            yield from boxes(one, left, depth + 1, total)
        left += one.count / total * WIDTH


def color(name: str) -> str:
    """One hue for each room; what is outside of them is grey."""
    room = next((room for room in ROOMS if f"flows/figkg/{room}/" in name), None)
    return f"hsl({HUES[room]} 60% 78%)" if room else "#ddd"


def drawn(root: Box) -> Iterator[str]:
    """The picture, line by line."""
    shown = list(boxes(root, 0.0, 0, root.count))
    height = (max(depth for _, depth, _ in shown) + 3) * ROW
    size = f'width="{WIDTH:.0f}" height="{height}" viewBox="0 0 {WIDTH:.0f} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="monospace" font-size="11">'
    yield f'<title>Samples of a build: {root.count:,}</title><rect width="100%" height="100%" fill="white"/>'
    for number, room in enumerate(ROOMS):
        yield f'<rect x="{number * 90 + 4}" y="3" width="11" height="11" fill="{color(f"flows/figkg/{room}/")}"/>'
        yield f'<text x="{number * 90 + 19}" y="13">{room}</text>'
    for left, depth, box in shown:
        width, top = box.count / root.count * WIDTH, height - (depth + 1) * ROW
        name = escape(re.sub(r"^(\S+) \(.*?([^/]+/[^/]+)\)$", r"\1 (\2)", box.name))
        yield f"<g><title>{name}: {box.count / root.count:.1%}</title>"
        yield f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{ROW - 1}" fill="{color(box.name)}"/>'
        letters = int(width / 6.7) - 1
        if letters > 2:
            yield f'<text x="{left + 3:.1f}" y="{top + 12}">{escape(box.name.split(" ")[0][:letters])}</text>'
        yield "</g>"
    yield "</svg>"


def main() -> None:
    """Sample and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--target", type=Path, default=HERE.parent / "docs" / "build.svg")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = gathered(folded(arguments.records, Path(scratch)))
    arguments.target.write_text("\n".join(drawn(root)) + "\n", encoding="utf-8")
    print(f"{arguments.target}: {root.count:,} samples")


if __name__ == "__main__":
    main()
