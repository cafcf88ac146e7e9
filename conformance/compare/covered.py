"""What a corpus exercises: the shapes of the count, and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Json

STATES = ("satisfied", "violated", "not_applicable")
"""How a case shows a claim. A claim that makes its column silent counts as violated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercised:
    """The number of exercised things of one sort.

    Attributes:
        of: The number of things.
        written: The number exercised by hand-written cases.
        generated: The number exercised by generated cases.
        both: The number exercised by both.
    """

    of: int
    written: int
    generated: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """The number of cases that show a claim.

    Attributes:
        claim: `VARIANT:CLAIM`.
        shown: State -> number of hand-written cases, and of generated cases.
    """

    claim: str
    shown: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a corpus exercises.

    Attributes:
        cases: The number of hand-written cases, and of generated cases.
        traced: The number of cases that were checked for keywords and claims.
        cells: Vectors of verdicts.
        findings: Disagreements.
        keywords: Keywords that can reject, and marks of undescribed places.
        claims: Claims with effect that some case violates.
        by_claim: The cases of each claim with effect, in the order of the record.
        missing: The things that no case exercises, by sort: ids of findings, places of keywords.
    """

    cases: tuple[int, int]
    traced: int
    cells: Exercised
    findings: Exercised
    keywords: Exercised
    claims: Exercised
    by_claim: tuple[ClaimShown, ...]
    missing: Mapping[str, tuple[str, ...]]


def coverage_json(coverage: Coverage) -> dict[str, Json]:
    """Return coverage in the shape of `results.jsonl` and `--format json`."""
    written, generated = coverage.cases
    return {
        "cases": {"written": written, "generated": generated, "traced": coverage.traced},
        "cells": _tally_json(coverage.cells),
        "findings": _tally_json(coverage.findings),
        "keywords": _tally_json(coverage.keywords),
        "claims": _tally_json(coverage.claims),
        "by_claim": [
            {
                "claim": one.claim,
                **{
                    state: {"written": hand, "generated": drawn}
                    for state, (hand, drawn) in one.shown.items()
                },
            }
            for one in coverage.by_claim
        ],
        "missing": {name: [*items] for name, items in coverage.missing.items()},
    }


def _tally_json(tally: Exercised) -> dict[str, Json]:
    return {
        "of": tally.of,
        "written": tally.written,
        "generated": tally.generated,
        "both": tally.both,
    }
