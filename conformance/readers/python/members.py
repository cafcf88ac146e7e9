"""Lists the fields of a pydantic model with their names on the wire, before types are read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.readers.python.classes import ancestors, body
from conformance.readers.python.config import Config, config_of
from conformance.readers.python.fields import annotation, doc_after
from conformance.readers.python.metadata import FIELDS, Metadata, arguments
from conformance.readers.python.place import Place, in_class
from conformance.readers.python.scopes import Class, Code, Known, Missing
from conformance.readers.python.statements import Weight
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEFAULTS = ("default", "default_factory")


@dataclass(slots=True)
class Member:
    """A field of a model.

    Attributes:
        owner: The class that declares it.
        node: The statement.
        name: Its name in the source.
        wire: Its name when it is read.
        aliases: Further names under which it is read.
        sent: Its name when it is written.
        required: Whether it has to be there.
        explicit: Whether `...` says that it is required.
        excluded: Whether it is never written.
        said: What the call of `Field` says besides the type.
        wider: Why nothing is known of its values.
        default: The default; None if there is none, or it is made by code.
        constant: Whether only the default is accepted.
        doc: The comment on it.
    """

    owner: Class
    node: ast.Assign | ast.AnnAssign
    name: str
    wire: str = ""
    aliases: tuple[str, ...] = ()
    sent: str = ""
    required: bool = True
    explicit: bool = False
    excluded: bool = False
    said: Metadata = field(default_factory=Metadata)
    wider: list[str] = field(default_factory=list)
    default: ast.expr | None = None
    constant: bool = False
    doc: str = ""


def members(one: Class, config: Config | None = None) -> list[Member]:
    """Return the fields of a model, those of its bases first, each name once."""
    settings = config or config_of(one)
    found: dict[str, Member] = {}
    for each in reversed(ancestors(one)):
        for node, name, weight in _declared(each, settings):
            member = Member(each, node, name, doc=doc_after(each.node.body, node))
            place = in_class(each, {}, settings.manner)
            if not _is_field(node, place):
                found.pop(name, None)
                continue
            if weight is Weight.MAYBE:
                member.wider.append(f"`{name}` depends on a condition that is code")
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
        for call, where in annotation(member.node.annotation, place).said.fields:
            given |= _given(member, call, where)
    value = member.node.value
    if isinstance(value, ast.Call) and _called(value, place) in FIELDS:
        given |= _given(member, value, place)
        member.said.keywords({name: node for name, (node, where) in given.items()
                              if where is place}, place)  # fmt: skip
    elif value is not None:
        given["default"] = value, place
        _check_default(member, value, place)
    _read_default(member, given)
    member.excluded = _is_true(given.get("exclude"))
    member.constant = _is_true(given.get("const"))
    if "description" in given and not member.doc:
        member.doc = _string(given["description"]) or ""
    _read_names(member, given, config)


def _given(member: Member, call: ast.Call, place: Place) -> dict[str, tuple[ast.expr, Place]]:
    found = arguments(call, ("default",))
    if "**" in found:
        member.wider.append(f"`{member.name}` is described by code: {shown(call)}")
    return {name: (node, place) for name, node in found.items()}


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


def _read_names(
    member: Member, given: Mapping[str, tuple[ast.expr, Place]], config: Config
) -> None:
    name = member.name
    made = config.received(name) if config.received else name
    alias = _string(given.get("alias"))
    member.wire = alias or made
    member.sent = alias or (config.sent(name) if config.sent else name)
    validation = given.get("validation_alias")
    if validation is not None:
        _read_validation(member, *validation)
    if "serialization_alias" in given:
        member.sent = _string(given["serialization_alias"]) or member.sent
    for key in ("alias", "validation_alias", "serialization_alias"):
        if key in given and not _is_readable(given[key]):
            member.wider.append(f"the name of `{name}` is code: {shown(given[key][0])}")
    if config.by_name and name != member.wire:
        member.aliases = (*member.aliases, name)
    if not config.by_alias:
        member.wire, member.aliases = name, ()


def _read_validation(member: Member, node: ast.expr, place: Place) -> None:
    """Read `validation_alias`: a name, several, or a path to a part."""
    names = [_string((node, place))]
    called = _called(node, place)
    if isinstance(node, ast.Call) and called == "pydantic.AliasPath":
        names = [_path(member, node, place)]
    elif isinstance(node, ast.Call) and called == "pydantic.AliasChoices":
        names = [
            _path(member, each, place)
            if isinstance(each, ast.Call) and _called(each, place) == "pydantic.AliasPath"
            else _string((each, place))
            for each in node.args
        ]
    known = [name for name in names if name is not None]
    if known:
        member.wire, member.aliases = known[0], tuple(dict.fromkeys(known[1:]))


def _path(member: Member, node: ast.Call, place: Place) -> str | None:
    member.wider.append(f"`{member.name}` is read from a part: {shown(node)}")
    return _string((node.args[0], place)) if node.args else None


def _is_readable(given: tuple[ast.expr, Place]) -> bool:
    node, place = given
    if _called(node, place) in {"pydantic.AliasPath", "pydantic.AliasChoices"}:
        return True
    try:
        return isinstance(place.value(node), str | None)
    except NoValueError:
        return False


def _string(given: tuple[ast.expr, Place] | None) -> str | None:
    if given is None:
        return None
    try:
        value = given[1].value(given[0])
    except NoValueError:
        return None
    return value if isinstance(value, str) else None


def _is_true(given: tuple[ast.expr, Place] | None) -> bool:
    return given is not None and isinstance(given[0], ast.Constant) and given[0].value is True
