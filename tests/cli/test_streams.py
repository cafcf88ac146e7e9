"""Standard output and error when their other end is full, closed or broken."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING

from conformance.cli import streams

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_full_pipe_is_waited_for() -> None:
    end, start = os.pipe()
    os.set_blocking(start, False)
    with suppress(BlockingIOError):
        while True:
            os.write(start, b"x" * 4096)
    output = streams._Output(start, "w")  # noqa: SLF001  a terminal's pipe is seldom full
    Timer(0.2, os.read, (end, 1 << 20)).start()

    assert output.write(b"y") == 1
    assert output.fault is None
    output.close()
    os.close(end)


def test_another_fault_of_standard_output_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    output = streams._Output(tmp_path / "file", "w")  # noqa: SLF001
    reading = os.open(tmp_path / "file", os.O_RDONLY)
    os.dup2(reading, output.fileno())
    os.close(reading)
    with io.TextIOWrapper(io.BufferedWriter(output)) as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        stdout.write("lost")

        assert streams.output_fault() == "standard output: Bad file descriptor"
