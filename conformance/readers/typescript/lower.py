"""Makes neutral facts of types that were worked out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.typescript.kinds import (
    Both,
    Either,
    Listed,
    Literal,
    Missing,
    Named,
    Open,
    Placed,
    Shape,
    flat,
)

if TYPE_CHECKING:
    from conformance.readers.facts import Facts, Note, Presence, Span, Type
    from conformance.readers.typescript.kinds import Kind, Prop
    from conformance.readers.typescript.reader import Reader


def lowered(root: Named | facts.Opaque, name: str, reader: Reader) -> Facts:
    """Return the facts on a type and all that it leads to."""
    if isinstance(root, facts.Opaque):
        return facts.Facts(name=name, root=root)
    lowering = _Lowering(reader)
    key = lowering.key(root.key, root.label, root)
    while lowering.waiting:
        each, kind = lowering.waiting.pop(0)
        lowering.types[each] = lowering.declared(kind)
    return facts.Facts(
        name=root.label,
        root=facts.Reference(span=root.span, name=key),
        types=lowering.types,
        notes=tuple(dict.fromkeys(lowering.notes)),
    )


@dataclass(slots=True)
class _Lowering:
    reader: Reader
    types: dict[str, Type] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    waiting: list[tuple[str, Named | Shape]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    around: list[str] = field(default_factory=list)

    def key(self, identity: str, label: str, kind: Named | Shape) -> str:
        """Return the name of a declared type among the facts, and note that it is needed."""
        if identity not in self.keys:
            name, number, taken = label, 2, set(self.keys.values())
            while name in taken:
                name, number = f"{label} ({number})", number + 1
            self.keys[identity] = name
            self.waiting.append((name, kind))
        return self.keys[identity]

    def declared(self, kind: Named | Shape) -> Type:
        """Return a declared type itself."""
        self.around = []
        if isinstance(kind, Shape):
            return self.object(kind)
        return self.type(self.reader.expanded(kind))

    def type(self, kind: Kind) -> Type:  # noqa: C901, PLR0911  one line a kind of type
        with self.reader.deeper(kind.span):
            match kind:
                case Literal():
                    return facts.Literals(span=kind.span, values=(kind.value,))
                case Missing():
                    return facts.Never(span=kind.span)
                case Either():
                    return self.union(kind)
                case Both():
                    settled = self.reader.settled(kind)
                    if isinstance(settled, Both):
                        parts = tuple(map(self.type, settled.parts))
                        return facts.All(span=kind.span, parts=parts)
                    return self.type(settled)
                case Listed():
                    return facts.ListOf(span=kind.span, item=self.type(kind.item))
                case Placed():
                    rest = None if kind.rest is None else self.type(kind.rest)
                    items = tuple(map(self.type, kind.items))
                    return facts.TupleOf(
                        span=kind.span, items=items, optional=kind.optional, rest=rest
                    )
                case Open():
                    return facts.Opaque(span=kind.span, why=kind.why, within=self.type(kind.within))
                case Shape():
                    return self.shape(kind)
                case Named(declaration=str()):
                    return self.type(self.reader.expanded(kind))
                case Named():
                    name = self.key(kind.key, kind.label, kind)
                    return facts.Reference(span=kind.span, name=name)
            return kind

    def union(self, kind: Either) -> Type:
        """Return a union, with all single values in one list."""
        values: dict[str, Literal] = {}
        others: list[Type] = []
        booleans: set[bool] = set()
        for option in flat(kind):
            if isinstance(option, Literal):
                values.setdefault(repr(option.value), option)
                booleans |= {option.value} if isinstance(option.value, bool) else set()
            elif not isinstance(option, Missing | facts.Never):
                others.append(self.type(option))
        literals = [each.value for each in values.values()]
        if len(booleans) > 1:
            literals = [value for value in literals if not isinstance(value, bool)]
            others.append(facts.Boolean(span=kind.span))
        if literals:
            listed = facts.Literals(span=kind.span, values=tuple(literals), name=kind.name)
            others.insert(0, listed)
        if len(others) == 1:
            return others[0]
        return facts.Union(span=kind.span, options=tuple(others))

    def shape(self, kind: Shape) -> Type:
        """Return an object type in its place; one inside itself by name."""
        if kind.key in self.around:
            name = self.key(kind.key, kind.name or f"{{{', '.join(kind.props)}}}", kind)
            return facts.Reference(span=kind.span, name=name)
        self.around.append(kind.key)
        try:
            return self.object(kind)
        finally:
            self.around.pop()

    def object(self, kind: Shape) -> Type:
        if kind.key not in self.around:
            self.around.append(kind.key)
        self.notes += kind.notes
        if kind.is_empty():
            return _empty(kind)
        fields = tuple(map(self.field, kind.props.values()))
        unlisted, place = self.unlisted(kind)
        if not fields and unlisted is not None and not isinstance(unlisted, bool):
            return facts.MapOf(span=kind.span, value=unlisted)
        return facts.Object(
            span=kind.span, fields=fields, name=kind.name, unlisted=unlisted, unlisted_span=place
        )

    def field(self, prop: Prop) -> facts.Field:
        kind = self.reader.value(prop.type, prop.span, f"the property {prop.name}")
        optional = prop.optional or self.reader.may_miss(kind)
        received: Presence = facts.Presence.OPTIONAL if optional else facts.Presence.REQUIRED
        return facts.Field(
            name=prop.name, type=self.type(kind), span=prop.span, received=received, doc=prop.doc
        )

    def unlisted(self, kind: Shape) -> tuple[Type | bool | None, Span | None]:
        """Return what the properties may be that are not listed, and where it is said."""
        by_sort = {index.keys: index for index in kind.indexes}
        if not by_sort:
            return None, None
        index = by_sort.get("string") or next(iter(by_sort.values()))
        found = self.type(self.reader.value(index.type, index.span, "the index signature"))
        if isinstance(found, facts.Never) and index.keys == "string":
            return False, index.span
        if len(by_sort) == 1 and index.keys == "string":
            return found, index.span
        if isinstance(found, facts.Anything):
            return True, index.span
        within = found if index.keys == "string" else None
        why = "only some names are described by the index signature"
        return facts.Opaque(span=index.span, why=why, within=within), index.span


def _empty(kind: Shape) -> Type:
    """Return an object type without any demand.

    `{}` is any value but null. A type with a name is meant as an object, though it is the same to
    the compiler: so nothing is said of other values.
    """
    anything = facts.Anything(span=kind.span)
    objects = facts.Object(span=kind.span, fields=(), unlisted=None if kind.name else True)
    others = facts.Union(
        span=kind.span,
        options=(
            facts.Text(span=kind.span),
            facts.Number(span=kind.span),
            facts.Boolean(span=kind.span),
            facts.ListOf(span=kind.span, item=anything),
        ),
    )
    if kind.name is None:
        return facts.Union(span=kind.span, options=(objects, *others.options))
    why = f"{kind.name} demands nothing, and TypeScript takes values that are no objects for it"
    left = facts.Opaque(span=kind.span, why=why, within=others, decided=True)
    return facts.Union(span=kind.span, options=(objects, left))
