"""Columns, and what they say of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A judge of cases: a reading of a variant, a native decoder, or a package.

    Attributes:
        id: For example `NAME.declared`, `native.NAME`, `sdk.NAME@VERSION`.
        group: Its group in reports: the variant's id, `native` or `sdk`.
        reading: `declared` or `documented`; None for programs.
        variant: The id of the variant whose description it judges by; None if there is none.
        permissive: Whether it accepts nearly anything, by design, so that accepting means nothing.
        component: For programs: the published name of the component that it decodes; None if
            unknown.
        as_of: For programs: the day on which its types were published, YYYY-MM-DD; None if
            unknown.
    """

    id: str
    group: str
    reading: str | None
    variant: str | None
    permissive: bool = False
    component: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a column rejects or is silent: one failing assertion, or one undescribed place.

    Attributes:
        instance: JSON Pointer to the place in the instance.
        keyword: The failing keyword; `x-silent` if the place is not described.
        file: The schema file's name.
        schema: JSON Pointer to the keyword in that file.
        property: The missing or unlisted property; None for other keywords.
        claims: Ids of the claims behind the keyword, unqualified.
        message: One sentence.
    """

    instance: str
    keyword: str
    file: str
    schema: str
    property: str | None
    claims: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A column's verdict on one input, with its reasons."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    """For unsupported, error, crash, timeout and not-run: what happened, one sentence."""
    typed_as: str | None = None
    """The type that a program decoded it as; None if it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """The program behind a column: a library, a compiler, a decoder.

    Attributes:
        name: Its name.
        version: Its version.
        language: The programming language; None if it does not matter.
        date: The day on which its verdicts were recorded, YYYY-MM-DD; None for a live run.
    """

    name: str
    version: str
    language: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program's column with its verdicts, whether it ran just now or long ago.

    Attributes:
        column: The column.
        judge: `live` or `recorded`.
        subject: The program; None if it never answered.
        not_run: The reason why it gave no verdict at all; None if it gave some.
        judgements: Case id -> judgement.
        warnings: Oddities of the run, one sentence each.
        otherwise: The judgement of a case that is missing there: it was not run.
    """

    column: Column
    judge: str
    subject: Implementation | None
    not_run: str | None
    judgements: Mapping[str, Judgement]
    warnings: tuple[str, ...] = ()
    otherwise: Judgement = Judgement(verdict=Verdict.NOT_RUN)

    def judgement(self, case: str) -> Judgement:
        """Return the judgement of a case."""
        return self.judgements.get(case, self.otherwise)
