"""`conformance compare` on whole sources, as users call it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api, check_form, ref, thing

from conformance import interrupts
from conformance.generate import executors
from conformance.surveys import survey as module

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

STRING = {"type": "string"}
OLD: dict[str, Any] = {
    "Line": thing(("sku",), sku={"type": "string", "maxLength": 20}),
    "Order": thing(("id", "status"), id=STRING, status={"enum": ["open"]}, line=ref("Line")),
    "Basket": thing(line=ref("Line")),
    "Same": thing(a=STRING),
    "Gone": STRING,
}
NEW: dict[str, Any] = {
    "Line": thing(("sku",), sku={"type": "string", "maxLength": 10}),
    "Order": thing(
        ("id", "status"), id=STRING, status={"enum": ["open", "paid"]}, line=ref("Line")
    ),
    "Basket": thing(line=ref("Line")),
    "Same": thing(a=STRING),
    "Come": STRING,
}
TYPES = """\
export interface Order { id: string; status: "open"; line?: Row }
export interface Row { sku: string }
"""
FILES = ["changelog.md", "index.html", "survey.json"]


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    api(tmp_path / "old.json", **OLD)
    api(tmp_path / "new.json", **NEW)
    (tmp_path / "types.ts").write_text(TYPES, "utf-8")
    return tmp_path


def test_sources_without_a_type_are_compared_as_a_whole(command: RunCommand, shop: Path) -> None:
    outcome = command("compare", "old.json", "new.json")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "old.json and new.json: 6 types",
        "3 differ, 2 only in one source, 1 equal",
        "2 differ themselves, 1 only through types in them",
        "",
        "✗  Order   `paid` as a `status`                                                 ",
        "✗  Line    `sku`: strings of 11 to 20 characters                                ",
        "✗  Basket  through Line                                                         ",
        "Report: reports/compare/index.html",
    ]
    assert sorted(path.name for path in (shop / "reports" / "compare").iterdir()) == FILES


def test_as_json_it_has_its_form_and_is_the_file_too(command: RunCommand, shop: Path) -> None:
    outcome = command("compare", "old.json", "new.json", "--format", "json", "--out", "here")

    found = json.loads(outcome.out)
    check_form(found)
    assert outcome.out == (shop / "here" / "survey.json").read_text("utf-8")
    assert found["counts"] == {
        "differs": 3, "not decided": 0, "several": 0, "not read": 0, "only here": 2, "equal": 1,
    }  # fmt: skip
    (difference,) = next(x for x in found["types"] if x["name"] == "Order")["differences"]
    assert difference["accept"] == ["new-json.declared"]
    assert [(x["file"], x["says"]) for x in difference["statements"]] == [
        ("new.json", '`status` is required: one of "open", "paid"'),
        ("old.json", '`status` is required: "open"'),
    ]


@pytest.mark.parametrize(
    ("demand", "code", "broken"),
    [
        ("backward", 1, "Order, Line, Basket, Gone"),
        ("forward", 1, "Order, Come"),
        ("full", 1, "Order, Line, Basket, Come, Gone"),
        ("agree", 1, "Order, Line, Basket"),
        ("within", 1, "Order, Line, Basket"),
        ("equal", 1, "Order, Line, Basket, Come, Gone"),
    ],
)
def test_a_demand_is_on_all_types(command: RunCommand, demand: str, code: int, broken: str) -> None:
    outcome = command("compare", "old.json", "new.json", "--require", demand)

    assert outcome.code == code
    assert f"broken by {broken}\n" in outcome.out.replace("\n ", "")
    assert f"required: {demand} (" in outcome.out


def test_a_demand_that_is_met_says_nothing(command: RunCommand, shop: Path) -> None:
    api(shop / "more.json", **{**OLD, "Come": STRING})

    outcome = command("compare", "old.json", "more.json", "--require", "backward")

    assert (outcome.code, outcome.err) == (0, "")
    assert "required" not in outcome.out
    changelog = (shop / "reports" / "compare" / "changelog.md").read_text("utf-8")
    assert changelog.splitlines()[2] == "**`backward` ✓ holds**"


def test_a_demand_that_is_not_decided_ends_with_its_own_code(
    command: RunCommand, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.surveys.settling.SMALL", 0)
    held = {"not": ref("A")}
    api(shop / "a.json", A={"type": "integer"}, B=held)
    api(shop / "b.json", A={"type": "number"}, B=held)

    outcome = command("compare", "a.json", "b.json", "--require", "backward")

    assert outcome.code == 3
    assert "whether the sources are as required is not decided: B: whether more values" in (
        " ".join(outcome.err.split())
    )
    assert "1 not decided:" in outcome.out


def test_the_changelog_is_printed_in_place_of_the_answer(command: RunCommand, shop: Path) -> None:
    arguments = ("compare", "old.json", "new.json", "--require", "full")
    outcome = command(*arguments, "--to", "changelog")

    assert outcome.code == 1
    assert outcome.out == (shop / "reports" / "compare" / "changelog.md").read_text("utf-8")
    assert outcome.out.startswith("# old.json → new.json\n")
    assert "required: full" in outcome.err


def test_types_are_paired_by_hand_and_in_a_file(command: RunCommand, shop: Path) -> None:
    (shop / "pairs.txt").write_text("Line=Row\n", "utf-8")

    by_hand = command("compare", "old.json", "types.ts", "--pair", "Line=Row", "--out", "a")
    by_file = command("compare", "old.json", "types.ts", "--pairs", "pairs.txt", "--out", "b")

    assert by_hand.out.splitlines()[:2] == [
        "old.json and types.ts: 5 types",
        "2 differ, 3 only in one source",
    ]
    for name in FILES:
        assert (shop / "a" / name).read_bytes() == (shop / "b" / name).read_bytes()
    assert by_file.code == 0


def test_several_processes_and_a_cluster_write_the_same_bytes(
    command: RunCommand, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "dask_cluster", lambda _: executors.processes(2))

    for folder, options in (("a", ()), ("b", ("--jobs", "2")), ("c", ("--cluster", "tcp://x:1"))):
        assert command("compare", "old.json", "new.json", "--out", folder, *options).code == 0

    for name in FILES:
        texts = {(shop / folder / name).read_bytes() for folder in "abc"}
        assert len(texts) == 1


def test_an_interrupt_writes_what_is_done_and_says_so(
    command: RunCommand, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise interrupts.Interrupted

    monkeypatch.setattr(module, "compared", interrupted)

    outcome = command("compare", "old.json", "new.json")

    assert outcome.code == 130
    assert outcome.err == "interrupted; the types that were compared by then are kept\n"
    assert "interrupted; the types that were compared by then are in the report" in (
        " ".join(outcome.out.split())
    )
    written = json.loads((shop / "reports" / "compare" / "survey.json").read_bytes())
    check_form(written)
    assert written["interrupted"] is True
    assert written["counts"]["equal"] == 1
    text = (shop / "reports" / "compare" / "changelog.md").read_text("utf-8")
    assert text.endswith("**Interrupted**: types that were not compared by then are not decided.\n")


def test_one_direction_may_be_asked_for(command: RunCommand, shop: Path) -> None:
    hidden = thing(("a", "b"), a=STRING, b={"type": "string", "readOnly": True})
    api(shop / "a.json", A=hidden, B=STRING)
    api(shop / "b.json", A=thing(("a",), a=STRING, b=STRING), B=STRING)

    told = {
        direction: command(
            "compare", "a.json", "b.json", "--direction", direction, "--format", "json"
        ).out
        for direction in ("receive", "both", "send")
    }

    assert json.loads(told["receive"]) == json.loads(told["both"])
    assert json.loads(told["receive"])["counts"] != {} != json.loads(told["send"])["counts"]


def test_a_changelog_is_of_one_type_too(command: RunCommand, shop: Path) -> None:
    (shop / "plain.json").write_text('{"type": "string"}', "utf-8")

    outcome = command("compare", "old.json#Line", "types.ts#Row", "--to", "changelog")
    plain = command("compare", "plain.json", "old.json#Line", "--to", "changelog")

    assert (outcome.code, plain.code) == (0, 0)
    assert "0 equal of 1 type" in outcome.out
    assert "` Line `" in outcome.out
    assert "` the whole schema `" in plain.out
    assert sorted(x.name for x in (shop / "reports/compare").iterdir()) == FILES


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["old.json", "new.json", "--known", "k.json"], 2, "k.json: the baseline cannot be read"),
        (["old.json", "new.json", "--verbose"], 2, "--verbose is for one type"),
        (["old.json#Line", "new.json#Line", "--brief"], 2, "--brief is for whole sources"),
        (["old.json#Line", "new.json#Line", "--pair", "A=B"], 2, "--pair is for whole sources"),
        (["old.json#Line", "new.json#Line", "--jobs", "2"], 2, "--jobs is for whole sources"),
        (["old.json#Line", "new.json#Line", "--cluster", "x"], 2, "--cluster is for whole"),
        (
            ["old.json#Line", "new.json#Line", "--to", "changelog", "--verbose"],
            2,
            "not go with --to",
        ),
        (["old.json#Line", "new.json#Line", "--pairs", "types.ts"], 2, "--pairs is for whole"),
        (["old.json", "new.json", "--pair", "Line"], 2, "'Line' is no pair of types"),
        (["old.json", "new.json", "--pair", "Lin=Line"], 2, "there is no type 'Lin' in old-json"),
        (["old.json", "new.json", "--pairs", "pairs.txt"], 2, "pairs.txt at line 2: this is no"),
        (["old.json", "new.json#Line"], 2, "the file holds 5 types"),
        (["old.json", "nothing.json"], 2, "there is no such file"),
        (["old.json", "empty.ts"], 2, "there is no type in the TypeScript of this file"),
        (["old.json", "new.json", "--cluster", "tcp://x:1"], 2, "cross-schema-conformance[dask]"),
    ],
)
def test_bad_input_is_refused_with_its_place(
    command: RunCommand, shop: Path, arguments: list[str], code: int, words: str
) -> None:
    (shop / "empty.ts").write_text("const a = 1;\n", "utf-8")
    (shop / "pairs.txt").write_text("Line=Line\nLine\n", "utf-8")
    if "tcp://x:1" in arguments and _has_dask():
        pytest.skip("Dask is installed")

    assert not (shop / "reports").exists()
    outcome = command("compare", *arguments)

    assert (outcome.code, outcome.out) == (code, "")
    assert words in " ".join(outcome.err.split())
    assert not (shop / "reports").exists()


def _has_dask() -> bool:
    try:
        import distributed  # noqa: F401, PLC0415  an optional extra
    except ImportError:
        return False
    return True


def test_the_page_holds_every_type_and_nothing_from_elsewhere(
    command: RunCommand, shop: Path
) -> None:
    command("compare", "old.json", "new.json")

    page = (shop / "reports" / "compare" / "index.html").read_text("utf-8")
    assert re.findall(r'<tr class="[^"]*" data-state="([^"]*)" data-name="([^"]*)"', page) == [
        ("differs", "order"),
        ("differs", "line"),
        ("differs", "basket"),
        ("only here", "come"),
        ("only here", "gone"),
        ("equal", "same"),
    ]
    assert "src=" not in page
    assert not re.search(r"(?:href|url)[=(]\"?http", page)


def test_files_of_one_type_are_compared_by_it(command: RunCommand, shop: Path) -> None:
    for name in ("one.json", "two.json"):
        api(shop / name, A=STRING)

    outcome = command("compare", "one.json", "two.json")

    assert outcome.out.startswith("A: 2 sources, equal, proven")


def test_known_differences_of_all_types_are_a_list_with_reasons(
    command: RunCommand, shop: Path
) -> None:
    written = command("compare", "old.json", "new.json", "--known", "k.json", "--write-known")
    listed = json.loads((shop / "k.json").read_text("utf-8"))
    places = [place for entry in listed["entries"] for place in entry["places"]]
    for entry in listed["entries"]:
        entry["reason"] = "It is meant."
    (shop / "k.json").write_text(json.dumps(listed), "utf-8")
    known = command("compare", "old.json", "new.json", "--known", "k.json")
    again = command("compare", "old.json", "new.json", "--known", "k.json", "--write-known")
    api(shop / "new.json", **{**NEW, "Line": thing(("sku",), sku={"type": "integer"})})
    changed = command("compare", "old.json", "new.json", "--known", "k.json")

    assert written.code == 1
    assert "write why each is known: k.json at /entries/0/reason first" in written.out
    assert {place.split("/")[1] for place in places} == {"Line", "Order"}
    assert (known.code, known.err) == (0, "")
    assert f"Known disagreements: {len(places)} known" in known.out
    assert again.code == 0
    assert "0 without a reason" in again.out
    assert changed.code == 1
    assert "vanished: /Line/sku = a string of at least 11 characters" in changed.out
    assert "new: /Line/sku = " in changed.out


def test_differences_of_all_types_are_annotations_but_for_those_that_are_known(
    command: RunCommand, shop: Path
) -> None:
    every = command("compare", "old.json", "new.json", "--format", "github")
    command("compare", "old.json", "new.json", "--known", "k.json", "--write-known")
    text = (shop / "k.json").read_text("utf-8")
    (shop / "k.json").write_text(text.replace('"reason": ""', '"reason": "Meant."'), "utf-8")
    left = command("compare", "old.json", "new.json", "--known", "k.json", "--format", "github")

    first, *_ = every.out.splitlines()
    assert re.match(r"::error file=old\.json,line=\d+,title=(Line|Order)%3A ", first)
    assert (left.code, left.out) == (0, "")
    assert left.err.startswith("Known disagreements: ")


def test_a_brief_report_is_smaller_and_says_the_same_counts(command: RunCommand) -> None:
    whole = command("compare", "old.json", "new.json", "--out", "whole", "--format", "json")
    brief = command("compare", "old.json", "new.json", "--out", "b", "--format", "json", "--brief")
    one, other = json.loads(whole.out), json.loads(brief.out)

    check_form(other)
    assert one["counts"] == other["counts"]
    assert len(brief.out) < len(whole.out)
    assert not any(entry["state"] == "only here" for entry in other["types"])
