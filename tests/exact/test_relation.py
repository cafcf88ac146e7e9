from __future__ import annotations

from typing import Any

import pytest

from conformance.exact import Limits, Subject, ThreeValued, compare_columns, relate, relate_all

OBJECT = {"type": "object"}
A_ONLY = {"type": "object", "properties": {"a": True}, "additionalProperties": False}


def column(name: str, strict: Any, lenient: Any = None) -> ThreeValued:
    one = Subject(name, strict)
    return ThreeValued(name, one, one if lenient is None else Subject(name, lenient))


RELATIONS: list[tuple[Any, Any, str, dict[str, Any]]] = [
    ((OBJECT,), ({"allOf": [OBJECT]},), "equal", {"both": {}}),
    ((A_ONLY, OBJECT), (OBJECT,), "agree", {"both": {}, "gap_b": {"x": 0}}),
    ((OBJECT,), (A_ONLY, OBJECT), "agree", {"both": {}, "gap_a": {"x": 0}}),
    ((A_ONLY,), (OBJECT,), "within", {"both": {}, "only_b": {"x": 0}}),
    ((OBJECT,), (A_ONLY,), "contains", {"both": {}, "only_a": {"x": 0}}),
    (({"type": "null"},), (OBJECT,), "disjoint", {"only_a": None, "only_b": {}}),
    (({"type": ["null", "object"]},), ({"type": ["object", "array"]},), "overlap",
     {"both": {}, "only_a": None, "only_b": []}),
    ((False,), (OBJECT,), "within", {"only_b": {}}),
    ((False, True), (OBJECT,), "agree", {"gap_b": {}}),
    ((False, OBJECT), ({"type": "null"},), "within", {"only_b": None}),
    (({"type": "array"}, {"type": ["array", "null"]}), ({"type": ["object", "null"]},), "overlap",
     {"only_a": [], "only_b": {}, "gap_b": None}),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation", "witnesses"), RELATIONS)
def test_two_columns_have_one_relation(
    a: Any, b: Any, relation: str, witnesses: dict[str, Any]
) -> None:
    found = relate(compare_columns([column("a", *a), column("b", *b)]), "a", "b")

    assert (found.relation, found.proven, found.why_not) == (relation, True, ())
    for name in ("both", "only_a", "only_b", "gap_a", "gap_b"):
        witness = getattr(found, name)
        assert (witness is not None) == (name in witnesses)
        assert witness is None or witness.value == witnesses[name]


def test_an_open_question_is_unknown_unless_witnesses_settle_it() -> None:
    ahead = {"type": "string", "pattern": r"\p{Foo}"}
    columns = [column("ahead", ahead), column("all", {"type": "string"}),
               column("mix", {"enum": ["xab", "b", 1]})]  # fmt: skip
    cells = compare_columns(columns)

    unknown = relate(cells, "ahead", "all")
    overlap = relate(compare_columns([columns[0], column("x", {"enum": ["ab", 0]})]), "ahead", "x")

    assert (unknown.relation, unknown.proven) == ("unknown", False)
    assert "a property of characters" in unknown.why_not[0]
    assert unknown.possible == ("equal", "within")
    assert overlap.relation in {"overlap", "unknown"}


def test_pairs_are_compared_alone_where_all_together_are_not_decided() -> None:
    columns = [column(f"c{n}", {"required": [f"p{n}"]}) for n in range(8)]
    columns.append(column("ahead", {"pattern": r"\p{Foo}"}))
    limits = Limits(cells=100, samples=50)
    cells = compare_columns(columns, limits)

    found = relate_all(columns, cells, limits)

    assert not cells.complete
    assert (found["c0", "c1"].relation, found["c0", "c1"].proven) == ("overlap", True)
    assert not found["c0", "ahead"].proven or found["c0", "ahead"].relation == "overlap"
    assert len(found) == 9 * 8
