"""What a user gets, measured: records through grounding and reading as a build does it, against annotated captions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from figkg.evaluate.captions import GoldCaption
from figkg.evaluate.whole import (
    Measure,
    Tally,
    edge_tally,
    identifier_tally,
    measure,
    mention_tally,
    predictions,
    ranking,
)
from figkg.extract import parse_record, partition, read
from figkg.extract.record import FigureRecord, RecordText
from figkg.ground.grounder import Grounder
from figkg.ground.settling import settle
from figkg.relate.relator import Relator

KINDS: Mapping[str, frozenset[str]] = {
    "genes and families": frozenset({"gene", "family"}),
    "chemicals": frozenset({"chemical"}),
    "processes": frozenset({"process"}),
    "diseases": frozenset({"disease"}),
    "other things": frozenset({"other"}),
}
"""The rows of the tables, and the kinds that count in each."""


class UserReport(Struct, frozen=True):
    """All measures.

    Attributes:
        captions: number of annotated captions.
        mentions: by rows of :data:`KINDS`, and ``all kinds``.
        identifiers: the same, mentions given; empty where names are only looked up.
        edges: ``genes and families`` and ``all kinds``.
        ranking: how often confidence ranks a right edge above a wrong one, for the same two.
    """

    captions: int
    mentions: dict[str, Measure]
    identifiers: dict[str, Measure]
    edges: dict[str, Measure]
    ranking: dict[str, float | None]


def read_records(sources: Sequence[str], wanted: Sequence[GoldCaption]) -> dict[str, FigureRecord]:
    """The records of annotated captions; one that holds the caption alone where no source has it.

    Args:
        sources: folders and files of records.
        wanted: the annotated captions.

    Raises:
        SourceError: a source cannot be read.
        RecordError: the record of an annotated caption cannot be parsed.
    """
    names = {one.figid for one in wanted}
    found: dict[str, FigureRecord] = {}
    with tempfile.TemporaryDirectory(prefix="figkg-evaluate-") as work:
        for part in partition(list(sources), Path(work)) if sources else ():
            for text in read(part):
                if isinstance(text, RecordText) and any(
                    name in text.file or name.encode() in text.content for name in names
                ):
                    record = parse_record(text)
                    found[record.figid] = record
    for one in wanted:
        known = found.get(one.figid)
        found[one.figid] = structs.replace(known, caption=one.caption) if known is not None else _bare(one)
    return found


def _bare(gold: GoldCaption) -> FigureRecord:
    line = {"figid": gold.figid, "pmcid": gold.figid.partition("__")[0], "caption": gold.caption}
    return parse_record(RecordText("", msgspec.json.encode(line), {}, "json"))


def judge_captions(
    captions: Iterable[GoldCaption], records: Mapping[str, FigureRecord], grounder: Grounder, relator: Relator
) -> Iterator[tuple[dict[str, Tally], list[tuple[float, bool]], list[tuple[float, bool]]]]:
    """Read annotated captions as a build does, and judge what comes of it.

    Args:
        captions: annotated captions.
        records: their records, by figid.
        grounder: identifies.
        relator: reads.

    Yields:
        For each caption its tallies by what they measure (``mentions: all kinds``), and confidence and judgement of its
        edges among genes and families and of all.
    """
    human = grounder.tables.genes
    for gold in captions:
        record = records[gold.figid]
        figure = grounder.ground(record)
        assertions = relator.relate(record.caption, figure.mentions)
        figure = settle(figure, {end for one in assertions for end in (one.subject, one.object)})
        tallies = {"mentions: all kinds": mention_tally(gold, figure.mentions)}
        for name, kinds in KINDS.items():
            tallies[f"mentions: {name}"] = mention_tally(gold, figure.mentions, kinds)
        if grounder.reader is not None:
            identify = grounder.reader.identifier(record.caption, _titles(record))
            for name, kinds in KINDS.items():
                tallies[f"identifiers: {name}"] = identifier_tally(gold, identify, human, kinds)
        found = predictions(assertions, record.caption)
        tallies["edges: genes and families"], among = edge_tally(gold, found, human, genes=True)
        tallies["edges: all kinds"], every = edge_tally(gold, found, human, genes=False)
        yield tallies, among, every


def user_report(
    judged: Iterable[tuple[dict[str, Tally], list[tuple[float, bool]], list[tuple[float, bool]]]], seed: int = 0
) -> UserReport:
    """All measures of judged captions.

    Args:
        judged: what :func:`judge_captions` gives.
        seed: of the bootstrap over captions.
    """
    rows = list(judged)
    names = list(rows[0][0]) if rows else []
    measured = {name: measure([tallies[name] for tallies, _, _ in rows], seed) for name in names}
    return UserReport(
        captions=len(rows),
        mentions=_of("mentions", measured),
        identifiers=_of("identifiers", measured),
        edges=_of("edges", measured),
        ranking={
            "genes and families": ranking(one for _, among, _ in rows for one in among),
            "all kinds": ranking(one for _, _, every in rows for one in every),
        },
    )


def _of(what: str, measured: Mapping[str, Measure]) -> dict[str, Measure]:
    return {name.removeprefix(f"{what}: "): one for name, one in measured.items() if name.startswith(f"{what}: ")}


def _titles(record: FigureRecord) -> list[str]:
    return [title for title in (record.paper_title, record.title) if title]
