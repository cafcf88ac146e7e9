"""The command's start: it can be interrupted before anything else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance import __main__, cli, interrupts

if TYPE_CHECKING:
    import pytest


def test_signals_are_handled_before_the_command_line_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []
    monkeypatch.setattr(interrupts, "install", lambda: order.append("install"))
    monkeypatch.setattr(cli, "main", lambda: order.append("command"))

    __main__.main()

    assert order == ["install", "command"]
