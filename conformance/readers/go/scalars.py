"""Makes facts of Go's predeclared types, and of what the tag option `string` makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.go import patterns

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type

_FLOAT32 = 2**128 - 2**103 - 1
"""The largest integer that is rounded to a `float32`."""

RANGES = {
    **{
        f"{sign}int{bits}": (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for sign in ("", "u")
        for bits in (8, 16, 32, 64)
    },
    "int": (-(2**63), 2**63 - 1),
    "uint": (0, 2**64 - 1),
    "uintptr": (0, 2**64 - 1),
}
"""Integer type -> its lowest and highest value, on a system of 64 bits."""

IN_TEXT = frozenset(("bool", "string", "float32", "float64", *RANGES))
"""The types that the option `string` of a tag applies to."""


def scalar(name: str, span: Span) -> Type:  # noqa: PLR0911  one line a kind of type
    """Return the facts of a predeclared type."""
    if name in RANGES:
        return facts.Number(span=span, integer=True, range=RANGES[name], name=name)
    match name:
        case "string":
            return facts.Text(span=span)
        case "bool":
            return facts.Boolean(span=span)
        case "float32":
            return facts.Number(span=span, range=(-_FLOAT32, _FLOAT32), name=name)
        case "float64":
            return facts.Number(span=span, name=name)
        case "any":
            return facts.Anything(span=span)
        case "error" | "comparable":
            return facts.Opaque(span=span, why=f"{name} is an interface with methods")
    return facts.Opaque(span=span, why=f"encoding/json has no form for {name}")


def in_text(name: str, span: Span, *, sent: bool) -> Type:
    """Return the facts of a predeclared type within a string, by the option `string`.

    Args:
        name: A boolean, string, integer or floating-point type.
        span: The place.
        sent: Whether it is written; when it is read, the text `null` stands for null.
    """
    text = facts.Text(span=span)
    if name in RANGES:
        make = patterns.integer_written if sent else patterns.integer_text
        return replace(text, pattern=make(*RANGES[name]))
    if name == "bool":
        values = ("true", "false") if sent else ("true", "false", "null")
        return facts.Literals(span=span, values=values, closed=True)
    if sent:
        why = f"a {name} within a string, in the form that encoding/json writes"
        return facts.Opaque(span=span, why=why, within=text)
    if name == "string":
        return replace(text, pattern=patterns.QUOTED)
    known = replace(text, pattern=patterns.NUMBER)
    why = "strconv reads more texts than JSON's numbers"
    return facts.Union(span=span, options=(known, facts.Opaque(span=span, why=why, within=text)))
