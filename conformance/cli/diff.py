"""`conformance diff`: what changed between two results files, and which inputs changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.text import Text

from conformance.cli.context import announce, console, format_option, show
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import canonical, pretty, quoted
from conformance.results.diff import changes, results_of
from conformance.results.read import read_results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.jsontext.diff import Difference
    from conformance.model import Json
    from conformance.results.diff import Changes, Listed, Move, SchemaChange

_MAX_TEXT = 100


@click.command(
    epilog="""\b
Examples:
  conformance diff old/results.jsonl reports/results.jsonl
  conformance diff old/results.jsonl reports/results.jsonl --format json
"""
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@format_option
def diff(old: Path, new: Path, form: str) -> None:
    """List what appeared, vanished and changed from one results file to another.

    Each change says whether a schema, a program, the corpus or this tool changed too. The exit
    code is 0 if nothing changed, and 1 otherwise.
    """
    announce(old, new)
    found = changes(results_of(read_results(old)), results_of(read_results(new)))
    if form == "json":
        show(pretty(as_json(found)))
    else:
        terminal = console()
        for line in change_lines(found):
            terminal.print(Text(terminal_text(line)), soft_wrap=True)
    if not found.same:
        raise click.exceptions.Exit(1)


def as_json(found: Changes) -> dict[str, Json]:
    """Return the changes in the shape that other programs rely on (`formats/diff.schema.json`)."""
    parts = asdict(found)
    lists = {name: parts[name] for name in ("edited", "verdicts")}
    turned = {name: parts[name] for name in ("appeared", "vanished", "stances")}
    shaped = {
        "same": found.same,
        "columns": parts["columns"],
        "cases": {**parts["cases"], **lists},
        "findings": turned,
        "schemas": parts["schemas"],
        "programs": parts["programs"],
    }
    return cast("dict[str, Json]", shaped)


def change_lines(found: Changes) -> Iterator[str]:
    """Yield the changes, a line each."""
    if found.same:
        yield "nothing changed"
    for schema in found.schemas:
        yield from _schema_lines(schema)
    for program in found.programs:
        yield f"program {program.column}: {canonical(program.old)} → {canonical(program.new)}"
    yield from _listed_lines("column", found.columns)
    for finding in found.appeared:
        yield f"finding appeared: {finding.id}{_why(finding.moved)}"
    for finding in found.vanished:
        yield f"finding vanished: {finding.id}{_why(finding.moved)}"
    yield from _move_lines("finding moved", found.stances)
    yield from _listed_lines("case", found.cases)
    for case in found.edited:
        yield f"case edited: {case}"
    yield from _move_lines("verdict", found.verdicts)


def _schema_lines(schema: SchemaChange) -> Iterator[str]:
    yield f"schema {'new layout only' if schema.kind == 'layout' else schema.kind}: {schema.file}"
    for difference in schema.differences:
        yield f"  {difference.pointer or '(root)'}: {_difference(difference)}"


def _difference(difference: Difference) -> str:
    old, new = (quoted(value, _MAX_TEXT) for value in (difference.old, difference.new))
    if difference.kind == "added":
        return f"added {new}"
    return f"removed {old}" if difference.kind == "removed" else f"{old} → {new}"


def _listed_lines(what: str, listed: Listed) -> Iterator[str]:
    yield from (f"{what} added: {item}" for item in listed.added)
    yield from (f"{what} removed: {item}" for item in listed.removed)


def _move_lines(what: str, moves: tuple[Move, ...]) -> Iterator[str]:
    for move in moves:
        change = f"{move.old or 'no verdict'} → {move.new or 'no verdict'}"
        yield f"{what}: {move.id}: {move.column} {change}{_why(move.moved)}"


def _why(moved: tuple[str, ...]) -> str:
    return f" ({', '.join(moved)} changed)" if moved else " (nothing behind it changed)"
