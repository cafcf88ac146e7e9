"""A type whose own code reads or checks it is silent, unless it is decided that it counts as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

RUST = "use serde::{{Deserialize, Serialize}};\n{}"
BY_HAND = "impl<'de> Deserialize<'de> for T {}"
PYDANTIC = "from pydantic import BaseModel, field_validator, model_validator\nclass T(BaseModel):\n"
ATTRS = "import attrs\n@attrs.define\nclass T:\n"
CHECKED = '@field_validator("a")\n    def check(cls, value): ...'

ROWS = [
    ("go", "package a\ntype T struct { A bool }\nfunc (t *T) UnmarshalJSON([]byte) error { return nil }"),
    ("go", "package a\ntype T bool\nfunc (t *T) UnmarshalJSON([]byte) error { return nil }"),
    ("rs", RUST.format("#[derive(Serialize)] struct T { a: bool }" + BY_HAND)),
    ("rs", RUST.format("#[derive(Serialize)] struct T(bool);" + BY_HAND)),
    ("rs", RUST.format('#[derive(Deserialize)] struct T { #[serde(with = "x")] a: bool }')),
    ("py", PYDANTIC + f"    a: bool\n    {CHECKED}\n"),
    ("py", PYDANTIC + f"    a: bool\n    {CHECKED}\n".replace('"a")', '"a", mode="before")')),
    ("py", PYDANTIC + '    a: bool\n    @model_validator(mode="after")\n    def check(self): ...\n'),
    ("py", PYDANTIC + '    a: bool\n    @model_validator(mode="before")\n    def check(cls, it): ...\n'),
    ("py", ATTRS + "    a: bool = attrs.field(validator=check)\n"),
]  # fmt: skip


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
