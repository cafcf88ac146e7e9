"""Judges inputs by a program that speaks the adapter protocol.

Cases are sent ahead, as many as the adapter takes. If it dies or hangs, it is ended together with
everything that it started, and the cases in flight are sent again to a new process, one at a time,
so that exactly the case at fault is blamed. The adapter gets only the inputs of cases.
"""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import visible
from conformance.model import Judgement, Verdict
from conformance.programs.protocol import (
    BYE,
    HelloError,
    case_line,
    hello_line,
    read_hello,
    read_reply,
)
from conformance.programs.roundtrip import compared
from conformance.programs.supervised import EndedError, Supervised

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.model import Input
    from conformance.programs.protocol import Hello, Reply

_NOISE_KEPT = 5
_NOISE_LENGTH = 120
_STDERR_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """The time that an adapter may take, and the number of its restarts.

    Attributes:
        start: Seconds from its start to its hello.
        case: Seconds without a reply while some case waits for one.
        restarts: The number of restarts after which the rest is not run.
    """

    start: float = 30
    case: float = 5
    restarts: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A program's answers.

    Attributes:
        hello: Its greeting; None if it never sent one.
        judgements: One for each input, in their order.
        not_run: The reason why it could not be asked at all; None if it could.
        complete: Whether it was asked about every input.
        restarts: The number of restarts.
        warnings: Oddities, one sentence each.
    """

    hello: Hello | None
    judgements: tuple[Judgement, ...]
    not_run: str | None
    complete: bool
    restarts: int
    warnings: tuple[str, ...]


def judge_inputs(
    command: Sequence[str],
    inputs: Sequence[Input],
    *,
    folder: Path,
    target: str,
    limits: Timeouts,
) -> Answers:
    """Return a program's verdict on every input.

    Args:
        command: The program and its arguments.
        inputs: The inputs to judge.
        folder: The folder that it is started in.
        target: The name of the type to decode.
        limits: Its limits.
    """
    return _Run(command, inputs, folder=folder, target=target, limits=limits).outcome()


class _UnusableError(Exception):
    """The program cannot be asked; the message is the reason."""


class _FaultError(Exception):
    """The program died or hung while it was asked."""

    def __init__(self, verdict: Verdict, note: str) -> None:
        super().__init__(note)
        self.judgement = Judgement(verdict=verdict, note=note)


class _Run:
    def __init__(
        self,
        command: Sequence[str],
        inputs: Sequence[Input],
        *,
        folder: Path,
        target: str,
        limits: Timeouts,
    ) -> None:
        self._command = command
        self._inputs = inputs
        self._folder = folder
        self._target = target
        self._limits = limits
        self._hello: Hello | None = None
        self._waiting = deque(range(len(inputs)))
        self._alone: deque[int] = deque()
        self._inflight: dict[int, None] = {}
        self._one_by_one = False
        self._blamed = True
        self._found: dict[int, Judgement] = {}
        self._starts = 0
        self._answered = False
        self._noise = 0
        self._warnings: dict[str, None] = {}

    def outcome(self) -> Answers:
        not_run = None
        try:
            self._ask_all()
        except _UnusableError as error:
            not_run = str(error)
        left = Judgement(verdict=Verdict.NOT_RUN, note=not_run)
        if self._noise > _NOISE_KEPT:
            self._warn(f"{self._noise - _NOISE_KEPT} more lines on stdout are no reply")
        never_asked = self._hello is None or not self._found
        return Answers(
            hello=self._hello,
            judgements=tuple(self._found.get(n, left) for n in range(len(self._inputs))),
            not_run=not_run if never_asked else None,
            complete=len(self._found) == len(self._inputs),
            restarts=max(0, self._starts - 1),
            warnings=tuple(self._warnings),
        )

    def _ask_all(self) -> None:
        while len(self._found) < len(self._inputs):
            if self._starts > self._limits.restarts:
                raise _UnusableError(f"given up after {self._limits.restarts} restarts")
            self._starts += 1
            self._answered = False
            program = self._started()
            try:
                hello = self._greeted(program)
                self._converse(program, hello)
                program.send(BYE)
                program.close()
            except _FaultError as fault:
                self._blame(fault)
            finally:
                program.kill()

    def _started(self) -> Supervised:
        try:
            return Supervised(self._command, folder=self._folder, env=os.environ)
        except OSError as error:
            raise _UnusableError(
                f"{self._command[0]} cannot be started: {error.strerror}"
            ) from error

    def _greeted(self, program: Supervised) -> Hello:
        """Exchange greetings."""
        program.send(hello_line())
        until = time.monotonic() + self._limits.start
        while True:
            try:
                lines = program.receive(until - time.monotonic())
            except EndedError as error:
                raise _UnusableError(_with_stderr(f"{error} before its hello", program)) from error
            for at, line in enumerate(lines):
                hello = self._read_hello(line)
                if hello is not None:
                    for early in lines[at + 1 :]:
                        self._note_noise(early)
                    return hello
            if time.monotonic() >= until:
                program.kill()
                text = f"it did not say hello within {self._limits.start:g} s"
                raise _UnusableError(_with_stderr(text, program))

    def _read_hello(self, line: bytes) -> Hello | None:
        try:
            hello = read_hello(line)
        except HelloError as error:
            raise _UnusableError(visible(str(error))) from error
        if hello is None:
            self._note_noise(line)
        elif self._target not in hello.targets:
            known = ", ".join(hello.targets) or "nothing"
            raise _UnusableError(visible(f"it decodes {known}, and not {self._target}"))
        else:
            self._hello = hello
        return hello

    def _converse(self, program: Supervised, hello: Hello) -> None:
        until = 0.0
        while len(self._found) < len(self._inputs):
            if not self._inflight:
                until = time.monotonic() + self._limits.case
            self._feed(program, hello)
            try:
                lines = program.receive(until - time.monotonic())
            except EndedError as error:
                raise _FaultError(Verdict.CRASH, _with_stderr(str(error), program)) from error
            settled = [self._take(line) for line in lines]
            if any(settled):
                until = time.monotonic() + self._limits.case
            elif time.monotonic() >= until:
                program.kill()
                text = f"no reply within {self._limits.case:g} s"
                raise _FaultError(Verdict.TIMEOUT, _with_stderr(text, program))

    def _feed(self, program: Supervised, hello: Hello) -> None:
        """Send cases ahead; one by one to find the one that ended the program."""
        if self._inflight and self._one_by_one:
            return
        self._one_by_one = bool(self._alone)
        if not self._blamed and not self._alone:
            self._warn("it died or hung once, and no case that was in flight did it when alone")
            self._blamed = True
        queue, window = (self._alone, 1) if self._alone else (self._waiting, hello.max_inflight)
        mode = "roundtrip" if hello.roundtrip else "decode"
        lines = []
        while queue and len(self._inflight) < window:
            n = queue.popleft()
            self._inflight[n] = None
            lines.append(case_line(n, self._inputs[n], target=self._target, mode=mode))
        if lines:
            program.send(b"".join(lines))

    def _take(self, line: bytes) -> bool:
        """Read one line; return whether it settled a case."""
        reply = read_reply(line)
        if reply is None:
            self._note_noise(line)
            return False
        if reply.n in self._inflight:
            del self._inflight[reply.n]
            self._answered = True
            self._found[reply.n] = self._settled(reply)
            return True
        if reply.n in self._found:
            self._take_again(reply)
        else:
            self._warn("it answers cases that it was not asked about")
        return False

    def _take_again(self, reply: Reply) -> None:
        self._warn("it answers some cases twice")
        if self._settled(reply).verdict is not self._found[reply.n].verdict:
            note = "it answered twice, and not the same"
            self._found[reply.n] = Judgement(verdict=Verdict.ERROR, note=note)

    def _settled(self, reply: Reply) -> Judgement:
        if reply.judgement.verdict is Verdict.ACCEPT and reply.output is not None:
            return compared(self._inputs[reply.n], reply.output, reply.judgement)
        return reply.judgement

    def _blame(self, fault: _FaultError) -> None:
        """Blame the case in flight if the program was asked nothing else; else ask once more.

        The cases in flight are sent again, each alone, and to a new program if a case fails after
        another was answered, since that one may have left the program broken.
        """
        if len(self._inflight) == 1 and not self._answered:
            self._found[self._inflight.popitem()[0]] = fault.judgement
            self._blamed = True
        else:
            self._alone.extendleft(reversed(self._inflight))
            self._inflight.clear()
            self._blamed = False

    def _note_noise(self, line: bytes) -> None:
        self._noise += 1
        if self._noise <= _NOISE_KEPT:
            text = visible(line.decode("utf-8", "replace"))[:_NOISE_LENGTH]
            self._warn(f"stdout has a line that is not a reply: {text}")

    def _warn(self, text: str) -> None:
        self._warnings.setdefault(text)


def _with_stderr(text: str, program: Supervised) -> str:
    """Return a description of the end, with the last lines of the program's stderr."""
    words = visible(" ".join(program.words().split()))
    return f"{text}; its stderr ends: {words[-_STDERR_LENGTH:]}" if words else text
