"""Official files from the network, from servers that behave and servers that do not."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from figkg.base.errors import OutputError, SourceError
from figkg.fetch.configuration import Patience, Source
from figkg.fetch.download import Download, download
from figkg.fetch.session import open_session
from tests.helpers.loopback import LAST_MODIFIED, Fault, Loopback, etag, serve_loopback
from tests.helpers.waiting import PATIENCE

CONTENT = bytes(range(256)) * 4000
PATH = "/table.txt"
Fetch = Callable[..., Download]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve_loopback() as one:
        one.files[PATH] = CONTENT
        yield one


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetch(server: Loopback, tmp_path: Path, pauses: list[float]) -> Fetch:
    """Fetches a file of the server into the test's folder."""

    def one(name: str = "table.txt", patience: Patience | None = None, **limits: object) -> Download:
        source = Source(**({"url": f"{server.address}/{name}", "megabytes": 5.0} | limits))  # type: ignore[arg-type]
        with open_session() as session:
            return download(
                name, source, tmp_path, patience or Patience(attempts=4), session=session, pause=pauses.append
            )

    return one


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_fetched_whole_with_the_date_of_its_release(fetch: Fetch, tmp_path: Path) -> None:
    assert fetch() == Download("table.txt", changed=True, size=len(CONTENT), released="2026-11-20")
    assert (tmp_path / "table.txt").read_bytes() == CONTENT
    assert left(tmp_path) == {"table.txt", "table.txt.http.json"}


def test_what_is_there_is_asked_for_only_if_changed(fetch: Fetch, server: Loopback) -> None:
    fetch()
    assert fetch() == Download("table.txt", changed=False, size=len(CONTENT), released="2026-11-20")
    asked = server.headers_of(1)
    assert (asked["if-none-match"], asked["if-modified-since"]) == (etag(CONTENT), LAST_MODIFIED)


def test_a_changed_file_replaces_the_old_one(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    fetch()
    server.files[PATH] = b"new"
    assert fetch().changed
    assert (tmp_path / "table.txt").read_bytes() == b"new"


def test_the_same_bytes_under_a_new_tag_are_no_change(fetch: Fetch, server: Loopback) -> None:
    fetch()
    server.faults[PATH] = [Fault(headers={"ETag": '"other"'}, body=CONTENT)]
    server.files[PATH] = b""
    assert not fetch().changed


def test_a_file_that_was_removed_is_fetched_again(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    fetch()
    (tmp_path / "table.txt").unlink()
    assert fetch().changed
    assert "if-none-match" not in server.headers_of(1)


def test_a_download_cut_off_goes_on_where_it_ended(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=300_000)]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT
    assert server.headers_of(1)["if-range"] == etag(CONTENT)
    assert int(server.headers_of(1)["range"].removeprefix("bytes=").removesuffix("-")) > 0


def test_a_download_cut_off_goes_on_in_the_next_run(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=600_000)]
    with pytest.raises(SourceError, match="gave up after 1 attempts"):
        fetch(patience=Patience(attempts=1))
    assert "table.txt.part" in left(tmp_path)
    fetch()
    assert "range" in server.headers_of(1)
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_server_without_ranges_sends_all_again(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=300_000), Fault(headers={"Range": None})]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_file_that_changed_between_two_parts_is_fetched_anew(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=300_000, body=b"x" * 900_000)]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_part_that_does_not_fit_is_thrown_away(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=300_000), Fault(status=416)]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_without_a_validator_nothing_is_resumed(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(cut=300_000, headers={"ETag": None, "Last-Modified": None})]
    fetch()
    assert "range" not in server.headers_of(1)
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_faults_of_the_server_are_waited_out_ever_longer(fetch: Fetch, server: Loopback, pauses: list[float]) -> None:
    server.faults[PATH] = [Fault(status=500), Fault(status=502), Fault(status=429)]
    assert fetch().changed
    assert pauses == [1.0, 2.0, 4.0]


def test_a_server_may_ask_for_a_longer_pause(fetch: Fetch, server: Loopback, pauses: list[float]) -> None:
    server.faults[PATH] = [Fault(status=503, headers={"Retry-After": "7"}), Fault(status=503)]
    fetch()
    assert pauses == [7.0, 2.0]


def test_a_pause_has_an_upper_bound(fetch: Fetch, server: Loopback, pauses: list[float]) -> None:
    server.faults[PATH] = [Fault(status=503, headers={"Retry-After": "86400"})]
    fetch()
    assert pauses == [60.0]


def test_after_the_last_attempt_the_old_file_stays(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    fetch()
    server.faults[PATH] = [Fault(status=500)] * 4
    with pytest.raises(SourceError, match=r"the server answers 500 .*; gave up after 4 attempts, try later") as caught:
        fetch()
    assert caught.value.transient
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_refusal_is_not_tried_again(fetch: Fetch, server: Loopback, pauses: list[float]) -> None:
    server.faults[PATH] = [Fault(status=403)]
    with pytest.raises(SourceError, match="the server answers 403 Forbidden") as caught:
        fetch()
    assert (pauses, caught.value.transient) == ([], False)


def test_a_missing_file_is_named(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match=r"/absent\.txt: the server has no such file \(404\)"):
        fetch("absent.txt")


def test_the_year_before_is_taken_until_this_year_is_published(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    year = datetime.now(UTC).year - 1
    server.files[f"/desc{year}.gz"] = gzip.compress(b"<x/>")
    fetch("desc.xml.gz", url=f"{server.address}/desc{{year}}.gz")
    assert (tmp_path / "desc.xml.gz").read_bytes() == server.files[f"/desc{year}.gz"]


def test_a_silent_server_is_given_up_and_asked_again(fetch: Fetch, server: Loopback, pauses: list[float]) -> None:
    server.faults[PATH] = [Fault(silent=PATIENCE)]
    assert fetch(patience=Patience(attempts=1000, silence=0.2)).changed  # it may be slow to answer more than once
    assert pauses[0] == 1.0


def test_a_download_has_a_time_limit(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match="not done after 0 s"):
        fetch(patience=Patience(longest=0.0))


def test_no_server_at_all(fetch: Fetch) -> None:
    with pytest.raises(SourceError, match="no connection; gave up after 4 attempts"):
        fetch(url="http://127.0.0.1:9/table.txt")


def test_a_wrong_checksum_is_fetched_again(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(body=b"spoilt")]
    fetch(sha256=hashlib.sha256(CONTENT).hexdigest())
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_checksum_that_stays_wrong_leaves_nothing(fetch: Fetch, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"its SHA-256 is {hashlib.sha256(CONTENT).hexdigest()}, not 00"):
        fetch(sha256="00")
    assert left(tmp_path) == set()


@pytest.mark.parametrize("stated", [hashlib.md5(CONTENT).hexdigest(), hashlib.sha256(CONTENT).hexdigest()])
def test_a_checksum_that_the_server_states_is_compared(stated: str, fetch: Fetch, server: Loopback) -> None:
    server.files["/sums"] = f"{stated.upper()}  table.txt\n".encode()
    assert fetch(checksum_url=f"{server.address}/sums").changed
    server.files[PATH] = b"other"
    with pytest.raises(SourceError, match=f"its checksum is .*, not {stated}"):
        fetch(checksum_url=f"{server.address}/sums")


def test_a_checksum_file_without_a_checksum_is_named(fetch: Fetch, server: Loopback) -> None:
    server.files["/sums"] = b"<html>"
    with pytest.raises(SourceError, match="/sums: holds neither an MD5 nor a SHA-256"):
        fetch(checksum_url=f"{server.address}/sums")


def test_a_file_above_its_limit_is_refused_before_it_is_sent(fetch: Fetch, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="larger than 1,000,000 bytes, the limit"):
        fetch(megabytes=1.0)
    assert left(tmp_path) == set()


def test_a_file_above_its_limit_is_refused_where_no_length_is_stated(
    fetch: Fetch, server: Loopback, tmp_path: Path
) -> None:
    server.faults[PATH] = [Fault(headers={"Content-Length": None, "Connection": "close"})]
    with pytest.raises(SourceError, match="larger than 1,000,000 bytes"):
        fetch(megabytes=1.0)
    assert left(tmp_path) == set()


def test_a_gzip_bomb_is_refused(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.files["/bomb.gz"] = gzip.compress(bytes(30_000_000))
    with pytest.raises(SourceError, match="unpacks to more than 2,000,000 bytes"):
        fetch("bomb.gz", unpacked_megabytes=2.0)
    assert left(tmp_path) == set()


def test_a_bomb_in_the_encoding_is_refused(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    packed = gzip.compress(bytes(30_000_000))
    server.faults[PATH] = [Fault(body=packed, headers={"Content-Encoding": "gzip"})]
    with pytest.raises(SourceError, match="larger than 5,000,000 bytes"):
        fetch()
    assert left(tmp_path) == set()


def test_what_a_server_packs_on_the_way_is_unpacked(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(body=gzip.compress(CONTENT), headers={"Content-Encoding": "gzip"})]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_gzip_file_that_breaks_off_is_fetched_again(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(50_000))
    server.files["/table.gz"] = whole
    server.faults["/table.gz"] = [Fault(body=whole[:-100]), Fault(body=b"<html>moved</html>")]
    fetch("table.gz")
    assert (tmp_path / "table.gz").read_bytes() == whole


def test_a_gzip_file_of_several_members_is_whole(fetch: Fetch, server: Loopback) -> None:
    server.files["/table.gz"] = gzip.compress(b"a" * 1000) + gzip.compress(b"b" * 1000)
    assert fetch("table.gz").changed


def test_a_length_that_lies_is_noticed(fetch: Fetch, server: Loopback, tmp_path: Path) -> None:
    server.faults[PATH] = [Fault(headers={"Content-Length": str(len(CONTENT) + 10)}, cut=len(CONTENT))]
    fetch()
    assert (tmp_path / "table.txt").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_named(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "table.txt.part").mkdir()
    with pytest.raises(OutputError, match=r"table\.txt\.part: Is a directory"):
        fetch()
