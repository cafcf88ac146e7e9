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
    for name in ("__init__.py", "judges/schema.py", "readers/read.py", "judges/about.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
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
    ("file", "another"),
    [("judges/schema.py", "yes"), ("readers/read.py", "no"), ("judges/about.md", "no")],
)
def test_other_code_that_answers_rest_on_is_another_tool(
    file: str, another: str, package: Path
) -> None:
    now = this_tool()
    os.utime(package / file, (2, 2))

    assert ("no" if this_tool() == now else "yes") == another


def test_where_the_code_is_not_at_hand_the_versions_count(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformance, "__file__", str(package / "none" / "__init__.py"))

    assert len(this_tool()) == 2
