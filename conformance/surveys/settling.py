"""Says how the whole types relate, from what differs in each and from the parts that they share.

A value that shows a difference is judged by the whole schemas before it counts. That there is none
of a kind rests on the exact comparison of the type with shared parts, and on its parts having none.
"""

from __future__ import annotations

from dataclasses import field
from itertools import combinations
from typing import TYPE_CHECKING, cast

from conformance import interrupts
from conformance.compare.sides import Side
from conformance.dataclass import dataclass
from conformance.errors import ConformanceError
from conformance.exact import Evaluator, compare_columns, relate, verdict
from conformance.exact.validators import Fast
from conformance.jsontext.text import compact
from conformance.model import Verdict, Witness
from conformance.surveys.lifting import holding
from conformance.surveys.results import KINDS, Pair, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.exact import Relation, ThreeValued
    from conformance.model import Json, SchemaFile
    from conformance.surveys.comparing import Compared
    from conformance.surveys.linking import Linked

SMALL = 6_000
"""Characters; whole types that have more together are not compared at once."""

_VERDICTS = {
    "only_a": (Verdict.ACCEPT, Verdict.REJECT),
    "only_b": (Verdict.REJECT, Verdict.ACCEPT),
    "gap_a": (Verdict.ACCEPT, Verdict.SILENT),
    "gap_b": (Verdict.SILENT, Verdict.ACCEPT),
}
_FROM = {"gap_a": ("gap_a", "only_a"), "gap_b": ("gap_b", "only_b")}
"""The kinds of difference in a part from which a kind in the whole can come, if it is not its own.
"""


@dataclass(slots=True, kw_only=True)
class Whole:
    """A type whose sources are not the same text.

    Attributes:
        number: The number of its entry.
        files: Id of a source -> the schema of the whole type.
        linked: The same with shared parts.
        compared: What is different in the type itself; None if nothing is.
        pairs: How the sources relate, once that is settled; none if they are equal.
        through: The numbers of the parts that differ.
    """

    number: int
    files: Mapping[str, SchemaFile]
    linked: Linked
    compared: Compared | None = None
    pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)
    through: tuple[int, ...] = ()

    @property
    def is_equal_itself(self) -> bool:
        """Whether nothing differs but its parts."""
        if self.compared is None:
            return True
        found = self.compared.relations.values()
        return bool(found) and all(x.relation == "equal" and x.proven for x in found)


def settle(wholes: Mapping[int, Whole], *, quick: bool = False) -> None:
    """Settle how the sources of each type relate, parts before the types that hold them.

    Args:
        wholes: Number of an entry -> its type; entries that are not there are equal.
        quick: Whether no whole types are compared at once.
    """
    itself = {number for number, whole in wholes.items() if not whole.is_equal_itself}
    differing = reaching(itself, {number: x.linked.parts for number, x in wholes.items()})
    order = [number for number in _parts_first(wholes) if number in differing]
    for at_once in (
        (False,) if quick else (False, True)
    ):  # in a circle, some parts come after what holds them
        for number in order:
            interrupts.check()
            _settle(wholes[number], wholes, differing, at_once=at_once)


def reaching(start: Iterable[int], parts: Mapping[int, Iterable[int]]) -> set[int]:
    """Return some types, and those that hold one of them.

    Args:
        start: Their numbers.
        parts: Number of a type -> its parts.
    """
    found = set(start)
    holders: dict[int, list[int]] = {}
    for number, held in parts.items():
        for part in held:
            holders.setdefault(part, []).append(number)
    waiting = list(found)
    while waiting:
        for holder in holders.get(waiting.pop(), ()):
            if holder not in found:
                found.add(holder)
                waiting.append(holder)
    return found


def _parts_first(wholes: Mapping[int, Whole]) -> Iterator[int]:
    """Yield the numbers so that parts come before what holds them; in circles, some order."""
    done: set[int] = set()
    for start in wholes:
        waiting = [(start, False)]
        while waiting:
            number, is_ready = waiting.pop()
            if is_ready:
                yield number
            elif number in wholes and number not in done:
                done.add(number)
                waiting.append((number, True))
                waiting += [(part, False) for part in reversed(wholes[number].linked.parts)]


def _settle(
    whole: Whole, wholes: Mapping[int, Whole], differing: set[int], *, at_once: bool
) -> None:
    whole.through = tuple(part for part in whole.linked.parts if part in differing)
    judges = _Judges(whole.files)
    for a, b in combinations(whole.files, 2):
        known = whole.pairs.get((a, b))
        if known is None or known.relation == "unknown" or known.unsettled:
            found = _Settling(whole, wholes, judges, a, b)
            whole.pairs[a, b] = found.pair(at_once=at_once)


class _Judges:
    """Judges values by the whole types."""

    def __init__(self, files: Mapping[str, SchemaFile]) -> None:
        self._files = files
        self._made: dict[str, _Judge] = {}

    def quick(self, source: str, value: Json) -> Verdict:
        """Return the verdict of the fast validator."""
        return self._of(source).verdict(value, sure=False)

    def sure(self, source: str, value: Json) -> Verdict:
        """Return the verdict of the engine's own evaluator, where it decides."""
        return self._of(source).verdict(value, sure=True)

    def _of(self, source: str) -> _Judge:
        if source not in self._made:
            column = Side(id=source, file=self._files[source]).column()
            self._made[source] = _Judge(column)
        return self._made[source]


class _Judge:
    """Judges values by one whole type."""

    def __init__(self, column: ThreeValued) -> None:
        same = column.strict is column.lenient
        subjects = [column.strict] if same else [column.strict, column.lenient]
        self._both = [(Fast(subject), Evaluator(subject)) for subject in subjects]

    def verdict(self, value: Json, *, sure: bool) -> Verdict:
        answers = []
        for fast, evaluator in self._both:
            answer = evaluator.valid(value) if sure else None
            answers.append(fast.says(value) is True if answer is None else answer)
        return verdict(strict=answers[0], lenient=answers[-1])


class _Settling:
    """Settles how two sources relate on a type."""

    def __init__(
        self, whole: Whole, wholes: Mapping[int, Whole], judges: _Judges, a: str, b: str
    ) -> None:
        self.whole, self.wholes, self.judges = whole, wholes, judges
        self.a, self.b = a, b
        own = whole.compared.relations.get((a, b)) if whole.compared else None
        self.own = own
        self.found: dict[str, Witness] = {}
        self.meets = own is not None and own.both is not None

    def pair(self, *, at_once: bool) -> Pair:
        """Return how they relate."""
        if self.is_equal():
            return Pair(a=self.a, b=self.b, relation="equal")
        for value in self.own_values():
            self.see(value)
        for part in self.whole.through:
            for value in self.values_with(part):
                self.see(value)
        left = [kind for kind in KINDS if kind not in self.found and not self.is_without(kind)]
        if left and at_once and self.is_small():
            relation = self.at_once()
            if relation is not None and relation.proven:
                left = []
                if relation.relation == "equal":
                    return Pair(a=self.a, b=self.b, relation="equal")
            left = [kind for kind in left if kind not in self.found]
        if not self.found and self.is_own_equal():
            return Pair(a=self.a, b=self.b, relation="unknown", unsettled=tuple(left))
        return pair_of(self.a, self.b, self.found, left, meets=self.meets)

    def is_equal(self) -> bool:
        """Whether nothing differs in the type itself, and in no part."""
        return self.is_own_equal() and all(
            pair is not None and pair.relation == "equal"
            for pair in (self.wholes[x].pairs.get((self.a, self.b)) for x in self.whole.through)
        )

    def is_own_equal(self) -> bool:
        if self.whole.compared is None:
            return True
        return self.own is not None and self.own.proven and self.own.relation == "equal"

    def own_values(self) -> Iterator[Json]:
        if self.own is not None:
            for _, witness in self.own.apart.values():
                yield witness.value
        if self.whole.compared is not None and self.whole.compared.own is not None:
            for line in self.whole.compared.own.findings:
                for shown in (line.finding.witness, line.finding.twin):
                    if shown is not None:
                        yield shown.value

    def values_with(self, part: int) -> Iterator[Json]:
        """Yield values that hold what two sources treat differently in a part."""
        pair = self.wholes[part].pairs.get((self.a, self.b))
        for witness in pair.witnesses.values() if pair else ():
            for source in (self.a, self.b):
                schema = cast("dict[str, Json]", self.schema(source).schema)
                key = self.whole.linked.keys[source][part]
                yield from holding(schema, key, witness.value)

    def see(self, value: Json) -> None:
        """Judge a value by the whole types; the smallest of its kind is kept."""
        verdicts = self.judges.quick(self.a, value), self.judges.quick(self.b, value)
        self.meets |= Verdict.ACCEPT in verdicts and Verdict.REJECT not in verdicts
        for kind, shown in _VERDICTS.items():
            if verdicts == shown:
                known = self.found.get(kind)
                is_better = known is None or _size(value) < _size(known.value)
                if is_better and self.is_sure(value, shown):
                    self.found[kind] = Witness(value=value)

    def is_sure(self, value: Json, shown: tuple[Verdict, Verdict]) -> bool:
        return (self.judges.sure(self.a, value), self.judges.sure(self.b, value)) == shown

    def is_without(self, kind: str) -> bool:
        """Return whether there surely is no value of a kind."""
        return self.is_own_without(kind) and (
            not self.whole.through
            or (
                self.whole.linked.is_plain
                and all(self.is_part_without(kind, x) for x in self.whole.through)
            )
        )

    def is_own_without(self, kind: str) -> bool:
        if self.whole.compared is None:
            return True
        return self.own is not None and self.own.proven and getattr(self.own, kind) is None

    def is_part_without(self, kind: str, part: int) -> bool:
        pair = self.wholes[part].pairs.get((self.a, self.b))
        kinds = _FROM.get(kind, (kind,))
        return pair is not None and not any(
            one in pair.witnesses or one in pair.unsettled for one in kinds
        )

    def is_small(self) -> bool:
        both = (self.schema(self.a).schema, self.schema(self.b).schema)
        return sum(len(compact(schema)) for schema in both) <= SMALL

    def at_once(self) -> Relation | None:
        """Compare the whole types; return their relation, None if that fails."""
        sides = [self.side(source) for source in (self.a, self.b)]
        try:
            cells = compare_columns([side.column() for side in sides])
        except (ConformanceError, RecursionError):
            return None
        relation = relate(cells, sides[0].id, sides[1].id)
        self.meets |= relation.both is not None
        for kind in KINDS:
            witness = getattr(relation, kind)
            if witness is not None:
                self.found[kind] = witness
        return relation

    def side(self, source: str) -> Side:
        return Side(id=source, file=self.schema(source))

    def schema(self, source: str) -> SchemaFile:
        return self.whole.files[source]


def _size(value: Json) -> tuple[int, str]:
    text = compact(value)
    return len(text), text
