"""Make the inputs of the comparisons: generated records as Markdown and as JSON, and what figkg grounds in them.

    python benchmarks/inputs.py 2000 work

work/records/*.md, and the same in one file each: work/records.jsonl, work/records.json and work/records.yaml;
work/genes.json, a row for each gene row, with its figure; and work/grounded.json, which peers without a grounder are
given for nothing.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import yaml
from generate_records import generate

from figkg.base.resources import mappings_folder
from figkg.emit.figure_graph import camel
from figkg.extract import RecordText, parse_record
from figkg.ground import GroundedFigure, load_grounder
from figkg.ground.figure import match_justification, match_predicate
from figkg.reference.names import fold


def make(number: int, folder: Path) -> None:
    """Write all files, unless they are there."""
    if (folder / "grounded.json").exists():
        return
    grounder = load_grounder(mappings_folder())
    records = list(generate(number))
    (folder / "records").mkdir(parents=True, exist_ok=True)
    grounded = {}
    for record in records:
        content = f"---\n{head(record)}---\n".encode()
        (folder / "records" / f"{record['figid']}.md").write_bytes(content)
        grounded[record["figid"]] = given(grounder.ground(parse_record(RecordText(record["figid"], content, {}))))
    heads = [head(record).replace("\n", "\n  ") for record in records]
    (folder / "records.yaml").write_text("".join(f"- {one.rstrip()}\n" for one in heads), encoding="utf-8")
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (folder / "records.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "records.json").write_text("[" + ",\n".join(lines) + "]", encoding="utf-8")
    genes = [
        {"figid": record["figid"], "entrez": row["entrez"], "word": row["word"]}
        for record in records
        for row in record["genes"]
        if row.get("entrez")
    ]
    (folder / "genes.json").write_text(json.dumps(genes, ensure_ascii=False), encoding="utf-8")
    (folder / "grounded.json").write_text(json.dumps(grounded, ensure_ascii=False), encoding="utf-8")


def head(record: dict[str, Any]) -> str:
    """The YAML of a record; its score is a number, as in those that PFOCR publishes."""
    fields = dict(record)
    if fields.get("automl_pathway"):
        fields["automl_pathway"] = float(fields["automl_pathway"])
    return yaml.dump(fields, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)


def given(figure: GroundedFigure) -> dict[str, Any]:
    """What a peer is told of a figure: entities, taxon, and the groundings that the graph notes."""
    labels = {entity.curie: entity.label for entity in figure.entities}
    return {
        "taxon": figure.taxon,
        "depicted": sorted(set(labels) - set(figure.named)),
        "mentioned": sorted(figure.named),
        "noted": [
            {
                "word": one.word,
                "entity": one.entity,
                "kind": one.kind,
                "source": one.source,
                "match": one.match,
                "predicate": match_predicate(one.match) if one.entity else None,
                "justification": match_justification(one.match) if one.entity else None,
                "doubts": {doubt: camel(doubt) for doubt in one.doubts},
            }
            for one in figure.groundings
            if one.doubts or one.entity is None or fold(one.word) != fold(labels[one.entity])
        ],
    }


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    make(arguments.number, arguments.folder)


if __name__ == "__main__":
    main()
