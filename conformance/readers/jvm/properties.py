"""Finds the properties of a class as Jackson does: from fields, getters, setters and creators."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.jvm.model import Annotations, Kind, Role
from conformance.readers.jvm.naming import STRATEGIES
from conformance.readers.jvm.types import Instance, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.readers.facts import Doc
    from conformance.readers.jvm.model import Creator, Expr, Member
    from conformance.readers.jvm.types import Types

_EXPLICIT = (
    *("JsonProperty", "JsonGetter", "JsonSetter", "JsonSerialize", "JsonDeserialize"),
    *("JsonFormat", "JsonUnwrapped", "JsonRawValue", "JsonTypeInfo", "JsonView"),
    *("JsonManagedReference", "JsonBackReference"),
)
"""The annotations that make a property of what nobody else would see."""
_GETTERS = {"Data", "Value", "Getter"}
_SETTERS = {"Data", "Setter"}
_RECEIVED = (Role.PARAMETER, Role.SETTER, Role.FIELD, Role.GETTER)
_SENT = (Role.GETTER, Role.FIELD)
_ANY = {Role.FIELD: "fieldVisibility", Role.GETTER: "getterVisibility"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member, and where it stands."""

    member: Member
    scope: Scope

    @property
    def explicit(self) -> bool:
        """Return whether annotations make it a part of a property."""
        return self.member.annotations.get(*_EXPLICIT) is not None

    @property
    def name(self) -> str | None:
        """Return the name that annotations give it; None if they give none."""
        for one in self.member.annotations.all:
            if one.name in {"JsonProperty", "JsonGetter", "JsonSetter"} and one.text():
                return one.text()
        return None


@dataclass(slots=True, kw_only=True)
class Property:
    """A property of a class.

    Attributes:
        native: Its name in the source.
        parts: The members behind it.
        reads: The member through which it is read; None if it is not.
        writes: The member through which it is written; None if it is not.
    """

    native: str
    parts: list[Part] = field(default_factory=list)
    reads: Part | None = None
    writes: Part | None = None

    @property
    def annotations(self) -> Annotations:
        """Return the annotations of all its members."""
        return Annotations(all=tuple(x for one in self.parts for x in one.member.annotations.all))

    @property
    def doc(self) -> Doc | None:
        """Return the first comment on its members; None if they have none."""
        docs = (one.member.doc for one in self.parts)
        return next((doc for doc in docs if doc is not None), None)

    def named(self, roles: tuple[Role, ...]) -> str | None:
        """Return the first name that annotations give; None if they give none."""
        found = [
            one.name for role in (*roles, *Role) for one in self.parts if one.member.role is role
        ]
        return next((name for name in found if name is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """The properties of a class.

    Attributes:
        found: The properties, by the name under which each is read or, if it is not, written.
        ignored: The names that are skipped when they are read.
        creator: The method or constructor that makes a value; None if it is the default one.
        annotations: The annotations of the class and of those that it extends.
        unknown: The classes that it extends and the project does not have.
    """

    found: dict[str, Property]
    ignored: dict[str, Part | None]
    creator: Creator | None
    annotations: Annotations
    unknown: tuple[Expr, ...]


def chain(types: Types, instance: Instance) -> tuple[list[Instance], tuple[Expr, ...]]:
    """Return a class with those that it extends, itself first; and those that are not found."""
    found: dict[str, Instance] = {instance.key: instance}
    unknown: list[Expr] = []
    waiting = [instance]
    while waiting:
        one = waiting.pop(0)
        declared = one.declared
        for expr in (*declared.supers, *declared.interfaces):
            place = types.project.find(one.unit, declared.path, expr.name)
            above = None if place is None else place[0].declared(place[1])
            if place is None or above is None or above.alias is not None:
                if expr in declared.supers and expr.name not in {"Object", "Record", "Enum"}:
                    unknown.append(expr)
                continue
            if len(above.parameters) == len(expr.args):
                bound = types.bound(above, expr, one.scope)
            else:  # a raw type, as old code has it
                bound = {}
            made = Instance(key=above.key, unit=place[0], declared=above, bound=bound)
            if made.key not in found:
                found[made.key] = made
                waiting.append(made)
    return list(found.values()), tuple(unknown)


def properties(types: Types, instance: Instance) -> Properties:
    """Return the properties of a class."""
    classes, unknown = chain(types, instance)
    annotations = Annotations(all=tuple(x for one in classes for x in one.declared.annotations.all))
    creator = creator_of(instance)
    rename = _strategy(annotations)
    ignored: dict[str, Part | None] = {}
    found: dict[str, Property] = {}
    for implicit, group in _groups(instance, classes, creator).items():
        skipped = [x for x in group.parts if _is_ignored(x)]
        if skipped:
            ignored[group.named(_RECEIVED) or rename(implicit)] = skipped[0]
            group.parts = [x for x in group.parts if x.explicit and x not in skipped]
        _choose(group, annotations)
        if group.reads is None and group.writes is None:
            continue
        roles = _SENT if group.reads is None else _RECEIVED
        name = group.named(roles) or rename(implicit)
        ignored.pop(name, None)
        found[name] = _joined(found[name], group) if name in found else group
    _ignore_by_class(annotations, found, ignored)
    return Properties(
        found=found, ignored=ignored, creator=creator, annotations=annotations, unknown=unknown
    )


def _groups(
    instance: Instance, classes: list[Instance], creator: Creator | None
) -> dict[str, Property]:
    """Return the members of a class and of those that it extends, by their own property's name."""
    groups: dict[str, Property] = {}
    for one in reversed(classes):
        for member in _members(one):
            part = Part(member=member, scope=one.scope)
            groups.setdefault(member.name, Property(native=member.name)).parts.append(part)
    for parameter in () if creator is None else creator.parameters:
        part = Part(member=parameter, scope=instance.scope)
        known = name = parameter.name
        if instance.declared.kind is not Kind.RECORD:
            name = part.name or name
            known = next((k for k, v in groups.items() if v.named(_RECEIVED) == name), name)
        groups.setdefault(known, Property(native=parameter.name)).parts.append(part)
    return groups


def _ignore_by_class(
    annotations: Annotations, found: dict[str, Property], ignored: dict[str, Part | None]
) -> None:
    """Leave out the properties that `@JsonIgnoreProperties` names."""
    for one in annotations.all:
        if one.name == "JsonIgnoreProperties":
            for name in one.texts():
                ignored[name] = None
                found.pop(name, None)


def creator_of(instance: Instance) -> Creator | None:
    """Return the constructor or method that makes a value; None if it is the default one."""
    creators = instance.declared.creators
    for one in creators:
        mark = one.annotations.get("JsonCreator")
        if mark is not None and mark.word("mode") != "DISABLED":
            return one
    if instance.declared.kind is Kind.RECORD:
        return next((one for one in creators if not one.name), None)
    named = [
        one
        for one in creators
        if not one.name
        and one.parameters
        and all("JsonProperty" in x.annotations for x in one.parameters)
    ]
    return named[0] if named else None


def _members(instance: Instance) -> Iterator[Member]:
    """Yield the members of one class, with the getters and setters that Lombok makes."""
    declared = instance.declared
    for member in declared.members:
        yield member
        if member.role is not Role.FIELD:
            continue
        names = {one.name for one in (*declared.annotations.all, *member.annotations.all)}
        if names & _GETTERS:
            yield replace(member, role=Role.GETTER, public=True)
        if names & _SETTERS and member.mutable:
            yield replace(member, role=Role.SETTER, public=True)


def _is_ignored(part: Part) -> bool:
    mark = part.member.annotations.get("JsonIgnore")
    return mark is not None and mark.get() is not False


def _choose(group: Property, annotations: Annotations) -> None:
    """Find the members through which a property is read and written."""
    seen = [x for x in group.parts if x.explicit or _visible(x.member, annotations)]
    getters = [x for x in seen if x.member.role is Role.GETTER]
    kept = list(seen)
    if getters or any(x.member.role is Role.PARAMETER for x in seen):
        kept += [x for x in group.parts if x.member.role is Role.FIELD and x not in seen]
    access = next(
        (x.word("access") for x in group.annotations.all if x.word("access") is not None), None
    )
    by_role = {role: [x for x in kept if x.member.role is role] for role in Role}
    readers = [x for role in _RECEIVED[:3] for x in by_role[role]]
    if not readers:
        readers = [x for x in getters if x.member.type.name.rpartition(".")[2] in _FILLED]
    writers = [*getters, *(x for x in seen if x.member.role is Role.FIELD)]
    if access == "WRITE_ONLY":
        writers = []
    if access == "READ_ONLY":
        readers = []
    group.reads = readers[0] if seen and readers else None
    group.writes = writers[0] if writers else None


_FILLED = {"Collection", "List", "Map", "Set"}
"""What Jackson fills without a setter."""


def _visible(member: Member, annotations: Annotations) -> bool:
    said = next(
        (
            one.word(_ANY[member.role])
            for one in annotations.all
            if one.name == "JsonAutoDetect"
            and member.role in _ANY
            and _ANY[member.role] in one.args
        ),
        None,
    )
    if said is not None:
        return said == "ANY" or (said != "NONE" and member.public)
    return member.public or member.role in {Role.SETTER, Role.PARAMETER}


def _joined(first: Property, second: Property) -> Property:
    reads, writes = first.reads or second.reads, first.writes or second.writes
    parts = [*first.parts, *second.parts]
    return Property(native=first.native, parts=parts, reads=reads, writes=writes)


def _strategy(annotations: Annotations) -> Callable[[str], str]:
    mark = annotations.get("JsonNaming")
    name = None if mark is None else mark.word()
    return STRATEGIES.get(name or "", str)
