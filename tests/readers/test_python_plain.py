from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.python_sources import schema

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


DATACLASSES: dict[str, dict[str, Any]] = {
    "@dataclass\nclass X:\n    a: int\n    b: str = ''": obj("a", a=INTEGER, b=STRING),
    "@dataclass\nclass X:\n    a: int = field(default_factory=int)\n    b: int = field()": obj(
        "b", a=INTEGER, b=INTEGER
    ),
    "@dataclass\nclass X:\n    a: int = field(default=MISSING)": obj("a", a=INTEGER),
    "@dataclass\nclass X:\n    a: ClassVar[int] = 3\n    _: KW_ONLY\n    _b: int\n    c = 3": obj(
        "_b", _b=INTEGER
    ),
    "@dataclass\nclass X:\n    a: int\n    def f(self): ...\n    __slots__ = ()": obj(
        "a", a=INTEGER
    ),
    "class M:\n    m: int\n@dataclass\nclass A:\n    a: int\n    b: int\n"
    "@dataclass\nclass X(A, M):\n    a: ClassVar[int] = 3\n    c: str": obj(
        "b c", b=INTEGER, c=STRING
    ),
    "@dataclass\nclass A:\n    a: int\nclass X(A):\n    b: int": obj("a", a=INTEGER),
    "@dataclass\nclass X:\n    a: int = Field(alias='b', gt=0)": obj(
        "b", b={"type": "integer", "exclusiveMinimum": 0}
    ),
    "@dataclass\nclass X:\n    a: Annotated[int, Field(default=3, alias='b')]": obj(b=INTEGER),
    "@dataclass\nclass X:\n    a: int = Field(alias=f())": silent("the name of `a` is code: `f()`"),
    "@dataclass\nclass X:\n    a: int = Field(validation_alias=AliasPath('b', 0))": obj(
        "b", b=silent("`a` is read from a part: `AliasPath('b', 0)`")
    ),
    "@pydantic.dataclasses.dataclass(config={'extra': 'forbid'})\nclass X:\n    a: int": obj(
        "a", a=INTEGER
    )
    | CLOSED,
    "@pydantic.dataclasses.dataclass(config=f())\nclass X:\n    a: int": silent(
        "the settings `f()` are code"
    ),
    "@dataclass\nclass X:\n    __pydantic_config__ = {'extra': 'forbid'}\n    a: int": obj(
        "a", a=INTEGER
    )
    | CLOSED,
    "@dataclass\nclass X:\n    a: int\n    def __post_init__(self):\n        assert self.a": silent(
        "`__post_init__` of X may refuse more", **obj("a", a=INTEGER)
    ),
    "@dataclass\nclass X:\n    a: int\n    def __post_init__(self): ...": obj("a", a=INTEGER),
    "@dataclass\nclass X:\n    a: int\n    def __init__(self): ...": obj("a", a=INTEGER),
    "from m import Base\n@dataclass\nclass X(Base):\n    a: int": silent(
        "the base `Base` is not defined in the project"
    ),
    "from m import FLAG\n@dataclass\nclass X:\n    if FLAG:\n        a: int": silent(
        "`a` depends on a condition that is code", **obj(a=INTEGER)
    ),
    "@dataclass\nclass X:\n    if TYPE_CHECKING:\n        a: int": obj(),
    "@pydantic.dataclasses.dataclass\nclass X:\n    a: int\n    b: int\n"
    "    @field_validator('a')\n    def v(self): ...\n"
    "    @field_validator('b', mode='before')\n    def w(self): ...": obj(
        "a b",
        a=silent("the validator `v` is code", type="integer"),
        b=silent("the validator `w` is code"),
    ),
}


@pytest.mark.parametrize("text", DATACLASSES)
def test_a_dataclass_becomes_a_schema(tmp_path: Path, text: str) -> None:
    found = schema(tmp_path, text.replace("MISSING", "dataclasses.MISSING").replace(
        "@dataclass\nclass X:\n    a: int = field(default=d", "import dataclasses\n"
        "@dataclass\nclass X:\n    a: int = field(default=d"))  # fmt: skip

    assert found == DATACLASSES[text]


def test_a_dataclass_of_pydantic_has_settings_of_its_own(tmp_path: Path) -> None:
    text = """
    @pydantic.dataclasses.dataclass
    class Own:
        a_b: int
    class X(BaseModel):
        model_config = ConfigDict(alias_generator=to_camel)
        o_o: Own
    """

    found = schema(tmp_path, text)

    assert found["required"] == ["oO"]
    assert found["$defs"]["Own"] == obj("a_b", a_b=INTEGER)


def test_what_a_dataclass_writes_has_no_init_only_fields(tmp_path: Path) -> None:
    text = "@dataclass\nclass X:\n    a: InitVar[int]\n    b: int = field(init=False, default=3)\n"

    assert schema(tmp_path, text) == obj("a", a=INTEGER)
    assert schema(tmp_path, text, direction=Direction.SEND) == obj("b", b=INTEGER)


ATTRS: dict[str, dict[str, Any]] = {
    "@define\nclass X:\n    a: int\n    _b: str = ''": obj("a", a=INTEGER, _b=STRING),
    "@attrs.frozen(kw_only=True)\nclass X:\n    a: int = attrs.field(factory=int)": obj(a=INTEGER),
    "@define\nclass X:\n    a: int = attrs.field(default=attrs.NOTHING)": obj("a", a=INTEGER),
    "@define\nclass X:\n    a: int = attrs.field(converter=int)": obj(
        "a", a=silent("the converter of `a` is code")
    ),
    "@define\nclass X:\n    a: int = attrs.field(validator=f)": obj(
        "a", a=silent("the validator of `a` is code", type="integer")
    ),
    "@define\nclass X:\n    a: int = attrs.field(alias='b')": obj("a", a=INTEGER),
    "@define\nclass X:\n    a: int = attrs.field()\n    @a.validator\n    def v(self): ...\n"
    "    b: int = attrs.field()\n    @b.default\n    def d(self): ...": obj(
        "a", a=silent("the validator of `a` is code", type="integer"), b=INTEGER
    ),
    "@define\nclass X:\n    a: int\n    def __attrs_post_init__(self):\n        raise E": silent(
        "`__attrs_post_init__` of X may refuse more", **obj("a", a=INTEGER)
    ),
    "@attr.s\nclass X:\n    a = attr.ib(type=int)\n    b = attr.ib(default=3)\n    c: int = 3\n"
    "    d: str = attr.ib()": obj(
        "a d", a=INTEGER, b=silent("`b` has no annotation"), d=STRING
    ),
    "@attr.s()\nclass X:\n    a: int = 3": obj(),
    "@attr.s(auto_attribs=True)\nclass X:\n    a: int = 3\n    b = 3": obj(a=INTEGER),
    "@define(auto_attribs=False)\nclass X:\n    a: int = 3\n    b: int = attrs.field()": obj(
        "b", b=INTEGER
    ),
    "@attrs.define(frozen=True)\nclass A:\n    a: int\n@define\nclass X(A):\n    b: int": obj(
        "a b", a=INTEGER, b=INTEGER
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", ATTRS)
def test_an_attrs_class_becomes_a_schema(tmp_path: Path, text: str) -> None:
    assert schema(tmp_path, text) == ATTRS[text]
