"""Says in a failing test why the case expects what it does, and who else accepts and rejects it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import compact, shortened
from conformance.model import Verdict
from conformance.reporters.words.columns import columns_of
from conformance.results.build import program_line, variant_part
from conformance.results.lines import ColumnLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.compare.explanation import Explanation
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Claim, Program, Record

_MAX_TEXT = 300
_MAX_CLAIMS = 3
_SIDES = {
    Verdict.ACCEPT: "accepted by",
    Verdict.REJECT: "rejected by",
    Verdict.SILENT: "silent",
}
_WIDTH = 12
"""Characters of the widest label, and a space."""


def outcome_line(case: str, expect: str, level: str | None, *, accepted: bool) -> str:
    """Return the sentence on a decoder that does what a case does not allow.

    Args:
        case: The case's id.
        expect: `accept` or `reject`, the other thing.
        level: How binding that is.
        accepted: What the decoder did.
    """
    does = "accepts" if accepted else "rejects"
    return terminal_text(f"the decoder {does} {case}, and {level or 'should'} {expect} it")


def failure_lines(
    record: Record, judges: Sequence[SchemaJudge], programs: Sequence[Program], found: Explanation
) -> Iterator[str]:
    """Yield what is known of a case, a line each.

    Args:
        record: The record.
        judges: Its columns that are schemas.
        programs: Its columns that are programs, as recorded.
        found: The reasons for all verdicts on the case.
    """
    case = found.case
    yield _line("case", f"{case.id}: {case.title}")
    yield _line("payload", _payload(found))
    yield _line("expected", _expected(case))
    columns = columns_of(
        [*(ColumnLine(column=judge.column) for judge in judges), *map(program_line, programs)],
        [variant_part(variant) for variant in record.variants],
        record.fields,
    )
    stances = {one.column: one.judgement.verdict.counted for one in found.columns}
    stances |= dict.fromkeys(found.accept, Verdict.ACCEPT)
    order = [*(judge.column.id for judge in judges), *(one.column.id for one in programs)]
    for verdict, words in _SIDES.items():
        names = columns.short([x for x in order if stances.get(x) is verdict])
        if names:
            yield _line(words, ", ".join(names))
    for variant, claim in _claims(record, found):
        where = claim.at if claim.file is None else f"{claim.at}, {claim.file}:{claim.line}"
        yield _line("because", f"{variant} ({where}): {claim.says}")
    if found.twin is not None:
        yield _line("instead", f"{shortened(compact(found.twin.value), _MAX_TEXT)} is accepted")
    yield _line("more", shlex.join(["conformance", "explain", case.id, "--record", record.id]))


def _line(label: str, words: str) -> str:
    return terminal_text(f"{label:<{_WIDTH}} {words}")


def _payload(found: Explanation) -> str:
    given = found.case.input
    text = repr(given.data) if given.text is None else given.text
    return shortened(text if found.value is None else compact(found.value.value), _MAX_TEXT)


def _expected(case: Case) -> str:
    expect = case.expect
    words = " ".join(filter(None, (expect.level, expect.verdict)))
    policies = [f"{verdict}: {policy}" for verdict, policy in expect.choices.items()]
    words += f" ({'; '.join(policies)})" if policies else ""
    reason = expect.because or case.why
    return words if reason is None else f"{words}. {reason}"


def _claims(record: Record, found: Explanation) -> list[tuple[str, Claim]]:
    """Return the claims that the case cites, else those behind the verdicts that it expects."""
    known = {
        f"{variant.id}:{claim.id}": (variant.id, claim)
        for variant in record.variants
        for claim in variant.claims
    }
    cited = [known[x] for x in found.case.cites if x in known]
    return (cited or [*_behind(record, found)])[:_MAX_CLAIMS]


def _behind(record: Record, found: Explanation) -> Iterable[tuple[str, Claim]]:
    wanted = {found.case.expect.verdict} & {"reject"} or {"reject", "silent"}
    seen: dict[tuple[str, str], Claim] = {}
    for one in found.columns:
        if one.column in record.columns and one.judgement.verdict.value in wanted:
            variant = record.columns[one.column][0].id
            seen |= {(variant, claim.id): claim for claims in one.claims for claim in claims}
    return [(variant, claim) for (variant, _), claim in seen.items()]
