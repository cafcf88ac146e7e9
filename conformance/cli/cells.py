"""`conformance cells`: every combination of verdicts that some JSON value has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click
from rich.text import Text

from conformance.cli.caching import cache_option
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
from conformance.compare.demands import MEETS, VERSIONS, in_order, is_met
from conformance.compare.formats import said_of_formats
from conformance.exact import relate_all
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import compact, pretty
from conformance.proofs.cells import compare_columns
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.parts import witness_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.cli.reading import Reading
    from conformance.exact import ColumnCells, ThreeValued
    from conformance.model import Json


@click.command(
    epilog="""\b
Examples:
  conformance cells
  conformance cells '*.declared'
  conformance cells old.schema.json new.schema.json --format json
  conformance cells api.yaml#Order types.ts#Order models.py#Order
  conformance cells v1.json v2.json v3.json --require backward --transitive
"""
)
@click.argument("names", nargs=-1, metavar="[COLUMN|FILE|SOURCE]…")
@record_option
@click.option(
    "--require",
    type=click.Choice([*MEETS, *VERSIONS]),
    help="Exit 1 unless each version relates to the next like this; name the oldest first.",
)
@click.option("--transitive", is_flag=True, help="Require it of every older and newer version.")
@reading_options
@cache_option
@format_option
def cells(
    names: tuple[str, ...],
    record: str | None,
    require: str | None,
    transitive: bool,
    form: str,
    **values: Unpack[Reading],
) -> None:
    """List every vector of verdicts that some JSON value has, with a smallest value each.

    For columns of the record (all of them if none is named), or for any schema files and sources,
    PATH#TYPE. If the list is called complete, it is proven that no JSON value has another vector.
    """
    options = reading_of(values)
    sides = named_sides(record, names or ("*",), options)
    warn(text for side in sides for text in side.file.warnings)
    columns = [side.column() for side in sides]
    found = compare_columns(columns)
    warn(map(str, found.faults))
    if form == "json":
        show(pretty(_json(found)))
    else:
        for line in read_lines(sides):
            say(line)
        _print(found)
        said = said_of_formats({x.id: x.file for x in sides}, asserted=options.formats)
        if said is not None:
            say(said)
    if require is not None:
        _gate(require, columns, found, transitive=transitive)


def _gate(
    require: str, columns: Sequence[ThreeValued], found: ColumnCells, *, transitive: bool
) -> None:
    relations = relate_all(columns, found)
    pairs = in_order(found.columns, transitive=transitive)
    broken = [(old, new) for old, new in pairs if not is_met(require, relations[old, new])]
    for old, new in broken:
        say(f"required: {require}; {old} and {new}: {relations[old, new].relation}", err=True)
    if broken:
        raise click.exceptions.Exit(1)


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
