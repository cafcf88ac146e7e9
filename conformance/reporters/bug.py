"""Makes the bug report for a column's maintainers: where it differs from the others, and why.

It is text for an issue in their own tracker: it says who expects something else and in which
version, and that an older description is not a defect.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError, columns_near
from conformance.jsontext.escape import markdown, markdown_block, markdown_code, terminal_text
from conformance.model import Input, Verdict
from conformance.reporters.explanation import rerun
from conformance.reporters.views.entries import entries
from conformance.reporters.views.overview import Tally
from conformance.reporters.views.reasons import Behind, stance_of
from conformance.reporters.words import sentences as wording
from conformance.reporters.words.bug_report import WORDS, described, introduction, versioned
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.lines import CaseLine
from conformance.results.parts import reason_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.model import Json, Reason
    from conformance.reporters.views.entries import ClaimView, FindingGroup
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import FindingLine, Line

_SIDES = (Verdict.ACCEPT, Verdict.REJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing to report, or several that are alike.

    Attributes:
        title: What is special, and where.
        stance: What the column does: `accept`, `reject` or `silent`.
        because: Why it is reported: `alone` (no other source or program agrees with it),
            `outnumbered` (more disagree than agree), `contradiction`, `refinement` (its own source
            disagrees with itself).
        findings: The ids of the findings.
        input, twin: The smallest input, and the nearest that more accept, as JSON texts.
        accept, reject: The other columns that do so, with their versions.
        own, rest: The claims behind it: of its own source, and of the others.
        reasons: Why the column rejects it, or is silent.
        skew: The sentence on the versions that the sides describe; None if they are the same.
        rerun: The command that judges the input again.
    """

    title: str
    stance: Verdict
    because: tuple[str, ...]
    findings: tuple[str, ...]
    input: str | None
    twin: str | None
    accept: tuple[str, ...]
    reject: tuple[str, ...]
    own: tuple[ClaimView, ...]
    rest: tuple[ClaimView, ...]
    reasons: tuple[Reason, ...]
    skew: str | None
    rerun: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """The report for a column's maintainers.

    Attributes:
        record: The record's id.
        tool: This tool's version.
        column: The column's id.
        name: The column's name.
        introduction: The sentence on what exactly judges.
        issues: Where its verdict differs from the others', or from its own source.
        unsaid: Where it is silent and most others decide.
    """

    record: str
    tool: str
    column: str
    name: str
    introduction: str
    issues: tuple[Issue, ...]
    unsaid: tuple[Issue, ...]


def bug_of(lines: Iterable[Line], column: str, *, record: str | None) -> Bug:
    """Return the report on a column, from the lines of a run.

    Args:
        lines: The lines.
        column: The column's id.
        record: The record as the user named it, for the commands; None if it was not named.

    Raises:
        UsageError: The run has no such column.
    """
    bugs = Bugs()
    for line in lines:
        bugs.add(line)
    return bugs.of(column, record=record)


class Bugs:
    """Makes the report on any column of a run, after all its lines."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._tally = Tally()
        self._behind: Behind | None = None

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._tally.add(line)
        if isinstance(line, CaseLine):
            self.behind.add(line)

    @cached_property
    def run(self) -> Overview:
        """The run without its cases."""
        return self._tally.overview()

    @property
    def behind(self) -> Behind:
        """What is behind the columns' stances; by the first case all columns are known."""
        self._behind = self._behind or Behind(self._tally.header, self._tally.columns)
        return self._behind

    def of(self, column: str, *, record: str | None = None) -> Bug:
        """Return the report on a column.

        Args:
            column: The column's id.
            record: The record as the user named it, for the commands; None if it was not named.

        Raises:
            UsageError: The run has no such column.
        """
        run = self.run
        columns = {line.id: line for line in run.columns}
        if column not in columns:
            raise UsageError(
                f"there is no column {column!r}", hint=columns_near(column, [*columns])
            )
        about = _About(run, column, record, self.behind)
        issues = [*about.issues(run.findings)]
        own = described(columns[column], about.variants)
        return Bug(
            record=run.header.record,
            tool=run.header.tool,
            column=column,
            name=run.names[column],
            introduction=introduction(columns[column], own),
            issues=tuple(issue for issue in issues if issue.stance is not Verdict.SILENT),
            unsaid=tuple(issue for issue in issues if issue.stance is Verdict.SILENT),
        )


def bug_text(bug: Bug) -> str:
    """Return the report as Markdown, to be pasted into an issue tracker."""
    return "\n".join(_report(bug)) + "\n"


def bug_json(bug: Bug) -> dict[str, Json]:
    """Return the report in the shape of `formats/bug.schema.json`."""
    return {
        "record": bug.record,
        "column": bug.column,
        "introduction": bug.introduction,
        "issues": [_issue_json(issue) for issue in bug.issues],
        "unsaid": [_issue_json(issue) for issue in bug.unsaid],
        "text": bug_text(bug),
    }


class _About:
    """What is known of the column and of the others."""

    def __init__(self, run: Overview, column: str, record: str | None, behind: Behind) -> None:
        self.variants = {variant.id: variant for variant in run.header.variants}
        self._behind = behind
        self._columns = {line.id: line for line in run.columns}
        self._column = column
        self._record = record
        self._worded = columns_of(run.columns, run.header.variants, run.header.fields)
        self._claims = run.header.claims

    def issues(self, findings: Iterable[FindingLine]) -> Iterator[Issue]:
        """Yield the issues among the findings, most pressing first."""
        by_id = {line.id: line for line in findings if self._because(line)}
        for entry in entries(by_id.values(), self._worded, self._claims):
            yield self._issue(entry, by_id[entry.members[0].id])

    def _because(self, line: FindingLine) -> tuple[str, ...]:
        stance = stance_of(line, self._column)
        if stance is None:
            return ()
        mine = self._voice(self._column)
        sides = line.sides
        against = {self._voice(x) for side in _SIDES if side is not stance for x in sides[side]}
        beside = {self._voice(x) for x in sides[stance]} - {mine}
        others = against - {mine}
        found = []
        if others and not beside:
            found.append("alone")
        elif len(others) > len(beside) + 1:
            found.append("outnumbered")
        types, prose = f"{mine}.{wording.TYPES}", f"{mine}.{wording.PROSE}"
        if self._column in {types, prose}:
            if prose in line.accept and types in line.reject:
                found.append("contradiction")
            elif found and types in line.accept and prose in line.reject:
                # Types that cannot hold what the prose says are no defect by themselves.
                found.append("refinement")
        return tuple(found)

    def _voice(self, column: str) -> str:
        """Return whose voice a column is: the readings of one source are one voice."""
        return self._columns[column].column.variant or column

    def _issue(self, entry: FindingGroup, line: FindingLine) -> Issue:
        first, mine = entry.members[0], self._columns[self._column].column.variant
        behind = line.finding.claims
        claims = [x for x in entry.claims if f"{x.variant}:{x.id}" in behind and x.at]
        reason = self._behind.reason(line, self._column)
        payload = first.payload_text
        return Issue(
            title=plain(entry.title),
            stance=line.finding.stances[self._column].counted,
            because=self._because(line),
            findings=tuple(member.id for member in entry.members),
            input=payload,
            twin=first.twin_text,
            accept=self._others(line.accept),
            reject=self._others(line.reject),
            own=tuple(x for x in claims if x.variant == mine),
            rest=tuple(x for x in claims if x.variant != mine),
            reasons=() if reason is None else (reason,),
            skew=None if entry.skew is None else plain(entry.skew),
            rerun=None
            if payload is None
            else rerun(
                Input(text=payload),
                [self._column],
                record=self._record,
                programs=[x.id for x in self._columns.values() if x.column.reading is None],
            ),
        )

    def _others(self, columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            versioned(line, described(line, self.variants), self._worded.name(line.id))
            for line in (self._columns[x] for x in columns if x != self._column)
        )


def _report(bug: Bug) -> Iterator[str]:
    yield f"# {markdown(bug.name)}: where it differs from others"
    if bug.introduction:
        yield f"\n{markdown(bug.introduction)}"
    if not (bug.issues or bug.unsaid):
        yield "\nNothing to report: it is never alone and never outnumbered."
    for issue in bug.issues:
        yield from _issue_lines(bug, issue)
    if bug.unsaid:
        yield f"\n## {markdown(bug.name)} {WORDS['silent']}, and most others do\n"
    for issue in bug.unsaid:
        sides = (("accept", issue.accept), ("reject", issue.reject))
        counts = " and ".join(_counted(side, others) for side, others in sides if others)
        yield f"- {markdown(issue.title)} ({counts})"
    yield "\n" + WORDS["found"].format(tool=markdown(bug.tool), record=markdown(bug.record))


def _issue_lines(bug: Bug, issue: Issue) -> Iterator[str]:
    heading = WORDS["heading"]
    column, title = markdown(bug.name), markdown(issue.title)
    yield "\n" + heading.format(column=column, does=WORDS[issue.stance], title=title)
    for why in issue.because:
        if why in WORDS:
            yield f"\n{WORDS[why]}"
    if issue.skew is not None:
        yield f"\n{markdown(issue.skew)} {WORDS['older']}"
    if issue.input is not None:
        yield from _fenced(WORDS["input"], issue.input, "json")
    if issue.twin is not None:
        yield from _fenced(WORDS["twin"], issue.twin, "json")
    if len(issue.findings) > 1:
        findings = ", ".join(map(_code, issue.findings))
        yield "\n" + WORDS["alike"].format(findings=findings)
    sides = (("reject", issue.reject), ("accept", issue.accept))
    for side, others in sides:
        if side != issue.stance:
            yield from _listed(WORDS[f"others_{side}"], map(markdown, others))
    yield from _listed(WORDS["own"], map(_claim, issue.own))
    yield from _listed(WORDS["rest"], map(_claim, issue.rest))
    yield from _listed(
        WORDS["why"],
        [
            WORDS["reason"].format(
                place=_code(reason.instance or "(root)"), message=markdown(reason.message)
            )
            for reason in issue.reasons
        ],
    )
    if issue.rerun is not None:
        yield from _fenced(WORDS["rerun"], issue.rerun, "sh")


def _fenced(title: str, text: str, language: str) -> list[str]:
    return ["", title, *markdown_block(text, language)]


def _code(text: str) -> str:
    """Return a code span as short as can be."""
    return markdown_code(text) if "`" in text else f"`{terminal_text(text)}`"


def _listed(title: str, items: Iterable[str]) -> list[str]:
    shown = [f"- {item}" for item in items]
    return ["", title, *shown] if shown else []


def _claim(claim: ClaimView) -> str:
    return WORDS["claim"].format(
        variant=markdown(claim.variant), at=markdown(claim.at), says=markdown(claim.says)
    )


def _counted(side: str, others: Sequence[str]) -> str:
    return f"{len(others)} {WORDS[side] if len(others) == 1 else side} it"


def _issue_json(issue: Issue) -> Json:
    return {
        "title": issue.title,
        "stance": issue.stance.value,
        "because": list(issue.because),
        "findings": list(issue.findings),
        "input": issue.input,
        "twin": issue.twin,
        "accept": list(issue.accept),
        "reject": list(issue.reject),
        "own": [_claim_json(claim) for claim in issue.own],
        "rest": [_claim_json(claim) for claim in issue.rest],
        "reasons": [reason_json(reason) for reason in issue.reasons],
        "skew": issue.skew,
        "rerun": issue.rerun,
    }


def _claim_json(claim: ClaimView) -> Json:
    return {"variant": claim.variant, "id": claim.id, "at": claim.at, "says": claim.says}
