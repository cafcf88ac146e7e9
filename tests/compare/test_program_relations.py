"""How programs lie to other columns, as far as the cases tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT, judged, program

from conformance.compare.program_relations import program_relations
from conformance.judges.panel import with_programs
from conformance.model import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.exact import Relation
    from conformance.judges.panel import JudgedCase
    from conformance.model import Json, Program

LETTERS = {"a": ACCEPT, "r": REJECT, "s": SILENT, "l": Verdict.LOSSY, "u": Verdict.UNSUPPORTED}


def cases(
    schema: str, *programs: Program, texts: Mapping[str, str] | None = None
) -> list[JudgedCase]:
    """Return cases 0, 1, …, that a schema judges by the letters, with the programs' verdicts."""
    return [
        with_programs(
            judged(
                (texts or {}).get(str(n), str(n)),
                {"schema": Judgement(verdict=LETTERS[letter])},
                name=str(n),
            ),
            programs,
        )
        for n, letter in enumerate(schema)
    ]


def named(letters: str, name: str = "one", **column: object) -> Program:
    """Return a program that judges case 0, 1, … by the letters."""
    return program({str(n): LETTERS[x] for n, x in enumerate(letters)}, name=name, **column)


def shown(relation: Relation) -> dict[str, Json]:
    """Return the witnesses that there are."""
    found = {
        name: getattr(relation, name) for name in ("both", "only_a", "only_b", "gap_a", "gap_b")
    }
    return {name: witness.value for name, witness in found.items() if witness is not None}


@pytest.mark.parametrize(
    ("schema", "letters", "relation", "witnesses"),
    [
        ("aarr", "aarr", "equal", {"both": 0}),
        ("rrr", "rrr", "equal", {}),
        ("aal", "lla", "equal", {"both": 0}),
        ("sara", "aara", "agree", {"both": 1, "gap_b": 0}),
        ("arr", "aar", "within", {"both": 0, "only_b": 1}),
        ("aar", "rar", "contains", {"both": 1, "only_a": 0}),
        ("arr", "rar", "disjoint", {"only_a": 0, "only_b": 1}),
        ("ara", "raa", "overlap", {"both": 2, "only_a": 0, "only_b": 1}),
        ("ars", "raa", "overlap", {"only_a": 0, "only_b": 1, "gap_b": 2}),
        ("aau", "uua", "unknown", {}),
        ("uar", "aar", "equal", {"both": 1}),
    ],
)
def test_a_program_lies_to_a_schema_as_the_cases_show(
    schema: str, letters: str, relation: str, witnesses: Mapping[str, Json]
) -> None:
    one = named(letters)
    found = program_relations(cases(schema, one), ["schema"], [one])["schema", "test.one"]
    assert (found.relation, found.proven) == (relation, False)
    assert shown(found) == witnesses


def test_it_says_by_how_many_cases() -> None:
    one, two = named("aaru"), named("uuua", name="two")
    found = program_relations(cases("aaaa", one, two), ["schema"], [one, two])
    assert {pair: relation.why_not for pair, relation in found.items()} == {
        ("schema", "test.one"): ("a program is compared by the cases alone, here by 3",),
        ("schema", "test.two"): ("a program is compared by the cases alone, here by 1",),
        ("test.one", "test.two"): ("no case is decided by both",),
    }


def test_the_witness_is_the_shortest_case_and_of_those_the_first() -> None:
    one = named("rrrr")
    texts = {"0": '"long"', "1": '"b"', "2": '"c"', "3": '"longer"'}
    found = program_relations(cases("aaaa", one, texts=texts), ["schema"], [one])
    assert shown(found["schema", "test.one"]) == {"only_a": "b"}


def test_a_text_that_is_no_json_is_no_witness() -> None:
    one = named("ra")
    found = program_relations(cases("aa", one, texts={"0": "{"}), ["schema"], [one])
    assert found["schema", "test.one"].relation == "equal"
    assert program_relations(cases("a", one, texts={"0": "{"}), ["schema"], [one]) == {}


def test_schemas_are_left_to_the_exact_comparison() -> None:
    one = named("a")
    (whole,) = cases("a", one)
    whole = replace(whole, judgements={"other": Judgement(verdict=ACCEPT), **whole.judgements})
    found = program_relations([whole], ["schema", "other"], [one])
    assert list(found) == [("schema", "test.one"), ("other", "test.one")]


def test_what_was_not_run_and_what_takes_anything_is_left_out() -> None:
    one, taking = named("a"), named("a", name="taking", permissive=True)
    gone = replace(named("", name="gone"), not_run="no compiler")
    found = program_relations(cases("a", one, taking, gone), ["schema"], [taking, one, gone])
    assert list(found) == [("schema", "test.one")]
