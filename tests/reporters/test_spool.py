"""Parts of a report that wait in a temporary file: they come back as they went in."""

from __future__ import annotations

import gc
import tempfile
from typing import TYPE_CHECKING

import pytest

from conformance.reporters import spool
from conformance.reporters.spool import Spool, TextSpool

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("held", [10, 1 << 20])
def test_parts_come_back_in_order_as_often_as_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", held)
    kept = Spool()
    parts = [b"", b"a" * 30, b"\x00\xff", b"b"]
    for part in parts:
        kept.add(part)

    assert [*kept] == parts
    assert [*kept] == parts


@pytest.mark.parametrize("length", [0, 1, 70_000])
def test_a_long_text_comes_back_whole(length: int) -> None:
    kept = TextSpool()
    pieces = ["x" * length, "\ud800é", "y"]
    for piece in pieces:
        kept.add(piece)

    assert "".join(kept.pieces()) == "".join(pieces)


def test_a_temporary_file_is_gone_with_its_spool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = Spool()
    kept.add(b"more than one byte")
    file = kept._file  # noqa: SLF001  whether it is closed
    del kept
    gc.collect()

    assert (file.closed, [*tmp_path.iterdir()]) == (True, [])
