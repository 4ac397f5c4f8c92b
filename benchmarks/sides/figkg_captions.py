"""Reading of captions: relations with mentions given, or with finding the mentions.

python figkg_captions.py RECORDS.jsonl given|found PASSES
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from compare import Clock, tell

from figkg.build.tools import Tools, find_toolbox
from figkg.extract import RecordText, parse_record
from figkg.ground.mentions import find_mentions


def reader(tools: Tools, captions: list[str], *, given: bool) -> Callable[[], tuple[int, int]]:
    """A pass over all captions, which returns the numbers of mentions and assertions."""
    dictionary, relate = tools.grounder.dictionary, tools.relator.relate

    def found(caption: str) -> tuple:  # type: ignore[type-arg]
        return find_mentions(caption, {}, {}, frozenset(), dictionary)[0]

    known = [found(caption) for caption in captions] if given else []

    def read() -> tuple[int, int]:
        mentions = known or [found(caption) for caption in captions]
        assertions = [relate(caption, one) for caption, one in zip(captions, mentions, strict=True)]
        return sum(map(len, mentions)), sum(map(len, assertions))

    return read


def main() -> None:
    """Run and tell."""
    tools = find_toolbox().open()
    captions = []
    with Path(sys.argv[1]).open("rb") as lines:
        for line in lines:
            captions.append(parse_record(RecordText("", line, {}, "json")).caption)  # noqa: PERF401
    read = reader(tools, captions, given=sys.argv[2] == "given")
    best = None
    for _ in range(int(sys.argv[3])):
        with Clock() as clock:
            mentions, assertions = read()
        best = clock if best is None or clock.cpu < best.cpu else best
    words = sum(len(caption.split()) for caption in captions)
    tell(best, mentions=mentions, assertions=assertions, words=words)


if __name__ == "__main__":
    main()
