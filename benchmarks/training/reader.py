"""Train the reader on examples, measure it on others, and write it as ONNX with its card.

    python benchmarks/training/reader.py train EXAMPLES.jsonl … --tagger tagger.pt --model reader.pt
        [--measure DEV.jsonl] [--seed 2]
    python benchmarks/training/reader.py export one.pt.mean two.pt.mean mappings --tagger tagger.pt --about "…"

The running mean of the weights lies beside the model, ``reader.pt.mean``: it is better than the last ones. Readers that
began with other random numbers err in other places: what is shipped is the mean of what two of them say. Examples are
those of reader_examples.py, and of teach.py, which say how probable each edge is instead of which there are.

It goes on from what the tagger's lowest two layers make of a text: marks of the things that are named are added, four
layers of its own follow (which begin as the tagger's), and each pair of mentions is scored for both signs. What a pair
looks at is learned from the words that annotators gave as stating an edge: an attention over the text for causes times
one for effects (after Zhou et al., Document-level relation extraction with adaptive thresholding and localized context
pooling, AAAI 2021). The scores of all mentions of two things are added as odds. Needs
benchmarks/training/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from onnx_files import write_card, write_model
from tagger import DEVICE, FROZEN, KINDS, LAST_SPECIAL, MASK, WIDTH, batches, lower_states, through
from tagger import Model as TaggerModel

PAIR, LOOK = 256, 128
DOMAINS = 3
FARTHEST = 200
"""Mentions that are more pieces apart make no pair."""
DISTANCES = 16
SHIFT = 10_000
"""Numbers of things are between minus this and this."""
RATES = (1.5e-4, 1e-3)
WARM_UP = 80
PIECES_A_BATCH = 1600
MASKED, NAMELESS, DISTRACTED = 0.03, 0.12, 0.5
"""How much of the pieces and of the mentions is masked, and how many texts have distractors."""
WEIGHT_OF_LOOKING = 0.12
LEAST = 1e-6
KEPT = 0.997
"""So much of a running mean of the weights is left after a step."""

Example = dict[str, Any]
Pair = tuple[int, int]


class Reader(nn.Module):
    """Layers of its own over the tagger's lowest, and the scores of pairs."""

    def __init__(self, tagger: TaggerModel) -> None:
        super().__init__()
        layers = tagger.enc.encoder.layer
        self.layers = nn.ModuleList(layers[FROZEN:])
        for layer in self.layers:  # dropping attention takes a fifth of the time
            layer.attention.self.dropout.p = layer.attention.self.dropout_prob = 0.0
        self.marks = nn.Embedding(1 + 2 * len(KINDS), WIDTH)
        self.domains = nn.Embedding(DOMAINS, WIDTH)
        nn.init.zeros_(self.marks.weight)
        nn.init.zeros_(self.domains.weight)
        self.cause, self.effect = nn.Linear(3 * WIDTH, PAIR), nn.Linear(3 * WIDTH, PAIR)
        self.cause_kind, self.effect_kind = nn.Embedding(len(KINDS), PAIR), nn.Embedding(len(KINDS), PAIR)
        self.cause_looks, self.effect_looks = nn.Linear(3 * WIDTH, LOOK), nn.Linear(3 * WIDTH, LOOK)
        self.seen, self.meant = nn.Linear(WIDTH, LOOK), nn.Linear(WIDTH, PAIR)
        self.distance = nn.Embedding(2 * DISTANCES, PAIR)
        self.out = nn.Sequential(nn.Dropout(0.1), nn.Linear(PAIR, PAIR), nn.GELU(), nn.Dropout(0.1), nn.Linear(PAIR, 2))
        self.both = nn.Parameter(torch.zeros(2, PAIR, PAIR))
        self.bias = nn.Parameter(torch.tensor([-3.0, -3.0]))

    def contextual(self, lower: Tensor, marks: Tensor, domain: Tensor, attended: Tensor) -> Tensor:
        """Pieces in context: [rows, pieces, WIDTH]."""
        return through(self.layers, lower + self.marks(marks) + self.domains(domain)[:, None], attended)

    def pairs(
        self, hidden: Tensor, first: Tensor, last: Tensor, kinds: Tensor, causes: Tensor, effects: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Logits of + and − of pairs of mentions of one text, [pairs, 2], and where they look, [pairs, pieces]."""
        mention = self.mentions(hidden, first, last)
        looks, context = self.looking(hidden, mention, causes, effects)
        return self.score(mention, kinds, context, first, causes, effects), looks

    @staticmethod
    def mentions(hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """What stands for each mention: its ends and the mean of its pieces."""
        running = torch.cumsum(functional.pad(hidden, (0, 0, 1, 0)), 0)
        mean = (running[last + 1] - running[first]) / (last + 1 - first)[:, None]
        return torch.cat([hidden[first], hidden[last], mean], -1)

    def looking(self, hidden: Tensor, mention: Tensor, causes: Tensor, effects: Tensor) -> tuple[Tensor, Tensor]:
        """The log of where pairs of one text look, and what they see there."""
        seen = self.seen(hidden).T / LOOK**0.5
        looks = (self.cause_looks(mention) @ seen)[causes] + (self.effect_looks(mention) @ seen)[effects]
        looks = looks.log_softmax(-1)
        return looks, looks.exp() @ self.meant(hidden)

    def score(
        self, mention: Tensor, kinds: Tensor, context: Tensor, first: Tensor, causes: Tensor, effects: Tensor
    ) -> Tensor:
        """Logits of + and − of pairs of mentions."""
        cause = self.cause(mention) + self.cause_kind(kinds)
        effect = self.effect(mention) + self.effect_kind(kinds)
        apart = first[effects] - first[causes]
        bucket = (torch.log2(apart.abs().float() + 1) * 2).long().clamp(0, DISTANCES - 1) + DISTANCES * (
            apart > 0
        ).long()
        state = torch.tanh(cause[causes] + effect[effects] + context + self.distance(bucket))
        bilinear = torch.stack(
            [((torch.tanh(cause) @ both)[causes] * torch.tanh(effect)[effects]).sum(-1) for both in self.both], -1
        )
        return self.out(state) + bilinear + self.bias

    def of_texts(self, hidden: Tensor, texts: list[Text]) -> tuple[Tensor, list[Tensor]]:
        """The same of several texts: logits of all their pairs, and where those of each look."""
        asked = [text.asked(DEVICE) for text in texts]
        within = [hidden[at, : len(text.pieces)] for at, text in enumerate(texts)]
        before = [sum(len(one[0]) for one in asked[:at]) for at in range(len(asked))]
        mentions = [self.mentions(h, first, last) for h, (first, last, *_) in zip(within, asked, strict=True)]
        seen = [
            self.looking(h, mention, causes, effects)
            for h, mention, (*_, causes, effects) in zip(within, mentions, asked, strict=True)
        ]
        first, kinds = torch.cat([one[0] for one in asked]), torch.cat([one[2] for one in asked])
        causes, effects = (
            torch.cat([one[which] + skipped for one, skipped in zip(asked, before, strict=True)]) for which in (3, 4)
        )
        context = torch.cat([one[1] for one in seen])
        return self.score(torch.cat(mentions), kinds, context, first, causes, effects), [one[0] for one in seen]


class Text:
    """One row with what is asked of it, drawn anew for each epoch."""

    def __init__(self, one: Example, *, training: bool) -> None:
        self.length = length = one["length"] + 2
        self.pieces, self.shapes = (list(one[name][:length]) for name in ("pieces", "shapes"))
        mentions = [(entity, kind, first, last) for entity, kind, first, last in one["mentions"]]
        if training and random.random() < DISTRACTED:
            mentions += [(-1 - place, *it) for place, it in enumerate(one["distractors"]) if random.random() < 0.7]
        if training:
            for _, _, first, last in mentions:
                if random.random() < NAMELESS:
                    self.pieces[first : last + 1] = [MASK] * (last + 1 - first)
            self.pieces = [MASK if p > LAST_SPECIAL and random.random() < MASKED else p for p in self.pieces]
        self.marks = [0] * len(self.pieces)
        for _, kind, first, last in mentions:
            self.marks[first : last + 1] = [1 + 2 * kind] + [2 + 2 * kind] * (last - first)
        self.mentions = mentions
        self.domain = one["domain"]
        self.id = one["id"]
        self.edges = one["edges"]
        self.said = {(cause, effect): (more, less) for cause, effect, more, less in one.get("said", ())}
        self.ignored = {tuple(pair) for pair in one["ignored"]}
        entities = torch.tensor([m[0] for m in mentions])
        self.first = torch.tensor([m[2] for m in mentions])
        self.last = torch.tensor([m[3] for m in mentions])
        self.kinds = torch.tensor([m[1] for m in mentions])
        near = (self.first[None] - self.first[:, None]).abs() < FARTHEST
        self.causes, self.effects = ((entities[:, None] != entities[None]) & near).nonzero(as_tuple=True)
        self.entities = entities
        keys = (entities[self.causes] + SHIFT) * 2 * SHIFT + entities[self.effects] + SHIFT
        unique, self.things = keys.unique(return_inverse=True)
        self.ends = list(
            zip((unique // (2 * SHIFT) - SHIFT).tolist(), (unique % (2 * SHIFT) - SHIFT).tolist(), strict=True)
        )

    def asked(self, device: str) -> tuple[Tensor, ...]:
        """What is asked of the model, where it runs."""
        asked = (self.first, self.last, self.kinds, self.causes, self.effects)
        return tuple(one.to(device, non_blocking=True) for one in asked)


class Exported(nn.Module):
    """What is run: logits of pairs of mentions of one row, and where causes and effects look; the mean of readers."""

    def __init__(self, readers: list[Reader]) -> None:
        super().__init__()
        self.readers = nn.ModuleList(readers)

    def forward(
        self, states: Tensor, marks: Tensor, first: Tensor, last: Tensor, kinds: Tensor, causes: Tensor, effects: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Logits [pairs, 2], and where they look, log-probabilities [pairs, pieces]."""
        attended, captions = torch.ones_like(marks), torch.zeros_like(marks[:, 0])
        said = []
        for reader in self.readers:
            hidden = reader.contextual(states, marks, captions, attended)
            said.append(reader.pairs(hidden[0], first, last, kinds, causes, effects))
        logits, looks = zip(*said, strict=True)
        return torch.stack(logits).mean(0), torch.stack(looks).exp().mean(0).log()


def stacked(texts: list[Text]) -> tuple[Tensor, ...]:
    """Pieces, shapes, marks, attended and domains of texts, padded."""
    longest = max(len(one.pieces) for one in texts)
    made = [
        torch.tensor([getattr(one, name) + [0] * (longest - len(one.pieces)) for one in texts])
        for name in ("pieces", "shapes", "marks")
    ]
    lengths = torch.tensor([len(one.pieces) for one in texts])
    return (*made, (torch.arange(longest)[None] < lengths[:, None]).long(), torch.tensor([one.domain for one in texts]))


def by_entities(texts: list[Text], logits: Tensor) -> Tensor:
    """Logits of pairs of things, of one text after the other, from those of their mentions, added as odds."""
    before = [sum(len(text.ends) for text in texts[:at]) for at in range(len(texts) + 1)]
    place = torch.cat([text.things + skipped for text, skipped in zip(texts, before, strict=False)]).to(logits.device)
    spread = place[:, None].expand(-1, 2)
    none = torch.full((before[-1], 2), -1e9, device=logits.device)
    most = none.scatter_reduce(0, spread, logits.detach(), "amax")
    return torch.zeros_like(none).index_add(0, place, torch.exp(logits - most[place])).log() + most


def loss_of(texts: list[Text], logits: Tensor, looks: list[Tensor]) -> Tensor:
    """How wrong the scores of texts are, and where their pairs look."""
    targets, weights, lookers = [], [], []
    for at, text in enumerate(texts):
        wanted: dict[Pair, list[float]] = {}
        for subject, object_, sign, *_ in text.edges:
            wanted.setdefault((subject, object_), [0.0, 0.0])[0 if sign > 0 else 1] = 1.0
        targets.append(torch.zeros(len(text.ends), 2))
        weights.append(torch.ones(len(text.ends), 2))
        at_pair = {pair: place for place, pair in enumerate(text.ends)}
        for pair, said in (wanted | text.said).items():
            if pair in at_pair:
                targets[-1][at_pair[pair]] = torch.tensor(said)
        for pair in text.ignored & at_pair.keys():
            weights[-1][at_pair[pair]] = 0.0
        rows, spans = looking_rightly(text)
        if rows:
            begin, end = torch.tensor(spans).T
            place = torch.arange(looks[at].shape[1])[None]
            inside = ((place >= begin[:, None]) & (place <= end[:, None])).to(DEVICE)
            lookers.append((looks[at][torch.tensor(rows).to(DEVICE)].exp() * inside).sum(-1))
    target, weight = torch.cat(targets).to(DEVICE), torch.cat(weights).to(DEVICE)
    added = by_entities(texts, logits)
    loss = functional.binary_cross_entropy_with_logits(added, target, weight=weight, reduction="sum")
    return loss - WEIGHT_OF_LOOKING * (torch.cat(lookers) + LEAST).log().sum() if lookers else loss


def looking_rightly(text: Text) -> tuple[list[int], list[Pair]]:
    """Which pairs of mentions state an edge, and the first and last piece of the words that do."""
    rows, spans = [], []
    for subject, object_, _, first, last in text.edges:
        if first < 0:
            continue
        near = [
            min((abs(m[2] - first), at) for at, m in enumerate(text.mentions) if m[0] == end)
            for end in (subject, object_)
            if any(m[0] == end for m in text.mentions)
        ]
        if len(near) == 2:
            at = ((text.causes == near[0][1]) & (text.effects == near[1][1])).nonzero()
            if len(at):
                rows.append(int(at[0]))
                spans.append((first, last))
    return rows, spans


def drawn(examples: list[Example], late: bool) -> list[Example]:
    """An epoch's examples: all captions that people read, half of what models did, some sentences of other kinds."""
    captions = [one for one in examples if one["domain"] == 0 and "said" not in one]
    taught = [one for one in examples if "said" in one]
    others = [one for one in examples if one["domain"] != 0]
    return captions + random.sample(taught, len(taught) // 2) + random.sample(others, len(others) // (6 if late else 3))


def train(
    examples: list[Example],
    measured: list[Example],
    tagger: TaggerModel,
    epochs: int,
    rate: float,
    model: Path,
    seed: int,
    seconds: float = 1e9,
) -> Reader:
    """Train a reader, for so many epochs or seconds; prints what it does after each epoch."""
    reader = Reader(tagger).to(DEVICE)
    torch.manual_seed(seed)
    random.seed(seed)
    for weight in tagger.parameters():
        weight.requires_grad_(False)
    for weight in reader.parameters():
        weight.requires_grad_(True)
    tagger.eval()
    own = [weight for name, weight in reader.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW(
        [{"params": list(reader.layers.parameters())}, {"params": own}], lr=RATES[0], weight_decay=0.01
    )
    steps = sum(len(batches(drawn(examples, epoch >= epochs // 2), PIECES_A_BATCH)) for epoch in range(epochs))
    running = {name: weight.clone() for name, weight in reader.state_dict().items()}
    step, began = 0, time.time()
    for epoch in range(epochs):
        reader.train()
        total = seen = 0.0
        for batch in batches(drawn(examples, epoch >= epochs // 2), PIECES_A_BATCH):
            step += 1
            done = max(step / steps, (time.time() - began) / seconds)
            share = rate * min(1.0, step / WARM_UP) * max(0.02, 1 - done)
            for group, base in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = base * share
            texts = [text for text in (Text(one, training=True) for one in batch) if len(text.causes)]
            if not texts:
                continue
            pieces, shapes, marks, attended, domain = (one.to(DEVICE) for one in stacked(texts))
            with torch.no_grad():
                lower = lower_states(tagger, pieces, shapes, torch.zeros_like(pieces), attended)
            hidden = reader.contextual(lower, marks, domain, attended)
            total_loss = loss_of(texts, *reader.of_texts(hidden, texts))
            loss = total_loss / max(4, len(texts))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            _follow(running, reader, step)
            total += total_loss.detach()
            seen += len(texts)
        torch.save(running, model.with_name(f"{model.name}.mean"))
        said = measure(reader, tagger, measured) if measured else ""
        spent = time.time() - began
        print(f"epoch {epoch + 1} of {epochs}, loss {float(total) / seen:.3f}, {spent:.0f} s {said}", flush=True)
        if time.time() - began > seconds:
            break
    return reader


def _follow(running: dict[str, Tensor], reader: Reader, step: int) -> None:
    """Go on with the running mean of a reader's weights."""
    kept = min(KEPT, (1 + step) / (10 + step))
    torch._foreach_lerp_(list(running.values()), list(reader.state_dict().values()), 1 - kept)


def predict(reader: Reader, tagger: TaggerModel, one: Example) -> tuple[Text, Tensor]:
    """Probabilities of + and − of each pair of things."""
    text = Text(one, training=False)
    if not len(text.causes):
        return text, torch.zeros(0, 2)
    with torch.no_grad():
        pieces, shapes, marks, attended, domain = (it.to(DEVICE) for it in stacked([text]))
        hidden = reader.contextual(
            lower_states(tagger, pieces, shapes, torch.zeros_like(pieces), attended), marks, domain, attended
        )
        logits, _ = reader.pairs(hidden[0], *text.asked(DEVICE))
        return text, by_entities([text], logits).sigmoid().cpu()


def measure(reader: Reader, tagger: TaggerModel, examples: list[Example]) -> str:
    """Signed F1 with the entities given, at the best threshold, among genes and families and over all kinds."""
    reader.eval()
    return figures([predict(reader, tagger, one) for one in examples])


def figures(predicted: list[tuple[Text, Tensor]]) -> str:
    """The same of what was predicted."""
    found: list[tuple[float, bool, bool]] = []
    there = [0, 0]
    for text, probabilities in predicted:
        kinds = {m[0]: m[1] for m in text.mentions}
        wanted = {
            (s, o, sign)
            for s, o, sign, *_ in text.edges
            if (s, o) not in text.ignored and s in kinds and o in kinds  # others stand in another row of the caption
        }
        there[0] += len(wanted)
        there[1] += sum(kinds[s] < 2 and kinds[o] < 2 for s, o, _ in wanted)
        for (s, o), both in zip(text.ends, probabilities.tolist(), strict=True):
            if (s, o) not in text.ignored:
                found.append(
                    (max(both), (s, o, 1 if both[0] >= both[1] else -1) in wanted, kinds[s] < 2 and kinds[o] < 2)
                )
    said = []
    for name, genes, number in (("all", False, there[0]), ("genes", True, there[1])):
        best = (0.0, 0.0, 0.0, 0.0)
        for threshold in (place / 20 for place in range(4, 17)):
            kept = [right for p, right, gf in found if p >= threshold and (gf or not genes)]
            if kept:
                precision, recall = sum(kept) / len(kept), sum(kept) / max(1, number)
                best = max(best, (2 * sum(kept) / (len(kept) + number), threshold, precision, recall))
        said.append(f"{name} F1 {best[0]:.3f} at {best[1]} ({best[2]:.2f}/{best[3]:.2f})")
    return ", ".join(said)


def export(weights: list[Path], tagger: Path, mappings: Path, about: str) -> None:
    """Write the readers as one."""
    readers = []
    for one in weights:
        base = TaggerModel()
        base.load_state_dict(torch.load(tagger, map_location="cpu"))
        readers.append(Reader(base))
        readers[-1].load_state_dict(torch.load(one, map_location="cpu"))
    write_readers(readers, mappings, "reader.py", about)


def write_readers(readers: list[Reader], mappings: Path, script: str, about: str) -> None:
    """Write readers as one, which says the mean of what they say."""
    states, marks = torch.ones(1, 8, WIDTH), torch.ones(1, 8, dtype=torch.long)
    one, pairs, mentions = torch.ones(3, dtype=torch.long), {0: "pairs"}, {0: "mentions"}
    inputs = {
        "states": (states, {1: "length"}),
        "marks": (marks, {1: "length"}),
        **dict.fromkeys(("first", "last", "kinds"), (one, mentions)),
        **dict.fromkeys(("causes", "effects"), (one, pairs)),
    }
    write_model(Exported(readers), mappings / "reader", inputs, {"logits": pairs, "looks": {0: "pairs", 1: "length"}})
    write_card(
        mappings / "reader",
        1,
        ("model.onnx",),
        f"The reader (figkg.relate.reader): made by benchmarks/training/{script}; docs/reader.md is its card.",
        {"trained_on": about},
    )


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train")
    one.add_argument("examples", type=Path, nargs="+")
    one.add_argument("--tagger", type=Path, required=True)
    one.add_argument("--model", type=Path, required=True)
    one.add_argument("--measure", type=Path)
    one.add_argument("--epochs", type=int, default=8)
    one.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates")
    one.add_argument("--seed", type=int, default=1)
    other = commands.add_parser("export")
    other.add_argument("model", type=Path, nargs="+")
    other.add_argument("mappings", type=Path)
    other.add_argument("--tagger", type=Path, required=True)
    other.add_argument("--about", required=True, help="what it was trained on, in words")
    given = parser.parse_args()
    if given.command == "export":
        export(given.model, given.tagger, given.mappings, given.about)
        return
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    tagger = TaggerModel()
    tagger.load_state_dict(torch.load(given.tagger, map_location="cpu"))
    tagger.to(DEVICE)
    examples = [json.loads(line) for path in given.examples for line in path.open()]
    measured = [json.loads(line) for line in given.measure.open()] if given.measure else []
    reader = train(examples, measured, tagger, given.epochs, given.rate, given.model, given.seed)
    torch.save(reader.state_dict(), given.model)


if __name__ == "__main__":
    main()
