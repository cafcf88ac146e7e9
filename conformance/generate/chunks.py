"""Makes chunks of draws: each is a pure function of the work and its number."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import TYPE_CHECKING

from conformance.corpus.entries import text_of
from conformance.dataclass import dataclass
from conformance.errors import DefectError
from conformance.generate.draw import drawn_from_classes, drawn_from_schema
from conformance.generate.mutate import mutated
from conformance.generate.oracle import Bench, UnlistedError
from conformance.generate.plan import CLASSES, MUTATIONS, Work, chosen_readings, please_report
from conformance.jsontext.text import visible
from conformance.jsontext.tree import spelt, tree_of
from conformance.judges.schema import schema_judge
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Executor, Future

    from conformance.generate.oracle import Vector
    from conformance.model import Json


CHUNK = 100
"""The number of inputs that a chunk draws."""


_RESTARTS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The result of one chunk.

    Attributes:
        number: Its number.
        draws: The number of inputs drawn.
        reached: The verdict vectors of the inputs that are JSON.
        smallest: The shrunk inputs, each once, sorted.
        note: The reason why fewer were drawn than planned; None if all were.
    """

    number: int
    draws: int
    reached: frozenset[Vector]
    smallest: tuple[str, ...]
    note: str | None = None


def chunks(
    work: Work, numbers: Iterable[int], executor: Executor | None = None, *, ahead: int = 1
) -> Iterator[Chunk]:
    """Yield chunks in the order of their numbers; any process may make them.

    Args:
        work: The work.
        numbers: The chunks' numbers.
        executor: The executor that makes them; None for this process.
        ahead: The number of chunks handed out before waiting for the first.

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
            vector, problem = bench.verdicts(text)
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
    _, reading = chosen_readings(work.record, work.columns)[source]
    values = drawn_from_schema(reading.file.schema, random.getrandbits(64), CHUNK)
    return [text_of(value) for value in values]


def _walk(values: Mapping[str, tuple[Json, ...]], random: Random, bench: Bench) -> Iterator[str]:
    """Combine values step by step, as long as some column accepts the result.

    This reaches rules across several places, which a single random draw satisfies only by luck.
    """
    start: Json = {}
    for _ in range(CHUNK):
        value = drawn_from_classes(random, values, start)
        text = text_of(value)
        yield text
        if random.random() < _RESTARTS:
            start = {}
        elif Verdict.ACCEPT in bench.verdicts(text)[0]:
            start = value


# --- judging -------------------------------------------------------------------------------------


_benches: dict[str, Bench] = {}


def _bench_of(work: Work) -> Bench:
    """Return the judges of a work; a process keeps the last ones."""
    if work.key not in _benches:
        judges = [
            schema_judge(*found) for found in chosen_readings(work.record, work.columns).values()
        ]
        _benches.clear()
        _benches[work.key] = Bench(judges, work.cells)
    return _benches[work.key]


def _contradiction(work: Work, number: int, found: UnlistedError) -> DefectError:
    return DefectError(
        f"the exact comparison lists no value with the verdicts {', '.join(found.vector)} "
        f"(columns {', '.join(work.columns)}), but this is one: {visible(found.text)}",
        hint=f"drawn with seed {work.seed} in chunk {number}; {please_report(work.record)}",
    )


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"
