"""Reads types that a tag tells apart, as Jackson's `@JsonTypeInfo` says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import (
    All,
    Directed,
    Field,
    Literals,
    Never,
    Object,
    Opaque,
    Presence,
    Text,
    TupleOf,
    Union,
)
from conformance.readers.jvm.model import Annotation, Annotations, Expr, Word
from conformance.readers.jvm.properties import chain
from conformance.readers.jvm.types import Instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.readers.facts import Span, Type
    from conformance.readers.jvm.types import Bound, Types

_INFO = "JsonTypeInfo"
_BY_NAME = {"NAME", "SIMPLE_NAME"}
_MAX_TYPES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A type that a tag tells.

    Attributes:
        tags: The values of the tag; the first one is written.
        instance: The type; what it is named as if the project does not have it.
    """

    tags: tuple[str, ...]
    instance: Instance | Bound
    span: Span


def tagged(types: Types, instance: Instance, body: Callable[[Types, Instance], Type]) -> Type:
    """Return a class, or all that extend it with the tag of each.

    Args:
        types: Reads type expressions.
        instance: The class.
        body: Reads a class without its tag.
    """
    declared, span = instance.declared, instance.declared.span
    classes, _ = chain(types, instance)
    annotations = Annotations(all=tuple(x for one in classes for x in one.declared.annotations.all))
    info = annotations.get(_INFO)
    use = None if info is None else info.word("use")
    if info is None or use == "NONE":
        whole = body(types, instance)
        if declared.abstract and isinstance(whole, Object):
            why = f"{declared.key} is abstract, and nothing says which types stand for it"
            return Directed(span=span, received=Opaque(span=span, why=why), sent=whole)
        return whole
    options = list(_options(types, instance, use or ""))
    if use == "DEDUCTION":
        found = tuple(_read(types, one, body) for one in options)
        why = "which type is read is deduced from the properties that are there"
        return Opaque(span=info.span, why=why, within=Union(span=span, options=found))
    if use not in _BY_NAME:
        return Opaque(span=info.span, why=f"the tag of {declared.key} is a class or made by code")
    if not options:
        why = f"the types that stand for {declared.key} are registered elsewhere"
        return Opaque(span=span, why=why)
    made = [_with_tag(types, one, info, body) for one in options]
    default = info.get("defaultImpl")
    if isinstance(default, Word) and default.last not in {_INFO, "None"}:
        made += _default(types, instance, default, options, body)
    return made[0] if len(made) == 1 else Union(span=span, options=tuple(made))


def _options(types: Types, instance: Instance, use: str) -> Iterator[Option]:
    """Yield the types that stand for a class, itself among them."""
    classes, _ = chain(types, instance)
    seen: set[str] = set()
    waiting: list[Instance] = list(classes)
    listed: dict[str, tuple[str, ...]] = {}
    while waiting and len(seen) < _MAX_TYPES:
        one = waiting.pop(0)
        if one.key in seen:
            continue
        seen.add(one.key)
        for entry in _listed(one):
            named = entry.word() and entry.get()
            expr = Expr(span=entry.span, name=str(named), shown=str(named))
            found = types.found(expr, one.scope)
            given = tuple(x for x in (entry.text("name"), *entry.texts("names")) if x)
            if not isinstance(found, Instance):
                if one.key == instance.key:
                    yield Option(tags=given or (str(named),), instance=found, span=entry.span)
                continue
            waiting.append(found)
            if given:
                listed.setdefault(found.key, given)
            ancestors, _ = chain(types, found)
            is_below = any(x.key == instance.key for x in ancestors)
            if is_below and found.key != instance.key and not found.declared.abstract:
                yield _option(found, given, listed, use, entry.span)
    if not instance.declared.abstract:
        yield _option(instance, (), listed, use, instance.declared.span)


def _listed(instance: Instance) -> Iterator[Annotation]:
    mark = instance.declared.annotations.get("JsonSubTypes")
    for entry in [] if mark is None else mark.all():
        if isinstance(entry, Annotation) and entry.word():
            yield entry


def _option(
    instance: Instance,
    given: tuple[str, ...],
    listed: dict[str, tuple[str, ...]],
    use: str,
    span: Span,
) -> Option:
    declared = instance.declared
    own = declared.annotations.get("JsonTypeName")
    name = None if own is None else own.text()
    simple = declared.name if use == "SIMPLE_NAME" else "$".join(declared.path)
    tags = given or listed.get(instance.key) or (name or simple,)
    return Option(tags=tags, instance=instance, span=span)


def _read(types: Types, option: Option, body: Callable[[Types, Instance], Type]) -> Type:
    if isinstance(option.instance, Instance):
        return body(types, option.instance)
    return types.bare(option.instance.expr, option.instance.scope)


def _with_tag(
    types: Types, option: Option, info: Annotation, body: Callable[[Types, Instance], Type]
) -> Type:
    inner, span = _read(types, option, body), option.span
    tag = Literals(span=span, values=option.tags, closed=True)
    sent = Literals(span=span, values=option.tags[:1], closed=True)
    include = info.word("include") or "PROPERTY"
    if include == "WRAPPER_ARRAY":
        return TupleOf(span=span, items=(tag, inner))
    if include == "WRAPPER_OBJECT":
        one = tuple(
            Object(
                span=span,
                fields=(Field(name=name, type=inner, span=span, native=name),),
                unlisted=False,
            )
            for name in option.tags
        )
        return one[0] if len(one) == 1 else Union(span=span, options=one)
    name = info.text("property") or "@type"
    field = Field(name=name, type=tag, span=span, sent_type=None if tag == sent else sent)
    return added(inner, field)


def _default(
    types: Types,
    instance: Instance,
    default: Word,
    options: Sequence[Option],
    body: Callable[[Types, Instance], Type],
) -> list[Type]:
    """Return what is read where the tag is missing or not known; nothing if that is an error."""
    classes, _ = chain(types, instance)
    info = next(x for one in classes for x in one.declared.annotations.all if x.name == _INFO)
    span, include = info.span, info.word("include")
    found = types.found(Expr(span=span, name=str(default), shown=str(default)), instance.scope)
    if not isinstance(found, Instance) or include in {"WRAPPER_OBJECT", "WRAPPER_ARRAY"}:
        why = f"what is read where the tag is not known is up to `{default}`"
        return [Directed(span=span, received=Opaque(span=span, why=why), sent=Never(span=span))]
    above, _ = chain(types, found)
    if all(one.key != instance.key for one in above):
        return []
    inner, name = body(types, found), info.text("property") or "@type"
    own = next((x.tags[0] for x in options if x.instance is found), "$".join(found.declared.path))
    known = tuple(tag for one in options for tag in one.tags)
    tag = Text(span=span, excluded=known)
    optional = Presence.OPTIONAL
    received = added(
        inner, Field(name=name, type=tag, span=span, received=optional, nullable=False)
    )
    sent = inner
    if include != "EXISTING_PROPERTY":
        written = Literals(span=span, values=(own,), closed=True)
        sent = added(inner, Field(name=name, type=written, span=span))
    return [Directed(span=span, received=received, sent=sent)]


def added(kind: Type, field: Field) -> Type:
    """Return a type of objects with one more field, in place of one of its name."""
    match kind:
        case Object():
            others = tuple(one for one in kind.fields if one.name != field.name)
            return replace(kind, fields=(field, *others))
        case All():
            first, *rest = kind.parts
            return replace(kind, parts=(added(first, field), *rest))
        case Directed():
            return replace(kind, received=added(kind.received, field), sent=added(kind.sent, field))
        case Opaque(within=None):
            within = Object(span=kind.span, fields=(field,), unlisted=True)
            return replace(kind, within=within)
    within = Object(span=kind.span, fields=(field,), unlisted=True)
    return Opaque(span=kind.span, why="the type is no object that can be read", within=within)
