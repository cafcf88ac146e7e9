from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.python_sources import schema

if TYPE_CHECKING:
    from pathlib import Path


def silent(why: str, **within: Any) -> dict[str, Any]:
    return {**within, "x-silent": why}


ENUMS: dict[str, dict[str, Any]] = {
    "class X(Enum):\n    A = 'a'\n    B = 'b'\n    C = 'a'\n    _d = 3\n    def f(self): ...": {
        "enum": ["a", "b"]
    },
    "class X(str, Enum):\n    A: str = 'a'\n    B: int\n    'text'": {"const": "a"},
    "class X(Enum):\n    A = 1\n    B = True": {"enum": [1, True]},
    "class X(Enum):\n    A = 1\n    B = A": {"const": 1},
    "class X(IntEnum):\n    A = auto()\n    B = 5\n    C = auto()": {"enum": [1, 5, 6]},
    "class X(StrEnum):\n    Ab = auto()": {"const": "ab"},
    "class X(str, Enum):\n    A = auto()": silent("the value of X.A is not read"),
    "import enum\nclass X(Enum):\n    A = enum.member('a')": {"const": "a"},
    "class X(Enum):\n    A = f()": silent("the value of X.A is not read"),
    "class X(Enum):\n    A = (1, 2)": silent("the value of X.A is not read"),
    "class X(Enum):\n    A = None": {"const": None},
    "class B(Enum):\n    def f(self): ...\nclass X(B):\n    A = 'a'": {"const": "a"},
    "class X(Enum): ...": silent("X has no members"),
    "class X(Enum):\n    A = 1\n    @classmethod\n    def _missing_(cls, value): ...": silent(
        "`_missing_` of X is code"
    ),
    "import enum\nclass X(enum.IntFlag):\n    A = 1": silent(
        "the flags of X are not read", type="integer"
    ),
    "X = Enum('X', 'A B')": {"enum": [1, 2]},
    "X = StrEnum('X', ['A', 'B'])": {"enum": ["a", "b"]},
    "X = Enum('X', {'A': 'a'})": {"const": "a"},
    "X = Enum('X', names)": silent("the values in `Enum('X', names)` are not read"),
    "X = Enum('X', 3)": silent("the values in `Enum('X', 3)` are not read"),
    "X = Enum('X', {'A': (1, 2)})": silent("the values in `Enum('X', {'A': (1, 2)})` are not read"),
    "X = Enum('X')": silent("the values in `Enum('X')` are not read"),
}


@pytest.mark.parametrize("text", ENUMS)
def test_an_enumeration_becomes_its_values(tmp_path: Path, text: str) -> None:
    assert schema(tmp_path, text) == ENUMS[text]


TUPLES: dict[str, dict[str, Any]] = {
    "class X(NamedTuple):\n    a: int\n    b: str = ''\n    'text'": {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "string"}],
        "minItems": 1,
        "maxItems": 2,
    },
    "from m import FLAG\nclass X(NamedTuple):\n    if FLAG:\n        a: int": silent(
        "`a` depends on a condition that is code"
    ),
    "X = NamedTuple('X', [('a', int)])": {
        "type": "array",
        "prefixItems": [{"type": "integer"}],
        "minItems": 1,
        "maxItems": 1,
    },
    "import collections\nX = collections.namedtuple('X', 'a, b')": {
        "type": "array",
        "prefixItems": [{}, {}],
        "minItems": 2,
        "maxItems": 2,
    },
    "import collections\nX = collections.namedtuple('X', ['a'])": {
        "type": "array",
        "prefixItems": [{}],
        "minItems": 1,
        "maxItems": 1,
    },
    "X = NamedTuple('X', fields)": silent("`NamedTuple('X', fields)` is not read"),
    "X = NamedTuple('X', [('a', int), b])": silent(
        "`NamedTuple('X', [('a', int), b])` is not read"
    ),
    "X = NamedTuple('X', [3])": silent("`NamedTuple('X', [3])` is not read"),
    "X = NamedTuple('X')": silent("`NamedTuple('X')` is not read"),
    "X = NewType('X', int)": {"type": "integer"},
    "X = f()": silent("`f()` is code"),
}


@pytest.mark.parametrize("text", TUPLES)
def test_named_tuples_are_arrays_and_new_types_the_types_below(tmp_path: Path, text: str) -> None:
    assert schema(tmp_path, text) == TUPLES[text]
