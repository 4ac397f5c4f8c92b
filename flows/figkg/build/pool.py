"""Processes that read figures: those of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from figkg.base.errors import ServiceError
from figkg.base.extras import how_to_install
from figkg.base.lifetime import begin_worker, process_context
from figkg.base.progress import follow
from figkg.base.telling import tell
from figkg.build.figures import FigureJob, PartitionResult, read_figures
from figkg.build.request import Request

_NICENESS = 10
"""Processes give way to this one, for which all of them would have to wait in the end."""
_PATIENCE = 60.0
"""Seconds that a Dask scheduler may take to answer."""


@contextmanager
def figure_pool(request: Request, parts: int) -> Iterator[Executor]:
    """Where partitions are read: in a thread of this process where there is one only, else in others.

    Args:
        request: says how many processes, or which cluster.
        parts: number of partitions.

    Raises:
        ServiceError: no cluster answers, or one gave a partition up.
    """
    if request.dask and parts:
        with _cluster(request.dask) as executor:
            yield executor
        return
    pool = _pool(min(request.processes, parts))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def figures_of(parts: Sequence[Path], job: FigureJob, pool: Executor) -> Iterator[PartitionResult]:
    """Read partitions, and pass on what each came to as soon as it is there.

    Args:
        parts: partition files.
        job: what else is needed.
        pool: where they are read.
    """
    futures = [pool.submit(read_figures, part, job) for part in parts]
    done = (one.result() for one in as_completed(futures))
    return follow(done, len(parts), "partitions of figures")


def _pool(processes: int) -> Executor:
    if processes <= 1:
        return ThreadPoolExecutor(1, "figures")
    context = process_context(read_figures.__module__)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=begin_worker, initargs=(_NICENESS,))


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster that is there already; a partition whose worker dies goes to another one.

    Workers need the same figkg and the same folders under the same names; only paths and counts go over the network.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise ServiceError(address, f"{error.name} is missing; install it with {how_to_install('dask')}") from error
    try:
        client = Client(address, set_as_default=False, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise ServiceError(address, "no Dask scheduler answers there") from error
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            tell(f"the Dask cluster at {address} has no workers yet; waiting for some")
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except KilledWorker as error:
            executor.shutdown(wait=False)
            last = f"the last of them {error.last_worker.address}"
            reason = f"a partition ended {error.allowed_failures + 1} workers, {last}"
            raise ServiceError(address, f"{reason}; is their memory limit below 500 MB?") from error
        except BaseException:
            executor.shutdown(wait=False)
            raise
        executor.shutdown()
