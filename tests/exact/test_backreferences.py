from __future__ import annotations

import random
import re

import pytest

from conformance.exact import Subject, ThreeValued, compare_columns, relate
from conformance.exact.automaton import automaton
from conformance.exact.backreferences import known, refers_back
from conformance.exact.values import Undecided

MATCHES = [
    (r"(a)\1", "xaa", "aba"), (r"^(a|b)\1$", "bb", "ab"), (r"^(?<q>['\"]).*\k<q>$", '"x"', "x"),
    (r"^(?:(a)|b)\1$", "b", "ab"), (r"^\1(a)$", "a", "aa"), (r"^(a\1)$", "a", "aa"),
    (r"^(a*)b\1$", "aabaa", "aaba"), (r"^(a+?)\1{2}$", "aaaaaa", "aa"),
    (r"^(?=(a+))\1b$", "ab", "b"),
    (r"^(?!(a)\1)a", "ab", "aab"), (r"(?<=a)(b)\1", "abb", "bb"), (r"(?<!a)(b)\1", "cbb", "abb"),
    (r"^(?:(a)|(b)){2}\1$", "ab", "aba"), (r"^([^x])\1\$$", "aa$", "xx$"),
    (r"^((a)(b))\3\2\1$", "abbaab", "ababab"), (r"^(?:)*(a)\1$", "aa", "a"),
    (r"^(a)[(\]]\1\($", "a(a(", "aa("),
    (r"^(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\10$", "abcdefghijj", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "inside", "outside"), MATCHES)
def test_a_group_is_met_again_as_ecma_262_says(pattern: str, inside: str, outside: str) -> None:
    one = known(pattern)

    assert one.matches(inside) is True
    assert one.matches(outside) is False


@pytest.mark.parametrize(("pattern", "inside"), [row[:2] for row in MATCHES])
def test_the_outline_matches_all_that_the_expression_does(pattern: str, inside: str) -> None:
    referring = refers_back(pattern)

    assert referring is not None
    assert automaton(referring.outline).matches(inside)


def test_it_agrees_with_python_on_random_strings() -> None:
    rng = random.Random(3)
    parts = [r"\1", r"\2", "a", "b?", "[ab]", "(?:a|b)*", "(?=b)", "(?!ba)", "$", "."]
    for _ in range(200):
        pattern = f"(a|b)(b*){''.join(rng.choices(parts, k=rng.randint(1, 4)))}\\1"
        one = known(pattern)
        for _ in range(15):
            text = "".join(rng.choices("abc", k=rng.randint(0, 6)))
            assert one.matches(text) == bool(re.search(pattern, text)), (pattern, text)


@pytest.mark.parametrize("pattern", [r"\1", r"(a)\2", r"\k<x>(?<y>a)", r"(a)\k"])
def test_a_reference_to_no_group_is_malformed(pattern: str) -> None:
    with pytest.raises(Undecided):
        known(pattern)


def test_an_expression_without_references_is_an_automaton() -> None:
    assert refers_back("(a)b") is None
    assert known("(a)b") is automaton("(a)b")


def test_what_takes_too_many_steps_is_not_decided() -> None:
    with pytest.raises(Undecided, match="takes many steps"):
        known(r"^((a*)*)*\2b$").matches("a" * 40)


E_ = {"type": "string"}
PAIRS = [
    ("the same", {"pattern": r"(a)\1"}, {"pattern": r"(a)\1"}, "equal", True),
    ("within strings", {**E_, "pattern": r"^(['\"]).*\1$"}, E_, "within", True),
    ("with types", {"pattern": r"^(.)\1$"}, {"pattern": r"^(.)\1$", "type": ["string", "null"]},
     "contains", True),
    ("with lengths", {**E_, "pattern": r"(a)\1", "maxLength": 5},
     {**E_, "pattern": r"(a)\1", "maxLength": 6}, "within", True),
    ("literals", {"enum": ["aa", "b"]}, {"pattern": r"^(.)\1$"}, "overlap", True),
    ("too short by its outline", {**E_, "pattern": r"^(ab)\1?$", "maxLength": 1}, False, "equal",
     True),
    ("two of them", {"pattern": r"^(a|b)\1$"}, {"pattern": r"^(a|b|c)\1$"}, "unknown", False),
    ("how many there are", {**E_, "uniqueItems": True, "type": "array", "minItems": 2,
                            "items": {**E_, "pattern": r"^(a)\1$"}}, False, "unknown", False),
    ("enough different ones", {"uniqueItems": True, "items": {**E_, "pattern": r"^(.)\1$"}},
     {"items": E_}, "unknown", False),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation", "proven"), [row[1:] for row in PAIRS],
                         ids=[row[0] for row in PAIRS])  # fmt: skip
def test_pairs_with_references_are_decided_where_they_do_not_matter(
    a: object, b: object, relation: str, *, proven: bool
) -> None:
    columns = [ThreeValued(n, s, s) for n, s in (("a", Subject("a", a)), ("b", Subject("b", b)))]  # type: ignore[arg-type]
    found = relate(compare_columns(columns), "a", "b")

    assert (found.relation, found.proven) == (relation, proven)
