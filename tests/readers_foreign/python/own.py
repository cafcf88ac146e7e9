"""Types in every form that is read, for the comparison with what pydantic and msgspec make of them."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import ipaddress
import pathlib
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Dict,
    Final,
    Generic,
    List,
    Literal,
    NamedTuple,
    NewType,
    Optional,
    Tuple,
    TypeAlias,
    TypeVar,
    Union,
)

import annotated_types as at
import msgspec
import pydantic
import pydantic.v1
from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasGenerator,
    AnyUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    PositiveInt,
    RootModel,
    SecretStr,
    StrictStr,
    conint,
    conlist,
    constr,
    field_validator,
)
from pydantic.alias_generators import to_camel, to_pascal, to_snake
from pydantic.dataclasses import dataclass as model_dataclass
from typing_extensions import NotRequired, ReadOnly, Required, Self, TypedDict

if TYPE_CHECKING:
    from foreign import Foreign

T = TypeVar("T")
U = TypeVar("U", bound=int)
LIMIT: Final = 2**4

Id = NewType("Id", str)
Small = Annotated[int, Field(ge=0, le=LIMIT)]
Tree: TypeAlias = "Union[int, List[Tree]]"
Pair = Tuple[T, T]
Strings = Dict[str, Pair[str]]


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"
    ALSO_RED = "red"


class Level(enum.IntEnum):
    LOW = enum.auto()
    HIGH = enum.auto()


class Word(str, enum.Enum):
    A = "a"


class Line(BaseModel):
    sku: StrictStr
    count: Small = 1
    price: float = Field(gt=0, lt=1_000_000.5)
    tags: list[Annotated[str, at.MinLen(1)]] = []
    parts: "Optional[Sequence[Line]]" = None


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)
    order_id: Id
    lines: conlist(Line, min_length=1, max_length=3)
    placed_at: dt.datetime
    state: Color = Color.RED
    level: Level
    by_color: Dict[Color, int]
    secret: SecretStr = Field(default=SecretStr(""), alias="the_secret")
    _hidden: int = 3
    kind: ClassVar[str] = "order"
    point: Point
    box: Box
    where: Place


class Point(TypedDict):
    first_x: int
    then_y: NotRequired[float]


class Open(TypedDict, total=False):
    a: Required[ReadOnly[int]]
    b: Annotated[str, Field(min_length=2)]


class Wider(Open):
    c: Literal["x", "y"]


Dashed = TypedDict("Dashed", {"a-b": int, "c": NotRequired[List[int]]})


class Settings(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid")
    a_b: int


@dataclass
class Box:
    side_a: int
    side_b: InitVar[int]
    _: KW_ONLY
    names: list[str] = field(default_factory=list)
    limit: Annotated[int, Field(gt=3)] = 4
    shared: ClassVar[int] = 3


@dataclass
class Bigger(Box):
    side_c: Optional[int] = None


@model_dataclass(config=ConfigDict(extra="forbid"))
class Checked:
    side_a: PositiveInt
    side_b: Point = Field(alias="b")


class Place(NamedTuple):
    x: int
    y: float = 0.0


class Square(BaseModel):
    kind: Literal["square"] = "square"
    side: float


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float = Field(multiple_of=0.5)


Shape = Annotated[Union[Square, Circle], Field(discriminator="kind")]


class Tagged(BaseModel):
    shape: Shape
    shapes: list[Union[Circle, Square]] = Field(min_length=1)


class Page(BaseModel, Generic[T, U]):
    items: list[T]
    count: U
    next: Optional[Page[T, U]] = None


class Lines(Page[Line, int]):
    total: int = 0


Lines.model_rebuild()


class Bools(BaseModel):
    page: Page[bool, int]
    any_page: Page


class Numbers(RootModel[List[Small]]):
    pass


class Named(RootModel):
    root: Dict[str, Named]


class Choices(BaseModel):
    a: int = Field(validation_alias=AliasChoices("a", "b"))
    c: Annotated[int, Field(alias="d")]
    e: Annotated[int, Field(default=3)]
    f: Final[int]
    g: Final[int] = 3


class Generated(BaseModel):
    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=to_pascal, serialization_alias=to_snake)
    )
    some_name: int
    other2_name: int
    URL_path: int


class Inherited(Order):
    extra_one: int


class Mixin:
    mixed: int


class Both(Mixin, Square):
    me: Optional[Self] = None


class Formats(BaseModel):
    a: Optional[dt.date]
    b: dt.time
    c: dt.timedelta
    d: uuid.UUID
    e: pathlib.Path
    f: ipaddress.IPv4Address
    g: AnyUrl
    h: HttpUrl
    i: EmailStr
    j: bytes
    k: constr(pattern="^a+$", max_length=5)
    l: conint(ge=0, multiple_of=2)
    m: deque[int]
    n: frozenset[str]
    o: tuple[int, ...]
    p: tuple[int, Small]
    q: tuple[()]
    r: Mapping[str, Any]
    s: object
    t: None
    u: Any = None
    v: set[int] = Field(default_factory=set, max_length=3)
    w: Annotated[Optional[str], Field(max_length=5)] = None
    x: Strings


class Silent(BaseModel):
    a: Annotated[str, AfterValidator(str.lower)]
    b: Annotated[int, BeforeValidator(int)]
    c: int

    @field_validator("c")
    @classmethod
    def check(cls, value: int) -> int:
        return value


class Amounts(BaseModel):
    a: decimal.Decimal


class Keys(BaseModel):
    a: Dict[int, str]


class Nested(BaseModel):
    class Inner(BaseModel):
        a: Optional[Word] = None

    inner: Inner
    names: Dict[Literal["a", "b"], Nested.Inner]


class Everything(BaseModel):
    order: Order
    tagged: Tagged
    page: Page[Shape, int]
    dashed: Dashed


class Job(msgspec.Struct, rename="camel", tag=True, omit_defaults=True):
    job_name: str
    max_retries: Annotated[int, msgspec.Meta(ge=0, lt=10)] = 3
    note: Union[str, None, msgspec.UnsetType] = msgspec.UNSET
    steps: list[Step] = []


class Step(msgspec.Struct, forbid_unknown_fields=True, rename={"at_time": "at"}):
    at_time: Optional[dt.date]
    kind: Literal["a", "b"] = msgspec.field(default="a", name="k")


class Cell(msgspec.Struct, array_like=True, forbid_unknown_fields=True, tag="c"):
    x: int
    y: float = 0.0


class Row(msgspec.Struct, array_like=True):
    cells: list[Cell]


class Kebab(Job, rename="kebab", tag_field="what", tag=3, kw_only=True):
    third_one: bool


class Closed(pydantic.v1.BaseModel):
    a: Optional[int]
    b: Optional[int] = pydantic.v1.Field(...)
    c: int = None
    d = 3
    e: pydantic.v1.constr(regex="^b", min_length=1) = "b"
    f: List[Legacy]

    class Config:
        extra = "forbid"


class Legacy(pydantic.v1.BaseModel):
    __root__: Dict[str, int]


Closed.update_forward_refs()
