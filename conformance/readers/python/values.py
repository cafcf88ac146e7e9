"""Works out values that stand in the source, without running it."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_DEPTH = 40
_MAX_BITS = 2048
_MAX_TEXT = 10_000

_OPERATIONS: dict[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.BitOr: operator.or_,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[..., object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_METHODS = {"startswith", "split", "lower", "upper"}


class NoValueError(Exception):
    """An expression has no value that can be known without running it."""


def value_of(node: ast.expr, look: Callable[[ast.expr], Any], depth: int = 0) -> Any:  # noqa: ANN401  any value
    """Return the value of an expression.

    Args:
        node: The expression.
        look: Returns what a name or an attribute stands for: another expression, or a value.
        depth: The number of expressions around it.

    Raises:
        NoValueError: It cannot be known.
    """
    if depth > _MAX_DEPTH:
        raise NoValueError

    def inner(each: ast.expr) -> Any:  # noqa: ANN401  likewise
        return value_of(each, look, depth + 1)

    try:
        return _value(node, look, inner)
    except (ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise NoValueError from error


def _value(  # noqa: C901, PLR0911, PLR0912  one line a kind of expression
    node: ast.expr, look: Callable[[ast.expr], Any], inner: Callable[[ast.expr], Any]
) -> Any:  # noqa: ANN401  any value
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name() | ast.Attribute():
            found = look(node)
            return inner(found) if isinstance(found, ast.expr) else found
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(map(inner, parts))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not inner(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -inner(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _operation(op, inner(left), inner(right))
        case ast.BoolOp(op=op, values=parts):
            return (all if isinstance(op, ast.And) else any)(map(inner, parts))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _COMPARISONS[type(op)](inner(left), inner(right))
        case ast.Subscript(value=value, slice=ast.Constant(value=index)):
            return inner(value)[index]
        case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=upper, step=None)):
            return inner(value)[: upper and inner(upper)]
        case ast.Call(func=ast.Name(id="int"), args=[text]):
            return int(inner(text))
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=parts) if name in _METHODS:
            said = inner(value)
            if isinstance(said, str):
                return getattr(said, name)(*map(inner, parts))
    raise NoValueError


def _operation(op: ast.operator, left: Any, right: Any) -> Any:  # noqa: ANN401  likewise
    """Return the result of an operation on numbers, or of two texts in a row."""
    if isinstance(op, ast.Add) and isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > _MAX_TEXT:
            raise NoValueError
        return left + right
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise NoValueError
    if isinstance(op, ast.Pow | ast.LShift) and _bits(op, left, right) > _MAX_BITS:
        raise NoValueError
    return _OPERATIONS[type(op)](left, right)


def _bits(op: ast.operator, left: Any, right: Any) -> Any:  # noqa: ANN401  likewise
    """Return an upper bound of the number of bits of a power or a shifted number."""
    if isinstance(left, float):
        return 0
    return left.bit_length() * abs(right) if isinstance(op, ast.Pow) else left.bit_length() + right
