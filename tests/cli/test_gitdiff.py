"""`conformance gitdiff`, called by `git diff` itself and by hand."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api, ref, thing
from fakes.repositories import Repo

from conformance.history import comparing
from conformance.surveys.survey import surveyed

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

TYPES = "export interface Order { status: %s }\n"
STRING: dict[str, Any] = {"type": "string"}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with the driver set up as the documentation says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    made = Repo(tmp_path)
    made.git("config", "diff.conformance.command", f"{sys.executable} -m conformance gitdiff")
    made.commit({".gitattributes": "*.ts diff=conformance\n*.json diff=conformance\n"})
    return made


def test_git_shows_what_is_rejected_and_accepted_now(repo: Repo) -> None:
    repo.commit({"web/types.ts": TYPES % "'a'", "plain.txt": "1\n"})
    repo.commit({"web/types.ts": TYPES % "'b'", "plain.txt": "2\n"})

    shown = repo.git("diff", "HEAD~1", "HEAD")

    assert shown.splitlines()[:1] == ["diff --git a/plain.txt b/plain.txt"]
    assert shown[shown.index("diff --conformance") :].splitlines() == [
        "diff --conformance a/web/types.ts b/web/types.ts",
        "breaking for senders and older readers",
        "  ✗ Order: `a` as a `status`: rejected now",
        '    {"status": "a"}',
        "  ✓ Order: `b` as a `status`: accepted now",
        '    {"status": "b"}',
    ]


def test_git_compares_the_working_tree_too_and_follows_references(repo: Repo) -> None:
    other = "other.json#/components/schemas/Line"
    api(repo.folder / "other.json", Line=STRING)
    api(repo.folder / "api.json", A=thing(line={"$ref": other}), B=STRING)
    repo.commit({})
    api(repo.folder / "api.json", A=thing(line={"$ref": other}), B={"type": "integer"})

    shown = repo.git("diff")

    assert shown.splitlines()[:2] == [
        "diff --conformance a/api.json b/api.json",
        "breaking for senders and older readers",
    ]
    assert "B: " in shown
    assert "A: " not in shown


def test_git_shows_files_that_come_go_and_are_renamed(repo: Repo) -> None:
    text = "export interface Order {\n  one: string;\n  two: string;\n  three: string;\n}\n"
    repo.commit({"old.ts": text, "gone.ts": TYPES % "'a'"})
    repo.commit(
        {"old.ts": None, "new.ts": f"{text}//\n", "gone.ts": None, "come.ts": "type A = 1;"}
    )

    shown = repo.git("diff", "HEAD~1", "HEAD")

    assert "diff --conformance a/come.ts b/come.ts\nthe file is new: 1 type\n" in shown
    assert "the file is gone: 1 type" in shown
    assert "the text changed; it accepts the same as before" in shown
    assert "diff --conformance a/old.ts b/new.ts\n" in shown


def test_git_log_has_it_where_it_is_asked_for(repo: Repo) -> None:
    repo.commit({"types.ts": TYPES % "'a'"})
    repo.commit({"types.ts": TYPES % "'a' | 'b'"})

    assert "breaking for older readers" in repo.git("log", "-1", "-p", "--ext-diff")
    assert "breaking" not in repo.git("diff", "--no-ext-diff", "HEAD~1")


def test_a_file_that_cannot_be_read_is_shown_as_text(repo: Repo) -> None:
    repo.commit({"a.json": '{"type": "string"}'})
    repo.commit({"a.json": '{"type": '})

    lines = repo.git("diff", "HEAD~1", "HEAD").splitlines()

    assert lines[1].startswith("cannot be read: a.json at line 1")
    assert lines[2:] == [
        *("--- a/a.json", "+++ b/a.json", "@@ -1 +1 @@"),
        *('-{"type": "string"}', '+{"type": '),
    ]


def test_a_type_that_cannot_be_read_is_told(repo: Repo) -> None:
    repo.commit({"types.ts": TYPES % "'a'"})
    repo.commit({"types.ts": "export interface Order { status: }\n"})

    lines = repo.git("diff", "HEAD~1", "HEAD").splitlines()

    assert lines[1].startswith("  ○ Order: not read: now: types.ts at line 1: ")


# --- called by hand ------------------------------------------------------------------------------


def given(repo: Repo, old: str, new: str) -> list[str]:
    (repo.folder / "old").write_text(old, "utf-8")
    (repo.folder / "new").write_text(new, "utf-8")
    return ["types.ts", "old", "0" * 40, "100644", "new", "1" * 40, "100644"]


def test_changes_that_break_nobody_are_shown_without_saying_so(
    command: RunCommand, repo: Repo
) -> None:
    old, new = (f"export type A = {{ a?: {x} }};\ntype B = 1;\n" for x in ("1", "Some"))

    outcome = command("gitdiff", *given(repo, old, new))

    assert outcome.code == 0
    assert outcome.out.splitlines()[1].startswith("  ○ A: ")


@pytest.mark.usefixtures("repo")
def test_a_file_with_conflicts_is_not_merged(command: RunCommand) -> None:
    outcome = command("gitdiff", "types.ts")

    assert (outcome.code, outcome.out) == (0, "types.ts: not merged\n")


def test_what_git_shows_is_what_the_command_prints(command: RunCommand, repo: Repo) -> None:
    one = command("gitdiff", *given(repo, TYPES % "'a'", TYPES % "'a' | 'b'"))
    same = command("gitdiff", *given(repo, TYPES % "'a'", TYPES % '"a"'))
    empty = command("gitdiff", *given(repo, "const a = 1;\n", "const b = 1;\n"))

    assert one.out.splitlines()[1] == "breaking for older readers"
    assert same.out.splitlines()[1:] == ["the text changed; it accepts the same as before"]
    assert empty.out.splitlines()[1].startswith("cannot be read: types.ts: there is no type")
    assert empty.out.splitlines()[-2:] == ["-const a = 1;", "+const b = 1;"]


def test_a_new_file_that_cannot_be_read_is_told(command: RunCommand, repo: Repo) -> None:
    arguments = given(repo, "", "export interface {\n")
    arguments[1] = os.devnull

    outcome = command("gitdiff", *arguments)
    (repo.folder / "new").write_text("type A = 1;\n", "utf-8")
    fine = command("gitdiff", *arguments)

    assert (outcome.code, fine.code) == (0, 0)
    assert "the file is new: 1 type" in fine.out
    assert "the file is new; it cannot be read: types.ts" in outcome.out


def test_an_interrupt_ends_it(
    command: RunCommand, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        comparing, "surveyed", lambda *given: replace(surveyed(*given), interrupt=130)
    )

    assert command("gitdiff", *given(repo, TYPES % "'a'", TYPES % "'b'")).code == 130


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize("count", [0, 2, 8])
def test_another_number_of_arguments_is_told(command: RunCommand, count: int) -> None:
    outcome = command("gitdiff", *["x"] * count)

    assert (outcome.code, outcome.out) == (2, "")
    assert f"7 or 9 arguments, and here are {count}" in outcome.err


def test_what_git_names_has_to_be_there(command: RunCommand, repo: Repo) -> None:
    arguments = given(repo, "", "")
    arguments[4] = "nowhere"

    outcome = command("gitdiff", *arguments)

    assert outcome.code == 2
    assert "nowhere: cannot be read" in outcome.err


def test_a_type_that_another_one_holds_is_told_once(command: RunCommand, repo: Repo) -> None:
    texts = []
    for line in (STRING, {"type": "integer"}):
        api(repo.folder / "x.json", Line=line, Order=thing(line=ref("Line")))
        texts.append((repo.folder / "x.json").read_text("utf-8"))

    outcome = command("gitdiff", "x.json", *given(repo, *texts)[1:])

    assert "Line, in 1 type: " in outcome.out
    assert "Order: " not in outcome.out
