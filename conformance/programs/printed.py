"""Runs a command that prints a schema, for example a program with zod, valibot or schemars."""

from __future__ import annotations

import io
import os
import shlex
import signal
import subprocess
from contextlib import suppress

from conformance.errors import BrokenFileError, IncompleteRunError, UsageError
from conformance.files import limited

SECONDS = 60
"""The time that a command may take."""
_MAX_SAID = 300


def printed(command: str, *, seconds: float = SECONDS) -> str:
    """Return what a command prints on its standard output, run without a shell.

    It is ended with all that it started when its time is over. Its standard input is empty.

    Args:
        command: The program and its arguments, quoted as in a shell.
        seconds: The time that it may take.

    Raises:
        UsageError: It cannot be split into words, or has none.
        IncompleteRunError: It cannot be started, fails, or takes too long.
        BrokenFileError: What it prints is too long, or is not UTF-8.
    """
    words = _words(command)
    try:
        process = subprocess.Popen(  # noqa: S603  the user asks for it
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise IncompleteRunError(
            f"{words[0]} cannot be started: {error.strerror}",
            hint="name a program that is there; the command is run without a shell",
        ) from error
    with process:
        try:
            out, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise IncompleteRunError(
                f"`{command}` printed no whole schema within {seconds:g} s",
                hint="print it into a file, and name that",
            ) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0:
        last = said.decode("utf-8", "replace").strip()[-_MAX_SAID:]
        raise IncompleteRunError(
            f"`{command}` ended with exit code {process.returncode}"
            + (f": {last}" if last else ", and said nothing"),
            hint="it has to print the schema and to end with 0",
        )
    return _decoded(command, limited(io.BytesIO(out), command))


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(
            f"`{command}` is no command: {error}", hint="quote it as in a shell"
        ) from error
    if not words:
        raise UsageError("exec: names no command", hint="write exec:COMMAND")
    return words


def _decoded(command: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFileError(
            f"what `{command}` prints is not UTF-8", hint="let it print JSON in UTF-8"
        ) from error
    if not text.strip():
        raise BrokenFileError(
            f"`{command}` printed nothing", hint="it has to print the schema on standard output"
        )
    return text.replace("\r\n", "\n")
