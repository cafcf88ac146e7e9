"""Git repositories are read by git's own commands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from fakes.repositories import Repo

from conformance.errors import BrokenFileError, ConformanceError, IncompleteRunError, UsageError
from conformance.git.repository import Place, Repository, repository_at

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def at(repo: Repo, folder: str = ".") -> Repository:
    found = repository_at(repo.folder / folder)
    assert found is not None
    return found


def test_outside_of_a_repository_there_is_none(tmp_path: Path) -> None:
    assert repository_at(tmp_path) is None


def test_without_git_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(IncompleteRunError, match="git is not installed"):
        repository_at(tmp_path)


def test_a_commit_is_found_by_all_that_names_it(repo: Repo) -> None:
    first = repo.commit({"a.txt": "1"})
    repo.git("tag", "v1")
    second = repo.commit({"a.txt": "2"})

    found = [at(repo).commit(name) for name in ("v1", "HEAD~1", first[:8], "main")]

    assert found == [first, first, first, second]


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (0, "it has main"),
        (20, "did you mean v1.11"),
    ],
)
def test_an_unknown_revision_names_what_there_is(repo: Repo, tags: int, words: str) -> None:
    repo.commit({"a.txt": "1"})
    for number in range(tags):
        repo.git("tag", f"v1.{number}")

    with pytest.raises(UsageError, match=words):
        at(repo).commit("v1.11x")


def test_an_unknown_revision_of_an_empty_repository_is_told(repo: Repo) -> None:
    with pytest.raises(UsageError, match="no branch and no tag"):
        at(repo).commit("HEAD")


def test_an_option_is_no_revision(repo: Repo) -> None:
    repo.commit({"a.txt": "1"})

    with pytest.raises(UsageError, match="there is no revision"):
        at(repo).commit("--all")


def test_a_shallow_clone_says_that_its_history_is_missing(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "1"})
    repo.commit({"a.txt": "2"})
    repo.git("clone", "-q", "--depth", "1", repo.folder.as_uri(), str(tmp_path / "clone"))
    found = repository_at(tmp_path / "clone")
    assert found is not None

    with pytest.raises(UsageError, match="git fetch --unshallow"):
        found.commit("HEAD~1")


def test_the_last_tag_is_the_one_before_this_commit(repo: Repo) -> None:
    repo.commit({"a.txt": "1"})
    repo.git("tag", "v1")
    repo.commit({"a.txt": "2"})
    repo.git("tag", "v2")

    assert at(repo).last_tag() == "v1"


def test_without_a_tag_there_is_no_last_one(repo: Repo) -> None:
    repo.commit({"a.txt": "1"})

    with pytest.raises(UsageError, match=r"no tag before this commit; .*fetch --tags"):
        at(repo).last_tag()


def test_files_folders_and_links_are_found_by_their_paths(repo: Repo) -> None:
    (repo.folder / "dir").mkdir()
    (repo.folder / "dir/link.txt").symlink_to("../top ü.txt")
    (repo.folder / "round").symlink_to("round")
    commit = repo.commit({"top ü.txt": "1", "dir/a.txt": "2"})
    here = at(repo)

    kinds = {
        path: entry and (entry.is_folder, entry.is_file)
        for path in ("top ü.txt", "dir", "dir/link.txt", "round", "none", "top ü.txt/x")
        for entry in (here.entry(commit, path),)
    }

    assert kinds == {
        "top ü.txt": (False, True),
        "dir": (True, False),
        "dir/link.txt": (False, True),
        "round": None,
        "none": None,
        "top ü.txt/x": None,
    }
    linked = here.entry(commit, "dir/link.txt")
    assert linked is not None
    assert here.content(linked.id) == b"1"


def test_a_folder_that_stays_is_listed_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = [repo.commit({"dir/a.txt": "1", "b.txt": str(number)}) for number in range(3)]
    here = at(repo)
    asked: list[str] = []
    whole = Repository.asked

    def noted(self: Repository, *arguments: str) -> bytes:
        asked.append(arguments[0])
        return whole(self, *arguments)

    monkeypatch.setattr(Repository, "asked", noted)

    for commit in commits:
        here.entry(commit, "dir/a.txt")

    assert asked == ["ls-tree"] * 4


def test_a_renamed_file_stood_elsewhere_in_the_commit_before(repo: Repo) -> None:
    text = "line\n" * 9
    before = repo.commit({"a.txt": text, "b.txt": "other"})
    newest = repo.commit({"a.txt": None, "ä b/c.txt": text + "end\n", "d.txt": "new"})
    known = at(repo)

    assert known.renamed("ä b/c.txt", newest) == Place(before, "a.txt")
    assert known.renamed("d.txt", newest) is None
    assert known.renamed("b.txt", newest) is None
    assert known.renamed("none", newest) is None


def test_the_prefix_is_the_folder_inside_the_repository(repo: Repo) -> None:
    repo.commit({"a b/c.txt": "1"})

    assert (at(repo).prefix(), at(repo, "a b").prefix()) == ("", "a b/")


def test_files_of_the_same_name_are_alike(repo: Repo) -> None:
    commit = repo.commit({f"{x}/a.txt": x for x in "pqrs"})

    assert at(repo).alike(commit, "z/a.txt") == ["p/a.txt", "q/a.txt", "r/a.txt"]


def test_what_git_complains_of_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a.txt": "1"})
    with pytest.raises(BrokenFileError, match="git cat-file: fatal: Not a valid object name 0000"):
        at(repo).content("0000")

    tool = repo.folder / "bin/git"
    tool.parent.mkdir()
    here = at(repo)
    tool.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    with pytest.raises(ConformanceError, match="git cat-file: it failed"):
        here.content("0000")
