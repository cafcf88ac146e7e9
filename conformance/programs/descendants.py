"""Ends a program with everything that it started, even outside of its process group.

A signal to the group does not reach a process with a session of its own whose parent has ended (a
daemon, a double fork). On Linux this process becomes the parent of such orphans
(`PR_SET_CHILD_SUBREAPER`), finds them in `/proc`, and ends them. Elsewhere only the group is ended.
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
"""Seconds; the limit for processes that keep starting new ones."""

_PAUSE = 0.002


class Descendants:
    """The processes that a program will start; made before the program starts."""

    def __init__(self) -> None:
        """Become the parent of orphans, and note the children that exist already."""
        _adopt()
        self._others = _children()

    def end(self, process: Popen[bytes]) -> None:
        """End the program and everything that it started, at once.

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
        """Return the orphans so far; the children of an orphan follow when it has ended.

        Processes that this process started itself have its session, and are left alone.
        """
        mine = os.getsid(0)
        return {pid for pid, session in _children().items() if session != mine} - set(self._others)


def _adopt() -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> dict[int, int]:
    """Return the children of this process with their sessions; none without /proc."""
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
