"""Reads the declarations that a type leads to, each once."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    Anything,
    Directed,
    Literals,
    MapOf,
    Never,
    Null,
    Object,
    Opaque,
    Presence,
    Text,
    Undefined,
    Union,
)
from conformance.readers.nodes import refuse
from conformance.readers.rust.attributes import CONTAINER, Settings
from conformance.readers.rust.enums import read_enum, read_repr
from conformance.readers.rust.foreign import BOX_LIKE, OPTION
from conformance.readers.rust.structs import Shape, by_own_code, read_struct, shape, unknown
from conformance.readers.rust.syntax import type_expression
from conformance.readers.rust.types import Expression, Types

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.readers.facts import Type
    from conformance.readers.rust.attributes import Attributes
    from conformance.readers.rust.types import Instance

_MAX_INNER = 40
_READ = {"Deserialize", "Deserialize_repr", "DeserializeFromStr"}
_WRITTEN = {"Serialize", "Serialize_repr", "SerializeDisplay"}
_HARMLESS = {
    "allow", "cfg", "cfg_attr", "deny", "deprecated", "derive", "derive_builder", "doc", "expect",
    "must_use", "non_exhaustive", "path", "repr", "serde_as", "skip_serializing_none", "warn",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Declarations(Types):
    """Reads declarations, and finds the forms that flattening and tags make of them."""

    _shapes: dict[str, Shape] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)

    def shape(self, instance: Instance) -> Shape:
        """Return the forms of a declaration.

        Raises:
            BrokenFileError: It is part of itself, or cannot be read at all.
        """
        key = instance.key
        if key in self._shapes:
            return self._shapes[key]
        if len(self._open) > _MAX_INNER:
            refuse(instance.span, "the type leads through too many others", "name the last one")
        if key in self._open:
            around = " → ".join([*self._open, key])
            refuse(
                instance.span,
                f"the type {key} is part of itself ({around})",
                "put a list or a field of its own in between",
            )
        before = self.owner, self.buffering
        self._open[key] = None
        self.owner, self.buffering = key, False
        try:
            self._shapes[key] = self._shape(instance)
        finally:
            self.owner, self.buffering = before
            del self._open[key]
        return self._shapes[key]

    def _shape(self, instance: Instance) -> Shape:
        node, source = instance.declared.node, instance.declared.module.source
        source.check(node)
        attributes = instance.declared.read_attributes()
        self.notes |= dict.fromkeys(attributes.notes)
        for meta in attributes.metas:
            if meta.last not in _HARMLESS:
                self.note(meta.span, f"the attribute `{meta.name}` was not read")
        # Not by super(): a class with slots is made anew, and super() is of the one before.
        target = Types.stand_in(self, instance)
        if target is not None:
            inner = self.type(target)
            return shape(instance.span, inner, keys=self.key_type(target), inner=target)
        if node.type == "union_item":
            return unknown(Opaque(span=instance.span, why="serde takes no unions"))
        return self._by_hand(instance, attributes, self._derived(instance, attributes))

    def _derived(self, instance: Instance, attributes: Attributes) -> Shape:
        settings = Settings(metas=attributes.serde, known=CONTAINER)
        span, derives = instance.span, attributes.derives()
        if "remote" in settings:
            why = f"{instance.key} says how a type of another crate is written"
            return unknown(Opaque(span=span, why=why))
        if instance.declared.node.type == "struct_item":
            found = read_struct(self, instance, attributes, settings)
        elif derives & {"Deserialize_repr", "Serialize_repr"}:
            found = read_repr(self, instance)
        else:
            found = read_enum(self, instance, settings)
        if derives & {"DeserializeFromStr", "SerializeDisplay"}:
            why = f"the text of {instance.key} is up to its own code"
            by_code = unknown(Opaque(span=span, why=why, within=Text(span=span)))
            found = self._either(
                instance,
                by_code if "DeserializeFromStr" in derives else found,
                by_code if "SerializeDisplay" in derives else found,
            )
        received, sent = self._converted(instance, settings, found)
        return self._either(instance, received, sent)

    def _converted(self, instance: Instance, settings: Settings, own: Shape) -> tuple[Shape, Shape]:
        """Return the forms that are read and written by way of another type."""
        received = sent = own
        for name in ("from", "try_from", "into"):
            meta, value = settings.get(name), settings.value(name)
            if meta is None or value is None:
                continue
            node = type_expression(value)
            if node is None:
                refuse(meta.span, f"`{value}` is no type", f'write a type in {name} = "..."')
            other = instance.scope.expression(node, meta.span)
            found = shape(instance.span, self.type(other), keys=self.key_type(other), inner=other)
            if name == "into":
                sent = found
            elif name == "from":
                received = found
            else:
                why = f"which values of `{value}` are taken is up to code"
                within = Opaque(span=meta.span, why=why, within=found.type)
                received = replace(unknown(within), inner=None)
        return received, sent

    def _by_hand(self, instance: Instance, attributes: Attributes, derived: Shape) -> Shape:
        """Return the forms, left open where the code that reads or writes them is by hand."""
        derives = attributes.derives()
        forms = []
        for trait, names, does in (
            ("Deserialize", _READ, "read"),
            ("Serialize", _WRITTEN, "written"),
        ):
            if derives & names:
                forms.append(derived)
            elif (instance.declared.name, trait) in self.crate.implemented(instance.declared):
                why = f"{instance.key} is {does} by code of its own (`impl {trait}`)"
                forms.append(by_own_code(Opaque(span=instance.span, why=why), derived))
            else:
                self.note(
                    instance.span,
                    f"{instance.key} does not derive {trait}; it is read as if it did",
                )
                forms.append(derived)
        return self._either(instance, forms[0], forms[1])

    def _either(self, instance: Instance, received: Shape, sent: Shape) -> Shape:
        if received is sent:
            return received
        span = instance.span
        received, sent = self._resolved(received), self._resolved(sent)
        return Shape(
            type=Directed(span=span, received=received.type, sent=sent.type),
            tagged=Directed(span=span, received=received.tagged, sent=sent.tagged),
            flat=Directed(span=span, received=received.flat, sent=sent.flat),
            array=received.array,
            keys=received.keys,
        )

    def _resolved(self, found: Shape) -> Shape:
        """Return a shape with forms of its own."""
        if found.inner is None:
            return found
        return replace(
            found,
            tagged=self.tagged(found.inner),
            flat=self.flat(found.inner),
            array=self.array(found.inner),
            inner=None,
        )

    # --- the forms of an expression ---

    def key_type(self, expression: Expression) -> Text | Literals | None:
        """Return the type of a map's names; None if it cannot be told."""
        head = self.head(expression)
        while head.path in BOX_LIKE:
            head = self.head(head.arguments[0])
        if head.instance is None:
            return Types.key_type(self, expression)
        return self.shape(head.instance).keys

    def stand_in(self, instance: Instance) -> Expression | None:
        """Return the type that is read in a declaration's place; None if it is its own."""
        target = Types.stand_in(self, instance)
        if target is not None:
            return target
        attributes = instance.declared.read_attributes()
        settings = Settings(metas=attributes.serde, known=CONTAINER)
        value = settings.value("from") or settings.value("try_from")
        if value is not None:
            node = type_expression(value)
            return None if node is None else instance.scope.expression(node, instance.span)
        return self.shape(instance).inner if "transparent" in settings else None

    def tagged(self, expression: Expression) -> Type:
        """Return the form of a type as an object that holds a tag besides."""
        found, inner = self._form(expression, lambda one: one.tagged)
        if found is not None:
            return found
        if isinstance(inner, Null):
            return Object(span=inner.span, fields=(), unlisted=False)
        return _as_object(inner)

    def flat(self, expression: Expression) -> Type:
        """Return the form of a type as an object that holds other fields besides."""
        inner = self.option(expression)
        if inner is not None:
            return self._perhaps(inner)
        found, kind = self._form(expression, lambda one: one.flat)
        if found is not None:
            return found
        if isinstance(kind, Null):
            return Object(span=kind.span, fields=())
        return self.opened(_as_object(kind))

    def array(self, expression: Expression) -> Type:
        """Return the array that is read in place of an object."""
        found, kind = self._form(expression, lambda one: one.array)
        return found or Never(span=kind.span)

    def _perhaps(self, inner: Expression) -> Type:
        """Return the flat form of an `Option`: it is none where its fields do not fit."""
        form = self.flat(inner)
        nothing = Object(span=form.span, fields=())
        received: Type = nothing
        if isinstance(form, Object):
            listed = tuple(
                replace(one, type=Anything(span=one.span), received=Presence.OPTIONAL, once=False)
                for one in form.fields
                if one.received is not Presence.IGNORED
            )
            received = replace(nothing, fields=listed)
        sent = Union(span=form.span, options=(form, nothing))
        return Directed(span=form.span, received=received, sent=sent)

    def _form(
        self, expression: Expression, form: Callable[[Shape], Type]
    ) -> tuple[Type | None, Type]:
        """Return a form of the declaration behind an expression, or None, and the type."""
        before, self.buffering = self.buffering, True
        try:
            return self._found_form(expression, form)
        finally:
            self.buffering = before

    def _found_form(
        self, expression: Expression, form: Callable[[Shape], Type]
    ) -> tuple[Type | None, Type]:
        while True:  # a shape has an inner one only if that was read before
            head = self.head(expression)
            while head.path in BOX_LIKE:
                head = self.head(head.arguments[0])
            if head.path == OPTION:
                inner = self.tagged(head.arguments[0])
                never = Never(span=inner.span)
                return Directed(span=inner.span, received=inner, sent=never), inner
            if head.instance is None:
                return None, self.type(head.expression)
            self.buffers.leads[self.owner].add((head.instance.key, True))
            found = self.shape(head.instance)
            if found.inner is None:
                return form(found), found.type
            expression = found.inner

    def opened(self, kind: Type) -> Type:
        """Return an object that takes other fields, whatever it denies by itself."""
        match kind:
            case Object(unlisted=False):
                return replace(kind, unlisted=None, unlisted_span=None)
            case Union():
                return replace(kind, options=tuple(map(self.opened, kind.options)))
            case Directed():
                received, sent = self.opened(kind.received), self.opened(kind.sent)
                return replace(kind, received=received, sent=sent)
        return kind


def _as_object(kind: Type) -> Type:
    """Return the form of a foreign type as an object with more fields; `Never` if it is none."""
    match kind:
        case MapOf(keys=None):
            anything = isinstance(kind.value, Anything)
            return Object(span=kind.span, fields=(), unlisted=True if anything else kind.value)
        case Anything() | Undefined() | Object():
            return kind
        case Opaque():
            return Opaque(span=kind.span, why=kind.why)
        case MapOf():
            why = "names that are no plain text are not read among other fields"
            return Opaque(span=kind.span, why=why)
    return Never(span=kind.span)
