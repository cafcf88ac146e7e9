"""Writes a record down as a JSON Schema, in one of many ways that mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pairs_record import Anything, Either, Number, Parts, Record, Rule, Text, Words

if TYPE_CHECKING:
    import random

    from pairs_record import Field


class Writer:
    """Writes records as schemas: in one plain way, or `free`, in any that means the same.

    Without `newer` the schemas keep to the keywords of draft 4.
    """

    def __init__(self, rng: random.Random, *, free: bool, newer: bool) -> None:
        self.rng = rng
        self.free = free
        self.newer = newer
        self.definitions: dict[str, Any] = {}

    def schema(self, record: Record) -> dict[str, Any]:
        """Return the record as a schema."""
        schema = self._record(record)
        return schema | {"$defs": self.definitions} if self.definitions else schema

    def _else(self, share: float = 0.4) -> bool:
        return self.free and self.rng.random() < share

    def _record(self, record: Record) -> dict[str, Any]:
        names = list(record.fields)
        if self.free:
            self.rng.shuffle(names)
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {name: self._field(record.fields[name]) for name in names},
        }
        if record.closed:
            schema["additionalProperties"] = False
        rules = [self._rule(rule) for rule in record.rules]
        if record.required and self._else():
            rules += [{"required": [name]} for name in record.required]
        elif record.required:
            schema["required"] = list(record.required)
        kind = record.fields["kind"]
        if self._else(0.2) and isinstance(kind, Words) and not kind.null:
            never = Rule(given={"kind": ["never"]}, required=["absent"], values={})
            rules.append(self._rule(never))
        if self._else(0.2):
            return {"allOf": [schema, *rules]}
        if rules:
            schema["allOf"] = rules
        return {"not": {"not": schema}} if self._else(0.15) else schema

    def _rule(self, rule: Rule) -> dict[str, Any]:
        given: dict[str, Any] = {
            "properties": {name: {"enum": values} for name, values in rule.given.items()},
            "required": list(rule.given),
        }
        then: dict[str, Any] = {}
        if rule.values:
            then["properties"] = {name: {"enum": values} for name, values in rule.values.items()}
        if rule.required:
            then["required"] = rule.required
        if self.newer and not self._else(0.6):
            return {"if": given, "then": then}
        if self._else():
            return {"not": {"allOf": [given, {"not": then}]}}
        return {"anyOf": [{"not": given}, then]}

    def _field(self, one: Field) -> dict[str, Any]:
        match one:
            case Anything():
                return {}
            case Words(refused=False):
                return self._words(one)
            case Words():
                refused: dict[str, Any] = {"not": {"enum": one.values}}
                if self._else():
                    refused = {"allOf": [{"not": {"enum": [word]}} for word in one.values]}
                schema = {"type": "string", **refused}
            case Text() | Number():
                schema = self._shape(one)
            case Either():
                schema = self._either(one)
            case Parts():
                schema = {"type": "array", "items": self._items(one.record)}
                schema |= {"maxItems": one.most} | ({"minItems": one.least} if one.least else {})
        return self._nullable(schema) if one.null else schema

    def _words(self, one: Words) -> dict[str, Any]:
        values: list[str | None] = [*one.values, None] if one.null else [*one.values]
        if self.free:
            self.rng.shuffle(values)
        if self._else():
            choice = self.rng.choice(["anyOf", "oneOf"])
            if self.newer and self._else():
                return {choice: [{"const": value} for value in values]}
            return {choice: [{"enum": values[:1]}, {"enum": values[1:]}]}
        return {"enum": values}

    def _shape(self, one: Text | Number) -> dict[str, Any]:
        if isinstance(one, Text):
            least = {"minLength": one.least} if one.least else {}
            most = {"maxLength": one.most}
            rest = {"allOf": [most]} if self._else(0.2) else most
            return {"type": "string", **least, **rest}
        schema: dict[str, Any] = {"type": "integer" if one.whole else "number"}
        if one.whole and self._else():
            schema = {"type": "number", "multipleOf": 1}
        if one.whole and self.newer and self._else():
            return schema | {"exclusiveMinimum": one.low - 1, "exclusiveMaximum": one.high + 1}
        return schema | {"minimum": one.low, "maximum": one.high}

    def _either(self, one: Either) -> dict[str, Any]:
        shapes = [self._shape(shape) for shape in one.shapes]
        if one.only and (one.overlaps() or not self._else()):
            return {"oneOf": shapes}
        if not one.overlaps() and self._else():
            return {"oneOf": shapes}
        if self._else():
            return {"not": {"allOf": [{"not": shape} for shape in shapes]}}
        return {"anyOf": shapes}

    def _nullable(self, schema: dict[str, Any]) -> dict[str, Any]:
        if isinstance(schema.get("type"), str) and "not" not in schema and not self._else():
            return schema | {"type": [schema["type"], "null"]}
        return {self.rng.choice(("anyOf", "oneOf")): [schema, {"type": "null"}]}

    def _items(self, record: Record) -> dict[str, Any]:
        schema = self._record(record)
        if not self._else(0.5) and (self.free or self.rng.random() < 0.7):
            return schema
        name = f"part{len(self.definitions)}"
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}
