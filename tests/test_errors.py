"""What is suggested where a name is not known."""

from __future__ import annotations

import pytest

from conformance.errors import columns_near, nearest

MANY = [*(f"sdk.package-{number}@1.0" for number in range(12)), "native.go", "tool"]


@pytest.mark.parametrize(
    ("name", "known", "told"),
    [
        ("x", ["a.declared", "b"], "the columns are a.declared, b"),
        ("a.declare", ["a.declared", "b"], "the columns are a.declared, b"),
        ("native.og", MANY, "did you mean native.go? There are 14 columns"),
        ("?", MANY, "there are 14 columns, none alike: sdk.*, native.*, tool"),
    ],
)
def test_few_columns_are_named_and_of_many_the_near_ones(
    name: str, known: list[str], told: str
) -> None:
    assert columns_near(name, known) == told


def test_three_near_names_are_asked_for_at_most() -> None:
    near = columns_near("sdk.pakage-*@1.0", MANY)
    assert near.startswith("did you mean sdk.package-")
    assert near.count("sdk.package-") == 3
    assert nearest("native.og", MANY) == "did you mean native.go?"
    assert nearest("?", MANY) == "there are 14, none alike"
