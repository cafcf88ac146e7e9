"""Classes of values as a person says them."""

from __future__ import annotations

import pytest

from conformance.reporters.words.classes import is_word, spoken
from conformance.reporters.words.phrases import listed, plain


def said(*specials: str) -> str:
    phrases, _ = spoken(specials)
    return plain(listed(phrases, "or", limit=len(phrases)))


@pytest.mark.parametrize(
    ("special", "words"),
    [
        ("a number", "a number"),
        ("an array of 2 elements", "an array of 2 elements"),
        ("an object without properties", "an empty object"),
        ("a number below 0", "numbers below 0"),
        ("a number above 0", "numbers above 0"),
        ("a number of at least 0", "numbers of at least 0"),
        ("a number of at most 1.5", "numbers of at most 1.5"),
        ("a number of at least 1 and of at most 1000", "numbers from 1 to 1000"),
        ("a number of at least 1 and of at most 1", "numbers equal to 1"),
        ("a number of at least 1 and below 5", "numbers of at least 1 and below 5"),
        ("a number above 1 and of at most 5", "numbers above 1 and of at most 5"),
        ("a number with a fraction", "fractions"),
        ("any other number without a fraction and above 1", "other whole numbers above 1"),
        ("a number that is no multiple of 0.01", "numbers that are no multiples of 0.01"),
        (
            "a number that is a multiple of 5 and with a fraction and below 1",
            "fractions below 1 that are multiples of 5",
        ),
        ("a string shorter than 1", "the empty string"),
        ("any other string shorter than 1", "other empty strings"),
        ("a string shorter than 1 and that matches ^a", "empty strings matching `^a`"),
        ("a string shorter than 5", "strings shorter than 5"),
        ("a string of at least 21 characters", "strings longer than 20"),
        ("a string of 3 characters", "strings of 3 characters"),
        ("a string of at least 3 characters and shorter than 6", "strings of 3 to 5 characters"),
        ("a string that matches ^a and b", "strings matching `^a and b`"),
        (
            "a string of at least 2 characters and that matches a and that does not match ^",
            "strings longer than 1 matching `a` and not matching `^`",
        ),
        (f"a string that matches {'a' * 50}", f"strings matching `{'a' * 39}…`"),
        ("a string longer than 5 characters", "a string longer than 5 characters"),
        ('"lost"', "`lost`"),
        ('"a b"', '`"a b"`'),
        ("12", "`12`"),
    ],
)
def test_one_class(special: str, words: str) -> None:
    assert said(special) == words


@pytest.mark.parametrize(
    ("specials", "words"),
    [
        (
            (
                "a number with a fraction and below 1",
                "a number with a fraction and of at least 1",
                "a number without a fraction and below 1",
            ),
            "numbers below 1 or fractions",
        ),
        (
            ("a number with a fraction and below 1", "a number without a fraction and below 1"),
            "numbers below 1",
        ),
        # What is between 1 and 5 may be another matter.
        (
            ("a number with a fraction and below 1", "a number with a fraction and above 5"),
            "fractions below 1 or fractions above 5",
        ),
        (
            ("a number with a fraction and below 1", "a number with a fraction and above 1"),
            "fractions below 1 or fractions above 1",
        ),
        (
            (
                "a number of at least 1 and of at most 5",
                "a number above 5",
                "a number below 1",
                "null",
            ),
            "a number or `null`",
        ),
        (("a number below 9", "a number above 8"), "numbers below 9 or numbers above 8"),
        (
            (
                "a string of at least 21 characters and that does not match ^a",
                "a string of at least 21 characters and that matches ^a",
                "a string shorter than 21 and that does not match ^a",
            ),
            "strings longer than 20 or strings not matching `^a`",
        ),
        (
            ("a string shorter than 9", "a number below 1"),
            "strings shorter than 9 or numbers below 1",
        ),
        (
            ("a string that matches ^a", "a string that matches ^b"),
            "strings matching `^a` or strings matching `^b`",
        ),
        (("any other number below 1", "a number above 2"),
         "other numbers below 1 or numbers above 2"),
    ],
)  # fmt: skip
def test_classes_that_only_split_another_are_put_together(
    specials: tuple[str, ...], words: str
) -> None:
    assert said(*specials) == words


def test_it_is_told_whether_a_class_is_in_the_plural() -> None:
    assert spoken(["null", "a number"])[1] is False
    assert spoken(["null", "a number below 1"])[1] is True


@pytest.mark.parametrize(
    ("special", "is_one"),
    [
        ('"lost"', True),
        ("any other string", True),
        ('"a b"', False),
        ('"true"', False),
        ("null", False),
        ("a string", False),
    ],
)
def test_a_word_is_a_literal_that_needs_no_quotes(special: str, *, is_one: bool) -> None:
    assert is_word(special) is is_one
