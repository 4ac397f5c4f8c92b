"""Records as the figure bot of WikiPathways writes them: YAML files beside images, with names of fields of their own.

They have no genes, chemicals or diseases: what such a figure states is read from its caption alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

FIELDS = frozenset({"image_filename", "figure_title", "article_title", "citation"})
"""Fields that other records do not have and that are read."""

_NAMES = {
    "caption": "caption",
    "number": "number",
    "doi": "doi",
    "journal_title": "journal_title",
    "pmcid": "pmcid",
    "figure_title": "figtitle",
    "article_title": "papertitle",
    "citation": "reftext",
}
_YEAR = re.compile(r"\. ((?:1[89]|20)\d\d)\b")


def is_of_the_bot(fields: Mapping[str, Any]) -> bool:
    """Whether fields are those of such a record."""
    return "image_filename" in fields and "figid" not in fields


def fields_of(written: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a record of the same figure would have.

    >>> fields_of({"pmcid": "PMC1", "image_filename": "gr7.jpg", "citation": "A Name, et al. Gut. 2023 Jul;72(7):1."})
    {'pmcid': 'PMC1', 'reftext': 'A Name, et al. Gut. 2023 Jul;72(7):1.', 'figid': 'PMC1__gr7', 'year': '2023'}
    """
    fields = {_NAMES[name]: value for name, value in written.items() if name in _NAMES}
    paper, image = written.get("pmcid"), written["image_filename"]
    if isinstance(paper, str) and isinstance(image, str):
        fields["figid"] = f"{paper}__{PurePosixPath(image).stem}"
    citation = written.get("citation")
    if isinstance(citation, str) and (year := _YEAR.search(citation)):
        fields["year"] = year[1]
    return fields
