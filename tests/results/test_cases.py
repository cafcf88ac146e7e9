"""The cases of a results file: verdicts and reasons stand once, and cases refer to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fakes import ACCEPT, REJECT, case, reason
from fakes import results as fake

from conformance.errors import BrokenFileError
from conformance.jsontext.text import Problem, parse
from conformance.model import Judgement, Kind, Witness
from conformance.results.lines import CaseLine
from conformance.results.read import read_results
from conformance.results.write import json_text, line_texts

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.results.lines import Line

TYPE, ENUM = reason("/a", keyword="type"), reason("/b", keyword="enum")


def run_of(*cases: CaseLine) -> list[Line]:
    """Return the lines of a run with two columns and some cases."""
    head, *rest = fake.typed(
        {"kind": "header"},
        {"kind": "column", "id": "x"},
        {"kind": "column", "id": "y"},
        {"kind": "footer", "counts": {kind.value: 0 for kind in Kind}},
    )
    return [head, *rest[:2], *cases, *rest[2:]]


def judged(name: str, *, x: Judgement | None = None, y: Judgement | None = None) -> CaseLine:
    found = {"x": x, "y": y}
    given = {column: one for column, one in found.items() if one is not None}
    return CaseLine(case=case(name, "1"), judgements=given)


def refused(*reasons: Any, **more: Any) -> Judgement:
    return Judgement(verdict=REJECT, reasons=reasons, **more)


CASES = [
    judged("a/1", x=refused(TYPE, ENUM), y=Judgement(verdict=ACCEPT)),
    judged("a/2", x=refused(ENUM), y=Judgement(verdict=ACCEPT)),
    judged("a/3", x=refused(TYPE), y=refused(TYPE)),
    judged("a/4", y=Judgement(verdict=ACCEPT, typed_as="Y")),
    judged("a/5", x=refused(), y=Judgement(verdict=ACCEPT)),
    judged("a/6", x=refused(), y=Judgement(verdict=ACCEPT)),
]


def parts(text: str) -> list[tuple[Any, ...]]:
    """Return what the lines among the cases say: numbers, and what they refer to."""
    lines = [json.loads(line) for line in text.splitlines()]
    return [
        (x["kind"][0], x.get("number", x.get("vector")), x.get("reasons"))
        for x in lines
        if x["kind"] in {"case", "vector", "reason"}
    ]


def test_a_vector_and_a_reason_stand_once_before_the_first_case_with_them() -> None:
    assert parts("".join(line_texts(run_of(*CASES[:3])))) == [
        ("v", 0, None),
        ("r", 0, None),
        ("r", 1, None),
        ("c", 0, [[0, 0, 1]]),
        ("c", 0, [[0, 1]]),
        ("v", 1, None),
        ("c", 1, [[0, 0], [1, 0]]),
    ]


@pytest.mark.parametrize("remembered", [1, 2, 100])
def test_cases_read_back_as_they_were_however_few_numbers_there_are(
    tmp_path: Path, remembered: int
) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text("".join(line_texts(run_of(*CASES), remembered=remembered)), "ascii")

    assert list(read_results(file)) == run_of(*CASES)


def test_numbers_start_anew_when_too_many_are_given_and_never_within_a_case() -> None:
    numbers = [x[:2] for x in parts("".join(line_texts(run_of(*CASES), remembered=2)))]

    assert [x for x in numbers if x[0] != "c"] == [
        ("v", 0), ("r", 0), ("r", 1), ("r", 0), ("v", 1), ("r", 0), ("v", 0), ("v", 1), ("v", 0)
    ]  # fmt: skip


def test_cases_with_one_vector_and_no_reasons_share_their_judgements(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text("".join(line_texts(run_of(*CASES))), "ascii")

    one, other = [x for x in read_results(file) if isinstance(x, CaseLine)][-2:]

    assert one.judgements is other.judgements


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, -0.5, True, None, 'x"\\\n']},
        "\ud800",
        "\u00e9\u2028\U0001f600\x00\x7f",
        [2**53 + 1, 2**64 - 1, 2**64, -(2**63) - 1, 10**400],
        [1e16, 1e-7, 1.5e300, 5e-324, -0.0],
        json.loads("[" * 300 + "]" * 300),
    ],
    ids=["plain", "surrogate", "unicode", "integers", "floats", "deep"],
)
def test_any_value_is_a_line_of_ascii_that_reads_back(value: Any) -> None:
    text = json_text(value)

    assert text.isascii()
    assert text.count("\n") == 1
    assert repr(json.loads(text)) == repr(value)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "[1e999]"])
def test_no_input_has_a_number_that_a_results_file_could_not_hold(text: str) -> None:
    # The fast encoder would write null for it.
    assert isinstance(parse(text), Problem)


HEAD = "".join(line_texts(run_of()[:3]))
VECTOR: Any = {"kind": "vector", "number": 0, "verdicts": ["reject", None]}
REASON: Any = {
    "kind": "reason", "number": 0, "instance": "", "keyword": "type", "file": "f",
    "schema": "/type", "property": None, "claims": [], "message": "No.",
}  # fmt: skip
CASE: Any = {
    "kind": "case", "id": "a/b", "rev": 1, "title": "t", "vector": 0, "file": "f", "text": "1",
    "expect": {"verdict": "open"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([CASE], "line 4, /vector: there is no vector 0 before it"),
        ([{**VECTOR, "verdicts": ["reject"]}], "line 4, /verdicts: there is not one for each"),
        ([{**VECTOR, "verdicts": ["maybe", None]}], 'line 4, /verdicts/0: "maybe" is not valid'),
        ([{**VECTOR, "notes": {"z": "n"}}], 'line 4, /notes: there is no column "z"'),
        ([{**VECTOR, "notes": {"y": "n"}}], 'line 4, /notes: "y" has no verdict here'),
        ([{**VECTOR, "typed_as": {"y": "n"}}], 'line 4, /typed_as: "y" has no verdict here'),
        ([VECTOR, {**CASE, "reasons": [[0, 0]]}], "line 5, /reasons/0/1: there is no reason 0"),
        ([VECTOR, REASON, {**CASE, "reasons": [[1, 0]]}], "/reasons/0/0: column 1 has no verdict"),
        ([VECTOR, REASON, {**CASE, "reasons": [[7, 0]]}], "/reasons/0/0: column 7 has no verdict"),
        ([VECTOR, REASON, {**CASE, "reasons": [[0]]}], "line 6, /reasons/0: "),
        ([VECTOR, {**CASE, "verdicts": {}}], "line 5, (root): "),
        ([{**REASON, "number": -1}], "line 4, /number: "),
        ([VECTOR, {**CASE, "base64": "eA=="}], "line 5, (root): "),
        ([VECTOR, {x: y for x, y in CASE.items() if x != "text"} | {"base64": "="}], "no base64"),
    ],
)
def test_a_case_that_refers_to_nothing_is_refused(
    tmp_path: Path, lines: list[dict[str, Any]], words: str
) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(HEAD + "".join(json_text(x) for x in lines), "ascii")

    with pytest.raises(BrokenFileError) as caught:
        list(read_results(file))

    assert words in str(caught.value)
    assert "make the file again with `conformance run`" in str(caught.value).lower()


def test_a_number_that_is_given_anew_means_the_last_one_before_the_case(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    given = {**CASE, "reasons": [[0, 0]]}
    lines = [VECTOR, REASON, given, {**REASON, "message": "Never."}, given]
    end = [x for x in line_texts(run_of()) if '"footer"' in x]
    file.write_text(HEAD + "".join(json_text(x) for x in lines) + "".join(end), "ascii")

    cases = [x for x in read_results(file) if isinstance(x, CaseLine)]

    assert [x.judgements["x"].reasons[0].message for x in cases] == ["No.", "Never."]


def test_a_witness_keeps_its_value(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    given = CaseLine(case=case("a/b", "1"), judgements={}, twin=Witness(value={"x": 2**70}))
    file.write_text("".join(line_texts(run_of(given))), "ascii")

    assert given in list(read_results(file))
