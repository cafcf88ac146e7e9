"""Fixtures that several test files use, and the one profile of property tests."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, Protocol

import fakes
import hypothesis
import pytest
from fakes import results as fakes_results

from conformance import cli, interrupts
from conformance.__main__ import OBJECTS
from conformance.proofs import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

# Runs are the same everywhere: no random seeds, no database, no deadlines on slow machines.
hypothesis.settings.register_profile("same", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("same")


# As `conformance.__main__` does for a command.
gc.set_threshold(OBJECTS)

# A process that a shell started in the background ignores interrupts, and so would all that it
# starts; here they are what some tests are about.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Have Python look for garbage only in what tests make, not in what was there before them."""
    gc.collect()
    gc.freeze()


pytest_plugins = ["fakes.browser", "fakes.clusters", "fakes.tracing", "fakes.workers"]
# `tox run -e browser` sets it; elsewhere there need be no browser.
collect_ignore_glob = [] if os.environ.get("CONFORMANCE_BROWSER") == "1" else ["browser/*"]
# Projects of their own, with what they depend on: `tox run -e examples`.
collect_ignore_glob += ["examples/*"]


class MakeRecord(Protocol):
    """What the fixture `make_record` gives."""

    def __call__(
        self,
        folder: Path,
        *,
        variants: Mapping[str, Mapping[str, Any]] | None = None,
        cases: Sequence[dict[str, Any]] | None = None,
        **parts: Any,
    ) -> Path: ...


class RunCommand(Protocol):
    """What the fixture `command` gives."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> fakes.Outcome: ...


VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "open": {"declared": {"properties": {"state": {"type": "string"}}}},
    "closed": {
        "declared": {
            "properties": {"state": {"enum": ["on", "off"]}},
            "additionalProperties": {"x-silent": "the page does not say"},
        },
        "documented": {
            "properties": {"state": {"enum": ["on", "off", "idle"]}},
            "additionalProperties": {"x-silent": "the page does not say"},
        },
    },
}
CASES = (
    fakes.case_entry("state/on", {"state": "on"}),
    fakes.case_entry("state/idle", {"state": "idle"}, near="state/on"),
    fakes.case_entry("state/else", {"state": "?"}, near="state/on"),
    fakes.case_entry("more/unlisted", {"state": "on", "more": 1}, near="state/on"),
)


@pytest.fixture
def make_record() -> MakeRecord:
    """Give what writes a record into a folder and returns that folder.

    Without `variants` and `cases` the record has three columns, which disagree in every way.
    """

    def make(
        folder: Path,
        *,
        variants: Mapping[str, Mapping[str, Any]] | None = None,
        cases: Sequence[dict[str, Any]] | None = None,
        **parts: Any,
    ) -> Path:
        chosen = VARIANTS if variants is None else variants
        return fakes.write_record(folder, chosen, CASES if cases is None else cases, **parts)

    return make


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_record: MakeRecord) -> Path:
    """Give a project's folder with one record, `schemas/thing`; commands are started in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONFORMANCE_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (tmp_path / "pyproject.toml").touch()
    make_record(tmp_path / "schemas" / "thing")
    return tmp_path


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each test keep comparisons in a folder of its own, and in none of the user's."""
    folder = tmp_path_factory.getbasetemp() / "caches" / os.urandom(8).hex()
    monkeypatch.setenv("CONFORMANCE_CACHE", str(folder))
    store.use(kept=False)


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no test wait until its files are on the disk; they need not outlive a power cut."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunCommand:
    """Give what runs the command line in this process, by its real entry point."""

    def run(*arguments: str, stdin: bytes = b"") -> fakes.Outcome:
        monkeypatch.setattr(sys, "argv", ["conformance", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        interrupts.reset()
        capsys.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return fakes.Outcome(code=code, out=printed.out, err=printed.err)

    return run


@pytest.fixture
def fake() -> object:
    """Give what builds small results, line by line."""
    return fakes_results


@pytest.fixture
def _signals_handled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have this process handle signals as a command does, and restore the handlers afterwards."""
    before = {number: signal.getsignal(number) for number in interrupts.SIGNALS}
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    interrupts.install()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    interrupts.reset()
