"""What some columns write and others reject, ranked and folded."""

from __future__ import annotations

from typing import Any

from conformance.model import Claim
from conformance.reporters.views.one_way import UNTITLED, Statement, exchange_data, one_ways
from conformance.reporters.words.phrases import plain

CLAIMS = {
    "b:x": Claim(
        id="x", at="b.ts:2", says="`x` is a text.", strength="stated", keywords=(), no_effect=None
    )
}
REASON = {
    "instance": "/x",
    "keyword": "type",
    "file": "declared.schema.json",
    "schema": "/properties/x/type",
    "property": None,
    "claims": ["x"],
    "message": "null is not a string",
}


def test_the_readers_of_one_cause_come_together_and_the_important_first(fake: Any) -> None:
    null = fake.broken("/x", "null", {"x": None}, reasons=[REASON], claims=["b:x", "b:gone"])
    absent = fake.broken("/y", "absent", {}, importance=0.7)
    found = one_ways(
        fake.typed(
            fake.exchange("a", "b", "overlap", null),
            fake.exchange("a", "c", "overlap", null, absent),
            fake.exchange("d", "b", "overlap", null),
            fake.exchange("d", "c", "within"),
        ),
        {},
        CLAIMS,
    )

    assert [(x.writer, x.readers, plain(x.title), x.payload) for x in found] == [
        ("a", ("c",), "`y` left out", "{}"),
        ("a", ("b", "c"), "`null` for `x`", '{"x": null}'),
        ("d", ("b",), "`null` for `x`", '{"x": null}'),
    ]
    assert found[1].why == ("x: null is not a string",)
    assert found[1].statements == (Statement(at="b.ts:2", says="`x` is a text."),)


def test_several_places_have_one_title(fake: Any) -> None:
    both = fake.broken(["/x", "/y"], ["null", "absent"], {"x": None})

    (found,) = one_ways(fake.typed(fake.exchange("a", "b", "overlap", both)), {}, {})

    assert plain(found.title) == "`x: null` without `y`"


def test_a_value_without_a_cause_is_shown_as_it_is(fake: Any) -> None:
    lines = [
        fake.exchange("a", name, "overlap", only_a={"value": [1]}) for name in ("sdk.x", "sdk.y")
    ]

    (found,) = one_ways(fake.typed(*lines), {}, {})

    assert (found.readers, found.title, found.payload) == (("sdk.x", "sdk.y"), UNTITLED, "[1]")


def test_the_page_has_each_exchange_with_what_is_rejected(fake: Any) -> None:
    null = fake.broken("/x", "null", {"x": None}, reasons=[REASON], claims=["b:x"])

    (found,) = exchange_data(fake.typed(fake.exchange("a", "b", "overlap", null)), {}, CLAIMS)

    assert found == {
        "writer": "a",
        "reader": "b",
        "relation": "overlap",
        "proven": True,
        "why_not": [],
        "both": None,
        "only_a": '{"x": null}',
        "only_b": None,
        "gap_a": None,
        "gap_b": None,
        "breaks": [
            {
                "title": "`null` for `x`",
                "payload": '{"x": null}',
                "why": ["x: null is not a string"],
                "statements": [{"at": "b.ts:2", "says": "`x` is a text."}],
            }
        ],
    }
