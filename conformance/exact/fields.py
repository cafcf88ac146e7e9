"""The fields of some schemas: each place with its classes of values, and the verdicts on them.

A column's verdict on a class is its best verdict on any value that has a value of the class there,
whatever stands beside it. The causes of disagreement rest on the same verdicts.
"""

from __future__ import annotations

from collections import deque
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.exact.facts import UNSHOWN, Class
from conformance.exact.location import Slot, closure
from conformance.exact.objects import Reach
from conformance.exact.primes import outcomes
from conformance.exact.steps import step_to
from conformance.model import ABSENT, ELEMENT, PRESENT, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import ObjectCompiler, Place
    from conformance.exact.primes import Primes, Schemas
    from conformance.exact.solver import Solver
    from conformance.exact.values import Sized

MAX_FIELDS = 300
"""At most this many places are fields; the deeper ones are left out first."""
DEEPEST = 12
"""At most this many steps lead to a field."""

_OBJECT = Class("an object", "object", None, {})
_ARRAY = Class("an array", "array", None, {})
_DESCRIBING = frozenset(
    {"additionalProperties", "items", "patternProperties", "prefixItems", "properties"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueClass:
    """Values at one place that no column tells apart, apart from their parts.

    Attributes:
        special: The class in words, a literal as canonical JSON, or a fact of presence.
        best: Each column's best verdict on a value with it.
        sample: The smallest value of the class; None for absence, presence, objects and arrays.
    """

    special: str
    best: tuple[Verdict, ...]
    sample: Witness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenField:
    """A place of the record.

    Attributes:
        place: JSON Pointer with `*` for any element, as in facts.
        values: The classes of values there.
    """

    place: str
    values: tuple[ValueClass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFields:
    """The fields of some schemas.

    Attributes:
        fields: Places above others come first.
        cut: Whether some places are left out because there are too many.
    """

    fields: tuple[ProvenField, ...]
    cut: bool


def fields_of(
    solver: Solver,
    primes: Primes,
    together: Schemas,
    best: Callable[[int], tuple[Verdict, ...]],
    around: Collection[str] | None = None,
) -> ProvenFields:
    """Return the fields of schemas that are compared.

    A recursive schema describes places without end: what is inside a place with the same
    description as a place around it is left out.

    Args:
        solver: Answers for the places.
        primes: Knows the classes of values.
        together: The compared schemas.
        best: Returns each column's best verdict, from the schemas that can be valid, as bits.
        around: The places whose parts are fields; None for all places.

    Raises:
        Undecided: A search has too many states, or meets what is not decided.
    """
    survey = _Survey(solver, primes)
    found: list[ProvenField] = []
    waiting: deque[_Here] = deque([_Here("", together)])
    cut = False
    while waiting:
        here = waiting.popleft()
        if len(found) == MAX_FIELDS or here.place.count("/") > DEEPEST:
            cut = True
            continue
        parts = list(survey.parts(here))
        values = tuple(
            ValueClass(special=special, best=best(survey.valid(here, cells)), sample=sample)
            for special, cells, sample in survey.values(here, parts)
        )
        if here.above is not None and here.part.is_named:
            left = best(survey.valid_without(here.above, here.part))
            values += (ValueClass(special=ABSENT, best=left, sample=None),)
        found.append(ProvenField(place=here.place, values=values))
        described = survey.describing(here.schemas)
        if around is not None and here.place not in around:
            continue
        if described not in here.way:
            waiting += [
                _Here(f"{here.place}/{part.step}", part.schemas, here, part, (*here.way, described))
                for part in parts
                if part.schemas or part.is_named
            ]
    return ProvenFields(fields=tuple(found), cut=cut)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a value.

    Attributes:
        step: The step that leads to it.
        presence: The fact that it is there.
        schemas: The schemas that apply to it.
        at: Its place as a formula's variable; None for elements.
    """

    step: str
    presence: str
    schemas: Schemas
    at: Place | None

    @property
    def is_named(self) -> bool:
        """Whether it is a property with a name, which may be left out."""
        return self.presence == PRESENT


_WHOLE = _Part("", "", (), None)


@dataclass(frozen=True, slots=True)
class _Here:
    """A place, with the schemas that apply there.

    Attributes:
        place: JSON Pointer, as in facts.
        schemas: The schemas.
        above: The place around it; None for the whole value.
        part: The part of the place around it.
        way: The ids of the describing schemas of each place above it.
    """

    place: str
    schemas: Schemas
    above: _Here | None = None
    part: _Part = _WHOLE
    way: tuple[frozenset[int], ...] = ()


class _Survey:
    """Finds the parts and the values of places, and which schemas they leave valid."""

    def __init__(self, solver: Solver, primes: Primes) -> None:
        self._solver = solver
        self._primes = primes
        self._left: dict[tuple[tuple[int, ...], str, frozenset[int]], Mapping[int, Sized]] = {}

    def parts(self, here: _Here) -> Iterator[_Part]:
        """Yield the parts of a value at a place; none where no schema applies."""
        if not here.schemas:
            return
        objects = cast("ObjectCompiler", self._solver.compiled("object", here.schemas))
        objects.formulas()
        for place, _, _ in objects.places():
            step, presence = step_to(objects, place)
            schemas = (objects.slots.get(place) or Slot()).schemas
            yield _Part(step, presence.special, schemas, place)
        arrays = cast("ArrayCompiler", self._solver.compiled("array", here.schemas))
        elements = arrays.element_schemas()
        if elements:
            yield _Part("*", ELEMENT, elements, None)

    def values(
        self, here: _Here, parts: list[_Part]
    ) -> Iterator[tuple[str, Mapping[int, Sized], Witness | None]]:
        """Yield the classes of values at a place: in words, with its cells and a sample."""
        if not here.schemas:
            yield PRESENT, self._solver.cells(()), None
            return
        for each in self._primes.classes(here.schemas):
            if each.kind in {"array", "object"}:
                yield each.special, outcomes(self._solver, each, here.schemas, {}), None
            elif each.special != UNSHOWN:
                smallest = min(each.cells.values(), key=lambda value: value[:3])
                yield each.special, each.cells, Witness(value=smallest.value)
        for part in parts:
            if not part.is_named:
                cells = self._solver.cells(part.schemas)
                yield part.presence, self._around(here.schemas, part, cells), None

    def valid(self, here: _Here, cells: Mapping[int, Sized]) -> int:
        """Return the compared schemas that can be valid with one of these cells at a place."""
        while here.above is not None:
            cells = self._around(here.above.schemas, here.part, cells)
            here = here.above
        return reduce(or_, cells, 0)

    def valid_without(self, here: _Here, part: _Part) -> int:
        """Return the compared schemas that can be valid if a property is left out of a place."""
        members = {cast("Place", part.at): Reach(absent=True, cells={})}
        return self.valid(here, outcomes(self._solver, _OBJECT, here.schemas, members))

    def describing(self, schemas: Schemas) -> frozenset[int]:
        """Return the ids of the schemas at a place that describe parts of a value."""
        every = closure(self._solver.library, schemas)
        return frozenset(x.id for x in every if not _DESCRIBING.isdisjoint(x.keywords))

    def _around(
        self, schemas: Schemas, part: _Part, cells: Mapping[int, Sized]
    ) -> Mapping[int, Sized]:
        """Return the cells of values with a part in one of some cells."""
        key = (tuple(x.id for x in schemas), part.step, frozenset(cells))
        if key not in self._left:
            members = {} if part.at is None else {part.at: Reach(absent=False, cells=cells)}
            whole = _ARRAY if part.at is None else _OBJECT
            element = cells if part.at is None else None
            self._left[key] = outcomes(self._solver, whole, schemas, members, element)
        return self._left[key]
