"""Ends a command cleanly when SIGINT or SIGTERM arrives.

Until the command's modules are imported, a signal ends the process at once: nothing has been
written by then. After that, it sets a flag and raises once. From the moment that finished files
replace old ones, it only sets the flag, and the command ends with its real outcome.

This module is imported before all others and imports almost nothing.
"""

import os
import signal
import sys

SIGNALS = (signal.SIGINT, signal.SIGTERM)
NOTHING_REPLACED = "interrupted; nothing was replaced"
TOO_LATE = "interrupted too late: the files were being replaced, and the command went on to its end"


class Interrupted(KeyboardInterrupt):
    """SIGINT or SIGTERM arrived."""


class _State:
    """The state of signals.

    Attributes:
        number: The first signal that arrived and is not handled yet.
        is_importing: Whether the command's modules are still being imported.
        is_held: Whether a signal only sets the flag.
        has_raised: Whether the signal has been raised.
        has_replaced: Whether a file has been replaced, or is about to be.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.is_importing = False
        self.is_held = False
        self.has_raised = False
        self.has_replaced = False


_state = _State()


def install() -> None:
    """Handle SIGINT and SIGTERM, even if they were ignored; call it before long imports."""
    reset()
    _state.is_importing = True
    for number in SIGNALS:
        signal.signal(number, _arrived)
    sys.unraisablehook = _lost


def reset() -> None:
    """Forget all signals: a command starts."""
    vars(_state).update(vars(_State()))


def imported() -> None:
    """Raise signals from now on: the command's modules are imported."""
    _state.is_importing = False


def check() -> None:
    """Raise Interrupted if a signal has arrived; call it between two steps of the work.

    A signal raises on arrival too, but a library may swallow the exception.
    """
    if _state.number is not None and not _state.is_held:
        _state.has_raised = True
        raise Interrupted


def hold() -> None:
    """Only note signals from now on: files are about to be replaced.

    Raises:
        Interrupted: A signal has arrived; nothing may be replaced.
    """
    if not _state.is_held:
        _state.is_held = True  # first, so that no signal raises between the check and the hold
        if _state.number is not None:
            _state.is_held = False
            check()
    _state.has_replaced = True


def release() -> None:
    """Raise signals again: the files that belong together are replaced, and others are to come.

    Raises:
        Interrupted: A signal has arrived meanwhile.
    """
    _state.is_held = False
    check()


def answered() -> int:
    """Return the exit code of the signal that was raised, and only note further ones.

    For a command that ends early, but well.
    """
    _state.is_held = True
    code = exit_code()
    _state.number = None
    return code


def over() -> None:
    """Ignore signals from now on: the command has printed everything."""
    for number in SIGNALS:
        if signal.getsignal(number) is _arrived:
            signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """Return the exit code of the signal that arrived, of SIGINT if none did."""
    return 128 + (_state.number or signal.SIGINT)


def is_late() -> bool:
    """Return whether a signal arrived while files were replaced, or later."""
    return _state.number is not None and _state.is_held and _state.has_replaced


def _arrived(number: int, _frame: object) -> None:
    if _state.number is None:
        _state.number = number
    if _state.is_importing:
        # An exception inside an import can become anything: a library's own error, a panic.
        try:
            os.write(2, f"{NOTHING_REPLACED}\n".encode())
        finally:
            os._exit(128 + number)
    if not _state.is_held and not _state.has_raised:
        _state.has_raised = True
        raise Interrupted


def _lost(event: "sys.UnraisableHookArgs") -> None:
    """Print nothing if an interrupt was raised in a place where exceptions are lost.

    The flag is checked later, and another signal raises again.
    """
    if event.exc_type is Interrupted:
        _state.has_raised = False
    else:
        sys.__unraisablehook__(event)
