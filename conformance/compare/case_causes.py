"""Finds the causes of disagreement in judged cases, from the reasons that columns gave.

The result holds for these cases: it is tested, not proven. It serves programs, which no engine can
look into, and schemas that the exact comparison does not decide.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from conformance.compare.findings import Evidence
from conformance.dialects import SILENT, subschemas
from conformance.expressions import expression
from conformance.jsontext.pointers import followed, generic, joined, steps, typed, value_at
from conformance.jsontext.text import Parsed, canonical
from conformance.model import ABSENT, OTHER_STRING, UNLISTED, Cause, Fact, Witness
from conformance.schema.places import described

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.judges.panel import JudgedCase
    from conformance.model import Json, Judgement, Reason, SchemaFile, Variant

Facts: TypeAlias = frozenset[Fact]
_Tested: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
"""Places that conditions test: how far above a reason's place they start, and the names there."""

MAX_QUOTED = 40
"""Characters; longer strings are described by type, not quoted."""

MAX_WORLDS = 200
"""Facts of a value with more choices of elements than this all stand side by side."""

_MISSING = frozenset({"dependentRequired", "required"})
_ALLOWING = frozenset({"const", "enum", "type"})
_BRANCH = expression(r"(.*?)/(?:then|else)(?=/)")
_CHILD = expression(
    r"/(?:properties/[^/]+|patternProperties/[^/]+|items|prefixItems/\d+|contains|"
    r"additionalProperties)"
)


class Observer:
    """Knows the values that schemas name at each place, and so what is special in a case."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        """Collect the values that the schemas of all readings name."""
        readings = [(variant, reading) for variant in variants for reading in variant.readings]
        self._files = {variant.column(x.name): x.file for variant, x in readings}
        self._described = {column: described(file) for column, file in self._files.items()}
        self._variants = {variant.column(x.name): variant for variant, x in readings}
        self._causes: dict[str, tuple[Cause, ...]] = {}
        self._conditions: dict[tuple[object, ...], _Tested] = {}
        self._literals: defaultdict[str, set[str]] = defaultdict(set)
        for places in self._described.values():
            for place, what in places.items():
                self._literals[place] |= what.literals
        self._with_wholes = {
            place
            for place, literals in self._literals.items()
            if any(text.startswith(("{", "[")) for text in literals)
        }
        self._below: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for place in sorted(self._literals):
            above, _, name = place.rpartition("/")
            if place and name != "*":
                self._below[above].append((steps(f"/{name}")[0], place))

    @property
    def columns(self) -> Collection[str]:
        """The ids of the columns that are schemas."""
        return self._files.keys()

    @property
    def listed(self) -> frozenset[str]:
        """The literals that some schema names at some place, as canonical JSON."""
        return frozenset().union(*self._literals.values())

    def shown(self, cases: Iterable[JudgedCase]) -> list[Evidence]:
        """Return every cause that the cases show, each with the case that shows it best."""
        by_cause: defaultdict[Cause, list[tuple[int, int, JudgedCase]]] = defaultdict(list)
        for judged in cases:
            causes = self.causes(judged)
            for cause in causes:
                size = len(judged.case.input.text or "")
                by_cause[cause].append((len(causes), size, judged))
        return [
            self._shown(cause, [judged for _, _, judged in sorted(found, key=_best)])
            for cause, found in by_cause.items()
        ]

    def causes(self, judged: JudgedCase) -> tuple[Cause, ...]:
        """Return what is special in a case, one cause for each place that a schema objects to.

        The causes of a corpus's case are found once; a case without an id belongs to no corpus.
        """
        if not judged.case.id:
            return tuple(self._found(judged))
        if judged.case.id not in self._causes:
            self._causes[judged.case.id] = tuple(self._found(judged))
        return self._causes[judged.case.id]

    def _found(self, judged: JudgedCase) -> dict[Cause, None]:
        if not isinstance(judged.parsed, Parsed):
            return {}
        value = judged.parsed.value
        made: dict[tuple[object, ...], Cause] = {}
        found: dict[Cause, None] = {}
        for column, judgement in judged.judgements.items():
            for reason in judgement.reasons if column in self._files else ():
                tested = self._tested(reason, column)
                missing = reason.keyword in _MISSING
                key = (reason.instance, reason.property, missing, tested)
                if key not in made:
                    made[key] = self._cause(reason, value, tested)
                found[made[key]] = None
        return found

    def cause_at(self, paths: Iterable[Sequence[str | int]], value: Json) -> Cause:
        """Return the cause made of the facts at some paths of a value.

        A property that no schema names is called unlisted, at the place of its object.
        """
        facts: dict[str, str] = {}
        for path in paths:
            names = [str(step) for step in path]
            known = typed(value, names)
            place = generic(known)
            is_element = bool(known) and isinstance(known[-1], int)
            # A property may be called `*`, which in a place means any element.
            is_listed = place in self._literals and (is_element or names[-1:] != ["*"])
            if place and not is_element and not is_listed:
                facts[generic(known[:-1])] = UNLISTED
            else:
                facts[place] = self._special(known, value)
        return Cause.of(facts.keys(), facts.values())

    def worlds(self, value: Json, *, fine: bool = False) -> list[Facts]:
        """Return the facts at each place of a value, special or not, in sets that hold together.

        A set is about one element of each array, so facts of two elements do not stand side by
        side. A property that a schema names and an object lacks is absent. A short string at a
        place where schemas name other strings has two facts: its text, and the words for its kind.

        Args:
            value: The value.
            fine: Whether scalars and unlisted properties have a fact with their text besides.
        """
        return list(dict.fromkeys(self._worlds(value, "", fine=fine)))

    def _worlds(self, value: Json, place: str, *, fine: bool) -> list[Facts]:
        special = self._said(value, place)
        here = {Fact(place, special)}
        if _is_quoted(value, fine=fine or special == OTHER_STRING):
            here.add(Fact(place, canonical(value)))
        parts: list[list[Facts]] = []
        if isinstance(value, dict):
            here |= {Fact(below, ABSENT) for name, below in self._below[place] if name not in value}
            for name, part in value.items():
                inside = joined(place, name)
                if inside in self._literals:
                    parts.append(self._worlds(part, inside, fine=fine))
                else:
                    here |= {Fact(place, UNLISTED)} | ({named(place, name)} if fine else set())
        elif isinstance(value, list) and value:
            elements = (self._worlds(x, f"{place}/*", fine=fine) for x in value)
            parts.append(list(dict.fromkeys(chain.from_iterable(elements))))
        if prod(map(len, parts)) > MAX_WORLDS:
            parts = [[frozenset().union(*worlds)] for worlds in parts]
        return [frozenset(here).union(*choice) for choice in product(*parts)]

    def _shown(self, cause: Cause, cases: Sequence[JudgedCase]) -> Evidence:
        best = cases[0]
        value = best.parsed.value if isinstance(best.parsed, Parsed) else None
        return Evidence(
            cause=cause,
            judgements=best.judgements,
            witness=Witness(value=value),
            twin=best.near,
            cases=tuple(sorted(judged.case.id for judged in cases)),
            claims=self.claims(cause, best.judgements),
        )

    def claims(self, cause: Cause, judgements: Mapping[str, Judgement]) -> tuple[str, ...]:
        """Return the claims of the reasons, and of the schemas that allow it."""
        place = cause.places[-1]
        found: dict[str, None] = {}
        for column, judgement in judgements.items():
            variant = self._variants[column]
            claims = {claim for reason in judgement.reasons for claim in reason.claims}
            if not judgement.reasons and place in self._described[column]:
                schemas = self._described[column][place].schemas
                claims = {
                    claim.id
                    for claim in variant.claims
                    for schema, _, keyword in (x.rpartition("/") for x in claim.keywords)
                    if schema in schemas and keyword in _ALLOWING
                }
            found.update(dict.fromkeys(f"{variant.id}:{claim}" for claim in sorted(claims)))
        return tuple(sorted(found))

    def _tested(self, reason: Reason, column: str) -> _Tested:
        """Return the places that the conditions around a reason's keyword test."""
        key = (column, reason.file, reason.schema, reason.keyword, reason.property is None)
        if key not in self._conditions:
            self._conditions[key] = tuple(_conditions(reason, self._files[column]))
        return self._conditions[key]

    def _cause(self, reason: Reason, value: Json, tested: _Tested) -> Cause:
        at = steps(reason.instance)
        if reason.property is not None:
            listed = joined(generic(typed(value, at)), reason.property) in self._literals
            if reason.keyword in _MISSING or listed:
                at = [*at, reason.property]
        paths = (typed(value, path) for path in (*_around(tested, reason, at), at))
        facts = {generic(path): self._special(path, value) for path in paths}
        if reason.property is not None and at == steps(reason.instance):
            facts[generic(typed(value, at))] = UNLISTED
        return Cause.of(facts.keys(), facts.values())

    def _special(self, path: Sequence[str | int], value: Json) -> str:
        found = value_at(value, path)
        return ABSENT if found is None else self._said(found.value, generic(path))

    def _said(self, value: Json, place: str) -> str:
        """Return what a value at a place is: a literal that some schema names there, or a kind."""
        named = self._literals.get(place, set())
        if isinstance(value, dict | list) and place not in self._with_wholes:
            return _in_words(value, named)
        text = canonical(value)
        return text if text in named or value is None else _in_words(value, named)


def named(place: str, name: str) -> Fact:
    """Return the fact that an object has an unlisted property of this name."""
    return Fact(place, f"{UNLISTED} {canonical(name)}")


def _is_quoted(value: Json, *, fine: bool) -> bool:
    """Return whether a value has a fact with its text."""
    return (
        fine
        and value is not None
        and not isinstance(value, dict | list)
        and len(canonical(value)) <= MAX_QUOTED
    )


def _in_words(value: Json, named: Iterable[str]) -> str:
    """Return the kind of a value; a string is `other` if schemas name strings at its place."""
    match value:
        case str():
            return OTHER_STRING if any(x.startswith('"') for x in named) else "a string"
        case bool():
            return "a boolean"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "a number"


def _around(tested: _Tested, reason: Reason, at: Sequence[str]) -> Iterator[list[str]]:
    """Yield the places that the conditions around a reason's keyword test, as paths."""
    depth = len(steps(reason.instance))
    for inside, names in tested:
        yield [*at[: max(depth - inside, 0)], *names]


def _conditions(reason: Reason, file: SchemaFile) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the places that the conditions around a keyword test.

    A keyword in a `then` or `else` depends on the `if` beside it. The steps between the two give
    the depth of the condition in the instance: so far above the reason's place it starts.
    """
    documents = {file.name: file.schema, **file.resources}
    for branch in _BRANCH.finditer(reason.schema):
        around = reason.schema[: branch.end(1)]
        rest = reason.schema[branch.end() :]
        inside = len(_CHILD.findall(rest.rpartition("/")[0]))  # without the keyword itself
        if reason.keyword == SILENT and reason.property is not None:
            inside -= 1  # the instance is the object, not its undescribed property
        try:
            condition = followed(documents[reason.file], f"{around}/if")
        except LookupError:
            continue
        for pointer, part in subschemas(condition):
            if isinstance(part, dict) and part.keys() & {"const", "enum", "type"}:
                yield inside, tuple(_names(pointer))


def _names(pointer: str) -> Iterator[str]:
    """Yield the properties on the way to a schema inside a condition, up to the first array."""
    for child in _CHILD.findall(pointer):
        keyword, *name = steps(child)
        if keyword != "properties":
            return
        yield from name


def _best(entry: tuple[int, int, JudgedCase]) -> tuple[int, int, str]:
    causes, size, judged = entry
    return causes, size, judged.case.id
