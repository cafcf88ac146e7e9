"""The grid: what a reader does with all that a writer may send."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reporters.views.grid import grid

W = {"value": None}


@pytest.mark.parametrize(
    ("relation", "there", "back"),
    [
        ({"relation": "equal"}, ("reads", "equal"), ("reads", "equal")),
        (
            {"relation": "overlap", "only_a": W, "only_b": W},
            ("rejects", "overlap"),
            ("rejects", "overlap"),
        ),
        ({"relation": "within", "only_b": W}, ("reads", "within"), ("rejects", "contains")),
        ({"relation": "contains", "only_a": W}, ("rejects", "contains"), ("reads", "within")),
        ({"relation": "agree", "gap_a": W}, ("unsaid", "agree"), ("reads", "agree")),
        ({"relation": "agree", "gap_b": W}, ("reads", "agree"), ("unsaid", "agree")),
        ({"relation": "unknown"}, ("unknown", "unknown"), ("unknown", "unknown")),
        ({"relation": "unknown", "only_a": W}, ("rejects", "unknown"), ("unknown", "unknown")),
    ],
)
def test_a_cell_says_what_the_reader_does(
    fake: Any, relation: dict[str, Any], there: tuple[str, str], back: tuple[str, str]
) -> None:
    name = relation.pop("relation")
    cells, _ = grid(["a", "b"], fake.typed(fake.relation("a", "b", name, **relation)))
    assert (cells[0][1].state, cells[0][1].relation) == there
    assert (cells[1][0].state, cells[1][0].relation) == back


def test_a_column_beside_itself_and_a_pair_without_relation() -> None:
    cells, pairs = grid(["a", "b"], [])
    assert [[cell.state for cell in row] for row in cells] == [
        ["self", "unknown"],
        ["unknown", "self"],
    ]
    assert pairs == []


def test_tested_only_is_kept_and_witnesses_become_texts(fake: Any) -> None:
    line = fake.relation(
        "a", "b", "agree", proven=False, why_not=["a program"], both={"value": [1]}
    )
    cells, pairs = grid(["a", "b"], fake.typed(line))
    assert [cells[0][1].proven, cells[1][0].proven] == [False, False]
    assert pairs == [
        {
            "a": "a",
            "b": "b",
            "relation": "agree",
            "proven": False,
            "why_not": ["a program"],
            "both": "[1]",
            "only_a": None,
            "only_b": None,
            "gap_a": None,
            "gap_b": None,
        }
    ]
