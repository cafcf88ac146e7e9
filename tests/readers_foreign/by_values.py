"""Compares a schema that was read with a program that decodes values of the same type."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from rust import Judge, anything, drawn

from conformance.compare.sides import Side
from conformance.exact import Limits, compare_columns
from conformance.generate.mutate import Vocabulary, mutated
from conformance.jsontext.text import Problem, canonical, parse
from conformance.jsontext.tree import spelt, tree_of
from conformance.model import SchemaFile, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json

LIMITS = Limits(cells=200, states=20_000, samples=100)
Ask = Callable[[Sequence[str]], Sequence[str]]
"""Decodes texts: gives `accept` or `reject` for each, and after a tab what it writes or says."""
Explain = Callable[[str, "Json", Verdict, Verdict, str], "str | None"]
"""Gives the reason for a difference by its key: of text, value, our verdict, theirs, its words."""


@dataclass(slots=True)
class Tally:
    """What became of the values of a type.

    Attributes:
        seen: What happened -> how often.
        bad: The differences without a reason, in words.
    """

    seen: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """Return the column of the summary that the type counts in."""
        if self.bad:
            return "different"
        explained = any(each.startswith("explained") for each in self.seen)
        return "explained" if explained else "equal but" if self.seen["silent"] else "equal"


def by_values(  # noqa: PLR0913, PLR0917
    name: str,
    file: SchemaFile,
    sent: SchemaFile | None,
    ask: Ask,
    explain: Explain,
    count: int = 400,
) -> Tally:
    """Return how a schema judges values, against a program that decodes them.

    Args:
        name: The type's name: the seed of what is drawn.
        file: The schema of what is read.
        sent: The schema of what is written; None if that is not compared.
        ask: The program.
        explain: Knows the differences that have a reason.
        count: The number of values of each kind.
    """
    tally, judge = Tally(), Judge(file)
    writes = None if sent is None else Judge(sent)
    given = [*dict.fromkeys(_texts(file, judge, Random(name), count))]
    parsed = [(text, parse(text.encode("utf-8", "surrogatepass"))) for text in given]
    usable = [
        (text, it.value)
        for text, it in parsed
        if not isinstance(it, Problem) and "\n" not in text and not _has_surrogate(it.value)
    ]
    for (text, value), line in zip(usable, ask([text for text, _ in usable]), strict=True):
        said, _, rest = line.partition("\t")
        theirs, ours = Verdict(said), judge.verdict(value)
        tally.seen["values"] += 1
        tally.seen[f"{theirs}ed"] += 1
        if ours is Verdict.SILENT:
            tally.seen["silent"] += 1
        elif ours is not theirs and judge.settled(value) is not theirs:
            reason = explain(text, value, ours, theirs, rest)
            if reason is None:
                tally.bad.append(f"{name}: we {ours}, theirs {theirs}: {text[:160]} {rest[:90]}")
            else:
                tally.seen[f"explained: {reason}"] += 1
        back = parse(rest.encode()) if theirs is Verdict.ACCEPT and rest else None
        if writes is not None and back is not None and not isinstance(back, Problem):
            tally.seen["written"] += 1
            kept = _without_null_elements(back.value)
            said_of = {writes.verdict(kept), writes.verdict(back.value)}
            if kept is not None and said_of == {Verdict.REJECT}:
                reason = explain(rest, back.value, Verdict.REJECT, Verdict.ACCEPT, "written")
                if reason is None:
                    tally.bad.append(f"{name}: written, but rejected by 'send': {rest[:200]}")
                else:
                    tally.seen[f"explained: {reason}"] += 1
    return tally


def _texts(file: SchemaFile, judge: Judge, random: Random, count: int) -> Iterator[str]:
    """Yield texts: the engine's witnesses, drawn values, near misses of accepted ones."""
    column = Side(id="it", file=file).column()
    kept = [canonical(w.value) for w in compare_columns([column], LIMITS).vectors.values()]
    yield from kept
    for _ in range(count):
        value = drawn(file.schema, file.schema, random, 0)
        yield canonical(value)
        if judge.verdict(value) is Verdict.ACCEPT:
            kept.append(canonical(value))
    for _ in range(count // 4):
        yield canonical(anything(random, 0))
    known = [tree for tree in (tree_of(one) for one in dict.fromkeys(kept)) if tree is not None]
    for _ in range(count):
        yield spelt(mutated(random.choice(known), random, Vocabulary()))


def _without_null_elements(value: Json) -> Json:
    """Return a value without null in lists: no type tells whether it is there."""
    if isinstance(value, list):
        return [_without_null_elements(each) for each in value if each is not None]
    if isinstance(value, dict):
        return {name: _without_null_elements(each) for name, each in value.items()}
    return value


def _has_surrogate(value: Json) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in json.dumps(value, ensure_ascii=False))
