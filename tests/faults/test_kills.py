"""Publishing, killed at each of its steps: the build before is in use, or the new one, whole."""

from __future__ import annotations

from pathlib import Path

from figkg.build.output import CONTENTS, FINISHED, OutputFolder
from tests.helpers.kills import killed_at_each_step

FEWER = CONTENTS[:-2]
"""What the build before has: two files come with the new one."""


def finished(folder: OutputFolder, content: str, names: tuple[str, ...]) -> Path:
    """A build whose files all hold the same word."""
    build = folder.begin()
    for name in names:
        (build / name).write_text(content)
    (build / FINISHED).touch()
    return build


def test_publishing_that_is_killed_leaves_the_build_before_or_the_new_one(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    before = finished(folder, "before", FEWER)
    folder.publish(before)
    after = finished(folder, "after", CONTENTS)
    used = []
    for step in killed_at_each_step(lambda: folder.publish(after), folder.path):
        contents = {(folder.path / name).read_text() for name in FEWER}
        assert contents == {"after" if folder.uses(after) else "before"}
        used.append(contents.pop())
        if step:
            folder.publish(before)
    assert len(used) >= 5, used
    assert set(used) == {"before", "after"}
    assert used == sorted(used, reverse=True)
    assert {(folder.path / name).read_text() for name in CONTENTS} == {"after"}
