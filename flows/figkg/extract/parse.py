"""From the text of a record to a :class:`FigureRecord`, in either generation of PFOCR's format."""

from __future__ import annotations

import hashlib
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from figkg.base.errors import RecordError
from figkg.base.iris import DERIVED_GRAPHS
from figkg.base.memo import Memo
from figkg.extract import documents, figure_bot
from figkg.extract.front_matter import cut_front_matter, cut_start, decode, read_yaml
from figkg.extract.markup import without_markup
from figkg.extract.record import (
    ChemicalRow,
    DiseaseRow,
    FigureRecord,
    Generation,
    GeneRow,
    RecordText,
)
from figkg.extract.tables import TABLE_KINDS, read_table

FIGURE_PAGE = "https://pfocr.wikipathways.org/figures/{figid}.html"
"""The page of a figure at PFOCR, which is also its identifier on the web."""

_FIELDS = frozenset(
    {
        *("figid", "figid_alias", "pmcid", "figtitle", "caption", "number", "figtype", "papertitle", "reftext", "year"),
        *("doi", "journal_title", "organisms", "organisms_ner", "automl_pathway", "pathway_score", *TABLE_KINDS),
    }
)
"""Fields of a record that are read."""
_OF_YAML = _FIELDS | figure_bot.FIELDS
_TAKEN = frozenset({*DERIVED_GRAPHS, "loaded"})
"""Names of graphs that are no figures', the last where a store notes what was loaded."""
_MISSING = frozenset({"", "NA", ".na.character", "NULL", "null", "~", "None", "N/A"})
_PMCID = re.compile(r"PMC\d+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_FRACTION = re.compile(r"\s*(\d+)\.0+\s*")
_NO_NUMBER = re.compile(rb"[:\[,]\s*(?:NaN|-?Infinity)\b")
_NUMBER = re.compile(r"\d+")
_MESH = re.compile(r"(?:mesh:)?([A-Z]\d{6,9})", re.IGNORECASE)
_CHEBI = re.compile(r"(?:chebi:)?(\d+)", re.IGNORECASE)
_DOID = re.compile(r"(?:doid:)?(\d+)", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{3,9}/\S+)", re.IGNORECASE)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IMAGE_ENDING = re.compile(r"\.(?:jpe?g|png|gif)$", re.IGNORECASE)
_UNRESERVED = "-._~"
"""Characters that stand for themselves in the last step of an IRI, with letters and digits."""
_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
_ROWS = frozenset({dict})
_BETWEEN = "\0"

Row = TypeVar("Row", GeneRow, ChemicalRow, DiseaseRow)


def parse_record(source: RecordText) -> FigureRecord:
    """Understand one record.

    Args:
        source: its bytes and those of its tables.

    Returns:
        The record. Entities come from the front matter when it has them (generation 1), otherwise
        from the tables (generation 2); a table that is absent is an empty one.

    Raises:
        RecordError: a required field (``figid``, ``pmcid``) is missing or a field has the wrong shape.
    """
    file = source.file
    if source.form == "json":
        fields = _read_json(source.content, file)
    else:
        cut = cut_start if source.form == "yaml" else cut_front_matter
        fields = read_yaml(cut(decode(source.content, file), file), file, _OF_YAML)
    generation: Generation
    if source.form == "json" and documents.is_document(fields):
        fields, generation = documents.fields_of(fields), "api"
    elif figure_bot.is_of_the_bot(fields):
        fields, generation = figure_bot.fields_of(fields), "bot"
    else:
        generation = _generation(fields)
    genes, chemicals, diseases = [_rows(fields, kind, source, generation) for kind in TABLE_KINDS]
    figid = _required(fields, "figid", file)
    if "." in figid:
        figid = _IMAGE_ENDING.sub("", figid)
    if figid in _TAKEN:
        raise RecordError(file, "figid", f"{figid} is the name of a graph of another kind")
    pmcid = _required(fields, "pmcid", file)
    if not _PMCID.fullmatch(pmcid):
        raise RecordError(file, "pmcid", f"{_short(pmcid)} is not of the form PMC123")
    caption = without_markup(_text(fields, "caption", file) or "")
    return FigureRecord(
        figid=figid,
        alias=_optional(fields, "figid_alias", file),
        iri=FIGURE_PAGE.format(figid=figid if _PLAIN.fullmatch(figid) else quote(figid, safe=_UNRESERVED)),
        pmcid=pmcid,
        title=without_markup(_text(fields, "figtitle", file) or ""),
        caption=caption,
        number=_optional(fields, "number", file),
        figure_type=_optional(fields, "figtype", file),
        paper_title=_shown(fields, "papertitle", file),
        reference=_shown(fields, "reftext", file),
        year=_year(fields, file),
        doi=_doi(fields, file),
        journal=_optional(fields, "journal_title", file),
        organisms=_names(fields, "organisms", file),
        organisms_matched=_names(fields, "organisms_ner", file),
        score=_score(fields, file),
        generation=generation,
        genes=_distinct([_gene(row, file) for row in genes]),
        chemicals=_distinct([_chemical(row, file) for row in chemicals]),
        diseases=_distinct([_disease(row, file) for row in diseases]),
        file=file,
        digest=digest(source),
    )


def digest(source: RecordText) -> str:
    """SHA-256, in hex, of a record's bytes together with those of its tables."""
    total = hashlib.sha256(len(source.content).to_bytes(8, "big") + source.content)
    for kind in sorted(source.tables):
        total.update(f"\0{kind}\0{len(source.tables[kind])}\0".encode())
        total.update(source.tables[kind])
    return total.hexdigest()


def _read_json(content: bytes, file: str) -> dict[str, Any]:
    content = content.removeprefix(BOM_UTF8)
    try:
        fields = _with_missing_numbers(content) if _NO_NUMBER.search(content) else msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(file, "(file)", f"not valid JSON: {error}") from error
    if not isinstance(fields, dict):
        raise RecordError(file, "(file)", "not a JSON object of fields and values")
    return fields


def _with_missing_numbers(content: bytes) -> Any:
    """JSON in which Python or R wrote ``NaN`` or ``Infinity`` for a missing number."""
    try:
        return json.loads(content, parse_constant=lambda _: None)
    except ValueError:
        return msgspec.json.decode(content)  # which says what is wrong as for all others


def _generation(fields: Mapping[str, Any]) -> Generation:
    if "genes" not in fields and "chemicals" not in fields and "diseases" not in fields:
        return "2"
    return "1b" if "figid_alias" in fields else "1a"


def _rows(
    fields: Mapping[str, Any], kind: str, source: RecordText, generation: Generation
) -> Sequence[Mapping[str, Any]]:
    if generation == "2":
        table = source.tables.get(kind)
        return [] if table is None else read_table(table, f"{source.file} ({kind} table)")
    value = fields.get(kind)
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise RecordError(source.file, kind, f"a list is expected, not {_short(value)}")
    if not _ROWS.issuperset(map(type, value)):
        number, wrong = next((number, row) for number, row in enumerate(value, start=1) if not isinstance(row, dict))
        raise RecordError(source.file, kind, f"row {number} is no mapping but {_short(wrong)}")
    return value


def _gene(row: Mapping[str, Any], file: str) -> GeneRow:
    cells = (
        row.get("word", ""),
        row.get("hgnc_symbol", row.get("ncbigene_symbol", "")),
        row.get("entrez", row.get("ncbigene_id", "")),
        row.get("source", ""),
        row.get("organism_id", ""),
    )
    try:
        return _GENE_ROWS[_BETWEEN.join(cells)]
    except (RecordError, TypeError, ValueError):  # a cell that is wrong, or no text
        return _gene_row(*cells, file)


def _gene_row(word: Any, symbol: Any, number: Any, lexicon: Any, taxon: Any, file: str) -> GeneRow:
    number, taxon = _whole(number), _whole(taxon)
    found = GeneRow(
        _plain(word, "genes.word", file) or "",
        _stated(_plain(symbol, "genes.hgnc_symbol", file), na=False),
        _known(number, "genes.entrez", file),
        _known(lexicon, "genes.source", file) or "",
        _known(taxon, "genes.organism_id", file) or "9606",
    )
    if found.number is not None and not _NUMBER.fullmatch(found.number):
        raise RecordError(file, "genes.entrez", f"{_short(found.number)} is no NCBI Gene number")
    return found


def _whole(number: Any) -> Any:
    """A number that a table of R or pandas made a fraction, ``7124.0``, as it was; anything else as it is."""
    fraction = _FRACTION.fullmatch(str(number)) if isinstance(number, str | float) else None
    return number if fraction is None else fraction.group(1)


def _gene_row_of(cells: str) -> GeneRow:
    word, symbol, number, lexicon, taxon = cells.split(_BETWEEN)
    return _gene_row(word, symbol, number, lexicon, taxon, "")


_GENE_ROWS = Memo(_gene_row_of, most=50_000)
"""Rows by their cells, all of them text; the same few thousand rows make most of all figures."""


def _chemical(row: Mapping[str, Any], file: str) -> ChemicalRow:
    return ChemicalRow(
        word=_word(row, "chemicals", file),
        mesh=_identifier(row.get("identifier", row.get("mesh")), _MESH, "chemicals.mesh", file),
        chebi=_identifier(row.get("chebi"), _CHEBI, "chemicals.chebi", file),
        name=_known(row.get("name"), "chemicals.name", file) or _known(row.get("match"), "chemicals.match", file),
    )


def _disease(row: Mapping[str, Any], file: str) -> DiseaseRow:
    return DiseaseRow(
        word=_word(row, "diseases", file),
        mesh=_identifier(row.get("identifier", row.get("mesh")), _MESH, "diseases.mesh", file),
        doid=_identifier(row.get("doid"), _DOID, "diseases.doid", file),
        name=_known(row.get("name"), "diseases.name", file) or _known(row.get("match"), "diseases.match", file),
    )


def _word(row: Mapping[str, Any], kind: str, file: str) -> str:
    return _plain(row.get("word"), f"{kind}.word", file) or ""


def _identifier(value: Any, pattern: re.Pattern[str], field: str, file: str) -> str | None:
    text = _known(value, field, file)
    if text is None:
        return None
    match = pattern.fullmatch(text)
    if match is None:
        return text
    return match.group(1).upper()


def _doi(fields: Mapping[str, Any], file: str) -> str | None:
    """The DOI of the paper; what is none leads nowhere and says nothing."""
    match = _DOI.fullmatch(_optional(fields, "doi", file) or "")
    return None if match is None else match.group(1)


def _required(fields: Mapping[str, Any], name: str, file: str) -> str:
    value = _optional(fields, name, file)
    if value is None:
        raise RecordError(file, name, "missing")
    return value


def _optional(fields: Mapping[str, Any], name: str, file: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    return _known(value, name, file)


def _shown(fields: Mapping[str, Any], name: str, file: str) -> str | None:
    text = _optional(fields, name, file)
    return None if text is None else without_markup(text)


def _text(fields: Mapping[str, Any], name: str, file: str) -> str | None:
    return _plain(fields.get(name), name, file)


def _known(value: Any, field: str, file: str) -> str | None:
    """The stripped text of a scalar, or None for any spelling of a missing value."""
    text = value if type(value) is str and value.isascii() else _plain(value, field, file)
    return None if text is None or (text := text.strip()) in _MISSING else text


def _stated(text: str | None, *, na: bool = True) -> str | None:
    """The stripped text, or None for any spelling of a missing value; ``na=False`` keeps ``NA``, a gene's symbol."""
    if text is None:
        return None
    text = text.strip()
    if text in _MISSING and (na or text == ""):
        return None
    return text


def _plain(value: Any, field: str, file: str) -> str | None:
    """The text of a scalar as it stands, but for what XML cannot hold in any form; None for null.

    OCR leaves such characters between words; with one of them a whole answer in RDF/XML could not be read.
    """
    if value is None or (type(value) is str and value.isascii() and value.isprintable()):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RecordError(file, field, f"text is expected, not {_short(value)}")
    text = value if isinstance(value, str) else str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RecordError(file, field, "holds half of a surrogate pair") from error
    return _NOT_IN_XML.sub(" ", text)


def _names(fields: Mapping[str, Any], name: str, file: str) -> tuple[str, ...]:
    value = fields.get(name)
    if value is None:
        return ()
    known = dict.fromkeys([_known(item, name, file) for item in (value if isinstance(value, list) else [value])])
    return tuple([item for item in known if item is not None])


def _year(fields: Mapping[str, Any], file: str) -> int | None:
    text = _optional(fields, "year", file)
    return int(text) if text is not None and _YEAR.fullmatch(text) else None


def _score(fields: Mapping[str, Any], file: str) -> float | None:
    number = fields.get("automl_pathway")
    if type(number) is float:
        return number
    text = _optional(fields, "automl_pathway", file) or _optional(fields, "pathway_score", file)
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise RecordError(file, "pathway_score", f"{_short(text)} is no number") from error


def _distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(rows))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
