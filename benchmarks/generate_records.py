"""Generate many figure records from the shipped ones: other identifiers, years and genes, the same kinds of sentences.

    python benchmarks/generate_records.py 100000 records.jsonl
    python benchmarks/generate_records.py 100000 records.jsonl --templates FOLDER

Each record is one of the shipped ones, or of those below a folder, whose single genes are exchanged for others, in its
rows and in its caption, so that names, edges and papers vary. The same number and seed give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from figkg.base.resources import mappings_folder
from figkg.extract.front_matter import TextLoader
from figkg.reference.snapshots import read_snapshot

RECORDS = Path(__file__).parent.parent / "tests" / "records" / "_figures"
POOL = 4000
EXCHANGED = 0.7


def templates(folder: Path = RECORDS) -> list[dict[str, Any]]:
    """Front matters of the records below a folder that keep their genes in it."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        head = path.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---\n")
        fields = yaml.load(head, Loader=TextLoader) if head.startswith("figid") or "\nfigid:" in head else {}
        if "genes" in fields or folder == RECORDS:
            found.append(fields)
    return found


def gene_pool() -> list[tuple[str, str]]:
    """Symbols and numbers of genes that code for proteins and have a symbol that is no English word."""
    genes = [
        (row[1], row[7])
        for row in read_snapshot(mappings_folder() / "snapshots", "hgnc")
        if row[7] and row[10] == "protein-coding gene" and re.fullmatch(r"[A-Z]{2,6}\d+[A-Z]?", row[1])
    ]
    return random.Random(1).sample(genes, POOL)


def generate(number: int, seed: int = 0, folder: Path = RECORDS) -> Iterator[dict[str, Any]]:
    """Records one by one."""
    source, pool, draw = templates(folder), gene_pool(), random.Random(seed)
    for index in range(number):
        yield varied(source[index % len(source)], index, pool, draw)


def varied(template: dict[str, Any], index: int, pool: list[tuple[str, str]], draw: random.Random) -> dict[str, Any]:
    """A record like the template."""
    pmcid = f"PMC{20_000_000 + index // 2}"
    figid = f"{pmcid}__fig-{index:07d}"
    record = dict(template) | {"figid": figid, "pmcid": pmcid, "year": str(2000 + draw.randrange(26))}
    record |= {
        "figid_alias": f"{pmcid}__F{index % 9 + 1}",
        "filename": f"fig-{index:07d}.jpg",
        "doi": f"10.5555/fig{index // 2}",
    }
    if isinstance(record.get("schema-jsonld"), dict):
        address = f"https://pfocr.wikipathways.org/figures/{figid}.html"
        record["schema-jsonld"] = dict(record["schema-jsonld"]) | {"@id": address}
    caption = str(record.get("caption") or "")
    rows = [dict(row) for row in record.get("genes") or () if isinstance(row, dict)]
    times = Counter(str(row.get("word")) for row in rows)
    for row in rows:
        word = str(row.get("word"))
        if times[word] == 1 and row.get("entrez") and draw.random() < EXCHANGED:
            symbol, entrez = pool[draw.randrange(len(pool))]
            caption = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", symbol, caption)
            row |= {"word": symbol, "symbol": symbol, "hgnc_symbol": symbol, "entrez": entrez, "source": "hgnc_symbol"}
    return record | {"caption": f"{caption} Series {index}.", "genes": rows}


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--templates", type=Path, default=RECORDS, help="folder of other records to vary")
    arguments = parser.parse_args()
    with arguments.target.open("w", encoding="utf-8") as file:
        for record in generate(arguments.number, arguments.seed, arguments.templates):
            file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    main()
