"""Writes `README.md`: what was found about a record, for readers who run nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from conformance.jsontext import visible
from conformance.reporters.entries import entries
from conformance.reporters.markdown import as_code, as_text
from conformance.reporters.overview import overview, plural
from conformance.reporters.phrases import plain
from conformance.reporters.wording import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.reporters.entries import Entry
    from conformance.reporters.overview import Overview

_DECIDED = {"accept": "takes it", "reject": "refuses it", "lossy": "changes it"}


def render(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the page piece by piece. It says nothing of when the run was made."""
    yield from map(visible, _pieces(overview(lines)))


def _pieces(run: Overview) -> Iterator[str]:
    families = _families(run.columns)
    found = entries(run.findings, columns_of(run.columns, run.header["variants"]), {}, {})
    differing = [x for x in found if {"conflict", "contradiction"} & {*x.kinds} and _matters(x)]
    lost = [x for x in found if "loss" in x.kinds and _matters(x)]
    programs = [column for column in run.columns if column.get("subject") is not None]
    yield f"# {as_text(run.header['title'])}\n\n{as_text(run.header['about'])}\n\n"
    yield (
        f"This page is made from the results of `conformance run`: "
        f"{plural(len(run.header['variants']), 'description')}, "
        f"{plural(len(programs), 'program')}, {plural(run.footer['cases'], 'case')}. "
        "It leaves out what is no JSON object, and what descriptions leave open.\n"
    )
    if differing:
        yield "\n## What one sends and another refuses\n\n"
        yield "| What | Taken by | Refused by | What changed with a release | For example |\n"
        yield "|---|---|---|---|---|\n"
        for entry in differing:
            sides = (_names(entry.short[side], families) for side in ("accept", "reject"))
            cells = (*sides, _changes(entry, families), _example(entry))
            yield f"| {_what(entry)} | {' | '.join(cells)} |\n"
    if lost:
        yield "\n## What is taken and comes back changed, or as another type\n\n"
        yield "| What | By | For example |\n|---|---|---|\n"
        for entry in lost:
            who = _names(entry.stances["lossy"], families)
            yield f"| {_what(entry)} | {who} | {_example(entry)} |\n"
    if programs:
        yield "\n## The programs that were asked\n\n"
        yield "| Column | Program | Describes | Accepts | Rejects | Changes |\n"
        yield "|---|---|---|---:|---:|---:|\n"
    for column in programs:
        counts = run.verdicts.get(column["id"], {})
        numbers = " | ".join(str(counts.get(x, 0)) for x in ("accept", "reject", "lossy"))
        yield f"| {as_text(column['id'])} | {_program(column)} | {numbers} |\n"


def _matters(entry: Entry) -> bool:
    """Return whether a payload shows it that is an object, as every record is."""
    return any((member.payload_text or "").startswith("{") for member in entry.members)


def _what(entry: Entry) -> str:
    return as_text(plain(entry.title))


def _example(entry: Entry) -> str:
    return as_code(next(x.payload_text for x in entry.members if x.payload_text is not None))


def _families(columns: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the columns that differ in the release only, the older ones first."""
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for column in columns:
        family, at, _ = column["id"].partition("@")
        if at:
            found[family].append(column)
    return {
        family: [column["id"] for column in sorted(members, key=_released)]
        for family, members in found.items()
    }


def _released(column: Mapping[str, Any]) -> str:
    return str((column.get("describes") or {}).get("as_of") or "")


def _names(columns: Sequence[str], families: Mapping[str, Sequence[str]]) -> str:
    """Return the names, a package without its version where all its releases stand there."""
    given = {*columns}
    names: dict[str, None] = {}
    for column in columns:
        family = column.partition("@")[0]
        releases = families.get(family, ())
        whole = len(releases) > 1 and given.issuperset(releases)
        names[family if whole else column] = None
    return as_text(", ".join(names))


def _changes(entry: Entry, families: Mapping[str, Sequence[str]]) -> str:
    """Return the packages that stand otherwise in an older release than in a newer one."""
    said = []
    for family, releases in families.items():
        stood = [
            (release.partition("@")[2], words)
            for release in releases
            for side, words in _DECIDED.items()
            if release in entry.stances[side]
            and (side != "accept" or release not in entry.stances["lossy"])
        ]
        if len({words for _, words in stood}) > 1:
            steps = ", ".join(f"{version} {words}" for version, words in stood)
            said.append(f"{family}: {steps}")
    return as_text("; ".join(said))


def _program(column: Mapping[str, Any]) -> str:
    subject, described = column["subject"], column.get("describes") or {}
    age = ", ".join(filter(None, (described.get("component"), described.get("as_of"))))
    return as_text(f"{subject['name']} {subject['version']}") + f" | {as_text(age)}"
