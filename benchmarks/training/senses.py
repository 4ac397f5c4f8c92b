"""Short names that captions use for things of several sorts: makes mappings/senses.tsv.

    .venv/bin/python benchmarks/training/senses.py --gold GOLD.jsonl … --records SOURCE … > mappings/senses.tsv

A caption that defines a short name (*endoplasmic reticulum (ER)*) says what it means there; an annotated caption says
it as well. Counted are captions by what the name means in them, as far as the tables know the long form. A name is
listed when it means things of two sorts, or one that is no gene while the tables have a gene under it, or the same
chemical, process or disease in two captions. Only names, identifiers and numbers are taken from captions.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from figkg.base.resources import mappings_folder
from figkg.evaluate.captions import kind_of_type, read_captions
from figkg.extract import parse_record, partition, read
from figkg.extract.record import RecordText
from figkg.ground.decider import SORTS, Context, Decider
from figkg.ground.definitions import find_definitions, meanings
from figkg.ground.figure import Entity, Kind
from figkg.ground.grounder import load_lookup
from figkg.ground.senses import COLUMNS, LONGEST, SHORTEST, Senses
from figkg.ground.usage import Usage
from figkg.ground.wordings import load_wordings

KINDS: tuple[Kind, ...] = ("gene", "chemical", "process", "disease", "other")
"""The kinds that a long form is looked up as, in this order."""


def captions_of(sources: list[str]) -> Iterator[tuple[str, str]]:
    """Figures and their captions, of records that can be read."""
    with tempfile.TemporaryDirectory() as work:
        for part in partition(sources, Path(work)) if sources else ():
            for text in read(part):
                if isinstance(text, RecordText):
                    try:
                        record = parse_record(text)
                    except ValueError:
                        continue
                    yield record.figid, record.caption


def meant(decider: Decider, short: str, long: str) -> tuple[str, Entity] | None:
    """What a long form is, as the tables have it, with its sort; a gene where it means the gene of the short form."""
    own = decider.decide(short, "gene", Context({short: long}))
    if own.candidate is not None:
        return "gene", own.candidate.entity
    for kind in KINDS[1:]:
        found = decider.decide(long, kind, Context()).candidate
        if found is not None:
            return SORTS[kind], found.entity
    return None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--records", action="append", default=[])
    given = parser.parse_args()
    mappings = mappings_folder()
    lookup = load_lookup(mappings)
    decider = Decider(lookup, load_wordings(mappings), Usage({}), Senses({}))
    counted: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    labels: dict[str, str] = {}
    texts = dict(captions_of(given.records))
    for path in given.gold:
        for gold in read_captions(path):
            texts[gold.figid] = gold.caption
            for entity in gold.entities:
                for form in set(entity.forms):
                    if SHORTEST <= len(form) <= LONGEST and not form.islower() and entity.ids:
                        counted[form][SORTS[kind_of_type(entity.type)]][entity.ids[0]].add(gold.figid)
    for figure, text in texts.items():
        for short, long in meanings(find_definitions(text)).items():
            if SHORTEST <= len(short) <= LONGEST and not short.islower():
                found = meant(decider, short, long)
                if found is not None:
                    counted[short][found[0]][found[1].curie].add(figure)
                    labels[found[1].curie] = found[1].label
    print("\t".join(COLUMNS))
    for short, sorts in sorted(counted.items()):
        alone = "gene" not in sorts and decider.decide(short, "gene", Context()).candidate is not None
        often = any(len(figures) > 1 for sort, curies in sorts.items() if sort != "gene" for figures in curies.values())
        if len(sorts) > 1 or alone or often:
            for sort, curies in sorted(sorts.items()):
                curie, _ = max(curies.items(), key=lambda item: (len(item[1]), item[0]))
                figures = set().union(*curies.values())
                print("\t".join((short, sort, curie, labels.get(curie, ""), str(len(figures)))))


if __name__ == "__main__":
    main()
