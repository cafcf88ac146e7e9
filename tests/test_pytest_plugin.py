"""The fixture `conformance_case`, in pytest runs of their own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import fakes
import pytest

from conformance.corpus.load import load_corpus
from conformance.model import Implementation
from conformance.programs.observations import observation_text

if TYPE_CHECKING:
    from conftest import MakeRecord

pytest_plugins = ["pytester"]

FLAGS = {"Odd": {"kind": "ambiguity", "means": "Odd."}}
CASES = [
    fakes.case_entry("n/one", 1, expect={"verdict": "accept", "level": "must"}),
    fakes.case_entry("n/two", 2, expect={"verdict": "reject", "level": "should"}),
    fakes.case_entry("n/open", 3, flags=["Odd"]),
    fakes.case_entry(
        "n/bytes", 4, input={"base64": "/w=="}, expect={"verdict": "reject", "level": "must"}
    ),
]
TEST = """
    import json

    def takes(data):
        try:
            json.loads(data)
        except ValueError:
            return False
        return True

    def test_decoder(conformance_case):
        assert conformance_case.allows(accepted=takes(conformance_case.input))
"""


@pytest.fixture
def project(pytester: pytest.Pytester, make_record: MakeRecord) -> pytest.Pytester:
    make_record(pytester.path / "schemas/thing", cases=CASES, flags=FLAGS)
    pytester.makepyfile(TEST)
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    # Installed, the plugin is there by its entry point; from a checkout it is not.
    plugin = ("-p", "no:conformance", "-p", "conformance.pytest_plugin")
    return project.runpytest_inprocess(*plugin, "-v", "-p", "no:cacheprovider", *options)


def test_a_test_runs_once_a_case_by_its_id(project: pytest.Pytester) -> None:
    result = run(project)

    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*::test_decoder[[]n/one[]] PASSED*",
            "*::test_decoder[[]n/two[]] FAILED*",
            "*::test_decoder[[]n/open[]] PASSED*",
            "*::test_decoder[[]n/bytes[]] PASSED*",
            "the decoder accepts n/two, and should reject it",
        ]
    )


SEEN = """
case         n/two: n/two
payload      2
expected     should reject. Two is too many.
accepted by  open, counter 1
rejected by  closed
because      closed (row one): One is the only number.
instead      1 is accepted
more         conformance explain n/two --record thing
"""


@pytest.fixture
def explained(
    project: pytest.Pytester, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Give a project whose case n/two has all that can be said of a case."""
    monkeypatch.setenv("COLUMNS", "200")
    shutil.rmtree(project.path / "schemas/thing")
    expect = {"verdict": "reject", "level": "should", "because": "Two is too many."}
    claim = {
        "id": "one",
        "at": "row one",
        "says": "One is the only number.",
        "strength": "stated",
        "keywords": ["declared.schema.json#/const"],
    }
    record = make_record(
        project.path / "schemas/thing",
        variants={
            "open": {"declared": {"type": "integer"}},
            "closed": {"declared": {"const": 1}, "about": {"format": 1, "claims": [claim]}},
        },
        cases=[CASES[0], {**CASES[1], "expect": expect, "near": "n/one"}],
    )
    corpus = load_corpus(record)
    counter = replace(
        fakes.program({"n/two": fakes.ACCEPT}, name="counter@1"),
        subject=Implementation(name="counter", version="1"),
    )
    fakes.write_json(
        record / "observations/test.counter@1.json",
        observation_text(counter, corpus, record="thing", date="2026-11-21"),
    )
    return project


@pytest.mark.parametrize(
    "options", [[], ["--tb=long"], ["--tb=short"], ["--tb=native"], ["--showlocals"], ["--tb=auto"]]
)
def test_a_test_that_fails_says_why_in_place_of_a_traceback(
    explained: pytest.Pytester, options: list[str]
) -> None:
    printed = run(explained, *options).stdout.str()

    assert f"the decoder accepts n/two, and should reject it{SEEN}" in printed
    assert "assert conformance_case" not in printed
    assert "where False" not in printed
    assert "Traceback" not in printed
    assert re.search(
        r"^FAILED .*\[n/two\] - the decoder accepts n/two, and ", printed, re.MULTILINE
    )


def test_on_one_line_a_failure_says_what_the_decoder_did(explained: pytest.Pytester) -> None:
    printed = run(explained, "--tb=line").stdout.str()

    assert re.search(r"\.py:\d+: the decoder accepts n/two, and should reject it", printed)


def test_a_decoder_that_rejects_what_it_should_accept_is_told_so(
    explained: pytest.Pytester,
) -> None:
    explained.makepyfile(
        "def test_none(conformance_case):\n"
        "    assert conformance_case.allows(accepted=False), conformance_case.id\n"
    )

    result = run(explained)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["the decoder rejects n/one, and must accept it", "case * n/one*"])


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("raise ValueError('boom')", "E       ValueError: boom"),
        ("assert conformance_case.id == 'x'", "E       AssertionError: assert 'n/two' == 'x'"),
        (
            "assert conformance_case.allows(accepted=False) and not conformance_case.title",
            "E       AssertionError: assert (True and not 'n/two')",
        ),
    ],
)
def test_another_failure_keeps_its_traceback_and_the_case_is_told_beside(
    explained: pytest.Pytester, line: str, shown: str
) -> None:
    explained.makepyfile(f"def test_it(conformance_case):\n    {line}\n")

    result = run(explained, "-k", "n/two")

    result.assert_outcomes(failed=1, deselected=1)
    printed = result.stdout.str()
    assert shown in printed
    assert f" The case n/two -{'-' * 20}" in printed
    assert SEEN in f"{printed}\n"


@pytest.mark.parametrize(
    ("change", "shown"),
    [("longrepr = 'shown otherwise'", True), ("longrepr.reprcrash = None", False)],
)
def test_a_failure_that_something_else_shows_in_its_own_way_is_told_too(
    explained: pytest.Pytester, change: str, *, shown: bool
) -> None:
    explained.makeconftest(
        f"""
        import pytest

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_makereport(item):
            report = yield
            if report.failed:
                report.{change}
            return report
        """
    )

    printed = run(explained).stdout.str()

    assert ("shown otherwise" in printed) is shown
    assert f"the decoder accepts n/two, and should reject it{SEEN}" in printed


def test_a_known_failure_and_a_test_without_a_case_are_shown_as_always(
    explained: pytest.Pytester,
) -> None:
    explained.path.joinpath("known.txt").write_text("n/two it takes any number\n", "utf-8")
    explained.makepyfile(test_y="def test_other():\n    assert False\n")

    result = run(explained, "--conformance-known", "known.txt")

    result.assert_outcomes(passed=1, xfailed=1, failed=1)
    assert "the decoder" not in result.stdout.str()
    assert "E       assert False" in result.stdout.str()


def test_several_records_are_chosen_between_by_option_setting_or_marker(
    project: pytest.Pytester, make_record: MakeRecord
) -> None:
    other = make_record(project.path / "schemas/other", cases=[fakes.case_entry("o/one", 1)])

    unnamed = run(project)

    unnamed.assert_outcomes(errors=1)
    unnamed.stdout.fnmatch_lines(
        ["there are several records: other, thing; name one with --conformance-record, or the *"]
    )
    run(project, "--conformance-record", "other").assert_outcomes(passed=1)
    project.makepyfile(
        """
        import pytest

        @pytest.mark.conformance(record="other")
        def test_other(conformance_case):
            assert conformance_case.record == "other"

        @pytest.mark.conformance(record="thing")
        def test_thing(conformance_case):
            assert conformance_case.allows(accepted=conformance_case.id != "n/one")
        """
    )
    result = run(project)
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(["*conformance explain n/one --record thing"])
    assert other.name not in re.findall("--record (.*)", result.stdout.str())


def test_a_known_failure_is_expected(project: pytest.Pytester) -> None:
    project.path.joinpath("known.txt").write_text(
        "# What json does not refuse.\n\nn/two it takes any number\n", "utf-8"
    )

    result = run(project, "--conformance-known", "known.txt", "-rx")

    result.assert_outcomes(passed=3, xfailed=1)
    result.stdout.fnmatch_lines(["XFAIL *[[]n/two[]] - it takes any number*"])


def test_a_known_failure_that_was_mended_fails(project: pytest.Pytester) -> None:
    project.path.joinpath("known.txt").write_text("n/two why\nn/one why\n", "utf-8")

    result = run(project, "--conformance-known", "known.txt")

    result.assert_outcomes(passed=2, xfailed=1, failed=1)
    result.stdout.fnmatch_lines(["*XPASS(strict)*"])


@pytest.mark.parametrize(
    ("options", "passed", "failed"),
    [
        (["--conformance-level", "must"], 2, 0),
        (["--conformance-level=should"], 2, 1),
        (["--conformance-flags", "Odd"], 1, 0),
        (["--conformance-flags=-Odd"], 2, 1),
        (["--conformance-flags=-Odd, -Odd,"], 2, 1),
        (["--conformance-record", "thing"], 3, 1),
        (["--conformance-record", "schemas/thing"], 3, 1),
    ],
)
def test_options_choose_the_cases(
    project: pytest.Pytester, options: list[str], passed: int, failed: int
) -> None:
    run(project, *options).assert_outcomes(passed=passed, failed=failed)


def test_settings_choose_the_cases_with_paths_from_their_own_folder(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makeini(
        """
        [pytest]
        conformance_record = schemas/thing
        conformance_level = should
        conformance_known = sub/known.txt
        """
    )
    project.mkdir("sub").joinpath("known.txt").write_text("n/two why\n", "utf-8")
    monkeypatch.chdir(project.path / "sub")

    result = run(project, "..", "--rootdir", "..")

    result.assert_outcomes(passed=2, xfailed=1)
    run(project, "..", "--conformance-level", "must").assert_outcomes(passed=2)


def test_a_marker_chooses_for_one_test(project: pytest.Pytester) -> None:
    project.makepyfile(
        textwrap.dedent(
            """
            import pytest

            @pytest.mark.conformance(level="must", known="known.txt")
            def test_strict(conformance_case):
                assert conformance_case.expect == "accept"

            def test_other():
                pass

            def test_all(conformance_case):
                assert conformance_case.title
            """
        )
    )
    project.path.joinpath("known.txt").write_text("n/bytes why\n", "utf-8")

    run(project, "--strict-markers").assert_outcomes(passed=6, xfailed=1)


@pytest.mark.parametrize(
    ("known", "options", "message"),
    [
        ("", ["--conformance-flags", "Even"], "the corpus has no flag 'Even'*"),
        ("", ["--conformance-level", "shall"], "there is no level 'shall'*"),
        ("", ["--conformance-record", "other"], "there is no record 'other'; at hand are thing*"),
        ("", ["--conformance-flags=Odd", "--conformance-level=may"], "no case *is selected*"),
        (
            "",
            ["--conformance-known", "none.txt"],
            "none.txt: cannot be read: No such file*",
        ),
        ("n/two", [], "known.txt at line 1: n/two has no reason; write why*"),
        ("n/two a\n\nn/two b", [], "known.txt at line 3: n/two is there twice*"),
        ("n/gone why", [], "known.txt at line 1: there is no case n/gone*"),
        ("n/two \udcff", [], "known.txt: cannot be read: not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_without_a_traceback(
    project: pytest.Pytester, known: str, options: list[str], message: str
) -> None:
    project.path.joinpath("known.txt").write_bytes(known.encode("utf-8", "surrogateescape"))

    result = run(project, "--conformance-known", "known.txt", *options)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([message])
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize("marker", ["flag='Odd'", "'Odd'"])
def test_a_marker_that_is_not_understood_is_told(project: pytest.Pytester, marker: str) -> None:
    project.makepyfile(
        f"""
        import pytest

        @pytest.mark.conformance({marker})
        def test_case(conformance_case):
            pass
        """
    )

    result = run(project)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*test_case is not understood; it takes record, flags, level, *"])


def test_without_the_fixture_nothing_of_the_package_is_imported() -> None:
    script = "import sys, conformance.pytest_plugin; print(*sorted(sys.modules))"
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    ours = [name for name in printed.stdout.split() if name.startswith("conformance.")]
    assert ours == ["conformance.pytest_plugin"]
    assert not {"click", "rich", "jsonschema", "jsonschema_rs"} & set(printed.stdout.split())
