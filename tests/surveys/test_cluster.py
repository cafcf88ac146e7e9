"""Whole sources on a real Dask cluster, with a worker killed in the middle: the same bytes.

It runs where `distributed` is installed: `tox run -e dask`.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import survey_of

from conformance.generate.executors import dask_cluster
from conformance.jsontext.text import pretty
from conformance.surveys.encode import survey_json

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytest.importorskip("distributed", reason="Dask is not installed: tox run -e dask")
pytestmark = pytest.mark.filterwarnings("ignore")  # distributed's own, on every Python another one

FIRST: dict[str, Any] = {f"T{number:02}": {"enum": ["a", number]} for number in range(24)}
SECOND: dict[str, Any] = {f"T{number:02}": {"enum": ["b", number]} for number in range(24)}


def test_a_worker_that_is_killed_changes_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    alone = survey_json(survey_of(tmp_path, FIRST, SECOND))
    address, workers = cluster

    class Killing:
        """Hands out work, and kills a worker on the way."""

        def __init__(self, executor: Any) -> None:
            self.executor, self.count = executor, 0

        def submit(self, *work: Any) -> Any:
            self.count += 1
            if self.count == 6:
                os.kill(workers[0].pid, signal.SIGKILL)
            return self.executor.submit(*work)

    with dask_cluster(address) as executor:
        together = survey_of(tmp_path, FIRST, SECOND, executor=Killing(executor), ahead=12)

    assert workers[0].wait(timeout=10) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert pretty(survey_json(together)) == pretty(alone)
