"""What tells this tool from another one: another version, and other code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import conformance
from conformance.proofs.tool import this_tool

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a package in place of this one."""
    names = ("__init__.py", "judges/schema.py", "readers/read.py", "judges/about.md")
    for name in (*names, "judges/__pycache__/schema.pyc"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("x = 1\n", encoding="utf-8")
        os.utime(path, (1, 1))
    monkeypatch.setattr(conformance, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


def test_the_same_code_is_the_same_tool(package: Path) -> None:
    assert this_tool() == this_tool()
    assert [str(package / "__init__.py"), 6, 10**9] in this_tool()


def test_another_version_is_another_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    now = this_tool()
    monkeypatch.setattr(conformance, "__version__", "0.0.1")

    assert this_tool() != now


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("judges/schema.py", (True, True)),
        ("readers/read.py", (False, True)),
        ("judges/about.md", (False, True)),
        ("judges/__pycache__/schema.pyc", (False, False)),
    ],
)
def test_another_file_that_counts_makes_another_tool(
    file: str, changed: tuple[bool, bool], package: Path
) -> None:
    before = this_tool(), this_tool(whole=True)
    os.utime(package / file, (2, 2))

    assert (this_tool() != before[0], this_tool(whole=True) != before[1]) == changed


def test_where_the_code_is_not_at_hand_the_versions_count(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformance, "__file__", str(package / "none" / "__init__.py"))

    assert len(this_tool()) == 2
