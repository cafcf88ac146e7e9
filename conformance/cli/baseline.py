"""`conformance baseline`: keeping the list of known disagreements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.baseline.load import Baseline, load_baseline
from conformance.baseline.update import baseline_text, unwritten, update
from conformance.cli.caching import cache_option
from conformance.cli.context import record_option, refuse_installed, say, settings, watched
from conformance.cli.gate import BASELINE
from conformance.files import is_there, write_whole
from conformance.pipeline import compare, judge, load
from conformance.results.lines import ColumnLine, FindingLine

if TYPE_CHECKING:
    from conformance.pipeline import Loaded


@click.group()
def baseline() -> None:
    """Keep the list of known disagreements, each with its reason."""


@baseline.command(
    "update",
    epilog="""\b
Examples:
  conformance baseline update
  conformance baseline update --check
""",
)
@cache_option
@record_option
@click.option(
    "--baseline",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file. [default: baseline.json in the record's folder]",
)
@click.option("--check", is_flag=True, help="Only print what would change, and write nothing.")
def update_baseline(record: str | None, file: Path | None, *, check: bool) -> None:
    """Bring the baseline up to date with the current findings, keeping every reason.

    Disagreements that are gone are removed. New ones are added; their reasons are for you to
    write. The exit code is 1 while a reason is missing, and with --check if something would
    change.
    """
    loaded = load(settings(), record=record)
    name = loaded.record.id
    path = file or loaded.record.folder / BASELINE
    kept = is_there(path)
    refuse_installed(path, "name a file of your own with --baseline")
    columns, findings = _found_now(loaded)
    ids = [column.id for column in columns]
    before = (
        load_baseline(path, record=name, columns=ids)
        if kept
        else Baseline(record=name, columns=tuple(ids))
    )
    after = update(before, findings, ran=[x.id for x in columns if not x.not_run])
    text = baseline_text(after)
    changed = not kept or text != path.read_text("utf-8")
    if changed and not check:
        write_whole(path, text)
    _say(before, after, path)
    missing = unwritten(after)
    for index in missing:
        entry = after.entries[index]
        more = f" and {len(entry.causes) - 1} more" if len(entry.causes) > 1 else ""
        say(
            f"{path.as_posix()} at /entries/{index}/reason: write why this is known, and check "
            f"its class: {entry.causes[0].id}{more}"
        )
    if missing or (check and changed):
        raise click.exceptions.Exit(1)


def _found_now(loaded: Loaded) -> tuple[list[ColumnLine], list[FindingLine]]:
    """Return the columns and findings of a fresh run."""
    columns: list[ColumnLine] = []
    findings: list[FindingLine] = []
    for line in compare(loaded, watched(judge(loaded), len(loaded.corpus.cases))):
        match line:
            case ColumnLine():
                columns.append(line)
            case FindingLine():
                findings.append(line)
            case _:
                pass
    return columns, findings


def _say(before: Baseline, after: Baseline, path: Path) -> None:
    old, new = before.by_cause(), after.by_cause()
    counts = {
        "kept": sum(cause in old and old[cause].stances == new[cause].stances for cause in new),
        "moved": sum(cause in old and old[cause].stances != new[cause].stances for cause in new),
        "added": len(new.keys() - old.keys()),
        "struck": len(old.keys() - new.keys()),
    }
    summary = ", ".join(f"{count} {what}" for what, count in counts.items())
    say(f"{path.as_posix()}: {summary}; {len(after.entries)} entries")
    for cause in sorted(old.keys() - new.keys(), key=lambda cause: cause.id):
        say(f"struck: {cause.id}")
