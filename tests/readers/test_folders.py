"""Folders and whole packages as sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import UsageError
from conformance.readers import folders, published
from conformance.readers.read import Opened, Options, opened_types

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def schema_of(source: Opened, name: str) -> Any:
    return source.schema(name).schema


def test_the_types_of_all_files_of_a_folder_are_its_types(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop/line.py": "from pydantic import BaseModel\n"
            "class Line(BaseModel):\n    sku: str\n",
            "shop/order.py": "from pydantic import BaseModel\nfrom .line import Line as Line\n"
            "class Order(BaseModel):\n    line: Line\n",
            "shop/__init__.py": "from .order import Order as Order\n",
            "shop/tests/test_order.py": "class Fake: ...\n",
        },
    )
    found = opened_types(str(tmp_path / "shop"), Options())

    assert found.types == ("line.py#Line", "order.py#Order")
    assert schema_of(found, "order.py#Order")["properties"] == {"line": {"$ref": "#/$defs/Line"}}
    assert found.source("line.py#Line").claims[0].file == str(tmp_path / "shop" / "line.py")


def test_only_what_a_file_declares_itself_counts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "index.ts": 'export * from "./order"; export { Line } from "./line";',
            "line.ts": "export interface Line { sku: string }",
            "order.ts": 'import { Line } from "./line"; export interface Order { line: Line }',
        },
    )
    found = opened_types(str(tmp_path), Options())

    assert found.types == ("line.ts#Line", "order.ts#Order")


def test_the_notation_of_most_files_is_read_unless_another_one_is_asked_for(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.rs": "struct A;", "b.rs": "struct B;", "c.py": "class C:\n    pass\n", "README.md": ""},
    )
    asked = opened_types(str(tmp_path), Options(notation="python"))

    assert opened_types(str(tmp_path), Options()).types == ("a.rs#A", "b.rs#B")
    assert asked.notation.name == "python"


def test_a_file_for_another_kind_of_module_is_no_second_type(tmp_path: Path) -> None:
    text = "export interface Line { sku: string }"
    write(tmp_path, {"a.d.ts": text, "a.d.mts": text, "b.mts": text, "b.spec.ts": text})

    assert opened_types(str(tmp_path), Options()).types == ("a.d.ts#Line", "b.mts#Line")


def test_what_files_of_a_folder_share_is_read_once_and_rightly(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "go.mod": "module example.com/shop\n",
            "a.go": 'package shop\ntype A struct { B B `json:"b"` }\n',
            "b.go": 'package shop\ntype B struct { X int8 `json:"x"` }\n',
            "b_linux.go": 'package shop\ntype C struct { X bool `json:"x"` }\n',
            "b_windows.go": 'package shop\ntype C struct { X string `json:"x"` }\n',
            "b_test.go": "package shop\ntype D struct {}\n",
            "src/lib.rs": "mod line; mod order;",
            "src/line.rs": "#[derive(Deserialize)] pub struct Line { sku: String }",
            "src/order.rs": "use crate::line::Line;\n"
            "#[derive(Deserialize)] pub struct Order { l: Line }",
        },
    )
    found = opened_types(str(tmp_path), Options())
    rust = opened_types(str(tmp_path / "src"), Options())

    assert found.types == ("a.go#A", "b.go#B", "b_linux.go#C", "b_windows.go#C")
    assert [str(schema_of(found, name)["properties"])[:40] for name in found.types[:2]] == [
        "{'b': {'anyOf': [{'$ref': '#/$defs/B'}, ",
        "{'x': {'anyOf': [{'type': 'integer', 'mi",
    ]
    assert "boolean" in str(schema_of(found, "b_linux.go#C"))
    assert "string" in str(schema_of(found, "b_windows.go#C"))
    assert schema_of(rust, "order.rs#Order")["properties"] == {"l": {"$ref": "#/$defs/line_Line"}}


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "class A(:\n", "b.py": "class B(TypedDict):\n    x: int\n"})
    found = opened_types(str(tmp_path), Options())

    assert found.types == ("b.py#B",)
    (said,) = found.unread
    assert said.startswith("not read: ")
    assert "a.py" in said


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"README.md": ""}, "this folder holds no file of types; name a file"),
        ({"a.ts": "", "b.ts": "", "c.ts": ""}, "this folder holds 3 files of TypeScript"),
    ],
)
def test_a_folder_that_is_no_source_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], words: str
) -> None:
    write(tmp_path, files)
    monkeypatch.setattr(folders, "MAX_FILES", 2)

    with pytest.raises(UsageError) as caught:
        opened_types(str(tmp_path), Options())
    assert words in str(caught.value)


def test_a_link_to_nothing_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.ts": "export interface A { x: string }"})
    (tmp_path / "b.ts").symlink_to(tmp_path / "none.ts")

    assert opened_types(str(tmp_path), Options()).types == ("a.ts#A",)


def test_a_folder_of_a_package_is_a_source_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"lib/a.ts": "export interface A { x: string }"})
    monkeypatch.setattr(published, "unpacked", lambda _: tmp_path)
    found = opened_types("npm:shop@1.0.0/lib", Options())

    assert found.types == ("a.ts#A",)
    assert found.source("a.ts#A").claims[0].file == "npm:shop@1.0.0/lib/a.ts"
    assert opened_types("npm:shop@1.0.0/lib/a.ts", Options()).types == ("A",)
