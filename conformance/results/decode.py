"""Decodes the lines of a results file, in the format `formats/results.schema.json`.

A line has to be of that format: `read_results` checks it first. The lines of cases are in `cases`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.compare.breaks import Break, Exchange
from conformance.compare.covered import STATES, ClaimShown, Coverage, Exercised
from conformance.compare.fields import Field, FieldValue
from conformance.compare.native_agreement import Differing, Native
from conformance.exact import Relation
from conformance.model import (
    NOT_WEIGHED,
    Cause,
    Claim,
    Column,
    Decision,
    Finding,
    Flag,
    Group,
    Implementation,
    Importance,
    Kind,
    NativeName,
    Reason,
    Since,
    Source,
    Verdict,
    Witness,
)
from conformance.results.lines import (
    ColumnLine,
    Demands,
    ExchangeLine,
    FieldLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    Known,
    RelationLine,
    State,
    VariantPart,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.results.lines import RunLine


def decode(line: Mapping[str, Any]) -> RunLine:  # noqa: PLR0911  one a kind
    """Return a line about the whole run from its JSON.

    Raises:
        KeyError, ValueError: The JSON is not of the format.
    """
    match line["kind"]:
        case "header":
            return _header(line)
        case "column":
            return _column(line)
        case "finding":
            return _finding(line)
        case "field":
            return _field(line)
        case "relation":
            return RelationLine(a=line["a"], b=line["b"], relation=_relation(line))
        case "exchange":
            return ExchangeLine(exchange=_exchange(line))
        case _:
            return _footer(line)


def _header(line: Mapping[str, Any]) -> HeaderLine:
    gate = line.get("gate")
    return HeaderLine(
        tool=line["tool"],
        record=line["record"],
        title=line["title"],
        about=line["about"],
        made=line["made"],
        fields=tuple(line["fields"]),
        digests=line["digests"],
        flags=tuple(Flag(**{**flag, "links": tuple(flag["links"])}) for flag in line["flags"]),
        variants=tuple(map(_variant, line["variants"])),
        folder=line.get("folder"),
        official=tuple(line.get("official", ())),
        gate=None if gate is None else Demands(**{**gate, "enforce": tuple(gate["enforce"])}),
    )


def _variant(content: Mapping[str, Any]) -> VariantPart:
    source = content["source"]
    return VariantPart(
        id=content["id"],
        title=content["title"],
        language=content["language"],
        component=content["component"],
        as_of=content["as_of"],
        source=None if source is None else Source(**source),
        notation=tuple(
            Decision(topic=x["topic"], verdict=Verdict(x["verdict"]), why=x["why"])
            for x in content["notation"]
        ),
        native_names=tuple(NativeName(**name) for name in content["native_names"]),
        claims=tuple(
            Claim(**{**claim, "keywords": tuple(claim["keywords"])}) for claim in content["claims"]
        ),
        readings=content["readings"],
        schemas=content["schemas"],
        notes=tuple(content["notes"]),
        sent=content.get("sent"),
    )


def _column(line: Mapping[str, Any]) -> ColumnLine:
    subject = line["subject"]
    described = line.get("describes") or {}
    return ColumnLine(
        column=Column(
            id=line["id"],
            group=line["group"],
            reading=line["reading"],
            variant=line["variant"],
            permissive=line.get("lenient", False),
            component=described.get("component"),
            as_of=described.get("as_of"),
        ),
        judge=line["judge"],
        subject=None if subject is None else Implementation(**subject),
        not_run=line["not_run"],
        warnings=tuple(line.get("warnings", ())),
    )


def _finding(line: Mapping[str, Any]) -> FindingLine:
    state, known = line.get("state"), line.get("known")
    lossy = line.get("lossy", ())
    return FindingLine(
        finding=Finding(
            cause=Cause.of(line["place"], line["special"]),
            kinds=tuple(map(Kind, line["kinds"])),
            stances={
                **{
                    column: Verdict.LOSSY if column in lossy else Verdict.ACCEPT
                    for column in line["accept"]
                },
                **dict.fromkeys(line["reject"], Verdict.REJECT),
                **dict.fromkeys(line["silent"], Verdict.SILENT),
            },
            witness=witness_of(line["witness"]),
            twin=witness_of(line["twin"]),
            cases=tuple(line["cases"]),
            more=line.get("more_cases", 0),
            claims=tuple(line["claims"]),
            skew=line["skew"],
            mistyped=line.get("mistyped", {}),
            importance=_importance(line),
            since=tuple(
                Since(**{**x, "verdict": Verdict(x["verdict"])}) for x in line.get("since", ())
            ),
        ),
        proven=line["proven"],
        programs=line.get("programs", {}),
        state=None if state is None else State(state),
        known=None if known is None else _known(known),
    )


def _importance(line: Mapping[str, Any]) -> Importance:
    if "group" not in line:
        return NOT_WEIGHED
    return Importance(Group(line["group"]), line["importance"], tuple(line["because"]))


def _field(line: Mapping[str, Any]) -> FieldLine:
    return FieldLine(
        field=Field(
            place=line["place"],
            values=tuple(
                FieldValue(
                    special=value["special"],
                    verdicts={column: Verdict(x) for column, x in value["verdicts"].items()},
                    finding=value["finding"],
                    depends=tuple(value["depends"]),
                    sample=witness_of(value["sample"]),
                )
                for value in line["values"]
            ),
            claims=tuple(line["claims"]),
        )
    )


def _known(known: Mapping[str, Any]) -> Known:
    return Known(
        category=known["class"],
        reason=known["reason"],
        expires=known["expires"],
        link=known["link"],
    )


def _relation(line: Mapping[str, Any]) -> Relation:
    return Relation(
        relation=line["relation"],
        proven=line["proven"],
        why_not=tuple(line["why_not"]),
        both=witness_of(line["both"]),
        only_a=witness_of(line["only_a"]),
        only_b=witness_of(line["only_b"]),
        gap_a=witness_of(line["gap_a"]),
        gap_b=witness_of(line["gap_b"]),
    )


def _exchange(line: Mapping[str, Any]) -> Exchange:
    return Exchange(
        writer=line["writer"],
        reader=line["reader"],
        relation=_relation(line),
        breaks=tuple(
            Break(
                cause=Cause.of(one["place"], one["special"]),
                witness=Witness(value=one["witness"]["value"]),
                importance=one["importance"],
                reasons=tuple(map(reason_of, one["reasons"])),
                claims=tuple(one["claims"]),
            )
            for one in line["breaks"]
        ),
    )


def _footer(line: Mapping[str, Any]) -> FooterLine:
    coverage = line.get("coverage")
    return FooterLine(
        cases=line["cases"],
        findings=line["findings"],
        cells=line["cells"],
        complete=line["complete"],
        why_not=tuple(line["why_not"]),
        fields_cut=line.get("fields_cut", False),
        faults=tuple(line.get("faults", ())),
        counts={Kind(kind): number for kind, number in line["counts"].items()},
        uncovered=tuple(Witness(value=witness["value"]) for witness in line["uncovered"]),
        separating=tuple(line["separating"]),
        natives=tuple(map(_native, line.get("natives", ()))),
        coverage=None if coverage is None else _coverage(coverage),
    )


def _native(native: Mapping[str, Any]) -> Native:
    return Native(
        column=native["column"],
        declared=native["declared"],
        agree=native["agree"],
        both=native["both"],
        differing=tuple(
            Differing(
                case=x["case"],
                schema=Verdict(x["schema"]),
                native=Verdict(x["native"]),
                why=x["why"],
            )
            for x in native["differing"]
        ),
    )


def _coverage(content: Mapping[str, Any]) -> Coverage:
    cases = content["cases"]
    return Coverage(
        cases=(cases["written"], cases["generated"]),
        traced=cases["traced"],
        cells=Exercised(**content["cells"]),
        findings=Exercised(**content["findings"]),
        keywords=Exercised(**content["keywords"]),
        claims=Exercised(**content["claims"]),
        by_claim=tuple(
            ClaimShown(
                claim=one["claim"],
                shown={x: (one[x]["written"], one[x]["generated"]) for x in STATES},
            )
            for one in content["by_claim"]
        ),
        missing={name: tuple(names) for name, names in content["missing"].items()},
    )


def witness_of(content: Mapping[str, Any] | None) -> Witness | None:
    """Return a witness from its box; None without one."""
    return None if content is None else Witness(value=content["value"])


def reason_of(reason: Mapping[str, Any]) -> Reason:
    """Return a reason from its JSON."""
    return Reason(**{**reason, "claims": tuple(reason["claims"])})
