"""`conformance variant refresh`: what changed in the sources, and in all that rests on them."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from conftest import RunCommand

TYPES = """\
export interface Order {
  state: "on" | "off";
  made?: string;
}
"""
HOME = Path("schemas/thing/variants/web")
SOURCE = Path("web/types.ts")


@pytest.fixture(autouse=True)
def tree(project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as a source tree, with a variant that was read."""
    monkeypatch.delenv("CONFORMANCE_SOURCES", raising=False)
    (project / ".git").mkdir()
    (project / "web").mkdir()
    SOURCE.write_text(TYPES, "utf-8")
    assert command("variant", "add", "web", "web/types.ts#Order").code == 0
    return project


def state() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(HOME.iterdir())}


def changed(old: str, new: str) -> None:
    SOURCE.write_text(SOURCE.read_text("utf-8").replace(old, new), "utf-8")


def corrected(*corrections: Any) -> None:
    content = {"format": 1, "corrections": [*corrections]}
    (HOME / "corrections.json").write_text(json.dumps(content), "utf-8")


def correction(*patch: Any, file: str = "declared", why: str = "So it is.") -> Any:
    return {"file": f"{file}.schema.json", "why": why, "patch": [*patch]}


def answered(command: RunCommand, *arguments: str) -> Any:
    form = resources.files("conformance") / "formats" / "variant-refresh.schema.json"
    answer = json.loads(command("variant", "refresh", *arguments, "--format", "json").out)
    jsonschema.validate(answer, json.loads(form.read_text("utf-8")))
    return answer


def test_what_did_not_change_is_as_read(command: RunCommand) -> None:
    before = state()

    outcome = command("variant", "refresh")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "web: as read\n  declared: equal, proven\n"
    assert state() == before


def test_a_change_is_shown_with_the_values_that_it_is_about(command: RunCommand) -> None:
    changed('"off"', '"idle"')
    before = state()

    outcome = command("variant", "refresh", "--check")

    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "web: changed",
        "  declared: overlap, proven",
        '    was accepted, is rejected: {"state": "off"}',
        '    was rejected, is accepted: {"state": "idle"}',
        "  claim changed: order-state",
        "  changed: declared.schema.json",
        "  changed: variant.json",
        'finding appeared: /state = "off"',
        'finding moved: /state = "idle": web.declared reject → accept',
        "1 verdict on a case changes",
    ]
    assert state() == before


def test_a_change_is_written_once(command: RunCommand) -> None:
    changed('"off"', '"idle"')

    first, second = command("variant", "refresh", "web"), command("variant", "refresh", "web")

    assert (first.code, second.code) == (1, 0)
    assert first.out.splitlines()[-2:] == [
        f"written: {HOME}/declared.schema.json",
        f"written: {HOME}/variant.json",
    ]
    schema = json.loads(state()["declared.schema.json"])
    assert schema["properties"]["state"] == {"enum": ["on", "idle"]}


def test_statements_come_and_go(command: RunCommand) -> None:
    changed("made?: string", "born?: string")

    lines = command("variant", "refresh", "--check").out.splitlines()

    assert "  claim gone: order-made" in lines
    assert "  claim new: order-born" in lines


def test_a_change_of_lines_only_is_no_change_of_verdicts(command: RunCommand) -> None:
    SOURCE.write_text(f"// Orders.\n{TYPES}", "utf-8")

    outcome = command("variant", "refresh")

    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "web: changed",
        "  declared: equal, proven",
        "  changed: variant.json",
        f"written: {HOME}/variant.json",
    ]


def test_findings_appear_and_vanish(command: RunCommand) -> None:
    changed('"off"', '"idle"')
    command("variant", "refresh")
    changed('"idle"', '"off"')

    lines = command("variant", "refresh", "--check").out.splitlines()

    assert 'finding vanished: /state = "off"' in lines


def test_the_answer_in_json_has_the_relations_and_the_findings(command: RunCommand) -> None:
    same = answered(command)
    changed('"off"', '"idle"')
    answer = answered(command)

    assert (same["variants"][0]["state"], same["findings"], same["written"]) == (
        "as read",
        None,
        [],
    )
    assert answer["record"] == "thing"
    [variant] = answer["variants"]
    assert (variant["variant"], variant["state"], variant["why"]) == ("web", "changed", None)
    relation = variant["readings"]["declared"]
    assert (relation["relation"], relation["proven"]) == ("overlap", True)
    assert relation["only_a"] == {"value": {"state": "off"}}
    assert variant["claims"] == {"gone": [], "new": [], "changed": ["order-state"]}
    assert [x["id"] for x in answer["findings"]["stances"]] == ['/state = "idle"']
    assert [x["id"] for x in answer["findings"]["appeared"]] == ['/state = "off"']
    assert answer["verdicts"] == 1
    assert answer["written"] == [
        *("variants/web/declared.schema.json", "variants/web/variant.json")
    ]


def test_corrections_are_made_again(command: RunCommand) -> None:
    close = {"op": "add", "path": "/additionalProperties", "value": False}
    narrow = {"op": "replace", "path": "/properties/state", "value": {"const": "on"}}
    corrected(correction(close), correction(narrow, file="documented"))

    first = command("variant", "refresh")
    changed("made?: string", "made?: number")
    second = command("variant", "refresh")

    assert (first.code, second.code) == (1, 1)
    assert "  changed: documented.schema.json" in first.out
    assert "  documented: " in second.out
    for name in ("declared", "documented"):
        schema = json.loads(state()[f"{name}.schema.json"])
        assert schema["additionalProperties"] is False
        assert schema["properties"]["made"] == {"type": "number"}
    assert schema["properties"]["state"] == {"const": "on"}


def test_a_correction_that_applies_no_more_leaves_all_as_it_was(command: RunCommand) -> None:
    corrected(correction({"op": "remove", "path": "/properties/made"}, why="It is no field."))
    assert command("variant", "refresh").code == 1
    changed("  made?: string;\n", "")
    before = state()

    outcome = command("variant", "refresh")

    assert outcome.code == 2
    assert outcome.out == (
        f"web: cannot be read: {HOME}/corrections.json at /corrections/0/patch/0: the correction "
        "does not apply to declared.schema.json any more: there is nothing at /properties/made; "
        "the source has changed there: bring it up to date, or remove it; it was made because: It "
        "is no field.\n"
    )
    assert state() == before


def test_files_that_do_not_fit_together_are_refused_by_their_own_names(
    command: RunCommand,
) -> None:
    corrected(correction({"op": "add", "path": "/enumm", "value": ["x"]}))

    answer = answered(command)

    assert answer["variants"][0]["state"] == "cannot be read"
    assert answer["variants"][0]["why"].startswith(f"{HOME}/declared.schema.json at /enumm: ")
    assert answer["variants"][0]["read"]["type"] == "Order"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "web/types.ts: cannot be read: it is not in the source tree; name a folder"),
        ("interface Order { a: }", "web/types.ts at line 1: "),
        ("interface Item {}", "there is no type 'Order' in the file; it holds Item"),
        ("\x00", "there is no type in the TypeScript of this file"),
    ],
)
def test_a_source_that_cannot_be_read_is_said(
    command: RunCommand, text: str | None, words: str
) -> None:
    before = state()
    SOURCE.unlink()
    if text is not None:
        SOURCE.write_text(text, "utf-8")

    outcome = command("variant", "refresh")

    assert outcome.code == 2
    assert outcome.out.startswith("web: cannot be read: ")
    assert words in outcome.out
    assert state() == before


def test_nothing_is_written_if_one_of_several_cannot_be_read(command: RunCommand) -> None:
    Path("web/other.ts").write_text(TYPES, "utf-8")
    command("variant", "add", "other", "web/other.ts#Order")
    Path("web/other.ts").unlink()
    changed('"off"', '"idle"')
    before = state()

    outcome = command("variant", "refresh")
    alone = command("variant", "refresh", "web")

    assert (outcome.code, alone.code) == (2, 1)
    assert outcome.out.splitlines()[-1] == "nothing was written"
    assert "web: changed" in outcome.out
    assert state() != before


def test_documents_that_are_kept_elsewhere_are_found_in_the_folder_of_sources(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path_factory.mktemp("documents")
    (documents / "page.ts").write_text(TYPES, "utf-8")
    command("variant", "add", "far", f"{documents}/page.ts", "--sources", str(documents))
    (documents / "page.ts").rename(documents / "renamed.ts")

    assert command("variant", "refresh", "far", "--check").code == 2
    assert command("variant", "refresh", "far", "--check", "--sources", str(documents)).code == 0
    monkeypatch.setenv("CONFORMANCE_SOURCES", str(documents))
    assert command("variant", "refresh", "far", "--check").code == 0


def test_a_record_without_cases_has_findings_too(command: RunCommand) -> None:
    for path in Path("schemas/thing/corpus").iterdir():
        path.unlink()
    Path("schemas/thing/corpus.digests.json").unlink(missing_ok=True)
    changed('"off"', '"idle"')

    lines = command("variant", "refresh", "--check").out.splitlines()

    assert 'finding appeared: /state = "off"' in lines
    assert lines[-1] == "0 verdicts on cases change"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("open", "no variant 'open' was read from a source; those that were are web"),
        ("none", "no variant 'none' was read from a source; those that were are web"),
    ],
)
def test_only_a_variant_that_was_read_can_be_read_again(
    command: RunCommand, name: str, words: str
) -> None:
    outcome = command("variant", "refresh", name)

    assert outcome.code == 2
    assert words in outcome.err


def test_a_record_whose_variants_were_written_by_hand_has_nothing_to_refresh(
    command: RunCommand,
) -> None:
    for path in HOME.iterdir():
        path.unlink()
    HOME.rmdir()

    outcome, named = command("variant", "refresh"), command("variant", "refresh", "web")

    assert outcome.code == named.code == 2
    assert "no variant of the record was read from a source; add one with" in outcome.err
    assert "those that were are none" in named.err


def test_nothing_is_written_into_the_installed_package(
    command: RunCommand, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed('"off"', '"idle"')
    before = state()
    monkeypatch.setattr("conformance.__file__", str(tree / "schemas" / "__init__.py"))

    outcome = command("variant", "refresh")

    assert outcome.code == 2
    assert "in which nothing is ever written; ask with --check only" in outcome.err
    assert state() == before


def test_a_relation_that_is_not_decided_says_why(command: RunCommand) -> None:
    def patched(pattern: str) -> None:
        hard = {"type": "string", "pattern": pattern}
        corrected(correction({"op": "replace", "path": "/properties/made", "value": hard}))

    patched("^(?i:a|b)$")
    assert command("variant", "refresh").code == 1
    patched("^(?i:b|a)$")

    lines = command("variant", "refresh", "--check").out.splitlines()

    assert lines[1:4] == [
        "  declared: unknown, not proven",
        (
            "    before at /properties/made/pattern: a group of an unknown sort in a regular "
            "expression is not decided"
        ),
        (
            "    after at /properties/made/pattern: a group of an unknown sort in a regular "
            "expression is not decided"
        ),
    ]


# --- prose ---------------------------------------------------------------------------------------


def told() -> None:
    changed("made?: string", "/** One of `day`, `night`. */\n  made?: string")


def documented() -> Any:
    path = HOME / "documented.schema.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def test_refresh_repeats_what_was_decided_on_prose(command: RunCommand) -> None:
    told()

    suggested = command("variant", "refresh")
    applied = command("variant", "refresh", "--prose", "apply")
    again = command("variant", "refresh", "--check")

    assert 'prose, would add: Order.made: `made` is "day" or "night"' in suggested.out
    assert 'prose, added: Order.made: `made` is "day" or "night"' in applied.out
    assert "  changed: documented.schema.json\n" in applied.out
    assert (again.code, again.out.splitlines()[:3]) == (
        0, ["web: as read", "  declared: equal, proven", "  documented: equal, proven"],
    )  # fmt: skip
    assert documented()["properties"]["made"] == {"enum": ["day", "night"]}


def test_the_documented_reading_goes_with_the_prose_that_made_it(command: RunCommand) -> None:
    told()
    command("variant", "refresh", "--prose", "apply")

    check = command("variant", "refresh", "--prose", "off", "--check")
    kept = documented()
    answer = answered(command, "--prose", "off")

    assert "  gone: documented.schema.json\n" in check.out
    assert kept is not None
    assert documented() is None
    assert answer["variants"][0]["changed"] == ["variant.json", "documented.schema.json"]
    assert answer["written"] == ["variants/web/variant.json"]
    assert "prose" not in answer["variants"][0]["read"]
    assert command("variant", "refresh", "--check").code == 0


def test_corrections_are_made_of_what_prose_says(command: RunCommand) -> None:
    told()
    patch = {"op": "add", "path": "/properties/made/enum/-", "value": "dusk"}
    corrected(correction(patch, file="documented"))

    outcome = command("variant", "refresh", "--prose", "apply")

    assert outcome.code == 1
    assert documented()["properties"]["made"] == {"enum": ["day", "night", "dusk"]}


def test_prose_follows_a_field_that_a_correction_renames(command: RunCommand) -> None:
    told()
    move = {"op": "move", "from": "/properties/made", "path": "/properties/at"}
    corrected(correction(move))

    command("variant", "refresh", "--prose", "apply")

    assert documented()["properties"]["at"] == {"enum": ["day", "night"]}


def test_prose_on_a_field_that_a_correction_removes_is_passed_over(command: RunCommand) -> None:
    told()
    corrected(correction({"op": "remove", "path": "/properties/made"}))

    command("variant", "refresh", "--prose", "apply")

    assert documented() is None


def test_a_persons_claim_on_what_prose_says_has_the_place_of_the_sentence(
    command: RunCommand,
) -> None:
    told()
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    own = {
        "id": "when",
        "at": "the comment on made",
        "says": "It is made by day or by night.",
        "strength": "stated",
        "keywords": ["documented.schema.json#/properties/made/enum"],
    }
    command("variant", "refresh", "--prose", "apply")
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    about["claims"].append(own)
    (HOME / "variant.json").write_text(json.dumps(about), "utf-8")

    def kept() -> Any:
        claims = json.loads((HOME / "variant.json").read_text("utf-8"))["claims"]
        return [one for one in claims if one.get("found") == "prose" or one["id"] == "when"]

    command("variant", "refresh")
    placed = {**own, "file": "web/types.ts", "line": 3, "found": "prose", "column": 7}
    assert kept() == [{**placed, "sentence": 1}]

    changed("/**", "/** It was made.")
    command("variant", "refresh")
    assert kept() == [{**placed, "column": 20, "sentence": 2}]

    changed("One of", "Perhaps one of the like of")
    command("variant", "refresh")
    assert kept() == []


def test_a_documented_reading_that_a_person_wrote_is_not_written_over(command: RunCommand) -> None:
    told()
    text = (HOME / "declared.schema.json").read_text("utf-8")
    (HOME / "documented.schema.json").write_text(text, "utf-8")

    outcome = command("variant", "refresh", "--prose", "apply")

    assert outcome.code == 2
    assert "was written by hand, and prose would write over it" in outcome.out
    assert command("variant", "refresh").code == 1
    assert command("variant", "refresh", "--check").code == 0
    assert documented() == json.loads(text)


GO = """\
package shop

type Order struct {
	ID   string  `json:"id"`
	Note *string `json:"note,omitempty"`
}
"""
GATE = Path("schemas/thing/variants/gate")


@pytest.fixture
def gate(command: RunCommand) -> Path:
    """A variant that was read in both directions."""
    path = Path("web/order.go")
    path.write_text(GO, "utf-8")
    assert command("variant", "add", "gate", "web/order.go#Order", "--direction", "both").code == 0
    return path


def test_both_readings_are_as_they_were_read(command: RunCommand, gate: Path) -> None:
    assert gate.is_file()
    outcome = command("variant", "refresh", "gate", "--check")

    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        ["gate: as read", "  declared: equal, proven", "  sent: equal, proven"],
    )


def test_a_change_of_what_is_written_only_moves_no_finding(command: RunCommand, gate: Path) -> None:
    gate.write_text(GO.replace(",omitempty", ""), "utf-8")

    outcome = command("variant", "refresh", "gate")

    lines = outcome.out.splitlines()
    assert outcome.code == 1
    assert lines[:4] == [
        "gate: changed",
        "  declared: equal, proven",
        "  sent: overlap, proven",
        '    was accepted, is rejected: {"id": ""}',
    ]
    assert "  changed: sent.schema.json" in lines
    assert not any(line.startswith("finding ") or "verdict" in line for line in lines)
    assert command("variant", "refresh", "gate", "--check").code == 0


def test_a_variant_gets_its_send_reading_when_the_direction_is_set_to_both(
    command: RunCommand,
) -> None:
    Path("web/order.go").write_text(GO, "utf-8")
    assert command("variant", "add", "gate", "web/order.go#Order").code == 0
    about = GATE / "variant.json"
    about.write_text(
        about.read_text("utf-8").replace('"direction": "receive"', '"direction": "both"'), "utf-8"
    )

    assert command("variant", "refresh", "gate").code == 1
    assert (GATE / "sent.schema.json").is_file()


def test_a_send_reading_stays_where_nothing_differs_any_more(
    command: RunCommand, gate: Path
) -> None:
    gate.write_text(GO, "utf-8")
    content = json.loads((GATE / "variant.json").read_text("utf-8"))
    content["read_from"] |= {"reader": "typescript", "source": "web/types.ts", "type": "Order"}
    (GATE / "variant.json").write_text(json.dumps(content), "utf-8")

    assert command("variant", "refresh", "gate").code == 1
    declared, sent = (
        json.loads((GATE / f"{name}.schema.json").read_text("utf-8"))
        for name in ("declared", "sent")
    )
    assert declared == sent
