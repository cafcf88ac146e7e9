"""Tests that run without coverage's tracer, which makes Python two to four times slower.

A test that is marked `untraced` repeats what other tests show: many random schemas, a whole
published file, the shipped record. What only it reaches is not counted as covered, so the mark can
lower the measured coverage, and never raise it. Setting up and tearing down are traced as ever.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "untraced"
PROCESSES = "COVERAGE_PROCESS_START"
"""Has each Python process that is started measure itself."""


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    if pyfuncitem.get_closest_marker(MARK) is None:
        return (yield)
    with untraced():
        return (yield)


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
