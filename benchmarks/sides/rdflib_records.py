"""The pipeline that most people would write: PyYAML reads, rdflib holds the graph and writes it.

    python rdflib_records.py RECORDS GROUNDED.json TARGET.nq [--fast-yaml]

It makes the triples that figkg makes of a figure without relations. What the words stand for is given to it. With
``--fast-yaml`` PyYAML's C loader reads.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from compare import HERE, Clock, tell
from rdflib import RDF, RDFS, Dataset, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VOID

PREFIXES = yaml.safe_load((HERE.parent / "mappings" / "prefixes.yaml").read_text(encoding="utf-8"))
FKG, DOCO, DEO, SSSOM = (Namespace(PREFIXES[prefix]) for prefix in ("fkg", "doco", "deo", "sssom"))
CC0 = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
DATASET = URIRef("https://w3id.org/figkg/")

MISSING = ("", "NA", "NULL", "None", "N/A")


def expand(curie: str) -> URIRef:
    """The IRI of a CURIE."""
    prefix, _, local = curie.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def triples(record: dict[str, Any], given: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """The triples of a figure."""
    figid = record["figid"]
    node = URIRef(f"https://pfocr.wikipathways.org/figures/{quote(figid, safe='-._~')}.html")
    yield node, RDF.type, FKG.PathwayFigure
    yield node, RDF.type, DOCO.Figure
    yield node, RDFS.label, Literal(record["figtitle"] or figid)
    yield node, DCTERMS.identifier, Literal(figid)
    if record.get("figid_alias"):
        yield node, DCTERMS.identifier, Literal(record["figid_alias"])
    yield node, DCTERMS.isPartOf, expand(f"pmc:{record['pmcid']}")
    yield node, DCTERMS.license, CC0
    yield node, VOID.inDataset, DATASET
    if record.get("number"):
        yield node, FKG.figureNumber, Literal(str(record["number"]))
    if record.get("figtype"):
        yield node, FKG.figureType, Literal(record["figtype"])
    if given["taxon"]:
        yield node, FKG.inTaxon, expand(f"taxon:{given['taxon']}")
    for curie in given["depicted"]:
        yield node, FKG.depicts, expand(curie)
    for curie in given["mentioned"]:
        yield node, FKG.mentions, expand(curie)
    if record["caption"]:
        caption = URIRef(PREFIXES["caption"] + quote(figid, safe="-._~"))
        yield node, FKG.caption, caption
        yield caption, RDF.type, DEO.Caption
        yield caption, RDF.value, Literal(record["caption"])
        yield caption, FKG.textDigest, Literal(f"sha256:{hashlib.sha256(record['caption'].encode()).hexdigest()}")
    for one in given["noted"]:
        yield from noted(figid, node, one)


def noted(figid: str, figure: URIRef, one: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """The triples of a grounding."""
    parts = [figid, one["word"], one["entity"] or "", one["kind"], *one["doubts"]]
    node = URIRef(PREFIXES["grounding"] + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24])
    yield node, RDF.type, FKG.Grounding
    yield node, FKG.inFigure, figure
    yield node, FKG.word, Literal(one["word"])
    yield node, FKG.match, Literal(one["match"])
    yield node, FKG.readFrom, Literal(one["source"])
    if one["entity"]:
        yield node, FKG.entity, expand(one["entity"])
        yield node, SSSOM.predicate_id, expand(one["predicate"])
        yield node, SSSOM.mapping_justification, expand(one["justification"])
    for name in one["doubts"].values():
        yield node, FKG.doubt, FKG[name]


def main() -> None:
    """Run and tell."""
    folder, grounded, target = (Path(one) for one in sys.argv[1:4])
    loader = yaml.CSafeLoader if "--fast-yaml" in sys.argv else yaml.SafeLoader
    given = json.loads(grounded.read_text(encoding="utf-8"))
    with Clock() as clock:
        dataset = Dataset()
        for path in sorted(folder.iterdir()):
            head = path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---", 1)[0]
            record = {name: None if value in MISSING else value for name, value in yaml.load(head, loader).items()}
            graph = dataset.graph(URIRef(PREFIXES["graph"] + quote(record["figid"], safe="-._~")))
            for triple in triples(record, given[record["figid"]]):
                graph.add(triple)
        dataset.serialize(str(target), format="nquads", encoding="utf-8")
    tell(clock, quads=len(dataset))


if __name__ == "__main__":
    main()
