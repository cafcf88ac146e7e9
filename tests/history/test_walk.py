"""A history tells what changed from version to version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api, ref, thing
from fakes.repositories import Repo

from conformance import interrupts
from conformance.errors import BrokenFileError, IncompleteRunError, UsageError
from conformance.history import comparing, reading
from conformance.history.results import NEW, OLD, History, Kind, Version
from conformance.history.versions import Range
from conformance.history.walk import history
from conformance.readers.read import Options
from conformance.surveys.results import State
from conformance.surveys.survey import Running, surveyed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STRING: dict[str, Any] = {"type": "string"}
QUIET = Running(told=lambda _: None)
TYPES = "export interface Order { status: %s }\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    return Repo(tmp_path)


def told(*sources: str, running: Running = QUIET, **span: Any) -> History:
    return history(sources, Options(), Range(**span), running)


def kinds(found: History) -> list[tuple[str, int]]:
    return [(step.kind.value, step.equal) for step in found.steps]


def commit(repo: Repo, *statuses: str) -> list[str]:
    return [repo.commit({"types.ts": TYPES % each}, each) for each in statuses]


def test_equal_neighbours_are_folded_and_each_change_has_its_value(repo: Repo) -> None:
    ids = commit(repo, "'a' | 'b'", "'b' | 'a'", "'a'", "'a' | 'c'")

    found = told("types.ts#Order")

    assert [step.version.id for step in found.steps] == [ids[0], ids[2], ids[3]]
    assert kinds(found) == [("first", 1), ("changed", 0), ("changed", 0)]
    assert [step.breaks for step in found.steps] == [(False, False), (True, False), (False, True)]
    pairs = [held.entry.pairs[0] for step in found.steps for held in step.types]
    assert [pair.witnesses["only_a"].value for pair in pairs[:1]] == [{"status": "b"}]
    assert [pair.witnesses["only_b"].value for pair in pairs[1:]] == [{"status": "c"}]


def test_a_version_has_its_date_in_utc_and_its_subject(repo: Repo) -> None:
    commit(repo, "'a'")

    (version,) = told("types.ts").versions

    assert (version.date, version.subject) == ("2023-11-14T22:13:20Z", "'a'")
    assert version.label == version.id[:10]


SIX = "".join(f"export interface Other{n} {{ value: string }}\n" for n in range(6)) + TYPES
"""Long enough for git to see that a file with another last line is the same one."""


def test_a_renamed_file_is_followed(repo: Repo) -> None:
    commits = [
        repo.commit({"old.ts": SIX % "'a'"}),
        repo.commit({"old.ts": SIX % "'a' | 'b'"}),
        repo.commit({"old.ts": None, "src/types.ts": SIX % "'a' | 'b'"}),
        repo.commit({"src/types.ts": None, "src/order.ts": SIX % "'b'"}),
    ]

    found = told("src/order.ts#Order")

    assert found.title == "src/order.ts#Order (before: src/types.ts, old.ts)"
    assert [version.id for version in found.versions] == commits
    assert [step.version.id for step in found.steps] == [commits[0], commits[1], commits[3]]
    assert kinds(found) == [("first", 0), ("changed", 1), ("changed", 0)]
    since = told("src/order.ts#Order", since=commits[1])
    assert [step.version.id for step in since.steps] == [commits[1], commits[3]]


def test_a_name_that_another_file_has_now_is_not_mixed_up(repo: Repo) -> None:
    commits = [
        repo.commit({"types.ts": SIX % "'a'"}),
        repo.commit({"types.ts": None, "order.ts": SIX % "'a'"}),
        repo.commit({"types.ts": TYPES % "'other'"}),
        repo.commit({"order.ts": SIX % "'b'"}),
    ]

    found = told("order.ts#Order")

    assert [step.version.id for step in found.steps] == [commits[0], commits[3]]
    assert told("types.ts#Order").title == "types.ts#Order"


def test_two_files_that_took_each_others_names_are_followed_to_the_start_once(repo: Repo) -> None:
    repo.commit({"a.ts": SIX % "'a'"})
    repo.commit({"a.ts": None, "b.ts": SIX % "'a'"})
    repo.commit({"b.ts": None, "a.ts": SIX % "'b'"})

    found = told("a.ts#Order")

    assert found.title == "a.ts#Order (before: b.ts)"
    assert kinds(found) == [("first", 1), ("changed", 0)]


def test_of_a_whole_source_only_types_whose_text_changed_are_told(repo: Repo) -> None:
    parts = {"Basket": thing(order=ref("Order")), "Order": thing(line=ref("Line"))}
    api(repo.folder / "api.json", **parts, Line=STRING, Gone=STRING)
    repo.commit({})
    api(repo.folder / "api.json", **parts, Line={"type": "string", "maxLength": 2}, Come=STRING)
    repo.commit({})

    found = told("api.json")

    assert [(x.entry.name, x.entry.state, x.held_by, x.breaks) for x in found.steps[1].types] == [
        ("Line", State.DIFFERS, 2, (True, False)),
        ("Gone", State.LONE, 0, (True, False)),
        ("Come", State.LONE, 0, (False, True)),
    ]
    assert (found.steps[0].count, found.steps[1].count) == (4, 4)
    assert (found.type, found.notation) == (None, "OpenAPI")


def test_a_text_that_says_the_same_otherwise_is_folded_by_proof(repo: Repo) -> None:
    api(repo.folder / "api.json", A=STRING, B=STRING)
    repo.commit({})
    api(repo.folder / "api.json", A={"allOf": [STRING]}, B={**STRING, "description": "x"})
    repo.commit({})

    assert kinds(told("api.json")) == [("first", 1)]


def test_other_files_that_any_version_led_to_count_too(repo: Repo) -> None:
    line = "export type Line = %s;\n"
    both = 'import { Line } from "./line";\nexport interface Order { line: Line }\n'
    repo.commit({"types.ts": both, "line.ts": line % "1 | 2"})
    second = repo.commit({"line.ts": line % "1"})
    repo.commit({"types.ts": "export interface Order { line: 1 }\n", "line.ts": None})
    repo.commit({"line.ts": line % "3"})

    found = told("types.ts#Order")

    assert [step.version.id for step in found.steps[1:]] == [second]
    assert len(found.versions) == 4


def test_a_version_that_is_the_same_files_as_a_recent_one_is_not_read_again(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "'a'", "'b'", "'a'", "'b'", "'a'")
    readers: list[reading.Reader] = []
    whole = reading.Reader.at

    def noted(self: reading.Reader, version: Version) -> reading.State:
        readers.append(self)
        return whole(self, version)

    monkeypatch.setattr(reading.Reader, "at", noted)

    found = told("types.ts#Order")

    assert len(found.steps) == 5
    assert readers[0].count == 2


def test_a_source_that_goes_and_comes_back_is_compared_with_what_it_was(repo: Repo) -> None:
    commit(repo, "'a'")
    repo.commit({"types.ts": None})
    repo.commit({"types.ts": "export interface Other { a: 1 }\n"})
    commit(repo, "'a'")
    repo.commit({"types.ts": None})
    commit(repo, "'a' | 'b'")

    found = told("types.ts#Order")

    assert kinds(found) == [
        *(("first", 0), ("gone", 1), ("back", 0)),
        *(("gone", 0), ("back", 0)),
    ]
    assert [len(step.types) for step in found.steps] == [0, 0, 0, 0, 1]


def test_a_version_that_cannot_be_read_is_told_once_and_passed_over(repo: Repo) -> None:
    commit(repo, "'a'")
    repo.commit({"types.ts": "export interface Order { status: }\n"})
    repo.commit({"types.ts": "export interface Order { status: }\n// more\n"})
    commit(repo, "'b'")

    found = told("types.ts#Order")

    assert kinds(found) == [("first", 0), ("not read", 1), ("back", 0)]
    assert "types.ts at line 1" in found.steps[1].why
    assert [len(step.types) for step in found.steps] == [0, 0, 1]


def test_the_file_that_is_not_there_at_first_is_no_step(repo: Repo) -> None:
    repo.commit({"types.ts": "type A = 1;"})
    commit(repo, "'a'")

    assert kinds(told("types.ts#Order")) == [("first", 0)]


def test_a_merged_branch_is_one_step(repo: Repo) -> None:
    commit(repo, "'a'")
    repo.git("checkout", "-q", "-b", "side")
    commit(repo, "'b'", "'c'")
    repo.git("checkout", "-q", "main")
    repo.commit({"other.txt": ""})
    repo.git("merge", "-q", "--no-ff", "-m", "the merge", "side")

    found = told("types.ts#Order")

    assert [version.subject for version in found.versions] == ["'a'", "the merge"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({}, ["'a'", "'b'", "'c'"]),
        ({"limit": 2}, ["'b'", "'c'"]),
        ({"since": 1}, ["'b'", "'c'"]),
        ({"since": 0, "limit": 1}, ["'c'"]),
    ],
)
def test_commits_are_chosen_by_a_revision_and_a_number(
    repo: Repo, span: dict[str, int], expected: list[str]
) -> None:
    ids = commit(repo, "'a'", "'b'", "'c'")
    limit = span.get("limit")
    since = ids[span["since"]] if "since" in span else None

    found = told("types.ts#Order", limit=limit, since=since)

    assert [version.subject for version in found.versions] == expected


def test_a_revision_is_the_last_commit_that_counts(repo: Repo) -> None:
    commit(repo, "'a'", "'b'", "'c'")

    assert len(told("HEAD~1:types.ts").versions) == 2


def test_files_are_versions_too(repo: Repo) -> None:
    for name, status in (("a", "'x'"), ("b", "'x' | 'y'"), ("c", "'x'|'y'")):
        (repo.folder / f"{name}.ts").write_text(TYPES % status, "utf-8")

    found = told("a.ts#Order", "b.ts", "c.ts#Order")

    assert [version.label for version in found.versions] == ["a.ts", "b.ts", "c.ts"]
    assert kinds(found) == [("first", 0), ("changed", 1)]
    assert found.steps[1].version.date is None


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["none.ts"], "no commit has this file"),
        (["types.ts#None"], "there is no type 'None'"),
        (["types.ts#Order", "none.ts#Order"], "there is no such file"),
        (["exec:print"], "one version has no history"),
        (["v1:types.ts"], "there is no revision 'v1'"),
    ],
)
def test_what_has_no_history_is_told(repo: Repo, sources: list[str], words: str) -> None:
    commit(repo, "'a'")

    with pytest.raises(UsageError, match=words):
        told(*sources)


def test_outside_of_a_repository_a_file_has_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "types.ts").touch()

    with pytest.raises(UsageError, match="is in no Git repository"):
        told("types.ts")


def test_a_file_that_no_version_can_read_is_told(repo: Repo) -> None:
    repo.commit({"types.ts": "export interface Order { status: }\n"})

    with pytest.raises(BrokenFileError, match="line 1"):
        told("types.ts#Order")


def test_a_parser_that_is_not_installed_ends_it(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "'a'")

    def missing(*_: object) -> None:
        raise IncompleteRunError("no parser")

    monkeypatch.setattr(reading, "opened_types", missing)
    with pytest.raises(IncompleteRunError, match="no parser"):
        told("types.ts#Order")


def test_a_type_that_cannot_be_read_now_is_told_with_its_line(repo: Repo) -> None:
    api(repo.folder / "api.json", A=STRING, B=STRING)
    repo.commit({})
    api(repo.folder / "api.json", A={"allOf": [ref("A")]}, B=STRING)
    repo.commit({})

    (held,) = told("api.json").steps[1].types

    assert held.entry.state is State.UNREAD
    assert held.breaks == (None, None)
    assert [x.partition(" ")[0] for x in held.entry.why_not] == ["now:"]
    assert "line 1:" not in held.entry.why_not[0]


# --- interrupts ----------------------------------------------------------------------------------


def _raises(*_: object) -> None:
    raise interrupts.Interrupted


def _after(count: int, raises: Callable[..., None]) -> Callable[[str], None]:
    left = [count]

    def tell(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raises()

    return tell


def test_an_interrupt_keeps_the_steps_that_are_known(repo: Repo) -> None:
    commit(repo, "'a'", "'b'", "'c'")
    seen: list[str] = []

    def tell(what: str) -> None:
        seen.append(what)
        if what.startswith("reading version 3"):
            _raises()

    interrupts.reset()
    found = told("types.ts#Order", running=Running(told=tell))

    assert found.interrupt == 130
    assert kinds(found) == [("first", 0), ("changed", 0)]
    assert any(what.startswith("asking git") for what in seen)


def test_an_interrupt_while_types_are_compared_ends_it_too(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "'a'", "'b'")

    def interrupted(*arguments: Any) -> Any:
        return replace(surveyed(*arguments), interrupt=143)

    monkeypatch.setattr(comparing, "surveyed", interrupted)
    found = told("types.ts#Order")

    assert (found.interrupt, kinds(found)) == (143, [("first", 0)])


def test_an_interrupt_before_anything_is_known_is_told(repo: Repo) -> None:
    commit(repo, "'a'")

    def tell(what: str) -> None:
        if what.startswith("reading version 1"):
            _raises()

    interrupts.reset()
    found = told("types.ts#Order", running=Running(told=tell))

    assert (found.interrupt, found.steps, found.notation) == (130, (), "")


def test_the_ids_of_versions_are_those_of_the_entries() -> None:
    assert (OLD, NEW, Kind.FIRST.value) == ("old", "new", "first")
