from __future__ import annotations

import pytest

from conformance.readers import facts
from conformance.readers.facts import Span
from conformance.readers.options import is_open

AT = Span("x.ts", 1)
TEXT = facts.Text(span=AT)


def literals(*, closed: bool | None) -> facts.Literals:
    return facts.Literals(span=AT, values=("a", "b"), closed=closed)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (literals(closed=False), True),
        (literals(closed=None), False),
        (facts.Union(span=AT, options=(literals(closed=None), TEXT)), True),
        (facts.Union(span=AT, options=(literals(closed=True), facts.Null(span=AT))), False),
        (TEXT, False),
    ],
)
def test_a_type_is_open_if_it_names_values_and_accepts_others(
    kind: facts.Type, *, expected: bool
) -> None:
    assert is_open(kind, {}) is expected
