"""Old reports are never lost: what is written replaces them whole, or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError, IncompleteRunError, UsageError
from conformance.files import is_there, staged, write_text, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def tree(folder: Path) -> dict[str, str | None]:
    """Return every file with its text, and every folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    old = tmp_path / "reports"
    (old / "parts").mkdir(parents=True)
    (old / "a.txt").write_text("old", "utf-8")
    (old / "parts" / "b.txt").write_text("old", "utf-8")
    (old / "mine.txt").write_text("kept", "utf-8")
    return old


OLD = {"a.txt": "old", "mine.txt": "kept", "parts": None, "parts/b.txt": "old"}


def test_files_are_moved_into_place_when_the_block_ends(folder: Path) -> None:
    with staged(folder) as stage:
        (stage / "parts").mkdir()
        (stage / "parts" / "b.txt").write_text("new", "utf-8")
        (stage / "more").mkdir()
        (stage / "more" / "c.txt").write_text("new", "utf-8")
        assert OLD.items() <= tree(folder).items(), "nothing moves before the end"

    assert tree(folder) == {**OLD, "parts/b.txt": "new", "more": None, "more/c.txt": "new"}


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "x" / "y" / "a.txt", "new")

    assert tree(tmp_path) == {"x": None, "x/y": None, "x/y/a.txt": "new"}


@pytest.mark.parametrize("end", [KeyboardInterrupt, ValueError, SystemExit])
def test_everything_stays_when_the_block_does_not_end_well(
    folder: Path, end: type[BaseException]
) -> None:
    def work() -> None:
        with staged(folder) as stage:
            (stage / "a.txt").write_text("new", "utf-8")
            raise end

    with pytest.raises(end):
        work()

    assert tree(folder) == OLD


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_changes_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(IncompleteRunError) as caught:
        write_whole(folder / "a.txt", "new")

    assert str(caught.value) == (
        f"{folder}: the disk is full; the old files are unchanged; "
        "free some space, or name another folder"
    )
    assert tree(folder) == OLD


def test_a_file_in_the_place_of_the_folder_is_a_usage_error(folder: Path) -> None:
    with pytest.raises(UsageError) as caught, staged(folder / "a.txt"):
        pytest.fail("there is no folder to write to")

    assert str(caught.value) == (
        f"{folder / 'a.txt'}: cannot be written: File exists; name a folder that you may write to"
    )
    assert tree(folder) == OLD


@pytest.mark.parametrize(
    ("made", "message"),
    [("parts", "cannot be written: Is a directory"), ("z/mine.txt/x", "cannot be written: ")],
)
def test_what_stands_in_the_way_of_one_file_keeps_all_old_ones(
    folder: Path, made: str, message: str
) -> None:
    (folder / "z").mkdir()
    (folder / "z" / "mine.txt").write_text("kept", "utf-8")

    def work() -> None:
        with staged(folder) as stage:
            (stage / "a.txt").write_text("new", "utf-8")
            (stage / made).parent.mkdir(parents=True, exist_ok=True)
            (stage / made).write_text("new", "utf-8")

    with pytest.raises(UsageError, match=message):
        work()

    assert tree(folder) == {**OLD, "z": None, "z/mine.txt": "kept"}


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", ["\u00e9\r\n", "\n"])

    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9\r\n\n"


def test_a_folder_that_leads_back_to_itself_is_named_for_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(BrokenFileError, match=r"back to itself: it points to loop \(.*/loop\)"):
        is_there(tmp_path / "loop" / "a.json")
