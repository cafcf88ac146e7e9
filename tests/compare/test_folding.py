"""Releases of a package, folded into shapes by proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import schema_file

from conformance.compare.folding import STRIDE, folded

if TYPE_CHECKING:
    from conformance.model import SchemaFile

OLD: Any = {"enum": ["a"]}
SAME: Any = {"anyOf": [{"const": "a"}]}
NEW: Any = {"enum": ["a", "b"]}
SILENT: Any = {"enum": ["a"], "properties": {"x": {"x-silent": "?"}}}


def shapes(types: list[Any]) -> tuple[list[tuple[str, Any]], list[str]]:
    """Return the shapes of releases 0, 1, …, and the releases that were read."""
    asked: list[str] = []

    def read(version: str) -> SchemaFile | None:
        asked.append(version)
        found = types[int(version)]
        return None if found is None else schema_file(found)

    found = folded([str(number) for number in range(len(types))], read)
    return [(shape.since, shape.file and shape.file.schema) for shape in found], asked


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([OLD], [("0", OLD)]),
        ([OLD, OLD], [("0", OLD)]),
        ([OLD, SAME], [("0", OLD)]),
        ([OLD, NEW], [("0", OLD), ("1", NEW)]),
        ([None, OLD], [("0", None), ("1", OLD)]),
        ([None, None], [("0", None)]),
        ([OLD, None], [("0", OLD), ("1", None)]),
        ([OLD, NEW, OLD], [("0", OLD), ("1", NEW), ("2", OLD)][:1]),
        ([{"type": "string"}, SILENT], [("0", {"type": "string"}), ("1", SILENT)]),
    ],
)
def test_neighbours_that_are_equal_are_one_shape(
    types: list[Any], expected: list[tuple[str, Any]]
) -> None:
    assert shapes(types)[0] == expected


@pytest.mark.parametrize("first", [1, 4, STRIDE, STRIDE + 1, 30, 49])
def test_the_first_release_of_a_shape_is_found(first: int) -> None:
    found, asked = shapes([OLD] * first + [NEW] * (50 - first))

    assert found == [("0", OLD), (str(first), NEW)]
    assert len(asked) == len(set(asked)) <= 50 // STRIDE + 6


def test_two_changes_between_two_marks_are_both_found() -> None:
    found, _ = shapes([OLD] * 3 + [NEW] * 2 + [None] * 5)

    assert [since for since, _ in found] == ["0", "3", "5"]
