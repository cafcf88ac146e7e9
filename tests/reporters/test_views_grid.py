"""The grid: what a reader does with all that a writer may send."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reporters.views.grid import grid, how_compared, pair_data

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
    cells = grid(["a", "b"], fake.typed(fake.relation("a", "b", name, **relation)))
    assert (cells[0][1].state, cells[0][1].relation) == there
    assert (cells[1][0].state, cells[1][0].relation) == back


def test_a_column_beside_itself_and_a_pair_without_relation() -> None:
    cells = grid(["a", "b"], [])
    assert [[cell.state for cell in row] for row in cells] == [
        ["self", "unknown"],
        ["unknown", "self"],
    ]
    assert pair_data([]) == []


def test_tested_only_is_kept_and_witnesses_become_texts(fake: Any) -> None:
    line = fake.relation(
        "a", "b", "agree", proven=False, why_not=["a program"], both={"value": [1]}
    )
    cells, pairs = grid(["a", "b"], fake.typed(line)), pair_data(fake.typed(line))
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


def test_what_a_column_is_known_to_write_goes_before_what_it_reads(fake: Any) -> None:
    relations = fake.typed(fake.relation("a", "b", "equal"))
    exchanges = fake.typed(
        fake.exchange("a", "a", "within"),
        fake.exchange("a", "b", "overlap", fake.broken("/x", "null", {"x": None})),
    )

    cells = grid(["a", "b"], relations, exchanges)

    assert [[(cell.state, cell.sent) for cell in row] for row in cells] == [
        [("reads", True), ("rejects", True)],
        [("reads", False), ("self", False)],
    ]


def test_the_grid_says_what_its_rows_and_columns_stand_for() -> None:
    assert how_compared([]) == "A row writes, a column reads"
    assert how_compared(["a"]) == (
        "A row writes (send reading), a column reads (receive reading); where a row does not name "
        "its send reading, what it reads stands for what it writes"
    )
