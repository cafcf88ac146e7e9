"""The folder of what is kept: whole files of today, or nothing."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from conformance.proofs import store

CONTENT: Any = {"a": [1, 1.0, None, "\ud800", 10**30]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "kept"))
    store.use(kept=True)
    return tmp_path / "kept"


def test_what_is_kept_is_found(folder: Path) -> None:
    store.keep("x-1", CONTENT)

    assert json.dumps(store.found("x-1")) == json.dumps(CONTENT)
    assert [path.name for path in folder.iterdir()] == ["x-1.json"]
    assert store.found("x-2") is None


def test_nothing_is_read_or_written_unless_it_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep("x", CONTENT)
    store.use(kept=False)

    def refuse() -> Path:
        raise AssertionError("the folder is asked for")

    monkeypatch.setattr(store, "folder", refuse)

    assert not store.is_used()
    assert store.found("x") is None
    store.keep("y", CONTENT)
    assert [path.name for path in folder.iterdir()] == ["x.json"]


def test_the_folder_is_in_the_users_cache_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(store.FOLDER, "here")
    assert store.folder() == tmp_path / "here"

    monkeypatch.setenv(store.FOLDER, "")
    assert store.folder() == platformdirs.user_cache_path("conformance") / "proofs"


@pytest.mark.parametrize(
    ("cache", "home"),
    [("/x", "/y"), ("", "/y"), (" ", "/y"), ("/x", ""), (None, "/y"), ("x", "/y")],
)
@pytest.mark.parametrize("system", ["linux", "android", "darwin"])
def test_the_users_cache_is_the_one_that_platformdirs_tells(
    cache: str | None, home: str, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("XDG_CACHE_HOME", cache), ("HOME", home)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    monkeypatch.delenv(store.FOLDER, raising=False)
    right = platformdirs.user_cache_path("conformance") / "proofs"
    if system == "android":
        monkeypatch.setenv("ANDROID_DATA", "/data")
    elif system != "linux":
        monkeypatch.setattr(sys, "platform", system)

    assert store.folder() == right


def rehashed(path: Path, **changes: Any) -> bytes:
    head, _, body = path.read_bytes().partition(b"\n")
    return json.dumps({**json.loads(head), **changes}).encode() + b"\n" + body


BROKEN: Any = {
    "it is empty": lambda _: b"",
    "it is cut": lambda path: path.read_bytes()[:-3],
    "a byte is another one": lambda path: path.read_bytes().replace(b"1.0", b"1.5"),
    "it is no JSON": lambda _: b"hello\nworld",
    "it is not UTF-8": lambda _: b"\xff\n\xff",
    "its head is no object": lambda _: b"[]\n[]",
    "its head is too deep": lambda _: b"[" * 100_000 + b"\n1",
    "it is of another format": lambda path: rehashed(path, format=2),
    "it has another name": lambda path: rehashed(path, name="y"),
    "another library has made it": lambda path: rehashed(path, libraries={"jsonschema": "1"}),
    "its body is no JSON": lambda path: (
        rehashed(path, sha256=sha256(b"{").hexdigest()).partition(b"\n")[0] + b"\n{"
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_not_whole_is_as_good_as_none_and_is_replaced(
    folder: Path, what: str
) -> None:
    store.keep("x", CONTENT)
    path = folder / "x.json"
    path.write_bytes(BROKEN[what](path))

    assert store.found("x") is None

    store.keep("x", CONTENT)
    assert store.found("x") == CONTENT


def test_what_is_no_file_is_as_good_as_none(folder: Path) -> None:
    (folder / "x.json").mkdir(parents=True)
    os.mkfifo(folder / "y.json")

    store.keep("x", CONTENT)  # cannot be replaced

    assert [store.found(name) for name in ("x", "y")] == [None, None]
    assert sorted(path.name for path in folder.iterdir()) == ["x.json", "y.json"]
    store.keep("y", CONTENT)
    assert store.found("y") == CONTENT


def test_what_is_too_large_is_neither_kept_nor_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep("x", CONTENT)
    monkeypatch.setattr(store, "MAX_FILE", 100)

    assert store.found("x") is None
    store.keep("y", CONTENT)
    assert [path.name for path in folder.iterdir()] == ["x.json"]


def test_a_folder_that_cannot_be_made_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "file" / "kept"))
    store.use(kept=True)

    store.keep("x", CONTENT)

    assert store.found("x") is None


def test_what_was_used_longest_ago_makes_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        store.keep(f"x{number}", CONTENT)
        os.utime(folder / f"x{number}.json", (number, number))
    size = (folder / "x0.json").stat().st_size
    monkeypatch.setattr(store, "MAX_BYTES", 3 * size)
    store.found("x0")  # is used now

    store.keep("x4", CONTENT)

    assert sorted(path.name for path in folder.iterdir()) == ["x0.json", "x3.json", "x4.json"]


def test_unfinished_files_of_killed_processes_are_removed_and_foreign_ones_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    for name in ("new-old", "new-now", "mine.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "folder.json").mkdir()
    hour_ago = time.time() - 3700
    os.utime(folder / "new-old", (hour_ago, hour_ago))
    monkeypatch.setattr(store, "MAX_BYTES", 0)

    store.keep("x", CONTENT)

    assert sorted(x.name for x in folder.iterdir()) == ["folder.json", "mine.txt", "new-now"]


def test_an_interrupt_while_writing_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep("x", CONTENT)

    def interrupted(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:10])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.keep("x", "other")

    assert [path.name for path in folder.iterdir()] == ["x.json"]
    assert store.found("x") == CONTENT


def test_a_file_that_another_process_removes_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    real = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: [*real(path), path / "gone.json"])

    store.keep("x", CONTENT)

    assert store.found("x") == CONTENT


@pytest.mark.usefixtures("folder")
def test_many_writers_and_readers_see_whole_contents_only() -> None:
    contents: list[Any] = [[number] * 20_000 for number in range(4)]
    store.keep("x", contents[0])
    seen: list[bool] = []

    def work(content: Any) -> None:
        store.use(kept=True)  # a thread has a context of its own
        for _ in range(10):
            store.keep("x", content)
            seen.append(store.found("x") in contents)

    threads = [threading.Thread(target=work, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [True] * 40
