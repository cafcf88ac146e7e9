"""Decides conditional types, `T extends U ? X : Y`, where that is plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.kinds import (
    Listed,
    Literal,
    Missing,
    Placed,
    Shape,
    either,
    key_of,
)
from conformance.readers.typescript.syntax import descendants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader

_SCALARS = (facts.Text, facts.Number, facts.Boolean, facts.Null, Missing, Literal)
_MAX_DEPTH = 4


def decided(node: Node, at: Context, reader: Reader) -> Kind:
    """Return the branch of a conditional type; for a type parameter, that of each option."""
    span = at.source.span(node)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    undecided = facts.Opaque(span=span, why="a conditional type that is not plain to decide")
    if left is None or right is None or any(x.type == "infer_type" for x in descendants(right)):
        return undecided
    parameter = at.source.text(left)
    options: list[tuple[Kind, Context]] = []
    if parameter in at.parameters:
        every = spread(at.parameters[parameter], reader)
        options += [(option, at.having(parameter, option)) for option in every]
    else:
        options.append((reader.read(left, at), at))
    found: list[Kind] = []
    for option, inner in options:
        fits = assignable(option, reader.read(right, inner), reader)
        branch = node.child_by_field_name("consequence" if fits else "alternative")
        if fits is None or branch is None:
            return undecided
        found.append(reader.read(branch, inner))
    return either(span, found)


def assignable(one: Kind, to: Kind, reader: Reader, depth: int = 0) -> bool | None:
    """Return whether a type can be assigned to another; None if that is not plain."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(reader.settled(to), facts.Anything):
        return True
    wanted = reader.options(to)
    return _every(
        _some(_option_fits(option, each, reader, depth) for each in wanted)
        for option in spread(one, reader)
    )


def spread(kind: Kind, reader: Reader) -> list[Kind]:
    """Return the options of a type, with `boolean` as the two that it is."""
    found: list[Kind] = []
    for option in reader.options(kind):
        if isinstance(option, facts.Boolean):
            found += [Literal(option.span, True), Literal(option.span, False)]  # noqa: FBT003
        else:
            found.append(option)
    return found


def _option_fits(  # noqa: PLR0911  one line a pair of kinds
    option: Kind, to: Kind, reader: Reader, depth: int
) -> bool | None:
    if key_of(option) == key_of(to):
        return True
    one, other = reader.settled(option), reader.settled(to)
    if isinstance(one, _SCALARS) and isinstance(other, _SCALARS):
        return _scalar_fits(one, other)
    if isinstance(other, Shape):
        return _fits_shape(one, other, reader, depth)
    if isinstance(one, _SCALARS) and isinstance(other, Listed | Placed):
        return False
    if isinstance(one, Listed) and isinstance(other, Listed):
        return assignable(one.item, other.item, reader, depth + 1)
    if isinstance(one, Listed | Placed) and isinstance(other, _SCALARS):
        return False
    if isinstance(one, Shape) and isinstance(other, (*_SCALARS, Listed, Placed)):
        return None if one.is_empty() or one.any_object else False
    return None


def _scalar_fits(one: Kind, other: Kind) -> bool | None:
    if isinstance(one, Literal):
        return literal_fits(one.value, other)
    if isinstance(other, Literal):
        return False
    if isinstance(one, facts.Text) and isinstance(other, facts.Text):
        if other.pattern is None:
            return True
        return None if one.pattern is not None else False
    return type(one) is type(other)


def literal_fits(value: str | float, other: Kind) -> bool:
    """Return whether a value fits a scalar type."""
    if isinstance(other, Literal):
        return type(other.value) is type(value) and other.value == value
    if isinstance(other, facts.Text):
        if not isinstance(value, str):
            return False
        return other.pattern is None or re.search(other.pattern, value) is not None
    if isinstance(value, bool):
        return isinstance(other, facts.Boolean)
    return isinstance(other, facts.Number) and not isinstance(value, str)


def _fits_shape(one: Kind, other: Shape, reader: Reader, depth: int) -> bool | None:
    if isinstance(one, facts.Null | Missing):
        return False
    is_scalar = isinstance(one, _SCALARS)
    if other.is_empty():
        return True if is_scalar or isinstance(one, Shape | Listed | Placed) else None
    if other.any_object and not other.props:
        return False if is_scalar else True if isinstance(one, Shape | Listed | Placed) else None
    if is_scalar:
        return None if all(prop.optional for prop in other.props.values()) else False
    if not isinstance(one, Shape) or other.indexes or one.is_empty():
        return None
    return _every(_prop_fits(one, name, reader, other, depth) for name in other.props)


def _prop_fits(one: Shape, name: str, reader: Reader, other: Shape, depth: int) -> bool | None:
    wanted, given = other.props[name], one.props.get(name)
    if given is None:
        return None if wanted.optional or one.indexes else False
    if given.optional and not wanted.optional:
        return False
    value = reader.value(given.type, given.span, f"the property {name}")
    to = reader.value(wanted.type, wanted.span, f"the property {name}")
    if wanted.optional:
        value = reader.present(value)
    return assignable(value, to, reader, depth + 1)


def _some(answers: Iterable[bool | None]) -> bool | None:
    """Return whether one of some answers is yes; None if none is, and one is not known."""
    found: bool | None = False
    for answer in answers:
        if answer:
            return True
        found = None if answer is None else found
    return found


def _every(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all answers are yes; None if none is no, and one is not known."""
    found: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        found = None if answer is None else found
    return found
