"""Measure grounding: agreement with a table of words, and speed; beside gilda where it is installed.

    python benchmarks/grounding.py ../shared/refdata
    python benchmarks/grounding.py ../shared/refdata --captions ../shared/figures --differences

The folder holds ``grounding_terms_dev.tsv`` (word, NCBI Gene number) and, for gilda, ``gilda_terms.tsv.gz`` and
``hgnc_complete_set.txt.gz``. The words and the answers they are compared with are PFOCR's; where PFOCR is wrong, to
differ is right, so read the differences.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from figkg.base.errors import RecordError
from figkg.base.resources import mappings_folder
from figkg.extract import parse_record, partition, read
from figkg.ground import Grounder, load_grounder, load_lookup
from figkg.ground.mentions import find_mentions
from figkg.reference.names import fold


def read_words(folder: Path) -> list[tuple[str, str]]:
    """Words and the NCBI Gene CURIE that PFOCR gave each."""
    with (folder / "grounding_terms_dev.tsv").open(encoding="utf-8") as lines:
        return [(row["word"], f"ncbigene:{row['ncbigene']}") for row in csv.DictReader(lines, delimiter="\t")]


def agreement(
    name: str, words: list[tuple[str, str]], find: Callable[[str], str], *, differences: bool = False
) -> None:
    """Print how often answers agree, differ and are missing, and how many a second there are."""
    began = perf_counter()
    answers = [find(word) for word, _ in words]
    seconds = perf_counter() - began
    same = sum(answer == wanted for answer, (_, wanted) in zip(answers, words, strict=True))
    missing = answers.count("")
    print(
        f"{name}: {same / len(words):.4f} agree, {(len(words) - same - missing) / len(words):.4f} differ, "
        f"{missing / len(words):.4f} without answer; {len(words) / seconds:,.0f} words/s"
    )
    if differences:
        for answer, (word, wanted) in zip(answers, words, strict=True):
            if answer != wanted:
                print(f"  {word}\t{wanted}\t{answer}")


def gilda_finder(folder: Path) -> Callable[[str], str] | None:
    """Gilda over its own list of terms, or None where it is not installed."""
    try:
        from gilda.grounder import Grounder as GildaGrounder
        from gilda.term import Term
    except ImportError:
        return None
    terms: dict[str, list[object]] = {}
    with gzip.open(folder / "gilda_terms.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            values = [row[key] for key in ("norm_text", "text", "db", "id", "entry_name", "status", "source")]
            more = [row[key] or None for key in ("organism", "source_db", "source_id")]
            terms.setdefault(row["norm_text"], []).append(Term(*values, *more))
    with gzip.open(folder / "hgnc_complete_set.txt.gz", "rt", encoding="utf-8") as lines:
        numbers = {
            row["hgnc_id"].removeprefix("HGNC:"): row["entrez_id"] for row in csv.DictReader(lines, delimiter="\t")
        }
    grounder = GildaGrounder(terms)

    def find(word: str) -> str:
        matches = grounder.ground(word)
        if not matches:
            return ""
        term = matches[0].term
        return f"ncbigene:{numbers.get(term.id, '')}" if term.db == "HGNC" else f"{term.db}:{term.id}"

    return find


def captions_of(folder: Path) -> Iterable[str]:
    """The captions of a folder of records."""
    with tempfile.TemporaryDirectory() as scratch:
        for part in partition([str(folder)], Path(scratch), 2000):
            for source in read(part):
                if not isinstance(source, RecordError):
                    try:
                        yield parse_record(source).caption
                    except RecordError:
                        continue


def pass_over(captions: list[str], grounder: Grounder) -> float:
    """Seconds that the dictionary pass over captions takes."""
    began = perf_counter()
    for caption in captions:
        find_mentions(caption, {}, {}, frozenset(), grounder.dictionary)
    return perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("refdata", type=Path)
    parser.add_argument("--captions", type=Path, help="folder of records whose captions are searched")
    parser.add_argument("--differences", action="store_true", help="print every word that differs")
    arguments = parser.parse_args()
    words = read_words(arguments.refdata)

    began = perf_counter()
    lookup = load_lookup(mappings_folder())
    print(f"figkg: tables opened in {perf_counter() - began:.3f} s")

    def find(word: str) -> str:
        best = lookup.find(word).best
        return best.entity.curie if best is not None else ""

    agreement("figkg", words, find, differences=arguments.differences)
    gilda = gilda_finder(arguments.refdata)
    if gilda is None:
        print("gilda: not installed")
    else:
        agreement("gilda", words, gilda)

    began = perf_counter()
    grounder = load_grounder(mappings_folder())
    print(f"search over captions built in {perf_counter() - began:.2f} s")
    keys = [word for word, _ in words] * 20
    began = perf_counter()
    for key in keys:
        grounder.tables.lookup(fold(key))
    print(f"exact look-ups: {len(keys) / (perf_counter() - began):,.0f}/s")
    if arguments.captions is not None:
        captions = [" ".join(caption.split()[:120]) for caption in captions_of(arguments.captions)]
        captions = [caption for caption in captions if len(caption.split()) == 120]
        passes = [pass_over(captions, grounder) for _ in range(20)]
        print(
            f"captions of 120 words: {len(captions) / passes[0]:,.0f}/s when every name is new, "
            f"{len(captions) / min(passes):,.0f}/s best of {len(passes)} passes"
        )
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
