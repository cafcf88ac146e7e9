"""`conformance relate`: the relation of two columns or two schema files."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.context import (
    console,
    format_option,
    named_sides,
    record_option,
    say,
    settings,
    show,
    warn,
)
from conformance.compare.program_relations import case_reasons, program_relations
from conformance.compare.sides import is_file_name, why_apart
from conformance.errors import IncompleteRunError, UsageError
from conformance.exact import compare_columns
from conformance.exact import relate as relate_columns
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.judges.panel import with_programs
from conformance.pipeline import judge, load
from conformance.programs.choose import program_ids
from conformance.record.choose import chosen_record
from conformance.reporters.views.payload import compact
from conformance.results.encode import reason_json, relation_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.sides import Side
    from conformance.exact import Relation
    from conformance.model import Json, Reason, Record, Witness

_MEETS = {
    "equal": {"equal"},
    "agree": {"equal", "agree"},
    "within": {"equal", "agree", "within"},
    "contains": {"equal", "agree", "contains"},
}
_WORDS = {
    "equal": "A and B say the same of every value",
    "agree": "never does one accept what the other rejects",
    "within": "all that A accepts, B does not reject; not the other way round",
    "contains": "all that B accepts, A does not reject; not the other way round",
    "disjoint": "each rejects all that the other accepts",
    "overlap": "each accepts something that the other rejects",
    "unknown": "not decided",
}


@click.command(
    epilog="""\b
Is the new version of my schema still compatible with what is sent today?
  conformance relate old.schema.json new.schema.json --require within
exits 0 if the new one accepts all that the old one accepts, 1 if it does not
(and shows the smallest value that breaks), 3 if it cannot be decided.

\b
More examples:
  conformance relate shop.declared carrier.declared
  conformance relate a.schema.json b.schema.json --format json
  conformance relate sdk.my-client@1.9.0 sdk.my-client@2.0.0
"""
)
@click.argument("a")
@click.argument("b")
@record_option
@click.option(
    "--require",
    type=click.Choice(list(_MEETS)),
    help="Exit 1 unless A relates to B like this or more closely.",
)
@format_option
def relate(a: str, b: str, record: str | None, require: str | None, form: str) -> None:
    """Compare A with B exactly: two columns, or two schema files.

    The answer is one of equal, agree, within, contains, overlap and disjoint. It is proven over
    all JSON values, with a smallest witness for each way in which the two differ, unless it says
    that something is not decided. A program is compared by its recorded verdicts on the record's
    cases, which proves nothing.
    """
    programs = _programs(record, (a, b))
    relation, reasons = _by_cases(a, b, *programs) if programs else _exactly(a, b, record)
    if form == "json":
        show(pretty(_json(a, b, relation, reasons)))
    else:
        _print(a, b, relation, reasons)
    if require is not None:
        _gate(require, relation)


def _programs(record: str | None, names: Sequence[str]) -> tuple[Record, list[str]] | None:
    """Return the record and the ids of its programs if one of the names is a program.

    Raises:
        UsageError: The other name is a file.
    """
    columns = [name for name in names if not is_file_name(name)]
    if not columns:
        return None
    chosen = chosen_record(record, settings())
    known = program_ids(chosen.folder)
    asked = [name for name in columns if name in known]
    if asked and len(columns) < len(names):
        raise UsageError(
            f"{asked[0]} is a program: it can be compared with a column of its record only",
            hint="name a column instead of the file",
        )
    return (chosen, known) if asked else None


def _by_cases(
    a: str, b: str, record: Record, known: Sequence[str]
) -> tuple[Relation, Mapping[str, tuple[Reason, ...]]]:
    """Return the relation found in the cases, and why each rejecting column rejects."""
    folder = record.folder.as_posix()
    a, b = (name if name in known else _one(name, folder).id for name in (a, b))
    loaded = load(settings(), record=folder, columns=[a, b])
    programs = [*loaded.programs]
    for program in programs:
        if program.not_run is not None:
            raise IncompleteRunError(f"{program.column.id} was not run: {program.not_run}")
        if program.column.permissive:
            raise UsageError(
                f"{program.column.id} accepts nearly anything, by design: accepting means little",
                hint="compare it by what it changes: `conformance findings --kind loss`",
            )
    if a == b:
        b = f"{a} "
        programs += [replace(x, column=replace(x.column, id=b)) for x in programs]
    cases = [with_programs(judged, programs) for judged in judge(loaded)]
    found = program_relations(cases, [x.column.id for x in loaded.judges], programs)
    relation = found[a, b] if (a, b) in found else found[b, a].converse()
    return relation, case_reasons(cases, a, b, relation)


def _exactly(
    a: str, b: str, record: str | None
) -> tuple[Relation, Mapping[str, tuple[Reason, ...]]]:
    sides = [_one(name, record) for name in (a, b)]
    warn(text for side in sides for text in side.file.warnings)
    first, second = (side.column() for side in sides)
    if first.id == second.id:
        second = type(second)(f"{second.id} ", second.strict, second.lenient)
    cells = compare_columns([first, second])
    warn(map(str, cells.faults))
    relation = relate_columns(cells, first.id, second.id)
    return relation, why_apart(sides[0], sides[1], relation)


def _one(name: str, record: str | None) -> Side:
    found = named_sides(record, [name])
    if len(found) > 1:
        raise UsageError(f"{name!r} matches {len(found)} columns", hint="name one of them")
    return found[0]


def _gate(require: str, relation: Relation) -> None:
    broken = {
        "within": relation.only_a,
        "contains": relation.only_b,
        "agree": relation.only_a or relation.only_b,
        "equal": relation.only_a or relation.only_b or relation.gap_a or relation.gap_b,
    }[require]
    if relation.proven and relation.relation in _MEETS[require]:
        return
    if broken is None:
        why = "".join(f": {why}" for why in relation.why_not[:1])
        raise IncompleteRunError(f"whether A is {require} B is not decided{why}")
    say(f"required: {require}; found: {relation.relation}", err=True)
    sys.exit(1)


def _json(
    a: str, b: str, relation: Relation, reasons: Mapping[str, tuple[Reason, ...]]
) -> dict[str, Json]:
    return {
        "a": a,
        "b": b,
        **relation_json(relation),
        "reasons": {name: [reason_json(x) for x in found] for name, found in reasons.items()},
    }


def _witnesses(relation: Relation) -> dict[str, Witness | None]:
    return {
        "both": relation.both,
        "only_a": relation.only_a,
        "only_b": relation.only_b,
        "gap_a": relation.gap_a,
        "gap_b": relation.gap_b,
    }


_TITLES = {
    "both": "both accept",
    "only_a": "A accepts, B rejects",
    "only_b": "B accepts, A rejects",
    "gap_a": "A accepts, B is silent",
    "gap_b": "B accepts, A is silent",
}


def _print(a: str, b: str, relation: Relation, reasons: Mapping[str, tuple[Reason, ...]]) -> None:
    terminal = console()
    terminal.print(Text(f"A  {terminal_text(a)}\nB  {terminal_text(b)}\n"), soft_wrap=True)
    proven = ("proven", "green") if relation.proven else ("not proven", "yellow")
    line = Text(f"{relation.relation}", "bold")
    line.append(", ").append(*proven).append(f": {_WORDS[relation.relation]}", "")
    terminal.print(line, soft_wrap=True)
    for why in relation.why_not:
        terminal.print(Text(f"  {terminal_text(why)}", "yellow"), soft_wrap=True)
    for name, witness in _witnesses(relation).items():
        if witness is None:
            continue
        shown = Text(f"\n{_TITLES[name]}:").append(
            f"  {terminal_text(compact(witness.value))}", "bold"
        )
        terminal.print(shown, soft_wrap=True)
        for reason in reasons.get(name, ()):
            claims = f" · {', '.join(reason.claims)}" if reason.claims else ""
            text = f"  {reason.instance or '(root)'}: {reason.message}"
            terminal.print(Text(terminal_text(text)), soft_wrap=True)
            if reason.file:  # a program has none
                where = f"    {reason.file}#{reason.schema}{claims}"
                terminal.print(Text(terminal_text(where), "dim"), soft_wrap=True)
