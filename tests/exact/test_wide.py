"""Many properties, patterns or literals: what is left out of a search changes nothing."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest

from conformance.exact import Subject, ThreeValued, compare, compare_columns, judge_of, relate
from conformance.exact.strings import Strings
from conformance.exact.texts import Texts


def subjects(*schemas: Any) -> list[Subject]:
    return [Subject(f"{number}.json", schema) for number, schema in enumerate(schemas)]


def found(*schemas: Any) -> dict[tuple[bool, ...], Any]:
    cells = compare(subjects(*schemas))
    assert cells.complete
    return {vector: witness.value for vector, witness in cells.vectors.items()}


def related(one: Any, other: Any) -> tuple[str, bool]:
    columns = [ThreeValued(subject.name, subject, subject) for subject in subjects(one, other)]
    relation = relate(compare_columns(columns), "0.json", "1.json")
    return relation.relation, relation.proven


def test_of_properties_that_are_alike_a_value_has_as_many_as_it_needs() -> None:
    names = [f"p{number}" for number in range(40)]
    one = {"properties": {name: {"not": {"const": 1}} for name in names}}
    other = {"properties": {name: {"not": {"const": 2}} for name in names}}

    assert found({"type": "object"} | one, {"type": "object"} | other) == {
        (True, True): {},
        (True, False): {"p0": 2},
        (False, True): {"p0": 1},
        (False, False): 0,
    }
    assert found({"type": "array"} | one, {"type": "array"} | other)[False, False] == 0
    assert found({"required": ["p7"]} | one, other)[False, False] == {"p0": 2}


def test_a_value_that_two_properties_make_wrong_is_found() -> None:
    names = [f"p{number}" for number in range(40)]
    one = {"properties": {name: {"not": {"const": 1}} for name in names}}
    other = {"properties": {name: {"not": {"const": 2}} for name in names}}

    assert found(one, other) == {
        (True, True): 0,
        (True, False): {"p0": 2},
        (False, True): {"p0": 1},
        (False, False): {"p0": 1, "p1": 2},
    }


def test_required_properties_that_are_alike_are_all_there() -> None:
    names = [f"p{number}" for number in range(12)]
    closed = {"type": "object", "required": names, "properties": {name: {} for name in names}}

    assert found(closed)[True,] == dict.fromkeys(names, 0)


PATTERNS = ("a", "b", "^.b", "c$", "^ab?c?$")
RULES: tuple[Any, ...] = ({"type": "string"}, {"minimum": 1}, {"const": 1}, {"maximum": 0}, {})


@pytest.mark.parametrize("rest", [True, False, {"type": "number"}])
@pytest.mark.parametrize("counts", [{}, {"minProperties": 1}, {"maxProperties": 2}])
def test_overlapping_patterns_have_the_cells_that_small_objects_show(
    rest: Any, counts: Any
) -> None:
    one: Any = {"patternProperties": dict(zip(PATTERNS, RULES, strict=True)), **counts}
    other = {
        "patternProperties": dict(zip(PATTERNS, RULES[1:] + RULES[:1], strict=True)),
        "additionalProperties": rest,
    }
    names = ["".join(letters) for n in (1, 2, 3) for letters in product("abcx", repeat=n)]
    values: tuple[Any, ...] = (0, 1, "", "x", 2, None)
    judge = judge_of(subjects(one, other))
    shown = {judge({})} | {judge({name: value}) for name in names for value in values}
    some = [name for name in names if len(name) <= 2]
    shown |= {
        judge(dict[str, Any]({first: x, second: y}))
        for first, second in combinations(some, 2)
        for x, y in product((0, 1, ""), repeat=2)
    }
    cells = found(one, other)

    assert shown <= cells.keys()
    assert all(judge(value) == vector for vector, value in cells.items())


def test_a_smallest_object_has_a_name_of_the_best_kind() -> None:
    one = {"patternProperties": {"a": {"const": 1}, "b": {"const": 2}, "c": {"const": 3}}}
    other = {"patternProperties": {"a": {"const": 1}, "b": {"const": 2}, "c": {}}}

    assert found(one, other) == {
        (True, True): 0,
        (False, True): {"c": 0},
        (False, False): {"a": 0},
    }


def test_kinds_of_names_with_too_many_choices_of_demands_are_kept() -> None:
    patterns = {f"^{'a' * (number + 1)}": {"maximum": number} for number in range(20)}
    other = {"patternProperties": patterns | {"^a": {"maximum": 1}}}

    assert found({"patternProperties": patterns}, other) == {
        (True, True): 0,
        (False, True): {"a": 1},
        (False, False): {"a": 2},
    }


def test_finitely_many_names_that_are_all_named_are_no_kind() -> None:
    one = {"properties": {"a": {}}, "patternProperties": {"^[ab]$": {"type": "string"}}}

    assert found(one) == {(True,): 0, (False,): {"a": 0}}


def test_more_names_than_a_few_are_a_kind_though_they_end() -> None:
    one = {"patternProperties": {"^[a-z0-9]$": {"type": "string"}}, "maxProperties": 30}

    assert found(one) == {(True,): 0, (False,): {"x": 0}}


def test_literals_that_nothing_tells_apart_give_the_smallest_values() -> None:
    texts = {"enum": ["ccc", "bb", "a", "dd"]}
    assert found(texts, {"enum": ["bb", "dd", "e"]}) == {
        (False, False): 0,
        (False, True): "e",
        (True, False): "a",
        (True, True): "bb",
    }
    assert found({"items": texts, "uniqueItems": True, "minItems": 3})[True,] == 0
    unique = {"type": "array", "items": texts, "uniqueItems": True, "minItems": 3}
    assert found(unique)[True,] == ["a", "bb", "dd"]
    assert found({"enum": [30, -1, 2.5, 4]}, {"multipleOf": 2})[True, False] == -1


def test_patterns_and_literals_meet() -> None:
    one = {"enum": ["ab", "b", "abc", 1], "pattern": "^a"}

    assert found(one, {"minLength": 3}) == {
        (True, True): 1,
        (False, True): 0,
        (True, False): "ab",
        (False, False): "",
    }


UNDECIDED = {"type": "string", "pattern": r"^(?i:a+)b$"}
OTHER = {"type": "string", "pattern": r"^(?i:a)+b$"}


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (UNDECIDED, {"title": "Other", **UNDECIDED}, ("equal", True)),
        (UNDECIDED, UNDECIDED | {"minLength": 9}, ("unknown", False)),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": UNDECIDED, "b": {"type": "null"}}},
            {"$ref": "#/$defs/a", "$defs": {"a": UNDECIDED}},
            ("equal", True),
        ),
        (
            {"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": UNDECIDED}},
            {"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": OTHER}},
            ("unknown", False),
        ),
    ],
)
def test_schemas_that_say_the_same_are_equal_even_if_undecided(
    one: Any, other: Any, answer: tuple[str, bool]
) -> None:
    assert related(one, other) == answer


SAME: tuple[tuple[Any, Any], ...] = (
    ({"minimum": 1, "title": "x"}, {"description": "y", "minimum": 1, "x-more": [1]}),
    ({"properties": {"a": {"default": 1}}}, {"properties": {"a": {}}}),
    ({"$defs": {"a": False}}, {}),
)
DIFFERENT: tuple[tuple[Any, Any], ...] = (
    ({"properties": {"title": {"type": "null"}}}, {"properties": {}}),
    ({"enum": [{"title": 1}]}, {"enum": [{}]}),
    ({"const": 1}, {"const": True}),
    ({"items": {}}, {"prefixItems": [{}]}),
    ({"allOf": []}, {}),
    ({"dependencies": {"a": ["b"]}}, {"dependencies": {"a": []}}),
    ({"format": "date"}, {}),
    (True, {}),
)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [(*pair, True) for pair in SAME] + [(*pair, False) for pair in DIFFERENT],
)
def test_what_a_schema_says_is_told_without_its_annotations(
    one: Any,
    other: Any,
    is_same: bool,  # noqa: FBT001  a column of the table
) -> None:
    texts = Texts()

    assert (texts.of(one).number == texts.of(other).number) is is_same


def test_references_are_told_apart_from_data() -> None:
    texts = Texts()
    data = texts.of({"const": {"$ref": "#/a"}, "properties": {"$ref": {"type": "null"}}})
    inner = texts.of({"properties": {"a": {"$ref": "#/a"}}, "$defs": {"b": {"$ref": "#/b"}}})

    assert (data.refers, data.references) == (False, frozenset())
    assert (inner.refers, inner.references) == (True, frozenset({"#/a"}))


def test_a_text_is_read_once_for_all_expressions() -> None:
    strings = Strings(["^a", "b$", "^[ab]$"])

    assert {text: strings.outcome(text) for text in ("a", "b", "axb", "", "xb")} == {
        "a": (True, False, True),
        "b": (False, True, True),
        "axb": (True, True, False),
        "": (False, False, False),
        "xb": (False, True, False),
    }
    assert strings.outcomes[False, True, False] & strings.endless
    assert not strings.outcomes[True, False, True] & strings.endless


def test_a_choice_of_many_values_is_resolved_by_what_is_different() -> None:
    def cases(last: int) -> Any:
        return {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"maximum": 39}},
            "anyOf": [
                {
                    "properties": {"kind": {"const": number}, f"p{number}": {"const": number}},
                    "required": [f"p{number}"],
                }
                for number in range(last)
            ],
        }

    assert found(cases(40), cases(39)) == {
        (False, False): 0,
        (True, True): {"kind": 0, "p0": 0},
        (True, False): {"kind": 39, "p39": 39},
    }
