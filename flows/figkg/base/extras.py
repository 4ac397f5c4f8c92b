"""What is installed only where it is wanted: how to install it, in words that work as they stand."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, requires


def how_to_install(extra: str) -> str:
    """The command that installs the libraries of an extra of figkg.

    They are named one by one: figkg is on no index, where its name might be anybody's.

    Args:
        extra: as pyproject.toml calls it.

    >>> how_to_install("dask")
    "pip install 'distributed>=2026.3'"
    """
    try:
        stated = requires("figkg") or []
    except PackageNotFoundError:  # run from a folder that is not installed
        stated = []
    parts = [line.partition(";") for line in stated]
    wanted = [name.strip() for name, _, condition in parts if condition.split() == ["extra", "==", f"'{extra}'"]]
    return "pip install " + (" ".join(f"'{one}'" for one in sorted(wanted)) or f"-e '.[{extra}]'")
