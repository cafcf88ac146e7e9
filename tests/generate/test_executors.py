"""Where work is done: one process, several, or a cluster; the same comes of it."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Self

import pytest

from conformance.errors import UsageError
from conformance.generate.executors import dask_cluster, processes

if TYPE_CHECKING:
    from concurrent.futures import Executor


def test_one_job_is_this_process() -> None:
    with processes(1) as executor:
        assert executor is None


def test_several_jobs_are_processes() -> None:
    with processes(2) as executor:
        assert executor is not None
        assert list(executor.map(abs, [-1, -2, -3])) == [1, 2, 3]


def test_where_interrupts_cannot_be_kept_back_processes_start_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask")

    with processes(2) as executor:
        assert executor is not None
        assert executor.submit(abs, -1).result() == 1


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(UsageError, match=r"cross-schema-conformance\[dask\]"):
        dask_cluster("tcp://127.0.0.1:1").__enter__()


class Client:
    """As distributed's client."""

    left = 0

    def __init__(self, address: str, **_: object) -> None:
        if "nobody" in address:
            raise OSError("no answer")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        Client.left += 1

    def get_executor(self) -> Executor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  only here

        return ThreadPoolExecutor(1)


@pytest.fixture
def _distributed(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type(sys)("distributed")
    vars(module)["Client"] = Client
    monkeypatch.setitem(sys.modules, "distributed", module)


@pytest.mark.usefixtures("_distributed")
def test_a_cluster_gives_its_executor_and_is_left() -> None:
    before = Client.left
    with dask_cluster("tcp://somewhere:8786") as executor:
        assert executor.submit(abs, -1).result() == 1

    assert Client.left == before + 1


@pytest.mark.usefixtures("_distributed")
def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://nobody:1"):
        dask_cluster("tcp://nobody:1").__enter__()
