"""`conformance variant`: adds variants that are read, and shows what was read of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from conformance.cli.context import (
    announce,
    format_option,
    record_option,
    refuse_installed,
    say,
    settings,
    show,
    sources_option,
)
from conformance.cli.prose import prose_json, prose_lines, prose_option
from conformance.cli.reading import reading_of, reading_options_for, source_json, source_lines
from conformance.cli.variant_refresh import refresh
from conformance.cli.variant_sent import Apart, apart, apart_json, apart_lines
from conformance.errors import UsageError
from conformance.files import is_there
from conformance.jsontext.text import pretty
from conformance.readers.prose.mode import Mode
from conformance.readers.read import split
from conformance.record.choose import chosen_folder, chosen_record
from conformance.record.corrections import load_corrections
from conformance.record.fresh import Fresh, fresh_variant, read_from_json
from conformance.record.load import is_variant_id
from conformance.record.origins import origin_of
from conformance.record.revised import tried, write_variants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.cli.reading import Reading
    from conformance.model import Json, Variant
    from conformance.record.corrections import Correction


@click.group()
def variant() -> None:
    """Add variants that are read from their sources, read them again, and show what was read."""


variant.add_command(refresh)


@variant.command(
    epilog="""\b
A source is a file and a type in it, PATH#TYPE; a file with one type needs no name:
  conformance variant add web web/types.ts#Order
  conformance variant add server src/order.rs#Order --decide unlisted=silent
  conformance variant add gateway api/order.go#Order --direction both
  conformance variant add docs pages/Order.md --sources ../documents
  conformance variant add api api.yaml#Order --prose apply
  conformance variant add sdk npm:my-client@2.1.0/dist/types.d.ts#Order
  conformance variant add next main:api.yaml#Order
"""
)
@click.argument("name")
@click.argument("source")
@record_option
@sources_option
@prose_option()
@reading_options_for("receive")
@format_option
def add(
    name: str,
    source: str,
    record: str | None,
    sources: Path | None,
    form: str,
    prose: str,
    **values: Unpack[Reading],
) -> None:
    """Read SOURCE and add it to the record as the variant NAME.

    Writes declared.schema.json and variant.json: what was read and decided, each statement with its
    file and line, and what was not read. With --direction both, and where what it writes is not
    what it reads, also sent.schema.json: it judges no case, and says what the variant sends where
    reports show who reads what others write. Comments often list the values of a field: that is
    shown with its sentence, and --prose apply makes documented.schema.json of it. What only a
    person knows goes into corrections.json beside them, and `conformance variant refresh` brings
    all of it together. A revision of Git, REVISION:PATH#TYPE, is locked to its commit.
    """
    options = replace(reading_of(values), prose=Mode(prose))
    folder = chosen_folder(record, settings())
    home = folder / "variants" / name
    if not is_variant_id(name):
        hint = "use letters, digits, hyphens and underscores"
        raise UsageError(f"{name!r} cannot be a variant's name", hint=hint)
    if is_there(home):
        hint = f"read it again with `conformance variant refresh {name}`, or choose another name"
        raise UsageError("the variant exists already", file=home.as_posix(), hint=hint)
    refuse_installed(folder, "name a record of your own with --record")
    path, wanted = split(source)
    announce(path)
    origin = origin_of(path, folder, sources)
    fresh = fresh_variant(origin, wanted, options, about={})
    texts = fresh.texts()
    after = tried(folder, name, texts).variant
    written = write_variants(folder, {name: texts})
    if form == "json":
        files: list[Json] = [*written]
        read = {**source_json(fresh.source), **prose_json(fresh.prose, options.prose)}
        show(pretty({"variant": name, "written": files, "read": read}))
        return
    said = prose_lines(fresh.prose, options.prose)
    for line in (*source_lines(fresh.source), *_decided(fresh), *_sent(after, fresh), *said):
        say(line)
    for file in written:
        say(f"written: {(folder / file).as_posix()}")


@variant.command(
    name="show",
    epilog="""\b
Examples:
  conformance variant show web
  conformance variant show web --format json
""",
)
@click.argument("name")
@record_option
@format_option
def show_variant(name: str, record: str | None, form: str) -> None:
    """Show what was read of a variant's source, what was decided, and what was not read.

    Of a variant that has a send reading, show too where what it writes is not what it reads.
    """
    chosen = chosen_record(record, settings())
    found = next((one for one in chosen.variants if one.id == name), None)
    if found is None:
        known = ", ".join(one.id for one in chosen.variants)
        raise UsageError(f"there is no variant {name!r}", hint=f"the variants are {known}")
    corrections = load_corrections(chosen.folder / "variants" / name, chosen.id)
    sent = apart(found)
    if form == "json":
        show(pretty(_json(found, corrections, sent)))
        return
    for line in (*_lines(found, corrections), *([] if sent is None else apart_lines(sent))):
        say(line)


def _sent(variant: Variant, fresh: Fresh) -> Iterator[str]:
    found = apart(variant)
    if found is not None:
        yield from apart_lines(found)
    elif fresh.source.sent is not None:
        yield "  what it writes is what it reads: it has no send reading"


def _decided(fresh: Fresh) -> Iterator[str]:
    for one in fresh.source.decisions:
        yield f"  decided: {one.topic} {one.verdict}: {one.why}"


def _lines(variant: Variant, corrections: tuple[Correction, ...]) -> Iterator[str]:
    yield f"{variant.id}: {variant.title}"
    read_from = variant.read_from
    if read_from is None:
        yield "  written by hand: its variant.json names no source that was read"
    else:
        where = ", kept elsewhere" if read_from.elsewhere else ""
        yield f"  read from {read_from.name} as {read_from.reader}, {read_from.direction}{where}"
        yield from (f"  file {name}: SHA-256 {digest}" for name, digest in read_from.files.items())
    for one in variant.notation:
        yield f"  decided: {one.topic} {one.verdict}: {one.why}"
    for name in variant.native_names:
        how = "inferred" if name.inferred else "stated"
        yield f"  name: {name.native} is {name.wire} on the wire, {how}"
    for correction in corrections:
        places = ", ".join(dict.fromkeys(x.path or "(root)" for x in correction.operations))
        yield f"  corrected: {correction.file} at {places}: {correction.why}"
    if read_from is not None and read_from.prose != Mode.SUGGEST:
        yield f"  prose: {read_from.prose}"
    for claim in variant.claims:
        if claim.found == "prose":
            effect = f" ({claim.no_effect})" if claim.no_effect else ""
            yield f"  from prose: {claim.at}: {claim.says}{effect}"
    for part in read_from.unread if read_from is not None else ():
        at = "" if part.sentence is None else f":{part.column}, sentence {part.sentence}"
        yield f"  not read: {part.place} ({part.file}:{part.line}{at}): {part.why}"


def _json(
    variant: Variant, corrections: tuple[Correction, ...], sent: Apart | None
) -> dict[str, Json]:
    read_from = variant.read_from
    return {
        "variant": variant.id,
        "title": variant.title,
        "read_from": None if read_from is None else read_from_json(read_from),
        "decisions": [
            {"topic": x.topic, "verdict": x.verdict.value, "why": x.why} for x in variant.notation
        ],
        "native_names": [
            {"native": x.native, "wire": x.wire, "inferred": x.inferred}
            for x in variant.native_names
        ],
        "prose": [
            {"at": x.at, "says": x.says, "no_effect": x.no_effect}
            for x in variant.claims
            if x.found == "prose"
        ],
        "corrections": [
            {"file": x.file, "paths": [y.path for y in x.operations], "why": x.why}
            for x in corrections
        ],
        **({} if sent is None else {"sent": apart_json(sent)}),
    }
