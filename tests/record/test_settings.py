"""The table `[tool.conformance]` of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError
from conformance.record.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("schemas/b", "schemas/a", "deep/er"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "schemas" / "file.txt").touch()
    return tmp_path


def write(folder: Path, table: str) -> None:
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")


def test_settings_come_from_the_nearest_file_above(folder: Path) -> None:
    write(
        folder,
        '[tool.conformance]\nrecords = ["schemas/*"]\nout = "build/x"\ncolumns = ["*.declared"]\n',
    )

    assert load_settings(folder / "deep" / "er") == Settings(
        records=(folder / "schemas/a", folder / "schemas/b"),
        out=folder / "build/x",
        columns=("*.declared",),
    )


@pytest.mark.parametrize("text", ["", "[tool.other]\nx = 1\n", "[project]\nname = 'x'\n"])
def test_a_file_without_the_table_sets_nothing_and_ends_the_search(folder: Path, text: str) -> None:
    write(folder, "[tool.conformance]\nout = 'x'\n")
    write(folder / "deep", text)

    assert load_settings(folder / "deep" / "er") == Settings()


def test_without_any_file_nothing_is_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(folder), "is_file", lambda _: False)

    assert load_settings(folder) == Settings()


def test_an_absolute_folder_may_be_named(folder: Path) -> None:
    write(folder, f'[tool.conformance]\nrecords = ["{folder.as_posix()}/schemas/a"]\n')

    assert load_settings(folder).records == (folder / "schemas/a",)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[tool.conformance", "not TOML: "),
        ("[tool]\nconformance = 1", "tool.conformance is not a table; write [tool.conformance]"),
        ("tool = 1", "tool is not a table; write [tool.conformance]"),
        (
            "[tool.conformance]\nrecord = 'x'",
            (
                " at [tool.conformance]: unknown setting 'record'; "
                "the settings are columns, out, records"
            ),
        ),
        ("[tool.conformance]\nout = 1", " at [tool.conformance] out: out is not a string"),
        (
            "[tool.conformance]\ncolumns = 'x'",
            " at [tool.conformance] columns: columns is not a list of strings",
        ),
        (
            "[tool.conformance]\nrecords = [1]",
            " at [tool.conformance] records: records is not a list of strings",
        ),
        *(
            (
                f"[tool.conformance]\nrecords = ['{pattern}']",
                (
                    f" at [tool.conformance] records: no folder matches '{pattern}'; "
                    "name the folder of a record, for example schemas/my-record"
                ),
            )
            for pattern in ("nothing/*", "schemas/file.txt", "", "/nothing/at/all", "a**b")
        ),
    ],
)
def test_a_broken_table_names_the_setting_and_the_mend(
    folder: Path, table: str, message: str
) -> None:
    write(folder, table)

    with pytest.raises(BrokenFileError) as caught:
        load_settings(folder)

    assert str(caught.value).startswith(str(folder / "pyproject.toml"))
    assert message in str(caught.value)


def test_a_file_that_is_no_utf_8_is_no_toml(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(b"# \xff")

    with pytest.raises(BrokenFileError, match="not TOML: "):
        load_settings(folder)


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    write(folder, "")
    monkeypatch.setattr(type(folder), "read_text", refuse)

    with pytest.raises(BrokenFileError, match="cannot be read: Permission denied"):
        load_settings(folder)
