"""Snapshots: the official reference tables cut down to what grounding needs, as TSV in mappings/snapshots/.

Every snapshot is a gzipped TSV with a header, rows sorted, and a sidecar ``<name>.meta.yaml`` that
states source, release, licence, rows and SHA-256. Building twice gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import yaml

from flows.errors import MappingError

csv.field_size_limit(10_000_000)

Row = tuple[str, ...]


class Snapshot(msgspec.Struct, frozen=True):
    """How one snapshot is made.

    Attributes:
        name: file name without ending.
        columns: header of the snapshot.
        sources: names of the official files it is made from; a gzipped copy may stand in.
        build: from the folder of official files to rows.
        origin: where the official files come from.
        licence: under which licence they are.
    """

    name: str
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    build: Callable[[Path], Iterable[Row]]
    origin: str
    licence: str


def build_snapshots(source: Path, target: Path, released: dict[str, str]) -> dict[str, int]:
    """Build every snapshot from a folder of official files.

    Args:
        source: folder with the official files (``hgnc_complete_set.txt`` …), plain or gzipped.
        target: the snapshot folder, usually ``mappings/snapshots``.
        released: release of each snapshot's source, by snapshot name, as stated in its sidecar.

    Returns:
        Rows written, by snapshot name.

    Raises:
        MappingError: an official file is missing or lacks a column.
    """
    target.mkdir(parents=True, exist_ok=True)
    return {
        snapshot.name: write_snapshot(snapshot, snapshot.build(source), target, released.get(snapshot.name, "unknown"))
        for snapshot in SNAPSHOTS
    }


def read_releases(target: Path) -> dict[str, str]:
    """The releases that the sidecars of a snapshot folder state, by snapshot name."""
    return {
        path.name.removesuffix(".meta.yaml"): str(yaml.safe_load(path.read_text(encoding="utf-8"))["released"])
        for path in sorted(target.glob("*.meta.yaml"))
    }


def write_snapshot(snapshot: Snapshot, rows: Iterable[Row], target: Path, released: str) -> int:
    """Write one snapshot and its sidecar; returns the number of rows."""
    ordered = sorted(set(rows))
    text = "\n".join("\t".join(row) for row in (snapshot.columns, *ordered)) + "\n"
    content = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (target / f"{snapshot.name}.tsv.gz").write_bytes(content)
    sidecar = {
        "source": snapshot.origin,
        "files": list(snapshot.sources),
        "released": released,
        "licence": snapshot.licence,
        "rows": len(ordered),
        "sha256": hashlib.sha256(content).hexdigest(),
        "rebuild": "figkg refresh --from FOLDER_OF_OFFICIAL_FILES",
    }
    (target / f"{snapshot.name}.meta.yaml").write_text(
        yaml.safe_dump(sidecar, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    return len(ordered)


def read_snapshot(path: Path) -> Iterator[Row]:
    """Rows of a snapshot file, header left out.

    Raises:
        MappingError: the file is missing or damaged.
    """
    try:
        text = gzip.decompress(path.read_bytes()).decode()
    except FileNotFoundError as error:
        raise MappingError(path.name, None, "missing; restore it or run `figkg refresh`") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise MappingError(path.name, None, f"damaged ({error}); restore it or run `figkg refresh`") from error
    lines = iter(text.splitlines())
    width = len(next(lines, "").split("\t"))
    for number, line in enumerate(lines, start=2):
        row = tuple(line.split("\t"))
        if len(row) != width:
            raise MappingError(path.name, number, f"{len(row)} cells under {width} columns")
        yield row


def _table(folder: Path, name: str, columns: tuple[str, ...], delimiter: str = "\t") -> Iterator[Row]:
    """Named columns of an official table."""
    text = _read_text(folder, name)
    lines = io.StringIO(text, newline="")
    if name.startswith("hgnc_complete") or delimiter == ",":
        reader = csv.reader(lines, delimiter=delimiter)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    header = [column.lstrip("#") for column in next(reader)]
    missing = [column for column in columns if column not in header]
    if missing:
        raise MappingError(name, 1, f"no column {', '.join(missing)}")
    places = [header.index(column) for column in columns]
    for row in reader:
        if row:
            yield tuple(_clean(row[place]) if place < len(row) else "" for place in places)


def _read_text(folder: Path, name: str) -> str:
    plain = folder / name
    if plain.exists():
        return plain.read_text(encoding="utf-8")
    zipped = folder / f"{name}.gz"
    if zipped.exists():
        return gzip.decompress(zipped.read_bytes()).decode()
    raise MappingError(name, None, f"not in {folder}, neither plain nor gzipped")


def _clean(cell: str) -> str:
    return " ".join(cell.split()) if cell != "-" else ""


def _hgnc(folder: Path) -> Iterator[Row]:
    columns = (
        *("hgnc_id", "symbol", "name", "alias_symbol", "prev_symbol", "alias_name", "prev_name"),
        *("entrez_id", "ensembl_gene_id", "uniprot_ids", "status"),
    )
    for row in _table(folder, "hgnc_complete_set.txt", columns):
        if row[-1] == "Approved":
            yield (row[0].removeprefix("HGNC:"), *row[1:-1])


def _hgnc_withdrawn(folder: Path) -> Iterator[Row]:
    text = _read_text(folder, "hgnc_withdrawn.txt")
    for line in text.splitlines()[1:]:
        number, status, symbol, merged = (line.split("\t") + [""] * 4)[:4]
        targets = [part.strip().split("|")[0].removeprefix("HGNC:") for part in merged.split(",") if part.strip()]
        yield number.removeprefix("HGNC:"), status, symbol, "|".join(targets)


def _ncbi_gene(folder: Path) -> Iterator[Row]:
    for taxon, number, symbol, references, kind in _table(
        folder, "Homo_sapiens.gene_info", ("tax_id", "GeneID", "Symbol", "dbXrefs", "type_of_gene")
    ):
        if taxon == "9606" and "HGNC:HGNC:" not in references and kind != "biological-region":
            yield number, symbol, kind


def _ncbi_retired(folder: Path) -> Iterator[Row]:
    for taxon, current, retired, symbol in _table(
        folder, "gene_history_derived.tsv", ("tax_id", "GeneID", "Discontinued_GeneID", "Discontinued_Symbol")
    ):
        if taxon == "9606":
            yield retired, symbol, current


_ENTRY_TERM_TREES = ("C", "D", "F03", "G")


def _mesh(folder: Path) -> Iterator[Row]:
    for number, label, trees, terms in _table(
        folder, "mesh_descriptors.tsv", ("mesh_id", "label", "tree_numbers", "entry_terms")
    ):
        wanted = any(tree.startswith(_ENTRY_TERM_TREES) for tree in trees.split("|"))
        yield number, label, trees, terms if wanted else ""


def _mesh_supplement(folder: Path) -> Iterator[Row]:
    for number, label, mapped, evidence in _table(
        folder, "mesh_supp.tsv", ("mesh_id", "label", "mapped_to", "disease_evidence")
    ):
        yield number, label, mapped, "1" if evidence else ""


def _mesh_replaced(folder: Path) -> Iterator[Row]:
    yield from _table(
        folder,
        "mesh_retired_2015_2024.tsv",
        ("mesh_id", "label_2015", "replaced_by_label_or_entry_term_match"),
    )


def _mesh_matches(folder: Path) -> Iterator[Row]:
    for curie, mesh in _table(folder, "disease_xrefs_mesh.tsv", ("curie", "mesh_id")):
        if curie.startswith(("DOID:", "MONDO:")):
            yield mesh, curie
    yield from _table(folder, "mesh_chebi.tsv", ("mesh_id", "chebi_id"))


def _famplex(folder: Path) -> Iterator[Row]:
    members: dict[str, set[str]] = {
        name.strip(): set() for name in _read_text(folder / "famplex", "entities.csv").splitlines() if name.strip()
    }
    for family, number in _table(folder / "famplex", "members_flat.tsv", ("fplx", "entrez")):
        if number:
            members.setdefault(family, set()).add(number)
    for family, numbers in members.items():
        yield family, family.replace("_", " "), "|".join(sorted(numbers, key=int))


def _famplex_names(folder: Path) -> Iterator[Row]:
    for text, identifier, namespace in (
        [*row, "", "", ""][:3]
        for row in csv.reader(
            _read_text(folder / "famplex", "famplex_groundings.tsv").splitlines(),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
    ):
        if namespace == "fplx":
            yield _clean(text), identifier
    for row in csv.reader(_read_text(folder / "famplex", "grounding_map.csv").splitlines()):
        spaces = dict(zip(row[1::2], row[2::2], strict=False))
        if "FPLX" in spaces:
            yield _clean(row[0]), spaces["FPLX"]


_HGNC_SITE = "https://www.genenames.org/download/"
_NCBI_SITE = "https://ftp.ncbi.nlm.nih.gov/gene/DATA/"
_MESH_SITE = "https://www.nlm.nih.gov/databases/download/mesh.html"
_FAMPLEX_SITE = "https://github.com/sorgerlab/famplex"
_CC0 = "CC0 1.0"
_PUBLIC = "public domain (United States government work)"
_NLM = "NLM terms: courtesy of the U.S. National Library of Medicine; columns selected"

SNAPSHOTS = (
    Snapshot(
        "hgnc",
        (
            *("hgnc", "symbol", "name", "alias_symbols", "previous_symbols", "alias_names", "previous_names"),
            *("ncbigene", "ensembl", "uniprot"),
        ),
        ("hgnc_complete_set.txt",),
        _hgnc,
        _HGNC_SITE,
        _CC0,
    ),
    Snapshot(
        "hgnc-withdrawn",
        ("hgnc", "status", "symbol", "replaced_by"),
        ("hgnc_withdrawn.txt",),
        _hgnc_withdrawn,
        _HGNC_SITE,
        _CC0,
    ),
    Snapshot(
        "ncbigene-other",
        ("ncbigene", "symbol", "type"),
        ("Homo_sapiens.gene_info",),
        _ncbi_gene,
        _NCBI_SITE,
        _PUBLIC,
    ),
    Snapshot(
        "ncbigene-retired",
        ("ncbigene", "symbol", "replaced_by"),
        ("gene_history_derived.tsv",),
        _ncbi_retired,
        _NCBI_SITE + " (derived from gene_info files of 2015 to 2022)",
        _PUBLIC,
    ),
    Snapshot("mesh", ("mesh", "label", "trees", "entry_terms"), ("mesh_descriptors.tsv",), _mesh, _MESH_SITE, _NLM),
    Snapshot(
        "mesh-supplement",
        ("mesh", "label", "mapped_to", "disease"),
        ("mesh_supp.tsv",),
        _mesh_supplement,
        _MESH_SITE,
        _NLM,
    ),
    Snapshot(
        "mesh-replaced",
        ("mesh", "label", "replaced_by"),
        ("mesh_retired_2015_2024.tsv",),
        _mesh_replaced,
        _MESH_SITE,
        _NLM,
    ),
    Snapshot(
        "mesh-matches",
        ("mesh", "match"),
        ("disease_xrefs_mesh.tsv", "mesh_chebi.tsv"),
        _mesh_matches,
        "Disease Ontology, MONDO, ChEBI",
        "DOID CC0 1.0; MONDO CC BY 4.0; ChEBI CC BY 4.0",
    ),
    Snapshot(
        "famplex",
        ("family", "label", "members"),
        ("famplex/entities.csv", "famplex/members_flat.tsv"),
        _famplex,
        _FAMPLEX_SITE,
        _CC0,
    ),
    Snapshot(
        "famplex-names",
        ("name", "family"),
        ("famplex/famplex_groundings.tsv", "famplex/grounding_map.csv"),
        _famplex_names,
        _FAMPLEX_SITE,
        _CC0,
    ),
)
"""All snapshots, in the order in which they are built."""
