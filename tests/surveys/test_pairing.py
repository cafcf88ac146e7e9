"""Which types of several sources belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError, UsageError
from conformance.surveys.pairing import Group, given_pairs, paired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def pairs(
    types: Mapping[str, Sequence[str]], given: Sequence[tuple[str, str]] = ()
) -> list[dict[str, str]]:
    return [
        {source: " ".join(names) for source, names in group.types.items()}
        for group in paired(types, given).groups
    ]


def test_names_are_equal_but_for_case_and_what_stands_between_words() -> None:
    assert pairs({"a": ["schemas/chat_message", "Line"], "b": ["shop::ChatMessage", "Other"]}) == [
        {"a": "schemas/chat_message", "b": "shop::ChatMessage"},
        {"a": "Line"},
        {"b": "Other"},
    ]


def test_a_group_has_the_name_of_its_first_type_and_keeps_the_order_of_sources() -> None:
    (group,) = paired({"a": [], "b": ["x/Order"], "c": ["order"]}).groups

    assert group.name == "Order"
    assert [*group.types] == ["b", "c"]
    assert group.is_clear


def test_a_name_without_letters_is_compared_as_it_is() -> None:
    assert pairs({"a": ["_"], "b": ["_"]}) == [{"a": "_", "b": "_"}]


def test_of_names_that_are_alike_the_same_ones_belong_together() -> None:
    assert pairs({"a": ["Order", "order"], "b": ["order"]}) == [
        {"a": "Order"},
        {"a": "order", "b": "order"},
    ]


def test_what_stands_before_equal_names_tells_them_apart() -> None:
    assert pairs({"a": ["x/Order", "y/Order"], "b": ["X.Order", "Y.Order"]}) == [
        {"a": "x/Order", "b": "X.Order"},
        {"a": "y/Order", "b": "Y.Order"},
    ]


def test_what_could_be_meant_by_several_types_is_not_guessed() -> None:
    (group,) = paired({"a": ["x/Order", "y/Order"], "b": ["order"]}).groups

    assert group.types == {"a": ("x/Order", "y/Order"), "b": ("order",)}
    assert not group.is_clear


def test_several_sources_share_a_name() -> None:
    assert pairs({"a": ["A"], "b": ["B", "a"], "c": ["A", "B"]}) == [
        {"a": "A", "b": "a", "c": "A"},
        {"b": "B", "c": "B"},
    ]


def test_a_given_pair_comes_first_and_takes_along_what_has_its_name_elsewhere() -> None:
    types = {"a": ["Order", "Line"], "b": ["Order", "Sale"], "c": ["sale", "Line", "line"]}

    assert pairs(types, [("Order", "b/Sale"[2:])]) == [
        {"a": "Order", "b": "Sale", "c": "sale"},
        {"a": "Line", "c": "Line"},
        {"b": "Order"},
        {"c": "line"},
    ]


def test_a_type_is_given_by_its_whole_name_and_in_pairs_with_several_sources() -> None:
    types = {"a": ["x/Order", "y/Order"], "b": ["Sale"], "c": ["Deal"]}

    assert pairs(types, [("x/Order", "Sale"), ("x/Order", "Deal")]) == [
        {"a": "x/Order", "b": "Sale", "c": "Deal"},
        {"a": "y/Order"},
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([("Nothing", "Sale")], "there is no type 'Nothing' in a"),
        ([("Order", "Sail")], "there is no type 'Sail' in b, c"),
        ([("Order", "Twice")], "2 types are called Twice"),
        ([("Order", "Sale"), ("Line", "Sale")], "Line=Sale: one of the two is in another pair"),
        ([("Order", "Sale"), ("Order", "Once")], "Order=Once: one of the two is in another pair"),
    ],
)
def test_a_given_pair_that_cannot_be_is_refused(
    given: Sequence[tuple[str, str]], words: str
) -> None:
    types = {"a": ["Order", "Line"], "b": ["Sale", "Once", "Twice"], "c": ["Twice"]}

    with pytest.raises(UsageError, match=words):
        paired(types, given)


@pytest.mark.parametrize(
    ("first", "second", "who", "affix"),
    [
        (
            ["A", "B", "C", "D"],
            ["AModel", "BModel", "CModel"],
            "b",
            "suffix model",
        ),
        (
            ["A", "B", "C", "D"],
            ["ApiA", "ApiB", "ApiC"],
            "b",
            "prefix api",
        ),
        (
            ["DtoA", "DtoB", "DtoC", "D"],
            ["A", "B", "C"],
            "first",
            "prefix dto",
        ),
    ],
)
def test_a_prefix_or_suffix_that_a_source_gives_its_types_is_left_out_and_said(
    first: list[str], second: list[str], who: str, affix: str
) -> None:
    found = paired({"first": first, "b": second})

    assert found.notes == (f"{who}: 3 types are paired without their {affix}",)
    assert [len(group.types) for group in found.groups] == [2, 2, 2, 1]


@pytest.mark.parametrize(
    "second",
    [
        ["AModel", "BModel"],  # too few
        ["AModel", "BModel", "CModel", "ApiA", "ApiB", "ApiC"],  # two that are as frequent
        ["a_model", "A_Model", "BModel", "CModel"],  # which of the two is A?
        ["Other"],
    ],
)
def test_a_prefix_or_suffix_that_is_not_clear_pairs_nothing(second: list[str]) -> None:
    found = paired({"a": ["A", "B", "C"], "b": second})

    assert found.notes == ()
    assert all(len(group.types) == 1 for group in found.groups)


def test_pairs_are_given_by_options_and_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text("# ours = theirs\n\nC = D\n", "utf-8")

    assert given_pairs(["A=B"], file) == [("A", "B"), ("C", "D")]
    assert given_pairs([], None) == []


@pytest.mark.parametrize("text", ["Order", "=B", "A=", "="])
def test_what_is_no_pair_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text(f"A=B\n{text}\n", "utf-8")

    with pytest.raises(UsageError, match="is no pair of types"):
        given_pairs([text], None)
    with pytest.raises(BrokenFileError) as caught:
        given_pairs([], file)
    assert "line 2" in str(caught.value)


def test_sources_with_one_type_each_are_about_the_same_one() -> None:
    pairing = paired({"a": ["Order"], "b": ["#"], "c": ["Item"]})

    assert [group.types for group in pairing.groups] == [
        {"a": ("Order",), "b": ("#",), "c": ("Item",)}
    ]
    assert Group(types={"b": ("#",)}).name == "the whole schema"


LOOKS = {"a/Item": "x", "b/p#Item": "y", "b/q#Item": "x", "b/r#Item": "z"}


def alike(_: str, one: str, __: str, other: str) -> float:
    """Return whether two types have the same look; those without one look like all others."""
    looks = LOOKS.get(one), LOOKS.get(other)
    return 1.0 if None in looks or looks[0] == looks[1] else 0.0


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (
            {"a": ["a/Item"], "b": ["b/p#Item", "b/q#Item"]},
            [{"a": "a/Item", "b": "b/q#Item"}, {"b": "b/p#Item"}],
        ),
        (
            {"b": ["b/p#Item", "b/q#Item"], "a": ["a/Item"]},
            [{"b": "b/p#Item"}, {"b": "b/q#Item", "a": "a/Item"}],
        ),
        (
            {"a": ["a/Item"], "b": ["b/p#Item", "b/r#Item"]},
            [{"a": "a/Item", "b": "b/p#Item b/r#Item"}],
        ),
        (
            {"b": ["b/p#Item", "b/r#Item"], "a": ["a/Item"]},
            [{"b": "b/p#Item b/r#Item", "a": "a/Item"}],
        ),
        (
            {"a": ["a/Item"], "b": ["s#Item", "t#Item"]},
            [{"a": "a/Item", "b": "s#Item t#Item"}],
        ),
    ],
    ids=["one", "in the first source", "none", "none in the first source", "several"],
)
def test_types_of_one_name_are_told_apart_by_their_looks(
    types: dict[str, list[str]], expected: list[dict[str, str]]
) -> None:
    found = [
        {source: " ".join(names) for source, names in group.types.items()}
        for group in paired(types, (), alike).groups
    ]

    assert found == expected


def test_every_prefix_and_suffix_counts_whose_types_look_alike() -> None:
    names = ["Order", "Line", "Item", "Basket", "Price", "Shop", "Tax", "Fee", "Sum"]
    first = [*(f"{x}Param" for x in names[:3]), *(f"Get{x}" for x in names[3:6]), *names[6:]]
    other = [*names[:6], *(f"Beta{x}" for x in names[6:])]

    def unlike(_: str, __: str, ___: str, two: str) -> float:
        return 0.0 if "Beta" in two else 1.0

    found = paired({"a": first, "b": other}, (), unlike)

    assert found.notes == (
        "a: 3 types are paired without their prefix get",
        "a: 3 types are paired without their suffix param",
    )
    assert sum(len(group.types) == 2 for group in found.groups) == 6
