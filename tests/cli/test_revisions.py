"""Files of Git revisions as sources of the commands, as users call them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fakes import write_record
from fakes.repositories import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

OLD = "export interface Order { status: 'open' | 'paid' }\n"
NEW = "export interface Order { status: 'open' }\n"
LINES = "export interface Line { id: string }\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository in the working folder: the tag v1 has `OLD`, and `main` has `NEW`."""
    monkeypatch.chdir(tmp_path)
    made = Repo(tmp_path)
    made.commit({"web/types.ts": OLD, ".gitignore": "reports/\n"}, "first")
    made.git("tag", "v1")
    made.commit({"web/types.ts": NEW}, "no payment")
    return made


@pytest.mark.usefixtures("repo")
def test_two_revisions_of_a_file_are_compared(command: RunCommand) -> None:
    outcome = command("compare", "v1:web/types.ts#Order", "main:web/types.ts#Order")

    assert outcome.code == 0
    assert "v1:types.ts main:types.ts" in outcome.out
    assert "paid       ✓            ✗" in outcome.out
    assert "v1:web/types.ts#Order: TypeScript. Read all 1 field" in outcome.out


def test_one_type_of_a_revision_is_told_from_another(command: RunCommand, repo: Repo) -> None:
    repo.commit({"web/types.ts": OLD + LINES})

    outcome = command("compare", *(f"main:web/types.ts#{x}" for x in ("Order", "Line")))

    assert "main:types.ts#Order main:types.ts#Line" in outcome.out


def test_whole_files_of_revisions_are_compared(command: RunCommand, repo: Repo) -> None:
    repo.commit({"web/types.ts": OLD + LINES})
    repo.commit({"web/types.ts": NEW + LINES})

    outcome = command("compare", "main~1:web/types.ts", "main:web/types.ts", "--to", "changelog")

    assert outcome.code == 0
    assert "1 breaking, 1 equal of 2 types" in outcome.out


@pytest.mark.usefixtures("repo")
def test_relate_takes_revisions_as_a_gate(command: RunCommand) -> None:
    outcome = command(
        "relate", "v1:web/types.ts#Order", "web/types.ts#Order", "--require", "within"
    )

    assert outcome.code == 1
    assert "contains, proven" in outcome.out
    assert "v1:web/types.ts:1" not in outcome.err


@pytest.mark.usefixtures("repo")
def test_cells_and_judge_take_revisions(command: RunCommand) -> None:
    cells = command("cells", "v1:web/types.ts", "main:web/types.ts", "--format", "json")
    judged = command("judge", "--against", "v1:web/types.ts", "-", stdin=b'{"status": "paid"}')

    assert json.loads(cells.out)["columns"] == ["v1:web/types.ts", "main:web/types.ts"]
    assert (judged.code, "accept" in judged.out) == (0, True)


def test_a_variant_of_a_revision_is_locked_to_its_commit(command: RunCommand, repo: Repo) -> None:
    write_record(repo.folder / "schemas/order", variants={"a": {"declared": {}}}, cases=[])
    commit = repo.git("rev-parse", "v1").strip()

    added = command("variant", "add", "then", "v1:web/types.ts#Order")
    repo.git("tag", "-f", "v1", "main")
    about = json.loads((repo.folder / "schemas/order/variants/then/variant.json").read_text())
    checked = command("variant", "refresh", "then", "--check")

    assert (added.code, checked.code) == (0, 0), added.err + checked.err
    assert about["read_from"]["source"] == f"{commit}:web/types.ts"
    assert [*about["read_from"]["files"]] == [f"{commit}:web/types.ts"]
    assert about["claims"][0]["file"] == f"{commit}:web/types.ts"


def test_a_variant_whose_commit_is_gone_cannot_be_read(command: RunCommand, repo: Repo) -> None:
    write_record(repo.folder / "schemas/order", variants={"a": {"declared": {}}}, cases=[])
    command("variant", "add", "then", "v1:web/types.ts#Order")
    about = repo.folder / "schemas/order/variants/then/variant.json"
    commit = repo.git("rev-parse", "v1").strip()
    about.write_text(about.read_text("utf-8").replace(commit, "0" * 40), "utf-8")

    outcome = command("variant", "refresh", "then", "--check")

    assert outcome.code == 2
    assert "there is no revision" in outcome.out + outcome.err


@pytest.mark.usefixtures("repo")
def test_a_record_starts_from_revisions(command: RunCommand) -> None:
    outcome = command("init", "orders", "--from", "v1:web/types.ts#Order", "--from",
                      "now=main:web/types.ts#Order")  # fmt: skip

    assert outcome.code == 0, outcome.err
    assert "orders/schemas/orders/variants/v1-types-ts/variant.json" in outcome.out
    assert "orders/schemas/orders/variants/now/variant.json" in outcome.out


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", "v9:web/types.ts", "web/types.ts"), "there is no revision 'v9'"),
        (("compare", "v1:types.ts", "web/types.ts"), "v1 has no such file; it has web/types.ts"),
        (("relate", "v1:web", "web/types.ts"), "v1:web: this is a folder"),
        (("compare", "https://example.com/a.yaml", "web/types.ts"), "a URL is no source"),
        (("compare", "v1:web/types.ts#None", "web/types.ts"), "there is no type 'None'"),
        (("init", "x", "--from", "v9:web/types.ts"), "there is no revision 'v9'"),
    ],
)
def test_a_revision_that_is_none_is_told(
    command: RunCommand, arguments: tuple[str, ...], words: str
) -> None:
    outcome = command(*arguments)

    assert outcome.code == 2
    assert words in outcome.err
