"""Turns Go types into facts: what `encoding/json` reads into them, and what it writes of them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.go import patterns
from conformance.readers.go.constants import Constants
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
from conformance.readers.go.scalars import RANGES, scalar
from conformance.readers.go.shapes import or_null, pointed
from conformance.readers.go.special import special
from conformance.readers.go.structs import object_of
from conformance.readers.go.syntax import part, refused

if TYPE_CHECKING:
    from conformance.readers.facts import Span, Type
    from conformance.readers.go.packages import Package
    from conformance.readers.go.resolve import Expression, Resolved

MAX_DEPTH = 40
"""Types within types without a name, at most."""
MAX_PLACES = 64
"""The length of the longest array whose places are listed."""

_WHOLE = "encoding/json refuses 1.0 for an integer; the schema takes it for one, as JSON does"
_BEYOND = "encoding/json refuses a number beyond the range of float64; the schema sets no bound"


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
        if any(self.custom(found, found.span, sent=sent) is not None for sent in (False, True)):
            return True
        inner = underlying(found)
        return isinstance(inner, Literal) and inner.at.node.type != "struct_type"

    def _declared(self, found: Named, *, sent: bool) -> Type:
        span = found.span if found.declared.package.is_library else found.declared.span
        known = special(found, span, sent=sent)
        if known is not None:
            return known
        custom = self.custom(found, span, sent=sent)
        if custom is not None and found.declared.package.is_library:
            return custom
        declared = self._without_code(found, span, sent=sent)
        return declared if custom is None else replace(custom, declared=declared)

    def _without_code(self, found: Named, span: Span, *, sent: bool) -> Type:
        """Return what a type is where no method of its own reads or writes it."""
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

    def custom(self, found: Resolved, span: Span, *, sent: bool) -> facts.Opaque | None:
        """Return what is known of a type that reads or writes itself; None if it does not."""
        if is_interface(underlying(found)):
            return None
        by_json = method_of(found, "MarshalJSON" if sent else "UnmarshalJSON")
        if by_json is not None:
            return facts.Opaque(span=span, why=by_json.why)
        by_text = method_of(found, "MarshalText" if sent else "UnmarshalText")
        if not isinstance(by_text, Found):
            return None
        is_certain = not (sent and by_text.by_pointer)
        within = facts.Text(span=span) if is_certain else None
        return facts.Opaque(span=span, why=by_text.why, within=within)

    # --- types without a name ---

    def _literal(  # noqa: PLR0911  one line a kind of type
        self, found: Literal, span: Span, *, sent: bool, name: str | None = None
    ) -> Type:
        at = found.at
        match at.node.type:
            case "struct_type":
                custom = self.custom(found, span, sent=sent) if name is None else None
                return custom or object_of(self, at, span, name)
            case "pointer_type":
                return or_null(self.of(pointed(at), sent=sent))
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
        if is_bytes and self.custom(resolve(item), span, sent=True) is None:
            return or_null(replace(text, pattern=patterns.BASE64_WRITTEN))
        return or_null(listed)

    def _array(self, at: Expression, span: Span, *, sent: bool) -> Type:
        """Return the facts of an array: what is short is filled, and what is long is cut."""
        count = self.length(at)
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
        return or_null(made) if sent else made

    # --- helpers ---

    def length(self, at: Expression) -> int | None:
        """Return the length of an array type; None if it cannot be evaluated."""
        return self._constants_of(at.scope.package).number(part(at.node, "length"))

    def _constants_of(self, package: Package) -> Constants:
        return self._constants.setdefault(package, Constants(package))

    def _note(self, span: Span, says: str) -> None:
        self.notes.setdefault(says, facts.Note(span=span, says=says))

    def _note_build(self, found: Named) -> None:
        file = found.declared.file
        if file.constraint is not None:
            says = f"the build constraint of {file.document.path.name} is taken to be met"
            self._note(facts.Span(file.document.shown, file.constraint), says)
