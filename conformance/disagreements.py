"""All that the columns disagree on: the exact comparison's causes and cells, and what cases show.

The causes of schema columns come from the exact comparison, which knows them all. Where something
in a schema is not decided, what the cases show is added, and the list is not called complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.attribution import attributed
from conformance.comparison import exact_columns
from conformance.exact import causes as exact_causes
from conformance.exact import compare_columns, relate_all
from conformance.findings import Cause, Shown, findings_of
from conformance.jsontext import Parsed
from conformance.observed import Observer
from conformance.separating import separating

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.exact import Cause as ExactCause
    from conformance.exact import Causes as ExactCauses
    from conformance.exact import Fact, Relation
    from conformance.judges.schema import SchemaJudge
    from conformance.judging import JudgedCase
    from conformance.model import Finding, Program, Record, Verdict, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreements:
    """What a comparison of columns comes to.

    Attributes:
        findings: Most pressing first.
        relations: Each unordered pair of schema columns -> how they lie to each other.
        cells: How many vectors of verdicts some JSON value has.
        uncovered: The smallest value of each cell that no case is in.
        separating: Ids of the fewest cases that tell apart every two columns that any case does.
        proven: Ids of the findings that the exact comparison knows, all of them.
        complete: Whether the findings of schema columns are proven to be all there are.
        why_not: What stood in the way of a proof, each with its place.
    """

    findings: tuple[Finding, ...]
    relations: Mapping[tuple[str, str], Relation]
    cells: int
    uncovered: tuple[Witness, ...]
    separating: tuple[str, ...]
    proven: frozenset[str]
    complete: bool
    why_not: tuple[str, ...]


def disagreements(  # noqa: PLR0913  what schemas and programs said are joined here
    record: Record,
    judges: Sequence[SchemaJudge],
    cases: Sequence[JudgedCase],
    vectors: Mapping[tuple[Verdict, ...], str],
    *,
    asked: Sequence[JudgedCase] = (),
    programs: Sequence[Program] = (),
) -> Disagreements:
    """Return all disagreements of some columns.

    Args:
        record: The record.
        judges: The columns.
        cases: The judged cases.
        vectors: The vectors of verdicts that cases have -> the id of one such case.
        asked: All judged cases with the programs' verdicts, where there are programs.
        programs: The columns that are programs.

    Raises:
        DefectError: The exact comparison contradicts a validator.
    """
    columns = exact_columns(record, [judge.column for judge in judges])
    cells = compare_columns(columns)
    causes = exact_causes(columns)
    observer = Observer(record.variants)
    showing = _showing(causes, cases)
    shown = [_shown(cause, judges, observer, showing[cause.facts]) for cause in causes.causes]
    if not causes.complete:
        known = {one.cause for one in shown}
        explained = [
            judged for judged in cases if any(x.reasons for x in judged.judgements.values())
        ]
        shown += [one for one in observer.shown(explained) if one.cause not in known]
    proven = {one.cause.id for one in shown} if causes.complete else set()
    shown = attributed(shown, asked, observer=observer, programs=programs)
    judged = [judge.column for judge in judges] + [program.column for program in programs]
    relations = relate_all(columns, cells)
    return Disagreements(
        findings=tuple(findings_of(shown, judged, record.variants)),
        proven=frozenset(proven),
        relations={pair: relations[pair] for pair in combinations(cells.columns, 2)},
        cells=len(cells.vectors),
        uncovered=tuple(
            witness for vector, witness in cells.vectors.items() if vector not in vectors
        ),
        separating=separating(vectors),
        complete=cells.complete and causes.complete,
        why_not=tuple(dict.fromkeys((*cells.why_not, *causes.why_not))),
    )


def _showing(
    causes: ExactCauses, cases: Sequence[JudgedCase]
) -> dict[tuple[Fact, ...], tuple[str, ...]]:
    """Return, by the facts of each cause, the ids of the cases that show it."""
    result: dict[tuple[Fact, ...], list[str]] = {cause.facts: [] for cause in causes.causes}
    for judged in cases:
        if isinstance(judged.parsed, Parsed):
            for cause in causes.shown_by(judged.parsed.value):
                result[cause.facts].append(judged.case.id)
    return {facts: tuple(sorted(ids)) for facts, ids in result.items()}


def _shown(
    exact: ExactCause, judges: Sequence[SchemaJudge], observer: Observer, cases: tuple[str, ...]
) -> Shown:
    cause = Cause(
        places=tuple(fact.place for fact in exact.facts),
        specials=tuple(fact.special for fact in exact.facts),
    )
    value = Parsed(value=exact.witness.value)
    judgements = {judge.column.id: judge.judge(value) for judge in judges}
    return Shown(
        cause=cause,
        judgements=judgements,
        witness=exact.witness,
        twin=exact.twin,
        cases=cases,
        claims=observer.claims(cause, judgements),
    )
