"""Models: they give the same bits wherever they run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from figkg.base.models import adds_whole, load_model
from figkg.base.resources import mappings_folder

PRECISELY = "session.x64quantprecision"
OLD = "processor\t: 0\nflags\t\t: fpu sse4_2 avx2\n"
NEW = "processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_vnni\n"


def cpuinfo(folder: Path, text: str) -> Path:
    """What Linux says of processors."""
    (folder / "cpuinfo").write_text(text)
    return folder / "cpuinfo"


@pytest.mark.parametrize(("folder", "form"), [("encoder", 1), ("tagger", 2), ("reader", 1)])
def test_products_of_8_bits_are_not_cut_by_a_processor_that_would(folder: str, form: int, tmp_path: Path) -> None:
    session = load_model(mappings_folder(), folder, form, processors=cpuinfo(tmp_path, OLD)).session
    assert session.get_session_options().get_session_config_entry(PRECISELY) == "1"


@pytest.mark.parametrize(
    ("said", "whole"),
    [(NEW, True), (NEW.replace("avx512_vnni", "avx_vnni"), True), (OLD, False), (NEW + OLD, False), ("", False)],
)
def test_which_processors_add_whole_on_their_fastest_way(said: str, whole: bool, tmp_path: Path) -> None:
    assert adds_whole(cpuinfo(tmp_path, said)) is whole


def test_nothing_is_known_of_processors_where_linux_does_not_say(tmp_path: Path) -> None:
    assert not adds_whole(tmp_path / "none")


@pytest.mark.skipif(not adds_whole(Path("/proc/cpuinfo")), reason="this processor has no such fast way")
def test_the_fast_way_gives_the_same_bits(tmp_path: Path) -> None:
    states = np.random.default_rng(1).normal(size=(1, 90, 384)).astype(np.float32)
    fast = load_model(mappings_folder(), "tagger", 2).session
    slow = load_model(mappings_folder(), "tagger", 2, processors=cpuinfo(tmp_path, OLD)).session
    for quick, careful in zip(fast.run(None, {"states": states}), slow.run(None, {"states": states}), strict=True):
        assert np.array_equal(quick, careful)
