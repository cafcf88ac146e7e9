"""Applies limits to types: lengths, bounds, patterns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.readers.facts import (
    All,
    Boolean,
    ListOf,
    MapOf,
    Null,
    Number,
    Opaque,
    Reference,
    Text,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import UnionType

    from conformance.readers.facts import Span, Type

_NUMBERS = {
    "gt": "exclusive_minimum",
    "ge": "minimum",
    "lt": "exclusive_maximum",
    "le": "maximum",
    "multiple_of": "multiple_of",
}
_GROUPS = re.compile(r"\(\?P(<\w+>)")
_UNREAD = re.compile(r"\(\?(?![:=!<])|\(\?P|\[\[:|\\[pPGXhHRK]|[*+?}]\+")
"""What regular expressions of Python or Rust have, and ECMAScript has not, or otherwise."""


def limited(
    kind: Type, limits: Mapping[str, Any], span: Span, resolved: Callable[[Type], Type]
) -> Type:
    """Return a type with limits on its values.

    Args:
        kind: The type.
        limits: Limit -> its value, as in `metadata.LIMITS`.
        span: The place of the limits.
        resolved: Returns the type behind references.
    """
    limits = dict(limits)
    strict = limits.pop("strict", None)
    if strict is True:
        kind = _strict(kind)
    limits = {name: value for name, value in limits.items() if value is not False}
    limits.pop("discriminator", None)
    if not limits or set(limits) == {"strip_whitespace"}:
        return kind
    bare = resolved(kind)
    if isinstance(bare, Union):
        return _union(bare, kind, limits, span, resolved)
    found = _limited(bare, limits)
    if found is None:
        names = ", ".join(f"`{name}`" for name in limits)
        found = Opaque(span=span, why=f"{names} on this type is not read", within=kind)
    return found


def _union(
    bare: Union,
    kind: Type,
    limits: Mapping[str, Any],
    span: Span,
    resolved: Callable[[Type], Type],
) -> Type:
    """Return a union whose options have the limits, which null need not meet."""
    options = []
    for option in bare.options:
        inner = resolved(option)
        one = inner if isinstance(inner, Null) else _limited(inner, limits)
        if one is None:
            names = ", ".join(f"`{name}`" for name in limits)
            return Opaque(span=span, why=f"{names} on this type is not read", within=kind)
        options.append(one)
    return replace(bare, options=tuple(options))


def _limited(kind: Type, limits: Mapping[str, Any]) -> Type | None:  # noqa: PLR0911  one line a kind
    """Return a type with limits; None if they do not fit it."""
    match kind:
        case Opaque(within=None):
            return kind
        case Opaque(within=inner) if inner is not None and not isinstance(inner, Reference):
            within = _limited(inner, limits)
            return within and replace(kind, within=within)
        case Number() if limits.keys() <= _NUMBERS.keys() and _all(limits, int | float):
            return _narrower(kind, limits)
        case Text(format=None):
            return _text(kind, limits)
        case ListOf():
            return _list(kind, limits)
        case MapOf() if limits.keys() <= {"min_length", "max_length"} and _all(limits, int):
            return replace(
                kind,
                min_size=limits.get("min_length", kind.min_size),
                max_size=limits.get("max_length", kind.max_size),
            )
    return None


def _narrower(kind: Number, limits: Mapping[str, Any]) -> Type:
    """Return a number type with limits; both count where it has one of them already."""
    given = {_NUMBERS[name]: value for name, value in limits.items()}
    if all(getattr(kind, name) in {None, value} for name, value in given.items()):
        return replace(kind, **given)
    new = Number(span=kind.span, integer=kind.integer, **given)
    return All(span=kind.span, parts=(replace(kind, lax=None), new))


def _text(kind: Text, limits: Mapping[str, Any]) -> Type | None:  # noqa: PLR0911  one line a limit
    known = {"min_length", "max_length", "pattern", "regex", "strip_whitespace"}
    least, most = limits.get("min_length"), limits.get("max_length")
    if not limits.keys() <= known or not isinstance(least, int | None):
        return None
    if not isinstance(most, int | None):
        return None
    if limits.get("strip_whitespace"):
        why = "white space around it is cut off first, so its limits hold for the rest"
        within = replace(kind, min_length=least if least is not None else kind.min_length)
        return Opaque(span=kind.span, why=why, within=within)
    changed = replace(
        kind,
        min_length=kind.min_length if least is None else least,
        max_length=kind.max_length if most is None else most,
    )
    given = limits.get("pattern", limits.get("regex"))
    if given is None:
        return changed
    pattern = _ecma(str(given))
    if pattern is None:
        why = f"the regular expression {given!r} cannot be said in ECMAScript's"
        return Opaque(span=kind.span, why=why, within=changed)
    if "regex" in limits and not pattern.startswith("^"):
        pattern = f"^(?:{pattern})"  # pydantic 1 matches from the start
    if kind.pattern is None:
        return replace(changed, pattern=pattern)
    return All(span=kind.span, parts=(changed, Text(span=kind.span, pattern=pattern)))


def _list(kind: ListOf, limits: Mapping[str, Any]) -> Type | None:
    counts = {name: value for name, value in limits.items() if name != "unique_items"}
    if not counts.keys() <= {"min_length", "max_length"} or not _all(counts, int):
        return None
    least, most = counts.get("min_length"), counts.get("max_length")
    lax = kind.lax
    if isinstance(lax, ListOf):
        lax = replace(lax, min_items=least, max_items=most)
    return replace(
        kind,
        min_items=kind.min_items if least is None else least,
        max_items=kind.max_items if most is None else most,
        unique=kind.unique or "unique_items" in limits,
        lax=lax,
    )


def _strict(kind: Type) -> Type:
    """Return a type without what else reading turns into it."""
    match kind:
        case Text() | Number() | Boolean() | ListOf():
            return replace(kind, lax=None)
        case Union(options=options):
            return replace(kind, options=tuple(map(_strict, options)))
    return kind


def _all(limits: Mapping[str, Any], kind: type | UnionType) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in limits.values())


def _ecma(pattern: str) -> str | None:
    """Return a regular expression as ECMAScript writes it; None if that is not known."""
    found = _GROUPS.sub(r"(?\1", pattern)
    found = found.replace(r"\A", "^").replace(r"\Z", "$").replace(r"\z", "$")
    return None if _UNREAD.search(found) else found
