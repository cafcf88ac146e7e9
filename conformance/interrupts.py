"""Ends a command well when SIGINT or SIGTERM arrives.

Until the command's modules are imported a signal ends the process at once: nothing has been
written by then. After that it sets a flag and raises once. From the moment on in which finished
files replace old ones it only sets the flag, and the command ends as it would have without it.

This module is imported before all others and imports next to nothing.
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
    """What is known of signals.

    Attributes:
        number: The first signal that arrived and is not answered yet.
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
    """Answer SIGINT and SIGTERM, also where they were ignored; call it before long imports."""
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
    """Raise Interrupted if a signal has arrived; for the places between two steps of the work.

    A signal is raised where it arrives already, but a library may swallow the exception.
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
        _state.is_held = True  # first: between looking and holding a signal could be raised
        if _state.number is not None:
            _state.is_held = False
            check()
    _state.has_replaced = True


def answered() -> int:
    """Return the exit code of the signal that was raised, and only note further ones.

    For a command that ends early, but well.
    """
    _state.is_held = True
    code = exit_code()
    _state.number = None
    return code


def over() -> None:
    """Ignore signals from now on: what the command has to say is said."""
    for number in SIGNALS:
        if signal.getsignal(number) is _arrived:
            signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """Return the exit code of the signal that arrived, of SIGINT if none did."""
    return 128 + (_state.number or signal.SIGINT)


def is_late() -> bool:
    """Return whether a signal arrived when files were being replaced, or later."""
    return _state.number is not None and _state.is_held and _state.has_replaced


def _arrived(number: int, _frame: object) -> None:
    if _state.number is None:
        _state.number = number
    if _state.is_importing:
        # An exception inside an import can end as anything: a library's own error, a panic.
        try:
            os.write(2, f"{NOTHING_REPLACED}\n".encode())
        finally:
            os._exit(128 + number)
    if not _state.is_held and not _state.has_raised:
        _state.has_raised = True
        raise Interrupted


def _lost(event: "sys.UnraisableHookArgs") -> None:
    """Print nothing where an interrupt was raised in a place that nothing can be raised from.

    The flag is looked at later, and another signal is raised again.
    """
    if event.exc_type is Interrupted:
        _state.has_raised = False
    else:
        sys.__unraisablehook__(event)
