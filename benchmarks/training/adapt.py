"""Accustom the encoder to the texts that it will read, before anything else is taught: it guesses words left out.

    python benchmarks/training/adapt.py TEXTS.jsonl … --model adapted.pt [--epochs 8] [--start earlier.pt]

Each line has a ``text``. What is written is what tagger.py begins with (``--start adapted.pt``). Whole words
are left out, 15 in 100, as in Devlin et al., BERT, NAACL 2019, and its authors' later release. Needs
benchmarks/training/requirements.txt and an accelerator: there an epoch over nine million pieces takes 15 seconds, on
two cores three hours. ``--start`` goes on from what an earlier run made.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from tagger import DEVICE, ENCODER, LAST_SPECIAL, MASK, WIDTH, Model

LENGTH = 256
ROWS_A_BATCH = 64
RATES = (1.5e-4, 5e-4)
"""Of the encoder, and of what guesses."""
WARM_UP = 0.06
LEFT_OUT = 0.15
FIRST, SEPARATOR = 101, 102


class Guesser(nn.Module):
    """What guesses words from the states of the encoder; it knows them by the encoder's embeddings."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        self.seen = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH))
        self.words = words
        self.bias = nn.Parameter(torch.zeros(words.num_embeddings))

    def forward(self, states: Tensor) -> Tensor:
        """Logits of all word pieces."""
        return functional.linear(self.seen(states), self.words.weight, self.bias)


def rows_of(texts: list[str], tokenizer: Tokenizer) -> Tensor:
    """Texts one after the other, cut into rows of pieces."""
    pieces: list[int] = []
    inside = LENGTH - 2
    for encoded in tokenizer.encode_batch(texts, add_special_tokens=False):
        pieces += [*encoded.ids, SEPARATOR]
    rows = [pieces[at : at + inside] for at in range(0, len(pieces) - inside + 1, inside)]
    return torch.tensor([[FIRST, *row, SEPARATOR] for row in rows])


def left_out(rows: Tensor, begins: Tensor) -> tuple[Tensor, Tensor]:
    """Rows with some words left out, and which pieces are asked for."""
    word = begins[rows].long().cumsum(1)
    chosen = torch.rand(rows.shape[0], LENGTH + 1, device=rows.device).gather(1, word) < LEFT_OUT
    chosen &= rows > LAST_SPECIAL
    fate = torch.rand(rows.shape, device=rows.device)
    other = torch.randint_like(rows, LAST_SPECIAL + 1, len(begins))
    shown = torch.where(chosen & (fate < 0.8), torch.full_like(rows, MASK), rows)
    return torch.where(chosen & (fate > 0.9), other, shown), chosen


def adapt(rows: Tensor, begins: Tensor, epochs: int, seconds: float = 1e9, start: Path | None = None) -> Model:
    """Go on with pre-training, for so many epochs or seconds; prints how well it guesses."""
    model = Model()
    if start is not None:
        model.load_state_dict(torch.load(start, map_location="cpu"))
    model.to(DEVICE)
    guesser = Guesser(model.enc.embeddings.word_embeddings).to(DEVICE)
    new = [weight for name, weight in guesser.named_parameters() if not name.startswith("words.")]
    optimizer = torch.optim.AdamW(
        [{"params": list(model.enc.parameters())}, {"params": new}], lr=RATES[0], weight_decay=0.01
    )
    rows, begins = rows.to(DEVICE), begins.to(DEVICE)
    began, step, total = time.time(), 0, 0.0
    steps = epochs * (len(rows) // ROWS_A_BATCH)
    model.train()
    for epoch in range(epochs):
        order = torch.randperm(len(rows), device=DEVICE)
        total = 0.0
        for at in range(0, len(rows) - ROWS_A_BATCH + 1, ROWS_A_BATCH):
            step += 1
            done = min(1.0, max(step / steps, (time.time() - began) / seconds))
            share = min(1.0, done / WARM_UP) * max(0.02, 1 - done)
            for group, base in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = base * share
            batch = rows[order[at : at + ROWS_A_BATCH]]
            shown, asked = left_out(batch, begins)
            with torch.autocast(DEVICE, torch.bfloat16):
                states = model.enc(input_ids=shown).last_hidden_state
                loss = functional.cross_entropy(guesser(states[asked]).float(), batch[asked])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.detach()
        mean = float(total) / max(1, len(rows) // ROWS_A_BATCH)
        print(f"epoch {epoch + 1} of {epochs}, loss {mean:.3f}, {time.time() - began:.0f} s", flush=True)
        if time.time() - began > seconds:
            break
    return model


def begins_of(tokenizer: Tokenizer) -> Tensor:
    """Which pieces begin a word."""
    return torch.tensor(
        [not tokenizer.id_to_token(piece).startswith("##") for piece in range(tokenizer.get_vocab_size())]
    )


def main() -> None:
    """Write an encoder that knows such texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path)
    given = parser.parse_args()
    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = [json.loads(line)["text"] for path in given.texts for line in path.open()]
    random.Random(1).shuffle(texts)
    model = adapt(rows_of(texts, tokenizer), begins_of(tokenizer), given.epochs, start=given.start)
    torch.save(model.state_dict(), given.model)


if __name__ == "__main__":
    main()
