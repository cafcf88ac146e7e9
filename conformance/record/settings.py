"""Reads `[tool.conformance]` of the nearest `pyproject.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.errors import BrokenFileError
from conformance.files import is_there

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = ("columns", "out", "records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a project, in place of options on every command line.

    Attributes:
        records: Record folders, absolute; empty if none is named.
        out: The folder for reports, absolute; None if none is named.
        columns: Patterns of the columns to run; empty means all.
    """

    records: tuple[Path, ...] = ()
    out: Path | None = None
    columns: tuple[str, ...] = ()


def load_settings(start: Path) -> Settings:
    """Return the settings of the nearest `pyproject.toml`, in `start` or a folder above it.

    Paths in it are relative to its folder; a pattern, for example `schemas/*`, names every folder
    that it matches. Without the table the settings are empty.

    Raises:
        BrokenFileError: The file is not TOML, or a setting is unknown or of the wrong type.
    """
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if is_there(file) and file.is_file():
            return _settings(_table(file), file)
    return Settings()


def _table(file: Path) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenFileError(f"not TOML: {error}", file=str(file)) from error
    except OSError as error:
        raise BrokenFileError(f"cannot be read: {error.strerror}", file=str(file)) from error
    name = ""
    for step in ("tool", "conformance"):
        table = table.get(step, {})
        name = f"{name}.{step}".lstrip(".")
        if not isinstance(table, dict):
            raise BrokenFileError(
                f"{name} is not a table", file=str(file), hint="write [tool.conformance]"
            )
    return table


def _settings(table: Mapping[str, Any], file: Path) -> Settings:
    for key in table:
        if key not in _KEYS:
            raise BrokenFileError(
                f"unknown setting {key!r}",
                file=str(file),
                place="[tool.conformance]",
                hint=f"the settings are {', '.join(_KEYS)}",
            )
    out = table.get("out")
    if out is not None and not isinstance(out, str):
        raise _wrong("out", "a string", file)
    return Settings(
        records=tuple(
            folder
            for pattern in _texts(table, "records", file)
            for folder in _folders(pattern, file)
        ),
        out=None if out is None else file.parent / out,
        columns=_texts(table, "columns", file),
    )


def _texts(table: Mapping[str, Any], key: str, file: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(key, "a list of strings", file)
    return tuple(value)


def _folders(pattern: str, file: Path) -> list[Path]:
    try:
        found = sorted(file.parent.glob(pattern))
        folders = [path for path in found if is_there(path) and path.is_dir()]
    except (NotImplementedError, ValueError):  # an absolute path, an empty text, a stray **
        folders = [Path(pattern)] if pattern and Path(pattern).is_dir() else []
    if not folders:
        raise BrokenFileError(
            f"no folder matches {pattern!r}",
            file=str(file),
            place="[tool.conformance] records",
            hint="name the folder of a record, for example schemas/my-record",
        )
    return folders


def _wrong(key: str, wanted: str, file: Path) -> BrokenFileError:
    return BrokenFileError(
        f"{key} is not {wanted}", file=str(file), place=f"[tool.conformance] {key}"
    )
