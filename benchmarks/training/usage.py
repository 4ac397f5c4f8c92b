"""What annotated captions call things, where the tables do not say so: makes mappings/caption_names.tsv.

    .venv/bin/python benchmarks/training/usage.py GOLD.jsonl … > mappings/caption_names.tsv

A name is taken where two thirds of the captions that have it mean the same by it; one of three letters or fewer, or of
four among genes, where two captions do. What tables and wordings decide alike is left out.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from figkg.base.resources import mappings_folder
from figkg.evaluate.captions import GoldCaption, kind_of_type, read_captions
from figkg.ground.decider import SORTS, Context, Decider
from figkg.ground.entities import entity_of
from figkg.ground.figure import Kind
from figkg.ground.grounder import load_lookup
from figkg.ground.senses import Senses
from figkg.ground.usage import COLUMNS, Usage
from figkg.ground.wordings import Sort, load_wordings
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

NOTHING = "-"
CHARGED = frozenset("•·∙+−⁻⁺")
SHORT, SHORT_GENE = 3, 4
MAJORITY = 2 / 3


def rows(
    captions: Iterable[GoldCaption], tables: ReferenceTables, decider: Decider, vague: frozenset[str]
) -> Iterator[str]:
    """The lines of the table, in order."""
    meant: dict[tuple[Sort, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    written: dict[tuple[Sort, str], Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[Sort, str], Counter[Kind]] = defaultdict(Counter)
    for caption in captions:
        for entity in caption.entities:
            kind = kind_of_type(entity.type)
            known = [one for one in entity.ids if tables.exists(one)]
            for form in set(entity.forms):
                if CHARGED & set(form):
                    continue  # O2•− is no O2, but folded alike
                key = SORTS[kind], fold(form)
                meant[key][known[0] if known else NOTHING].add(caption.figid)
                written[key][form] += 1
                kinds[key][kind] += 1
    for (sort, key), curies in sorted(meant.items()):
        curie, figures = max(curies.items(), key=lambda item: (len(item[1]), item[0]))
        name = min(written[sort, key].items(), key=lambda item: (-item[1], item[0]))[0]
        few = len(key) <= SHORT or (sort == "gene" and len(key) <= SHORT_GENE)
        if curie == NOTHING or len(key) < 2 or name.casefold() in vague or len(figures) < (2 if few else 1):
            continue
        if len(figures) < MAJORITY * sum(map(len, curies.values())) or not decider.fits(curie, sort):
            continue
        kind = kinds[sort, key].most_common(1)[0][0]
        found = decider.decide(name, kind, Context()).candidate
        if found is None or found.entity.curie != curie:
            yield "\t".join((sort, " ".join(name.split()), curie, entity_of(curie, tables).label))


def main() -> None:
    """Print the table."""
    mappings = mappings_folder()
    lookup, wordings = load_lookup(mappings), load_wordings(mappings)
    decider = Decider(lookup, wordings, Usage({}), Senses({}))
    captions = [one for path in sys.argv[1:] for one in read_captions(Path(path))]
    print("\t".join(COLUMNS))
    for row in rows(captions, lookup.tables, decider, wordings.vague):
        print(row)


if __name__ == "__main__":
    main()
