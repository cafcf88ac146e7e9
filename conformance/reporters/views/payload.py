"""Writes a payload for people, with the differences from its twin marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import canonical, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformance.model import Json, Witness

LINE = 56
"""Characters; a value that fits is written on one line."""
MAX_TEXT = 300
"""Longer strings are shortened for display; copying always gives the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of the text; `marked` where it differs from the twin."""

    text: str
    marked: bool


def segments(value: Json, twin: Witness | None) -> list[Segment]:
    """Return the text of a value in runs, marked where it differs from the twin."""
    merged: list[Segment] = []
    for part in _write(value, twin.value if twin else value, "", marked=False):
        if merged and merged[-1].marked is part.marked:
            merged[-1] = Segment(text=merged[-1].text + part.text, marked=part.marked)
        else:
            merged.append(part)
    return merged


def _write(value: Json, twin: Json, indent: str, *, marked: bool) -> Iterator[Segment]:
    if not marked and not _both_containers(value, twin) and canonical(value) != canonical(twin):
        marked = True
    if not isinstance(value, (dict, list)) or not value:
        yield Segment(text=_leaf(value), marked=marked)
        return
    short = len(compact(value)) <= LINE
    inner = indent if short else f"{indent}  "
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    items = (
        _members(value, twin, inner, marked=marked)
        if isinstance(value, dict)
        else _elements(value, twin, inner, marked=marked)
    )
    yield Segment(text=opening if short else f"{opening}\n{inner}", marked=marked)
    for number, item in enumerate(items):
        if number:
            yield Segment(text=", " if short else f",\n{inner}", marked=marked)
        yield from item
    yield Segment(text=closing if short else f"\n{indent}{closing}", marked=marked)


def _both_containers(value: Json, twin: Json) -> bool:
    return any(isinstance(value, kind) and isinstance(twin, kind) for kind in (dict, list))


def _members(
    value: dict[str, Json], twin: Json, indent: str, *, marked: bool
) -> Iterator[Iterable[Segment]]:
    others = twin if isinstance(twin, dict) else {}
    for name, item in value.items():
        new = marked or name not in others
        label = Segment(text=f"{_leaf(name)}: ", marked=new)
        yield [label, *_write(item, others.get(name), indent, marked=new)]


def _elements(
    value: list[Json], twin: Json, indent: str, *, marked: bool
) -> Iterator[Iterable[Segment]]:
    others = twin if isinstance(twin, list) else []
    for number, item in enumerate(value):
        new = marked or number >= len(others)
        yield _write(item, None if new else others[number], indent, marked=new)


def _leaf(value: Json) -> str:
    shown = compact(value)
    if len(shown) <= MAX_TEXT:
        return shown
    return f"{shown[: MAX_TEXT // 2]}…{shown[-20:]} ({len(shown):,} characters)"
