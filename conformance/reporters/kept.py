"""The reports of a run as one JSON value, to be kept and written again with another time."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.model import Verdict
from conformance.reporters.views.overview import Tally
from conformance.results.decode import decode
from conformance.results.encode import encode
from conformance.results.lines import FieldLine

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import Json
    from conformance.reporters.views.overview import Overview
    from conformance.results.lines import RunLine

MOST = 32_000_000
"""Bytes; reports that have more together are not kept."""

_PIECE = 1 << 20
_TIME = 19
"""Characters of a time without its zone."""

_QUICK = 1
"""The level of compression: the highest takes longer than the reports."""


def written_times(made: str) -> list[str]:
    """Return a time as reports write it: JUnit without its zone, the page with a space."""
    return [made[:_TIME], made[:_TIME].replace("T", " ")]


def packed(folder: Path, *, made: str) -> Json:
    """Return the files of a folder, without the time in them; None if they are not to be kept.

    Args:
        folder: The folder of a run's reports.
        made: The time in them.
    """
    paths = sorted(folder.iterdir())
    if not all(path.is_file() for path in paths):
        return None  # a large report has a folder of parts
    if sum(path.stat().st_size for path in paths) > MOST:
        return None
    return {
        "made": made,
        "files": {path.name: b64encode(_compressed(path)).decode() for path in paths},
    }


def _compressed(path: Path) -> bytes:
    """Return a file compressed; it is not in memory as a whole."""
    made = zlib.compressobj(_QUICK)
    with path.open("rb") as file:
        pieces = [made.compress(piece) for piece in iter(lambda: file.read(_PIECE), b"")]
    return b"".join([*pieces, made.flush()])


def unpack(kept: Any, folder: Path, *, made: str) -> None:  # noqa: ANN401  JSON of an unknown shape
    """Write kept files into a folder, with the time of now in them."""
    times = [*zip(written_times(kept["made"]), written_times(made), strict=True)]
    for name, text in kept["files"].items():
        content = zlib.decompress(b64decode(text))
        for before, now in times:
            content = content.replace(before.encode(), now.encode())
        (folder / name).write_bytes(content)


def overview_json(overview: Overview) -> dict[str, Json]:
    """Return an overview as JSON."""
    lines: tuple[RunLine, ...] = (
        overview.header,
        *overview.columns,
        *overview.findings,
        *(FieldLine(field=field) for field in overview.fields),
        *overview.relations,
        *overview.exchanges,
        overview.footer,
    )
    return {
        "lines": [encode(line) for line in lines],
        "verdicts": {
            column: {verdict.value: count for verdict, count in counts.items()}
            for column, counts in overview.verdicts.items()
        },
        "departures": dict(overview.departures),
    }


def overview_of(kept: Any, *, made: str) -> Overview:  # noqa: ANN401  JSON of an unknown shape
    """Return the overview of its JSON, with the time of now; any error is one of its shape."""
    tally = Tally()
    for line in kept["lines"]:
        tally.add(decode(line))
    overview = tally.overview()
    verdicts = {
        column: Counter({Verdict(verdict): count for verdict, count in counts.items()})
        for column, counts in kept["verdicts"].items()
    }
    return replace(
        overview,
        header=replace(overview.header, made=made),
        verdicts=defaultdict(Counter, verdicts),
        departures=Counter(kept["departures"]),
    )
