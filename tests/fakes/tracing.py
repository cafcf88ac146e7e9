"""Tests that run without coverage's tracer, which makes Python two to four times slower.

A test that is marked `untraced` repeats what other tests show: many random schemas, a whole
published file, the shipped record. What only it reaches is not counted as covered, so the mark can
lower the measured coverage, and never raise it. What pytest does to find tests, to hand them to
workers, and between them is not traced either.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from contextlib import contextmanager, nullcontext
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import conformance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

MARK = "untraced"
PROCESSES = "COVERAGE_PROCESS_START"
"""With it each Python process that is started measures itself."""

LIST = Path(__file__).parents[1] / "untraced.txt"
"""Has the tests and files of tests that count as marked without standing so in their files."""

MEASURING = pytest.StashKey[Any]()
"""What measures coverage in this process; None where nothing does."""

CACHED = type(cache(lambda: None))
"""What a function with a cache is."""

FILLED = pytest.StashKey[bool]()
"""Whether a test that was not traced may have left something in the package's caches."""


@pytest.hookimpl(tryfirst=True)  # before workers order them by the mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    untraced_ones = listed(LIST.read_text("utf-8"))
    for item in items:
        name = item.nodeid
        if {name, name.partition("[")[0], name.partition("::")[0]} & untraced_ones:
            item.add_marker(MARK)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    measuring, plugins = _measuring(), session.config.pluginmanager
    if measuring is not None and not plugins.hasplugin("dsession"):  # which has workers for it
        import_all(conformance, but=plugins.rewrite_hook)
    with _without(measuring):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    measuring = session.config.stash[MEASURING] = _measuring()
    if measuring is not None:
        # For a warning that is switched off it would look through all modules at each start.
        measuring._warn_preimported_source = False  # noqa: SLF001
    with _without(measuring):
        try:
            return (yield)
        finally:
            if measuring is not None:
                # A worker that takes more than ten seconds to end is killed with what it measured.
                measuring.save()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    with _traced_as_marked(pyfuncitem):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    # A test's own fixture goes by the test, a module's by the module, whichever test asks first.
    with _traced_as_marked(request.node):
        return (yield)


def _traced_as_marked(node: pytest.Item | pytest.Collector) -> AbstractContextManager[None]:
    stash = node.config.stash
    if node.get_closest_marker(MARK) is not None:
        stash[FILLED] = True
        return untraced()
    measuring = stash.get(MEASURING, None)
    if measuring in {None, _measuring()}:
        return nullcontext()
    if stash.get(FILLED, False):
        stash[FILLED] = False
        empty_caches("conformance")
    return _with(measuring)


def listed(text: str) -> frozenset[str]:
    """Return the ids of tests in a list, whose comments start with `#`."""
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def import_all(package: ModuleType, *, but: object = None) -> None:
    """Import all modules of a package, so that their own lines are traced, but for programs.

    Args:
        package: The package.
        but: What does not find them: pytest, which takes long to rewrite modules at their first
            import.
    """
    finders = [*sys.meta_path]
    sys.meta_path[:] = [finder for finder in finders if finder is not but]
    try:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(".__main__"):
                importlib.import_module(module.name)
    finally:
        sys.meta_path[:] = finders


def empty_caches(package: str) -> None:
    """Empty the caches of a package's functions: what a test finds there it does not work out.

    So what a traced test reaches does not depend on which tests ran before it.
    """
    names = [name for name in [*sys.modules] if name.partition(".")[0] == package]
    for function in _with_caches(tuple(names)):
        function.cache_clear()


@lru_cache(maxsize=1)
def _with_caches(modules: tuple[str, ...]) -> list[Any]:
    """Return the functions with a cache in some modules; to look through all takes long."""
    found = {id(one): one for name in modules for one in vars(sys.modules[name]).values()}
    return [one for one in found.values() if isinstance(one, CACHED)]


def repeated(rows: Iterable[Any], *, first: int) -> list[Any]:
    """Return the rows of a table of one column, of which all but the first ones are untraced."""
    marks = [pytest.mark.untraced]
    return [row if at < first else pytest.param(row, marks=marks) for at, row in enumerate(rows)]


@contextmanager
def untraced() -> Iterator[None]:
    """Have coverage count nothing in a block, here and in the processes that it starts."""
    asked = os.environ.pop(PROCESSES, None)
    try:
        with _without(_measuring()):
            yield
    finally:
        if asked is not None:
            os.environ[PROCESSES] = asked


def _measuring() -> Any:
    """Return what measures coverage now, if anything does."""
    coverage: Any = sys.modules.get("coverage")
    return None if coverage is None else coverage.Coverage.current()


@contextmanager
def _without(measuring: Any) -> Iterator[None]:
    if measuring is not None:
        measuring.stop()
    try:
        yield
    finally:
        if measuring is not None:
            measuring.start()


@contextmanager
def _with(measuring: Any) -> Iterator[None]:
    measuring.start()
    try:
        yield
    finally:
        measuring.stop()
