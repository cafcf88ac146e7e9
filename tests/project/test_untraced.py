"""Tests marked "untraced" count nothing for coverage, here and in the processes they start."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from fakes.tracing import PROCESSES, untraced

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["pytester"]

TESTS = """
    import pytest, sys

    log = sys.modules["coverage"].log

    @pytest.fixture(scope="module")
    def whole():
        log.append("whole")

    @pytest.fixture
    def own():
        log.append("own")

    @pytest.mark.untraced
    def test_marked(whole, own):
        log.append("marked")

    def test_plain(whole, own):
        log.append("plain")
"""


class Measuring:
    """Stands for coverage's measuring, and notes when it is stopped and started."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def stop(self) -> None:
        self.log.append("stop")

    def start(self) -> None:
        self.log.append("start")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give what happens, with a coverage that only notes it and asks processes to measure."""
    notes: list[str] = []
    current = Measuring(notes)
    fake = SimpleNamespace(log=notes, Coverage=SimpleNamespace(current=lambda: current))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "coverage", fake)
        patch.setenv(PROCESSES, "settings.toml")
        yield notes


def asked() -> str:
    """Return what a process that is started now is asked to measure by."""
    script = f"import os; print(os.environ.get({PROCESSES!r}))"
    return subprocess.check_output([sys.executable, "-S", "-c", script], text=True).strip()


def test_nothing_is_measured_in_the_block_whatever_ends_it(log: list[str]) -> None:
    assert asked() == "settings.toml"

    def interrupted() -> None:
        with untraced():
            log.append(asked())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert log == ["stop", "None", "start"]
    assert asked() == "settings.toml"


def test_where_nothing_is_measured_nothing_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "coverage", raising=False)
        patch.delenv(PROCESSES, raising=False)
        with untraced():
            assert PROCESSES not in os.environ
        assert PROCESSES not in os.environ


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("", "whole / stop own start stop marked start / own plain"),
        (
            "pytestmark = pytest.mark.untraced",
            "stop whole start / stop own start stop marked start / stop own start stop plain start",
        ),
    ],
)
def test_a_fixture_goes_by_the_test_or_the_module_that_it_belongs_to(
    pytester: pytest.Pytester, log: list[str], module: str, expected: str
) -> None:
    pytester.makeini("[pytest]\nmarkers = untraced")
    pytester.makepyfile(f"{textwrap.dedent(TESTS)}\n{module}")

    result = pytester.runpytest_inprocess("-p", "fakes.tracing", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=2)
    assert log == expected.replace("/ ", "").split()
