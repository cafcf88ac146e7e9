from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.python_sources import schema

if TYPE_CHECKING:
    from pathlib import Path

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
CLOSED = {"additionalProperties": False}


def silent(why: str) -> dict[str, Any]:
    return {"x-silent": why}


def obj(required: str = "", **properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties}
    return found | ({"required": required.split()} if required else {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class X(TypedDict):\n    a: int\n    b: NotRequired[str]", obj("a", a=INTEGER, b=STRING)),
        (
            "class X(TypedDict, total=False):\n    a: int\n    b: Required[t.Final[str]]",
            obj("b", a=INTEGER, b=STRING),
        ),
        (
            "class A(TypedDict, total=False):\n    a: int\nclass X(A):\n    b: str",
            obj("b", a=INTEGER, b=STRING),
        ),
        ("class X(TypedDict, closed=True):\n    a: int", obj("a", a=INTEGER) | CLOSED),
        ("class X(TypedDict, closed=False, other=1):\n    a: int", obj("a", a=INTEGER)),
        (
            "class X(TypedDict, extra_items=int):\n    a: str",
            obj("a", a=STRING) | {"additionalProperties": INTEGER},
        ),
        (
            "class X(TypedDict, total=f()):\n    a: int",
            silent("the keyword `total` is `f()`, code"),
        ),
        (
            "class X(TypedDict):\n    a: Annotated[int, Field(alias='b', gt=0)]",
            obj("b", b={"type": "integer", "exclusiveMinimum": 0}),
        ),
        (
            "class X(TypedDict):\n    a: Annotated[int, Field(alias=f())]",
            silent("the name of `a` is code: `f()`"),
        ),
        (
            "class X(TypedDict):\n    a: Annotated[int, Field(validation_alias=AliasPath('b', 0))]",
            obj("b", b=silent("`a` is read from a part: `AliasPath('b', 0)`")),
        ),
        (
            "class X(TypedDict):\n    __pydantic_config__ = {'extra': 'forbid'}\n    a: int",
            obj("a", a=INTEGER) | CLOSED,
        ),
        (
            "class X(TypedDict):\n    __pydantic_config__: ConfigDict = f()",
            silent("the settings `f()` are code"),
        ),
        (
            "@with_config({'extra': 'forbid'})\nclass X(TypedDict):\n    a: int",
            obj("a", a=INTEGER) | CLOSED,
        ),
        (
            "@with_config(extra='forbid', alias_generator=to_camel)\nclass X(Base): ...",
            obj("aB", aB=INTEGER) | CLOSED,
        ),
        (
            "@final\n@other()\nclass X(TypedDict):\n    'text'\n    a: int\n    'more'",
            obj("a", a=INTEGER),
        ),
        (
            "class X(TypedDict):\n    if TYPE_CHECKING:\n        b: int\n    else:\n        a: int",
            obj("a", a=INTEGER),
        ),
        (
            "from m import FLAG\nclass X(TypedDict):\n    if FLAG:\n        a: int",
            silent("`a` depends on a condition that is code"),
        ),
        (
            "from m import Base\nclass X(Base, TypedDict):\n    a: int",
            silent("the base `Base` is not defined in the project"),
        ),
        (
            "V = TypeVar('V')\nclass A(TypedDict, Generic[V]):\n    a: V\nX = A[int]",
            obj("a", a=INTEGER),
        ),
        (
            "A = TypedDict('A', {'from': int}, total=False)\nclass X(A):\n    b: str",
            obj("b", **{"from": INTEGER, "b": STRING}),
        ),
        (
            "X = TypedDict('X', {'a-b': int, 'c': NotRequired[str]})",
            obj("a-b", **{"a-b": INTEGER, "c": STRING}),
        ),
        ("X = TypedDict('X', {'a': int}, total=False)", obj(a=INTEGER)),
        ("X = TypedDict('X', fields)", silent("`TypedDict('X', fields)` is not read")),
        (
            "X = TypedDict('X', {f(): int})",
            silent("`TypedDict('X', {f(): int})` has a key that is code"),
        ),
        (
            "X = TypedDict('X', {**more})",
            silent("`TypedDict('X', {**more})` has a key that is code"),
        ),
    ],
)
def test_a_typed_dict_becomes_a_schema(tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    found = schema(tmp_path, f"class Base(TypedDict):\n    a_b: int\n{text}")

    found = next(iter(found["$defs"].values())) if "$ref" in found else found
    assert found == expected
