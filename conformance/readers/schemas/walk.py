"""Rewrites one schema of a document in the keywords of 2020-12, with the claims behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance.dialects import APPLICATORS, IN_PLACE, REJECTING, SILENT, Shape
from conformance.jsontext.pointers import joined
from conformance.model import Verdict
from conformance.readers.facts import Direction
from conformance.readers.formats import pattern_of
from conformance.readers.schemas import nulls, shapes, unlisted
from conformance.readers.schemas.parts import Key, Part, Reference
from conformance.readers.schemas.specs import faults, keywords_of, remarks, stray_flags
from conformance.readers.schemas.statements import Statements
from conformance.readers.schemas.words import described

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.model import Json
    from conformance.readers.read import SchemaOptions
    from conformance.readers.schemas.library import Library, Place
    from conformance.readers.schemas.specs import Keyword

_KEPT = frozenset({"contentEncoding", "contentMediaType", "deprecated", "format"})
"""Annotations that stay: tools show them, and compare them."""
_DECIDING = frozenset({"contains", "if", "not"})
_TYPES = {bool: "boolean", int: "number", float: "number", str: "string", type(None): "null",
          dict: "object", list: "array"}  # fmt: skip
_HINT = "`discriminator` is a hint: oneOf, anyOf and allOf alone decide."


class Walk(Statements):
    """Rewrites a schema, which becomes a part."""

    def __init__(
        self, library: Library, options: SchemaOptions, address: Callable[[Key], str], name: str
    ) -> None:
        """Prepare it.

        Args:
            library: The documents.
            options: The decisions, and how to read.
            address: Gives the value of `$ref` that names a part.
            name: The part's name for people.
        """
        super().__init__(name)
        self._library = library
        self._options = options
        self._address = address

    def declared(self, key: Key) -> Part:
        """Return the part of a schema that is declared by name."""
        name = self._names[0]
        words = described(self._library, key.place)
        with self._stated(name, key.place, f"{name} is {words}"):
            whole = key.is_whole or not self._closes()  # open ones only note the decision
            self.part.body = self.schema(key.place, "", whole=whole)
        return self.part

    # --- schemas ---

    def schema(self, place: Place, pointer: str, *, whole: bool) -> Json:
        """Return a schema rewritten, to stand at a pointer."""
        value = self._library.value(place)
        if isinstance(value, bool):
            if not value:
                self._rests(pointer)
            return value
        if not isinstance(value, dict):
            raise self._library.broken(place, "this is no schema", "write an object, true or false")
        spec = self._library.spec(place)
        self.part.notes += [(place.child(name), why) for name, why in remarks(value, spec)]
        if spec.has_files and value.get("type") == "file":
            return self._opaque(place, pointer, "a file is no JSON value")
        keywords = keywords_of(value, spec)
        self._check(value, keywords, place)
        self._described(value, place, pointer)
        result = self._rewritten(keywords, place, pointer, whole=whole)
        self._flagged(result, value, place, pointer)
        self._enumerated(result, pointer)
        self._formatted(result, pointer)
        if "discriminator" in value:
            self._discriminated(value["discriminator"], place.child("discriminator"))
        if whole and not _is_only_reference(keywords):
            self._close(result, place, pointer)
        return result

    def _described(self, value: dict[str, Json], place: Place, pointer: str) -> None:
        """Note what a schema says of itself in words."""
        text = value.get("description")
        if isinstance(text, str) and text and not self._deciding:
            at = place.child("description")
            self.part.descriptions.append((self._names[-1], at, text, pointer))

    def _flagged(
        self, result: dict[str, Json], value: dict[str, Json], place: Place, pointer: str
    ) -> None:
        """Leave a bound open where a later version of a notation has an earlier one's flag."""
        for name in stray_flags(value, self._library.spec(place)):
            bound = value["minimum" if name == "exclusiveMinimum" else "maximum"]
            why = f"`{name}: true` is of OpenAPI 3.0: whether {bound} itself is allowed"
            parts = cast("list[Json]", result.setdefault("allOf", []))
            at = joined(pointer, "allOf", len(parts), "anyOf")
            parts.append({"anyOf": [{name: bound}, {SILENT: why}]})
            self.part.silent.append((self._names[-1], place.child(name), why))
            self._rests(joined(at, 0, name), joined(at, 1, SILENT))

    def _check(self, schema: dict[str, Json], keywords: list[Keyword], place: Place) -> None:
        """Raise an error for a value that its keyword cannot have."""
        spec = self._library.spec(place)
        wrong = [*faults(schema, spec)]
        for keyword in keywords:
            at = place.child(keyword.source)
            demand = shapes.fault(keyword.name, keyword.value)
            wrong += [] if demand is None else [(keyword.source, demand)]
            if keyword.name in {"const", "enum"} and shapes.too_large(keyword.value):
                raise self._library.broken(
                    at, "an integer is larger than a float can be", "write a number below 1.8e308"
                )
        for name, demand in wrong:
            message = f"the value of `{name}` is not right"
            raise self._library.broken(place.child(name), message, f"write {demand}")
        names = {keyword.name for keyword in keywords}
        if spec.is_2019 and {"contains", "unevaluatedItems"} <= names:
            raise self._library.broken(
                place.child("unevaluatedItems"),
                "`unevaluatedItems` beside `contains` means something else since 2020-12",
                "write the schema in 2020-12",
            )

    def _rewritten(
        self, keywords: list[Keyword], place: Place, pointer: str, *, whole: bool
    ) -> dict[str, Json]:
        result: dict[str, Json] = {}
        for keyword in keywords:
            name, value, at = keyword.name, keyword.value, place.child(keyword.source)
            here = joined(pointer, name)
            if name in {"$ref", "$dynamicRef", "$recursiveRef"}:
                closed = whole and _is_only_reference(keywords) and self._closes()
                result |= self._refer(name, str(value), place, pointer, closed=closed)
            elif name == "properties":
                result[name] = self._properties(keywords, place, pointer)
            elif name == "required":
                self._required(result, place, pointer)
            elif name in {"additionalProperties", "unevaluatedProperties"}:
                result[name] = self._others(at, here)
            elif name in APPLICATORS:
                result[name] = self._applied(name, value, at, here)
            elif name == SILENT:
                self.part.silent.append((self._names[-1], at, str(value)))
                result[name] = value
                self._rests(here)
            elif name in REJECTING:
                result[name] = value
                self._rests(here)
            elif name in _KEPT:
                result[name] = value
        return result

    def _applied(self, name: str, value: Json, at: Place, pointer: str) -> Json:
        """Return the schemas under a keyword."""
        shape = APPLICATORS[name]
        if name in REJECTING:
            self._rests(pointer)
        below = name not in IN_PLACE
        with (
            self._decides(name in _DECIDING),
            self._named(_STEPS.get(name, ""), inside=below),
        ):
            if shape is Shape.SCHEMAS:
                return [
                    self.schema(at.child(index), joined(pointer, index), whole=below)
                    for index in range(len(cast("list[Json]", value)))
                ]
            if isinstance(value, dict) and shape in {Shape.NAMED, Shape.NAMED_OR_NAMES}:
                return {
                    each: self.schema(at.child(each), joined(pointer, each), whole=below)
                    for each in value
                }
            return self.schema(at, pointer, whole=below)

    def _refer(
        self, keyword: str, reference: str, place: Place, pointer: str, *, closed: bool
    ) -> dict[str, Json]:
        """Return the reference to another part."""
        at, dynamic = place.child(keyword), None
        if keyword == "$recursiveRef":
            target = self._recursive(place, reference, at)
            if target is None:
                return self._opaque(at, pointer, "`$recursiveRef` leads to no `$recursiveAnchor`")
            dynamic = "" if self._is_recursive(target) else None
        else:
            target = self._library.named(place, reference, at)
            name = self._library.anchored(target)
            if keyword == "$dynamicRef" and name == reference.partition("#")[2]:
                dynamic = name
        key = Key(target, closed)
        in_place = not self._inside
        self.part.references.append(
            Reference(target=key, place=at, in_place=in_place, dynamic=dynamic)
        )
        self._rests(joined(pointer, "$ref"))
        return {"$ref": self._address(key)}

    def _recursive(self, place: Place, reference: str, at: Place) -> Place | None:
        """Return the schema that `$recursiveRef` means where nothing around changes it."""
        if reference != "#":
            raise self._library.broken(at, "`$recursiveRef` is always `#`", "write `$ref`")
        if self._library.spec(place).is_2019:
            return self._library.root_of(place)
        why = "`$recursiveRef` is a keyword of 2019-09: it is taken for the schema around it"
        self.part.notes.append((at, why))
        names = place.pointer.split("/")
        around = (replace(place, pointer="/".join(names[:n])) for n in range(len(names), 0, -1))
        return next((each for each in around if self._is_recursive(each)), None)

    def _is_recursive(self, place: Place) -> bool:
        value = self._library.value(place)
        return isinstance(value, dict) and value.get("$recursiveAnchor") is True

    def _opaque(self, place: Place, pointer: str, why: str) -> dict[str, Json]:
        self.part.silent.append((self._names[-1], place, why))
        self._rests(joined(pointer, SILENT))
        return {SILENT: why}

    # --- objects ---

    def _properties(self, keywords: list[Keyword], place: Place, pointer: str) -> Json:
        given = next(x for x in keywords if x.name == "properties")
        required = self._demanded(place)
        found: dict[str, Json] = {}
        for name in cast("dict[str, Json]", given.value):
            at, here = place.child("properties", name), joined(pointer, "properties", name)
            self.part.fields += 1
            be = "is required" if name in required else "may be left out"
            says = f"`{name}` {be}: {described(self._library, at)}"
            title = f"{self._names[-1]}.{name}"
            with (
                self._named(f".{name}", inside=True),
                self._stated(title, at, says) as statement,
            ):
                found[name] = self._property(at, here, optional=name not in required)
                if name in required and not self._deciding:
                    index = required.index(name)
                    statement.keywords.append(joined(pointer, "required", index))
        return found

    def _property(self, at: Place, pointer: str, *, optional: bool) -> Json:
        """Return the schema of a property, with null as it is decided where it is optional."""
        verdict = self._options.decided["null"]
        if not optional or self._deciding or nulls.are_taken(self._library, at):
            return self.schema(at, pointer, whole=True)
        self.part.topics.add("null")
        if verdict is Verdict.REJECT:
            return self.schema(at, pointer, whole=True)
        null: dict[str, Json] = {"type": "null"}
        if verdict is Verdict.SILENT:
            null[SILENT] = f"null: {self._options.decided.why('null')}"
        inner = self.schema(at, joined(pointer, "anyOf", 0), whole=True)
        self._rests(*(joined(pointer, "anyOf", 1, name) for name in null))
        return {"anyOf": [inner, null]}

    def _demanded(self, place: Place) -> list[str]:
        """Return the names that are required in this direction."""
        value = cast("dict[str, Json]", self._library.value(place))
        names = [*dict.fromkeys(map(str, cast("list[Json]", value.get("required", []))))]
        if not self._library.spec(place).has_directions:
            return names
        other = "writeOnly" if self._options.direction is Direction.RECEIVE else "readOnly"
        return [name for name in names if not self._is_marked(place, name, other)]

    def _is_marked(self, place: Place, name: str, mark: str) -> bool:
        """Return whether a property has `readOnly` or `writeOnly`, also behind references."""
        at = place.child("properties", name)
        seen: set[Place] = set()
        while at not in seen:
            seen.add(at)
            try:
                value = self._library.value(at)
            except LookupError:
                return False
            if not isinstance(value, dict):
                return False
            if value.get(mark) is True and mark in self._library.spec(at).keywords:
                return True
            if not isinstance(value.get("$ref"), str):
                return False
            at = self._library.named(at, str(value["$ref"]), at.child("$ref"))
        return False

    def _required(self, result: dict[str, Json], place: Place, pointer: str) -> None:
        value = cast("dict[str, Json]", self._library.value(place))
        names = self._demanded(place)
        if names:
            result["required"] = [*names]
        own = value.get("properties")
        for index, name in enumerate(names):
            if not isinstance(own, dict) or name not in own:
                self._rests(joined(pointer, "required", index))
        at = place.child("required")
        listed = [*map(str, cast("list[Json]", value["required"]))]
        if len(set(listed)) < len(listed):
            self.part.notes.append((at, "a name stands twice in `required`, which changes nothing"))
        for name in dict.fromkeys(listed):
            if name not in names:
                other = "read" if self._options.direction is Direction.SEND else "written"
                self.part.notes.append((at, f"`{name}` is required only where it is {other}"))

    def _others(self, at: Place, pointer: str) -> Json:
        """Return what other properties may be, as a statement of its own."""
        value = self._library.value(at)
        if isinstance(value, bool) and value:
            return value
        name = f"{self._names[-1]} other properties"
        words = "no other property"
        if value is not False:
            words = f"any other property is {described(self._library, at)}"
        with self._named(".*", inside=True), self._stated(name, at, words):
            return self.schema(at, pointer, whole=True)

    # --- decisions ---

    def _closes(self) -> bool:
        return self._options.decided["unlisted"] is not Verdict.ACCEPT

    def _close(self, result: dict[str, Json], place: Place, pointer: str) -> None:
        """Say what properties may be that a schema does not list, if that is left open."""
        found = unlisted.of(self._library, place)
        if not found.names or found.said or self._deciding:
            return
        self.part.topics.add("unlisted")
        verdict = self._options.decided["unlisted"]
        if verdict is Verdict.ACCEPT:
            return
        exactly = found.has_alternatives and verdict is Verdict.REJECT and not self._leaves_open()
        if found.may_say and not exactly:
            return
        name = f"{self._names[-1]} other properties"
        words = "no other property" if verdict is Verdict.REJECT else "nothing on other properties"
        statement = self._statement(name, place, words, implied=True)
        if exactly:
            result["unevaluatedProperties"] = False
            statement.keywords.append(joined(pointer, "unevaluatedProperties"))
            return
        if found.has_alternatives:
            why = "a property counts as listed where one of the alternatives lists it"
            self.part.notes.append((place, why))
        for keyword, names in (("properties", found.names), ("patternProperties", found.patterns)):
            own = cast("dict[str, Json]", result.get(keyword, {}))
            result |= (
                {keyword: {**own, **{n: True for n in names if n not in own}}} if names else {}
            )
        at = joined(pointer, "additionalProperties")
        if verdict is Verdict.REJECT:
            result["additionalProperties"] = False
            statement.keywords.append(at)
        else:
            result["additionalProperties"] = {SILENT: self._options.decided.why("unlisted")}
            statement.keywords.append(joined(at, SILENT))

    def _leaves_open(self) -> bool:
        """Return whether a decision leaves values open, which `unevaluatedProperties` forbids."""
        return any(self._options.decided[topic] is Verdict.SILENT for topic in ("null", "enum"))

    def _enumerated(self, result: dict[str, Json], pointer: str) -> None:
        """Replace a list of values as it is decided; one value alone is a type of its own."""
        values = result.get("enum")
        if not isinstance(values, list) or len(values) < 2 or self._deciding:  # noqa: PLR2004
            return
        self.part.topics.add("enum")
        verdict = self._options.decided["enum"]
        if verdict is Verdict.REJECT:
            return
        del result["enum"]
        self._unrests(joined(pointer, "enum"))
        types: list[Json] = [*dict.fromkeys(_TYPES[type(value)] for value in values)]
        base: dict[str, Json] = {"type": types[0] if len(types) == 1 else types}
        if verdict is Verdict.ACCEPT:
            if "type" not in result:
                result |= base
                self._rests(joined(pointer, "type"))
            return
        parts = cast("list[Json]", result.setdefault("allOf", []))
        at = joined(pointer, "allOf", len(parts), "anyOf")
        why = f"a value that is not listed: {self._options.decided.why('enum')}"
        parts.append({"anyOf": [{"enum": values}, {**base, SILENT: why}]})
        self._rests(*(joined(at, *path) for path in ((0, "enum"), (1, "type"), (1, SILENT))))

    def _formatted(self, result: dict[str, Json], pointer: str) -> None:
        """Assert the format of a string by its published definition, if that is asked for."""
        name = result.get("format")
        pattern = pattern_of(name) if self._options.formats and isinstance(name, str) else None
        if pattern is None:
            return
        if "pattern" not in result:
            result["pattern"] = pattern
            self._rests(joined(pointer, "pattern"))
            return
        parts = cast("list[Json]", result.setdefault("allOf", []))
        self._rests(joined(pointer, "allOf", len(parts), "pattern"))
        parts.append({"pattern": pattern})

    def _discriminated(self, value: Json, place: Place) -> None:
        """State what a discriminator says: it decides nothing."""
        said = value if isinstance(value, dict) else {"propertyName": value}
        name = said.get("propertyName")
        mapping = said.get("mapping")
        words = f"`{name}` tells the schema"
        if isinstance(mapping, dict) and mapping:
            each = (f"{key} → {str(to).rpartition('/')[2]}" for key, to in mapping.items())
            words = f"{words}: {', '.join(each)}"
        else:
            words = f"{words} by its name"
        if not self._deciding:
            title = f"{self._names[-1]} discriminator"
            self._statement(title, place, words).no_effect = _HINT


_STEPS = {"items": "[]", "patternProperties": ".*", "prefixItems": "[]", "unevaluatedItems": "[]"}


def _is_only_reference(keywords: Sequence[Keyword]) -> bool:
    """Return whether a schema is a reference, and nothing beside it acts."""
    acting = [
        keyword.name for keyword in keywords if keyword.name in APPLICATORS.keys() | REJECTING
    ]
    names = {keyword.name for keyword in keywords}
    return not acting and "$ref" in names
