"""The cells of a place: every vector of verdicts that some value there has, each with a smallest.

The cells of the parts are computed first, by the same function, and are then the finitely many
choices of a search. A recursive `$ref` makes the cells of a place depend on themselves: their least
fixpoint is what finite values have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.exact import arrays, numeric, objects, textual
from conformance.exact.elements import ArrayCompiler
from conformance.exact.exhaustive import every
from conformance.exact.formula import vector
from conformance.exact.literals import ValueClass
from conformance.exact.location import (
    SCALAR,
    BooleanCompiler,
    Compiler,
    NullCompiler,
    NumberCompiler,
    StringCompiler,
    scalar_keys,
    settled,
)
from conformance.exact.members import ObjectCompiler
from conformance.exact.truths import NONE_ENCODED, Truths, literal_choice
from conformance.exact.values import (
    KINDS,
    UNMADE,
    UNSURE,
    Kind,
    Sized,
    Undecided,
    equal_key,
    sized,
    stand_in,
)
from conformance.exact.variety import beside, variants
from conformance.jsontext.text import MAX_DEPTH, is_too_deep

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from conformance.exact.names import Names
    from conformance.exact.sources import Library, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a comparison. All are counts, so that an answer is the same on every machine.

    Attributes:
        cells: The number of vectors at a place.
        states: The number of partial values that a search keeps side by side.
        facts: The number of facts of a cause.
        causes: The number of steps in the search for sets of facts.
        sets: The number of sets of facts about one place that are compared with one another.
        mixed: The number of sets of facts about properties that are combined freely; more are
            searched for each value of the property that tells most apart.
        samples: The number of values drawn if something is not decided.
        reference: The number of witnesses that jsonschema, which takes long to start, checks.
    """

    cells: int = 100_000
    states: int = 200_000
    facts: int = 4
    causes: int = 200_000
    sets: int = 5_000
    mixed: int = 500
    samples: int = 2_000
    reference: int = 100


class Solver:
    """Answers for the places of one comparison, each once."""

    def __init__(self, library: Library, limits: Limits) -> None:
        """Start with nothing known.

        Attributes set: `why_not`, the questions that leave everything open; `doubts`, those that
        matter only if a stand-in is in a cell of the whole; `has_loops`, whether a reference leads
        back to itself.
        """
        self.library = library
        self.limits = limits
        self.why_not: dict[str, None] = {}
        self._known: dict[tuple[int, ...], dict[Kind, dict[int, Sized]]] = {}
        self._merged: dict[tuple[int, ...], dict[int, Sized]] = {}
        self._compiled: dict[Hashable, Compiler] = {}
        self._groups: dict[Hashable, list[ValueClass]] = {}
        self.doubts: dict[str, None] = {}
        self.has_loops = False
        self.truths = Truths(self._whole)
        self._encoded: dict[tuple[Kind, tuple[int, ...]], frozenset[Hashable] | None] = {}
        self._literals: dict[tuple[int, ...], dict[int, list[Sized]]] = {}
        self._variants: dict[Hashable, tuple[list[Sized], bool]] = {}
        self._done: set[tuple[int, ...]] = set()
        self._active: dict[tuple[int, ...], None] = {}
        self._is_looped = False
        self.grown = 0

    @property
    def most_states(self) -> int:
        """Return the number of partial values that a search may keep side by side."""
        return self.limits.states

    def solve(self, schemas: tuple[Schema, ...]) -> dict[int, Sized]:
        """Return the cells of the schemas at the root, as bits in their order."""
        while True:
            self._done.clear()
            self._is_looped = False
            before = self.grown
            result = self.cells(schemas)
            if not self._is_looped or self.grown == before:
                return result

    def cells(self, schemas: tuple[Schema, ...]) -> dict[int, Sized]:
        """Return the cells of the schemas at a place; in a loop, those known so far.

        If the cells of parts are not known yet, the search for the whole is broken off, and
        repeated once they are. So places may be nested to any depth.
        """
        if self._active:
            self.ready([schemas])
            return self._merged.get(_key(schemas), {})
        todo = [schemas]
        try:
            while todo:
                key = _key(todo[-1])
                self._active[key] = None
                try:
                    if key not in self._done:
                        self._work_out(todo[-1], key)
                except _MissingError as missing:
                    todo += reversed(missing.wanted)
                else:
                    todo.pop()
                    del self._active[key]
        finally:
            self._active.clear()
        return self._merged[_key(schemas)]

    def ready(self, wanted: Iterable[tuple[Schema, ...]]) -> None:
        """Break a search off if cells that it needs are not known yet.

        Raises:
            _MissingError: Some are not.
        """
        missing = {}
        for schemas in wanted:
            key = _key(schemas)
            if key in self._active:
                self._is_looped = True
            elif key not in self._done:
                missing[key] = schemas
        if missing and self._active:
            raise _MissingError(list(missing.values()))

    def _work_out(self, schemas: tuple[Schema, ...], key: tuple[int, ...]) -> None:
        by_kind = self._known.setdefault(key, {kind: {} for kind in KINDS})
        merged = self._merged.setdefault(key, {})
        for kind in KINDS:
            if kind not in {"array", "object"} and by_kind[kind]:
                continue  # scalars have no parts that could have grown
            for cell, value in self._outcomes(kind, schemas):
                if value.parts > MAX_DEPTH and is_too_deep(value.value):
                    self.report(schemas, f"values nested deeper than {MAX_DEPTH} levels")
                    continue
                self._offer(by_kind[kind], cell, value)
                self._offer(merged, cell, value)
                if len(merged) > self.limits.cells:
                    raise TooManyCells
        self._done.add(key)

    def several(
        self, schemas: tuple[Schema, ...], need: int
    ) -> dict[int, tuple[tuple[Sized, ...], bool]]:
        """Return up to `need` values of each cell, smallest first, and whether these are all."""
        if any(value.parts >= UNMADE for value in self.cells(schemas).values()):
            raise Undecided("whether enough different elements exist")
        key = _key(schemas)
        values: dict[int, list[Sized]] = {
            cell: list(some) for cell, some in self._literals.get(key, {}).items()
        }
        open_ended: set[int] = set()
        for kind in KINDS:
            if kind in {"array", "object"}:
                continue
            for cell, group in self.groups(kind, schemas, need):
                values.setdefault(cell, []).extend(group.values)
        for kind in ("array", "object"):
            for cell, value in self._known[key][kind].items():
                some = values.setdefault(cell, [])
                if len(some) >= need:
                    open_ended.add(cell)
                    some.append(value)  # all others are larger than the scalars
                    continue
                more, is_all = self._several(kind, schemas, value, cell, need)
                known = {equal_key(literal.value) for literal in some}
                some += [each for each in more if equal_key(each.value) not in known]
                if not is_all:
                    open_ended.add(cell)
        return {
            cell: (tuple(sorted(found, key=lambda value: value[:3])[:need]), cell not in open_ended)
            for cell, found in values.items()
        }

    def _several(
        self, kind: Kind, schemas: tuple[Schema, ...], value: Sized, cell: int, need: int
    ) -> tuple[list[Sized], bool]:
        """Return up to `need` objects or arrays of a cell, and whether these are all."""
        asked = (_key(schemas), kind, cell, value.order, need)
        if asked not in self._variants:
            self._variants[asked] = ([value], False)  # a value inside itself
            found = variants(self, schemas, value, cell, need)
            whole = every(self, schemas, kind, cell, need) if len(found) < need else None
            self._variants[asked] = (found, False) if whole is None else (whole, True)
        return self._variants[asked]

    def groups(
        self, kind: Kind, schemas: tuple[Schema, ...], need: int = 1, *, apart: bool = False
    ) -> Iterator[tuple[int, ValueClass]]:
        """Yield every class of scalars of a type that the schemas can tell apart, with its cell.

        Args:
            kind: The type.
            schemas: The schemas at the place.
            need: The number of values of each class.
            apart: Whether each literal is a class of its own.

        Raises:
            Undecided: The classes cannot all be listed.
        """
        compiler = self.compiled(kind, schemas)
        formulas = compiler.formulas()
        keys = scalar_keys(compiler)
        ways = settled(compiler)
        cells: dict[tuple[bool, ...], set[int]] = {}
        for group in self._classes(kind, keys, need, apart=apart):
            if group.truth not in cells:
                truth = dict(zip(keys, group.truth, strict=True))
                choice = compiler.pool.choice(SCALAR, group.truth, truth.__getitem__)  # type: ignore[arg-type]
                residue = [choice[formula] for formula in formulas]
                cells[group.truth] = {vector(way[each] for each in residue) for way in ways}
            some = sorted(cells[group.truth])
            for cell in some:
                yield cell, group if len(some) == 1 else _unsure(group)

    def compiled(
        self,
        kind: Kind,
        schemas: tuple[Schema, ...],
        names: Names | None = None,
        encoded: frozenset[Hashable] | None = None,
    ) -> Compiler:
        """Return the compiler of a place for one JSON type, with its formulas made.

        Args:
            kind: The type.
            schemas: The schemas at the place.
            names: For objects, names to tell apart besides those in the schemas.
            encoded: See `Compiler`.
        """
        encoded = encoded if kind in {"array", "object"} else None
        key = (kind, _key(schemas), id(names), encoded)
        found = self._compiled.get(key)
        if found is None:
            if kind == "object":
                found = ObjectCompiler(self.library, schemas, self._report, names, encoded)
            else:
                found = _COMPILERS[kind](self.library, schemas, self._report, encoded)
            found.formulas()
            self._compiled[key] = found
            self.has_loops |= any(not keyword for _, keyword, _ in found.doubts)
            for schema, keyword, what in found.doubts:
                at = f"{schema.resource.file} at {schema.pointer}/{keyword}"
                place = at if keyword else schema.place
                self.doubts[f"{place}: {what} is not decided"] = None
        return found

    def _report(self, schema: Schema, keyword: str, what: str) -> None:
        place = f"{schema.resource.file} at {schema.pointer}/{keyword}"
        self.why_not[f"{place}: {what} is not decided"] = None

    def report(self, schemas: tuple[Schema, ...], what: str) -> None:
        """Note that something is not decided, and where."""
        places = sorted({schema.place for schema in schemas if schema.resource.file})
        self.why_not[f"{places[0]}: {what}" if places else what] = None

    def doubt(self, schemas: tuple[Schema, ...], what: str) -> None:
        """Note why there is a stand-in for a value at a place."""
        places = sorted({schema.place for schema in schemas if schema.resource.file})
        said = f"{what} is not decided"
        self.doubts[f"{places[0]}: {said}" if places else said] = None

    def _outcomes(self, kind: Kind, schemas: tuple[Schema, ...]) -> Iterator[tuple[int, Sized]]:
        """Yield the cells of a type, each with a value or a stand-in."""
        try:
            if kind in {"object", "array"}:
                yield from self._composite(kind, schemas)
            else:
                for cell, group in self.groups(kind, schemas):
                    if not group.values and group.sure:
                        self.doubt(schemas, textual.TOO_LONG)
                    parts = UNMADE if group.sure else UNSURE
                    yield cell, next(iter(group.values), stand_in(_EMPTY, parts))
        except Undecided as reason:
            self.report(schemas, f"{reason} is not decided")

    def _composite(self, kind: Kind, schemas: tuple[Schema, ...]) -> Iterator[tuple[int, Sized]]:
        """Yield the cells of objects or arrays; literals are evaluated one by one.

        If a smallest value of a cell is itself a literal, this one is taken apart.
        """
        key = (kind, _key(schemas))
        encoded = self._encoded.get(key, NONE_ENCODED)
        rounds = 0
        while True:
            compiler = self.compiled(kind, schemas, encoded=encoded)
            found = [
                (cell, self._unlike_literals(compiler, schemas, cell, value))
                for cell, value in self._searched(compiler)
            ]
            clash = {equal_key(value.value) for _, value in found}
            clash &= compiler.literals.keys()
            if not clash or encoded is None:
                break
            encoded = encoded | clash if rounds < _MAX_ROUNDS else None
            self._encoded[key] = encoded
            rounds += 1
        yield from found
        listed = self._literals.setdefault(key[1], {})
        for literal in compiler.literals.values():
            cell, value = self.truths.cell(schemas, literal), sized(literal)
            if value not in listed.setdefault(cell, []):
                listed[cell].append(value)
            self._offer(self._merged[key[1]], cell, value)

    def _unlike_literals(
        self, compiler: Compiler, schemas: tuple[Schema, ...], cell: int, value: Sized
    ) -> Sized:
        """Return a value near one that is a large literal; a small literal is taken apart."""
        if value.parts < _LARGE or equal_key(value.value) not in compiler.literals:
            return value
        return beside(self, schemas, value, cell, compiler.literals.keys()) or value

    def _searched(self, compiler: Compiler) -> list[tuple[int, Sized]]:
        """Return the cells of objects or arrays that are no literal."""
        other = literal_choice(compiler, None)
        ways = settled(compiler)
        formulas = [way[other[formula]] for way in ways for formula in compiler.formulas()]
        unique = tuple(dict.fromkeys(formulas))
        where = [unique.index(formula) for formula in formulas]
        found: Mapping[tuple[int, ...], Sized]
        if isinstance(compiler, ObjectCompiler):
            found = objects.search(compiler, unique, self)
        else:
            assert isinstance(compiler, ArrayCompiler)  # noqa: S101  the table says so
            found = arrays.search(compiler, unique, self)
        if any(value.parts >= UNMADE and not value.value for value in found.values()):
            self.doubt(compiler.schemas, _TOO_LONG[compiler.kind])
        size = len(compiler.schemas) or 1
        result: list[tuple[int, Sized]] = []
        for residue, value in found.items():
            truths = [residue[at] for at in where]
            cells = {vector(truths[at : at + size]) for at in range(0, len(truths), size)}
            kept = value if len(cells) <= 1 else stand_in(value, UNSURE)
            result += [(cell, kept) for cell in sorted(cells) or [0]]
        return result

    def _whole(self, kind: Kind, schemas: tuple[Schema, ...]) -> Compiler:
        return self.compiled(kind, schemas, encoded=NONE_ENCODED)

    def _offer(self, cells: dict[int, Sized], cell: int, value: Sized) -> None:
        if cell not in cells or value[:3] < cells[cell][:3]:
            cells[cell] = value
            self.grown += 1

    def _classes(
        self, kind: Kind, keys: list[tuple[Hashable, ...]], need: int, *, apart: bool
    ) -> list[ValueClass]:
        if kind in {"number", "string"}:
            asked = (kind, tuple(keys), need, apart)
            if asked not in self._groups:
                if kind == "number":
                    self._groups[asked] = numeric.groups(keys, need, apart=apart)
                else:
                    self._groups[asked] = textual.groups(keys, need, unshown=True, apart=apart)
            return self._groups[asked]
        values = (None,) if kind == "null" else (False, True)
        return [
            ValueClass(
                tuple(("constant", value) in key[1] for key in keys),  # type: ignore[operator]
                (sized(value),),
                literal=True,
            )
            for value in values
        ]


_EMPTY = sized("")
_LARGE = 10
"""The number of parts of a literal that is not taken apart if another value can stand for it."""
_MAX_ROUNDS = 4
"""How often literals are taken apart one by one; then all are."""


def _unsure(group: ValueClass) -> ValueClass:
    """Return a class with stand-ins for its values: it is not known in which cell they are."""
    values = tuple(stand_in(value, UNSURE) for value in group.values)
    return group._replace(values=values, sure=False)


class _MissingError(Exception):
    """A search needs cells that are not known yet."""

    def __init__(self, wanted: list[tuple[Schema, ...]]) -> None:
        super().__init__()
        self.wanted = wanted


def _key(schemas: tuple[Schema, ...]) -> tuple[int, ...]:
    return tuple(schema.id for schema in schemas)


class TooManyCells(Exception):  # noqa: N818  not an error: an answer
    """There are more cells than the limit allows."""


_TOO_LONG: Mapping[Kind, str] = {
    "array": arrays.TOO_LONG,
    "object": objects.TOO_LONG,
}
"""Values that are not made."""

_COMPILERS: Mapping[Kind, type[Compiler]] = {
    "null": NullCompiler,
    "boolean": BooleanCompiler,
    "number": NumberCompiler,
    "string": StringCompiler,
    "array": ArrayCompiler,
}
