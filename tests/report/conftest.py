"""Fixtures of the tests of reports."""

from __future__ import annotations

import fakes_results
import pytest


@pytest.fixture
def fake() -> object:
    return fakes_results
