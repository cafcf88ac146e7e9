"""A history beside a second source tells where the two parted, and which moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api
from fakes.repositories import Repo

from conformance import interrupts
from conformance.errors import UsageError
from conformance.history import against as module
from conformance.history.results import OTHER, OWN, Against
from conformance.history.versions import Range
from conformance.history.walk import history
from conformance.readers.read import Options
from conformance.surveys.survey import Running, surveyed

if TYPE_CHECKING:
    from pathlib import Path

TYPES = "export interface Order { status: %s }\n"
MODEL = """\
from dataclasses import dataclass
from typing import Literal
@dataclass
class Order:
    status: Literal[%s]
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository in which two sources part and meet again."""
    monkeypatch.chdir(tmp_path)
    made = Repo(tmp_path)
    for name, text in (
        ("types.ts", TYPES % "'a'"),
        ("models.py", MODEL % "'a'"),
        ("models.py", MODEL % "'a', 'b'"),
        ("types.ts", TYPES % "'a' | 'b' | 'c'"),
        ("models.py", MODEL % "'a', 'b', 'c'"),
        ("types.ts", TYPES % "'c' | 'b' | 'a'"),
    ):
        made.commit({name: text}, f"{name} {text[-9:].strip()}")
    return made


def told(source: str, other: str, running: Running | None = None, **span: Any) -> Against:
    running = running or Running(told=lambda _: None)
    found = history([source], Options(), Range(**span), running, other)
    assert found.against is not None
    return found.against


def lines(found: Against) -> list[tuple[list[str], list[str], list[str], tuple[str, ...]]]:
    return [
        (
            [entry.name for entry in one.parted],
            [entry.name for entry in one.changed],
            [*one.joined],
            one.moved,
        )
        for one in found.partings
    ]


ONE = ["Order"]


@pytest.mark.usefixtures("repo")
def test_a_file_of_the_same_repository_moves_too() -> None:
    found = told("types.ts#Order", "models.py#Order", limit=None)

    assert found.moves
    assert lines(found)[1:] == [
        (ONE, [], [], (OTHER,)),
        ([], ONE, [], (OWN,)),
        ([], [], ONE, (OTHER,)),
    ]
    assert (found.apart, found.types) == ((), 1)


def test_of_a_source_that_stays_only_the_first_one_moves(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "fixed.schema.json").write_text('{"properties": {"status": {"enum": ["a"]}}}')
    here = Repo(tmp_path / "inner")
    here.commit({"x.txt": ""})

    found = told("types.ts#Order", "HEAD~5:types.ts#Order")
    fixed = history(
        ["HEAD~5:types.ts#Order", "types.ts#Order"],
        Options(),
        Range(),
        Running(told=lambda _: None),
        "models.py#Order",
    ).against

    assert repo.folder == tmp_path
    assert found.moves
    assert fixed is not None
    assert not fixed.moves
    assert lines(fixed) == [(ONE, [], [], ()), ([], [], ONE, (OWN,))]


def test_whole_sources_are_laid_side_by_side_type_by_type(repo: Repo) -> None:
    a, b, gone = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
    for name, types in (
        ("one.json", {"A": a, "B": b, "C": a}),
        ("two.json", {"A": a, "B": b, "D": a}),
        ("one.json", {"A": b, "B": b, "C": a}),
        ("one.json", {"A": b, "B": {"type": "number"}, "C": a}),
        ("two.json", {"A": a, "B": {"type": "number"}, "C": gone}),
    ):
        api(repo.folder / name, **types)
        repo.commit({})

    found = told("one.json", "two.json")

    assert lines(found) == [
        ([], [], [], ()),
        (["A"], [], [], (OWN,)),
        (["B"], [], [], (OWN,)),
        (["C"], [], ["B"], (OTHER,)),
    ]
    assert (found.apart, found.types) == (("A", "C"), 3)


def test_versions_in_which_one_cannot_be_read_are_passed_over(repo: Repo) -> None:
    same = TYPES % "'c' | 'b' | 'a'"
    repo.commit({"types.ts": f"{same}// the same\n"})
    repo.commit({"models.py": "class Order(:\n"})
    repo.commit({"types.ts": TYPES % "'z'"})
    repo.commit({"models.py": MODEL % "'a'"})

    found = told("types.ts#Order", "models.py#Order")

    assert lines(found)[-1] == (ONE, [], [], (OWN, OTHER))


def test_two_that_differ_as_before_do_not_part_again(repo: Repo) -> None:
    repo.commit({"types.ts": TYPES % "'y' | 'z'"})
    before = told("types.ts#Order", "models.py#Order")
    repo.commit({"types.ts": TYPES % "'z' | 'y'"})

    assert lines(before)[-1] == (ONE, [], [], (OWN,))
    assert told("types.ts#Order", "models.py#Order").partings == before.partings


@pytest.mark.usefixtures("repo")
def test_a_second_source_that_is_not_there_is_told() -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        history(
            ["types.ts", "types.ts#Order"],
            Options(),
            Range(),
            Running(told=lambda _: None),
            "none.py#Order",
        )


@pytest.mark.usefixtures("repo")
def test_an_interrupt_keeps_what_is_known() -> None:
    def tell(what: str) -> None:
        if what.startswith("laying side by side, version 4"):
            raise interrupts.Interrupted

    interrupts.reset()
    found = history(["types.ts#Order"], Options(), Range(), Running(told=tell), "models.py#Order")

    assert found.interrupt == 130
    assert found.against is not None
    assert lines(found.against)[1:] == [(ONE, [], [], (OTHER,))]


@pytest.mark.usefixtures("repo")
def test_an_interrupt_while_two_are_compared_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any) -> Any:
        return replace(surveyed(*arguments), interrupt=143)

    monkeypatch.setattr(module, "surveyed", interrupted)
    found = history(
        ["types.ts#Order"],
        Options(),
        Range(),
        Running(told=lambda _: None),
        "models.py#Order",
    )

    assert (found.interrupt, found.against and found.against.partings) == (143, ())
