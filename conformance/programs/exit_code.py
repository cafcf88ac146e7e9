"""Judges inputs by a program that is run once for each: the `exec` kind of adapter.

The input is its stdin. Exit code 0 accepts, 1 rejects, and anything else is a crash.
"""

from __future__ import annotations

import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING

from conformance.jsontext.text import visible
from conformance.model import Judgement, Verdict
from conformance.programs.descendants import Descendants
from conformance.programs.process import Answers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.model import Input

_STDERR_LENGTH = 300
_VERDICTS = {0: Verdict.ACCEPT, 1: Verdict.REJECT}


def judge_by_exit(
    command: Sequence[str], inputs: Sequence[Input], *, folder: Path, seconds: float
) -> Answers:
    """Return a program's verdict on every input; each may take at most `seconds`."""
    judgements = []
    not_run = None
    for given in inputs:
        try:
            judgements.append(_judged(command, given, folder=folder, seconds=seconds))
        except OSError as error:
            not_run = f"{command[0]} cannot be started: {error.strerror}"
            break
    left = Judgement(verdict=Verdict.NOT_RUN, note=not_run)
    return Answers(
        hello=None,
        judgements=(*judgements, *[left] * (len(inputs) - len(judgements))),
        not_run=not_run,
        complete=len(judgements) == len(inputs),
        restarts=0,
        warnings=(),
    )


def _judged(command: Sequence[str], given: Input, *, folder: Path, seconds: float) -> Judgement:
    data = given.data if given.text is None else given.text.encode("utf-8", "surrogatepass")
    with tempfile.TemporaryFile() as complaints:
        descendants = Descendants()
        process = subprocess.Popen(  # noqa: S603  to run the user's programs is the point
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            start_new_session=True,
        )
        try:
            process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            return Judgement(verdict=Verdict.TIMEOUT, note=f"no end within {seconds:g} s")
        finally:
            descendants.end(process)
        verdict = _VERDICTS.get(process.returncode)
        if verdict is not None:
            return Judgement(verdict=verdict)
        complaints.seek(0)
        words = visible(" ".join(complaints.read().decode("utf-8", "replace").split()))
    return Judgement(verdict=Verdict.CRASH, note=_ending(process.returncode, words))


def _ending(code: int, words: str) -> str:
    text = (
        f"it was killed by {signal.Signals(-code).name}"
        if code < 0
        else f"it ended with exit code {code}"
    )
    return f"{text}; its stderr ends: {words[-_STDERR_LENGTH:]}" if words else text
