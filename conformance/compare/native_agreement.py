"""Compares a program with the declared types of the variant that it judges by, case by case."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.judges.panel import JudgedCase
    from conformance.model import Program, Variant

DECLARED = "declared"

_STANDS = {
    Verdict.ACCEPT: Verdict.ACCEPT,
    Verdict.LOSSY: Verdict.ACCEPT,
    Verdict.REJECT: Verdict.REJECT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A case on which a program and the schema disagree.

    Attributes:
        case: The case's id.
        schema: The schema's verdict.
        native: The program's verdict.
        why: The reason that the variant's file gives; None if it gives none.
    """

    case: str
    schema: Verdict
    native: Verdict
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """How far a program confirms a variant's declared types.

    Attributes:
        column: The program's column.
        declared: The schema's column.
        agree: The number of cases on which both give the same verdict.
        both: The number of cases that both accept or reject; silence is neither.
        differing: The cases on which they differ.
    """

    column: str
    declared: str
    agree: int
    both: int
    differing: tuple[Differing, ...]


def natives(
    cases: Iterable[JudgedCase], programs: Sequence[Program], variants: Sequence[Variant]
) -> list[Native]:
    """Return the comparison of each program that judges by a variant's description.

    Args:
        cases: All cases, with the verdicts of schemas and programs.
        programs: The columns that are programs.
        variants: The record's variants.
    """
    tally = NativeTally(programs, variants)
    for judged in cases:
        tally.see(judged)
    return tally.result()


class NativeTally:
    """Compares programs with the descriptions that they judge by, case by case."""

    def __init__(self, programs: Sequence[Program], variants: Sequence[Variant]) -> None:
        """Start with no case; see `natives`."""
        by_id = {variant.id: variant for variant in variants}
        self._pairs = {
            program.column.id: by_id[program.column.variant]
            for program in programs
            if program.column.variant in by_id and program.not_run is None
        }
        self._both: Counter[str] = Counter()
        self._differing: dict[str, list[Differing]] = {column: [] for column in self._pairs}

    def see(self, judged: JudgedCase) -> None:
        """Take a judged case."""
        for column, variant in self._pairs.items():
            schema = _stand(judged, variant.column(DECLARED))
            native = _stand(judged, column)
            if schema is None or native is None:
                continue
            self._both[column] += 1
            if schema is not native:
                case = judged.case.id
                why = explanation(variant, column, case)
                found = Differing(case=case, schema=schema, native=native, why=why)
                self._differing[column].append(found)

    def result(self) -> list[Native]:
        """Return the comparison by the cases so far."""
        return [
            Native(
                column=column,
                declared=variant.column(DECLARED),
                agree=self._both[column] - len(self._differing[column]),
                both=self._both[column],
                differing=tuple(self._differing[column]),
            )
            for column, variant in self._pairs.items()
        ]


def explanation(variant: Variant, column: str, case: str) -> str | None:
    """Return the variant's own reason for a difference on a case; None if it gives none."""
    for departure in variant.native:
        matches = any(fnmatchcase(case, pattern) for pattern in departure.cases)
        if departure.column == column and matches:
            return departure.why
    return None


def _stand(judged: JudgedCase, column: str) -> Verdict | None:
    found = judged.judgements.get(column)
    return None if found is None else _STANDS.get(found.verdict)
