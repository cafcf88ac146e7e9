"""The causes of disagreement: the smallest sets of facts that force a worse verdict on a column.

For a set of facts K and a column, V(K) is the best verdict (accept, then silent, then reject) over
all values with the facts K. K is a cause if V(K) is worse for some column than for every smaller
set, and the columns do not all have the same V(K).
"""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, DefectError
from conformance.exact.cells import ThreeValued, Verdicts, subjects_of, too_deep, verdict
from conformance.exact.contexts import Contexts, NoValueError
from conformance.exact.facts import UNSHOWN, closure
from conformance.exact.fields import ProvenFields, fields_of
from conformance.exact.judge import Referee
from conformance.exact.membership import Membership
from conformance.exact.primes import Primes
from conformance.exact.solver import Limits, Solver, TooManyCells
from conformance.exact.sources import Library
from conformance.exact.twin import twin_of
from conformance.exact.values import UNMADE, Undecided
from conformance.jsontext.text import canonical
from conformance.model import ANYTHING, Fact, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from conformance.exact.combining import Facts
    from conformance.exact.primes import Refusals
    from conformance.exact.sources import Schema
    from conformance.model import Json

_DEFAULT_LIMITS = Limits()
_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenCause:
    """One cause of disagreement.

    Attributes:
        facts: What is special, sorted by place.
        stances: The columns' verdicts on the witness, in their order.
        best: Each column's best verdict on any value with these facts.
        degraded: The ids of the columns with a worse verdict because of the cause.
        witness: The smallest value that shows it in the best context: if one value can, it gets
            each column's best verdict.
        twin: The witness with one fact changed, with a better verdict of every degraded column;
            None if there is none.
    """

    facts: tuple[Fact, ...]
    stances: tuple[Verdict, ...]
    best: tuple[Verdict, ...]
    degraded: tuple[str, ...]
    witness: Witness
    twin: Witness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """The causes of disagreement between some columns.

    Sets of more than `Limits.facts` facts are left out; `why_not` then says so.

    Attributes:
        columns: The columns' ids.
        causes: Fewest facts first, then by place.
        complete: Whether it is proven that no other cause exists.
        why_not: The obstacles to a proof, each with its place.
        membership: Finds the facts of a value.
        example: Returns a smallest value with some facts in the best context; None if no value
            has them, or if they are not facts of these schemas.
        survey: Finds the fields.
    """

    columns: tuple[str, ...]
    causes: tuple[ProvenCause, ...]
    complete: bool
    why_not: tuple[str, ...]
    membership: Membership = field(repr=False, compare=False)
    example: Callable[[Facts], Witness | None] = field(repr=False, compare=False)
    survey: Callable[[Collection[str] | None], ProvenFields] = field(repr=False, compare=False)

    def fields(self, around: Collection[str] | None = None) -> ProvenFields:
        """Return the fields, with each column's best verdicts on their values.

        There are none if a question is not decided.

        Args:
            around: The places whose parts are fields; None for all places.
        """
        return self.survey(around)

    def shown_by(self, value: Json) -> tuple[ProvenCause, ...]:
        """Return the causes whose facts all hold of the value.

        Facts about one element, or about one unlisted property, hold of the same part. If the value
        has several causes, a column's verdict on it may be worse than on a witness.
        """
        by_facts = {frozenset(cause.facts): cause for cause in self.causes}
        return tuple(map(by_facts.__getitem__, self.membership.shown(value, by_facts)))


def causes(columns: Sequence[ThreeValued], limits: Limits = _DEFAULT_LIMITS) -> Causes:
    """Return the causes of disagreement between the columns.

    Raises:
        BrokenFileError: A schema is not sound.
        DefectError: The evaluator contradicts a proven answer.
        IncompleteRunError: A chain of references is too long.
    """
    library = Library()
    solver = Solver(library, limits)
    subjects = subjects_of(columns)
    roots = {id(subject): library.root(subject) for subject in subjects}
    pairs = [(roots[id(column.strict)], roots[id(column.lenient)]) for column in columns]
    together = tuple({root.id: root for root in roots.values()}.values())
    primes = Primes(solver)
    known = _Best(pairs, _refusals(solver, primes, together))
    contexts = Contexts(solver, primes, together)
    where = {root.id: 1 << index for index, root in enumerate(together)}
    bits = [(where[strict.id], where[lenient.id]) for strict, lenient in pairs]

    def differ(cell: int) -> bool:
        return len({(bool(cell & strict), bool(cell & lenient)) for strict, lenient in bits}) > 1

    referee = Referee(subjects)
    judge, quick = Verdicts(columns, referee.judge_one), Verdicts(columns, referee.quick_one)
    membership = Membership(solver, together)

    def cause(facts: Facts) -> ProvenCause | None:
        refused = known.refused(facts)
        witness = contexts.witness(facts, refused, differ)
        if witness.parts >= UNMADE:
            return None
        value = witness.value
        best, stances = known.best(refused), judge.all(value)
        if not solver.why_not:
            _check(best, stances, value, facts)
        degraded = known.degraded(facts)

        def twin(verdicts: Verdicts) -> Witness | None:
            return _if_known(
                lambda: twin_of(value, facts, contexts, verdicts, degraded, membership)
            )

        near = twin(quick)
        is_right = quick.all(value) == stances
        if not is_right or (near is not None and quick.all(near.value) != judge.all(near.value)):
            near = twin(judge)
        return ProvenCause(
            facts=tuple(sorted(facts)) or (Fact("", ANYTHING),),
            stances=stances,
            best=best,
            degraded=tuple(columns[index].id for index in degraded),
            witness=Witness(value=value),
            twin=near,
        )

    def best(valid: int) -> tuple[Verdict, ...]:
        return known.best({root.id for root in together if not valid & where[root.id]})

    solver.why_not |= solver.doubts
    found = sorted(known.every, key=lambda some: (len(some), sorted(some)))
    for fact in sorted({fact for facts in found for fact in facts if fact.special == UNSHOWN}):
        solver.report((), f"{fact.place or '(root)'}: {UNSHOWN} is not decided")
    found = [facts for facts in found if all(fact.special != UNSHOWN for fact in facts)]
    listed = [facts for facts in found if len(facts) <= limits.facts]
    if len(listed) < len(found):
        solver.report((), f"causes of more than {limits.facts} facts are not listed")
    return Causes(
        columns=tuple(column.id for column in columns),
        causes=tuple(filter(None, (_if_known(partial(cause, facts)) for facts in listed))),
        complete=not solver.why_not,
        why_not=tuple(solver.why_not),
        membership=membership,
        example=lambda facts: _example(facts, contexts, known, differ),
        survey=lambda around: _fields(solver, primes, together, best, around),
    )


def membership_of(columns: Sequence[ThreeValued], limits: Limits = _DEFAULT_LIMITS) -> Membership:
    """Return what finds the facts of values, as `causes` does, without proving anything."""
    library = Library()
    roots = [library.root(subject) for subject in subjects_of(columns)]
    return Membership(Solver(library, limits), tuple({root.id: root for root in roots}.values()))


_Made = TypeVar("_Made")


def _if_known(make: Callable[[], _Made | None]) -> _Made | None:
    """Return what is made; None if no validator can say something that it needs."""
    try:
        return make()
    except BrokenFileError:
        return None


def _fields(
    solver: Solver,
    primes: Primes,
    together: tuple[Schema, ...],
    best: Callable[[int], tuple[Verdict, ...]],
    around: Collection[str] | None,
) -> ProvenFields:
    try:
        return fields_of(solver, primes, together, best, around)
    except (TooManyCells, Undecided):
        return ProvenFields(fields=(), cut=True)
    except RecursionError:
        raise too_deep() from None


def _example(
    facts: Facts, contexts: Contexts, known: _Best, differ: Callable[[int], bool]
) -> Witness | None:
    """Return a smallest value with some facts; None if there is none, or it is not decided."""
    confined = facts - {Fact("", ANYTHING)}
    try:
        found = contexts.witness(confined, known.refused(confined), differ)
    except (NoValueError, Undecided, TooManyCells, RecursionError):
        return None
    return Witness(value=found.value) if found.parts < UNMADE else None


def _refusals(solver: Solver, primes: Primes, together: tuple[Schema, ...]) -> dict[int, Refusals]:
    """Return the sets of facts that each schema rejects; none if something is not decided."""
    try:
        solver.solve(together)
        return {root.id: primes.refusals(root, together) for root in together}
    except TooManyCells:
        solver.report((), f"more than {solver.limits.cells} cells are not listed")
    except Undecided as reason:
        solver.report(together, f"{reason} is not decided")
    except RecursionError:
        raise too_deep() from None
    return {}


def _check(best: Sequence[Verdict], stances: Sequence[Verdict], value: Json, facts: Facts) -> None:
    if any(_RANK[stance] > _RANK[bound] for stance, bound in zip(stances, best, strict=True)):
        raise DefectError(
            f"the causes say {[str(each) for each in best]} of {canonical(value)}, "
            f"the specification {[str(each) for each in stances]}, for {sorted(facts)}"
        )


class _Best:
    """Knows each column's best verdict for a set of facts."""

    def __init__(
        self, pairs: Sequence[tuple[Schema, Schema]], refusals: dict[int, Refusals]
    ) -> None:
        self._pairs = pairs
        self._refusing: dict[Facts, set[int]] = {}
        self._named: dict[Facts, set[int]] = {}
        for number, (smallest, named) in refusals.items():
            for facts in smallest:
                self._refusing.setdefault(facts, set()).add(number)
            for facts in named:
                self._named.setdefault(facts, set()).add(number)

    @property
    def every(self) -> list[Facts]:
        """Return the sets of facts that force some column, and on which the columns differ."""
        return [facts for facts in self._named if len(set(self.best(self.refused(facts)))) > 1]

    def refused(self, facts: Facts) -> set[int]:
        """Return the ids of the schemas that are not valid with these facts."""
        known = closure(facts)
        some = (numbers for prime, numbers in self._refusing.items() if prime <= known)
        return set().union(*some)

    def best(self, refused: set[int]) -> tuple[Verdict, ...]:
        """Return the columns' best verdicts if some schemas are not valid."""
        return tuple(
            verdict(strict=strict.id not in refused, lenient=lenient.id not in refused)
            for strict, lenient in self._pairs
        )

    def degraded(self, facts: Facts) -> list[int]:
        """Return the columns for which this set is a smallest one."""
        numbers = self._named[facts]
        return [
            index
            for index, pair in enumerate(self._pairs)
            if any(schema.id in numbers for schema in pair)
        ]
