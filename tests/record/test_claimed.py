"""The claims of a reader beside those of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.model import Claim
from conformance.record.claimed import ClaimChanges, claim_changes, merged_claims, with_sent

D, P = "declared.schema.json#", "documented.schema.json#"
SCHEMA: Any = {
    "type": "object",
    "properties": {"a": {"type": "string", "minLength": 1}, "b": {"enum": [1]}, "c": False},
    "required": ["a"],
}
SCHEMAS: dict[str, Any] = {"declared.schema.json": SCHEMA}


def fresh(name: str, line: int, *keywords: str, no_effect: str | None = None) -> Claim:
    return Claim(
        id=name,
        at=f"t.ts:{line}",
        says=f"what {name} says",
        strength="stated",
        keywords=keywords,
        no_effect=no_effect,
        file="t.ts",
        line=line,
        found="types",
    )


def entry(claim: Claim) -> dict[str, Any]:
    about = {
        "id": claim.id,
        "at": claim.at,
        "says": claim.says,
        "strength": claim.strength,
        "keywords": [*claim.keywords],
    }
    effect = {} if claim.no_effect is None else {"no_effect": claim.no_effect}
    return about | effect | {"file": claim.file, "line": claim.line, "found": claim.found}


def own(name: str, *keywords: str, **more: Any) -> dict[str, Any]:
    claim = {"id": name, "at": "the table", "says": "mine", "strength": "stated"}
    return {**claim, "keywords": [*keywords], **more}


READ = [
    fresh("t", 1, f"{D}/type"),
    fresh("t-a", 2, f"{D}/properties/a/type", f"{D}/properties/a/minLength", f"{D}/required/0"),
    fresh("t-x", 3, no_effect="It rejects nothing."),
]


def test_a_reader_s_claims_are_entries_of_the_file() -> None:
    assert merged_claims({}, READ, SCHEMAS) == [entry(claim) for claim in READ]


def test_the_reader_s_earlier_claims_make_room_for_its_new_ones() -> None:
    old: Any = [
        entry(fresh("t-old", 7, f"{D}/type")),
        entry(fresh("t-a", 9, f"{D}/properties/a/type")),
    ]

    assert merged_claims({"claims": old}, READ, SCHEMAS) == [entry(claim) for claim in READ]


def test_a_person_s_claim_keeps_its_words_and_has_the_place_of_the_reader_s() -> None:
    mine = own("a-text", f"{D}/properties/a/type", file="t.ts", line=99, found="types")

    found: Any = merged_claims({"claims": [mine]}, READ, SCHEMAS)

    rest = [f"{D}/properties/a/minLength", f"{D}/required/0"]
    place = {"file": "t.ts", "line": 2, "found": "types"}
    assert found[0] == {**own("a-text", f"{D}/properties/a/type", *rest), **place}
    assert [x["id"] for x in found] == ["a-text", "t", "t-x"]


def test_a_person_s_claim_goes_when_all_that_it_became_is_gone() -> None:
    half = own("half", f"{D}/gone", f"{D}/properties/b/enum", file="t.ts", line=4, found="types")
    gone = own("gone", f"{D}/properties/a/maxLength", f"{D}/required/1")
    prose = own("prose", f"{P}/x/type", file="t.ts", line=5, found="prose")
    nothing = own("nothing", no_effect="A promise.")

    found = merged_claims({"claims": [half, gone, prose, nothing]}, [], SCHEMAS)

    assert found == [own("half", f"{D}/properties/b/enum"), prose, nothing]


def test_a_schema_that_is_false_can_be_claimed() -> None:
    mine = own("no-c", f"{D}/properties/c")

    assert merged_claims({"claims": [mine]}, [], SCHEMAS) == [mine]


def test_a_person_s_claim_of_the_same_name_is_kept_in_place_of_the_reader_s() -> None:
    mine = own("t-x", no_effect="Mine.")

    assert merged_claims({"claims": [mine]}, READ[2:], SCHEMAS) == [mine]


def test_claims_that_came_went_and_changed_their_words_are_named() -> None:
    before: Any = {"claims": [own("a"), own("b"), own("c")]}
    after: Any = {"claims": [own("b"), {**own("c"), "says": "other"}, own("d")]}

    assert claim_changes(before, after) == ClaimChanges(gone=("a",), new=("d",), changed=("c",))
    assert claim_changes({}, {}) == ClaimChanges()


def test_one_claim_speaks_for_both_directions_where_it_says_the_same() -> None:
    sent = "sent.schema.json#"
    read = [
        fresh("a", 1, f"{D}/type"),
        fresh("b", 2, no_effect="It rejects nothing."),
        fresh("c", 3, f"{D}/required/0"),
        fresh("c-sent", 4, f"{D}/required/1"),
        fresh("d", 5, no_effect="It rejects nothing."),
    ]
    other = replace(fresh("c", 3, f"{sent}/required/0"), says="another thing")
    silent = replace(fresh("e", 9, no_effect="It rejects nothing."), says="nothing")
    written = [
        fresh("a", 1, f"{sent}/type"),
        fresh("b", 2, f"{sent}/required/1"),
        other,
        fresh("d", 5, no_effect="It rejects nothing."),
        silent,
    ]

    assert with_sent(read, written) == [
        fresh("a", 1, f"{D}/type", f"{sent}/type"),
        fresh("b", 2, f"{sent}/required/1"),
        read[2],
        read[3],
        read[4],
        replace(other, id="c-sent-2", says="written, another thing"),
    ]
