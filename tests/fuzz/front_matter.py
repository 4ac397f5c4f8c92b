"""Bytes, changed where they lead the reader of front matter somewhere new, until one breaks it.

    python -m tests.fuzz.front_matter -max_total_time=600

Options are those of libFuzzer. Ends with an error, and leaves the bytes in a file, when the reader does anything but
read or refuse.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["flows.extract"]):
    from flows.errors import RecordError
    from flows.extract import RecordText, parse_record

SEEDS = Path(__file__).parent.parent


def read(content: bytes) -> None:
    """Read as each kind of record."""
    for source in (
        RecordText("x", content, {}),
        RecordText("x", b"---\nfigid: PMC1__a\npmcid: PMC1\n" + content + b"\n---\n", {"genes": content}),
        RecordText("x", content, {}, "json"),
    ):
        try:
            parse_record(source)
        except RecordError as error:
            if not (error.file.startswith("x") and error.field and error.reason):
                raise AssertionError(repr(error)) from error


def main() -> None:
    """Run."""
    seeds = [str(SEEDS / "records" / "_figures"), str(SEEDS / "broken_records")]
    atheris.Setup([*sys.argv, "-max_len=6000", "-timeout=20", "-rss_limit_mb=2000", *made(), *seeds], read)
    atheris.Fuzz()


def made() -> list[str]:
    """A folder for what is found, which comes first, so that the records stay as they are."""
    folder = Path(".fuzz/front_matter")
    folder.mkdir(parents=True, exist_ok=True)
    return ["-artifact_prefix=.fuzz/", str(folder)]


if __name__ == "__main__":
    main()
