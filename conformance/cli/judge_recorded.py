"""What recorded programs are known to do with the inputs of `conformance judge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.cli.judge_inputs import live_command
from conformance.compare.alike import Cases
from conformance.compare.recalled import Memory
from conformance.compare.remembered import keep_causes, remembered, remembered_causes
from conformance.dataclass import replace
from conformance.model import Verdict
from conformance.programs.names import input_from, matches, recorded_ids
from conformance.reporters.views.entries import entries
from conformance.reporters.words.columns import columns_of
from conformance.results.build import finding_line, program_line, variant_part
from conformance.results.lines import ColumnLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.cli.judge_inputs import Asked
    from conformance.cli.judge_output import Judged
    from conformance.compare.recalled import Recalled
    from conformance.judges.schema import SchemaJudge


def with_recorded(
    found: Sequence[Judged], judges: Sequence[SchemaJudge], asked: Asked
) -> list[Judged]:
    """Return judged inputs with the answers of recorded programs and the findings they show.

    Args:
        found: The inputs, judged by a record's schemas.
        judges: The judges of all the record's schemas.
        asked: What is asked of the record.

    Raises:
        BrokenFileError: The corpus, an observation or an adapter's file is broken.
        DefectError: The two validators contradict each other.
    """
    chosen = found[0].record
    names = recorded_ids(chosen.folder, asked.patterns)
    state = asked.state if asked.state is not None and asked.state.covers(chosen) else None
    known, causes = remembered(chosen, judges, names, state), remembered_causes(state)
    cases, programs = Cases(chosen, judges, known.cases, causes), known.programs
    memory = Memory(cases, programs)
    schemas = [judge.column for judge in judges]
    lines = [*(ColumnLine(column=x) for x in schemas), *map(program_line, programs)]
    words = columns_of(lines, [*map(variant_part, chosen.variants)])
    result = []
    for judged in found:
        given = input_from(judged.given.data)
        one = cases.alike(given, None if asked.patterns else judged.judgements)
        answers = memory.answers(one)
        shown = memory.findings(one, answers, columns=schemas, variants=chosen.variants)
        told = [finding_line(x, proven=False, programs=programs) for x in shown]
        now = _to_ask(known.adapted, asked.patterns, answers)
        result.append(
            replace(
                judged,
                answers=answers,
                unknown=tuple(x.column.id for x in programs if x.column.id not in answers),
                findings=tuple(entries(told, words, {})),
                live=live_command(judged.given, now, record=asked.record) if now else None,
            )
        )
    if len(cases.causes) > len(causes):
        keep_causes(state, cases.causes)
    return result


def _to_ask(
    adapted: Sequence[str], patterns: Sequence[str], answers: Mapping[str, Recalled]
) -> list[str]:
    """Return the columns that are worth asking: those named, or one.

    It is one that rejects; else one whose answer is not known; else any.
    """
    if patterns:
        return [x for x in patterns if any(matches(column, [x]) for column in adapted)]
    refusing = [x for x in adapted if x in answers and _rejects(answers[x])]
    unknown = [x for x in adapted if x not in answers]
    return sorted(refusing or unknown or adapted)[:1]


def _rejects(answer: Recalled) -> bool:
    return answer.judgement.verdict is Verdict.REJECT
