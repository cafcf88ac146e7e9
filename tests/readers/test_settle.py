"""Facts that differ by direction, or that a decision rules, are settled before they are emitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.readers import facts
from conformance.readers.decide import decisions
from conformance.readers.emit import emit
from conformance.readers.facts import Direction, Facts, Field, Object, Presence, Span
from conformance.readers.settle import settled

if TYPE_CHECKING:
    from collections.abc import Callable

AT = Span("x.rs", 1)
TEXT, YES, NULL = facts.Text(span=AT), facts.Boolean(span=AT), facts.Null(span=AT)
EITHER = facts.Directed(span=AT, received=TEXT, sent=YES)
RULED = facts.OnDecision(span=AT, topic="array-for-struct", type=NULL)

WRAPPED = [
    lambda kind: facts.Union(span=AT, options=(NULL, kind)),
    lambda kind: facts.All(span=AT, parts=(kind,)),
    lambda kind: facts.ListOf(span=AT, item=kind),
    lambda kind: facts.TupleOf(span=AT, items=(kind,), rest=kind),
    lambda kind: facts.TupleOf(span=AT, items=(kind,)),
    lambda kind: facts.MapOf(span=AT, value=kind),
    lambda kind: facts.Opaque(span=AT, why="it is", within=kind),
    lambda kind: Object(span=AT, fields=(Field(name="a", type=kind, span=AT, sent_type=kind),)),
    lambda kind: Object(span=AT, fields=(Field(name="a", type=kind, span=AT),), unlisted=kind),
    lambda kind: Object(span=AT, fields=(), unlisted=True, sent_unlisted=kind),
    lambda kind: kind,
]


@pytest.mark.parametrize("wrap", WRAPPED, ids=range(len(WRAPPED)))
@pytest.mark.parametrize("direction", list(Direction))
def test_the_form_of_the_direction_is_taken_everywhere(
    wrap: Callable[[facts.Type], facts.Type], direction: Direction
) -> None:
    found = Facts(name="A", root=wrap(EITHER), types={"B": wrap(EITHER)}, sent_root=wrap(EITHER))

    done, topics = settled(found, decisions("rust"), direction)

    expected = wrap(TEXT if direction is Direction.RECEIVE else YES)
    assert (done.root, done.types, topics) == (expected, {"B": expected}, frozenset())
    assert done.sent_root == expected


@pytest.mark.parametrize(
    ("verdict", "left"),
    [
        ("accept", facts.Union(span=AT, options=(TEXT, NULL))),
        ("reject", TEXT),
        (
            "silent",
            facts.Union(
                span=AT,
                options=(
                    TEXT,
                    facts.Opaque(
                        span=AT, why="Decided on the command line.", within=NULL, decided=True
                    ),
                ),
            ),
        ),
    ],
)
def test_a_decision_says_what_is_left_of_a_union(verdict: str, left: facts.Type) -> None:
    found = Facts(name="A", root=facts.Union(span=AT, options=(TEXT, RULED)))

    decided = decisions("rust", [f"array-for-struct={verdict}"])
    done, topics = settled(found, decided, Direction.RECEIVE)

    assert done.root == left
    assert topics == {"array-for-struct"}


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ((RULED,), facts.Never(span=AT)),
        ((TEXT, YES, RULED), facts.Union(span=AT, options=(TEXT, YES))),
    ],
)
def test_a_union_keeps_the_other_options(options: tuple[facts.Type, ...], left: facts.Type) -> None:
    found = Facts(name="A", root=facts.Union(span=AT, options=options))

    assert settled(found, decisions("rust"), Direction.RECEIVE)[0].root == left


def test_emission_states_the_decisions_that_were_met() -> None:
    found = Facts(name="A", root=facts.Union(span=AT, options=(TEXT, RULED)))

    emitted = emit(found, decisions("rust"))

    assert emitted.topics == ("array-for-struct",)
    assert emitted.schema == {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A", "type": "string",
    }  # fmt: skip


def test_excluded_texts_are_rejected() -> None:
    kind = facts.Text(span=AT, excluded=("a", "b"))

    schema = emit(Facts(name="A", root=kind), decisions("rust")).schema

    assert isinstance(schema, dict)
    assert schema["not"] == {"enum": ["a", "b"]}


def test_a_field_under_two_of_its_names_is_rejected_if_it_may_be_held_once() -> None:
    one = Field(
        name="a", type=TEXT, span=AT, received=Presence.OPTIONAL, aliases=("b", "c"), once=True
    )
    found = Facts(name="A", root=Object(span=AT, fields=(one,)))

    schema = emit(found, decisions("rust")).schema

    assert isinstance(schema, dict)
    assert schema["allOf"] == [
        {"not": {"required": [*pair]}} for pair in (("a", "b"), ("a", "c"), ("b", "c"))
    ]


def test_null_may_be_read_and_not_written() -> None:
    one = Field(
        name="a", type=YES, span=AT, received=Presence.OPTIONAL, nullable=True, sent_nullable=False
    )
    found = Facts(name="A", root=Object(span=AT, fields=(one,)))
    held = [emit(found, decisions("rust"), direction=way).schema for way in Direction]

    assert [one["properties"]["a"] for one in held] == [  # type: ignore[call-overload,index]
        {"type": ["boolean", "null"]},
        {"type": "boolean"},
    ]
