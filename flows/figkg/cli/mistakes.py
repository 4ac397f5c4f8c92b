"""What is said of a value that an option does not take."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from figkg.base.near import nearest, or_list

_CHOICE = re.compile(r"'(?P<typed>[^']*)' is not one of (?P<known>'[^']*'(?:, '[^']*')*)\.?")
_NOISE = "Value error, "


class Suggesting(TyperGroup):
    """Commands that answer a mistyped value of an option with the one that is near."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name.

        Raises:
            BadParameter: a value is none of those that its option takes; the message says which is near.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = with_nearest(error.message)
            raise


def with_nearest(message: str) -> str:
    """What is said of a wrong value, and which of those that are possible is near.

    >>> with_nearest("Value error, 'cvs' is not one of 'table', 'csv', 'json'.")
    "'cvs' is not one of 'table', 'csv', 'json'; csv?"
    >>> with_nearest("'doc' is not one of 'table', 'csv'."), with_nearest("7 is too much")
    ("'doc' is not one of 'table', 'csv'.", '7 is too much')
    """
    plain = message.removeprefix(_NOISE)
    found = _CHOICE.fullmatch(plain)
    near = nearest(found["typed"], re.findall(r"'([^']*)'", found["known"])) if found else []
    return f"{plain.rstrip('.')}; {or_list(near)}" if near else plain
