"""Interrupted commands: the exit code, true words, and whole reports. Never a traceback."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance import cli, interrupts, pipeline
from conformance.cli.judge import judge as judge_command
from conformance.compare.disagreements import Comparison

if TYPE_CHECKING:
    import subprocess

    from conftest import MakeRecord, RunCommand

run_command = import_module("conformance.cli.run")
running = import_module("conformance.cli.running")
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
NOTHING = b"interrupted; nothing was replaced"
REPORTS = ("badge.json", "index.html", "junit.xml", "results.jsonl", "results.sarif", "summary.md")
ROUNDS = int(os.environ.get("CONFORMANCE_FUZZ_INTERRUPTS", "12"))
"""`tox run -e fuzz` sets more."""

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not say who catches signals"
)


def old_reports(project: Path) -> Path:
    for name in REPORTS:
        fakes.write_json(project / "reports" / name, "old")
    return project / "reports"


def replaced(reports: Path) -> set[bool]:
    """Return whether reports were replaced; two answers are one too many."""
    assert sorted(path.name for path in reports.iterdir()) == sorted(REPORTS)
    return {(reports / name).read_bytes() != b"old" for name in REPORTS}


def until_it_listens(running: subprocess.Popen[bytes]) -> None:
    """Wait until the process catches SIGTERM, which Python itself does not."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        status = Path(f"/proc/{running.pid}/status").read_text("utf-8")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        assert running.poll() is None
    pytest.fail("it never installed its handler")


def until_it_writes(running: subprocess.Popen[bytes], reports: Path) -> None:
    end = time.monotonic() + 60
    while not list(reports.glob(".partial-*")) and time.monotonic() < end:
        assert running.poll() is None, "it ended before it could be interrupted"
        time.sleep(0.01)


@pytest.fixture
def long(project: Path, make_record: MakeRecord) -> Path:
    """Give a project whose run takes seconds."""
    cases = [fakes.case_entry(f"n/{n}", {"state": str(n)}) for n in range(4_000)]
    make_record(project / "schemas" / "thing", cases=cases)
    return project


@pytest.mark.untraced
@needs_proc
def test_random_interrupts_keep_the_reports_whole_and_are_told_truly(project: Path) -> None:
    reports = old_reports(project)
    random = Random(f"{ROUNDS}")
    running = fakes.start("run", cwd=project)
    until_it_listens(running)
    began = time.monotonic()
    running.communicate(timeout=120)
    whole = time.monotonic() - began

    for _ in range(ROUNDS):
        old_reports(project)
        number, delay = random.choice(list(CODES)), random.uniform(0, 1.1 * whole)
        running = fakes.start("run", cwd=project)
        until_it_listens(running)
        time.sleep(delay)
        running.send_signal(number)
        out, err = running.communicate(timeout=120)

        told = f"{number!r} after {delay:.4f} s: {running.returncode} {err!r}"
        if running.returncode:
            assert running.returncode == CODES[number], told
            assert err.strip() == NOTHING, told
            assert replaced(reports) == {False}, told
        else:
            assert err.decode().strip() in {"", interrupts.TOO_LATE}, told
            assert replaced(reports) == {True}, told
            assert b"Report: " in out, told


@needs_proc
@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("is_ignored", [False, True])
def test_an_interrupt_during_imports_is_none_the_worse(
    project: Path, number: signal.Signals, *, is_ignored: bool
) -> None:
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN if is_ignored else before)
    running = fakes.start("run", cwd=project)
    signal.signal(signal.SIGINT, before)
    until_it_listens(running)

    running.send_signal(number)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err.strip()) == (CODES[number], b"", NOTHING)


@pytest.mark.parametrize("number", CODES)
def test_an_interrupt_keeps_the_old_reports(long: Path, number: signal.Signals) -> None:
    reports = old_reports(long)
    running = fakes.start("run", cwd=long)
    until_it_writes(running, reports)

    running.send_signal(number)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err.strip()) == (CODES[number], b"", NOTHING)
    assert replaced(reports) == {False}


@pytest.mark.untraced
def test_what_a_killed_run_left_is_removed_and_what_a_live_one_makes_is_not(long: Path) -> None:
    reports = old_reports(long)
    killed = fakes.start("run", cwd=long)
    until_it_writes(killed, reports)
    killed.kill()
    killed.communicate(timeout=60)
    (stale,) = reports.glob(".partial-*")
    alive = fakes.start("run", cwd=long)
    end = time.monotonic() + 60
    while not set(reports.glob(".partial-*")) - {stale} and time.monotonic() < end:
        assert alive.poll() is None
        time.sleep(0.01)
    alive.send_signal(signal.SIGSTOP)
    (stage,) = set(reports.glob(".partial-*")) - {stale}

    other = fakes.start("run", "--columns", "open.*", cwd=long)
    other.communicate(timeout=120)
    left = set(reports.glob(".partial-*"))
    alive.send_signal(signal.SIGCONT)
    out, err = alive.communicate(timeout=120)

    assert other.returncode == 0
    assert left == {stage}
    assert (alive.returncode, err) == (0, b"")
    assert b"Report: " in out
    assert replaced(reports) == {True}


@needs_proc
def test_an_interrupt_of_a_terminal_reaches_helpers_without_a_traceback(project: Path) -> None:
    running = fakes.start(
        "generate", "--jobs", "2", "--time", "600", cwd=project, start_new_session=True
    )
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    end = time.monotonic() + 60
    while len(children.read_text("utf-8").split()) < 2 and time.monotonic() < end:
        time.sleep(0.001)

    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)

    assert running.returncode == 130
    assert err.strip() in {NOTHING, b"interrupted; the cases found until then are kept"}


def is_running(process: str) -> bool:
    """Return whether a process has not ended; one that has may still wait for its parent."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@needs_proc
def test_an_interrupt_of_a_run_ends_the_processes_that_judge(long: Path) -> None:
    reports = old_reports(long)
    running = fakes.start(
        "run", "--record", "thing", "--jobs", "2", cwd=long, start_new_session=True
    )
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    end = time.monotonic() + 60
    while len(children.read_text("utf-8").split()) < 3 and time.monotonic() < end:
        time.sleep(0.001)
    started = children.read_text("utf-8").split()

    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)

    assert (running.returncode, err.strip()) == (130, NOTHING)
    # Python's own helper of processes ends a moment later.
    while any(map(is_running, started)) and time.monotonic() < end + 60:
        time.sleep(0.01)
    assert [x for x in started if is_running(x)] == []
    assert replaced(reports) == {False}


# --- in this process: moments that no delay can hit ----------------------------------------------


def interrupting(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, swallowed: bool = False
) -> None:
    """Have a function send SIGTERM before it works, and lose the exception if wanted."""
    right = getattr(owner, name)

    def function(*arguments: Any, **more: Any) -> Any:
        with suppress(*([KeyboardInterrupt] if swallowed else [])):
            signal.raise_signal(signal.SIGTERM)
        return right(*arguments, **more)

    monkeypatch.setattr(owner, name, function)


@pytest.mark.usefixtures("_signals_handled")
@pytest.mark.parametrize(
    ("owner", "name"), [(Path, "replace"), (run_command, "summary"), (running, "gate_lines")]
)
def test_once_replacing_has_begun_the_outcome_is_the_real_one(
    project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    command("baseline", "update")
    reports = old_reports(project)
    interrupts.install()
    monkeypatch.setenv("CONFORMANCE_NO_CACHE", "1")  # its files are replaced too, and earlier
    interrupting(monkeypatch, owner, name)

    outcome = command("run")

    assert outcome.code == 1
    assert outcome.err.strip() == interrupts.TOO_LATE
    assert "not in the list" in outcome.out
    assert replaced(reports) == {True}


@pytest.mark.usefixtures("_signals_handled")
@pytest.mark.parametrize(
    ("owner", "name", "next_stage"),
    [
        (pipeline, "chosen_record", "load_corpus"),
        (pipeline, "judge_corpus", "case_line"),
        (Comparison, "result", "finding_line"),
        (pipeline, "write_text", "write_reports"),
        (pipeline, "write_reports", None),
    ],
)
def test_an_interrupt_that_was_lost_ends_the_run_before_the_next_stage(  # noqa: PLR0913, PLR0917  a table
    project: Path,
    command: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    next_stage: str | None,
) -> None:
    reports = old_reports(project)
    interrupting(monkeypatch, owner, name, swallowed=True)
    if next_stage is not None:
        monkeypatch.setattr(pipeline, next_stage, lambda *_, **__: pytest.fail("it went on"))

    outcome = command("run")

    assert (outcome.code, outcome.out, outcome.err.strip()) == (143, "", NOTHING.decode())
    assert replaced(reports) == {False}


@pytest.mark.usefixtures("project", "_signals_handled")
def test_an_interrupt_that_a_library_turns_into_another_error_is_one(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turn(**_: object) -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt as error:
            raise ImportError("half imported") from error

    monkeypatch.setattr(judge_command, "callback", turn)

    outcome = command("judge")

    assert (outcome.code, outcome.err) == (143, f"{NOTHING.decode()}\n")


@pytest.mark.usefixtures("project", "_signals_handled")
def test_an_interrupt_while_an_error_is_told_is_told_instead(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupting(monkeypatch, cli, "terminal_text")

    outcome = command("judge", "none.json")

    assert (outcome.code, outcome.err) == (143, f"{NOTHING.decode()}\n")
