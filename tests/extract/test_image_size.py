"""The size of an image, from its beginning; where that is broken there is none."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.extract.image_size import Size, image_size
from tests.conftest import SHARED

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0\0\0"
FRAME = b"\x08" + struct.pack(">HH", 480, 640) + b"\x03"


def jpeg(marker: int, before: bytes = b"") -> bytes:
    return b"\xff\xd8" + before + b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(FRAME)) + FRAME


METADATA = b"\xff\xe1" + struct.pack(">H", 12) + b"Exif\0\0\xff\xc0\0\0"
WEBP = b"RIFF\0\0\0\0WEBP"
KNOWN = {
    "png": PNG,
    "gif": GIF,
    "jpeg": jpeg(0xC0),
    "progressive jpeg": jpeg(0xC2),
    "jpeg behind metadata": jpeg(0xC0, METADATA),
    "jpeg behind padding and a marker alone": jpeg(0xC0, b"\xff\xff\x01\xff\xff"),
    "webp": WEBP + b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480),
    "lossless webp": WEBP + b"VP8L\0\0\0\0\x2f" + struct.pack("<I", 639 | 479 << 14),
    "extended webp": WEBP + b"VP8X\0\0\0\0\0\0\0\0" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"),
}


@pytest.mark.parametrize("kind", KNOWN)
def test_every_kind_says_its_size(kind: str) -> None:
    assert image_size(KNOWN[kind]) == (640, 480)


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_cut_off_says_the_same_or_nothing(kind: str) -> None:
    for end in range(len(KNOWN[kind])):
        assert image_size(KNOWN[kind][:end]) in (None, (640, 480))


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", WEBP]))
def test_anything_else_has_none_and_breaks_nothing(content: bytes, begin: bytes) -> None:
    size: Size | None = image_size(begin + content)
    assert size is None or min(size) > 0


def test_a_scan_comes_after_the_size() -> None:
    assert image_size(jpeg(0xDA)) is None
    assert image_size(b"GIF89a" + bytes(4)) is None


def test_real_images_say_their_size() -> None:
    found = sorted((SHARED / "figures" / "images").glob("*.jpg"))
    if not found:
        pytest.skip("images of real figures are not here; they lie beside the project where it is developed")
    assert all(image_size(path.read_bytes()) is not None for path in found)
