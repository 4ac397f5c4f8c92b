"""Classes of tokens have names: no letter stands for one anywhere else, and each name is used and explained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import figkg.relate
from figkg.relate.token_classes import named, spelled
from figkg.relate.token_patterns import pattern

ROOM = Path(figkg.relate.__file__).parent
NAMING = ROOM / "token_classes.py"
MODULES = [path for path in sorted(ROOM.rglob("*.py")) if path.name not in ("token_classes.py", "token_patterns.py")]
HOLDERS = frozenset(["classes", "cls", "letters", "group", "separator", "previous", "following"])
"""What classes of tokens are kept in."""


def text_of(node: ast.AST) -> Iterator[str]:
    """The texts that an operand is made of, not those deeper inside it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for one in node.elts:
            yield from text_of(one)
    elif isinstance(node, ast.BinOp):
        yield from text_of(node.left)
        yield from text_of(node.right)
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tuple", "frozenset", "set")
    ):
        for one in node.args:
            yield from text_of(one)


def holds_classes(node: ast.AST) -> bool:
    """Whether an operand is a class, or a stretch of classes."""
    if isinstance(node, ast.Subscript):
        return holds_classes(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr in HOLDERS
    return isinstance(node, ast.Name) and node.id in HOLDERS


def letters_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that classes are compared with, looked for in, or matched by."""
    own: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("re.compile("):
            own |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(holds_classes, sides)):
                yield from ((node.lineno, text) for side in sides for text in text_of(side))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if holds_classes(node.func.value):
                yield from ((node.lineno, text) for one in node.args for text in text_of(one))
            matches = isinstance(node.func.value, ast.Name) and node.func.value.id in own
            if matches and node.args and holds_classes(node.args[0]):
                yield node.lineno, f"{ast.unparse(node.func)}, which is no pattern of names"


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(ROOM).as_posix() for path in MODULES])
def test_no_class_is_written_as_a_letter(path: Path) -> None:
    assert list(letters_in(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        "cls in 'nd'",
        "'E' in classes[start:end]",
        "sentence.classes[place + 1 : place + 2] in ('o', 'i')",
        "classes.find(',', 0)",
        "import re\n_FOUND = re.compile('DE')\n_FOUND.match(classes, 0)",
    ],
)
def test_a_letter_would_be_found(code: str) -> None:
    assert list(letters_in(ast.parse(code))) != []


def test_every_name_is_used_and_explained() -> None:
    lines = NAMING.read_text(encoding="utf-8").splitlines()
    behind = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    here = "\n".join(lines)
    for name, _ in named():
        uses = [re.findall(rf"\b{name}\b", text) for text in (behind, here)]
        assert uses[0] or len(uses[1]) > 1, f"{name} is used nowhere"
    body = ast.parse(here).body
    for node, following in pairwise(body):
        if isinstance(node, ast.Assign):
            explained = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            assert explained, f"line {node.lineno}: what this is stands nowhere"


def test_each_class_has_a_letter_of_its_own_and_each_set_another_content() -> None:
    values = [value for _, value in named()]
    assert len(set(values)) == len(values)


def test_an_expression_is_written_with_names() -> None:
    found = pattern("[ACT LOSS] OF DETERMINER{0,2} (ENTITY) (?! HYPHEN)")
    assert found.match("doDE") is not None
    assert found.match("doDE-") is None
    assert pattern("[^ COMMA SEMICOLON]+").fullmatch("EvE") is not None
    assert pattern("[^ COMMA SEMICOLON]+").fullmatch("Ev,E") is None


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError, match="ENTITTY"):
        pattern("ENTITTY")


def test_classes_are_spelled() -> None:
    assert spelled("E-pE") == "ENTITY HYPHEN PARTICIPLE ENTITY"
