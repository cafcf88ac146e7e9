"""Exported bundles: what they hold, that they are reproducible, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import jsonschema_rs
import pytest

from conformance.corpus.load import load_corpus
from conformance.programs.observations import observation_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeRecord, RunCommand

    from conformance.model import Verdict

MUST = {"verdict": "accept", "level": "must"}
SHOULD = {"verdict": "reject", "level": "should", "because": "It says so."}
EITHER = {"verdict": "either", "choices": {"accept": "new", "reject": "old"}, "because": "Ages."}
FLAGS: dict[str, dict[str, Any]] = {
    "Idle": {"kind": "ambiguity", "means": "Idle or not.", "links": ["https://example.com/"]},
    "Odd": {"kind": "topic", "means": "Odd.", "effect": "None."},
}
SOURCES: dict[str, dict[str, Any]] = {
    "rfc-1": {"kind": "standard", "title": "A standard", "version": "1"}
}
CASES = [
    fakes.case_entry("state/on", {"state": "on"}, expect=MUST, cites=[{"document": "rfc-1"}]),
    fakes.case_entry(
        "state/idle", {"state": "idle"}, expect=EITHER, flags=["Idle"], near="state/on", why="Why."
    ),
    fakes.case_entry("state/else", {"state": "?"}, expect=SHOULD, near="state/on", flags=["Odd"]),
    fakes.case_entry("text/signs", None, input={"text": '{"state": "é\U0001f600"'}, flags=["Odd"]),
    fakes.case_entry("text/bytes", None, input={"base64": "//4="}, origin={"tool": "t", "seed": 1}),
]
ALL = [entry["id"] for entry in CASES]
RETIRED = {"state/gone": {"why": "Wrong.", "replaced_by": "state/on"}}


@pytest.fixture
def project(project: Path, make_record: MakeRecord) -> Path:
    make_record(
        project / "schemas/thing",
        cases=CASES,
        flags=FLAGS,
        sources=SOURCES,
        retired=RETIRED,
        version="2026.3",
    )
    return project


def rewrite(project: Path, **parts: Any) -> None:
    """Write the corpus with other parts."""
    content = {"format": 1, "record": "thing", "version": "2026.3", "flags": FLAGS}
    content |= {"sources": SOURCES, "retired": RETIRED, "cases": CASES, **parts}
    fakes.write_json(project / "schemas/thing/corpus/all.json", content)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def content(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("ascii"))


def assert_format(name: str, found: Any) -> None:
    schema = resources.files("conformance") / f"formats/bundle-{name}.schema.json"
    errors = jsonschema_rs.iter_errors(json.loads(schema.read_text("utf-8")), found)
    assert [error.message for error in errors] == []


@pytest.fixture
def bundle(project: Path, command: RunCommand) -> Path:
    assert command("corpus", "export", "bundle").code == 0
    return project / "bundle"


# --- what a bundle holds -------------------------------------------------------------------------


def test_it_says_what_it_wrote(command: RunCommand, project: Path) -> None:
    outcome = command("corpus", "export", "bundle")

    assert outcome.err == ""
    written = sum(map(len, files(project / "bundle").values()))
    assert outcome.out == f"written: 5 cases in 14 files, {written:,} bytes, in bundle\n"


def test_each_input_stands_alone_in_a_file_as_a_decoder_gets_it(
    bundle: Path, project: Path
) -> None:
    expected = {
        f"{case.id.replace('/', '--')}.json": (
            case.input.data if case.input.data is not None else str(case.input.text).encode("utf-8")
        )
        for case in load_corpus(project / "schemas/thing").cases
    }

    assert files(bundle / "cases") == expected
    assert expected["text--signs.json"] == '{"state": "é\U0001f600"'.encode()
    assert expected["text--bytes.json"] == b"\xff\xfe"


def test_a_line_of_the_cases_gives_the_same_input_and_what_is_expected(bundle: Path) -> None:
    lines = [json.loads(line) for line in (bundle / "cases.ndjson").read_bytes().splitlines()]

    assert [line["id"] for line in lines] == ALL
    for line in lines:
        assert_format("case", line)
        data = base64.b64decode(line["base64"]) if "base64" in line else line["text"].encode()
        assert data == (bundle / line["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == line["sha256"]
    assert lines[1] == {
        "id": "state/idle",
        "rev": 1,
        "title": "state/idle",
        "why": "Why.",
        "file": "cases/state--idle.json",
        "sha256": hashlib.sha256(b'{"state": "idle"}').hexdigest(),
        "text": '{"state": "idle"}',
        "expect": EITHER,
        "flags": ["Idle"],
        "cites": [],
        "near": "state/on",
        "direction": "both",
        "generated": False,
    }
    assert lines[4]["generated"] is True


def test_the_corpus_has_the_same_cases_with_its_dictionaries(bundle: Path) -> None:
    corpus = content(bundle, "corpus.json")

    assert_format("corpus", corpus)
    lines = (bundle / "cases.ndjson").read_text("ascii").splitlines()
    assert corpus.pop("cases") == [json.loads(line) for line in lines]
    nothing: dict[str, Any] = dict.fromkeys(["date", "digest", "url"])
    assert corpus == {
        "format": 1,
        "record": "thing",
        "version": "2026.3",
        "title": "thing",
        "about": "",
        "sources": {"rfc-1": {**SOURCES["rfc-1"], **nothing}},
        "flags": {
            "Idle": {**FLAGS["Idle"], "effect": None},
            "Odd": {**FLAGS["Odd"], "links": []},
        },
        "retired": {"state/gone": "state/on"},
    }


def test_the_manifest_has_the_digest_of_every_file_and_input(bundle: Path) -> None:
    manifest = content(bundle, "manifest.json")

    assert_format("manifest", manifest)
    counts = {"cases": 5, "accept": 1, "reject": 1, "either": 1, "open": 2}
    assert (manifest["version"], manifest["counts"]) == ("2026.3", counts)
    assert manifest["files"] == {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files(bundle).items()
        if name != "manifest.json"
    }
    assert list(manifest["inputs"]) == ALL
    assert manifest["inputs"]["text/bytes"] == hashlib.sha256(b"\xff\xfe").hexdigest()
    assert manifest["profile"] == {"columns": [], "flags": [], "level": None, "minimal": False}


def test_observed_has_the_verdict_of_every_column_on_every_case(bundle: Path) -> None:
    observed = content(bundle, "observed.json")

    assert_format("observed", observed)
    columns = ["closed.declared", "closed.documented", "open.declared"]
    assert [column["id"] for column in observed["columns"]] == columns
    assert list(observed["verdicts"]) == ALL
    assert list(observed["verdicts"]["state/idle"].items()) == [
        ("closed.declared", "reject"),
        ("closed.documented", "accept"),
        ("open.declared", "accept"),
    ]


def test_the_formats_travel_with_the_bundle(bundle: Path) -> None:
    formats = resources.files("conformance") / "formats"
    names = ["case", "changes", "corpus", "manifest", "observed"]
    assert files(bundle / "schemas") == {
        f"{name}.schema.json": (formats / f"bundle-{name}.schema.json").read_bytes()
        for name in names
    }


def test_all_but_the_inputs_and_formats_is_ascii(bundle: Path) -> None:
    odd = [
        name
        for name, data in files(bundle).items()
        if not data.isascii() and not name.startswith(("cases/", "schemas/"))
    ]
    assert odd == []


def test_no_file_with_an_input_alone_tells_what_is_expected(bundle: Path) -> None:
    assert [name for name, data in files(bundle / "cases").items() if b"expect" in data] == []


def test_a_readme_beside_the_corpus_travels_with_it(project: Path, command: RunCommand) -> None:
    (project / "schemas/thing/corpus/README.md").write_text("# Mine", "utf-8")

    command("corpus", "export", "bundle")

    assert (project / "bundle" / "README.md").read_text("utf-8") == "# Mine"
    assert "README.md" in content(project / "bundle", "manifest.json")["files"]


# --- the same again, and in place of an older one ------------------------------------------------


def test_the_same_corpus_gives_the_same_bytes(
    bundle: Path, command: RunCommand, project: Path
) -> None:
    command("corpus", "export", "again")

    assert files(project / "again") == files(bundle)


def test_an_earlier_bundle_is_replaced_as_a_whole(
    bundle: Path, command: RunCommand, project: Path
) -> None:
    (bundle / "notes.txt").write_text("mine", "utf-8")
    command("corpus", "export", "must", "--level", "must")

    outcome = command("corpus", "export", "bundle", "--level", "must")

    assert outcome.code == 0, outcome.err
    kept = files(bundle)
    assert kept.pop("notes.txt") == b"mine"
    assert kept == files(project / "must")


# --- profiles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "cases"),
    [
        (["--flags", "Odd"], ["state/else", "text/signs"]),
        (["--flags", "Odd", "--flags", "Idle"], ["state/idle", "state/else", "text/signs"]),
        (["--flags", "Odd,Idle"], ["state/idle", "state/else", "text/signs"]),
        (["--flags", "Odd, -Idle,"], ["state/else", "text/signs"]),
        (["--flags", "-Odd"], ["state/on", "state/idle", "text/bytes"]),
        (["--level", "must"], ["state/on"]),
        (["--level", "should"], ["state/on", "state/else"]),
        (["--level", "may", "--flags", "Odd"], ["state/else"]),
        (["--minimal"], ["state/idle", "state/else"]),
        (["--minimal", "--columns", "*.declared"], ["state/idle"]),
        (["--columns", "open.*"], ALL),
    ],
)
def test_a_profile_selects_cases(
    command: RunCommand, project: Path, options: list[str], cases: list[str]
) -> None:
    outcome = command("corpus", "export", "bundle", *options)

    assert outcome.code == 0, outcome.err
    bundle = project / "bundle"
    assert list(content(bundle, "manifest.json")["inputs"]) == cases
    assert list(content(bundle, "observed.json")["verdicts"]) == cases
    assert len(files(bundle / "cases")) == len(cases)
    near = [entry.get("near") for entry in content(bundle, "corpus.json")["cases"]]
    assert {*near} <= {*cases, None}


def test_a_profile_selects_columns_and_is_told_in_the_manifest(
    command: RunCommand, project: Path
) -> None:
    command("corpus", "export", "bundle", "--columns", "open.*", "--level", "must")

    observed = content(project / "bundle", "observed.json")
    assert observed["verdicts"] == {"state/on": {"open.declared": "accept"}}
    profile = content(project / "bundle", "manifest.json")["profile"]
    assert profile == {"columns": ["open.*"], "flags": [], "level": "must", "minimal": False}


def observe(project: Path, name: str, said: dict[str, Verdict]) -> None:
    """Write what a program, `test.NAME`, said of cases."""
    record = project / "schemas/thing"
    text = observation_text(
        fakes.program(said, name=name), load_corpus(record), record="thing", date="2026-01-02"
    )
    fakes.write_json(record / "observations" / f"test.{name}.json", text)


def test_the_fewest_cases_tell_programs_apart_too(command: RunCommand, project: Path) -> None:
    alike = dict.fromkeys(ALL, fakes.ACCEPT)
    observe(project, "one", alike)
    observe(project, "two", {**alike, "state/on": fakes.REJECT})
    options = ("--minimal", "--columns", "test.*")

    outcome = command("corpus", "export", "bundle", *options)

    assert outcome.code == 0, outcome.err
    assert list(content(project / "bundle", "manifest.json")["inputs"]) == ["state/on"]


def test_a_case_that_a_program_was_not_asked_about_tells_it_apart_from_none(
    command: RunCommand, project: Path
) -> None:
    alike = dict.fromkeys(ALL, fakes.ACCEPT)
    observe(project, "one", alike)
    observe(project, "two", {name: alike[name] for name in ALL if name != "state/on"})
    adapter = {"format": 1, "columns": ["test.never"], "command": ["none"]}
    fakes.write_json(project / "schemas/thing/adapters/never/adapter.json", adapter)

    outcome = command("corpus", "export", "bundle", "--minimal", "--columns", "test.*")

    assert outcome.code == 5
    assert "no case tells two of the columns apart" in outcome.err


# --- changes -------------------------------------------------------------------------------------


def test_what_changed_since_an_earlier_bundle_is_told(
    bundle: Path, command: RunCommand, project: Path
) -> None:
    assert not (bundle / "CHANGES.json").exists()
    retitled = {**CASES[1], "title": "Another title"}
    raised = {**CASES[2], "rev": 2, "expect": {**SHOULD, "level": "must"}}
    new = fakes.case_entry("state/new", {})
    retired = {**RETIRED, "state/on": {"why": "Twice."}}
    cases = [retitled, {**raised, "near": "state/idle"}, CASES[3], new]
    del retitled["near"]
    rewrite(project, cases=cases, retired=retired)

    outcome = command("corpus", "export", "new", "--since", "bundle", "--version", "2027.1")

    assert outcome.code == 0, outcome.err
    changes = content(project / "new", "CHANGES.json")
    assert_format("changes", changes)
    assert changes == {
        "format": 1,
        "record": "thing",
        "version": "2027.1",
        "since": "2026.3",
        "added": ["state/new"],
        "changed": [{"id": "state/else", "rev_was": 1, "rev": 2}],
        "retired": [
            {"id": "state/on", "replaced_by": None},
            {"id": "text/bytes", "replaced_by": None},
        ],
        "unselected": [],
    }


def test_a_case_that_is_no_longer_selected_is_not_called_retired(
    command: RunCommand, project: Path
) -> None:
    command("corpus", "export", "old", "--level", "should")
    rewrite(project, cases=[CASES[0], {**CASES[2], "rev": 2, "expect": {"verdict": "open",
            "because": "?"}}])  # fmt: skip

    options = ("--level", "should", "--version", "2026.4")
    command("corpus", "export", "new", "--since", "old", *options)

    changes = content(project / "new", "CHANGES.json")
    assert (changes["retired"], changes["unselected"]) == ([], ["state/else"])


@pytest.mark.usefixtures("bundle")
def test_a_bundle_that_changed_nothing_may_keep_its_version(
    command: RunCommand, project: Path
) -> None:
    outcome = command("corpus", "export", "new", "--since", "bundle")

    assert outcome.code == 0, outcome.err
    changes = content(project / "new", "CHANGES.json")
    assert not any(changes[name] for name in ("added", "changed", "retired", "unselected"))


# --- what is refused -----------------------------------------------------------------------------

NOTHING: Callable[[Path], object] = lambda _: None  # noqa: E731  a row of the table


def put(path: str, text: str) -> Callable[[Path], object]:
    return lambda project: fakes.write_json(project / path, text)


def case(**parts: Any) -> Callable[[Path], object]:
    return lambda project: rewrite(project, cases=[fakes.case_entry("a/b", {}, **parts)])


def damaged(project: Path) -> None:
    (project / "bundle/corpus.json").write_text("{}", "utf-8")


def without_corpus(project: Path) -> None:
    path = project / "bundle/manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["files"]["corpus.json"]
    fakes.write_json(path, manifest)


def outside(project: Path) -> None:
    path = project / "bundle/manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["files"]["cases/../../mine"] = manifest["files"]["corpus.json"]
    fakes.write_json(path, manifest)


def no_version(project: Path) -> None:
    path = project / "schemas/thing/corpus/all.json"
    content = json.loads(path.read_text("utf-8"))
    del content["version"]
    fakes.write_json(path, content)


def two_versions(project: Path) -> None:
    second = {"format": 1, "record": "thing", "version": "2026.4", "cases": []}
    fakes.write_json(project / "schemas/thing/corpus/more.json", second)


SINCE = ["new", "--since", "bundle"]
TABLE: list[tuple[str, Callable[[Path], object], list[str], int, list[str]]] = [
    ("a flag that is none", NOTHING, ["b", "--flags", "Nul"], 2,
     ["the corpus has no flag 'Nul'", "its flags are Idle, Odd"]),
    ("an unwanted flag that is none", NOTHING, ["b", "--flags", "-Nul"], 2, ["no flag 'Nul'"]),
    ("a corpus without flags", case(), ["b", "--flags", "Nul"], 2, ["no flag 'Nul'"]),
    ("a level that is none", NOTHING, ["b", "--level", "shall"], 2, ["'shall' is not one of"]),
    ("a column that is none", NOTHING, ["b", "--columns", "x.*"], 2, ["no column matches"]),
    ("nothing selected", NOTHING, ["b", "--level", "must", "--flags", "Odd"], 5,
     ["no case of the corpus is selected"]),
    ("nothing to tell apart", NOTHING, ["b", "--minimal", "--columns", "open.*"], 5,
     ["no case tells two of the columns apart"]),
    ("no version", no_version, ["b"], 2, ["the corpus has no version", "--version"]),
    ("two versions", two_versions, ["b"], 2,
     ["more.json at /version", "corpus/all.json already has the version"]),
    ("a version that is none", NOTHING, ["b", "--version", "1.0.0"], 2,
     ["'1.0.0' is not a version of a corpus", "YYYY.N"]),
    ("an older version", NOTHING, [*SINCE, "--version", "2026.2"], 2,
     ["version 2026.2 does not follow the earlier bundle's 2026.3"]),
    ("changes under the same version", case(), SINCE, 2, ["does not follow", "--version"]),
    ("a bundle of other cases", NOTHING, [*SINCE, "--level", "must"], 2, ["other options"]),
    ("no earlier bundle", NOTHING, ["b", "--since", "none"], 2,
     ["none: there is no bundle", "make one with `conformance corpus export FOLDER`"]),
    ("an earlier bundle that is no JSON", put("bundle/manifest.json", "{"), SINCE, 2,
     ["bundle/manifest.json at line 1"]),
    ("an earlier bundle of another record",
     put("bundle/manifest.json", '{"format": 1, "record": "x"}'), SINCE, 2,
     ["bundle/manifest.json at /record"]),
    ("an earlier bundle that was changed", damaged, SINCE, 2,
     ["bundle/corpus.json: the file differs from the bundle's manifest"]),
    ("an earlier bundle without a corpus", without_corpus, SINCE, 2, ["lists no corpus.json"]),
    ("an earlier bundle that reaches outside", outside, SINCE, 2,
     ["bundle/manifest.json at /files", "stays inside the bundle"]),
    ("a damaged bundle in its place", damaged, ["bundle"], 2, ["bundle/corpus.json"]),
    ("something else in its place", put("full/x", "mine"), ["full"], 2,
     ["full: the folder holds something that is not a bundle", "name a new folder"]),
    ("a file in its place", put("b", "mine"), ["b"], 2,
     ["b: the folder holds something that is not a bundle"]),
    ("a file on its way", put("b", "mine"), ["b/c"], 2, ["cannot be written: Not a directory"]),
    ("an input without bytes", case(input={"text": "\ud800"}), ["b"], 2,
     ["corpus/all.json", "lone surrogate"]),
]  # fmt: skip


@pytest.mark.usefixtures("bundle")
@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "words"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_bad_input_ends_with_its_code_and_writes_nothing(  # noqa: PLR0913, PLR0917  a table
    project: Path,
    command: RunCommand,
    prepare: Callable[[Path], object],
    arguments: list[str],
    code: int,
    words: list[str],
) -> None:
    prepare(project)
    before = files(project)

    outcome = command("corpus", "export", *arguments)

    assert outcome.code == code, outcome.err
    assert [word for word in words if word not in outcome.err] == []
    assert outcome.out == ""
    assert files(project) == before
    assert not Path("new").exists()


# --- several records -----------------------------------------------------------------------------


def test_each_of_several_records_has_bundles_and_packages_of_its_name(
    command: RunCommand, project: Path, make_record: MakeRecord
) -> None:
    make_record(project / "schemas/other", cases=CASES[:1], sources=SOURCES, version="2026.1")

    for record in ("other", "thing"):
        assert command("corpus", "export", f"{record}-bundle", "--record", record).code == 0
        manifest = content(project / f"{record}-bundle", "manifest.json")
        assert manifest["record"] == record
        packed = command("corpus", "package", f"{record}-bundle", "dist", "--record", record)
        assert packed.code == 0
    made = sorted(path.name for path in (project / "dist").iterdir())
    assert [name for name in made if name.endswith(".tar.gz")] == [
        "other-corpus-2026.1.tar.gz",
        "thing-corpus-2026.3.tar.gz",
    ]
    sums = (project / "dist/SHA256SUMS").read_text("utf-8")
    assert all(name in sums for name in made if name != "SHA256SUMS")
    taken = command("corpus", "export", "thing-bundle", "--record", "other")
    assert taken.code == 2
