"""Sample values for open questions: literals of the schemas, and their near misses."""

from __future__ import annotations

from collections import deque
from itertools import product
from typing import TYPE_CHECKING

from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.exact.sources import Subject
    from conformance.model import Json

_PLAIN: tuple[Json, ...] = (None, False, True, 0, 1, -1, 0.5, "", "x", "xx", [], {}, [0], {"x": 0})


def samples(subjects: Sequence[Subject], seeds: Sequence[Json], most: int) -> list[Json]:
    """Return values that may tell the subjects apart, each once, always the same ones.

    Args:
        subjects: The source of literals and names.
        seeds: Known values to vary.
        most: The largest number of values.
    """
    parts = list(_parts(subjects))[:_MAX_PARTS]
    found: dict[str, Json] = {}
    queue: deque[Json] = deque([*seeds, *parts, *_PLAIN])
    while len(found) < most:
        value = queue.popleft()
        for near in (value, *_near(value, parts)):
            text = canonical(near)
            if text not in found:
                found[text] = near
                queue.append(near)
    return list(found.values())[:most]


_MAX_PARTS = 40


def _parts(subjects: Iterable[Subject]) -> Iterator[Json]:
    """Yield every literal and every name in the schemas, each once."""
    seen: set[str] = set()
    todo: list[Json] = [subject.schema for subject in subjects]
    todo += [body for subject in subjects for body in subject.resources.values()]
    for part in todo:
        if isinstance(part, dict):
            todo.extend(part.values())
            todo.extend(part)
        elif isinstance(part, list):
            todo.extend(part)
        text = canonical(part)
        if text not in seen and len(text) < _MAX_TEXT:
            seen.add(text)
            yield part


_MAX_TEXT = 60


def _near(value: Json, parts: Sequence[Json]) -> Iterator[Json]:
    """Yield the values one step away: one part dropped, added or replaced."""
    plain = [*_PLAIN, *parts]
    if isinstance(value, dict):
        for name in value:
            yield {key: item for key, item in value.items() if key != name}
        names = [*value, *(part for part in parts if isinstance(part, str))]
        for name, item in product(dict.fromkeys(names), plain):
            yield value | {name: item}
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
        for item in plain:
            yield [*value, item]
    elif isinstance(value, str):
        yield from (value[:-1], value + "x")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from (value + 1, value - 1)
