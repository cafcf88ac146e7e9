"""Lists the fields of a pydantic model with their names on the wire, before types are read."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python.classes import ancestors, body
from conformance.readers.python.config import Config, config_of
from conformance.readers.python.fields import annotation, doc_after
from conformance.readers.python.metadata import FIELDS, Metadata
from conformance.readers.python.names import Names, described, given_by, names_of
from conformance.readers.python.place import Place, in_class
from conformance.readers.python.scopes import Class, Code, Known, Missing
from conformance.readers.python.statements import Weight
from conformance.readers.python.syntax import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.readers.facts import Doc


@dataclass(slots=True)
class Member:
    """A field of a model.

    Attributes:
        owner: The class that declares it.
        node: The statement.
        name: Its name in the source.
        names: Its names on the wire.
        required: Whether it has to be there.
        explicit: Whether `...` says that it is required.
        excluded: Whether it is never written.
        said: What the call of `Field` says besides the type.
        wider: Why nothing is known of its values.
        condition: Why it is not known whether there is such a field; empty if there is.
        default: The default; None if there is none, or it is made by code.
        constant: Whether only the default is accepted.
        doc: The comment on it; None if there is none.
    """

    owner: Class
    node: ast.Assign | ast.AnnAssign
    name: str
    names: Names
    required: bool = True
    explicit: bool = False
    excluded: bool = False
    said: Metadata = field(default_factory=Metadata)
    wider: list[str] = field(default_factory=list)
    condition: str = ""
    default: ast.expr | None = None
    constant: bool = False
    doc: Doc | None = None


def members(one: Class, config: Config | None = None) -> list[Member]:
    """Return the fields of a model, those of its bases first, each name once."""
    settings = config or config_of(one)
    found: dict[str, Member] = {}
    for each in reversed(ancestors(one)):
        for node, name, weight in _declared(each, settings):
            place = in_class(each, {}, settings.manner)
            doc = doc_after(each.node.body, node, place)
            member = Member(each, node, name, Names(name), doc=doc)
            if not _is_field(node, place):
                found.pop(name, None)
                continue
            if weight is Weight.MAYBE:
                member.condition = f"`{name}` depends on a condition that is code"
                member.wider.append(member.condition)
            _read(member, place, settings)
            found[name] = member
    return list(found.values())


def _declared(
    one: Class, config: Config
) -> Iterator[tuple[ast.Assign | ast.AnnAssign, str, Weight]]:
    """Yield the statements of a body that may declare a field."""
    for node, weight in body(one):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)):
                pass
            case ast.Assign(targets=[ast.Name(id=name)]) if config.first:
                if isinstance(node.value, ast.Lambda):
                    continue
            case _:
                continue
        hidden = name.startswith("_") and name != "__root__"
        if weight is not Weight.FALLBACK and not hidden and name != "model_config":
            yield node, name, weight


def _is_field(node: ast.Assign | ast.AnnAssign, place: Place) -> bool:
    """Return whether a statement declares a field, and no variable of the class."""
    if not isinstance(node, ast.AnnAssign):
        return not isinstance(node.value, ast.Call) or _called(node.value, place) in FIELDS
    marks = annotation(node.annotation, place).marks
    return "ClassVar" not in marks and not ("Final" in marks and node.value is not None)


def _called(node: ast.expr | None, place: Place) -> str:
    """Return the full name of a library's function that is called; or empty."""
    found = place.resolve(node.func) if isinstance(node, ast.Call) else None
    return found.name if isinstance(found, Known) else ""


def _read(member: Member, place: Place, config: Config) -> None:
    given: dict[str, tuple[ast.expr, Place]] = {}
    if isinstance(member.node, ast.AnnAssign):
        for call, where in annotation(member.node.annotation, place).calls:
            given |= given_by(call, where)
    value = member.node.value
    if isinstance(value, ast.Call) and _called(value, place) in FIELDS:
        given |= given_by(value, place)
        member.said.keywords({name: node for name, (node, where) in given.items()
                              if where is place}, place)  # fmt: skip
    elif value is not None:
        given["default"] = value, place
        _check_default(member, value, place)
    _read_default(member, given)
    member.excluded = _is_true(given.get("exclude"))
    member.constant = _is_true(given.get("const"))
    if member.doc is None:
        member.doc = described(given)
    member.names = names_of(member.name, given, config)
    if member.names.part:
        member.wider.append(member.names.part)


def _check_default(member: Member, value: ast.expr, place: Place) -> None:
    """Note that a default is made by a function that may describe the field instead."""
    found = place.resolve(value.func) if isinstance(value, ast.Call) else None
    if isinstance(found, Missing) or (isinstance(found, Code) and _makes_fields(found)):
        member.wider.append(f"`{member.name}` is described by code: {shown(value)}")


def _makes_fields(found: Code) -> bool:
    place = Place(module=found.module)
    calls = (inner for inner in ast.walk(found.node) if isinstance(inner, ast.Call))
    return any(_called(call, place) in FIELDS for call in calls)


def _read_default(member: Member, given: Mapping[str, tuple[ast.expr, Place]]) -> None:
    node = given["default"][0] if "default" in given else None
    if isinstance(node, ast.Constant) and node.value is ...:
        member.explicit = True
    elif node is not None or "default_factory" in given:
        member.required = False
        member.default = node


def _is_true(given: tuple[ast.expr, Place] | None) -> bool:
    return given is not None and isinstance(given[0], ast.Constant) and given[0].value is True
