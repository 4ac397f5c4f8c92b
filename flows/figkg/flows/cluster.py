"""Partitions on the workers of a Dask cluster.

Workers need the same figkg, the same folders under the same names, and the Prefect server that ``PREFECT_API_URL``
names; nothing but paths and small summaries goes over the network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figkg.base.errors import ServiceError
from figkg.base.resources import ontologies_folder
from figkg.build.figures import PartitionResult, Remembrance, process_partition
from figkg.build.tools import take_fingerprints

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner


def cluster_runner(address: str, patience: float = 10.0) -> TaskRunner[Any]:
    """A task runner on a Dask cluster that is there already.

    Args:
        address: of its scheduler, ``tcp://host:8786``.
        patience: seconds that it may take to answer.

    Raises:
        ServiceError: there is none at this address, or the packages for it are not installed.
    """
    try:
        from distributed import Client
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ServiceError(address, f"{error.name} is missing; install it with pip install 'figkg[dask]'") from error
    try:
        with Client(address, set_as_default=False, timeout=patience) as client:
            workers = len(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, ValueError) as error:
        raise ServiceError(address, "no Dask scheduler answers there") from error
    if not workers:
        sys.stderr.write(f"figkg: the Dask cluster at {address} has no workers yet; waiting for some\n")
    return DaskTaskRunner(address=address)


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Tell in words when the cluster gives a partition up.

    Raises:
        ServiceError: one partition ended several workers.
    """
    from distributed.scheduler import KilledWorker

    try:
        yield
    except KilledWorker as error:
        reason = f"a partition ended {error.allowed_failures + 1} workers, the last of them {error.last_worker.address}"
        raise ServiceError(address, f"{reason}; is their memory limit below 500 MB?") from error


def process_like_here(partition: Path, target: Path, mappings: Path, remembrance: Remembrance) -> PartitionResult:
    """Process a partition on a worker; see :func:`figkg.build.figures.process_partition`.

    Raises:
        ServiceError: the worker has another figkg, other libraries, or other mappings than the process that asks.
    """
    if _own_code(mappings) != remembrance.fingerprints.code:
        raise ServiceError(str(mappings), "this worker has another version of figkg, Python or libraries")
    return process_partition(partition, target, mappings, remembrance)


@cache
def _own_code(mappings: Path) -> str:
    return take_fingerprints(mappings, ontologies_folder()).code
