"""What is below what: MeSH by the places of its descriptors, the Gene Ontology by what processes are a kind of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from figkg.reference.index import Rows
from figkg.reference.official.files import split


def broader_terms(rows: Rows) -> dict[str, tuple[str, ...]]:
    """CURIEs of the terms right above each term, by its CURIE.

    Args:
        rows: the snapshots ``mesh``, ``go`` and ``go-links``; what they do not have is above nothing.
    """
    trees = {number: split(places) for number, _, places, _ in rows["mesh"]}
    above = {f"mesh:{number}": {f"mesh:{one}" for one in some} for number, some in _parents(trees)}
    links: dict[str, set[str]] = defaultdict(set)
    processes = {number for number, _, _ in rows["go"]}
    for number, broader in rows["go-links"]:
        if broader not in processes:
            continue
        links[f"go:{number}"].add(f"go:{broader}")
    return {curie: tuple(sorted(some)) for curie, some in (above | links).items()}


def _parents(trees: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, set[str]]]:
    """The descriptors right above each, a place being that of the one above with a number behind it.

    >>> dict(_parents({"D1": ["C04"], "D2": ["C04.557"], "D3": ["C15"]}))
    {'D2': {'D1'}}
    """
    owners = {place: number for number, places in trees.items() for place in places}
    for number, places in trees.items():
        found = {owners[above] for above in (place.rpartition(".")[0] for place in places) if above in owners}
        if found:
            yield number, found


def ancestors(curies: Iterable[str], broader: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Everything above some terms, directly or not; one of them is among it where it is above another.

    >>> sorted(ancestors(["c"], {"c": ("b",), "b": ("a",)}))
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = list(curies)
    while waiting:
        for one in broader.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
