"""Which types name values and accept others in so many words."""

from __future__ import annotations

import pytest

from conformance.readers.facts import Literals, Number, Reference, Span, Text, Type, Union
from conformance.readers.options import is_open

AT = Span("a", 1)
AB = Literals(span=AT, values=("a", "b"))
TEXT = Text(span=AT)


@pytest.mark.parametrize(
    ("kind", "opened"),
    [
        (TEXT, False),
        (AB, False),
        (Literals(span=AT, values=("a",), closed=True), False),
        (Literals(span=AT, values=("a",), closed=False), True),
        (Union(span=AT, options=(AB, Number(span=AT))), False),
        (Union(span=AT, options=(AB, TEXT)), True),
        (Union(span=AT, options=(TEXT, Reference(span=AT, name="AB"))), True),
        (Reference(span=AT, name="AB"), False),
    ],
)
def test_a_type_is_open_where_it_names_values_and_takes_others(kind: Type, *, opened: bool) -> None:
    assert is_open(kind, {"AB": AB}) == opened
