"""Templates are compiled once, and what is kept of them is used only for the same template."""

from __future__ import annotations

import sys
from importlib import invalidate_caches
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from conformance.reporters.html import templates
from conformance.reporters.html.templates import compiled

if TYPE_CHECKING:
    from pathlib import Path

NAME = "page.html.j2"


class _Counting(Environment):
    """Counts the templates that it compiles."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def compile(self, *given: object, **named: object) -> object:  # type: ignore[override]
        self.count += 1
        return super().compile(*given, **named)  # type: ignore[call-overload]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a package with one template, `pages`."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.syspath_prepend(tmp_path)
    made = tmp_path / "pages"
    made.mkdir()
    (made / "__init__.py").write_text("", "utf-8")
    (made / NAME).write_text("Hello {{ name }}", "utf-8")
    monkeypatch.delitem(sys.modules, "pages", raising=False)
    invalidate_caches()
    return made


def filled(*, compiles: int) -> str:
    """Return the filled template; it has to be compiled so many times."""
    environment = _Counting()
    text = compiled(environment, "pages", NAME).render(name="you")
    assert environment.count == compiles
    return text


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("__pycache__/page*"))


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert filled(compiles=1) == "Hello you"
    assert filled(compiles=0) == "Hello you"
    assert len(kept(folder)) == 1


def test_a_changed_template_is_compiled_again(folder: Path) -> None:
    filled(compiles=1)
    (folder / NAME).write_text("Bye {{ name }}", "utf-8")
    assert filled(compiles=1) == "Bye you"
    assert filled(compiles=0) == "Bye you"


def test_a_template_is_compiled_again_by_another_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(compiles=1)
    monkeypatch.setattr(templates, "__version__", "0.0.1")
    assert filled(compiles=1) == "Hello you"
    assert len(kept(folder)) == 1


def test_a_file_that_is_cut_short_is_replaced(folder: Path) -> None:
    filled(compiles=1)
    (file,) = kept(folder)
    file.write_bytes(file.read_bytes()[:-20])
    assert filled(compiles=1) == "Hello you"
    assert filled(compiles=0) == "Hello you"


def test_nothing_is_kept_where_python_keeps_no_bytecode(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert filled(compiles=1) == "Hello you"
    assert kept(folder) == []


def test_a_folder_that_cannot_be_made_keeps_nothing(folder: Path) -> None:
    (folder / "__pycache__").unlink(missing_ok=True)
    (folder / "__pycache__").write_text("a file", "utf-8")
    assert filled(compiles=1) == "Hello you"
    assert filled(compiles=1) == "Hello you"
