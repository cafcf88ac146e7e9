"""Knows the types of Go's library that are more than their declarations say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.go import patterns
from conformance.readers.go.resolve import Named

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.go.resolve import Resolved


def special(found: Resolved, span: Span, *, sent: bool) -> Type | None:
    """Return the facts of a type of Go's library that is more than its declaration says."""
    if not isinstance(found, Named) or not found.declared.package.is_library:
        return None
    match found.declared.package.path, found.declared.name:
        case "time", "Time":
            return facts.Text(span=span, format="date-time")
        case "encoding/json", "RawMessage":
            return facts.Anything(span=span)
        case "encoding/json", "Number":
            number = facts.Number(span=span)
            text = facts.Text(span=span, pattern=patterns.NUMBER)
            return number if sent else facts.Union(span=span, options=(number, text))
    return None
