"""What a variant writes, by its send reading, against what others read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fakes
from fakes import ACCEPT, REJECT, judged, program

from conformance.compare.exchanges import exchanges
from conformance.judges.panel import with_programs
from conformance.judges.schema import schema_judge
from conformance.model import Judgement, Witness

if TYPE_CHECKING:
    from conformance.compare.breaks import Exchange
    from conformance.model import Column, Variant

TEXT, NOTE = {"type": "string"}, {"type": ["string", "null"]}
WRITES = {"type": "object", "properties": {"note": NOTE, "id": TEXT}, "required": ["note"]}
READS = {"type": "object", "properties": {"note": NOTE, "id": TEXT}}
STRICT = {"type": "object", "properties": {"note": TEXT, "id": TEXT}, "required": ["id"]}
SENT = "sent.schema.json#"


def writer(name: str = "w", sent: Any = WRITES, declared: Any = READS, **more: Any) -> Variant:
    return fakes.variant(name, declared, sent=sent, **more)


def columns(*variants: Variant) -> list[Column]:
    return [schema_judge(x, reading).column for x in variants for reading in x.readings]


def found(*variants: Variant, **more: Any) -> list[Exchange]:
    return [*exchanges(fakes.record(*variants), columns(*variants), **more)]


def test_what_one_writes_is_compared_with_what_each_reads_itself_too() -> None:
    lines = found(writer(), fakes.variant("r", STRICT, READS))

    assert [(x.writer, x.reader, x.relation.relation, x.relation.proven) for x in lines] == [
        ("w.declared", "w.declared", "within", True),
        ("w.declared", "r.declared", "overlap", True),
        ("w.declared", "r.documented", "within", True),
    ]
    assert [x.relation.only_a for x in lines] == [None, Witness(value={"note": ""}), None]


def test_what_is_rejected_has_place_value_reason_and_the_statements_of_both() -> None:
    wants = fakes.claim("wants-id", "/required")
    text = fakes.claim("text", "/properties/note/type")
    gives = fakes.claim("gives-null", f"{SENT}/properties/note/type")
    lines = found(writer(claims=[gives]), fakes.variant("r", STRICT, claims=[wants, text]))

    assert [(x.cause.id, x.witness.value, x.claims) for x in lines[1].breaks] == [
        ("/id = absent", {"note": ""}, ("r:wants-id",)),
        ("/note = null", {"note": None}, ("r:text", "w:gives-null")),
    ]
    assert [x.reasons[0].message for x in lines[1].breaks] == [
        'the property "id" is missing',
        "null is not a string",
    ]
    assert [x.importance for x in lines[1].breaks] == [0.57, 0.55]
    assert lines[0].breaks == ()


def test_a_variant_that_cannot_read_what_it_writes_is_found() -> None:
    renamed = {"type": "object", "properties": {"id": False}, "additionalProperties": False}
    lines = found(writer(sent=renamed, declared=STRICT))

    assert [x.cause.id for x in lines[0].breaks] == ["/id = absent"]


def test_variants_that_write_what_they_read_have_none() -> None:
    same = {**READS, "title": "The same in other words"}

    assert found(fakes.variant("a", READS), writer("b", sent=same)) == []


def test_only_the_declared_reading_writes_and_only_if_it_was_chosen() -> None:
    variant = fakes.variant("w", READS, STRICT, sent=WRITES)
    documented = [x for x in columns(variant) if x.reading == "documented"]

    assert [*exchanges(fakes.record(variant), documented)] == []
    assert {x.writer for x in found(variant)} == {"w.declared"}


def test_a_program_is_asked_by_the_cases_that_may_be_written() -> None:
    texts = ['{"note": null}', '{"id": "a"}', '{"note": "x"}', "{"]
    takes = {"0": REJECT, "1": REJECT, "2": ACCEPT, "3": REJECT}
    programs = [program(takes, name="one"), program(takes, name="lax", permissive=True)]
    asked = [
        with_programs(judged(x, {"w.declared": Judgement(verdict=ACCEPT)}, name=str(n)), programs)
        for n, x in enumerate(texts)
    ]

    lines = found(writer(), asked=asked, programs=programs)

    assert [(x.reader, x.relation.relation, x.relation.proven) for x in lines] == [
        ("w.declared", "within", True),
        (programs[0].column.id, "contains", False),
    ]
    assert lines[1].relation.only_a == Witness(value={"note": None})
    assert lines[1].breaks == ()


def test_without_a_case_that_is_json_nothing_is_known_of_a_program() -> None:
    one = program({"0": REJECT}, name="one")
    asked = [with_programs(judged("{", {}, name="0"), [one])]

    lines = found(writer(), asked=asked, programs=[one])

    assert [x.reader for x in lines] == ["w.declared"]
