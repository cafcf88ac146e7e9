"""Strict reading of JSON texts, and canonical writing.

Nothing is changed on the way: a text whose value cannot be held exactly is a `Problem` with a
reason, and not a value that is nearly the same (RFC 8259 leaves these texts to the parser).
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.expressions import expression

if TYPE_CHECKING:
    from conformance.model import Input, Json

MAX_DEPTH = 128
"""Values nested deeper are not judged: validators recurse, and some overflow their stack."""

_CONTAINERS = (dict, list)
_FIRST_INEXACT = 2**53
_MAX_QUOTED = 40
_NESTING = {"[": 1, "{": 1, "]": -1, "}": -1}
_NO_BRACKETS = expression(r'[^\[\]{}"]+|"[^"\\]*(?:\\.[^"\\]*)*"|"', re.DOTALL)
_SURROGATE = expression(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The reason why a text has no JSON value that can be judged.

    Attributes:
        kind: `malformed`, `duplicate-name`, `lone-surrogate`, `number` or `depth`.
        message: One sentence without a full stop.
        line: The line, from 1; None if the problem has no single place.
    """

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A JSON value that is held exactly."""

    value: Json


class _UnheldError(ValueError):
    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def parse(source: str | bytes) -> Parsed | Problem:
    """Return the value of a JSON text, or the problem if it cannot be held exactly.

    Numbers become int or float. A number with a fraction or exponent is held if its decimal value
    is that of the float's shortest text (0.1 and 1e3 are, 1e400 is not). From 2**53 on, where not
    every integer is a float, it becomes an int.
    """
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8")
        except UnicodeDecodeError as error:
            return Problem(kind="malformed", message=f"not UTF-8 at byte {error.start}")
    try:
        value = _DECODER.decode(source)
    except RecursionError:
        return _TOO_DEEP
    except (json.JSONDecodeError, _UnheldError) as error:
        return _TOO_DEEP if _deeper_than(source, MAX_DEPTH) else _problem(error)
    if _may_be_deep(source) and is_too_deep(value):
        return _TOO_DEEP
    if _has_lone_surrogate(source, value):
        return Problem(kind="lone-surrogate", message="a string holds a lone surrogate")
    return Parsed(value=value)


_TOO_DEEP = Problem(kind="depth", message=f"nested deeper than {MAX_DEPTH} levels")


def _problem(error: json.JSONDecodeError | _UnheldError) -> Problem:
    if isinstance(error, _UnheldError):
        return Problem(kind=error.kind, message=str(error))
    # Python's own words and columns differ from version to version: the line is enough.
    return Problem(kind="malformed", message="not one well-formed JSON text", line=error.lineno)


def canonical(value: Json) -> str:
    """Return the one text of a JSON value: names sorted, no spaces, integral floats as integers.

    Two values have the same canonical text exactly if JSON Schema calls them equal.
    """
    if isinstance(value, str):
        return _CANONICAL.encode(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    quick = _without_floats(value) if isinstance(value, _CONTAINERS) else None
    return quick or _CANONICAL.encode(_normal(value))


def _without_floats(value: Json) -> str | None:
    """Return the canonical text of a value quickly; None if a number in it may be a float."""
    import orjson  # noqa: PLC0415  not needed for the shortest commands

    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # see `utf8_json`
        return None
    return None if any(part in written for part in _OF_FLOATS) else written.decode("utf-8")


_OF_FLOATS = (b".", b"e+", b"e-")
"""One of these is in every float as orjson writes it."""


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)
"""Made once: making one takes longer than writing a short value."""


def pretty(value: Json) -> str:
    """Return a JSON text for people: indented by two spaces, names in their given order."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)


def ascii_json(value: Json) -> bytes:
    """Return a value as JSON on one line, in ASCII, names in their given order."""
    return in_ascii(utf8_json(value))


def utf8_json(value: Json) -> bytes:
    """Return a value as JSON on one line in UTF-8, names in order, lone surrogates as escapes."""
    import orjson  # noqa: PLC0415  only reports need it

    try:
        return orjson.dumps(value)
    except TypeError:
        # It takes no lone surrogate, and no integer of more than 64 bits.
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")


def in_ascii(written: bytes) -> bytes:
    """Return JSON, which is in UTF-8, in ASCII."""
    if written.isascii():
        return written
    escaped = written.decode("utf-8").encode("ascii", _JSON_ESCAPES)
    return escaped.replace(b"\x7f", b"\\u007f")


def _ascii_escapes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  see above
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


_JSON_ESCAPES = f"{__name__}.escapes"
codecs.register_error(_JSON_ESCAPES, _ascii_escapes)


def visible(text: str) -> str:
    """Return the text with every invisible character written as an escape.

    These are control characters, lone surrogates, and characters that reorder or hide text.
    """
    # Nothing that Python calls printable is among them.
    return text if text.isprintable() else _INVISIBLE.sub(_escape, text)


def shortened(text: str, width: int) -> str:
    """Return the text with at most this many characters; an ellipsis replaces the rest."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def quoted(value: Json, width: int) -> str:
    """Return a value's canonical text for a message: visible, and at most `width` characters."""
    return shortened(visible(canonical(value)), width)


_INVISIBLE = expression(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def is_too_deep(value: Json) -> bool:
    """Return whether a value is nested deeper than `MAX_DEPTH`; it does not recurse."""
    level = [value] if isinstance(value, _CONTAINERS) else []
    for _ in range(MAX_DEPTH):
        if not level:
            return False
        below = chain.from_iterable(x.values() if isinstance(x, dict) else x for x in level)
        level = [item for item in below if isinstance(item, _CONTAINERS)]
    return bool(level)


def _may_be_deep(text: str, limit: int = MAX_DEPTH) -> bool:
    """Return whether a text has brackets enough; most have not, and to count them is quick."""
    return text.count("[") + text.count("{") > limit


def _deeper_than(text: str, limit: int) -> bool:
    if not _may_be_deep(text, limit):
        return False
    brackets = _NO_BRACKETS.sub("", text)
    return max(accumulate(map(_NESTING.__getitem__, brackets)), default=0) > limit


def _integer(text: str) -> int:
    if len(text) > 4000:  # noqa: PLR2004  Python refuses to convert more than 4300 digits
        raise _UnheldError("number", f"an integer of {len(text)} characters cannot be held")
    return int(text)


def _float(text: str) -> float | int:
    number = float(text)
    try:
        held = math.isfinite(number) and Decimal(repr(number)) == Decimal(text)
    except InvalidOperation:
        held = False  # an exponent past what even Decimal takes
    if not held:
        raise _UnheldError(
            "number", f"the number {shortened(text, _MAX_QUOTED)} cannot be held exactly"
        )
    # The float of 1e23 is another number than 10**23, and validators differ on which they compare.
    return int(Decimal(text)) if abs(number) >= _FIRST_INEXACT else number


def _constant(text: str) -> float:
    raise _UnheldError("malformed", f"not one well-formed JSON text: {text} is not a number")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result = dict(pairs)
    if len(result) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        shown = visible(shortened(json.dumps(twice, ensure_ascii=False), _MAX_QUOTED))
        raise _UnheldError("duplicate-name", f"the name {shown} is twice in one object")
    return result


_DECODER = json.JSONDecoder(
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
    object_pairs_hook=_object,
)


def _has_lone_surrogate(text: str, value: Json) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    if _SURROGATE.search(text) is None:
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _normal(value: Json) -> Json:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_normal(item) for item in value]
    if isinstance(value, dict):
        return {name: _normal(item) for name, item in value.items()}
    return value


def read_input(given: Input) -> Parsed | Problem:
    """Return the value of an input, or the problem if it has none."""
    return parse(given.data or b"" if given.text is None else given.text)


def compact(value: Json) -> str:
    """Return the value's JSON text on one line, names in their given order.

    Invisible characters become escapes, which keeps it the same JSON.
    """
    return visible(_COMPACT.encode(value))


_COMPACT = json.JSONEncoder(ensure_ascii=False)
