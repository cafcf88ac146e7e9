"""A real Dask cluster on this machine, where `distributed` is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conformance

if TYPE_CHECKING:
    from collections.abc import Iterator


def started(*arguments: str) -> subprocess.Popen[bytes]:
    """Start one of Dask's programs, which finds what this process finds."""
    package = Path(conformance.__file__).parent.parent
    paths = [str(package), *filter(None, sys.path)]
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Give a scheduler's address, and its two workers."""
    import distributed  # noqa: PLC0415  an optional extra

    file = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    one_thread = ("--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
    all_started = [started("scheduler", *local, "--port", "0", "--scheduler-file", str(file))]
    try:
        for name in ("one", "two"):
            options = (*local, *one_thread, "--name", name, "--scheduler-file", str(file))
            all_started.append(started("worker", *options))
        with distributed.Client(
            scheduler_file=str(file), set_as_default=False, timeout="60s"
        ) as client:
            client.wait_for_workers(2, timeout=60)
        yield json.loads(file.read_bytes())["address"], all_started[1:]
    finally:
        for process in reversed(all_started):
            process.kill()
            process.wait()
