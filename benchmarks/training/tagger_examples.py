"""Examples for the tagger: annotated captions as the model reads them, with what it should say.

    .venv/bin/python benchmarks/training/tagger_examples.py GOLD.jsonl EXAMPLES.jsonl --tokenizer FILE --records SOURCE
    .venv/bin/python benchmarks/training/tagger_examples.py TEXTS.jsonl ROWS.jsonl --tokenizer FILE --plain

Texts are encoded by the code that runs the model (figkg.ground.tagger), so that what it learns is what it meets. A line
out is one row: pieces, shapes and finds; the label of each piece (0 nothing; 1 and 2 beginning and inside of a gene, 3
and 4 of a family, …; -100 where nothing is asked); whether it is of a gene that no human table has (1, 0, -1 where
nothing is asked); the figure, and the annotated mentions for measuring. Of texts that nobody annotated, lines with
``id``, ``text`` and ``title``, the rows are written with the text: teach.py asks models what they say of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from figkg.base.resources import mappings_folder
from figkg.evaluate.captions import GENES, GoldCaption, gold_mentions, kind_of_type, read_captions
from figkg.evaluate.users import read_records
from figkg.extract.record import FigureRecord
from figkg.ground.captions import CaptionDictionary
from figkg.ground.grounder import load_grounder
from figkg.ground.pieces import Pieces
from figkg.ground.reading import find_names
from figkg.ground.tagger import KINDS

LONGEST, LONGEST_TITLE = 440, 56
NOT_ASKED = -100


def examples(
    gold: GoldCaption, record: FigureRecord, encoder: Pieces, dictionary: CaptionDictionary
) -> Iterator[dict[str, object]]:
    """The rows of one caption."""
    title = record.paper_title or record.title or ""
    mentions = gold_mentions(gold)
    for row in encoder.rows(gold.caption, title, find_names(dictionary, gold.caption)):
        labels, foreign = [0] * len(row.offsets), [-1] * len(row.offsets)
        inside = []
        for mention in mentions:
            entity = gold.entities[mention.entity]
            kind = KINDS.index(kind_of_type(entity.type))
            places = [
                place for place, (start, end) in enumerate(row.offsets) if end > mention.start and start < mention.end
            ]
            for place in places:
                labels[place] = 2 * kind + (1 if place == places[0] else 2)
                if entity.type in GENES:
                    foreign[place] = 0 if entity.ids else 1
            if places:
                inside.append((mention.start, mention.end, KINDS[kind], bool(entity.ids)))
        behind = len(row.pieces) - len(row.offsets) - 1
        yield {
            "figid": gold.figid,
            "pieces": row.pieces,
            "shapes": row.shapes,
            "finds": row.finds,
            "offsets": row.offsets,
            "continued": row.continued,
            "labels": [NOT_ASKED, *labels, *[NOT_ASKED] * behind],
            "foreign": [-1, *foreign, *[-1] * behind],
            "mentions": inside,
        }


def rows_of(text: Mapping[str, str], encoder: Pieces, dictionary: CaptionDictionary) -> Iterator[dict[str, object]]:
    """The rows of a text that nobody annotated."""
    for row in encoder.rows(text["text"], text["title"], find_names(dictionary, text["text"])):
        columns = {name: getattr(row, name) for name in ("pieces", "shapes", "finds", "offsets", "continued")}
        yield {"figid": text["id"], "text": text["text"], **columns}


def main() -> None:
    """Write the examples of a file of annotated captions, or the rows of texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json of the encoder")
    parser.add_argument("--records", action="append", default=[], help="where the captions' records are")
    parser.add_argument("--plain", action="store_true", help="texts that nobody annotated")
    given = parser.parse_args()
    encoder = Pieces(Tokenizer.from_file(str(given.tokenizer)), LONGEST, LONGEST_TITLE)
    dictionary = load_grounder(mappings_folder(), fast=True).dictionary
    if given.plain:
        texts = (json.loads(line) for line in given.gold.open())
        made = (row for text in texts for row in rows_of(text, encoder, dictionary))
    else:
        captions = read_captions(given.gold)
        records = read_records(given.records, captions)
        made = (row for gold in captions for row in examples(gold, records[gold.figid], encoder, dictionary))
    with given.examples.open("w") as out:
        for row in made:
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
