"""Places in a record: JSON Pointers in which `*` stands for any index of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext import canonical
from conformance.model import Witness
from conformance.pointers import joined, steps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from conformance.judging import JudgedCase
    from conformance.model import Json


def generic(path: Iterable[str | int]) -> str:
    """Return the place of a path: `*` stands for an index, which is a number (see `typed`)."""
    return joined("", *_generic(path))


def typed(value: Json, path: Iterable[str]) -> tuple[str | int, ...]:
    """Return a path of texts with its indices as numbers: digits may be a property's name too."""
    found: list[str | int] = []
    for step in path:
        found.append(int(step) if isinstance(value, list) and step.isdecimal() else step)
        inside = value_at(value, [step])
        value = None if inside is None else inside.value
    return tuple(found)


def value_at(value: Json, path: Iterable[str | int]) -> Witness | None:
    """Return the value at a path, boxed; None where there is nothing."""
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and str(step).isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return Witness(value=value)


def place_of(judged: JudgedCase, fields: Collection[str] = ()) -> str:
    """Return where a case deviates: from the case it is near to, else where columns object.

    Where that says nothing, a case whose topic (the first slug of its id) is one of the record's
    fields stands there; else it is about the whole input, the empty place.
    """
    value = getattr(judged.parsed, "value", None)
    if judged.near is not None:
        paths = [_generic(path) for path in differing(value, judged.near.value)]
    else:
        paths = [
            _generic(typed(value, steps(reason.instance)))
            for judgement in judged.judgements.values()
            for reason in judgement.reasons
        ]
    topic = judged.case.id.partition("/")[0]
    named = (field for field in fields if field.replace("_", "-") == topic)
    return _common(paths) or joined("", *[*named][:1])


def differing(one: Json, other: Json) -> list[tuple[str | int, ...]]:
    """Return the paths at which two values differ, outermost only; none where they are equal.

    A member or element that only one of them has differs at its own path.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        names = [*one, *(name for name in other if name not in one)]
        return [
            (name, *rest)
            for name in names
            for rest in (
                differing(one[name], other[name]) if name in one and name in other else [()]
            )
        ]
    if isinstance(one, list) and isinstance(other, list):
        shared = min(len(one), len(other))
        inner: list[tuple[str | int, ...]] = [
            (index, *rest)
            for index in range(shared)
            for rest in differing(one[index], other[index])
        ]
        return [*inner, *((index,) for index in range(shared, max(len(one), len(other))))]
    return [] if canonical(one) == canonical(other) else [()]


def _generic(path: Iterable[str | int]) -> tuple[str, ...]:
    return tuple("*" if isinstance(step, int) else step for step in path)


def _common(paths: Sequence[tuple[str, ...]]) -> str:
    if not paths:
        return ""
    shared = []
    for here in zip(*paths, strict=False):
        if len(set(here)) > 1:
            break
        shared.append(here[0])
    return joined("", *shared)
