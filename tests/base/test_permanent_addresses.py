"""The redirects of w3id.org, ready to be submitted: every IRI of the graph's own has one."""

from __future__ import annotations

import re

import pytest

from figkg.base.iris import BASE, OWN
from figkg.base.resources import ontologies_folder

RULES = (ontologies_folder() / "w3id" / ".htaccess").read_text()
REDIRECTS = [
    (re.compile(pattern), target)
    for pattern, target in re.findall(r"^RewriteRule (\S+) %\{ENV:SERVER\}(\S+) \[R=30", RULES, re.M)
]


def led_to(path: str) -> str | None:
    """Where the server is asked for a path, or None where nothing fits."""
    for pattern, target in REDIRECTS:
        if pattern.match(path):
            return str(target).replace("$1", path if "$1" in target else "")
    return None


@pytest.mark.parametrize("prefix", sorted(OWN.keys() - {"fkg"}))
def test_every_kind_of_thing_is_asked_for_by_its_own_path(prefix: str) -> None:
    path = OWN[prefix].removeprefix(BASE) + "0f"
    assert led_to(path) == f"/{path}"


@pytest.mark.parametrize(
    ("path", "target"),
    [("", "/"), ("vocab", "/vocab"), ("vocab/0.1.0", "/vocab"), ("sparql", "/sparql"), ("project", "/project")],
)
def test_vocabulary_dataset_and_endpoint(path: str, target: str) -> None:
    assert led_to(path) == target


@pytest.mark.parametrize("path", ["edge/", "nothing/of/figkg", "vocab/latest"])
def test_nothing_else_is_promised(path: str) -> None:
    assert led_to(path) is None
