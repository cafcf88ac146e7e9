from __future__ import annotations

from typing import Any

import pytest
from fakes import schema_file

from conformance.compare.formats import formats_apart, summary_of


def file(**formats: str) -> Any:
    fields = {name: {"type": "string", "format": form} for name, form in formats.items()}
    return schema_file({"properties": {"plain": {"type": "string"}, **fields}})


@pytest.mark.parametrize(
    ("a", "b", "asserted", "said"),
    [
        ({"id": "uuid"}, {"id": "uuid"}, False, []),
        ({"id": "uuid"}, {}, False, ["/id is uuid in a and of no format in b"]),
        ({"id": "uuid"}, {"id": "colour"}, False, ["/id is uuid in a and colour in b"]),
        ({"id": "uuid"}, {}, True, []),
        ({"id": "colour"}, {}, True, ["/id is colour in a and of no format in b"]),
    ],
)
def test_a_place_with_different_formats_is_named(
    a: dict[str, str],
    b: dict[str, str],
    asserted: bool,  # noqa: FBT001  a row of the table
    said: list[str],
) -> None:
    assert list(formats_apart({"a": file(**a), "b": file(**b)}, asserted=asserted)) == said


def test_the_whole_value_is_a_place_too_and_may_have_several_formats() -> None:
    both = schema_file({"format": "uri", "allOf": [{"format": "iri"}]})

    assert formats_apart({"a": both, "b": schema_file({})}, asserted=False) == (
        "the whole value is iri and uri in a and of no format in b",
    )


def test_many_places_are_summed_up_with_what_to_do() -> None:
    apart = [f"/{name} is uuid in a and of no format in b" for name in "abcde"]

    assert summary_of([], asserted=False) is None
    assert summary_of(apart[:1], asserted=True) == (
        "formats are not compared: /a is uuid in a and of no format in b "
        "(no definition of them is known)"
    )
    said = summary_of(apart, asserted=False)
    assert said is not None
    assert said.endswith("; and 2 more (--formats assert compares them)")
