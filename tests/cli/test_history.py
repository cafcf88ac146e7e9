"""`conformance history`, as users call it."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from fakes.apis import api
from fakes.repositories import Repo

from conformance import interrupts
from conformance.cli import history as module

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

TYPES = "export interface Order { status: %s }\n"
MODEL = "from typing import Literal, TypedDict\nclass Order(TypedDict):\n    status: Literal['a']\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository: `types.ts` changes at v1 and after it, `models.py` stays."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    made = Repo(tmp_path)
    made.commit({"types.ts": TYPES % "'a'", "models.py": MODEL, ".gitignore": "reports/"}, "first")
    made.commit({"types.ts": TYPES % "'a' | 'b'"}, "b is new")
    made.git("tag", "v1")
    made.commit({"types.ts": TYPES % "'b' | 'a'"}, "in another order")
    made.commit({"types.ts": TYPES % "'b'"}, "no a | <b>")
    return made


def ids(repo: Repo) -> list[str]:
    return repo.git("rev-list", "--reverse", "HEAD").split()


def check(found: Any) -> None:
    form = resources.files("conformance") / "formats" / "history.schema.json"
    jsonschema_rs.validator_for(json.loads(form.read_text("utf-8"))).validate(found)


def test_a_timeline_tells_each_change_and_who_it_breaks(command: RunCommand, repo: Repo) -> None:
    outcome = command("history", "types.ts#Order")

    first, second, _, last = (each[:10] for each in ids(repo))
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        (
            "types.ts#Order: 4 versions, 2023-11-14 to 2023-11-17; 2 changes: "
            "1 breaking for senders, 1 for older readers"
        ),
        "",
        f"2023-11-14  {first}  the first  first",
        "",
        f"2023-11-15  {second}  breaking for older readers  b is new",
        "  ✓ Order: `b` as a `status`: accepted now",
        '    {"status": "b"}',
        "  1 version after it changed nothing",
        "",
        f"2023-11-17  {last}  breaking for senders  no a | <b>",
        "  ✗ Order: `a` as a `status`: rejected now",
        '    {"status": "a"}',
        "Report: reports/history/index.html",
    ]


def test_the_report_has_a_page_data_and_markdown(command: RunCommand, repo: Repo) -> None:
    outcome = command("history", "types.ts", "--out", "out", "--format", "json")

    found = json.loads(outcome.out)
    data = json.loads((repo.folder / "out/history.json").read_text("utf-8"))
    page = (repo.folder / "out/index.html").read_text("utf-8")
    check(found)
    assert found == data
    assert [step["version"] for step in found["steps"]] == [ids(repo)[x] for x in (0, 1, 3)]
    assert found["steps"][1]["types"][0]["accepted"] == {"value": {"status": "b"}}
    assert [x["is"] for x in found["steps"][2]["types"][0]["changes"]] == ["reject"]
    assert sorted(x.name for x in (repo.folder / "out").iterdir()) == [
        "history.json", "history.md", "index.html",
    ]  # fmt: skip
    assert "no a | &lt;b&gt;" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert page.index("breaking for senders") < page.index("b is new")


def test_two_runs_write_the_same_bytes(command: RunCommand, repo: Repo) -> None:
    written = []
    for arguments in ((), ("--jobs", "2")):
        command("history", "types.ts", "--out", "out", *arguments)
        written.append({x.name: x.read_bytes() for x in (repo.folder / "out").iterdir()})

    assert written[0] == written[1]


def test_markdown_is_short_enough_for_a_comment_and_breaking_first(
    command: RunCommand, repo: Repo
) -> None:
    outcome = command("history", "types.ts#Order", "--format", "md")

    first, second, _, last = (each[:10] for each in ids(repo))
    assert outcome.out.splitlines() == [
        "# types.ts#Order",
        "",
        (
            "4 versions, 2023-11-14 to 2023-11-17; 2 changes: 1 breaking for senders, 1 for older "
            "readers."
        ),
        "",
        "## Breaking",
        "",
        f"**2023-11-17 ` {last} `** no a \\| &lt;b>: breaking for senders",
        "",
        "- ` Order `: breaking for senders",
        '  - ✗ `a` as a `status` rejected now: ` {"status": "a"} `',
        "",
        f"**2023-11-15 ` {second} `** b is new: breaking for older readers",
        "",
        "- ` Order `: breaking for older readers",
        '  - ✓ `b` as a `status` accepted now: ` {"status": "b"} `',
        "- 1 version after it changed nothing",
        "",
        "<details><summary>Other versions (1)</summary>",
        "",
        f"**2023-11-14 ` {first} `** first: the first",
        "",
        "",
        "</details>",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--since", "v1"), [1, 3]),
        (("--since", "last-tag"), [1, 3]),
        (("--limit", "1"), [3]),
        (("--since", "HEAD~3", "--limit", "3"), [1, 3]),
    ],
)
def test_commits_are_chosen(
    command: RunCommand, repo: Repo, arguments: tuple[str, ...], expected: list[int]
) -> None:
    outcome = command("history", "types.ts#Order", *arguments, "--format", "json")

    steps = json.loads(outcome.out)["steps"]
    assert [step["version"] for step in steps] == [ids(repo)[x] for x in expected]


def test_a_second_source_tells_where_the_two_parted(command: RunCommand, repo: Repo) -> None:
    outcome = command("history", "types.ts#Order", "--against", "models.py#Order")
    data = json.loads((repo.folder / "reports/history/history.json").read_text("utf-8"))
    markdown = (repo.folder / "reports/history/history.md").read_text("utf-8")
    page = (repo.folder / "reports/history/index.html").read_text("utf-8")

    first, second, _, last = ids(repo)
    lines = outcome.out.splitlines()
    check(data)
    assert lines[-5:-1] == [
        "types.ts#Order and models.py#Order do not agree on Order, of 1 type in both",
        f"2023-11-14 {first[:10]}: agree",
        f"2023-11-15 {second[:10]}: parted on Order; types.ts#Order changed",
        f"2023-11-17 {last[:10]}: differ otherwise on Order; types.ts#Order changed",
    ]
    assert [x["version"] for x in data["against"]["partings"]] == [first, second, last]
    assert data["against"]["partings"][1]["parted"][0]["source_accepts"] == {
        "value": {"status": "b"}
    }
    assert "parted on Order; types.ts#Order changed" in markdown
    assert "types.ts#Order accepts, models.py#Order rejects" in page


def test_files_are_versions(command: RunCommand, repo: Repo) -> None:
    (repo.folder / "new.ts").write_text(TYPES % "'b' | 'c'", "utf-8")

    outcome = command("history", "types.ts#Order", "new.ts#Order", "--against", "models.py#Order")

    assert "new.ts#Order: 2 versions; 1 change: 0 breaking" in outcome.out
    assert "new.ts  breaking for older readers" in outcome.out
    assert "types.ts: differ on Order" in outcome.out


def test_whole_sources_tell_types_that_come_and_go(command: RunCommand, repo: Repo) -> None:
    api(repo.folder / "api.json", A={"type": "string"}, B={"type": "string"})
    repo.commit({})
    api(repo.folder / "api.json", A={"type": "string"}, C={"type": "string"})
    repo.commit({})

    outcome = command("history", "api.json")

    assert "the first: 2 types" in outcome.out
    assert "✗ B: the type is gone" in outcome.out
    assert "✓ C: the type is new" in outcome.out


def test_an_interrupt_keeps_what_is_done_and_says_so(
    command: RunCommand, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Told:
        def __enter__(self) -> Any:
            return self.tell

        def __exit__(self, *_: object) -> None:
            pass

        def tell(self, what: str) -> None:
            if what.startswith("reading version 3"):
                raise interrupts.Interrupted

    monkeypatch.setattr(module, "progress", lambda _: Told())
    outcome = command("history", "types.ts#Order")

    data = json.loads((repo.folder / "reports/history/history.json").read_text("utf-8"))
    assert outcome.code == 130
    assert "interrupted; what was compared by then is kept" in outcome.err
    assert (data["interrupted"], len(data["steps"])) == (True, 2)
    assert "Interrupted" in (repo.folder / "reports/history/index.html").read_text("utf-8")
    assert "Interrupted" in (repo.folder / "reports/history/history.md").read_text("utf-8")


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("none.ts",), 2, "no commit has this file"),
        (("types.ts#None",), 2, "there is no type 'None'"),
        (("types.ts", "--since", "v9"), 2, "there is no revision 'v9'"),
        (("v9:types.ts",), 2, "there is no revision 'v9'"),
        (("types.ts", "--limit", "0"), 2, "0 is not in the range"),
        (("types.ts", "models.py", "--since", "v1"), 2, "--since and --limit choose commits"),
        (("types.ts", "models.py", "--limit", "1"), 2, "--since and --limit choose commits"),
        (("npm:left@1.0.0/a.ts",), 2, "one version has no history"),
        (("npm:left@1.0.0/a.ts", "--since", "v1"), 2, "one version has no history"),
        (("types.ts", "--against", "https://example.com/a.ts"), 2, "a URL is no source"),
        (("types.ts", "none.ts"), 2, "there is no such file"),
    ],
)
def test_bad_input_is_told(
    command: RunCommand, arguments: tuple[str, ...], code: int, words: str
) -> None:
    outcome = command("history", *arguments)

    assert (outcome.code, outcome.out) == (code, "")
    assert words in outcome.err
