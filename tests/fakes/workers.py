"""Which worker runs which tests: whole files, the long ones first, and some files together."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.tracing import MARK

TOGETHER = {
    "tests/shipped/test_every_record.py": "tests/shipped/test_every_finding.py",
    "tests/shipped/test_findings.py": "tests/shipped/test_every_finding.py",
    "tests/shipped/test_words.py": "tests/shipped/test_sample.py",
}
"""A file -> another one with which it shares what takes long, in one process."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have workers begin with the files that take long, so that none has one left at the end."""
    if hasattr(config, "workerinput"):
        long = {item.path for item in items if item.get_closest_marker(MARK) is not None}
        items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler.loadfile import (  # noqa: PLC0415  some environments have no xdist
        LoadFileScheduling,
    )

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]  # has no types
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return TOGETHER.get(file, file)

    return Scheduling(config, log)
