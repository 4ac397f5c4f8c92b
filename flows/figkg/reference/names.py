"""Names folded to keys, so that ``NF-κB``, ``NF‐kappaB`` and ``nf kappa b`` meet."""

from __future__ import annotations

import unicodedata

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
"""Greek small letters and their English names; a lone omicron is always a misread o."""

_LIKE_GREEK = {"ß": "beta", "ɑ": "alpha", "ɛ": "epsilon", "ɣ": "gamma", "ĸ": "kappa", "∆": "delta"}
_CYRILLIC = dict(zip("авеҽзкмнорстухѕіїјԁԛԝьгӏп", "abeezkmhopctyxsiijdqwbrln", strict=True)) | {"з": "3", "ь": "b"}
_FOLDED = GREEK | _LIKE_GREEK | _CYRILLIC
"""What letters beyond ASCII are folded to; Cyrillic ones to the Latin letter that OCR took them for."""

_DROPPED = {code: None for code in range(128) if not chr(code).isalnum()}

_LETTERS = {
    "alpha": "a",
    "beta": "b",
    "gamma": "g",
    "delta": "d",
    "epsilon": "e",
    "zeta": "z",
    "kappa": "k",
    "lambda": "l",
    "omega": "o",
    "theta": "q",
}


def fold(name: str) -> str:
    """The key of a name: lower case, no accents, Greek spelt out, letters and digits only.

    Cyrillic letters, which occur where OCR mistook Latin ones, become the Latin letters they look like.

    >>> fold("NF‐κB"), fold("IL-1β"), fold("Bcl‑2"), fold("JÚN"), fold("АРС")
    ('nfkappab', 'il1beta', 'bcl2', 'jun', 'apc')
    """
    if name.isascii():
        name = name.lower()
        return name if name.isalnum() else name.translate(_DROPPED)
    text = unicodedata.normalize("NFKD", name).lower()
    return "".join([_FOLDED.get(letter, letter) for letter in text if letter.isalnum() or letter == "∆"])


def shorten(key: str) -> str:
    """The key with spelt-out Greek letters as single Latin ones, as captions often write them.

    >>> shorten("nfkappab"), shorten("tgfbeta1")
    ('nfkb', 'tgfb1')
    """
    for spelt, letter in _LETTERS.items():
        if spelt in key:
            key = key.replace(spelt, letter)
    return key
