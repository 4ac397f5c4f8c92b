"""Figure records, from wherever they live, in any generation of PFOCR's format."""

from figkg.extract.parse import parse_record
from figkg.extract.record import ChemicalRow, DiseaseRow, FigureRecord, GeneRow, RecordText
from figkg.extract.sources import partition, read

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
