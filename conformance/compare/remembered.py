"""What is known of a record before an input is compared with it: its cases, and what programs did.

To work this out takes many times as long as to judge an input, so it is kept where comparisons are
kept, under a digest of every file that it rests on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from conformance.compare.seen import Seen
from conformance.dataclass import dataclass
from conformance.model import Cause, Fact, Input, Verdict
from conformance.programs.kept import Entries, KeptJudgements
from conformance.programs.names import recorded_ids
from conformance.programs.observations import entry_of, observation_head, recorded_program
from conformance.proofs import store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Json, Judgement, Program, Record
    from conformance.record.state import State

_WRONG = (AttributeError, LookupError, TypeError, ValueError)
"""The errors of something kept that is not as it should be."""
_NOT_THERE = -1
"""Stands for the judgement of a case on which nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of a record before an input is compared with it.

    Attributes:
        cases: Its cases.
        programs: The recorded programs, sorted by id.
        adapted: The ids of the columns that its adapters ask, without examples.
    """

    cases: Sequence[Seen]
    programs: Sequence[Program]
    adapted: Sequence[str]


def remembered(
    record: Record,
    judges: Sequence[SchemaJudge],
    columns: Sequence[str],
    state: State | None,
) -> Remembered:
    """Return what is known of a record: what is kept, or else what its files say.

    Args:
        record: The record.
        judges: The judges of all its schemas.
        columns: The ids of the recorded programs that are asked for.
        state: The state of its files; None if nothing is kept of it.

    Raises:
        BrokenFileError: The corpus, an observation or an adapter's file is broken.
    """
    name = None if state is None else f"record-{state.key}"
    if name is not None:
        try:
            return _chosen(_remembered(cast("Any", _found(name))), columns)
        except _WRONG:
            pass
    found = _read(record, judges, columns)
    if name is not None and {x.column.id for x in found.programs} == {*recorded_ids(record.folder)}:
        store.keep(name, _content(found), libraries=())
    return found


def remembered_causes(state: State | None) -> dict[str, frozenset[Cause]]:
    """Return the causes that are kept of cases, by the ids of these."""
    kept: Any = None if state is None else _found(f"shown-{state.key}")
    try:
        facts = [Fact(place, special) for place, special in kept["facts"]]
        causes = [Cause(tuple(map(facts.__getitem__, cause))) for cause in kept["causes"]]
        return {
            case: frozenset(map(causes.__getitem__, shown)) for case, shown in kept["cases"].items()
        }
    except _WRONG:
        return {}


def keep_causes(state: State | None, found: Mapping[str, frozenset[Cause]]) -> None:
    """Keep the causes of cases; nothing if nothing is kept of the record."""
    if state is None:
        return
    facts: dict[Fact, int] = {}
    causes: dict[Cause, int] = {}
    cases: dict[str, Json] = {
        case: [
            causes.setdefault(cause, len(causes)) for cause in sorted(shown, key=lambda x: x.facts)
        ]
        for case, shown in sorted(found.items())
    }
    named: list[Json] = [
        [facts.setdefault(fact, len(facts)) for fact in cause.facts] for cause in causes
    ]
    content: dict[str, Json] = {
        "facts": [[fact.place, fact.special] for fact in facts],
        "causes": named,
        "cases": cases,
    }
    store.keep(f"shown-{state.key}", content, libraries=())


def _found(name: str) -> Json:
    """Return what is kept under a name; None if nothing is."""
    import orjson  # noqa: PLC0415  not where nothing is kept

    body = store.found_bytes(name, libraries=())
    return None if body is None else cast("Json", orjson.loads(body))


def _read(record: Record, judges: Sequence[SchemaJudge], columns: Sequence[str]) -> Remembered:
    # What is kept needs none of them.
    from conformance.compare.seen import seen_cases  # noqa: PLC0415
    from conformance.corpus.load import load_corpus  # noqa: PLC0415
    from conformance.programs.adapters import load_adapters  # noqa: PLC0415
    from conformance.programs.observations import load_observations  # noqa: PLC0415

    corpus = load_corpus(record.folder)
    return Remembered(
        cases=seen_cases(record, judges, corpus.cases),
        programs=load_observations(record.folder, corpus, columns=columns),
        adapted=[
            column.id
            for adapter in load_adapters(record.folder)
            if not adapter.example
            for column in adapter.columns
        ],
    )


def _chosen(found: Remembered, columns: Sequence[str]) -> Remembered:
    programs = [x for x in found.programs if x.column.id in {*columns}]
    return Remembered(cases=found.cases, programs=programs, adapted=found.adapted)


def _content(found: Remembered) -> dict[str, Json]:
    facts: dict[Fact, int] = {}
    vectors: dict[tuple[Verdict, ...] | None, int] = {None: _NOT_THERE}
    judgements: dict[Judgement, int] = {}
    cases: list[Json] = [
        [
            known.id,
            known.input.json(),
            vectors.setdefault(known.vector, len(vectors) - 1),
            [facts.setdefault(fact, len(facts)) for fact in sorted(known.facts)],
        ]
        for known in found.cases
    ]
    programs: list[Json] = []
    for program in found.programs:
        did: list[Json] = [
            judgements.setdefault(program.judgements[known.id], len(judgements))
            if known.id in program.judgements
            else _NOT_THERE
            for known in found.cases
        ]
        date = None if program.subject is None else program.subject.date
        programs.append([observation_head(program, date=date or ""), did])
    return {
        "facts": [[fact.place, fact.special] for fact in facts],
        "vectors": [[*vector] for vector in vectors if vector is not None],
        "verdicts": [judgement.verdict for judgement in judgements],
        "judgements": [json.dumps(entry_of(judgement)) for judgement in judgements],
        "cases": cases,
        "programs": programs,
        "adapted": [*found.adapted],
    }


def _remembered(kept: Any) -> Remembered:  # noqa: ANN401  JSON of an unknown shape
    """Return what is kept; raise one of `_WRONG` if it is not as it should be."""
    facts = [Fact(place, special) for place, special in kept["facts"]]
    vectors = [tuple(map(Verdict, vector)) for vector in kept["vectors"]]
    entries = Entries(kept["verdicts"], kept["judgements"])
    cases = [
        Seen(
            name,
            Input.of(given),
            None if vector == _NOT_THERE else vectors[vector],
            frozenset(map(facts.__getitem__, shown)),
        )
        for name, given, vector, shown in kept["cases"]
    ]
    places = {known.id: at for at, known in enumerate(cases)}
    return Remembered(
        cases=cases,
        programs=[
            recorded_program(
                head,
                KeptJudgements(places, did, entries),
            )
            for head, did in kept["programs"]
        ],
        adapted=kept["adapted"],
    )
