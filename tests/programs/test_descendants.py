"""What a program starts is ended with it, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.model import Input
from conformance.programs import descendants, run
from conformance.programs.adapters import Adapter
from conformance.programs.descendants import Descendants
from conformance.programs.exit_code import judge_by_exit
from conformance.programs.process import Timeouts
from conformance.programs.run import built

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="orphans go to init elsewhere")

DAEMON = """
import os, sys, time
noted, note = os.pipe()
if os.fork():
    os.wait()
    os.read(noted, 1)
    sys.exit(int(sys.argv[2]))
os.setsid()
if os.fork():
    os._exit(0)
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
os.write(note, b".")
time.sleep(1000)
"""


def leaving(notes: Path, code: int = 0) -> list[str]:
    """Return a program that ends with a code, and leaves a daemon that writes down its number."""
    return [sys.executable, "-c", DAEMON, str(notes), str(code)]


def lives(pid: int) -> bool:
    """Return whether a process is there; one that nobody has waited for is."""
    return Path(f"/proc/{pid}").exists()


def names(path: Path, notes: Path) -> bool:
    """Return whether a process was started with the file as an argument, and still runs."""
    try:
        return os.fsencode(notes) in path.read_bytes()
    except OSError:
        return False


def noted(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text("utf-8").split()]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def test_a_program_that_is_asked_by_its_exit_code_leaves_nothing(notes: Path) -> None:
    found = judge_by_exit(
        leaving(notes, 1), [Input(text="1"), Input(text="2")], folder=notes.parent, seconds=20
    )

    assert [x.verdict.value for x in found.judgements] == ["reject", "reject"]
    assert [lives(pid) for pid in noted(notes)] == [False, False]


def building(notes: Path, command: Sequence[str]) -> Adapter:
    """Return an adapter that is built by a command."""
    sources = notes.parent / "sources"
    sources.mkdir()
    return Adapter(
        folder=sources,
        code=sources,
        shared=notes.parent / "shared",
        columns=(),
        targets={},
        needs=(),
        build=(tuple(command),),
        command=(),
        exits=None,
        limits=Timeouts(),
    )


@pytest.mark.parametrize(("code", "words"), [(0, None), (3, "failed: ")])
def test_a_build_leaves_nothing_and_is_not_waited_for_longer_than_it_runs(
    notes: Path, code: int, words: str | None
) -> None:
    why = built(building(notes, leaving(notes, code)), notes.parent / "work")

    assert why is None if words is None else words in str(why)
    assert [lives(pid) for pid in noted(notes)] == [False]


def started(descends: Callable[[], Descendants], notes: Path) -> tuple[Descendants, Any]:
    found = descends()
    process = subprocess.Popen(leaving(notes), start_new_session=True)
    process.wait()
    return found, process


def test_children_of_others_are_left_alone(notes: Path) -> None:
    wait = [sys.executable, "-c", "import time; time.sleep(1000)"]
    before = subprocess.Popen(wait, start_new_session=True)
    found, process = started(Descendants, notes)
    since = subprocess.Popen(wait)

    found.end(process)

    try:
        assert (before.poll(), since.poll()) == (None, None)
        assert [lives(pid) for pid in noted(notes)] == [False]
    finally:
        for other in (before, since):
            other.kill()
            other.wait()


def test_what_starts_itself_anew_is_ended_too(notes: Path) -> None:
    # It starts its like, and ends: whoever looks twice sees two.
    script = DAEMON.replace(
        "time.sleep(1000)",
        "\nfor _ in range(500):\n    time.sleep(0.005)\n    if os.fork():\n        os._exit(0)\n",
    )
    found = Descendants()
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(notes), "0"], start_new_session=True
    )
    process.wait()

    found.end(process)

    time.sleep(0.1)
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if names(path, notes)]


def test_what_cannot_be_ended_is_given_up(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, process = started(Descendants, notes)
    kill, began = os.kill, time.monotonic()

    def refuse(_: int, __: int) -> None:
        raise PermissionError

    monkeypatch.setattr(descendants, "_SECONDS", 0.05)
    monkeypatch.setattr(os, "kill", refuse)
    found.end(process)
    monkeypatch.setattr(os, "kill", kill)

    assert time.monotonic() - began < 5
    assert [lives(pid) for pid in noted(notes)] == [True]
    Descendants().end(process)  # what was there before is others'
    (pid,) = noted(notes)
    os.kill(pid, 9)
    os.waitpid(pid, 0)


def test_without_any_child_there_is_nothing_to_look_for(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: int) -> None:
        raise ChildProcessError

    found, process = started(Descendants, notes)
    waitid = os.waitid
    monkeypatch.setattr(os, "waitid", none)
    found.end(process)
    monkeypatch.setattr(os, "waitid", waitid)

    (pid,) = noted(notes)
    os.kill(pid, 9)
    os.waitpid(pid, 0)


def test_a_build_that_takes_too_long_is_ended(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_BUILD_SECONDS", 0.2)

    why = built(building(notes, ("sleep", "1000")), notes.parent / "work")

    assert why == "not built: sleep 1000: no end within 0.2 s"


def test_elsewhere_only_the_group_is_ended(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    found, process = started(Descendants, notes)

    found.end(process)

    (pid,) = noted(notes)
    assert lives(pid)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
