"""Runs that are kept: one of which nothing has changed is not made again.

A kept run counts only after every value that shows a finding has been judged again by the schemas.
That all else is as it was rests on a digest: of the record's files, the options and the tool.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from conformance.baseline.gate import GateResult
from conformance.compare.sides import exact_columns
from conformance.dataclass import dataclass
from conformance.errors import ConformanceError
from conformance.exact.values import Undecided
from conformance.files import file_bytes
from conformance.model import Verdict, Witness
from conformance.programs.adapters import load_adapters
from conformance.programs.choose import Choice
from conformance.proofs import inputs, store
from conformance.proofs.judged import Judged
from conformance.record.load import load_record
from conformance.record.places import in_source_tree
from conformance.reporters.kept import overview_json, overview_of, packed, unpack, written_times
from conformance.results.lines import State

if TYPE_CHECKING:
    from conformance.cli.running import Asked
    from conformance.model import Column, Json, Record
    from conformance.pipeline import Reported
    from conformance.reporters.views.overview import Overview

LEAST = 1.0
"""Seconds of processor time; a run that takes less is not worth a file."""

_WRITTEN_BY = ("deepdiff", "jinja2", "orjson", "referencing")
"""Libraries that have a part in the reports, besides those that the store looks at."""

_WRONG = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(ConformanceError, OSError, Undecided),
)
"""The errors of a kept run that is not as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run that was kept, judged again.

    Attributes:
        record: The record.
        overview: The run without its cases, with the time of now.
        gate: The gate's answer.
        listed: Whether the run was compared with a list of known disagreements.
        made: The time of now.
        content: Everything that is kept of it.
    """

    record: Record
    overview: Overview
    gate: GateResult
    listed: bool
    made: str
    content: Any

    def write(self, folder: Path) -> None:
        """Write its reports into a folder."""
        unpack(self.content["reports"], folder, made=self.made)


def found_run(name: str | None, folder: Path, *, made: str) -> KeptRun | None:
    """Return the run of a record if it is kept and nothing has changed; else None.

    Args:
        name: The name under which it would be kept; None if it is not to be kept.
        folder: The record's folder.
        made: The time of now.
    """
    try:
        content = None if name is None else cast("Any", store.found(name))
        if content is None or content["day"] not in {None, made[:10]}:
            return None
        if not all(Path(path).is_dir() for path in content["beside"]):
            return None
        record = load_record(folder)
        overview = overview_of(content["overview"], made=made)
        _check(content["witnesses"], record, overview)
        return KeptRun(
            record=record,
            overview=overview,
            gate=_gate_of(content["gate"]),
            listed=overview.header.demands.baseline,
            made=made,
            content=content,
        )
    except _WRONG:
        return None


def keep_run(run: Reported, record: Record, folder: Path, name: str, *, for_a_day: bool) -> None:
    """Keep a run whose reports have just been written.

    Args:
        run: Its outcome.
        record: The record.
        folder: The folder of its reports.
        name: The name under which it is kept.
        for_a_day: Whether its outcome holds only for the day of the run.
    """
    made = run.overview.header.made
    reports = packed(folder, made=made)
    if reports is None:
        return
    content: dict[str, Json] = {
        "day": made[:10] if for_a_day else None,
        "beside": [*map(str, _beside(record.folder))],
        "reports": reports,
        "overview": overview_json(run.overview),
        "gate": _gate_json(run.gate),
        "witnesses": _witnesses(record, run.overview),
    }
    store.keep(name, content)


def run_name(folder: Path, asked: Asked, *, made: str) -> str | None:
    """Return the name under which a run is kept; None if it is not to be kept.

    It changes with all files of the record, the list of known disagreements, the options, the tool
    and its libraries. A file that holds the time of now would get another one.
    """
    if not store.is_used() or asked.choice is not Choice.RECORDED:
        return None
    from importlib.metadata import version  # noqa: PLC0415  slow

    named = asked.demands["baseline"]
    known = None if named is None else named.is_file() and sha256(file_bytes(named)).hexdigest()
    digest = inputs.digest_of(folder, without=written_times(made))
    code = inputs.tool()
    if digest is None or code is None or known is False:
        return None
    every = [
        str(folder.resolve()),
        in_source_tree(folder),
        digest,
        known,
        [asked.columns, asked.settings.max_bytes],
        {name: str(value) for name, value in asked.demands.items()},
        code,
        [version(name) for name in _WRITTEN_BY],
    ]
    return f"run-{sha256(json.dumps(every).encode()).hexdigest()}"


def _beside(folder: Path) -> list[Path]:
    """Return the folders outside of a record's that its adapters name: they have to be there."""
    named = {
        path.resolve()
        for adapter in load_adapters(folder)
        for path in (adapter.code, adapter.shared)
    }
    return sorted(x for x in named if x.is_dir() and not x.is_relative_to(folder.resolve()))


def _witnesses(record: Record, overview: Overview) -> list[Json]:
    """Return the values that show the findings, with the schemas' verdicts on each."""
    again = Judged(exact_columns(record, _columns(overview)))
    found = [x.finding.witness for x in overview.findings]
    values = [x.value for x in found if isinstance(x, Witness)]
    return [[value, again.words(value)] for value in values]


def _check(witnesses: Any, record: Record, overview: Overview) -> None:  # noqa: ANN401  JSON
    """Raise an error if a value does not get the verdicts that are kept with it."""
    again = Judged(exact_columns(record, _columns(overview)))
    for value, words in witnesses:
        again.check(value, map(Verdict, words))


def _columns(overview: Overview) -> list[Column]:
    return [line.column for line in overview.columns]


def _gate_json(gate: GateResult) -> dict[str, Json]:
    return {
        "states": {state.value: list(found) for state, found in gate.states.items()},
        "departures": [list(x) for x in gate.departures],
        "not_run": [list(x) for x in gate.not_run],
        "exit_code": gate.exit_code,
    }


def _gate_of(kept: Any) -> GateResult:  # noqa: ANN401  JSON of an unknown shape
    return GateResult(
        states={State(state): tuple(found) for state, found in kept["states"].items()},
        departures=tuple((column, case) for column, case in kept["departures"]),
        not_run=tuple((column, why) for column, why in kept["not_run"]),
        exit_code=kept["exit_code"],
    )
