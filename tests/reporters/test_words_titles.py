"""Titles of findings: what is special where, in words."""

from __future__ import annotations

import pytest

from conformance.reporters.words import titles
from conformance.reporters.words.phrases import plain


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("", "the whole record"),
        ("/state", "`state`"),
        ("/tags/*", "an element of `tags`"),
        ("/tags/*/name", "`name` of an element of `tags`"),
        ("/a~1b/~0", "`~` of `a/b`"),
    ],
)
def test_a_place_in_words(pointer: str, words: str) -> None:
    assert plain(titles.place(pointer)) == words


@pytest.mark.parametrize(
    ("specials", "places", "title"),
    [
        (['"lost"'], ["/state"], "`lost` as `state`"),
        (['""'], ["/state"], '`""` as `state`'),
        (['"null"'], ["/state"], '`"null"` as `state`'),
        (["null"], ["/a", "/b", "/c", "/d", "/e"], "`null` as `a`, `b`, `c` and 2 others"),
        (["a number", "null"], ["/a"], "A number or `null` as `a`"),
        (["any other string"], ["/a", "/b"], "Any other string as `a` and `b`"),
        (["absent"], ["/a"], "`a` left out"),
        (["absent"], [""], "The whole record left out"),
        (["an unlisted property"], [""], "An unlisted property in the record"),
        (['an unlisted property "b"'], [""], 'An unlisted property "b" in the record'),
        (["an element"], ["/a"], "An element in `a`"),
        (["an unlisted property"], ["/a/*"], "An unlisted property in an element of `a`"),
    ],
)
def test_the_title_of_a_finding(specials: list[str], places: list[str], title: str) -> None:
    assert plain(titles.single_title(specials, places)) == title


def test_the_title_of_an_interaction() -> None:
    title = titles.joint_title(['"ref"', "absent", "an unlisted property"], ["/kind", "/id", ""])
    words = "`kind` is `ref`, `id` is left out and the whole record has an unlisted property"
    assert plain(title) == words


def test_the_title_of_several_interactions() -> None:
    title = plain(titles.several_title(8, ["/kind", "/tags/*"]))
    assert title == "8 combinations of `kind` and an element of `tags`"
