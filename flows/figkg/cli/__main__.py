"""``python -m figkg.cli`` is the ``figkg`` command."""

from figkg.cli import main

if __name__ == "__main__":
    main()
