"""Reads a record's adapters, builds them away from their sources, and has them judge the corpus."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from conformance.errors import BrokenFileError
from conformance.fileformat import file_bytes, read_formatted
from conformance.judges.process import Limits, Outcome, judge_inputs
from conformance.judges.shell import judge_by_exit
from conformance.judges.typing import asked_types, typed_rightly
from conformance.model import Column, Input, Judgement, Program, Subject, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.judges.typing import AskedType
    from conformance.model import Case, Corpus

FOLDER = "adapters"
FILE = "adapter.json"
NEVER = Input(text="[]")
"""The canary to reject: a top-level array, which no decoder of a record can take."""

_STAMP = ".conformance-built"
_BUILD_SECONDS = 1800
_BUILD_WORDS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A program that judges for one or several columns.

    Attributes:
        folder: Where its sources and its `adapter.json` stand.
        columns: The columns.
        targets: Column id -> what the program is asked to decode as.
        needs: Programs that have to be installed.
        build: Commands that build it.
        command: The command that starts it.
        exits: What is asked, where the program answers by its exit code; None where it speaks
            the protocol.
        limits: Its time limits.
        arguments: Column id -> further arguments of the command.
        types: Column id -> which type an input asks for.
        example: Whether it only shows how to write an adapter.
    """

    folder: Path
    columns: tuple[Column, ...]
    targets: Mapping[str, str]
    needs: tuple[str, ...]
    build: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    exits: Subject | None
    limits: Limits
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    types: Mapping[str, tuple[AskedType, ...]] = field(default_factory=dict)
    example: bool = False


def load_adapters(folder: Path) -> list[Adapter]:
    """Return the adapters of a record's folder, sorted by name; none where it has none.

    Raises:
        BrokenFileError: An `adapter.json` is not what its format demands, or two adapters answer
            for the same column.
    """
    files = sorted((folder / FOLDER).glob(f"*/{FILE}"))
    adapters = [_adapter(file, record=folder.resolve().name) for file in files]
    seen: dict[str, Path] = {}
    for adapter in adapters:
        for column in adapter.columns:
            if column.id in seen:
                raise BrokenFileError(
                    f"the column {column.id} is that of {seen[column.id].name} as well",
                    file=(adapter.folder / FILE).as_posix(),
                    place="/columns",
                    mend="give each adapter columns of its own",
                )
            seen[column.id] = adapter.folder
    return adapters


def run_adapter(adapter: Adapter, column: Column, corpus: Corpus, *, work: Path | None) -> Program:
    """Have a program judge every case of a corpus.

    Args:
        adapter: The adapter.
        column: One of its columns.
        corpus: The cases.
        work: The folder under which it is built, in a copy; None to start it where it stands.
    """
    refusal = missing(adapter)
    folder = adapter.folder
    if refusal is None and work is not None:
        folder = work / adapter.folder.name
        refusal = _built(adapter, folder)
    if refusal is not None:
        return _not_run(column, None, refusal)
    outcome = asked(
        (*adapter.command, *adapter.arguments.get(column.id, ())),
        [NEVER, *(case.input for case in corpus.cases)],
        folder=folder,
        target=None if adapter.exits else adapter.targets[column.id],
        limits=adapter.limits,
    )
    lenient = outcome.hello.lenient if outcome.hello else column.lenient
    column = replace(column, lenient=lenient)
    subject = outcome.hello.subject if outcome.hello else adapter.exits
    refusal = outcome.not_run or vacuous(outcome.judgements, corpus.cases, lenient=lenient)
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
    limits: Limits,
) -> Outcome:
    """Return what a program says of every input.

    Args:
        command: The program and its arguments.
        inputs: What to judge.
        folder: Where it is started.
        target: What it is to decode them as; None where it answers by its exit code.
        limits: Its time limits.
        arguments: Column id -> further arguments of the command.
        types: Column id -> which type an input asks for.
        example: Whether it only shows how to write an adapter.
    """
    if target is None:
        return judge_by_exit(command, inputs, folder=folder, seconds=limits.case)
    return judge_inputs(command, inputs, folder=folder, target=target, limits=limits)


def missing(adapter: Adapter) -> str | None:
    """Return which program that it needs is not installed, as a sentence; None where all are."""
    for name in adapter.needs:
        if shutil.which(name) is None:
            return f"{name} is not installed"
    return None


def vacuous(judgements: Sequence[Judgement], cases: Sequence[Case], *, lenient: bool) -> str | None:
    """Return why a program's verdicts are worth nothing; None where they are worth something.

    Args:
        judgements: What it says of `NEVER`, and then of each case.
        cases: The cases.
        lenient: Whether it takes nearly anything, by design.
    """
    taken = {Verdict.ACCEPT, Verdict.LOSSY}
    if judgements[0].verdict in taken and not lenient:
        return "vacuous: it accepts a top-level array, and does not say that it is lenient"
    pairs = list(zip(cases, judgements[1:], strict=True))
    canaries = [
        judgement
        for case, judgement in pairs
        if (case.expect.verdict, case.expect.level) == ("accept", "must")
    ] or [judgement for _, judgement in pairs]
    if not any(judgement.verdict in taken for judgement in canaries):
        return f"vacuous: it accepts none of the {len(canaries)} inputs that are to be accepted"
    return None


def advice(outcome: Outcome, problem: str | None, *, by_exit: bool) -> list[str]:
    """Return what would make a program a better adapter, a sentence each.

    Args:
        outcome: What came of asking it.
        problem: Why its verdicts are not counted; None where they are.
        by_exit: Whether it answers by its exit code.
    """
    found = []
    verdicts = {judgement.verdict for judgement in outcome.judgements}
    if by_exit and problem is None:
        found.append("a program that speaks the protocol is started once, not once for each case")
    if outcome.hello is None and not by_exit:
        found.append(
            "write the hello on stdout as the first line and flush it; a library that prints "
            "while it is loaded should print on stderr"
        )
    if problem is not None and problem.startswith("vacuous: it accepts a"):
        found.append(
            "have it reject what the decoder refuses; if it takes nearly anything, by design, "
            'say "lenient": true in the hello'
        )
    if problem is not None and problem.startswith("vacuous: it accepts none"):
        found.append(
            "look at the errors of its first replies: often the decoder is asked for another type, "
            "or the text is decoded twice"
        )
    if Verdict.CRASH in verdicts:
        found.append(
            "a crash costs two restarts, and after twenty the rest is not run: catch what the "
            "decoder throws and reply reject, or error where the adapter itself is at fault"
        )
    if Verdict.TIMEOUT in verdicts:
        found.append("flush stdout after every reply; else give the slow case more time")
    if any("no reply" in warning for warning in outcome.warnings):
        found.append("keep stdout for replies: let logging go to stderr")
    if outcome.hello is not None and outcome.hello.max_inflight == 1:
        found.append('say "max_inflight": 64 in the hello: the runner then need not wait')
    if outcome.hello is not None and not outcome.hello.roundtrip:
        found.append(
            'if the library can encode too, say "modes": ["decode", "roundtrip"] and reply with '
            "the output: what is lost on the way shows then"
        )
    return found


def _adapter(file: Path, *, record: str) -> Adapter:
    data = file_bytes(file)
    content = read_formatted(data, file=file.as_posix(), form="adapter", record=record)
    limits = Limits(**content.get("timeout", {}))
    exits = dict(content.get("exec", {}))
    lenient = exits.pop("lenient", False)
    targets = content.get("targets", {})
    columns = tuple(
        Column(
            id=name,
            group=name.partition(".")[0],
            reading=None,
            variant=content.get("variant"),
            lenient=lenient,
            **_of(name, content.get("describes", {}), {}),
        )
        for name in content["columns"]
    )
    return Adapter(
        folder=file.parent,
        columns=columns,
        targets={column.id: targets.get(column.id, record) for column in columns},
        needs=tuple(content.get("needs", ())),
        build=tuple(tuple(command) for command in content.get("build", ())),
        command=tuple(content["command"]),
        exits=Subject(**exits) if exits else None,
        limits=limits,
        arguments={
            name: tuple(arguments) for name, arguments in content.get("arguments", {}).items()
        },
        types={
            column.id: asked_types(_of(column.id, content.get("types", {}), ()))
            for column in columns
        },
        example=content.get("example", False),
    )


def _of(column: str, by_pattern: Mapping[str, Any], default: Any) -> Any:  # noqa: ANN401  JSON
    """Return what stands under the first pattern that a column matches."""
    matching = (found for name, found in by_pattern.items() if fnmatchcase(column, name))
    return next(matching, default)


def _built(adapter: Adapter, folder: Path) -> str | None:
    """Build an adapter in a copy of its folder; return why it could not be, None where it was.

    What an earlier build left there is kept, and nothing is done where no source has changed.
    """
    stamp = folder / _STAMP
    digest = _digest(adapter.folder)
    if stamp.is_file() and stamp.read_text("utf-8") == digest:
        return None
    stamp.unlink(missing_ok=True)
    shutil.copytree(adapter.folder, folder, dirs_exist_ok=True)
    for command in adapter.build:
        try:
            done = subprocess.run(  # noqa: S603  to run the user's build is the point
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=_BUILD_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"not built: {' '.join(command)}: {error}"
        if done.returncode:
            words = " ".join(done.stdout.decode("utf-8", "replace").split())
            return f"not built: {' '.join(command)} failed: {words[-_BUILD_WORDS:]}"
    stamp.write_text(digest, "utf-8")
    return None


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode() + data)
    return found.hexdigest()


def _not_run(
    column: Column, subject: Subject | None, why: str, warnings: tuple[str, ...] = ()
) -> Program:
    return Program(
        column=column,
        judge="live",
        subject=subject,
        not_run=why,
        judgements={},
        warnings=warnings,
    )
