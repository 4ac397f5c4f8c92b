"""Addresses as others may see them: without user, password and token."""

from __future__ import annotations

import re
from pathlib import PurePath

_ADDRESS = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*)://(?P<rest>[^\s\"'<>]+)", re.IGNORECASE)
_BEFORE_PATH = re.compile(r"[^/?#]*")
_HOST = re.compile(r"\[[^\]]*\](:\d*)?|[^:]*(:\d*)?")
_VARIABLE = re.compile(r"\$\{\w+\}")
_CHECKSUM = re.compile(r"sha256[=:][0-9a-fA-F]+\Z")


def public(text: str) -> str:
    """A text with every address in it without user and password, values of its query, and what else may be a token.

    >>> public("cannot read https://me:word@example.org/x.zip?token=abc#sha256=0123: 403")
    'cannot read https://example.org/x.zip?…#sha256=0123: 403'
    >>> public("git+ssh://git@example.org/r.git#main, biothings+https://u:p/w@h"), public("http://[::1]:80/a@b")
    ('git+ssh://example.org/r.git#main, biothings+https://h', 'http://[::1]:80/a@b')
    """
    return _ADDRESS.sub(lambda found: f"{found['scheme']}://{_without_secrets(found['rest'])}", text)


def last_part(source: str) -> str:
    """What a source is called where its place is nobody's business: the last step of its path, or its host.

    >>> last_part("https://me:word@example.org/x.zip?token=abc"), last_part("biothings+https://u:p@h"), last_part("a/b")
    ('x.zip', 'h', 'b')
    """
    if "://" not in source:
        return PurePath(source).name or source
    return PurePath(re.split(r"[?#]", public(source).partition("://")[2])[0]).name


def holds_password(address: str) -> bool:
    """Whether an address has a password in it.

    >>> [holds_password(f"https://{user}@example.org/x") for user in ("me:word", "me", "me:${WORD}")]
    [True, False, False]
    """
    found = _ADDRESS.match(address)
    word = found["rest"][: _end_of_user(found["rest"])].partition(":")[2].removesuffix("@") if found else ""
    return bool(word) and not _VARIABLE.fullmatch(word)


def _without_secrets(rest: str) -> str:
    rest = rest[_end_of_user(rest) :]
    before, mark, fragment = rest.partition("#")
    path, question, _ = before.partition("?")
    shown = path + ("?…" if question else "")
    end = len(fragment.rstrip(".,:;)"))  # of the sentence that the address stands in
    plain = "=" not in fragment or _CHECKSUM.match(fragment[:end])
    if mark:
        return f"{shown}#{fragment if plain else '…'}"
    ending = before[len(before.rstrip(".,:;)")) :] if question else ""
    return shown + ending


def _end_of_user(rest: str) -> int:
    """Where the host begins; a password may hold what it must not, such as a slash."""
    found = _BEFORE_PATH.match(rest)
    authority = found.group() if found else ""
    if "@" in authority:
        return authority.rindex("@") + 1
    if "@" in rest and not _HOST.fullmatch(authority):
        return rest.rindex("@") + 1
    return 0
