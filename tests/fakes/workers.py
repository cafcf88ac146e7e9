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

LONG = (
    "tests/exact/test_random.py",
    "tests/cli/test_kinds.py",
    "tests/cli/test_interrupts.py",
    "tests/shipped/test_every_finding.py",
    "tests/shipped/test_sample.py",
    "tests/cli/test_bad_input.py",
    "tests/exact/test_cells.py",
    "tests/cli/test_kept_run.py",
    "tests/reporters/test_html.py",
    "tests/cli/test_compare.py",
    "tests/exact/test_exhaustive.py",
    "tests/shipped/test_sources.py",
    "tests/cli/test_programs.py",
    "tests/readers/test_yaml_parts.py",
)
"""The files that take longest, the longest first."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have workers begin with the files that take long, so that none has one left at the end.

    In a file the untraced tests come first: after one, a traced test has all to work out again.
    """
    if hasattr(config, "workerinput"):
        first = {file: at for at, file in enumerate(LONG)}
        files: dict[str, int] = {}

        def place(item: pytest.Item) -> tuple[int, int, bool]:
            file = item.nodeid.partition("::")[0]
            files.setdefault(file, len(files))
            is_traced = item.get_closest_marker(MARK) is None
            return first.get(file, len(first)), files[file], is_traced

        items.sort(key=place)


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
