"""Titles of findings: what is special where, as a person says it."""

from __future__ import annotations

import pytest

from conformance.reporters.words import titles
from conformance.reporters.words.phrases import plain


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("", "the record"),
        ("/state", "`state`"),
        ("/tags/*", "`tags[]`"),
        ("/*/*/name", "`[][].name`"),
        ("/tags/*/name", "`tags[].name`"),
        ("/a~1b/~0", "`a/b.~`"),
        ("/a.b/c d/", '`["a.b"]["c d"][""]`'),
        ("/(property *)", '`["*"]`'),
        ("/(unlisted property)/name", "`*.name`"),
        ("/(unlisted property matching ^a~1)", "`*`"),
    ],
)
def test_a_place_is_a_path(pointer: str, words: str) -> None:
    assert plain(titles.place(pointer)) == words


@pytest.mark.parametrize(
    ("specials", "places", "title"),
    [
        (['"lost"'], ["/state"], "`lost` as a `state`"),
        (['"lost"'], ["/object"], "`lost` as an `object`"),
        (['"lost"', '"sent"'], ["/state"], "`lost` or `sent` as a `state`"),
        (['"lost"'], ["/a.b"], '`lost` as a `["a.b"]`'),
        (['"lost"'], ["/state", "/kind"], "`lost` for `state` and `kind`"),
        (['"lost"'], ["/parts/*/state"], "`parts[].state`: `lost`"),
        (['"lost"', "null"], ["/parts/*/state"], "`parts[].state`: `lost` or `null`"),
        (['"lost"', "null"], ["/state"], "`lost` or `null` for `state`"),
        (['""'], ["/state"], '`""` for `state`'),
        (['"null"'], ["/state"], '`"null"` for `state`'),
        (["5"], ["/state"], "`5` for `state`"),
        ([f'"{"long" * 20}"'], ["/a/b"], f"`a.b`: `{'long' * 9}lon…`"),
        (["null"], ["/a", "/b", "/c", "/d", "/e"], "`null` for `a`, `b`, `c` and 2 others"),
        (["null"], ["/tags/*"], "`null` for `tags[]`"),
        (["a number", "null"], ["/a"], "A number or `null` for `a`"),
        (["a boolean", "a number", "null"], ["/a/b"], "A boolean, a number or `null` for `a.b`"),
        (["any other string"], ["/state"], "Any other string as a `state`"),
        (["any other string"], ["/a/b"], "`a.b`: any other string"),
        (["any other string"], ["/a", "/b"], "Any other string for `a` and `b`"),
        (["a number below 0"], ["/weight"], "`weight`: numbers below 0"),
        (["a number below 0"], ["/a", "/b"], "Numbers below 0 for `a` and `b`"),
        (["an array without elements"], ["/a"], "An empty array for `a`"),
        (["a number", "null"], [""], "A number or `null` as the record"),
        (["any value"], [""], "Any value"),
        (["absent"], ["/a"], "`a` left out"),
        (["absent"], ["/a/*/b", "/a/*/c"], "`a[].b` and `a[].c` left out"),
        (["absent"], [f"/{x}" for x in "abcdef"], "`a`, `b`, `c` and 3 others left out"),
        (["an unlisted property"], [""], "An unlisted property"),
        (["an unlisted property"], ["/a/*"], "An unlisted property in `a[]`"),
        (["an unlisted property", "an element"], ["/a"],
         "An unlisted property or an element in `a`"),
        (["an unlisted property matching ^x-"], [""], "An unlisted property matching `^x-`"),
        (
            ["an unlisted property matching ^x- with names of sort 2"],
            ["/a"],
            "An unlisted property matching `^x-` in `a`",
        ),
        (
            ["an unlisted property matching no pattern"],
            [""],
            "An unlisted property that matches no pattern",
        ),
        (["an element"], ["/a"], "An element in `a`"),
        (
            ["a number that few can hold (numbers/large)"],
            [""],
            "A number that few can hold: case `numbers/large`",
        ),
        (["deep nesting (limits/deep)"], [""], "Deep nesting: case `limits/deep`"),
        (
            ["a text that is not JSON (text/a)", "a text that is not JSON (text/b)"],
            [""],
            "2 texts that are not JSON",
        ),
    ],
)  # fmt: skip
def test_the_title_of_a_finding(specials: list[str], places: list[str], title: str) -> None:
    assert plain(titles.single_title(specials, places)) == title


def test_a_long_title_counts_until_it_is_short() -> None:
    long = [f"/{'long-name-' * 2}{letter}" for letter in "abcd"]
    assert plain(titles.single_title(["null"], long)) == (
        "`null` for `long-name-long-name-a`, `long-name-long-name-b` and 2 others"
    )
    specials = ["a boolean", "a number", "an array", "an object"]
    assert plain(titles.single_title(specials, long[:3])) == (
        "A boolean, a number or 2 others for `long-name-long-name-a` and 2 others"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("absent", "null"),
        ("an element", '"lost"'),
        ("a lone surrogate (a/b)", "a text that is not JSON (a/b)"),
    ],
)
def test_specials_of_one_title_are_tied_to_the_place_alike(one: str, other: str) -> None:
    assert titles.link(one) != titles.link(other)
    assert titles.link(one) == titles.link(one)


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"/kind": '"ref"', "/id": "absent"}, "`kind: ref` without `id`"),
        ({"/kind": '"ref"', "/id": "absent", "/a": "absent"}, "`kind: ref` without `id` or `a`"),
        ({"/kind": '"ref"', "/id": "null"}, "`kind: ref` and `id: null`"),
        ({"/kind": '"ref"', "/size": '"null"'}, '`kind: ref` and `size: "null"`'),
        (
            {"/parts/*/kind": '"text"', "/kind": '"note"', "/a": '"b"'},
            "`kind: note`, `a: b` and `parts[].kind: text`",
        ),
        ({"/kind": "any other string", "/id": '"b"'}, "Any other string for `kind` and `id: b`"),
        ({"": "an unlisted property", "/id": "absent"}, "An unlisted property without `id`"),
        ({"": "an array", "/*": "null"}, "An array as the record and `[]: null`"),
        (
            {"/parts/*": "an unlisted property", "/id": "a number below 5"},
            "Numbers below 5 for `id` and an unlisted property in `parts[]`",
        ),
        ({"/kind": "absent", "/id": "absent"}, "`kind` and `id` left out"),
        (
            {f"/{letter}-{'x' * 12}": '"word"' for letter in "abcd"},
            "`a-xxxxxxxxxxxx: word`, `b-xxxxxxxxxxxx: word` and 2 others",
        ),
    ],
)
def test_the_title_of_an_interaction(facts: dict[str, str], title: str) -> None:
    order = {"kind": 0, "id": 1}
    assert plain(titles.joint_title([*facts.values()], [*facts], order)) == title


def test_two_elements_that_differ_are_told_apart() -> None:
    title = titles.joint_title(['"ref"', "absent"], ["/parts/*/kind", "/parts/*/kind"])
    assert plain(title) == "`parts[].kind: ref` and `parts[].kind` left out elsewhere"


def test_the_title_of_several_interactions() -> None:
    title = titles.several_title(8, ["/tags/*", "/id", "/kind"], {"kind": 0})
    assert plain(title) == "8 combinations of `kind`, `id` and `tags[]`"
