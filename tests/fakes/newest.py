"""Columns of the shipped records, whatever releases they are of."""

from __future__ import annotations

from pathlib import Path

from conformance.programs.adapters import load_adapters

RECORD = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"


def newest(name: str, record: Path = RECORD) -> str:
    """Return the id of a column of a shipped record in its newest release, `NAME@VERSION`."""
    columns = [x.id for adapter in load_adapters(record) for x in adapter.columns]
    releases = [x.partition("@")[2] for x in columns if x.partition("@")[0] == name]
    return f"{name}@{max(releases, key=lambda x: [*map(int, x.split('.'))])}"


def release(name: str) -> str:
    """Return the newest release of a column."""
    return newest(name).partition("@")[2]
