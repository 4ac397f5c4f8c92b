"""Drawn edges as a table of triples: a figure, a source, a target and a type in each line.

The columns are known by their names, in any order: ``figid`` (or ``figure``, ``filename``, ``figure_url``),
``source``, ``target``, ``type`` (or ``interaction``, ``relation``), and, if there are any, ``source_type``,
``target_type``, ``by``, ``uncertain`` and ``confidence``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from figkg.base.errors import LineError

ENDINGS = frozenset({".csv", ".tsv"})
"""How the names of tables end."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "figid": ("figid", "figure", "figure_id", "filename", "file", "image", "figure_url"),
    "source": ("source", "subject", "from", "cause"),
    "target": ("target", "object", "to", "effect"),
    "type": ("type", "interaction", "interaction_type", "relation", "predicate", "edge_type", "posi/nega", "sign"),
    "source_type": ("source_type", "subject_type"),
    "target_type": ("target_type", "object_type"),
    "by": ("by", "reader", "annotator", "model"),
    "uncertain": ("uncertain",),
    "confidence": ("confidence",),
}
_NEEDED = ("figid", "source", "target", "type")
_TRUE = frozenset({"1", "true", "yes", "x"})


def read_triples(path: Path) -> Iterator[tuple[int, dict[str, Any] | LineError]]:
    """The annotations of a table: one for each figure and reader, with the number of its first line.

    Args:
        path: the table, comma-separated, or tab-separated where it ends in ``.tsv``, with a line of headings.

    Raises:
        OSError: it cannot be read.
    """
    made: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    wrong: list[tuple[int, LineError]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        try:
            columns = _columns(next(rows, []))
            lacking = [name for name in _NEEDED if name not in columns]
            if lacking:
                yield 1, LineError(str(path), 1, f"no column {', '.join(lacking)}")
                return
            for row in rows:
                values = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
                if not any(values.values()):
                    continue
                empty = [name for name in _NEEDED if not values.get(name)]
                if empty:
                    wrong.append((rows.line_num, LineError(str(path), rows.line_num, f"{empty[0]} is empty")))
                    continue
                key = values["figid"], values.get("by", "")
                _, annotation = made.setdefault(
                    key, (rows.line_num, {"figid": key[0], "by": key[1], "nodes": {}, "edges": []})
                )
                try:
                    _add(annotation, values)
                except ValueError:
                    reason = f"confidence {values['confidence']} is no number"
                    wrong.append((rows.line_num, LineError(str(path), rows.line_num, reason)))
        except (csv.Error, UnicodeDecodeError) as error:
            wrong.append((rows.line_num + 1, LineError(str(path), rows.line_num + 1, str(error))))
    for number, annotation in made.values():
        yield number, {**annotation, "nodes": list(annotation["nodes"].values())}
    yield from wrong


def _columns(heading: list[str]) -> dict[str, int]:
    names = ["_".join(one.strip().lower().split()) for one in heading]
    found = {name: next((names.index(one) for one in others if one in names), -1) for name, others in _NAMES.items()}
    return {name: at for name, at in found.items() if at >= 0}


def _add(annotation: dict[str, Any], values: Mapping[str, str]) -> None:
    edge: dict[str, Any] = {"type": values["type"]}
    if values.get("confidence"):
        edge["confidence"] = float(values["confidence"])
    edge["uncertain"] = values.get("uncertain", "").lower() in _TRUE
    for end in ("source", "target"):
        label, type_ = values[end], values.get(f"{end}_type", "")
        name = f"{label} ({type_})" if type_ else label
        annotation["nodes"].setdefault(name, {"label": label, "type": type_, "id": name})
        edge[end] = name
    annotation["edges"].append(edge)
