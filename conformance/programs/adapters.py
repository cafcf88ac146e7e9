"""Reads the adapters of a record."""

from __future__ import annotations

from dataclasses import field
from fnmatch import fnmatchcase
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.files import file_bytes, is_there, listed
from conformance.formats.read import read_formatted
from conformance.model import Column, Implementation
from conformance.programs.decoded_type import asked_types
from conformance.programs.process import Timeouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.programs.decoded_type import AskedType

FOLDER = "adapters"
FILE = "adapter.json"
SHARED = "shared"
"""A folder beside those of the adapters, for code that several of them use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A published package that an adapter asks.

    Attributes:
        kind: The registry's kind: npm, pypi, crate, go or maven.
        name: The package.
        version: Its version, as it stands in the columns' ids.
        files: The files of the adapter's folder in whose text the version stands.
        lock: Commands that bring lock files up to date.
    """

    kind: str
    name: str
    version: str
    files: tuple[str, ...] = ()
    lock: tuple[tuple[str, ...], ...] = ()

    @property
    def id(self) -> str:
        """The package as it is named: `npm:left`."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A program that judges for one or several columns.

    Attributes:
        folder: The folder of its `adapter.json`.
        columns: The columns.
        code: The folder of its sources; usually the same.
        shared: The folder of code that several adapters use; it may not exist.
        targets: Column id -> the name of the type to decode.
        needs: Programs that have to be installed.
        build: Commands that build it.
        command: The command that starts it.
        exits: The program, if it answers by its exit code; None if it speaks the protocol.
        limits: Its time limits.
        arguments: Column id -> further arguments of the command.
        types: Column id -> the types that an input can name.
        packages: The published packages that it asks.
        example: Whether it only shows how to write an adapter.
    """

    folder: Path
    columns: tuple[Column, ...]
    code: Path
    shared: Path
    targets: Mapping[str, str]
    needs: tuple[str, ...]
    build: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    exits: Implementation | None
    limits: Timeouts
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    types: Mapping[str, tuple[AskedType, ...]] = field(default_factory=dict)
    packages: tuple[Package, ...] = ()
    example: bool = False


def load_adapters(folder: Path) -> list[Adapter]:
    """Return the adapters of a record's folder, sorted by name.

    Raises:
        BrokenFileError: An `adapter.json` violates its format, or two adapters answer for the same
            column.
    """
    folders = [x for x in listed(folder / FOLDER) if not x.name.startswith(".") and is_there(x)]
    files = [one / FILE for one in folders if is_there(one / FILE)]
    adapters = [_adapter(file, record=folder.resolve().name) for file in files]
    seen: dict[str, Path] = {}
    for adapter in adapters:
        for column in adapter.columns:
            if column.id in seen:
                raise BrokenFileError(
                    f"the column {column.id} is that of {seen[column.id].name} as well",
                    file=(adapter.folder / FILE).as_posix(),
                    place="/columns",
                    hint="give each adapter columns of its own",
                )
            seen[column.id] = adapter.folder
    return adapters


def load_adapter(folder: Path, *, record: str, home: Path | None = None) -> Adapter:
    """Return the adapter of a folder.

    Args:
        folder: The folder.
        record: The record's id.
        home: For a copy: the folder as seen from which the adapter names others.

    Raises:
        BrokenFileError: Its `adapter.json` violates its format.
    """
    return _adapter(folder / FILE, record=record, home=home)


def _adapter(file: Path, *, record: str, home: Path | None = None) -> Adapter:
    data = file_bytes(file)
    content = read_formatted(data, file=file.as_posix(), form="adapter", record=record)
    limits = Timeouts(**content.get("timeout", {}))
    exits = dict(content.get("exec", {}))
    permissive = exits.pop("lenient", False)
    targets = content.get("targets", {})
    home = file.parent if home is None else home
    code = _beside(file, content, "code", home) or file.parent
    columns = tuple(
        Column(
            id=name,
            group=name.partition(".")[0],
            reading=None,
            variant=content.get("variant"),
            permissive=permissive,
            **_of(name, content.get("describes", {}), {}),
        )
        for name in content["columns"]
    )
    return Adapter(
        folder=file.parent,
        columns=columns,
        code=code,
        shared=_beside(file, content, "shared", home) or code.parent / SHARED,
        targets={column.id: targets.get(column.id, record) for column in columns},
        needs=tuple(content.get("needs", ())),
        build=tuple(tuple(command) for command in content.get("build", ())),
        command=tuple(content["command"]),
        exits=Implementation(**exits) if exits else None,
        limits=limits,
        arguments={
            name: tuple(arguments) for name, arguments in content.get("arguments", {}).items()
        },
        types={
            column.id: asked_types(_of(column.id, content.get("types", {}), ()))
            for column in columns
        },
        packages=tuple(map(_package, content.get("packages", ()))),
        example=content.get("example", False),
    )


def _package(content: Mapping[str, Any]) -> Package:
    kind, _, name = content["package"].partition(":")
    return Package(
        kind=kind,
        name=name,
        version=content["version"],
        files=tuple(content.get("files", ())),
        lock=tuple(map(tuple, content.get("lock", ()))),
    )


def _beside(file: Path, content: Mapping[str, Any], key: str, home: Path) -> Path | None:
    """Return a folder that an `adapter.json` names; None if it names none."""
    if key not in content:
        return None
    folder = Path(normpath(home / content[key]))
    if not folder.is_dir():
        raise BrokenFileError(
            f"there is no folder {content[key]}",
            file=file.as_posix(),
            place=f"/{key}",
            hint="name it as seen from the folder of this file",
        )
    return folder


def _of(column: str, by_pattern: Mapping[str, Any], default: Any) -> Any:  # noqa: ANN401  JSON
    """Return the value of the first pattern that a column matches."""
    matching = (found for name, found in by_pattern.items() if fnmatchcase(column, name))
    return next(matching, default)
