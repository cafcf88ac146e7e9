"""Says what ProtoJSON reads and writes for the types that Google gives a form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.descriptor import FieldDescriptor as Proto

from conformance.readers.digits import digits_between
from conformance.readers.facts import (
    Anything,
    Field,
    ListOf,
    Literals,
    Null,
    Object,
    Opaque,
    Presence,
    Text,
    Union,
)
from conformance.readers.protobuf.scalars import scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.readers.facts import Span, Type

_DATE = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_YEAR = r"(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_OFFSET = r"(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])"
TIMESTAMP = rf"^{_YEAR}-{_DATE}T{_TIME}(?:\.[0-9]{{1,9}})?{_OFFSET}$"
_LONGEST = digits_between(-315_576_000_000, 315_576_000_000)
DURATION = _LONGEST.removesuffix("$") + r"(?:\.[0-9]{1,9})?s$"
WRAPPERS = {
    "BoolValue": Proto.TYPE_BOOL,
    "BytesValue": Proto.TYPE_BYTES,
    "DoubleValue": Proto.TYPE_DOUBLE,
    "FloatValue": Proto.TYPE_FLOAT,
    "Int32Value": Proto.TYPE_INT32,
    "Int64Value": Proto.TYPE_INT64,
    "StringValue": Proto.TYPE_STRING,
    "UInt32Value": Proto.TYPE_UINT32,
    "UInt64Value": Proto.TYPE_UINT64,
}


def _any(span: Span) -> Type:
    """Return a value with the name of its type, whose fields depend on that."""
    tag = Field(
        name="@type",
        type=Text(span=span),
        span=span,
        received=Presence.OPTIONAL,
        nullable=False,
    )
    within = Object(span=span, fields=(tag,), unlisted=True)
    return Opaque(span=span, why="what an Any holds depends on its `@type`", within=within)


_FORMS: dict[str, Callable[[Span], Type]] = {
    "Any": _any,
    "Duration": lambda span: Text(span=span, pattern=DURATION),
    "FieldMask": lambda span: Opaque(
        span=span, why="which paths a FieldMask takes is up to code", within=Text(span=span)
    ),
    "ListValue": lambda span: ListOf(span=span, item=Anything(span=span)),
    "NullValue": lambda span: Union(
        span=span,
        options=(Null(span=span), Literals(span=span, values=("NULL_VALUE", 0), closed=True)),
    ),
    "Struct": lambda span: Object(span=span, fields=(), unlisted=True),
    "Timestamp": lambda span: Text(span=span, pattern=TIMESTAMP, format="date-time"),
    "Value": lambda span: Anything(span=span),
}
START = "google.protobuf."


def wrapped(full: str) -> int:
    """Return the number of the scalar type that a type wraps; 0 if it wraps none."""
    return WRAPPERS.get(full.removeprefix(START), 0) if full.startswith(START) else 0


def well_known(full: str, span: Span) -> Type | None:
    """Return the form of a type, by its full name; None if it has none of its own."""
    name = full.removeprefix(START)
    if name == full:
        return None
    if name in WRAPPERS:
        return scalar(WRAPPERS[name], span)
    return _FORMS[name](span) if name in _FORMS else None
