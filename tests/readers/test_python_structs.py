from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.python_sources import emitted, schema

from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from pathlib import Path

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
CLOSED = {"additionalProperties": False}


def silent(why: str, **within: Any) -> dict[str, Any]:
    return {**within, "x-silent": why}


def obj(required: str = "", **properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object"}
    found |= {"properties": properties} if properties else {}
    return found | ({"required": required.split()} if required else {})


STRUCTS: dict[str, dict[str, Any]] = {
    "class X(Struct):\n    a: int\n    b: str = ''\n    c: ClassVar[int] = 3": obj(
        "a", a=INTEGER, b=STRING
    ),
    "class X(Struct):\n    a: int = msgspec.field(default_factory=int, name='b')": obj(b=INTEGER),
    "class X(Struct):\n    a: int = msgspec.field(name=f())": silent(
        "the name of `a` is code: `f()`"
    ),
    "class X(Struct):\n    a: Union[int, UnsetType] = UNSET": obj(a=INTEGER),
    "class X(Struct, forbid_unknown_fields=True):\n    a: int": obj("a", a=INTEGER) | CLOSED,
    "class X(Struct, rename='camel'):\n    a_bc: int\n    _d_e: int": obj(
        "aBc _dE", aBc=INTEGER, _dE=INTEGER
    ),
    "class X(Struct, rename='pascal'):\n    a_b: int": obj("AB", AB=INTEGER),
    "class X(Struct, rename='kebab'):\n    a_b: int": obj("a-b", **{"a-b": INTEGER}),
    "class X(Struct, rename='upper'):\n    a_b: int": obj("A_B", A_B=INTEGER),
    "class X(Struct, rename='lower'):\n    aB: int": obj("ab", ab=INTEGER),
    "class X(Struct, rename=None):\n    aB: int": obj("aB", aB=INTEGER),
    "class X(Struct, rename={'a': 'b'}):\n    a: int\n    c: int": obj(
        "b c", b=INTEGER, c=INTEGER
    ),
    "class X(Struct, rename={'a': f()}):\n    a: int": silent("the names are made by `{'a': f()}`"),
    "class X(Struct, rename=f):\n    a: int": silent("the names are made by `f`"),
    "class A(Struct, rename='camel'):\n    a_b: int\n"
    "class X(A, rename='kebab'):\n    c_d: int": obj(
        "aB c-d", aB=INTEGER, **{"c-d": INTEGER}
    ),
    "class X(Struct, tag=True):\n    a: int": obj("type a", type={"const": "X"}, a=INTEGER),
    "class X(Struct, tag='x', tag_field='k'):\n    a: int": obj("k a", k={"const": "x"}, a=INTEGER),
    "class X(Struct, tag_field='k'):\n    a: int": obj("k a", k={"const": "X"}, a=INTEGER),
    "class X(Struct, tag=3):\n    a: int": obj("type a", type={"const": 3}, a=INTEGER),
    "class X(Struct, tag=False):\n    a: int": obj("a", a=INTEGER),
    "class X(Struct, tag=f):\n    a: int": silent("the setting `tag` is `f`, which is code"),
    "class X(Struct, frozen=f()):\n    a: int": obj("a", a=INTEGER),
    "class X(Struct, gc=False, **more):\n    a: int": silent(
        "the setting `**` is `more`, which is code"
    ),
    "class X(Struct, array_like=True):\n    a: int\n    b: str = ''": {
        "type": "array",
        "prefixItems": [INTEGER, STRING],
        "minItems": 1,
    },
    "class X(Struct, array_like=True, forbid_unknown_fields=True, tag=True):\n    a: int": {
        "type": "array",
        "prefixItems": [{"const": "X"}, INTEGER],
        "minItems": 2,
        "maxItems": 2,
    },
    "class A(Struct, kw_only=True):\n    a: int\nclass X(A, array_like=True):\n    b: int": silent(
        "`kw_only` changes the order of the inherited fields"
    ),
    "class X(Struct):\n    a: int\n    def __post_init__(self):\n        raise E": silent(
        "`__post_init__` of X may refuse more", **obj("a", a=INTEGER)
    ),
    "class X(Struct):\n    if TYPE_CHECKING:\n        a: int\n    'text'": obj(),
    "from m import FLAG\nclass X(Struct):\n    if FLAG:\n        a: int": silent(
        "`a` depends on a condition that is code"
    ),
    "from m import Base\nclass X(Base, Struct):\n    a: int": silent(
        "the base `Base` is not defined in the project"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", STRUCTS)
def test_a_struct_becomes_a_schema(tmp_path: Path, text: str) -> None:
    assert schema(tmp_path, text) == STRUCTS[text]


def test_a_struct_reads_no_other_types_than_declared(tmp_path: Path) -> None:
    found = emitted(tmp_path, "class X(Struct):\n    a: int\n", changes=["coercion=silent"])

    assert "coercion" not in found.topics


@pytest.mark.parametrize(
    ("settings", "required"), [("", ["a", "b"]), (", omit_defaults=True", ["a"])]
)
def test_defaults_are_written_unless_they_are_omitted(
    tmp_path: Path, settings: str, required: list[str]
) -> None:
    text = (
        f"class X(Struct{settings}):\n    a: int\n    b: int = 3\n    c: int | UnsetType = UNSET\n"
    )

    assert schema(tmp_path, text, direction=Direction.SEND)["required"] == required
