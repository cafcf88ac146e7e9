"""The causes of disagreement, proved once, with what is asked about them: kept like the cells."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from conformance.errors import ConformanceError
from conformance.exact.causes import Causes, membership_of
from conformance.exact.causes import causes as prove_causes
from conformance.exact.solver import Limits, TooManyCells
from conformance.exact.values import Undecided
from conformance.model import Verdict
from conformance.proofs import judged, shapes, store
from conformance.proofs.digest import name_of
from conformance.proofs.judged import Judged, NotRightError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from conformance.exact import ProvenFields, ThreeValued
    from conformance.exact.combining import Facts
    from conformance.exact.membership import Membership
    from conformance.model import Fact, Json, Witness

MAX_EXAMPLES = 2_000
"""At most this many examples are kept with the causes."""

_DEFAULT_LIMITS = Limits()
_WRONG = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(ConformanceError, TooManyCells, Undecided),
)
"""The errors of a kept comparison that is not as it should be."""


class KeptCauses:
    """The causes of disagreement between some columns, with what is asked about them.

    Attributes:
        causes: The causes.
    """

    def __init__(self, columns: Sequence[ThreeValued], limits: Limits = _DEFAULT_LIMITS) -> None:
        """Find the causes among those that are kept, or prove them.

        Raises:
            The errors of the exact comparison.
        """
        self._columns, self._limits = columns, limits
        self._name = name_of("causes", columns, limits) if store.is_used() else None
        self._proved: Causes | None = None
        self._fields: ProvenFields | None = None
        self._near: tuple[list[str], ProvenFields] | None = None
        self._examples: dict[Facts, Witness | None] = {}
        self._seconds = 0.0
        self._has_more = False
        self.causes = replace(self._found(), example=self._example, survey=self._survey)

    def keep(self) -> None:
        """Keep the causes, and the answers to what was asked, if they took long."""
        if self._name is None or not self._has_more or self._seconds < judged.LEAST:
            return
        again = Judged(self._columns)
        examples: list[Json] = []
        for facts, witness in [*self._examples.items()][:MAX_EXAMPLES]:
            seen = None if witness is None else again.words(witness.value)
            examples.append([shapes.facts_json(sorted(facts)), shapes.boxed(witness), seen])
        content: dict[str, Json] = {
            "columns": list(self.causes.columns),
            "complete": self.causes.complete,
            "why_not": list(self.causes.why_not),
            "causes": [
                [shapes.cause_json(x), again.words(x.twin.value) if x.twin else None]
                for x in self.causes.causes
            ],
            "fields": None if self._fields is None else shapes.fields_json(self._fields),
            "near": None
            if self._near is None
            else [[*self._near[0]], shapes.fields_json(self._near[1])],
            "examples": examples,
        }
        store.keep(self._name, content)
        self._has_more = False

    def _found(self) -> Causes:
        if self._name is not None:
            try:
                return self._checked(cast("Any", store.found(self._name)))
            except _WRONG:
                self._fields, self._near, self._examples = None, None, {}
        return self._whole()

    def _whole(self) -> Causes:
        """Return the causes as they are proved now."""
        if self._proved is None:
            started = time.process_time()
            self._proved = prove_causes(self._columns, self._limits)
            self._seconds += time.process_time() - started
            self._has_more = True
        return self._proved

    def _checked(self, kept: Any) -> Causes:  # noqa: ANN401  JSON of an unknown shape
        """Return kept causes, judged again; raise one of `_WRONG` if they are not right."""
        again = Judged(self._columns)
        again.check_columns(kept["columns"])
        membership = membership_of(self._columns, self._limits)
        found = []
        for entry, after in kept["causes"]:
            cause = shapes.cause_of(entry)
            again.check(cause.witness.value, cause.stances)
            _check_facts(membership, cause.witness.value, cause.facts)
            if cause.twin is not None:
                again.check(cause.twin.value, map(Verdict, after))
                again.check_better(cause.stances, map(Verdict, after), cause.degraded)
            found.append(cause)
        for facts, boxed, seen in kept["examples"]:
            witness = shapes.unboxed(boxed)
            if witness is not None:
                again.check(witness.value, map(Verdict, seen))
                _check_facts(membership, witness.value, shapes.facts_of(facts))
            self._examples[frozenset(shapes.facts_of(facts))] = witness
        self._fields = None if kept["fields"] is None else shapes.fields_of(kept["fields"])
        if kept["near"] is not None:
            self._near = kept["near"][0], shapes.fields_of(kept["near"][1])
        return Causes(
            columns=tuple(kept["columns"]),
            causes=tuple(found),
            complete=kept["complete"],
            why_not=tuple(kept["why_not"]),
            membership=membership,
            example=self._example,
            survey=self._survey,
        )

    def _example(self, facts: Facts) -> Witness | None:
        if facts not in self._examples:
            self._examples[facts] = self._whole().example(facts)
            self._has_more = True
        return self._examples[facts]

    def _survey(self, around: Collection[str] | None) -> ProvenFields:
        if around is not None:
            places = sorted(around)
            if self._near is None or self._near[0] != places:
                self._near = places, self._whole().fields(around)
                self._has_more = True
            return self._near[1]
        if self._fields is None:
            self._fields = self._whole().fields()
            self._has_more = True
        return self._fields


def _check_facts(membership: Membership, value: Json, facts: Iterable[Fact]) -> None:
    """Raise an error if a value has not some facts."""
    if not list(membership.shown(value, [frozenset(facts)])):
        raise NotRightError
