"""The types of the libraries that Jackson and others read and write in a known form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import (
    Anything,
    Boolean,
    ListOf,
    Never,
    Null,
    Number,
    Object,
    Opaque,
    Text,
    Union,
)
from conformance.readers.jvm.types import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.readers.facts import Span, Type

RANGES = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
}
"""The integer types that have bounds."""

BY_MAPPER = "how `{}` is written is a setting of the mapper"
_INTEGER_TEXT = r"^[-+]?[0-9]+$"


def text(span: Span) -> Type:
    """Return a string; Jackson also makes one of numbers and booleans."""
    return Text(span=span, lax=Union(span=span, options=(Number(span=span), Boolean(span=span))))


def one_letter(span: Span) -> Type:
    """Return a string of one character."""
    return Text(span=span, min_length=1, max_length=1)


def formatted(name: str) -> Callable[[Span], Type]:
    """Return a maker of strings in a format."""
    return lambda span: Text(span=span, format=name)


def boolean(span: Span) -> Type:
    """Return a boolean; Jackson also makes one of integers and of two texts."""
    words = Text(span=span, pattern="^(?:true|false|True|False|TRUE|FALSE)$")
    return Boolean(
        span=span, lax=Union(span=span, options=(Number(span=span, integer=True), words))
    )


def integer(name: str, bounds: tuple[int, int] | None) -> Callable[[Span], Type]:
    """Return a maker of integers; Jackson also makes one of a fraction, and of digits."""

    def make(span: Span) -> Type:
        lax = Union(span=span, options=(Number(span=span), Text(span=span, pattern=_INTEGER_TEXT)))
        return Number(span=span, integer=True, range=bounds, name=name, lax=lax)

    return make


def number(span: Span) -> Type:
    """Return a number; Jackson also makes one of a text that is one."""
    pattern = r"^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$"
    return Number(span=span, lax=Text(span=span, pattern=pattern))


def anything(span: Span) -> Type:
    """Return any value."""
    return Anything(span=span)


def any_object(span: Span) -> Type:
    """Return any object."""
    return Object(span=span, fields=(), unlisted=True)


def null(span: Span) -> Type:
    """Return null."""
    return Null(span=span)


def bytes_text(span: Span) -> Type:
    """Return a text in base64."""
    return Opaque(span=span, why="bytes are a text in base64", within=Text(span=span))


DATES = ("Calendar", "Date", "Duration", "Instant", "LocalDate", "LocalDateTime", "LocalTime",
         "MonthDay", "OffsetDateTime", "OffsetTime", "Period", "Timestamp", "Year", "YearMonth",
         "ZonedDateTime")  # fmt: skip
"""The types of times and dates, whose form is a setting of the mapper."""

_JAVA: dict[str, Callable[[Span], Type]] = {
    "BigDecimal": number,
    "BigInteger": integer("BigInteger", None),
    "Boolean": boolean,
    "CharSequence": text,
    "Character": one_letter,
    "Currency": lambda span: Text(span=span, pattern="^[A-Z]{3}$"),
    "Double": number,
    "Float": number,
    "JsonNode": anything,
    "Number": number,
    "Object": anything,
    "ObjectNode": any_object,
    "OptionalDouble": lambda span: Union(span=span, options=(number(span), Null(span=span))),
    "OptionalInt": lambda span: Union(
        span=span, options=(integer("int", RANGES["int"])(span), Null(span=span))
    ),
    "OptionalLong": lambda span: Union(
        span=span, options=(integer("long", RANGES["long"])(span), Null(span=span))
    ),
    "String": text,
    "URI": lambda span: Text(span=span),
    "URL": lambda span: Text(span=span),
    "UUID": formatted("uuid"),
    "Void": null,
    "boolean": boolean,
    "byte[]": bytes_text,
    "char": one_letter,
    "double": number,
    "float": number,
}
_BOXES = {"byte": "Byte", "int": "Integer", "long": "Long", "short": "Short"}
_LISTS = frozenset(
    (
        *("Array", "ArrayDeque", "ArrayList", "Collection", "Deque", "EnumSet", "HashSet"),
        *("ImmutableList", "ImmutableSet", "Iterable", "LinkedHashSet", "LinkedList", "List"),
        *("NavigableSet", "Queue", "Set", "SortedSet", "TreeSet", "Vector"),
    )
)
_MAPS = frozenset(
    (
        *("ConcurrentHashMap", "ConcurrentMap", "EnumMap", "HashMap", "Hashtable", "ImmutableMap"),
        *("LinkedHashMap", "Map", "NavigableMap", "SortedMap", "TreeMap"),
    )
)


def _dates(why: str) -> Mapping[str, str]:
    return {name: why.format(name) for name in DATES}


JAVA = Library(
    packages=(
        *("com.fasterxml.jackson.", "com.google.common.collect.", "java.", "javax.", "tools."),
    ),
    scalars=_JAVA
    | {name: integer(box, RANGES[box]) for box in RANGES for name in (box, _BOXES[box])},
    lists=_LISTS,
    maps=_MAPS,
    optional=frozenset(("Optional",)),
    wrappers=frozenset(("AtomicReference",)),
    integers=frozenset((*RANGES, *_BOXES.values(), "BigInteger")),
    texts=frozenset(("CharSequence", "Object", "String")),
    code=_dates(BY_MAPPER),
    primitives=frozenset((*RANGES, "boolean", "char", "double", "float")),
)

_UNSIGNED = {"UByte": 8, "UShort": 16, "UInt": 32, "ULong": 64}
_KOTLIN_BOXES = {"byte": "Byte", "int": "Int", "long": "Long", "short": "Short"}
_ARRAYS = ("Boolean", "Double", "Float", "Int", "Long", "Short")


def _list_of(item: Callable[[Span], Type]) -> Callable[[Span], Type]:
    return lambda span: ListOf(span=span, item=item(span))


_KOTLIN: dict[str, Callable[[Span], Type]] = {
    **{box: integer(box, RANGES[name]) for name, box in _KOTLIN_BOXES.items()},
    **{name: integer(name, (0, 2**bits - 1)) for name, bits in _UNSIGNED.items()},
    **{
        name: _JAVA[name]
        for name in (
            *("BigDecimal", "BigInteger", "Boolean", "CharSequence", "Currency", "Double"),
            *("Float", "JsonNode", "Number", "ObjectNode", "String", "URI", "URL", "UUID"),
        )
    },
    "Any": anything,
    "ByteArray": bytes_text,
    "Char": one_letter,
    "JsonArray": _list_of(anything),
    "JsonElement": anything,
    "JsonObject": any_object,
    "JsonPrimitive": lambda span: Union(
        span=span, options=(Text(span=span), Number(span=span), Boolean(span=span), Null(span=span))
    ),
    "Nothing": lambda span: Never(span=span),
    "Unit": lambda span: Object(span=span, fields=()),
    "Uuid": formatted("uuid"),
}
KOTLIN = Library(
    packages=(*JAVA.packages, "kotlin.", "kotlinx."),
    scalars=_KOTLIN | {f"{name}Array": _list_of(_KOTLIN[name]) for name in _ARRAYS},
    lists=_LISTS | {"MutableCollection", "MutableList", "MutableSet", "PersistentList"},
    maps=_MAPS | {"MutableMap", "PersistentMap"},
    optional=frozenset(("Optional",)),
    wrappers=frozenset(),
    integers=frozenset((*_KOTLIN_BOXES.values(), *_UNSIGNED, "BigInteger")),
    texts=frozenset(("Any", "CharSequence", "String")),
    code=_dates("how `{}` is written is up to its serializer"),
    primitives=frozenset((*_KOTLIN_BOXES.values(), "Boolean", "Char", "Double", "Float")),
    by_null=False,
)
"""What is known of Kotlin's libraries."""

_UNCLEAR = "how `{}` is written is up to its codec"
SCALA = Library(
    packages=(*JAVA.packages, "scala.", "io.circe.", "play.api.libs.json."),
    scalars={
        **{box: integer(box, RANGES[name]) for name, box in _KOTLIN_BOXES.items()},
        **{
            name: _JAVA[name]
            for name in ("BigDecimal", "Boolean", "Currency", "Double", "Float", "String", "UUID")
        },
        "BigInt": integer("BigInt", None),
        "Char": one_letter,
        "JsArray": _list_of(anything),
        "JsObject": any_object,
        "JsValue": anything,
        "Json": anything,
        "JsonObject": any_object,
        "URI": lambda span: Text(span=span),
    },
    lists=frozenset(
        (
            *("Array", "Chain", "Chunk", "IndexedSeq", "Iterable", "LazyList", "List", "ListSet"),
            *("Queue", "Seq", "Set", "SortedSet", "Stream", "Vector"),
        )
    ),
    maps=frozenset(("HashMap", "ListMap", "Map", "SortedMap", "TreeMap")),
    optional=frozenset(("Option",)),
    wrappers=frozenset(),
    integers=frozenset((*_KOTLIN_BOXES.values(), "BigInt")),
    texts=frozenset(("String",)),
    code={
        **_dates(_UNCLEAR),
        **{name: _UNCLEAR.format(name) for name in ("Any", "Either", "FiniteDuration", "Unit")},
    },
    primitives=frozenset(),
    by_null=False,
)
"""What is known of Scala's libraries."""
