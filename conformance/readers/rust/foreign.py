"""What serde makes of the types of the standard library, and of some well-known crates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import (
    Anything,
    Boolean,
    Field,
    ListOf,
    Literals,
    MapOf,
    Never,
    Null,
    Number,
    Object,
    Opaque,
    Text,
    TupleOf,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.readers.facts import Span, Type

_BITS = (8, 16, 32, 64, 128)
RANGES: dict[str, tuple[int, int]] = {
    **{f"i{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in _BITS},
    **{f"u{bits}": (0, 2**bits - 1) for bits in _BITS},
}
RANGES |= {"isize": RANGES["i64"], "usize": RANGES["u64"]}
"""Integer type -> its lowest and highest value; sizes are those of 64-bit machines."""

_UNIMPORTED = {
    "Box": "std::boxed::Box",
    "Option": "std::option::Option",
    "Result": "std::result::Result",
    "String": "std::string::String",
    "Vec": "std::vec::Vec",
    "Arc": "std::sync::Arc",
    "BTreeMap": "std::collections::BTreeMap",
    "BTreeSet": "std::collections::BTreeSet",
    "Cow": "std::borrow::Cow",
    "HashMap": "std::collections::HashMap",
    "HashSet": "std::collections::HashSet",
    "Rc": "std::rc::Rc",
    "RefCell": "std::cell::RefCell",
}
"""Names that every module has, and those that a printed piece of source uses without importing."""

OPTION = "std::option::Option"
BOX_LIKE = {
    "std::boxed::Box", "std::rc::Rc", "std::sync::Arc", "std::cell::Cell", "std::cell::RefCell",
    "std::sync::Mutex", "std::sync::RwLock", "std::borrow::Cow", "std::num::Wrapping",
    "std::num::Saturating", "std::cmp::Reverse",
}  # fmt: skip
"""Types that are on the wire what is in them."""
LISTS = {
    "std::vec::Vec", "std::collections::VecDeque", "std::collections::LinkedList",
    "std::collections::BinaryHeap", "std::collections::HashSet", "std::collections::BTreeSet",
    "indexmap::IndexSet", "hashbrown::HashSet",
}  # fmt: skip
MAPS = {
    "std::collections::HashMap", "std::collections::BTreeMap", "indexmap::IndexMap",
    "indexmap::map::IndexMap", "hashbrown::HashMap", "serde_json::Map", "serde_json::map::Map",
}  # fmt: skip
RANGE_LIKE = {
    "std::ops::Range": ("start", "end"), "std::ops::RangeInclusive": ("start", "end"),
    "std::ops::RangeFrom": ("start",), "std::ops::RangeTo": ("end",),
}  # fmt: skip
RESULT = "std::result::Result"
ARGUMENTS = {
    **dict.fromkeys((*BOX_LIKE, *LISTS, *RANGE_LIKE, OPTION), (1, 2)),
    **dict.fromkeys(MAPS, (2, 3)),
    RESULT: (2, 2),
}
"""How many type arguments these take, at least and at most: a hasher or an allocator may be one."""


def canonical(path: str) -> str:
    """Return the full path of a foreign type, by which this module knows it."""
    first, _, rest = path.partition("::")
    if not rest:
        return _UNIMPORTED.get(first, first)
    return f"std::{rest}" if first in {"core", "alloc"} else path


def foreign(path: str, span: Span) -> Type | None:  # noqa: PLR0911  one line a kind of type
    """Return a type without arguments by its full path; None if it is not known here."""
    name = path.rpartition("::")[2]
    if path in RANGES or path in {"f32", "f64", "bool", "char", "str"}:
        return _primitive(path, span)
    if path.startswith("std::sync::atomic::Atomic"):
        return _primitive(name.removeprefix("Atomic").lower(), span)
    if path.startswith("std::num::NonZero"):
        return non_zero(name.removeprefix("NonZero").lower(), span)
    if path in _FORMATS:
        return Text(span=span, format=_FORMATS[path])
    if path in _TEXTS:
        why = f"which texts `{name}` takes is up to its own code"
        return Opaque(span=span, why=why, within=Text(span=span))
    if path in _OPAQUE:
        return Opaque(span=span, why=f"the form of `{name}` on the wire is up to its own code")
    make = _MADE.get(path)
    return None if make is None else make(span)


def _primitive(name: str, span: Span) -> Type | None:
    if name in RANGES:
        return Number(span=span, integer=True, range=RANGES[name], name=name)
    if name in {"f32", "f64"}:
        return Number(span=span, name=name)
    if name == "char":
        return Text(span=span, min_length=1, max_length=1)
    if name == "bool":
        return Boolean(span=span)
    return Text(span=span) if name == "str" else None


def non_zero(name: str, span: Span) -> Type | None:
    """Return the integers of a type without zero; None if it is no integer type."""
    if name not in RANGES:
        return None
    lowest, highest = RANGES[name]
    above = Number(span=span, integer=True, range=(1, highest), name=name)
    if lowest == 0:
        return above
    below = Number(span=span, integer=True, range=(lowest, -1), name=name)
    return Union(span=span, options=(below, above))


def keys_of(kind: Type) -> Text | Literals | None:
    """Return the type of a map's names for a type of keys; None if it cannot be one."""
    match kind:
        case Text() | Literals():
            return kind
        case Boolean():
            return Literals(span=kind.span, values=("true", "false"), closed=True)
        case Number(integer=True, range=bounds) if bounds is not None:
            return Text(span=kind.span, pattern=_digits(*bounds))
        case Null() | Number() | ListOf() | TupleOf() | MapOf() | Object():
            return None
    return None


def _digits(lowest: int, highest: int) -> str:
    """Return a pattern of the integers within bounds, as JSON writes them."""
    below = f"|-(?:{_up_to(-lowest)})" if lowest < 0 else ""
    return f"^(?:0|{_up_to(highest)}{below})$"


def _up_to(highest: int) -> str:
    """Return a pattern of the integers from 1 to some value."""
    digits = str(highest)
    branches = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []
    for place, digit in enumerate(digits):
        low, high = (1 if place == 0 else 0), int(digit) - 1
        if high >= low:
            left = len(digits) - place - 1
            rest = f"[0-9]{{{left}}}" if left else ""
            branches.append(f"{digits[:place]}[{low}-{high}]{rest}")
    return "|".join([*branches, digits])


def closed_object(span: Span, name: str, **fields: Type) -> Object:
    """Return an object of some required fields and no other ones."""
    listed = tuple(Field(name=key, type=kind, span=span) for key, kind in fields.items())
    return Object(span=span, name=name, fields=listed, unlisted=False)


def _duration(span: Span) -> Type:
    secs, nanos = _primitive("u64", span), _primitive("u32", span)
    assert secs is not None  # noqa: S101  for the types
    assert nanos is not None  # noqa: S101  likewise
    return closed_object(span, "Duration", secs=secs, nanos=nanos)


def _system_time(span: Span) -> Type:
    secs = Number(span=span, integer=True, range=(0, 2**63 - 1), name="u64")
    nanos = Number(span=span, integer=True, range=RANGES["u32"], name="u32")
    return closed_object(span, "SystemTime", secs_since_epoch=secs, nanos_since_epoch=nanos)


def _socket_texts(span: Span) -> Type:
    options = (Text(span=span, format="ipv4"), Text(span=span, format="ipv6"))
    return Union(span=span, options=options)


_FORMATS = {
    "uuid::Uuid": "uuid",
    "url::Url": "uri",
    "chrono::DateTime": "date-time",
    "chrono::NaiveDate": "date",
    "std::net::Ipv4Addr": "ipv4",
    "std::net::Ipv6Addr": "ipv6",
}
"""Types that are texts of a format, surely as they are written."""
_TEXTS = {
    "chrono::NaiveTime", "chrono::NaiveDateTime", "chrono::Month", "chrono::Weekday",
    "std::net::SocketAddr", "std::net::SocketAddrV4", "std::net::SocketAddrV6",
    "semver::Version", "semver::VersionReq",
}  # fmt: skip
_OPAQUE = {
    "bytes::Bytes", "bytes::BytesMut", "serde_bytes::ByteBuf", "serde_bytes::Bytes",
    "std::ffi::OsString", "std::ffi::CString", "time::OffsetDateTime", "time::Date",
    "time::PrimitiveDateTime", "time::Time", "rust_decimal::Decimal", "bigdecimal::BigDecimal",
    "num_bigint::BigInt", "num_bigint::BigUint",
}  # fmt: skip
_MADE: dict[str, Callable[[Span], Type]] = {
    "std::string::String": lambda span: Text(span=span),
    "std::path::PathBuf": lambda span: Text(span=span),
    "std::path::Path": lambda span: Text(span=span),
    "serde_json::Value": lambda span: Anything(span=span),
    "serde_json::value::Value": lambda span: Anything(span=span),
    "serde_json::value::RawValue": lambda span: Anything(span=span),
    "serde_json::Number": lambda span: Number(span=span),
    "serde_json::value::Number": lambda span: Number(span=span),
    "std::marker::PhantomData": lambda span: Null(span=span),
    "std::convert::Infallible": lambda span: Never(span=span),
    "std::net::IpAddr": _socket_texts,
    "std::time::Duration": _duration,
    "std::time::SystemTime": _system_time,
}
