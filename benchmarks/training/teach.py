"""What several models say of texts that nobody annotated, as examples from which one model learns what they know.

    python benchmarks/training/teach.py ROWS.jsonl --taggers t1.pt t2.pt --readers t1.pt:r1.pt t2.pt:r2.pt
        --tags said_tags.pt --edges said_edges.jsonl

ROWS are texts as tagger_examples.py writes them with ``--plain``. A reader stands behind the tagger whose lowest layers
it reads. Mentions are what the taggers find together; those written alike are one thing. After Hinton, Vinyals and
Dean, Distilling the knowledge in a neural network, 2015. Needs benchmarks/training/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent))
from reader import KINDS, Reader, Text, by_entities, stacked
from tagger import DEVICE, NOT_ASKED, Model, decode, lower_states, probabilities, row_of

from figkg.ground.tagger import Tagged

Example = dict[str, Any]
OF_A_GENE = 0.5
"""So likely must a piece be of a gene for the taggers to be asked whether human tables lack it."""
LEAST_SAID = 0.0005


def tagged(models: list[Model], one: Example) -> tuple[Example, Example]:
    """A row with what taggers say of it, and the same as an example for readers."""
    unasked = {"labels": [NOT_ASKED] * len(one["pieces"]), "foreign": [-1] * len(one["pieces"])}
    labels, foreign = probabilities(models, one | unasked)
    tags = list(decode(labels.numpy(), foreign.numpy(), row_of(one)))
    behind = len(one["pieces"]) - len(one["offsets"]) - 1
    asked = labels[:, 1:5].sum(-1) > OF_A_GENE
    whether = torch.where(asked, foreign, torch.full_like(foreign, -1.0)).tolist()
    tag_example = {
        **{name: one[name] for name in ("figid", "pieces", "shapes", "finds", "offsets", "continued")},
        "labels": unasked["labels"],
        "foreign": [-1, *whether, *[-1] * behind],
        "mentions": [],
        "said": labels.half(),
    }
    return tag_example, example_of(one, tags)


def example_of(one: Example, tags: Iterable[Tagged]) -> Example:
    """A row with what is found in it, as an example for readers; what is written alike is one thing."""
    entities: dict[str, int] = {}
    mentions = []
    for tag in tags:
        inside = [at for at, (a, b) in enumerate(one["offsets"]) if b > tag.start and a < tag.end]
        entity = entities.setdefault(one["text"][tag.start : tag.end].casefold(), len(entities))
        mentions.append((entity, KINDS.index(tag.kind), inside[0] + 1, inside[-1] + 1))
    return {
        "id": one["figid"],
        **{name: one[name] for name in ("pieces", "shapes", "finds")},
        "length": len(one["offsets"]),
        "mentions": mentions,
        "distractors": [],
        "edges": [],
        "ignored": [],
        "domain": 0,
    }


def related(readers: list[tuple[Model, Reader]], one: Example) -> list[tuple[int, int, float, float]]:
    """What readers say of each pair of things: the mean of their log-odds, as probabilities."""
    text = Text(one, training=False)
    if not len(text.causes):
        return []
    pieces, shapes, marks, attended, domain = (it.to(DEVICE) for it in stacked([text]))
    said = []
    with torch.no_grad():
        for tagger, reader in readers:
            lower = lower_states(tagger, pieces, shapes, torch.zeros_like(pieces), attended)
            logits, _ = reader.pairs(reader.contextual(lower, marks, domain, attended)[0], *text.asked(DEVICE))
            said.append(by_entities([text], logits))
    both = torch.stack(said).mean(0).sigmoid().tolist()
    return [(*ends, round(more, 4), round(less, 4)) for ends, (more, less) in zip(text.ends, both, strict=True)]


def load(path: Path) -> Model:
    """A tagger."""
    model = Model()
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model.to(DEVICE).eval()


def load_reader(pair: str) -> tuple[Model, Reader]:
    """A tagger and a reader that stands on it."""
    tagger, reader = pair.split(":")
    made = Reader(load(Path(tagger)))
    made.load_state_dict(torch.load(reader, map_location="cpu"))
    return load(Path(tagger)), made.to(DEVICE).eval()


def main() -> None:
    """Write what models say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--taggers", type=Path, nargs="+", required=True)
    parser.add_argument("--readers", nargs="+", required=True, help="TAGGER.pt:READER.pt")
    parser.add_argument("--tags", type=Path, required=True)
    parser.add_argument("--edges", type=Path, required=True)
    given = parser.parse_args()
    taggers, readers = [load(one) for one in given.taggers], [load_reader(one) for one in given.readers]
    tags = []
    with given.edges.open("w") as out:
        for one in map(json.loads, given.rows.open()):
            tag_example, edge_example = tagged(taggers, one)
            tags.append(tag_example)
            said = related(readers, edge_example)
            if said:
                likely = [it for it in said if max(it[2:]) > LEAST_SAID]
                out.write(json.dumps(edge_example | {"said": likely}) + "\n")
    torch.save(tags, given.tags)


if __name__ == "__main__":
    main()
