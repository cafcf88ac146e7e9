"""`conformance variant refresh`: reads the sources again, and says what that changes."""

from __future__ import annotations

import json
from dataclasses import field, replace
from typing import TYPE_CHECKING

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    format_option,
    progress,
    record_option,
    refuse_installed,
    say,
    settings,
    show,
    sources_option,
)
from conformance.cli.diff import as_json
from conformance.cli.prose import prose_json, prose_lines, prose_option
from conformance.cli.reading import source_json
from conformance.compare.sides import Side
from conformance.dataclass import dataclass
from conformance.errors import ConformanceError, UsageError
from conformance.exact import relate
from conformance.files import file_bytes, is_there
from conformance.jsontext.text import canonical, compact, pretty
from conformance.pipeline import compare, judge, load, with_record
from conformance.proofs.cells import compare_columns
from conformance.readers.emitted import SENT
from conformance.readers.prose.mode import Mode
from conformance.record.claimed import ClaimChanges, claim_changes
from conformance.record.corrections import DOCUMENTED, load_corrections
from conformance.record.fresh import ABOUT, fresh_variant, options_of
from conformance.record.load import SENT as SENT_READING
from conformance.record.origins import found_origin
from conformance.record.revised import revised, tried, write_variants
from conformance.results.diff import changes, results_of
from conformance.results.parts import relation_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from conformance.exact import Relation
    from conformance.judges.panel import JudgedCase
    from conformance.model import Json, ReadFrom, Record, SchemaFile, Variant
    from conformance.pipeline import Loaded
    from conformance.record.corrections import Correction
    from conformance.record.fresh import Fresh
    from conformance.record.revised import Tried
    from conformance.results.diff import Changes, Move

AS_READ, CHANGED, UNREADABLE = "as read", "changed", "cannot be read"
_CODES = {AS_READ: 0, CHANGED: 1, UNREADABLE: 2}
_WITNESSES = {
    "only_a": "was accepted, is rejected",
    "only_b": "was rejected, is accepted",
    "gap_a": "was accepted, is left open",
    "gap_b": "was left open, is accepted",
}


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What reading a variant again found.

    Attributes:
        variant: The variant as it is.
        state: One of `_CODES`.
        why: Why it cannot be read.
        fresh: What was read.
        changed: File -> new text, of files whose content changed; None for one that goes.
        after: The variant with the new files.
        relations: Reading -> the relation of the old one to the new one.
        claims: The claims that are gone and new.
    """

    variant: Variant
    state: str = AS_READ
    why: ConformanceError | None = None
    fresh: Fresh | None = None
    changed: dict[str, str | None] = field(default_factory=dict)
    after: Tried | None = None
    relations: dict[str, Relation] = field(default_factory=dict)
    claims: ClaimChanges = field(default_factory=ClaimChanges)


@click.command(
    epilog="""\b
Examples:
  conformance variant refresh
  conformance variant refresh web --check
  conformance variant refresh --check --sources ../documents
  conformance variant refresh web --prose apply

\b
Exit code: 0 if all is as it was read, 1 if something changed, 2 if a source cannot be read.
"""
)
@click.argument("name", required=False)
@record_option
@sources_option
@click.option("--check", is_flag=True, help="Say what would change, and write nothing.")
@cache_option
@prose_option(default=None)
@format_option
def refresh(
    name: str | None,
    record: str | None,
    sources: Path | None,
    check: bool,
    prose: str | None,
    form: str,
) -> None:
    """Read the source of NAME again, or of every variant that was read, and say what changed.

    Old and new are compared exactly, reading by reading; statements that are gone and new are
    named, and so are the findings that move. A person's corrections are made again: one that does
    not apply any more is an error. If a source cannot be read, nothing is written.
    """
    known = settings()
    with progress("reading") as tell:
        loaded = load(known, record=record)
        chosen = loaded.record
        answers = [_answer(one, chosen, sources, prose, tell) for one in _wanted(name, chosen)]
        moved = _moved(loaded, answers, tell)
    changed = {x.variant.id: x.changed for x in answers if x.changed}
    code = max(_CODES[x.state] for x in answers)
    written: Sequence[str] = ()
    if changed and not check:
        refuse_installed(chosen.folder, "ask with --check only")
    if changed and not check and code < _CODES[UNREADABLE]:
        written = write_variants(chosen.folder, changed)
    if form == "json":
        show(pretty(_json(chosen, answers, moved, written)))
    else:
        for line in _lines(answers, moved):
            say(line)
        for file in written:
            say(f"written: {(chosen.folder / file).as_posix()}")
        if changed and code == _CODES[UNREADABLE] and not check:
            say("nothing was written")
    if code:
        raise click.exceptions.Exit(code)


def _wanted(name: str | None, record: Record) -> Sequence[Variant]:
    read = [one for one in record.variants if one.read_from is not None]
    if name is None:
        if not read:
            raise UsageError(
                "no variant of the record was read from a source",
                file=record.folder.as_posix(),
                hint="add one with `conformance variant add NAME SOURCE`",
            )
        return read
    found = [one for one in read if one.id == name]
    if not found:
        known = ", ".join(one.id for one in read) or "none"
        raise UsageError(
            f"no variant {name!r} was read from a source", hint=f"those that were are {known}"
        )
    return found


def _answer(
    variant: Variant,
    record: Record,
    sources: Path | None,
    prose: str | None,
    tell: Callable[[str], None],
) -> _Answer:
    tell(f"reading {variant.id}")
    answer = _Answer(variant=variant)
    read_from, home = variant.read_from, record.folder / "variants" / variant.id
    assert read_from is not None  # noqa: S101  only those that were read are asked for
    try:
        origin = found_origin(read_from, record.folder, sources)
        about = json.loads(file_bytes(home / ABOUT))
        corrections = load_corrections(home, record.id)
        options = options_of(read_from)
        options = options if prose is None else replace(options, prose=Mode(prose))
        fresh = fresh_variant(
            origin,
            read_from.type,
            options,
            corrections=corrections,
            about=about,
            keeps_sent=variant.sent is not None,
        )
        answer.fresh = fresh
        gone = _gone(fresh, read_from, home, corrections)
        after = tried(record.folder, variant.id, {**fresh.texts(), **gone})
    except ConformanceError as error:
        answer.state, answer.why = UNREADABLE, error
        return answer
    old = {file: json.loads(file_bytes(home / file)) for file in _files(fresh, home)}
    new: dict[str, Json] = {**fresh.schemas, ABOUT: fresh.about}
    answer.changed = {
        file: text
        for file, text in fresh.texts().items()
        if file not in old or canonical(old[file]) != canonical(new[file])
    }
    answer.changed |= gone
    answer.state = CHANGED if answer.changed else AS_READ
    answer.after = after
    answer.claims = claim_changes(about, fresh.about)
    answer.relations = dict(_relations(variant, after.variant))
    return answer


def _gone(
    fresh: Fresh, before: ReadFrom, home: Path, corrections: Sequence[Correction]
) -> dict[str, None]:
    """Return the documented reading if prose made it before, and makes it no more.

    Raises:
        UsageError: A person wrote it, and it would be written over.
    """
    if not is_there(home / DOCUMENTED):
        return {}
    is_corrected = any(x.file == DOCUMENTED for x in corrections)
    by_hand = before.prose != Mode.APPLY and not is_corrected
    if by_hand and DOCUMENTED in fresh.schemas:
        raise UsageError(
            "the documented reading was written by hand, and prose would write over it",
            file=(home / DOCUMENTED).as_posix(),
            hint="remove it, and write what prose does not say into corrections.json",
        )
    return {} if by_hand or DOCUMENTED in fresh.schemas else {DOCUMENTED: None}


def _files(fresh: Fresh, home: Path) -> list[str]:
    return [file for file in (*fresh.schemas, ABOUT) if is_there(home / file)]


def _relations(old: Variant, new: Variant) -> Iterator[tuple[str, Relation]]:
    """Yield the relation of each reading as it was to the same one as it is now."""
    was, now = _schemas(old), _schemas(new)
    for name, file in was.items():
        if name not in now:
            continue  # it is among the files that change
        before = Side(id="before", file=file).column()
        after = Side(id="after", file=now[name]).column()
        yield name, relate(compare_columns([before, after]), before.id, after.id)


def _schemas(variant: Variant) -> dict[str, SchemaFile]:
    """Return the schema of each reading, and of the send reading if there is one."""
    sent = {} if variant.sent is None else {SENT_READING: variant.sent}
    return {reading.name: reading.file for reading in variant.readings} | sent


def _moved(
    loaded: Loaded, answers: Sequence[_Answer], tell: Callable[[str], None]
) -> Changes | None:
    """Return what changes in the record's results; None if no schema that judges changes."""
    tried = [x.after for x in answers if x.after is not None]
    if all(set(x.changed) <= {ABOUT, SENT} for x in answers):
        return None
    tell("comparing the findings")
    after = with_record(loaded, revised(loaded.record, tried))
    return changes(*(results_of(compare(x, _judged(x))) for x in (loaded, after)))


def _judged(loaded: Loaded) -> Iterator[JudgedCase]:
    """Yield the judged cases of a record; it may have none yet."""
    return judge(loaded) if loaded.corpus.cases else iter(())


# --- the answer ----------------------------------------------------------------------------------


def _lines(answers: Sequence[_Answer], moved: Changes | None) -> Iterator[str]:
    for answer in answers:
        yield f"{answer.variant.id}: {answer.state}" + (f": {answer.why}" if answer.why else "")
        for reading, relation in answer.relations.items():
            proven = "proven" if relation.proven else "not proven"
            yield f"  {reading}: {relation.relation}, {proven}"
            yield from (f"    {why}" for why in relation.why_not)
            for name, says in _WITNESSES.items():
                witness = getattr(relation, name)
                if witness is not None:
                    yield f"    {says}: {compact(witness.value)}"
        yield from (f"  claim gone: {claim}" for claim in answer.claims.gone)
        yield from (f"  claim new: {claim}" for claim in answer.claims.new)
        yield from (f"  claim changed: {claim}" for claim in answer.claims.changed)
        for file, text in answer.changed.items():
            yield f"  {'gone' if text is None else 'changed'}: {file}"
        if answer.fresh is not None:
            yield from prose_lines(answer.fresh.prose, Mode(answer.fresh.read_from.prose))
    if moved is not None:
        yield from (f"finding appeared: {one.id}" for one in moved.appeared)
        yield from (f"finding vanished: {one.id}" for one in moved.vanished)
        for move in moved.stances:
            yield f"finding moved: {move.id}: {move.column} {_verdicts(move)}"
        count = len(moved.verdicts)
        yield f"{count} verdicts on cases change" if count != 1 else "1 verdict on a case changes"


def _verdicts(move: Move) -> str:
    return f"{move.old or 'no verdict'} → {move.new or 'no verdict'}"


def _json(
    record: Record, answers: Sequence[_Answer], moved: Changes | None, written: Sequence[str]
) -> dict[str, Json]:
    return {
        "format": 1,
        "record": record.id,
        "variants": [_answer_json(answer) for answer in answers],
        "findings": None if moved is None else as_json(moved)["findings"],
        "verdicts": 0 if moved is None else len(moved.verdicts),
        "written": list(written),
    }


def _answer_json(answer: _Answer) -> dict[str, Json]:
    return {
        "variant": answer.variant.id,
        "state": answer.state,
        "why": None if answer.why is None else str(answer.why),
        "readings": {name: relation_json(x) for name, x in answer.relations.items()},
        "claims": {
            "gone": list(answer.claims.gone),
            "new": list(answer.claims.new),
            "changed": list(answer.claims.changed),
        },
        "changed": list(answer.changed),
        "read": None if answer.fresh is None else _read_json(answer.fresh),
    }


def _read_json(fresh: Fresh) -> dict[str, Json]:
    said = prose_json(fresh.prose, Mode(fresh.read_from.prose))
    return {**source_json(fresh.source), **said}
