"""The fixture `conformance_case`, in pytest runs of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import fakes
import pytest

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
            "*<n/two: should reject, n/two>*",
        ]
    )


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
