"""The shipped records, read, judged and compared: worked out once in a process.

`fakes/workers.py` has one worker run the files of tests that ask for the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from conformance.compare.case_causes import Observer
from conformance.compare.disagreements import Comparison
from conformance.compare.holding import Holding
from conformance.compare.program_causes import attributed
from conformance.judges.panel import JudgedCase, with_programs
from conformance.pipeline import Loaded, judge, load
from conformance.record.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.compare.findings import Evidence
    from conformance.model import Finding


@cache
def loaded(record: Path) -> Loaded:
    """Return all that a run reads of a record."""
    return load(Settings(), record=str(record))


@cache
def judged(record: Path) -> Sequence[JudgedCase]:
    """Return its cases, judged by its readings."""
    return (*judge(loaded(record)),)


@cache
def asked(record: Path) -> Sequence[JudgedCase]:
    """Return its cases with what its programs said of them besides."""
    programs = loaded(record).programs
    return tuple(with_programs(case, programs) for case in judged(record))


@cache
def observer(record: Path) -> Observer:
    """Return what sees in values what its findings are about."""
    return Observer(loaded(record).record.variants)


@cache
def shown(record: Path) -> Mapping[str, Evidence]:
    """Return what cases alone show of programs, without the exact comparison's causes."""
    cases, programs = asked(record), loaded(record).programs
    holding = Holding(cases, observer=observer(record))
    found = attributed([], cases, holding=holding, programs=programs)
    return {one.cause.id: one for one in found}


@cache
def whole(record: Path) -> tuple[Sequence[Finding], Holding]:
    """Return all findings of a record, with what says whether they hold."""
    read = loaded(record)
    comparison = Comparison(read.record, read.judges)
    for case in judged(record):
        comparison.see(case)
    result = comparison.result(asked=asked(record), programs=read.programs)
    return tuple(result.findings), comparison.holding(asked(record))
