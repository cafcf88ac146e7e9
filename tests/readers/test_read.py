"""A type of a source is found by as much of its name as tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.errors import UsageError
from conformance.readers.facts import Direction
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = """
from pydantic import BaseModel
class Order(BaseModel):
    class Line(BaseModel): ...
    class Only(BaseModel): ...
class Parcel(BaseModel):
    class Line(BaseModel): ...
"""
FILES = {
    "models.py": PYTHON,
    "one.py": "from pydantic import BaseModel\nclass Order(BaseModel): ...",
    "order.rs": "mod shop { mod old { struct Order; } struct Line; }",
    "many.ts": "".join(f"interface Type{number} {{}}\n" for number in range(20)),
    "odd#name.ts": "interface Order {}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "chosen"),
    [
        ("models.py#Order", "Order"),
        ("models.py#Order.Line", "Order.Line"),
        ("models.py#Only", "Order.Only"),
        ("models.py#Parcel::Line", "Parcel.Line"),
        ("order.rs#Order", "shop::old::Order"),
        ("order.rs#old.Order", "shop::old::Order"),
        ("order.rs#shop/Line", "shop::Line"),
        ("one.py", "Order"),
        ("one.py#", "Order"),
        ("odd#name.ts", "Order"),
    ],
)
def test_a_type_is_named_by_its_last_parts(folder: Path, source: str, chosen: str) -> None:
    assert read(f"{folder}/{source}", Options()).type == chosen


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("models.py#Line", "2 types are called Line; name one of Order.Line, Parcel.Line"),
        ("models.py", "the file holds 5 types; name one after #: Order, Order.Line, Order.Only,"),
        ("models.py#Lines", "there is no type 'Lines' in the file; it holds Order, Order.Line"),
        ("many.ts", "Type10, Type11 and 8 more"),
        ("many.ts#Typo1", "there is no type 'Typo1' in the file; did you mean Type1"),
    ],
)
def test_a_name_that_tells_no_type_is_refused(folder: Path, source: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(f"{folder}/{source}", Options())

    assert words in str(caught.value)


STAMPED = """\
package shop

type Order struct {
	ID   string  `json:"id"`
	Note *string `json:"note,omitempty"`
	Made fmt.Stringer
	Sent Stamp
}

type Stamp struct{}

func (s Stamp) MarshalJSON() ([]byte, error) { return nil, nil }
"""


def test_both_directions_are_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "order.go"
    path.write_text(STAMPED, "utf-8")

    found = read(f"{path}#Order", Options(both=True))

    alone = read(f"{path}#Order", Options(direction=Direction.SEND))
    assert found.file.schema == read(f"{path}#Order", Options()).file.schema
    assert found.sent is not None
    assert found.writes_apart
    assert (found.sent.file.name, found.sent.file.schema) == (
        "sent.schema.json",
        alone.file.schema,
    )
    keywords = [keyword for claim in found.sent.claims for keyword in claim.keywords]
    assert keywords
    assert all(keyword.startswith("sent.schema.json#/") for keyword in keywords)


def test_what_is_not_read_in_either_direction_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "order.go"
    path.write_text(STAMPED, "utf-8")

    found = read(f"{path}#Order", Options(both=True))

    assert [x.place for x in found.silent] == ["Order.Made"]
    assert [x.place for x in found.unread] == ["Order.Made", "Stamp (sent)"]
    assert [x.place for x in read(f"{path}#Order", Options()).unread] == ["Order.Made"]


def test_one_direction_has_no_send_reading(tmp_path: Path) -> None:
    path = tmp_path / "order.go"
    path.write_text(STAMPED, "utf-8")

    found = read(f"{path}#Order", Options())

    assert found.sent is None
    assert not found.writes_apart
