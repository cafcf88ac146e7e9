from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from fakes.python_sources import schema, written
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.readers import python
from conformance.readers.decide import decisions
from conformance.readers.emit import emit
from conformance.readers.facts import Direction, Object
from conformance.readers.read import Options, read

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def silent(why: str, **within: Any) -> dict[str, Any]:
    return {**within, "x-silent": why}


JSON_TEXT = silent("which JSON text the string holds is not said by a schema", type="string")
NO_TYPE = "is no type that can be read"
DIGITS = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"

ANNOTATIONS: dict[str, Any] = {
    "int": INTEGER,
    "float": NUMBER,
    "str": STRING,
    "bool": {"type": "boolean"},
    "bytes": STRING,
    "None": {"type": "null"},
    "Any": {},
    "object": {},
    "JsonValue": {},
    "msgspec.Raw": {},
    "Never": {"not": {}},
    # lists, sets and tuples
    "list": {"type": "array"},
    "set": {"type": "array", "uniqueItems": True},
    "list[int]": {"type": "array", "items": INTEGER},
    "List[int]": {"type": "array", "items": INTEGER},
    "Sequence[str]": {"type": "array", "items": STRING},
    "Iterable[int]": {"type": "array", "items": INTEGER},
    "t.Deque[int]": {"type": "array", "items": INTEGER},
    "set[int]": {"type": "array", "uniqueItems": True, "items": INTEGER},
    "frozenset[str]": {"type": "array", "uniqueItems": True, "items": STRING},
    "tuple": {"type": "array"},
    "tuple[int, ...]": {"type": "array", "items": INTEGER},
    "Tuple[int]": {"type": "array", "prefixItems": [INTEGER], "minItems": 1, "maxItems": 1},
    "tuple[()]": {"type": "array", "maxItems": 0},
    # maps
    "dict": {"type": "object"},
    "t.Counter": {"type": "object", "additionalProperties": INTEGER},
    "t.Counter[str]": {"type": "object", "additionalProperties": INTEGER},
    "dict[str, int]": {"type": "object", "additionalProperties": INTEGER},
    "Mapping[Any, Any]": {"type": "object"},
    "dict[int, str]": {
        "type": "object",
        "propertyNames": {"type": "string", "pattern": "^-?(0|[1-9]\\d*)$"},
        "additionalProperties": STRING,
    },
    'dict[Literal["a", "b"], int]': {
        "type": "object",
        "propertyNames": {"enum": ["a", "b"]},
        "additionalProperties": INTEGER,
    },
    "dict[Color, int]": {
        "type": "object",
        "propertyNames": {"enum": ["red", "green"]},
        "additionalProperties": INTEGER,
    },
    "dict[Size, int]": silent(
        "which names are `Size` is not read", type="object", additionalProperties=INTEGER
    ),
    "dict[Point, int]": silent(
        "which names are `Point` is not read", type="object", additionalProperties=INTEGER
    ),
    "dict[float, int]": silent(
        "which names are `float` is not read", type="object", additionalProperties=INTEGER
    ),
    "dict[uuid.UUID, int]": {
        "type": "object",
        "propertyNames": {"type": "string", "format": "uuid"},
        "additionalProperties": INTEGER,
    },
    "dict[int]": silent("`dict[int]` is not known"),
    # unions and literals
    "Optional[int]": {"type": ["integer", "null"]},
    "int | None": {"type": ["integer", "null"]},
    "Union[int, str, None]": {"type": ["integer", "string", "null"]},
    "int | (str | None)": {"type": ["integer", "string", "null"]},
    'Literal["a", 1, None, True]': {"enum": ["a", 1, None, True]},
    'Literal["a"]': {"const": "a"},
    'Literal["a"] | str': STRING,
    "Literal[Letters, 'c']": {"enum": ["a", "b", "c"]},
    "Literal[Literal['a'], Literal['b', 'c']]": {"enum": ["a", "b", "c"]},
    "Literal[Color.RED]": {"const": "red"},
    "Literal[-1]": {"const": -1},
    "Literal[LIMIT]": {"const": 3},
    "Literal[b'a']": silent("a value in `Literal[b'a']` is not read"),
    "Literal[f()]": silent("a value in `Literal[f()]` is not read"),
    "Literal[('a', 'b')]": {"enum": ["a", "b"]},
    "Literal['a', ('b', 'c')]": silent("a value in `Literal['a', ('b', 'c')]` is not read"),
    "Literal[Loop]": silent("a value in `Literal[Loop]` is not read"),
    # strings with a format, and what else is a string on the wire
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid.UUID": {"type": "string", "format": "uuid"},
    "EmailStr": {"type": "string", "format": "email"},
    "AnyUrl": {"type": "string", "minLength": 1, "format": "uri"},
    "HttpUrl": {"type": "string", "minLength": 1, "maxLength": 2083, "format": "uri"},
    "SecretStr": STRING,
    "Secret[int]": INTEGER,
    "StrictStr": STRING,
    "Json": JSON_TEXT,
    "Json[int]": JSON_TEXT,
    "FilePath": silent("whether the file exists is not said by a schema", type="string"),
    "UUID4": silent(
        "the version of the UUID is not said by a schema", type="string", format="uuid"
    ),
    # numbers
    "Decimal": {"type": ["number", "string"], "pattern": DIGITS},
    "ByteSize": {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": r"^\s*\d*\.?\d+\s*\w*\s*$",
    },
    "PositiveInt": {"type": "integer", "exclusiveMinimum": 0},
    "NonNegativeFloat": {"type": "number", "minimum": 0},
    "pydantic.StrictBool": {"type": "boolean"},
    # calls
    "conint(gt=1, le=5)": {"type": "integer", "exclusiveMinimum": 1, "maximum": 5},
    'constr(min_length=1, pattern="^a")': {"type": "string", "minLength": 1, "pattern": "^a"},
    "conlist(int, min_length=1)": {"type": "array", "minItems": 1, "items": INTEGER},
    "conlist(min_length=1)": {"type": "array", "minItems": 1},
    "conset(int, max_length=2)": {
        "type": "array",
        "maxItems": 2,
        "uniqueItems": True,
        "items": INTEGER,
    },
    "conint(**limits)": silent("`conint(**limits)` has limits that are code"),
    "conlist()": silent("`conlist()` is code"),
    "f(int)": silent("`f(int)` is code"),
    # limits
    "Annotated[int, Field(gt=1)]": {"type": "integer", "exclusiveMinimum": 1},
    "Annotated[int, Field(ge=0, lt=LIMIT)]": {
        "type": "integer",
        "minimum": 0,
        "exclusiveMaximum": 3,
    },
    "Annotated[int, Field(gt=None)]": INTEGER,
    "Annotated[float, Field(multiple_of=0.5)]": {"type": "number", "multipleOf": 0.5},
    "Annotated[int, at.Gt(1), at.Lt(5)]": {
        "type": "integer",
        "exclusiveMinimum": 1,
        "exclusiveMaximum": 5,
    },
    "Annotated[str, at.Len(1, 2)]": {"type": "string", "minLength": 1, "maxLength": 2},
    "Annotated[str, Meta(min_length=1)]": {"type": "string", "minLength": 1},
    "Annotated[list[int], Field(min_length=1, max_length=3)]": {
        "type": "array",
        "minItems": 1,
        "maxItems": 3,
        "items": INTEGER,
    },
    "Annotated[list[int], Field(unique_items=True)]": {
        "type": "array",
        "uniqueItems": True,
        "items": INTEGER,
    },
    "Annotated[dict[str, int], Field(min_length=1)]": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": INTEGER,
    },
    "Annotated[int | None, Field(ge=0)]": {"type": ["integer", "null"], "minimum": 0},
    "Annotated[Small, Field(ge=0)]": {"type": "integer", "minimum": 0, "maximum": 9},
    "Annotated[Small, Field(le=9)]": {"type": "integer", "maximum": 9},
    "Annotated[Small, Field(le=5)]": {
        "allOf": [{"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 5}]
    },
    "Annotated[Word, Field(pattern='b')]": {
        "allOf": [{"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}]
    },
    "Annotated[int | str, Field(ge=0)]": silent(
        "`ge` on this type is not read", type=["integer", "string"]
    ),
    "Annotated[Any, Field(ge=0)]": silent("`ge` on this type is not read"),
    "Annotated[int, Field(min_length=1)]": silent(
        "`min_length` on this type is not read", type="integer"
    ),
    "Annotated[list[int], Field(gt=1)]": silent(
        "`gt` on this type is not read", type="array", items=INTEGER
    ),
    "Annotated[str, Field(gt=1)]": silent("`gt` on this type is not read", type="string"),
    "Annotated[str, Field(min_length='a')]": silent(
        "`min_length` on this type is not read", type="string"
    ),
    "Annotated[str, Field(max_length='a')]": silent(
        "`max_length` on this type is not read", type="string"
    ),
    "Annotated[int, Field(gt=f())]": silent("the limit `gt=f()` is code", type="integer"),
    "Annotated[int, Field(gt=1), Field(gt=2)]": silent(
        "the limit `gt` stands there twice", type="integer"
    ),
    "Annotated[Decimal, Field(max_digits=3)]": silent(
        "the limit `max_digits` is not read", type=["number", "string"], pattern=DIGITS
    ),
    "Annotated[Foreign, Field(gt=1)]": silent(
        "the source names the type pydantic.Foreign, and does not define it"
    )
    | {"x-silent": "`gt` on this type is not read"},
    "Annotated[Json, Field(min_length=2)]": JSON_TEXT | {"minLength": 2},
    "Annotated[Json, Field(gt=2)]": silent("`gt` on this type is not read", type="string"),
    "Annotated[f(), Field(gt=2)]": silent("`f()` is code"),
    "Annotated[str, StringConstraints(pattern='a', strip_whitespace=True)]": silent(
        "white space around it is cut off first, so its limits hold for the rest", type="string"
    ),
    "Annotated[str, StringConstraints(strip_whitespace=True)]": STRING,
    "Annotated[str, Field(pattern='(?i)a')]": silent(
        "the regular expression '(?i)a' cannot be said in ECMAScript's", type="string"
    ),
    r"Annotated[str, Field(pattern='\\A(?P<x>b)\\Z')]": {"type": "string", "pattern": "^(?<x>b)$"},
    # other metadata
    "Annotated[str, 'a text']": STRING,
    "Annotated[str, WithJsonSchema({})]": STRING,
    "Annotated[str, Harmless(1)]": STRING,
    "Annotated[int, Strict()]": INTEGER,
    "Annotated[int, Strict(False)]": INTEGER,
    "Annotated[int, Positive]": {"type": "integer", "exclusiveMinimum": 0},
    "Annotated[str, AfterValidator(f)]": silent("`AfterValidator(f)` is code", type="string"),
    "Annotated[str, BeforeValidator(f)]": silent("`BeforeValidator(f)` is code"),
    "list[Annotated[str, PlainSerializer(f)]]": {
        "type": "array",
        "items": silent("`PlainSerializer(f)` writes it by code"),
    },
    "Annotated[str, Hooked()]": silent("the metadata `Hooked()` has code that pydantic calls"),
    "Annotated[str, Based()]": silent("the metadata `Based()` has code that pydantic calls"),
    "Annotated[str, helper()]": silent("the metadata `helper()` is made by code"),
    "Annotated[str, *more]": silent("the metadata `more` is not read"),
    "Annotated[str, StringConstraints(**limits)]": silent(
        "the limits `limits` are code", type="string"
    ),
    "Annotated[str, lambda x: x]": silent(
        "the metadata `lambda x: x` is not defined in the project"
    ),
    # what is no type
    "Callable[[int], int]": silent("`Callable[[int], int]` is no JSON"),
    "complex": silent("`complex` is not read"),
    "type": silent("`type` is no JSON"),
    "Callable[[int], int] | t.IO[bytes] | int": INTEGER,
    "t.IO | None": {"type": "null"},
    "lambda: 3": silent(f"`lambda: 3` {NO_TYPE}"),
    "3": silent(f"`3` {NO_TYPE}"),
    "'a b'": silent(f"`'a b'` {NO_TYPE}"),
    "'list[int]'": {"type": "array", "items": INTEGER},
    "list['int']": {"type": "array", "items": INTEGER},
    "f()[int]": silent(f"`f()[int]` {NO_TYPE}"),
    "f().x": silent(f"`f().x` {NO_TYPE}"),
    "list[ClassVar[int]]": {"type": "array", "items": INTEGER},
    "list[Annotated[Small, Field(ge=1)] | Annotated[Small, Field(ge=2)]]": {
        "type": "array",
        "items": {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 9},
                {"type": "integer", "minimum": 2, "maximum": 9},
            ]
        },
    },
    "types.NoneType": {"type": "null"},
    f"{'Required[' * 41}int{']' * 41}": INTEGER,
    "helper": silent("`helper` is no type"),
    "Plain": silent("`Plain` is a class whose values are no JSON"),
    "Hooked": silent("`Hooked` says by code what it accepts"),
    "t.Unheard": silent("the source names the type typing.Unheard, and does not define it"),
    "t.Unheard[int]": silent("`t.Unheard[int]` is not known"),
    "ABSENT.x": silent("the source names the type ABSENT.x, and does not define it"),
    "Self": {"$ref": "#"},
    "InitVar[int]": INTEGER,
    "Pair[int]": {
        "type": "array",
        "prefixItems": [INTEGER, INTEGER],
        "minItems": 2,
        "maxItems": 2,
    },
    "Pair": {"type": "array", "prefixItems": [{}, {}], "minItems": 2, "maxItems": 2},
    "Bound": NUMBER,
    "Either": {"type": ["string", "integer"]},
}
BESIDE = """
import types
ABSENT = 1
LIMIT = 3
V = TypeVar("V")
Bound = TypeVar("Bound", bound=float)
Either = TypeVar("Either", str, int)
Pair = tuple[V, V]
Letters = Literal["a", "b"]
Loop = Literal["Loop", Loop]
Small = Annotated[int, Field(le=9)]
Word = Annotated[str, Field(pattern="a")]
Positive = Field(gt=0)
def helper(): ...
class Plain: ...
class Harmless: ...
class Based(at.BaseMetadata): ...
class Hooked:
    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler): ...
class Color(Enum):
    RED = "red"
    GREEN = "green"
class Size(Enum):
    SMALL = 1
class Point(TypedDict):
    x: int
class X(TypedDict):
    a: {annotation}
"""


@pytest.mark.parametrize("annotation", ANNOTATIONS)
def test_an_annotation_becomes_a_schema(tmp_path: Path, annotation: str) -> None:
    found = schema(tmp_path, BESIDE.replace("{annotation}", annotation))

    got = found["properties"]["a"]
    if "$ref" in got and got["$ref"] != "#":
        got = found["$defs"][got["$ref"].rpartition("/")[2]]
    assert got == ANNOTATIONS[annotation]


# --- what is said about it -----------------------------------------------------------------------

SHOP = """\
from __future__ import annotations

from pydantic import BaseModel, Field


class Order(BaseModel):
    id: int = Field(alias="orderId")
    \"\"\"The number
    of the order.\"\"\"
    lines: list[Line] = []


class Line(BaseModel):
    sku: str
    café: str = Field(description="where", min_length=1)


def total(order): ...
"""


def test_a_source_is_read_with_its_claims_and_native_names(tmp_path: Path) -> None:
    written(tmp_path, SHOP)
    path = tmp_path / "models.py"

    found = read(f"{path}#Order", Options())

    assert found.type == "Order"
    assert found.fields == 4
    assert found.silent == ()
    assert [(one.native, one.wire) for one in found.native_names] == [("id", "orderId")]
    assert {one.id: one.line for one in found.claims} == {
        "order": 6,
        "order-order-id": 7,
        "order-lines": 10,
        "line": 13,
        "line-sku": 14,
        "line-caf": 15,
    }
    assert list(found.digests) == [path.as_posix()]


def test_columns_are_counted_in_characters_and_comments_are_kept(tmp_path: Path) -> None:
    document = written(tmp_path, SHOP.replace("    café: str", "    café: int; dé: str"))

    found = python.facts(document, "Line").types["Line"]
    order = python.facts(document, "Order").types["Order"]
    assert isinstance(found, Object)
    assert isinstance(order, Object)

    assert [
        (field.name, field.span.column, field.doc and field.doc.text) for field in found.fields
    ] == [
        ("sku", 5, None),
        ("café", 5, None),
        ("dé", 16, "where"),
    ]
    assert order.fields[0].doc is not None
    assert order.fields[0].doc.text == "The number\nof the order."


def test_the_types_of_a_file_are_listed(tmp_path: Path) -> None:
    text = """\
    from typing import *
    from enum import Enum
    from pydantic import BaseModel as Base
    from other import Passed as Passed, Listed, Hidden
    import other as Other
    __all__ = ["Listed"]
    T = TypeVar("T")
    class Plain:
        class Inside(Base): ...
    class Model(Base):
        class Config: ...
        class Kind(Enum):
            A = 1
    class Foreign(Unknown):
        x: int
    class Mixin(Unknown):
        def method(self): ...
    One = Union[int, str]
    Two = int | None
    Three: TypeAlias = "Model"
    Four = Model
    Five = NewType("Five", int)
    Six = One[int]
    Alias = int
    data = {}
    value = data["x"]
    number: int = 3
    call = print()
    flags = 1 | 2
    many = A | B
    deep = T
    again = deep
    if TYPE_CHECKING:
        class Checked(Base): ...
    """
    other = "class Passed: ...\nclass Listed: ...\nclass Hidden: ...\n"

    names = python.names(written(tmp_path, text, {"other.py": other}))

    assert names == [
        "Plain.Inside", "Model", "Model.Kind", "Foreign", "One", "Two", "Three", "Four", "Five",
        "Six", "Alias", "Passed", "Listed",
    ]  # fmt: skip


def test_a_very_long_union_of_names_is_no_type_to_list(tmp_path: Path) -> None:
    document = written(tmp_path, f"X = {' | '.join(['int'] * 80)}\nY = int\n")

    assert python.names(document) == ["Y"]


def test_a_type_that_is_passed_on_is_read_where_it_is_declared(tmp_path: Path) -> None:
    order = "from pydantic import *\nclass Order(BaseModel):\n  id: int"
    others = {"shop/__init__.py": "from .order import Order as Order\n", "shop/order.py": order}
    written(tmp_path, "", others)

    found = read(f"{tmp_path / 'shop/__init__.py'}#Order", Options())

    assert {Path(one.file or "").name for one in found.claims} == {"order.py"}


# --- directions and decisions --------------------------------------------------------------------


def test_a_nested_class_is_named_with_the_class_around_it(tmp_path: Path) -> None:
    text = "class X(BaseModel):\n    class Y(BaseModel):\n        a: int\n"

    assert schema(tmp_path, text, "X.Y")["properties"] == {"a": INTEGER}


@pytest.mark.parametrize(
    ("annotation", "also"),
    [
        ("int", ["string", "boolean"]),
        ("bool", ["string", "number"]),
        ("datetime", ["number"]),
        ("set[int]", None),
        ("str", None),
        ("StrictInt", None),
        ("Annotated[int, Strict()]", None),
        ("Annotated[set[str], Strict()]", None),
        ("Annotated[int | None, Strict()]", None),
    ],
)
def test_what_reading_turns_into_the_type_is_left_open_if_that_is_decided(
    tmp_path: Path, annotation: str, also: list[str] | None
) -> None:
    text = f"class X(BaseModel):\n    a: {annotation}\n"

    strict = schema(tmp_path, text)["properties"]["a"]
    found = schema(tmp_path, text, changes=["coercion=silent"])["properties"]["a"]

    if also is not None:
        assert found == {"anyOf": [strict, {"type": also if also[1:] else also[0], "x-silent": (
            f"reading may turn it into {WORDS[annotation]}")}]}  # fmt: skip
    elif annotation == "set[int]":
        assert found["anyOf"][1]["type"] == "array"
    else:
        assert found == strict


WORDS = {"int": "an integer", "bool": "a boolean", "datetime": "a string (date-time)"}


def test_what_is_written_follows_the_names_and_fields_of_that_direction(tmp_path: Path) -> None:
    text = """
    class X(BaseModel):
        a: int = Field(serialization_alias="A", validation_alias="b")
        c: int = Field(exclude=True)
        d: Annotated[int, PlainSerializer(str)]
        e: int
        @field_serializer("e")
        def e_out(self, value): ...
        @computed_field
        @property
        def f(self) -> str: ...
        @computed_field(alias="G", return_type=int)
        @property
        def g(self): ...
        @computed_field
        @property
        def h(self): ...
        @computed_field(alias=name())
        @property
        def i(self) -> int: ...
    """

    found = schema(tmp_path, text, direction=Direction.SEND)

    assert found["properties"] == {
        "A": INTEGER,
        "d": silent("`PlainSerializer(str)` writes it by code"),
        "e": silent("the serializer `e_out` is code"),
        "f": STRING,
        "G": INTEGER,
        "h": silent("`h` is computed by code"),
        "i": silent("the name of `i` is code"),
    }
    assert found["required"] == ["A", "d", "e", "f", "G", "h", "i"]
    assert list(schema(tmp_path, text)["properties"]) == ["b", "c", "d", "e"]


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("X = A\nA = B\nB = A", 2, "A is assigned to itself", "remove the circle"),
        ("class X(X): ...", 1, "X is its own base", "remove the circle"),
        (
            "class A: ...\nclass B(A): ...\nclass X(A, B):\n    x: int",
            3,
            "cannot be put in an order",
            "change the order",
        ),
        (
            "class Y(TypedDict): ...\nclass Y(TypedDict): ...\nclass X(TypedDict):\n    a: Y",
            2,
            "two classes are called Y, the other in line 3",
            "rename",
        ),
        (
            'T = TypeVar("T")\nclass P(BaseModel, Generic[T]):\n    a: T\nX = List[P[int, str]]',
            4,
            "`P[int, str]` has 2 type arguments, and 1 are named",
            "one argument",
        ),
        ("X = Alias[int]\nAlias = List[int]", 1, "has 1 type arguments, and 0", "one argument"),
        (f"X = {'List[' * 70}int{']' * 70}", 1, "nested more than 60 deep", "names of their own"),
        (
            'T = TypeVar("T")\nclass X(BaseModel, Generic[T]):\n    a: "X[List[T]]"',
            3,
            "get longer without end",
            "longer argument",
        ),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, message: str, hint: str
) -> None:
    document = written(tmp_path, f"from typing import *\nfrom pydantic import *\n{text}\n")

    with pytest.raises(BrokenFileError) as raised:
        python.facts(document, "X")

    assert (raised.value.file, raised.value.place) == (document.shown, f"line {line + 2}")
    assert message in raised.value.message
    assert hint in (raised.value.hint or "")


def test_a_type_that_is_not_there_is_refused(tmp_path: Path) -> None:
    written(tmp_path, SHOP)

    with pytest.raises(UsageError, match="no type 'Ordr'"):
        read(f"{tmp_path / 'models.py'}#Ordr", Options())


# --- anything at all -----------------------------------------------------------------------------

REAL = (Path(__file__).parents[1] / "readers_foreign" / "python" / "own.py").read_text("utf-8")
NAMES = ("Order", "Tagged", "Shape", "Tree", "Legacy", "Closed", "Job", "Everything")
PIECES = [
    "(", ")", "[", "]", ":", "=", ",", "|", ".", "...", "None", "class", "X", "int", "List[", '"',
    "Field(", "Annotated[int, ", "def f(self): ...", "\n", "    ", "@", "**x", "*x", "lambda: 0",
    "if x:", "TypeVar('T')", "Generic[T]", "model_config", "Literal[", "1", "\u00e9", "\\", "type ",
]  # fmt: skip


@pytest.mark.untraced
@settings(max_examples=120, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**9), edits=st.integers(1, 6))
def test_random_edits_give_a_schema_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, seed: int, edits: int
) -> None:
    draw = random.Random(seed)
    tokens = [token for line in REAL.splitlines(keepends=True) for token in _pieces(line)]
    for _ in range(edits):
        at = draw.randrange(len(tokens))
        change = draw.choice(("drop", "swap", "add", "repeat"))
        if change == "drop":
            del tokens[at]
        elif change == "swap":
            tokens[at] = draw.choice(tokens)
        elif change == "add":
            tokens.insert(at, draw.choice(PIECES))
        else:
            tokens[at] *= 2
    folder = tmp_path_factory.mktemp("source")

    document = written(folder, "".join(tokens))
    wrong: ConformanceError | None = None
    try:
        for name in python.names(document):
            if name in NAMES:
                json.dumps(emit(python.facts(document, name), decisions("python")).schema)
    except ConformanceError as error:
        wrong = error

    assert wrong is None or (wrong.file == document.shown and wrong.hint)


def _pieces(line: str) -> list[str]:
    found, word = [], ""
    for letter in line:
        if letter.isalnum() or letter == "_":
            word += letter
            continue
        found += [word, letter] if word else [letter]
        word = ""
    return found


@pytest.mark.parametrize(
    ("text", "read_others", "written_others"),
    [
        ("class X(BaseModel):\n    a: int", None, False),
        ("class X(BaseModel, extra='allow'):\n    a: int", None, None),
        ("class X(BaseModel, extra='ignore'):\n    a: int", None, False),
        ("class X(BaseModel, extra='forbid'):\n    a: int", False, False),
        ("@dataclass\nclass X:\n    a: int", None, False),
        (
            "@pydantic.dataclasses.dataclass(config=dict(extra='ignore'))\nclass X:\n    a: int",
            None,
            False,
        ),
        ("class X(Struct):\n    a: int", None, False),
        ("class X(TypedDict):\n    a: int", None, None),
        ("class X(TypedDict, closed=True):\n    a: int", False, False),
    ],
)
def test_a_class_writes_others_than_its_fields_only_if_it_keeps_them(
    tmp_path: Path, text: str, read_others: Any, written_others: Any
) -> None:
    head = (
        "import pydantic\nfrom dataclasses import dataclass\nfrom typing import TypedDict\n"
        "from msgspec import Struct\nfrom pydantic import BaseModel\n"
    )
    path = tmp_path / "x.py"
    path.write_text(head + text, "utf-8")

    found = read(f"{path}#X", Options(both=True))

    assert found.sent is not None
    shown: list[Any] = [found.file.schema, found.sent.file.schema]
    assert [x.get("additionalProperties") for x in shown] == [read_others, written_others]
