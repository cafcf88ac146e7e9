"""Digests of what an answer rests on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conformance import files
from conformance.proofs import inputs, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with two files, one of them in a folder of it."""
    (tmp_path / "record" / "parts").mkdir(parents=True)
    (tmp_path / "record" / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "record" / "parts" / "b.json").write_text("[]", encoding="utf-8")
    return tmp_path / "record"


def test_the_same_files_have_the_same_digest_anywhere(folder: Path, tmp_path: Path) -> None:
    first = inputs.digest_of(folder)
    folder.rename(tmp_path / "moved")

    assert first is not None
    assert inputs.digest_of(tmp_path / "moved") == first


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": lambda folder: (folder / "a.json").write_text("{ ", encoding="utf-8"),
    "a name": lambda folder: (folder / "a.json").rename(folder / "c.json"),
    "a place": lambda folder: (folder / "a.json").rename(folder / "parts" / "a.json"),
    "one more": lambda folder: (folder / "parts" / "c.json").touch(),
    "one less": lambda folder: (folder / "a.json").unlink(),
    "another end": lambda folder: (
        (folder / "a.json").write_text("", encoding="utf-8"),
        (folder / "parts" / "b.json").write_text("{}[]", encoding="utf-8"),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_a_file_changes_the_digest(
    folder: Path, change: Callable[[Path], object]
) -> None:
    before = inputs.digest_of(folder)
    change(folder)

    assert inputs.digest_of(folder) not in {None, before}


UNSURE: dict[str, Callable[[Path], object]] = {
    "a folder that is a link": lambda folder: (folder / "more").symlink_to(folder.parent),
    "a folder below that is a link": lambda folder: (folder / "parts" / "more").symlink_to(folder),
    "a link that leads nowhere": lambda folder: (folder / "c.json").symlink_to("nowhere"),
    "a pipe": lambda folder: os.mkfifo(folder / "pipe"),
    "no folder": lambda folder: folder.rename(folder.parent / "moved"),
}


@pytest.mark.parametrize("change", UNSURE.values(), ids=UNSURE)
def test_what_cannot_be_told_for_sure_has_no_digest(
    folder: Path, change: Callable[[Path], object]
) -> None:
    change(folder)

    assert inputs.digest_of(folder) is None


def test_a_large_folder_has_no_digest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST", 4)
    assert inputs.digest_of(folder) is not None
    monkeypatch.setattr(inputs, "MOST", 3)
    assert inputs.digest_of(folder) is None


def test_a_folder_that_holds_an_unwanted_text_has_no_digest(folder: Path) -> None:
    assert inputs.digest_of(folder, without=["{}{}", "?"]) == inputs.digest_of(folder)
    assert inputs.digest_of(folder, without=["?", "[]"]) is None


@pytest.mark.parametrize("piece", [1, 2, 3])
def test_long_files_are_read_piece_by_piece(
    piece: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.json").write_text("abcdef", encoding="utf-8")
    whole = inputs.digest_of(folder)
    monkeypatch.setattr(inputs, "_PIECE", piece)

    assert inputs.digest_of(folder, without=["cbd", "bd"]) == whole
    assert inputs.digest_of(folder, without=["x", "bcde"]) is None


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in place of this tool's, with a folder in it."""
    package = tmp_path / "package"
    (package / "part" / "__pycache__").mkdir(parents=True)
    for name in ("__init__.py", "part/one.py", "part/page.css", "part/__pycache__/one.pyc"):
        (package / name).touch()
    monkeypatch.setattr("conformance.__file__", str(package / "__init__.py"))
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    return package


def test_the_tool_is_the_same_when_it_is_installed_anew(package: Path) -> None:
    before = inputs.tool()
    os.utime(package / "part" / "page.css", (1, 1))
    (package / "part" / "__pycache__" / "one.pyc").write_text("x", encoding="utf-8")

    assert before is not None
    assert inputs.tool() == before


@pytest.mark.parametrize("name", ["part/one.py", "part/page.css", "part/new.py"])
def test_the_tool_is_another_one_once_a_file_of_it_has_other_bytes(
    name: str, package: Path
) -> None:
    before = inputs.tool()
    (package / name).write_text("x", encoding="utf-8")

    assert inputs.tool() not in [None, before]


def test_the_bytes_of_the_tool_are_read_again_once_times_or_sizes_have_changed(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.use(kept=True)
    known = inputs.tool()

    def refuse(_: object) -> str:
        raise AssertionError("they are read again")

    monkeypatch.setattr(inputs, "_contents", refuse)
    assert inputs.tool() == known
    os.utime(package / "part" / "page.css", (1, 1))
    with pytest.raises(AssertionError, match="read again"):
        inputs.tool()


def test_a_tool_without_files_is_not_known(package: Path) -> None:
    package.rename(package.parent / "moved")

    assert inputs.tool() is None


def test_only_the_parts_that_are_asked_for_have_digests(folder: Path) -> None:
    every = inputs.digests_of(folder)
    some = inputs.digests_of(folder, ("parts", "*.txt"))

    assert every is not None
    assert [*every] == ["a.json", "parts/b.json"]
    assert some == {"parts/b.json": every["parts/b.json"]}


def test_a_file_with_more_bytes_than_are_read_has_no_digest(folder: Path) -> None:
    try:
        files.limit_bytes(1)
        assert inputs.digests_of(folder) is None
    finally:
        files.limit_bytes(files.MAX_BYTES)
    assert inputs.digests_of(folder) is not None
