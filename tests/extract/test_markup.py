"""Markup: text as a reader sees it."""

from __future__ import annotations

import pytest

from figkg.extract.markup import without_markup


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<i>EREG</i> in tumors", "EREG in tumors"),
        ("EREG &amp; EGF", "EREG & EGF"),
        ("EGFR &#8594; KRAS &#x2192; BRAF", "EGFR \u2192 KRAS \u2192 BRAF"),
        ("DNMT1&#8209;mediated", "DNMT1\u2011mediated"),
        ("0.5&nbsp;&#956;g/ml", "0.5 \u03bcg/ml"),
        ("(<sup>*</sup><i>p</i>&lt;0.05)", "(*p<0.05)"),
        ('<span class="x">A</span><br/>B', "AB"),
        ("&#1;&#55357;&#12;", "\ufffd "),
    ],
)
def test_tags_of_looks_go_and_entities_are_what_they_stand_for(written: str, seen: str) -> None:
    assert without_markup(written) == seen


@pytest.mark.parametrize(
    "text", ["a<b and c>d", "p<0.05", "R&D", "AT&T; x", "<script>x</script>", "<-- A --> B", "&nosuch;"]
)
def test_all_else_is_text(text: str) -> None:
    assert without_markup(text) == text
