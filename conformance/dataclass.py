"""Makes the package's dataclasses, in a tenth of the time that the standard library takes.

The standard library writes and compiles six functions for each class when its module is imported,
and a short command spends a third of its time on that. Here those that differ from class to class
are compiled when they are first called. A type checker sees the decorator of the standard library.
"""

from __future__ import annotations

import dataclasses
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

__all__ = ["dataclass"]

T = TypeVar("T")

_LEFT_OUT: Any = object()
"""Stands for an argument whose default a factory makes."""


def _dataclass(  # noqa: PLR0913  as many as the one of the standard library has
    *,
    frozen: bool = False,
    slots: bool,
    kw_only: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002  its name there
    weakref_slot: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Return a decorator that makes a class a dataclass, as that of the standard library does.

    Each attribute has a slot. What a class defines itself is left as it is.
    """

    def made(bare: type[T]) -> type[T]:
        bare.__doc__ = bare.__doc__ or bare.__name__  # else its signature is worked out for it
        cls: type[T] = dataclasses.dataclass(
            init=False,
            repr=False,
            eq=False,
            slots=slots,
            kw_only=kw_only,
            weakref_slot=weakref_slot,
        )(bare)
        own: dict[str, Any] = {"__init__": _later(cls, "__init__", _frozen if frozen else _open)}
        if repr:
            own["__repr__"] = _shown
        if eq:
            own["__eq__"] = _later(cls, "__eq__", _equal)
            own["__hash__"] = _later(cls, "__hash__", _hash) if frozen else None
        if frozen:
            own |= _FROZEN
        for name, function in own.items():
            if vars(bare).get(name) is None:  # a class with `__eq__` has the hash None
                setattr(cls, name, function)
        return cls

    return made


if not TYPE_CHECKING:  # pragma: no branch
    dataclass = _dataclass


def _later(
    cls: type[Any], name: str, write: Callable[[type[Any]], tuple[str, dict[str, Any]]]
) -> Callable[..., Any]:
    """Return a method that puts the real one in its place when it is first called, and calls it.

    Args:
        cls: The class.
        name: The method's name.
        write: Returns the text of the real one, and the names in it that are not built in.
    """

    def first(self: object, *arguments: object, **named: object) -> Any:  # noqa: ANN401  any method
        text, known = write(cls)
        exec(text, known)  # noqa: S102  our own text
        real = known[name]
        real.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, real)
        return real(self, *arguments, **named)

    return first


def _open(cls: type[Any]) -> tuple[str, dict[str, Any]]:
    return _init(cls, lambda name, value: f"self.{name} = {value}")


def _frozen(cls: type[Any]) -> tuple[str, dict[str, Any]]:
    text, known = _init(cls, lambda name, value: f"set_{name}(self, {value})")
    setters = {f"set_{x.name}": getattr(cls, x.name).__set__ for x in dataclasses.fields(cls)}
    return text, {**known, **setters}


def _init(cls: type[Any], assigned: Callable[[str, str], str]) -> tuple[str, dict[str, Any]]:
    """Return the text of `__init__`, which sets each attribute, and the names in it."""
    known: dict[str, Any] = {"left_out": _LEFT_OUT}
    positional, body = ["self"], ["pass"]
    named: list[str] = []
    for field in dataclasses.fields(cls):
        if not field.init:
            continue
        name = field.name
        parameter, value = name, name
        if field.default is not dataclasses.MISSING:
            known[f"default_{name}"] = field.default
            parameter = f"{name}=default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"make_{name}"] = field.default_factory
            parameter = f"{name}=left_out"
            value = f"make_{name}() if {name} is left_out else {name}"
        (named if field.kw_only else positional).append(parameter)
        body.append(assigned(name, value))
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *named] if named else [])])
    return f"def __init__({parameters}):\n  " + "\n  ".join(body), known


def _equal(cls: type[Any]) -> tuple[str, dict[str, Any]]:
    ours, theirs = _values(cls, "self"), _values(cls, "other")
    same = f"{ours} == {theirs} if other.__class__ is self.__class__ else NotImplemented"
    return f"def __eq__(self, other):\n  return {same}", {}


def _hash(cls: type[Any]) -> tuple[str, dict[str, Any]]:
    return f"def __hash__(self):\n  return hash({_values(cls, 'self')})", {}


def _values(cls: type[Any], of: str) -> str:
    """Return the text of a tuple with the attributes by which two objects are compared."""
    return f"({''.join(f'{of}.{x.name}, ' for x in dataclasses.fields(cls) if x.compare)})"


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401  any of our classes
    """Show an object with its attributes."""
    values = ", ".join(
        f"{x.name}={getattr(self, x.name)!r}" for x in dataclasses.fields(self) if x.repr
    )
    return f"{type(self).__qualname__}({values})"


def _refuse(self: object, name: str, *_: object) -> None:
    """Refuse a change of what is frozen."""
    raise dataclasses.FrozenInstanceError(f"{type(self).__qualname__}.{name} is frozen")


def _state(self: Any) -> list[object]:  # noqa: ANN401  likewise
    """Return the attributes of what is frozen, for a copy."""
    return [getattr(self, x.name) for x in dataclasses.fields(self)]


def _restore(self: Any, values: list[object]) -> None:  # noqa: ANN401  likewise
    """Set the attributes of a copy, which refuses other changes."""
    for field, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN = {
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
}
