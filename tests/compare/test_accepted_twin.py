"""The nearest value that more columns accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes.compare import explained

from conformance.compare.accepted_twin import Twin

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., fakes.Outcome]


def twin(text: str, near: str | None = None, **more: Any) -> Twin | None:
    cases = [fakes.case("a/b", text, near=None if near is None else "a/near")]
    cases += [] if near is None else [fakes.case("a/near", near)]
    return explained(*cases, **more).twin


def test_the_near_case_is_the_twin_where_more_columns_accept_it() -> None:
    assert twin('{"state": "idle"}', '{"state": "on", "note": ""}') == Twin(
        value={"state": "on", "note": ""},
        near="a/near",
        differs=("/state", "/note"),
        accept=("closed.declared",),
    )


@pytest.mark.parametrize(
    ("text", "value", "differs"),
    [
        ('{"state": "idle"}', {"state": "off"}, "/state"),
        ('{"state": "on", "note": 1}', {"state": "on"}, "/note"),
        ('{"note": "x"}', {"note": "x", "state": "off"}, "/state"),
        ('{"state": "on", "more": 1}', {"state": "on"}, "/more"),
    ],
    ids=["a literal", "left out", "a missing member", "an unlisted member"],
)
def test_the_twin_is_the_smallest_change_that_more_columns_accept(
    text: str, value: object, differs: str
) -> None:
    expected = Twin(value=value, near=None, differs=(differs,), accept=("closed.declared",))  # type: ignore[arg-type]
    assert twin(text) == expected
    assert twin(text, near='{"state": "no"}', column="closed.declared") == expected
    assert twin(text, near="{") == expected


@pytest.mark.parametrize(
    ("schema", "text", "value", "differs"),
    [
        ({"items": {"type": "string"}}, '["a", 1, "b"]', ["a", "b"], ("/1",)),
        ({"items": {"type": "string"}, "minItems": 2}, '["a", 1]', ["a", ""], ("/1",)),
        ({"items": {"required": ["x"]}}, '[{"y": 1}]', [{"y": 1, "x": ""}], ("/0/x",)),
        ({"type": "object"}, "[]", {}, ("",)),
        (
            {"properties": {"a": {"properties": {"b": False}, "minProperties": 1}}},
            '{"a": {"b": 1}}',
            {},
            ("/a",),
        ),
        ({"minProperties": 9}, "{}", "", ("",)),
        ({"not": {}}, "{}", None, None),
    ],
    ids=[
        "an element left out",
        "a plain value in its place",
        "a missing member inside",
        "the whole input",
        "what is around the place",
        "a type that is free",
        "nothing is accepted",
    ],
)
def test_the_search_goes_from_the_place_outwards(
    schema: object, text: str, value: object, differs: tuple[str, ...] | None
) -> None:
    found = twin(text, variants=[fakes.variant("v", schema)])
    assert (None if found is None else found.value) == value
    assert (None if found is None else found.differs) == differs


def test_a_text_that_is_no_json_has_no_twin() -> None:
    found = explained(fakes.case("a/b", "{"))
    assert (found.value, found.twin) == (None, None)
    assert [x.judgement.note for x in found.columns] == ["not one well-formed JSON text"] * 2
