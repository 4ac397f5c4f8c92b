"""Annotated files: a very small one made for these tests, the captions that come with the project, and larger ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent.parent
OWN = TESTS / "gold" / "captions.jsonl"
SHARED = TESTS.parent.parent / "shared" / "gold"


def annotated(name: str) -> Path:
    """An annotated file: that of the project, ``own``, or one of those that lie beside it where it is developed."""
    path = OWN if name == "own" else SHARED / f"{name}_dev.jsonl"
    if not path.exists():
        pytest.skip("the annotated files are not here")
    return path


TEXTS: list[dict[str, Any]] = [
    {
        "text_id": "t1",
        "ref": "paper 1",
        "text": "AKT1 activates MTOR and inhibits FOXO3.",
        "entities": [
            {"id": "c0", "type": "gene", "mentions": [{"text": "AKT1", "start": 0, "end": 4}]},
            {"id": "c1", "type": "gene", "mentions": [{"text": "MTOR", "start": 15, "end": 19}]},
            {"id": "c2", "type": "family", "mentions": [{"text": "FOXO3", "start": 33, "end": 38}]},
        ],
        "edges": [{"subject": "c0", "object": "c1", "sign": 1}, {"subject": "c0", "object": "c2", "sign": -1}],
        "ignore_pairs": [["c1", "c2"]],
        "negated_pairs": [["c2", "c1"]],
        "section": "caption",
        "split": "dev",
        "source": "made",
    },
    {
        "text_id": "t2",
        "ref": "paper 2",
        "text": "Aspirin blocks PTGS2.",
        "entities": [
            {"id": "c0", "type": "chemical", "mentions": [{"text": "Aspirin", "start": 0, "end": 7}]},
            {"id": "c1", "type": "gene", "mentions": [{"text": "PTGS2", "start": 15, "end": 20}]},
        ],
        "edges": [{"subject": "c0", "object": "c1", "sign": -1}],
        "ignore_pairs": [],
        "negated_pairs": [],
        "section": "abstract",
        "split": "heldout",
        "source": "made",
    },
]

PAIRS: list[dict[str, Any]] = [
    {
        "id": f"p{number}",
        "text": text,
        "subject": {"text": "AKT1"},
        "object": {"text": "MTOR"},
        "sign": sign,
        "core": core,
        "split": "dev",
    }
    for number, (text, sign, core) in enumerate(
        [
            ("AKT1 activates MTOR.", 1, True),
            ("AKT1 inhibits MTOR.", 1, True),
            ("AKT1 binds MTOR.", -1, True),
            ("MTOR is induced by AKT1.", 0, False),
        ]
    )
]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    """Write objects as JSON lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "gold.jsonl", TEXTS)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "pairs.jsonl", PAIRS)
