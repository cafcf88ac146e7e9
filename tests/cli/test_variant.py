"""`conformance variant add` and `show`."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from conftest import MakeRecord, RunCommand

TYPES = """\
export interface Order {
  state: "on" | "off";
  made?: Moment;
}
export interface Line {}
"""
UNREAD = "Order.made (web/types.ts:3): the source names the type Moment, and does not define it"
HOME = Path("schemas/thing/variants/web")


@pytest.fixture(autouse=True)
def tree(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as a source tree of its own, with types."""
    monkeypatch.delenv("CONFORMANCE_SOURCES", raising=False)
    (project / ".git").mkdir()
    (project / "web").mkdir()
    (project / "web/types.ts").write_text(TYPES, "utf-8")
    return project


def checked(name: str, text: str) -> Any:
    """Return an answer in JSON that has its format."""
    form = resources.files("conformance") / "formats" / f"{name}.schema.json"
    answer = json.loads(text)
    jsonschema.validate(answer, json.loads(form.read_text("utf-8")))
    return answer


def test_add_reads_a_source_and_says_what_it_wrote(command: RunCommand) -> None:
    outcome = command("variant", "add", "web", "web/types.ts#Order", "--decide", "null=silent")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "web/types.ts#Order: TypeScript. Read 1 of 2 fields; 1 part is silent.",
        f"  not read: {UNREAD}",
        "  decided: enum reject: The source lists the values.",
        "  decided: undefined silent: The source names the type, and its definition is elsewhere.",
        "  decided: unlisted accept: TypeScript's object types are open.",
        f"written: {HOME}/declared.schema.json",
        f"written: {HOME}/variant.json",
    ]
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    assert about["read_from"]["source"] == "web/types.ts"
    assert about["read_from"]["decisions"] == {"null": "silent"}
    schema = json.loads((HOME / "declared.schema.json").read_text("utf-8"))
    assert schema["properties"]["state"] == {"enum": ["on", "off"]}
    assert command("run", "--no-baseline", "--columns", "web.*").code == 0


def test_add_answers_in_json(command: RunCommand) -> None:
    asked = command("variant", "add", "web", "web/types.ts#Order", "--format", "json")

    answer = checked("variant-add", asked.out)
    assert answer["variant"] == "web"
    assert answer["written"] == [
        "variants/web/declared.schema.json",
        "variants/web/variant.json",
    ]
    assert answer["read"]["fields"] == 2


def test_add_can_be_the_first_variant_of_a_record(command: RunCommand) -> None:
    Path("schemas/new").mkdir()

    outcome = command("variant", "add", "web", "web/types.ts#Order", "--record", "schemas/new")

    assert outcome.code == 0
    assert sorted(x.name for x in Path("schemas/new/variants/web").iterdir()) == [
        "declared.schema.json",
        "variant.json",
    ]


def test_add_reads_a_document_that_is_kept_elsewhere(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "page.txt").write_text(TYPES, "utf-8")
    source = f"{folder}/page.txt#Order"
    ask = ("variant", "add", "web", source, "--as", "typescript")

    outside = command(*ask)
    assert (outside.code, HOME.exists()) == (2, False)
    assert "outside of the record's source tree; copy it there, or name" in outside.err

    assert command(*ask, "--sources", str(folder)).code == 0
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    assert (about["read_from"]["source"], about["read_from"]["elsewhere"]) == ("page.txt", True)
    assert about["claims"][0]["at"] == "page.txt:1"


def test_add_reads_a_file_of_a_published_package(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path_factory.mktemp("package")
    (package / "types.ts").write_text(TYPES, "utf-8")
    monkeypatch.setattr("conformance.readers.published.unpacked", lambda _: package)

    added = command("variant", "add", "web", "npm:shop@2.0.0/types.ts#Order")

    assert (added.code, added.err) == (0, "")
    read_from = json.loads((HOME / "variant.json").read_text("utf-8"))["read_from"]
    assert read_from["source"] == "npm:shop@2.0.0/types.ts"
    assert list(read_from["files"]) == ["npm:shop@2.0.0/types.ts"]
    assert command("variant", "refresh", "web", "--check").code == 0


REFUSED = [
    (("web!", "web/types.ts#Order"), "'web!' cannot be a variant's name; use letters"),
    (("open", "web/types.ts#Order"), "open: the variant exists already; read it again with"),
    (("web", "web/none.ts#Order"), "web/none.ts: there is no such file"),
    (("web", "web#Order"), "web: there is no such file"),
    (("web", "web/types.ts#Item"), "there is no type 'Item' in the file; it holds Order, Line"),
    (("web", "web/types.ts"), "the file holds 2 types; name one after #: Order, Line"),
    (("web", "web/broken.ts"), "web/broken.ts at line 1"),
    (("web", "web/types.ts#Order", "--decide", "null"), "'null' is no decision"),
    (("web", "web/types.ts#Order", "--record", "none"), "there is no record 'none'"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_add_refuses_what_it_cannot_read_and_leaves_the_record_as_it_was(
    command: RunCommand, tree: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tree / "web/broken.ts").write_text("interface Broken { a: }", "utf-8")
    before = sorted(tree.rglob("*"))

    outcome = command("variant", "add", *arguments)

    assert outcome.code == 2
    assert words in outcome.err
    assert sorted(tree.rglob("*")) == before


def test_add_writes_nothing_into_the_installed_package(
    command: RunCommand, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.__file__", str(tree / "schemas" / "__init__.py"))

    outcome = command("variant", "add", "web", "web/types.ts#Order")

    assert outcome.code == 2
    assert "in which nothing is ever written; name a record of your own with --record" in (
        outcome.err
    )


# --- show ----------------------------------------------------------------------------------------

RENAME = {"op": "move", "from": "/properties/state", "path": "/properties/status"}
REQUIRE = {"op": "replace", "path": "/required/0", "value": "status"}
CORRECTIONS = {
    "format": 1,
    "corrections": [
        {"file": "declared.schema.json", "why": "It is called so.", "patch": [RENAME, REQUIRE]},
        {
            "file": "declared.schema.json",
            "why": "No title.",
            "patch": [{"op": "replace", "path": "", "value": {"type": "object"}}],
        },
    ],
}


def test_show_says_what_was_read_decided_and_not_read(command: RunCommand) -> None:
    command("variant", "add", "web", "web/types.ts#Order")
    (HOME / "corrections.json").write_text(json.dumps(CORRECTIONS), "utf-8")
    command("variant", "refresh", "web")

    lines = command("variant", "show", "web").out.splitlines()

    assert lines[:2] == [
        "web: Order",
        "  read from web/types.ts#Order as typescript, receive",
    ]
    assert lines[2].startswith("  file web/types.ts: SHA-256 ")
    assert lines[3:] == [
        "  decided: enum reject: The source lists the values.",
        "  decided: undefined silent: The source names the type, and its definition is elsewhere.",
        "  decided: unlisted accept: TypeScript's object types are open.",
        "  name: state is status on the wire, inferred",
        "  corrected: declared.schema.json at /properties/status, /required/0: It is called so.",
        "  corrected: declared.schema.json at (root): No title.",
        f"  not read: {UNREAD}",
    ]


def test_show_answers_in_json(command: RunCommand) -> None:
    command("variant", "add", "web", "web/types.ts#Order")
    (HOME / "corrections.json").write_text(json.dumps(CORRECTIONS), "utf-8")

    answer = checked("variant-show", command("variant", "show", "web", "--format", "json").out)

    assert answer["read_from"]["type"] == "Order"
    assert [x["paths"] for x in answer["corrections"]] == [
        ["/properties/status", "/required/0"],
        [""],
    ]


def test_show_says_that_a_document_is_kept_elsewhere(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "order.go").write_text('package p\ntype T struct { A string `json:"a"` }\n')
    command("variant", "add", "web", f"{folder}/order.go", "--sources", str(folder))

    shown = command("variant", "show", "web").out

    assert "  read from order.go#T as go, receive, kept elsewhere\n" in shown
    assert "  name: A is a on the wire, stated\n" in shown


def test_show_says_that_a_variant_was_written_by_hand(command: RunCommand) -> None:
    shown = command("variant", "show", "open")
    answer = checked("variant-show", command("variant", "show", "open", "--format", "json").out)

    assert shown.out.splitlines() == [
        "open: open",
        "  written by hand: its variant.json names no source that was read",
    ]
    assert answer["read_from"] is None


def test_show_names_the_variants_that_there_are(
    command: RunCommand, make_record: MakeRecord, tree: Path
) -> None:
    make_record(tree / "schemas" / "other")

    outcome = command("variant", "show", "web", "--record", "thing")

    assert outcome.code == 2
    assert outcome.err == ("Error: there is no variant 'web'; the variants are closed, open\n")


# --- prose ---------------------------------------------------------------------------------------

TOLD = """\
export interface Order {
  /** The state of the order (`on`, `off`, `lost`). It must be known. */
  state: "on" | "off";
  /** One of `a`, `b`. */
  kind: string;
  /** Always `x`. */
  open: "y";
}
"""
SAID = [
    '  prose, {}: Order.state: `state` is "on", "off" or "lost"',
    "    web/types.ts:2:7, sentence 1: The state of the order (`on`, `off`, `lost`).",
    '  prose, {}: Order.kind: `kind` is "a" or "b"',
    "    web/types.ts:4:7, sentence 1: One of `a`, `b`.",
    '  prose, suggested only: Order.open: `open` is always "x" (none of these values is declared)',
    "    web/types.ts:6:7, sentence 1: Always `x`.",
    (
        "  prose: statements beyond the types: 2, equal to them: 0, only suggested: 1; sentences"
        " that no rule reads: 1"
    ),
]


def told(text: str = TOLD) -> None:
    Path("web/types.ts").write_text(text, "utf-8")


def test_add_suggests_what_comments_say_and_names_sentences_that_no_rule_reads(
    command: RunCommand,
) -> None:
    told()

    outcome = command("variant", "add", "web", "web/types.ts#Order")

    lines = [line for line in outcome.out.splitlines() if not line.startswith("  decided")]
    assert lines[1:-2] == [line.format("would add") for line in SAID]
    assert not (HOME / "documented.schema.json").exists()
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    assert "prose" not in about["read_from"]
    assert about["read_from"]["unread"] == [
        {
            "place": "Order.state",
            "file": "web/types.ts",
            "line": 2,
            "column": 53,
            "sentence": 2,
            "why": 'no rule reads the sentence, which says "must"',
        }
    ]
    assert {claim["found"] for claim in about["claims"]} == {"types"}


def test_add_makes_the_documented_reading_of_what_comments_say(command: RunCommand) -> None:
    told()

    outcome = command("variant", "add", "web", "web/types.ts#Order", "--prose", "apply")

    lines = [line for line in outcome.out.splitlines() if not line.startswith("  decided")]
    assert lines[1:-3] == [line.format("added") for line in SAID]
    assert lines[-2] == f"written: {HOME}/documented.schema.json"
    documented = json.loads((HOME / "documented.schema.json").read_text("utf-8"))
    assert documented["properties"] == {
        "state": {"enum": ["on", "off", "lost"]},
        "kind": {"enum": ["a", "b"]},
        "open": {"const": "y"},
    }
    about = json.loads((HOME / "variant.json").read_text("utf-8"))
    assert about["read_from"]["prose"] == "apply"
    assert [claim for claim in about["claims"] if claim["found"] == "prose"] == [
        {
            "id": "order-state-prose",
            "at": "web/types.ts:2",
            "says": '`state` is "on", "off" or "lost"',
            "strength": "implied",
            "keywords": ["documented.schema.json#/properties/state/enum"],
            "file": "web/types.ts",
            "line": 2,
            "found": "prose",
            "column": 7,
            "sentence": 1,
        },
        {
            "id": "order-kind-prose",
            "at": "web/types.ts:4",
            "says": '`kind` is "a" or "b"',
            "strength": "stated",
            "keywords": ["documented.schema.json#/properties/kind/enum"],
            "file": "web/types.ts",
            "line": 4,
            "found": "prose",
            "column": 7,
            "sentence": 1,
        },
        {
            "id": "order-open-prose",
            "at": "web/types.ts:6",
            "says": '`open` is always "x"',
            "strength": "stated",
            "keywords": [],
            "no_effect": "Only suggested: none of these values is declared.",
            "file": "web/types.ts",
            "line": 6,
            "found": "prose",
            "column": 7,
            "sentence": 1,
        },
    ]
    kept = [claim for claim in about["claims"] if claim["id"] == "order-kind"]
    assert [claim["keywords"] for claim in kept] == [
        [
            "declared.schema.json#/properties/kind/type",
            "declared.schema.json#/required/1",
            "documented.schema.json#/required/1",
        ]
    ]


def test_there_is_no_documented_reading_where_comments_say_what_the_types_say(
    command: RunCommand,
) -> None:
    told("interface Order { /** One of `on`, `off`. */ state: 'on' | 'off' }")

    command("variant", "add", "web", "web/types.ts#Order", "--prose", "apply")

    assert not (HOME / "documented.schema.json").exists()
    claims = json.loads((HOME / "variant.json").read_text("utf-8"))["claims"]
    assert [(x["keywords"], x["no_effect"]) for x in claims if x["found"] == "prose"] == [
        ([], "The types say the same.")
    ]


def test_comments_are_not_read_where_prose_is_off(command: RunCommand) -> None:
    told()

    outcome = command(
        *("variant", "add", "web", "web/types.ts#Order", "--prose", "off", "--format", "json")
    )

    assert "prose" not in checked("variant-add", outcome.out)["read"]
    read_from = json.loads((HOME / "variant.json").read_text("utf-8"))["read_from"]
    assert (read_from["prose"], read_from["unread"]) == ("off", [])


def test_add_says_in_json_what_comments_say(command: RunCommand) -> None:
    told()

    outcome = command("variant", "add", "web", "web/types.ts#Order", "--format", "json")

    said = checked("variant-add", outcome.out)["read"]["prose"]
    assert said["mode"] == "suggest"
    assert said["stated"][2] == {
        "place": "Order.open",
        "file": "web/types.ts",
        "line": 6,
        "column": 7,
        "sentence": 1,
        "text": "Always `x`.",
        "rule": "always",
        "says": '`open` is always "x"',
        "effect": "suggested",
        "why": "none of these values is declared",
    }
    assert [one["why"] for one in said["stated"]][:2] == [None, None]
    assert [one["text"] for one in said["unread"]] == ["It must be known."]


def test_only_so_many_statements_are_shown(command: RunCommand) -> None:
    fields = "".join(f"  /** Always `x{n}`. */\n  f{n}: string;\n" for n in range(45))
    told(f"interface Order {{\n{fields}}}")

    outcome = command("variant", "add", "web", "web/types.ts#Order")

    assert outcome.out.count("  prose, would add") == 40
    assert "  and 5 more statements of prose\n" in outcome.out


def test_show_says_what_was_made_of_prose(command: RunCommand) -> None:
    told()
    command("variant", "add", "web", "web/types.ts#Order", "--prose", "apply")

    lines = command("variant", "show", "web").out.splitlines()
    answer = checked("variant-show", command("variant", "show", "web", "--format", "json").out)

    assert [line for line in lines if "prose" in line or "not read" in line] == [
        "  prose: apply",
        '  from prose: web/types.ts:2: `state` is "on", "off" or "lost"',
        '  from prose: web/types.ts:4: `kind` is "a" or "b"',
        (
            '  from prose: web/types.ts:6: `open` is always "x"'
            " (Only suggested: none of these values is declared.)"
        ),
        (
            "  not read: Order.state (web/types.ts:2:53, sentence 2):"
            ' no rule reads the sentence, which says "must"'
        ),
    ]
    assert answer["prose"][0] == {
        "at": "web/types.ts:2",
        "says": '`state` is "on", "off" or "lost"',
        "no_effect": None,
    }
    assert answer["read_from"]["prose"] == "apply"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "x", "web/types.ts#Order", "--prose", "all"), "'off', 'suggest', 'apply'"),
        (("refresh", "--prose", ""), "'off', 'suggest', 'apply'"),
    ],
)
def test_another_word_for_prose_is_refused(
    arguments: tuple[str, ...], words: str, command: RunCommand
) -> None:
    outcome = command("variant", *arguments)

    assert outcome.code == 2
    assert words in outcome.err


def test_help_names_the_option(command: RunCommand) -> None:
    for name in ("add", "refresh"):
        assert "--prose [off|suggest|apply]" in command("variant", name, "--help").out


GO = """\
package shop

type Order struct {
	ID   string  `json:"id"`
	Note *string `json:"note,omitempty"`
}
"""
SHOWN = [
    "  sent.schema.json: what it writes to what it reads: within, proven",
    '    An unlisted property is never written, is read: {"x": 0}',
    "    `null` as the record is never written, is read: null",
    "    `id` left out is never written, is read: {}",
    '    `null` for `id` is never written, is read: {"id": null}',
    '    `null` for `note` is never written, is read: {"note": null}',
]


def test_add_reads_what_is_written_too(command: RunCommand) -> None:
    Path("web/order.go").write_text(GO, "utf-8")

    outcome = command("variant", "add", "web", "web/order.go#Order", "--direction", "both")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[-len(SHOWN) - 3 :] == [
        *SHOWN,
        f"written: {HOME}/declared.schema.json",
        f"written: {HOME}/sent.schema.json",
        f"written: {HOME}/variant.json",
    ]
    assert command("variant", "show", "web").out.splitlines()[-len(SHOWN) :] == SHOWN
    answer = checked("variant-show", command("variant", "show", "web", "--format", "json").out)
    assert answer["read_from"]["direction"] == "both"
    assert answer["sent"]["file"] == "sent.schema.json"
    assert answer["sent"]["relation"] == "within"
    assert answer["sent"]["differences"][2] == {
        "facts": [{"place": "/id", "special": "absent"}],
        "written": "reject",
        "read": "accept",
        "witness": {"value": {}},
    }
    assert command("run", "--no-baseline", "--columns", "web.*").code == 0


def test_a_source_that_writes_what_it_reads_says_so(command: RunCommand) -> None:
    outcome = command("variant", "add", "web", "web/types.ts#Order", "--direction", "both")

    assert outcome.code == 0
    assert "  what it writes is what it reads: it has no send reading" in outcome.out.splitlines()
    assert not (HOME / "sent.schema.json").exists()


def test_add_says_nothing_of_what_is_written_unless_it_is_asked(command: RunCommand) -> None:
    Path("web/order.go").write_text(GO, "utf-8")

    outcome = command("variant", "add", "web", "web/order.go#Order")

    assert "writes" not in outcome.out
    assert not (HOME / "sent.schema.json").exists()


def test_a_send_reading_by_hand_is_shown_and_says_what_is_not_decided(command: RunCommand) -> None:
    HOME.mkdir(parents=True)
    hard = {"type": "string", "pattern": r"^(?i:a|b)$"}
    (HOME / "declared.schema.json").write_text(json.dumps(hard), "utf-8")
    other = hard | {"pattern": r"^(?i:b|a)$"}
    (HOME / "sent.schema.json").write_text(json.dumps(other), "utf-8")

    lines = command("variant", "show", "web").out.splitlines()

    assert lines[2] == "  sent.schema.json: what it writes to what it reads: unknown, not proven"
    assert "a group of an unknown sort in a regular expression is not decided" in lines[3]
