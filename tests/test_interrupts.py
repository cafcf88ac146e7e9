"""Signals: raised once, never lost, and only noted once files are being replaced."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from typing import NoReturn

import pytest

from conformance import interrupts
from conformance.interrupts import Interrupted


class Ended(BaseException):
    """Stands in for the end of the process."""


@pytest.fixture
def _imported(_signals_handled: None) -> None:
    interrupts.imported()


@pytest.mark.usefixtures("_signals_handled")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_during_imports_ends_the_process_at_once(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    number: int,
    code: int,
) -> None:
    def end(given: int) -> NoReturn:
        assert given == code
        raise Ended

    monkeypatch.setattr(os, "_exit", end)

    with pytest.raises(Ended):
        signal.raise_signal(number)

    assert capfd.readouterr().err == "interrupted; nothing was replaced\n"


@pytest.mark.usefixtures("_imported")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_raised_once(number: int, code: int) -> None:
    with pytest.raises(Interrupted):
        signal.raise_signal(number)

    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    assert interrupts.exit_code() == code


@pytest.mark.usefixtures("_imported")
def test_a_signal_that_a_library_swallowed_is_raised_at_the_next_look() -> None:
    interrupts.check()
    with suppress(Interrupted):
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Interrupted):
        interrupts.check()


@pytest.mark.usefixtures("_imported")
def test_a_signal_that_cannot_be_raised_prints_nothing_and_the_next_one_is_raised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    Dying()
    gc.collect()

    assert capsys.readouterr().err == ""
    with pytest.raises(Interrupted):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("_imported")
def test_another_error_that_cannot_be_raised_is_printed_as_ever(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Dying:
        def __del__(self) -> None:
            raise ZeroDivisionError

    Dying()
    gc.collect()

    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.usefixtures("_imported")
def test_once_files_are_replaced_a_signal_is_only_noted() -> None:
    interrupts.hold()
    assert not interrupts.is_late()

    signal.raise_signal(signal.SIGTERM)
    interrupts.hold()
    interrupts.check()

    assert interrupts.is_late()


@pytest.mark.usefixtures("_imported")
def test_when_files_are_replaced_and_others_are_to_come_a_noted_signal_is_raised() -> None:
    interrupts.hold()
    interrupts.release()
    interrupts.hold()
    signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Interrupted):
        interrupts.release()


@pytest.mark.usefixtures("_imported")
def test_a_signal_that_came_before_keeps_files_from_being_replaced() -> None:
    with pytest.raises(Interrupted):
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Interrupted):
        interrupts.hold()
    assert not interrupts.is_late()


@pytest.mark.usefixtures("_imported")
def test_a_command_that_answers_a_signal_by_ending_early_may_write_what_it_has() -> None:
    with pytest.raises(Interrupted):
        signal.raise_signal(signal.SIGTERM)

    assert interrupts.answered() == 143
    interrupts.check()
    interrupts.hold()
    assert not interrupts.is_late()


@pytest.mark.usefixtures("_imported")
def test_at_the_end_signals_are_ignored() -> None:
    interrupts.over()

    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    assert not interrupts.is_late()


def test_where_no_handler_wassignals_handled_none_is_taken_away() -> None:
    before = signal.getsignal(signal.SIGINT)

    interrupts.over()

    assert signal.getsignal(signal.SIGINT) is before
