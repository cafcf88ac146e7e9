"""The causes of disagreement: the smallest sets of facts that force a column to say less.

For a set of facts K and a column, V(K) is the best verdict (accept, then silent, then reject) over
all values of which K holds. K is a cause where V(K) is worse for some column than for every smaller
set, and the columns do not all have the same V(K).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.errors import DefectError
from conformance.exact.cells import Column, subjects_of, too_deep, verdict
from conformance.exact.contexts import Contexts
from conformance.exact.facts import ANYTHING, Fact
from conformance.exact.judge import fast_judge_of, judge_of
from conformance.exact.numeric import Undecided
from conformance.exact.primes import Primes, implied
from conformance.exact.solver import Limits, Solver, TooManyCells
from conformance.exact.sources import Library
from conformance.exact.twins import twin_of
from conformance.jsontext import canonical
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.exact.combining import Facts
    from conformance.exact.judge import Judge
    from conformance.exact.sources import Schema
    from conformance.model import Json

_DEFAULT_LIMITS = Limits()
_RANK = {Verdict.ACCEPT: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of disagreement.

    Attributes:
        facts: What is special, sorted by place.
        stances: What the columns say of the witness, in their order.
        best: The best that each column says of any value with these facts.
        degraded: The ids of the columns that the cause makes say less.
        witness: The smallest value that shows it in the best context: where one value can, each
            column says of it the best that it says of any.
        twin: The witness with one fact changed, of which every degraded column says more; None
            where there is none.
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

    Sets of more than `Limits.facts` facts are not looked for, and `why_not` does not name them:
    the list is complete up to that size.

    Attributes:
        columns: The columns' ids.
        causes: Fewest facts first, then by place.
        complete: Whether it is proven that no other cause of that size exists.
        why_not: What stood in the way, each with its place.
    """

    columns: tuple[str, ...]
    causes: tuple[Cause, ...]
    complete: bool
    why_not: tuple[str, ...]


def causes(columns: Sequence[Column], limits: Limits = _DEFAULT_LIMITS) -> Causes:
    """Return the causes of disagreement between the columns.

    Raises:
        BrokenFileError: A schema is not sound.
        DefectError: The validator contradicts a proven answer.
        IncompleteRunError: A chain of references is too long.
    """
    library = Library()
    solver = Solver(library, limits)
    subjects = subjects_of(columns)
    roots = {id(subject): library.root(subject) for subject in subjects}
    pairs = [(roots[id(column.strict)], roots[id(column.lenient)]) for column in columns]
    together = tuple({root.id: root for root in roots.values()}.values())
    primes = Primes(solver)
    try:
        solver.solve(together)
        refusals = {root.id: primes.refusals(root, together) for root in together}
    except TooManyCells:
        solver.report((), f"more than {limits.cells} cells are not listed")
        refusals = {}
    except Undecided as reason:
        solver.report(together, f"{reason} is not decided")
        refusals = {}
    except RecursionError:
        raise too_deep() from None
    found = _found(pairs, refusals) if refusals else []
    contexts = Contexts(solver, primes, together)
    judge = _verdicts(columns, judge_of(subjects))
    fast = _verdicts(columns, fast_judge_of(subjects))
    result = []
    for facts in sorted(found, key=lambda some: (len(some), sorted(some))):
        refused = {number for number, sets in refusals.items() if _holds(sets, facts)}
        value = contexts.witness(facts, refused).value
        best = _best(pairs, refusals, facts)
        stances = judge(value)
        if not solver.why_not and any(
            _RANK[s] > _RANK[b] for s, b in zip(stances, best, strict=True)
        ):
            raise DefectError(
                f"the causes say {[str(each) for each in best]} of {canonical(value)}, "
                f"the validator {[str(each) for each in stances]}, for {sorted(facts)}"
            )
        if len(set(stances)) == 1:
            continue
        degraded = _degraded(pairs, refusals, facts)
        result.append(
            Cause(
                facts=tuple(sorted(facts)) or (Fact("", ANYTHING),),
                stances=stances,
                best=best,
                degraded=tuple(columns[index].id for index in degraded),
                witness=Witness(value=value),
                twin=twin_of(value, facts, contexts, fast, degraded),
            )
        )
    return Causes(
        columns=tuple(column.id for column in columns),
        causes=tuple(result),
        complete=not solver.why_not,
        why_not=tuple(solver.why_not),
    )


def _found(pairs: Sequence[tuple[Schema, Schema]], refusals: dict[int, list[Facts]]) -> list[Facts]:
    """Return the sets of facts that force some column, and on which the columns differ."""
    every = {facts: None for sets in refusals.values() for facts in sets}
    return [facts for facts in every if len(set(_best(pairs, refusals, facts))) > 1]


def _holds(sets: Sequence[Facts], facts: Facts) -> bool:
    return any(prime == facts or implied(prime, facts) for prime in sets)


def _best(
    pairs: Sequence[tuple[Schema, Schema]], refusals: dict[int, list[Facts]], facts: Facts
) -> tuple[Verdict, ...]:
    return tuple(
        verdict(
            strict=not _holds(refusals[strict.id], facts),
            lenient=not _holds(refusals[lenient.id], facts),
        )
        for strict, lenient in pairs
    )


def _degraded(
    pairs: Sequence[tuple[Schema, Schema]], refusals: dict[int, list[Facts]], facts: Facts
) -> list[int]:
    """Return the columns for which this very set is a smallest one."""
    return [
        index
        for index, pair in enumerate(pairs)
        if any(facts in refusals[schema.id] for schema in pair)
    ]


def _verdicts(columns: Sequence[Column], judge: Judge) -> Callable[[Json], tuple[Verdict, ...]]:
    places = {id(subject): index for index, subject in enumerate(subjects_of(columns))}
    pairs = [(places[id(column.strict)], places[id(column.lenient)]) for column in columns]

    def verdicts(value: Json) -> tuple[Verdict, ...]:
        valid = judge(value)
        return tuple(
            verdict(strict=valid[strict], lenient=valid[lenient]) for strict, lenient in pairs
        )

    return verdicts
