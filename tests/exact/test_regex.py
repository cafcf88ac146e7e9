from __future__ import annotations

import random
import re

import pytest

from conformance.exact.automaton import Automaton, Strings
from conformance.exact.numeric import Undecided
from conformance.exact.regex import as_python, complement, parse

MATCHES = [
    ("a", "xay", "xby"), ("^a$", "a", "a\n"), ("^a", "ab", "ba"), ("a$", "ba", "ab"),
    ("", "", None), ("^$", "", "a"), ("$^", "", "a"), ("^a|b$", "ac", "bc"), ("a*", "", None),
    ("^a+$", "aa", ""), ("^a?$", "a", "aa"), ("^a{2}$", "aa", "aaa"), ("^a{2,}$", "aaa", "a"),
    ("^a{1,2}$", "a", "aaa"), ("^a{,2}$", "a{,2}", "a"), ("^a+?$", "aa", "b"),
    (r"^\d$", "5", "\u0665"), (r"^\D$", "a", "5"), (r"^\w$", "_", "é"), (r"^\W$", "é", "a"),
    (r"^\s$", "\u2003", "a"), (r"^\S$", "a", "\t"), ("^.$", "é", "\n"), ("^.$", "\U0001f600", ""),
    ("^[a-c]$", "b", "d"), ("^[^a-c]$", "d", "b"), ("^[]a]$", None, "a"), ("^[a-]$", "-", "b"),
    (r"^[\d-x]$", None, None), (r"^[\-a]$", "-", "b"), (r"^[\b]$", "\b", "b"), ("^[^]$", "a", None),
    (r"^\t\n\v\f\r\0$", "\t\n\v\f\r\0", "t"), (r"^\x41\u0042\u{43}\cA$", "ABC\x01", "A"),
    (r"^\ud83d\ude00$", "\U0001f600", "x"), (r"^\/\.\*$", "/.*", "a"), ("^(?:ab)+$", "abab", "aba"),
    ("^(?<n>a)$", "a", "b"), (r"^\p{Lu}$", "É", "é"), (r"^\p{Letter}+$", "éÉ", "1"),
    (r"^\P{L}$", "1", "a"), (r"^\p{gc=Nd}$", "\u0665", "a"), ("^(a|(b|c)d)$", "cd", "c"),
    (r"^[^\0]$", "a", "\0"), (r"^[^\u{10ffff}]$", "a", "\U0010ffff"),
    ("{", "{", "a"), ("^a]$", "a]", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "inside", "outside"), MATCHES)
def test_expressions_match_as_ecma_262_says(
    pattern: str, inside: str | None, outside: str | None
) -> None:
    try:
        one = Automaton(pattern)
    except Undecided:
        assert inside is None
        return
    for text, expected in ((inside, True), (outside, False)):
        if text is not None:
            assert one.matches(text) is expected
            assert bool(re.search(as_python(pattern), text)) is expected


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", "(?!a)", "(?<=a)", "(?<!a)", r"\b", r"\B", r"(a)\1", r"\k<n>", r"\p{Script=Greek}",
     r"\p{}", "(", "a)", "[a", "*a", "a\\", "[b-a]", r"[\d-a]", "(?i)a", r"\q", r"\u12", "a{2000}",
     "(" * 200 + ")" * 200, "(a{900}){900}"],
)  # fmt: skip
def test_other_expressions_are_not_decided(pattern: str) -> None:
    with pytest.raises(Undecided):
        Automaton(pattern)

    assert pattern in {as_python(pattern), "(a{900}){900}"}


def test_an_expression_that_is_not_understood_is_left_to_python() -> None:
    assert as_python("(?=a)") == "(?=a)"
    assert re.search(as_python("[]a]"), "a") is None


def test_automata_agree_with_python_on_random_strings() -> None:
    rng = random.Random(1)
    parts = ["a", "b", "[ab]", "(a|bb)", "a*", "(ab)+", "b?", "^", "$", ".", "[^a]"]
    for _ in range(300):
        pattern = "".join(rng.choices(parts, k=rng.randint(1, 4)))
        one = Automaton(pattern)
        for _ in range(20):
            text = "".join(rng.choices("abc", k=rng.randint(0, 4)))
            assert one.matches(text) == bool(re.search(as_python(pattern), text)), (pattern, text)


def test_strings_come_shortest_first_to_the_last_one() -> None:
    strings = Strings(["^[ab]$"], 0, 10)

    found = {key: list(strings.texts(ends)) for key, ends in strings.outcomes.items() if key[0][0]}

    assert found == {((True,), 0): ["a", "b"]}


def test_a_lone_surrogate_is_no_character() -> None:
    assert complement(()) == ((0, 0xD7FF), (0xE000, 0x10FFFF))
    assert parse("a") == parse("a")
