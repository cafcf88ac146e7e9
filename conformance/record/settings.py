"""Reads `[tool.conformance]` of the nearest `pyproject.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.files import is_there

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = ("columns", "max_bytes", "out", "records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a project, in place of options on every command line.

    Attributes:
        records: Record folders, absolute; empty if none is named.
        out: The folder for reports, absolute; None if none is named.
        columns: Patterns of the columns to run; empty means all.
        max_bytes: The largest number of bytes of a file; None if it is not set.
    """

    records: tuple[Path, ...] = ()
    out: Path | None = None
    columns: tuple[str, ...] = ()
    max_bytes: int | None = None


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
    import tomllib  # noqa: PLC0415  many folders have no such file

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
    if out is not None and not _is_text(out):
        raise _wrong("out", "a string without NUL characters", file)
    max_bytes = table.get("max_bytes")
    if max_bytes is not None and (type(max_bytes) is not int or max_bytes < 1):
        raise _wrong("max_bytes", "a number of bytes", file)
    return Settings(
        records=tuple(
            folder
            for pattern in _texts(table, "records", file)
            for folder in _folders(pattern, file)
        ),
        out=None if out is None else file.parent / out,
        columns=_texts(table, "columns", file),
        max_bytes=max_bytes,
    )


def _texts(table: Mapping[str, Any], key: str, file: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(map(_is_text, value)):
        raise _wrong(key, "a list of strings without NUL characters", file)
    return tuple(value)


def _is_text(value: object) -> bool:
    """Return whether a value can be a path or a pattern: the system takes no NUL in a path."""
    return isinstance(value, str) and "\0" not in value


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
