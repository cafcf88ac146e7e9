"""How soon drawing reaches every cell, beside a pairwise covering array and hypothesis alone."""

from __future__ import annotations

import json
import random
import time
from itertools import combinations, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.corpus.entries import text_of
from conformance.corpus.load import load_corpus
from conformance.generate.chunks import CHUNK, drawn
from conformance.generate.draw import drawn_from_schema, placed
from conformance.generate.oracle import Bench
from conformance.generate.plan import CLASSES, MUTATIONS, judged_cells, planned
from conformance.jsontext.pointers import steps
from conformance.judges.panel import schema_judges
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.generate.oracle import Vector
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Json, Record

RECORD = Path("schemas/realtime-conversation-item")
SECONDS = 30.0
"""How long each way may take."""
ABSENT = object()


def main() -> None:
    record = load_record(RECORD)
    judges = schema_judges(record)
    start = time.perf_counter()
    cells = judged_cells(record, judges)
    print(f"{len(judges)} columns, {len(cells.vectors)} cells, complete: {cells.complete}; the")
    print(f"exact comparison lists them with a witness each in {_since(start):.2f} s\n")
    work = planned(record, load_corpus(RECORD), judges, cells, seed=1)
    print(f"{'':<44}  cells   examples  seconds  examples a second")
    for name, sources in (
        ("exact classes", (CLASSES,)),
        ("near misses of cases and witnesses", (MUTATIONS,)),
        ("generate: both, and every declared schema", work.sources),
    ):
        chosen = _with(work, sources)
        _race(name, ((chunk.draws, chunk.reached) for chunk in map(chosen, count())), cells.vectors)
    array = list(covering_array(_factors(work.vocabulary.values)))
    _race("pairwise covering array, all of it", _judged(judges, array), cells.vectors)
    _race("hypothesis-jsonschema alone", _judged(judges, _drawn(record)), cells.vectors)
    _judging(judges, work.bases)


def _with(work: Any, sources: tuple[str, ...]) -> Any:
    from dataclasses import replace  # noqa: PLC0415  only here

    chosen = replace(work, sources=sources, key=f"{work.key}{sources}")
    return lambda number: drawn(chosen, number)


def _race(
    name: str, steps_made: Iterable[tuple[int, frozenset[Vector]]], cells: Mapping[Vector, object]
) -> None:
    start = time.perf_counter()
    reached: set[Vector] = set()
    examples = 0
    for drawn_now, vectors in steps_made:
        examples += drawn_now
        reached |= vectors
        if len(reached & cells.keys()) == len(cells) or _since(start) > SECONDS:
            break
    seconds = _since(start)
    shown = f"{len(reached & cells.keys())}/{len(cells)}"
    print(f"{name:<44}  {shown:>5}  {examples:>9,}  {seconds:>7.2f}  {examples / seconds:>8,.0f}")


def _judged(
    judges: list[SchemaJudge], values: Iterable[Json]
) -> Iterator[tuple[int, frozenset[Vector]]]:
    bench = Bench(judges)
    for value in values:
        yield 1, frozenset({bench.verdicts(text_of(value))[0]})


def _drawn(record: Record) -> Iterator[Json]:
    """Draw from each reading's schema in turn, conditions and all."""
    readings = [reading for variant in record.variants for reading in variant.readings]
    for seed in count():
        for reading in readings:
            yield from drawn_from_schema(reading.file.schema, seed, CHUNK)


def _judging(judges: list[SchemaJudge], bases: tuple[str, ...]) -> None:
    bench = Bench(judges)
    texts = [f"{text}{' ' * number}" for number in range(100) for text in bases]  # none known yet
    start = time.perf_counter()
    for text in texts:
        bench.verdicts(text)
    rate = len(texts) / _since(start)
    print(f"\njudging alone, from text to {len(judges)} verdicts: {rate:,.0f} examples a second")


# --- a pairwise covering array -------------------------------------------------------------------


def _factors(values: Mapping[str, tuple[Json, ...]]) -> dict[str, list[Any]]:
    """Return the places without parts, each with its classes and its absence."""
    outer = {place for place in values for other in values if other.startswith(f"{place}/")}
    return {place: [ABSENT, *found] for place, found in values.items() if place not in outer}


def covering_array(factors: Mapping[str, list[Any]]) -> Iterator[Json]:
    """Yield values so that every two classes of every two places meet in one: greedily."""
    draw = random.Random(1)
    open_pairs = {
        (one, i, other, j)
        for one, other in combinations(factors, 2)
        for i in range(len(factors[one]))
        for j in range(len(factors[other]))
    }
    while open_pairs:
        one, i, other, j = min(open_pairs) if len(open_pairs) < 50 else next(iter(open_pairs))
        row = {one: i, other: j}
        rest = [place for place in factors if place not in row]
        draw.shuffle(rest)
        for place in rest:
            gains = [
                sum(_pair(place, k, known, row[known], factors) in open_pairs for known in row)
                for k in range(len(factors[place]))
            ]
            row[place] = gains.index(max(gains))
        open_pairs -= {_pair(a, row[a], b, row[b], factors) for a, b in combinations(factors, 2)}
        yield _assembled(factors, row, draw)


def _pair(
    one: str, i: int, other: str, j: int, factors: Mapping[str, list[Any]]
) -> tuple[str, int, str, int]:
    order = list(factors)
    return (one, i, other, j) if order.index(one) < order.index(other) else (other, j, one, i)


def _assembled(
    factors: Mapping[str, list[Any]], row: Mapping[str, int], draw: random.Random
) -> Json:
    whole: Json = {}
    for place, number in row.items():
        value = factors[place][number]
        if value is not ABSENT:
            whole = placed(whole, steps(place), json.loads(json.dumps(value)), draw)
    return whole


def _since(start: float) -> float:
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
