"""Small sets on which a library errs, or on which the comparison itself once fell over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.errors import BrokenFileError, DefectError
from conformance.exact import (
    DRAFT_07,
    DRAFT_2019_09,
    Evaluator,
    Limits,
    Subject,
    ThreeValued,
    compare,
    compare_columns,
    relate,
)
from conformance.exact.causes import causes
from conformance.exact.faults import blamed
from conformance.exact.judge import Referee
from conformance.exact.validators import Fast, Reference


def old(dialect: str, schema: Any) -> Any:
    return {"$schema": dialect, **schema}


def answered(*schemas: Any) -> tuple[dict[str, Any], list[str]]:
    """Return the cells as texts of digits, and the libraries' faults; causes are found too."""
    subjects = [Subject(f"{n}.json", schema) for n, schema in enumerate(schemas)]
    cells = compare(subjects)
    assert cells.complete
    assert causes([ThreeValued(one.name, one, one) for one in subjects]).columns
    vectors = {
        "".join(str(int(valid)) for valid in vector): witness.value
        for vector, witness in cells.vectors.items()
    }
    return vectors, [f"{x.library} {'+'.join(x.keywords)} {x.answer}" for x in cells.faults]


SETS: list[tuple[list[Any], dict[str, Any], list[str]]] = [
    ([{"properties": {"": {"type": "string"}}}], {"1": 0, "0": {"": 0}}, []),
    ([{"patternProperties": {"": {"type": "string"}}}], {"1": 0, "0": {"x": 0}}, []),
    ([{"dependentSchemas": {"": {"type": "null"}}}], {"1": 0, "0": {"": 0}}, []),
    ([{"$ref": "#/$defs/", "$defs": {"": {"type": "null"}}}], {"1": None, "0": 0}, []),
    ([{"$ref": "#/$defs//properties/", "$defs": {"": {"properties": {"": {"type": "null"}}}}}],
     {"1": None, "0": 0}, []),
    ([old(DRAFT_07, {"dependencies": {"": {"type": "null"}}})], {"1": 0, "0": {"": 0}}, []),
    ([{"$schema": "https://json-schema.org/draft/2020-12/schema", "multipleOf": 0.01,
       "enum": [4.35]}], {"1": 4.35, "0": 0}, []),
    ([{"items": {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "$id": "http://e.x/a", "multipleOf": 0.01, "enum": [4.35]}}],
     {"1": 0, "0": [0]}, []),
    ([{"type": "integer", "maximum": 10**324 - 1}], {"1": 0, "0": ""}, []),
    ([old(DRAFT_07, {"enum": [9007199254740991]}), old(DRAFT_07, {"multipleOf": 1.5})],
     {"01": 0, "00": 1, "10": 9007199254740991}, []),
    ([old(DRAFT_07, {"items": True, "additionalItems": True, "contains": True})],
     {"1": 0, "0": []}, ["jsonschema additionalItems+items TypeError"]),
    ([old(DRAFT_2019_09, {"contains": True, "unevaluatedItems": False})],
     {"1": 0, "0": []}, []),
    ([old(DRAFT_2019_09, {"contains": True, "unevaluatedItems": False, "type": "array",
                          "minItems": 1})], {"0": 0}, []),
    ([old(DRAFT_2019_09, {"contains": True, "type": "array", "not": {"unevaluatedItems": False,
                          "contains": True}})],
     {"0": 0, "1": [0]}, ["jsonschema contains+not+unevaluatedItems not valid"]),
    ([old(DRAFT_2019_09, {"additionalProperties": {}, "unevaluatedProperties": False})],
     {"1": 0}, []),
    ([old(DRAFT_2019_09, {"additionalProperties": {}, "unevaluatedProperties": False,
                          "type": "object", "minProperties": 1})], {"0": 0, "1": {"x": 0}},
     ["jsonschema additionalProperties+unevaluatedProperties not valid"]),
    ([old(DRAFT_2019_09, {"unevaluatedItems": True, "items": False})],
     {"1": 0, "0": [0]}, ["jsonschema items+unevaluatedItems TypeError"]),
    ([old(DRAFT_2019_09, {"$ref": "#/properties/a", "properties": {
        "a": {"unevaluatedItems": True, "items": False}}})],
     {"1": 0, "0": [0]}, ["jsonschema items+unevaluatedItems TypeError"]),
    ([{"patternProperties": {r"^\d$": {}}, "unevaluatedProperties": False, "type": "object"},
      {"const": {"\u0663": 1}}], {"10": {}, "00": 0, "01": {"\u0663": 1}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("schemas", "vectors", "faults"), SETS)
def test_every_set_is_answered(schemas: list[Any], vectors: Any, faults: list[str]) -> None:
    assert answered(*schemas) == (vectors, faults)


def test_a_keyword_of_another_dialect_proves_nothing() -> None:
    first = Subject("a", {"dependencies": {"a": ["b"]}, "pattern": r"(?i:x)"})
    second = Subject("b", {"enum": [{"a": 1}, 1]})
    columns = [ThreeValued("a", first, first), ThreeValued("b", second, second)]

    found = relate(compare_columns(columns, Limits(samples=300)), "a", "b")

    assert found.only_b is None
    assert found.relation in {"contains", "unknown"}


def test_the_own_answer_is_filed_where_something_is_not_decided() -> None:
    schema = old(DRAFT_2019_09, {"contains": True, "unevaluatedItems": False,
                                 "patternProperties": {"(?i:x)": False}})  # fmt: skip
    subject = Subject("a", schema)

    cells = compare([subject], Limits(samples=400))

    assert not cells.complete
    for vector, witness in cells.vectors.items():
        assert Evaluator(subject).valid(witness.value) in {None, vector[0]}


def test_a_fault_is_one_sentence() -> None:
    schema = old(DRAFT_2019_09, {"unevaluatedItems": True, "items": False})
    fault = compare([Subject("a.json", schema)]).faults[0]
    other = replace(fault, keywords=(), answer="not valid", right="valid", value="x" * 80)

    assert str(fault) == (
        f"jsonschema {fault.version} errs on items and unevaluatedItems in a.json: "
        "it raises TypeError for [0], which is not valid"
    )
    assert str(other) == (
        f"jsonschema {fault.version} errs somewhere in a.json: "
        f'it says not valid of "{"x" * 58}…, which is valid'
    )


def test_an_engine_that_errs_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    referee = Referee([Subject("a.json", {"type": "null"})])

    with pytest.raises(DefectError) as caught:
        referee.confirm([((True,), 0)])

    assert caught.value.message == (
        "0 is valid under a.json by the exact comparison, not valid by the specification, and "
        "jsonschema says not valid"
    )
    monkeypatch.setattr(Evaluator, "valid", lambda *_: None)
    with pytest.raises(DefectError, match="not decided by the specification"):
        referee.confirm([((True,), 0)])


def test_a_library_that_fails_errs_even_where_nothing_is_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Evaluator, "valid", lambda *_: None)
    monkeypatch.setattr(Reference, "says", lambda *_: "error")
    referee = Referee([Subject("a.json", {"pattern": "a"})])

    referee.confirm([((True,), "ab"), ((True,), "abc")])  # only its first fault is kept

    assert [(x.library, x.answer) for x in referee.faults] == [("jsonschema", "error")]


def test_a_library_is_not_asked_for_what_it_cannot_express() -> None:
    behind = "(?<=a|bc)d"
    referee = Referee([Subject("a.json", {"pattern": behind, "patternProperties": {behind: True}})])

    referee.confirm([((True,), "bcd"), ((False,), "cd")])

    assert referee.faults == ()
    assert not Reference(Subject("a.json", {"patternProperties": {behind: True}})).can_say
    assert Fast(Subject("a.json", {"pattern": behind})).can_say


def test_more_values_than_a_hundred_are_shown_to_the_fast_validator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def says(_: Fast, value: int) -> bool:
        asked.append(value)
        return True

    monkeypatch.setattr(Reference, "says", lambda *_: True)
    monkeypatch.setattr(Fast, "says", says)

    Referee([Subject("a.json", True)]).confirm(((True,), n) for n in range(103))

    assert asked == [100, 101, 102]


def test_what_nobody_can_say_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fast, "says", lambda *_: "ValueError")
    monkeypatch.setattr(Reference, "says", lambda *_: "error")
    referee = Referee([Subject("a.json", {"pattern": r"(?i:a)"})])

    assert referee.judge(0) == (True,)
    with pytest.raises(BrokenFileError, match=r'a\.json: no validator can say whether "a" is'):
        referee.judge("a")


def test_a_library_is_asked_where_nothing_is_decided() -> None:
    referee = Referee([Subject("a.json", {"pattern": "^(?i:a)"})])

    assert (referee.judge("a"), referee.judge("b")) == ((True,), (False,))


@pytest.mark.parametrize("kind", [Fast, Reference])
def test_a_keyword_through_which_a_reference_leads_is_kept(kind: type[Fast | Reference]) -> None:
    schema: Any = {
        "$ref": "#/dependencies/a",
        "dependencies": {"a": {"type": "null"}},
        "properties": {"x": {"dependentSchemas": {"b": {"$ref": "#"}}, "enum": [{"$ref": 5}]}},
    }

    assert [kind(Subject("a", schema)).says(value) for value in (None, 0)] == [True, False]


def test_a_schema_is_made_smaller_a_bounded_number_of_times() -> None:
    tried = []

    def errs(smaller: Subject) -> bool:
        tried.append(smaller)
        return False

    schema: Any = {"properties": {f"p{n}": {"type": "null"} for n in range(300)}}

    assert "type" in blamed(Subject("a", schema), errs)
    assert len(tried) == 200


def test_the_keywords_that_are_blamed_may_stand_anywhere() -> None:
    culprit = {"items": [True, {"not": {"unevaluatedItems": True, "items": False}}]}
    schema = old(
        DRAFT_2019_09,
        {"title": "x", "$ref": "#/$defs/a~1b", "$defs": {"a/b": {"allOf": [True, culprit]}}},
    )
    subject = Subject("a", schema)
    value: Any = [0, [0]]

    def errs(smaller: Subject) -> bool:
        return isinstance(Reference(smaller).says(value), str)

    assert errs(subject)
    assert blamed(subject, errs) == ("items", "not", "unevaluatedItems")
