"""The page of whole sources: the overview stands there, and each type opens."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fakes.apis import ref, survey_of, thing

from conformance.reporters.surveys import html as module
from conformance.reporters.surveys.html import page

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STRING = {"type": "string"}


def opened(text: str) -> dict[str, Any]:
    """Return what the types open to, by their names."""
    packs = re.findall(r'id="pack-types-\d+">([^<]*)<', text)
    blocks = [json.loads(zlib.decompress(base64.b64decode(pack), 31)) for pack in packs]
    return {detail["name"]: detail for block in blocks for detail in block}


def test_a_type_opens_to_its_fields_its_differences_and_its_values(tmp_path: Path) -> None:
    first = {"Order": thing(("status",), status={"enum": ["open"]}, at=ref("At")), "At": STRING}
    second = {"Order": thing(("status",), status={"enum": ["open", "paid"]}), "At": STRING}

    found = opened("".join(page(survey_of(tmp_path, first, second))))["Order"]

    assert found["heads"] == ["a", "b"]
    assert {
        "path": "status", "depth": 0, "label": "`paid`", "state": "conflict", "first": False,
        "cells": ["reject", "accept"],
    } in found["rows"]  # fmt: skip
    assert found["values"][-1] == ["b accepts, a rejects", '{"status": "paid"}']
    group = found["groups"][0]
    assert group["title"] == "`paid` as a `status`"
    assert group["stances"] == {"accept": ["b"], "reject": ["a"]}
    assert group["members"][0]["payload"] == '{"status": "paid"}'


def test_types_that_differ_through_others_name_them(tmp_path: Path) -> None:
    held = thing(a=ref("A"))

    found = opened(
        "".join(page(survey_of(tmp_path, {"A": STRING, "B": held}, {"A": {}, "B": held})))
    )

    assert found["B"]["through"] == ["A"]
    assert "rows" not in found["B"]
    assert [name for name, _ in found["B"]["values"]] == ["b accepts, a rejects"]


def test_types_are_packed_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TYPES_A_BLOCK", 2)
    first = {name: {"enum": ["a"]} for name in "ABC"}
    second = {name: {"enum": ["b"]} for name in "ABC"}

    text = "".join(page(survey_of(tmp_path, first, second)))

    assert '<script type="application/json" id="starts">[0, 2]</script>' in text
    assert [*opened(text)] == ["A", "B", "C"]


def test_names_are_shown_as_text(tmp_path: Path) -> None:
    name = "<img onerror=x>"

    text = "".join(page(survey_of(tmp_path, {name: {"enum": ["a"]}}, {name: {"enum": ["b"]}})))

    assert name not in text
    assert "&lt;img onerror=x&gt;" in text


def test_the_answer_is_a_sentence(tmp_path: Path) -> None:
    both = survey_of(tmp_path, {"A": {"enum": ["a"]}}, {"A": {"enum": ["b"]}})
    none = survey_of(tmp_path, {"A": STRING}, {"A": STRING})

    assert (
        "1 type differs</strong>: a rejects "
        "something that the other accepts in 1, b rejects something that the other accepts "
        "in 1." in "".join(page(both))
    )
    assert "No type differs." in "".join(page(none))
    assert "<b>Interrupted.</b>" in "".join(page(replace(none, interrupt=130)))
    assert "b: a note</p>" in "".join(page(replace(none, notes=("b: a note",))))
    assert "<summary>4 notes on how" in "".join(page(replace(none, notes=("a note",) * 4)))
