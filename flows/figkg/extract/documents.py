"""Documents of the BioThings API as the fields of a record.

They name genes, diseases and chemicals by number alone, without caption, words or year: such a figure is in the graph,
but states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PMCID = re.compile(r"PMC\d+")


def is_document(fields: Mapping[str, Any]) -> bool:
    """Whether a JSON object is such a document."""
    return "_id" in fields and isinstance(fields.get("associatedWith"), dict)


def fields_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a record of the same figure would have.

    >>> fields_of({"_id": "PMC1__a.jpg", "associatedWith": {"mentions": {"genes": {"ncbigene": ["596"]}}}})["genes"]
    [{'word': '596', 'entrez': '596', 'source': 'ncbigene'}]
    """
    said = document["associatedWith"]
    mentions = said.get("mentions") if isinstance(said.get("mentions"), dict) else {}
    name = str(document["_id"])
    genes = _numbers(mentions, "genes", "ncbigene") or _numbers(mentions, "genes", "bcbigene")  # an old misspelling
    stated = said.get("pmc")
    paper = _PMCID.match(stated if isinstance(stated, str) else name)
    return {
        "figid": name,
        "pmcid": paper.group() if paper else None,
        "figtitle": said.get("title"),
        "genes": [{"word": number, "entrez": number, "source": "ncbigene"} for number in genes],
        "chemicals": [
            *({"word": number, "identifier": number} for number in _numbers(mentions, "chemicals", "mesh")),
            *({"word": f"CHEBI:{number}", "chebi": number} for number in _numbers(mentions, "chemicals", "chebi")),
        ],
        "diseases": [
            *({"word": number, "identifier": number} for number in _numbers(mentions, "diseases", "mesh")),
            *({"word": f"DOID:{number}", "doid": number} for number in _numbers(mentions, "diseases", "doid")),
        ],
    }


def _numbers(mentions: Mapping[str, Any], kind: str, space: str) -> list[str]:
    some = mentions.get(kind)
    values = some.get(space) if isinstance(some, dict) else None
    return [str(value) for value in values] if isinstance(values, list) else []
