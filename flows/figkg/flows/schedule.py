"""The deployments of prefect.yaml in one process, without a worker or a work pool."""

from __future__ import annotations

import inspect
import warnings
from pathlib import Path
from typing import Any

import prefect
from msgspec import Struct
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from figkg.base.addresses import holds_password
from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.base.near import perhaps
from figkg.flows.build import build_graph
from figkg.flows.publish import publish_graph
from figkg.flows.refresh import refresh_snapshots

FILE = "prefect.yaml"
_FLOWS: dict[str, Any] = {
    "flows/figkg/flows/build.py:build_graph": build_graph,
    "flows/figkg/flows/refresh.py:refresh_snapshots": refresh_snapshots,
    "flows/figkg/flows/publish.py:publish_graph": publish_graph,
}


class CronLine(Struct, frozen=True):
    """When a deployment runs: a cron expression in a time zone."""

    cron: str
    timezone: str = "UTC"
    active: bool = True


class Deployment(Struct, frozen=True):
    """A deployment of prefect.yaml, as far as it is served; the rest is for ``prefect deploy``.

    Attributes:
        name: its name.
        entrypoint: file and function of its flow.
        description: what it does.
        tags: tags of its runs.
        parameters: of the flow.
        schedules: when it runs.
        triggers: after which events it runs.
        concurrency_limit: how many of its runs there may be at once, and what becomes of another.
    """

    name: str
    entrypoint: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: dict[str, Any] = {}
    schedules: tuple[CronLine, ...] = ()
    triggers: tuple[dict[str, Any], ...] = ()
    concurrency_limit: dict[str, Any] | None = None

    @property
    def full_name(self) -> str:
        """What Prefect calls it: flow and name, ``build-graph/nightly-build``."""
        return f"{_FLOWS[self.entrypoint].name}/{self.name}"


class _File(Struct, frozen=True):
    deployments: tuple[Deployment, ...]


def read_deployments(path: Path) -> list[Deployment]:
    """The deployments of a file.

    Raises:
        MappingError: the file is missing, not of this form, or names a flow that figkg does not have.
    """
    if not path.exists():
        raise MappingError(str(path), None, "no such file; name one with --file, or write one with --init")
    deployments = read_yaml(path, _File, name=str(path)).deployments
    for one in deployments:
        fault = _fault(one)
        if fault:
            raise MappingError(str(path), None, f"{one.name}: {fault}")
    return list(deployments)


def _fault(one: Deployment) -> str:
    """What is wrong with a deployment, or nothing."""
    if one.entrypoint not in _FLOWS:
        return f"no flow {one.entrypoint}; {perhaps(one.entrypoint, _FLOWS)}"
    known = list(inspect.signature(_FLOWS[one.entrypoint].fn).parameters)
    for name in one.parameters:
        if name not in known:
            return f"no parameter {name}; {perhaps(name, known)}"
    for named in (one.parameters.get("sources", ()), one.parameters.get("vision", ""), one.parameters.get("url", "")):
        if any(map(holds_password, [named] if isinstance(named, str) else named)):
            return "an address holds a password, which Prefect would show; write ${NAME} for an environment variable"
    try:
        _served(one)
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return ""


def serve_deployments(deployments: list[Deployment]) -> None:
    """Run deployments when they are due; returns when the process is ended.

    ``PREFECT_API_URL`` names the server; see :func:`figkg.flows.settings.own_server`.
    """
    # of a runner whose server is gone, which would be the last that is said
    warnings.filterwarnings("ignore", "coroutine 'Runner.*' was never awaited", RuntimeWarning)
    prefect.serve(*(_served(one) for one in deployments), pause_on_shutdown=False, print_starting_message=False)


def _served(one: Deployment) -> RunnerDeployment:
    deployment: RunnerDeployment = _FLOWS[one.entrypoint].to_deployment(
        name=one.name,
        description=one.description or None,
        tags=list(one.tags),
        parameters=one.parameters,
        schedules=[CronSchedule(cron=line.cron, timezone=line.timezone) for line in one.schedules if line.active],
        triggers=[DeploymentEventTrigger.model_validate(trigger) for trigger in one.triggers],
        concurrency_limit=ConcurrencyLimitConfig.model_validate(one.concurrency_limit)
        if one.concurrency_limit
        else None,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return deployment
