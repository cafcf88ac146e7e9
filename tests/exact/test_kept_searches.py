"""What a search of objects finds is kept for the next one, as long as it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from conformance.exact import objects
from conformance.exact.formula import TRUE
from conformance.exact.objects import Reach
from conformance.exact.paths import EMPTY, Kept
from conformance.exact.solver import Limits, Solver
from conformance.exact.sources import Library, Subject
from conformance.exact.values import sized

if TYPE_CHECKING:
    from conformance.exact.members import ObjectCompiler
    from conformance.model import Json

SCHEMA: Json = {"properties": {"a": {"type": "string"}, "b": {"type": "null"}}, "required": ["a"]}


def asked() -> tuple[Solver, ObjectCompiler]:
    library = Library()
    solver = Solver(library, Limits())
    root = library.root(Subject("s", SCHEMA))
    solver.solve((root,))
    return solver, cast("ObjectCompiler", solver.compiled("object", (root,)))


def test_a_search_finds_the_same_again_without_exploring(monkeypatch: pytest.MonkeyPatch) -> None:
    solver, compiler = asked()
    first = objects.search(compiler, compiler.formulas(), solver)
    monkeypatch.setattr(objects, "advance", None)
    assert objects.search(compiler, compiler.formulas(), solver) == first


def test_what_was_found_is_forgotten_once_a_cell_grows() -> None:
    _, compiler = asked()
    kept = compiler.kept(7)
    assert compiler.kept(7) is kept
    assert compiler.kept(8) is not kept


def test_a_large_front_is_not_kept() -> None:
    kept = Kept(0)
    kept.add("small", {((TRUE,), 0, None): EMPTY})
    kept.add("large", {((TRUE,), size, None): EMPTY for size in range(1_001)})
    assert [*kept.fronts] == ["small"]


@pytest.mark.parametrize(
    ("sign", "confined", "expected"),
    [
        (1, {}, {"a": ""}),
        (-1, {}, {}),
        (1, {("name", "b"): Reach(absent=False, cells={1: sized(None)})}, {"a": "", "b": None}),
        (1, {("name", "b"): Reach(absent=False, cells={0: sized(0)})}, None),
        (-1, {("name", "b"): Reach(absent=False, cells={0: sized(0)})}, {"b": 0}),
    ],
)
def test_a_smallest_object_of_which_a_formula_holds(
    sign: int, confined: dict[tuple[str, str | int], Reach], expected: object
) -> None:
    solver, compiler = asked()
    (formula,) = compiler.formulas()
    found = objects.smallest_with(compiler, sign * formula, solver, confined)
    assert (None if found is None else found.value) == expected
