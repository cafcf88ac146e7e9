"""Compiles a schema with undescribed places (`x-silent`) into the two schemas that it means.

The strict schema accepts what the source allows: an undescribed place is `false`. The lenient
schema accepts what the source does not forbid: an undescribed place keeps its other keywords. The
compile follows polarity, so that strict is never laxer than lenient. `not` swaps the two. A strict
`oneOf` is one branch strictly valid and no other leniently valid. An undecided `if` demands both
branches if strict, and either if lenient. (The rules are the project's design, "Verdicts".)

A compiled schema needs no other file: every `$ref`, also one into another file of the record,
points into its own `$defs`.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from conformance.dataclass import dataclass
from conformance.dialects import APPLICATORS, DRAFT_2020_12, SILENT, Shape, subschemas
from conformance.errors import BrokenFileError
from conformance.schema.once import made_once
from conformance.schema.references import graph_of

if TYPE_CHECKING:
    from conformance.model import Json, SchemaFile
    from conformance.schema.references import Graph, Place

ORIGIN = "x-origin"
"""In a traced compile: `FILE#POINTER` of the subschema that a compiled one came from."""
KEYWORD = "x-keyword"
"""In a traced compile: the keyword that a compiled subschema means, if not its own."""

_LEFT_OUT = frozenset({
    "$anchor", "$defs", "$dynamicAnchor", "$id", "$schema", "definitions", "else", "if", "then",
    SILENT,
})  # fmt: skip
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})


class Mode(Enum):
    """One of the two schemas."""

    STRICT = "strict"
    LENIENT = "lenient"

    @property
    def opposite(self) -> Mode:
        """Return the mode that holds under a negation."""
        return Mode.LENIENT if self is Mode.STRICT else Mode.STRICT


@made_once
def has_silence(file: SchemaFile) -> bool:
    """Return whether the file, or one that it refers to, marks an undescribed place."""
    return any(
        _marked(part)
        for schema in (file.schema, *file.resources.values())
        for _, part in subschemas(schema)
    )


def compile_silence(file: SchemaFile, mode: Mode) -> Json:
    """Return the strict or the lenient schema of a file, without `x-silent`.

    A file without undescribed places and without references to other files stays unchanged.

    Raises:
        BrokenFileError: For a dynamic reference, which cannot follow polarity.
    """
    if not file.resources and not has_silence(file):
        return file.schema
    return _Compiler(file=file, graph=graph_of(file), traced=False).document(mode)


def compile_traced(file: SchemaFile, mode: Mode) -> Json:
    """Return the strict or lenient schema for a validator that gives reasons.

    Every subschema has its origin in `x-origin`. In the strict schema, an undescribed place keeps
    its keywords beside `x-silent`, which the validator has to reject itself.

    Raises:
        BrokenFileError: For a dynamic reference, which cannot follow polarity.
    """
    return _Compiler(file=file, graph=graph_of(file), traced=True).document(mode)


@dataclass(slots=True, kw_only=True)
class _Compiler:
    file: SchemaFile
    graph: Graph
    traced: bool
    names: dict[tuple[Mode, Place], str] = field(default_factory=dict)
    waiting: list[tuple[Mode, Place]] = field(default_factory=list)

    def document(self, mode: Mode) -> Json:
        result = self.compile(self.file.schema, mode, self.graph.root)
        if not isinstance(result, dict):
            return result
        definitions: dict[str, Json] = {}
        while self.waiting:
            target = self.waiting.pop(0)
            wanted, place = target
            definitions[self.names[target]] = self.compile(self.graph.schemas[place], wanted, place)
        result = {"$schema": self.file.dialect, **result}
        return {**result, "$defs": definitions} if definitions else result

    def compile(self, schema: Json, mode: Mode, place: Place) -> Json:
        if not isinstance(schema, dict):
            return {"not": {}, ORIGIN: str(place)} if self.traced and schema is False else schema
        if SILENT in schema and mode is Mode.STRICT:
            if not self.traced:
                return False
            lenient = cast("dict[str, Json]", self.compile(schema, Mode.LENIENT, place))
            return {**lenient, SILENT: schema[SILENT]}
        result: dict[str, Json] = {}
        further: list[Json] = []
        for keyword, value in schema.items():
            if keyword in _DYNAMIC:
                raise BrokenFileError(
                    f'"{keyword}" is not understood in a record',
                    file=str(self.file.path),
                    place=place.pointer,
                    hint='name the schema with "$ref"',
                )
            branches = cast("list[Json]", value) if keyword == "oneOf" else []
            if any(self.silent(place.child("oneOf", i)) for i in range(len(branches))):
                further.append(self.one_of(branches, mode, place))
            elif keyword not in _LEFT_OUT:
                result[keyword] = self.keyword(keyword, value, mode, place)
        further += self.conditional(schema, mode, place, result)
        if further:
            result["allOf"] = [*cast("list[Json]", result.get("allOf", [])), *further]
        return {**result, ORIGIN: str(place)} if self.traced else result

    def keyword(self, keyword: str, value: Json, mode: Mode, place: Place) -> Json:
        at = place.child(keyword)
        if keyword == "$ref":
            return self.reference(self.target(place), mode)
        if keyword == "not":
            return self.compile(value, mode.opposite, at)
        match APPLICATORS.get(keyword), value:
            case None, _:
                return value
            case ((Shape.NAMED | Shape.NAMED_OR_NAMES), dict()):
                return {
                    name: self.compile(part, mode, at.child(name)) for name, part in value.items()
                }
            case ((Shape.SCHEMAS | Shape.SCHEMA_OR_SCHEMAS), list()):
                return [self.compile(part, mode, at.child(i)) for i, part in enumerate(value)]
            case _:
                stays = value is False and keyword not in self.descending
                return value if stays else self.compile(value, mode, at)

    @property
    def descending(self) -> set[str]:
        """The keywords under which `false` is reported by itself, not by the keyword."""
        older = {"items"} if self.file.dialect != DRAFT_2020_12.uri else set[str]()
        return {"propertyNames", *older}

    def one_of(self, branches: list[Json], mode: Mode, place: Place) -> Json:
        """Return a schema: one branch holds in this mode, and no other in the opposite mode."""
        places = [place.child("oneOf", index) for index in range(len(branches))]
        holds = [self.compile(x, mode, at) for x, at in zip(branches, places, strict=True)]
        others = [
            self.stands_for("oneOf", place, {"not": self.compile(x, mode.opposite, at)})
            for x, at in zip(branches, places, strict=True)
        ]
        return self.stands_for(
            "oneOf",
            place,
            {
                "anyOf": [
                    {"allOf": [held, *others[:index], *others[index + 1 :]]}
                    for index, held in enumerate(holds)
                ]
            },
        )

    def conditional(
        self, schema: dict[str, Json], mode: Mode, place: Place, result: dict[str, Json]
    ) -> list[Json]:
        """Put a decided `if` into the result; return the demands of an undecided one."""
        if "if" not in schema:
            return []
        test, at = schema["if"], place.child("if")
        branches: dict[str, Json] = {
            name: self.compile(schema[name], mode, place.child(name))
            for name in ("then", "else")
            if name in schema
        }
        if not self.silent(at):
            result["if"] = self.compile(test, mode, at)
            result.update(branches)
            return []
        surely = self.compile(test, Mode.STRICT, at)
        possibly = self.compile(test, Mode.LENIENT, at)
        then, otherwise = branches.get("then", True), branches.get("else", True)
        if mode is Mode.STRICT:
            return [{"if": possibly, "then": then}, {"if": surely, "else": otherwise}]
        either: dict[str, Json] = {
            "anyOf": [
                {"allOf": [possibly, then]},
                {"allOf": [{"not": surely}, otherwise]},
            ]
        }
        return [self.stands_for("if", place, either)]

    def stands_for(self, keyword: str, place: Place, schema: dict[str, Json]) -> Json:
        return {**schema, ORIGIN: str(place), KEYWORD: keyword} if self.traced else schema

    def reference(self, place: Place, mode: Mode) -> str:
        key = (mode, place)
        if key not in self.names:
            # Named after its place, so that a reader of the compiled schema finds it.
            self.names[key] = f"{mode.value} {place}"
            self.waiting.append(key)
        pointer = self.names[key].replace("~", "~0").replace("/", "~1")
        return f"#/$defs/{quote(pointer)}"

    def target(self, place: Place) -> Place:
        return next(link.to for link in self.graph.links[place] if link.keyword == "$ref")

    def silent(self, place: Place) -> bool:
        """Return whether an undescribed place can be reached from here, also through `$ref`."""
        return any(_marked(self.graph.schemas[at]) for at in self.graph.reached(place))


def _marked(schema: Json) -> bool:
    return isinstance(schema, dict) and SILENT in schema
