"""What a notation leaves open, decided: a table of defaults, and a person's changes to it.

Each decision is a verdict on one question, with its reason. The report states them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.model import Decision, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUESTIONS = {
    "null": "an optional field that is null",
    "element-null": "null as an element or as a map's value, where its type does not name null",
    "root-null": "null in place of the whole value, where the type does not name null",
    "unlisted": "a property that the type does not list",
    "enum": "a value that an enumeration does not list",
    "range": "a number outside the range of its type",
    "undefined": "a value of a type that is named and not defined",
    "any-case": "a field whose name is written in other upper and lower case",
    "coercion": "a value of another type that reading turns into the declared one",
    "array-for-struct": "an array of the fields' values, in their order, in place of an object",
    "object-for-unit": 'an enumeration\'s value as an object: {"Value": null}',
    "own-code": "a value as declared, where code of the type's own reads or checks it",
}
"""Topic -> the question in words: what is the verdict on ..."""

ACCEPT, REJECT, SILENT = Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT

_COMMON = {
    "null": (REJECT, "An optional field may be left out; null is a value of its own."),
    "element-null": (REJECT, "The type of the element does not name null."),
    "root-null": (REJECT, "The type does not name null."),
    "unlisted": (ACCEPT, "Objects are open unless the source closes them."),
    "enum": (REJECT, "The source lists the values."),
    "range": (REJECT, "A number that the type cannot hold is refused."),
    "undefined": (SILENT, "The source names the type, and its definition is elsewhere."),
    "any-case": (REJECT, "A name in another case is a property that the type does not list."),
    "coercion": (REJECT, "The source declares the type; writers should send it."),
    "array-for-struct": (REJECT, "The type is an object."),
    "object-for-unit": (REJECT, "The source lists the values."),
    "own-code": (SILENT, "What that code accepts cannot be read."),
}
"""The answers of a notation that gives none of its own."""

_DOCUMENTS = {
    "null": (REJECT, "Only null among the types allows null, or `nullable` in OpenAPI 3.0."),
    "unlisted": (ACCEPT, "Objects are open unless a keyword closes them."),
}
"""The answers of OpenAPI, and of AsyncAPI, which share a page."""

DEFAULTS: Mapping[str, Mapping[str, tuple[Verdict, str]]] = {
    "json-schema": {
        "null": (REJECT, "A schema accepts the types that it names; a missing field is not null."),
        "unlisted": (ACCEPT, "JSON Schema's objects are open unless a keyword closes them."),
    },
    "openapi": _DOCUMENTS,
    "asyncapi": _DOCUMENTS,
    "typescript": {
        "null": (REJECT, "A question mark allows a property to be left out; null has a type."),
        "unlisted": (ACCEPT, "TypeScript's object types are open."),
        "range": (ACCEPT, "`number` is any number."),
    },
    "python": {
        "null": (REJECT, "A default allows a field to be left out; null needs None in the type."),
        "unlisted": (ACCEPT, "Unknown keys are ignored unless the class forbids them."),
        "range": (ACCEPT, "Python's integers have no bounds."),
    },
    "rust": {
        "null": (ACCEPT, "An Option is none for null as for a missing field."),
        "unlisted": (ACCEPT, "serde ignores unknown fields unless `deny_unknown_fields` is set."),
        "range": (REJECT, "serde refuses a number that the type cannot hold."),
        "array-for-struct": (REJECT, "serde would read it; it never writes it."),
        "object-for-unit": (REJECT, "serde would read it; it never writes it."),
    },
    "go": {
        "null": (ACCEPT, "encoding/json leaves a field as it was when it meets null."),
        "element-null": (ACCEPT, "encoding/json makes the zero value of null."),
        "root-null": (ACCEPT, "encoding/json leaves the value as it was when it meets null."),
        "unlisted": (ACCEPT, "encoding/json ignores unknown keys."),
        "enum": (
            ACCEPT,
            "A named string type holds any string; its constants are only known ones.",
        ),
        "range": (REJECT, "encoding/json refuses a number that the type cannot hold."),
        "any-case": (
            REJECT,
            "encoding/json would read it; writers use the name as given, so it counts as unlisted.",
        ),
    },
    "java": {
        "null": (ACCEPT, "Jackson sets null, or 0 and false for a primitive."),
        "element-null": (ACCEPT, "Jackson puts null into lists and maps."),
        "root-null": (ACCEPT, "Jackson reads null as null."),
        "unlisted": (REJECT, "Jackson refuses unknown properties unless a class ignores them."),
        "enum": (REJECT, "Jackson refuses a value that no constant has."),
        "range": (REJECT, "Jackson refuses a number that the type cannot hold."),
    },
    "kotlin": {
        "null": (REJECT, "A default allows a property to be left out; null needs `?` in the type."),
        "unlisted": (
            REJECT,
            "kotlinx.serialization refuses unknown keys unless `ignoreUnknownKeys` is set.",
        ),
        "enum": (REJECT, "A value that no constant has is refused."),
        "range": (REJECT, "A number that the type cannot hold is refused."),
    },
    "scala": {
        "null": (ACCEPT, "Derived codecs read null as None."),
        "unlisted": (ACCEPT, "Derived codecs ignore unknown fields."),
        "range": (REJECT, "A number that the type cannot hold is refused."),
    },
    "protobuf": {
        "null": (ACCEPT, "ProtoJSON reads null as a field that is not there."),
        "unlisted": (REJECT, "ProtoJSON refuses unknown fields unless it is told to ignore them."),
        "enum": (REJECT, "ProtoJSON refuses a name that the enumeration does not list."),
        "range": (REJECT, "ProtoJSON refuses a number that the type cannot hold."),
    },
    "avro": {
        "unlisted": (REJECT, "A record has the fields of its schema, and no others."),
        "enum": (REJECT, "The schema lists the symbols."),
        "range": (REJECT, "A number that the type cannot hold cannot be encoded."),
    },
    "graphql": {
        "null": (REJECT, "A type has null unless it ends with `!`."),
        "unlisted": (REJECT, "GraphQL refuses a field that the type does not have."),
        "enum": (REJECT, "GraphQL refuses a value that the type does not list."),
        "range": (REJECT, "GraphQL refuses an Int that 32 bits cannot hold."),
    },
    "elixir": {
        "null": (REJECT, "Only a type with nil among its alternatives has null."),
        "unlisted": (REJECT, "A struct, or a map without a type for other keys, has no others."),
        "range": (REJECT, "A range holds the integers in it."),
    },
    "generator-docs": {
        "null": (SILENT, "The note [optional] says that a field may be absent, and no more."),
        "unlisted": (SILENT, "The page lists the properties and says nothing of others."),
    },
}
"""Notation -> topic -> the answer and its reason; topics left out are as in `_COMMON`."""

WRITTEN: Mapping[str, tuple[Verdict, str]] = {
    "rust": (REJECT, "serde writes the fields of the type, and no others."),
    "python": (REJECT, "A class writes its fields, and others only if it keeps them."),
    "java": (REJECT, "Jackson writes the properties of the class, and no others."),
    "kotlin": (REJECT, "A class writes its properties, and no others."),
    "scala": (REJECT, "Derived codecs write the fields of the class, and no others."),
}
"""Notation -> the answer on unlisted properties for values that are written.

What a reader does with a property that it does not know says nothing of what it writes. Notations
that are left out describe the values themselves, on both sides of the wire.
"""

_PAGES: Mapping[str, Mapping[str, tuple[Verdict, str]]] = {
    "rust": {"unlisted": (SILENT, "A page of documentation does not show serde's attributes.")}
}
"""The answers that are others if the text of a documentation page is read, and no code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The decisions on one notation: a verdict on each of `QUESTIONS`, with its reason."""

    answers: Mapping[str, tuple[Verdict, str]]

    def __getitem__(self, topic: str) -> Verdict:
        """Return the verdict on a topic."""
        return self.answers[topic][0]

    def why(self, topic: str) -> str:
        """Return the reason for the verdict on a topic."""
        return self.answers[topic][1]

    def stated(self, topics: Sequence[str] = tuple(QUESTIONS)) -> tuple[Decision, ...]:
        """Return the decisions on some topics in the form that reports show."""
        return tuple(
            Decision(topic=topic, verdict=self[topic], why=self.why(topic)) for topic in topics
        )


def decisions(
    notation: str, changes: Sequence[str] = (), *, is_page: bool = False, sends: bool = False
) -> Decisions:
    """Return the decisions on a notation.

    Args:
        notation: The notation's name; one without answers of its own has the common ones.
        changes: A person's changes, each `TOPIC=VERDICT`, or `NOTATION.TOPIC=VERDICT` for one
            notation only.
        is_page: Whether the text of a documentation page is read, and no code.
        sends: Whether they are on values that are written.

    Raises:
        UsageError: A change is not of this form, or names an unknown topic or verdict.
    """
    answers = {**_COMMON, **DEFAULTS.get(notation, {})}
    answers |= _PAGES.get(notation, {}) if is_page else {}
    for change in changes:
        left, equals, verdict = change.partition("=")
        only, dot, topic = left.rpartition(".")
        if not equals:
            raise UsageError(
                f"{change!r} is no decision", hint="write TOPIC=VERDICT, for example null=silent"
            )
        if topic not in QUESTIONS:
            raise UsageError(
                f"there is no decision on {topic!r}",
                hint=f"the topics are {', '.join(QUESTIONS)}",
            )
        if verdict not in {ACCEPT, REJECT, SILENT}:
            raise UsageError(
                f"{verdict!r} is no verdict on {topic}", hint="write accept, reject or silent"
            )
        if dot and only not in DEFAULTS:
            raise UsageError(
                f"there is no notation {only!r}",
                hint=f"the notations are {', '.join(DEFAULTS)}",
            )
        if not dot or only == notation:
            answers[topic] = (Verdict(verdict), "Decided on the command line.")
    if sends and not is_page and notation in WRITTEN:
        answers["unlisted"] = WRITTEN[notation]
    return Decisions(answers=answers)
