"""Why columns say what they say of a case, and what would be accepted instead."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import jsonschema
import pytest

from conformance.compare.accepted_twin import Twin
from conformance.compare.explanation import explain
from conformance.errors import UsageError
from conformance.judges.schema import schema_judge
from conformance.model import Expectation, Input, Judgement, Record, Verdict
from conformance.programs.protocol import reason_of
from conformance.reporters.explanation import rerun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.compare.explanation import Explanation
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Program, Variant

    Command = Callable[..., fakes.Outcome]

STATE = fakes.claim("states", "/properties/state/enum")
CLOSED = fakes.variant(
    "closed",
    {
        "properties": {"state": {"enum": ["on", "off"]}, "note": {"type": "string"}},
        "required": ["state"],
        "additionalProperties": {"x-silent": "the page does not say"},
    },
    claims=[STATE],
)
OPEN = fakes.variant("open", {"type": ["object", "array"]})


def record(*variants: Variant) -> Record:
    return Record(
        folder=Path("r"),
        id="r",
        title="R",
        about="",
        fields=(),
        traced=False,
        variants=variants,
        files={},
    )


def judges(*variants: Variant) -> list[SchemaJudge]:
    return [schema_judge(variant, reading) for variant in variants for reading in variant.readings]


def explained(
    *cases: Case,
    column: str | None = None,
    variants: Sequence[Variant] = (CLOSED, OPEN),
    programs: Sequence[Program] = (),
) -> Explanation:
    """Explain the first of the cases."""
    return explain(
        record(*variants),
        fakes.corpus(*cases),
        judges(*variants),
        programs,
        case=cases[0].id,
        column=column,
    )


def twin(text: str, near: str | None = None, **more: Any) -> Twin | None:
    cases = [fakes.case("a/b", text, near=None if near is None else "a/near")]
    cases += [] if near is None else [fakes.case("a/near", near)]
    return explained(*cases, **more).twin


def test_columns_that_do_not_accept_are_explained_with_their_claims() -> None:
    found = explained(fakes.case("a/b", '{"state": "idle"}'))
    (closed,) = found.columns
    (reason,) = closed.judgement.reasons
    assert (closed.column, closed.judgement.verdict) == ("closed.declared", Verdict.REJECT)
    assert (reason.instance, reason.keyword, closed.claims) == ("/state", "enum", ((STATE,),))
    assert found.accept == ("open.declared",)


def test_one_column_is_explained_also_where_it_accepts() -> None:
    found = explained(fakes.case("a/b", '{"state": "idle"}'), column="open.declared")
    assert [x.column for x in found.columns] == ["open.declared"]
    assert found.twin is None


def test_programs_are_told_of_as_they_were_recorded() -> None:
    why = reason_of("/state", "enum", "idle is unknown")
    refusing = fakes.program(
        {"a/b": Judgement(verdict=Verdict.REJECT, reasons=(why,)), "a/near": Verdict.ACCEPT}
    )
    taking = fakes.program({"a/b": Verdict.ACCEPT, "a/near": Verdict.REJECT}, name="taking")
    lossy = fakes.program({"a/b": Verdict.LOSSY, "a/near": Verdict.LOSSY}, name="lossy")
    cases = [
        fakes.case("a/b", '{"state": "idle"}', near="a/near"),
        fakes.case("a/near", '{"state": "on"}'),
    ]
    programs = [refusing, taking, lossy]
    found = explained(*cases, programs=programs)
    assert [(x.column, x.judgement.verdict) for x in found.columns] == [
        ("closed.declared", Verdict.REJECT),
        ("test.one", Verdict.REJECT),
        ("test.lossy", Verdict.LOSSY),
    ]
    assert found.accept == ("open.declared", "test.taking")
    assert found.twin is not None
    assert found.twin.accept == ("closed.declared", "test.one")

    alone = explained(*cases, programs=programs, column="test.one")
    assert [(x.column, x.judgement.reasons, x.claims) for x in alone.columns] == [
        ("test.one", (why,), ((),))
    ]
    assert alone.twin == Twin(
        value={"state": "on"}, near="a/near", differs=("/state",), accept=("test.one",)
    )
    assert explained(*cases, programs=programs, column="test.taking").twin is None
    assert explained(cases[1], programs=programs, column="test.taking").twin is None


def test_a_departure_is_said() -> None:
    must = Expectation(verdict="accept", level="must")
    found = explained(fakes.case("a/b", '{"state": "idle"}', expect=must))
    assert [x.departs for x in found.columns] == [True]
    found = explained(fakes.case("a/b", '{"state": "idle"}'))
    assert [x.departs for x in found.columns] == [False]


@pytest.mark.parametrize(
    ("case", "column", "words"),
    [
        ("a/d", None, "there is no case 'a/d'; did you mean a/c or a/b?"),
        ("zzz", None, "there is no case 'zzz'; there are 2, none alike"),
        ("a/b", "closed", "there is no column 'closed'; did you mean closed.declared?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    case: str, column: str | None, words: str
) -> None:
    corpus = fakes.corpus(fakes.case("a/b", "{}"), fakes.case("a/c", "{}"))
    with pytest.raises(UsageError) as caught:
        explain(record(CLOSED), corpus, judges(CLOSED), case=case, column=column)
    assert str(caught.value) == words


def test_the_near_case_is_the_twin_where_more_columns_accept_it() -> None:
    assert twin('{"state": "idle"}', '{"state": "on", "note": ""}') == Twin(
        value={"state": "on", "note": ""},
        near="a/near",
        differs=("/state", "/note"),
        accept=("closed.declared",),
    )


@pytest.mark.parametrize(
    ("text", "value", "differs"),
    [
        ('{"state": "idle"}', {"state": "off"}, "/state"),
        ('{"state": "on", "note": 1}', {"state": "on"}, "/note"),
        ('{"note": "x"}', {"note": "x", "state": "off"}, "/state"),
        ('{"state": "on", "more": 1}', {"state": "on"}, "/more"),
    ],
    ids=["a literal", "left out", "a missing member", "an unlisted member"],
)
def test_the_twin_is_the_smallest_change_that_more_columns_accept(
    text: str, value: object, differs: str
) -> None:
    expected = Twin(value=value, near=None, differs=(differs,), accept=("closed.declared",))  # type: ignore[arg-type]
    assert twin(text) == expected
    assert twin(text, near='{"state": "no"}', column="closed.declared") == expected
    assert twin(text, near="{") == expected


@pytest.mark.parametrize(
    ("schema", "text", "value", "differs"),
    [
        ({"items": {"type": "string"}}, '["a", 1, "b"]', ["a", "b"], ("/1",)),
        ({"items": {"type": "string"}, "minItems": 2}, '["a", 1]', ["a", ""], ("/1",)),
        ({"items": {"required": ["x"]}}, '[{"y": 1}]', [{"y": 1, "x": ""}], ("/0/x",)),
        ({"type": "object"}, "[]", {}, ("",)),
        (
            {"properties": {"a": {"properties": {"b": False}, "minProperties": 1}}},
            '{"a": {"b": 1}}',
            {},
            ("/a",),
        ),
        ({"minProperties": 9}, "{}", "", ("",)),
        ({"not": {}}, "{}", None, None),
    ],
    ids=[
        "an element left out",
        "a plain value in its place",
        "a missing member inside",
        "the whole input",
        "what is around the place",
        "a type that is free",
        "nothing is accepted",
    ],
)
def test_the_search_goes_from_the_place_outwards(
    schema: object, text: str, value: object, differs: tuple[str, ...] | None
) -> None:
    found = twin(text, variants=[fakes.variant("v", schema)])
    assert (None if found is None else found.value) == value
    assert (None if found is None else found.differs) == differs


def test_a_text_that_is_no_json_has_no_twin() -> None:
    found = explained(fakes.case("a/b", "{"))
    assert (found.value, found.twin) == (None, None)
    assert [x.judgement.note for x in found.columns] == ["not one well-formed JSON text"] * 2


# --- the command that runs it again --------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Input(text='{"a": 1}'), "conformance judge - --columns a.b <<< '{\"a\": 1}'"),
        (Input(text="it's"), "conformance judge - --columns a.b <<< 'it'\"'\"'s'"),
        (Input(text=""), "conformance judge - --columns a.b <<< ''"),
        (Input(data=b"\xff"), "base64 -d <<< /w== | conformance judge - --columns a.b"),
        (Input(text="\x00"), "base64 -d <<< AA== | conformance judge - --columns a.b"),
    ],
)
def test_the_input_is_quoted_for_a_shell(given: Input, expected: str) -> None:
    assert rerun(given, ["a.b"], record=None) == expected


def test_the_record_is_named_as_the_user_named_it() -> None:
    expected = "conformance judge - --record 'my records/x' <<< 1"
    assert rerun(Input(text="1"), [], record="my records/x") == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="the command is one for bash")
@pytest.mark.parametrize(
    "given",
    [
        Input(text='{"a": "it\'s $HOME `id` \\" !x"}'),
        Input(text="two\nlines"),
        Input(text="\x1b[31m\u202e"),
        Input(data=b"\x00\xff"),
        Input(text='"' + "é" * 5000 + '"'),
    ],
)
def test_a_shell_hands_the_input_over_as_it_is(given: Input) -> None:
    script = f"conformance() {{ cat; }}; {rerun(given, [], record=None)}"
    done = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, check=True)  # noqa: S607
    expected = (given.data or b"") if given.text is None else given.text.encode()
    assert done.stdout.removesuffix(b"\n") == expected
    assert len(script) < 2000


# --- the command line ----------------------------------------------------------------------------


def test_the_command_explains_in_words(project: Path, command: Command) -> None:
    outcome = command("explain", "state/idle")
    assert (outcome.code, outcome.err) == (0, "")
    assert (
        outcome.out
        == """\
state/idle: state/idle
  {
→   "state": "idle"
  }
Expected: open. No source decides.
✗ closed.declared: reject
    /state: "idle" is not one of "on", "off"
      enum, declared.schema.json#/properties/state/enum
✓ accepted by closed.documented, open.declared
The accepted twin, state/on, is accepted by closed.declared too:
  {
→   "state": "on"
  }
  at /state: "idle" here, "on" in the twin

Rerun: conformance judge - <<< '{"state": "idle"}'
"""
    )
    again = command("judge", "-", stdin=b'{"state": "idle"}\n')
    assert "closed.declared" in again.out
    assert (project / "schemas").is_dir()


@pytest.mark.usefixtures("project")
def test_the_command_says_what_is_expected_and_what_departs(
    command: Command, project: Path, make_record: Any
) -> None:
    about = {
        "format": 1,
        "claims": [
            {
                "id": "states",
                "at": "row state",
                "says": "It is on or off.",
                "strength": "stated",
                "keywords": ["declared.schema.json#/properties/state/enum"],
            }
        ],
    }
    schema = {"properties": {"state": {"enum": ["on", "off"]}}}
    must = {"verdict": "accept", "level": "must", "because": "It says so."}
    choices = {"accept": "new list", "reject": "old list"}
    either = {"verdict": "either", "choices": choices, "because": "They differ."}
    flags = {"Old": {"kind": "ambiguity", "means": "The list grew."}}
    make_record(
        project / "schemas/thing",
        variants={"closed": {"declared": schema, "about": about}},
        cases=[
            fakes.case_entry("state/must", [{"state": "x", "list": [], "o": {"a": [1, 2]}}]),
            fakes.case_entry("state/idle", {"state": "idle"}, expect=must),
            fakes.case_entry("state/either", {"state": "é" * 200}, expect=either, flags=["Old"]),
        ],
        flags=flags,
    )
    out = command("explain", "state/idle", "closed.declared").out
    assert "Expected: accept (must). It says so.\n" in out
    assert "✗ closed.declared: reject, against the expectation\n" in out
    assert "      states (stated; row state): It is on or off.\n" in out
    assert out.endswith('--columns closed.declared <<< \'{"state": "idle"}\'\n')
    out = command("explain", "state/either").out
    assert "Expected: either, accept: new list; reject: old list. They differ.\n" in out
    assert "é…\n" in out
    assert "  at /state:" in out
    out = command("explain", "state/must").out
    assert '      "o": {\n        "a": [\n          1,\n          2\n' in out


def test_the_command_shows_a_text_that_is_no_json_with_escapes(
    command: Command, project: Path, make_record: Any
) -> None:
    make_record(
        project / "schemas/thing",
        cases=[
            fakes.case_entry("a/text", 0, input={"text": "{\u202e"}),
            fakes.case_entry("a/bytes", 0, input={"base64": "/w=="}),
        ],
    )
    assert "  {\\u202e\n" in command("explain", "a/text").out
    assert "    not one well-formed JSON text\n" in command("explain", "a/text").out
    assert "  b'\\xff'\n" in command("explain", "a/bytes").out


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("case", ["state/idle", "state/on", "more/unlisted"])
def test_the_json_is_of_its_format(command: Command, case: str) -> None:
    outcome = command("explain", case, "--format", "json")
    found = json.loads(outcome.out)
    form = resources.files("conformance") / "formats" / "explain.schema.json"
    jsonschema.validate(found, json.loads(form.read_text("utf-8")))
    assert (outcome.code, found["case"], found["record"]) == (0, case, "thing")


@pytest.mark.usefixtures("project")
def test_the_json_holds_reasons_twin_and_command(command: Command) -> None:
    found = json.loads(command("explain", "state/idle", "--format", "json").out)
    assert found["columns"]["closed.declared"]["reasons"][0]["because"] == []
    assert found["twin"] == {
        "value": {"state": "on"},
        "near": "state/on",
        "differs": ["/state"],
        "accept": ["closed.declared"],
    }
    assert found["rerun"] == 'conformance judge - <<< \'{"state": "idle"}\''


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["state/idel"], "there is no case 'state/idel'; did you mean state/idle"),
        (["state/idle", "closed"], "there is no column 'closed'; did you mean closed.declared"),
        (["state/idle", "--record", "none"], "there is no record 'none'"),
        ([], "Missing argument 'CASE'"),
    ],
)
def test_bad_input_is_named(command: Command, arguments: list[str], words: str) -> None:
    outcome = command("explain", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
