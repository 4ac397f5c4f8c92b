"""Pages from templates, with the headers that keep them safe."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.responses import Response

from figkg.base.iris import Shortener
from figkg.base.kinds import Kinds
from figkg.graph.places import in_words
from figkg.graph.statements import votes
from figkg.serve.addresses import figure_path, page_of, path_of
from figkg.serve.explorer.highlight import marked_sentence
from figkg.serve.templates import make_environment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The Content-Security-Policy of every page: what comes from this server, and nothing else."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer."""
_WIDTH = re.compile(r'<svg [^>]*\bwidth="(\d+)"')
_SMALLEST = 0.75
"""Of a picture's own size: smaller than that its words are hard to read."""


class Pages:
    """Writes pages.

    Args:
        assets: path of each asset by its name.
        prefixes: prefix map.
        kinds: the kinds of entities.
    """

    def __init__(self, assets: Mapping[str, str], prefixes: Mapping[str, str], kinds: Kinds) -> None:
        self._environment, short = make_environment(), Shortener(prefixes)
        self._environment.globals.update(
            asset=dict(assets),
            figure_path=figure_path,
            place_in_words=in_words,
            kinds=kinds,
            least_width=least_width,
            marked_sentence=marked_sentence,
            votes=votes,
            page_of=lambda iri: page_of(iri, short, kinds.prefixes),
            path_of=path_of,
            short=short,
        )

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page.

        Args:
            template: name of its template without ending.
            status: HTTP status.
            values: what the template shows.
        """
        content = self._environment.get_template(f"{template}.html.jinja").render(**values)
        headers = SAFE | {"Content-Security-Policy": POLICY, "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(content, status, headers, media_type="text/html")


def least_width(picture: str) -> int:
    """The width below which a picture is not made to fit, but scrolls, in pixels.

    >>> least_width('<svg viewBox="0 0 560 284" width="560" height="284">')
    420
    """
    found = _WIDTH.search(picture)
    return round(int(found[1]) * _SMALLEST) if found else 0
