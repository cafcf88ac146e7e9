"""`conformance relate`: the relation of two columns, schema files or sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.caching import cache_option
from conformance.cli.context import (
    named_sides,
    record_option,
    say,
    settings,
    show,
    warn,
)
from conformance.cli.executing import executed
from conformance.cli.reading import behind, read_lines, reading_of, reading_options, source_json
from conformance.cli.styled import Line, tell
from conformance.compare.demands import MEETS, VERSIONS, is_met
from conformance.compare.formats import said_of_formats
from conformance.compare.sides import AS_IT_IS, is_file_name, why_apart
from conformance.dataclass import dataclass
from conformance.errors import IncompleteRunError, UsageError
from conformance.exact import Limits
from conformance.exact import relate as relate_columns
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import compact, pretty
from conformance.model import Verdict
from conformance.proofs.cells import compare_columns
from conformance.results.parts import reason_json, relation_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.cli.reading import Reading
    from conformance.compare.differences import Differences, Keyword
    from conformance.compare.sides import Side
    from conformance.exact import Relation
    from conformance.model import Json, Reason, Record, Witness
    from conformance.readers.read import Options

_QUICK = Limits(reference=0)
"""The witnesses are checked by the evaluator and jsonschema-rs: jsonschema takes long to start."""

_FORMS = ("markdown", "junit", "sarif")
_WORDS = {
    "equal": "A and B say the same of every value",
    "agree": "never does one accept what the other rejects",
    "within": "all that A accepts, B does not reject; not the other way round",
    "contains": "all that B accepts, A does not reject; not the other way round",
    "disjoint": "each rejects all that the other accepts",
    "overlap": "each accepts something that the other rejects",
    "unknown": "not decided",
}


@click.command(
    epilog="""\b
Is the new version of my schema still compatible with what is sent today?
  conformance relate old.schema.json new.schema.json --require within
exits 0 if the new one accepts all that the old one accepts, 1 if it does not
(and shows the smallest value that breaks), 3 if it cannot be decided.

\b
More examples:
  conformance relate shop.declared carrier.declared
  conformance relate a.schema.json b.schema.json --format json
  conformance relate old/types.ts#Order new/types.ts#Order --require within
  conformance relate api.yaml#Order models.py#Order --formats assert
  conformance relate sdk.my-client@1.9.0 sdk.my-client@2.0.0

\b
With a list of known differences, each with its reason:
  conformance compare old.schema.json new.schema.json --known known.json
"""
)
@click.argument("a")
@click.argument("b")
@record_option
@click.option(
    "--require",
    type=click.Choice([*MEETS, *VERSIONS]),
    help="Exit 1 unless A relates to B like this or more closely. For A older than B: backward, "
    "new readers read what old writers send; forward, the other way; full, both.",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="List every difference, with its smallest value and its direction.",
)
@reading_options
@cache_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *_FORMS]),
    default="text",
    show_default=True,
    help="The form of the answer; markdown, junit and sarif list every difference.",
)
def relate(
    a: str,
    b: str,
    record: str | None,
    require: str | None,
    every: bool,
    form: str,
    **values: Unpack[Reading],
) -> None:
    """Compare A with B exactly: columns, schema files or sources.

    A source is a file and a type in it, PATH#TYPE, in OpenAPI, AsyncAPI, JSON Schema, TypeScript,
    Python, Rust, Go, Java, Kotlin, Scala, protobuf, Avro or GraphQL, or exec:COMMAND: the command
    is shown, run, and has to print a schema.

    The answer is one of equal, agree, within, contains, overlap and disjoint. It is proven over
    all JSON values, with a smallest witness for each way in which the two differ, unless it says
    that something is not decided. A program is compared by its recorded verdicts on the record's
    cases, which proves nothing.
    """
    options = reading_of(values)
    options = executed((a, b), options)
    programs = _programs(record, (a, b))
    every = every or form in _FORMS
    if programs and every:
        raise UsageError(
            "the differences of programs are not all known",
            hint="`conformance findings` lists those that the cases show",
        )
    answer = _by_cases(a, b, *programs) if programs else _exactly(a, b, record, options)
    if every:
        from conformance.compare.differences import differences  # noqa: PLC0415  only if asked for

        answer = replace(answer, every=differences(*answer.sides))
    if form == "json":
        show(pretty(_json(a, b, answer)))
    elif form in _FORMS and answer.every is not None:
        from conformance.reporters.differences import FORMS  # noqa: PLC0415  not for other forms

        texts = {side.file.name: side.file.text for side in reversed(answer.sides)}
        show(FORMS[form](a, b, answer.every, texts))
    else:
        _print(a, b, answer)
    if require is not None:
        _gate(require, answer.relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The relation, and what is to be said beside it.

    Attributes:
        reasons: Kind of witness -> why the side that does not accept it does not.
        sides: The sides, if they were compared exactly.
        formats: What is to be said of formats; None if nothing is.
        every: All differences, if they were asked for.
    """

    relation: Relation
    reasons: Mapping[str, tuple[Reason, ...]]
    sides: tuple[Side, ...] = ()
    formats: str | None = None
    every: Differences | None = None

    def side_of(self, witness: str) -> Side | None:
        """Return the side that does not accept a kind of witness; None if none is known."""
        found = self.relation.apart.get(witness)
        return self.sides[found[0] == "b"] if self.sides and found else None


def _programs(record: str | None, names: Sequence[str]) -> tuple[Record, list[str]] | None:
    """Return the record and the ids of its programs if one of the names is a program.

    Raises:
        UsageError: The other name is a file.
    """
    columns = [name for name in names if not is_file_name(name)]
    if not columns:
        return None
    from conformance.programs.choose import program_ids  # noqa: PLC0415  only columns need a record
    from conformance.record.choose import chosen_record  # noqa: PLC0415

    chosen = chosen_record(record, settings())
    known = program_ids(chosen.folder)
    asked = [name for name in columns if name in known]
    if asked and len(columns) < len(names):
        raise UsageError(
            f"{asked[0]} is a program: it can be compared with a column of its record only",
            hint="name a column instead of the file",
        )
    return (chosen, known) if asked else None


def _by_cases(a: str, b: str, record: Record, known: Sequence[str]) -> _Answer:
    """Return the relation found in the cases, and why each rejecting column rejects."""
    # The parts of a run take long to import, and only programs are compared by cases.
    from conformance.compare.program_relations import (  # noqa: PLC0415
        case_reasons,
        program_relations,
    )
    from conformance.judges.panel import with_programs  # noqa: PLC0415
    from conformance.pipeline import judge, load  # noqa: PLC0415

    folder = record.folder.as_posix()
    a, b = (name if name in known else _one(name, folder).id for name in (a, b))
    loaded = load(settings(), record=folder, columns=[a, b])
    programs = [*loaded.programs]
    for program in programs:
        if program.not_run is not None:
            raise IncompleteRunError(f"{program.column.id} was not run: {program.not_run}")
        if program.column.permissive:
            raise UsageError(
                f"{program.column.id} accepts nearly anything, by design: accepting means little",
                hint="compare it by what it changes: `conformance findings --kind loss`",
            )
    if a == b:
        b = f"{a} "
        programs += [replace(x, column=replace(x.column, id=b)) for x in programs]
    cases = [with_programs(judged, programs) for judged in judge(loaded)]
    found = program_relations(cases, [x.column.id for x in loaded.judges], programs)
    relation = found[a, b] if (a, b) in found else found[b, a].converse()
    return _Answer(relation=relation, reasons=case_reasons(cases, a, b, relation))


def _exactly(a: str, b: str, record: str | None, options: Options) -> _Answer:
    sides = [_one(name, record, options) for name in (a, b)]
    warn(text for side in sides for text in side.file.warnings)
    first, second = (side.column() for side in sides)
    if first.id == second.id:
        second = type(second)(f"{second.id} ", second.strict, second.lenient)
    limits = Limits() if any(side.is_doubtful for side in sides) else _QUICK
    cells = compare_columns([first, second], limits)
    warn(map(str, cells.faults))
    relation = relate_columns(cells, first.id, second.id)
    formats = said_of_formats({x.id: x.file for x in sides}, asserted=options.formats)
    if formats is not None and options.formats:
        relation = replace(relation, relation="unknown", proven=False, why_not=(formats,))
    return _Answer(
        relation=relation,
        reasons=why_apart(sides[0], sides[1], relation),
        sides=tuple(sides),
        formats=None if options.formats else formats,
    )


def _one(name: str, record: str | None, options: Options = AS_IT_IS) -> Side:
    found = named_sides(record, [name], options)
    if len(found) > 1:
        raise UsageError(f"{name!r} matches {len(found)} columns", hint="name one of them")
    return found[0]


def _gate(require: str, relation: Relation) -> None:
    if not is_met(require, relation):
        say(f"required: {require}; found: {relation.relation}", err=True)
        raise click.exceptions.Exit(1)


def _json(a: str, b: str, answer: _Answer) -> dict[str, Json]:
    unmade: list[Json] = list(answer.relation.unmade)
    shown: dict[str, Json] = {
        "a": a,
        "b": b,
        **relation_json(answer.relation),
        **({"unmade": unmade} if unmade else {}),
        "reasons": {
            name: [reason_json(x) for x in found] for name, found in answer.reasons.items()
        },
    }
    if answer.formats is not None:
        shown["formats"] = answer.formats
    if answer.every is not None:
        shown["differences"] = _every_json(answer.every)
    sources: list[Json] = [
        source_json(side.source) for side in answer.sides if side.source is not None
    ]
    return {**shown, "sources": sources} if sources else shown


def _every_json(found: Differences) -> dict[str, Json]:
    return {
        "complete": found.complete,
        "why_not": list(found.why_not),
        "every": [
            {
                "facts": [{"place": fact.place, "special": fact.special} for fact in one.facts],
                "direction": one.direction,
                "a": one.a.value,
                "b": one.b.value,
                "witness": witness_json(one.witness),
                "keywords_a": [_keyword_json(x) for x in one.keywords_a],
                "keywords_b": [_keyword_json(x) for x in one.keywords_b],
            }
            for one in found.every
        ],
    }


def _keyword_json(keyword: Keyword) -> dict[str, Json]:
    return {"file": keyword.file, "schema": keyword.pointer, "value": keyword.value}


def _witnesses(relation: Relation) -> dict[str, Witness | None]:
    return {
        "both": relation.both,
        "only_a": relation.only_a,
        "only_b": relation.only_b,
        "gap_a": relation.gap_a,
        "gap_b": relation.gap_b,
    }


_MAX_SHOWN = 2_000


def _cut(text: str, most: int = _MAX_SHOWN) -> str:
    """Return a text in full, or its beginning and its length."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters in all)"


_TITLES = {
    "both": "both accept",
    "only_a": "A accepts, B rejects",
    "only_b": "B accepts, A rejects",
    "gap_a": "A accepts, B is silent",
    "gap_b": "B accepts, A is silent",
}


def _print(a: str, b: str, answer: _Answer) -> None:
    tell(Line(f"A  {terminal_text(a)}\nB  {terminal_text(b)}\n"))
    for line in read_lines(answer.sides):
        tell(Line(terminal_text(line), "dim"))
    relation = answer.relation
    proven = ("proven", "green") if relation.proven else ("not proven", "yellow")
    text = Line(f"{relation.relation}", "bold")
    text.append(", ").append(*proven).append(f": {_WORDS[relation.relation]}", "")
    tell(text)
    for why in (*relation.why_not, *([answer.formats] if answer.formats else [])):
        tell(Line(f"  {terminal_text(why)}", "yellow"))
    for name in relation.unmade:
        tell(Line(f"\n{_TITLES[name]}:  only values that are too large to be shown"))
    for name, witness in _witnesses(relation).items():
        if witness is None:
            continue
        shown = Line(f"\n{_TITLES[name]}:").append(
            f"  {terminal_text(_cut(compact(witness.value)))}", "bold"
        )
        tell(shown)
        for reason in answer.reasons.get(name, ()):
            said = f"  {reason.instance or '(root)'}: {reason.message}"
            tell(Line(terminal_text(said)))
            side = answer.side_of(name)
            for where in behind(reason, side.claims if side else ()):
                tell(Line(terminal_text(f"    {where}"), "dim"))
    if answer.every is not None:
        _print_every(answer.every)


_DIRECTIONS = {
    "a_to_b": "A sends it, B does not read it",
    "b_to_a": "B sends it, A does not read it",
    "none": "neither sends it",
}


def _print_every(found: Differences) -> None:
    proven = "proven to be all" if found.complete else "not proven to be all"
    count = f"{len(found.every)} differences" if len(found.every) != 1 else "1 difference"
    tell(Line(f"\n{count}, {proven}", "bold"))
    for why in found.why_not:
        tell(Line(f"  {terminal_text(why)}", "yellow"))
    for one in found.every:
        facts = " and ".join(f"{x.place or '(root)'} = {x.special}" for x in one.facts)
        said = f"{facts}: {_DIRECTIONS[one.direction]}"
        tell(Line(f"\n{terminal_text(said)}"))
        shown = f"  {_cut(compact(one.witness.value))}"
        tell(Line(terminal_text(shown), "bold"))
        for side, verdict, keywords in (("A", one.a, one.keywords_a), ("B", one.b, one.keywords_b)):
            tell(Line(f"  {side} {_VERBS[verdict]}"))
            for x in keywords:
                where = f"    {x.file}#{x.pointer}: {_cut(compact(x.value), _MAX_KEYWORD)}"
                tell(Line(terminal_text(where), "dim"))


_VERBS = {
    Verdict.ACCEPT: "accepts",
    Verdict.REJECT: "rejects",
    Verdict.SILENT: "is silent",
}
_MAX_KEYWORD = 100
