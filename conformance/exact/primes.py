"""Finds the sets of facts that force a schema to reject, whatever else holds of a value.

The sets are found place by place. A set affects the whole only through the cells that it leaves to
the part, so a set that leaves the same cells as a smaller one is dropped. If a schema's validity at
a place can only help the whole, only rejections are searched there.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice, product, starmap
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.exact import arrays, objects
from conformance.exact.branches import by_tag, tag_of, unmixed
from conformance.exact.combining import (
    Combinations,
    Facts,
    Option,
    TooManyChoicesError,
    best_of,
    grouped,
    independent,
)
from conformance.exact.elements import UNIQUE
from conformance.exact.facts import Class, classes, spans
from conformance.exact.formula import FALSE, vector
from conformance.exact.location import Slot
from conformance.exact.members import ObjectCompiler
from conformance.exact.minimal import is_split, smallest
from conformance.exact.objects import Reach
from conformance.exact.polarity import bits_of, inner_mixed
from conformance.exact.steps import at, step_to
from conformance.exact.values import UNMADE
from conformance.model import ABSENT, ELEMENT, PRESENT, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.exact.elements import ArrayCompiler
    from conformance.exact.members import Place
    from conformance.exact.objects import Span
    from conformance.exact.polarity import Mixed
    from conformance.exact.solver import Solver
    from conformance.exact.sources import Schema
    from conformance.exact.values import Sized

Schemas: TypeAlias = "tuple[Schema, ...]"
_Key: TypeAlias = "tuple[tuple[int, ...], tuple[int, ...], Mixed, bool]"

_WHOLE = (Class("", "object", None, {}), Class("", "array", None, {}))


class Restriction(NamedTuple):
    """A set of facts about a place, and the cells that it leaves."""

    facts: Facts
    cells: frozenset[int]


class Refusals(NamedTuple):
    """Sets of facts with which a schema is not valid.

    Attributes:
        smallest: The minimal sets.
        named: The same sets, but if `is_split`, with classes of values in place of presence, and
            without those that mix the reasons of several branches.
    """

    smallest: list[Facts]
    named: list[Facts]


_MORE = "whether more facts together are a cause"


class _TooManyTriesError(Exception):
    """The search for sets of facts takes more steps than the limit allows."""


def _sets(search: Combinations) -> Iterator[tuple[Facts, frozenset[int]]] | None:
    """Return the sets of facts of a search, with what they leave; None if there are too many."""
    try:
        found = search.found()[1:]
    except TooManyChoicesError:
        return None
    return ((facts, cells) for chosen, cells in found for facts in search.facts(chosen))


class Primes:
    """Finds the sets of facts for the schemas of one comparison."""

    def __init__(self, solver: Solver) -> None:
        """Start with nothing known."""
        self._solver = solver
        self._known: dict[_Key, list[Restriction]] = {}
        self._classes: dict[tuple[int, ...], list[Class]] = {}
        self._active: set[_Key] = set()
        self._wider: dict[tuple[int, ...], Schemas] = {}
        self._cells: dict[tuple[int, ...], dict[int, Sized]] = {}
        self._outcomes: dict[tuple[object, ...], frozenset[int]] = {}
        self._values: dict[tuple[str, tuple[int, ...]], frozenset[str]] = {}
        self._tries = 0

    def ready(self, wanted: Iterable[Schemas]) -> None:
        """Compute nothing ahead: this asks for one place at a time."""
        self._solver.ready(wanted)

    def refusals(self, schema: Schema, together: Schemas) -> Refusals:
        """Return the smallest sets of facts with which the schema is not valid.

        Args:
            schema: The schema.
            together: All compared schemas: they determine the facts.
        """
        self._wider.setdefault((schema.id,), together)
        if 1 not in self.cells((schema,)):
            return Refusals([frozenset()], [frozenset()])
        found = smallest(
            restriction.facts
            for restriction in self.restrictions((schema,), together, frozenset(), fatal=True)
            if 1 not in restriction.cells
        )
        named = self._named(found, together)
        return Refusals(found, unmixed(named, lambda place: self._values_at(place, together)))

    def _values_at(self, place: str, together: Schemas) -> frozenset[str]:
        """Return what the part at a place can be, in the words of facts."""
        key = (place, _key(together))
        if key not in self._values:
            schemas = at(self._solver, together, place)
            self._values[key] = frozenset({*(x.special for x in self._whole(schemas)), ABSENT})
        return self._values[key]

    def _named(self, found: list[Facts], together: Schemas) -> list[Facts]:
        """Return the sets; the classes of values replace those that `is_split` names."""
        whole = cast("ObjectCompiler", self._solver.compiled("object", together))
        result: dict[Facts, None] = {}
        seen: set[Facts] = set()
        todo = list(found)
        while todo:
            facts = todo.pop()
            if facts in seen:
                continue
            seen.add(facts)
            presence = is_split(facts, found)
            if presence is None:
                result[facts] = None
                continue
            for place, _, _ in whole.places():
                if step_to(whole, place)[1] == presence:
                    met = (whole.slots.get(place) or Slot()).schemas
                    todo += [
                        facts - {presence} | {Fact(presence.part, each.special)}
                        for each in self._whole(met)
                    ]
        return smallest(result)

    def classes(self, together: Schemas) -> list[Class]:
        """Return the classes of values at a place."""
        key = _key(together)
        if key not in self._classes:
            self._classes[key] = list(classes(self._solver, together))
        return self._classes[key]

    def _whole(self, together: Schemas) -> list[Class]:
        """Return the classes of values at a place, but those that count parts."""
        return [each for each in self.classes(together) if each.span is None]

    def restrictions(
        self, schemas: Schemas, together: Schemas, mixed: Mixed, *, fatal: bool
    ) -> list[Restriction]:
        """Return the sets of facts about a place that leave fewer cells of some of its schemas.

        Args:
            schemas: Some of the schemas that apply there.
            together: All of them.
            mixed: The schemas whose validity may also hinder the whole.
            fatal: Whether every compared schema rejects the whole value if none of the schemas is
                valid there.
        """
        self._wider.setdefault(_key(schemas), together)
        key = (_key(schemas), _key(together), mixed, fatal)
        if key not in self._known:
            is_inner = key in self._active
            self._active.add(key)
            # Where one schema is everybody's, what it rejects is no disagreement: its own parts
            # need not be looked at.
            is_shared = fatal and len(together) == 1 and not mixed
            found = self._found(schemas, together, mixed)
            if not is_inner and not is_shared:
                found += self._inside(schemas, together, mixed, fatal=fatal)
            if is_inner:
                self._solver.report(together, "which parts of a recursive schema are causes")
                return _interesting(found)
            self._active.discard(key)
            self._known[key] = _interesting(found)
        return self._known[key]

    def _found(self, schemas: Schemas, together: Schemas, mixed: Mixed) -> list[Restriction]:
        """Return what the classes of values leave at a place."""
        bits = bits_of(schemas, mixed)
        everything = best_of(self.cells(schemas), bits)
        where = _where(schemas, together)
        result = []
        for each in self.classes(together):
            if each.kind in {"array", "object"}:
                cells = best_of(self._sized(each, schemas, together), bits)
            else:
                cells = best_of((_projected(cell, where) for cell in each.cells), bits)
            if cells != everything:
                result.append(Restriction(frozenset({Fact("", each.special)}), cells))
        return result

    def _inside(
        self, schemas: Schemas, together: Schemas, mixed: Mixed, *, fatal: bool
    ) -> list[Restriction]:
        """Return what facts about the parts of a value leave."""
        bits = bits_of(schemas, mixed)
        whole = {each.kind: best_of(self._sized(each, schemas, together), bits) for each in _WHOLE}
        members = self._members(schemas, together, mixed, fatal=fatal)
        elements = self._elements(schemas, together, mixed, fatal=fatal)
        telling = chain(
            (each for each in members if each.cells != whole["object"]),
            (each for each in elements if each.cells != whole["array"]),
        )
        most = self._solver.limits.sets
        found = list(islice(telling, most + 1))
        if len(found) > most:
            self._solver.report(together, f"more than {most} sets of facts about the parts")
            return []
        return found

    @property
    def most_states(self) -> int:
        """See `Parts`."""
        return self._solver.most_states

    def cells(self, schemas: Schemas) -> Mapping[int, Sized]:
        """See `Parts`; derived from the cells of all schemas there."""
        key = _key(schemas)
        if key not in self._cells:
            where = _where(schemas, self._wider[key])
            found: dict[int, Sized] = {}
            for cell, value in self._solver.cells(self._wider[key]).items():
                projected = _projected(cell, where)
                known = found.setdefault(projected, value)
                found[projected] = min(known, value, key=lambda each: each[:3])
            self._cells[key] = found
        return self._cells[key]

    def _sized(self, each: Class, schemas: Schemas, together: Schemas) -> frozenset[int]:
        key = (each.kind, each.span, _key(together))
        if key not in self._outcomes:
            found = outcomes(self._solver, each, together, {})
            self._outcomes[key] = frozenset(found)
        where = _where(schemas, together)
        return frozenset(_projected(cell, where) for cell in self._outcomes[key])

    def _members(
        self, schemas: Schemas, together: Schemas, mixed: Mixed, *, fatal: bool
    ) -> Iterator[Restriction]:
        """Yield the cells that facts about properties leave, alone and together."""
        solver = self._solver
        names = cast("ObjectCompiler", solver.compiled("object", together)).names
        compiler = cast("ObjectCompiler", solver.compiled("object", schemas, names))
        whole = cast("ObjectCompiler", solver.compiled("object", together))
        formulas = compiler.formulas()
        bits = bits_of(schemas, mixed)
        inner = inner_mixed(compiler, mixed)
        counted = [
            Option([frozenset({Fact("", special)})], span=span)
            for special, span in spans(solver, "object", together)
        ]
        options = {
            place: self._options(
                place, compiler, whole, inner, fatal=fatal and _is_fatal(place, whole)
            )
            for place, _, _ in compiler.places()
        }
        is_split = len(formulas) == 1 and not bits and not counted
        try:
            for question in independent(compiler, formulas[0]) if is_split else [0]:
                search = partial(
                    Combinations,
                    compiler,
                    (question,) if is_split else formulas,
                    self,
                    options,
                    spans=counted,
                    mixed=bits,
                    tried=self._tried,
                )
                plain = search()
                sets, most = _sets(plain), solver.limits.mixed
                few = [] if sets is None else [*islice(sets, most + 1)]
                here = {place: options[place] for place in plain.places}
                tag = tag_of(here) if sets is None or len(few) > most else None
                if tag is not None:
                    alone = partial(self._is_alone, tag, schemas, together) if fatal else None
                    kinds = self._kinds(tag, compiler, whole)
                    yield from starmap(Restriction, by_tag(tag, kinds, search, plain, alone))
                elif sets is not None:
                    yield from starmap(Restriction, chain(few, sets))
                else:
                    solver.report(together, _MORE)
        except (TooManyChoicesError, _TooManyTriesError):
            solver.report(together, _MORE)

    def _kinds(
        self, tag: Place, compiler: ObjectCompiler, whole: ObjectCompiler
    ) -> list[tuple[list[Fact], Reach]]:
        """Return all that a property can be, by its effect."""
        own = (compiler.slots.get(tag) or Slot()).schemas
        met = (whole.slots.get(tag) or Slot()).schemas
        step, _ = step_to(whole, tag)
        where, cells = _where(own, met), self.cells(own)
        groups: dict[frozenset[int], list[Fact]] = {}
        for each in self._whole(met):
            if each.kind in {"array", "object"}:
                left = self._sized(each, own, met)
            else:
                left = frozenset(_projected(cell, where) for cell in each.cells)
            groups.setdefault(left, []).append(Fact(f"/{step}", each.special))
        kinds = [
            (facts, Reach(absent=False, cells={cell: cells[cell] for cell in sorted(left)}))
            for left, facts in groups.items()
        ]
        return [([Fact(f"/{step}", ABSENT)], Reach(absent=True, cells={})), *kinds]

    def _is_alone(
        self, tag: Place, schemas: Schemas, together: Schemas, words: Sequence[Fact]
    ) -> bool:
        """Return whether only one schema accepts objects whose property is of some kinds."""
        whole = cast("ObjectCompiler", self._solver.compiled("object", together))
        met = (whole.slots.get(tag) or Slot()).schemas
        named = {fact.special for fact in words}
        cells: dict[int, Sized] = {}
        for each in [each for each in self._whole(met) if each.special in named]:
            is_scalar = each.kind not in {"array", "object"}
            cells |= each.cells if is_scalar else outcomes(self._solver, each, met, {})
        reach = Reach(absent=ABSENT in named, cells=cells)
        own = sum(1 << number for number in _where(schemas, together))
        return not any(
            cell & ~own for cell in outcomes(self._solver, _WHOLE[0], together, {tag: reach})
        )

    def _tried(self, steps: int) -> None:
        self._tries += steps
        if self._tries > self._solver.limits.causes:
            raise _TooManyTriesError

    def _options(
        self,
        place: Place,
        compiler: ObjectCompiler,
        whole: ObjectCompiler,
        inner: Mixed,
        *,
        fatal: bool,
    ) -> list[Option]:
        slot = compiler.slots.get(place) or Slot()
        met = (whole.slots.get(place) or Slot()).schemas
        self._wider.setdefault(_key(slot.schemas), met)
        cells = self.cells(slot.schemas)
        result = []
        said = self._said(place, compiler, whole, inner, fatal=fatal)
        for (absent, left), facts in grouped(said).items():
            reach = {cell: value for cell, value in cells.items() if cell in left}
            result.append(Option(facts, Reach(absent, reach)))
        return result

    def _said(
        self,
        place: Place,
        compiler: ObjectCompiler,
        whole: ObjectCompiler,
        inner: Mixed,
        *,
        fatal: bool,
    ) -> Iterator[tuple[Facts, bool, frozenset[int]]]:
        """Yield the possible facts about a property, with whether it is absent, and its cells."""
        own = (compiler.slots.get(place) or Slot()).schemas
        all_of_them = (whole.slots.get(place) or Slot()).schemas
        step, presence = step_to(whole, place)
        if presence.special == PRESENT:
            yield frozenset({Fact(f"/{step}", ABSENT)}), True, frozenset()
        yield frozenset({presence}), False, frozenset(self.cells(own))
        mixed = inner & frozenset(_key(own))
        if not own:
            return
        for restriction in self.restrictions(own, all_of_them, mixed, fatal=fatal):
            yield (
                frozenset(fact.under(step) for fact in restriction.facts),
                False,
                restriction.cells,
            )

    def _elements(
        self, schemas: Schemas, together: Schemas, mixed: Mixed, *, fatal: bool
    ) -> Iterator[Restriction]:
        solver = self._solver
        compiler = cast("ArrayCompiler", solver.compiled("array", schemas))
        whole = cast("ArrayCompiler", solver.compiled("array", together))
        if compiler.sorts or compiler.pool.keys(UNIQUE):
            solver.report(schemas, "which elements together are a cause")
        own = compiler.element_schemas()
        self._wider.setdefault(_key(own), whole.element_schemas())
        everything = frozenset(self.cells(own))
        choices: list[tuple[Facts, frozenset[int]]]
        choices = [(frozenset({Fact("", ELEMENT)}), everything)]
        inner = inner_mixed(compiler, mixed) & frozenset(_key(own))
        met = whole.element_schemas()
        fatal = fatal and self._is_fatal_element(whole, met)
        for restriction in self.restrictions(own, met, inner, fatal=fatal) if own else ():
            facts = frozenset(fact.under("*") for fact in restriction.facts)
            choices.append((facts, restriction.cells))
        counted: list[tuple[Facts, Span | None]] = [(frozenset(), None)]
        counted += [
            (frozenset({Fact("", word)}), span) for word, span in spans(solver, "array", together)
        ]
        known: dict[tuple[frozenset[int], Span | None], frozenset[int]] = {}
        for (facts, cells), (size, span) in product(choices, counted):
            if (cells, span) not in known:
                values = {cell: value for cell, value in self.cells(own).items() if cell in cells}
                found = arrays.reachable(compiler, self, values, span)
                known[cells, span] = best_of(map(vector, found), bits_of(schemas, mixed))
            if known[cells, span]:
                yield Restriction(facts | size, known[cells, span])

    def _is_fatal_element(self, whole: ArrayCompiler, met: Schemas) -> bool:
        """Return whether an element that no schema accepts makes every schema reject the array."""
        cells = self._solver.cells(met)
        none = {cell: value for cell, value in cells.items() if cell == 0}
        found = arrays.reachable(whole, self._solver, none, None) if none else ()
        return all(formula == FALSE for residue in found for formula in residue)


def _is_fatal(place: Place, whole: ObjectCompiler) -> bool:
    """Return whether a property that no schema accepts makes every schema reject the object."""
    choice = whole.pool.choice(place, "invalid", lambda key: key == PRESENT)
    return all(choice[formula] == FALSE for formula in whole.formulas())


def _where(schemas: Schemas, together: Schemas) -> list[int]:
    """Return the positions of some schemas among others that include them."""
    places = {schema.id: index for index, schema in enumerate(together)}
    return [places[schema.id] for schema in schemas]


def outcomes(
    solver: Solver,
    each: Class,
    schemas: Schemas,
    members: Mapping[Place, Reach],
    element: Mapping[int, Sized] | None = None,
) -> dict[int, Sized]:
    """Return the cells of objects or arrays of a class, some of whose parts are confined."""
    compiler = solver.compiled(each.kind, schemas)
    formulas = compiler.formulas()
    found: Mapping[tuple[int, ...], Sized]
    if isinstance(compiler, ObjectCompiler):
        found = objects.search(compiler, formulas, solver, members, each.span)
    else:
        confined = None if element is None else (lambda _: element)
        found = arrays.search(
            cast("ArrayCompiler", compiler), formulas, solver, confined, each.span
        )
    if any(value.parts >= UNMADE for value in found.values()):
        is_object = isinstance(compiler, ObjectCompiler)
        what = "an object that is too large to be made" if is_object else arrays.TOO_LONG
        solver.report(schemas, f"{what} is not decided")
    return {vector(residue): value for residue, value in found.items() if value.parts < UNMADE}


def _key(schemas: Schemas) -> tuple[int, ...]:
    return tuple(schema.id for schema in schemas)


def _projected(cell: int, where: list[int]) -> int:
    return sum((cell >> number & 1) << index for index, number in enumerate(where))


def _interesting(found: Iterable[Restriction]) -> list[Restriction]:
    """Drop sets that leave the same as a smaller one; the result is sorted, small sets first."""
    by_cells: dict[frozenset[int], list[Facts]] = {}
    for each in found:
        by_cells.setdefault(each.cells, []).append(each.facts)
    result = [
        Restriction(facts, cells) for cells, sets in by_cells.items() for facts in smallest(sets)
    ]
    return sorted(result, key=lambda each: (len(each.facts), sorted(each.facts)))
