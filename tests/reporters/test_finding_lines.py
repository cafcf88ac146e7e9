"""A finding in one line, and in full."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reporters.finding_lines import in_brief, in_full, with_names
from conformance.reporters.words.columns import Columns, columns_of

WEIGHT: dict[str, Any] = {
    "group": "values",
    "importance": 0.754,
    "because": ["one stands alone", "it is new"],
}


def columns(fake: Any) -> Columns:
    (header,) = fake.typed(fake.header())
    return columns_of(fake.typed(*fake.columns()), header.variants, header.fields)


def line(fake: Any, special: str = '"lost"', vector: str = "aarsl", **parts: Any) -> Any:
    (found,) = fake.typed(fake.finding("/state", special, ["conflict"], vector, **parts))
    return found


def test_a_line_has_the_key_the_importance_the_title_and_the_sides(fake: Any) -> None:
    found = line(fake, **WEIGHT)

    assert found.key == found.digest[:7] == "a7f0cda"
    assert in_brief(found, columns(fake)).plain == (
        "a7f0cda  0.75  `lost` as a `state`  ✓ 3 ✗ 1 ○ 1"
    )


def test_a_side_without_columns_is_left_out(fake: Any) -> None:
    assert in_brief(line(fake, vector="aarrr"), columns(fake)).plain.endswith("  ✓ 2 ✗ 3")


@pytest.mark.parametrize("width", [50, 60, 80, 120])
@pytest.mark.parametrize(
    "special", ['"lost"', '"a state that is much longer than a line has room"']
)
def test_a_line_is_as_wide_as_the_terminal(fake: Any, width: int, special: str) -> None:
    text = in_brief(line(fake, special), columns(fake), width)

    assert text.cell_len == width
    assert ("…" in text.plain) is (special != '"lost"')


def test_a_title_is_never_cut_to_nothing(fake: Any) -> None:
    text = in_brief(line(fake, '"a state that is long"'), columns(fake), 10).plain

    assert text.split("  ")[2] == '`"a state that is l…'


def test_a_wide_line_names_who(fake: Any) -> None:
    assert with_names(line(fake, vector="aarrr"), columns(fake)).plain == (
        "a7f0cda  0.00  `lost` as a `state`  ✓ alpha  ✗ beta, gamma 2"
    )


def test_in_full_there_is_all_that_is_known(fake: Any) -> None:
    (header,) = fake.typed(fake.header())
    found = line(
        fake,
        vector="araar",
        skew=True,
        proven=False,
        claims=["alpha:states", "beta:states", "beta:gone"],
        cases=[f"case/{number}" for number in range(12)],
        **WEIGHT,
    )
    told = [text.plain for text in in_full(found, columns(fake), header.claims)]

    assert told[:2] == ["`lost` as a `state`", 'a7f0cda  conflict  /state = "lost"']
    assert "alpha (declared) and beta may send this" in told[2]
    assert told[3].startswith("The versions differ") or "version" in told[3]
    assert told[4:] == [
        'Payload: {"state": "lost"}',
        'Accepted twin: {"state": "sent"}',
        "✓ accept: alpha (declared), beta",
        "✗ reject: alpha (documented), gamma 2",
        "  ✓ beta, row state: `state` is sent or beta.",
        "  ✓✗ alpha, row state: `state` is sent or alpha.",
        f"Cases: {', '.join(f'case/{number}' for number in range(10))} and 2 more",
        "Importance 0.75, among values: one stands alone, it is new",
        "Tested only, not proven.",
    ]


def test_in_full_what_is_not_known_is_left_out(fake: Any) -> None:
    found = line(fake, vector="aarrr", witness=None, twin=None, cases=["only/one"])

    assert [text.plain for text in in_full(found, columns(fake), {})][3:] == [
        "✓ accept: alpha",
        "✗ reject: beta, gamma 2",
        "Cases: only/one",
        "Importance 0.00, among types",
    ]
    bare = line(fake, vector="aarrr", witness=None, twin=None)
    assert "Cases" not in "".join(text.plain for text in in_full(bare, columns(fake), {}))
