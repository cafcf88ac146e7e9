"""An adapter with a newer release of a package: tried in a copy, then kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, PYTHON, program
from fakes.renewal import PACKAGE, write_adapter

from conformance.corpus.load import load_corpus
from conformance.model import Verdict
from conformance.programs import renewal as module
from conformance.programs.adapters import load_adapter
from conformance.programs.renewal import Renewal, keep, renamed, tried

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeRecord

    from conformance.model import Program

TODAY = "2030-02-03"


@pytest.fixture
def record(tmp_path: Path, make_record: MakeRecord) -> Path:
    return make_record(tmp_path / "thing")


def renewal(record: Path, folder: Path, version: str = "2.0") -> Renewal | str:
    adapter = load_adapter(folder, record="thing")
    return tried(
        adapter,
        adapter.packages[0],
        version,
        corpus=load_corpus(record),
        record="thing",
        work=record.parent / "work",
        today=TODAY,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {x.name: x.read_bytes() for x in sorted(folder.rglob("*")) if x.is_file()}


def test_the_newer_version_stands_in_texts_names_and_columns(record: Path) -> None:
    folder = write_adapter(record)
    before = contents(folder)

    found = renewal(record, folder)

    assert isinstance(found, Renewal)
    assert contents(folder) == before
    assert found.columns == {"sdk.left@1.0": "sdk.left@2.0"}
    assert found.files["version.txt"] == b"2.0\n"
    assert found.files["2.0.lock"] == b"2.0"
    assert "1.0.lock" not in found.files
    assert "built.txt" not in found.files
    content = json.loads(found.files["adapter.json"])
    assert content["columns"] == ["sdk.left@2.0", "sdk.left@0.9"]
    assert content["packages"][0]["version"] == "2.0"
    assert content["describes"] == {
        "sdk.*@2.0": {"component": "Thing", "as_of": TODAY},
        "sdk.*": {"component": "Thing", "as_of": "2019-01-01"},
    }
    (asked,) = found.programs
    assert asked.subject is not None
    assert asked.subject.version == "2.0"
    assert asked.judgements["state/idle"].verdict is Verdict.REJECT


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("3.0", "it ended"),
        ("4.0", "not locked: "),
        ("5.0", "not built: "),
    ],
)
def test_what_cannot_be_tried_is_told(record: Path, version: str, words: str) -> None:
    folder = write_adapter(record)
    before = contents(folder)

    found = renewal(record, folder, version)

    assert isinstance(found, str)
    assert words in found
    assert contents(folder) == before


def test_a_program_that_was_not_asked_about_every_case_is_not_kept(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tired(*_: object, **__: object) -> Program:
        return program({"state/on": ACCEPT, "state/idle": Verdict.NOT_RUN})

    monkeypatch.setattr(module, "run_adapter", tired)

    assert renewal(record, write_adapter(record)) == "not run on 1 cases: None"


def test_only_whole_versions_are_replaced_and_only_in_named_files(record: Path) -> None:
    package = {**PACKAGE, "files": ["version.txt", "notes.txt"]}
    folder = write_adapter(record, packages=[package])
    text = "1.0 v1.0 =1.0. 11.0 1.0.3 0.1.0 1.05 left-1.0.zip"
    (folder / "notes.txt").write_text(text, "utf-8")
    (folder / "others.txt").write_text(text, "utf-8")

    found = renewal(record, folder)

    assert isinstance(found, Renewal)
    assert found.files["notes.txt"] == b"2.0 v2.0 =2.0. 11.0 1.0.3 0.1.0 1.05 left-2.0.zip"
    assert found.files["others.txt"] == text.encode()


def test_code_that_adapters_share_is_beside_the_copy(record: Path) -> None:
    folder = write_adapter(record, command=["python3", "../shared/program.py"])
    shared = folder.parent / "shared"
    shared.mkdir()
    (folder / "program.py").rename(shared / "program.py")

    assert isinstance(renewal(record, folder), Renewal)


def test_all_columns_ask_a_package_whose_version_is_in_no_id(record: Path) -> None:
    folder = write_adapter(record, columns=["sdk.left"], describes={})

    found = renewal(record, folder)

    assert isinstance(found, Renewal)
    assert found.columns == {"sdk.left": "sdk.left"}


@pytest.mark.parametrize("columns", [["sdk.left@1.0"], ["sdk.left"]])
def test_what_is_kept_takes_the_place_of_files_and_of_recorded_verdicts(
    record: Path, columns: list[str]
) -> None:
    folder = write_adapter(record, columns=columns)
    (folder / "src").mkdir()
    (folder / "src/more.txt").write_text("more", "utf-8")
    (record / "observations").mkdir()
    (record / "observations" / f"{columns[0]}.json").write_text("old", "utf-8")
    found = renewal(record, folder)
    assert isinstance(found, Renewal)

    adapter = load_adapter(folder, record="thing")
    keep(found, adapter, load_corpus(record), record=record, today=TODAY)

    assert sorted(contents(folder)) == [
        *("2.0.lock", "adapter.json", "make.py", "more.txt", "program.py", "version.txt")
    ]
    (path,) = (record / "observations").iterdir()
    content = json.loads(path.read_text("utf-8"))
    assert path.stem == content["column"] == columns[0].replace("1.0", "2.0")
    assert (content["date"], content["subject"]["version"]) == (TODAY, "2.0")


def test_ids_are_renamed_where_a_string_is_one() -> None:
    text = '["sdk.one@1", "sdk.one@11", "sdk.one"]'

    assert renamed(text, {"sdk.one@1": "sdk.one@2"}) == '["sdk.one@2", "sdk.one@11", "sdk.one"]'


def test_a_package_is_named_by_its_registry_and_its_name(record: Path) -> None:
    (package,) = load_adapter(write_adapter(record), record="thing").packages

    assert package.id == PACKAGE["package"]
    assert (package.kind, package.name, package.version) == ("npm", "left", "1.0")


def test_a_copy_finds_the_code_that_its_adapter_shares_with_others(record: Path) -> None:
    common = record.parent / "common"
    common.mkdir()
    package = {**PACKAGE, "lock": [[*PYTHON, "../shared/make.py", "4.0", "{}.lock"]]}
    folder = write_adapter(record, shared="../../../common", packages=[package])
    (common / "make.py").write_bytes((folder / "make.py").read_bytes())

    found = renewal(record, folder)

    assert isinstance(found, Renewal)
    assert found.files["2.0.lock"] == b"2.0"


def test_an_adapter_with_the_code_of_another_is_renewed_after_that_one(record: Path) -> None:
    other = write_adapter(record)
    package = {"package": "npm:left", "version": "1.0"}
    code = f"../../../{record.name}/adapters/left"
    folder = write_adapter(record.parent / "more", code=code, packages=[package])
    refusal = f"its code is that of {other.as_posix()}: renew that adapter first"
    assert renewal(record, folder) == refusal

    first = renewal(record, other)
    assert isinstance(first, Renewal)
    keep(
        first,
        load_adapter(other, record="thing"),
        load_corpus(record),
        record=record,
        today=TODAY,
    )
    found = renewal(record, folder)

    assert isinstance(found, Renewal)
    assert found.columns == {"sdk.left@1.0": "sdk.left@2.0"}
    assert json.loads(found.files["adapter.json"])["packages"][0]["version"] == "2.0"
    (asked,) = found.programs
    assert asked.judgements["state/idle"].verdict is Verdict.REJECT


def test_code_that_is_no_adapter_s_own_cannot_be_renewed(record: Path) -> None:
    code = record.parent / "code"
    code.mkdir()
    folder = write_adapter(record, code="../../../code")

    refusal = f"its code is that of {code.as_posix()}: renew that adapter first"
    assert renewal(record, folder) == refusal
