"""Finds the validators and serializers of a pydantic model: they are code, and are not read."""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.python.classes import ancestors, body
from conformance.readers.python.metadata import arguments
from conformance.readers.python.place import Manner, in_class
from conformance.readers.python.scopes import Class, Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.readers.python.place import Place

_FIELDS = {"pydantic.field_validator", "pydantic.validator", "pydantic.v1.validator"}
_MODELS = {
    "pydantic.model_validator", "pydantic.root_validator", "pydantic.v1.root_validator",
}  # fmt: skip
_COMPUTED = "pydantic.computed_field"
_HOOKS = ("__get_pydantic_core_schema__", "__get_validators__", "__init__")
_AFTER = ("__post_init__", "model_post_init")


@dataclass(slots=True)
class Validators:
    """What is code in a model.

    Attributes:
        narrower: Field -> why not all values of its type are accepted; `*` for all.
        wider: Field -> why nothing is known of its values; `*` for all.
        sent: Field -> why it is not known how it is written; `*` for all.
        model_narrower: Why not all objects are accepted.
        model_wider: Why nothing is known of the objects.
        computed: The fields that are computed and only written.
    """

    narrower: dict[str, str] = field(default_factory=dict)
    wider: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    model_narrower: list[str] = field(default_factory=list)
    model_wider: list[str] = field(default_factory=list)
    computed: list[tuple[ast.FunctionDef, ast.expr, Place]] = field(default_factory=list)

    def why(self, found: dict[str, str], name: str) -> str | None:
        """Return the reason for a field; None if there is none."""
        return found.get(name) or found.get("*")


def validators_of(one: Class) -> Validators:
    """Return what is code in a model and in those that it inherits from."""
    found = Validators()
    for each in reversed(ancestors(one)):
        place = in_class(each, {}, Manner.LAX)
        for name, node, made in _made(each):
            head = made.func if isinstance(made, ast.Call) else made
            target = place.resolve(head)
            if isinstance(target, Known):
                call = made if isinstance(made, ast.Call) else ast.Call(made, [], [])
                _add(found, target.name, name, call, node, place)
        for hook in _HOOKS:
            if each.scope.get(hook) is not None:
                found.model_wider.append(f"`{hook}` of {each.name} is code")
        for hook in _AFTER:
            if _refuses(each, hook):
                found.model_narrower.append(f"`{hook}` of {each.name} may refuse more")
    return found


def refusals(one: Class, hooks: Sequence[str]) -> list[str]:
    """Return why not all objects are accepted, from methods that run after the fields are set."""
    return [
        f"`{hook}` of {each.name} may refuse more"
        for each in ancestors(one)
        for hook in hooks
        if _refuses(each, hook)
    ]


def _made(one: Class) -> Iterator[tuple[str, ast.stmt, ast.expr]]:
    """Yield the decorators of methods, and what is called instead: `_x = validator(…)(check)`."""
    for node, _ in body(one):
        match node:
            case ast.FunctionDef(name=name, decorator_list=decorators):
                for each in decorators:
                    yield name, node, each
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Call() as made)):
                yield name, node, made


def _add(  # noqa: PLR0913, PLR0917  one decorator
    found: Validators, target: str, name: str, call: ast.Call, node: ast.stmt, place: Place
) -> None:
    given = arguments(call)
    mode = given.get("mode")
    pre = given.get("pre")
    is_after = isinstance(mode, ast.Constant) and mode.value == "after"
    if target in _FIELDS:
        first = target != "pydantic.field_validator"
        is_pre = pre is not None and not (isinstance(pre, ast.Constant) and pre.value is False)
        narrower = not is_pre if first else mode is None or is_after
        into = found.narrower if narrower else found.wider
        into |= dict.fromkeys(_names(call), f"the validator `{name}` is code")
    elif target in _MODELS:
        narrower = is_after or (target != "pydantic.model_validator" and pre is None)
        into_list = found.model_narrower if narrower else found.model_wider
        into_list.append(f"the validator `{name}` is code")
    elif target == "pydantic.field_serializer":
        found.sent |= dict.fromkeys(_names(call), f"the serializer `{name}` is code")
    elif target == "pydantic.model_serializer":
        found.sent["*"] = f"the serializer `{name}` is code"
    elif target == _COMPUTED and isinstance(node, ast.FunctionDef):
        found.computed.append((node, call, place))


def _names(call: ast.Call) -> list[str]:
    """Return the fields that a decorator names; `*` if one of them is code."""
    names = [
        node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "*"
        for node in call.args
    ]
    return names or ["*"]


def _refuses(one: Class, name: str) -> bool:
    """Return whether a method of a class has a statement that raises an error."""
    found = one.scope.get(name)
    node = getattr(found, "node", None)
    if node is None:
        return False
    return any(isinstance(inner, ast.Raise | ast.Assert) for inner in ast.walk(node))
