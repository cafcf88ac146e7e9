"""Ends a program with all that it started, also what has left its process group.

A process that starts a session of its own and lets its parent end (a daemon, a double fork) is out
of reach of a signal to the group. On Linux this process asks to be given what is orphaned below it
(`PR_SET_CHILD_SUBREAPER`), finds it in `/proc`, and ends it. Elsewhere only the group is ended.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_PR_SET_CHILD_SUBREAPER = 36
_PROC = Path("/proc")
_PARENT, _SESSION = 1, 3  # places in a line of /proc/N/stat, behind the name
_SECONDS = 5.0
"""How long to go on after what starts itself anew."""

_PAUSE = 0.002


class Descendants:
    """What a program is going to start; made before the program is."""

    def __init__(self) -> None:
        """Ask for orphans, and note which children are others'."""
        _adopt()
        self._others = _children()

    def end(self, process: Popen[bytes]) -> None:
        """End the program, at once, and all that it started.

        Args:
            process: The program, started in a session of its own. It has been waited for when this
                returns.
        """
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        until = time.monotonic() + _SECONDS
        while left := self._left():
            for pid in left:
                # Its number is its own until it has been waited for: no other process is hit.
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            if time.monotonic() >= until:
                return
            time.sleep(_PAUSE)

    def _left(self) -> set[int]:
        """Return what has been orphaned since; its own children come when it has ended.

        What this process started itself has the session of this process, and is left alone.
        """
        mine = os.getsid(0)
        return {pid for pid, session in _children().items() if session != mine} - set(self._others)


def _adopt() -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> dict[int, int]:
    """Return the children of this process and the session of each; none where there is no /proc."""
    if sys.platform != "linux" or not _has_children():
        return {}
    found = {}
    for path in _PROC.glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            # The name in the second field, in parentheses, may hold anything.
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[_PARENT]) == os.getpid():
                found[int(path.parent.name)] = int(fields[_SESSION])
    return found


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
