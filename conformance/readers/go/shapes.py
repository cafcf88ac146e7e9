"""Changes facts: adds null, takes it away, and leaves out what is empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.go.syntax import parts_of

if TYPE_CHECKING:
    from conformance.readers.facts import Type
    from conformance.readers.go.resolve import Expression


def pointed(at: Expression) -> Expression:
    """Return the type that a pointer points to."""
    return at.scope.expression(parts_of(at.node)[0])


def or_null(kind: Type) -> Type:
    """Return a type or null; a pointer and a slice of nothing are null."""
    null = facts.Null(span=kind.span)
    match kind:
        case facts.Anything():
            return kind
        case facts.Union():
            known = any(isinstance(option, facts.Null) for option in kind.options)
            return kind if known else replace(kind, options=(*kind.options, null))
    return facts.Union(span=kind.span, options=(kind, null))


def without_null(kind: Type) -> Type:
    """Return a type without null."""
    if not isinstance(kind, facts.Union):
        return kind
    left = tuple(option for option in kind.options if not isinstance(option, facts.Null))
    return left[0] if len(left) == 1 else replace(kind, options=left)


def narrowed(kind: Type, narrow: Type, *, is_plain: bool) -> Type:
    """Return a type without its empty value; a declared one remains a reference."""
    if is_plain:
        return narrow
    if isinstance(kind, facts.Reference):
        return facts.All(span=kind.span, parts=(kind, narrow))
    return kind


def sized(kind: Type, *, least: int) -> Type:
    """Return a list, a map or a text of bytes that has so many parts at least."""
    if not least:
        return kind
    match kind:
        case facts.ListOf():
            return replace(kind, min_items=least)
        case facts.MapOf():
            return replace(kind, min_size=least)
        case facts.Text():
            return replace(kind, min_length=least)
    return kind


def not_empty(kind: Type) -> Type:
    """Return a scalar type without its empty value: the zero, the empty text or `false`."""
    match kind:
        case facts.Text():
            return replace(kind, min_length=1)
        case facts.Boolean():
            return facts.Literals(span=kind.span, values=(True,), closed=True)
        case facts.Number(integer=True, range=(0, _)):
            return replace(kind, minimum=1)
        case facts.Number(integer=True):
            sides = (replace(kind, maximum=-1), replace(kind, minimum=1))
            return facts.Union(span=kind.span, options=sides)
        case facts.Number():
            sides = (replace(kind, exclusive_maximum=0), replace(kind, exclusive_minimum=0))
            return facts.Union(span=kind.span, options=sides)
    return kind
