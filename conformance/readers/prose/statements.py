"""What comments say, as statements with the places of their sentences."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from conformance.model import Json
    from conformance.readers.facts import Span


class Effect(StrEnum):
    """What a statement does to the documented reading."""

    ADDS = "adds"
    """It says more than the types, or otherwise."""
    AGREES = "agrees"
    """It says what the types say."""
    SUGGESTED = "suggested"
    """A person has to decide; `why` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement that a rule read.

    Attributes:
        place: What it is about in words, for example `Order.status`.
        span: The place where its sentence starts.
        sentence: The number of the sentence in its comment, from 1.
        text: The sentence.
        rule: The rule.
        says: The statement in words.
        implied: Whether the sentence lists values without saying that there are no others.
        effect: What it does.
        why: Why it is only suggested; empty otherwise.
        keywords: The pointers of the keywords that express it in the documented reading.
        values: The values that it names.
        declared: The values that the types list; None if they list none.
    """

    place: str
    span: Span
    sentence: int
    text: str
    rule: str
    says: str
    implied: bool
    effect: Effect
    why: str = ""
    keywords: tuple[str, ...] = ()
    values: tuple[Json, ...] = ()
    declared: tuple[Json, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSentence:
    """A sentence that seems to demand something, and that no rule read.

    Attributes:
        place: What it is about in words.
        span: The place where it starts.
        sentence: Its number in its comment, from 1.
        text: The sentence.
        why: The reason.
    """

    place: str
    span: Span
    sentence: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What the comments of a source say.

    Attributes:
        schema: The documented reading.
        replaced: The places whose keywords in the declared reading are gone.
        stated: The statements, in the order of their comments.
        unread: The sentences that no rule read.
    """

    schema: Json
    replaced: tuple[str, ...]
    stated: tuple[Stated, ...]
    unread: tuple[UnreadSentence, ...]
