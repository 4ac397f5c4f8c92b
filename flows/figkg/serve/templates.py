"""The environment of all HTML templates: escaping, and how numbers and plurals are written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import jinja2

FOLDER = Path(__file__).parent / "explorer" / "templates"


def make_environment() -> jinja2.Environment:
    """An environment in which every value is escaped and an unknown name is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=_number, plural=_plural, urlpart=lambda text: quote(text, safe=":"))
    return environment


def _number(value: float) -> str:
    return f"{value:,}"


def _plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 edge``, ``2 edges``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
