"""Collects the constants of a named type, which list its known values."""

from __future__ import annotations

import operator
import re
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.go.strings import unquoted
from conformance.readers.go.syntax import part, parts_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from conformance.readers.go.packages import Package

Value: TypeAlias = "str | int"

_MAX_DEPTH = 50
_MAX_SHIFT = 512
_INTEGERS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "&^": lambda a, b: a & ~b,
}
_OCTAL = re.compile(r"0_?[0-7_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Constant:
    """A constant: its type and value as they are written, and its place in its group."""

    name: str
    type: Node | None
    value: Node | None
    iota: int


@dataclass(slots=True, eq=False)
class Constants:
    """The constants of a package, evaluated when they are asked for.

    A value of None could not be evaluated: then what a type's constants are is not known.
    """

    package: Package
    _listed: dict[str, list[Value | None]] | None = None
    _known: dict[str, _Constant] = field(default_factory=dict)

    def of(self, name: str) -> list[Value] | None:
        """Return the values of a type's constants in the source's order, each once.

        Args:
            name: The type's name in the package.

        Returns:
            None if one of them cannot be evaluated.
        """
        if self._listed is None:
            self._listed = self._collect()
        if self.package.hides_constants:
            return None
        found = self._listed.get(name, [])
        values = [value for value in found if value is not None]
        return None if len(values) < len(found) else list(dict.fromkeys(values))

    def number(self, node: Node) -> int | None:
        """Return the value of a constant expression of integers, such as an array's length."""
        if self._listed is None:
            self._listed = self._collect()
        value = self._evaluated(node, None, 0)[0]
        return value if isinstance(value, int) else None

    def _collect(self) -> dict[str, list[Value | None]]:
        every = [one for _, node in self.package.constants for one in _constants(node)]
        self._known = {one.name: one for one in every if one.name != "_"}
        listed: dict[str, list[Value | None]] = {}
        for one in every:
            value, kind = self._constant(one, 0)
            if kind is not None and one.name != "_":
                listed.setdefault(kind, []).append(value)
        return listed

    def _constant(self, one: _Constant, depth: int) -> tuple[Value | None, str | None]:
        """Return the value and the type's name of a constant."""
        value, kind = None, None
        if one.value is not None:
            value, kind = self._evaluated(one.value, one.iota, depth)
        kind = kind if one.type is None else text_of(one.type)
        return value, kind if kind is None else self.package.meant(kind)

    def _evaluated(  # noqa: C901, PLR0911  one line a kind of expression
        self, node: Node, iota: int | None, depth: int
    ) -> tuple[Value | None, str | None]:
        """Return the value and the type's name of an expression."""
        if depth > _MAX_DEPTH or node.has_error:
            return None, None
        depth += 1
        match node.type:
            case "interpreted_string_literal" | "raw_string_literal":
                return unquoted(text_of(node)), None
            case "int_literal":
                return _integer(text_of(node)), None
            case "rune_literal":
                letter = unquoted(text_of(node))
                return (ord(letter) if letter and len(letter) == 1 else None), None
            case "iota":
                return iota, None
            case "identifier":
                known = self._known.get(text_of(node))
                return (None, None) if known is None else self._constant(known, depth)
            case "parenthesized_expression":
                return self._evaluated(parts_of(node)[0], iota, depth)
            case "unary_expression":
                return self._unary(node, iota, depth)
            case "binary_expression":
                return self._binary(node, iota, depth)
            case "call_expression":
                return self._conversion(node, iota, depth)
        return None, None

    def _unary(self, node: Node, iota: int | None, depth: int) -> tuple[Value | None, str | None]:
        inner = part(node, "operand")
        value, kind = self._evaluated(inner, iota, depth)
        sign = text_of(part(node, "operator"))
        if isinstance(value, int) and sign in {"-", "+"}:
            return (-value if sign == "-" else value), kind
        return None, kind

    def _binary(self, node: Node, iota: int | None, depth: int) -> tuple[Value | None, str | None]:
        left, kind = self._evaluated(part(node, "left"), iota, depth)
        right, other = self._evaluated(part(node, "right"), iota, depth)
        sign = text_of(part(node, "operator"))
        value: Value | None = None
        if isinstance(left, str) and isinstance(right, str) and sign == "+":
            value = left + right
        elif isinstance(left, int) and isinstance(right, int):
            value = _calculated(sign, left, right)
        shift = sign in {"<<", ">>"}
        return value, kind if kind is not None or shift else other

    def _conversion(
        self, node: Node, iota: int | None, depth: int
    ) -> tuple[Value | None, str | None]:
        """Return the value of `Status("a")`, and nothing of any other call."""
        name, given = text_of(part(node, "function")), parts_of(part(node, "arguments"))
        if name in self.package.types:
            value = self._evaluated(given[0], iota, depth)[0] if len(given) == 1 else None
            return value, self.package.meant(name)
        return None, None


def _constants(node: Node) -> Iterator[_Constant]:
    """Yield the constants of a declaration; one without a value repeats that of the one above."""
    kind: Node | None = None
    values: list[Node] = []
    specs = [one for one in parts_of(node) if one.type == "const_spec"]
    for iota, spec in enumerate(specs):
        listed = spec.child_by_field_name("value")
        if listed is not None:
            kind, values = spec.child_by_field_name("type"), parts_of(listed)
        names = [one for one in spec.children_by_field_name("name") if one.type == "identifier"]
        for index, name in enumerate(names):
            value = values[index] if index < len(values) else None
            yield _Constant(name=text_of(name), type=kind, value=value, iota=iota)


def _calculated(sign: str, left: int, right: int) -> int | None:
    if sign in _INTEGERS:
        return _INTEGERS[sign](left, right)
    if sign in {"<<", ">>"} and 0 <= right <= _MAX_SHIFT:
        return left << right if sign == "<<" else left >> right
    if sign in {"/", "%"} and right:
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if sign == "/" else left - quotient * right
    return None


def _integer(text: str) -> int | None:
    plain = text.replace("_", "")
    try:
        return int(plain[1:], 8) if _OCTAL.fullmatch(text) else int(plain, 0)
    except ValueError:
        return None
