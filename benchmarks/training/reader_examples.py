"""Examples for the trained reader: texts as it reads them, with the things they name and the edges they state.

    .venv/bin/python benchmarks/training/reader_examples.py GOLD.jsonl EXAMPLES.jsonl --tokenizer FILE --records SOURCE
    .venv/bin/python benchmarks/training/reader_examples.py GIVEN.jsonl EXAMPLES.jsonl --tokenizer FILE --domain 1

GOLD is captions annotated whole; with ``--domain`` it is sentences or captions with their entities given. Texts are
encoded by the code that runs the model. A line out is one row: pieces, shapes and finds; mentions as entity, kind, the
first and the last piece; distractors, which are things that the dictionary finds beside them, as kind, first and last
piece; edges as subject, object, sign, and first and last piece of the words that state them (-1 where they are
elsewhere); pairs of entities that count neither way; the domain, 0 for captions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from figkg.base.resources import mappings_folder
from figkg.evaluate.captions import gold_mentions, kind_of_type, read_captions
from figkg.evaluate.users import read_records
from figkg.ground.captions import CaptionDictionary
from figkg.ground.grounder import load_grounder
from figkg.ground.pieces import Pieces
from figkg.ground.reading import find_names
from figkg.ground.tagger import KINDS

LONGEST, LONGEST_TITLE = 440, 56
DISTRACTING = ("chemical", "process", "disease")
"""Kinds that are annotated only where they take part in an edge."""

Place = tuple[int, int]
Text = dict[str, Any]


def whole_captions(path: Path, sources: list[str]) -> Iterator[Text]:
    """Captions annotated whole, as texts with places."""
    triggers = {line["figid"]: line["edges"] for line in map(json.loads, path.open())}
    captions = read_captions(path)
    records = read_records(sources, captions)
    for gold in captions:
        record = records[gold.figid]
        mentions = [
            (one.entity, kind_of_type(gold.entities[one.entity].type), one.start, one.end)
            for one in gold_mentions(gold)
        ]
        edges = []
        for edge in triggers[gold.figid]:
            if edge.get("negated"):
                continue
            begin = gold.caption.find(edge["sentence"])
            ends = [(start, end) for entity, _, start, end in mentions if entity in (edge["s"], edge["o"])]
            edges.append(
                (
                    edge["s"],
                    edge["o"],
                    edge["sign"],
                    nearest(gold.caption, edge["trigger"], max(begin, 0), len(edge["sentence"]), ends),
                )
            )
        yield {
            "id": gold.figid,
            "text": gold.caption,
            "title": record.paper_title or record.title or "",
            "mentions": mentions,
            "edges": edges,
            "ignored": [],
            "domain": 0,
        }


def given_texts(path: Path, domain: int) -> Iterator[Text]:
    """Texts with their entities given, as texts with places."""
    for line in map(json.loads, path.open()):
        places = {one["id"]: place for place, one in enumerate(line["entities"])}
        mentions = [
            (
                places[one["id"]],
                kind_of_type(one["type"] if one["type"] in (*KINDS, "complex") else "other"),
                at["start"],
                at["end"],
            )
            for one in line["entities"]
            for at in one["mentions"]
        ]
        edges = []
        for edge in line["edges"]:
            subject, object_ = places.get(edge["subject"]), places.get(edge["object"])
            if subject is None or object_ is None or subject == object_ or edge["sign"] not in (1, -1):
                continue
            ends = [(start, end) for entity, _, start, end in mentions if entity in (subject, object_)]
            trigger = (edge.get("trigger") or "").strip()
            edges.append((subject, object_, edge["sign"], nearest(line["text"], trigger, 0, len(line["text"]), ends)))
        ignored = [
            (places[one[0]], places[one[1]])
            for one in line.get("ignore_pairs", [])
            if one[0] in places and one[1] in places
        ]
        yield {
            "id": line["text_id"],
            "text": line["text"],
            "title": "",
            "mentions": sorted(mentions, key=lambda one: one[2]),
            "edges": edges,
            "ignored": ignored,
            "domain": domain,
        }


def nearest(text: str, trigger: str, begin: int, length: int, ends: Iterable[Place]) -> Place | None:
    """Where words stand in a sentence: the place nearest to the things that they relate."""
    found: list[Place] = []
    place = text.find(trigger, begin, begin + length) if trigger else -1
    while place >= 0:
        found.append((place, place + len(trigger)))
        place = text.find(trigger, place + 1, begin + length)
    middle = [(start + end) / 2 for start, end in ends if begin <= start < begin + length]
    return min(found, key=lambda one: min((abs(sum(one) / 2 - at) for at in middle), default=0), default=None)


def examples(text: Text, encoder: Pieces, dictionary: CaptionDictionary) -> Iterator[dict[str, object]]:
    """The rows of one text."""
    found = find_names(dictionary, text["text"])
    taken = [(start, end) for _, _, start, end in text["mentions"]]
    beside = [
        one
        for one in found
        if one.kind in DISTRACTING and not any(one.start < end and one.end > start for start, end in taken)
    ]
    for row in encoder.rows(text["text"], text["title"], found):

        def pieces(start: int, end: int, offsets: tuple[Place, ...] = row.offsets) -> Place | None:
            inside = [place for place, (a, b) in enumerate(offsets) if b > start and a < end]
            return (
                (inside[0] + 1, inside[-1] + 1) if inside and offsets[0][0] <= start and end <= offsets[-1][1] else None
            )

        mentions = [
            (entity, KINDS.index(kind), *at)
            for entity, kind, start, end in text["mentions"]
            if (at := pieces(start, end)) is not None
        ]
        edges = [(s, o, sign, *((pieces(*at) if at else None) or (-1, -1))) for s, o, sign, at in text["edges"]]
        yield {
            "id": text["id"],
            "pieces": row.pieces,
            "shapes": row.shapes,
            "finds": row.finds,
            "length": len(row.offsets),
            "mentions": mentions,
            "distractors": [
                (KINDS.index(one.kind), *at) for one in beside if (at := pieces(one.start, one.end)) is not None
            ],
            "edges": edges,
            "ignored": text["ignored"],
            "domain": text["domain"],
        }


def main() -> None:
    """Write the examples of a file of annotated texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json of the encoder")
    parser.add_argument("--records", action="append", default=[], help="where the captions' records are")
    parser.add_argument("--domain", type=int, help="entities are given; 0 captions, 1 PC13, 2 GE13")
    given = parser.parse_args()
    encoder = Pieces(Tokenizer.from_file(str(given.tokenizer)), LONGEST, LONGEST_TITLE)
    dictionary = load_grounder(mappings_folder(), fast=True).dictionary
    texts = whole_captions(given.gold, given.records) if given.domain is None else given_texts(given.gold, given.domain)
    with given.examples.open("w") as out:
        for text in texts:
            for row in examples(text, encoder, dictionary):
                if len(row["mentions"]) > 1:  # type: ignore[arg-type]
                    out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
