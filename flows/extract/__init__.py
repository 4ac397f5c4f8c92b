"""Figure records, from wherever they live, in any generation of PFOCR's format."""

from flows.extract.parse import parse_record
from flows.extract.record import ChemicalRow, DiseaseRow, FigureRecord, GeneRow, RecordText
from flows.extract.sources import partition, read

__all__ = [
    "ChemicalRow",
    "DiseaseRow",
    "FigureRecord",
    "GeneRow",
    "RecordText",
    "parse_record",
    "partition",
    "read",
]
