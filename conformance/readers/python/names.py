"""Reads the names of a pydantic field on the wire: aliases, choices of them, generated ones."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.facts import Doc
from conformance.readers.python.metadata import arguments
from conformance.readers.python.scopes import Known
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.readers.python.config import Config
    from conformance.readers.python.place import Place

Given: TypeAlias = "Mapping[str, tuple[ast.expr, Place]]"
"""The arguments of a call that describes a field: keyword -> the expression and its place."""
_KEYS = ("alias", "validation_alias", "serialization_alias")


@dataclass(slots=True)
class Names:
    """The names of a field.

    Attributes:
        wire: Its name when it is read.
        aliases: Further names under which it is read.
        sent: Its name when it is written.
        part: Why what is read is only a part of a property; empty if it is the whole.
        unknown: Why the names are not known; empty if they are.
    """

    wire: str
    aliases: tuple[str, ...] = ()
    sent: str = ""
    part: str = ""
    unknown: str = ""


def given_by(call: ast.Call, place: Place) -> dict[str, tuple[ast.expr, Place]]:
    """Return the arguments of a call of `Field`."""
    return {name: (node, place) for name, node in arguments(call, ("default",)).items()}


def names_of(name: str, given: Given, config: Config) -> Names:
    """Return the names of a field.

    Args:
        name: Its name in the source.
        given: The arguments of `Field`.
        config: The settings of the class.
    """
    made = config.received(name) if config.received else name
    alias = string(given.get("alias"))
    found = Names(alias or made)
    found.sent = alias or (config.sent(name) if config.sent else name)
    validation = given.get("validation_alias")
    if validation is not None:
        _read_validation(found, name, *validation)
    found.sent = string(given.get("serialization_alias")) or found.sent
    for key in _KEYS:
        if key in given and not _is_readable(given[key]):
            found.unknown = f"the name of `{name}` is code: {shown(given[key][0])}"
    if "**" in given:
        found.unknown = f"`{name}` is described by code: {shown(given['**'][0])}"
    if config.by_name and name not in {found.wire, *found.aliases}:
        found.aliases = (*found.aliases, name)
    if not config.by_alias:
        found.wire, found.aliases = name, ()
    return found


def _read_validation(found: Names, name: str, node: ast.expr, place: Place) -> None:
    """Read `validation_alias`: a name, several, or a path to a part."""
    each = [node]
    if isinstance(node, ast.Call) and _called(node, place) == "pydantic.AliasChoices":
        each = node.args
    known = []
    for one in each:
        if isinstance(one, ast.Call) and _called(one, place) == "pydantic.AliasPath":
            found.part = f"`{name}` is read from a part: {shown(one)}"
            known.append(string((one.args[0], place)) if one.args else None)
        else:
            known.append(string((one, place)))
    listed = list(dict.fromkeys(one for one in known if one is not None))
    if listed:
        found.wire, found.aliases = listed[0], tuple(listed[1:])


def _is_readable(given: tuple[ast.expr, Place]) -> bool:
    node, place = given
    if _called(node, place) in {"pydantic.AliasPath", "pydantic.AliasChoices"}:
        return True
    try:
        return isinstance(place.value(node), str | None)
    except NoValueError:
        return False


def _called(node: ast.expr, place: Place) -> str:
    found = place.resolve(node.func) if isinstance(node, ast.Call) else None
    return found.name if isinstance(found, Known) else ""


def described(given: Given) -> Doc | None:
    """Return what the argument `description` says; None if it is not there, or no string."""
    text = string(given.get("description"))
    return (
        None if text is None else Doc(text, given["description"][1].span(given["description"][0]))
    )


def string(given: tuple[ast.expr, Place] | None) -> str | None:
    """Return the string that an argument is; None if it is no string that can be known."""
    if given is None:
        return None
    try:
        value = given[1].value(given[0])
    except NoValueError:
        return None
    return value if isinstance(value, str) else None
