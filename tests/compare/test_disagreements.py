"""What a run says where the exact comparison decides, and where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakes

from conformance.compare.disagreements import Comparison, Disagreements
from conformance.judges.panel import judge_corpus, schema_judges

if TYPE_CHECKING:
    from conformance.model import Variant


def compared(variants: list[Variant], *texts: str) -> Disagreements:
    """Return the disagreements of some variants over cases `case/0`, `case/1`, …."""
    record = fakes.record(*variants)
    cases = [fakes.case(f"case/{number}", text) for number, text in enumerate(texts)]
    judges = schema_judges(record)
    comparison = Comparison(record, judges)
    for judged in judge_corpus(fakes.corpus(*cases), judges):
        comparison.see(judged)
    return comparison.result()


def identities(found: Disagreements) -> list[str]:
    return [x.id for x in found.findings]


OPEN = {"properties": {"a": {"type": "string"}}}
LISTED = {"properties": {"a": {"enum": ["x", "y"]}}}
UNDECIDED = {"properties": {"a": {"type": "string", "pattern": r"^(?i:x)"}}}


def test_what_no_case_shows_is_found_all_the_same() -> None:
    found = compared([fakes.variant("v", OPEN), fakes.variant("w", LISTED)], "{}")

    assert identities(found) == ["/a = any other string"]
    assert found.findings[0].cases == ()
    assert found.complete
    assert [witness.value for witness in found.uncovered] == [{"a": 0}, {"a": ""}]


def test_a_case_in_every_cell_leaves_none_uncovered() -> None:
    variants = [fakes.variant("v", OPEN), fakes.variant("w", LISTED)]

    found = compared(variants, "{}", '{"a": "z"}', '{"a": 1}')

    assert found.uncovered == ()
    assert found.findings[0].cases == ("case/1",)
    assert found.separating == ("case/1",)


def test_where_something_is_not_decided_the_cases_add_what_they_show() -> None:
    variants = [fakes.variant("v", OPEN), fakes.variant("w", UNDECIDED)]

    found = compared(variants, '{"a": "x"}', '{"a": "y"}')

    assert not found.complete
    assert any("group of an unknown sort" in why for why in found.why_not)
    assert identities(found) == ['/a = "y"']
    assert found.findings[0].cases == ("case/1",)
    assert [witness.value for witness in found.uncovered] == [{"a": 0}]
