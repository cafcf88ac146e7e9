"""How sources of Git revisions are named."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from conformance.errors import UsageError
from conformance.readers import revisions as module
from conformance.readers.revisions import Revised, revised

if TYPE_CHECKING:
    from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("name", "revision", "path"),
    [
        ("main:api.yaml", "main", "api.yaml"),
        ("v1.2:./a/b.json", "v1.2", "./a/b.json"),
        ("HEAD@{2026-01-02 10:30}:x.ts", "HEAD@{2026-01-02 10:30}", "x.ts"),
        ("a:x.ts", "a", "x.ts"),
        ("file:x.ts", "file", "x.ts"),
        (f"{COMMIT}:a:b.ts", COMMIT, "a:b.ts"),
    ],
)
def test_a_revision_and_a_path_are_told_apart(name: str, revision: str, path: str) -> None:
    found = revised(name)

    assert found == Revised(revision=revision, path=path)
    assert found.is_locked is (revision == COMMIT)


@pytest.mark.parametrize(
    "name",
    ["api.yaml", "dir/api.yaml", r"C:\api.yaml", "C:/api.yaml", "npm:left@1.0.0/x.ts", "exec:x y"],
)
def test_other_names_are_no_revisions(name: str) -> None:
    assert revised(name) is None


def test_on_windows_one_letter_is_a_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "os", SimpleNamespace(name="nt"))

    assert revised("cc:api.yaml") is not None
    assert revised("c:api.yaml") is None


def test_a_file_whose_name_holds_a_colon_is_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main:api.yaml").touch()

    assert revised("main:api.yaml") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("https://example.com/a.yaml", "a URL is no source; fetch it"),
        ("file:/a.yaml", "a URL is no source"),
        ("main:", "write REVISION:PATH"),
        (":api.yaml", "write REVISION:PATH"),
        ("main:/api.yaml", "write main:api.yaml"),
    ],
)
def test_what_looks_like_a_revision_and_is_none_is_told(name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        revised(name)
