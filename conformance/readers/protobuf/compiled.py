"""Has protoc parse a file, and finds the declarations in what it gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import field
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc_tools
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.readers.facts import Doc, Span
from conformance.readers.protobuf.files import imported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.readers.documents import Document

_MESSAGES, _ENUMS, _NESTED, _NESTED_ENUMS = 4, 5, 3, 4
_FIELDS = 2
_ERROR = re.compile(
    r"^(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): (?P<says>.*)$", re.MULTILINE
)
_SECONDS = 60
_PROTOC = (
    *(sys.executable, "-P", "-S"),  # Python's own set-up takes twice as long as protoc
    *("-c", "import sys; from grpc_tools import protoc; sys.exit(protoc.main(sys.argv))"),
)
_NOWHERE = (0, 0, "", "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """A message or an enumeration.

    Attributes:
        full: Its name with its package.
        path: Its name with the messages around it.
        descriptor: What protoc says about it.
        is_enum: Whether it is an enumeration.
        is_proto3: Whether its enumerations are open unless a feature says otherwise.
        file: Its file, as it is shown.
        numbers: Its place in the file's description.
        places: The places of the file's parts -> where they stand, and the comments before
            and behind them.
    """

    full: str
    path: str
    descriptor: Any
    is_enum: bool
    is_proto3: bool
    file: str
    numbers: tuple[int, ...]
    places: Mapping[tuple[int, ...], tuple[int, int, str, str]]

    def span(self, *part: int) -> Span:
        """Return the place of the declaration, or of a part of it."""
        line, column, *_ = self.places.get((*self.numbers, *part), _NOWHERE)
        return Span(self.file, line + 1, column + 1)

    def field_span(self, number: int) -> Span:
        """Return the place of a field, by its place among the fields."""
        return self.span(_FIELDS, number)

    def doc(self, number: int) -> Doc | None:
        """Return the comment before a field, or else the one behind it; None without one."""
        place = (*self.numbers, _FIELDS, number)
        line, column, before, behind = self.places.get(place, _NOWHERE)
        if before.strip():
            start = max(line - before.count("\n"), 0)
            return Doc(before.strip(), Span(self.file, start + 1))
        return (
            Doc(behind.strip(), Span(self.file, line + 1, column + 1)) if behind.strip() else None
        )


@dataclass(slots=True, kw_only=True)
class Compiled:
    """A file and all that it imports, as protoc reads them.

    Attributes:
        declared: The declarations of the file itself, in its order.
        by_name: All declarations by their full names.
        entries: The descriptions of the entries of maps, by their full names.
    """

    declared: list[Found] = field(default_factory=list)
    by_name: dict[str, Found] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)


def compiled(document: Document) -> Compiled:
    """Return what a file declares.

    Raises:
        BrokenFileError: protoc refuses it, or a file that it imports is missing.
    """
    return document.once("protobuf", lambda: _compiled(document))


def _compiled(document: Document) -> Compiled:
    sources = imported(document)
    result = Compiled()
    for one in described(sources).file:
        shown = sources[one.name].shown if one.name in sources else one.name
        places = {
            tuple(x.path): (x.span[0], x.span[1], x.leading_comments, x.trailing_comments)
            for x in one.source_code_info.location
        }
        for found in _in_file(one, shown, places):
            if not found.is_enum and found.descriptor.options.map_entry:
                result.entries[found.full] = found.descriptor
                continue
            result.by_name[found.full] = found
            if one.name == document.path.name:
                result.declared.append(found)
    result.declared.sort(key=lambda found: found.span())
    return result


def described(sources: Mapping[str, Document]) -> FileDescriptorSet:
    """Return what protoc says about files, which it reads in a folder of their own."""
    own = next(iter(sources))
    with tempfile.TemporaryDirectory() as folder, as_file(files(grpc_tools)) as tools:
        for name, source in sources.items():
            path = Path(folder, name)
            if not path.resolve().is_relative_to(Path(folder).resolve()):
                raise BrokenFileError(
                    f"the import {name} leads out of the project",
                    file=source.shown,
                    hint="import it by its path below a folder of the project",
                )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source.text, "utf-8")
        given = Path(folder, "described.bin")
        done = subprocess.run(  # noqa: S603  it parses, and runs nothing of the source
            [
                *_PROTOC,
                *("-I.", f"-I{tools / '_proto'}"),
                *("--include_imports", "--include_source_info"),
                *(f"--descriptor_set_out={given}", own),
            ],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            _refuse(done.stderr, sources)
        return FileDescriptorSet.FromString(given.read_bytes())


def _refuse(said: str, sources: Mapping[str, Document]) -> None:
    found = next(
        (x for x in _ERROR.finditer(said) if "or had errors" not in x["says"]),
        None,
    )
    own = next(iter(sources.values()))
    if found is None or found["file"] not in sources:
        raise BrokenFileError(
            f"protoc cannot read it: {said.strip() or 'it gives no reason'}",
            file=own.shown,
            hint="correct the file",
        )
    raise BrokenFileError(
        f"protoc cannot read it: {found['says']}",
        file=sources[found["file"]].shown,
        place=f"line {found['line']}",
        hint="correct the syntax near this place",
    )


def _in_file(
    one: Any,  # noqa: ANN401  a file's description
    shown: str,
    places: Mapping[tuple[int, ...], tuple[int, int, str, str]],
) -> Iterator[Found]:
    """Yield the messages and enumerations of a file, those in messages after these."""
    start = f"{one.package}." if one.package else ""
    waiting: list[tuple[str, Any, tuple[int, ...], bool]] = [
        *(("", x, (_MESSAGES, i), False) for i, x in enumerate(one.message_type)),
        *(("", x, (_ENUMS, i), True) for i, x in enumerate(one.enum_type)),
    ]
    while waiting:
        around, descriptor, numbers, is_enum = waiting.pop(0)
        path = f"{around}{descriptor.name}"
        if not is_enum:
            inner = f"{path}."
            waiting += [
                (inner, x, (*numbers, _NESTED, i), False)
                for i, x in enumerate(descriptor.nested_type)
            ]
            waiting += [
                (inner, x, (*numbers, _NESTED_ENUMS, i), True)
                for i, x in enumerate(descriptor.enum_type)
            ]
        yield Found(
            full=f"{start}{path}",
            path=path,
            descriptor=descriptor,
            is_enum=is_enum,
            is_proto3=one.syntax in {"proto3", "editions"},
            file=shown,
            numbers=numbers,
            places=places,
        )
