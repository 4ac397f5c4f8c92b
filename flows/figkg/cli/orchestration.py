"""Commands that run a flow under Prefect, or go on without it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, cast

from figkg.base.errors import FigkgError, OutputError, ServiceError, reason_of

if TYPE_CHECKING:
    from figkg.build.request import Request
    from figkg.build.summary import Summary
    from figkg.flows.schedule import Deployment

_GRACE = 30.0
"""Seconds in which a schedule without its server may end in order."""


@contextmanager
def orchestrated(out: Path, flow: str) -> Iterator[str]:
    """Prefect with its settings and a server, whose address is yielded.

    Args:
        out: the output folder, which gets Prefect's home.
        flow: a module of flows, which is imported while the server starts.

    Raises:
        ServiceError: there is no server, or it went away.
    """
    from figkg.base.lifetime import ending_in_order
    from figkg.flows.settings import apply_prefect_defaults, reachable_server

    apply_prefect_defaults(out)
    with ending_in_order(), reachable_server(partial(import_module, flow)) as url:
        try:
            yield url
        except Exception as error:
            if isinstance(error, FigkgError) or not _is_of_prefect(error):
                raise
            raise ServiceError(url, f"the Prefect server went away: {_first_line(error)}") from error


def build_under_prefect(request: Request, out: Path) -> Summary | None:
    """Build as a flow of Prefect, so that its page shows what happens.

    Args:
        request: what is to be built.
        out: the output folder.

    Returns:
        The numbers of the run, or None where no server could be started, which is told.

    Raises:
        FigkgError: as :func:`figkg.build.run.build_graph`.
        ServiceError: the server that ``PREFECT_API_URL`` names does not answer, or one went away before the end.
    """
    from msgspec.structs import asdict

    from figkg.build.output import OutputFolder
    from figkg.build.summary import read_summary_of

    named = "PREFECT_API_URL" in os.environ
    before = read_summary_of(OutputFolder(out))
    began = False
    try:
        with orchestrated(out, "figkg.flows.build"):
            from figkg.flows.build import build_graph
            from figkg.flows.parameters import concealed

            began = True
            values = concealed(asdict(request))
            return cast("Summary", build_graph(**values, out=str(out)))
    except ServiceError as error:
        after = read_summary_of(OutputFolder(out))
        if began and after is not None and after != before:  # what is in place is right, whatever became of the server
            sys.stderr.write(f"figkg: {error}; the graph is in place\n")
            return after
        if named or began:
            raise
        sys.stderr.write(f"figkg: {error}; going on without Prefect\n")
        return None


def begin_schedule(file: Path) -> None:
    """Write the deployments that come with figkg into a file, to be changed.

    Args:
        file: where there is none yet.

    Raises:
        OutputError: there is one, or it cannot be written.
    """
    from figkg.base.resources import deployments_file

    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(deployments_file().read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise OutputError(str(file), "is there already, and stays as it is") from error
    except OSError as error:
        raise OutputError(str(file), reason_of(error)) from error
    sys.stderr.write(f"figkg: {file} written; change sources, times and store there, then run `figkg schedule`\n")


def serve_schedule(file: Path, port: int) -> None:
    """Run the deployments of a file when they are due, until the process is ended.

    Args:
        file: in the form of prefect.yaml.
        port: of the Prefect server that is started where ``PREFECT_API_URL`` names none.

    Raises:
        MappingError: the file is not of this form.
        ServiceError: the server does not start, or ended by itself.
    """
    from figkg.base.lifetime import ending_in_order
    from figkg.flows.settings import own_server, password_file

    named = os.environ.get("PREFECT_API_URL")
    if named:
        deployments = _read(file)  # outside, since it imports for seconds
        with suppress(KeyboardInterrupt), ending_in_order():
            _serve(deployments, named)
        return
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    with (
        suppress(KeyboardInterrupt),
        ending_in_order(),
        own_server(port, meanwhile=lambda: _read(file), gone=_end_schedule) as url,
    ):
        _serve(_read(file), url, password_file())


def _read(file: Path) -> list[Deployment]:
    from figkg.flows.schedule import read_deployments

    return read_deployments(file)


def _serve(deployments: list[Deployment], url: str, password: Path | None = None) -> None:
    from figkg.flows.schedule import serve_deployments

    how = "" if password is None else f", with the password in {password}"
    for one in deployments:
        when = ", ".join(line.cron for line in one.schedules if line.active) or "after its events"
        sys.stderr.write(f"figkg: {one.name}: {when}\n")
    sys.stderr.write(f"figkg: runs are at {url.removesuffix('/api')}{how}; Ctrl-C ends it\n")
    if deployments:
        sys.stderr.write(f"figkg: to run one now: {_by_hand(deployments[0], url, password)}\n")
    serve_deployments(deployments)


def _by_hand(one: Deployment, url: str, password: Path | None) -> str:
    """The command line that runs a deployment now, as it can be typed in another terminal."""
    settings = [f"PREFECT_API_URL={quote(url)}"]
    settings += [f'PREFECT_API_AUTH_STRING="$(cat {quote(str(password))})"'] if password is not None else []
    program = quote(str(Path(sys.executable).with_name("prefect")))
    return f"{' '.join(settings)} {program} deployment run {quote(one.full_name)}"


def _end_schedule(reason: str) -> None:
    """End this process, whose Prefect server is gone: in order or, where that waits for the server, at once."""
    from figkg.flows.notices import tell

    tell({"text": f"figkg schedule: {reason}", "flow": "schedule", "state": "Crashed"})
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    sys.stderr.write(f"figkg: {reason}\n")
    sys.stderr.flush()
    os._exit(1)


def _is_of_prefect(error: Exception) -> bool:
    """Whether an error comes from Prefect or the client by which it speaks to its server."""
    names = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    return bool(names & {"prefect", "httpx", "httpcore", "websockets"}) or "Failed to reach API" in str(error)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
