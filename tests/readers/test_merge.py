from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import (
    All,
    Anything,
    Field,
    MapOf,
    Number,
    Object,
    Presence,
    Reference,
    Span,
    Text,
    Union,
)
from conformance.readers.merge import MAX_OPTIONS, merged, resolved

if TYPE_CHECKING:
    from conformance.readers.facts import Type

AT, THERE = Span("a.ts", 1), Span("b.ts", 2)
TEXT, NUMBER = Text(span=AT), Number(span=AT)


def field(name: str, kind: Type = TEXT, **more: object) -> Field:
    return Field(name=name, type=kind, span=AT, **more)  # type: ignore[arg-type]


def thing(*fields: Field, **more: object) -> Object:
    return Object(span=AT, fields=fields, **more)  # type: ignore[arg-type]


def one(*parts: Type, types: dict[str, Type] | None = None) -> Type | None:
    return merged(All(span=AT, parts=parts), types or {})


def test_the_fields_of_all_parts_come_together() -> None:
    types: dict[str, Type] = {"Base": thing(field("a"), name="Base")}
    inner = All(span=AT, parts=(Reference(span=AT, name="Base"), thing(field("b"))))

    assert one(inner, Anything(span=AT), thing(field("c"), name="C"), types=types) == thing(
        field("a"), field("b"), field("c"), name="Base & C"
    )


def test_a_field_of_two_parts_has_both_types_and_the_stricter_presence() -> None:
    first = field("a", TEXT, received=Presence.OPTIONAL, nullable=True, aliases=("x",))
    second = field("a", NUMBER, sent=Presence.OPTIONAL, aliases=("y",))

    found = one(thing(first), thing(second))
    assert isinstance(found, Object)
    (both,) = found.fields
    assert both.type == All(span=AT, parts=(TEXT, NUMBER))
    assert (both.received, both.sent) == (Presence.REQUIRED, Presence.OPTIONAL)
    assert (both.nullable, both.aliases) == (True, ("x", "y"))


def test_a_type_is_not_said_twice_for_standing_in_two_places() -> None:
    second = field("a", Text(span=THERE), nullable=False)

    found = one(thing(field("a")), thing(second))
    assert isinstance(found, Object)
    assert (found.fields[0].type, found.fields[0].nullable) == (Text(span=THERE), False)


def test_the_part_that_closes_the_object_counts() -> None:
    opened = thing(unlisted=True)
    typed = thing(unlisted=TEXT, unlisted_span=THERE)
    closed = thing(unlisted=False)

    def unlisted(*parts: Object) -> object:
        found = one(*parts)
        assert isinstance(found, Object)
        return found.unlisted, found.unlisted_span

    assert unlisted(thing(), thing()) == (None, None)
    assert unlisted(thing(), opened) == (True, AT)
    assert unlisted(opened, typed) == (TEXT, AT)
    assert unlisted(opened, typed, closed) == (False, AT)
    assert unlisted(typed, thing(unlisted=NUMBER)) == (All(span=AT, parts=(TEXT, NUMBER)), AT)


def test_unions_are_spread_out() -> None:
    options = Union(span=AT, options=(thing(field("b")), Reference(span=AT, name="C")))
    types: dict[str, Type] = {"C": All(span=AT, parts=(thing(field("c")), thing(field("d"))))}

    assert one(thing(field("a")), options, types=types) == Union(
        span=AT,
        options=(
            thing(field("a"), field("b")),
            thing(field("a"), field("c"), field("d")),
        ),
    )


def test_nothing_is_merged_that_is_no_object_or_is_too_much() -> None:
    wide = Union(span=AT, options=tuple(thing(field(f"f{n}")) for n in range(MAX_OPTIONS)))
    two = Union(span=AT, options=(thing(field("a")), thing(field("b"))))

    assert one(thing(), MapOf(span=AT, value=TEXT)) is None
    assert one(thing(), All(span=AT, parts=(TEXT, thing()))) is None
    assert one(wide, two) is None
    assert one(wide, thing()) is not None
    assert one(Anything(span=AT)) is None


def test_an_option_that_cannot_be_merged_stays() -> None:
    stuck = All(span=AT, parts=(TEXT, thing()))

    assert one(Union(span=AT, options=(stuck, thing())), thing()) is None


def test_references_are_followed_to_the_end() -> None:
    types: dict[str, Type] = {"A": Reference(span=AT, name="B"), "B": TEXT}

    assert resolved(Reference(span=AT, name="A"), types) is TEXT


def test_groups_of_fields_that_exclude_one_another_are_kept() -> None:
    first = thing(field("a"), field("b"), exclusive=(("a", "b"),))
    second = thing(field("c"), field("d"), exclusive=(("c", "d"), ("a", "b")))

    found = one(first, second)
    assert isinstance(found, Object)
    assert found.exclusive == (("a", "b"), ("c", "d"))


def test_what_other_properties_are_written_is_kept_where_a_part_says_it() -> None:
    parts = thing(field("a"), unlisted=True, sent_unlisted=False), thing(field("b"))
    found = one(*parts)

    assert isinstance(found, Object)
    assert (found.unlisted, found.sent_unlisted) == (True, False)
    closed = one(thing(sent_unlisted=True), thing(unlisted=False))
    assert isinstance(closed, Object)
    assert closed.sent_unlisted is False
    opened = one(thing(field("a")), thing(field("b")))
    assert isinstance(opened, Object)
    assert opened.sent_unlisted is None
