"""A type whose own code reads or checks it is silent, unless it counts as declared by decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

GO = "package a\ntype T {}\nfunc (t *T) UnmarshalJSON([]byte) error {{ return nil }}"
RUST = "use serde::{{Deserialize, Serialize}};\n{}"
BY_HAND = "impl<'de> Deserialize<'de> for T {}"
PYDANTIC = "from pydantic import BaseModel, field_validator, model_validator\n"
PYDANTIC += "class T(BaseModel):\n    a: bool\n    {}\n    def check(*given): ...\n"
ATTRS = "import attrs\n@attrs.define\nclass T:\n"

ROWS = [
    ("go", GO.format("struct { A bool }")),
    ("go", GO.format("bool")),
    ("rs", RUST.format("#[derive(Serialize)] struct T { a: bool }" + BY_HAND)),
    ("rs", RUST.format("#[derive(Serialize)] struct T(bool);" + BY_HAND)),
    ("rs", RUST.format('#[derive(Deserialize)] struct T { #[serde(with = "x")] a: bool }')),
    ("py", PYDANTIC.format('@field_validator("a")')),
    ("py", PYDANTIC.format('@field_validator("a", mode="before")')),
    ("py", PYDANTIC.format('@model_validator(mode="after")')),
    ("py", PYDANTIC.format('@model_validator(mode="before")')),
    ("py", ATTRS + "    a: bool = attrs.field(validator=check)\n"),
]


@pytest.mark.parametrize(("suffix", "text"), ROWS)
def test_own_code_is_silent_and_as_declared_where_that_is_decided(
    suffix: str, text: str, tmp_path: Path
) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_text(text)

    silent, declared, never = (
        read(f"{file}#T", options=Options(changes=decide))
        for decide in ((), ("own-code=accept",), ("own-code=reject",))
    )

    assert len(silent.silent) == 1
    assert declared.silent == ()
    assert "x-silent" not in str(declared.file.schema)
    assert "boolean" in str(declared.file.schema)
    assert "boolean" not in str(never.file.schema)
    assert [one.topic for one in declared.decisions if one.topic == "own-code"] == ["own-code"]
    assert "own-code" in {one.topic for one in silent.decisions}


def test_what_a_library_declares_is_not_read_in_place_of_its_code(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_text('package a\nimport "math/big"\ntype T struct { A big.Int }')

    found = read(f"{file}#T", options=Options(changes=("own-code=accept",)))

    assert len(found.silent) == 1
