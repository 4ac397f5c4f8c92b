"""What annotated captions call things, where the tables do not say so: makes mappings/caption_names.tsv.

    .venv/bin/python benchmarks/training/usage.py GOLD.jsonl … > mappings/caption_names.tsv

A name is taken where two thirds of the captions that have it mean the same by it, if only beside other identifiers; one
of three letters or fewer, or of four among genes, where two captions do, and a word that says little alone where three
do. MeSH's identifiers come last. What tables and wordings decide as well is left out.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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

CHARGED = frozenset("•·∙+−⁻⁺")
SHORT, SHORT_GENE = 3, 4
MAJORITY = 2 / 3
_LISTS = re.compile(r"\d(?:/|,| and| or| &)\s*(?:and )?\d")


class Meant:
    """What captions mean by one name."""

    def __init__(self) -> None:
        self.captions: set[str] = set()
        self.of_identifier: dict[str, set[str]] = defaultdict(set)
        self.first: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self.kinds: Counter[Kind] = Counter()

    def add(self, caption: str, form: str, kind: Kind, identifiers: Sequence[str]) -> None:
        """Count one caption's name."""
        self.captions.add(caption)
        self.written[form] += 1
        self.kinds[kind] += 1
        self.first.update(identifiers[:1])
        for one in identifiers:
            self.of_identifier[one].add(caption)

    def mostly(self, identifiers: Iterable[str]) -> str | None:
        """Of identifiers the one that two thirds of the captions have, if there is one."""
        counted = [(len(self.of_identifier[one]), self.first[one], one) for one in identifiers]
        most = max(counted, default=(0, 0, ""))
        return most[2] if self.is_meant(most[2]) else None

    def is_meant(self, identifier: str) -> bool:
        """Whether two thirds of the captions have an identifier."""
        return len(self.of_identifier.get(identifier, ())) >= MAJORITY * len(self.captions)


def rows(
    captions: Iterable[GoldCaption], tables: ReferenceTables, decider: Decider, vague: frozenset[str]
) -> Iterator[str]:
    """The lines of the table, in order."""
    meant: dict[tuple[Sort, str], Meant] = defaultdict(Meant)
    for caption in captions:
        shared = Counter(
            (SORTS[kind_of_type(one.type)], key) for one in caption.entities for key in set(map(fold, one.forms))
        )
        for entity in caption.entities:
            kind = kind_of_type(entity.type)
            known = [one for one in entity.ids if tables.exists(one)]
            for form in set(entity.forms):
                asked = SORTS[kind], fold(form)
                if not CHARGED & set(form):  # O2•− is no O2, but folded alike
                    meant[asked].add(
                        caption.figid, form, kind, known if shared[asked] == 1 else ()
                    )  # else it lists them
    for (sort, key), one in sorted(meant.items()):
        fitting = [it for it in one.of_identifier if decider.fits(it, sort)]
        curie = one.mostly([it for it in fitting if not _of_mesh(it)]) or one.mostly(fitting)
        name = min(one.written.items(), key=lambda item: (-item[1], item[0]))[0]
        few = len(key) <= SHORT or (sort == "gene" and len(key) <= SHORT_GENE)
        wanted = 3 if name.casefold() in vague else 2 if few else 1
        if curie is None or len(key) < 2 or len(one.of_identifier[curie]) < wanted:
            continue
        if curie.startswith("ncbigene:") and any(_LISTS.search(form) for form in one.written):
            continue  # TLR7/8 is no TLR8
        found = decider.decide(name, one.kinds.most_common(1)[0][0], Context()).candidate
        decided = "" if found is None else found.entity.curie
        if sort == "gene" and _of_mesh(curie) and decided in one.of_identifier:
            continue  # a family of some captions says more than MeSH's class of all
        if not one.is_meant(decided) or (_of_mesh(decided) and not _of_mesh(curie)):
            yield "\t".join((sort, " ".join(name.split()), curie, entity_of(curie, tables).label))


def _of_mesh(identifier: str) -> bool:
    return identifier.startswith("mesh:")


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
