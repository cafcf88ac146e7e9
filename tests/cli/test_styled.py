"""Styled lines: plain where nobody sees a style, escapes on a terminal that wants them."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.cli.styled import Line, tell, width, wrapped

LINE = Line("a ", "bold").append("b ", "bold red").append("c").append("", "dim").append("d", "dim")
STYLED = "\x1b[1ma \x1b[0m\x1b[31m\x1b[1mb \x1b[0mc\x1b[2md\x1b[0m"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal, {}, STYLED),
        (Terminal, {"TERM": "dumb"}, "a b cd"),
        (Terminal, {"NO_COLOR": "1"}, "a b cd"),
        (Terminal, {"NO_COLOR": ""}, STYLED),
        (io.StringIO, {}, "a b cd"),
        (io.StringIO, {"FORCE_COLOR": "1"}, STYLED),
        (io.StringIO, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "a b cd"),
    ],
)
def test_styles_are_for_terminals_that_want_them(
    stream: type[io.StringIO],
    environment: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream())

    tell(LINE)

    assert isinstance(sys.stdout, io.StringIO)
    assert sys.stdout.getvalue() == f"{expected}\n"


def test_a_line_is_no_command_of_github_actions(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Line("::error::x"))

    assert capsys.readouterr().out == "\\u003a:error::x\n"


def test_the_width_is_that_of_the_environment_or_80(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "33")
    assert width() == 33
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(sys, "__stdout__", None)
    assert width() == 80


OUTPUT = SimpleNamespace(fileno=lambda: 1)


@pytest.mark.parametrize(
    ("named", "columns"), [("0", 44), ("-3", 44), ("", 44), ("x", 44), ("7", 7)]
)
def test_the_width_is_that_of_the_terminal_where_the_environment_names_none(
    named: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", named)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((44, 20)))
    monkeypatch.setattr(sys, "__stdout__", OUTPUT)

    assert width() == columns == shutil.get_terminal_size().columns


@pytest.mark.parametrize("size", [0, 80])
def test_a_terminal_that_does_not_tell_its_width_has_80_columns(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((size, 0)))
    monkeypatch.setattr(sys, "__stdout__", None if size else OUTPUT)

    assert width() == 80


@given(st.text(alphabet="ab- .", max_size=40), st.integers(1, 12))
@example("a  b", 3)
@example("a b", 3)
@example("", 3)
def test_a_text_is_wrapped_as_the_standard_library_wraps_it(text: str, columns: int) -> None:
    right = textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False)

    assert wrapped(text, columns) == right
