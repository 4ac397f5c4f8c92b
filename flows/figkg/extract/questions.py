"""What large models are asked of figures and captions, and what that costs: mappings/vision.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.extract.record import FigureRecord
from figkg.fetch.inquiry import Limits

FILE = "vision.yaml"

Count = Annotated[int, Meta(ge=0)]
Dollars = Annotated[float, Meta(ge=0)]

_PART = re.compile(r"\{(title|caption|words)\}")
_MOST_WORDS = 150
_CHARACTERS_OF_A_TOKEN = 4
_MILLION = 1_000_000


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """Tokens that a question is expected to cost besides its words.

    Attributes:
        image: of the image.
        form: of the JSON schema.
        answer: of the answer.
    """

    form: Count
    answer: Count
    image: Count = 0


class Asking(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of question.

    Attributes:
        expected: what one is expected to cost.
        prompt: the words; ``{caption}``, ``{title}`` and ``{words}`` stand for what the record says.
    """

    expected: Expected
    prompt: str


class Price(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model costs.

    Attributes:
        model: pattern of its name, ``gpt-5-mini*``.
        input: US dollars for a million tokens of questions.
        output: US dollars for a million tokens of answers.
    """

    model: str
    input: Dollars
    output: Dollars


class ModelPolicy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """mappings/vision.yaml.

    Attributes:
        limits: what asking may cost in one build, for images and for captions each.
        largest_megabytes: size of an image, at most.
        images: what is asked of an image.
        captions: what is asked of a caption.
        prices: what models cost; the first that fits.
    """

    limits: Limits
    largest_megabytes: Annotated[float, Meta(gt=0)]
    images: Asking
    captions: Asking
    prices: tuple[Price, ...] = ()

    @property
    def largest_image(self) -> int:
        """Bytes of an image, at most."""
        return int(self.largest_megabytes * _MILLION)


class Estimate(Struct, frozen=True, kw_only=True):
    """What asking is expected to cost.

    Attributes:
        questions: all of them.
        known: those whose answer is kept.
        requests: those that would be sent, by the limits.
        input: tokens of questions.
        output: tokens of answers.
        dollars: US dollars, or None where no price of the model is known.
    """

    questions: int
    known: int
    requests: int
    input: int
    output: int
    dollars: float | None


def load_model_policy(mappings: Path) -> ModelPolicy:
    """Read the policy.

    Raises:
        MappingError: it is missing, or not of this form.
    """
    return read_yaml(mappings / FILE, ModelPolicy)


def filled(prompt: str, record: FigureRecord) -> str:
    """A prompt with what a record says.

    Args:
        prompt: has ``{title}``, ``{caption}`` and ``{words}`` where that is to stand.
        record: the figure.
    """
    parts = {"title": record.title, "caption": record.caption, "words": ", ".join(_words(record))}
    return _PART.sub(lambda found: parts[found[1]] or "(none)", prompt)


def estimate(asking: Asking, lengths: Iterable[int | None], model: str, policy: ModelPolicy) -> Estimate:
    """What questions are expected to cost.

    Args:
        asking: their kind.
        lengths: characters of each prompt; None where its answer is kept.
        model: who is asked.
        policy: has limits and prices.
    """
    questions = known = requests = tokens = 0
    for length in lengths:
        questions += 1
        if length is None:
            known += 1
        elif requests < policy.limits.requests:
            requests += 1
            tokens += length // _CHARACTERS_OF_A_TOKEN + asking.expected.form + asking.expected.image
    output = requests * asking.expected.answer
    price = next((one for one in policy.prices if fnmatch(model.lower(), one.model.lower())), None)
    dollars = None if price is None else (tokens * price.input + output * price.output) / _MILLION
    return Estimate(questions=questions, known=known, requests=requests, input=tokens, output=output, dollars=dollars)


def _words(record: FigureRecord) -> list[str]:
    """The words that were read off the image, each with what it was taken for."""
    words: dict[str, None] = {}
    for gene in record.genes:
        what = " ".join(filter(None, (gene.symbol, f"NCBI Gene {gene.number}" if gene.number else "")))
        words[f"{gene.word} ({what})" if what else gene.word] = None
    others = [(row.word, row.mesh) for row in record.chemicals] + [(row.word, row.mesh) for row in record.diseases]
    for word, mesh in others:
        words[f"{word} (MeSH {mesh})" if mesh else word] = None
    return list(words)[:_MOST_WORDS]
