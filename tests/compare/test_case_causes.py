"""The causes of disagreement that cases show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import case, claim, variant
from fakes.compare import found

from conformance.compare.case_causes import Observer
from conformance.model import Witness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Variant


def ids(variants: Sequence[Variant], *texts: str) -> list[str]:
    cases = [case(f"c/{n}", text) for n, text in enumerate(texts)]
    return [one.id for one in found(variants, *cases)]


def against_all(schema: Any) -> list[Variant]:
    """Return a variant beside one that accepts everything."""
    return [variant("all", True), variant("v", schema)]


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        ({"properties": {"a": {"enum": ["x"]}}}, '{"a": "y"}', "/a = any other string"),
        ({"properties": {"a": {"enum": ["x"]}}}, '{"a": null}', "/a = null"),
        ({"properties": {"a": {"enum": ["x"]}}}, '{"a": false}', "/a = a boolean"),
        ({"properties": {"a": {"enum": [1]}}}, '{"a": "y"}', "/a = a string"),
        ({"properties": {"a": {"type": "null"}}}, '{"a": [1]}', "/a = an array"),
        ({"properties": {"a": {"type": "null"}}}, '{"a": {}}', "/a = an object"),
        ({"properties": {"a": {"type": "null"}}}, '{"a": 1.5}', "/a = a number"),
        ({"properties": {"a": {"not": {"const": 1}}}}, '{"a": 1.0}', "/a = 1"),
        ({"type": "object"}, "[]", "(root) = an array"),
        ({"required": ["a"]}, "{}", "/a = absent"),
        ({"dependentRequired": {"a": ["b"]}}, '{"a": 1}', "/b = absent"),
        ({"additionalProperties": False}, '{"a": 1}', "(root) = an unlisted property"),
        (
            {"additionalProperties": {"x-silent": "?"}},
            '{"a": 1}',
            "(root) = an unlisted property",
        ),
        (
            {"properties": {"a": {"items": {"additionalProperties": False}}}},
            '{"a": [{}, {"b": 1}]}',
            "/a/* = an unlisted property",
        ),
        ({"properties": {"404": {"enum": ["x"]}}}, '{"404": "y"}', "/404 = any other string"),
        ({"items": {"enum": ["x"]}}, '["x", "y"]', "/* = any other string"),
        ({"prefixItems": [True, {"enum": ["x"]}]}, '["x", "y"]', "/* = any other string"),
        (
            {"if": {"properties": {"t": {"const": "m"}}, "required": ["t"]},
             "then": {"required": ["a"]}},
            '{"t": "m"}',
            '/a = absent & /t = "m"',
        ),
        (
            {"if": {"properties": {"t": {"const": "m"}}}, "else": {"required": ["a"]}},
            '{"t": "n"}',
            "/a = absent & /t = any other string",
        ),
        (
            {"allOf": [{
                "if": {"properties": {"t": {"const": "m"}, "r": {"enum": ["s", "u"]}}},
                "then": {"properties": {"c": {"items": {"properties": {"k": {"const": "x"}}}}}},
            }]},
            '{"t": "m", "r": "u", "c": [{"k": "z"}]}',
            '/c/*/k = any other string & /r = "u" & /t = "m"',
        ),
        (
            {"properties": {"p": {"items": {
                "if": {"properties": {"t~/": {"const": 1}}},
                "then": {"required": ["z"]},
            }}}},
            '{"p": [{"t~/": 1}]}',
            "/p/*/t~0~1 = 1 & /p/*/z = absent",
        ),
        (
            {"properties": {"p": {"properties": {"q": {
                "if": {"properties": {"t": {"const": 1}}},
                "then": {"properties": {"z": {"additionalProperties": False}}},
            }}}}},
            '{"p": {"q": {"t": 1, "z": {"y": 1}}}}',
            "/p/q/t = 1 & /p/q/z = an unlisted property",
        ),
        (
            {"properties": {"q": {
                "if": {"properties": {"t": {"const": 1}}},
                "then": {"properties": {"z": {"additionalProperties": {"x-silent": "?"}}}},
            }}},
            '{"q": {"t": 1, "z": {"y": 1}}}',
            "/q/t = 1 & /q/z = an unlisted property",
        ),
        (
            {"if": {"properties": {"tags": {"contains": {"const": "x"}}}},
             "then": {"required": ["a"]}},
            '{"tags": ["x"]}',
            "/a = absent & /tags = an array",
        ),
        (
            {"if": {"type": "object"}, "then": {"required": ["a"]}},
            "{}",
            "(root) = an object & /a = absent",
        ),
        ({"properties": {"then": {"properties": {"a": False}}}}, '{"then": {"a": 1}}',
         "/then/a = a number"),
    ],
)  # fmt: skip
def test_a_cause_says_what_is_special_and_where(schema: Any, text: str, expected: str) -> None:
    assert ids(against_all(schema), text) == [expected]


def test_a_property_that_another_variant_lists_is_named() -> None:
    variants = [
        variant("a", {"properties": {"x": {"enum": ["k"]}}}),
        variant("b", {"additionalProperties": False}),
    ]

    assert ids(variants, '{"x": "k"}') == ['/x = "k"']


def test_each_place_that_a_column_objects_to_is_a_cause_of_its_own() -> None:
    variants = against_all({"properties": {"a": False, "b": False}, "required": ["c"]})

    found = sorted(ids(variants, '{"a": 1, "b": "x"}'))

    assert found == ["/a = a number", "/b = a string", "/c = absent"]


def test_a_text_without_a_value_has_no_cause() -> None:
    assert ids(against_all({"type": "null"}), "[", '"\\ud800"') == []


def test_the_case_with_the_fewest_causes_and_the_shortest_text_is_the_witness() -> None:
    variants = against_all({"properties": {"a": False, "b": False}})
    cases = [
        case("c/long", '{"a":  1}'),
        case("c/two", '{"a":1,"b":1}'),
        case("c/near", '{"a": 2}', near="c/none"),
        case("c/none", "{}"),
        case("c/same", '{"a": 3}'),
    ]

    first = found(variants, *cases)[0]

    assert first.id == "/a = a number"
    assert first.witness == Witness(value={"a": 2})
    assert first.twin == Witness(value={})
    assert first.cases == ("c/long", "c/near", "c/same", "c/two")


def test_the_claims_of_both_sides_are_named() -> None:
    allowing = variant(
        "a",
        {"properties": {"x": {"type": "string", "enum": ["k", "l"], "minLength": 1}}},
        claims=[
            claim("lists", "/properties/x/enum"),
            claim("types", "/properties/x/type"),
            claim("other", "/properties/x/minLength"),
        ],
    )
    refusing = variant(
        "b", {"properties": {"x": {"const": "k"}}}, claims=[claim("only", "/properties/x/const")]
    )

    (one,) = found([allowing, refusing], case("c/l", '{"x": "l"}'))

    assert one.claims == ("a:lists", "a:types", "b:only")


@pytest.mark.parametrize(
    ("path", "value", "cause"),
    [
        (["*"], {"*": 0}, "(root) = an unlisted property"),
        (["0"], [0], "/* = a number"),
        (["list", "0"], {"list": ["a"]}, '/list/* = "a"'),
        (["list", "*"], {"list": {"*": 0}}, "/list = an unlisted property"),
    ],
)
def test_a_property_that_is_called_like_the_sign_for_elements_is_none_of_them(
    path: list[str], value: Any, cause: str
) -> None:
    one = variant("v", {"properties": {"list": {"items": {"enum": ["a", "b"]}}}})

    assert Observer([one]).cause_at([path], value).id == cause
