"""Small results, line by line, for the tests of the reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conformance.results.cases import older_case
from conformance.results.decode import decode
from conformance.results.encode import encode, notes_json
from conformance.results.lines import CaseLine, FindingLine
from conformance.results.parts import reason_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformance.reporters import Reporter
    from conformance.results.lines import Line as Typed

Line = dict[str, Any]
"""A line as JSON, of which a test may write only the members that matter to it."""

COLUMNS = ("alpha.declared", "alpha.documented", "beta.declared", "beta.documented", "sdk.gamma@2")
LETTERS = {"a": "accept", "r": "reject", "s": "silent", "l": "lossy", "u": "unsupported"}
LETTERS |= {"e": "error", "c": "crash", "t": "timeout", "n": "not-run"}

HOSTILE = {
    "script": "</script><script>window.hit = 1</script>",
    "image": "<img src=x onerror='window.hit = 1'>",
    "link": "javascript:window.hit=1",
    "template": "{{ 7 * 7 }} {% raw %} ${7 * 7}",
    "comment": "<!-- <script> -->",
    "nul": "a\0b",
    "rtl": "abc\u202egpj.exe",
    "surrogate": "x\ud800y",
    "quotes": "\"'`&amp;",
    "separator": "a\u2028b\u2029c",
}


_MEMBERS: dict[str, Line] = {
    "header": {
        "tool": "1.0.0",
        "record": "r",
        "title": "R",
        "about": "",
        "made": "2026-11-21T10:00:00Z",
        "fields": [],
        "digests": {},
        "flags": [],
        "variants": [],
    },
    "variant": {
        "title": "",
        "language": None,
        "component": None,
        "as_of": None,
        "source": None,
        "notation": [],
        "native_names": [],
        "claims": [],
        "readings": {},
        "schemas": {},
        "notes": [],
    },
    "column": {
        "group": "",
        "reading": None,
        "variant": None,
        "judge": "schema",
        "subject": None,
        "not_run": None,
    },
    "case": {
        "id": "a/case",
        "rev": 1,
        "title": "",
        "why": None,
        "file": "corpus/some.json",
        "expect": {"verdict": "open", "level": None, "choices": {}, "because": None},
        "cites": [],
        "flags": [],
        "near": None,
        "direction": "both",
        "origin": None,
        "place": "",
        "verdicts": {},
        "notes": {},
        "departures": [],
        "reasons": {},
        "twin": None,
    },
    "finding": {
        "kinds": ["conflict"],
        "accept": [],
        "reject": [],
        "silent": [],
        "witness": None,
        "twin": None,
        "cases": [],
        "claims": [],
        "skew": False,
        "proven": True,
    },
    "field": {"values": [], "claims": []},
    "relation": {
        "relation": "equal",
        "proven": True,
        "why_not": [],
        **dict.fromkeys(("both", "only_a", "only_b", "gap_a", "gap_b")),
    },
    "exchange": {},
    "footer": {
        "cases": 0,
        "findings": 0,
        "cells": None,
        "complete": False,
        "why_not": [],
        "counts": {},
        "uncovered": [],
        "separating": [],
    },
}
"""The members that a line needs, for those that a test leaves out."""


def typed(*lines: Line) -> list[Typed]:
    """Return lines as values, completed by the members that are missing."""
    whole = map(completed, lines)
    return [older_case(line) if line["kind"] == "case" else decode(line) for line in whole]


def completed(line: Line) -> Line:
    """Return a line of any kind with the members that are missing."""
    kind = line["kind"]
    whole = {**_MEMBERS[kind], **line}
    match kind:
        case "header":
            whole["variants"] = [{**_MEMBERS["variant"], **x} for x in whole["variants"]]
            whole["flags"] = [{"effect": None, "links": [], **x} for x in whole["flags"]]
        case "column" if whole["subject"] is not None:
            whole["subject"] = {"language": None, "date": None, **whole["subject"]}
        case "case":
            whole["expect"] = {**_MEMBERS["case"]["expect"], **whole["expect"]}
            if "base64" not in whole:
                whole.setdefault("text", "null")
        case "finding" if "place" not in whole:
            whole["place"], _, whole["special"] = whole["id"].partition(" = ")
        case "finding" if isinstance(whole.get("known"), dict):
            whole["known"] = {"class": "", "expires": None, "link": None, **whole["known"]}
    return whole


def finding_lines(*findings: Line) -> list[FindingLine]:
    """Return findings as values, completed by the members that are missing."""
    lines = typed(*({"kind": "finding", **finding} for finding in findings))
    return [line for line in lines if isinstance(line, FindingLine)]


def as_json(lines: Iterable[Typed]) -> list[Line]:
    """Return typed lines as the JSON of a results file of format 2, whose lines stand alone."""
    encoded = (_case(line) if isinstance(line, CaseLine) else encode(line) for line in lines)
    return [{**x, "format": 2} if x["kind"] == "header" else {**x} for x in encoded]


def _case(line: CaseLine) -> Line:
    case, found = line.case, line.judgements
    typed = {column: x.typed_as for column, x in found.items() if x.typed_as}
    return {
        "kind": "case",
        "id": case.id,
        "rev": case.rev,
        "title": case.title,
        "why": case.why,
        "file": case.file,
        **case.input.json(),
        "expect": case.expect.json(),
        "cites": [*case.cites],
        "flags": [*case.flags],
        "near": case.near,
        "direction": case.direction,
        "origin": case.origin,
        "place": line.place,
        "verdicts": {column: x.verdict.value for column, x in found.items()},
        "notes": notes_json(found),
        "departures": [*line.departures],
        "reasons": {
            column: [*map(reason_json, judgement.reasons)]
            for column, judgement in found.items()
            if judgement.reasons
        },
        "twin": witness_json(line.twin),
        **({"typed_as": typed} if typed else {}),
    }


def rendered(reporter: Reporter, lines: Iterable[Line]) -> Iterator[str]:
    """Yield the report that a reporter makes of lines."""
    for line in typed(*lines):
        reporter.add(line)
    return reporter.pieces()


def header(**parts: Any) -> Line:
    """Return the header of a record of parcels, described by two variants."""
    return {
        "kind": "header",
        "format": 1,
        "tool": "1.0.0",
        "record": "parcel",
        "title": "Parcel",
        "about": "A parcel on its way.",
        "fields": ["kind", "state", "weight", "tags"],
        "made": "2026-11-21T12:00:00Z",
        "digests": {"variants/alpha/declared.schema.json": "0" * 64},
        "flags": [
            {"id": "Null", "kind": "ambiguity", "means": "It is null.", "effect": "Decoders throw."}
        ],
        "variants": [variant("alpha", "2024-12-18"), variant("beta", "2025-02-04")],
        **parts,
    }


def variant(name: str, as_of: str | None, **parts: Any) -> Line:
    """Return a variant with two schemas and two claims."""
    declared = {"type": "object", "properties": {"state": {"enum": ["sent", name]}}}
    documented = {**declared, "allOf": [{"required": ["kind"]}], "title": "Not compared"}
    return {
        "id": name,
        "title": f"The {name} client",
        "language": name,
        "component": f"{name.title()}Parcel",
        "as_of": as_of,
        "source": {
            "project": f"{name}-project",
            "version": "1.2",
            "document": "docs/parcel.md",
            "sha256": "a" * 64,
            "retrieved": "2026-11-21",
        },
        "notation": [{"topic": "null", "verdict": "silent", "why": "The mark does not settle it."}],
        "native_names": [{"native": "tagList", "wire": "tags", "inferred": True}],
        "claims": [
            {
                "id": "states",
                "at": "row state",
                "says": f"`state` is sent or {name}.",
                "strength": "stated",
                "keywords": ["declared.schema.json#/properties/state/enum"],
                "no_effect": None,
            },
            {
                "id": "history",
                "at": "row id",
                "says": "The server checks the id.",
                "strength": "implied",
                "keywords": [],
                "no_effect": "No single parcel shows it.",
            },
        ],
        "schemas": {
            "declared.schema.json": json.dumps(declared),
            "documented.schema.json": json.dumps(documented),
        },
        "readings": {"declared": "declared.schema.json", "documented": "documented.schema.json"},
        "notes": ["A note."],
        **parts,
    }


def columns(names: Sequence[str] = COLUMNS, *, not_run: str | None = None) -> list[Line]:
    """Return two readings of two variants, and a program; or the columns of these names."""
    lines = []
    for name in names:
        group, _, rest = name.partition(".")
        program = rest not in {"declared", "documented"}
        lines.append(
            {
                "kind": "column",
                "id": name,
                "group": group,
                "reading": None if program else rest,
                "variant": None if program else group,
                "title": f"{name} in words",
                "judge": "live" if program else "schema",
                "subject": {"name": "gamma", "version": "2", "language": "go", "date": None}
                if program
                else None,
                "not_run": not_run if program else None,
            }
        )
    return lines


def case(
    name: str, text: str, vector: str, *, names: Sequence[str] = COLUMNS, **parts: Any
) -> Line:
    """Return a case; the vector has one letter a column."""
    verdicts = {c: LETTERS[v] for c, v in zip(names, vector, strict=True)}
    return {
        "kind": "case",
        "id": name,
        "rev": 1,
        "title": name.replace("/", " "),
        "why": None,
        "file": "corpus/some.json",
        "text": text,
        "expect": {"verdict": "open", "level": None, "choices": {}, "because": None},
        "cites": [],
        "flags": [],
        "near": None,
        "direction": "both",
        "origin": None,
        "place": "",
        "verdicts": verdicts,
        "notes": {},
        "departures": [],
        "reasons": {},
        "twin": None,
        **parts,
    }


def finding(place: Any, special: Any, kinds: list[str], vector: str, **parts: Any) -> Line:
    """Return a finding; the vector has one letter a column."""
    sides = {
        side: [c for c, v in zip(COLUMNS, vector, strict=True) if v in letters]
        for side, letters in (("accept", "al"), ("reject", "r"), ("silent", "s"))
    }
    pairs = zip([place], [special], strict=True)
    if isinstance(place, list):
        pairs = zip(place, special, strict=True)
    return {
        "kind": "finding",
        "id": " & ".join(f"{where or '(root)'} = {what}" for where, what in pairs),
        "place": place,
        "special": special,
        "kinds": kinds,
        **sides,
        "witness": {"value": {"state": "lost"}},
        "twin": {"value": {"state": "sent"}},
        "cases": [],
        "claims": [],
        "skew": False,
        "state": None,
        "known": None,
        "proven": True,
        **parts,
    }


def field(
    place: str,
    *values: Line | tuple[str, str] | tuple[str, str, str],
    names: Sequence[str] = COLUMNS,
    claims: Sequence[str] = (),
) -> Line:
    """Return a field with its values.

    A value is a line of `value`, or a special, a vector, and the id of its finding.
    """
    lines = [
        one
        if isinstance(one, dict)
        else value(one[0], one[1], names=names, finding=one[2] if len(one) > 2 else None)
        for one in values
    ]
    return {"kind": "field", "place": place, "values": lines, "claims": [*claims]}


def value(special: str, vector: str, *, names: Sequence[str] = COLUMNS, **parts: Any) -> Line:
    """Return a value of a field; the vector has one letter a column, a dot where none was asked."""
    verdicts = {c: LETTERS[v] for c, v in zip(names, vector, strict=True) if v != "."}
    empty: Line = {"finding": None, "depends": [], "sample": None}
    return {"special": special, "verdicts": verdicts, **empty, **parts}


def relation(a: str, b: str, name: str, **parts: Any) -> Line:
    """Return a relation without witnesses unless some are given."""
    witnesses = dict.fromkeys(("both", "only_a", "only_b", "gap_a", "gap_b"))
    start = {"kind": "relation", "a": a, "b": b, "relation": name, "proven": True, "why_not": []}
    return {**start, **witnesses, **parts}


def exchange(writer: str, reader: str, name: str, *breaks: Line, **parts: Any) -> Line:
    """Return an exchange, whose smallest rejected value is that of the first break."""
    line = relation(writer, reader, name, **parts)
    ends = {"kind": "exchange", "writer": writer, "reader": reader}
    kept = {key: value for key, value in line.items() if key not in {"kind", "a", "b"}}
    if breaks:
        kept["only_a"] = breaks[0]["witness"]
    return {**ends, **kept, "breaks": [*breaks]}


def broken(place: Any, special: Any, value: Any, **parts: Any) -> Line:
    """Return something that a writer writes and a reader rejects."""
    start = {"place": place, "special": special, "witness": {"value": value}}
    return {**start, "importance": 0.5, "reasons": [], "claims": [], **parts}


def sending() -> list[Line]:
    """Return results in which one description writes what it does not read, and others reject."""
    reasons = [
        {
            "instance": "/state",
            "keyword": "type",
            "file": "declared.schema.json",
            "schema": "/properties/state/type",
            "property": None,
            "claims": ["states"],
            "message": "null is not a string",
        }
    ]
    names = ("alpha.declared", "beta.declared", "sdk.gamma@2")
    null = broken("/state", "null", {"state": None}, reasons=reasons, claims=["beta:states"])
    absent = broken("/kind", "absent", {}, importance=0.25)
    only = {"value": {"state": "x"}}
    found = finding("/weight", "null", ["conflict"], "a-r--")
    lines = [
        {**found, "accept": ["beta.declared"], "reject": ["alpha.declared"]},
        relation("alpha.declared", "beta.declared", "overlap", only_a=only, only_b=only),
        relation("alpha.declared", "sdk.gamma@2", "equal", proven=False, why_not=["by the cases"]),
        relation("beta.declared", "sdk.gamma@2", "equal", proven=False, why_not=["by the cases"]),
        exchange("alpha.declared", "alpha.declared", "within"),
        exchange("alpha.declared", "beta.declared", "overlap", null, absent),
        exchange(
            "alpha.declared",
            "sdk.gamma@2",
            "contains",
            proven=False,
            why_not=["by the cases"],
            only_a={"value": {"state": "y"}},
        ),
    ]
    return results(*lines, names=names)


def footer(lines: list[Line], **parts: Any) -> Line:
    """Return the footer that fits the lines before it."""
    counted = {kind: sum(line["kind"] == kind for line in lines) for kind in ("case", "finding")}
    return {
        "kind": "footer",
        "cases": counted["case"],
        "findings": counted["finding"],
        "cells": 29,
        "complete": True,
        "why_not": [],
        "counts": {},
        **parts,
    }


def results(
    *lines: Line, head: Line | None = None, names: Sequence[str] = COLUMNS, **end: Any
) -> list[Line]:
    """Return whole results: header and columns before the lines, a fitting footer after them."""
    body = [head or header(), *columns(names), *lines]
    return [*body, footer(body, **end)]


def state_reason(message: str) -> dict[str, Any]:
    """Return the reason of a column that rejects a state."""
    return {
        "instance": "/state",
        "keyword": "enum",
        "file": "declared.schema.json",
        "schema": "/properties/state/enum",
        "property": None,
        "claims": ["states"],
        "message": message,
    }


def sample() -> list[Line]:
    """Return results that have a bit of everything that a report shows."""
    reason = state_reason("'lost' is not one of sent, alpha")
    lost = case(
        "state/lost",
        '{"kind": "box", "state": "lost", "weight": 9007199254740993}',
        "raaaa",
        title="A parcel whose `state` is lost",
        why="Some forget it.",
        place="/state",
        flags=["Null"],
        near="state/sent",
        cites=["alpha:states"],
        expect={
            "verdict": "either",
            "level": None,
            "choices": {"accept": "new", "reject": "old"},
            "because": "Dates differ.",
        },
        reasons={"alpha.declared": [reason]},
        twin={"value": {"kind": "box", "state": "sent", "weight": 9007199254740993}},
    )
    cases = [
        case("state/sent", '{"state": "sent"}', "aaaaa", place="/state"),
        lost,
        case("state/null", '{"state": null}', "rrssl", place="/state", flags=["Null"]),
        case("tags/number", '{"tags": [1]}', "arrrr", place="/tags/*"),
        case(
            "extra/top",
            '{"x": 1}',
            "aaarr",
            departures=["alpha.declared"],
            expect={"verdict": "reject", "level": "must", "choices": {}, "because": None},
        ),
        case("text/broken", "{no", "uuuue", notes={"sdk.gamma@2": "it threw"}),
        case("text/bytes", "", "uuuuc", base64="//4A", notes={"sdk.gamma@2": "signal 11"}),
        *(
            case(f"weight/{n}", json.dumps({"weight": n}), "aaaaa", place="/weight")
            for n in range(90)
        ),
    ]
    del cases[6]["text"]
    known = {"class": "skew", "reason": "An `older` page.", "expires": "2027-06-30", "link": None}
    vector = "rararraar"[:5]
    findings = [
        finding(
            "/state",
            '"lost"',
            ["conflict", "contradiction"],
            vector,
            cases=["state/lost"],
            claims=["alpha:states", "beta:states"],
            skew=True,
            state="new",
        ),
        *(
            finding(f"/{name}", "null", ["conflict", "gap"], "rrssl", state="known", known=known)
            for name in ("kind", "state", "weight")
        ),
        finding(["/kind", "/state"], ['"box"', "absent"], ["refinement"], "araaa", twin=None),
        finding(
            "",
            "an unlisted property",
            ["loss"],
            "aaaal",
            cases=["extra/top"],
            lossy=["sdk.gamma@2"],
        ),
        finding(
            "/tags/*", "a number", ["gap"], "aarss", witness=None, twin=None, cases=["tags/number"]
        ),
    ]
    ids = COLUMNS[:4]
    relations = [
        relation(
            a,
            b,
            "overlap",
            both={"value": {}},
            only_a={"value": {"state": "lost"}},
            only_b={"value": {"x": None}},
        )
        for number, a in enumerate(ids)
        for b in ids[number + 1 :]
        if (a, b) != ("beta.declared", "beta.documented")
    ]
    relations += [
        relation("beta.declared", "beta.documented", "within", gap_a={"value": 1}),
        relation("alpha.declared", "sdk.gamma@2", "agree", proven=False, why_not=["only tested"]),
    ]
    return results(
        *cases,
        *findings,
        *relations,
        separating=["state/lost", "tags/number"],
        uncovered=[{"value": {"kind": 7}}],
    )


def fielded() -> list[Line]:
    """Return the sample with fields, and with findings enough to be folded."""
    joint = '/kind = "box" & /state = absent'
    fields = [
        field("", value("an object", "aaaaa"), value("an unlisted property", "aaaal")),
        field(
            "/kind",
            value('"box"', "aaaaa", depends=[joint]),
            value("null", "rrssl", finding="/kind = null"),
            value("a number", "rrrrr"),
            value("a string", "rrrrr"),
        ),
        field(
            "/state",
            value('"sent"', "aaaaa", sample={"value": "sent"}),
            value('"lost"', "rarar", finding='/state = "lost"'),
            value("any other string", "rrrra"),
            value("absent", "aaaaa", depends=[joint]),
            claims=["alpha:states", "beta:states", "beta:gone"],
        ),
        field("/tags", value("an array", "aaaaa"), value("an element", "aarss")),
        field("/tags/*", value("a number", "aarss", finding="/tags/* = a number")),
        field("/weight", value("a number", "aaaa."), value('"a/b %"', "aaaaa")),
    ]
    groups = {"values": 7, "losses": 3, "texts that are not JSON": 3}
    more = [
        finding(
            f"/{group.split()[0]}{number}",
            f'"v{number}"',
            ["loss"] if group == "losses" else ["conflict"],
            "aaaal" if group == "losses" else "aarrr",
            lossy=["sdk.gamma@2"] if group == "losses" else [],
            group=group,
            importance=0.5 - number / 100,
            because=["somebody sends it", f"reason {number}"],
        )
        for group, count in groups.items()
        for number in range(count)
    ]
    lines = sample()
    last = max(number for number, line in enumerate(lines) if line["kind"] == "finding") + 1
    body = [*lines[:last], *more, *fields, *lines[last:-1]]
    return [*body, {**lines[-1], "findings": lines[-1]["findings"] + len(more)}]


def equal() -> list[Line]:
    """Return results of two descriptions that say the same of every value."""
    names = ("alpha.declared", "beta.declared")
    fields = [
        field("/state", value('"sent"', "aa", names=names), value("null", "rr", names=names)),
        field("/kind", value("a string", "aa", names=names)),
    ]
    same = relation(*names, "equal", both={"value": {}})
    return results(*fields, same, names=names)


PROGRAMS = (
    *COLUMNS[:3],
    "native.alpha",
    "native.beta",
    *(f"sdk.package-{number:02}.part@{number}.0" for number in range(12)),
)
"""Columns in groups of two, of one, of two and of twelve."""


def many() -> list[Line]:
    """Return results of so many cases that a page does not keep the names of all."""
    vectors = ("aaaaa", "arasa", "rrrrr")
    cases = [
        case(f"many/{n}", f'{{"n": {n}}}', vectors[n % 3], place=("/state", "/kind")[n % 2])
        for n in range(300)
    ]
    return results(*[{**one, "title": f"Case number {n}"} for n, one in enumerate(cases)])


def programs(names: Sequence[str] = PROGRAMS) -> list[Line]:
    """Return results of many recorded programs, every two of whose columns are compared."""
    size = len(names)

    def vector(whole: str) -> str:
        return whole[-size:]

    cases = [
        case("all/same", "1", vector("aaaaaaaaaaaaaaaaa"), names=names),
        case(
            "some/differ",
            "2",
            vector("arsrrraaaaaaaarrn"),
            names=names,
            departures=[names[-2], names[-1]],
        ),
        case("many/differ", "3", vector("aaaalaaaaarrrllun"), names=names),
        *(case(f"more/{n}", str(n), vector("rrrrrrrrrrrrrrrrr"), names=names) for n in range(60)),
    ]
    relations = [
        relation(a, b, "overlap", proven=False, only_a={"value": 1}, only_b={"value": 2})
        for number, a in enumerate(names)
        for b in names[number + 1 :]
    ]
    subject = {"name": "gamma", "version": "2", "language": "go", "date": "2026-11-22"}
    lines = [
        {**line, "judge": "recorded", "subject": subject} if line.get("subject") else line
        for line in results(*cases, *relations, names=names)
    ]
    lines[len(names)]["lenient"] = True  # the last column
    return lines


def releases() -> list[Line]:
    """Return results of a description and two releases of a package that differ in a value."""
    names = ("x.declared", "x.documented", "sdk.one@1", "sdk.one@2")
    moved = finding(
        "/state",
        "null",
        ["conflict"],
        "uuuuu",
        accept=["x.declared", "sdk.one@1"],
        reject=["x.documented", "sdk.one@2"],
    )
    lines = programs(names)
    at = next(number for number, line in enumerate(lines) if line["kind"] == "relation")
    return [*lines[:at], moved, *lines[at:-1], {**lines[-1], "findings": 1}]


def hostile() -> list[Line]:
    """Return results whose every text is out to break the page."""
    cases = []
    findings = []
    fields = []
    for name, text in HOSTILE.items():
        payload = json.dumps({"state": text})
        flawed = {"instance": text, "keyword": text, "file": text, "schema": text, "property": text}
        cases.append(
            case(
                f"{name}/{text}",
                payload,
                "raaae",
                title=f"{name}: {text}",
                why=text,
                place=f"/{text}",
                flags=[text],
                notes={"sdk.gamma@2": text},
                reasons={"alpha.declared": [{**flawed, "claims": [text], "message": text}]},
                twin={"value": {text: text}},
                near=text,
                cites=[text],
            )
        )
        findings.append(
            finding(
                f"/{text}",
                json.dumps(text),
                ["conflict"],
                "rarar",
                witness={"value": {"state": text}},
                twin={"value": {text: 0}},
                cases=[f"{name}/{text}"],
                claims=[f"alpha:{text}"],
                known={"class": text, "reason": text, "expires": text, "link": text},
                state="known",
            )
        )
        fields.append(
            field(
                f"/{text}",
                value(json.dumps(text), "rarar", finding=findings[-1]["id"]),
                claims=[f"alpha:{text}"],
            )
        )
    cases.append(
        case("long/string", json.dumps({"state": "é" * 1_000_000}, ensure_ascii=False), "aaaaa")
    )
    evil = HOSTILE["script"]
    head = header(title=evil, about=evil, variants=[variant("alpha", evil), variant("beta", evil)])
    return results(*cases, *findings, *fields, head=head, complete=False, why_not=[evil])
