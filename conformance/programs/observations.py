"""Keeps recorded verdicts of programs: the observations of a record, and drift from them."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conformance.errors import BrokenFileError
from conformance.files import file_bytes, listed
from conformance.formats.read import read_formatted
from conformance.model import Column, Implementation, Judgement, Program, Verdict
from conformance.programs.names import OBSERVATIONS
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from conformance.model import Case, Corpus, Json

_KEPT = frozenset(Verdict) - {Verdict.SILENT, Verdict.NOT_RUN}
_FAULTS = frozenset({Verdict.CRASH, Verdict.TIMEOUT, Verdict.ERROR})


def load_observations(
    folder: Path, corpus: Corpus, *, columns: Collection[str] | None = None
) -> list[Program]:
    """Return the recorded columns of a record's folder, sorted by id.

    Args:
        folder: The record's folder.
        corpus: The cases whose verdicts are wanted.
        columns: The ids of the columns that are read; None for all.

    Raises:
        BrokenFileError: An observation cannot be read, violates its format, or is not named after
            its column.
    """
    contents = [
        _content(path, record=folder.resolve().name)
        for path in listed(folder / OBSERVATIONS, "*.json")
        if columns is None or path.stem in columns
    ]
    current = _stamps(corpus, {case for content in contents for case in content["cases"]})
    return [_recorded(content, current) for content in contents]


def observation_path(folder: Path, column: str) -> Path:
    """Return the path of a column's observation."""
    return folder / OBSERVATIONS / f"{column}.json"


def observation_text(program: Program, corpus: Corpus, *, record: str, date: str) -> str:
    """Return a live run as the text of its observation, one case on each line for readable diffs.

    The last words of a program that crashed are left out, since they may name paths of its machine.
    So are the reasons for generated cases, but for what a program lost: a finding needs its place.
    """
    head = {"format": 1, "record": record, **observation_head(program, date=date)}
    cases = {
        case.id: {
            "rev": case.rev,
            "input": input_digest(case),
            **_shortened(program.judgements[case.id], brief=case.origin is not None),
        }
        for case in corpus.cases
        if case.id in program.judgements and program.judgements[case.id].verdict in _KEPT
    }
    lines = ",\n".join(
        f"    {json.dumps(case)}: {json.dumps(entry)}" for case, entry in sorted(cases.items())
    )
    fields = "".join(
        f"  {json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items()
    )
    return f'{{\n{fields}  "cases": {{\n{lines}\n  }}\n}}\n'


def observation_head(program: Program, *, date: str) -> dict[str, Json]:
    """Return what an observation says of a program besides its verdicts."""
    column, subject = program.column, program.subject
    head: dict[str, Json] = {
        "column": column.id,
        "variant": column.variant,
        "lenient": column.permissive,
        "subject": None
        if subject is None
        else {"name": subject.name, "version": subject.version, "language": subject.language},
        "date": date,
    }
    if column.component is not None:
        dated = {} if column.as_of is None else {"as_of": column.as_of}
        head["describes"] = {"component": column.component, **dated}
    return head


def drift(known: Program, live: Program) -> Iterator[str]:
    """Yield the differences between a live run and the recorded one, one line each.

    Another version of the program with the same verdicts has not drifted.
    """
    if live.not_run is not None:
        yield f"{live.column.id}: not run: {live.not_run}"
        return
    for case, now in live.judgements.items():
        then = known.judgement(case)
        if (then.verdict, then.typed_as) != (now.verdict, now.typed_as):
            yield f"{live.column.id}: {case}: recorded {_said(then)}, now {_said(now)}"


def subject_text(program: Program) -> str:
    """Return the name and version of a program."""
    subject = program.subject
    return "an unknown program" if subject is None else f"{subject.name} {subject.version}"


def _said(judgement: Judgement) -> str:
    typed = "" if judgement.typed_as is None else f" as {judgement.typed_as}"
    return f"{judgement.verdict.value}{typed}"


def _shortened(judgement: Judgement, *, brief: bool) -> dict[str, Json]:
    entry = entry_of(judgement)
    if brief and judgement.verdict is not Verdict.LOSSY:
        entry.pop("errors", None)
    if judgement.verdict in _FAULTS:
        entry.pop("note", None)
    return entry


def entry_of(judgement: Judgement) -> dict[str, Json]:
    """Return a judgement of a case in the form of an observation, in full."""
    entry: dict[str, Json] = {"verdict": judgement.verdict.value}
    if judgement.reasons:
        entry["errors"] = [[x.instance, x.keyword, x.message] for x in judgement.reasons]
    if judgement.note is not None:
        entry["note"] = judgement.note
    if judgement.typed_as is not None:
        entry["typed_as"] = judgement.typed_as
    return entry


def _content(path: Path, *, record: str) -> Mapping[str, Any]:
    data = file_bytes(path)
    content = read_formatted(data, file=path.as_posix(), form="observation", record=record)
    if content["column"] != path.stem:
        raise BrokenFileError(
            f"the file is of the column {content['column']}",
            file=path.as_posix(),
            place="/column",
            hint=f"name it {content['column']}.json",
        )
    return content


CHANGED = "recorded before this case was what it is now"
"""The note of a case that was not recorded, or that changed since."""

_DIGITS = 16


def _stamps(corpus: Corpus, wanted: Collection[str]) -> dict[str, tuple[int, str]]:
    """Return the revisions and digests of the wanted cases as they are now, by id."""
    if not wanted:
        return {}
    return {case.id: (case.rev, input_digest(case)) for case in corpus.cases if case.id in wanted}


def _recorded(content: Mapping[str, Any], current: Mapping[str, tuple[int, str]]) -> Program:
    cases = content["cases"]
    return recorded_program(
        content,
        {
            case: judgement_of(cases[case])
            for case, stamp in current.items()
            if case in cases and (cases[case]["rev"], cases[case]["input"]) == stamp
        },
    )


def recorded_program(head: Mapping[str, Any], judgements: Mapping[str, Judgement]) -> Program:
    """Return a program as it was recorded.

    Args:
        head: The content of its observation; the cases in it are not read.
        judgements: Case id -> judgement.
    """
    column, subject = head["column"], head["subject"]
    describes = head.get("describes", {})
    return Program(
        column=Column(
            id=column,
            group=column.partition(".")[0],
            reading=None,
            variant=head["variant"],
            permissive=head["lenient"],
            component=describes.get("component"),
            as_of=describes.get("as_of"),
        ),
        judge="recorded",
        subject=Implementation(
            name=subject["name"],
            version=subject["version"],
            language=subject["language"],
            date=head["date"],
        ),
        not_run=None,
        judgements=judgements,
        otherwise=Judgement(verdict=Verdict.NOT_RUN, note=CHANGED),
    )


def input_digest(case: Case) -> str:
    """Return a digest of a case's input, 16 hexadecimal digits."""
    return hashlib.sha256(case.input.raw).hexdigest()[:_DIGITS]


def judgement_of(entry: Mapping[str, Any]) -> Judgement:
    """Return the judgement of a case in the form of an observation."""
    errors = tuple(map(tuple, entry.get("errors", ())))
    return _kept(entry["verdict"], errors, entry.get("note"), entry.get("typed_as"))


@lru_cache(maxsize=10_000)
def _kept(
    verdict: str, errors: tuple[tuple[str, str, str], ...], note: str | None, typed_as: str | None
) -> Judgement:
    """Return a judgement, the same one for the many cases on which it is equal."""
    reasons = tuple(reason_of(*error) for error in errors)
    return Judgement(verdict=Verdict(verdict), reasons=reasons, note=note, typed_as=typed_as)
