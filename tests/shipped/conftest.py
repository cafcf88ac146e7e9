"""One run of each shipped record, for the tests that read what it writes."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

import fakes
import pytest
from fakes.shipped import ROOT
from fakes.tracing import untraced

if TYPE_CHECKING:
    from pathlib import Path

MADE = "1790000000"


class Ran(NamedTuple):
    """A run that is over: how it ended, and the folder of its reports."""

    outcome: fakes.Outcome
    folder: Path


class RunShipped(Protocol):
    """What the fixture `run_shipped` gives."""

    def __call__(self, record: Path) -> Ran: ...


@pytest.fixture(scope="session")
def run_shipped(tmp_path_factory: pytest.TempPathFactory) -> RunShipped:
    """Give what runs a shipped record as the samples are made, the first time it is asked."""

    @cache
    def run(record: Path) -> Ran:
        folder = tmp_path_factory.mktemp(record.name)
        settings = {
            "COLUMNS": "80",
            "CONFORMANCE_CACHE": str(folder / "cache"),
            "SOURCE_DATE_EPOCH": MADE,
        }
        reports = folder / "reports"
        with (
            untraced(),
            fakes.start(
                "run", "--record", record.name, "--out", str(reports), cwd=ROOT, env=settings
            ) as running,
        ):
            out, err = (text.decode("utf-8") for text in running.communicate())
        shutil.rmtree(folder / "cache", ignore_errors=True)
        return Ran(fakes.Outcome(code=running.returncode, out=out, err=err), reports)

    return run
