"""`conformance compare`: every difference between sources, without a record or any set-up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from conformance.baseline.require import DEMANDS, Answer, Required, required
from conformance.cli.caching import cache_option
from conformance.cli.context import announce, console, progress, say, show, warn
from conformance.cli.executing import executed
from conformance.cli.gate import gate_lines
from conformance.cli.known import HOW_TO_UPDATE, known_gate, write_known_list
from conformance.cli.reading import (
    BOTH,
    reading_of,
    reading_options_for,
    source_json,
    source_lines,
)
from conformance.cli.report_size import warn_of_size
from conformance.cli.running import now
from conformance.cli.since import since_option, with_older
from conformance.cli.surveying import Asked, compared_whole
from conformance.compare.demands import in_order
from conformance.compare.formats import said_of_formats
from conformance.errors import IncompleteRunError, UsageError
from conformance.files import staged
from conformance.generate.chunks import CHUNK
from conformance.jsontext.text import pretty
from conformance.pipeline import compare as compared
from conformance.pipeline import judge, load_sources
from conformance.pipeline import report as write_report
from conformance.readers.read import read
from conformance.record.sources import named_sources
from conformance.reporters import REPORTERS
from conformance.reporters.annotations import commands
from conformance.reporters.comparison import comparison
from conformance.results.encode import break_json, exchange_json, finding_json
from conformance.results.parts import relation_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance.baseline.gate import Gate, GateResult
    from conformance.cli.reading import Reading
    from conformance.compare.breaks import Exchange
    from conformance.model import Claim, Json
    from conformance.readers.read import Options, Source
    from conformance.reporters.views.overview import Overview

_OUT = Path("reports", "compare")
_EXAMPLES = 200
_MAX_BREAKING = 10


@click.command(
    epilog="""\b
A source is a file and a type in it, PATH#TYPE; a file with one type needs no name:
  conformance compare api.yaml#Order types.ts#Order models.py#Order
  conformance compare old/types.ts#Order new/types.ts#Order --require backward
  conformance compare server=src/order.rs#Order client=web/types.ts#Order

\b
A file of a Git revision is REVISION:PATH, as `git show` names it; nothing is checked out:
  conformance compare main:api.yaml#Order api.yaml#Order
  conformance compare api.yaml --since v1.4 --to changelog
  conformance compare api.yaml#Order --since last-tag --require backward

\b
Without #TYPE, all types of whole sources, paired by name:
  conformance compare old.yaml new.yaml
  conformance compare api.yaml types.ts --pair Order=OrderModel --jobs 4
  conformance compare old.yaml new.yaml --to changelog --require backward

\b
As a gate in CI, with a list of what is known:
  conformance compare api.yaml#Order types.ts#Order --known known.json --write-known
  conformance compare api.yaml#Order types.ts#Order --known known.json --require agree

\b
Exit code: 0 if all is as required, 1 if not, or if a known difference has changed or is gone;
2 for a source that cannot be read; 3 if it cannot be decided.
"""
)
@click.argument("sources", nargs=-1, required=True, metavar="[NAME=]SOURCE…")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="FOLDER",
    help=f"The folder for the report. [default: {_OUT.as_posix()}]",
)
@since_option
@click.option(
    "--require",
    type=click.Choice(list(DEMANDS)),
    help="Exit 1 unless " + "; ".join(f"{name}: {means}" for name, means in DEMANDS.items()) + ".",
)
@click.option(
    "--transitive",
    is_flag=True,
    help="Require backward, forward or full of every older and newer source, oldest first.",
)
@click.option(
    "--known",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The list of known differences, each with its reason.",
)
@click.option(
    "--write-known",
    is_flag=True,
    help="Bring that list up to date; the reasons of new entries are for you to write.",
)
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=_EXAMPLES,
    show_default=True,
    help="How many inputs to draw besides the proof's own, rounded up to hundreds.",
)
@click.option(
    "--verbose",
    is_flag=True,
    help="Print every difference with its payload and the statements behind it.",
)
@click.option(
    "--pair",
    metavar="A=B",
    multiple=True,
    help="Whole sources: type A of the first source belongs to type B of another one.",
)
@click.option(
    "--pairs",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Whole sources: a file with such a pair on each line.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Whole sources: processes to use; the result is the same.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Whole sources: the scheduler of a Dask cluster to use."
)
@click.option(
    "--to",
    type=click.Choice(["changelog"]),
    help="Print this in place of the short answer, as Markdown, short enough for a comment.",
)
@click.option(
    "--brief",
    is_flag=True,
    help="Whole sources: leave out types that one source has, fields and statements; for Git.",
)
@cache_option
@reading_options_for(BOTH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="The form of the answer; github annotates the lines of the sources in GitHub Actions.",
)
def compare(
    sources: tuple[str, ...],
    out: Path | None,
    since: str | None,
    require: str | None,
    transitive: bool,
    known: Path | None,
    write_known: bool,
    examples: int,
    verbose: bool,
    form: str,
    pair: tuple[str, ...],
    pairs: Path | None,
    jobs: int,
    cluster: str | None,
    to: str | None,
    brief: bool,
    **values: Unpack[Reading],
) -> None:
    """Compare what sources say of one type, or of all, exactly, and write the report.

    Sources are read in their own notation: OpenAPI, AsyncAPI and JSON Schema (JSON or YAML),
    TypeScript, Python (pydantic, dataclasses, TypedDict, msgspec, attrs), Rust with serde, Go,
    Java, Kotlin, Scala, protobuf, Avro and GraphQL. Nothing of them is run, but for exec:COMMAND:
    the command is shown, run, and has to print a schema. The answer is proven over all JSON values,
    unless it says that something is not decided. What a source leaves open, and what cannot be
    read, is silent and is said.

    Prints the fields that differ, and what was read; with --verbose each difference in full.
    """
    if write_known and known is None:
        raise UsageError("--write-known needs a file", hint="name it with --known FILE")
    options = reading_of(values)
    sources = with_older(sources, since)
    named = named_sources(sources)
    if len(named) == 1:
        raise UsageError("one source is nothing to compare", hint="name another one")
    announce(*sources)
    options = executed(named.values(), options)
    folder = out or _OUT
    asked = Asked(
        out=folder,
        require=require,
        transitive=transitive,
        pair=pair,
        pairs=pairs,
        jobs=jobs,
        cluster=cluster,
        to=to,
        form=form,
        brief=brief,
        known=known,
        write_known=write_known,
    )
    if compared_whole(named, options, asked, verbose=verbose):
        return
    with progress() as tell:
        found = _read(named, options, tell)
        loaded = load_sources(found, chunks_drawn=-(-examples // CHUNK), told=tell)
        gate = known_gate(known, loaded.columns, write=write_known)
        tell("writing the report")
        with staged(folder) as stage:
            lines = compared(loaded, judge(loaded), made=now())
            reported = write_report(lines, stage, gate)
    run = reported.overview
    files = {x.name: x.file for x in found.values()}
    said = said_of_formats(files, asserted=options.formats)
    warn(text for source in found.values() for text in source.file.warnings)
    answer = _required(require, run, transitive=transitive)
    if form == "text":
        console().print(comparison(run, verbose=verbose))
        for line in _read_lines(found, said):
            say(line)
    else:
        _print_for_programs(form, run, found, said, answer)
    if not write_known:
        _tell(form, reported.gate, gate, require, answer)
    if form == "text":
        say(f"Report: {folder / 'index.html'}")
        warn_of_size(folder, REPORTERS)
    if known is not None and write_known:
        present = [line for line in run.findings if not line.vanished]
        write_known_list(known, gate, [column.id for column in run.columns], present)
    else:
        _end(reported.gate, answer)


def _read(
    named: Mapping[str, str], options: Options, tell: Callable[[str], None]
) -> dict[str, Source]:
    found = {}
    for name, source in named.items():
        tell(f"reading {source}")
        found[name] = read(source, options)
    return found


def _print_for_programs(
    form: str,
    run: Overview,
    found: Mapping[str, Source],
    said: str | None,
    answer: Required | None,
) -> None:
    if form == "json":
        show(pretty(_json(run, found, said, answer)))
    else:
        for line in commands(run):
            click.echo(line)  # a command of GitHub Actions, on purpose


# --- the answer ----------------------------------------------------------------------------------


def _required(require: str | None, run: Overview, *, transitive: bool) -> Required | None:
    if require is None:
        return None
    return required(
        require,
        run.findings,
        run.relations,
        first=run.columns[0].id,
        complete=run.footer.complete,
        why_not=run.footer.why_not,
        versions=tuple(in_order([column.id for column in run.columns], transitive=transitive)),
    )


def _read_lines(sources: Mapping[str, Source], formats: str | None) -> Iterator[str]:
    """Yield what was read of each source, and what was not."""
    for source in sources.values():
        yield from source_lines(source)
    if not any(source.unread for source in sources.values()):
        yield "Nothing was left unread."
    if formats:
        yield formats


def _json(
    run: Overview,
    sources: Mapping[str, Source],
    formats: str | None,
    answer: Required | None,
) -> dict[str, Json]:
    claims = run.header.claims
    found: list[Json] = []
    for line in run.findings:
        statements = _statements(line.finding.claims, claims)
        found.append({**finding_json(line), "statements": statements})
    whole: dict[str, Json] = {
        "format": 1,
        "title": run.header.title,
        "complete": run.footer.complete,
        "why_not": list(run.footer.why_not),
        "formats": formats,
        "sources": [{"column": f"{n}.declared", **source_json(x)} for n, x in sources.items()],
        "relations": [
            {"a": line.a, "b": line.b, **relation_json(line.relation)} for line in run.relations
        ],
        "findings": found,
    }
    if run.exchanges:
        whole["exchanges"] = [_exchange(line.exchange, claims) for line in run.exchanges]
    if answer is not None:
        whole["required"] = {
            "answer": answer.answer.value,
            "breaking": list(answer.breaking),
            "why_not": list(answer.why_not),
        }
    return whole


def _exchange(exchange: Exchange, claims: Mapping[str, Claim]) -> dict[str, Json]:
    shown = exchange_json(exchange)
    shown["breaks"] = [
        {**break_json(one), "statements": _statements(one.claims, claims)}
        for one in exchange.breaks
    ]
    return shown


def _statements(names: Sequence[str], claims: Mapping[str, Claim]) -> list[Json]:
    return [
        {"claim": name, "file": claim.file, "line": claim.line, "says": claim.says}
        for name in names
        if (claim := claims.get(name)) is not None
    ]


def _tell(
    form: str, outcome: GateResult, gate: Gate, require: str | None, answer: Required | None
) -> None:
    """Say what the gate found, and what breaks the requirement."""
    aside = form != "text"
    for line in gate_lines(outcome, listed=gate.baseline is not None, update=HOW_TO_UPDATE):
        say(line, err=aside)
    if answer is not None and answer.answer is Answer.BROKEN:
        say(f"required: {require} ({DEMANDS[require or '']}); broken by:", err=aside)
        for finding in answer.breaking[:_MAX_BREAKING]:
            say(f"  {finding}", err=aside)
        if len(answer.breaking) > _MAX_BREAKING:
            say(f"  and {len(answer.breaking) - _MAX_BREAKING} more", err=aside)


def _end(outcome: GateResult, answer: Required | None) -> None:
    """End with the exit code of the gate and of the requirement."""
    if outcome.exit_code or (answer is not None and answer.answer is Answer.BROKEN):
        raise click.exceptions.Exit(1)
    if answer is not None and answer.answer is Answer.UNDECIDED:
        why = "".join(f": {why}" for why in answer.why_not[:1])
        raise IncompleteRunError(f"whether the sources are as required is not decided{why}")
