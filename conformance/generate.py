"""Generated cases: draws that attack the exact comparison, and what of them is worth keeping.

A chunk of draws is a pure function of (work, number): it can be made anywhere, in any order, and
the same seed gives the same cases. Every draw is judged by every column, and its vector of
verdicts has to be one that the exact comparison lists.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from conformance.bench import Bench, UnlistedError
from conformance.cases import text_of
from conformance.classes import classes
from conformance.comparison import exact_columns
from conformance.described import described
from conformance.drawing import (
    demand_hypothesis,
    drawn_from_classes,
    drawn_from_schema,
    is_quickly_drawn,
)
from conformance.errors import DefectError
from conformance.exact import compare_columns
from conformance.jsontext import Parsed, canonical, visible
from conformance.judges.schema import schema_judge
from conformance.model import Verdict
from conformance.mutations import Vocabulary, mutated
from conformance.pointers import joined, steps
from conformance.texttree import spelt, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from conformance.bench import Vector
    from conformance.exact import ColumnCells
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Json, Reading, Record, Variant

CHUNK = 100
"""How many inputs a chunk draws."""
CLASSES, MUTATIONS = "classes", "mutations"
_QUICK = (CLASSES, MUTATIONS) * 10
"""Drawing from a schema is a hundred times slower: one chunk in twenty-one."""
_RESTARTS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that draws depend on besides a chunk's number.

    Attributes:
        seed: The seed.
        record: The record.
        columns: Ids of the columns that judge.
        sources: What chunks draw from, in turn: `classes`, `mutations`, or a column's id.
        bases: Inputs that some column accepts, which mutations start from.
        vocabulary: What the record speaks of.
        cells: Every vector that the exact comparison lists; None where its list is not complete.
        key: A digest of record, columns and cells; equal keys mean equal judges.
    """

    seed: int
    record: Record
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    bases: tuple[str, ...]
    vocabulary: Vocabulary
    cells: frozenset[Vector] | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What came of one chunk.

    Attributes:
        number: Its number.
        draws: How many inputs were drawn.
        reached: The vectors of those that are JSON.
        smallest: What the draws were shrunk to, each once, sorted.
        note: Why less was drawn than meant; None where all was.
    """

    number: int
    draws: int
    reached: frozenset[Vector]
    smallest: tuple[str, ...]
    note: str | None = None


def planned(
    record: Record, corpus: Corpus, judges: Sequence[SchemaJudge], cells: ColumnCells, *, seed: int
) -> Work:
    """Return the work for a record, after asking every judge about every witness.

    Args:
        record: The record.
        corpus: Its cases; mutations start from those that some column accepts.
        judges: The columns.
        cells: What the exact comparison says of them.
        seed: The seed.

    Raises:
        DefectError: A judge contradicts a witness.
        UsageError: hypothesis-jsonschema is not installed.
    """
    columns = tuple(judge.column.id for judge in judges)
    vectors = sorted(" ".join(vector) for vector in cells.vectors)
    facts = "\n".join((*columns, *_digests(record), *vectors, str(cells.complete)))
    _check_witnesses(judges, cells, record)
    readings = _readings(record, columns)
    bench = Bench(judges, None)
    texts = [case.input.text for case in corpus.cases if case.input.text is not None]
    texts += [text_of(witness.value) for witness in cells.vectors.values()]
    quick = [name for name, (_, reading) in readings.items() if is_quickly_drawn(reading.file)]
    if quick:
        demand_hypothesis()
    return Work(
        seed=seed,
        record=record,
        columns=columns,
        sources=tuple(x for name in quick for x in (*_QUICK, name)) or _QUICK,
        bases=tuple(dict.fromkeys(text for text in texts if bench.is_base(text))),
        vocabulary=_vocabulary(readings),
        cells=frozenset(cells.vectors) if cells.complete else None,
        key=hashlib.sha256(facts.encode()).hexdigest(),
    )


def judged_cells(record: Record, judges: Sequence[SchemaJudge]) -> ColumnCells:
    """Return what the exact comparison says of the columns that are readings of a record."""
    return compare_columns(exact_columns(record, [judge.column for judge in judges]))


def chunks(
    work: Work, numbers: Iterable[int], executor: Executor | None = None, *, ahead: int = 1
) -> Iterator[Chunk]:
    """Yield chunks in the order of their numbers, wherever they are made.

    Args:
        work: The work.
        numbers: The chunks' numbers.
        executor: Who makes them; this process where none is given.
        ahead: How many to hand out before the first is waited for.

    Raises:
        DefectError: A draw contradicts the exact comparison.
    """
    if executor is None:
        yield from (drawn(work, number) for number in numbers)
        return
    waiting: deque[Future[Chunk]] = deque()
    try:
        for number in numbers:
            waiting.append(executor.submit(drawn, work, number))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def drawn(work: Work, number: int) -> Chunk:
    """Return the chunk of a number; it depends on nothing else.

    Raises:
        DefectError: A draw has a vector that the exact comparison does not list.
    """
    bench = _bench_of(work)
    random = Random(f"{work.seed}/{number}")  # noqa: S311  reproducible on purpose
    source = work.sources[number % len(work.sources)]
    note = None
    texts: Iterable[str]
    try:
        texts = _texts(work, source, random, bench)
    except Exception as error:  # noqa: BLE001  hypothesis-jsonschema raises anything
        texts = []
        note = f"nothing is drawn from {source}: {_first_line(error)}"
    smallest = set()
    reached = set()
    draws = 0
    try:
        for text in texts:
            draws += 1
            vector, problem = bench.said(text)
            if problem is None:
                reached.add(vector)
            smallest.add(bench.smallest(text))
    except UnlistedError as found:
        raise _contradiction(work, number, found) from None
    return Chunk(
        number=number,
        draws=draws,
        reached=frozenset(reached),
        smallest=tuple(sorted(smallest)),
        note=note,
    )


# --- drawing -------------------------------------------------------------------------------------


def _texts(work: Work, source: str, random: Random, bench: Bench) -> Iterable[str]:
    words = work.vocabulary
    if source == CLASSES:
        return _walk(words.values, random, bench)
    if source == MUTATIONS:
        trees = [tree_of(random.choice(work.bases)) for _ in range(CHUNK)]
        return [spelt(mutated(tree, random, words)) for tree in trees if tree is not None]
    _, reading = _readings(work.record, work.columns)[source]
    values = drawn_from_schema(reading.file.schema, random.getrandbits(64), CHUNK)
    return [text_of(value) for value in values]


def _walk(values: Mapping[str, tuple[Json, ...]], random: Random, bench: Bench) -> Iterator[str]:
    """Put values together step by step, for as long as some column accepts what there is.

    So rules across several places are met, of which one draw at random would hit all by luck only.
    """
    start: Json = {}
    for _ in range(CHUNK):
        value = drawn_from_classes(random, values, start)
        text = text_of(value)
        yield text
        if random.random() < _RESTARTS:
            start = {}
        elif Verdict.ACCEPT in bench.said(text)[0]:
            start = value


def _vocabulary(readings: Mapping[str, tuple[Variant, Reading]]) -> Vocabulary:
    files = [reading.file for _, reading in readings.values()]
    values: dict[str, dict[str, Json]] = {
        place: {canonical(value): value for value in found}
        for place, found in classes(files).items()
    }
    names: dict[str, dict[str, None]] = {}
    for file in files:
        for place, what in described(file).items():
            if not place:
                continue
            for text in sorted(what.literals):
                values[place].setdefault(text, json.loads(text))
            above, _, _ = place.rpartition("/")
            if steps(place)[-1] != "*":
                names.setdefault(above, {})[steps(place)[-1]] = None
    for above, known in names.items():
        unlisted = next(x for x in _unlisted() if x not in known)
        values[joined(above, unlisted)] = {canonical(value): value for value in ("", 0, None)}
    natives: dict[str, dict[str, None]] = {}
    for variant, _ in readings.values():
        for name in variant.native_names:
            natives.setdefault(name.wire, {})[name.native] = None
    return Vocabulary(
        values={place: tuple(found.values()) for place, found in values.items()},
        names={place: tuple(found) for place, found in sorted(names.items())},
        natives={wire: tuple(found) for wire, found in sorted(natives.items())},
    )


def _unlisted() -> Iterator[str]:
    """Give names that hardly any schema describes."""
    return (f"extra{'_' * number}" for number in count())


def _readings(record: Record, columns: Sequence[str]) -> dict[str, tuple[Variant, Reading]]:
    found = {
        f"{variant.id}.{reading.name}": (variant, reading)
        for variant in record.variants
        for reading in variant.readings
    }
    return {column: found[column] for column in columns}


# --- judging -------------------------------------------------------------------------------------


_benches: dict[str, Bench] = {}


def _bench_of(work: Work) -> Bench:
    """Return the judges of some work; a process keeps the last ones."""
    if work.key not in _benches:
        judges = [schema_judge(*found) for found in _readings(work.record, work.columns).values()]
        _benches.clear()
        _benches[work.key] = Bench(judges, work.cells)
    return _benches[work.key]


# --- the falsifier -------------------------------------------------------------------------------


def _check_witnesses(judges: Sequence[SchemaJudge], cells: ColumnCells, record: Record) -> None:
    for vector, witness in cells.vectors.items():
        said = tuple(judge.judge(Parsed(value=witness.value)).verdict for judge in judges)
        if said != vector:
            raise DefectError(
                f"the exact comparison says {', '.join(vector)} of {canonical(witness.value)}, "
                f"the validators {', '.join(said)} (columns {', '.join(cells.columns)})",
                mend=_report(record),
            )


def _contradiction(work: Work, number: int, found: UnlistedError) -> DefectError:
    return DefectError(
        f"the exact comparison lists no value with the verdicts {', '.join(found.vector)} "
        f"(columns {', '.join(work.columns)}), but this is one: {visible(found.text)}",
        mend=f"drawn with seed {work.seed} in chunk {number}; {_report(work.record)}",
    )


def _report(record: Record) -> str:
    return f"please report it with the schemas, {', '.join(_digests(record))}"


def _digests(record: Record) -> list[str]:
    return [f"{name} {digest}" for name, digest in sorted(record.files.items())]


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"
