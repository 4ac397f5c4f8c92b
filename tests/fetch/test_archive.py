"""Archives on the network: asked for only when changed, resumed, checked; misbehaviour in tests/reference/renewal."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from figkg.base.errors import SourceError
from figkg.extract import parse_record, partition, read
from figkg.extract.record import RecordText
from figkg.fetch import Fetched, fetch_source, is_remote
from figkg.fetch.configuration import FigureLimits, Patience
from figkg.fetch.session import open_session
from tests.helpers.loopback import Fault, Loopback, serve_loopback
from tests.helpers.waiting import PATIENCE

LIMITS = FigureLimits(
    megabytes=1, between=0.0, patience=Patience(attempts=3, first_pause=0.01, silence=PATIENCE, longest=PATIENCE)
)
RECORD = "---\nfigid: PMC{number}__a\npmcid: PMC{number}\ncaption: A.\ngenes: []\n---\n"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve_loopback() as one:
        yield one


def archive(*numbers: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for number in numbers:
            file.writestr(zipfile.ZipInfo(f"_figures/PMC{number}__a.md"), RECORD.format(number=number))
        file.writestr(zipfile.ZipInfo("_figures/noise.bin"), bytes(range(256)) * 3_000)  # the same bytes at any time
    return content.getvalue()


def fetch(source: str, cache: Path) -> Fetched:
    with open_session() as session:
        return fetch_source(source, cache, LIMITS, session=session, pause=lambda _: None)


def figures(fetched: Fetched, scratch: Path) -> list[str]:
    records = [record for part in partition([str(fetched.path)], scratch) for record in read(part)]
    return [parse_record(record).figid for record in records if isinstance(record, RecordText)]


def test_an_archive_is_fetched_once_and_again_when_it_changed(server: Loopback, tmp_path: Path) -> None:
    server.files["/records.zip"] = archive(1, 2)
    url = f"{server.address}/records.zip"
    first = fetch(url, tmp_path)
    assert figures(first, tmp_path / "a") == ["PMC1__a", "PMC2__a"]
    assert fetch(url, tmp_path) == first
    assert "if-none-match" in server.headers_of(1)
    server.files["/records.zip"] = archive(1, 3)
    again = fetch(url, tmp_path)
    assert figures(again, tmp_path / "b") == ["PMC1__a", "PMC3__a"]
    assert again.state != first.state


def test_a_download_that_is_cut_off_goes_on_where_it_ended(server: Loopback, tmp_path: Path) -> None:
    server.files["/records.zip"] = archive(1)
    server.faults["/records.zip"] = [Fault(cut=600_000)]
    fetched = fetch(f"{server.address}/records.zip", tmp_path)
    assert fetched.path.read_bytes() == archive(1)
    assert server.headers_of(1)["range"].startswith("bytes=")


def test_a_stated_checksum_is_compared(server: Loopback, tmp_path: Path) -> None:
    server.files["/records.zip"] = archive(1)
    digest = hashlib.sha256(archive(1)).hexdigest()
    assert fetch(f"{server.address}/records.zip#sha256={digest}", tmp_path).state == digest
    with pytest.raises(SourceError, match="its SHA-256 is"):
        fetch(f"{server.address}/records.zip#sha256={'0' * 64}", tmp_path / "other")


def test_what_is_too_large_or_unknown_is_refused_in_words(server: Loopback, tmp_path: Path) -> None:
    server.files["/records.zip"] = bytes(1_100_000)
    with pytest.raises(SourceError, match="larger than 1,000,000 bytes"):
        fetch(f"{server.address}/records.zip", tmp_path)
    with pytest.raises(SourceError, match=r"no address: Invalid IPv6 URL"):
        fetch("http://[::1", tmp_path)
    with pytest.raises(SourceError, match=r"an archive ends in .zip, .tar.gz or .jsonl, a Git repository in .git"):
        fetch(f"{server.address}/records", tmp_path)


@pytest.mark.parametrize(
    ("source", "remote"),
    [
        ("https://example.org/a.zip", True),
        ("git+https://example.org/a", True),
        ("git@example.org:a/b.git", True),
        ("HTTPS://example.org/a.zip", True),
        ("http://[::1", True),
        ("biothings+https://example.org/pfocr", True),
        ("a.zip", False),
        ("-", False),
        ("C:/records", False),
        ("records/*.md", False),
    ],
)
def test_which_sources_are_on_the_network(source: str, remote: bool) -> None:
    assert is_remote(source) is remote


def test_no_password_or_token_of_an_address_is_kept_or_told(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGKG_TEST_TOKEN", "SECRETTOK")
    secret = server.address.replace("://", "://user:SECRETPW@")
    server.files["/records.zip?token=SECRETTOK"] = archive(1)
    url = f"{secret}/records.zip?token=${{FIGKG_TEST_TOKEN}}"
    fetch(url, tmp_path)
    fetch(url, tmp_path)
    assert "if-none-match" in server.headers_of(1)
    for path in tmp_path.rglob("*"):
        assert "SECRET" not in str(path)
        assert not path.is_file() or b"SECRET" not in path.read_bytes()
    for other in ("/nothing.zip?token=SECRETTOK", "/none?token=SECRETTOK"):
        with pytest.raises(SourceError) as caught:
            fetch(secret + other, tmp_path)
        assert "SECRET" not in repr(caught.value)
        assert "127.0.0.1" in str(caught.value)


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the environment variable FIGKG_NOT_SET is not set"):
        fetch("https://example.org/x.zip?token=${FIGKG_NOT_SET}", tmp_path)


def test_redirects_have_an_end(server: Loopback, tmp_path: Path) -> None:
    around: dict[str, str | None] = {"Location": "/x.zip"}
    server.files["/x.zip"] = b""
    server.faults["/x.zip"] = [Fault(status=302, headers=around)] * 50
    with pytest.raises(SourceError, match="the server redirects without end"):
        fetch(f"{server.address}/x.zip", tmp_path)
    assert len(server.asked) <= 6 * 3
