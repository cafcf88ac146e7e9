"""Checks that a program decoded an input as the type that the input itself names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import steps, value_at
from conformance.jsontext.text import Parsed, read_input
from conformance.model import Verdict
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Input, Json, Judgement

MISTYPED = "mistyped"
"""The keyword of the reason that names the wrong type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedType:
    """A type, and the members by which an input names it.

    Attributes:
        typed_as: The program's name for the type.
        when: Place -> the string at that place; the last place decides among types that share the
            others.
    """

    typed_as: str
    when: Mapping[str, str]


def asked_types(content: Iterable[Mapping[str, Any]]) -> tuple[AskedType, ...]:
    """Return the types of a column in its adapter's file."""
    return tuple(AskedType(typed_as=one["typed_as"], when=one["when"]) for one in content)


def typed_rightly(given: Input, found: Judgement, types: Iterable[AskedType]) -> Judgement:
    """Return a judgement; it is `lossy` if the input was decoded as another type than it names.

    An input names the first type all of whose members it has. The judgement stays the same if the
    input names none, or if the program did not accept it or does not name its type.
    """
    read = read_input(given)
    if not isinstance(read, Parsed) or found.typed_as is None or not found.verdict.accepts:
        return found
    asked = next((one for one in types if _asks(read.value, one)), None)
    if asked is None or asked.typed_as == found.typed_as:
        return found
    message = f"decoded as {found.typed_as}, but it names {asked.typed_as}"
    reason = reason_of(list(asked.when)[-1], MISTYPED, message)
    return replace(found, verdict=Verdict.LOSSY, reasons=(*found.reasons, reason))


def _asks(value: Json, one: AskedType) -> bool:
    there = ((value_at(value, steps(place)), text) for place, text in one.when.items())
    return all(found is not None and found.value == text for found, text in there)
