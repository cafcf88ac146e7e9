"""Builds an adapter away from its sources, and asks it about every case."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.files import file_bytes, is_there
from conformance.jsontext.text import visible
from conformance.model import Column, Implementation, Input, Judgement, Program
from conformance.programs.adapters import SHARED
from conformance.programs.decoded_type import typed_rightly
from conformance.programs.descendants import Descendants
from conformance.programs.exit_code import judge_by_exit
from conformance.programs.process import Answers, Timeouts, judge_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.model import Case, Corpus
    from conformance.programs.adapters import Adapter


NEVER = Input(text="[]")
"""The input to reject: a top-level array, which no decoder of a record can accept."""


_STAMP = ".conformance-built"


_BUILD_SECONDS = 1800


_BUILD_WORDS = 400


def run_adapter(adapter: Adapter, column: Column, corpus: Corpus, *, work: Path | None) -> Program:
    """Return a program's column, after it judged every case of a corpus.

    Args:
        adapter: The adapter.
        column: One of its columns.
        corpus: The cases.
        work: The folder under which a copy of it is built; None to start it in its own folder.
    """
    refusal = missing(adapter)
    folder = adapter.code
    if refusal is None and work is not None:
        folder = work / adapter.folder.name
        refusal = built(adapter, folder)
    if refusal is not None:
        return _not_run(column, None, refusal)
    outcome = asked(
        (*adapter.command, *adapter.arguments.get(column.id, ())),
        [NEVER, *(case.input for case in corpus.cases)],
        folder=folder,
        target=None if adapter.exits else adapter.targets[column.id],
        limits=adapter.limits,
    )
    permissive = outcome.hello.permissive if outcome.hello else column.permissive
    column = replace(column, permissive=permissive)
    subject = outcome.hello.subject if outcome.hello else adapter.exits
    refusal = outcome.not_run or vacuous(outcome.judgements, corpus.cases, permissive=permissive)
    if refusal is not None:
        return _not_run(column, subject, refusal, outcome.warnings)
    verdicts = zip(corpus.cases, outcome.judgements[1:], strict=True)
    return Program(
        column=column,
        judge="live",
        subject=subject,
        not_run=None,
        judgements={
            case.id: typed_rightly(case.input, judgement, adapter.types.get(column.id, ()))
            for case, judgement in verdicts
        },
        warnings=outcome.warnings,
    )


def asked(
    command: Sequence[str],
    inputs: Sequence[Input],
    *,
    folder: Path,
    target: str | None,
    limits: Timeouts,
) -> Answers:
    """Return a program's answers on every input.

    Args:
        command: The program and its arguments.
        inputs: The inputs to judge.
        folder: The folder that it is started in.
        target: The name of the type to decode; None if it answers by its exit code.
        limits: Its time limits.
    """
    if target is None:
        return judge_by_exit(command, inputs, folder=folder, seconds=limits.case)
    return judge_inputs(command, inputs, folder=folder, target=target, limits=limits)


def missing(adapter: Adapter) -> str | None:
    """Return the sentence that a needed program is not installed; None if all are."""
    for name in adapter.needs:
        if shutil.which(name) is None:
            return f"{name} is not installed"
    return None


class Failing(StrEnum):
    """A canary that a program fails, so that its verdicts are not counted."""

    ACCEPTS_ANYTHING = "vacuous: it accepts a top-level array, and does not say that it is lenient"
    ACCEPTS_NOTHING = "vacuous: it accepts none of the inputs that are to be accepted"


def vacuous(
    judgements: Sequence[Judgement], cases: Iterable[Case], *, permissive: bool
) -> Failing | None:
    """Return the canary that a program fails; None if its verdicts count.

    Args:
        judgements: Its judgement of `NEVER`, and then of each case.
        cases: The cases.
        permissive: Whether it accepts nearly anything, by design.
    """
    if judgements[0].verdict.accepts and not permissive:
        return Failing.ACCEPTS_ANYTHING
    pairs = list(zip(cases, judgements[1:], strict=True))
    canaries = [
        judgement
        for case, judgement in pairs
        if (case.expect.verdict, case.expect.level) == ("accept", "must")
    ] or [judgement for _, judgement in pairs]
    if not any(judgement.verdict.accepts for judgement in canaries):
        return Failing.ACCEPTS_NOTHING
    return None


def built(adapter: Adapter, folder: Path) -> str | None:
    """Build an adapter in a copy of its sources; return the reason of a failure, or None.

    The code that it shares with others is copied beside it. Files of an earlier build are kept.
    Without a change in its sources nothing is done.
    """
    stamp = folder / _STAMP
    digest = _digest(adapter.code) + _digest(adapter.shared)
    if stamp.is_file() and stamp.read_text("utf-8") == digest:
        return None
    stamp.unlink(missing_ok=True)
    shutil.copytree(adapter.code, folder, dirs_exist_ok=True)
    if adapter.shared.is_dir():
        shutil.copytree(adapter.shared, folder.parent / SHARED, dirs_exist_ok=True)
    for command in adapter.build:
        refusal = failure(command, folder)
        if refusal is not None:
            return f"not built: {refusal}"
    stamp.write_text(digest, "utf-8")
    return None


def failure(command: Sequence[str], folder: Path) -> str | None:
    """Run one command of a build; return that it failed and how, None where it did not."""
    how = _failed(command, folder)
    return None if how is None else visible(f"{' '.join(command)}{how}")


def _failed(command: Sequence[str], folder: Path) -> str | None:
    descendants = Descendants()
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(  # noqa: S603  to run the user's build is the point
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            return f": {error}"
        try:
            process.wait(_BUILD_SECONDS)
        except subprocess.TimeoutExpired:
            return f": no end within {_BUILD_SECONDS} s"
        finally:
            descendants.end(process)
        if process.returncode == 0:
            return None
        output.seek(0)
        words = " ".join(output.read().decode("utf-8", "replace").split())
    return f" failed: {words[-_BUILD_WORDS:]}"


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if is_there(path) and not path.is_dir():
            data = file_bytes(path)
            found.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode() + data)
    return found.hexdigest()


def _not_run(
    column: Column, subject: Implementation | None, why: str, warnings: tuple[str, ...] = ()
) -> Program:
    return Program(
        column=column,
        judge="live",
        subject=subject,
        not_run=why,
        judgements={},
        warnings=warnings,
    )
