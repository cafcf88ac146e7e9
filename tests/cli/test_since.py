"""`conformance compare --since`, as users call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.repositories import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

OLD = "export interface Order { status: 'open' | 'paid' }\n"
NEW = "export interface Order { status: 'open' }\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with the working folder inside: v1 has `OLD`, the file has `NEW`."""
    made = Repo(tmp_path)
    made.commit({"web/types.ts": OLD}, "first")
    made.git("tag", "v1")
    made.commit({"other.txt": ""}, "second")
    (tmp_path / "web/types.ts").write_text(NEW, "utf-8")
    monkeypatch.chdir(tmp_path / "web")
    return made


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize("since", ["v1", "last-tag", "HEAD~1"])
@pytest.mark.parametrize("source", ["types.ts#Order", "types.ts", "now=../web/types.ts"])
def test_the_older_side_is_the_same_file_in_the_revision(
    command: RunCommand, since: str, source: str
) -> None:
    outcome = command("compare", source, "--since", since)

    assert outcome.code == 0
    name = since.replace("last-tag", "v1")
    assert f"{name}:types.ts" in outcome.out
    assert f"{name}:web/types.ts" in outcome.out


def test_the_newer_side_may_be_a_revision_too(command: RunCommand, repo: Repo) -> None:
    repo.commit({"web/types.ts": NEW})

    outcome = command("compare", "main:./types.ts", "--since", "v1", "--require", "backward")

    assert outcome.code == 1
    assert "v1:types.ts main:types.ts" in outcome.out


@pytest.mark.usefixtures("repo")
def test_what_changed_is_a_changelog_and_a_gate(command: RunCommand) -> None:
    outcome = command(
        *("compare", "types.ts", "--since", "last-tag"),
        *("--to", "changelog", "--require", "backward"),
    )

    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "# v1:types.ts → types.ts",
        "",
        "**`backward` ✗ is broken by 1 type**",
        "",
        "1 breaking, 0 equal of 1 type.",
        "",
        "## Breaking",
        "What v1:types.ts accepts and types.ts rejects.",
        "",
        "- ` Order `",
        '  - `paid` as a `status`: ` {"status": "paid"} ` (✓ v1:types.ts; ✗ types.ts)',
    ]


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("types.ts", "types.ts#Order", "--since", "v1"), "--since is for one source, and here"),
        (("types.ts", "--since", "v9"), "there is no revision 'v9'"),
        (("new.ts", "--since", "v1"), "v1:web/new.ts: v1 has no such file"),
        (("npm:left@1.0.0/a.ts", "--since", "v1"), "--since is for a file of a Git repository"),
        (("exec:print", "--since", "v1"), "--since is for a file of a Git repository"),
        (("../../a.ts", "--since", "v1"), "the path leads out of the repository"),
    ],
)
def test_what_has_no_older_side_is_told(
    command: RunCommand, arguments: tuple[str, ...], words: str
) -> None:
    outcome = command("compare", *arguments)

    assert outcome.code == 2
    assert words in outcome.err


def test_outside_of_a_repository_nothing_is_older(
    command: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    outcome = command("compare", "types.ts", "--since", "v1")

    assert outcome.code == 2
    assert "this folder is in none" in outcome.err
