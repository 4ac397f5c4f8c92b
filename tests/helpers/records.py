"""Small records, and folders of them."""

from __future__ import annotations

from pathlib import Path

RECORD = """---
figid: PMC{paper}__f{number}
figid_alias: PMC{paper}__F{number}
pmcid: {pmcid}
number: F{number}
figtitle: A figure
caption: {caption}
year: '2020'
organisms: Homo sapiens
genes:
- word: BCL2
  symbol: BCL2
  source: hgnc_symbol
  hgnc_symbol: BCL2
  entrez: '596'
- word: {word}
  symbol: NFKB1
  source: hgnc_symbol
  hgnc_symbol: NFKB1
  entrez: '4790'
chemicals: []
diseases: []
---
"""
CAPTIONS = (
    "BCL2 activates NFKB1.",
    "NFKB1 inhibits BCL2 in leukemia.",
    "BCL2 may inhibit NFKB1, and TNF activates NFKB1.",
    "A cell.",
    "''",
)


def write(folder: Path, paper: int, number: int, caption: str, word: str = "NFKB1", pmcid: str = "") -> None:
    text = RECORD.format(paper=paper, number=number, caption=caption, word=word, pmcid=pmcid or f"PMC{paper}")
    (folder / f"PMC{paper}__f{number}.md").write_text(text, encoding="utf-8")


def make_records(folder: Path, round_: int) -> None:
    """Twenty records, of which some differ from round to round."""
    folder.mkdir(exist_ok=True)
    for number in range(20):
        write(folder, 1 + number // 2, number, CAPTIONS[(number + (round_ if number % 3 == 0 else 0)) % len(CAPTIONS)])
