"""Finds the properties of a Kotlin class that hold a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.jvm.model import Role
from conformance.readers.jvm.properties import chain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.jvm.model import Member
    from conformance.readers.jvm.types import Instance, Scope, Types


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A property that holds a value.

    Attributes:
        member: The parameter of the constructor, or the field in the body.
        scope: Where it stands.
        default: Whether it has a value without being given one.
    """

    member: Member
    scope: Scope
    default: bool


def stored(types: Types, instance: Instance) -> list[Stored]:
    """Return the properties of a class and of those that it extends, those of these first."""
    classes, _ = chain(types, instance)
    found: dict[str, Stored] = {}
    for one in reversed(classes):
        for member in _members(one):
            found[member.own] = Stored(member=member, scope=one.scope, default=member.default)
    return list(found.values())


def _members(instance: Instance) -> Iterator[Member]:
    declared = instance.declared
    getters = {one.own for one in declared.members if one.role is Role.GETTER}
    for creator in declared.creators[:1]:
        for one in creator.parameters if not creator.name else ():
            if one.own in getters:
                yield one
    for one in declared.members:
        if one.role is Role.FIELD:
            yield one
