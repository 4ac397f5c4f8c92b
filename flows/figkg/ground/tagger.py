"""The tagger: what a caption names, found by reading; a small encoder (mappings/tagger/) run by onnxruntime.

It reads word pieces with the shape of their words and what the dictionary finds there, and the paper's title beside the
caption. For each piece it tells whether a mention begins or goes on there and of which kind, and whether a gene or
protein is one that human tables do not have. How it was made stands in benchmarks/training/ and in the model's card.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError, reason_of
from figkg.ground.figure import Kind

FOLDER = "tagger"
CARD = "model.yaml"
_MODEL, _TOKENIZER = "model.onnx", "tokenizer.json"
KINDS: tuple[Kind, ...] = ("gene", "family", "chemical", "process", "disease", "other")
"""The kinds in the order of the model's outputs: nothing, then beginning and inside of each, then foreign."""

FOUND: tuple[str, ...] = ("gene", "family", "chemical", "disease", "process", "other", "unsure")
"""What the dictionary finds, in the order in which the model was taught it."""

_DASHES = {ord(letter): "-" for letter in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"}
_PLAIN = str.maketrans(_DASHES | {ord(letter): " " for letter in "\u00a0\u2009\u202f"})
_END_OF_SENTENCE = re.compile(r"[.;:]\s+(?=[A-Z(])")
_WORD = re.compile(r"[^\W_]+")
_FIRST, _SEPARATOR = 101, 102
_GENE = 1
"""The beginning of a gene or family, where the two are one kind."""
_LEAST_PROBABILITY = 1e-9
_NO_END, _NO_BEGINNING = " ,;:.([/\\\"'", " ,;:.)]/\\\"'"
_TITLE = 15
"""What stands where the dictionary's find would, for pieces of the title."""


class Found(Struct, frozen=True):
    """A place where the dictionary finds a name.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        kind: of :data:`FOUND`.
    """

    start: int
    end: int
    kind: str


class Tagged(Struct, frozen=True, order=True):
    """A mention that the tagger found.

    Attributes:
        start: offset of its first character, in Unicode code points.
        end: offset behind its last one.
        kind: what it names.
        probability: that this is a mention, whole and of this kind, in (0, 1].
        foreign: probability that human tables do not have it, in [0, 1]; of genes and families only.
    """

    start: int
    end: int
    kind: Kind
    probability: float
    foreign: float


class _Card(Struct, frozen=True):
    """What the model's card says that is needed to run it; the rest is for people."""

    form: int
    files: dict[str, str]
    longest: int
    longest_title: int


FORM = 1
"""Raised with what goes into the model or comes out of it."""


class Row(Struct, frozen=True):
    """A stretch of a text as the model reads it; all lists have one number for each word piece.

    Attributes:
        pieces: numbers of the word pieces, with what stands before, between and behind text and title.
        shapes: how they are written (:func:`shapes_of`).
        finds: what the dictionary finds there: 0, or 1 and 2 for the beginning and the rest of the first of
            :data:`FOUND`, and so on; 15 for the title.
        offsets: where the pieces of the text begin and end in it; they are the second piece and those that follow.
        continued: whether each of these goes on with the word of the one before.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    finds: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    continued: tuple[bool, ...]


class Encoder:
    """Makes rows of texts."""

    def __init__(self, tokenizer: Any, longest: int, longest_title: int) -> None:
        """Take a tokenizer.

        Args:
            tokenizer: of the library tokenizers.
            longest: so many pieces of a text go into a row.
            longest_title: so many of a title.
        """
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._longest = longest
        self._longest_title = longest_title

    def rows(self, text: str, title: str, found: Sequence[Found]) -> Iterator[Row]:
        """The rows of a text, one after the other, cut at ends of sentences.

        Args:
            text: a caption.
            title: of its paper, or of the figure, or empty.
            found: what the dictionary finds, in order; of what overlaps the later one counts.
        """
        encoding = self._tokenizer.encode(text.translate(_PLAIN), add_special_tokens=False)
        offsets: list[tuple[int, int]] = encoding.offsets
        finds, shapes = _finds(offsets, found), shapes_of(text, offsets)
        continued = [start > 0 and text[start].isalnum() and text[start - 1].isalnum() for start, _ in offsets]
        about = self._tokenizer.encode(title.translate(_PLAIN), add_special_tokens=False)
        tail = [*about.ids[: self._longest_title], _SEPARATOR] if about.ids else []
        tail_shapes = [*shapes_of(title, about.offsets[: self._longest_title]), 0] if tail else []
        for begin, end in _windows(text, offsets, self._longest):
            yield Row(
                (_FIRST, *encoding.ids[begin:end], _SEPARATOR, *tail),
                (0, *shapes[begin:end], 0, *tail_shapes),
                (0, *finds[begin:end], 0, *[_TITLE] * len(tail)),
                tuple(offsets[begin:end]),
                tuple(continued[begin:end]),
            )


class Tagger:
    """Finds mentions; one per process, single-threaded, so that answers depend on nothing but the text."""

    def __init__(self, session: Any, encoder: Encoder) -> None:
        self._session = session
        self._encoder = encoder

    def tag(self, text: str, title: str, found: Sequence[Found]) -> tuple[Tagged, ...]:
        """The mentions of a text, in order, without overlaps.

        Args:
            text: a caption.
            title: of its paper, or of the figure, or empty.
            found: what the dictionary finds, in order; of what overlaps the later one counts.
        """
        tagged: list[Tagged] = []
        for row in self._encoder.rows(text, title, found) if text.strip() else ():
            labels, foreign = self._run(row)
            inside = slice(1, len(row.offsets) + 1)
            tagged += decode(labels[inside], foreign[inside], row)
        return tuple(trimmed for one in tagged if (trimmed := _trimmed(one, text)) is not None)

    def _run(self, row: Row) -> tuple[Any, Any]:
        import numpy as np

        values = {"pieces": row.pieces, "shapes": row.shapes, "finds": row.finds}
        feed = {name: np.asarray([value], dtype=np.int64) for name, value in values.items()}
        labels, foreign = self._session.run(None, feed)
        return labels[0], foreign[0]


def _finds(offsets: Sequence[tuple[int, int]], found: Sequence[Found]) -> list[int]:
    """What the dictionary finds at each piece, as :attr:`Row.finds` has it."""
    marks = [0] * len(offsets)
    place = 0
    for one in sorted(found, key=lambda one: (one.kind != "unsure", one.start)):
        code = 1 + 2 * FOUND.index(one.kind)
        place = 0 if place >= len(offsets) or offsets[place][0] > one.start else place
        while place < len(offsets) and offsets[place][1] <= one.start:
            place += 1
        first, here = True, place
        while here < len(offsets) and offsets[here][0] < one.end:
            marks[here] = code if first else code + 1
            first = False
            here += 1
    return marks


def decode(labels: Any, foreign: Any, row: Row) -> Iterator[Tagged]:
    """The likeliest mentions: whole words, nothing goes on that did not begin, genes and families told apart last.

    Args:
        labels: an array of pieces by labels, probabilities: nothing; beginning and inside of each of :data:`KINDS`.
        foreign: an array of pieces, the probability that a gene there is one that human tables lack.
        row: what was read.
    """
    import numpy as np

    offsets = row.offsets

    grouped = np.concatenate([labels[:, :1], labels[:, 1:3] + labels[:, 3:5], labels[:, 5:]], axis=1)
    best = _path(np.log(grouped + _LEAST_PROBABILITY), row.continued)
    place = 0
    while place < len(best):
        label = best[place]
        if label == 0:
            place += 1
            continue
        end = place + 1
        while end < len(best) and best[end] == label + 1:
            end += 1
        kind = KINDS[(label - 1) // 2 + 1] if label > _GENE else "gene"
        if label == _GENE:
            sums = labels[place:end, 1:5].sum(0)
            kind = "gene" if sums[0] + sums[1] >= sums[2] + sums[3] else "family"
        sure = np.mean([grouped[at, best[at]] for at in range(place, end)])
        foreignness = round(float(foreign[place:end].mean()), 3)
        yield Tagged(offsets[place][0], offsets[end - 1][1], kind, round(float(sure), 3), foreignness)
        place = end


def _trimmed(one: Tagged, text: str) -> Tagged | None:
    """A mention without signs at its ends and brackets that have no other half; None for what is a number alone."""
    start, end = one.start, one.end
    while start < end:
        said = text[start:end]
        if said[-1] in _NO_END or (said[-1] in ")]" and said.count("(") + said.count("[") < said.count(said[-1])):
            end -= 1
        elif said[0] in _NO_BEGINNING or (said[0] in "([" and said.count(")") + said.count("]") < said.count(said[0])):
            start += 1
        else:
            break
    said = text[start:end]
    return None if not said or said.isdigit() else structs.replace(one, start=start, end=end)


def _path(scores: Any, continued: Sequence[bool]) -> list[int]:
    """The likeliest labels of all pieces together: inside of a kind only behind its beginning or its inside.

    Within a word nothing begins or ends. A. J. Viterbi, IEEE Transactions on Information Theory 13:260 (1967).
    """
    import numpy as np

    pieces, labels = scores.shape
    inside = np.arange(2, labels, 2)
    reached = scores[0].copy()
    reached[inside] = -np.inf
    before = np.zeros((pieces, labels), dtype=np.int64)
    for piece in range(1, pieces):
        going_on = reached[inside] > reached[inside - 1]
        before[piece, inside] = np.where(going_on, inside, inside - 1)
        within = np.maximum(reached[inside], reached[inside - 1])
        best = 0 if continued[piece] else int(reached.argmax())
        before[piece, 0] = before[piece, inside - 1] = best
        following = np.full(labels, -np.inf if continued[piece] else reached[best])
        following[0] = reached[best]
        following[inside] = within
        reached = following + scores[piece]
    path = [int(reached.argmax())] if pieces else []
    for piece in range(pieces - 1, 0, -1):
        path.append(int(before[piece, path[-1]]))
    return path[::-1]


def _windows(text: str, offsets: Sequence[tuple[int, int]], longest: int) -> Iterator[tuple[int, int]]:
    """Stretches of pieces that are short enough, cut at ends of sentences where there are any."""
    if len(offsets) <= longest:
        yield 0, len(offsets)
        return
    ends: list[int] = []
    place = 0
    for bound in (*(match.end() for match in _END_OF_SENTENCE.finditer(text)), len(text) + 1):
        while place < len(offsets) and offsets[place][0] < bound:
            place += 1
        ends.append(place)
    begin = last = 0
    for end in ends:
        if end - begin > longest and last > begin:
            yield begin, last
            begin = last
        while end - begin > longest:
            yield begin, begin + longest
            begin += longest
        last = end
    if begin < len(offsets):
        yield begin, len(offsets)


def shapes_of(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """How pieces of a text and what they are written together with are written, each as one number below 64.

    A sign stands together with the words on both sides: the dash of *IL-6* with *IL* and *6*.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    shapes: list[int] = []
    known: dict[tuple[int, int], int] = {}
    place = 0
    for start, end in offsets:
        while place < len(words) and words[place][1] < start:
            place += 1
        here = place
        left = words[here][0] if here < len(words) and words[here][0] <= start else start
        while here < len(words) and words[here][1] < end:
            here += 1
        right = words[here][1] if here < len(words) and words[here][0] <= end else end
        if here + 1 < len(words) and words[here + 1][0] == end:
            right = words[here + 1][1]
        whole = (left, max(right, end))
        if whole not in known:
            known = {whole: _shape(text[whole[0] : whole[1]])}
        shapes.append(_shape(text[start:end]) * 8 + known[whole])
    return shapes


def _shape(word: str) -> int:
    """0 nothing, 1 small letters, 2 one capital, 3 capitals, 4 Capitalized, 5 digits, 6 no letters, 7 mIxed1."""
    if not word or word.isspace():
        return 0
    if word.isdigit():
        return 5
    if not any(map(str.isalpha, word)):
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 4 if word[0].isupper() and word[1:].islower() else 7


def load_tagger(mappings: Path) -> Tagger:
    """The tagger of a mappings folder.

    Raises:
        MappingError: its card, model or tokenizer is missing, damaged or of another version.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    folder = mappings / FOLDER
    card = read_yaml(folder / CARD, _Card)
    if card.form != FORM:
        raise MappingError(
            f"{FOLDER}/{CARD}", None, f"form {card.form} is not {FORM}, which this version of figkg reads"
        )
    if missing := {_MODEL, _TOKENIZER} - card.files.keys():
        raise MappingError(f"{FOLDER}/{CARD}", None, f"files: {', '.join(sorted(missing))} is missing")
    content = {name: _read(folder, name, digest) for name, digest in card.files.items()}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(content[_MODEL], options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(content[_TOKENIZER].decode())
    except Exception as error:  # both libraries raise what their native parts do
        raise MappingError(FOLDER, None, f"cannot be loaded ({str(error).splitlines()[0]})") from error
    return Tagger(session, Encoder(tokenizer, card.longest, card.longest_title))


def _read(folder: Path, name: str, digest: str) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise MappingError(f"{FOLDER}/{name}", None, reason_of(error)) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise MappingError(f"{FOLDER}/{name}", None, "is damaged: its SHA-256 is not the one in the card")
    return content
