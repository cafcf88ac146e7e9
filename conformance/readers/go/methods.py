"""Finds the methods by which a type reads or writes itself, its own and those it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from conformance.dataclass import dataclass
from conformance.readers.go.fields import members
from conformance.readers.go.resolve import (
    MAX_STEPS,
    Basic,
    Literal,
    Named,
    Unknown,
    resolve,
    shown,
    underlying,
)
from conformance.readers.go.syntax import part, parts_of, refused, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.go.fields import Member
    from conformance.readers.go.resolve import Resolved

Answer: TypeAlias = "Found | Unsure | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A type has the method.

    Attributes:
        why: Where it has it from, in one clause.
        by_pointer: Whether only a pointer to the type has it.
    """

    why: str
    by_pointer: bool


@dataclass(frozen=True, slots=True)
class Unsure:
    """A type may have the method: it embeds one that is defined elsewhere.

    Attributes:
        why: The reason in one clause.
    """

    why: str


def method_of(found: Resolved, name: str) -> Answer:
    """Return whether a type has a method.

    A struct has the methods of what it embeds: of the least embedded one that has it, if that is
    one only.
    """
    own = _own(found, name)
    if own is not None:
        return Found(why=f"its method {name} is code", by_pointer=own)
    level, visited = [found], set[str]()
    while level:
        having: list[Found] = []
        following: list[Resolved] = []
        for member in (one for outer in level for one in _embedded(outer)):
            inner = resolve(member.type)
            unknown = _unknown(inner)
            if unknown is not None:
                return Unsure(unknown)
            by_pointer = _own(inner, name)
            if by_pointer is not None:
                why = f"the method {name} of the embedded {member.name} is code"
                having.append(Found(why=why, by_pointer=by_pointer and not member.is_pointer))
            key = shown(member.type, full=True)
            if key not in visited:
                visited.add(key)
                following.append(inner)
        if having:
            return having[0] if len(having) == 1 else None
        level = following
    return None


def interface_methods(found: Literal, depth: int = 0) -> set[str] | None:
    """Return the names of an interface's methods; None if it embeds what is no known interface.

    Raises:
        BrokenFileError: It embeds itself.
    """
    if depth > MAX_STEPS:
        hint = "an interface cannot embed itself"
        raise refused("the interface is defined by itself", found.at.span, hint)
    names: set[str] = set()
    for one in parts_of(found.at.node):
        if one.type == "method_elem":
            names.add(text_of(part(one, "name")))
            continue
        inner = underlying(found.at.scope.expression(one))
        if isinstance(inner, Basic) and inner.name in {"any", "error"}:
            names |= {"Error"} if inner.name == "error" else set()
            continue
        more = interface_methods(inner, depth + 1) if is_interface(inner) else None
        if more is None:
            return None
        names |= more
    return names


def is_interface(found: Basic | Unknown | Literal) -> TypeGuard[Literal]:
    """Return whether a type is an interface that is written out."""
    return isinstance(found, Literal) and found.at.node.type == "interface_type"


def _unknown(found: Resolved) -> str | None:
    """Return why it is not known what an embedded type brings; None if it is known."""
    inner = underlying(found)
    if isinstance(inner, Unknown):
        return inner.why or f"it embeds {inner.name}, which is defined elsewhere"
    if is_interface(inner) and interface_methods(inner) is None:
        return "it embeds an interface that is not known in full"
    return None


def _own(found: Resolved, name: str) -> bool | None:
    """Return whether a method belongs to the pointer to a type only; None if the type has none."""
    if isinstance(found, Named):
        one = found.declared
        method = one.package.method(one.name, name)
        if method is not None:
            return method.by_pointer
    inner = underlying(found)
    if is_interface(inner) and name in (interface_methods(inner) or ()):
        return False
    return None


def _embedded(found: Resolved) -> Iterator[Member]:
    inner = underlying(found)
    if isinstance(inner, Literal) and inner.at.node.type == "struct_type":
        yield from (member for member in members(inner.at) if member.is_embedded)
