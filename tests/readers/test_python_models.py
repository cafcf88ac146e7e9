from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.python_sources import emitted, schema

from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from pathlib import Path

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
NULLABLE = {"type": ["integer", "null"]}


def silent(why: str, **within: Any) -> dict[str, Any]:
    return {**within, "x-silent": why}


def obj(required: str = "", **properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object"}
    found |= {"properties": properties} if properties else {}
    return found | ({"required": required.split()} if required else {})


def either(*names: str) -> dict[str, Any]:
    return {"allOf": [{"anyOf": [{"required": [name]} for name in names]}]}


CLOSED = {"additionalProperties": False}
FIELDS: dict[str, dict[str, Any]] = {
    # presence
    "a: int": obj("a", a=INTEGER),
    "a: int = 3": obj(a=INTEGER),
    "a: int = Field(3)": obj(a=INTEGER),
    "a: int = Field(default=3)": obj(a=INTEGER),
    "a: int = Field(default_factory=f)": obj(a=INTEGER),
    "a: int = Field(...)": obj("a", a=INTEGER),
    "a: int = ...": obj("a", a=INTEGER),
    "a: int = max(1, 2)": obj(a=INTEGER),
    "a: Optional[int]": obj("a", a=NULLABLE),
    "a: Optional[int] = None": obj(a=NULLABLE),
    "a: Annotated[int, Field(default=3)]": obj(a=INTEGER),
    "a: Annotated[int, Field(gt=0)] = 3": obj(a={"type": "integer", "exclusiveMinimum": 0}),
    "a: Annotated[int, Field(gt=0)] = Field(lt=9)": obj(
        "a", a={"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9}
    ),
    "a: Aliased": obj("b", b=INTEGER),
    "a: Final[int]": obj("a", a=INTEGER),
    "a: Final": obj("a", a=silent("`Final` does not name a type")),
    "a: 'Final[int]'": obj("a", a=INTEGER),
    # no fields
    "a: Final[int] = 3": obj(),
    "a: ClassVar[int] = 3": obj(),
    "a: ClassVar = 3": obj(),
    "_a: int = 3": obj(),
    "a = 3": obj(),
    "def a(self): ...": obj(),
    "a: int; a: ClassVar[int] = 3": obj(),
    # names
    "a: int = Field(alias='b')": obj("b", b=INTEGER),
    "a: int = Field(validation_alias='b', alias='c')": obj("b", b=INTEGER),
    "a: int = Field(alias=None)": obj("a", a=INTEGER),
    "a: int = Field(serialization_alias='b')": obj("a", a=INTEGER),
    "a: int = Field(validation_alias=AliasChoices('b', 'c', 'b'))": obj(b=INTEGER, c=INTEGER)
    | either("b", "c"),
    "a: int = Field(validation_alias=AliasChoices(f()))": obj("a", a=INTEGER),
    "a: int = Field(validation_alias=AliasPath('b', 0))": obj(
        "b", b=silent("`a` is read from a part: `AliasPath('b', 0)`")
    ),
    "a: int = Field(1, validation_alias=AliasChoices('b', AliasPath('c', 0)))": obj(
        b=silent("`a` is read from a part: `AliasPath('c', 0)`"),
        c=silent("`a` is read from a part: `AliasPath('c', 0)`"),
    ),
    "a: int = Field(validation_alias=AliasPath())": obj(
        "a", a=silent("`a` is read from a part: `AliasPath()`")
    ),
    "a: int = Field(alias=f())": silent("the name of `a` is code: `f()`", type="object"),
    "a: int = Field(**more)": silent("`a` is described by code: `more`", type="object"),
    "a: int = absent()": obj(a=silent("`a` is described by code: `absent()`")),
    "a: int = own_field()": obj(a=silent("`a` is described by code: `own_field()`")),
    "a: int = own_default()": obj(a=INTEGER),
    # conditions
    "if FLAG: a: int": silent("`a` depends on a condition that is code")
    | obj(a=silent("`a` depends on a condition that is code")),
    "if TYPE_CHECKING: a: int": obj(),
    # settings
    "model_config = ConfigDict(extra='allow'); a: int": obj("a", a=INTEGER),
    "model_config = ConfigDict(extra='ignore'); a: int": obj("a", a=INTEGER),
    "model_config = ConfigDict(extra='forbid'); a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config: ConfigDict = {'extra': 'forbid', 3: 4}; a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = ConfigDict(extra=Extra.forbid); a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = COMMON; a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = ConfigDict(**COMMON); a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = {**COMMON, 'title': 'x'}; a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = dict(extra='forbid'); a: int": obj("a", a=INTEGER) | CLOSED,
    "model_config = ConfigDict(extra=f()); a: int": silent(
        "the setting `extra` is `f()`, which is code"
    ),
    "model_config = {}; class Config: extra = 'forbid'; Config = None; a: int": obj(
        "a", a=INTEGER
    ),
    "model_config = f(); a: int": silent("the settings `f()` are code"),
    "model_config = ConfigDict(json_loads=f); a: int": silent(
        "the setting `json_loads` is not read"
    ),
    "model_config = ConfigDict(str_min_length=1); a: str": silent(
        "the setting `str_min_length` is not read", **obj("a", a=STRING)
    ),
    "model_config = ConfigDict(extra='allow'); __pydantic_extra__: dict[str, int]": obj()
    | {"additionalProperties": INTEGER},
    "model_config = ConfigDict(extra='allow'); __pydantic_extra__: Any": obj(),
    "model_config = ConfigDict(alias_generator=to_camel); a_b: int; c_d: int = Field(alias='e')":
        obj("aB e", aB=INTEGER, e=INTEGER),
    "model_config = ConfigDict(alias_generator=None); a_b: int": obj("a_b", a_b=INTEGER),
    "model_config = ConfigDict(alias_generator=AliasGenerator(to_pascal)); a_b: int": obj(
        "AB", AB=INTEGER
    ),
    "model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_snake)); aB: int":
        obj("a_b", a_b=INTEGER),
    "model_config = ConfigDict(alias_generator=str.upper); a: int": silent(
        "the alias generator `str.upper` is code", type="object"
    ),
    "model_config = ConfigDict(populate_by_name=True); a: int = Field(alias='b')": obj(
        b=INTEGER, a=INTEGER
    )
    | either("b", "a"),
    "model_config = ConfigDict(validate_by_name=True, validate_by_alias=False)"
    "; a: int = Field(alias='b')": obj("a", a=INTEGER),
    "model_config = ConfigDict(str_strip_whitespace=True); a: str = Field(min_length=1); b: str":
        obj(
            "a b",
            a=silent(
                "white space around it is cut off first, so its limits hold for the rest",
                type="string",
                minLength=1,
            ),
            b=STRING,
        ),
    # validators
    "@field_validator('a'); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@field_validator('a', mode='after'); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@field_validator('a', mode='wrap'); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code")
    ),
    "@field_validator('*'); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@field_validator(*names); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "v = field_validator('a')(f); a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@model_validator(mode='after'); def v(self): ...; a: int": silent(
        "the validator `v` is code", **obj("a", a=INTEGER)
    ),
    "@model_validator(mode='before'); def v(self): ...; a: int": silent(
        "the validator `v` is code"
    ),
    "def model_post_init(self, _): raise ValueError; a: int": silent(
        "`model_post_init` of X may refuse more", **obj("a", a=INTEGER)
    ),
    "def model_post_init(self, _): ...; a: int": obj("a", a=INTEGER),
    "def __init__(self, **data): ...; a: int": silent("`__init__` of X is code"),
    "@staticmethod; def v(self): ...; a: int": obj("a", a=INTEGER),
    "@absent; def v(self): ...; a: int": obj("a", a=INTEGER),
}  # fmt: skip
BESIDE = """
from pydantic import BaseModel, Field
from elsewhere import absent, FLAG, Foreign
COMMON = {"extra": "forbid"}
Aliased = Annotated[int, Field(alias="b")]
def own_field(): return Field(alias="q")
def own_default(): return max(1)
class X(BaseModel):
    BODY
"""


@pytest.mark.parametrize("body", FIELDS)
def test_a_model_becomes_a_schema(tmp_path: Path, body: str) -> None:
    text = BESIDE.replace("BODY", body.replace("; ", "\n    "))

    assert schema(tmp_path, text) == FIELDS[body]


FIRST: dict[str, dict[str, Any]] = {
    "a: Optional[int]": obj(a=NULLABLE),
    "a: Any": obj(a={}),
    "a: int = None": obj(a=NULLABLE),
    "a: Optional[int] = Field(...)": obj("a", a=NULLABLE),
    "a: Annotated[Optional[int], AfterValidator(f)]": obj(
        a=silent("`AfterValidator(f)` is code", **NULLABLE)
    ),
    "a = 3": obj(a=INTEGER),
    "a = b''": obj(a=STRING),
    "a = None": obj(a={"anyOf": [silent("`a` has no annotation"), {"type": "null"}]}),
    "a = Field(3)": obj(a=INTEGER),
    "a = f()": obj(),
    "a = lambda: 3": obj(),
    "a: str = Field('x', const=True)": obj(a={"const": "x"}),
    "a: str = Field(f(), const=True)": obj(a=silent("only the default is accepted", **STRING)),
    "a: list = Field((1, 2), const=True)": obj(
        a=silent("only the default is accepted", type="array")
    ),
    "a: str = Field(regex='b')": obj("a", a={"type": "string", "pattern": "^(?:b)"}),
    "a: str = Field(regex='^b')": obj("a", a={"type": "string", "pattern": "^b"}),
    "a: StrictStr": obj("a", a=STRING),
    "a: List[int] = Field(min_items=1)": obj(
        "a", a={"type": "array", "minItems": 1, "items": INTEGER}
    ),
    "__root__: List[int]": {"type": "array", "items": INTEGER},
    "class Config:; extra = Extra.forbid; fixed: int = 3": obj() | CLOSED,
    "class Config(Shared):; def nothing(self): ...": obj() | CLOSED,
    "class Config:; allow_population_by_field_name = True; def alias_generator(name): ...": silent(
        "the alias generator `...` is code", type="object"
    ),
    "class Config:; fields = {}": silent("the setting `fields` is not read"),
    "@validator('a'); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@validator('a', pre=False); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code", type="integer")
    ),
    "@validator('a', pre=True); def v(self, x): ...; a: int": obj(
        "a", a=silent("the validator `v` is code")
    ),
    "@root_validator; def v(self, x): ...; a: int": silent(
        "the validator `v` is code", **obj("a", a=INTEGER)
    ),
    "@root_validator(pre=True); def v(self, x): ...; a: int": silent("the validator `v` is code"),
}  # fmt: skip


@pytest.mark.parametrize("body", FIRST)
def test_a_model_of_pydantic_1_becomes_a_schema(tmp_path: Path, body: str) -> None:
    lines = body.replace(":; ", ":\n        ").split("; ")
    if body.startswith("class Config"):
        lines = [lines[0], *(f"    {line}" for line in lines[1:])]
    text = "\n    ".join(lines)
    source = f"""
from pydantic.v1 import *
class Shared:
    extra = "forbid"
class X(BaseModel):
    {text}
"""

    assert schema(tmp_path, source) == FIRST[body]


A_MODEL = "from pydantic import BaseModel\nclass X(BaseModel):\n    a: Optional[int]\n"


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("    class Config: pass\n", None),
        ("    @validator('b')\n    def v(self): ...\n", None),
        ("    class Config: pass\nclass Y(BaseModel):\n    model_config = {}\n", ["a"]),
        ("", ["a"]),
    ],
)
def test_the_version_of_pydantic_is_found_in_the_file(
    tmp_path: Path, text: str, required: list[str] | None
) -> None:
    others = {"m.py": f"from typing import Optional\n{A_MODEL}{text}"}

    found = schema(tmp_path, "from m import X\nY = X", "Y", others=others)

    found = found["$defs"]["X"] if "$defs" in found else found
    assert found.get("required") == required


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class X(RootModel[list[int]]): ...", {"type": "array", "items": INTEGER}),
        ("class X(RootModel): ...", {}),
        ("class X(RootModel):\n    root: int", INTEGER),
        (
            "class X(RootModel[V], Generic[V]): ...\nclass Y(X[int]): ...",
            {},
        ),
        (
            "class X(RootModel[int]):\n    @model_validator(mode='after')\n    def v(self): ...",
            silent("the validator `v` is code", type="integer"),
        ),
        ("class X(BaseSettings):\n    a: int", obj("a", a=INTEGER) | CLOSED),
        (
            "class X(BaseModel, extra='forbid', metaclass=M):\n    a: int",
            obj("a", a=INTEGER) | CLOSED,
        ),
        (
            "class B(BaseModel):\n    root: int\nclass X(B):\n    b: str\n    root: str = ''",
            obj("b", root=STRING, b=STRING),
        ),
        (
            "class M:\n    c: int\nclass A(BaseModel):\n    a: int\nclass X(M, A):\n    b: int",
            obj("a c b", a=INTEGER, c=INTEGER, b=INTEGER),
        ),
        (
            "class A(Foreign, BaseModel):\n    a: int\nclass X(A):\n    b: int",
            silent("the base `Foreign` is not defined in the project"),
        ),
        (
            "class X(Foreign):\n    a: int",
            silent("the base `Foreign` of X is not defined in the project"),
        ),
        (
            "class O:\n    class A(BaseModel):\n        a: int\n    class B(A):\n        b: int\n",
            obj("a b", a=INTEGER, b=INTEGER),
        ),
    ],
)  # fmt: skip
def test_models_inherit_and_stand_for_other_types(
    tmp_path: Path, text: str, expected: dict[str, Any]
) -> None:
    beside = "from elsewhere import Foreign\nV = TypeVar('V')\n"

    found = schema(tmp_path, beside + text, "O.B" if "class O:" in text else "X")

    assert found == expected


def test_generic_models_are_read_for_their_arguments(tmp_path: Path) -> None:
    text = """
    V = TypeVar("V")
    W = TypeVar("W", bound=int)
    D = TypeVar("D", default=str)
    class Page(BaseModel, Generic[V, W]):
        items: list[V]
        count: W
    class Box(Page[D, int], Generic[D]):
        d: D
    class X(BaseModel):
        a: Page[str, int]
        b: Page
        c: Box[bool]
        d: Box
        e: Page[str, int]
    """

    found = schema(tmp_path, text)

    assert found["properties"] == {
        "a": {"$ref": "#/$defs/Page_a_string_an_integer"},
        "b": {"$ref": "#/$defs/Page"},
        "c": {"$ref": "#/$defs/Box_a_boolean"},
        "d": {"$ref": "#/$defs/Box"},
        "e": {"$ref": "#/$defs/Page_a_string_an_integer"},
    }
    assert found["$defs"]["Page"] == obj("items count", items={"type": "array"}, count=INTEGER)
    assert found["$defs"]["Box_a_boolean"]["properties"] == {
        "items": {"type": "array", "items": {"type": "boolean"}},
        "count": INTEGER,
        "d": {"type": "boolean"},
    }
    assert found["$defs"]["Box"]["properties"]["d"] == STRING


@pytest.mark.parametrize(
    ("union", "expected"),
    [
        ("A | B", [obj("kind", kind={"const": "a"}), {"$ref": "#/$defs/B"}]),
        ("Union[A, C]", [obj("kind", kind={"const": "a"}), {"$ref": "#/$defs/C"}]),
        ("Both", [obj("kind", kind={"const": "a"}), {"$ref": "#/$defs/B"}]),
        ("Union[B, D]", [{"$ref": "#/$defs/B"}, {"$ref": "#/$defs/D"}]),
        ("Union[B, int]", [{"$ref": "#/$defs/B"}, INTEGER]),
    ],
)
def test_members_of_a_tagged_union_must_have_the_tag(
    tmp_path: Path, union: str, expected: list[Any]
) -> None:
    text = f"""
    class A(BaseModel):
        kind: Literal["a"] = "a"
    class B(BaseModel):
        kind: Literal["b"]
    class C(BaseModel):
        kind: Literal["c"] = "c"
        c: "C"
    class D(TypedDict):
        kind: Literal["d"]
    Both = Union[A, B]
    class X(BaseModel):
        a: {union} = Field(discriminator="kind")
    """
    expected = [x if x != {"$ref": "#/$defs/C"} else obj("kind c", kind={"const": "c"},
                c={"$ref": "#/$defs/C"}) for x in expected]  # fmt: skip

    assert schema(tmp_path, text)["properties"]["a"] == {"anyOf": expected}


def test_a_discriminator_may_be_an_object_or_code(tmp_path: Path) -> None:
    text = """
    class A(BaseModel):
        kind: Literal["a"] = "a"
    class X(BaseModel):
        a: A | int = Field(discriminator=Discriminator("kind"))
        b: A | int = Field(discriminator=Discriminator(f))
        c: Annotated[A | int, Discriminator("kind")]
    """

    found = schema(tmp_path, text)["properties"]

    assert found["a"] == found["c"] == {"anyOf": [obj("kind", kind={"const": "a"}), INTEGER]}
    assert found["b"]["x-silent"] == "the discriminator `f` is code"


def test_a_typed_dict_takes_over_the_settings_of_the_model_it_stands_in(tmp_path: Path) -> None:
    text = """
    class T(TypedDict):
        a_b: int
    @dataclass
    class D:
        a_b: int
    class X(BaseModel):
        model_config = ConfigDict(alias_generator=to_camel, extra="forbid", populate_by_name=True)
        t_t: T
        d: Many
    Many = list[D]
    class Y(BaseModel):
        t: T
        x: X
    """

    found = schema(tmp_path, text, "Y")["$defs"]

    both = obj(aB=INTEGER, a_b=INTEGER) | either("aB", "a_b") | CLOSED
    assert found["T"] == obj("a_b", a_b=INTEGER)
    assert found["models.T"] == found["D"] == both


def test_strict_models_read_nothing_else(tmp_path: Path) -> None:
    text = """
    class X(BaseModel):
        model_config = ConfigDict(strict=True)
        a: int
        b: set[str]
        c: Decimal
    class Y(BaseModel):
        model_config = ConfigDict(coerce_numbers_to_str=True)
        a: str
    """

    strict = emitted(tmp_path, text, changes=["coercion=silent"])
    lax = emitted(tmp_path, text, "Y", changes=["coercion=accept"])

    assert "coercion" not in strict.topics
    assert isinstance(lax.schema, dict)
    assert lax.schema["properties"] == {"a": {"type": ["string", "number"]}}


def test_a_model_whose_serializer_is_code_is_silent_when_it_is_written(tmp_path: Path) -> None:
    text = """
    class X(BaseModel):
        a: int
        @model_serializer
        def out(self): ...
    """

    found = schema(tmp_path, text, direction=Direction.SEND)

    assert found == obj(a=silent("the serializer `out` is code"))
