"""Warns of a page that a browser opens slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.cli.context import warn
from conformance.reporters import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGE_REPORT = 50_000_000
"""Bytes; a larger page gets a warning."""


def warn_of_size(folder: Path, formats: Iterable[str]) -> None:
    """Warn if the page in a folder is so large that a browser opens it slowly."""
    page = folder / REPORTERS["html"][0]
    if "html" not in formats:
        return
    size = page.stat().st_size
    if size >= LARGE_REPORT:
        text = (
            f"{page} is {size // 1_000_000:,} MB, which a browser opens slowly or not at all; "
            "judge fewer columns (--columns) or keep fewer generated cases, or read the findings "
            f"in {REPORTERS['md'][0]}"
        )
        warn([text])
