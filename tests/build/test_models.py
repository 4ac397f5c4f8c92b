"""Models asked in a build: images of records alone, captions, what it would cost; a build without them is as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from figkg.base.errors import SourceError
from figkg.base.resources import mappings_folder
from figkg.build.models import estimate_models, hear_captions, see_images
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.extract import partition
from figkg.extract.drawings import read_annotations
from figkg.extract.questions import ModelPolicy, load_model_policy
from figkg.extract.told import ToldIndex
from tests.helpers.models import KEY, OPENAI, ModelService, refusal, serve_models, words_of
from tests.helpers.records import write

CAPTION = "BCL2 danced with NFKB1 in these cells."
SEEN = {
    "nodes": [{"id": "1", "label": "BCL2", "type": "gene"}, {"id": "2", "label": "NFKB1", "type": "gene"}],
    "edges": [{"id": "1", "source": "1", "target": "2", "type": "inhibition"}],
}
HEARD = {
    "statements": [
        {
            "cause": "BCL2",
            "effect": "NFKB1",
            "type": "activation",
            "trigger": "danced with",
            "sentence": CAPTION,
            "denied": False,
            "hedged": False,
        },
        {
            "cause": "TP53",
            "effect": "NFKB1",
            "type": "activation",
            "trigger": "danced with",
            "sentence": CAPTION,
            "denied": False,
            "hedged": False,
        },
    ]
}


def says(question: dict[str, Any]) -> str:
    content = question["messages"][0]["content"]
    return json.dumps(SEEN if isinstance(content, list) else HEARD)


@pytest.fixture
def service() -> Iterator[ModelService]:
    with serve_models() as found:
        found.kind, found.says = OPENAI, says
        yield found


@pytest.fixture
def policy() -> ModelPolicy:
    found = load_model_policy(mappings_folder())
    return replace(found, limits=replace(found.limits, attempts=1))


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for number in range(3):
        write(folder, 1, number, CAPTION)
    images = tmp_path / "images"
    images.mkdir()
    for name in ("PMC1__f0", "PMC1__F1", "f2", "PMC9__f0"):
        (images / f"{name}.jpg").write_bytes(b"\xff\xd8\xff" + name.encode())
    return folder


def request_for(records: Path, service: ModelService, *, vision: bool = False, reader: bool = False) -> Request:
    return Request(
        sources=(str(records),),
        workers=1,
        vision=service.address if vision else "",
        images=str(records.parent / "images") if vision else "",
        reader=service.address if reader else "",
        model="gpt-5-mini",
    )


def test_images_of_records_are_asked_about_and_no_others(
    records: Path, service: ModelService, policy: ModelPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGKG_VISION_KEY", KEY)
    request = request_for(records, service, vision=True)
    parts = partition([str(records)], tmp_path / "parts")
    report = see_images(request, parts, tmp_path / "cache", tmp_path, policy)
    assert (report.read, report.without_record, report.failed, report.stopped) == (3, 1, {}, "")
    seen = [one for _, one in read_annotations(tmp_path / "seen.jsonl") if not isinstance(one, Exception)]
    assert sorted(one.figid for one in seen) == ["PMC1__f0", "PMC1__f1", "PMC1__f2"]
    assert {one.by for one in seen} == {"gpt-5-mini"}
    assert all(headers["Authorization"] == f"Bearer {KEY}" for headers, _ in service.asked)
    assert "Caption: BCL2 danced" in words_of(service.asked[0][1])
    assert see_images(request, parts, tmp_path / "cache", tmp_path, policy).known == 3


def test_a_wrong_key_ends_no_build_and_is_told(
    records: Path, service: ModelService, policy: ModelPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = partition([str(records)], tmp_path / "parts")
    request = request_for(records, service, vision=True)
    service.scripted = [refusal(401, "Incorrect API key provided")]
    report = see_images(request, parts, tmp_path / "cache", tmp_path, policy)
    assert (report.read, report.left, len(service.asked)) == (0, 2, 1)
    assert report.stopped == "the server answers 401 Unauthorized: Incorrect API key provided"
    monkeypatch.setenv("FIGKG_VISION_KEY", "two words")
    report = see_images(request, parts, tmp_path / "cache", tmp_path, policy)
    assert (report.left, len(service.asked)) == (3, 1)
    assert report.stopped.startswith("FIGKG_VISION_KEY holds what no key may hold")


def test_captions_are_asked_about_once_each_and_what_stands_there_is_kept(
    records: Path, service: ModelService, policy: ModelPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGKG_VISION_KEY", KEY)  # of another address
    parts = partition([str(records)], tmp_path / "parts")
    request = request_for(records, service, reader=True)
    digest, report = hear_captions(request, parts, tmp_path / "cache", tmp_path / "told.mdb", policy)
    assert (report.read, report.known, report.failed) == (1, 2, {})
    assert (report.statements, report.unfounded) == (3, 3)
    assert all("Authorization" not in headers for headers, _ in service.asked)
    with ToldIndex(tmp_path / "told.mdb") as index:
        (one,) = index.of(CAPTION)
    assert (one.cause, one.effect, one.sign, one.by) == ("BCL2", "NFKB1", 1, "gpt-5-mini")
    again, _ = hear_captions(request, parts, tmp_path / "cache", tmp_path / "again.mdb", policy)
    assert again == digest


def test_what_it_would_cost_is_said_without_asking(records: Path, service: ModelService, tmp_path: Path) -> None:
    request = request_for(records, service, vision=True, reader=True)
    found = estimate_models(request, OutputFolder(tmp_path / "out"))
    assert {name: one.requests for name, one in found.items()} == {"images": 3, "captions": 1}
    assert all(one.dollars and one.input > 400 for one in found.values())
    assert service.asked == []
    assert not (tmp_path / "out").exists()


def test_what_is_asked_for_wrongly_is_told_before_anything_is_done(records: Path, service: ModelService) -> None:
    right = request_for(records, service, reader=True)
    for wrong, reason in (
        (replace(right, model=""), "needs the name of a model"),
        (replace(right, fast=True), "trained reader"),
        (replace(right, vision="http://h", images="nowhere"), "no such folder or archive of images"),
    ):
        with pytest.raises(SourceError, match=reason):
            wrong.check()


@pytest.mark.slow
def test_a_graph_with_models_and_the_same_without(records: Path, service: ModelService, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plain = build_graph(request_for(records, service), OutputFolder(out))
    before = (out / "current" / "figkg.nq").read_bytes()
    assert (plain.images, plain.captions, plain.assertions) == (None, None, 0)
    told = build_graph(request_for(records, service, vision=True, reader=True), OutputFolder(out))
    graph = (out / "current" / "figkg.nq").read_text()
    assert told.assertions == 6  # three captions that say so to the model, three images
    assert told.images is not None
    assert told.captions is not None
    assert '"model/gpt-5-mini"' in graph
    assert told.contradicted == 2
    asked = len(service.asked)
    again = build_graph(request_for(records, service, vision=True, reader=True), OutputFolder(out))
    assert (again.graph, again.unchanged, len(service.asked)) == (0, 3, asked)
    build_graph(request_for(records, service), OutputFolder(out))
    assert (out / "current" / "figkg.nq").read_bytes() == before


def test_real_images_go_with_their_records(
    real: Path, service: ModelService, policy: ModelPolicy, tmp_path: Path
) -> None:
    images = real / "images"
    if not images.is_dir():
        pytest.skip("real images are not here")
    parts = partition([str(real)], tmp_path / "parts")
    request = Request(sources=(str(real),), vision=service.address, images=str(images), model="m")
    report = see_images(request, parts, tmp_path / "cache", tmp_path, policy)
    assert report.read + report.without_record == len(list(images.iterdir()))
    assert (report.failed, report.left) == ({}, 0)
