from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from conformance.errors import BrokenFileError, UsageError
from conformance.readers.documents import opened


def test_a_document_is_its_text_without_what_editors_add(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = b"\xef\xbb\xbfa\r\nb\n"
    Path("a.ts").write_bytes(data)

    found = opened(Path("a.ts"))
    assert (found.text, found.shown) == ("a\nb\n", "a.ts")
    assert found.tree.digests == {"a.ts": hashlib.sha256(data).hexdigest()}


def test_neighbours_are_read_once_and_only_inside_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / "package.json").write_text("{}")
    (project / "src" / "a.ts").write_text("a")
    (project / "b.ts").write_text("b")
    (tmp_path / "c.ts").write_text("c")
    (project / "link.ts").symlink_to(tmp_path / "c.ts")

    found = opened(project / "src" / "a.ts")
    beside = found.beside("../b.ts")
    assert beside is not None
    assert beside.text == "b"
    assert beside.beside("src/a.ts") is found
    assert found.beside("none.ts") is None
    for outside in ("../../c.ts", "../link.ts"):
        with pytest.raises(BrokenFileError, match="outside of the source's project") as caught:
            found.beside(outside)
        assert caught.value.hint is not None
    assert len(found.tree.digests) == 2


def test_without_a_project_a_python_package_is_one(tmp_path: Path) -> None:
    deep = tmp_path / "shop" / "api"
    deep.mkdir(parents=True)
    for folder in (deep, deep.parent):
        (folder / "__init__.py").touch()

    assert opened(deep / "__init__.py").tree.root == tmp_path.resolve()


def test_without_a_project_the_folder_is_the_limit(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.ts").write_text("a")
    (tmp_path / "b.ts").write_text("b")

    with pytest.raises(BrokenFileError, match="the project is the folder deep"):
        opened(tmp_path / "deep" / "a.ts").beside("../b.ts")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"ok\n\xff")

    with pytest.raises(BrokenFileError, match="not UTF-8") as caught:
        opened(tmp_path / "a.ts")
    assert caught.value.place == "line 2"
    with pytest.raises(UsageError, match="no such file"):
        opened(tmp_path / "none.ts")
    with pytest.raises(UsageError, match="this is a folder"):
        opened(tmp_path)
