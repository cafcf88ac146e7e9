"""The reference validator answers once for what it has judged, and never for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes import DIALECT

from conformance.judges import reference
from conformance.judges.reference import Whether

if TYPE_CHECKING:
    import pytest

NUMBERS: dict[str, Any] = {"type": "object", "properties": {"a": {"items": {"type": "number"}}}}


def test_schemas_share_the_answers_on_parts_that_say_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    holds = reference._Part._holds  # noqa: SLF001  nothing else tells how often it is asked

    def counted(part: Any, instance: Any) -> bool:
        asked.append(part.schema)
        return holds(part, instance)

    monkeypatch.setattr(reference._Part, "_holds", counted)  # noqa: SLF001
    inner: Any = {"items": {"type": "number", "x-origin": "one"}}
    one = Whether({"properties": {"a": inner}}, DIALECT)
    other = Whether({"properties": {"a": NUMBERS["properties"]["a"]}, "minProperties": 1}, DIALECT)
    value: Any = {"a": [1, 2]}

    assert (one.is_valid(value), other.is_valid(value)) == (True, True)
    assert len([schema for schema in asked if "items" in schema]) == 1


def test_a_reference_leads_into_its_own_document() -> None:
    part: Any = {"$ref": "#/$defs/a"}
    some = [
        Whether({"properties": {"x": part}, "$defs": {"a": {"type": kind}}}, DIALECT)
        for kind in ("number", "string")
    ]

    assert [one.is_valid({"x": 1}) for one in some] == [True, False]


def test_the_answers_on_one_value_are_not_those_on_another() -> None:
    whether = Whether(NUMBERS, DIALECT)

    assert [whether.is_valid({"a": [x]}) for x in (1, "b", 2, "c")] == [True, False, True, False]
