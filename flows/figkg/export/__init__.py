"""The graph in the formats that people ask for, each written line by line, each the same bytes for the same graph."""

from figkg.export.formats import FORMATS, Format, export, format_of

__all__ = ["FORMATS", "Format", "export", "format_of"]
