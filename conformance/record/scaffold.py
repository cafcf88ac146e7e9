"""Starts a project with a record: the example, or variants that were read from sources."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.files import staged, write_text
from conformance.jsontext.text import pretty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path


def scaffold(folder: Path) -> list[str]:
    """Write the example into a new or empty folder; return the files written, relative to it.

    Raises:
        UsageError: The folder holds something already, or cannot be written to.
    """
    return _written(folder, _texts(files("conformance").joinpath("example"), ""))


def record_folder(folder: Path) -> Path:
    """Return the folder of the record in a new project, which has the project's name."""
    return folder / "schemas" / folder.resolve().name


def scaffold_from(folder: Path, title: str, variants: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Write a record into a new or empty folder; return the files written, relative to it.

    Args:
        folder: The folder.
        title: The record's title.
        variants: Variant -> file -> text.

    Raises:
        UsageError: The folder holds something already, or cannot be written to.
    """
    home = record_folder(folder).relative_to(folder).as_posix()
    about = pretty({"format": 1, "title": title})
    texts = [(f"{home}/record.json", f"{about}\n")]
    for name, own in variants.items():
        texts += [(f"{home}/variants/{name}/{file}", text) for file, text in own.items()]
    return _written(folder, texts)


def _written(folder: Path, texts: Iterable[tuple[str, str]]) -> list[str]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "it exists already and is not empty", file=str(folder), hint="name a new folder"
        )
    written = []
    with staged(folder) as stage:
        for name, text in texts:
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
