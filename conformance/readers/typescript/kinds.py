"""Types while they are worked out: what TypeScript has and the neutral facts have not.

A property's type is worked out when it is asked for, so that types may contain themselves.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.jsontext.text import shortened
from conformance.readers import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.readers.facts import Doc, Note, Span
    from conformance.readers.typescript.scopes import Declaration

Leaf: TypeAlias = (
    "facts.Text | facts.Number | facts.Boolean | facts.Null | facts.Anything | facts.Never"
    " | facts.Undefined | facts.Opaque"
)
SYMBOL = "a symbol is no JSON value"
_MAX_KEY = 160
_MAX_LABEL = 60


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """One value."""

    span: Span
    value: str | int | float | bool


@dataclass(frozen=True, slots=True, eq=False)
class Missing:
    """`undefined` or `void`: no value in JSON."""

    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """A union; an enumeration's has its name."""

    span: Span
    options: tuple[Kind, ...]
    name: str | None = None


@dataclass(slots=True, eq=False)
class Both:
    """An intersection.

    Attributes:
        parts: The types that hold at once.
        result: The type that they make, once it is worked out.
        busy: Whether it is being worked out.
    """

    span: Span
    parts: tuple[Kind, ...]
    result: Kind | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """An array."""

    span: Span
    item: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A tuple; its last places may be missing, and further elements may follow."""

    span: Span
    items: tuple[Kind, ...]
    optional: int = 0
    rest: Kind | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """A part that cannot be read, within a type that every value has nevertheless."""

    span: Span
    why: str
    within: Kind


@dataclass(slots=True, eq=False)
class Later:
    """A type that is worked out when it is asked for.

    Attributes:
        make: Works it out.
        done: The type, once it is worked out.
        busy: Whether it is being worked out.
    """

    make: Callable[[], Kind]
    done: Kind | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Prop:
    """A property.

    Attributes:
        name: Its name.
        type: Its type.
        optional: Whether it has a question mark.
        doc: The comment on it; None if there is none.
        numeric: Whether its name is written as a number.
    """

    name: str
    span: Span
    type: Later
    optional: bool = False
    doc: Doc | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """An index signature: what properties are that are not listed.

    Attributes:
        keys: `string`, `number`, or `pattern` for any narrower type of names.
    """

    span: Span
    keys: str
    type: Later


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An object type.

    Attributes:
        key: What tells it from all other types.
        name: Its name in the source; None if it has none.
        props: Its properties by name.
        indexes: Its index signatures.
        any_object: Whether it is the keyword `object`, which primitive values do not fit.
        notes: What was seen in it and has no effect.
        depth: How deep type arguments are nested in it.
    """

    span: Span
    key: str
    props: dict[str, Prop]
    indexes: tuple[Index, ...] = ()
    name: str | None = None
    any_object: bool = False
    notes: tuple[Note, ...] = ()
    depth: int = 0

    def is_empty(self) -> bool:
        """Return whether it demands nothing but a value that is not null."""
        return not (self.props or self.indexes or self.any_object or self.notes)


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A declared type, or a built-in one, with its arguments.

    Attributes:
        declaration: The declaration; the name of a built-in type.
        arguments: The type arguments, one for each parameter.
        key: What tells it from all other types.
        label: How it is shown.
        depth: How deep type arguments are nested in it.
    """

    span: Span
    declaration: Declaration | str
    arguments: tuple[Kind, ...]
    key: str
    label: str
    depth: int = 0


Kind: TypeAlias = (
    "Leaf | Literal | Missing | Either | Both | Listed | Placed | Open | Shape | Named"
)


def flat(kind: Kind) -> list[Kind]:
    """Return the options of a union, with those of unions in it."""
    found: list[Kind] = []
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Either):
            waiting += each.options
        else:
            found.append(each)
    return found[::-1]


def either(span: Span, options: Iterable[Kind]) -> Kind:
    """Return a union, or the only option itself."""
    found = tuple(each for each in options if not isinstance(each, facts.Never))
    if len(found) == 1:
        return found[0]
    return Either(span, found) if found else facts.Never(span=span)


def known(kind: Kind) -> Later:
    """Return a type that is worked out already."""
    return Later(lambda: kind, kind)


def depth_of(kind: Kind) -> int:
    """Return how deep type arguments are nested in a type."""
    match kind:
        case Named() | Shape():
            return kind.depth
        case Either():
            return max(map(depth_of, kind.options), default=0)
        case Both():
            return max(map(depth_of, kind.parts), default=0)
        case Listed():
            return 1 + depth_of(kind.item)
        case Placed():
            return 1 + max(map(depth_of, kind.items), default=0)
    return 0


def key_of(kind: Kind) -> str:  # noqa: C901, PLR0911  one line a kind of type
    """Return a text that two types share only if they are the same."""
    match kind:
        case Literal():
            return json.dumps(kind.value)
        case Missing():
            return "undefined"
        case Either():
            return _joined("|", sorted({key_of(option) for option in flat(kind)}))
        case Both():
            return _joined("&", map(key_of, kind.parts))
        case Listed():
            return _joined("[]", [key_of(kind.item)])
        case Placed():
            rest = "" if kind.rest is None else key_of(kind.rest)
            return _joined(f"[{kind.optional}]", [*map(key_of, kind.items), f"...{rest}"])
        case Shape() | Named():
            return kind.key
        case facts.Text(pattern=pattern):
            return "string" if pattern is None else f"/{pattern}/"
        case facts.Undefined(name=name):
            return f"?{name}"
        case facts.Opaque(why=why, span=span) | Open(why=why, span=span):
            return _joined("opaque", [why, repr(span)])
    return type(kind).__name__


def _joined(sign: str, keys: Iterable[str]) -> str:
    return short_key(f"({sign} {' '.join(keys)})")


def short_key(key: str) -> str:
    """Return a key, or a digest of one that is long."""
    return key if len(key) <= _MAX_KEY else f"~{hashlib.sha256(key.encode()).hexdigest()}"


def label_of(kind: Kind) -> str:
    """Return a type as it is shown among the arguments of another."""
    return shortened(_label(kind), _MAX_LABEL)


def _label(kind: Kind) -> str:  # noqa: C901, PLR0911  one line a kind of type
    match kind:
        case Literal():
            return json.dumps(kind.value, ensure_ascii=False)
        case Missing():
            return "undefined"
        case Either():
            return kind.name or " | ".join(map(label_of, kind.options))
        case Both():
            return " & ".join(map(label_of, kind.parts))
        case Listed():
            return f"{label_of(kind.item)}[]"
        case Placed():
            return f"[{', '.join(map(label_of, kind.items))}]"
        case Shape():
            return kind.name or f"{{{', '.join(kind.props)}}}"
        case Named():
            return kind.label
        case facts.Text():
            return "string"
        case facts.Undefined(name=name):
            return name
        case facts.Opaque() | Open():
            return "?"
    return type(kind).__name__.lower()
