"""Images and the words in them, read with the packages of the extra ``images``; nothing of it asks the network."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from figkg.base.errors import FigkgError
from figkg.base.extras import how_to_install
from figkg.extract.image_size import image_size
from figkg.witness.labels import Word

MOST_PIXELS = 40_000_000
"""Of an image that is read: a few bytes may say that they are gigabytes."""
_PACKAGES = ("cv2", "rapidocr")


class MissingImagesError(FigkgError):
    """A package that reads images is not installed.

    Attributes:
        package: its name.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed; images are read with it: {how_to_install('images')}"


def require_images() -> None:
    """Make sure that images can be read.

    Raises:
        MissingImagesError: a package is missing.
    """
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise MissingImagesError(package)


def decode(content: bytes) -> Any | None:
    """An image as rows, columns and three colours, or None where it is none, does not say its size or is too large."""
    import cv2
    import numpy as np

    size = image_size(content)
    if size is None or size[0] * size[1] > MOST_PIXELS:
        return None
    try:
        return cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:  # the content is not what its first bytes say
        return None


class WordReader:
    """Reads the words in images, with a model that comes in its package.

    Raises:
        MissingImagesError: a package is missing.
    """

    def __init__(self) -> None:
        require_images()
        from rapidocr import RapidOCR

        self._read: Any = RapidOCR(params={"Global.log_level": "critical"})

    def __call__(self, image: Any) -> list[Word]:
        """The lines of text of an image, and where they stand."""
        found = self._read(image)
        if found.boxes is None or found.txts is None:
            return []
        return [
            Word(text, (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max())))
            for box, text in zip(found.boxes, found.txts, strict=True)
        ]
