"""What large models are asked before figures are read: what images show, and what captions state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import requests

from figkg.base.errors import OutputError, RecordError, SourceError, reason_of
from figkg.base.resources import mappings_folder
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.sources import fetch_sources
from figkg.extract import RecordText, parse_record, partition, read, told, vision
from figkg.extract.images import Image, Images, open_images
from figkg.extract.questions import Estimate, ModelPolicy, estimate, load_model_policy
from figkg.extract.record import FigureRecord
from figkg.fetch.chat import Chat, Endpoint, Question, key_of
from figkg.fetch.inquiry import Asked, Inquiry, Limits, Remembered
from figkg.fetch.session import open_session
from figkg.fetch.sources import revealed

SEEN_FOLDER = ".seen"
"""Where the answers of models are kept, in the output folder."""


def see_images(request: Request, parts: Sequence[Path], cache: Path, work: Path, policy: ModelPolicy) -> Asked:
    """Have a model read the images of figures; whatever goes wrong there ends no build.

    Args:
        request: names the endpoint, the model, and the folder or archive of images.
        parts: partitions with the records; an image that none of them has is not asked about.
        cache: folder in which answers are kept between builds.
        work: folder for what it saw, as annotations (:mod:`figkg.extract.drawings`) in ``seen.jsonl``.
        policy: prompt and limits.

    Raises:
        SourceError: the images cannot be read.
        OutputError: an answer cannot be kept.
    """
    found = open_images(Path(request.images), work / "images", policy.largest_image)
    with open_session(connections=policy.limits.in_flight) as session:
        key, fault = _key(request.vision, vision.KEY_VARIABLE)
        chat = _chat(request.vision, request.model, key, policy.limits, session)
        remembered = Remembered(cache, request.model)
        inquiry = Inquiry(chat, remembered, policy.limits, vision.KEYS, vision.seen_in)
        report = inquiry.report
        report.stopped = fault
        pairs = found.with_records(records_of(parts))
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with (work / "seen.jsonl").open("wb") as lines:
                asked = vision.questions(_counted(pairs, found, report), policy, report)
                for shown, seen in inquiry.ask_all(asked):
                    line = vision.annotation(shown, request.model, seen)
                    lines.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise OutputError(str(error.filename or cache), reason_of(error)) from error
    return report


def hear_captions(
    request: Request, parts: Sequence[Path], cache: Path, target: Path, policy: ModelPolicy
) -> tuple[str, Asked]:
    """Have a model read captions; whatever goes wrong there ends no build.

    Args:
        request: names the endpoint and the model.
        parts: partitions with the records.
        cache: folder in which answers are kept between builds.
        target: index for what it read (:mod:`figkg.extract.told`).
        policy: prompt and limits.

    Returns:
        A hash of what it read, and what asking came to.

    Raises:
        OutputError: an answer cannot be kept.
    """
    model = request.reader_model or request.model
    with open_session(connections=policy.limits.in_flight) as session:
        variable = vision.KEY_VARIABLE if request.reader == request.vision else told.KEY_VARIABLE
        key, fault = _key(request.reader, variable)
        chat = _chat(request.reader, model, key, policy.limits, session)
        inquiry = Inquiry(chat, Remembered(cache, model), policy.limits, told.KEYS, told.said_in)
        report = inquiry.report
        report.stopped = fault

        def statements() -> Iterator[tuple[str, list[told.Told]]]:
            for caption, said in inquiry.ask_all(told.questions(records_of(parts), policy)):
                founded = told.told_in(caption, said, model)
                report.statements += len(founded)
                report.unfounded += len(said) - len(founded)
                yield caption, founded

        try:
            cache.mkdir(parents=True, exist_ok=True)
            return told.index_told(statements(), target), report
        except OSError as error:
            raise OutputError(str(error.filename or cache), reason_of(error)) from error


def estimate_models(request: Request, folder: OutputFolder) -> dict[str, Estimate]:
    """What asking models would cost, by what they are asked about; nothing is asked.

    Args:
        request: what is to be built.
        folder: the output folder, in which answers are kept.

    Raises:
        SourceError: a source or the images cannot be read.
    """
    mappings = mappings_folder()
    policy = load_model_policy(mappings)
    cache = folder.path / SEEN_FOLDER
    found: dict[str, Estimate] = {}
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        sources = fetch_sources(request.sources, work / "sources", mappings)
        parts = partition(sources, work / "partitions", request.partition_size)
        if request.vision:
            images = open_images(Path(request.images), work / "images", policy.largest_image)
            pairs = images.with_records(records_of(parts))
            asked = (one for _, one in vision.questions(pairs, policy, Asked()))
            lengths = _lengths(asked, Remembered(cache, request.model))
            found["images"] = estimate(policy.images, lengths, request.model, policy)
        if request.reader:
            model = request.reader_model or request.model
            asked = (one for _, one in told.questions(records_of(parts), policy))
            found["captions"] = estimate(policy.captions, _lengths(asked, Remembered(cache, model)), model, policy)
    return found


def records_of(parts: Sequence[Path]) -> Iterator[FigureRecord]:
    """The records of partitions that can be read; who reads them again tells of the others."""
    for part in parts:
        for source in read(part):
            if isinstance(source, RecordText):
                try:
                    yield parse_record(source)
                except RecordError:
                    continue


def _counted(
    pairs: Iterator[tuple[FigureRecord, Image]], found: Images, report: Asked
) -> Iterator[tuple[FigureRecord, Image]]:
    """The pairs; notes in the end how many images no record has."""
    used = set()
    for record, image in pairs:
        used.add(image)
        yield record, image
    report.without_record = found.count - len(used)


def _chat(url: str, model: str, key: str, limits: Limits, session: requests.Session) -> Chat:
    patience, most = limits.patience, limits.answer_tokens
    return Chat(Endpoint(url=revealed(url), model=model, key=key, answer_tokens=most, patience=patience), session)


def _key(url: str, variable: str) -> tuple[str, str]:
    """The key, and what is wrong with it."""
    try:
        return key_of(variable, url), ""
    except SourceError as error:
        return "", error.reason


def _lengths(questions: Iterator[Question], remembered: Remembered) -> Iterator[int | None]:
    """Characters of each prompt; None where its answer, or that it has none, is kept."""
    seen = set()
    for one in questions:
        place = remembered.place(one)
        if place not in seen:
            seen.add(place)
            yield None if remembered.recall(place) is not None else len(one.prompt)
