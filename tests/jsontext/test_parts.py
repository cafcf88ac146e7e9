"""JSON from parts that are written already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.parts import Written, array_json, object_json

if TYPE_CHECKING:
    from conformance.model import Json


def test_arrays_and_objects_hold_their_parts_as_they_are() -> None:
    assert array_json([]) == b"[]"
    assert array_json([b"1", b"[2]"]) == b"[1,[2]]"
    assert object_json({}) == b"{}"
    assert object_json({"b": b"1", '\u00e9"': b"[]"}) == '{"b":1,"\u00e9\\"":[]}'.encode()


def test_the_same_object_is_written_once() -> None:
    asked: list[tuple[int, ...]] = []

    def make(value: tuple[int, ...]) -> Json:
        asked.append(value)
        return [*value]

    written = Written(make, remembered=2)
    values = [(1,), (2,), (3,)]
    assert [written.of(values[n]) for n in (0, 1, 0)] == [b"[1]", b"[2]", b"[1]"]
    assert asked == [(1,), (2,)]
    assert [written.of(values[n]) for n in (2, 0, 2)] == [b"[3]", b"[1]", b"[3]"]
    assert asked == [(1,), (2,), (3,), (1,)]
