"""Where batches of documents are audited: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import logging
import os
import pkgutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from auditor.batch.entries import Columns
from auditor.batch.fuse import Fuse
from auditor.batch.tables import Limits, audit_table, audited
from auditor.batch.version import version

if TYPE_CHECKING:
    from distributed import Client

_SCHEDULER_SECONDS = 15


class NoWorkers(Exception):
    """Nobody is there, or nobody any more, to audit anything; the message says why."""


@dataclass(frozen=True)
class Workers:
    """`submit` hands a table to a worker; `slots` says how many tables are worked on at the same time just now."""

    submit: Callable[[pa.Table], Future[pa.Table]]
    slots: Callable[[], int]


@contextmanager
def local(count: int | None, limits: Limits) -> Iterator[Workers]:
    """Processes of this machine, by default as many as it has cores for this one; a thread waits for each of them."""
    count, columns = count or cores(), Columns()
    own, fuses = threading.local(), []

    def begin() -> None:
        own.fuse = Fuse()
        fuses.append(own.fuse)

    def run(table: pa.Table) -> pa.Table:
        return audited(table, own.fuse, limits, columns)

    with ThreadPoolExecutor(count, "auditor", initializer=begin) as threads:
        try:
            yield Workers(lambda table: threads.submit(run, table), lambda: count)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            for fuse in fuses:
                fuse.abandon()
            raise
    for fuse in fuses:
        fuse.close()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# Dask


def run_remotely(table: pa.Table, wanted: str, seconds: float, memory: int) -> pa.Table:
    """What a Dask worker does with a table; it must run the same version as the one that counts the results."""
    if version() != wanted:
        raise NoWorkers(f"a worker runs auditor {version()}, and not {wanted}")
    return audit_table(table, budget=seconds, memory=memory)


@contextmanager
def cluster(address: str, limits: Limits) -> Iterator[Workers]:
    """The workers of a Dask cluster; a batch whose worker is lost goes to another one."""
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        raise NoWorkers("Dask is not installed: pip install 'auditor[batch]'") from missing
    # That the scheduler is gone is said once, and by this program.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_SCHEDULER_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise NoWorkers(f"no scheduler answers at {address}: {problem}") from problem
    wanted = version()

    def slots() -> int:
        try:
            return sum(client.nthreads().values())
        except Exception as problem:  # what it raises depends on how far it has noticed
            raise NoWorkers(f"the scheduler at {address} is gone") from problem

    with client:
        _try_out(client)
        executor = client.get_executor(pure=False)
        yield Workers(lambda table: executor.submit(run_remotely, table, wanted, limits.seconds, limits.memory), slots)


def _try_out(client: Client) -> None:
    """A worker that lacks a package would die of the first batch, without a word."""
    task = f"{run_remotely.__module__}:{run_remotely.__name__}"
    for worker, found in client.run(pkgutil.resolve_name, task, on_error="return").items():
        if isinstance(found, Exception):
            raise NoWorkers(f"the worker at {worker} cannot run auditor: {found}") from found


def is_lost(failure: BaseException) -> bool:
    """The worker died, which may be no fault of the batch."""
    return type(failure).__name__ == "KilledWorker"


def is_gone(failure: BaseException) -> bool:
    """The scheduler died, and what was handed to it with it."""
    return isinstance(failure, CancelledError) or type(failure).__name__ in ("FutureCancelledError", "CommClosedError")
