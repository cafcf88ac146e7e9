"""What every reader gives: a schema, the claims behind its keywords, and what was not read."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.dialects import DRAFT_2020_12
from conformance.model import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Json, NativeName
    from conformance.readers.facts import Doc, Note, Span

FILE = "declared.schema.json"
"""The name of the schema in claims: that of a variant's declared reading."""

SENT = "sent.schema.json"
"""The name of the schema of what is written, where that is told apart: the send reading."""

MAX_SAYS = 200
"""At most this many characters of a claim's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A part that was not read.

    Attributes:
        place: Its place in words, for example `Order.created`.
        span: Its place in the source.
        why: The reason.
    """

    place: str
    span: Span
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A comment, and the schemas that it is about.

    Attributes:
        place: Its place in words, for example `Order.status`.
        doc: The comment.
        pointers: The places of the schemas: one for each name of a field.
        is_open: Whether the type names values and accepts others in so many words.
    """

    place: str
    doc: Doc
    pointers: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted:
    """A schema with its claims.

    Attributes:
        schema: The schema.
        claims: The statements of the source that its keywords rest on, in the schema's order.
        native_names: The properties whose names in the source are not those on the wire.
        fields: The number of fields that were met.
        silent: The parts that were not read.
        topics: The decisions that made a difference, by topic.
        dialect: The URI of the schema's dialect.
        notes: What was seen and has no effect.
        passages: The comments, in the schema's order.
    """

    schema: Json
    claims: tuple[Claim, ...]
    native_names: tuple[NativeName, ...]
    fields: int
    silent: tuple[Silence, ...]
    topics: tuple[str, ...]
    dialect: str = DRAFT_2020_12.uri
    notes: tuple[Note, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(slots=True)
class Statement:
    """A claim while its keywords are collected."""

    id: str
    span: Span
    says: str
    implied: bool
    keywords: list[str] = field(default_factory=list)

    def claim(self) -> Claim:
        """Return the claim."""
        return Claim(
            id=self.id,
            at=str(self.span),
            says=self.says,
            strength="implied" if self.implied else "stated",
            keywords=tuple(dict.fromkeys(self.keywords)),
            no_effect=None
            if self.keywords
            else "No keyword is needed: nothing is rejected for it.",
            file=self.span.file,
            line=self.span.line,
            found="types",
        )


def slug(name: str, taken: set[str]) -> str:
    """Return an id for a claim about something, and note that it is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", _spaced(name).lower()).strip("-") or "type"
    return numbered(base, taken)


def numbered(base: str, taken: set[str]) -> str:
    """Return an id, with a number if it is taken, and note that it is taken now."""
    unique, number = base, 2
    while unique in taken:
        unique, number = f"{base}-{number}", number + 1
    taken.add(unique)
    return unique


def key_of(name: str, taken: Iterable[str]) -> str:
    """Return a name that can stand in a pointer unescaped and is not taken."""
    base = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_") or "type"
    key, number, known = base, 2, {one.removeprefix("#/$defs/") for one in taken}
    while key in known:
        key, number = f"{base}_{number}", number + 1
    return key


def _spaced(name: str) -> str:
    """Return a name with its words apart: `createdAt` as `created At`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
