"""Snapshots: the official tables cut down to what grounding needs, as TSV in mappings/snapshots/.

A snapshot is an xz-compressed TSV with a header, its rows sorted and distinct, and a sidecar
``<name>.meta.yaml`` that states source, release, licence, number of rows and the SHA-256 of the TSV. Building
twice gives the same table.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import yaml

from figkg.base.configuration import read_content, read_yaml
from figkg.base.errors import MappingError
from figkg.base.files import replace_file
from figkg.reference.official import famplex, gene_ontology, hgnc, matches, mesh, ncbi_gene
from figkg.reference.official.files import Row, find

ENDING = ".tsv.xz"
_SIDECAR = ".meta.yaml"


class Snapshot(msgspec.Struct, frozen=True):
    """How one snapshot is made.

    Attributes:
        name: file name without ending.
        columns: header of the snapshot; the first is its key.
        files: the official files it is made from, each by the names it may have, the first found being read
            (:func:`figkg.reference.official.files.find`).
        rows: from the folder of official files to rows.
        origin: where the official files come from.
        licence: under which licence they are.
    """

    name: str
    columns: tuple[str, ...]
    files: tuple[tuple[str, ...], ...]
    rows: Callable[[Path], Iterable[Row]]
    origin: str
    licence: str


class Sidecar(msgspec.Struct, frozen=True):
    """What stands beside a snapshot.

    Attributes:
        source: where the official files come from.
        files: their names and the SHA-256 of each as it lay there, in hex.
        released: date of their release, or of the newest entry in them.
        licence: under which licence they are.
        rows: number of rows of the snapshot.
        sha256: digest of the uncompressed table, in hex.
        rebuild: the command that makes the snapshot again.
    """

    source: str
    files: dict[str, str]
    released: str
    licence: str
    rows: int
    sha256: str
    rebuild: str = "figkg refresh --from FOLDER_OF_OFFICIAL_FILES"


def find_inputs(snapshot: Snapshot, source: Path) -> dict[str, Path] | None:
    """The official files that a snapshot is made from, by name, or None when one of them is not there."""
    found = [find(source, *names) for names in snapshot.files]
    return {path.name: path for path in found if path} if all(found) else None


def digest_inputs(inputs: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of official files, in hex, by name."""
    digests: dict[str, str] = {}
    for name, path in sorted(inputs.items()):
        with path.open("rb") as content:
            digests[name] = hashlib.file_digest(content, "sha256").hexdigest()
    return digests


def build_snapshot(snapshot: Snapshot, source: Path, target: Path, released: str) -> Sidecar:
    """Build one snapshot from a folder of official files.

    Args:
        snapshot: which one.
        source: folder with the official files (``hgnc_complete_set.txt`` …), plain or gzipped.
        target: the snapshot folder, usually ``mappings/snapshots``.
        released: release of the source, as stated in the sidecar.

    Returns:
        The sidecar that was written.

    Raises:
        MappingError: an official file is missing, damaged, or lacks a column.
    """
    files = digest_inputs(find_inputs(snapshot, source) or {})
    return write_snapshot(snapshot, snapshot.rows(source), target, released, files)


def write_snapshot(
    snapshot: Snapshot, rows: Iterable[Row], target: Path, released: str, files: Mapping[str, str]
) -> Sidecar:
    """Write one snapshot and its sidecar; each file is replaced as a whole or not at all.

    Args:
        snapshot: which one.
        rows: its rows, in any order.
        target: the snapshot folder.
        released: release of the source.
        files: names of the official files and SHA-256 of each.

    Returns:
        The sidecar that was written.
    """
    ordered = sorted(set(rows))
    text = "\n".join("\t".join(row) for row in (snapshot.columns, *ordered)) + "\n"
    sidecar = Sidecar(
        source=snapshot.origin,
        files=dict(files),
        released=released,
        licence=snapshot.licence,
        rows=len(ordered),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    target.mkdir(parents=True, exist_ok=True)
    replace_file(target / f"{snapshot.name}{ENDING}", lzma.compress(text.encode(), preset=9))
    plain = yaml.safe_dump(msgspec.to_builtins(sidecar), sort_keys=False, allow_unicode=True)
    replace_file(target / f"{snapshot.name}{_SIDECAR}", plain.encode())
    return sidecar


def read_sidecars(folder: Path) -> dict[str, Sidecar]:
    """The sidecars of a snapshot folder by snapshot name.

    Raises:
        MappingError: one is not of the form that :class:`Sidecar` describes.
    """
    return {path.name.removesuffix(_SIDECAR): read_yaml(path, Sidecar) for path in sorted(folder.glob(f"*{_SIDECAR}"))}


def read_snapshot(folder: Path, name: str) -> Iterator[Row]:
    """Rows of a snapshot, header left out.

    Raises:
        MappingError: the file is missing or damaged, or not the one that its sidecar describes: the graph would state a
            release that its identifiers are not from.
    """
    path = folder / f"{name}{ENDING}"
    try:
        content = lzma.decompress(path.read_bytes())
        text = content.decode()
    except FileNotFoundError as error:
        raise MappingError(path.name, None, "missing; restore it or run `figkg refresh`") from error
    except (lzma.LZMAError, OSError, UnicodeDecodeError) as error:
        raise MappingError(path.name, None, f"damaged ({error}); restore it or run `figkg refresh`") from error
    if hashlib.sha256(content).hexdigest() != read_yaml(folder / f"{name}{_SIDECAR}", Sidecar).sha256:
        reason = f"not the table that {name}{_SIDECAR} describes; restore both or run `figkg refresh`"
        raise MappingError(path.name, None, reason)
    lines = iter(text.removesuffix("\n").split("\n"))
    width = len(next(lines).split("\t"))
    for number, line in enumerate(lines, start=2):
        row = tuple(line.split("\t"))
        if len(row) != width:
            raise MappingError(path.name, number, f"{len(row)} cells under {width} columns")
        yield row


def digest(folder: Path) -> str:
    """SHA-256, in hex, over all snapshots of a folder and their sidecars.

    Raises:
        MappingError: a snapshot or a sidecar is missing.
    """
    total = hashlib.sha256()
    for snapshot in SNAPSHOTS.values():
        for ending in (ENDING, _SIDECAR):
            total.update(hashlib.sha256(read_content(folder / f"{snapshot.name}{ending}")).digest())
    return total.hexdigest()


_CC0 = "CC0 1.0"
_PUBLIC = "public domain (United States government work)"
_NLM = "NLM terms: courtesy of the U.S. National Library of Medicine; columns selected"
_HGNC_SITE = "https://www.genenames.org/download/"
_NCBI_SITE = "https://ftp.ncbi.nlm.nih.gov/gene/DATA/"
_MESH_SITE = "https://www.nlm.nih.gov/databases/download/mesh.html"
_GO_SITE = "https://geneontology.org/docs/download-ontology/"
_FAMPLEX_SITE = "https://github.com/sorgerlab/famplex"

SNAPSHOTS: Mapping[str, Snapshot] = {
    one.name: one
    for one in (
        Snapshot("hgnc", hgnc.GENE_COLUMNS, (hgnc.COMPLETE,), hgnc.gene_rows, _HGNC_SITE, _CC0),
        Snapshot("hgnc-withdrawn", hgnc.WITHDRAWN_COLUMNS, (hgnc.WITHDRAWN,), hgnc.withdrawn_rows, _HGNC_SITE, _CC0),
        Snapshot(
            "ncbigene-other",
            ncbi_gene.OTHER_COLUMNS,
            (ncbi_gene.INFO,),
            ncbi_gene.other_rows,
            _NCBI_SITE,
            _PUBLIC,
        ),
        Snapshot(
            "ncbigene-retired",
            ncbi_gene.RETIRED_COLUMNS,
            (ncbi_gene.HISTORY,),
            ncbi_gene.retired_rows,
            _NCBI_SITE + " (gene_history, or what vanished between the gene_info files of 2015 to 2022)",
            _PUBLIC,
        ),
        Snapshot("mesh", mesh.DESCRIPTOR_COLUMNS, (mesh.DESCRIPTORS,), mesh.descriptor_rows, _MESH_SITE, _NLM),
        Snapshot(
            "mesh-supplement",
            mesh.SUPPLEMENT_COLUMNS,
            (mesh.DESCRIPTORS, mesh.SUPPLEMENT),
            mesh.supplement_rows,
            _MESH_SITE,
            _NLM,
        ),
        Snapshot("mesh-replaced", mesh.REPLACED_COLUMNS, (mesh.RETIRED,), mesh.replaced_rows, _MESH_SITE, _NLM),
        Snapshot(
            "mesh-matches",
            matches.COLUMNS,
            (matches.DISEASES, matches.CHEMICALS, matches.GENES, matches.FAMILIES),
            matches.match_rows,
            "Disease Ontology, MONDO, ChEBI, HGNC, FamPlex",
            "DOID CC0 1.0; MONDO CC BY 4.0; ChEBI CC BY 4.0; HGNC and FamPlex CC0 1.0",
        ),
        Snapshot(
            "famplex",
            famplex.FAMILY_COLUMNS,
            (famplex.ENTITIES, famplex.RELATIONS, hgnc.COMPLETE),
            famplex.family_rows,
            _FAMPLEX_SITE,
            _CC0,
        ),
        Snapshot("famplex-names", famplex.NAME_COLUMNS, (famplex.NAMES,), famplex.name_rows, _FAMPLEX_SITE, _CC0),
        Snapshot(
            "famplex-more-names",
            famplex.NAME_COLUMNS,
            (famplex.MORE_NAMES,),
            famplex.more_name_rows,
            _FAMPLEX_SITE,
            _CC0,
        ),
        Snapshot(
            "famplex-matches",
            famplex.MATCH_COLUMNS,
            (famplex.EQUIVALENCES,),
            famplex.match_rows,
            _FAMPLEX_SITE,
            _CC0,
        ),
        Snapshot(
            "go",
            gene_ontology.COLUMNS,
            (gene_ontology.TERMS,),
            gene_ontology.process_rows,
            _GO_SITE,
            "CC BY 4.0",
        ),
        Snapshot(
            "go-links",
            gene_ontology.LINK_COLUMNS,
            (gene_ontology.LINKS,),
            gene_ontology.link_rows,
            _GO_SITE,
            "CC BY 4.0",
        ),
    )
}
"""All snapshots by name, in the order in which they are built."""
