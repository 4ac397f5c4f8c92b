"""What lines found in images say of edges that are drawn, turned about, or invented: `witness.py GOLD.jsonl IMAGES`.

GOLD are annotations that are right and whole, IMAGES a folder with their images; needs the extra `images`.
The table of docs/drawings.md is what it prints.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from figkg.base.resources import mappings_folder
from figkg.extract.drawings import Annotation, Edge, read_annotations
from figkg.relate.drawings import load_drawing_policy, sign_of
from figkg.witness.labels import Word, find_label, plain
from figkg.witness.lines import enlarged
from figkg.witness.reading import WordReader, decode
from figkg.witness.testimony import witnessed

NEIGHBOURS = 3
SIGNS = partial(sign_of, policy=load_drawing_policy(mappings_folder()))
OPPOSITE = {1: "inhibition", -1: "activation"}
Made = Iterator[Edge]


def main(gold: Path, images: Path) -> None:
    read, counted = WordReader(), {"as drawn": Counter(), "turned": Counter(), "invented": Counter()}
    for _, one in read_annotations(gold):
        assert isinstance(one, Annotation), one
        image = decode((images / f"{one.figid}.jpg").read_bytes())
        words = read(enlarged(image))
        signed = [edge for edge in one.edges if SIGNS(edge.type)]
        bare = replace(one, edges=tuple(replace(edge, shape=None) for edge in signed))
        there = {(edge.source, edge.target, SIGNS(edge.type)) for edge in signed}
        cases = {"as drawn": signed, "turned": turned(bare, there), "invented": invented(one, words)}
        for name, edges in cases.items():
            told = witnessed(replace(one, edges=tuple(edges)), image, lambda _, words=words: words, SIGNS)
            counted[name].update(edge.witness or "nothing said" for edge in told.edges)
    for name, said in counted.items():
        print(
            name, *(f"{said[word]:,} {word}" for word in ("agrees", "contradicts", "absent", "nothing said")), sep="\t"
        )


def turned(one: Annotation, there: set[tuple[object, object, int]]) -> Made:
    """Each edge the other way round, and with the other sign, where that is not drawn too."""
    for edge in one.edges:
        sign = SIGNS(edge.type)
        if (edge.target, edge.source, sign) not in there:
            yield replace(edge, source=edge.target, target=edge.source)
        if (edge.source, edge.target, -sign) not in there:
            yield replace(edge, type=OPPOSITE[sign])


def invented(one: Annotation, words: list[Word]) -> Made:
    """Edges of both signs from each label to its nearest ones, where none is drawn."""
    labels = {str(node.id): plain(node.label) for node in one.nodes}
    there = {(labels[str(edge.source)], labels[str(edge.target)]) for edge in one.edges}
    middles = {
        str(node.id): ((frames[0][0] + frames[0][2]) / 2, (frames[0][1] + frames[0][3]) / 2)
        for node in one.nodes
        if (frames := find_label(node.label, words))
    }
    for name, (x, y) in middles.items():
        others = [other for other in middles if labels[other] != labels[name]]
        others.sort(key=lambda other, x=x, y=y: (middles[other][0] - x) ** 2 + (middles[other][1] - y) ** 2)
        for other in others[:NEIGHBOURS]:
            if (labels[name], labels[other]) not in there:
                yield from (Edge(name, other, type_) for type_ in OPPOSITE.values())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
