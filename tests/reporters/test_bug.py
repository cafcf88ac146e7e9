"""The bug report for a column's maintainers."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from fakes import results as fake

from conformance.errors import UsageError
from conformance.reporters.bug import Bug, bug_json, bug_of, bug_text
from conformance.reporters.views.overview import Tally
from conformance.reporters.words.bug_report import (
    WORDS,
    described,
    introduction,
    pieces,
    versioned,
)
from conformance.results.lines import ColumnLine, HeaderLine

if TYPE_CHECKING:
    from conftest import RunCommand

ALPHA, ALPHA_PROSE, BETA, BETA_PROSE, GAMMA = fake.COLUMNS
REASON = fake.state_reason("'lost' is not one of sent, alpha")


def told(lines: list[fake.Line], column: str, *, record: str | None = None) -> Bug:
    return bug_of(fake.typed(*lines), column, record=record)


def reported(vector: str, column: str, *kinds: str, **parts: Any) -> Bug:
    """Return the report for a column on one finding, on which the columns stand so."""
    lines = fake.results(
        fake.finding("/state", '"lost"', [*kinds] or ["conflict"], vector, **parts)
    )
    return told(lines, column)


@pytest.mark.parametrize(
    ("vector", "column", "because"),
    [
        # three voices: alpha and beta with two readings each, and a program
        ("rraaa", ALPHA, ("alone",)),
        ("rraaa", BETA, None),
        ("rraaa", GAMMA, None),
        ("rrrra", GAMMA, ("alone",)),
        ("rrrra", BETA, None),
        ("raaaa", ALPHA, ("alone", "contradiction")),
        ("raaaa", ALPHA_PROSE, ("contradiction",)),
        ("araaa", ALPHA, None),
        ("araaa", ALPHA_PROSE, ("alone", "refinement")),
        ("arrrr", ALPHA, ("alone", "refinement")),
        ("rrrru", GAMMA, None),
        ("rrnnn", ALPHA, None),
        ("rruua", ALPHA, ("alone",)),
        # silence
        ("ssaaa", ALPHA, ("alone",)),
        ("ssraa", ALPHA, ("alone",)),
        ("ssssa", ALPHA, None),
        ("sarra", ALPHA, ("alone",)),
        ("ssaar", BETA, ("alone",)),
        ("sssss", ALPHA, None),
    ],
)
def test_a_column_is_told_where_it_stands_alone_or_its_source_is_at_odds(
    vector: str, column: str, because: tuple[str, ...] | None
) -> None:
    bug = reported(vector, column)

    found = [issue.because for issue in (*bug.issues, *bug.unsaid)]
    assert found == ([] if because is None else [because])
    silent = vector[fake.COLUMNS.index(column)] == "s"
    assert (bug.issues if silent else bug.unsaid) == ()


def test_one_that_is_outnumbered_is_told_even_if_another_stands_with_it() -> None:
    lines = fake.results(fake.finding("/state", "1", ["conflict"], "aarra"))
    others = [{**fake.columns()[4], "id": f"sdk.{name}", "group": name} for name in ("x", "y", "z")]
    lines[6:6] = others
    lines[-2]["reject"] += [other["id"] for other in others]

    assert [x.because for x in told(lines, ALPHA).issues] == [("outnumbered",)]
    assert told(lines, BETA).issues == ()
    lines[-2]["accept"] += [lines[-2]["reject"].pop()]
    assert told(lines, ALPHA).issues == ()


def whole() -> Bug:
    """Return a report that has everything in it."""
    case = fake.case("a/b", "{}", "raaaa", reasons={ALPHA: [REASON]}, place="/state")
    hidden = {"value": {"it's": "\u202e"}}
    findings = [
        fake.finding(
            "/state", '"lost"', ["conflict", "contradiction"], "raaaa", cases=["a/b"],
            claims=["alpha:states", "beta:states", "beta:none"], skew=True,
        ),
        *(
            fake.finding(place, "null", ["conflict"], "rraaa", witness=hidden)
            for place in ("/kind", "/tags")
        ),
        fake.finding("/kind", "1", ["gap"], "sasra", witness=None, twin=None),
        fake.finding("/tags", "1", ["gap"], "snrrn", witness=None, twin=None),
    ]  # fmt: skip
    return told(fake.results(case, *findings), ALPHA, record="schemas/parcel")


def test_the_text_says_it_all() -> None:
    assert bug_text(whole()) == (
        """\
# alpha (declared): where it differs from others

The description of `AlphaParcel` as of 2024-12-18: alpha-project 1.2, docs/parcel.md \
(SHA-256 """
        + "a" * 64
        + """).

## alpha (declared) rejects: `lost` as a `state`

Its own prose allows this, and its own types forbid it.

The two sides describe different versions of the record. \
An older description is not necessarily a defect.

The smallest input:
```json
{"state": "lost"}
```

The nearest input that more accept:
```json
{"state": "sent"}
```

Others accept it:
- alpha (documented): alpha-project 1.2, as of 2024-12-18
- beta (declared): beta-project 1.2, as of 2025-02-04
- beta (documented): beta-project 1.2, as of 2025-02-04
- gamma 2

What its own source says:
- alpha, row state: `state` is sent or alpha.

What the others say:
- beta, row state: `state` is sent or beta.

Why it is so:
- at `/state`: 'lost' is not one of sent, alpha

To judge it again:
```sh
conformance judge - --record schemas/parcel --columns alpha.declared <<< '{"state": "lost"}'
```

## alpha (declared) rejects: `null` for `kind` and `tags`

The smallest input:
```json
{"it's": "\\u202e"}
```

The nearest input that more accept:
```json
{"state": "sent"}
```

The same holds for each of: `/kind = null`, `/tags = null`.

Others accept it:
- beta (declared): beta-project 1.2, as of 2025-02-04
- beta (documented): beta-project 1.2, as of 2025-02-04
- gamma 2

To judge it again:
```sh
conformance judge - --record schemas/parcel --columns alpha.declared \
<<< '{"it'"'"'s": "\\u202e"}'
```

## alpha (declared) does not say, and most others do

- `1` for `tags` (2 reject it)

Found by conformance 1.0.0 in the record parcel.
"""
    )


def test_a_release_is_told_with_its_date_against_another() -> None:
    old, new = (
        {**fake.columns()[-1], "id": f"sdk.gamma@{number}",
         "describes": {"component": "Item", "as_of": f"202{number}-01-01"}}
        for number in (1, 2)
    )  # fmt: skip
    sides = {"accept": [new["id"]], "reject": [old["id"]], "skew": True}
    found = fake.finding("/state", '"lost"', ["conflict"], "uuuuu", **sides)
    lines = [fake.header(variants=[]), old, new, found]
    (issue,) = told([*lines, fake.footer(lines)], old["id"]).issues
    assert issue.skew == ("The versions differ: gamma 1 (2021-01-01) against gamma 2 (2022-01-01).")
    assert issue.accept == ("gamma 2: as of 2022-01-01",)


def test_the_json_is_of_its_format() -> None:
    found = bug_json(whole())

    file = resources.files("conformance") / "formats" / "bug.schema.json"
    schema = json.loads(file.read_text("utf-8"))
    assert [error.message for error in jsonschema_rs.iter_errors(schema, found)] == []
    assert found["text"] == bug_text(whole())
    assert isinstance(found["issues"], list)
    assert [issue["findings"] for issue in found["issues"] if isinstance(issue, dict)] == [
        ['/state = "lost"'],
        ["/kind = null", "/tags = null"],
    ]


def test_an_accepting_column_is_told_who_rejects() -> None:
    text = bug_text(reported("aarrn", ALPHA, witness=None, twin=None))

    assert "## alpha (declared) accepts: `lost` as a `state`\n\nOthers reject it:\n" in text
    assert "```" not in text


def test_silence_counts_those_who_decide() -> None:
    assert "- `lost` as a `state` (1 accepts it and 2 reject it)\n" in bug_text(
        reported("ssrra", ALPHA, "gap")
    )


def test_nothing_to_report_is_said() -> None:
    lines = fake.results()
    lines[5]["subject"] = None

    assert bug_text(told(lines, GAMMA)).splitlines()[:3] == [
        "# gamma 2: where it differs from others",
        "",
        "Nothing to report: it is never alone and never outnumbered.",
    ]


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        told(fake.results(), "alpha")

    assert str(caught.value) == (
        f"there is no column 'alpha'; the columns are {', '.join(fake.COLUMNS)}"
    )


@pytest.mark.usefixtures("project")
def test_the_command_prints_the_text_or_the_json(command: RunCommand) -> None:
    text = command("bug", "closed.declared")
    found = json.loads(command("bug", "closed.declared", "--format", "json").out)

    assert text.code == 0, text.err
    assert found["text"] == text.out
    assert text.out.startswith("# closed (declared): where it differs from others\n")
    assert "Its own prose allows this, and its own types forbid it.\n" in text.out
    wrong = command("bug", "closed")
    assert (wrong.code, "closed.declared" in wrong.err) == (2, True)


# --- the pieces that the page's button uses too --------------------------------------------------

PROGRAM = {"id": "p", "reading": None, "subject": {"name": "gamma", "version": "2"}}


SUBJECT: dict[str, Any] = {
    "group": "sdk",
    "subject": {"name": "client (PyPI)", "version": "2.1", "language": "python"},
}


@pytest.mark.parametrize(
    ("column", "changes", "sentence", "version"),
    [
        ({"id": "a", "reading": "declared"}, {},
         ("The description of `AParcel` as of 2024-01-01: a-project 1.2, docs/parcel.md "
          "(SHA-256 DIGEST)."),
         "a: a-project 1.2, as of 2024-01-01"),
        ({"id": "a", "reading": "declared"}, {"component": None, "as_of": None, "source": None},
         "The description.", "a"),
        ({"id": "a", "reading": "declared"}, {"source": None},
         "The description of `AParcel` as of 2024-01-01.",
         "a: as of 2024-01-01"),
        (PROGRAM, None, "gamma 2.", "p: gamma 2"),
        ({**PROGRAM, "subject": {"name": "gamma", "version": "", "language": "go"}}, None,
         "gamma (go).", "p: gamma"),
        ({**PROGRAM, "subject": None}, None, "", "p"),
        ({**PROGRAM, "variant": "a"}, {}, "gamma 2.", "p: gamma 2"),
        ({**PROGRAM, "describes": {"component": "Item", "as_of": "2025-01-01"}}, None,
         "gamma 2. It describes `Item`, as of 2025-01-01.", "p: gamma 2, as of 2025-01-01"),
        ({**PROGRAM, "subject": None, "describes": {"component": "Item", "as_of": None}}, None,
         "It describes `Item`.", "p"),
    ],
)  # fmt: skip
def test_a_column_is_introduced_by_what_is_known_of_it(
    column: dict[str, Any], changes: dict[str, Any] | None, sentence: str, version: str
) -> None:
    variants = [] if changes is None else [{**fake.variant("a", "2024-01-01"), **changes}]
    lines = fake.typed(fake.header(variants=variants), {"kind": "column", "variant": "a", **column})
    header, line = lines
    assert isinstance(header, HeaderLine)
    assert isinstance(line, ColumnLine)
    variant = described(line, {x.id: x for x in header.variants})

    assert introduction(line, variant).replace("a" * 64, "DIGEST") == sentence
    assert versioned(line, variant, line.id) == version


def test_the_page_gets_the_words_and_what_is_said_of_each_column() -> None:
    tally = Tally()
    for line in fake.typed(*fake.results()):
        tally.add(line)
    run = tally.overview()

    found = pieces(run.columns, run.header.variants)

    assert found["words"] == WORDS
    columns = found["columns"]
    assert isinstance(columns, dict)
    assert list(columns) == list(fake.COLUMNS)
    assert columns[GAMMA] == {
        "name": "gamma 2",
        "introduction": "gamma 2 (go).",
        "versioned": "gamma 2",
    }


def test_the_version_of_a_program_stands_once() -> None:
    (line,) = fake.typed({"kind": "column", "id": "sdk.some-client@2.1", **SUBJECT})
    assert isinstance(line, ColumnLine)
    assert versioned(line, None, "some-client 2.1") == "some-client 2.1: client (PyPI)"
