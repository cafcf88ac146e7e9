"""Tests that run without coverage's tracer, which makes Python two to four times slower.

A test that is marked `untraced` repeats what other tests show: many random schemas, a whole
published file, the shipped record. What only it reaches is not counted as covered, so the mark can
lower the measured coverage, and never raise it.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

MARK = "untraced"
PROCESSES = "COVERAGE_PROCESS_START"
"""With it each Python process that is started measures itself."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have workers begin with the files that take long, so that none has one left at the end."""
    if hasattr(config, "workerinput"):
        long = {item.path for item in items if item.get_closest_marker(MARK) is not None}
        items.sort(key=lambda item: item.path not in long)


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
    return nullcontext() if node.get_closest_marker(MARK) is None else untraced()


def repeated(rows: Iterable[Any], *, first: int) -> list[Any]:
    """Return the rows of a table of one column, of which all but the first ones are untraced."""
    marks = [pytest.mark.untraced]
    return [row if at < first else pytest.param(row, marks=marks) for at, row in enumerate(rows)]


@contextmanager
def untraced() -> Iterator[None]:
    """Have coverage count nothing in a block, here and in the processes that it starts."""
    coverage: Any = sys.modules.get("coverage")
    measuring = None if coverage is None else coverage.Coverage.current()
    asked = os.environ.pop(PROCESSES, None)
    if measuring is not None:
        measuring.stop()
    try:
        yield
    finally:
        if measuring is not None:
            measuring.start()
        if asked is not None:
            os.environ[PROCESSES] = asked
