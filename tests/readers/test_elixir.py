"""Typespecs of Elixir, in files and on pages."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.readers.documents import opened
from conformance.readers.elixir import names, syntax
from conformance.readers.read import Options, Source, read

if TYPE_CHECKING:
    import random
    from pathlib import Path

ORDER = """\
defmodule Shop.Order do
  alias Shop.Customer

  @moduledoc "An order."

  @type t :: %__MODULE__{
          id: String.t(),
          # who pays
          by: Customer.t() | nil,
          state: state,
          size: 1..10
        }
  @type state :: :open | :paid | :"on hold"
  @typep hidden :: integer()
  @opaque sealed :: hidden()

  def total(order), do: order.total
end

defmodule Shop.Customer do
  @type t() :: %{required(:name) => binary(), optional(:age) => non_neg_integer()}
end
"""


def written(folder: Path, text: str, name: str = "order.ex") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def source(folder: Path, text: str, wanted: str, name: str = "order.ex", **how: Any) -> Source:
    options = Options(notation="elixir", **how)
    return read(f"{written(folder, text, name)}#{wanted}", options)


def body(found: Source) -> Any:
    schema = found.file.schema
    assert isinstance(schema, dict)
    return {name: value for name, value in schema.items() if name not in {"$schema", "title"}}


def of_type(folder: Path, kind: str) -> Any:
    """Return the schema of a type expression, as the key of a map."""
    found = body(source(folder, f"defmodule T do\n  @type t :: %{{a: {kind}}}\nend\n", "T.t"))
    return found["properties"]["a"]


def test_a_file_holds_the_types_of_its_modules(tmp_path: Path) -> None:
    assert names(opened(written(tmp_path, ORDER))) == [
        *("Shop.Order.t", "Shop.Order.state", "Shop.Order.hidden", "Shop.Order.sealed"),
        "Shop.Customer.t",
    ]


def test_a_struct_is_read_with_the_types_that_it_names(tmp_path: Path) -> None:
    found = source(tmp_path, ORDER, "Order.t")

    assert body(found) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "by": {"anyOf": [{"$ref": "#/$defs/Shop.Customer.t"}, {"type": "null"}]},
            "state": {"$ref": "#/$defs/Shop.Order.state"},
            "size": {"type": "integer", "minimum": 1, "maximum": 10},
        },
        "additionalProperties": False,
        "$defs": {
            "Shop.Order.state": {"enum": ["open", "paid", "on hold"]},
            "Shop.Customer.t": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "age": {"type": "integer", "minimum": 0},
                },
                "required": ["name"],
                "additionalProperties": False,
            },
        },
    }
    assert [(x.line, x.id) for x in found.claims][:3] == [
        (6, "shop-order-t"),
        (7, "shop-order-t-id"),
        (9, "shop-order-t-by"),
    ]


def test_a_type_may_stand_for_another(tmp_path: Path) -> None:
    assert body(source(tmp_path, ORDER, "sealed")) == {
        "$ref": "#/$defs/Shop.Order.hidden",
        "$defs": {"Shop.Order.hidden": {"type": "integer"}},
    }


TYPES: list[tuple[str, Any]] = [
    ("atom()", {"type": "string"}),
    ("binary", {"type": "string"}),
    ("any", {}),
    ("boolean", {"type": "boolean"}),
    ("map()", {"type": "object"}),
    ("number", {"type": "number"}),
    ("neg_integer()", {"type": "integer", "maximum": -1}),
    ("list()", {"type": "array"}),
    ("list", {"type": "array"}),
    ("nonempty_list(atom)", {"type": "array", "minItems": 1, "items": {"type": "string"}}),
    ("[...]", {"type": "array", "minItems": 1}),
    ("[]", {"type": "array", "maxItems": 0}),
    ("nil", {"type": "null"}),
    (":nil", {"type": "null"}),
    ("true", {"const": True}),
    (":false", {"const": False}),
    (':"a\\"b"', {"const": 'a"b'}),
    ("1_000", {"const": 1000}),
    ("-0x1F", {"const": -31}),
    ("0b11", {"const": 3}),
    ("-1..1", {"type": "integer", "minimum": -1, "maximum": 1}),
    ("(:a | :b) | (:c | nil)", {"enum": ["a", "b", "c", None]}),
    ("named :: integer", {"type": "integer"}),
    ("%{}", {"type": "object", "additionalProperties": False}),
    (
        '%{"b c": integer, d: 1}',
        {
            "type": "object",
            "properties": {"b c": {"type": "integer"}, "d": {"const": 1}},
            "required": ["b c", "d"],
            "additionalProperties": False,
        },
    ),
    (
        "%{:b => 1 | 2 | 3}",
        {
            "type": "object",
            "properties": {"b": {"enum": [1, 2, 3]}},
            "required": ["b"],
            "additionalProperties": False,
        },
    ),
    (
        "%{required(:b) => 1, optional(any) => any}",
        {"type": "object", "properties": {"b": {"const": 1}}, "required": ["b"]},
    ),
    (
        "%{atom() => integer(), String.t() => nil}",
        {"type": "object", "additionalProperties": {"type": ["integer", "null"]}},
    ),
    (
        "%Money{cents: integer}",
        {
            "type": "object",
            "properties": {"cents": {"type": "integer"}},
            "additionalProperties": False,
        },
    ),
]


@pytest.mark.parametrize(("kind", "schema"), TYPES)
def test_a_type_expression_becomes_a_schema(tmp_path: Path, kind: str, schema: Any) -> None:
    assert of_type(tmp_path, kind) == schema


SILENT = [
    ("{integer, atom}", "a tuple has no form in JSON"),
    ("(-> any)", "a function has no form in JSON"),
    ("(integer, atom -> any)", "a function has no form in JSON"),
    ("[key: integer]", "a list of pairs has no form in JSON"),
    ("<<_::8>>", "a binary of a given size has no form in JSON"),
    ("Shop.Order", "a module has no form in JSON"),
    ("?a", "a character has no form in JSON"),
    ('"text"', "a text has no form in JSON"),
    ("1..limit", "`1..limit` has no form in JSON"),
    ("1 + 2", "`1 + 2` has no form in JSON"),
    ("-limit", "`-limit` has no form in JSON"),
    ("pid()", "the source names the type pid, and does not define it"),
    ("Far.t(integer)", "the source names the type Far.t, and does not define it"),
]


@pytest.mark.parametrize(("kind", "why"), SILENT)
def test_what_json_has_no_form_for_is_silent(tmp_path: Path, kind: str, why: str) -> None:
    assert of_type(tmp_path, kind) == {"x-silent": why}


def test_a_struct_whose_fields_are_not_listed_is_silent(tmp_path: Path) -> None:
    assert of_type(tmp_path, "%Money{}") == {
        "type": "object",
        "x-silent": "the type does not list the fields of the struct",
    }


def test_keys_that_are_no_names_leave_other_properties_open(tmp_path: Path) -> None:
    assert of_type(tmp_path, "%{integer() => atom()}") == {
        "type": "object",
        "additionalProperties": {"x-silent": "the keys of the type integer() are no names"},
    }
    assert of_type(tmp_path, "%{Foo}")["additionalProperties"] == {
        "x-silent": "the keys of the type Foo are no names"
    }


def test_a_parameter_of_a_type_is_a_type_that_is_not_defined(tmp_path: Path) -> None:
    text = "defmodule T do\n  @type t(a) :: [a] when a: term\n  @type u :: t(integer)\nend\n"

    found = source(tmp_path, text, "u")

    assert names(opened(tmp_path / "order.ex")) == ["T.t", "T.u"]
    assert [x.why for x in found.silent] == ["the source names the type a, and does not define it"]


def test_a_type_can_be_made_of_itself(tmp_path: Path) -> None:
    text = "defmodule T do\n  @type t :: %{next: t() | nil, other: __MODULE__.t()}\nend\n"

    assert body(source(tmp_path, text, "t"))["properties"] == {
        "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
        "other": {"$ref": "#"},
    }


def test_modules_may_stand_in_modules(tmp_path: Path) -> None:
    text = (
        "defmodule A do\n  defmodule B do\n    @type t :: integer\n  end\n"
        "  @type t :: %{b: B.t(), far: C.B.t()}\nend\n"
        "defmodule D.B do\n  @type t :: atom\n  @type u :: %{d: B.t(), a: A.B.t}\nend\n"
    )

    own = body(source(tmp_path, text, "D.B.u"))

    assert names(opened(tmp_path / "order.ex")) == ["A.B.t", "A.t", "D.B.t", "D.B.u"]
    assert own["properties"]["a"] == {"$ref": "#/$defs/A.B.t"}
    assert own["properties"]["d"] == {
        "x-silent": "the source names the type B.t, and does not define it"
    }


@pytest.mark.untraced
def test_a_list_of_thousands_of_values_is_read(tmp_path: Path) -> None:
    values = [f"v{number}" for number in range(3000)]

    found = of_type(tmp_path, " | ".join(f":{value}" for value in values))

    assert found == {"enum": values}


BROKEN = [
    ("@type t :: %{a: }", 2, "is not understood"),
    ("@type t :: %{a: integer, a: atom}", 2, "the key a is there twice; leave one of them out"),
    ("@type t :: integer\n  @type t :: atom", 3, "T.t is declared twice; it is declared on line 2"),
    ("@type t :: t", 2, "T.t is defined by itself"),
    (f"@type t :: {'[' * 200}{']' * 200}", 2, "the type is nested too deeply; give its parts"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_what_is_broken_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        source(tmp_path, f"defmodule T do\n  {text}\nend\n", "T.t")

    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/order.ex at line {line}: ")
    assert words in str(caught.value)


def test_what_is_broken_elsewhere_does_not_matter(tmp_path: Path) -> None:
    text = "defmodule T do\n  @type t :: integer\n  @type u :: %{a: }\nend\n"

    assert body(source(tmp_path, text, "T.t")) == {"type": "integer"}


def test_what_declares_no_type_is_passed_over(tmp_path: Path) -> None:
    text = (
        "defmodule T do\n  @type\n  @type t\n  @spec f(t) :: u\n  @type v :: 1\n  -1\n  !x\nend\n"
    )

    assert names(opened(written(tmp_path, text))) == ["T.v"]


def test_a_type_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no type 'x' in the file; it holds Shop\.Order"):
        source(tmp_path, ORDER, "x")


# --- pages ---------------------------------------------------------------------------------------

PAGE = """\
View Source Shop.Order (shop v1.0)
Fields
:state- optional -:open | :paid
Types
@type t() :: %Shop.Order{ id: String.t(), state:
  state() }
@type state() ::
  :open
  | :paid

Functions
@spec total(t()) :: {:ok
and so on "
"""


def test_a_page_holds_types_among_text(tmp_path: Path) -> None:
    path = written(tmp_path, PAGE.replace("  ", "\u00a0 "), "page.txt")

    found = read(f"{path}#Order.t", Options(notation="elixir"))

    assert names(opened(path)) == ["Shop.Order.t", "Shop.Order.state"]
    assert body(found) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "state": {"$ref": "#/$defs/Shop.Order.state"},
        },
        "additionalProperties": False,
        "$defs": {"Shop.Order.state": {"enum": ["open", "paid"]}},
    }
    assert [x.line for x in found.claims] == [5, 5, 5, 5, 8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@type t() :: %{a: [", "is not understood"),
        ("@type t() :: ", "'identifier' is not understood"),
        ("@type t() :: :a |", "'identifier' is not understood"),
    ],
)
def test_a_page_may_end_within_a_type(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        source(tmp_path, text, "t", "page.txt")

    assert "page.txt at line 1: " in str(caught.value)
    assert words in str(caught.value)


def test_a_type_of_a_page_without_a_struct_has_no_module(tmp_path: Path) -> None:
    path = written(tmp_path, "@type t() :: integer() | nil", "page.txt")

    assert names(opened(path)) == ["t"]
    assert body(read(str(path), Options(notation="elixir"))) == {"type": ["integer", "null"]}


# --- anything else -------------------------------------------------------------------------------

PIECES = [
    "::",
    "|",
    "%{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ":a",
    "t()",
    "=>",
    ",",
    "...",
    "nil",
    "@type",
    "-",
]


def test_an_error_right_behind_a_type_is_refused(tmp_path: Path) -> None:
    text = ORDER if "%{required(" in ORDER else PAGE
    name = "order.ex" if text is ORDER else "page.txt"
    path = written(tmp_path, text.replace("%{required(", "%{re}red(", 1), name)

    def read_all() -> None:
        for wanted in names(opened(path)):
            read(f"{path}#{wanted}", Options(notation="elixir"))

    with pytest.raises(BrokenFileError):
        read_all()


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(["order.ex", "page.txt"]))
def test_random_edits_give_a_schema_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, name: str
) -> None:
    text = ORDER if name == "order.ex" else PAGE
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice([*PIECES, ""]) + text[at + chance.randint(0, 5) :]
    path = written(tmp_path_factory.mktemp("edited"), text, name)

    for wanted in _names(path):
        with suppress(ConformanceError):
            read(f"{path}#{wanted}", Options(notation="elixir"))


def _names(path: Path) -> list[str]:
    with suppress(BrokenFileError):
        return list(dict.fromkeys(names(opened(path))))
    return []


def test_one_parser_serves_all_files() -> None:
    syntax._parser.cache_clear()  # noqa: SLF001  other tests may have made it

    assert syntax._parser() is syntax._parser()  # noqa: SLF001  likewise
