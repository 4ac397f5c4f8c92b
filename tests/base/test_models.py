"""Models: they give the same bits wherever they run."""

from __future__ import annotations

import pytest

from figkg.base.models import load_model
from figkg.base.resources import mappings_folder


@pytest.mark.parametrize(("folder", "form"), [("encoder", 1), ("tagger", 2), ("reader", 1)])
def test_products_of_8_bits_are_not_cut(folder: str, form: int) -> None:
    options = load_model(mappings_folder(), folder, form).session.get_session_options()
    assert options.get_session_config_entry("session.x64quantprecision") == "1"
