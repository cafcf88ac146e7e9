"""`conformance adapter renew`: newer releases of the packages that adapters ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance import interrupts
from conformance.cli.context import (
    built_in,
    progress,
    record_option,
    refuse_installed,
    say,
    settings,
    show,
    warn,
    work_option,
)
from conformance.cli.diff import as_json as changes_json
from conformance.cli.diff import change_lines
from conformance.cli.gate import BASELINE
from conformance.corpus.load import load_corpus
from conformance.errors import ConformanceError, IncompleteRunError, UsageError, nearest
from conformance.files import file_bytes, is_there, staged, write_text, write_whole
from conformance.jsontext.text import pretty
from conformance.pipeline import compare, judge, load
from conformance.programs.adapters import FOLDER, load_adapter, load_adapters
from conformance.programs.renewal import Renewal, keep, renamed, tried
from conformance.readers.versions import newest_of
from conformance.record.choose import chosen_record
from conformance.reporters.renewal import Outcome, Row, as_json, markdown_lines, text_lines
from conformance.results.diff import changes, results_of
from conformance.results.renamed import renamed as with_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Record
    from conformance.programs.adapters import Adapter, Package
    from conformance.results.diff import Changes, Results

_FORMS = {"text": "renewal.txt", "markdown": "renewal.md", "json": "renewal.json"}


@click.command(
    epilog="""\b
Examples:
  conformance adapter renew --dry-run
  conformance adapter renew --only 'sdk.my-client*' --out reports
  conformance adapter renew --format markdown
"""
)
@record_option
@work_option
@click.option(
    "--only",
    metavar="NAME",
    multiple=True,
    help="Only this adapter, or the columns that match, for example 'sdk.*'. May be given several "
    "times.",
)
@click.option("--dry-run", is_flag=True, help="Only say what is newer; write and build nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help=f"Write the answer there in every form: {', '.join(_FORMS.values())}.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*_FORMS]),
    default="text",
    show_default=True,
    help="The form of the answer.",
)
def renew(
    record: str | None,
    work: Path | None,
    only: tuple[str, ...],
    out: Path | None,
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Ask for newer releases of the packages behind columns, and record them.

    Each package that an `adapter.json` lists is asked for at its registry, by its ordinary client.
    A newer release is built in a copy of the adapter and judges the corpus; then it takes the older
    one's place in the adapter's files, among the recorded verdicts and in the baseline. One that
    cannot be built is named, and the others go on. The answer ends with what changed.

    The exit code is 0 if every column has the newest release, 1 if there is a newer one, and 3 if
    there is none but a package could not be asked for. Interrupted, it keeps what is done.
    """
    chosen = chosen_record(record, settings())
    if not dry_run:
        refuse_installed(chosen.folder, "take the record from its project's repository")
    packages = _packages(chosen, only)
    with progress() as told:
        rows = []
        for adapter, package in packages:
            told(f"asking for {package.id}")
            rows.append(_asked(adapter, package))
    found: Changes | None = None
    code = None
    if not dry_run and any(row.outcome is Outcome.NEWER for row in rows):
        before = _results(chosen.folder)
        columns: dict[str, str] = {}
        try:
            _renew(rows, packages, chosen, built_in(work, chosen), columns)
        except KeyboardInterrupt:
            code = interrupts.answered()
            warn(["interrupted; what is renewed stays so"])
        if columns:
            found = changes(with_columns(before, columns), _results(chosen.folder))
    answers = _answers(chosen.id, rows, found)
    if out is not None:
        with staged(out) as stage:
            for name, file in _FORMS.items():
                write_text(stage / file, [answers[name]])
    show(answers[form].removesuffix("\n"))
    _leave(rows, code)


def _packages(chosen: Record, only: Sequence[str]) -> list[tuple[Adapter, Package]]:
    """Return the packages of a record's adapters, those that are meant.

    Raises:
        UsageError: There is none.
    """
    adapters = load_adapters(chosen.folder)
    found = [
        (adapter, package)
        for adapter in adapters
        for package in adapter.packages
        if not only or _is_meant(adapter, only)
    ]
    if found:
        return found
    known = sorted({adapter.folder.name for adapter in adapters if adapter.packages})
    if only and known:
        raise UsageError(
            f"no adapter with a package is called {only[0]}", hint=nearest(only[0], known)
        )
    raise UsageError(
        "no adapter here lists its packages",
        file=(chosen.folder / FOLDER).as_posix(),
        hint='write them under "packages" in its adapter.json',
    )


def _is_meant(adapter: Adapter, only: Sequence[str]) -> bool:
    names = [adapter.folder.name, *(column.id for column in adapter.columns)]
    return any(fnmatchcase(name, pattern) for name in names for pattern in only)


def _asked(adapter: Adapter, package: Package) -> Row:
    """Return a package with its newest release."""
    named = [x.id for x in adapter.columns if x.id.endswith(f"@{package.version}")]
    row = Row(
        adapter=adapter.folder.name,
        package=package.id,
        columns=tuple(named or (x.id for x in adapter.columns)),
        has=package.version,
        newest=None,
        outcome=Outcome.UNKNOWN,
    )
    try:
        newest = newest_of(package.kind, package.name, package.version)
    except ConformanceError as error:
        return replace(row, problem=str(error))
    is_newest = newest == package.version
    return replace(row, newest=newest, outcome=Outcome.NEWEST if is_newest else Outcome.NEWER)


def _results(folder: Path) -> Results:
    """Return the results of a record as it is now."""
    loaded = load(settings(), record=str(folder))
    return results_of(compare(loaded, judge(loaded)))


def _renew(
    rows: list[Row],
    packages: Sequence[tuple[Adapter, Package]],
    chosen: Record,
    work: Path,
    columns: dict[str, str],
) -> None:
    """Renew what has a newer release, and note in the rows and columns what became of each."""
    corpus = load_corpus(chosen.folder)
    today = datetime.now(UTC).date().isoformat()
    for number, (row, (old, package)) in enumerate(zip(rows, packages, strict=True)):
        if row.outcome is not Outcome.NEWER or row.newest is None:
            continue
        say(f"renewing {row.package} {row.has} to {row.newest}", err=True)
        adapter = load_adapter(old.folder, record=chosen.id)
        try:
            renewal = tried(
                adapter,
                package,
                row.newest,
                corpus=corpus,
                record=chosen.id,
                work=work,
                today=today,
            )
        except ConformanceError as error:
            renewal = str(error)
        if isinstance(renewal, str):
            rows[number] = replace(row, outcome=Outcome.FAILED, problem=renewal)
            continue
        keep(renewal, adapter, corpus, record=chosen.folder, today=today)
        _rename_in_baseline(renewal, chosen.folder / BASELINE)
        columns.update(renewal.columns)
        ids = tuple(renewal.columns.values())
        rows[number] = replace(row, outcome=Outcome.RENEWED, columns=ids)
        interrupts.release()


def _rename_in_baseline(renewal: Renewal, path: Path) -> None:
    if is_there(path):
        text = file_bytes(path).decode("utf-8")
        write_whole(path, renamed(text, renewal.columns))


def _answers(record: str, rows: Sequence[Row], found: Changes | None) -> dict[str, str]:
    """Return the answer in every form."""
    lines = None if found is None else [*change_lines(found)]
    shown = None if found is None else changes_json(found)
    return {
        "text": "".join(f"{line}\n" for line in text_lines(rows, lines)),
        "markdown": "".join(f"{line}\n" for line in markdown_lines(rows, lines)),
        "json": pretty(as_json(record, rows, shown)),
    }


def _leave(rows: Sequence[Row], code: int | None) -> None:
    """End with the exit code that the rows, or the interrupt, ask for."""
    outcomes = {row.outcome for row in rows}
    if code is not None:
        raise click.exceptions.Exit(code)
    if outcomes & {Outcome.NEWER, Outcome.RENEWED, Outcome.FAILED}:
        raise click.exceptions.Exit(1)
    if Outcome.UNKNOWN in outcomes:
        raise IncompleteRunError("some packages could not be asked for")
