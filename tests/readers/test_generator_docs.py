"""The pages of openapi-generator."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.readers.documents import opened
from conformance.readers.generator_docs import names
from conformance.readers.read import Options, Source, read

if TYPE_CHECKING:
    import random

PAGE = """\


# Order

An order.

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**id** | **String** | It is `&lt;unique&gt;`  |
**`type`** | [**`Type`**](#`Type`) | The type, one \\| other  |  [optional]
**by** | [**Customer**](Customer.md) |  |
**lines** | [**Seq&lt;Line&gt;**](Line.md) |  |  [optional]

## Enum: `Type`
Allowed values: [big, small]


## Enum: Other
Allowed values: []


"""
CUSTOMER = """\
# Customer

|Name | Type | Description | Notes|
|------------ | ------------- | ------------- | -------------|
|**name** | **String** |  |  |
|**last** | [**Order**](Order.md) |  |  [optional] |
|**kind** | [**KindEnum**](#KindEnum) |  |  [optional] |

## Enum: KindEnum

| Name | Value |
|---- | -----|
| NEW | &quot;new&quot; |
| OLD | &quot;old&quot; |
"""
SILENT_REST = {"x-silent": "The page lists the properties and says nothing of others."}
WITHOUT = ("null=reject", "unlisted=accept")


def written(folder: Path, text: str, name: str = "Order.md") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def body(found: Source) -> Any:
    schema = found.file.schema
    assert isinstance(schema, dict)
    return {name: value for name, value in schema.items() if name not in {"$schema", "title"}}


def page(*rows: str, rest: str = "") -> str:
    head = "# T\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n"
    return head + "".join(f"{row}\n" for row in rows) + rest


def of_type(folder: Path, cell: str) -> Any:
    path = written(folder, page(f"**a** | {cell} | | "), "T.md")
    return body(read(str(path), Options(changes=WITHOUT)))["properties"]["a"]


def test_a_page_is_read_with_the_lists_on_it_and_the_pages_beside_it(tmp_path: Path) -> None:
    written(tmp_path, CUSTOMER, "Customer.md")
    found = read(str(written(tmp_path, PAGE)), Options(changes=WITHOUT))

    assert body(found) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["big", "small"]},
            "by": {"$ref": "#/$defs/Customer"},
            "lines": {
                "type": "array",
                "items": {"x-silent": "the source names the type Line, and does not define it"},
            },
        },
        "required": ["id", "by"],
        "$defs": {
            "Customer": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "last": {"$ref": "#"},
                    "kind": {"enum": ["new", "old"]},
                },
                "required": ["name"],
            }
        },
    }
    assert [(x.id, x.line) for x in found.claims] == [
        ("order", 3),
        ("order-id", 11),
        ("order-type", 12),
        ("order-by", 13),
        ("order-lines", 14),
        ("customer", 1),
        ("customer-name", 5),
        ("customer-last", 6),
        ("customer-kind", 7),
    ]
    assert sorted(Path(x).name for x in found.digests) == ["Customer.md", "Order.md"]


def test_what_a_page_leaves_open_is_silent(tmp_path: Path) -> None:
    found = body(read(str(written(tmp_path, PAGE)), Options()))

    null = {"type": "null", "x-silent": found["properties"]["type"]["anyOf"][1]["x-silent"]}
    assert found["properties"]["type"] == {"anyOf": [{"enum": ["big", "small"]}, null]}
    assert found["additionalProperties"] == SILENT_REST


TYPES: list[tuple[str, Any]] = [
    ("**str**", {"type": "string"}),
    ("**int32**", {"type": "integer"}),
    ("**i64**", {"type": "integer"}),
    ("**float64**", {"type": "number"}),
    ("**Boolean**", {"type": "boolean"}),
    ("**AnyType**", {}),
    ("**interface{}**", {}),
    ("Pointer to **string**", {"type": "string"}),
    (
        "**List&lt;List&lt;Integer&gt;&gt;**",
        {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
    ),
    ("**[]string**", {"type": "array", "items": {"type": "string"}}),
    ("**[string]**", {"type": "array", "items": {"type": "string"}}),
    ("**string[]**", {"type": "array", "items": {"type": "string"}}),
    ("**Array&lt;string&gt;**", {"type": "array", "items": {"type": "string"}}),
    ("**set[str]**", {"type": "array", "uniqueItems": True, "items": {"type": "string"}}),
    ("**map[string]int32**", {"type": "object", "additionalProperties": {"type": "integer"}}),
    ("**Dict[str, bool]**", {"type": "object", "additionalProperties": {"type": "boolean"}}),
    (
        "**{ [key: string]: number; }**",
        {"type": "object", "additionalProperties": {"type": "number"}},
    ),
    ("[**E**](#E)", {"x-silent": "the source names the type E, and does not define it"}),
    (
        "[**Far**](https://example.org/Far.md)",
        {"x-silent": "the source names the type Far, and does not define it"},
    ),
    ("[**Far**](Far.html)", {"x-silent": "the source names the type Far, and does not define it"}),
    ("[**Other**](T.md)", {"x-silent": "the source names the type Other, and does not define it"}),
    ("[**T**](T.md)", {"$ref": "#"}),
]


@pytest.mark.parametrize(("cell", "schema"), TYPES)
def test_a_type_becomes_a_schema(tmp_path: Path, cell: str, schema: Any) -> None:
    assert of_type(tmp_path, cell) == schema


def test_a_type_that_is_nested_too_deeply_is_silent(tmp_path: Path) -> None:
    found = of_type(tmp_path, f"**{'[]' * 60}string**")

    for _ in range(51):
        found = found["items"]
    assert found == {"x-silent": "the type is nested too deeply"}


def test_a_page_may_have_several_models(tmp_path: Path) -> None:
    first, second = page("**a** | **str** | | "), page("**b** | **str** | | ")
    text = f"# Models\n\nAll of them.\n\n{first}\n{second.replace('# T', '# U')}"
    path = written(tmp_path, text)

    assert names(opened(path)) == ["T", "U"]
    assert sorted(body(read(f"{path}#U", Options()))["properties"]) == ["b"]


def test_models_of_one_name_on_two_pages_are_told_apart(tmp_path: Path) -> None:
    written(tmp_path, page("**a** | **int** | |"), "Far.md")
    found = body(
        read(
            str(written(tmp_path, page("**t** | [**T**](Far.md) | |"), "T.md")),
            Options(changes=WITHOUT),
        )
    )

    assert found["properties"] == {"t": {"$ref": "#/$defs/Far.T"}}
    assert found["$defs"]["Far.T"]["properties"] == {"a": {"type": "integer"}}


def test_the_table_ends_with_an_empty_line(tmp_path: Path) -> None:
    rest = "\nSee also | other | things\n\n[[Back to list]](../README.md)\n"
    path = written(tmp_path, page("**a** | **str** | |", rest=rest))

    assert sorted(body(read(str(path), Options()))["properties"]) == ["a"]


def test_a_page_without_a_table_is_silent(tmp_path: Path) -> None:
    found = body(read(str(written(tmp_path, "# T\n\nNothing.\n")), Options()))

    assert found == {"x-silent": "the page has no table of properties"}


def test_text_without_a_heading_holds_no_type(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no type in the openapi-generator's docs"):
        read(str(written(tmp_path, "Just text.\n\n## Properties\n")), Options())


BROKEN = [
    (page("**a** | **str** | |", "**a** | **str** | |"), 6, "the property a is there twice"),
    (page("**** | **str** | | "), 5, "a property has no name; correct the table"),
    (
        page("**a** | **str** | one | two | three"),
        5,
        "the row has 5 cells, and the table 4 columns",
    ),
    (page("**a** | **str** | |") + page("**a** | **str** | |"), 6, "T is described twice"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_what_is_broken_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = written(tmp_path, text, "T.md")

    with pytest.raises(BrokenFileError) as caught:
        read(f"{path}#T", Options())

    assert str(caught.value).startswith(f"{path.as_posix()} at line {line}: {words}")


PIECES = ["|", "# ", "**", "[", "]", "(", ")", "&lt;", "#", "\n", "\\", "`", '"', "Enum:"]


@pytest.mark.untraced
@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_random_edits_give_a_schema_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    text = chance.choice([PAGE, CUSTOMER])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice([*PIECES, ""]) + text[at + chance.randint(0, 5) :]
    path = written(tmp_path_factory.mktemp("edited"), text)

    with suppress(ConformanceError):
        read(str(path), Options())
