"""`conformance init`, from sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunCommand

TYPES = 'export interface Order { state: "on" | "off" }\n'
RUST = "#[derive(Deserialize)]\npub struct Order { pub state: String }\n"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONFORMANCE_SOURCES", raising=False)
    Path("types.ts").write_text(TYPES, "utf-8")
    Path("order.rs").write_text(RUST, "utf-8")
    return tmp_path


def test_a_record_is_started_from_sources(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = command("init", "shop", "--from", "web=types.ts#Order", "--from", "order.rs")

    assert (outcome.code, outcome.err) == (0, "")
    home = "shop/schemas/shop"
    assert outcome.out.splitlines() == [
        f"written: {home}/record.json",
        f"written: {home}/variants/web/declared.schema.json",
        f"written: {home}/variants/web/variant.json",
        f"written: {home}/variants/order-rs/declared.schema.json",
        f"written: {home}/variants/order-rs/variant.json",
        "",
        "Next: cd shop && conformance generate --write && conformance run",
    ]
    assert json.loads(Path(home, "record.json").read_text("utf-8")) == {
        "format": 1,
        "title": "Order",
    }
    asked = ("--record", f"{home}")
    assert command("variant", "refresh", "--check", *asked).code == 0
    assert command("generate", "--write", "--examples", "100", *asked).code == 0
    monkeypatch.chdir("shop")
    assert command("run", "--no-baseline").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "none.ts#Order"), "none.ts: there is no such file"),
        (("--from", "types.ts#Item"), "there is no type 'Item' in the file"),
        (("--from", "types.ts", "--from", "types.ts"), "types.ts is there twice"),
        (("--from", "types.ts", "--from", "bad.ts"), "bad.ts at line 1"),
        (("--from", "../outside.ts"), "outside of the record's source tree"),
    ],
)
def test_nothing_is_written_if_a_source_cannot_be_read(
    command: RunCommand, tree: Path, arguments: tuple[str, ...], words: str
) -> None:
    Path("bad.ts").write_text("interface Bad { a: }", "utf-8")
    (tree.parent / "outside.ts").write_text(TYPES, "utf-8")

    outcome = command("init", "shop", *arguments)

    assert outcome.code == 2
    assert words in outcome.err
    assert not Path("shop").exists()


def test_a_folder_that_holds_something_is_refused(command: RunCommand) -> None:
    Path("shop").mkdir()
    Path("shop/notes.txt").touch()

    outcome = command("init", "shop", "--from", "types.ts")

    assert outcome.code == 2
    assert "it exists already and is not empty" in outcome.err


@pytest.mark.parametrize(("mode", "word"), [("suggest", "would add"), ("apply", "added")])
def test_comments_are_read_as_it_is_asked_for(mode: str, word: str, command: RunCommand) -> None:
    Path("types.ts").write_text("interface Order { /** One of `a`, `b`. */ s: string }", "utf-8")

    outcome = command("init", "shop", "--from", "types.ts", "--prose", mode)

    assert outcome.out.splitlines()[:2] == [
        f'types-ts: prose, {word}: Order.s: `s` is "a" or "b"',
        "types-ts: types.ts:1:23, sentence 1: One of `a`, `b`.",
    ]
    home = Path("shop/schemas/shop/variants/types-ts")
    assert (home / "documented.schema.json").exists() == (mode == "apply")
