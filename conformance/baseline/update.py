"""Updates a baseline to the current findings without losing a reason, and writes it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.baseline.load import Baseline, Entry, disagree
from conformance.model import STANCES, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.model import Cause, Json
    from conformance.results.lines import FindingLine, Stances

_WIDTH = 100


def update(
    baseline: Baseline, findings: Iterable[FindingLine], *, ran: Collection[str]
) -> Baseline:
    """Return the baseline of the current findings.

    A listed disagreement keeps its reason, class, link and expiry, even if the stances changed. An
    entry whose disagreements now differ in their stances becomes several entries. A disagreement
    that is no longer found is dropped, unless too few of its columns ran to show it. A new one gets
    an empty reason. New ones with the same stances share an entry if they have one special at
    several places, or several specials at the same places.

    Args:
        baseline: The known disagreements.
        findings: The findings of a run of all columns.
        ran: The columns that gave verdicts; disagreements of other columns are kept.
    """
    known = baseline.by_cause()
    left = {cause: known[cause] for cause in known if not _shown_by(known[cause].stances, ran)}
    found: dict[Cause, Entry] = dict(left)
    for line in findings:
        found[line.cause] = _entry(line, known.get(line.cause), baseline.columns, ran)
    origins = {cause: baseline.entries.index(known[cause]) for cause in found if cause in known}
    entries = [
        replace(found[causes[0]], causes=tuple(causes))
        for causes in _alike({cause: (origins.get(cause), found[cause]) for cause in found})
    ]
    return replace(baseline, entries=tuple(entries))


def unwritten(baseline: Baseline) -> list[int]:
    """Return the indices of the entries whose reason has to be written."""
    return [index for index, entry in enumerate(baseline.entries) if not entry.reason]


def baseline_text(baseline: Baseline) -> str:
    """Return the file's text: one key on each line, short values on one line."""
    head = f'{{\n  "format": 1,\n  "record": {_json(baseline.record)},\n  "entries": ['
    blocks = [
        "    {\n" + ",\n".join(_member(name, value) for name, value in _members(entry, baseline))
        for entry in baseline.entries
    ]
    if not blocks:
        return f"{head}]\n}}\n"
    return f"{head}\n" + "\n    },\n".join(blocks) + "\n    }\n  ]\n}\n"


def _shown_by(stances: Stances, ran: Collection[str]) -> bool:
    return disagree({column: stance for column, stance in stances.items() if column in ran})


def _entry(
    line: FindingLine,
    known: Entry | None,
    columns: Sequence[str],
    ran: Collection[str],
) -> Entry:
    now = line.finding.stances
    before = {} if known is None else known.stances
    kept = {column: stance for column, stance in before.items() if column not in ran}
    stances = {column: x for column in columns if (x := now.get(column, kept.get(column)))}
    if known is None:
        category = "skew" if line.finding.skew else "by-design"
        return Entry(causes=(line.cause,), stances=stances, category=category, reason="")
    return replace(known, stances=stances)


def _alike(found: Mapping[Cause, tuple[int | None, Entry]]) -> list[list[Cause]]:
    """Return groups of causes that share an entry, with the same stances.

    Causes with the same special are grouped first, then groups with the same places: an entry
    lists places and specials, and means every pair of them.
    """
    by_special: defaultdict[tuple[Any, ...], list[Cause]] = defaultdict(list)
    for cause in sorted(found, key=_rank):
        origin, entry = found[cause]
        judged = (origin, tuple(entry.stances.items()), entry.category)
        by_special[(*judged, cause.specials)].append(cause)
    together: defaultdict[tuple[Any, ...], list[Cause]] = defaultdict(list)
    for key, causes in by_special.items():
        places = tuple(cause.places for cause in causes)
        together[(*key[:-1], places)] += causes
    return [sorted(causes, key=_rank) for causes in together.values()]


def _rank(cause: Cause) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    return len(cause.places), cause.places, cause.specials


# --- writing -------------------------------------------------------------------------------------


def _members(entry: Entry, baseline: Baseline) -> Iterator[tuple[str, Json]]:
    alone = len(entry.causes[0].places) == 1
    places: list[Json] = [
        place[0] if alone else list(place)
        for place in dict.fromkeys(cause.places for cause in entry.causes)
    ]
    specials: list[Json] = [
        special[0] if alone else list(special)
        for special in dict.fromkeys(cause.specials for cause in entry.causes)
    ]
    yield "places", places
    yield from [("special", specials[0])] if len(specials) == 1 else [("specials", specials)]
    for stance in STANCES:
        standing: list[Json] = [*_patterns(entry.stances, stance, baseline.columns)]
        if standing or stance is not Verdict.LOSSY:
            yield stance.value, standing
    yield "class", entry.category
    yield "reason", entry.reason
    if entry.link is not None:
        yield "link", entry.link
    if entry.expires is not None:
        yield "expires", entry.expires.isoformat()


def _patterns(stances: Stances, stance: Verdict, columns: Sequence[str]) -> list[str]:
    """Return the columns with this stance, in short.

    `NAME.*` means all columns of a name, and `NAME@*` all releases.
    """
    return list(_shortened(stances, stance, columns, (".", "@")))


def _shortened(
    stances: Stances, stance: Verdict, columns: Sequence[str], marks: Sequence[str]
) -> Iterator[str]:
    if not marks:
        yield from (column for column in columns if stances.get(column) is stance)
        return
    mark, *finer = marks
    names: defaultdict[str, list[str]] = defaultdict(list)
    for column in columns:
        names[column.partition(mark)[0]].append(column)
    for name, members in names.items():
        if len(members) > 1 and all(stances.get(column) is stance for column in members):
            yield f"{name}{mark}*"
        else:
            yield from _shortened(stances, stance, members, finer)


def _member(name: str, value: Json) -> str:
    line = f"      {_json(name)}: {_json(value)}"
    if isinstance(value, list) and len(line) >= _WIDTH:
        items = ",\n".join(f"        {_json(item)}" for item in value)
        return f"      {_json(name)}: [\n{items}\n      ]"
    return line


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
