"""Models that come as data: a folder of a mappings folder with a card, which names the files and their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError, reason_of

CARD = "model.yaml"
_MODEL, _TOKENIZER = "model.onnx", "tokenizer.json"
_VNNI = ("avx512_vnni", "avx_vnni")
_SLOW = ["SkipLayerNormFusion"]
"""What onnxruntime would merge to no good: normalizing together with adding takes an eighth of the time of a layer."""


class Card(Struct, frozen=True):
    """What a model's card says that is needed to run it; the rest is for people.

    Attributes:
        form: number of the form of its inputs and outputs.
        files: SHA-256 of each file beside the card, in hexadecimal digits, by name.
        longest: so many word pieces of a text go into a row.
        longest_title: so many of a title.
    """

    form: int
    files: dict[str, str]
    longest: int = 0
    longest_title: int = 0


class Model(Struct, frozen=True):
    """A model that can be run.

    Attributes:
        session: of onnxruntime, single-threaded.
        card: what its card says.
        files: content of the other files.
    """

    session: Any
    card: Card
    files: Mapping[str, bytes]


def load_model(mappings: Path, folder: str, form: int, *, processors: Path = Path("/proc/cpuinfo")) -> Model:
    """A model of a mappings folder.

    Args:
        mappings: the mappings folder.
        folder: the model's folder in it.
        form: the form of its inputs and outputs that the caller knows.
        processors: what Linux says of the processors it runs on.

    Raises:
        MappingError: card or model is missing, damaged or of another version.
    """
    import onnxruntime

    card = read_yaml(mappings / folder / CARD, Card)
    if card.form != form:
        raise MappingError(
            f"{folder}/{CARD}", None, f"form {card.form} is not {form}, which this version of figkg reads"
        )
    files = {name: _read(mappings / folder, name, digest) for name, digest in card.files.items()}
    if _MODEL not in files:
        raise MappingError(f"{folder}/{CARD}", None, f"files: {_MODEL} is missing")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Processors with AVX2 and no VNNI add products of 8 bits in 16 and cut what overflows: a tenth off in each layer.
    # This takes a slower way to the same bits that VNNI gives.
    if not adds_whole(processors):
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        content, where = files.pop(_MODEL), ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(content, options, where, disabled_optimizers=_SLOW)
    except Exception as error:  # the library raises what its native part does
        raise MappingError(folder, None, f"cannot be loaded ({str(error).splitlines()[0]})") from error
    return Model(session, card, files)


def adds_whole(processors: Path) -> bool:
    """Whether the processor is known to add products of 8 bits whole, in 32 bits, on its fastest way.

    Args:
        processors: what Linux says of them; elsewhere nothing is known.
    """
    try:
        said = processors.read_text(errors="replace")
    except OSError:
        return False
    flags = [line.partition(":")[2].split() for line in said.splitlines() if line.startswith("flags")]
    return bool(flags) and all(any(one in of_core for one in _VNNI) for of_core in flags)


def read_tokenizer(model: Model, folder: str) -> Any:
    """The tokenizer that comes with a model.

    Raises:
        MappingError: it is missing or none.
    """
    from tokenizers import Tokenizer

    if _TOKENIZER not in model.files:
        raise MappingError(f"{folder}/{CARD}", None, f"files: {_TOKENIZER} is missing")
    try:
        return Tokenizer.from_str(model.files[_TOKENIZER].decode())
    except Exception as error:  # the library raises what its native part does
        raise MappingError(folder, None, f"cannot be loaded ({str(error).splitlines()[0]})") from error


def _read(folder: Path, name: str, digest: str) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise MappingError(f"{folder.name}/{name}", None, reason_of(error)) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise MappingError(f"{folder.name}/{name}", None, "is damaged: its SHA-256 is not the one in the card")
    return content
