"""The list of known differences of `conformance compare`: how it is read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conformance.baseline.gate import Gate
from conformance.baseline.load import Baseline, load_baseline
from conformance.baseline.update import baseline_text, unwritten, update
from conformance.cli.context import announce, say
from conformance.files import is_there, write_whole
from conformance.record.sources import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.results.lines import FindingLine

HOW_TO_UPDATE = (
    "`conformance compare … --write-known` brings the list up to date, and keeps its reasons"
)


def known_gate(known: Path | None, columns: Sequence[str], *, write: bool) -> Gate:
    """Return the gate with the known differences; one without them if there is no list yet.

    Args:
        known: The file; None if none is named.
        columns: The ids of the columns.
        write: Whether the file is to be written, and need not be there.

    Raises:
        UsageError: The file cannot be read.
        BrokenFileError: It is not a list of known differences.
    """
    if known is None or (write and not is_there(known)):
        return Gate()
    announce(known)
    return Gate(baseline=load_baseline(known, record=RECORD, columns=columns, named=True))


def write_known_list(
    known: Path, gate: Gate, columns: Sequence[str], present: Iterable[FindingLine]
) -> None:
    """Write the list of known differences, and say what is still to be done there."""
    before = gate.baseline or Baseline(record=RECORD, columns=tuple(columns))
    after = update(before, present, ran=columns)
    write_whole(known, baseline_text(after))
    missing = unwritten(after)
    say(f"{known.as_posix()}: {len(after.entries)} entries, {len(missing)} without a reason")
    if missing:
        say(f"write why each is known: {known.as_posix()} at /entries/{missing[0]}/reason first")
        raise click.exceptions.Exit(1)
