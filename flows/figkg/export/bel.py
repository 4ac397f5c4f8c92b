"""BEL script (https://language.bel.bio/): who increases or decreases whom, with citation and evidence.

There is no place for a doubt in it: only edges that some figure states outright, and of their statements those that do.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from figkg import __version__
from figkg.base.iris import BASE, Shortener
from figkg.export.evidence import Evidence, PaperRow, StatementRow
from figkg.export.files import open_text
from figkg.export.namespaces import references
from figkg.graph.built import Release
from figkg.graph.release import stream_edges
from figkg.graph.rows import EntityRow

_FUNCTIONS = {"gene": "p", "family": "p", "chemical": "a", "disease": "path", "process": "bp"}
_NAMESPACES = {"HGNC": "HGNC", "EGID": "NCBIGENE", **{name: name for name in ("FPLX", "CHEBI", "GO", "MESH", "DOID")}}
"""Namespaces by INDRA's names, the preferred first."""

_HEAD = f"""SET DOCUMENT Name = "figkg"
SET DOCUMENT Version = "{__version__}"
SET DOCUMENT Description = "Signed edges of pathway figures"
SET DOCUMENT Authors = "The figkg project"
SET DOCUMENT ContactInfo = "{BASE}"
SET DOCUMENT Licenses = "CC0-1.0"

"""
_NAMES = "".join(f'DEFINE NAMESPACE {name} AS PATTERN ".*"\n' for name in (*_NAMESPACES.values(), "TEXT"))
_ANNOTATIONS = "".join(f'DEFINE ANNOTATION {name} AS PATTERN ".*"\n' for name in ("Figure", "Confidence", "Drawn"))


def write_bel(release: Release, target: Path) -> None:
    """Write the statements by paper and figure."""
    evidence, short = Evidence(release), Shortener(release.prefixes)
    found: list[tuple[StatementRow, str]] = []
    for edge in stream_edges(release):
        if edge.outright:
            verb = "increases" if edge.sign > 0 else "decreases"
            said = f"{term(edge.subject, short)} {verb} {term(edge.object, short)}"
            found += [(one, said) for one in evidence.behind(edge).statements if one.outright]
    found.sort(key=lambda pair: (pair[0].paper, pair[0].figure, pair[0].sentence, pair[1], pair[0].key))
    with open_text(target) as file:
        file.write(_HEAD + _NAMES + "\n" + _ANNOTATIONS)
        for pmcid, group in groupby(found, key=lambda pair: pair[0].paper):
            file.write(f"\nSET Citation = {_citation(evidence.paper(pmcid))}\n")
            for one, said in group:
                file.write(
                    f"SET Evidence = {_quoted(one.sentence)}\n"
                    f"SET Figure = {_quoted(one.figure)}\n"
                    f'SET Confidence = "{one.confidence:g}"\n'
                    f'SET Drawn = "{str(one.drawn).lower()}"\n'
                    f"{said}\n"
                )


def term(entity: EntityRow, short: Shortener) -> str:
    """An entity as a BEL term; what has no identifier is named by its text.

    Args:
        entity: the entity.
        short: shortens IRIs.
    """
    function = _FUNCTIONS.get(entity.kind, "a")
    known = references(entity, short)
    for namespace, name in _NAMESPACES.items():
        if namespace in known:
            number = known[namespace].removeprefix(f"{namespace}:")
            return f"{function}({name}:{number} ! {_quoted(entity.label)})"
    return f"{function}(TEXT:{_quoted(entity.label)})"


def _citation(paper: PaperRow) -> str:
    """The citation of a paper: by PubMed where its number is known."""
    kind, number = ("PubMed", paper.pmid) if paper.pmid else ("PubMed Central", paper.pmcid)
    return f'{{"{kind}", "{number}"}}'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
