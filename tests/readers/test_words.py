from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.readers.facts import (
    All,
    Anything,
    Boolean,
    Directed,
    ListOf,
    Literals,
    MapOf,
    Never,
    Null,
    Number,
    Object,
    OnDecision,
    Opaque,
    Reference,
    Span,
    Text,
    TupleOf,
    Undefined,
    Union,
)
from conformance.readers.words import in_words

if TYPE_CHECKING:
    from conformance.readers.facts import Type

AT = Span("a.ts", 1)
TEXT = Text(span=AT)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TEXT, "a string"),
        (Number(span=AT), "a number"),
        (Number(span=AT, integer=True), "an integer"),
        (Number(span=AT, minimum=0, maximum=9), "a number from 0 to 9"),
        (Number(span=AT, minimum=0), "a number of at least 0"),
        (Number(span=AT, maximum=0), "a number of at most 0"),
        (Number(span=AT, minimum=1, maximum=1), "a number of 1"),
        (Number(span=AT, exclusive_minimum=0, exclusive_maximum=1, multiple_of=0.1),
         "a number above 0 below 1 that is a multiple of 0.1"),
        (Text(span=AT, min_length=1, max_length=9), "a string from 1 to 9 characters"),
        (Text(span=AT, pattern="^a", format="uri"), "a string that matches ^a (uri)"),
        (Boolean(span=AT), "a boolean"),
        (Null(span=AT), "null"),
        (Anything(span=AT), "any value"),
        (Never(span=AT), "no value"),
        (Literals(span=AT, values=("a",)), '"a"'),
        (Literals(span=AT, values=("a", 1)), 'one of "a", 1'),
        (Literals(span=AT, values=tuple(range(9))), "one of 0, 1, 2, 3, 4, 5, 6, 2 more"),
        (Literals(span=AT, values=("x" * 60,)), f'"{"x" * 38}…'),
        (ListOf(span=AT, item=TEXT), "an array, each element a string"),
        (TupleOf(span=AT, items=(TEXT, TEXT)), "an array of 2 elements"),
        (MapOf(span=AT, value=TEXT), "an object, each value a string"),
        (Object(span=AT, fields=(), name="Order"), "Order"),
        (Object(span=AT, fields=()), "an object"),
        (Union(span=AT, options=(TEXT, TEXT)), "a string"),
        (Union(span=AT, options=(TEXT, Null(span=AT), Boolean(span=AT))),
         "a string, null or a boolean"),
        (Union(span=AT, options=()), "no value"),
        (All(span=AT, parts=(TEXT, Reference(span=AT, name="B"), TEXT)), "a string and B"),
        (Undefined(span=AT, name="Money"), "Money"),
        (Opaque(span=AT, why="code"), "something that was not read"),
        (Opaque(span=AT, why="code", within=TEXT), "a string"),
        (Directed(span=AT, received=TEXT, sent=Null(span=AT)), "a string"),
        (OnDecision(span=AT, topic="array-for-struct", type=TEXT), "a string"),
    ],
)  # fmt: skip
def test_a_type_is_said_in_words(kind: Type, words: str) -> None:
    assert in_words(kind) == words
