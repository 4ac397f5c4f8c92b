"""Settings under which figkg starts Prefect: local, silent, inside the output folder.

They are defaults: a variable that the user has set stays as it is, so a run can be pointed at a real
server with ``PREFECT_API_URL``. Set before Prefect is imported, since it reads them then.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.errors import OutputError

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_COLORS": "false",
}


def apply_prefect_defaults(output: Path) -> None:
    """Set the defaults in the environment of this process and its children.

    Args:
        output: the output folder; Prefect's home becomes ``.prefect`` in it.

    Raises:
        OutputError: the folder cannot be written.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ.setdefault("PREFECT_HOME", str((output / ".prefect").resolve())))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(home), f"cannot be written: {error.strerror}") from error
