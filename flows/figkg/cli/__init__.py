"""The `figkg` command."""

from __future__ import annotations

from figkg.cli.endings import end_at_once_when_asked


def main() -> None:
    """Run the command that the arguments name; it ends the process.

    Nothing is imported before it is settled what a signal does, so the imports of a command can be interrupted too.
    """
    end_at_once_when_asked()
    from figkg.cli.command import run

    run()
