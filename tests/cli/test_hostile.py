"""A record whose every text wants to be more than text, shown by every command and every report."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import fakes
import pytest
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

LINE = (
    "EVIL ::error::EVIL `::warning::EVIL` <img src=EVIL onerror=EVIL> [EVIL](https://evil.example) "
    "![EVIL](https://evil.example) https://evil.example www.evil.example a@evil.example @evil "
    "evil/evil#1 **EVIL** ##[error]EVIL \\](EVIL) | EVIL ` EVIL &lt;EVIL&gt; [red]EVIL[/red]"
)
TITLE = (
    "EVIL ::error::EVIL <img src=EVIL> [EVIL](https://e.example) @evil x#1 ##[error]EVIL ` | *x*"
)
TEXT = f"""EVIL
::error::EVIL
  ::set-output name=EVIL::1
# EVIL
- EVIL
```
EVIL
***
EVIL
===
\x1b[2J\x07\r::notice::EVIL\u202e\u2028::debug::EVIL
{LINE}"""
NAME = "ev`il\n::error::EVIL <img src=EVIL> @evil [EVIL](https://evil.example) | # EVIL\x1b[2J"
OTHER = "\n# EVIL"
"""A property's name."""

CASE = "evil/first"


def schema(kind: str) -> dict[str, Any]:
    return {
        "properties": {
            NAME: {"enum": [kind, TEXT]},
            OTHER: {"pattern": "^(`<img src=EVIL>` @evil\n::error::EVIL)?$"},
            "kind": {"anyOf": [{"const": 1}, {"type": "null", "x-silent": TEXT}]},
        },
        "required": [OTHER] if kind == "a" else [],
    }


def about(column: str) -> dict[str, Any]:
    place = "declared.schema.json#/properties/{}/enum"
    pointer = NAME.replace("~", "~0").replace("/", "~1")
    return {
        "format": 1,
        "title": TEXT,
        "language": TEXT,
        "component": TEXT,
        "as_of": "2025-01-01",
        "source": {
            "project": TEXT,
            "version": TEXT,
            "document": TEXT,
            "sha256": "0" * 64,
            "retrieved": "2025-01-01",
        },
        "notes": [TEXT],
        "notation": {"optional": {"verdict": "accept", "why": TEXT}},
        "claims": [
            {
                "id": f"one-{column}",
                "at": TEXT,
                "says": TEXT,
                "strength": "stated",
                "keywords": [place.format(pointer)],
            }
        ],
    }


@pytest.fixture
def evil(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a hostile record, with a program that was recorded and one that does not run."""
    monkeypatch.setenv("COLUMNS", "60")
    folder = project / "schemas" / "evil"
    values: list[Any] = [
        {NAME: "a", OTHER: "", "kind": 1},
        {NAME: "b", "kind": None},
        {NAME: TEXT, OTHER: "x", "more": TEXT},
        {NAME: 3, OTHER: ""},
    ]
    cases = [
        fakes.case_entry(
            CASE if number == 0 else f"evil/n{number}",
            value,
            title=TITLE,
            why=TEXT,
            flags=["Evil"],
            expect={"verdict": "open", "because": TEXT},
            **({"near": CASE} if number else {}),
        )
        for number, value in enumerate(values)
    ]
    cases.append(
        {**fakes.case_entry("evil/text", 0, title=TITLE), "input": {"text": f"{{\n::error::{TEXT}"}}
    )
    variants = {
        name: {
            "declared": schema(name),
            "documented": schema("ab"[name == "a"]),
            "about": about(name),
        }
        for name in ("a", "b")
    }
    flags = {"Evil": {"kind": "ambiguity", "means": TEXT, "effect": TEXT}}
    fakes.write_record(folder, variants, cases, flags=flags)
    fakes.write_json(folder / "record.json", {"format": 1, "title": TEXT, "about": TEXT})
    adapter = {
        "format": 1,
        "columns": ["sdk.evil"],
        "command": [*fakes.PYTHON, "-c", PROGRAM, TEXT],
        "variant": "a",
        "describes": {"sdk.*": {"component": TEXT}},
    }
    fakes.write_json(folder / "adapters" / "one" / "adapter.json", adapter)
    unrun = {"format": 1, "columns": ["sdk.off"], "command": ["x"], "needs": [f"{TEXT}"]}
    fakes.write_json(folder / "adapters" / "two" / "adapter.json", unrun)
    return project


PROGRAM = """
import json, sys
evil = sys.argv[1]
print("noise " + evil.splitlines()[-1], flush=True)
sys.stdin.readline()
subject = {"name": evil, "version": evil, "language": evil}
print(json.dumps({"op": "hello", "protocol": 1, "adapter": {"name": evil, "version": "1"},
    "subject": subject, "targets": ["evil"], "modes": ["decode"]}), flush=True)
for line in sys.stdin:
    case = json.loads(line)
    if case["op"] == "bye":
        break
    text = case.get("text", "")
    if text.startswith("{") and '"b"' not in text and "more" not in text:
        print(json.dumps({"n": case["n"], "verdict": "accept", "typed_as": evil}), flush=True)
    else:
        errors = [{"at": "/kind", "code": evil, "message": evil}]
        print(json.dumps({"n": case["n"], "verdict": "reject", "errors": errors}), flush=True)
"""

COMMANDS = [
    ("run", "--no-baseline"),
    ("run", "--no-baseline", "--live"),
    ("run", "--enforce", "sdk.off"),
    ("judge", "-"),
    ("judge", "-", "--columns", "sdk.*", "--live"),
    ("findings",),
    ("explain", CASE),
    ("explain", "evil/n1"),
    ("explain", "evil/n2"),
    ("explain", "evil/text"),
    ("explain", "evil/n1", "sdk.evil"),
    ("relate", "a.declared", "b.declared", "--require", "within"),
    ("relate", "a.declared", "sdk.evil"),
    ("cells",),
    ("corpus", "check"),
    ("corpus", "coverage"),
    ("corpus", "export", "bundle", "--version", "2026.1"),
    ("baseline", "update"),
    ("bug", "a.declared"),
    ("bug", "sdk.evil"),
    ("adapter", "record", "--check"),
    ("adapter", "check", "--", *fakes.PYTHON, "-c", PROGRAM, TEXT),
    ("generate", "--examples", "30"),
    ("explain", TEXT),
    ("judge", "-", "--columns", TEXT),
    ("judge", TEXT),
    ("run", TEXT),
]
JSON = {"judge", "findings", "explain", "relate", "cells", "bug", "generate"}


def check_printed(text: str) -> None:
    """Fail where a line is more than text: a command, a control character, a line of its own."""
    assert "\r" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
    for line in text.split("\n"):
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line, line


def test_the_hostile_record_is_a_sound_one(evil: Path, command: RunCommand) -> None:
    assert command("findings", "--record", "evil").code == 0
    assert evil.is_dir()


@pytest.mark.untraced
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda x: " ".join(x)[:50].split("\n")[0])
def test_no_command_lets_a_text_become_a_line(
    evil: Path, command: RunCommand, arguments: tuple[str, ...]
) -> None:
    command("adapter", "record", "--record", "evil")
    named = ("adapter", "check") if arguments[:2] == ("adapter", "check") else arguments[:1]
    rest = arguments[len(named) :]
    if arguments[0] in {"corpus", "baseline", "adapter"}:
        named, rest = arguments[:2], arguments[2:]
    payload = json.dumps({NAME: "c", OTHER: TEXT}).encode()

    found = command(*named, "--record", "evil", *rest, stdin=payload)

    assert found.code != 4, found.err
    assert "EVIL" in found.out + found.err or arguments[0] in {"corpus", "adapter", "cells"}
    check_printed(found.out)
    check_printed(found.err)
    lines = {line.strip() for line in (found.out + found.err).splitlines()}
    if arguments[0] != "bug":  # whose fences are its own
        assert not lines & set(filter(None, map(str.strip, TEXT.split("\n")[1:-1]))), lines
    assert evil.is_dir()


@pytest.mark.untraced
@pytest.mark.parametrize("arguments", [x for x in COMMANDS if x[0] in JSON][:13], ids=" ".join)
def test_json_stays_json(evil: Path, command: RunCommand, arguments: tuple[str, ...]) -> None:
    command("adapter", "record", "--record", "evil")
    more = ("--record", "evil", "--format", "json")
    payload = json.dumps({NAME: "c", OTHER: TEXT}).encode()

    found = command(arguments[0], *more, *arguments[1:], stdin=payload)

    assert evil.is_dir()
    check_printed(found.out)
    assert isinstance(json.loads(found.out), dict)


# --- Markdown ------------------------------------------------------------------------------------

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LINKED = re.compile(r"(?<!\w)@(?=\w)|@(?=[\w.-]*\.[\w.-]*[a-z])|#(?=\d)")
"""What GitHub makes a link of in the text of a page."""


class Rendered(HTMLParser):
    """What is on a page: its tags, and its text outside of code."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.headings: list[str] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"hr", "br", "img", "meta", "input", "link"}:
            self._inside.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        while tag in self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.headings and any(re.fullmatch("h[1-6]", tag) for tag in self._inside):
            self.headings[-1] += data
        if not {"code", "script", "style"} & {*self._inside}:
            self.text += data


TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
PLAIN = {"h1", "h2", "p", "ul", "li", "pre", "code", *TABLES}


def check_markdown(source: str, *, headings: list[str], more: frozenset[str] = frozenset()) -> None:
    """Fail where Markdown has another element or heading than its maker gives it, or a link."""
    found = Rendered(MARKDOWN.render(source))
    assert found.tags <= PLAIN | more, found.tags
    assert found.attributes <= {"class", "style"}
    assert LINKED.findall(found.text) == []
    for heading in found.headings:
        assert any(heading.startswith(known) for known in headings), heading
    # Addresses are linked where they stand as they are in the source, outside of code.
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", source, flags=re.DOTALL)
    assert "://" not in outside.replace("\\://", "")
    assert "www." not in outside
    widths = [re.findall(r"(?<!\\)\|", row) for row in source.splitlines() if row.startswith("|")]
    assert all(len(width) > 2 for width in widths)


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("a.declared", "a (declared)"),
        ("b.documented", "b (documented)"),
        ("sdk.evil", "evil (sdk)"),
    ],
)
def test_a_bug_report_holds_nothing_of_the_record_s_own(
    evil: Path, command: RunCommand, column: str, name: str
) -> None:
    command("adapter", "record", "--record", "evil")
    found = command("bug", column, "--record", "evil")

    assert evil.is_dir()
    assert found.code == 0, found.err
    assert "EVIL" in found.out
    check_markdown(found.out, headings=[name])
    assert found.out.count("\n# ") == 0


def test_the_summary_and_the_page_hold_nothing_of_the_record_s_own(
    evil: Path, command: RunCommand
) -> None:
    command("adapter", "record", "--record", "evil")
    command("run", "--no-baseline", "--record", "evil", "--columns", "*")
    command("report", "reports/results.jsonl", "--to", "page", "--out", "page")
    summary, page = evil / "reports" / "summary.md", evil / "page" / "README.md"

    fixed = [
        "EVIL ::error::EVIL",
        "Field by field",
        "The ",
        "What ",
    ]
    for file in (summary, page):
        text = file.read_text("utf-8")
        assert text.count("EVIL") > 10
        check_markdown(text, headings=fixed, more=frozenset({"details", "em", "strong", "summary"}))
        assert "<em>EVIL" not in MARKDOWN.render(text)
        assert "<strong>EVIL" not in MARKDOWN.render(text)


# --- the other reports ---------------------------------------------------------------------------


def test_the_other_reports_hold_nothing_of_the_record_s_own(
    evil: Path, command: RunCommand
) -> None:
    command("adapter", "record", "--record", "evil")
    command("baseline", "update", "--record", "evil")
    path = evil / "schemas" / "evil" / "baseline.json"
    path.write_text(
        path.read_text("utf-8").replace('"reason": ""', f'"reason": {json.dumps(TEXT)}'), "utf-8"
    )
    command("run", "--record", "evil", "--columns", "*")
    reports = evil / "reports"

    tree = ET.fromstring((reports / "junit.xml").read_text("utf-8"))  # noqa: S314  our own
    allowed = {"testsuites", "testsuite", "properties", "property", "testcase", "failure"}
    assert {x.tag for x in tree.iter()} <= allowed | {"skipped", "system-out", "system-err"}

    log = json.loads((reports / "results.sarif").read_text("utf-8"))
    messages = list(texts(log))
    assert any("EVIL" in message for message in messages)
    for message in messages:
        # A bracket is literal behind an odd number of backslashes.
        assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", message), message

    page = Rendered((reports / "index.html").read_text("utf-8"))
    assert not page.tags & {"img", "iframe", "object", "embed", "link"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert not [heading for heading in page.headings if heading.startswith("# ")]
    assert set(json.loads((reports / "badge.json").read_text("utf-8"))) == {
        "schemaVersion",
        "label",
        "message",
        "color",
    }


def texts(value: Any) -> Any:
    """Yield the texts of all messages."""
    if isinstance(value, dict):
        yield from ([value["text"]] if isinstance(value.get("text"), str) else [])
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
