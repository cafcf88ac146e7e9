"""The parts that a type is made of: schemas that were rewritten, with what is known of each."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.readers.schemas.library import Place


@dataclass(slots=True, kw_only=True)
class Statement:
    """A claim while its keywords are collected.

    Attributes:
        name: What it is about: `Order.status`.
        place: The part of the document that says it.
        says: The statement in words.
        implied: Whether it is a decision, and not written there.
        no_effect: Why it has no keyword, if that is worth saying.
        keywords: The keywords that rest on it, as pointers from the part's start.
    """

    name: str
    place: Place
    says: str
    implied: bool = False
    no_effect: str | None = None
    keywords: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference from a part to another.

    Attributes:
        target: The key of the other part.
        place: The place that holds the reference.
        in_place: Whether it applies to the same value.
        dynamic: The name of the dynamic anchor that is meant; None if it is static.
    """

    target: Key
    place: Place
    in_place: bool
    dynamic: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A part: a schema, and whether properties that it does not list count here."""

    place: Place
    is_whole: bool


@dataclass(slots=True, kw_only=True)
class Part:
    """A schema that was rewritten.

    Attributes:
        body: The schema.
        statements: The claims behind its keywords.
        references: The references to other parts.
        silent: The parts that were not read: name, place and reason.
        notes: What has no effect: place and reason.
        descriptions: The descriptions of schemas: name, place, text, and the pointer to the schema.
        fields: The number of properties that were met.
        topics: The decisions that made a difference.
    """

    body: Json = True
    statements: list[Statement] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    silent: list[tuple[str, Place, str]] = field(default_factory=list)
    notes: list[tuple[Place, str]] = field(default_factory=list)
    descriptions: list[tuple[str, Place, str, str]] = field(default_factory=list)
    fields: int = 0
    topics: set[str] = field(default_factory=set)
