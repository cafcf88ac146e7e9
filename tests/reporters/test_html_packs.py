"""Packed cases: every vector once, everything else in blocks that unpack to what went in."""

from __future__ import annotations

import base64
import gzip
import json
import struct
from typing import Any

from conformance.reporters.html.packs import BLOCK_CHARACTERS, Blocks, CasePack, pack


def unpacked(block: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(block)))


def numbers_in(packed: str) -> list[int]:
    data = gzip.decompress(base64.b64decode(packed))
    return [x for (x,) in struct.iter_unpack("<I", data)]


def test_a_packed_value_is_the_same_text_every_time_and_holds_no_markup() -> None:
    value: Any = {"a": ["</script>", "\ud800", None, 1.5]}
    assert pack(value) == pack(value)
    assert "<" not in pack(value)
    assert unpacked(pack(value)) == value


def test_blocks_hold_so_many_entries_or_so_many_characters() -> None:
    blocks = Blocks(3)
    for length in (1, 1, 1, 1, BLOCK_CHARACTERS, 1):
        blocks.add(b'"x"', length)
    blocks.close()
    blocks.close()
    assert blocks.starts == [0, 3, 5]
    assert [len(unpacked(block)) for block in blocks.packed()] == [3, 2, 1]


def test_the_index_has_each_vector_once_and_orders_rows_by_field(fake: Any) -> None:
    cases = CasePack(fake.COLUMNS, ["kind", "state"])
    places = ["/state", "/other", "", "/kind/*", "/state"]
    for number, place in enumerate(places):
        vector = cases.add(*fake.typed(fake.case(f"c/{number}", "{}", "aarsl", place=place)))
        assert vector == "aarsl"
    index: Any = cases.index([])
    numbers = {name: numbers_in(packed) for name, packed in cases.numbers().items()}
    assert index["vectors"] == ["aarsl"]
    assert numbers["vector"] == [0] * 5
    assert [index["places"][number] for number in numbers["place"]] == places
    ranked = sorted(numbers["place"], key=index["placeRanks"].__getitem__)
    assert [index["places"][x] for x in ranked] == ["", "/kind/*", "/state", "/state", "/other"]
    assert (index["count"], index["textStarts"], index["nameStarts"]) == (5, [0], [0])


def test_what_an_opened_row_shows_is_in_its_blocks(fake: Any) -> None:
    cases = CasePack(fake.COLUMNS, [])
    plain = fake.case("a", '{"x": 1}', "aaaaa", flags=["F", "G"])
    rich = fake.case(
        "b",
        "",
        "raaae",
        base64="//4A",
        why="Because.",
        twin={"value": {"y": "é"}},
        departures=["beta.declared", "alpha.declared"],
        notes={"sdk.gamma@2": "threw"},
    )
    del rich["text"]
    for line in fake.typed(plain, rich):
        cases.add(line)
    index: Any = cases.index(["b", "gone"])
    (names,), (texts,), (details,) = (
        map(unpacked, blocks.packed()) for blocks in (cases.names, cases.texts, cases.details)
    )
    assert names == [["a", "a"], ["b", "b"]]
    assert texts == ['{"x": 1}', {"base64": "//4A"}]
    assert details[1]["why"] == "Because."
    assert details[1]["twin"] == '{"y": "é"}'
    assert details[1]["notes"] == {"sdk.gamma@2": "threw"}
    assert "reasons" not in details[0]
    numbers = {name: numbers_in(packed) for name, packed in cases.numbers().items()}
    assert [index["departures"][x] for x in numbers["departures"]] == [[], [0, 2]]
    assert index["minimal"] == [1]
    assert [index["flags"][x] for x in numbers["flags"]] == ["F G", ""]


def test_a_column_without_a_verdict_was_not_run(fake: Any) -> None:
    case = fake.case("a", "{}", "aaaaa")
    del case["verdicts"]["sdk.gamma@2"]
    assert CasePack(fake.COLUMNS, []).add(*fake.typed(case)) == "aaaan"
