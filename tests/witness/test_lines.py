"""Lines in images speak for edges that run as they do, and against others; images are drawn here."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from figkg.cli import witness as command
from figkg.extract.drawings import Annotation, Edge, Node
from figkg.witness import reading
from figkg.witness.labels import Frame, Word
from figkg.witness.reading import MissingImagesError, WordReader, decode
from figkg.witness.testimony import witnessed
from tests.helpers.commands import run_here

SIGNS = {"activation": 1, "inhibition": -1}
PLACES = {
    "TNF": (60, 100, 160, 140),
    "IL6": (560, 100, 660, 140),
    "MYC": (560, 500, 660, 540),
    "P53": (60, 500, 160, 540),
}
WORDS = [Word(name, tuple(map(float, frame))) for name, frame in PLACES.items()]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cv2() -> Any:
    return pytest.importorskip("cv2", reason="the extra images is not installed")


def drawn(cv2: Any, *, outlined: bool = False) -> Any:
    """TNF → IL6, MYC ⊣ P53, in black on white, with labels of grey."""
    image = np.full((700, 1400, 3), 255, dtype=np.uint8)
    for left, top, right, bottom in PLACES.values():
        cv2.rectangle(image, (left + 10, top + 10), (right - 10, bottom - 10), (60, 60, 60), -1)
        if outlined:
            cv2.rectangle(image, (left - 20, top - 15), (right + 20, bottom + 15), (0, 0, 0), 4)
    start, end = (190, 535) if outlined else (170, 550)
    cv2.line(image, (start, 120), (end - 30, 120), (0, 0, 0), 6)
    cv2.fillPoly(image, [np.array([(end, 120), (end - 36, 102), (end - 36, 138)])], (0, 0, 0))
    cv2.line(image, (start, 520), (end, 520), (0, 0, 0), 6)
    cv2.line(image, (start, 502), (start, 538), (0, 0, 0), 6)
    return image


def annotation(*edges: tuple[str, str, str], **more: Any) -> Annotation:
    return Annotation(
        "PMC1__f", tuple(Node(name) for name in (*PLACES, "XYZ")), tuple(Edge(*edge, **more) for edge in edges)
    )


def told(image: Any, one: Annotation, words: Sequence[Word] = WORDS) -> list[str | None]:
    return [edge.witness for edge in witnessed(one, image, lambda _: words, lambda type_: SIGNS.get(type_, 0)).edges]


@pytest.mark.parametrize("outlined", [False, True])
def test_a_line_agrees_contradicts_or_is_absent(cv2: Any, outlined: bool) -> None:
    edges = annotation(
        ("TNF", "IL6", "activation"),
        ("MYC", "P53", "inhibition"),
        ("IL6", "TNF", "activation"),
        ("TNF", "IL6", "inhibition"),
        ("TNF", "P53", "activation"),
    )
    expected = ["agrees", "agrees", "contradicts", "contradicts", "absent"]
    assert told(drawn(cv2, outlined=outlined), edges) == expected


def test_of_what_cannot_be_seen_nothing_is_said(cv2: Any) -> None:
    image = drawn(cv2)
    assert told(image, annotation(("TNF", "XYZ", "activation"), ("TNF", "IL6", "binding"))) == [None, None]
    assert told(image, annotation(("TNF", "IL6", "activation"), on=("MYC", "P53"))) == [None]
    assert told(image, annotation(("TNF", "IL6", "activation")), []) == [None]


def test_the_shape_of_an_end_counts_where_it_is_said(cv2: Any) -> None:
    assert told(drawn(cv2), annotation(("TNF", "IL6", "inhibition"), shape="arrow")) == ["agrees"]


def test_boxes_of_an_annotation_stand_before_words(cv2: Any) -> None:
    image = drawn(cv2)
    boxes: dict[str, Frame] = {"A": WORDS[0].frame, "B": WORDS[1].frame}
    one = Annotation(
        "PMC1__f", tuple(Node(name, box=box) for name, box in boxes.items()), (Edge("A", "B", "activation"),)
    )
    assert told(image, one) == ["agrees"]


def test_lines_that_cross_say_nothing(cv2: Any) -> None:
    image = np.full((700, 1400, 3), 255, dtype=np.uint8)
    for start, end in (((170, 150), (545, 490)), ((170, 490), (545, 150))):
        cv2.arrowedLine(image, start, end, (0, 0, 0), 6, tipLength=0.08)
    assert told(image, annotation(("TNF", "MYC", "activation"))) == ["absent"]


def test_an_image_with_soft_shades_is_no_line_drawing(cv2: Any) -> None:
    image = drawn(cv2)
    shade = np.linspace(0, 250, 1400, dtype=np.float32)[None, :, None] * np.ones((350, 1, 3), dtype=np.float32)
    image[350:] = cv2.GaussianBlur(shade * 6 % 255, (0, 0), 9).astype(np.uint8)
    assert told(image, annotation(("TNF", "IL6", "activation"))) == [None]


def test_the_command_writes_what_it_finds(
    cv2: Any, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Callable[[Any], list[Word]] = lambda _: WORDS  # noqa: E731
    monkeypatch.setattr(command, "WordReader", lambda: read)
    cv2.imwrite(str(tmp_path / "PMC1__f.png"), drawn(cv2))
    (tmp_path / "PMC2__f.png").write_bytes(b"no image")
    nodes = [{"label": name} for name in PLACES]
    edges = [{"source": "TNF", "target": "IL6", "type": "activation"}]
    lines = [{"figid": f"PMC{number}__f", "by": "m", "nodes": nodes, "edges": edges} for number in (1, 2, 3)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    out = tmp_path / "out.jsonl"
    ran = run_here(capfd, "annotate", "lines", str(tmp_path / "a.jsonl"), "--images", str(tmp_path), "--out", str(out))
    assert ran.returncode == 0, ran.stderr
    assert (
        "3 annotations, 1 with an image; of their edges 1 agrees, 0 contradicts, 0 absent, 2 nothing said" in ran.stderr
    )
    found = [json.loads(line)["edges"][0]["witness"] for line in out.read_text().splitlines()]
    assert found == ["agrees", None, None]


def test_words_are_read_where_the_packages_are(cv2: Any) -> None:
    pytest.importorskip("rapidocr", reason="the extra images is not installed")
    image = np.full((200, 900, 3), 255, dtype=np.uint8)
    cv2.putText(image, "TNF", (60, 120), cv2.FONT_HERSHEY_SIMPLEX, 2.5, (0, 0, 0), 6)
    cv2.putText(image, "STAT3", (500, 120), cv2.FONT_HERSHEY_SIMPLEX, 2.5, (0, 0, 0), 6)
    words = sorted(WordReader()(image), key=lambda word: word.frame)
    assert [word.text for word in words] == ["TNF", "STAT3"]
    assert words[0].frame[2] < 300 < words[1].frame[0]


def test_what_is_no_image_is_none(cv2: Any) -> None:
    assert decode(b"") is None
    assert decode(b"no image") is None


def test_without_its_packages_it_says_what_to_install(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find_spec", lambda _: None)
    with pytest.raises(MissingImagesError, match=r"cv2 is not installed; .*images"):
        WordReader()
    ran = run_here(capfd, "annotate", "lines", str(tmp_path / "a.jsonl"), "--images", str(tmp_path))
    assert ran.returncode == 1
    assert "cv2 is not installed" in ran.stderr


def test_an_image_that_says_it_is_huge_is_not_decoded(cv2: Any) -> None:
    small = bytes(cv2.imencode(".png", np.zeros((3, 4, 3), dtype=np.uint8))[1])
    assert decode(small) is not None
    assert decode(small[:16] + struct.pack(">II", 30_000, 30_000) + small[24:]) is None
    assert decode(small[:40]) is None
