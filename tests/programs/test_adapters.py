from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fakes
import pytest
from click.testing import CliRunner
from fakes import case

from conformance.cli import commands
from conformance.errors import BrokenFileError, IncompleteRunError
from conformance.formats.read import read_formatted
from conformance.model import Corpus, Expectation, Implementation
from conformance.programs.adapters import load_adapters
from conformance.programs.run import run_adapter

BAD = Path(__file__).parents[1] / "adapters_bad" / "adapter.py"


CORPUS = Corpus(
    cases=(
        case("a/good", '{"a": 1}', expect=Expectation(verdict="accept", level="must")),
        case("a/bad", '{"reject": 1}'),
    ),
    flags=(),
    retired={},
    files={},
)


def record_with(folder: Path, adapters: dict[str, dict[str, Any]]) -> Path:
    record = folder / "things"
    for name, content in adapters.items():
        path = record / "adapters" / name / "adapter.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"format": 1, **content}), "utf-8")
    return record


def speaking(how: str, **more: Any) -> dict[str, Any]:
    command = [*fakes.PYTHON, str(BAD), how]
    return {"columns": ["test.one"], "command": command, **more}


def run(folder: Path, content: dict[str, Any]) -> Any:
    (adapter,) = load_adapters(record_with(folder, {"one": content}))
    return run_adapter(adapter, adapter.columns[0], CORPUS, work=folder / "work")


def test_a_record_without_adapters_has_none(tmp_path: Path) -> None:
    assert load_adapters(tmp_path) == []


def test_an_adapter_s_verdicts_are_kept_by_case(tmp_path: Path) -> None:
    program = run(tmp_path, speaking("good", variant="one"))
    assert {name: x.verdict.value for name, x in program.judgements.items()} == {
        "a/good": "accept",
        "a/bad": "reject",
    }
    assert program.subject == Implementation(name="subject", version="2.0", language="python")
    assert (program.column.id, program.column.group) == ("test.one", "test")
    assert (program.column.variant, program.column.reading) == ("one", None)
    assert (program.judge, program.not_run) == ("live", None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            speaking("always-yes"),
            "vacuous: it accepts a top-level array, and does not say that it is lenient",
        ),
        (
            speaking("always-no"),
            "vacuous: it accepts none of the inputs that are to be accepted",
        ),
        (speaking("lies-about-protocol"), "it speaks protocol 7, this runner 1"),
        (speaking("good", needs=["sh", "no-such-program"]), "no-such-program is not installed"),
        (
            speaking("good", build=[["sh", "-c", "echo oh; echo dear; exit 1"]]),
            "not built: sh -c echo oh; echo dear; exit 1 failed: oh dear",
        ),
        (
            speaking("good", build=[["/no/such"]]),
            "not built: /no/such: [Errno 2] No such file or directory: '/no/such'",
        ),
        (speaking("good", targets={"test.one": "others"}), "it decodes things, and not others"),
    ],
)
def test_an_adapter_that_is_worth_nothing_is_not_run_and_says_why(
    content: dict[str, Any], why: str, tmp_path: Path
) -> None:
    program = run(tmp_path, content)
    assert program.not_run == why
    assert program.judgements == {}


def test_without_a_case_that_must_be_accepted_any_will_do_as_a_canary(tmp_path: Path) -> None:
    (adapter,) = load_adapters(record_with(tmp_path, {"one": speaking("always-no")}))
    corpus = Corpus(cases=[*CORPUS.cases][1:], flags=(), retired={}, files={})
    program = run_adapter(adapter, adapter.columns[0], corpus, work=None)
    assert program.not_run == "vacuous: it accepts none of the inputs that are to be accepted"


def test_a_lenient_decoder_says_so_and_need_not_reject(tmp_path: Path) -> None:
    program = run(tmp_path, speaking("lenient"))
    assert program.not_run is None
    assert program.column.permissive


def test_a_program_that_answers_by_its_exit_code_is_asked_once_a_case(tmp_path: Path) -> None:
    content = {
        "columns": ["test.one"],
        "command": ["grep", "-q", "a"],
        "exec": {"name": "grep", "version": "3"},
    }
    program = run(tmp_path, content)
    assert program.subject == Implementation(name="grep", version="3")
    assert {name: x.verdict.value for name, x in program.judgements.items()} == {
        "a/good": "accept",
        "a/bad": "reject",
    }


def test_what_is_built_stands_away_from_the_sources_and_is_built_once(tmp_path: Path) -> None:
    content = speaking("good", build=[["sh", "-c", "echo built >> built"]])
    program = run(tmp_path, content)
    assert program.not_run is None
    (adapter,) = load_adapters(tmp_path / "things")
    run_adapter(adapter, adapter.columns[0], CORPUS, work=tmp_path / "work")
    assert (tmp_path / "work" / "one" / "built").read_text("utf-8") == "built\n"
    assert [path.name for path in adapter.folder.iterdir()] == ["adapter.json"]
    (adapter.folder / "more").mkdir()
    (adapter.folder / "more" / "source").write_text("x", "utf-8")
    run_adapter(adapter, adapter.columns[0], CORPUS, work=tmp_path / "work")
    assert (tmp_path / "work" / "one" / "built").read_text("utf-8") == "built\nbuilt\n"


def test_code_that_adapters_share_is_beside_the_built_one_and_a_change_builds_again(
    tmp_path: Path,
) -> None:
    build = [["sh", "-c", "cat ../shared/words >> built"]]
    words = tmp_path / "things" / "adapters" / "shared" / "words"
    words.parent.mkdir(parents=True)
    words.write_text("one ", "utf-8")
    assert run(tmp_path, speaking("good", build=build)).not_run is None
    words.write_text("two", "utf-8")
    (adapter,) = load_adapters(tmp_path / "things")
    run_adapter(adapter, adapter.columns[0], CORPUS, work=tmp_path / "work")
    assert (tmp_path / "work" / "one" / "built").read_text("utf-8") == "one two"


def test_a_program_and_what_it_shares_may_stand_in_the_folder_of_another_record(
    tmp_path: Path,
) -> None:
    for folder, words in (("theirs", "one "), ("common", "two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "words").write_text(words, "utf-8")
    build = [["sh", "-c", "cat words ../shared/words > built"]]
    content = speaking("good", build=build, code="../../../theirs", shared="../../../common")

    assert run(tmp_path, content).not_run is None
    assert (tmp_path / "work" / "one" / "built").read_text("utf-8") == "one two"


@pytest.mark.parametrize("key", ["code", "shared"])
def test_a_folder_that_an_adapter_names_and_that_is_not_there_is_refused(
    tmp_path: Path, key: str
) -> None:
    record = record_with(tmp_path, {"one": speaking("good", **{key: "../nowhere"})})
    with pytest.raises(BrokenFileError) as caught:
        load_adapters(record)
    assert str(caught.value) == (
        f"{record.as_posix()}/adapters/one/adapter.json at /{key}: there is no folder ../nowhere; "
        "name it as seen from the folder of this file"
    )


def test_columns_of_one_program_differ_in_arguments_and_in_what_they_describe(
    tmp_path: Path,
) -> None:
    content = {
        "columns": ["test.one@1", "test.one@2", "test.two"],
        "command": [*fakes.PYTHON, str(BAD)],
        "arguments": {"test.one@1": ["good"], "test.one@2": ["always-no"], "test.two": ["good"]},
        "describes": {
            "test.one@1": {"component": "Thing", "as_of": "2025-01-01"},
            "test.one@*": {"component": "Thing"},
        },
    }
    (adapter,) = load_adapters(record_with(tmp_path, {"one": content}))
    ran = [
        run_adapter(adapter, column, CORPUS, work=tmp_path / "work") for column in adapter.columns
    ]

    assert [program.not_run is None for program in ran] == [True, False, True]
    described = [(x.column.component, x.column.as_of) for x in ran]
    assert described == [("Thing", "2025-01-01"), ("Thing", None), (None, None)]


def test_a_program_that_takes_an_input_for_another_type_than_it_names_loses_it(
    tmp_path: Path,
) -> None:
    types = {"test.*": [{"typed_as": "Thing", "when": {"/kind": "thing"}}]}
    (adapter,) = load_adapters(
        record_with(tmp_path, {"one": speaking("types-all-alike", types=types)})
    )
    things = Corpus(
        cases=(case("a/thing", '{"kind": "thing"}'), case("a/other", '{"kind": "other"}')),
        flags=(),
        retired={},
        files={},
    )
    program = run_adapter(adapter, adapter.columns[0], things, work=tmp_path / "work")

    assert {name: x.verdict.value for name, x in program.judgements.items()} == {
        "a/thing": "lossy",
        "a/other": "accept",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"columns": ["test.one"]}, '"command" is a required property'),
        (
            {"columns": ["a.b"], "command": ["a"], "describes": {"a.*": {}}},
            '"component" is a required property',
        ),
        (
            {"columns": ["a.b"], "command": ["a"], "types": {"a.b": [{"typed_as": "T"}]}},
            '"when" is a required property',
        ),
        ({"columns": [], "command": ["a"]}, "[] has less than 1 item"),
        ({"columns": ["one"], "command": ["a"]}, "expected: A column's id"),
        ({"columns": ["a.b"], "command": []}, "at /command: [] has less than 1 item"),
        (
            {"columns": ["a.b"], "command": ["a"], "timeout": {"case": 0}},
            "expected: The default is 5",
        ),
        ({"columns": ["a.b"], "command": ["a"], "exec": {}}, '"name" is a required property'),
    ],
)
def test_a_broken_adapter_file_is_refused_with_the_mend(
    content: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        load_adapters(record_with(tmp_path, {"one": content}))
    assert words in str(caught.value)
    assert "adapters/one/adapter.json" in str(caught.value)


def test_an_adapter_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "adapters" / "one" / "adapter.json").mkdir(parents=True)
    with pytest.raises(BrokenFileError, match="cannot be read"):
        load_adapters(tmp_path)


def test_two_adapters_for_one_column_are_refused(tmp_path: Path) -> None:
    record = record_with(tmp_path, {"one": speaking("good"), "two": speaking("good")})
    with pytest.raises(BrokenFileError, match=r"the column test\.one is that of one as well"):
        load_adapters(record)


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def small_record(tmp_path: Path) -> Path:
    record = tmp_path / "things"
    (record / "variants" / "one").mkdir(parents=True)
    (record / "variants" / "one" / "declared.schema.json").write_text('{"type": "object"}', "utf-8")
    (record / "corpus").mkdir()
    cases = [
        {
            "id": f"things/{name}",
            "rev": 1,
            "title": name,
            "input": {"value": value},
            "expect": {"verdict": "open", "because": "a test"},
            "flags": [],
        }
        for name, value in (("good", {"a": 1}), ("crash", {"crash": 1}), ("hang", {"hang": 1}))
    ]
    content = {"format": 1, "record": "things", "cases": cases}
    (record / "corpus" / "things.json").write_text(json.dumps(content), "utf-8")
    return record


def check(record: Path, *arguments: str) -> Any:
    return CliRunner().invoke(
        commands, ["adapter", "check", "--record", str(record), "--case", "0.5", *arguments]
    )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("good", ["3 accept", 'say "modes": ["decode", "roundtrip"]']),
        ("one-at-a-time", ['say "max_inflight": 64']),
        ("crashes", ["2 accept, 1 crash", "things/crash: it ended with exit", "two restarts"]),
        ("hangs", ["things/hang: no reply within 0.5 s", "flush stdout after every reply"]),
        ("babbles", ["stdout has a line that is not a reply", "keep stdout for replies"]),
    ],
)
def test_check_says_how_an_adapter_did_and_what_would_help(
    how: str, words: list[str], small_record: Path
) -> None:
    result = check(small_record, "--", *fakes.PYTHON, str(BAD), how)
    assert result.exit_code == 0, result.output
    for word in words:
        assert word in result.output


@pytest.mark.parametrize(
    ("how", "problem", "help_words"),
    [
        ("always-yes", "vacuous: it accepts a top-level array", "have it reject"),
        ("always-no", "vacuous: it accepts none of the inputs", "errors of its first replies"),
        ("dies-at-start", "before its hello", "write the hello on stdout as the first line"),
    ],
)
def test_check_refuses_an_adapter_that_is_worth_nothing(
    how: str, problem: str, help_words: str, small_record: Path
) -> None:
    result = check(small_record, "--", *fakes.PYTHON, str(BAD), how)
    assert isinstance(result.exception, IncompleteRunError)
    assert problem in str(result.exception)
    assert help_words in result.output


def test_check_tries_programs_that_answer_by_their_exit_code(small_record: Path) -> None:
    result = check(small_record, "--exec", "--", "grep", "-q", '"a"')
    assert result.exit_code == 0, result.output
    assert "1 accept, 2 reject" in result.output
    assert "is started once" in result.output


def test_check_answers_as_json_in_the_shape_of_its_format(small_record: Path) -> None:
    result = check(small_record, "--format", "json", "--", *fakes.PYTHON, str(BAD), "crashes")
    shown = read_formatted(
        result.output.encode(), file="stdout", form="adapter-check", record="things"
    )
    assert shown["verdicts"] == {"accept": 2, "crash": 1}
    assert [fault["case"] for fault in shown["faults"]] == ["things/crash"]
    assert shown["hello"]["subject"] == "subject 2.0"


def test_check_says_when_not_every_case_could_be_asked(small_record: Path) -> None:
    path = small_record / "corpus" / "things.json"
    content = json.loads(path.read_text("utf-8"))
    good, crash, _ = content["cases"]
    content["cases"] = [good, *({**crash, "id": f"things/crash-{n}"} for n in range(30))]
    path.write_text(json.dumps(content), "utf-8")
    result = check(small_record, "--", *fakes.PYTHON, str(BAD), "crashes")
    assert isinstance(result.exception, IncompleteRunError)
    assert "not every case could be asked" in str(result.exception)
    assert "more" in result.output
