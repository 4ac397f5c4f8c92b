"""Models as they are shipped: ONNX with weights of 8 bits, beside a card that names the files' digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn


def write_model(
    model: nn.Module,
    folder: Path,
    inputs: Mapping[str, tuple[Tensor, Mapping[int, str]]],
    outputs: Mapping[str, Mapping[int, str]],
) -> None:
    """Write model.onnx of a folder.

    Args:
        model: the model.
        folder: where to.
        inputs: an example of each input, with the names of its axes that vary.
        outputs: the names of the axes that vary of each output.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.onnx"
    torch.onnx.export(
        model.eval(),
        tuple(example for example, _ in inputs.values()),
        str(whole),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={
            **{name: dict(axes) for name, (_, axes) in inputs.items()},
            **{n: dict(a) for n, a in outputs.items()},
        },
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(folder / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()


def write_card(folder: Path, form: int, files: Sequence[str], about: str, facts: Mapping[str, str | int]) -> None:
    """Write model.yaml of a folder.

    Args:
        folder: where to, with the files.
        form: the form of the model's inputs and outputs.
        files: the names of the files.
        about: what the model is, for people.
        facts: what else the card says.
    """
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    (folder / "model.yaml").write_text(
        f"# {about}\nform: {form}\nfiles:\n"
        + "".join(f"  {name}: {digest}\n" for name, digest in digests.items())
        + "".join(f"{name}: {fact}\n" for name, fact in facts.items())
    )
