"""Makes the files of a variant of what was read, what a person corrected, and what a person wrote.

The reader owns `read_from`, the schemas, and the claims whose place is a line of a source. A person
owns `corrections.json`, the other claims, and the rest of `variant.json`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.jsontext.layout import Layout
from conformance.jsontext.pointers import joined
from conformance.model import ReadFrom, Unread
from conformance.readers.emitted import SENT
from conformance.readers.facts import Direction
from conformance.readers.prose.mode import Mode
from conformance.readers.read import Options, read
from conformance.record.claimed import claims_of, merged_claims, with_sent
from conformance.record.corrections import DECLARED, DOCUMENTED, corrected
from conformance.record.documented import documented, pointers_of, prose_in, unread_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Claim, Json
    from conformance.readers.prose.statements import Prose
    from conformance.readers.read import Sent, Source
    from conformance.record.corrections import Corrected, Correction
    from conformance.record.origins import Origin

ABOUT = "variant.json"
BOTH = "both"
"""The direction of a variant that has a send reading besides."""

_LAYOUT = Layout(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A variant as it was just read.

    Attributes:
        source: The source that was read.
        read_from: The part of `variant.json` about it.
        about: The content of `variant.json`.
        schemas: File -> schema of each reading that was made.
        prose: What comments say; None if they are not read.
    """

    source: Source
    read_from: ReadFrom
    about: dict[str, Json]
    schemas: dict[str, Json]
    prose: Prose | None

    def texts(self) -> dict[str, str]:
        """Return the files with their texts."""
        files = {**self.schemas, ABOUT: self.about}
        return {name: _LAYOUT.text(cast("dict[str, Json]", x)) for name, x in files.items()}


def options_of(read_from: ReadFrom) -> Options:
    """Return how a source was read."""
    both = read_from.direction == BOTH
    return Options(
        notation=read_from.reader,
        direction=Direction.RECEIVE if both else Direction(read_from.direction),
        both=both,
        changes=tuple(f"{topic}={verdict}" for topic, verdict in read_from.decisions.items()),
        formats=read_from.formats == "assert",
        prose=Mode(read_from.prose),
    )


def fresh_variant(  # noqa: PLR0913  one variant, and all that it is made of
    origin: Origin,
    wanted: str | None,
    options: Options,
    *,
    corrections: Sequence[Correction] = (),
    about: Mapping[str, Json],
    keeps_sent: bool = False,
) -> Fresh:
    """Read a source, and return what the files of its variant have to hold.

    A send reading is among them if both directions are read and differ, or if a person corrects it.

    Args:
        origin: The file.
        wanted: The name of the type; None for the only one.
        options: How it is read.
        corrections: The corrections of what is read.
        about: The content of `variant.json` until now; empty for a new variant.
        keeps_sent: Whether the variant has a send reading, which stays where none differs any more.

    Raises:
        UsageError: The type is not there.
        BrokenFileError: The source cannot be read, or a correction does not apply any more.
    """
    name = origin.path.as_posix() + ("" if wanted is None else f"#{wanted}")
    source = read(name, options)
    claims = [_named(claim, origin) for claim in source.claims]
    declared = _declared(source, corrections, claims)
    claims = claims_of(claims, declared, DECLARED)
    prose = None if options.prose is Mode.OFF else prose_in(source, declared)
    applied = prose if options.prose is Mode.APPLY else None
    own = [x for x in corrections if x.file == DOCUMENTED]
    found = documented(declared.schema, claims, own, applied, origin)
    schemas = {DECLARED: declared.schema}
    schemas |= {} if found.schema is None else {DOCUMENTED: found.schema}
    sent = _sent(source, corrections, keeps=keeps_sent)
    claims = list(found.claims)
    if sent is not None:
        written_claims = [_named(claim, origin) for claim in sent.claims]
        keywords = {keyword for claim in written_claims for keyword in claim.keywords}
        pointers = {keyword.removeprefix(f"{SENT}#") for keyword in keywords}
        changes = [x for x in corrections if x.file == SENT]
        written = corrected(sent.file.schema, changes, sorted(pointers))
        schemas[SENT] = written.schema
        claims = with_sent(claims, claims_of(written_claims, written, SENT))
    unread = () if prose is None else unread_in(prose, origin)
    read_from = _read_from(source, origin, options, unread)
    claimed = merged_claims(about, claims, schemas)
    return Fresh(
        source=source,
        read_from=read_from,
        about=_about(about, source, read_from, declared, claimed),
        schemas=schemas,
        prose=prose,
    )


def _sent(source: Source, corrections: Sequence[Correction], *, keeps: bool) -> Sent | None:
    """Return the send reading if the variant is to have one.

    Raises:
        BrokenFileError: A correction is of a send reading, and none was read.
    """
    own = [correction for correction in corrections if correction.file == SENT]
    if own and source.sent is None:
        raise BrokenFileError(
            f"the correction is of {SENT}, which is not read",
            file=own[0].shown,
            place=joined("", "corrections", own[0].number, "file"),
            hint=f'write "direction": "{BOTH}" into read_from of variant.json, or remove it',
        )
    return source.sent if own or keeps or source.writes_apart else None


def _named(claim: Claim, origin: Origin) -> Claim:
    """Return a claim whose file has its name in `variant.json`."""
    file = None if claim.file is None else origin.name_of(claim.file)
    return replace(claim, file=file, at=f"{file}:{claim.line}")


def _declared(
    source: Source, corrections: Sequence[Correction], claims: Sequence[Claim]
) -> Corrected:
    """Return the declared reading with its corrections, following the pointers into it."""
    keywords = {keyword for claim in claims for keyword in claim.keywords}
    pointers = {keyword.removeprefix(f"{DECLARED}#") for keyword in keywords}
    own = [x for x in corrections if x.file == DECLARED]
    return corrected(source.file.schema, own, sorted(pointers | pointers_of(source)))


def _read_from(
    source: Source, origin: Origin, options: Options, unread: tuple[Unread, ...]
) -> ReadFrom:
    return ReadFrom(
        reader=source.notation.name,
        source=origin.name,
        type=source.type,
        files={origin.name_of(file): digest for file, digest in source.digests.items()},
        elsewhere=origin.elsewhere,
        direction=BOTH if options.both else options.direction.value,
        formats="assert" if options.formats else "annotate",
        decisions=_decided(source, options),
        unread=(
            *(
                Unread(place=x.place, file=origin.name_of(x.span.file), line=x.span.line, why=x.why)
                for x in source.unread
            ),
            *unread,
        ),
        prose=options.prose.value,
    )


def _decided(source: Source, options: Options) -> dict[str, str]:
    """Return what a person decided on the notation of a source."""
    found = {}
    for change in options.changes:
        left, _, verdict = change.partition("=")
        only, _, topic = left.rpartition(".")
        if only in {"", source.notation.name}:
            found[topic] = verdict
    return found


def read_from_json(read_from: ReadFrom) -> dict[str, Json]:
    """Return the part of `variant.json` about a source, without what has its default."""
    return {
        "reader": read_from.reader,
        "source": read_from.source,
        "type": read_from.type,
        "files": dict(sorted(read_from.files.items())),
        **({"elsewhere": True} if read_from.elsewhere else {}),
        "direction": read_from.direction,
        **({"formats": read_from.formats} if read_from.formats != "annotate" else {}),
        **({"prose": read_from.prose} if read_from.prose != Mode.SUGGEST else {}),
        "decisions": dict(read_from.decisions),
        "unread": [
            {
                "place": x.place,
                "file": x.file,
                "line": x.line,
                **({} if x.column is None else {"column": x.column}),
                **({} if x.sentence is None else {"sentence": x.sentence}),
                "why": x.why,
            }
            for x in read_from.unread
        ],
    }


def _about(
    before: Mapping[str, Json],
    source: Source,
    read_from: ReadFrom,
    declared: Corrected,
    claims: list[Json],
) -> dict[str, Json]:
    """Return the content of `variant.json`."""
    fresh: dict[str, Json] = {
        "read_from": read_from_json(read_from),
        "notation": _decisions(before, source),
        "native_names": _native_names(before, source, declared),
        "claims": claims,
    }
    if "source" in before:
        fresh["source"] = _provenance(before, read_from)
    if not before:
        head: dict[str, Json] = {
            "format": 1,
            "title": source.type,
            "language": source.notation.name,
        }
        return {**head, **fresh}
    return {**before, **fresh}


def _provenance(before: Mapping[str, Json], read_from: ReadFrom) -> Json:
    """Return where the source was published, with the digest that its file has now."""
    published = cast("dict[str, Json]", before["source"])
    old = cast("dict[str, dict[str, Json]]", before.get("read_from", {})).get("files", {})
    if published["sha256"] != old.get(read_from.source):
        return published
    return {**published, "sha256": read_from.files[read_from.source]}


def _decisions(before: Mapping[str, Json], source: Source) -> dict[str, Json]:
    """Return the decisions; a person's reason for the same verdict stays."""
    known = cast("dict[str, dict[str, Json]]", before.get("notation", {}))
    fresh: dict[str, Json] = {
        one.topic: known[one.topic]
        if known.get(one.topic, {}).get("verdict") == one.verdict
        else {"verdict": one.verdict.value, "why": one.why}
        for one in source.decisions
    }
    return {**known, **fresh}


def _native_names(
    before: Mapping[str, Json], source: Source, declared: Corrected
) -> dict[str, Json]:
    """Return the names in the source that are others on the wire; those of corrections inferred."""
    known = cast("dict[str, dict[str, Json]]", before.get("native_names", {}))
    fresh: dict[str, Json] = {name: x for name, x in known.items() if x["inferred"]}
    for one in source.native_names:
        fresh[one.native] = {"wire": declared.renamed.get(one.wire, one.wire), "inferred": False}
    natives = {one.wire: one.native for one in source.native_names}
    for old, new in declared.renamed.items():
        fresh[natives.get(old, old)] = {"wire": new, "inferred": True}
    return fresh
