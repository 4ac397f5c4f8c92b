"""Front matter made to break its reader: each ends as a refusal that names the record, in little time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import RecordError
from figkg.extract import RecordText, parse_record
from tests.helpers.waiting import PATIENCE

HEAD = "figid: PMC1__a\npmcid: PMC1\n"


def aliases(levels: int, width: int) -> str:
    """A bomb: each level names the one before several times."""
    first = "a0: &a0 [lol, lol]\n"
    return first + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]\n" for level in range(1, levels)
    )


def merges(levels: int) -> str:
    return "m0: &m0 {k0: v}\n" + "".join(
        f"m{level}: &m{level}\n  <<: [*m{level - 1}, *m{level - 1}]\n" for level in range(1, levels)
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "aliases": lambda: aliases(40, 20).encode(),
    "aliases in rows": lambda: (aliases(9, 9) + "genes: *a8\n").encode(),
    "an alias of itself": lambda: b"a: &a [*a]\n",
    "merges": lambda: merges(40).encode(),
    "deep lists": lambda: b"a: " + b"[" * 1_000_000,
    "deep lists that end": lambda: b"a: " + b"[" * 100_000 + b"]" * 100_000 + b"\n",
    "deep mappings": lambda: b"a: " + b"{b: " * 100_000,
    "deep blocks": lambda: b"\n".join(b" " * depth + b"a:" for depth in range(2_000)),
    "deep dashes": lambda: b"a:\n " + b"- " * 100_000,
    "50 megabytes": lambda: b"caption: " + b"word " * 10_000_000,
    "binary": lambda: bytes(range(1, 256)) * 100,
    "not UTF-8": lambda: b"caption: caf\xe9\n",
    "overlong UTF-8": lambda: b"caption: \xc0\xaf\n",
    "a surrogate in UTF-8": lambda: b"caption: \xed\xa0\x80\n",
    "half a pair, escaped": lambda: b'caption: "\\ud800"\n',
    "NUL": lambda: b"caption: a\0b\n",
    "NUL, escaped": lambda: b'figid: "a\\0b"\n',
    "a Python object": lambda: b'a: !!python/object/apply:os.system ["touch /tmp/forged"]\n',
    "a key that is a list": lambda: b"? [a, b]\n: c\n",
    "twice the same key": lambda: b"caption: a\ncaption: b\n",
    "a tab": lambda: b"caption:\n\t- a\n",
    "a directive": lambda: b"%YAML 9.9\n",
}
"""Front matter by what is wrong with it."""

FINE = frozenset({"a Python object", "an alias of itself"})
"""What is read, and does nothing; everything else is refused."""


@pytest.mark.parametrize("name", BOMBS)
def test_front_matter_that_breaks_things_is_refused(name: str) -> None:
    record = RecordText("x.md", b"---\n" + HEAD.encode() + BOMBS[name]() + b"\n---\n", {})
    if name in FINE:
        assert parse_record(record).figid == "PMC1__a"
    else:
        with pytest.raises(RecordError) as caught:
            parse_record(record)
        assert caught.value.file == "x.md"
        assert len(str(caught.value)) < 500
    assert not Path("/tmp/forged").exists()


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_tables_and_json_that_break_things_are_refused(form: str) -> None:
    contents = [b"[" * 1_000_000, b'{"a":' * 100_000, b'{"figid": "PMC1__a", "pmcid": "PMC1", "caption": "\\ud800"}']
    for content in contents:
        with pytest.raises(RecordError):
            parse_record(RecordText("x", content, {}, form))  # type: ignore[arg-type]


def test_none_of_them_takes_much_memory() -> None:
    code = (
        "from tests.faults.test_yaml import BOMBS, test_front_matter_that_breaks_things_is_refused as test\n"
        "for name in BOMBS:\n    test(name)\n"
    )
    megabytes = 1_500
    ran = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20,) * 2),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
