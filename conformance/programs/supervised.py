"""A running program with its pipes, which never outlives its use.

It runs in a session of its own, and is ended with all that it started. All three pipes are served
by one loop: an adapter that floods one of them, or does not read, blocks nobody.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from conformance.programs.descendants import Descendants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

_CHUNK = 1 << 16
_TAIL = 2000
_MAX_LINE = 1 << 26
_GRACE = 1.0
_STEP = 0.1
_LAST_READS = 64


class EndedError(Exception):
    """The program has ended, or its pipes are broken; the message says how."""


class Supervised:
    """A running program."""

    def __init__(self, command: Sequence[str], *, folder: Path, env: Mapping[str, str]) -> None:
        """Start a program in a folder.

        Raises:
            OSError: It cannot be started.
        """
        self._descendants = Descendants()
        self._process = subprocess.Popen(  # noqa: S603  to run the user's programs is the point
            command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        self._stdin, self._stdout, self._stderr = _pipes(self._process)
        self._selector = selectors.DefaultSelector()
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr, selectors.EVENT_READ)
        self._unsent = bytearray()
        self._unread = bytearray()
        self._whole: list[bytes] = []
        self._tail = bytearray()
        self._ended = False

    def send(self, data: bytes) -> None:
        """Queue bytes for the program's stdin."""
        if not self._unsent and not self._stdin.closed:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
        self._unsent += data

    def receive(self, seconds: float) -> list[bytes]:
        """Return the next lines of its stdout; none if there were none in that time.

        Raises:
            EndedError: It has ended, and everything that it wrote has been returned.
        """
        until = time.monotonic() + seconds
        while not self._stdout.closed:
            left = until - time.monotonic()
            served = self._serve(max(0.0, min(left, _STEP)))
            lines = self._lines()
            if lines or left <= 0:
                return lines
            if not served and self._process.poll() is not None:
                break
        rest, self._unread = bytes(self._unread), bytearray()
        if rest:
            return [rest]
        raise EndedError(self._ending())

    def close(self) -> None:
        """End the program and everything that it started, after a grace period."""
        self._close(self._stdin)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self.kill()

    def kill(self) -> None:
        """End the program and everything that it started, at once."""
        if self._ended:
            return
        self._ended = True
        self._descendants.end(self._process)
        with suppress(OSError):
            for _ in range(_LAST_READS):
                if not self._stderr.closed:
                    self._read_stderr()
        for pipe in (self._stdin, self._stdout, self._stderr):
            self._close(pipe)
        self._selector.close()

    def words(self) -> str:
        """Return the last bytes of its stderr, complete once it has been ended."""
        return bytes(self._tail).decode("utf-8", "replace").strip()

    def _serve(self, seconds: float) -> bool:
        """Move bytes through the pipes that are ready; return whether there were any."""
        ready = self._selector.select(seconds)
        for key, _ in ready:
            if key.fileobj is self._stdin:
                self._write()
            elif key.fileobj is self._stdout:
                self._read_stdout()
            else:
                self._read_stderr()
        return bool(ready)

    def _write(self) -> None:
        try:
            sent = os.write(self._stdin.fileno(), memoryview(self._unsent)[:_CHUNK])
        except BrokenPipeError:
            # It reads no longer; its further output, or its end, shows the rest.
            self._close(self._stdin)
            self._unsent.clear()
            return
        del self._unsent[:sent]
        if not self._unsent:
            self._selector.unregister(self._stdin)

    def _read_stdout(self) -> None:
        data = os.read(self._stdout.fileno(), _CHUNK)
        if not data:
            self._close(self._stdout)
        whole, line_feed, rest = data.rpartition(b"\n")
        if line_feed:
            self._whole += bytes(self._unread + whole).split(b"\n")
            self._unread = bytearray()
        self._unread += rest
        if len(self._unread) > _MAX_LINE:
            self.kill()
            raise EndedError(f"it wrote a line longer than {_MAX_LINE >> 20} MiB")

    def _read_stderr(self) -> None:
        data = os.read(self._stderr.fileno(), _CHUNK)
        if not data:
            self._close(self._stderr)
        self._tail = (self._tail + data)[-_TAIL:]

    def _lines(self) -> list[bytes]:
        lines, self._whole = self._whole, []
        return lines

    def _ending(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        code = self._process.poll()
        self.kill()
        if code is None:
            return "it closed its stdout"
        if code < 0:
            return f"it was killed by {signal.Signals(-code).name}"
        return f"it ended with exit code {code}"

    def _close(self, pipe: IO[bytes]) -> None:
        if not pipe.closed:
            with suppress(KeyError):
                self._selector.unregister(pipe)
            pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    assert process.stdin is not None  # noqa: S101  Popen was asked for all three
    assert process.stdout is not None  # noqa: S101  likewise
    assert process.stderr is not None  # noqa: S101  likewise
    return process.stdin, process.stdout, process.stderr
