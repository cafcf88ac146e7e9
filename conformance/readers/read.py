"""Reads a source, `PATH#TYPE`, into a schema with claims: the way in to this folder."""

from __future__ import annotations

import re
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError, nearest
from conformance.model import SchemaFile
from conformance.readers.decide import decisions
from conformance.readers.direction import Direction
from conformance.readers.prose.mode import Mode
from conformance.schema.neighbours import Given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Claim, Decision, NativeName
    from conformance.readers.decide import Decisions
    from conformance.readers.documents import Document, Tree
    from conformance.readers.emitted import Emitted, Passage, Silence
    from conformance.readers.facts import Facts, Note
    from conformance.readers.notations import Notation

COMMAND = "exec:"
"""How a source starts that is what a command prints."""

_MAX_NAMES = 12
"""At most this many types are listed where one has to be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How sources are read.

    Attributes:
        notation: The notation of files whose names do not tell, `--as`.
        direction: Whether a schema says what is read or what is written.
        both: Whether the send reading is wanted besides; then the direction is `receive`.
        changes: A person's decisions, each `TOPIC=VERDICT` or `NOTATION.TOPIC=VERDICT`.
        formats: Whether the formats of strings are asserted.
        printed: What commands have printed, for sources that are `exec:COMMAND`.
        prose: What is done with what comments say, where a variant is made.
        given: What is given beside files that are JSON Schemas as they are.
    """

    notation: str | None = None
    direction: Direction = Direction.RECEIVE
    both: bool = False
    changes: tuple[str, ...] = ()
    formats: bool = False
    printed: Mapping[str, str] = field(default_factory=dict)
    prose: Mode = Mode.SUGGEST
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaOptions:
    """What a notation that is JSON Schema has to know: the decisions, and how to read."""

    decided: Decisions
    direction: Direction
    formats: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a source says of values that are written: its send reading.

    Attributes:
        file: The schema.
        claims: The statements behind its keywords.
        silent: The parts that were not read.
        differs: Whether the schema is another one than that of values that are read.
    """

    file: SchemaFile
    claims: tuple[Claim, ...]
    silent: tuple[Silence, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source that was read.

    Attributes:
        name: The source as it was named.
        type: The name of the type.
        notation: Its notation.
        file: The schema.
        claims: The statements behind its keywords, each with file and line.
        decisions: The decisions that made a difference.
        native_names: The properties whose names in the source are not those on the wire.
        fields: The number of fields that were met.
        silent: The parts that were not read.
        notes: What was seen and has no effect.
        digests: The files that were read -> SHA-256.
        passages: The comments on what was read.
        tree: The files of the source.
        sent: What it says of values that are written; None if that was not asked for.
    """

    name: str
    type: str
    notation: Notation
    file: SchemaFile
    claims: tuple[Claim, ...]
    decisions: tuple[Decision, ...]
    native_names: tuple[NativeName, ...]
    fields: int
    silent: tuple[Silence, ...]
    notes: tuple[Note, ...]
    digests: Mapping[str, str]
    passages: tuple[Passage, ...]
    tree: Tree
    sent: Sent | None = None

    @property
    def unread(self) -> tuple[Silence, ...]:
        """The parts that were not read, for either direction."""
        return tuple(dict.fromkeys((*self.silent, *(self.sent.silent if self.sent else ()))))

    @property
    def writes_apart(self) -> bool:
        """Whether what it writes is known not to be what it reads."""
        return self.sent is not None and self.sent.differs


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A file or a folder of types that is open, so that each of them can be read.

    Attributes:
        name: The file or folder as it was named.
        document: The file; of a folder, the first one.
        notation: Its notation.
        types: The full names of the types that it declares, in its order.
        options: How it is read.
        inside: Full name of a type -> its file and its name there; empty if all are in one file.
        unread: The files of a folder that cannot be read, a sentence each.
    """

    name: str
    document: Document
    notation: Notation
    types: tuple[str, ...]
    options: Options
    inside: Mapping[str, tuple[Document, str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    def chosen(self, wanted: str | None) -> str:
        """Return the full name of the type that is wanted; the only one if that is None.

        Raises:
            UsageError: There is none, or several that could be meant.
        """
        return _chosen(wanted, self.types, self.document, self.notation)

    def schema(self, chosen: str) -> Emitted:
        """Return the schema of a type, by its full name.

        Raises:
            BrokenFileError: It cannot be read, with its line.
        """
        return self._emitted(chosen, self._facts(chosen), self.options.direction)

    def source(self, chosen: str, name: str = "") -> Source:
        """Return a type as a source.

        Args:
            chosen: The full name of the type.
            name: The source as it was named; the file with the type if it is empty.

        Raises:
            BrokenFileError: It cannot be read, with its line.
        """
        from conformance.readers.emitted import FILE  # noqa: PLC0415  as for `opened_types`

        document, options = self._place(chosen)[0], self.options
        found = self._facts(chosen)
        emitted = self._emitted(chosen, found, options.direction)
        written = self._emitted(chosen, found, Direction.SEND) if options.both else None
        topics = {*emitted.topics, *(() if written is None else written.topics)}
        return Source(
            name=name or f"{self.name}#{chosen}",
            type=chosen,
            notation=self.notation,
            file=_schema_file(document, emitted, FILE),
            claims=emitted.claims,
            decisions=self._decided(options.direction).stated(sorted(topics)),
            native_names=emitted.native_names,
            fields=emitted.fields,
            silent=emitted.silent,
            notes=emitted.notes if found is None else tuple(found.notes),
            digests=dict(sorted(document.tree.digests.items())),
            passages=emitted.passages,
            tree=document.tree,
            sent=None if written is None else _sent(document, written, emitted),
        )

    def _facts(self, chosen: str) -> Facts | None:
        if self.notation.is_schema:
            return None
        found: Facts = self.notation.module().facts(*self._place(chosen))
        return found

    def _place(self, chosen: str) -> tuple[Document, str]:
        return self.inside.get(chosen, (self.document, chosen))

    def _decided(self, direction: Direction) -> Decisions:
        module = self.notation.module()
        is_page = hasattr(module, "is_page") and module.is_page(self.document)
        sends = direction is Direction.SEND
        return decisions(self.notation.name, self.options.changes, is_page=is_page, sends=sends)

    def _emitted(self, chosen: str, found: Facts | None, direction: Direction) -> Emitted:
        decided, formats = self._decided(direction), self.options.formats
        if found is not None:
            from conformance.readers.emit import emit  # noqa: PLC0415  not for JSON Schema

            return emit(found, decided, direction=direction, formats=formats)
        known = SchemaOptions(decided=decided, direction=direction, formats=formats)
        schema: Emitted = self.notation.module().schema(*self._place(chosen), known)
        return schema


def opened_types(name: str, options: Options) -> Opened:
    """Return a file of types, open; or all files of a folder, if no type is named.

    Args:
        name: A source; the type that it may name does not count.
        options: How it is read.

    Raises:
        UsageError: There is no such file, or no type in the folder.
        BrokenFileError: The file cannot be read, with its line.
        IncompleteRunError: A parser is not installed.
    """
    from conformance.readers.folders import documents_in, is_folder, types_in  # noqa: PLC0415

    path, wanted = split(name)
    if wanted is not None or is_command(name) or not is_folder(path):
        return _opened_file(name, options)
    notation, documents = documents_in(path, options.notation)
    inside, unread = types_in(notation, documents)
    return Opened(name, documents[0], notation, tuple(inside), options, inside, tuple(unread))


def _opened_file(name: str, options: Options) -> Opened:
    # A schema that is compared as it is needs nothing of this.
    from conformance.readers.documents import opened  # noqa: PLC0415

    path, _ = split(name)
    document = _printed(path, options) if is_command(name) else opened(path)
    return types_of(document, name, options)


def types_of(document: Document, name: str, options: Options) -> Opened:
    """Return a file that was read already, open.

    Args:
        document: The file.
        name: The file as it is named.
        options: How it is read.

    Raises:
        UsageError: Its notation is not known.
        BrokenFileError: It cannot be read, with its line.
        IncompleteRunError: A parser is not installed.
    """
    from conformance.readers.notations import notation_of  # noqa: PLC0415  as for `opened_types`

    notation = notation_of(document, options.notation)
    types = tuple(notation.module().names(document))
    return Opened(name, document, notation, types, options)


def read(name: str, options: Options) -> Source:
    """Return a source as a schema with claims.

    Args:
        name: `PATH#TYPE`, or `PATH` if the file holds one type; or `exec:COMMAND`, if the options
            hold what the command has printed.
        options: How it is read.

    Raises:
        UsageError: There is no such file or type, or several types and none is named.
        BrokenFileError: The file cannot be read, with its line.
        IncompleteRunError: A parser is not installed.
    """
    found = _opened_file(name, options)
    return found.source(found.chosen(split(name)[1]), name)


def _sent(document: Document, written: Emitted, emitted: Emitted) -> Sent:
    """Return the send reading; its claims name the keywords of its own file."""
    from conformance.readers.emitted import FILE, SENT  # noqa: PLC0415  as for `read`

    return Sent(
        file=_schema_file(document, written, SENT),
        claims=tuple(
            replace(x, keywords=tuple(k.replace(FILE, SENT, 1) for k in x.keywords))
            for x in written.claims
        ),
        silent=written.silent,
        differs=written.schema != emitted.schema,
    )


def split(name: str) -> tuple[Path, str | None]:
    """Return the path and the type of a source's name; no type if there is none after `#`.

    A command is a path here; a space has to stand between it and the `#`.
    """
    if is_command(name):
        command, _, wanted = name.partition(" #")
        return Path(command), wanted or None
    if Path(name).exists() or "#" not in name:
        return Path(name), None
    path, _, wanted = name.partition("#")
    return Path(path), wanted or None


def is_command(name: str) -> bool:
    """Return whether a source is what a command prints."""
    return name.startswith(COMMAND)


def command_of(name: str) -> str:
    """Return the command of a source that is what one prints."""
    return name.removeprefix(COMMAND).partition(" #")[0].strip()


def _printed(path: Path, options: Options) -> Document:
    """Return what a command has printed, as a file in the folder that it ran in."""
    from hashlib import sha256  # noqa: PLC0415

    from conformance.readers.documents import Document, Tree  # noqa: PLC0415  as for `read`

    shown = path.as_posix()
    command = command_of(str(path))
    if command not in options.printed:
        raise UsageError(
            f"{shown} is a command, and only `compare` and `relate` run one",
            hint="write what it prints into a file, and name that",
        )
    text = options.printed[command]
    tree = Tree(root=Path.cwd().resolve())
    tree.digests[shown] = sha256(text.encode()).hexdigest()
    return Document(Path("printed.json"), shown, text, tree)


def _chosen(
    wanted: str | None, names: Sequence[str], document: Document, notation: Notation
) -> str:
    """Return the full name of the type that is wanted.

    Raises:
        UsageError: There is none, or several that could be meant.
    """
    is_pointer = notation.is_schema and wanted is not None and "/" in wanted
    if not names and not is_pointer:
        raise UsageError(
            f"there is no type in the {notation.title} of this file", file=document.shown
        )
    if wanted is None:
        if len(names) == 1 or names[0] == "#":
            return names[0]
        raise UsageError(
            f"the file holds {len(names)} types",
            file=document.shown,
            hint=f"name one after #: {_some(names)}",
        )
    if wanted in names:
        return wanted
    found = [name for name in names if name.endswith(f"/{wanted}")]
    if len(found) == 1:
        return found[0]
    if is_pointer:
        return wanted.removeprefix("/")  # a JSON Pointer, whose place is looked for in the text
    asked = steps_of(wanted)
    found = [name for name in names if steps_of(name)[-len(asked) :] == asked]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{len(found)} types are called {wanted}",
            file=document.shown,
            hint=f"name one of {_some(found)}",
        )
    last = {steps_of(name)[-1]: name for name in names if name != "#"}
    raise UsageError(
        f"there is no type {wanted!r} in the file",
        file=document.shown,
        hint=f"it holds {_some(names)}"
        if len(names) <= _MAX_NAMES
        else nearest(asked[-1], list(last)),
    )


def steps_of(name: str) -> list[str]:
    """Return the parts of a type's name, whatever stands between them."""
    return [step for step in re.split(r"::|[./#]", name) if step]


def _some(names: Sequence[str]) -> str:
    left = len(names) - _MAX_NAMES
    shown = ", ".join(names[:_MAX_NAMES])
    return f"{shown} and {left} more" if left > 0 else shown


def _schema_file(document: Document, emitted: Emitted, name: str) -> SchemaFile:
    from conformance.jsontext.text import pretty  # noqa: PLC0415  as for `read`
    from conformance.schema.load import sound  # noqa: PLC0415

    return sound(
        SchemaFile(
            path=document.path,
            name=name,
            text=pretty(emitted.schema),
            schema=emitted.schema,
            dialect=emitted.dialect,
        )
    )
