"""Makes the package's dataclasses, in a fraction of the time that the standard library takes.

The standard library writes and compiles six functions for each class when its module is imported,
and a short command spends a third of its time on that. Here those that differ from class to class
are compiled when they are first called, and the standard library looks at a class only when
somebody asks for its fields. A type checker sees the decorator of the standard library.

Two modules use the standard library's own: `readers/facts.py` for a class that has an order, which
is not made here, and `pytest_plugin.py`, whose classes are pytest's users' to look into.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, field
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from dataclasses import dataclass

__all__ = ["dataclass", "replace"]

T = TypeVar("T")

_LEFT_OUT: Any = object()
"""Stands for an argument whose default a factory makes."""
_OWN = "__own_attributes__"
"""The attribute of a class that says what attributes its objects have."""
_TOLD = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
"""The attributes of a class by which the standard library and Python know a dataclass."""
_UNSLOTTED = ("__dict__", "__weakref__")
"""The attributes of a class whose objects have no slots."""


def _dataclass(  # noqa: PLR0913  as many as the one of the standard library has
    *,
    frozen: bool = False,
    slots: bool,  # noqa: ARG001  as there: each attribute has a slot
    kw_only: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002  its name there
    weakref_slot: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Return a decorator that makes a class a dataclass, as that of the standard library does.

    Each attribute has a slot. What a class defines itself is left as it is.
    """

    def made(bare: type[T]) -> type[T]:
        annotations = vars(bare).get("__annotations__", {})
        names = [name for name, what in annotations.items() if not what.startswith("ClassVar")]
        cls = _with_slots(bare, names, weakref_slot=weakref_slot)
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
        defaults = {name: vars(bare).get(name, MISSING) for name in names}
        setattr(cls, _OWN, _Own(cls, bare, defaults, kw_only=kw_only))
        for name in _TOLD:
            setattr(cls, name, _Told(cls, name))
        return cls

    return made


if not TYPE_CHECKING:  # pragma: no branch
    dataclass = _dataclass


def _with_slots(bare: type[T], names: Sequence[str], *, weakref_slot: bool) -> type[T]:
    """Return a class with slots for its attributes, but for those that its bases have."""
    above = {slot for base in bare.__mro__[1:] for slot in getattr(base, "__slots__", ())}
    content = {x: what for x, what in vars(bare).items() if x not in {*names, *_UNSLOTTED}}
    more = ("__weakref__",) if weakref_slot else ()
    content["__slots__"] = (*(name for name in names if name not in above), *more)
    content["__qualname__"] = bare.__qualname__
    made: Any = type(bare)
    return cast("type[T]", made(bare.__name__, bare.__bases__, content))


class _Own:
    """What a class says of its own attributes, and not of those of its bases."""

    def __init__(
        self, cls: type[Any], bare: type[Any], defaults: Mapping[str, Any], *, kw_only: bool
    ) -> None:
        self._cls = cls
        self._bare = bare
        self._defaults = defaults
        self._kw_only = kw_only

    def parts(self) -> Iterator[_Part]:
        """Yield its attributes in the order in which they are written."""
        for name, default in self._defaults.items():
            told = default if isinstance(default, Field) else field(default=default)
            named = self._kw_only if told.kw_only is MISSING else bool(told.kw_only)
            yield _Part(name, told, is_named=named)

    def tell(self) -> None:
        """Have the standard library look at the class, and tell the class what it finds."""
        self._bare.__doc__ = self._bare.__doc__ or self._bare.__name__  # else it takes longer
        made = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)
        found = vars(made(self._bare))
        for name in _TOLD:
            setattr(self._cls, name, found[name])


class _Told:
    """Stands for what the standard library tells of a class, until somebody wants to know it."""

    def __init__(self, cls: type[Any], name: str) -> None:
        self._cls = cls
        self._name = name

    def __get__(self, one: object, cls: type[Any]) -> object:
        getattr(self._cls, _OWN).tell()
        return getattr(self._cls, self._name)


class _Part:
    """An attribute: its name, what is told of it, and whether its argument has to be named."""

    __slots__ = ("is_named", "name", "told")

    def __init__(self, name: str, told: Field[Any], *, is_named: bool) -> None:
        self.name = name
        self.told = told
        self.is_named = is_named


def _parts(cls: type[Any]) -> Iterable[_Part]:
    """Return the attributes of a class, those of its bases first."""
    owns = (vars(base)[_OWN] for base in reversed(cls.__mro__) if _OWN in vars(base))
    return {part.name: part for own in owns for part in own.parts()}.values()


def replace(one: T, **changes: Any) -> T:  # noqa: ANN401  as the standard library's
    """Return an object like another one, but for some attributes.

    The standard library's own looks at the class first, which takes long.
    """
    for part in _parts(type(one)):
        if part.told.init:
            changes.setdefault(part.name, getattr(one, part.name))
    return type(one)(**changes)


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
    setters = {f"set_{x.name}": getattr(cls, x.name).__set__ for x in _parts(cls)}
    return text, {**known, **setters}


def _init(cls: type[Any], assigned: Callable[[str, str], str]) -> tuple[str, dict[str, Any]]:
    """Return the text of `__init__`, which sets each attribute, and the names in it."""
    known: dict[str, Any] = {"left_out": _LEFT_OUT}
    positional, body = ["self"], ["pass"]
    named: list[str] = []
    for part in _parts(cls):
        if not part.told.init:
            continue
        name = part.name
        parameter, value = name, name
        if part.told.default is not MISSING:
            known[f"default_{name}"] = part.told.default
            parameter = f"{name}=default_{name}"
        elif part.told.default_factory is not MISSING:
            known[f"make_{name}"] = part.told.default_factory
            parameter = f"{name}=left_out"
            value = f"make_{name}() if {name} is left_out else {name}"
        (named if part.is_named else positional).append(parameter)
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
    return f"({''.join(f'{of}.{x.name}, ' for x in _parts(cls) if x.told.compare)})"


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401  any of our classes
    """Show an object with its attributes."""
    values = ", ".join(
        f"{x.name}={getattr(self, x.name)!r}" for x in _parts(type(self)) if x.told.repr
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
    for one, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, one.name, value)


_FROZEN = {
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
}
