"""benchmarks/statements.py: how a sentence is read, and what a change of words changes."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXTS = ROOT / "tests" / "gold" / "captions.jsonl"


@pytest.fixture(scope="module")
def main() -> Callable[[list[str]], None]:
    found: Callable[[list[str]], None] = runpy.run_path(str(ROOT / "benchmarks" / "statements.py"))["main"]
    return found


def test_a_sentence_is_printed_as_it_is_read(
    main: Callable[[list[str]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["[TNF] activates [NFKB1]"])
    assert capsys.readouterr().out.splitlines() == [
        "TNF                     ENTITY",
        "activates               VERB",
        "NFKB1                   ENTITY",
        "",
        "TNF + NFKB1  active/activate, 0.91",
    ]


def test_a_sentence_that_states_nothing_is_told_so(
    main: Callable[[list[str]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["[TNF] binds [TNFR1]"])
    assert capsys.readouterr().out.splitlines()[-1] == "nothing is stated"


def test_what_is_gone_and_new_is_told(
    main: Callable[[list[str]], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "before.jsonl"
    main([str(TEXTS), "--write", str(before)])
    with pytest.raises(SystemExit) as ended:
        main([str(TEXTS), "--against", str(before)])
    assert ended.value.code == 0
    first, *others = before.read_text(encoding="utf-8").splitlines(keepends=True)
    turned = first.replace('"sign":1', '"sign":0').replace('"sign":-1', '"sign":1').replace('"sign":0', '"sign":-1')
    before.write_text("".join([turned, *others]), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main([str(TEXTS), "--against", str(before)])
    assert ended.value.code == 1
    told = capsys.readouterr().out.splitlines()
    assert sorted(line[:4] for line in told if line.startswith(("gone", "new "))) == ["gone", "new "]
    assert told[-1].endswith("2 gone or new")
