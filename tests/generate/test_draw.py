"""Drawing: from schemas and from exact classes, the same from the same seed everywhere."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Self

import fakes
import hypothesis_jsonschema
import pytest
from jsonschema import Draft202012Validator

from conformance.errors import UsageError
from conformance.generate import draw as drawing
from conformance.generate.classes import ANYTHING, classes
from conformance.generate.draw import (
    demand_hypothesis,
    drawn_from_classes,
    drawn_from_schema,
    is_quickly_drawn,
    placed,
)
from conformance.generate.hypothesis_compat import Loop, WithLoops
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

THING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["on", "off"]},
        "parts": {"type": "array", "items": {"properties": {"size": {"minimum": 3}}}},
    },
    "required": ["kind"],
    "additionalProperties": {"x-silent": "not said"},
}


# --- from a schema -------------------------------------------------------------------------------


@pytest.mark.untraced
def test_the_same_seed_draws_the_same_valid_values() -> None:
    first = drawn_from_schema(THING, 7, 40)

    assert first == drawn_from_schema(THING, 7, 40)
    assert first != drawn_from_schema(THING, 8, 40)
    assert len(first) == 40
    assert [value for value in first if not Draft202012Validator(THING).is_valid(value)] == []


def test_no_literal_of_the_code_that_is_loaded_is_drawn() -> None:
    from hypothesis.internal.conjecture import providers  # noqa: PLC0415  hypothesis's own

    before = vars(providers)["_get_local_constants"]
    drawn = drawn_from_schema({"type": "string"}, 1, 300)

    assert vars(providers)["_get_local_constants"] is before
    assert "a text that stands in this module only" not in drawn


def test_what_cannot_be_drawn_from_leaves_no_trace_in_hypothesis() -> None:
    inner = vars(hypothesis_jsonschema._from_schema)  # noqa: SLF001  what is mended
    before = inner["cu"]

    with pytest.raises(Exception, match=r"."):
        drawn_from_schema({"$ref": "elsewhere.json"}, 1, 5)

    assert inner["cu"] is before


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (THING, True),
        ({"properties": {"if": {"type": "string"}}}, True),
        ({"allOf": [{"if": {"type": "object"}, "then": {"required": ["a"]}}]}, False),
    ],
)
def test_a_schema_with_conditions_is_not_quickly_drawn(schema: Any, *, expected: bool) -> None:
    assert is_quickly_drawn(fakes.schema_file(schema)) is expected


def test_without_hypothesis_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    demand_hypothesis()
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)

    with pytest.raises(UsageError) as caught:
        demand_hypothesis()

    assert str(caught.value) == (
        "hypothesis and hypothesis_jsonschema is not installed, which cases are generated with; "
        "pip install 'cross-schema-conformance[generate]'"
    )


class Many:
    """As hypothesis's own class from 6.170.10 on: entered, iterated over, left."""

    def __init__(self, *, count: int) -> None:
        self.left = count
        self.said: list[str] = []

    def __enter__(self) -> Self:
        self.said.append("entered")
        return self

    def __exit__(self, *_: object) -> None:
        self.said.append("left")

    def __iter__(self) -> Iterator[None]:
        while self.left:
            self.left -= 1
            yield

    def reject(self, why: str | None) -> None:
        self.said.append(f"rejected {why}")


class Module:
    """As hypothesis's module."""

    OTHER = 1

    @staticmethod
    def many(*, count: int) -> Many:
        return Many(count=count)


class ModuleBefore:
    """As it was: what it gives can be asked whether there is more."""

    @staticmethod
    def many() -> Loop:
        return Loop(Many(count=1))


def test_a_loop_asks_step_by_step() -> None:
    elements = WithLoops(Module).many(count=2)
    inner = elements._elements  # noqa: SLF001  what it stands for

    assert [elements.more(), elements.more()] == [True, True]
    elements.reject("why")
    assert elements.more() is False
    assert inner.said == ["entered", "rejected why", "left"]


def test_a_module_that_needs_no_mending_stays() -> None:
    assert isinstance(WithLoops(ModuleBefore).many()._elements, Many)  # noqa: SLF001  likewise
    assert WithLoops(Module).OTHER == 1


# --- from exact classes --------------------------------------------------------------------------


def test_every_class_of_a_place_has_a_value() -> None:
    found = classes([fakes.schema_file(THING)])

    assert list(found) == ["/kind", "/parts", "/parts/*", "/parts/*/size"]
    assert {"on", "off"} & {x for x in found["/kind"] if isinstance(x, str)}
    sizes = [x for x in found["/parts/*/size"] if type(x) is int]
    assert min(sizes) < 3 <= max(sizes)
    for values in found.values():
        assert len({canonical(value) for value in values}) == len(values)


def test_classes_follow_references() -> None:
    schema = {
        "$defs": {"word": {"enum": ["yes"]}, "a b": {"const": 5}},
        "properties": {
            "a": {"$ref": "#/$defs/word"},
            "b": {"anyOf": [{"$ref": "#/$defs/a%20b"}, {"x-silent": "not said"}]},
        },
    }

    found = classes([fakes.schema_file(schema)])

    assert "yes" in found["/a"]
    assert 5 in found["/b"]


def test_classes_of_several_schemas_are_those_that_any_tells_apart() -> None:
    files = [fakes.schema_file({"properties": {"a": {"const": x}}}) for x in ("p", "q")]

    assert {"p", "q"} <= {x for x in classes(files)["/a"] if isinstance(x, str)}


@pytest.mark.parametrize(
    ("whole", "path", "expected"),
    [
        (None, [], {7}),
        ({"a": 1}, ["b"], {'{"a":1,"b":7}'}),
        ({"a": 1}, ["a", "b"], {'{"a":{"b":7}}'}),
        ({}, ["a", "*"], {'{"a":[7]}'}),
        ({"a": [1]}, ["a", "*"], {'{"a":[7]}', '{"a":[1,7]}'}),
        ({"a": [1, 2]}, ["a", "*"], {'{"a":[7,2]}', '{"a":[1,7]}'}),
        ("x", ["*", "a"], {'[{"a":7}]'}),
    ],
)
def test_a_value_is_put_into_its_place(whole: Any, path: list[str], expected: set[Any]) -> None:
    found = {canonical(placed(whole, path, 7, Random(seed))) for seed in range(30)}

    assert found == {str(one) for one in expected}


def walked(values: dict[str, tuple[Any, ...]], start: Any = None) -> list[Any]:
    return [drawn_from_classes(Random(seed), values, start or {}) for seed in range(300)]


def test_a_class_is_put_at_one_place_or_two() -> None:
    values = {"/a": (1, 2), "/b/*": ("x",)}
    drawn = walked(values)

    assert drawn == walked(values)
    assert {"a": 1} in drawn
    assert {"a": 1, "b": ["x"]} in drawn
    assert any(not isinstance(value, dict) for value in drawn)
    assert [x for x in drawn if isinstance(x, dict) and x.get("a") not in (None, 1, 2)] == []
    assert {"a": 1, "c": 0} in walked(values, {"c": 0})


def test_a_place_of_many_classes_is_chosen_more_often() -> None:
    drawn = walked({"/a": tuple(range(20)), "/b": (1,)})

    assert sum("a" in x for x in drawn if isinstance(x, dict)) > 200
    assert 5 < sum("b" in x for x in drawn if isinstance(x, dict)) < 100


def test_a_record_of_arrays_or_of_scalars_is_drawn_as_such() -> None:
    assert [1] in walked({"/*": (1,)})
    assert drawn_from_classes(Random(1), {}, {}) in ANYTHING
