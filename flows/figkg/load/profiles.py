"""Profiles of triple stores: mappings/stores.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from figkg.base.configuration import read_yaml

FILE = "stores.yaml"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to talk to one kind of store; paths stand behind the URL that the user gives.

    Attributes:
        about: what it is, and what its URL looks like.
        query: path of SPARQL queries.
        update: path of SPARQL updates.
        graphs: path of the Graph Store HTTP Protocol.
        quads: path that takes N-Quads by POST, or empty.
        method: ``update`` replaces graphs with one SPARQL update, ``graphs`` with a PUT each.
        triples: how many a request may hold.
        authentication: how credentials are sent.
        tested: against what.
    """

    about: str
    query: str
    update: str
    graphs: str
    quads: str
    method: Literal["update", "graphs"]
    triples: Annotated[int, msgspec.Meta(ge=1)]
    authentication: Literal["basic", "digest", "bearer"] = "basic"
    tested: Literal["server", "protocol", "nothing"]


def read_profiles(mappings: Path) -> dict[str, Profile]:
    """All profiles by name.

    Raises:
        MappingError: the file is missing, or not of the form that :class:`Profile` describes.
    """
    return read_yaml(mappings / FILE, dict[str, Profile])
