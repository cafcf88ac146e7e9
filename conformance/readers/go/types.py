"""Turns Go types into facts: what `encoding/json` reads into them, and what it writes of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.facts import Presence
from conformance.readers.go import patterns
from conformance.readers.go.constants import Constants
from conformance.readers.go.fields import fields
from conformance.readers.go.methods import Found, interface_methods, is_interface, method_of
from conformance.readers.go.resolve import (
    Basic,
    Literal,
    Named,
    Unknown,
    resolve,
    shown,
    shown_name,
    underlying,
)
from conformance.readers.go.scalars import RANGES, in_text, not_empty, scalar
from conformance.readers.go.syntax import part, parts_of, refused

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.go.fields import Seen
    from conformance.readers.go.packages import Package
    from conformance.readers.go.resolve import Expression, Resolved

MAX_DEPTH = 40
"""Types within types without a name, at most."""
MAX_PLACES = 64
"""The length of the longest array whose places are listed."""

_WHOLE = "encoding/json refuses 1.0 for an integer; the schema takes it for one, as JSON does"
_BEYOND = "encoding/json refuses a number beyond the range of float64; the schema sets no bound"
_IN_TEXT = {"bool", "string", "float32", "float64", *RANGES}


@dataclass(slots=True, eq=False)
class Types:
    """The facts of types, made as they are asked for.

    Attributes:
        found: The declared types by key.
        notes: What has no effect, by what it says.
    """

    found: dict[str, Type] = field(default_factory=dict)
    notes: dict[str, facts.Note] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _waiting: list[tuple[str, Named, bool]] = field(default_factory=list)
    _constants: dict[Package, Constants] = field(default_factory=dict)
    _depth: int = 0

    def whole(self, at: Named | Expression, *, sent: bool) -> Type:
        """Return the facts of a type, and add those of all declared types that it leads to.

        Args:
            at: The type.
            sent: Whether it is about what is written.

        Raises:
            BrokenFileError: A declaration on the way could not be parsed, or is defined by itself.
        """
        made = (
            self._named(at, at.span, sent=sent) if isinstance(at, Named) else self.of(at, sent=sent)
        )
        while self._waiting:
            key, named, sending = self._waiting.pop()
            self.found[key] = self._declared(named, sent=sending)
        return made

    def of(self, at: Expression, *, sent: bool) -> Type:
        """Return the facts of a type expression."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refused("the type is nested too deeply", at.span, "give the inner part a name")
        try:
            return self._of(resolve(at), at.span, sent=sent)
        finally:
            self._depth -= 1

    def _of(self, found: Resolved, span: Span, *, sent: bool) -> Type:
        match found:
            case Named():
                return self._named(found, span, sent=sent)
            case Literal():
                return self._literal(found, span, sent=sent)
            case Basic():
                return self._scalar(found.name, span)
        if found.why is None:
            return facts.Undefined(span=span, name=found.name)
        return facts.Opaque(span=span, why=found.why)

    def _scalar(self, name: str, span: Span) -> Type:
        if name in RANGES:
            self._note(span, _WHOLE)
        elif name == "float64":
            self._note(span, _BEYOND)
        return scalar(name, span)

    # --- declared types ---

    def _named(self, found: Named, span: Span, *, sent: bool) -> Type:
        """Return the reference to a declared type; what Go's library declares stands in place."""
        if found.declared.package.is_library:
            return self._declared(replace(found, span=span), sent=sent)
        identity = shown_name(found, full=True)
        if sent and self._is_written_otherwise(found):
            identity += " (sent)"
        if identity not in self._keys:
            key = shown_name(found) + " (sent)" * identity.endswith(" (sent)")
            if key in self._keys.values():
                key = identity
            self._keys[identity] = key
            self._waiting.append((key, found, sent))
            self._note_build(found)
        return facts.Reference(span=span, name=self._keys[identity])

    def _is_written_otherwise(self, found: Named) -> bool:
        """Return whether the facts of a type differ by direction, but for those of its fields."""
        if any(self._custom(found, found.span, sent=sent) is not None for sent in (False, True)):
            return True
        inner = underlying(found)
        return isinstance(inner, Literal) and inner.at.node.type != "struct_type"

    def _declared(self, found: Named, *, sent: bool) -> Type:
        one = found.declared
        span = found.span if one.package.is_library else one.span
        special = _special(found, span, sent=sent)
        if special is not None:
            return special
        custom = self._custom(found, span, sent=sent)
        if custom is not None:
            return custom
        inner = underlying(found)
        if isinstance(inner, Literal):
            return self._literal(inner, span, sent=sent, name=shown_name(found))
        base = self._of(inner, span, sent=sent)
        if isinstance(base, facts.Text | facts.Number):
            return self._listed(found, base)
        return base

    def _listed(self, found: Named, base: facts.Text | facts.Number) -> Type:
        """Return a named scalar type with the constants that are declared of it."""
        one = found.declared
        values = self._constants_of(one.package).of(one.name)
        if values is None:
            self._note(base.span, f"not every constant of {one.name} can be evaluated")
        if not values:
            return base
        return facts.Literals(span=base.span, values=tuple(values), name=one.name, base=base)

    def _custom(self, found: Resolved, span: Span, *, sent: bool) -> Type | None:
        """Return what is known of a type that reads or writes itself; None if it does not."""
        if is_interface(underlying(found)):
            return None
        by_json = method_of(found, "MarshalJSON" if sent else "UnmarshalJSON")
        if by_json is not None:
            return facts.Opaque(span=span, why=by_json.why)
        by_text = method_of(found, "MarshalText" if sent else "UnmarshalText")
        if not isinstance(by_text, Found):
            return None
        text = facts.Text(span=span)
        within: Type | None = _or_null(text)
        if sent:
            within = None if by_text.by_pointer else text
        return facts.Opaque(span=span, why=by_text.why, within=within)

    # --- types without a name ---

    def _literal(self, found: Literal, span: Span, *, sent: bool, name: str | None = None) -> Type:
        at = found.at
        match at.node.type:
            case "struct_type":
                custom = self._custom(found, span, sent=sent) if name is None else None
                return custom or self._object(at, span, name)
            case "pointer_type":
                return _or_null(self.of(_only(at), sent=sent))
            case "slice_type":
                return self._slice(at.inner("element"), span, sent=sent)
            case "array_type":
                return self._array(at, span, sent=sent)
            case "map_type":
                return self._map(at, span, sent=sent)
            case "interface_type" if interface_methods(found) == set():
                return facts.Anything(span=span)
            case "interface_type":
                why = "what an interface with methods is read into depends on what it holds"
                return facts.Opaque(span=span, why=why)
        why = f"encoding/json has no form for {shown(at)}"
        return facts.Opaque(span=span, why=why)

    def _slice(self, item: Expression, span: Span, *, sent: bool) -> Type:
        """Return the facts of a slice: one of bytes is a text, and read from a list too."""
        listed = facts.ListOf(span=span, item=self.of(item, sent=sent))
        is_bytes = underlying(item) == Basic("uint8")
        text = facts.Text(span=span, pattern=patterns.BASE64, format="byte")
        if not sent:
            return facts.Union(span=span, options=(text, listed)) if is_bytes else listed
        if is_bytes and self._custom(resolve(item), span, sent=True) is None:
            return _or_null(text)
        return _or_null(listed)

    def _array(self, at: Expression, span: Span, *, sent: bool) -> Type:
        """Return the facts of an array: what is short is filled, and what is long is cut."""
        count = self._constants_of(at.scope.package).number(part(at.node, "length"))
        anything = facts.Anything(span=span)
        listed = facts.ListOf(span=span, item=anything)
        if count is None:
            why = "the length of the array cannot be evaluated"
            return facts.Opaque(span=span, why=why, within=listed)
        item = self.of(at.inner("element"), sent=sent)
        if sent:
            return facts.ListOf(span=span, item=item, min_items=count or None, max_items=count)
        if count > MAX_PLACES:
            why = f"only the first {count} elements are read"
            return facts.Opaque(span=span, why=why, within=listed)
        return facts.TupleOf(span=span, items=(item,) * count, optional=count, rest=anything)

    def _map(self, at: Expression, span: Span, *, sent: bool) -> Type:
        key = at.inner("key")
        value = self.of(at.inner("value"), sent=sent)
        kind, found = underlying(key), resolve(key)
        is_text = kind == Basic("string")
        method = method_of(found, "MarshalText" if sent else "UnmarshalText")
        made: Type = facts.MapOf(span=span, value=value)
        if isinstance(kind, Unknown) or (method is not None and not (sent and is_text)):
            why = f"the keys of type {shown(key)} are not known: "
            why += "it is defined elsewhere" if method is None else method.why
            made = facts.Opaque(span=span, why=why, within=made)
        elif is_text:
            listed = self._declared(found, sent=sent) if isinstance(found, Named) else None
            keys = listed if isinstance(listed, facts.Literals) else None
            made = facts.MapOf(span=span, value=value, keys=keys)
        elif isinstance(kind, Basic) and kind.name in RANGES:
            make = patterns.integer_written if sent else patterns.integer_key
            number = facts.Text(span=key.span, pattern=make(*RANGES[kind.name]))
            made = facts.MapOf(span=span, value=value, keys=number)
        else:
            why = f"encoding/json has no form for keys of type {shown(key)}"
            return facts.Opaque(span=span, why=why)
        return _or_null(made) if sent else made

    # --- structs ---

    def _object(self, at: Expression, span: Span, name: str | None) -> Type:
        listed = tuple(self._field(one) for one in fields(at))
        return facts.Object(span=span, fields=listed, name=name, sent_unlisted=False)

    def _field(self, one: Seen) -> facts.Field:
        member = one.member
        span, options = member.span, member.tag.options
        received: Type = facts.Never(span=span)
        if not one.is_blocked:
            received = self._in_field(one, sent=False)
        sent, can_be_absent = self._in_field(one, sent=True), one.is_behind_pointer
        if {"omitempty", "omitzero"} & options:
            zero = "omitempty" not in options
            narrowed = self._left_out(one, sent, zero=zero)
            can_be_absent |= narrowed is not None
            sent = narrowed or sent
        return facts.Field(
            name=one.name,
            type=received,
            span=span,
            received=Presence.OPTIONAL,
            sent=Presence.OPTIONAL if can_be_absent else Presence.REQUIRED,
            nullable=False if one.is_blocked else None,
            native=member.name,
            sent_type=None if sent == received else sent,
            doc=member.doc,
        )

    def _in_field(self, one: Seen, *, sent: bool) -> Type:
        """Return the facts of a field's type, with the tag's option `string`."""
        at = one.member.type
        whole = self.of(at, sent=sent)
        if one.member.is_pointer:
            whole = _or_null(whole)
        if "string" not in one.member.tag.options:
            return whole
        found = resolve(at)
        is_pointer = isinstance(found, Literal) and found.at.node.type == "pointer_type"
        if isinstance(found, Literal) and is_pointer:
            found = resolve(_only(found.at))
        inner = underlying(found)
        if not isinstance(inner, Basic) or inner.name not in _IN_TEXT:
            return whole
        span = one.member.span
        text = facts.Text(span=span)
        made = self._custom(found, span, sent=sent) or in_text(inner.name, span, sent=sent)
        if _special(found, span, sent=sent) is not None:
            why = f"the text within a string of {shown(at)} is not checked"
            made = facts.Opaque(span=span, why=why, within=text)
        elif not sent and isinstance(made, facts.Opaque):
            made = replace(made, within=_or_null(text))
        return _or_null(made) if is_pointer else made

    def _left_out(self, one: Seen, sent: Type, *, zero: bool) -> Type | None:
        """Return what is written of a field that is left out when empty; None if it never is."""
        at = one.member.type
        found, inner = resolve(at), underlying(at)
        is_plain = not isinstance(found, Named) and "string" not in one.member.tag.options
        if one.member.is_pointer:
            return self.of(at, sent=True)
        if isinstance(inner, Basic):
            narrow = not_empty(scalar(inner.name, one.member.span))
            return sent if zero and not is_plain else _narrowed(sent, narrow, is_plain=is_plain)
        if isinstance(inner, Unknown):
            return sent
        kind = inner.at.node.type
        if kind == "struct_type":
            return sent if zero else None
        if kind == "array_type":
            count = self._constants_of(inner.at.scope.package).number(part(inner.at.node, "length"))
            return sent if zero or not count else None
        if kind == "pointer_type" and isinstance(found, Literal):
            return (
                _without_null(sent)
                if "string" in one.member.tag.options
                else self.of(_only(inner.at), sent=True)
            )
        if kind in {"slice_type", "map_type"} and isinstance(found, Literal):
            return _sized(_without_null(sent), least=0 if zero else 1)
        return sent

    # --- helpers ---

    def _constants_of(self, package: Package) -> Constants:
        return self._constants.setdefault(package, Constants(package))

    def _note(self, span: Span, says: str) -> None:
        self.notes.setdefault(says, facts.Note(span=span, says=says))

    def _note_build(self, found: Named) -> None:
        file = found.declared.file
        if file.constraint is not None:
            says = f"the build constraint of {file.document.path.name} is taken to be met"
            self._note(facts.Span(file.document.shown, file.constraint), says)


def _special(found: Resolved, span: Span, *, sent: bool) -> Type | None:
    """Return the facts of a type of Go's library that is more than its declaration says."""
    if not isinstance(found, Named) or not found.declared.package.is_library:
        return None
    match found.declared.package.path, found.declared.name:
        case "time", "Time":
            return facts.Text(span=span, format="date-time")
        case "encoding/json", "RawMessage":
            return facts.Anything(span=span)
        case "encoding/json", "Number":
            number = facts.Number(span=span)
            text = facts.Text(span=span, pattern=patterns.NUMBER)
            return number if sent else facts.Union(span=span, options=(number, text))
    return None


def _only(at: Expression) -> Expression:
    """Return the type that a pointer points to."""
    return at.scope.expression(parts_of(at.node)[0])


def _or_null(kind: Type) -> Type:
    """Return a type or null; a pointer and a slice of nothing are null."""
    null = facts.Null(span=kind.span)
    match kind:
        case facts.Anything():
            return kind
        case facts.Union():
            known = any(isinstance(option, facts.Null) for option in kind.options)
            return kind if known else replace(kind, options=(*kind.options, null))
    return facts.Union(span=kind.span, options=(kind, null))


def _without_null(kind: Type) -> Type:
    if not isinstance(kind, facts.Union):
        return kind
    left = tuple(option for option in kind.options if not isinstance(option, facts.Null))
    return left[0] if len(left) == 1 else replace(kind, options=left)


def _narrowed(kind: Type, narrow: Type, *, is_plain: bool) -> Type:
    """Return a type without its empty value; a declared one remains a reference."""
    if is_plain:
        return narrow
    if isinstance(kind, facts.Reference):
        return facts.All(span=kind.span, parts=(kind, narrow))
    return kind


def _sized(kind: Type, *, least: int) -> Type:
    """Return a list, a map or a text of bytes that has so many parts at least."""
    if not least:
        return kind
    match kind:
        case facts.ListOf():
            return replace(kind, min_items=least)
        case facts.MapOf():
            return replace(kind, min_size=least)
        case facts.Text():
            return replace(kind, min_length=least)
    return kind
