"""Show how the rules read a sentence, and what a change of words or constructions changes.

    python benchmarks/statements.py "[TNF] strongly activates [NFKB1]."
    python benchmarks/statements.py GIVEN.jsonl --write before.jsonl
    python benchmarks/statements.py GIVEN.jsonl --against before.jsonl

A sentence has its entities in square brackets; its tokens are printed with their classes, then what is stated. A file
is one of texts with their entities, as ``figkg relate`` takes it; all statements of the rules are written, denied ones
too. With ``--against``, those that are gone and those that are new are printed; the exit code is 1 where there are any.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec

from figkg.base.resources import mappings_folder
from figkg.ground import Mention
from figkg.relate import Assertion, load_relator
from figkg.relate.grammar import load_grammar
from figkg.relate.lexicon import load_lexicon
from figkg.relate.lines import mentions_of, read_texts
from figkg.relate.token_classes import spelled
from figkg.relate.tokens import Tokenizer
from figkg.relate.vocabulary import load_vocabulary


class Statement(msgspec.Struct, frozen=True, order=True):
    """What is compared: where something is stated, what, and how it was read."""

    text: str
    start: int
    subject: str
    sign: int
    object: str
    negated: bool
    hedged: bool
    confidence: float
    rule: str
    trigger: str
    sentence: str

    def __str__(self) -> str:
        edge = f"{self.subject} {'+' if self.sign > 0 else '-'} {self.object}"
        notes = "".join((", denied" * self.negated, ", hedged" * self.hedged))
        return f"{edge}  {self.rule}, {self.confidence:.2f}{notes}"


def statement(text: str, one: Assertion) -> Statement:
    """An assertion as it is compared."""
    said = one.evidence
    return Statement(
        *(text, said.start, one.subject, one.sign, one.object, one.negated, one.hedged),
        *(one.confidence, said.rule, said.trigger, said.sentence),
    )


def marked(sentence: str) -> tuple[str, list[Mention]]:
    """``[A] activates [B]`` as plain text and its mentions."""
    text, mentions = "", []
    for part in re.split(r"(\[[^\]]*\])", sentence):
        name = part[1:-1] if part.startswith("[") else ""
        if name:
            mentions.append(Mention(len(text), len(text) + len(name), name, "gene", name))
        text += name or part
    return text, mentions


def show(sentence: str) -> None:
    """Print the tokens of a sentence with their classes, and what it states."""
    text, mentions = marked(sentence)
    mappings = mappings_folder()
    tokenizer = Tokenizer(load_lexicon(mappings), load_grammar(mappings), load_vocabulary(mappings))
    tokens = tokenizer.tokenize(text, 0, len(text), list(enumerate(mentions)))
    for cls, start, end in zip(tokens.classes, tokens.starts, tokens.ends, strict=True):
        print(f"{text[start:end]:<24}{spelled(cls)}")
    found = load_relator(mappings, fast=True).relate(text, mentions)
    print("\n".join(["", *(str(statement("", one)) for one in found)] if found else ["", "nothing is stated"]))


def stated(path: Path) -> list[Statement]:
    """All statements of a file of texts."""
    relator = load_relator(mappings_folder(), fast=True)
    with path.open("rb") as lines:
        texts = list(read_texts(lines, path.name))
    return sorted(
        {statement(text.text_id, one) for text in texts for one in relator.relate(text.text, mentions_of(text))}
    )


def compare(before: list[Statement], now: list[Statement]) -> int:
    """Print what is gone and what is new; how many these are."""
    gone, new = set(before) - set(now), set(now) - set(before)
    changed = sorted([*((one, "gone") for one in gone), *((one, "new ") for one in new)])
    for one, what in changed:
        print(f"{what} {one}\n     {one.text}: {' '.join(one.sentence.split())}")
    print(f"{len(before):,} statements before, {len(now):,} now, {len(changed)} gone or new")
    return len(changed)


def main(arguments: list[str]) -> None:
    """Do what the head of this file says."""
    match arguments:
        case [sentence] if "[" in sentence:
            show(sentence)
        case [path, "--write", target]:
            Path(target).write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in stated(Path(path))))
        case [path, "--against", other]:
            before = [msgspec.json.decode(line, type=Statement) for line in Path(other).read_bytes().splitlines()]
            sys.exit(1 if compare(before, stated(Path(path))) else 0)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
