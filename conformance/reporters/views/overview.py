"""Gathers from the lines of a results file what a summary needs; cases are only counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.model import Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


STANCES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)
"""The verdicts that take a stand, in the order in which they are shown."""

_PLURALS = {kind: f"{kind.value}s" for kind in Kind} | {Kind.LOSS: "losses"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A run without its cases.

    Attributes:
        header: The header line.
        columns: The column lines.
        verdicts: Column id -> verdict -> number of cases.
        departures: Column id -> number of cases on which it departs from a `must`.
        findings: The finding lines.
        relations: The relation lines.
        footer: The footer line.
    """

    header: Mapping[str, Any]
    columns: Sequence[Mapping[str, Any]]
    verdicts: Mapping[str, Mapping[str, int]]
    departures: Mapping[str, int]
    findings: Sequence[Mapping[str, Any]]
    relations: Sequence[Mapping[str, Any]]
    footer: Mapping[str, Any]

    @property
    def programs(self) -> bool:
        """Whether some column is a program."""
        return any(column.get("judge", "schema") != "schema" for column in self.columns)

    @property
    def unusual(self) -> list[Verdict]:
        """The verdicts beside accept, reject and silent that some column gave."""
        given = {verdict for counts in self.verdicts.values() for verdict in counts}
        return [verdict for verdict in Verdict if verdict in given - set(STANCES)]


def overview(lines: Iterable[Mapping[str, Any]]) -> Overview:
    """Return the overview of a run from one pass over its lines."""
    kept: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    departures: Counter[str] = Counter()
    for line in lines:
        if line["kind"] != "case":
            kept[line["kind"]].append(line)
            continue
        departures.update(line["departures"])
        for column, verdict in line["verdicts"].items():
            verdicts[column][verdict] += 1
    return Overview(
        header=kept["header"][0],
        columns=kept["column"],
        verdicts=verdicts,
        departures=departures,
        findings=kept["finding"],
        relations=kept["relation"],
        footer=kept["footer"][0],
    )


def counted(footer: Mapping[str, Any]) -> str:
    """Return how many findings are of each kind, most pressing first; empty where there is none."""
    counts = footer["counts"]
    told = ", ".join(
        f"{counts[kind]:,} {kind.value if counts[kind] == 1 else _PLURALS[kind]}"
        for kind in Kind
        if counts.get(kind)
    )
    several = sum(counts.values()) > footer["findings"]
    return f"{told}; some are of several kinds" if several else told


def plural(number: int, one: str) -> str:
    """Return `1 case`, `1,234 cases`."""
    return f"{number:,} {one if number == 1 else f'{one}s'}"
