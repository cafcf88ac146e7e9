"""The gate of `conformance run`: its options, and its answer in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from conformance.baseline.gate import VANISHED, Gate
from conformance.baseline.load import load_baseline
from conformance.cli.context import announce
from conformance.errors import UsageError
from conformance.files import is_there
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from conformance.baseline.gate import GateResult
    from conformance.pipeline import Loaded

BASELINE = "baseline.json"
"""The name of the file of known disagreements, in a record's folder."""

_WORDS = {
    State.NEW: "not in the list, or without a reason",
    State.CHANGED: "the verdicts differ from the list",
    State.VANISHED: "in the list, but no longer found",
    State.EXPIRED: "past its expiry",
}


class Demands(TypedDict):
    """The values of the options."""

    baseline: Path | None
    no_baseline: bool
    vanished: str
    enforce: tuple[str, ...]


def gate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; it receives the values named in `Demands`."""
    for option in (
        click.option(
            "--enforce",
            metavar="COLUMN",
            multiple=True,
            help="Fail if this column departs from what the corpus demands of a decoder.",
        ),
        click.option(
            "--vanished",
            type=click.Choice(VANISHED),
            default=VANISHED[0],
            show_default=True,
            help="The effect of a listed disagreement that is no longer found.",
        ),
        click.option(
            "--no-baseline", is_flag=True, help="Do not compare with a list of known disagreements."
        ),
        click.option(
            "--baseline",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="The list of known disagreements. [default: the record's baseline.json]",
        ),
    ):
        command = option(command)
    return command


def chosen_gate(loaded: Loaded, demands: Demands) -> Gate:
    """Return the gate that the options ask for.

    Without a named list, the record's own is used, if it has one.

    Raises:
        UsageError: The options name a list and ask for none.
        BrokenFileError: The list is broken, or the named one is missing.
    """
    file = named = demands["baseline"]
    if named is not None:
        announce(named)
    if file is not None and demands["no_baseline"]:
        raise UsageError("--baseline and --no-baseline exclude each other", hint="keep one of them")
    default = loaded.record.folder / BASELINE
    if file is None and not demands["no_baseline"] and is_there(default):
        file = default
    return Gate(
        baseline=None
        if file is None
        else load_baseline(
            file, record=loaded.record.id, columns=loaded.columns, named=named is not None
        ),
        vanished=demands["vanished"],
        enforce=demands["enforce"],
    )


_HOW_TO_UPDATE = "`conformance baseline update` brings the list up to date, and keeps its reasons"


def gate_lines(outcome: GateResult, *, listed: bool, update: str = _HOW_TO_UPDATE) -> Iterator[str]:
    """Yield what to print of the gate's answer: the counts, whatever fails, and how to update.

    Args:
        outcome: The gate's answer.
        listed: Whether the findings were compared with a list of known disagreements.
        update: How to bring that list up to date.
    """
    if listed:
        counts = [f"{len(found)} {state.value}" for state, found in outcome.states.items() if found]
        yield f"Known disagreements: {', '.join(counts) or 'none'}"
    for state, words in _WORDS.items():
        for finding in outcome.states[state]:
            yield f"  {state.value}: {finding} ({words})"
    for column, case in outcome.departures:
        yield f"  departs: {column} in {case}"
    for column, why in outcome.not_run:
        yield f"  not run, and to be enforced: {column}: {why}"
    if any(outcome.states[state] for state in _WORDS):
        yield update
