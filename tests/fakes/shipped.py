"""The shipped records: every folder of `schemas/` that holds variants, and where its sample is."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORDS = tuple(x for x in sorted((ROOT / "schemas").iterdir()) if (x / "variants").is_dir())
FIRST = ROOT / "schemas" / "realtime-conversation-item"
"""The record whose sample report stands in `reports/sample` itself, as the README shows it."""


def name_of(record: Path) -> str:
    """Return the id of a record, as the id of a test."""
    return record.name


def sample_of(record: Path) -> Path:
    """Return the folder with the sample report of a record."""
    sample = ROOT / "reports" / "sample"
    return sample if record == FIRST else sample / record.name
