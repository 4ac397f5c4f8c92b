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

_LETTERS = {"alpha": "a", "beta": "b", "gamma": "g", "delta": "d", "epsilon": "e", "kappa": "k", "zeta": "z"}


def fold(name: str) -> str:
    """The key of a name: compatibility forms unified, lower case, Greek spelt out, letters and digits only.

    >>> fold("NF‐κB"), fold("IL-1β"), fold("Bcl‑2")
    ('nfkappab', 'il1beta', 'bcl2')
    """
    if name.isascii():
        return "".join(filter(str.isalnum, name)).lower()
    text = unicodedata.normalize("NFKC", name).lower()
    return "".join(GREEK.get(letter, letter) for letter in text if letter.isalnum())


def shorten(key: str) -> str:
    """The key with spelt-out Greek letters as single Latin ones, as captions often write them.

    >>> shorten("nfkappab"), shorten("tgfbeta1")
    ('nfkb', 'tgfb1')
    """
    for spelt, letter in _LETTERS.items():
        if spelt in key:
            key = key.replace(spelt, letter)
    return key
