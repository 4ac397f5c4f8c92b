"""Pages from templates, with the headers that keep them safe."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from figkg.base.iris import Shortener
from figkg.base.kinds import Kinds
from figkg.graph.statements import votes
from figkg.serve.addresses import figure_path, page_of, path_of
from figkg.serve.explorer.highlight import marked_sentence
from figkg.serve.templates import make_environment

_STYLES_OF_CYTOSCAPE = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # an empty style element, which it fills later
    "'sha256-TtdhPoErzlBdvsHPYa/15RQL8tqIEqlKnLnniaZ/noY='",
)
"""The two style elements that dash-cytoscape 1.0 adds to a page; a browser test fails when they change."""


def policy(*styles: str) -> str:
    """The Content-Security-Policy of a page: what comes from this server, and nothing else.

    Args:
        styles: hashes of style elements that a component adds.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "font-src 'self' data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer."""


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
            kinds=kinds,
            marked_sentence=marked_sentence,
            votes=votes,
            page_of=lambda iri: page_of(iri, short, kinds.prefixes),
            path_of=path_of,
            short=short,
        )

    def page(self, template: str, status: int = 200, *, network: bool = False, **values: object) -> Response:
        """A page.

        Args:
            template: name of its template without ending.
            status: HTTP status.
            network: whether it draws a network.
            values: what the template shows.
        """
        content = self._environment.get_template(f"{template}.html.jinja").render(**values)
        styles = _STYLES_OF_CYTOSCAPE if network else ()
        headers = SAFE | {"Content-Security-Policy": policy(*styles), "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(content, status, headers, media_type="text/html")
