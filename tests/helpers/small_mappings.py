"""A mappings folder with snapshots of a few rows, for tests of what renews them."""

from __future__ import annotations

import shutil
from pathlib import Path

from figkg.base.resources import mappings_folder
from figkg.reference.renewal.draft import FOLDER
from figkg.reference.snapshots import SNAPSHOTS, build_snapshot, find_inputs, write_snapshot
from tests.helpers.official_slices import release_one, write

_SSSOM = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tcomment\n"
    "\tSeptin two\tskos:exactMatch\tncbigene:4735\tSEPT2\tsemapv:ManualMappingCuration\t\n"
)


def make_small_mappings(folder: Path) -> Path:
    """Copy the shipped mappings, with snapshots of the older release and one curated word."""
    mappings = folder / "mappings"
    shutil.copytree(mappings_folder(), mappings, ignore=shutil.ignore_patterns(".*", FOLDER, "*.sssom.tsv"))
    header = (mappings / "processes.tsv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in header if line.startswith(("#", "go\t", "GO:0006915", "0006915", "go:0006915"))]
    (mappings / "processes.tsv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (mappings / "words.sssom.tsv").write_text(_SSSOM, encoding="utf-8")
    (mappings / "identifiers.sssom.tsv").write_text(_SSSOM.splitlines(keepends=True)[0], encoding="utf-8")
    official = write(release_one(), folder / "older")
    rows = {"mesh-replaced": [("D000050", "Older Name", "D000070")]}
    for name, snapshot in SNAPSHOTS.items():
        if find_inputs(snapshot, official):
            build_snapshot(snapshot, official, mappings / FOLDER, "2025")
        else:
            write_snapshot(snapshot, rows.get(name, []), mappings / FOLDER, "2025", {})
    return mappings
