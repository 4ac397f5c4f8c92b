"""What images say of annotations, with a line for each annotation."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typer

from figkg.base.errors import OutputError, RecordError, reason_of
from figkg.base.files import replacing
from figkg.base.progress import follow
from figkg.base.resources import mappings_folder
from figkg.extract.drawings import Annotation, figure_named, read_annotations
from figkg.extract.images import Images, open_images
from figkg.relate.drawings import load_drawing_policy, sign_of
from figkg.witness.reading import WordReader, decode
from figkg.witness.testimony import witnessed

_LARGEST = 20_000_000
_SILENT = "nothing said"


def witness_annotations(annotations: Path, source: Path, out: Path) -> None:
    """Write annotations with what their images say of them, and how often they say what.

    Args:
        annotations: the file.
        source: folder or archive of images.
        out: where to write.

    Raises:
        MissingImagesError: a package of the extra ``images`` is missing.
        SourceError: the annotations or the images cannot be read.
        OutputError: the file cannot be written.
    """
    read, policy = WordReader(), load_drawing_policy(mappings_folder())
    given = [one for _, one in read_annotations(annotations)]
    said: Counter[str] = Counter()
    seen = 0
    with TemporaryDirectory() as scratch:
        images = open_images(source, Path(scratch), _LARGEST)
        try:
            with replacing(out) as draft, draft.open("wb") as target:
                for one in follow(given, len(given), "looking into images"):
                    if isinstance(one, RecordError):
                        typer.echo(f"figkg: {one}", err=True)
                        continue
                    image = _image(images, one)
                    told = one if image is None else witnessed(one, image, read, partial(sign_of, policy=policy))
                    seen += image is not None
                    said.update(edge.witness or _SILENT for edge in told.edges)
                    target.write(msgspec.json.encode(told) + b"\n")
        except OSError as error:
            raise OutputError(str(out), reason_of(error)) from error
    words = ", ".join(f"{said[name]:,} {name}" for name in ("agrees", "contradicts", "absent", _SILENT))
    typer.echo(f"figkg: {len(given):,} annotations, {seen:,} with an image; of their edges {words}", err=True)


def _image(images: Images, annotation: Annotation) -> object | None:
    image = images.named([figure_named(annotation.figid)])
    try:
        return None if image is None else decode(image.read(_LARGEST))
    except OSError:
        return None
