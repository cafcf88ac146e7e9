"""Boolean formulas over the questions of a schema about a value; equal formulas are one.

A formula is a signed integer: `-f` is the negation of `f`, `TRUE` is 1. Every other formula is an
atom or a conjunction in a pool. An atom belongs to a variable (a property, an element, the scalar
itself); a choice settles all atoms of one variable at once.
"""

from __future__ import annotations

from operator import neg
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

TRUE = 1
FALSE = -1
NONE, SEVERAL = -1, -2
"""What stands for a variable where a formula has none, or more than one."""
_MANY = 16
"""A conjunction of more parts is resolved by what is different from a choice already known."""


class Pool:
    """All formulas of one place for one JSON type."""

    def __init__(self) -> None:
        """Start with the constant alone."""
        self.variables: dict[Hashable, int] = {}
        self._keys: dict[Hashable, list[Hashable]] = {}
        self._atoms: list[tuple[int, Hashable] | None] = [None, None]
        self._parts: list[tuple[int, ...]] = [(), ()]
        self._support: list[int] = [0, 0]
        self._single: list[int] = [NONE, NONE]
        self._shapes: list[int] = [0, 1]
        self._shape_ids: dict[Hashable, int] = {}
        self._ids: dict[Hashable, int] = {}
        self._weights: dict[tuple[int, ...], dict[int, int]] = {}
        self._choices: dict[tuple[Hashable, Hashable], Assignment] = {}
        self._indexes: dict[tuple[int, int], dict[int, dict[int, None]]] = {}
        self._asked: dict[int, dict[int, int]] = {}

    def atom(self, variable: Hashable, key: Hashable) -> int:
        """Return the atom of this variable for the question `key`."""
        found = self._ids.get((variable, key))
        if found is None:
            bit = self.variables.setdefault(variable, len(self.variables))
            self._keys.setdefault(variable, []).append(key)
            found = self._ids[(variable, key)] = self._add((bit, key), (), 1 << bit)
        return found

    def all_of(self, formulas: Iterable[int]) -> int:
        """Return the conjunction, flattened."""
        parts: set[int] = set()
        for formula in formulas:
            if formula == FALSE:
                return FALSE
            if formula > TRUE and self._parts[formula]:
                parts.update(self._parts[formula])
            elif formula != TRUE:
                parts.add(formula)
        if not parts.isdisjoint(map(neg, parts)):
            return FALSE
        if len(parts) <= 1:
            return next(iter(parts), TRUE)
        key = tuple(sorted(parts))
        found = self._ids.get(key)
        if found is None:
            support = 0
            for part in key:
                support |= self._support[abs(part)]
            found = self._ids[key] = self._add(None, key, support)
        return found

    def any_of(self, formulas: Iterable[int]) -> int:
        """Return the disjunction."""
        return -self.all_of([-formula for formula in formulas])

    def implies(self, condition: int, consequence: int) -> int:
        """Return the implication: if the condition holds, the consequence does."""
        return -self.all_of([condition, -consequence])

    def exactly_one(self, formulas: list[int]) -> int:
        """Return the formula that exactly one of the formulas holds.

        Halves are joined, so the depth grows with the logarithm of their number.
        """
        pairs = [(-formula, formula) for formula in formulas] or [(TRUE, FALSE)]
        while len(pairs) > 1:
            pairs = [self._joined(pairs[at : at + 2]) for at in range(0, len(pairs), 2)]
        return pairs[0][1]

    def _joined(self, pairs: list[tuple[int, int]]) -> tuple[int, int]:
        """Return 'none holds' and 'exactly one holds' for the union of two sets of formulas."""
        if len(pairs) == 1:
            return pairs[0]
        (none_here, one_here), (none_there, one_there) = pairs
        either = [self.all_of([one_here, none_there]), self.all_of([none_here, one_there])]
        return self.all_of([none_here, none_there]), self.any_of(either)

    def support(self, formula: int) -> int:
        """Return the variables that the formula depends on, as bits numbered like `variables`."""
        return self._support[abs(formula)]

    def variable(self, formula: int) -> int:
        """Return the number of the only variable of a formula, or `NONE`, or `SEVERAL`."""
        return self._single[abs(formula)]

    def shape(self, formula: int) -> int:
        """Return a number, equal for formulas about one variable each that are otherwise equal."""
        return self._shapes[abs(formula)] * (1 if formula > 0 else -1)

    def asked(self, formula: int) -> Hashable:
        """Return the key of an atom; None for any other formula."""
        atom = self._atoms[formula] if formula > 0 else None
        return None if atom is None else atom[1]

    def conjuncts(self, formula: int) -> tuple[int, ...]:
        """Return the parts of a conjunction, or the formula alone."""
        return (formula > 0 and self._parts[formula]) or (formula,)

    def keys(self, variable: Hashable) -> list[Hashable]:
        """Return the keys of all atoms of a variable, in the order in which they were made."""
        return list(self._keys.get(variable, ()))

    def signs(self, formulas: Iterable[tuple[int, bool]]) -> dict[tuple[Hashable, Hashable], int]:
        """Return the polarity of atoms in formulas: 1 only helps, 2 only hinders, 3 does both.

        Args:
            formulas: Each with whether its failing matters as much as its holding.
        """
        names = list(self.variables)
        result: dict[tuple[Hashable, Hashable], int] = {}
        seen: set[int] = set()
        todo = [sign * f for f, both in formulas for sign in ((1, -1) if both else (1,))]
        while todo:
            formula = todo.pop()
            if formula in seen:
                continue
            seen.add(formula)
            atom = self._atoms[abs(formula)]
            if atom is not None:
                key = (names[atom[0]], atom[1])
                result[key] = result.get(key, 0) | (1 if formula > 0 else 2)
            sign = 1 if formula > 0 else -1
            todo.extend(sign * part for part in self._parts[abs(formula)])
        return result

    def weights(self, formulas: Iterable[int]) -> dict[int, int]:
        """Return, for each variable's bit number, the number of mixed conjunctions that have it."""
        some = tuple(formulas)
        if some in self._weights:
            return self._weights[some]
        result = self._weights[some] = {}
        seen: set[int] = set()
        todo = [abs(formula) for formula in some]
        while todo:
            node = todo.pop()
            if node in seen:
                continue
            seen.add(node)
            todo.extend(abs(part) for part in self._parts[node])
            support = self._support[node]
            mixed = support.bit_count() > 1
            for bit in bits(support):
                result[bit] = result.get(bit, 0) + mixed
        return result

    def choice(
        self,
        variable: Hashable,
        name: Hashable,
        truth: Callable[[Hashable], bool],
        base: Assignment | None = None,
    ) -> Assignment:
        """Return the choice that gives each atom of `variable` the truth of its key.

        Args:
            variable: The variable to settle.
            name: Identifies `truth`: the choice of this name is made once and remembers.
            truth: Returns whether an atom holds, by its key.
            base: A choice for the same variable; then `name` has the bits of the keys, all of them
                numbers, that only this choice gives the truth.
        """
        known = self._choices.get((variable, name))
        if known is None:
            known = Assignment(self, self.variables.get(variable, -1), truth)
            if base is not None:
                known.base, known.different = base, cast("int", name)
            if known.bit >= 0:
                self._choices[variable, name] = known
        return known

    def _add(self, atom: tuple[int, Hashable] | None, parts: tuple[int, ...], support: int) -> int:
        self._atoms.append(atom)
        self._parts.append(parts)
        self._support.append(support)
        variables = {self._single[abs(part)] for part in parts}
        single = variables.pop() if len(variables) == 1 else SEVERAL
        self._single.append(atom[0] if atom else single)
        shape = ("atom", atom[1]) if atom else tuple(sorted(map(self.shape, parts)))
        self._shapes.append(self._shape_ids.setdefault(shape, len(self._shape_ids) + 2))
        return len(self._parts) - 1

    def unknown(self, formula: int, choice: Assignment) -> Sequence[int]:
        """Return the parts of a formula whose residue under a choice is not known yet."""
        node = abs(formula)
        if choice.bit < 0 or not self._support[node] >> choice.bit & 1:
            return ()
        if formula < 0:
            return () if node in choice else (node,)
        parts: Iterable[int] = self._parts[node]
        if choice.base is not None and len(self._parts[node]) > _MANY:
            parts = self._different(node, choice)
        return [part for part in parts if part not in choice]

    def resolve(self, formula: int, choice: Assignment) -> int:
        """Return the residue of a formula under a choice; `Assignment` remembers it."""
        node = abs(formula)
        if choice.bit < 0 or not self._support[node] >> choice.bit & 1:
            return formula
        if formula < 0:
            return -choice[node]
        atom = self._atoms[node]
        if atom is not None:
            return TRUE if choice.truth(atom[1]) else FALSE
        if choice.base is not None and len(self._parts[node]) > _MANY:
            different = self._different(node, choice)
            same = choice.base.rest(node, self._parts[node])
            left = [residue for part, residue in same.items() if part not in different]
            return self.all_of([*left, *(choice[part] for part in different)])
        return self.all_of([choice[part] for part in self._parts[node]])

    def _different(self, node: int, choice: Assignment) -> dict[int, None]:
        """Return the parts of a conjunction in which atoms stand that differ from the base."""
        index = self._indexes.get((node, choice.bit))
        if index is None:
            index = self._indexes[node, choice.bit] = {}
            for part in self._parts[node]:
                for key in bits(self._asks(part, choice.bit)):
                    index.setdefault(key, {})[part] = None
        found: dict[int, None] = {}
        for key in bits(choice.different):
            found |= index.get(key, {})
        return found

    def _asks(self, formula: int, bit: int) -> int:
        """Return the keys of a variable's atoms in a formula, which are numbers, as bits."""
        known = self._asked.setdefault(bit, {})
        todo = [abs(formula)]
        while todo:
            node = todo[-1]
            below = [abs(part) for part in self._parts[node] if self._support[abs(part)] >> bit & 1]
            unknown = [part for part in below if part not in known]
            if unknown and node not in known:
                todo += unknown
                continue
            atom = self._atoms[todo.pop()]
            own = atom[1] if atom is not None and atom[0] == bit else None
            known[node] = 1 << own if isinstance(own, int) else 0
            for part in below:
                known[node] |= known[part]
        return known[abs(formula)]


class Assignment(dict[int, int]):
    """One way to settle a variable: maps each formula to its residue, computed when asked."""

    def __init__(self, pool: Pool, bit: int, truth: Callable[[Hashable], bool]) -> None:
        """Settle the variable with this bit number; a negative one settles nothing."""
        super().__init__()
        self.pool = pool
        self.bit = bit
        self.truth = truth
        self.base: Assignment | None = None
        self.different = 0
        self._rests: dict[int, dict[int, int]] = {}

    def rest(self, node: int, parts: Iterable[int]) -> dict[int, int]:
        """Return what is left of each part of a conjunction, without those that hold."""
        if node not in self._rests:
            left = {part: self[part] for part in parts}
            self._rests[node] = {part: residue for part, residue in left.items() if residue != TRUE}
        return self._rests[node]

    def __missing__(self, formula: int) -> int:
        """Compute the residue once, its parts first, without recursion."""
        todo = [formula]
        while todo:
            unknown = self.pool.unknown(todo[-1], self)
            if unknown:
                todo += unknown
            else:
                known = todo.pop()
                self[known] = self.pool.resolve(known, self)
        return self[formula]


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def vector(formulas: Iterable[int]) -> int:
    """Return the settled formulas as bits: the first formula is the lowest bit."""
    result = 0
    for index, formula in enumerate(formulas):
        if formula == TRUE:
            result |= 1 << index
    return result
