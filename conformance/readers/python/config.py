"""Reads the settings of a pydantic model, from all classes that it inherits from."""

from __future__ import annotations

import ast
import re
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python.classes import ancestors, body, library_bases
from conformance.readers.python.place import Manner, Place, in_class, of_assigned
from conformance.readers.python.scopes import Assigned, Class, Known
from conformance.readers.python.syntax import shown
from conformance.readers.python.values import NoValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.readers.facts import Span
    from conformance.readers.python.scopes import Module

_CALLS = {"pydantic.ConfigDict", "pydantic_settings.SettingsConfigDict", "builtins.dict"}
_BY_NAME = ("populate_by_name", "validate_by_name", "allow_population_by_field_name")
_NARROWER = {
    "max_anystr_length", "min_anystr_length", "str_max_length", "str_min_length",
}  # fmt: skip
_WIDER = {"fields", "json_loads"}
_STRIP = ("str_strip_whitespace", "anystr_strip_whitespace")
_SECOND = re.compile(
    r"\b(?:ConfigDict|RootModel|TypeAdapter|computed_field|field_serializer|field_validator"
    r"|model_config|model_dump|model_serializer|model_validate|model_validator)\b"
)
_FIRST = re.compile(
    r"\bclass Config\b|@(?:pydantic\.)?(?:root_)?validator\b|\b__root__\b|\bpydantic\.v1\b"
)


@dataclass(slots=True)
class Config:
    """The settings of a model that matter for what it accepts.

    Attributes:
        first: Whether it is a model of pydantic 1.
        extra: Whether unlisted properties are taken; None if nothing is said.
        extra_span: The place that says so.
        drops_extra: Whether unlisted properties are taken, and not kept.
        by_name: Whether fields are read by their names in the source too.
        by_alias: Whether they are read by their aliases.
        received: Makes the name that is read from a field's name; None if it is the same.
        sent: Makes the name that is written.
        manner: How values of other types are read.
        strip: Whether white space around strings is cut off.
        narrower: Why not all values are accepted that the fields allow, where that is not read.
        wider: Why nothing is known of the values.
        names: Why the names on the wire are not known.
    """

    first: bool
    extra: bool | None = None
    extra_span: Span | None = None
    drops_extra: bool = False
    by_name: bool = False
    by_alias: bool = True
    received: Callable[[str], str] | None = None
    sent: Callable[[str], str] | None = None
    manner: Manner = Manner.LAX
    strip: bool = False
    narrower: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what tells settings apart that classes without settings of their own take over."""
        return (self.extra, self.by_name, self.by_alias, self.received, self.sent, self.manner)


@dataclass(frozen=True, slots=True)
class _Setting:
    node: ast.expr
    place: Place

    def value(self) -> object:
        """Return the value; the name of a member of `Extra`; the expression if it is code."""
        try:
            return self.place.value(self.node)
        except NoValueError:
            found = self.place.resolve(self.node)
            name = found.name if isinstance(found, Known) else ""
            return name.rpartition(".")[2] if ".Extra." in name else self.node


def config_of(one: Class) -> Config:
    """Return the settings of a pydantic model."""
    found = Config(first=_is_first(one))
    settings: dict[str, _Setting] = {}
    for each in reversed(ancestors(one)):
        if any(name.endswith("BaseSettings") for name in library_bases(each)):
            found.extra = False
        settings |= dict(_settings(each, found))
    _apply(found, settings)
    return found


def settings_of(
    node: ast.expr, place: Place, found: Config, depth: int = 0
) -> Iterator[tuple[str, _Setting]]:
    """Yield the settings in `ConfigDict(…)`, a dict, or a name for one."""
    target = place.resolve(node.func if isinstance(node, ast.Call) else node)
    is_call = isinstance(target, Known) and target.name in _CALLS
    if isinstance(target, Assigned) and not isinstance(node, ast.Call) and depth < 9:  # noqa: PLR2004
        yield from settings_of(target.value, of_assigned(target, {}, place), found, depth + 1)
    elif isinstance(node, ast.Call) and is_call and not node.args:
        for keyword in node.keywords:
            if keyword.arg is None:
                yield from settings_of(keyword.value, place, found, depth + 1)
            else:
                yield keyword.arg, _Setting(keyword.value, place)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, _Setting(value, place)
            elif key is None:
                yield from settings_of(value, place, found, depth + 1)
    else:
        found.wider.append(f"the settings {shown(node)} are code")


def own_config(nodes: Sequence[ast.expr], place: Place) -> Config:
    """Return the settings of a class that is no model: its own, or those of what it stands in.

    Args:
        nodes: The expressions that say its own settings.
        place: The place of these expressions, which may stand in a model.
    """
    found = Config(first=False)
    if not nodes:
        return place.config or found
    for node in nodes:
        _apply(found, dict(settings_of(node, place, found)))
    return found


def _settings(one: Class, found: Config) -> Iterator[tuple[str, _Setting]]:
    place = in_class(one, {}, Manner.LAX)
    for node, _ in body(one):
        match node:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
                yield from settings_of(value, place, found)
            case ast.AnnAssign(target=ast.Name(id="model_config"), value=ast.expr() as value):
                yield from settings_of(value, place, found)
            case ast.ClassDef(name="Config"):
                inner = one.scope.get("Config")
                if isinstance(inner, Class):
                    yield from _inner(inner)
    for keyword in one.node.keywords:
        if keyword.arg is not None and keyword.arg != "metaclass":
            yield keyword.arg, _Setting(keyword.value, place)


def _inner(one: Class) -> Iterator[tuple[str, _Setting]]:
    """Yield the settings of a class `Config`."""
    for each in reversed(ancestors(one)):
        for name, bound in each.scope.names.items():
            node: ast.expr = ast.copy_location(ast.Constant(value=...), each.node)
            if isinstance(bound, Assigned):
                node = bound.value
            yield name, _Setting(node, in_class(each, {}, Manner.LAX))


def _apply(found: Config, settings: dict[str, _Setting]) -> None:
    values = {name: setting.value() for name, setting in settings.items()}
    if "extra" in values:
        _apply_extra(found, values["extra"], settings["extra"])
    found.by_name = found.by_name or any(values.get(name) is True for name in _BY_NAME)
    found.by_alias = found.by_alias and values.get("validate_by_alias") is not False
    found.strip = any(values.get(name) is True for name in _STRIP)
    if found.first or values.get("coerce_numbers_to_str") is True:
        found.manner = Manner.LAXER
    if values.get("strict") is True:
        found.manner = Manner.EXACT
    for name in values.keys() & _NARROWER:
        found.narrower.append(f"the setting `{name}` is not read")
    for name in values.keys() & _WIDER:
        found.wider.append(f"the setting `{name}` is not read")
    if "alias_generator" in settings and values["alias_generator"] is not None:
        _apply_generator(found, settings["alias_generator"])


def _apply_extra(found: Config, value: object, setting: _Setting) -> None:
    found.extra = {"allow": True, "ignore": True, "forbid": False}.get(str(value))
    found.drops_extra = value == "ignore"
    found.extra_span = setting.place.span(setting.node)
    if found.extra is None:
        found.wider.append(f"the setting `extra` is {shown(setting.node)}, which is code")


def _apply_generator(found: Config, setting: _Setting) -> None:
    node, place = setting.node, setting.place
    found.received = found.sent = None
    if isinstance(node, ast.Call) and place.resolve(node.func) == Known("pydantic.AliasGenerator"):
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        given |= dict(zip(("alias",), node.args, strict=False))
        both = _maker(given.get("alias"), place, found)
        found.received = _maker(given.get("validation_alias"), place, found) or both
        found.sent = _maker(given.get("serialization_alias"), place, found) or both
    else:
        found.received = found.sent = _maker(node, place, found)


def _maker(node: ast.expr | None, place: Place, found: Config) -> Callable[[str], str] | None:
    if node is None:
        return None
    target = place.resolve(node)
    maker = _MAKERS.get(target.name) if isinstance(target, Known) else None
    if maker is None:
        found.names.append(f"the alias generator {shown(node)} is code")
    return maker


def pascal(name: str) -> str:
    """Return a name in the form `SomeName`, as pydantic makes it."""
    return re.sub(r"(?<=[0-9A-Za-z])_(?=[0-9A-Z])", "", name.title())


def camel(name: str) -> str:
    """Return a name in the form `someName`, as pydantic makes it."""
    if re.match(r"[a-z]+[A-Za-z0-9]*$", name) and not re.search(r"\d[a-z]", name):
        return name
    return re.sub(r"^_*[A-Z]", lambda found: found[0].lower(), pascal(name))


def snake(name: str) -> str:
    """Return a name in the form `some_name`, as pydantic makes it."""
    for left, right in (("[A-Z]+", "[A-Z][a-z]"), ("[a-z]", "[A-Z]"), ("[0-9]", "[A-Z]"),
                        ("[a-z]", "[0-9]")):  # fmt: skip
        name = re.sub(f"({left})({right})", r"\1_\2", name)
    return name.replace("-", "_").lower()


_MAKERS: dict[str, Callable[[str], str]] = {
    "pydantic.to_camel": camel,
    "pydantic.to_pascal": pascal,
    "pydantic.to_snake": snake,
    "pydantic.v1.to_lower_camel": camel,
    "pydantic.to_lower_camel": camel,
}


def _is_first(one: Class) -> bool:
    """Return whether a model is one of pydantic 1, by what its files and its bases' use."""
    order = ancestors(one)
    if any(name.startswith("pydantic.v1.") for each in order for name in library_bases(each)):
        return True
    marks = [_marks(each.module) for each in order]
    return any(first for first, _ in marks) and not any(second for _, second in marks)


@lru_cache(maxsize=4096)
def _marks(module: Module) -> tuple[bool, bool]:
    """Return whether a file uses what only pydantic 1 has, and what only pydantic 2 has."""
    text = module.document.text
    return _FIRST.search(text) is not None, _SECOND.search(text) is not None
