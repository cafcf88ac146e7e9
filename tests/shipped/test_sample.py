"""The sample reports are what the code makes of the shipped records: `tox run -e sample`."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING

import pytest
from fakes.shipped import FIRST, RECORDS, ROOT, name_of, sample_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand
    from shipped.conftest import RunShipped

pytestmark = pytest.mark.untraced

KEPT = ("badge.json", "index.html", "summary.md")
MAX_LINES = 25
"""On a terminal of 80 columns."""

MAX_SUMMARY = 160
PACKED = re.compile(r"H4sI[A-Za-z0-9+/]+=*")


@pytest.fixture(scope="module", params=RECORDS, ids=name_of)
def record(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_the_sample_and_the_record_s_page_are_what_the_code_makes(
    record: Path, run_shipped: RunShipped, command: RunCommand
) -> None:
    outcome, reports = run_shipped(record)

    assert outcome.code == 0, outcome.out + outcome.err
    if record == FIRST:
        told = outcome.out.replace(str(reports), "reports").splitlines()
        assert len(told) <= MAX_LINES
        shown = "\n".join(line.rstrip() for line in told)
        assert shown in (ROOT / "README.md").read_text("utf-8")
    assert len((reports / "summary.md").read_text("utf-8").splitlines()) <= MAX_SUMMARY
    kept = {name: unpacked(sample_of(record) / name) for name in KEPT}
    made = {name: unpacked(reports / name) for name in KEPT}
    differing = [name for name in KEPT if kept[name] != made[name]]
    assert differing == [], "renew the sample with `tox run -e sample`"
    command("report", str(reports / "results.jsonl"), "--to", "page")
    page = (record / "README.md").read_text("utf-8")
    assert page == (reports / "README.md").read_text("utf-8"), "renew it with `tox run -e sample`"


def unpacked(path: Path) -> str:
    """Return the text with its gzip blocks unpacked: another zlib packs them otherwise."""
    return PACKED.sub(
        lambda match: gzip.decompress(base64.b64decode(match[0])).decode("latin-1"),
        path.read_text("utf-8"),
    )
