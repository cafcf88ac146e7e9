"""Released versions, by clients that only pretend."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError, UsageError
from conformance.readers import published
from conformance.readers.versions import newest_of, versions_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Client = Callable[[str, str], None]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give what makes a program print something, and write down how it was called."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(published, "find_spec", lambda _: None)

    def make(program: str, says: str) -> None:
        path = tmp_path / program
        path.write_text(
            f"#!{sys.executable} -S\nimport os, sys\n"
            f"open({str(tmp_path / 'called')!r}, 'w').write(' '.join(sys.argv[1:]))\n"
            f"if os.path.exists('pom.xml'):\n"
            f"    open({str(tmp_path / 'pom')!r}, 'w').write(open('pom.xml').read())\n"
            f"    open('list.txt', 'w').write({says!r})\n"
            f"else:\n    print({says!r}, end='')\n",
            "utf-8",
        )
        path.chmod(0o755)

    return make


@pytest.mark.parametrize(
    ("kind", "program", "says", "versions"),
    [
        ("npm", "npm", '["1.10.0", "1.9.0", "2.0.0-rc.1"]', ["1.9.0", "1.10.0"]),
        ("npm", "npm", '"1.0.0"', ["1.0.0"]),
        ("npm", "npm", "", []),
        ("pypi", "pip", "left (1.10)\nAvailable versions: 1.10, 1.9, 1.8rc1\n", ["1.9", "1.10"]),
        ("go", "go", '{"Versions": ["v1.2.0", "v1.10.0"]}', ["v1.2.0", "v1.10.0"]),
        ("go", "go", "{}", []),
    ],
)
def test_versions_are_listed_by_the_ordinary_client_oldest_first(
    client: Client, kind: str, program: str, says: str, versions: list[str]
) -> None:
    client(program, says)

    assert versions_of(kind, "left") == versions


def test_a_client_that_lists_no_versions_is_told() -> None:
    with pytest.raises(UsageError, match="crate has no client that lists versions"):
        versions_of("crate", "left")


@pytest.mark.parametrize(
    ("kind", "program", "says", "newest"),
    [
        ("npm", "npm", '["1.10.0", "1.9.0", "2.0.0-rc.1"]', "1.10.0"),
        ("npm", "npm", '["1.0.0"]', "1.2.0"),
        ("pypi", "pip", "left (1.10)\nAvailable versions: 1.10, 1.9, 1.8rc1\n", "1.10"),
        ("go", "go", '{"Versions": ["v1.2.0", "v1.10.0"]}', "1.10.0"),
        ("go", "go", "{}", "1.2.0"),
        ("crate", "cargo", "left\nversion: 1.3.0\nlicense: MIT\n", "1.3.0"),
        ("crate", "cargo", "left\nversion: 1.3.0 (latest 2.0.1)\n", "2.0.1"),
        ("crate", "cargo", "version: 2.0.0-beta.1\n", "1.2.0"),
        ("maven", "mvn", "found:\n   org.left:left:jar:1.4.0:compile -- module\n", "1.4.0"),
    ],
)
def test_the_newest_release_is_told_by_the_ordinary_client_and_none_older_than_one_s_own(
    client: Client, kind: str, program: str, says: str, newest: str
) -> None:
    client(program, says)
    name = "org.left:left" if kind == "maven" else "left"

    assert newest_of(kind, name, "1.2.0") == newest


@pytest.mark.parametrize(
    ("kind", "program", "words"),
    [("crate", "cargo", "cargo cannot fetch it: what"), ("maven", "mvn", "mvn cannot fetch it")],
)
def test_a_client_that_tells_no_version_is_refused_in_clear_words(
    client: Client, kind: str, program: str, words: str
) -> None:
    client(program, "what")

    with pytest.raises(BrokenFileError, match=words):
        newest_of(kind, "org.left:left", "1.2.0")


def test_maven_is_asked_for_no_older_release(client: Client, tmp_path: Path) -> None:
    client("mvn", "org.left:left:jar:1.2.0:compile")

    newest_of("maven", "org.left:left", "1.2.0")

    pom = (tmp_path / "pom").read_text("utf-8")
    assert "<groupId>org.left</groupId>" in pom
    assert "<version>[1.2.0,)</version>" in pom
