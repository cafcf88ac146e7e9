"""Runs work in this process, in several processes, or on a Dask cluster."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """Yield an executor of this many processes; None for one, which is this process.

    An interrupt of the terminal reaches this process only, which then ends the others.
    """
    if jobs == 1:
        yield None
        return
    # Both are slow to import.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),  # the same on every system
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        with _interrupts_kept_back():
            for _ in range(jobs):
                pool.submit(int)  # starts a process, which takes a while until it ignores them
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Let interrupts wait; a process that is started here never gets any."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def dask_cluster(address: str) -> Iterator[Executor]:
    """Yield the executor of a Dask cluster; if a worker dies, another one repeats its work.

    The workers need this package, and the same versions of the libraries that it draws with.

    Raises:
        UsageError: `distributed` is not installed, or nothing answers at the address.
    """
    try:
        from distributed import Client  # noqa: PLC0415  an optional extra
    except ImportError as error:
        raise UsageError(
            "Dask is not installed, which --cluster needs",
            hint="pip install 'cross-schema-conformance[dask]'",
        ) from error
    try:
        client = Client(address, set_as_default=False, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address}: {error}",
            hint="start one with `dask scheduler`, and workers with `dask worker ADDRESS`",
        ) from error
    with client, client.get_executor() as executor:
        yield executor
