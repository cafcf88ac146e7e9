"""Of a union whose branches a part tells apart, causes name that part, and mix no branches."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exact import Limits, Subject, ThreeValued, combining
from conformance.exact.causes import causes
from conformance.model import Fact

TEXT = {"type": "string"}


def branch(name: str | int, *fields: str, optional: bool = False) -> dict[str, Any]:
    tag = [] if optional else ["type"]
    return {
        "type": "object",
        "required": [*tag, *fields],
        "properties": {"type": {"const": name}, **dict.fromkeys(fields, TEXT)},
    }


def union(*branches: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"anyOf": [*branches], **more}


def facts_of(schemas: list[Any], mixed: int) -> tuple[set[frozenset[Fact]], bool]:
    subjects = [Subject(f"{index}.json", schema) for index, schema in enumerate(schemas)]
    columns = [ThreeValued(subject.name, subject, subject) for subject in subjects]
    found = causes(columns, Limits(mixed=mixed))
    return {frozenset(cause.facts) for cause in found.causes}, found.complete


A, B, C = branch("a", "x"), branch("b", "y"), branch("c", "z", "w")
SETS: list[list[Any]] = [
    [union(A, B), union(A, B, C)],
    [union(A, B), {"type": "object"}],
    [union(A, branch("b", "x", "y")), union(A, B)],
    [union(branch("a", "x", optional=True), branch("b", "y", optional=True)), union(A, B)],
    [union(A, B), union(A, branch("b", "y", optional=True)), True],
    [union(branch(1, "x"), branch(-2, "y")), union(branch(1, "x"), branch(-2, "z"))],
    [union(A, B, minProperties=2), union(A, B, C, minProperties=3)],
    [union(A, {**B, "required": ["y"]}), union(A, B, {"required": ["type"], "minProperties": 3})],
    [{"properties": {"in": union(A, B)}, "required": ["in"]}, {"properties": {"in": union(B, C)}}],
    [{"type": "array", "items": union(A, B)}, {"type": "array", "items": union(A, B, C)}],
    [{"not": union(A, B)}, {"not": union(A, C)}],
    [{"oneOf": [A, B]}, {"oneOf": [A, B, C]}],
    [
        union({"properties": {"x": TEXT}, "required": ["x"]}, {"required": ["y"]}),
        union({"required": ["x"]}, {"required": ["z"]}),
    ],
]


@pytest.mark.parametrize("schemas", SETS, ids=range(len(SETS)))
def test_causes_are_the_same_however_they_are_searched(schemas: list[Any]) -> None:
    assert facts_of(schemas, mixed=0) == facts_of(schemas, mixed=10_000)


def test_no_cause_mixes_the_reasons_of_two_branches() -> None:
    found, complete = facts_of(SETS[0], mixed=500)

    assert complete
    assert frozenset({Fact("/type", '"c"')}) in found
    assert [facts for facts in found if {"/x", "/y"} <= {fact.place for fact in facts}] == []


def test_a_cause_stays_where_the_part_does_not_tell_the_branches_apart() -> None:
    either = union({"required": ["x"]}, {"required": ["y"]})

    found, _ = facts_of([either, {"type": "object"}], mixed=500)

    assert frozenset({Fact("/x", "absent"), Fact("/y", "absent")}) in found


def test_many_branches_of_many_fields_are_compared_completely() -> None:
    fields = [f"f{number}" for number in range(15)]
    every = [branch(f"t{n}", *fields[3 * n : 3 * n + 3]) for n in range(5)]

    found, complete = facts_of([union(*every), union(*every[:4])], mixed=500)

    assert complete
    assert found == {frozenset({Fact("/type", '"t4"')})}


def wide(longest: int, *, tagged: bool = True) -> dict[str, Any]:
    """Return a union of eight branches with nine texts each, which no other branch has."""
    text = {"type": "string", "maxLength": longest}
    return union(
        *(
            {
                "type": "object",
                "required": ["type"] if tagged else [f"f{number}0"],
                "properties": {
                    **({"type": {"const": number}} if tagged else {}),
                    **{f"f{number}{field}": text for field in range(9)},
                },
            }
            for number in range(8)
        )
    )


def test_every_field_of_many_wide_branches_is_listed_with_the_integer_that_tells_them() -> None:
    found, _ = facts_of([wide(5), wide(6)], mixed=500)

    assert found == {
        frozenset(
            {
                Fact("/type", str(number)),
                Fact(f"/f{number}{field}", "a string of 6 characters"),
            }
        )
        for number in range(8)
        for field in range(9)
    }


def test_where_nothing_tells_many_wide_branches_apart_it_is_not_decided() -> None:
    first, second = wide(5, tagged=False), wide(6, tagged=False)
    subjects = [Subject("a", first), Subject("b", second)]

    found = causes([ThreeValued(x.name, x, x) for x in subjects])

    assert not found.complete
    assert found.why_not == ("a at (root): whether more facts together are a cause",)


def test_a_search_ends_when_it_has_compared_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combining, "MAX_COMPARED", 3)
    untold = union({"required": ["x"]}, {"required": ["y"]})

    by_tag, _ = facts_of(SETS[0], mixed=500)
    some, complete = facts_of([untold, {"type": "object"}], mixed=500)

    assert frozenset({Fact("/type", '"c"')}) in by_tag
    assert not complete
    assert not any(fact.special == "absent" for facts in some for fact in facts)
