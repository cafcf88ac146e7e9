"""Says what ProtoJSON reads and writes for protobuf's scalar types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.descriptor import FieldDescriptor as Proto

from conformance.readers.digits import digits_between
from conformance.readers.facts import Boolean, Directed, Literals, Number, Text, Union

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type

_INT32, _INT64 = (-(2**31), 2**31 - 1), (-(2**63), 2**63 - 1)
_UINT32, _UINT64 = (0, 2**32 - 1), (0, 2**64 - 1)
RANGES = {
    Proto.TYPE_INT32: _INT32,
    Proto.TYPE_SINT32: _INT32,
    Proto.TYPE_SFIXED32: _INT32,
    Proto.TYPE_UINT32: _UINT32,
    Proto.TYPE_FIXED32: _UINT32,
    Proto.TYPE_INT64: _INT64,
    Proto.TYPE_SINT64: _INT64,
    Proto.TYPE_SFIXED64: _INT64,
    Proto.TYPE_UINT64: _UINT64,
    Proto.TYPE_FIXED64: _UINT64,
}
"""The integer types -> the lowest and the highest value."""
NAMES = {_INT32: "int32", _INT64: "int64", _UINT32: "uint32", _UINT64: "uint64"}
"""What the integer types are called among the declared ones: each is described once."""
_LARGEST_FLOAT = 2**128 - 2**104
_NOT_FINITE = ("NaN", "Infinity", "-Infinity")
_NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$"
_BASE64 = r"^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$"
_STANDARD = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def scalar(kind: int, span: Span) -> Type:
    """Return the type of a scalar, by the number of its type."""
    if kind in RANGES:
        return _integer(kind, span)
    if kind in {Proto.TYPE_FLOAT, Proto.TYPE_DOUBLE}:
        return _float(span, is_double=kind == Proto.TYPE_DOUBLE)
    if kind == Proto.TYPE_BOOL:
        return Boolean(span=span)
    if kind == Proto.TYPE_BYTES:
        read, sent = Text(span=span, pattern=_BASE64), Text(span=span, pattern=_STANDARD)
        return Directed(span=span, received=read, sent=sent)
    return Text(span=span)


def _integer(kind: int, span: Span) -> Type:
    """Return an integer: a number or its digits; those of 64 bits are written as digits."""
    bounds = RANGES[kind]
    number = Number(span=span, integer=True, range=bounds)
    digits = Text(span=span, pattern=digits_between(*bounds))
    is_wide = bounds in {_INT64, _UINT64}
    either = Union(span=span, options=(number, digits))
    return Directed(span=span, received=either, sent=digits if is_wide else number)


def _float(span: Span, *, is_double: bool) -> Type:
    bounds = None if is_double else (-_LARGEST_FLOAT, _LARGEST_FLOAT)
    number = Number(span=span, range=bounds)
    words = Literals(span=span, values=_NOT_FINITE, closed=True)
    digits = Text(span=span, pattern=_NUMBER)
    return Directed(
        span=span,
        received=Union(span=span, options=(number, words, digits)),
        sent=Union(span=span, options=(number, words)),
    )


def map_keys(kind: int, span: Span) -> Text | Literals | None:
    """Return the type of a map's names; None if any name fits."""
    if kind in RANGES:
        return Text(span=span, pattern=digits_between(*RANGES[kind]))
    if kind == Proto.TYPE_BOOL:
        return Literals(span=span, values=("true", "false"), closed=True)
    return None
