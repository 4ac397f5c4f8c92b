"""Teach a smaller reader what the exported one says, and write it in its place.

    python benchmarks/training/student.py train EXAMPLES.jsonl … --teacher mappings --model student.pt
        [--plain ROWS.jsonl …] [--layers 0 3] [--measure DEV.jsonl] [--epochs 12]
    python benchmarks/training/student.py export student.pt mappings --about "…"

The teacher is what runs: the encoder and the reader of a mappings folder, in 8 bits. The student stands on the same
states, begins as some layers of the teacher's first half, and sees each text as the teacher does at that moment: with
words masked, with other things marked, and with names of the same kind in place of those that stand there. It learns
what the teacher says of each pair of mentions and where it looks, and of annotated captions the annotations too. After
Beyer et al., Knowledge distillation: a good teacher is patient and consistent, CVPR 2022. Examples are those of
reader_examples.py; ROWS are texts that nobody annotated, as tagger_examples.py writes them with ``--plain``, in which
the teacher's tagger finds the mentions. Needs benchmarks/training/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from reader import Reader, Text, by_entities, figures, loss_of, stacked, write_readers
from tagger import WIDTH, Model, batches, row_of
from teach import example_of

from figkg.ground.tagger import Tagged, decode

PARTS = (
    *("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"),
    *("intermediate.dense", "output.dense"),
)
"""The products of a layer, in the order in which they stand in a model that was exported."""
RATES = (2e-4, 6e-4)
"""Of the layers, and of what scores pairs."""
WARM_UP = 100
PIECES_A_BATCH = 1600
RENAMED, OTHER_NAME = 0.5, 0.5
"""How many texts have other names in them, and how many of their mentions."""
LONGEST_ROW = 500
WEIGHT_OF_LOOKING, WEIGHT_OF_GOLD = 0.1, 0.5
TOLD = 0.05
"""Pairs that the teacher finds this probable teach where to look."""
KEPT = 0.998
"""So much of a running mean of the weights is left after a step."""

Example = dict[str, Any]
Name = tuple[list[int], list[int]]


class Teacher:
    """What runs: states of rows, and what is said of pairs."""

    def __init__(self, mappings: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self._encoder, self._tagger, self._reader = (
            onnxruntime.InferenceSession(str(mappings / one / "model.onnx"), options, ["CPUExecutionProvider"])
            for one in ("encoder", "tagger", "reader")
        )

    def tags(self, row: Example) -> Iterator[Tagged]:
        """What the tagger finds in a row."""
        states = self._states(row["pieces"], row["shapes"], row["finds"])
        labels, foreign = self._tagger.run(None, {"states": states})
        inside = slice(1, 1 + len(row["offsets"]))
        return decode(labels[0, inside], foreign[0, inside], row_of(row))

    def states(self, text: Text) -> Any:
        """States of a text, [1, pieces, WIDTH]."""
        return self._states(text.pieces, text.shapes, [0] * len(text.pieces))

    def _states(self, pieces: list[int], shapes: list[int], finds: list[int]) -> Any:
        row = {"pieces": pieces, "shapes": shapes, "finds": finds}
        return self._encoder.run(None, {name: np.asarray([value], dtype=np.int64) for name, value in row.items()})[0]

    def says(self, text: Text, states: Any) -> tuple[Tensor, Tensor]:
        """Logits [pairs, 2] and the log of where they look [pairs, pieces]."""
        names = ("first", "last", "kinds", "causes", "effects")
        asked = {name: getattr(text, name).numpy() for name in names}
        logits, looks = self._reader.run(None, {"states": states, "marks": np.asarray([text.marks]), **asked})
        return torch.from_numpy(logits), torch.from_numpy(looks)


def first_half(path: Path) -> dict[str, Tensor]:
    """Weights of the first half of a reader that was exported, as its module names them."""
    graph = onnx.load(str(path)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def whole(name: str) -> Tensor:
        stored, zero = held[f"{name}_quantized"].astype(np.float32), held[f"{name}_zero_point"].astype(np.float32)
        return torch.from_numpy((stored - zero) * held[f"{name}_scale"])

    half, stored = "readers.0.", ("_quantized", "_scale", "_zero_point")
    halves = {name.split(".")[1] for name in held if name.startswith("readers.")}
    of_half = [name for name in held if name.startswith(half)]
    weights = {one.removeprefix(half): torch.tensor(held[one]) for one in of_half if not one.endswith(stored)}
    for name in [one.removesuffix("_quantized") for one in of_half if one.endswith("_quantized")]:
        own = name.removeprefix(half)
        weights[own.removesuffix("_Transposed")] = whole(name).T if own.endswith("_Transposed") else whole(name)
    products = {one.removesuffix("_quantized") for one in held if one.startswith("onnx::MatMul") and stored[0] in one}
    in_order = sorted(products, key=lambda one: int(one.rpartition("_")[2]))
    for at, name in enumerate(in_order[: len(in_order) // len(halves)]):
        weights[f"layers.{at // len(PARTS)}.{PARTS[at % len(PARTS)]}.weight"] = whole(name).T
    captions = next(held[one] for one in held if one.startswith("onnx::Add") and held[one].shape == (1, 1, WIDTH))
    weights["domains.weight"] = torch.zeros(3, WIDTH)
    weights["domains.weight"][0] = torch.tensor(captions[0, 0])
    return {name: weight.contiguous().clone() for name, weight in weights.items()}


def begin(path: Path, layers: Sequence[int]) -> Reader:
    """A student: some layers of a reader that was exported, and its scorer of pairs."""
    weights = first_half(path)
    there = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    if not 0 <= min(layers) <= max(layers) < there:
        sys.exit(f"--layers: the teacher's are 0 to {there - 1}")
    student = Reader(Model())
    student.layers = student.layers[:there]
    student.load_state_dict(weights)
    student.layers = torch.nn.ModuleList(student.layers[layer] for layer in layers)
    return student


def renamed(one: Example, names: dict[int, list[Name]]) -> Example:
    """An example with other names of the same kind for some of its things; what would grow too long stays."""
    pieces, shapes, length = list(one["pieces"]), list(one["shapes"]), one["length"]
    mentions, beside, edges = ([list(it) for it in one[name]] for name in ("mentions", "distractors", "edges"))
    other = {mention[0]: random.choice(names[mention[1]]) for mention in mentions if random.random() < OTHER_NAME}
    for mention in mentions:
        entity, _, first, last = mention
        spans = [(m, 2) for m in mentions] + [(it, 1) for it in beside]
        alone = sum(span[at] <= last and span[at + 1] >= first for span, at in spans) == 1
        grown = len(other[entity][0]) - (last + 1 - first) if entity in other else 0
        if entity not in other or not alone or length + grown > LONGEST_ROW:
            continue
        pieces[first : last + 1], shapes[first : last + 1] = other[entity]
        length += grown
        for span, at in (*spans, *((edge, 3) for edge in edges)):
            span[at : at + 2] = [place + grown if place > last else place for place in span[at : at + 2]]
        mention[2:] = [first, last + grown]
    changed = {"pieces": pieces, "shapes": shapes, "length": length}
    return one | changed | {"mentions": mentions, "distractors": beside, "edges": edges}


def names_of(examples: Sequence[Example]) -> dict[int, list[Name]]:
    """The names of each kind that examples have, as pieces and shapes."""
    found: dict[int, dict[tuple[int, ...], Name]] = defaultdict(dict)
    for one in examples:
        for _, kind, first, last in one["mentions"]:
            pieces = one["pieces"][first : last + 1]
            found[kind][tuple(pieces)] = pieces, one["shapes"][first : last + 1]
    return {kind: list(some.values()) for kind, some in found.items()}


def drawn(examples: Sequence[Example]) -> list[Example]:
    """An epoch's examples: all captions, a third of the sentences."""
    long = [one for one in examples if one["domain"] == 0 and one["length"] > 60]
    short = [one for one in examples if not (one["domain"] == 0 and one["length"] > 60)]
    return long + random.sample(short, len(short) // 3)


def train(
    student: Reader,
    teacher: Teacher,
    examples: list[Example],
    measured: list[Example],
    epochs: int,
    model: Path,
    seconds: float,
) -> None:
    """Teach a student, for so many epochs or seconds; prints what it does after each epoch, saves its running mean."""
    own = [weight for name, weight in student.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW(
        [{"params": list(student.layers.parameters())}, {"params": own}], lr=RATES[0], weight_decay=0.01
    )
    names, annotated = names_of(examples), {one["id"] for one in examples if one["annotated"]}
    running = {name: weight.clone() for name, weight in student.state_dict().items()}
    steps = epochs * len(batches(drawn(examples), PIECES_A_BATCH))
    step, began = 0, time.time()
    for epoch in range(epochs):
        student.train()
        total = seen = 0.0
        for batch in batches(drawn(examples), PIECES_A_BATCH):
            step += 1
            done = max(step / steps, (time.time() - began) / seconds)
            share = min(1.0, step / WARM_UP) * max(0.01, 1 - done)
            for group, base in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = base * share
            texts = [Text(renamed(one, names) if random.random() < RENAMED else one, training=True) for one in batch]
            texts = [text for text in texts if len(text.causes)]
            if not texts:
                continue
            loss = loss_of_student(student, teacher, texts, [text.id in annotated for text in texts])
            optimizer.zero_grad()
            (loss / max(4, len(texts))).backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            kept = min(KEPT, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(running.values()), list(student.state_dict().values()), 1 - kept)
            total += float(loss.detach())
            seen += len(texts)
        torch.save(running, model)
        said = ""
        if measured and (epoch % 3 == 2 or epoch + 1 == epochs):
            last = {name: weight.clone() for name, weight in student.state_dict().items()}
            student.load_state_dict(running)
            said = measure(student, teacher, measured)
            student.load_state_dict(last)
        print(f"epoch {epoch + 1} of {epochs}, loss {total / seen:.3f}, {time.time() - began:.0f} s {said}", flush=True)
        if time.time() - began > seconds:
            break


def loss_of_student(student: Reader, teacher: Teacher, texts: list[Text], annotated: list[bool]) -> Tensor:
    """How far a student is from its teacher, and from what annotators say."""
    _, _, marks, attended, domain = stacked(texts)
    states = torch.zeros(*marks.shape, WIDTH)
    said = []
    for at, text in enumerate(texts):
        of_text = teacher.states(text)
        states[at, : len(text.pieces)] = torch.from_numpy(of_text[0])
        said.append(teacher.says(text, of_text))
    logits, looks = student.of_texts(student.contextual(states, marks, domain, attended), texts)
    wanted = torch.cat([one for one, _ in said])
    loss = functional.binary_cross_entropy_with_logits(logits, wanted.sigmoid(), reduction="sum")
    loss = loss - functional.binary_cross_entropy_with_logits(wanted, wanted.sigmoid(), reduction="sum")
    for seen, (likely, there) in zip(looks, said, strict=True):
        weight = likely.sigmoid().amax(-1)
        told = weight > TOLD
        away = functional.kl_div(seen[told], there[told], reduction="none", log_target=True).sum(-1)
        loss = loss + WEIGHT_OF_LOOKING * (weight[told] * away).sum()
    read = [at for at, known in enumerate(annotated) if known]
    if read:
        parts = logits.split([len(text.causes) for text in texts])
        own = torch.cat([parts[at] for at in read])
        loss = loss + WEIGHT_OF_GOLD * loss_of([texts[at] for at in read], own, [looks[at] for at in read])
    return loss


def measure(student: Reader, teacher: Teacher, examples: list[Example]) -> str:
    """What a student does: signed F1 with the entities given."""
    student.eval()
    predicted = []
    with torch.no_grad():
        for text in (Text(one, training=False) for one in examples):
            if not len(text.causes):
                predicted.append((text, torch.zeros(0, 2)))
                continue
            _, _, marks, attended, domain = stacked([text])
            hidden = student.contextual(torch.from_numpy(teacher.states(text)), marks, domain, attended)
            logits, _ = student.pairs(hidden[0], *text.asked("cpu"))
            predicted.append((text, by_entities([text], logits).sigmoid()))
    return figures(predicted)


def examples_of(path: Path) -> list[Example]:
    """Annotated captions and sentences; of sentences, which other people annotated otherwise, the texts alone."""
    rows = [json.loads(line) for line in path.open()]
    return [one | {"annotated": one["domain"] == 0, "domain": 0} for one in rows]


def plain_examples(path: Path, teacher: Teacher) -> list[Example]:
    """Texts that nobody annotated, with what the teacher's tagger finds in them."""
    made = (example_of(one, teacher.tags(one)) for one in map(json.loads, path.open()))
    return [one | {"annotated": False} for one in made if len(one["mentions"]) > 1]


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train")
    one.add_argument("examples", type=Path, nargs="+")
    one.add_argument("--plain", type=Path, nargs="*", default=[], help="rows that nobody annotated")
    one.add_argument("--teacher", type=Path, required=True, help="mappings folder with encoder, tagger and reader")
    one.add_argument("--model", type=Path, required=True)
    one.add_argument("--layers", type=int, nargs="+", default=[0, 3], help="which of the teacher's it begins with")
    one.add_argument("--measure", type=Path)
    one.add_argument("--epochs", type=int, default=12)
    one.add_argument("--seconds", type=float, default=1e9, help="end after so many")
    one.add_argument("--seed", type=int, default=1)
    other = commands.add_parser("export")
    other.add_argument("model", type=Path)
    other.add_argument("mappings", type=Path)
    other.add_argument("--about", required=True, help="what it was trained on, in words")
    given = parser.parse_args()
    if given.command == "export":
        weights = torch.load(given.model, map_location="cpu")
        student = Reader(Model())
        layers = {int(name.split(".")[1]) for name in weights if name.startswith("layers.")}
        student.layers = student.layers[: len(layers)]
        student.load_state_dict(weights)
        write_readers([student], given.mappings, "student.py", given.about)
        return
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    torch.set_num_threads(2)
    teacher = Teacher(given.teacher)
    student = begin(given.teacher / "reader" / "model.onnx", given.layers)
    examples = [one for path in given.examples for one in examples_of(path)]
    examples += [one for path in given.plain for one in plain_examples(path, teacher)]
    measured = [json.loads(line) for line in given.measure.open()] if given.measure else []
    train(student, teacher, examples, measured, given.epochs, given.model, given.seconds)


if __name__ == "__main__":
    main()
