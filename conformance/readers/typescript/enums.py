"""Works out enumerations and the values of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.kinds import Either, Literal, Prop, Shape, known
from conformance.readers.typescript.syntax import (
    has_word,
    inside,
    number_value,
    string_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader
    from conformance.readers.typescript.scopes import Declaration, Scope
    from conformance.readers.typescript.syntax import Source

_MAX_SHIFT = 31
_BITS = 32


def enumeration(declaration: Declaration, reader: Reader) -> Either:
    """Return an enumeration: its values; any number if one of them is computed."""
    span = declaration.first.scope.source.span(declaration.first.node)
    found = list(_members(declaration, reader).values())
    listed = [kind for kind in found if isinstance(kind, Literal)]
    any_number = [kind for kind in found if not isinstance(kind, Literal)][:1]
    return Either(span, (*listed, *any_number), declaration.name)


def enum_member(declaration: Declaration, name: str, span: Span, reader: Reader) -> Kind:
    """Return the type `Enumeration.Member`."""
    found = _members(declaration, reader).get(name)
    return facts.Undefined(span=span, name=f"{declaration.name}.{name}") if found is None else found


def enum_object(declaration: Declaration, reader: Reader) -> Shape:
    """Return `typeof` an enumeration: an object with its members."""
    members = _members(declaration, reader)
    props = {name: Prop(name, kind.span, known(kind)) for name, kind in members.items()}
    span = declaration.first.scope.source.span(declaration.first.node)
    return Shape(span, f"typeof {declaration.id}", props, name=f"typeof {declaration.name}")


def _members(declaration: Declaration, reader: Reader) -> dict[str, Kind]:
    """Return the members of an enumeration in order, each a literal or any number."""
    found: dict[str, Kind] = {}
    values: dict[str, str | int | float | None] = {}
    for part in declaration.parts:
        source = part.scope.source
        source.check(part.node)
        body = part.node.child_by_field_name("body")
        following: int | float | None = 0
        for each in inside(body) if body else []:
            name_node = each.child_by_field_name("name") or each
            name = _member_name(name_node, source)
            value_node = each.child_by_field_name("value")
            value: str | int | float | None = following
            if value_node is not None:
                value = _Evaluation(source, part.scope, reader, values).value(value_node)
            values[name] = values[f"{declaration.name}.{name}"] = value
            following = value + 1 if isinstance(value, int | float) else None
            span = source.span(each)
            found[name] = facts.Number(span=span) if value is None else Literal(span, value)
    return found


def _member_name(node: Node, source: Source) -> str:
    return string_value(source, node) or "" if node.type == "string" else source.text(node)


def scalar(  # noqa: PLR0911  one line a kind of literal
    node: Node, source: Source
) -> str | int | float | bool | None:
    """Return the value of a literal in code; None if it is none, or none that JSON has."""
    match node.type:
        case "string":
            return string_value(source, node)
        case "template_string" if not has_word(node, "template_substitution"):
            return string_value(source, node)
        case "number":
            return number_value(source.text(node))
        case "true" | "false":
            return node.type == "true"
        case "unary_expression" if source.text(node)[0] in "+-":
            value = scalar(source.parts(node, 1)[0], source)
            if value is None or isinstance(value, str | bool):
                return None
            return -value if source.text(node).startswith("-") else value
    return None


class _Evaluation:
    """The value of a member of an enumeration, where it is plain to compute."""

    def __init__(
        self,
        source: Source,
        scope: Scope,
        reader: Reader,
        values: Mapping[str, str | int | float | None],
    ) -> None:
        self.source, self.scope, self.reader, self.values = source, scope, reader, values

    def value(self, node: Node) -> str | int | float | None:
        found = scalar(node, self.source)
        if found is not None:
            return None if isinstance(found, bool) else found
        with self.reader.deeper(self.source.span(node)):
            match node.type:
                case "parenthesized_expression":
                    return self.value(self.source.parts(node, 1)[0])
                case "unary_expression":
                    return self.flipped(node)
                case "binary_expression":
                    return self.binary(node)
                case "identifier" | "member_expression":
                    return self.named(self.source.text(node))
        return None

    def flipped(self, node: Node) -> int | None:
        """Return the value of `~n`."""
        inner = self.value(self.source.parts(node, 1)[0])
        if self.source.text(node).startswith("~") and isinstance(inner, int):
            return _signed(~inner)
        return None

    def named(self, text: str) -> str | int | float | None:
        """Return the value of another member, or of a member of another enumeration."""
        if text in self.values:
            return self.values[text]
        owner, _, name = text.rpartition(".")
        found = self.reader.program.meaning(owner.split("."), self.scope) if owner else None
        if found is None or found.type is None or found.type.what != "enum":
            return None
        place = found.type.first.scope.source.span(found.type.first.node)
        member = enum_member(found.type, name, place, self.reader)
        return member.value if isinstance(member, Literal) else None

    def binary(self, node: Node) -> str | int | float | None:
        left_node, right_node = self.source.parts(node, 2)
        left, right = self.value(left_node), self.value(right_node)
        operator = node.child_by_field_name("operator")
        sign = "" if operator is None else operator.type
        if sign == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        if not isinstance(left, int) or not isinstance(right, int):
            return None
        if sign in {"<<", ">>"} and not 0 <= right <= _MAX_SHIFT:
            return None
        compute = _OPERATORS.get(sign)
        return None if compute is None else compute(left, right)


def _signed(value: int) -> int:
    """Return a number as JavaScript's operators on bits leave it: 32 bits with a sign."""
    value &= 2**_BITS - 1
    return value - 2**_BITS if value >= 2 ** (_BITS - 1) else value


_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "<<": lambda a, b: _signed(a << b),
    ">>": lambda a, b: _signed(a) >> b,
    "|": lambda a, b: _signed(a | b),
    "&": lambda a, b: _signed(a & b),
    "^": lambda a, b: _signed(a ^ b),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
