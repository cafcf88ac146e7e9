"""`conformance cells`: every combination of verdicts that some JSON value has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click
from rich.text import Text

from conformance.cli.context import (
    console,
    format_option,
    named_sides,
    record_option,
    say,
    show,
    warn,
)
from conformance.cli.reading import read_lines, reading_of, reading_options
from conformance.compare.formats import said_of_formats
from conformance.exact import compare_columns
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.reporters.views.payload import compact
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.encode import witness_json

if TYPE_CHECKING:
    from conformance.cli.reading import Reading
    from conformance.exact import ColumnCells
    from conformance.model import Json


@click.command(
    epilog="""\b
Examples:
  conformance cells
  conformance cells '*.declared'
  conformance cells old.schema.json new.schema.json --format json
  conformance cells api.yaml#Order types.ts#Order models.py#Order
"""
)
@click.argument("names", nargs=-1, metavar="[COLUMN|FILE|SOURCE]…")
@record_option
@reading_options
@format_option
def cells(names: tuple[str, ...], record: str | None, form: str, **values: Unpack[Reading]) -> None:
    """List every vector of verdicts that some JSON value has, with a smallest value each.

    For columns of the record (all of them if none is named), or for any schema files and sources,
    PATH#TYPE. If the list is called complete, it is proven that no JSON value has another vector.
    """
    options = reading_of(values)
    sides = named_sides(record, names or ("*",), options)
    warn(text for side in sides for text in side.file.warnings)
    found = compare_columns([side.column() for side in sides])
    warn(map(str, found.faults))
    if form == "json":
        show(pretty(_json(found)))
        return
    for line in read_lines(sides):
        say(line)
    _print(found)
    said = said_of_formats({x.id: x.file for x in sides}, asserted=options.formats)
    if said is not None:
        say(said)


def _json(found: ColumnCells) -> dict[str, Json]:
    return {
        "columns": list(found.columns),
        "complete": found.complete,
        "why_not": list(found.why_not),
        **({"faults": [str(fault) for fault in found.faults]} if found.faults else {}),
        "cells": [
            {"verdicts": [verdict.value for verdict in vector], "witness": witness_json(witness)}
            for vector, witness in found.vectors.items()
        ],
    }


def _print(found: ColumnCells) -> None:
    terminal = console()
    for index, column in enumerate(found.columns):
        terminal.print(Text(f"{'│ ' * index}┌ {terminal_text(column)}"), soft_wrap=True)
    for vector, witness in found.vectors.items():
        line = Text()
        for verdict in vector:
            line.append(f"{sign(verdict)} ", STYLES[verdict])
        terminal.print(line.append(f" {terminal_text(compact(witness.value))}"), soft_wrap=True)
    count = f"{len(found.vectors)} cells"
    if found.complete:
        terminal.print(Text(f"\n{count}; proven: no JSON value has another vector", "green"))
        return
    terminal.print(Text(f"\n{count}; not proven complete", "yellow"))
    for why in found.why_not:
        terminal.print(Text(f"  {terminal_text(why)}", "yellow"), soft_wrap=True)
