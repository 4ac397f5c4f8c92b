"""Bytes, changed where they lead the reader of front matter somewhere new, until one breaks it.

    python -m tests.fuzz.front_matter -max_total_time=600

Options are those of libFuzzer. Ends with an error, and leaves the bytes in a file, when the reader does anything but
read or refuse.
"""

from __future__ import annotations

import sys
from pathlib import Path

SEEDS = Path(__file__).parent.parent
FOUND = Path(".fuzz") / "front_matter"


def main() -> None:
    """Run."""
    import atheris

    with atheris.instrument_imports(include=["figkg.extract"]):
        from figkg.base.errors import RecordError
        from figkg.extract import RecordText, parse_record

    def read(content: bytes) -> None:
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

    FOUND.mkdir(parents=True, exist_ok=True)
    folders = (FOUND, SEEDS / "records" / "_figures", SEEDS / "broken_records")  # what is found goes to the first
    limits = ("-max_len=6000", "-timeout=20", "-rss_limit_mb=2000", "-artifact_prefix=.fuzz/")
    atheris.Setup([*sys.argv, *limits, *map(str, folders)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
