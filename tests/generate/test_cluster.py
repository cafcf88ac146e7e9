"""A real Dask cluster on this machine, two workers, one killed in the middle: the same bytes.

It runs where `distributed` is installed: `tox run -e dask`.
"""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conformance.corpus.load import load_corpus
from conformance.generate.chunks import chunks
from conformance.generate.executors import dask_cluster
from conformance.generate.keep import Collection
from conformance.generate.plan import judged_cells, planned
from conformance.judges.panel import schema_judges
from conformance.record.load import load_record

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import MakeRecord

    from conformance.generate.chunks import Chunk

pytest.importorskip("distributed", reason="Dask is not installed: tox run -e dask")
pytestmark = pytest.mark.filterwarnings("ignore")  # distributed's own, on every Python another one

CHUNKS = 24


def test_a_worker_that_is_killed_changes_nothing(
    tmp_path: Path, make_record: MakeRecord, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    folder = make_record(tmp_path / "thing")
    record, corpus = load_record(folder), load_corpus(folder)
    judges = schema_judges(record)
    work = planned(record, corpus, judges, judged_cells(record, judges), seed=3)
    work = replace(work, sources=("classes", "mutations", *work.columns))

    def file_of(made: Iterator[Chunk], then: Callable[[Chunk], None]) -> str:
        found = Collection(record, corpus, judges, seed=3)
        for chunk in made:
            found.add(chunk)
            then(chunk)
        return found.file().text

    alone = file_of(chunks(work, range(CHUNKS)), lambda _: None)
    address, workers = cluster

    def kill_one(chunk: Chunk) -> None:
        if chunk.number == 3:
            os.kill(workers[0].pid, signal.SIGKILL)

    with dask_cluster(address) as executor:
        together = file_of(chunks(work, range(CHUNKS), executor, ahead=CHUNKS), kill_one)

    assert workers[0].wait(timeout=10) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert together == alone
