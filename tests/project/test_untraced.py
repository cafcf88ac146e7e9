"""Tests marked "untraced" count nothing for coverage, here and in the processes they start."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import textwrap
from functools import cache, partial
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from fakes import tracing
from fakes.tracing import PROCESSES, empty_caches, import_all, untraced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


END = ("save", "start")
"""What happens after the last test."""


class Measuring:
    """Stands for coverage's measuring, and notes when it is stopped and started."""

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.running = True

    def current(self) -> Measuring | None:
        return self if self.running else None

    def stop(self) -> None:
        self.running = False
        self.log.append("stop")

    def save(self) -> None:
        self.log.append("save")

    def start(self) -> None:
        self.running = True
        self.log.append("start")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give what happens, with a coverage that only notes it and asks processes to measure."""
    notes: list[str] = []
    current = Measuring(notes)
    fake = SimpleNamespace(log=notes, Coverage=current)
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
        ("", "start whole stop own marked / start own stop start plain stop"),
        ("pytestmark = pytest.mark.untraced", "whole own marked / own plain"),
    ],
)
def test_a_fixture_goes_by_the_test_or_the_module_that_it_belongs_to(
    pytester: pytest.Pytester, log: list[str], module: str, expected: str
) -> None:
    pytester.makeini("[pytest]\nmarkers = untraced")
    pytester.makepyfile(f"{textwrap.dedent(TESTS)}\n{module}")

    result = pytester.runpytest_inprocess("-p", "fakes.tracing", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=2)
    assert log == ["stop", "start", "stop", *expected.replace("/ ", "").split(), *END]


def test_the_caches_of_a_package_are_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    inner = ModuleType("shop.inner")
    monkeypatch.setitem(sys.modules, "shop.inner", inner)
    kept = ModuleType("shopping")
    monkeypatch.setitem(sys.modules, "shopping", kept)
    for module in (inner, kept):
        vars(module)["made"] = cache(partial(made.append, module.__name__))
        vars(module)["made"]()

    empty_caches("shop")
    inner.made()
    kept.made()

    assert made == ["shop.inner", "shopping", "shop.inner"]


def test_what_an_untraced_test_left_in_caches_is_worked_out_again(
    pytester: pytest.Pytester, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "empty_caches", lambda package: log.append(f"empty {package}"))
    pytester.makeini("[pytest]\nmarkers = untraced")
    pytester.makepyfile(
        """
        import pytest

        def test_before(): pass

        @pytest.mark.untraced
        def test_marked(): pass

        def test_first(): pass

        def test_second(): pass
        """
    )

    pytester.runpytest_inprocess("-p", "fakes.tracing", "-p", "no:cacheprovider")

    emptied = "empty conformance"
    tests = ["start", "stop", emptied, "start", "stop", "start", "stop"]
    assert log == ["stop", "start", "stop", *tests, *END]


def test_all_modules_are_imported_but_for_programs_and_not_by_the_finder_that_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bazaar"
    (package / "inner").mkdir(parents=True)
    for name in ("__init__", "__main__", "stall", "inner/__init__", "inner/deep"):
        (package / f"{name}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    bazaar = importlib.import_module("bazaar")
    slow = SimpleNamespace(find_spec=lambda *_: pytest.fail("it was asked"))
    monkeypatch.setattr(sys, "meta_path", [slow, *sys.meta_path])

    import_all(bazaar, but=slow)

    found = sorted(name for name in sys.modules if name.startswith("bazaar"))
    assert found == ["bazaar", "bazaar.inner", "bazaar.inner.deep", "bazaar.stall"]
    assert sys.meta_path[0] is slow
    for name in found:
        del sys.modules[name]


def test_the_list_is_in_order_and_names_tests_that_there_are() -> None:
    text = tracing.LIST.read_text("utf-8")
    names = [line for line in text.splitlines() if not line.startswith("#")]

    assert names == sorted({*names})
    gone = []
    for name in names:
        file, _, test = name.partition("::")
        path = tracing.LIST.parents[1] / file
        source = path.read_text("utf-8") if path.is_file() else ""
        if f"def {test.partition('[')[0]}(" not in source:
            gone.append(name)
    assert gone == []


def test_a_listed_test_counts_as_marked_with_all_its_rows_or_in_some(
    pytester: pytest.Pytester,
    log: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "untraced.txt"
    file.write_text("# some\ntest_it.py::test_all\ntest_it.py::test_some[1]\n", "utf-8")
    monkeypatch.setattr(tracing, "LIST", file)
    monkeypatch.setattr(tracing, "empty_caches", lambda _: None)
    pytester.makeini("[pytest]\nmarkers = untraced")
    pytester.makepyfile(
        test_it="""
        import pytest, sys

        log = sys.modules["coverage"].log

        @pytest.mark.parametrize("row", "12")
        def test_all(row): log.append("all")

        @pytest.mark.parametrize("row", "12")
        def test_some(row): log.append(row)
        """
    )

    pytester.runpytest_inprocess("-p", "fakes.tracing", "-p", "no:cacheprovider")

    traced = ["start", "stop", "start", "2", "stop"]  # its row comes as a fixture
    assert log == ["stop", "start", "stop", "all", "all", "1", *traced, *END]
