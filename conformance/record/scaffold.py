"""Copies the example record that `conformance init` starts a project with."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.files import staged, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path


def scaffold(folder: Path) -> list[str]:
    """Write the example into a new or empty folder; return the files written, relative to it.

    Raises:
        UsageError: The folder holds something already, or cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "it exists already and is not empty", file=str(folder), hint="name a new folder"
        )
    written = []
    with staged(folder) as stage:
        for name, text in _texts(files("conformance").joinpath("example"), ""):
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, [text])
            written.append(name)
    return written


def _texts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _texts(entry, f"{name}/")
        else:
            yield name, entry.read_text("utf-8")
