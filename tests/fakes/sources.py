"""Sources in files of a test's own, what is read of them, and random edits of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from conformance.errors import ConformanceError
from conformance.readers.documents import opened
from conformance.readers.read import Options, Source, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from conformance.readers.documents import Document

Edit = tuple[int, int, str]
"""A place in a text, how many characters go, and what comes."""


def maker(folder: Path, suffix: str, *, root: str = "pom.xml") -> Callable[..., Path]:
    """Return a function that writes files of a project and returns the last one.

    Args:
        folder: The project's folder.
        suffix: The end of the files' names; two underscores in a name part folders.
        root: The file that makes the folder a project.
    """

    def make(**files: str) -> Path:
        path = folder
        (folder / root).write_text("", "utf-8")
        for name, text in files.items():
            path = folder / f"{name.replace('__', '/')}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return path

    return make


def source(path: Path, name: str, **options: Any) -> Source:
    """Return what is read of a type."""
    return read(f"{path.as_posix()}#{name}", Options(**options))


def schema(path: Path, name: str, **options: Any) -> Any:
    """Return the schema that is read of a type, without dialect and title."""
    whole = source(path, name, **options).file.schema
    assert isinstance(whole, dict)
    return {key: value for key, value in whole.items() if key not in {"$schema", "title"}}


def edits(text: str, pieces: Sequence[str]) -> st.SearchStrategy[list[Edit]]:
    """Return one to three edits of a text, each with a piece or nothing in place of something."""
    edit = st.tuples(st.integers(0, len(text)), st.integers(0, 12), st.sampled_from(("", *pieces)))
    return st.lists(edit, min_size=1, max_size=3)


def edited(text: str, changes: Iterable[Edit]) -> str:
    """Return a text with its edits."""
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    return text


def read_or_refused(
    path: Path, names: Callable[[Document], Sequence[str]]
) -> tuple[list[Source], str]:
    """Return all types of a file as they are read, or the error that refuses it."""
    try:
        return [read(f"{path}#{x}", Options()) for x in dict.fromkeys(names(opened(path)))], ""
    except ConformanceError as error:
        return [], str(error)
