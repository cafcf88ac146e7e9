from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from conformance.compare.reasons import Never
from conformance.model import UNLISTED, Fact


def test_an_unlisted_property_has_its_name_if_the_cases_show_only_one() -> None:
    some, named = Fact("", UNLISTED), Fact("", f"{UNLISTED} matching a")
    case = SimpleNamespace(case=SimpleNamespace(id="x"))
    holding: Any = SimpleNamespace(
        cases=[], worlds={}, showing=lambda _: [case], fine={"x": [frozenset({some, named})]}
    )
    never = Never("a", holding)

    assert never._named(frozenset({some})) == {named}  # noqa: SLF001
