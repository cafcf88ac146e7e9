"""What a source says about a type: neutral values, each with its place in the source.

There is no decision here. What a notation leaves open, for example whether a property that is not
listed is allowed, stays open (None), and `decide` fills it in.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.direction import (
    Direction as Direction,  # noqa: PLC0414  one of the facts, though it stands apart
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json


class Presence(StrEnum):
    """How a field takes part in one direction."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    IGNORED = "ignored"
    """The field is not read, or never written: its name is like that of any unlisted property."""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file.

    Attributes:
        file: The file's path as it is shown to the user.
        line: The line, from 1.
        column: The column in characters, from 1.
    """

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        """Return it as `FILE:LINE`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Doc:
    """A comment on a part of a source.

    Attributes:
        text: Its text, without the marks of a comment; words stand as they do in the source.
        span: The place where it starts; the marks may come first.
        is_page: Whether it is the text of a page, which has lost the marks of code.
    """

    text: str
    span: Span
    is_page: bool = False


# --- types ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A string.

    Attributes:
        pattern: An ECMA-262 regular expression that finds a match in it; None if any text fits.
        format: A format name of JSON Schema; None if none is named.
        lax: What else reading turns into it, for example numbers; None if nothing.
        excluded: Texts that it is not.
    """

    span: Span
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: str | None = None
    lax: Type | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number.

    Attributes:
        integer: Whether it has no fraction.
        range: The lowest and highest value of the type itself, for example of 64 bits; None if the
            type has no bounds. Whether they count is a decision.
        name: The type's name in the source; None if it does not matter.
        lax: What else reading turns into it, for example strings of digits; None if nothing.
    """

    span: Span
    integer: bool = False
    range: tuple[int, int] | None = None
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    name: str | None = None
    lax: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean:
    """`true` or `false`.

    Attributes:
        lax: What else reading turns into it, for example 0 and 1; None if nothing.
    """

    span: Span
    lax: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Null:
    """`null`."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Any value at all, because the source says so: `any`, `unknown`, `interface{}`."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """No value at all."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """One of some values.

    Attributes:
        values: Scalars, in the source's order; usually strings.
        closed: Whether any other value is rejected; None if the notation leaves it open.
        name: The enumeration's name in the source; None if it has none.
        base: The type of all values, if others than those listed are accepted; None if that is any
            value of the same JSON types.
    """

    span: Span
    values: tuple[Json, ...]
    closed: bool | None = None
    name: str | None = None
    base: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """An array of elements of one type.

    Attributes:
        lax: What else reading turns into it, for example elements that are equal; None if nothing.
    """

    span: Span
    item: Type
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    lax: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleOf:
    """An array with a type for each place.

    Attributes:
        items: The types by place.
        optional: This many of the last places may be missing.
        rest: The type of all further elements; None if there may be none.
    """

    span: Span
    items: tuple[Type, ...]
    optional: int = 0
    rest: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """An object with any property names and values of one type.

    Attributes:
        keys: The type of the names, a `Text` or `Literals`; None if any name fits.
    """

    span: Span
    value: Type
    keys: Text | Literals | None = None
    min_size: int | None = None
    max_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A property of an object.

    Attributes:
        name: Its name on the wire.
        type: Its type, with `Null` in it only if the source says so.
        received: How it takes part when a value is read.
        sent: How it takes part when a value is written; None if that is the same.
        nullable: Whether `null` may stand for a missing value of an optional field; None if the
            notation leaves it open.
        native: Its name in the source if that differs from the name on the wire.
        aliases: Further names under which it is read.
        once: Whether an object that holds it under two of its names is rejected.
        sent_name: Its name when it is written; None if that is the same.
        sent_type: Its type when it is written; None if that is the same.
        sent_nullable: As `nullable`, when it is written; None if that is the same.
        doc: The comment on it in the source; None if there is none.
    """

    name: str
    type: Type
    span: Span
    received: Presence = Presence.REQUIRED
    sent: Presence | None = None
    nullable: bool | None = None
    native: str | None = None
    aliases: tuple[str, ...] = ()
    once: bool = False
    sent_name: str | None = None
    sent_type: Type | None = None
    sent_nullable: bool | None = None
    doc: Doc | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """An object with listed properties.

    Attributes:
        name: The type's name in the source; None if it has none.
        fields: In the source's order, each name once.
        unlisted: What other properties may be: True for anything, False for none, or their type;
            None if the notation leaves it open.
        unlisted_span: The place that says so; None if that is the object's own.
        sent_unlisted: What other properties may be when it is written; None if that is the same.
        exclusive: Groups of fields, by their names, of which at most one has a value.
    """

    span: Span
    fields: tuple[Field, ...]
    name: str | None = None
    unlisted: Type | bool | None = None
    unlisted_span: Span | None = None
    sent_unlisted: Type | bool | None = None
    exclusive: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """Any of some types: a value that fits one of them, or several, fits."""

    span: Span
    options: tuple[Type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every one of some types at once: an intersection, or bases and the fields added to them."""

    span: Span
    parts: tuple[Type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A declared type, by its key in `Facts.types`."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undefined:
    """A type that the source names and does not define, for example of a foreign package."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """A part that cannot be read.

    Attributes:
        why: The reason, in one clause: 'the custom deserializer `parse_date` is code'.
        within: The type that every accepted value has nevertheless; None if nothing is known.
        decided: Whether it could be read, and is left open by decision.
        declared: What the source declares, where code of its own has the last word; it counts if
            the decision `own-code` says so. None if that code is all there is.
    """

    span: Span
    why: str
    within: Type | None = None
    decided: bool = False
    declared: Type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """A type that is read in one form and written in another."""

    span: Span
    received: Type
    sent: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDecision:
    """A type that counts as far as a decision says.

    Attributes:
        topic: The decision, one of `decide.QUESTIONS`.
        type: The type of the values that it is about.
    """

    span: Span
    topic: str
    type: Type


Type: TypeAlias = (
    "Text | Number | Boolean | Null | Anything | Never | Literals | ListOf | TupleOf | MapOf"
    " | Object | Union | All | Reference | Undefined | Opaque | Directed | OnDecision"
)


# --- the whole -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that was seen and has no effect on the schema, for example a method."""

    span: Span
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a source says about one type.

    Attributes:
        name: The type's name for people, for example `Order` or `models.Order`.
        root: The type.
        types: The declared types that `Reference`s name, by key. A key is unique: a notation adds a
            module, or type arguments, where two types share a name.
        notes: What has no effect.
        sent_root: The type when it is written; None if that is the same.
    """

    name: str
    root: Type
    types: Mapping[str, Type] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    sent_root: Type | None = None
