"""What the types of the standard library, pydantic and msgspec are in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers.facts import (
    Anything,
    Boolean,
    ListOf,
    MapOf,
    Never,
    Null,
    Number,
    Opaque,
    Span,
    Text,
    Union,
)
from conformance.readers.python.place import Manner

if TYPE_CHECKING:
    from conformance.readers.facts import Type

LISTS = {
    "builtins.list", "collections.deque", "typing.Collection", "typing.Deque", "typing.Iterable",
    "typing.List", "typing.MutableSequence", "typing.Sequence",
}  # fmt: skip
SETS = {
    "builtins.frozenset", "builtins.set", "typing.AbstractSet", "typing.FrozenSet",
    "typing.MutableSet", "typing.Set",
}  # fmt: skip
MAPS = {
    "builtins.dict", "collections.OrderedDict", "collections.defaultdict", "typing.DefaultDict",
    "typing.Dict", "typing.Mapping", "typing.MutableMapping", "typing.OrderedDict",
}  # fmt: skip
COUNTERS = {"collections.Counter", "typing.Counter"}
TUPLES = {"builtins.tuple", "typing.Tuple"}
UNIONS = {"typing.Optional", "typing.Union"}
WRAPPERS = {
    "dataclasses.InitVar", "pydantic.SerializeAsAny", "pydantic.SkipJsonSchema", "typing.ClassVar",
    "typing.Final", "typing.NotRequired", "typing.ReadOnly", "typing.Required",
}  # fmt: skip
"""What stands around a type and does not change its values."""

_TEXTS = {
    "builtins.str", "typing.AnyStr", "typing.LiteralString", "typing.Text", "pydantic.StrictStr",
}  # fmt: skip
_ANYTHING = {"builtins.object", "pydantic.JsonValue", "msgspec.Raw", "typing.Any"}
_NULL = {"builtins.None", "types.NoneType"}
_NEVER = {"msgspec.UNSET", "msgspec.UnsetType", "typing.Never", "typing.NoReturn"}
"""No value; a field that is unset is not there."""

_FORMATS: dict[str, tuple[str | None, bool]] = {
    "builtins.bytearray": (None, False),
    "builtins.bytes": (None, False),
    "datetime.date": ("date", True),
    "datetime.datetime": ("date-time", True),
    "datetime.time": ("time", True),
    "datetime.timedelta": ("duration", True),
    "ipaddress.IPv4Address": ("ipv4", True),
    "ipaddress.IPv4Interface": (None, True),
    "ipaddress.IPv4Network": (None, True),
    "ipaddress.IPv6Address": ("ipv6", True),
    "ipaddress.IPv6Interface": (None, True),
    "ipaddress.IPv6Network": (None, True),
    "os.PathLike": (None, False),
    "pathlib.Path": (None, False),
    "pathlib.PosixPath": (None, False),
    "pathlib.PurePath": (None, False),
    "pathlib.PurePosixPath": (None, False),
    "pathlib.PureWindowsPath": (None, False),
    "pathlib.WindowsPath": (None, False),
    "pydantic.EmailStr": ("email", False),
    "pydantic.IPvAnyAddress": (None, True),
    "pydantic.IPvAnyInterface": (None, True),
    "pydantic.IPvAnyNetwork": (None, True),
    "pydantic.NaiveDatetime": ("date-time", True),
    "pydantic.NameEmail": (None, False),
    "pydantic.SecretBytes": (None, False),
    "pydantic.SecretStr": (None, False),
    "pydantic.StrictBytes": (None, False),
    "re.Pattern": ("regex", False),
    "typing.Pattern": ("regex", False),
    "uuid.UUID": ("uuid", False),
}
"""Type -> the format of its strings, and whether numbers are read too."""
_URLS: dict[str, int | None] = {
    "pydantic.AnyHttpUrl": None,
    "pydantic.AnyUrl": None,
    "pydantic.AnyWebsocketUrl": None,
    "pydantic.FileUrl": None,
    "pydantic.FtpUrl": None,
    "pydantic.HttpUrl": 2083,
    "pydantic.WebsocketUrl": 2083,
}
"""Type -> the most characters."""
_CHECKED: dict[str, tuple[str | None, str]] = {
    "pydantic.AwareDatetime": ("date-time", "whether the time zone is named"),
    "pydantic.Base64Bytes": (None, "which strings are Base64"),
    "pydantic.Base64Str": (None, "which strings are Base64"),
    "pydantic.Base64UrlBytes": (None, "which strings are Base64"),
    "pydantic.Base64UrlStr": (None, "which strings are Base64"),
    "pydantic.DirectoryPath": (None, "whether the folder exists"),
    "pydantic.FilePath": (None, "whether the file exists"),
    "pydantic.FutureDate": ("date", "what lies in the future"),
    "pydantic.FutureDatetime": ("date-time", "what lies in the future"),
    "pydantic.ImportString": (None, "what can be imported"),
    "pydantic.Json": (None, "which JSON text the string holds"),
    "pydantic.NewPath": (None, "whether the file exists"),
    "pydantic.PastDate": ("date", "what lies in the past"),
    "pydantic.PastDatetime": ("date-time", "what lies in the past"),
    "pydantic.UUID1": ("uuid", "the version of the UUID"),
    "pydantic.UUID3": ("uuid", "the version of the UUID"),
    "pydantic.UUID4": ("uuid", "the version of the UUID"),
    "pydantic.UUID5": ("uuid", "the version of the UUID"),
    "pydantic.UUID6": ("uuid", "the version of the UUID"),
    "pydantic.UUID7": ("uuid", "the version of the UUID"),
    "pydantic.UUID8": ("uuid", "the version of the UUID"),
}
"""Type -> the format of its strings, and what else is checked, which no schema says."""
_NUMBERS: dict[str, tuple[bool, bool, dict[str, float]]] = {
    "builtins.float": (False, True, {}),
    "builtins.int": (True, True, {}),
    "pydantic.FiniteFloat": (False, True, {}),
    "pydantic.NegativeFloat": (False, True, {"exclusive_maximum": 0}),
    "pydantic.NegativeInt": (True, True, {"exclusive_maximum": 0}),
    "pydantic.NonNegativeFloat": (False, True, {"minimum": 0}),
    "pydantic.NonNegativeInt": (True, True, {"minimum": 0}),
    "pydantic.NonPositiveFloat": (False, True, {"maximum": 0}),
    "pydantic.NonPositiveInt": (True, True, {"maximum": 0}),
    "pydantic.PositiveFloat": (False, True, {"exclusive_minimum": 0}),
    "pydantic.PositiveInt": (True, True, {"exclusive_minimum": 0}),
    "pydantic.StrictFloat": (False, False, {}),
    "pydantic.StrictInt": (True, False, {}),
}
"""Type -> whether it is an integer, whether other types are read too, and its limits."""
_UNREAD = {
    "builtins.complex", "collections.namedtuple", "fractions.Fraction", "pydantic.InstanceOf",
    "typing.Hashable",
}  # fmt: skip
NOT_JSON = {
    "builtins.type", "typing.AsyncIterable", "typing.AsyncIterator", "typing.Awaitable",
    "typing.BinaryIO", "typing.Callable", "typing.Coroutine", "typing.IO", "typing.TextIO",
    "typing.Type",
}  # fmt: skip
"""Types that no JSON value has."""
_NOWHERE = Span("", 0)
_DECIMAL = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def known_type(name: str, span: Span, manner: Manner) -> Type | None:  # noqa: PLR0911  a table
    """Return the type of a library's name that stands without arguments; None if it is not known.

    Args:
        name: Its one full name.
        span: Its place.
        manner: How values of other types are read.
    """
    if name.startswith("pydantic.v1."):
        name = name.replace(".v1.", ".")
    if name in _TEXTS:
        return text(span, manner if name != "pydantic.StrictStr" else Manner.EXACT)
    if name in _NUMBERS:
        integer, lax, limits = _NUMBERS[name]
        also = _scalars(span) if lax and manner is not Manner.EXACT else None
        return Number(span=span, integer=integer, lax=also, **limits)  # type: ignore[arg-type]
    if name in {"builtins.bool", "pydantic.StrictBool"}:
        lax = name == "builtins.bool" and manner is not Manner.EXACT
        return Boolean(span=span, lax=_switch(span) if lax else None)
    if name in _FORMATS:
        format_name, numbers = _FORMATS[name]
        return text(span, manner, format_name=format_name, numbers=numbers)
    if name in _URLS:
        return Text(span=span, format="uri", min_length=1, max_length=_URLS[name])
    if name in _CHECKED:
        format_name, why = _CHECKED[name]
        within = text(span, manner, format_name=format_name)
        return Opaque(span=span, why=f"{why} is not said by a schema", within=within)
    return _simple(name, span, manner)


def text(
    span: Span, manner: Manner, *, format_name: str | None = None, numbers: bool = False
) -> Text:
    """Return the type of strings.

    Args:
        span: Its place.
        manner: How values of other types are read.
        format_name: The format of the strings.
        numbers: Whether lax reading takes numbers too, in any version.
    """
    lax = manner is Manner.LAXER or (numbers and manner is Manner.LAX)
    return Text(span=span, format=format_name, lax=Number(span=span) if lax else None)


def _simple(  # noqa: C901, PLR0911  likewise
    name: str, span: Span, manner: Manner
) -> Type | None:
    if name in _ANYTHING:
        return Anything(span=span)
    if name in _NULL:
        return Null(span=span)
    if name in _NEVER:
        return Never(span=span)
    if name in LISTS | TUPLES:
        return ListOf(span=span, item=Anything(span=span))
    if name in SETS:
        return set_of(Anything(span=span), span, manner)
    if name in MAPS:
        return MapOf(span=span, value=Anything(span=span))
    if name in COUNTERS:
        return MapOf(span=span, value=Number(span=span, integer=True))
    if name == "decimal.Decimal":
        return _decimal(span, manner)
    if name == "pydantic.ByteSize":
        size = Number(span=span, integer=True, minimum=0)
        unit = Text(span=span, pattern=r"^\s*\d*\.?\d+\s*\w*\s*$")
        return Union(span=span, options=(size, unit))
    if name in NOT_JSON | _UNREAD:
        why = "is no JSON" if name in NOT_JSON else "is not read"
        return Opaque(span=span, why=f"`{name.rpartition('.')[2]}` {why}")
    return None


def set_of(item: Type, span: Span, manner: Manner) -> ListOf:
    """Return the type of sets: a list of different elements; reading drops doubles."""
    every = ListOf(span=span, item=item)
    return ListOf(span=span, item=item, unique=True, lax=None if manner is Manner.EXACT else every)


def _decimal(span: Span, manner: Manner) -> Type:
    lax = None if manner is Manner.EXACT else Text(span=span)
    digits = Text(span=span, pattern=_DECIMAL, lax=lax)
    return Union(span=span, options=(Number(span=span), digits))


def _scalars(span: Span) -> Type:
    return Union(span=span, options=(Text(span=span), Boolean(span=span)))


def _switch(span: Span) -> Type:
    return Union(span=span, options=(Text(span=span), Number(span=span)))


def is_type_name(name: str) -> bool:
    """Return whether a library's name is a type, or makes one with what stands in brackets."""
    known = LISTS | SETS | MAPS | COUNTERS | TUPLES | UNIONS | WRAPPERS
    made = {"typing.Annotated", "typing.Literal", "pydantic.Json"}
    return name in known | made or known_type(name, _NOWHERE, Manner.EXACT) is not None
