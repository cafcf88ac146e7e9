"""Makes a JSON Schema, with the claims behind its keywords, from facts and decisions."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import combinations
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.dialects import DRAFT_2020_12, SILENT
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import canonical, shortened
from conformance.model import NativeName, Verdict
from conformance.readers import facts
from conformance.readers.cycles import check_cycles
from conformance.readers.emitted import (
    FILE,
    MAX_SAYS,
    Emitted,
    Passage,
    Silence,
    Statement,
    key_of,
    slug,
)
from conformance.readers.facts import Direction, Presence
from conformance.readers.formats import pattern_of
from conformance.readers.merge import merged, resolved
from conformance.readers.options import covers, flat, is_open, json_type, one_or_all
from conformance.readers.other_case import other_case
from conformance.readers.settle import settled
from conformance.readers.words import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.readers.decide import Decisions
    from conformance.readers.facts import Facts, Field, Object, Span, Type

_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}


def emit(
    found: Facts,
    decided: Decisions,
    *,
    direction: Direction = Direction.RECEIVE,
    formats: bool = False,
) -> Emitted:
    """Return the schema of a type.

    Args:
        found: The facts.
        decided: The decisions on what the notation leaves open.
        direction: Whether the schema says what is read or what is written.
        formats: Whether the formats of strings are asserted, by their published definitions.

    Raises:
        BrokenFileError: A type is defined by itself, without anything in between.
    """
    found, topics = settled(found, decided, direction)
    check_cycles(found)
    emitter = _Emitter(found=found, decided=decided, direction=direction, formats=formats)
    emitter.topics |= topics
    whole = emitter.whole()
    if emitter.root_is_used and emitter.root_takes_null:
        # `#` in other places would take null too, which is a decision of its own there.
        emitter = _Emitter(found=found, decided=decided, direction=direction, formats=formats)
        emitter.topics |= topics
        whole = emitter.whole(apart=True)
    return whole


@dataclass(slots=True, kw_only=True)
class _Emitter:
    found: Facts
    decided: Decisions
    direction: Direction
    formats: bool
    statements: list[Statement] = field(default_factory=list)
    around: list[Statement] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Json] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    natives: dict[str, NativeName] = field(default_factory=dict)
    silences: dict[tuple[str, str], Silence] = field(default_factory=dict)
    fields: int = 0
    topics: set[str] = field(default_factory=set)
    passages: list[Passage] = field(default_factory=list)
    root_is_used: bool = False
    root_takes_null: bool = False

    def whole(self, *, apart: bool = False) -> Emitted:
        """Return the schema.

        Args:
            apart: Whether the root's declared type stands among the definitions.
        """
        root, name = self.found.root, self.found.name
        if self.direction is Direction.SEND and self.found.sent_root is not None:
            root = self.found.sent_root
        if isinstance(root, facts.Reference) and not apart:
            self.keys[root.name] = "#"
            root = self.found.types[root.name]
        if self.direction is Direction.RECEIVE and not self.allows_null(root):
            verdict = self.decided["root-null"]
            self.root_takes_null = verdict is not Verdict.REJECT
            self.topics |= {"root-null"} if self.root_takes_null else set()
            root = self.with_null(root, verdict, self.why("root-null"))
        body = self.declared(root, name, "#")
        for key in self.waiting:
            pointer = self.keys[key]
            self.definitions[pointer.removeprefix("#/$defs/")] = self.declared(
                self.found.types[key], key, pointer
            )
        schema: dict[str, Json] = {"$schema": DRAFT_2020_12.uri, "title": name}
        schema |= {"not": {}} if body is False else body if isinstance(body, dict) else {}
        if self.definitions:
            schema["$defs"] = self.definitions
        return Emitted(
            schema=schema,
            claims=tuple(x.claim() for x in self.statements),
            native_names=tuple(self.natives.values()),
            fields=self.fields,
            silent=tuple(self.silences.values()),
            topics=tuple(sorted(self.topics)),
            passages=tuple(self.passages),
        )

    def declared(self, kind: Type, name: str, pointer: str) -> Json:
        """Return the schema of a declared type, whose keywords rest on its declaration."""
        self.places = [name]
        what = "an object" if isinstance(kind, facts.Object) else in_words(kind)
        return self.stated(kind, name, f"{name} is {what}", kind.span, pointer)

    def stated(self, kind: Type, name: str, says: str, span: Span, pointer: str) -> Json:
        """Return the schema of a type as a statement of its own."""
        with_id = self.statement(name, span, says)
        self.around.append(with_id)
        try:
            return self.schema(kind, pointer)
        finally:
            self.around.pop()

    def statement(self, name: str, span: Span, says: str, *, implied: bool = False) -> Statement:
        made = Statement(slug(name, self.ids), span, shortened(says, MAX_SAYS), implied)
        self.statements.append(made)
        return made

    def rests(self, pointer: str, *keywords: str) -> None:
        """Note that keywords rest on the statement at hand."""
        self.around[-1].keywords += [f"{FILE}{joined(pointer, name)}" for name in keywords]

    # --- one kind of type each ---

    def schema(self, kind: Type, pointer: str) -> Json:  # noqa: C901, PLR0911, PLR0912
        """Return the schema of a type that is to be written at a pointer."""
        kind = self.coerced(kind)
        match kind:
            case facts.Text():
                return self.text(kind, pointer)
            case facts.Number():
                return self.number(kind, pointer)
            case facts.Boolean():
                return self.simple({"type": "boolean"}, pointer)
            case facts.Null():
                return self.simple({"type": "null"}, pointer)
            case facts.Anything():
                return {}
            case facts.Never():
                return self.simple({"not": {}}, pointer)
            case facts.Literals():
                return self.literals(kind, pointer)
            case facts.ListOf():
                return self.list_of(kind, pointer)
            case facts.TupleOf():
                return self.tuple_of(kind, pointer)
            case facts.MapOf():
                return self.map_of(kind, pointer)
            case facts.Object():
                return self.object(kind, pointer)
            case facts.Union():
                return self.union(kind, pointer)
            case facts.All():
                return self.all_of(kind, pointer)
            case facts.Reference():
                return self.reference(kind, pointer)
            case facts.Undefined():
                return self.undefined(kind, pointer)
            case facts.Opaque():
                return self.silent(kind, pointer)
            case facts.Directed() | facts.OnDecision():  # pragma: no cover  these are settled
                raise TypeError(kind)

    def coerced(self, kind: Type) -> Type:
        """Return a type with what reading turns into it, as it is decided."""
        match kind:
            case facts.Text(lax=also) | facts.Number(lax=also) | facts.Boolean(lax=also):
                pass
            case facts.ListOf(lax=also):
                pass
            case _:
                return kind
        if also is None:
            return kind
        bare = replace(kind, lax=None)
        verdict = Verdict.REJECT
        if self.direction is Direction.RECEIVE:
            verdict = self.decide("coercion")
        if verdict is Verdict.REJECT:
            return bare
        if verdict is Verdict.SILENT:
            why = f"reading may turn it into {in_words(bare)}"
            also = facts.Opaque(span=kind.span, why=why, within=also, decided=True)
        return facts.Union(span=kind.span, options=(bare, also))

    def simple(self, body: dict[str, Json], pointer: str) -> dict[str, Json]:
        self.rests(pointer, *body)
        return body

    def text(self, kind: facts.Text, pointer: str) -> Json:
        body: dict[str, Json] = {"type": "string"}
        body |= _given(minLength=kind.min_length, maxLength=kind.max_length, pattern=kind.pattern)
        asserted = pattern_of(kind.format) if self.formats and kind.format else None
        if asserted is not None and kind.pattern is not None:
            body["allOf"] = [{"pattern": asserted}]
            self.rests(joined(pointer, "allOf", 0), "pattern")
        elif asserted is not None:
            body["pattern"] = asserted
        if kind.excluded:
            body["not"] = {"enum": [*kind.excluded]}
        self.rests(pointer, *(name for name in body if name != "allOf"))
        return body | _given(format=kind.format)

    def number(self, kind: facts.Number, pointer: str) -> Json:
        body: dict[str, Json] = {"type": "integer" if kind.integer else "number"}
        lowest, highest = kind.minimum, kind.maximum
        if kind.range is not None:
            verdict = self.decide("range")
            if verdict is Verdict.SILENT:
                return self.schema(self.beyond(kind, kind.range), pointer)
            if verdict is Verdict.REJECT:
                lowest = kind.range[0] if lowest is None else max(lowest, kind.range[0])
                highest = kind.range[1] if highest is None else min(highest, kind.range[1])
        body |= _given(
            minimum=lowest,
            maximum=highest,
            exclusiveMinimum=kind.exclusive_minimum,
            exclusiveMaximum=kind.exclusive_maximum,
            multipleOf=kind.multiple_of,
        )
        return self.simple(body, pointer)

    def beyond(self, kind: facts.Number, bounds: tuple[int, int]) -> Type:
        """Return a number type that leaves open what is outside its bounds."""
        lowest: float = bounds[0]
        highest: float = bounds[1]
        if kind.minimum is not None:
            lowest = max(lowest, kind.minimum)
        if kind.maximum is not None:
            highest = min(highest, kind.maximum)
        why = f"a number that {kind.name or 'the type'} cannot hold"
        wider = replace(kind, range=None)
        inside = replace(wider, minimum=lowest, maximum=highest)
        left = facts.Opaque(span=kind.span, why=why, within=wider, decided=True)
        return facts.Union(span=kind.span, options=(inside, left))

    def literals(self, kind: facts.Literals, pointer: str) -> Json:
        verdict = Verdict.REJECT if kind.closed else self.decide("enum")
        if kind.closed is False:
            verdict = Verdict.ACCEPT
        if verdict is not Verdict.REJECT and len(kind.values) == 1 and kind.name is None:
            verdict = Verdict.REJECT  # one literal is a type of its own, no enumeration
        base: dict[str, Json] = {"type": one_or_all({_TYPES[type(v)] for v in kind.values})}
        if verdict is Verdict.ACCEPT:
            return (
                self.simple(base, pointer) if kind.base is None else self.schema(kind.base, pointer)
            )
        values = list(kind.values)
        closed: dict[str, Json] = {"const": values[0]} if len(values) == 1 else {"enum": values}
        if verdict is Verdict.REJECT:
            return self.simple(closed, pointer)
        self.rests(joined(pointer, "anyOf", 0), *closed)
        why = f"a value that is not listed: {self.why('enum')}"
        if kind.base is not None:
            other = facts.Opaque(span=kind.span, why=why, within=kind.base, decided=True)
            return {"anyOf": [closed, self.schema(other, joined(pointer, "anyOf", 1))]}
        self.rests(joined(pointer, "anyOf", 1), "type", SILENT)
        return {"anyOf": [closed, {**base, SILENT: why}]}

    def list_of(self, kind: facts.ListOf, pointer: str) -> Json:
        body: dict[str, Json] = {"type": "array"}
        body |= _given(minItems=kind.min_items, maxItems=kind.max_items)
        body |= _given(uniqueItems=kind.unique or None)
        self.rests(pointer, *body)
        items = self.inner(self.element(kind.item), "[]", joined(pointer, "items"))
        return body if items == {} else {**body, "items": items}

    def tuple_of(self, kind: facts.TupleOf, pointer: str) -> Json:
        body: dict[str, Json] = {"type": "array"}
        if kind.items:
            body["prefixItems"] = [
                self.inner(self.element(item), f"[{index}]", joined(pointer, "prefixItems", index))
                for index, item in enumerate(kind.items)
            ]
        least = len(kind.items) - kind.optional
        body |= _given(minItems=least or None)
        if kind.rest is None:
            body["maxItems"] = len(kind.items)
        self.rests(pointer, *(name for name in body if name != "prefixItems"))
        if kind.rest is not None:
            items = self.inner(self.element(kind.rest), "[]", joined(pointer, "items"))
            body |= {} if items == {} else {"items": items}
        return body

    def map_of(self, kind: facts.MapOf, pointer: str) -> Json:
        body: dict[str, Json] = {"type": "object"}
        body |= _given(minProperties=kind.min_size, maxProperties=kind.max_size)
        self.rests(pointer, *body)
        if kind.keys is not None:
            body["propertyNames"] = self.schema(kind.keys, joined(pointer, "propertyNames"))
        value = self.inner(self.element(kind.value), ".*", joined(pointer, "additionalProperties"))
        return body if value == {} else {**body, "additionalProperties": value}

    def element(self, kind: Type) -> Type:
        """Return the type of an element or of a map's value, with null as it is decided.

        What is written has null only where the type names it, and a literal is never null.
        """
        is_literal = isinstance(kind, facts.Literals) and kind.closed and kind.name is None
        if self.direction is Direction.SEND or is_literal or self.allows_null(kind):
            return kind
        return self.with_null(kind, self.decide("element-null"), self.why("element-null"))

    def object(self, kind: Object, pointer: str) -> Json:
        self.rests(pointer, "type")
        properties: dict[str, Json] = {}
        patterns: dict[str, Json] = {}
        required: list[str] = []
        choices: list[Json] = []
        taken = [self.name(one) for one in kind.fields]
        for one in kind.fields:
            presence, name = self.presence(one), self.name(one)
            if presence is Presence.IGNORED:
                continue
            self.fields += 1
            names = [name]
            if self.direction is Direction.RECEIVE:
                names += [alias for alias in one.aliases if alias != name]
            statement = self.field(one, names, presence, properties, pointer)
            patterns |= self.any_case(one, names, taken, statement, pointer)
            if presence is Presence.REQUIRED and len(names) == 1:
                statement.keywords.append(f"{FILE}{joined(pointer, 'required', len(required))}")
                required.append(name)
            elif presence is Presence.REQUIRED:
                at = joined(pointer, "allOf", len(choices), "anyOf")
                statement.keywords += [
                    f"{FILE}{joined(at, i, 'required')}" for i in range(len(names))
                ]
                choices.append({"anyOf": [{"required": [each]} for each in names]})
            for pair in combinations(names, 2) if one.once else ():
                at = joined(pointer, "allOf", len(choices), "not", "required")
                statement.keywords.append(f"{FILE}{at}")
                choices.append({"not": {"required": [*pair]}})
        for group in kind.exclusive:
            choices.append(self.at_most_one(kind, group))
            at = joined(pointer, "allOf", len(choices) - 1)
            self.rests(at, "anyOf")
        body: dict[str, Json] = {"type": "object"}
        body |= {"properties": properties} if properties else {}
        body |= {"patternProperties": patterns} if patterns else {}
        body |= {"required": [*required]} if required else {}
        body |= {"allOf": choices} if choices else {}
        return body | self.unlisted(kind, pointer)

    def at_most_one(self, kind: Object, group: Sequence[str]) -> Json:
        """Return a schema of objects in which at most one field of a group has a value."""
        held = [
            [self.name(one), *(one.aliases if self.direction is Direction.RECEIVE else ())]
            for one in kind.fields
            if one.name in group
        ]
        null: Json = {"type": "null"}
        return {
            "anyOf": [
                {"properties": {name: null for names in held if names is not own for name in names}}
                for own in held
            ]
        }

    def field(
        self,
        one: Field,
        names: Sequence[str],
        presence: Presence,
        properties: dict[str, Json],
        pointer: str,
    ) -> Statement:
        """Add a field's schema under each of its names; return its statement."""
        kind = one.type
        if self.direction is Direction.SEND and one.sent_type is not None:
            kind = one.sent_type
        if one.native is not None and one.native != names[0]:
            self.natives.setdefault(
                one.native, NativeName(native=one.native, wire=names[0], inferred=False)
            )
        place = f"{self.places[-1]}.{names[0]}"
        be = "may be left out" if presence is Presence.OPTIONAL else "is required"
        says = f"`{names[0]}` {be}: {in_words(kind)}"
        statement = self.statement(place, one.span, says)
        where = pointer.removeprefix("#")
        self.passage(one, place, [joined(where, "properties", name) for name in names])
        if presence is Presence.OPTIONAL and not self.allows_null(kind):
            kind = self.optional(kind, one)
        self.around.append(statement)
        self.places.append(place)
        for name in names:
            properties[name] = self.schema(kind, joined(pointer, "properties", name))
        self.places.pop()
        self.around.pop()
        return statement

    def passage(self, one: Field, place: str, pointers: Sequence[str]) -> None:
        """Note the comment on a field."""
        if one.doc is not None:
            opened = is_open(one.type, self.found.types)
            self.passages.append(
                Passage(place=place, doc=one.doc, pointers=tuple(pointers), is_open=opened)
            )

    def optional(self, kind: Type, one: Field) -> Type:
        """Return the type of an optional field, with null as it is decided.

        If the source says how the field is written, it is null only where that type names it.
        """
        nullable = one.nullable
        if self.direction is Direction.SEND:
            if one.sent_nullable is not None:
                nullable = one.sent_nullable
            elif one.sent is not None:
                return kind
        if nullable is not None:
            verdict = Verdict.ACCEPT if nullable else Verdict.REJECT
            return self.with_null(kind, verdict, "")
        return self.with_null(kind, self.decide("null"), self.why("null"))

    def any_case(
        self,
        one: Field,
        names: Sequence[str],
        taken: Sequence[str],
        statement: Statement,
        pointer: str,
    ) -> dict[str, Json]:
        """Return the schemas of a field's name in another case, if that is decided.

        Of fields whose names differ in case only, the first is read.
        """
        verdict = self.decided["any-case"]
        if self.direction is Direction.SEND or verdict is Verdict.REJECT:
            return {}
        self.topics.add("any-case")
        kind = self.optional(one.type, one)
        if verdict is Verdict.SILENT:
            why = f"`{one.name}` in another case"
            kind = facts.Opaque(span=one.span, why=why, decided=True)
        found: dict[str, Json] = {}
        self.around.append(statement)
        for name in names:
            alike = [other for other in taken if other.lower() == name.lower()]
            pattern = other_case(name, {name, *alike})
            if pattern is not None and alike[:1] in ([], [self.name(one)]):
                found[pattern] = self.schema(kind, joined(pointer, "patternProperties", pattern))
        self.around.pop()
        return found

    def unlisted(self, kind: Object, pointer: str) -> dict[str, Json]:
        """Return the keyword on other properties; none if any is allowed."""
        said, name = kind.unlisted, "additionalProperties"
        if self.direction is Direction.SEND and kind.sent_unlisted is not None:
            said = kind.sent_unlisted
        span = kind.unlisted_span or kind.span
        place = f"{self.places[-1]} other properties"
        if said is not None and not isinstance(said, bool):
            says = f"any other property is {in_words(said)}"
            value = self.element(said)
            return {name: self.stated(value, place, says, span, joined(pointer, name))}
        verdict = Verdict.ACCEPT if said else Verdict.REJECT
        if said is None:
            verdict = self.decide("unlisted")
        if verdict is Verdict.ACCEPT:
            return {}
        implied = said is None
        if verdict is Verdict.REJECT:
            statement = self.statement(place, span, "no other property", implied=implied)
            statement.keywords.append(f"{FILE}{joined(pointer, name)}")
            return {name: False}
        statement = self.statement(place, span, "nothing on other properties", implied=implied)
        statement.keywords.append(f"{FILE}{joined(pointer, name, SILENT)}")
        return {name: {SILENT: self.why("unlisted")}}

    def union(self, kind: facts.Union, pointer: str) -> Json:
        """Return the schema of alternatives, as one schema without `anyOf` where that is exact."""
        options = [x for option in flat(kind) for x in flat(self.coerced(option))]
        if any(isinstance(option, facts.Anything) for option in options):
            return {}
        kept = [x for x in self.joined_literals(options) if not isinstance(x, facts.Never)]
        if len(kept) <= 1:
            return self.schema(kept[0] if kept else facts.Never(span=kind.span), pointer)
        kinds = [json_type(option) for option in kept]
        if None not in kinds and len(set(kinds)) == len(kinds):
            whole: dict[str, Json] = {}
            types: list[Json] = []
            for option in kept:
                body = cast("dict[str, Json]", self.schema(option, pointer))
                whole |= body
                types.append(body["type"])
            return {**whole, "type": types}
        return {
            "anyOf": [
                self.schema(option, joined(pointer, "anyOf", index))
                for index, option in enumerate(kept)
            ]
        }

    def joined_literals(self, options: Sequence[Type]) -> list[Type]:
        """Return the options with all closed lists of values in one, without what others accept."""
        lists = [x for x in options if isinstance(x, facts.Literals) and self.lists(x)]
        others = [x for x in options if x not in lists]
        values = {
            canonical(value): value
            for one in lists
            for value in one.values
            if not any(covers(option, value) for option in others)
        }
        if lists and all(isinstance(option, facts.Null) for option in others):
            values |= {"null": None} if others else {}
            others = []
        kept = list(dict.fromkeys(others))
        if not values:
            return kept
        joined_list = replace(lists[0], values=tuple(values.values()), name=None, closed=True)
        return [joined_list, *kept]

    def lists(self, kind: facts.Literals) -> bool:
        """Return whether only the listed values are accepted."""
        if kind.closed is not None:
            return kind.closed
        single = len(kind.values) == 1 and kind.name is None
        return single or self.decided["enum"] is Verdict.REJECT

    def all_of(self, kind: facts.All, pointer: str) -> Json:
        telling = tuple(part for part in kind.parts if not isinstance(part, facts.Anything))
        found = merged(kind, self.found.types)
        if len(telling) == 1:
            found = telling[0]
        if found is not None:
            return self.schema(found, pointer)
        if self.decided["unlisted"] is not Verdict.ACCEPT and self.has_object(kind):
            why = "an intersection with a type that is no object, where other properties count"
            return self.silent(facts.Opaque(span=kind.span, why=why), pointer)
        parts: list[Json] = [
            self.schema(part, joined(pointer, "allOf", index))
            for index, part in enumerate(kind.parts)
        ]
        return {"allOf": parts}

    def has_object(self, kind: Type) -> bool:
        """Return whether an object type with listed properties is among the parts."""
        parts = kind.parts if isinstance(kind, facts.All) else (kind,)
        return any(isinstance(resolved(part, self.found.types), facts.Object) for part in parts)

    def reference(self, kind: facts.Reference, pointer: str) -> Json:
        if kind.name not in self.keys:
            self.keys[kind.name] = f"#/$defs/{key_of(kind.name, self.keys.values())}"
            self.waiting.append(kind.name)
        self.root_is_used |= self.keys[kind.name] == "#"
        self.rests(pointer, "$ref")
        return {"$ref": self.keys[kind.name]}

    def undefined(self, kind: facts.Undefined, pointer: str) -> Json:
        verdict = self.decide("undefined")
        if verdict is Verdict.SILENT:
            why = f"the source names the type {kind.name}, and does not define it"
            return self.silent(facts.Opaque(span=kind.span, why=why), pointer)
        return {} if verdict is Verdict.ACCEPT else self.simple({"not": {}}, pointer)

    def silent(self, kind: facts.Opaque, pointer: str) -> Json:
        """Return the schema of a part that is left open."""
        if not kind.decided:
            found = Silence(place=self.places[-1], span=kind.span, why=kind.why)
            self.silences.setdefault((found.place, found.why), found)
        self.rests(pointer, SILENT)
        if kind.within is None:
            return {SILENT: kind.why}
        body = self.schema(kind.within, pointer)
        return {**body, SILENT: kind.why} if isinstance(body, dict) else body

    # --- helpers ---

    def inner(self, kind: Type, step: str, pointer: str) -> Json:
        """Return the schema of a part, which is shown under the place around it."""
        self.places.append(f"{self.places[-1]}{step}")
        try:
            return self.schema(kind, pointer)
        finally:
            self.places.pop()

    def presence(self, one: Field) -> Presence:
        sent = self.direction is Direction.SEND and one.sent is not None
        return one.sent if sent and one.sent is not None else one.received

    def name(self, one: Field) -> str:
        sent = self.direction is Direction.SEND and one.sent_name is not None
        return one.sent_name if sent and one.sent_name is not None else one.name

    def decide(self, topic: str) -> Verdict:
        self.topics.add(topic)
        return self.decided[topic]

    def why(self, topic: str) -> str:
        return self.decided.why(topic)

    def allows_null(self, kind: Type) -> bool:
        """Return whether a type accepts null by itself, or says nothing of any value."""
        kind = resolved(kind, self.found.types)
        match kind:
            case facts.Null() | facts.Anything() | facts.Undefined() | facts.Opaque(within=None):
                return True
            case facts.Literals():
                return None in kind.values
            case facts.Union():
                return any(map(self.allows_null, kind.options))
            case facts.All():
                return all(map(self.allows_null, kind.parts))
        return False

    def with_null(self, kind: Type, verdict: Verdict, why: str) -> Type:
        if verdict is Verdict.REJECT:
            return kind
        null = facts.Null(span=kind.span)
        if verdict is Verdict.ACCEPT:
            return facts.Union(span=kind.span, options=(kind, null))
        left = facts.Opaque(span=kind.span, why=f"null: {why}", within=null, decided=True)
        return facts.Union(span=kind.span, options=(kind, left))


def _given(**keywords: Json) -> dict[str, Json]:
    """Return the keywords that have a value."""
    return {name: value for name, value in keywords.items() if value is not None}
