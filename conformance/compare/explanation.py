"""The reasons for the verdicts on a case: keywords, the claims behind them, the accepted twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.compare.accepted_twin import Near, twin_of
from conformance.dataclass import dataclass
from conformance.errors import UsageError, nearest
from conformance.jsontext.text import Parsed, read_input
from conformance.judges.panel import JudgedCase, with_programs
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.accepted_twin import Twin
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Claim, Corpus, Judgement, Program, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One column's verdict on a case, with its grounds.

    Attributes:
        column: The column's id.
        judgement: Its verdict, with the reasons.
        claims: For each reason, the claims behind it.
        departs: Whether its verdict is the opposite of a `must` expectation.
    """

    column: str
    judgement: Judgement
    claims: tuple[tuple[Claim, ...], ...]
    departs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reasons for the verdicts on a case.

    Attributes:
        case: The case.
        value: Its value; None if its text has no value that can be judged.
        columns: The column that was asked about; without one, those that do not accept.
        accept: All columns that accept.
        twin: The nearest value that more of the columns accept; None if there is none.
    """

    case: Case
    value: Witness | None
    columns: tuple[Explained, ...]
    accept: tuple[str, ...]
    twin: Twin | None


def explain(  # noqa: PLR0913  what there is, and what is asked of it
    record: Record,
    corpus: Corpus,
    judges: Sequence[SchemaJudge],
    programs: Sequence[Program] = (),
    *,
    case: str,
    column: str | None,
) -> Explanation:
    """Return the reasons for the verdicts on a case.

    Args:
        record: The record.
        corpus: Its cases.
        judges: Its columns that are schemas.
        programs: Its columns that are programs, as recorded.
        case: The case's id.
        column: The id of the column to explain; None for all that do not accept.

    Raises:
        UsageError: There is no such case or column.
    """
    cases = {one.id: one for one in corpus.cases}
    _check_names(
        case, column, cases, [*(x.column.id for x in judges), *(x.column.id for x in programs)]
    )
    chosen = cases[case]
    parsed = read_input(chosen.input)
    schemas = {judge.column.id: judge.judge(parsed) for judge in judges}
    judged = with_programs(
        JudgedCase(case=chosen, parsed=parsed, judgements=schemas, near=None), programs
    )
    shown = {
        name: found
        for name, found in judged.judgements.items()
        if (found.verdict is not Verdict.ACCEPT if column is None else name == column)
    }
    rejecting = [x for x in programs if not _accepts(x, case) and x.column.id in shown]
    return Explanation(
        case=chosen,
        value=Witness(value=parsed.value) if isinstance(parsed, Parsed) else None,
        columns=tuple(
            Explained(
                column=name,
                judgement=found,
                claims=_claims(record, name, found),
                departs=name in judged.departures,
            )
            for name, found in shown.items()
        ),
        accept=tuple(
            x for x, found in judged.judgements.items() if found.verdict is Verdict.ACCEPT
        ),
        twin=twin_of(
            parsed.value,
            _near(chosen, cases, rejecting),
            {name: found for name, found in shown.items() if name in schemas},
            [judge for judge in judges if judge.column.id in shown],
            [reading.file for _, reading in record.columns.values()],
        )
        if isinstance(parsed, Parsed)
        else None,
    )


def _check_names(
    case: str, column: str | None, cases: Mapping[str, Case], columns: Sequence[str]
) -> None:
    if case not in cases:
        raise UsageError(f"there is no case {case!r}", hint=nearest(case, [*cases]))
    if column is not None and column not in columns:
        raise UsageError(f"there is no column {column!r}", hint=nearest(column, columns))


def _accepts(program: Program, case: str) -> bool:
    found = program.judgements.get(case)
    return found is not None and found.verdict is Verdict.ACCEPT


def _near(case: Case, cases: Mapping[str, Case], programs: Sequence[Program]) -> Near | None:
    parsed = None if case.near is None else read_input(cases[case.near].input)
    if case.near is None or not isinstance(parsed, Parsed):
        return None
    accept = tuple(x.column.id for x in programs if _accepts(x, case.near))
    return Near(case=case.near, value=parsed.value, accept=accept)


def _claims(record: Record, column: str, judgement: Judgement) -> tuple[tuple[Claim, ...], ...]:
    variant, _ = record.columns.get(column, (None, None))
    claims = {claim.id: claim for claim in (variant.claims if variant else ())}
    return tuple(tuple(claims[x] for x in reason.claims) for reason in judgement.reasons)
