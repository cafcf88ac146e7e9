"""How a verdict is shown where there is little room: a sign, never colour alone."""

from __future__ import annotations

from conformance.model import Verdict

_SIGNS = {
    Verdict.ACCEPT: "✓",
    Verdict.REJECT: "✗",
    Verdict.SILENT: "○",
    Verdict.LOSSY: "≈",
    Verdict.UNSUPPORTED: "–",
    Verdict.ERROR: "!",
    Verdict.CRASH: "!",
    Verdict.TIMEOUT: "!",
    Verdict.NOT_RUN: "·",
}
STYLES = {
    Verdict.ACCEPT: "green",
    Verdict.REJECT: "red",
    Verdict.SILENT: "yellow",
    Verdict.LOSSY: "magenta",
    Verdict.UNSUPPORTED: "dim",
    Verdict.ERROR: "bold red",
    Verdict.CRASH: "bold red",
    Verdict.TIMEOUT: "bold red",
    Verdict.NOT_RUN: "dim",
}
"""Verdict -> style on a terminal, beside the sign."""


def sign(verdict: Verdict) -> str:
    """Return the one character that stands for a verdict."""
    return _SIGNS[verdict]
