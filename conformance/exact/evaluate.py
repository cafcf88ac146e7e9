"""The engine's own validator, written from the specification: small, exact, and without guesses.

It shares only references and regular expressions with the comparison, so that it can decide which
is wrong if the comparison and a validator library differ. It has three answers: valid, not valid,
and None if something is not decided, for example a look-around. Python does not recurse here, so
deep values and long chains of references need no special care.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from conformance.documents import (
    DRAFT_07,
    DRAFT_2019_09,
    DRAFT_2020_12,
    Store,
    base_of,
    dialect_of,
    index,
    joined,
    resolved,
)
from conformance.errors import BrokenFileError
from conformance.exact.values import Undecided, equal_key, exact, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable, Iterable

    from conformance.documents import Resource
    from conformance.exact.sources import Subject
    from conformance.model import Json

Answer: TypeAlias = "bool | None"
"""Whether something holds; None if it is not decided."""
Part: TypeAlias = "str | int"
"""A property by its name, or an element by its index."""


class Marks(NamedTuple):
    """The parts of a value that keywords have evaluated, in the sense of `unevaluated…`.

    Attributes:
        sure: Parts that are evaluated.
        maybe: Parts for which this is not decided.
    """

    sure: frozenset[Part] = frozenset()
    maybe: frozenset[Part] = frozenset()

    def joined(self, other: Marks) -> Marks:
        """Return the parts that one of the two has evaluated."""
        if not (other.sure or other.maybe):
            return self
        return Marks(self.sure | other.sure, self.maybe | other.maybe)


class Outcome(NamedTuple):
    """The outcome of a schema, or of one of its keywords, on a value."""

    valid: Answer
    marks: Marks = Marks()

    @property
    def counted(self) -> Marks:
        """The marks that count outside: none if it fails, and no sure ones if it may fail."""
        if self.valid is None:
            return Marks(maybe=self.marks.sure | self.marks.maybe)
        return self.marks if self.valid else Marks()


_VALID = Outcome(valid=True)
_UNMARKED = {True: _VALID, False: Outcome(valid=False), None: Outcome(valid=None)}


class _Here:
    """A schema in its resource, with the resources on the way to it; there is one of each.

    Attributes:
        body: The schema.
        resource: Its resource.
        scope: The resources on the way.
        plan: Its keywords.
        inside: The schemas that were reached from here, by themselves and the resource asked for.
    """

    __slots__ = ("body", "inside", "plan", "resource", "scope")

    def __init__(
        self, body: Json, resource: Resource, scope: tuple[Resource, ...], plan: _Plan
    ) -> None:
        self.body = body
        self.resource = resource
        self.scope = scope
        self.plan = plan
        self.inside: dict[tuple[int, int], _Here] = {}


_Steps: TypeAlias = "Generator[tuple[_Here, Json], Outcome, Outcome]"
"""A step that asks for the outcomes of other schemas, and returns its own."""


class _Call(NamedTuple):
    """The call of an applicator: in the schema `here`, on a value with some parts marked."""

    evaluator: Evaluator
    here: _Here
    keyword: str
    value: Json
    marks: Marks

    @property
    def keywords(self) -> dict[str, Json]:
        return cast("dict[str, Json]", self.here.body)

    @property
    def argument(self) -> Json:
        return self.keywords[self.keyword]

    def ask(
        self, body: Json, value: Json, resource: Resource | None = None
    ) -> Generator[tuple[_Here, Json], Outcome, Outcome]:
        """Return the outcome of a subschema; of one that applies no others, at once.

        Args:
            body: The subschema.
            value: The value.
            resource: The resource that leads to it; None for that of the call.
        """
        here = self.evaluator.entered(self.here, body, resource or self.here.resource)
        if not here.plan.applicators:
            return _UNMARKED[_checked(here.plan.checks, value)]
        found: Outcome = yield here, value
        return found


class Evaluator:
    """Decides whether values are valid under one schema."""

    def __init__(self, subject: Subject) -> None:
        """Read the documents of a subject."""
        self.store = Store("")
        base = base_of(subject.schema)
        for path, body in subject.resources.items():
            index(self.store, body, joined(base, path), path, dialect_of(body, subject.dialect))
        dialect = dialect_of(subject.schema, subject.dialect)
        top = index(self.store, subject.schema, base, subject.name, dialect)
        self._known: dict[tuple[object, ...], _Here] = {}
        self._root = self._here(subject.schema, top, (top,))

    def valid(self, value: Json) -> Answer:
        """Return whether a value is valid; None if it is not decided.

        Raises:
            BrokenFileError: A reference leads nowhere.
        """
        known: dict[Hashable, Outcome | None] = {}
        stack: list[tuple[Hashable, _Steps]] = [(None, self._steps(self._root, value))]
        answer: Outcome | None = None
        while stack:
            key, steps = stack[-1]
            try:
                here, part = steps.send(cast("Outcome", answer))  # None starts it
            except StopIteration as ended:
                answer = known[key] = cast("Outcome", ended.value)
                stack.pop()
                continue
            key = (id(here), id(part))
            if key in known:
                answer = known[key] or Outcome(valid=None)  # a reference that leads back to itself
            else:
                answer = known[key] = None
                stack.append((key, self._steps(here, part)))
        return cast("Outcome", answer).valid

    def entered(self, here: _Here, body: Json, resource: Resource) -> _Here:
        """Return a schema as reached from another one.

        Only the first entry of a resource matters to a dynamic reference.
        """
        key = (id(body), id(resource))
        found = here.inside.get(key)
        if found is None:
            owner = self.store.owners.get(id(body), resource)
            scope = here.scope
            scope = scope if owner in scope else (*scope, owner)
            found = here.inside[key] = self._here(body, owner, scope)
        return found

    def _here(self, body: Json, resource: Resource, scope: tuple[Resource, ...]) -> _Here:
        key = (id(body), resource.uri, tuple(map(id, scope)))
        if key not in self._known:
            self._known[key] = _Here(body, resource, scope, _plan(body, resource.dialect))
        return self._known[key]

    def _steps(self, here: _Here, value: Json) -> _Steps:
        valid = _checked(here.plan.checks, value)
        marks = _VALID.marks
        for keyword, apply in here.plan.applicators:
            if valid is False:
                break
            found = yield from apply(_Call(self, here, keyword, value, marks))
            valid = _every((valid, found.valid))
            marks = marks.joined(found.marks)
        return Outcome(valid, marks)


class _Plan(NamedTuple):
    """The keywords of one schema; those about the value alone are compiled."""

    checks: list[Callable[[Json], Answer]]
    applicators: list[tuple[str, Callable[[_Call], _Steps]]]


def _plan(body: Json, dialect: str) -> _Plan:
    if not isinstance(body, dict):
        valid = bool(body)
        return _Plan([lambda _: valid], [])
    known = _KEYWORDS[dialect]
    names = [name for name in known if name in body]
    if dialect == DRAFT_07 and "$ref" in body:
        names = ["$ref"]
    checks = [_CHECKS[name](body[name]) for name in names if name in _CHECKS]
    applicators = [(name, _APPLICATORS[name]) for name in names if name in _APPLICATORS]
    return _Plan(checks, applicators)


def _every(answers: Iterable[Answer]) -> Answer:
    """Return whether all hold; stop at the first that does not."""
    result: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def _checked(checks: Iterable[Callable[[Json], Answer]], value: Json) -> Answer:
    """Return whether a value passes all checks; stop at the first that it does not."""
    result: Answer = True
    for check in checks:
        answer = check(value)
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


# --- keywords about a value alone ----------------------------------------------------------------


def _type(argument: Json) -> Callable[[Json], Answer]:
    names = [argument] if isinstance(argument, str) else cast("list[str]", argument)

    def check(value: Json) -> Answer:
        kind = kind_of(value)
        if kind == "number" and "integer" in names and exact(cast("float", value)).denominator == 1:
            return True
        return kind in names

    return check


def _enum(argument: Json) -> Callable[[Json], Answer]:
    keys = frozenset(map(equal_key, cast("list[Json]", argument)))
    return lambda value: equal_key(value) in keys


def _const(argument: Json) -> Callable[[Json], Answer]:
    return _enum([argument])


def _numeric(holds: Callable[[float, float], bool]) -> Callable[[Json], Callable[[Json], Answer]]:
    """Return the maker of checks that compare a number with the argument, as exact fractions."""

    def make(argument: Json) -> Callable[[Json], Answer]:
        bound = exact(cast("float", argument))
        return lambda value: (
            kind_of(value) != "number"
            or holds(cast("float", exact(cast("float", value))), cast("float", bound))
        )

    return make


def _counted(
    kind: str, holds: Callable[[float, float], bool]
) -> Callable[[Json], Callable[[Json], Answer]]:
    """Return the maker of checks that compare a length or a number of parts with the argument."""

    def make(argument: Json) -> Callable[[Json], Answer]:
        return lambda value: (
            kind_of(value) != kind or holds(len(cast("str", value)), cast("float", argument))
        )

    return make


def _at_least(given: float, bound: float) -> bool:
    return given >= bound


def _at_most(given: float, bound: float) -> bool:
    return given <= bound


def _pattern(argument: Json) -> Callable[[Json], Answer]:
    return lambda value: not isinstance(value, str) or matches(cast("str", argument), value)


def matches(pattern: str, text: str) -> Answer:
    """Return whether an expression matches somewhere in a text; None if it is not decided."""
    from conformance.exact.backreferences import known  # noqa: PLC0415  many schemas have none

    try:
        return known(pattern).matches(text)
    except Undecided:
        return None


def _unique(argument: Json) -> Callable[[Json], Answer]:
    return lambda value: (
        not (argument and isinstance(value, list)) or len(set(map(equal_key, value))) == len(value)
    )


def _required(argument: Json) -> Callable[[Json], Answer]:
    names = cast("list[str]", argument)
    return lambda value: not isinstance(value, dict) or all(name in value for name in names)


def _dependent_required(argument: Json) -> Callable[[Json], Answer]:
    rules = [
        (name, _required(names))
        for name, names in cast("dict[str, Json]", argument).items()
        if isinstance(names, list)
    ]
    return lambda value: (
        not isinstance(value, dict)
        or all(check(value) is not False for name, check in rules if name in value)
    )


_CHECKS: dict[str, Callable[[Json], Callable[[Json], Answer]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "multipleOf": _numeric(lambda value, step: value % step == 0),
    "minimum": _numeric(_at_least),
    "maximum": _numeric(_at_most),
    "exclusiveMinimum": _numeric(lambda value, bound: value > bound),
    "exclusiveMaximum": _numeric(lambda value, bound: value < bound),
    "minLength": _counted("string", _at_least),
    "maxLength": _counted("string", _at_most),
    "pattern": _pattern,
    "minItems": _counted("array", _at_least),
    "maxItems": _counted("array", _at_most),
    "uniqueItems": _unique,
    "minProperties": _counted("object", _at_least),
    "maxProperties": _counted("object", _at_most),
    "required": _required,
    "dependentRequired": _dependent_required,
    "dependencies": _dependent_required,
}


# --- keywords that apply schemas -----------------------------------------------------------------


def _in_place(call: _Call, body: Json) -> _Steps:
    found = yield from call.ask(body, call.value)
    marks = found.marks
    return Outcome(found.valid, found.counted) if marks.sure or marks.maybe else found


def _all_of(call: _Call) -> _Steps:
    result = _VALID
    for body in cast("list[Json]", call.argument):
        found = yield from _in_place(call, body)
        result = Outcome(_every((result.valid, found.valid)), result.marks.joined(found.marks))
    return result


def _any_of(call: _Call) -> _Steps:
    fails: Answer = True
    marks = Marks()
    for body in cast("list[Json]", call.argument):
        found = yield from _in_place(call, body)
        fails = _every((fails, _not(found.valid)))
        marks = marks.joined(found.marks)
    return Outcome(_not(fails), marks)


def _one_of(call: _Call) -> _Steps:
    holding = possible = 0
    marks = Marks()
    for body in cast("list[Json]", call.argument):
        found = yield from _in_place(call, body)
        holding += found.valid is True
        possible += found.valid is not False
        marks = marks.joined(found.marks)
    return Outcome(_is_within(holding, possible, 1, 1), marks)


def _is_within(least: int, most: int, low: float, high: float) -> Answer:
    """Return whether a number from `least` to `most` is one from `low` to `high`."""
    if most < low or least > high:
        return False
    return True if least >= low and most <= high else None


def _negation(call: _Call) -> _Steps:
    found = yield from call.ask(call.argument, call.value)
    return Outcome(_not(found.valid))


def _if(call: _Call) -> _Steps:
    test = yield from _in_place(call, call.argument)
    then = otherwise = _VALID
    if test.valid is not False and "then" in call.keywords:
        then = yield from _in_place(call, call.keywords["then"])
    if test.valid is not True and "else" in call.keywords:
        otherwise = yield from _in_place(call, call.keywords["else"])
    if test.valid is None:
        both = Outcome(None, then.marks.joined(otherwise.marks)).counted
        valid = then.valid if then.valid is otherwise.valid else None
        return Outcome(valid, test.marks.joined(both))
    chosen = then if test.valid else otherwise
    return Outcome(chosen.valid, test.marks.joined(chosen.marks))


def _dependent_schemas(call: _Call) -> _Steps:
    result = _VALID
    for name, body in cast("dict[str, Json]", call.argument).items():
        if isinstance(call.value, dict) and name in call.value and not isinstance(body, list):
            found = yield from _in_place(call, body)
            result = Outcome(_every((result.valid, found.valid)), result.marks.joined(found.marks))
    return result


def _reference(call: _Call) -> _Steps:
    here, store = call.here, call.evaluator.store
    reference = cast("str", call.argument)
    found = resolved(store, here.resource, reference)
    if found is None:
        raise BrokenFileError(
            f'{call.keyword} "{reference}" leads nowhere',
            file=here.resource.file,
            hint="name a schema that exists in this file or in a file beside it",
        )
    owner, body, _, fragment = found
    if call.keyword != "$ref" and owner.dynamic.get(fragment, (None,))[0] is body:
        # Core 8.2.3.2: the outermost resource on the way that has this anchor counts.
        owner = next(one for one in (*here.scope, owner) if fragment in one.dynamic)
        body = owner.dynamic[fragment][0]
    outcome = yield from call.ask(body, call.value, owner)
    return Outcome(outcome.valid, outcome.counted)


def _parts(
    call: _Call, pairs: Iterable[tuple[Json, Part]], sure: frozenset[Part] | None = None
) -> _Steps:
    """Return whether parts are valid under schemas; they are marked.

    Args:
        call: The keyword.
        pairs: Each schema with the part that it is applied to.
        sure: The parts that are surely evaluated; all if none are given.
    """
    answers: list[Answer] = []
    marked: set[Part] = set()
    for body, part in pairs:
        item = cast("dict[Part, Json]", call.value)[part]
        found = yield from call.ask(body, item)
        is_open = sure is not None and part not in sure and found.valid is False
        answers.append(None if is_open else found.valid)
        marked.add(part)
    return Outcome(_every(answers), Marks(frozenset(marked)))


def _properties(call: _Call) -> _Steps:
    if not isinstance(call.value, dict):
        return _VALID
    schemas = cast("dict[str, Json]", call.argument)
    return (yield from _parts(call, [(schemas[x], x) for x in call.value if x in schemas]))


def _pattern_properties(call: _Call) -> _Steps:
    result = _VALID
    for pattern, body in cast("dict[str, Json]", call.argument).items():
        named = _named(call.value, [pattern])
        pairs = [(body, name) for name, matched in named.items() if matched is not False]
        sure = frozenset(name for name, matched in named.items() if matched)
        found = yield from _parts(call, pairs, sure)
        marks = Marks(found.marks.sure & sure, found.marks.sure - sure)
        result = Outcome(_every((result.valid, found.valid)), result.marks.joined(marks))
    return result


def _named(value: Json, patterns: Iterable[str]) -> dict[Part, Answer]:
    """Return for each property whether its name matches one of the expressions."""
    names = value if isinstance(value, dict) else ()
    some = list(patterns)
    return {name: _not(_every(_not(matches(p, name)) for p in some)) for name in names}


def _additional_properties(call: _Call) -> _Steps:
    listed = cast("dict[str, Json]", call.keywords.get("properties", {}))
    patterns = cast("dict[str, Json]", call.keywords.get("patternProperties", {}))
    named = _named(call.value, patterns)
    pairs = [(call.argument, x) for x, hit in named.items() if x not in listed and not hit]
    sure = frozenset(name for name, matched in named.items() if matched is False)
    # A property that may be additional matches a pattern otherwise: it is evaluated in any case.
    return (yield from _parts(call, pairs, sure))


def _property_names(call: _Call) -> _Steps:
    answers = []
    for name in call.value if isinstance(call.value, dict) else ():
        found = yield from call.ask(call.argument, name)
        answers.append(found.valid)
    return Outcome(_every(answers))


def _listed(call: _Call) -> int:
    """Return the number of elements that the schema lists one by one."""
    keyword = "prefixItems" if call.here.resource.dialect == DRAFT_2020_12 else "items"
    listed = call.keywords.get(keyword)
    return len(listed) if isinstance(listed, list) else 0


def _prefix(call: _Call) -> _Steps:
    listed = cast("list[Json]", call.argument)
    given = call.value if isinstance(call.value, list) else []
    return (yield from _parts(call, [(listed[n], n) for n in range(min(len(listed), len(given)))]))


def _items(call: _Call) -> _Steps:
    """Apply `items`; in older dialects, a list has the meaning of `prefixItems`."""
    if isinstance(call.argument, list):
        return (yield from _prefix(call))
    return (yield from _rest(call, _listed(call)))


def _additional_items(call: _Call) -> _Steps:
    """Apply `additionalItems`, which has no meaning unless `items` is a list."""
    if not isinstance(call.keywords.get("items"), list):
        return _VALID
    return (yield from _rest(call, _listed(call)))


def _rest(call: _Call, first: int) -> _Steps:
    count = len(call.value) if isinstance(call.value, list) else 0
    return (yield from _parts(call, [(call.argument, index) for index in range(first, count)]))


def _contains(call: _Call) -> _Steps:
    if not isinstance(call.value, list):
        return _VALID
    sure: set[Part] = set()
    maybe: set[Part] = set()
    for index_, item in enumerate(call.value):
        found = yield from call.ask(call.argument, item)
        if found.valid is not False:
            (maybe if found.valid is None else sure).add(index_)
    dialect = call.here.resource.dialect
    counts = {} if dialect == DRAFT_07 else call.keywords
    low = cast("float", counts.get("minContains", 1))
    high = cast("float", counts.get("maxContains", len(call.value)))
    valid = _is_within(len(sure), len(sure) + len(maybe), low, high)
    marks = Marks(frozenset(sure), frozenset(maybe))
    return Outcome(valid, marks if dialect == DRAFT_2020_12 else Marks())


def _unevaluated_properties(call: _Call) -> _Steps:
    return (yield from _unevaluated(call, call.value if isinstance(call.value, dict) else ()))


def _unevaluated_items(call: _Call) -> _Steps:
    count = len(call.value) if isinstance(call.value, list) else 0
    return (yield from _unevaluated(call, range(count)))


def _unevaluated(call: _Call, parts: Iterable[Part]) -> _Steps:
    left = [part for part in parts if part not in call.marks.sure]
    sure = frozenset(left) - call.marks.maybe
    return (yield from _parts(call, [(call.argument, part) for part in left], sure))


_APPLICATORS: dict[str, Callable[[_Call], _Steps]] = {
    "$ref": _reference,
    "$dynamicRef": _reference,
    "$recursiveRef": _reference,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _negation,
    "if": _if,
    "dependentSchemas": _dependent_schemas,
    "dependencies": _dependent_schemas,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "prefixItems": _prefix,
    "items": _items,
    "additionalItems": _additional_items,
    "contains": _contains,
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_properties,
}

_SINCE_07 = (
    *("type", "enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum"),
    *("exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"),
    *("uniqueItems", "minProperties", "maxProperties", "required", "$ref", "allOf", "anyOf"),
    *("oneOf", "not", "if", "properties", "patternProperties", "additionalProperties"),
    *("propertyNames", "items", "contains"),
)
_SINCE_2019 = (
    *("dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"),
)
_KEYWORDS = {
    DRAFT_07: (*_SINCE_07, "dependencies", "additionalItems"),
    DRAFT_2019_09: ("$recursiveRef", *_SINCE_07, "additionalItems", *_SINCE_2019),
    DRAFT_2020_12: ("$dynamicRef", "prefixItems", *_SINCE_07, *_SINCE_2019),
}
"""The keywords of each dialect that can reject or mark; `unevaluated…` need the others' marks."""
