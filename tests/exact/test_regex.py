from __future__ import annotations

import random
import re
from itertools import islice

import pytest

from conformance.exact.automaton import Automaton, automaton, smallest
from conformance.exact.characters import complement
from conformance.exact.regex import parse
from conformance.exact.regex_python import as_python, runs_in_python
from conformance.exact.strings import Strings
from conformance.exact.values import Undecided

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
    ("{", "{", "a"), ("^a]$", "a]", "a"), ("^(?!x)", "ax", "xa"), ("^(?!x).*$", "", "x"),
    ("(?=a)b", None, "ab"), ("^(?=a.*z$)(?!.*b)", "acz", "abz"), ("(?=$)^", "", "a"),
    ("a(?!$)", "ab", "ba"), ("(?<=^a)b", "ab", "bab"), ("(?<!a)b", "cb", "ab"),
    ("(?<!a)b", "b", "ab"),
    (r"\bfoo\b", "a foo", "afoo"), (r"\bfoo\b", "foo", "foob"), (r"^\B$", "", "a"),
    (r"a\Bb", "ab", "a b"), ("^(?!.*(?!a).b)", "ab", "bb"), ("(?<!(?=ab).)b", "cb", "ab"),
    ("^(?:(?=a)a)*$", "aa", "ab"), ("(?<=a(?=c).)d", "acd", "abd"), (r"(?<=a$)", "ba", "ab"),
    (r"^\p{Any}\p{ASCII}$", "éa", "aé"), ("^(?<ä>a)$", "a", "b"), (r"^\cC$", "\x03", "C"),
]  # fmt: skip


LONG = {r"^\p{Lu}$", r"^\p{Letter}+$"}
"""They ask about every character, as `\\P{L}` and `\\p{gc=Nd}` do."""


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [pytest.param(*row, marks=[pytest.mark.untraced] * (row[0] in LONG)) for row in MATCHES],
)
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
    [r"(a)\1", r"\k<n>", r"\p{Script=Klingon}", r"[\B]", "a{2,1}",
     r"\p{}", "(", "a)", "[a", "*a", "a\\", "[b-a]", r"[\d-a]", "(?i)a", r"\q", r"\u12",
     "a{200000}", "(" * 200 + ")" * 200, "(a{900}){900}"],
)  # fmt: skip
def test_other_expressions_are_not_decided(pattern: str) -> None:
    with pytest.raises(Undecided):
        Automaton(pattern)

    assert pattern in {as_python(pattern), "(a{900}){900}"}


def test_an_expression_that_is_not_understood_is_left_to_python() -> None:
    assert as_python(r"(a)\1") == r"(a)\1"
    assert re.search(as_python("[]a]"), "a") is None


@pytest.mark.untraced
def test_automata_agree_with_python_on_random_strings() -> None:
    rng = random.Random(1)
    parts = ["a", "b", "[ab]", "(a|bb)", "a*", "(ab)+", "b?", "^", "$", ".", "[^a]"]
    for _ in range(300):
        pattern = "".join(rng.choices(parts, k=rng.randint(1, 4)))
        one = Automaton(pattern)
        for _ in range(20):
            text = "".join(rng.choices("abc", k=rng.randint(0, 4)))
            assert one.matches(text) == bool(re.search(as_python(pattern), text)), (pattern, text)


@pytest.mark.untraced
def test_automata_agree_with_python_on_random_look_around() -> None:
    rng = random.Random(2)
    parts = [
        "a",
        "b",
        "[ab]",
        "(a|bb)",
        "a*",
        "(?=a)",
        "(?!ab)",
        "(?<=a)",
        "(?<!ba)",
        r"\b",
        r"\B",
        "^",
        "$",
        ".",
        "(?=.*b)",
        "(?!.*(?=a)b)",
        "(?:(?!b).)*",
        "(?=(?<=a)b)",
        "(?<!a(?!b))",
        " ",
    ]
    for _ in range(300):
        pattern = "".join(rng.choices(parts, k=rng.randint(1, 5)))
        one = automaton(pattern)
        for _ in range(20):
            text = "".join(rng.choices("ab c", k=rng.randint(0, 6)))
            expected = bool(re.search(as_python(pattern), text))
            assert one.matches(text) == expected, (pattern, text)
            state = 0
            for character in text:
                state = one.table.rows[state][one.alphabet.number(ord(character))]
            assert one.table.accepting[state] == expected, (pattern, text)


def test_what_looks_back_at_different_lengths_does_not_run_in_python() -> None:
    assert Automaton("(?<=a|bb)c").matches("bbc")
    assert not runs_in_python("(?<=a|bb)c")


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        ("^(?:aa)+$", [2, 4, 6, 8]),
        ("^a{3}$", [3]),
        ("^(?:a{2}|b{5})$", [2, 5]),
        ("a", [1, 2, 3, 4]),
    ],
)
def test_the_lengths_of_strings_are_known_without_an_end(pattern: str, lengths: list[int]) -> None:
    strings = Strings([pattern])
    ends = strings.outcomes[True,]

    assert list(islice(strings.lengths(ends, 0, None), 4)) == lengths
    assert list(strings.lengths(ends, 3, 5)) == [length for length in lengths if 3 <= length < 5]


def test_a_length_beyond_the_period_is_known_at_once() -> None:
    strings = Strings(["^(?:aaa)*$"])
    far = 3 * 10**9

    assert list(strings.lengths(strings.outcomes[True,], far - 1, far + 2)) == [far]


def test_an_automaton_is_made_small() -> None:
    every = [(1, 2), (3, 3), (4, 4), (3, 3), (4, 4)]

    rows, accepting = smallest(every, [False, False, False, True, True])

    assert rows == [(1, 1), (2, 2), (2, 2)]
    assert accepting == [False, False, True]


def test_strings_come_shortest_first_to_the_last_one() -> None:
    strings = Strings(["^[ab]$"])

    assert list(strings.texts(strings.outcomes[True,], 0, None, 10)) == ["a", "b"]


def test_a_lone_surrogate_is_no_character() -> None:
    assert complement(()) == ((0, 0xD7FF), (0xE000, 0x10FFFF))
    assert parse("a") == parse("a")
