"""Warns of a report that is too large to be of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.cli.context import warn
from conformance.reporters import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGE = 50_000_000
"""A page of so many bytes is warned of."""


def warn_of_size(folder: Path, formats: Iterable[str]) -> None:
    """Warn where the page among the reports in a folder is one that a browser opens slowly."""
    page = folder / REPORTERS["html"][0]
    if "html" not in formats:
        return
    size = page.stat().st_size
    if size >= LARGE:
        text = (
            f"{page} is {size // 1_000_000:,} MB, which a browser opens slowly or not at all; "
            "judge fewer columns (--columns) or keep fewer generated cases, or read the findings "
            f"in {REPORTERS['md'][0]}"
        )
        warn([text])
