"""What a source of records lacks: the folder of tables that PFOCR keeps beside its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from glob import escape
from pathlib import Path

import msgspec

from figkg.extract.items import InFolder

_RECORDS, _TABLES = "_figures", "_data"
_LOOKED_AT = 20
"""So many records of a folder are looked at: those of one folder are of one kind."""
_IN_FOLDER = b'{"type":"folder"'
"""How the line of a record in a folder begins."""
_OWN_ROWS = re.compile(rb"^(?:genes|chemicals|diseases):", re.MULTILINE)


def folders_without_tables(partitions: Iterable[Path]) -> list[str]:
    """Folders ``_figures`` with no ``_data`` beside them, whose records have no rows of their own.

    Their captions are read all the same; what was recognized in the images is in the tables alone.

    Args:
        partitions: paths that :func:`figkg.extract.partition` returned.
    """
    records: dict[Path, list[Path]] = {}
    for path in _in_folders(partitions):
        some = records.setdefault(path.parent, [])
        if path.parent.name == _RECORDS and len(some) < _LOOKED_AT:
            some.append(path)
    return [
        str(folder)
        for folder, some in records.items()
        if some and not (folder.parent / _TABLES).is_dir() and any(map(_needs_tables, some))
    ]


def _in_folders(partitions: Iterable[Path]) -> Iterator[Path]:
    decoder = msgspec.json.Decoder(InFolder)
    for partition in partitions:
        with partition.open("rb") as lines:
            for line in lines:
                if line.startswith(_IN_FOLDER):  # others may hold whole records
                    yield Path(decoder.decode(line).path)


def _needs_tables(record: Path) -> bool:
    try:
        alone = _OWN_ROWS.search(record.read_bytes()) is None
    except OSError:  # whoever reads it tells
        return False
    return alone and not any(record.parent.glob(f"{escape(record.stem)}-*.tsv"))
