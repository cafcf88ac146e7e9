"""A record and its variants: what was published, and how it is read."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model.values import Json
    from conformance.model.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The place where a variant's description was published."""

    project: str
    version: str
    document: str
    sha256: str
    retrieved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on how a notation is read, for example what `null` means in it."""

    topic: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeName:
    """A property's name in the source, and its name on the wire."""

    native: str
    wire: str
    inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a variant's source.

    Attributes:
        id: Unique inside the variant.
        at: The locator into the source document.
        says: The statement in this project's words.
        strength: `stated` or `implied`.
        keywords: The schema keywords that express it, each `FILE#POINTER`.
        no_effect: The reason why no keyword expresses it; None if one does.
        file: The file of the source that was read, relative to the record's folder; None if a
            person wrote the claim, or the file is not at hand there.
        line: The line in it, from 1; None without a file.
        found: `types` or `prose`: the part of the source that says it; None without a file.
        column: The column in the line, from 1; None if a rule did not read it in prose.
        sentence: The number of the sentence in its comment, from 1; None likewise.
    """

    id: str
    at: str
    says: str
    strength: str
    keywords: tuple[str, ...]
    no_effect: str | None
    file: str | None = None
    line: int | None = None
    found: str | None = None
    column: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class SchemaFile:
    """One JSON Schema file that was read and found sound.

    Attributes:
        path: The file.
        name: Its path inside the variant's folder, for example `declared.schema.json`.
        text: The file's text, unchanged.
        schema: The schema as JSON.
        dialect: The dialect's URI.
        resources: Every file reachable through `$ref` (itself not), by the path relative to this
            file's folder that its `$ref`s use.
        warnings: Legal parts that are probably not meant.
    """

    path: Path
    name: str
    text: str
    schema: Json
    dialect: str
    resources: Mapping[str, Json] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way of reading a variant: `declared` or `documented`, with its schema."""

    name: str
    file: SchemaFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """The reason why a program of the variant's language and its types disagree on some cases.

    Attributes:
        column: The program's column.
        cases: Ids of the cases, or patterns of them.
        why: The reason, one or two sentences.
    """

    column: str
    cases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of a source that was not read, or a sentence in it.

    Attributes:
        place: Its place in words.
        file: The file.
        line: The line in it, from 1.
        why: The reason.
        column: The column in the line, from 1; None if it is no sentence.
        sentence: The number of the sentence in its comment, from 1; None if it is none.
    """

    place: str
    file: str
    line: int
    why: str
    column: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFrom:
    """The source that a variant's declared reading was read from.

    Attributes:
        reader: The notation that it was read as.
        source: The file, relative to the source tree, or to a folder of documents.
        type: The full name of the type in it.
        files: Every file that was read, named like the source -> SHA-256 of its bytes.
        direction: `receive` or `send`; `both` if the send reading was read besides.
        decisions: Topic -> the verdict that a person decided on.
        formats: `annotate` or `assert`: whether the formats of strings have to hold.
        elsewhere: Whether the files are not kept in the source tree.
        unread: The parts that were not read, and the sentences that no rule read.
        prose: `off`, `suggest` or `apply`: what is done with what comments say.
    """

    reader: str
    source: str
    type: str
    files: Mapping[str, str]
    direction: str
    decisions: Mapping[str, str]
    formats: str = "annotate"
    elsewhere: bool = False
    unread: tuple[Unread, ...] = ()
    prose: str = "suggest"

    @property
    def name(self) -> str:
        """The source with its type: `PATH#TYPE`."""
        return f"{self.source}#{self.type}" if self.type != "#" else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One published description of the record.

    Attributes:
        sent: The schema of what it writes, its send reading, if that is told apart from what it
            reads. It judges no case: a writer rejects nothing.
    """

    id: str
    title: str
    language: str | None
    component: str | None
    as_of: str | None
    source: Source | None
    notation: tuple[Decision, ...]
    native_names: tuple[NativeName, ...]
    claims: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()
    native: tuple[Divergence, ...] = ()
    read_from: ReadFrom | None = None
    sent: SchemaFile | None = None

    def column(self, reading: str) -> str:
        """Return the id of the column of a reading."""
        return f"{self.id}.{reading}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The type as some releases have it.

    Attributes:
        since: The first of these releases.
        file: The schema that was read; None if they do not have the type.
    """

    since: str
    file: SchemaFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """The shapes of a package's releases.

    Attributes:
        column: The id of the package's columns without the version.
        source: The source, with `{version}` where the version goes.
        versions: All releases that are known, oldest first.
        shapes: The shapes, oldest first; two that follow one another are not equal.
    """

    column: str
    source: str
    versions: tuple[str, ...]
    shapes: tuple[Shape, ...]

    def shape_of(self, version: str) -> Shape | None:
        """Return the shape that a release has; None if the release is not known."""
        if version not in self.versions:
            return None
        at = self.versions.index(version)
        before = [x for x in self.shapes if self.versions.index(x.since) <= at]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The thing that the variants describe, in a folder with everything about it.

    Attributes:
        folder: The folder.
        id: The folder's name.
        title: Its name for readers.
        about: A description, one or two sentences.
        fields: The fields' wire names in reading order.
        traced: Whether every rejecting keyword must be tied to a claim.
        variants: Sorted by id.
        files: Every file that was read, path inside the folder -> SHA-256 of its bytes.
        in_tree: The folder's path in its source tree, with slashes; None if it is not known.
        releases: The shapes of the releases of packages, by column.
        official: Patterns of the columns of programs whose makers also own the record.
    """

    folder: Path
    id: str
    title: str
    about: str
    fields: tuple[str, ...]
    traced: bool
    variants: tuple[Variant, ...]
    files: Mapping[str, str]
    in_tree: str | None = None
    releases: tuple[Releases, ...] = ()
    official: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, tuple[Variant, Reading]]:
        """The columns of its readings, by id, in column order."""
        return {
            variant.column(reading.name): (variant, reading)
            for variant in self.variants
            for reading in variant.readings
        }
