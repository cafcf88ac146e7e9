"""Makes a record of sources that were read: one variant each, without a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.expressions import expression
from conformance.model import Reading, Record, Variant
from conformance.readers.package_names import published
from conformance.readers.read import split, steps_of
from conformance.readers.revisions import revised
from conformance.record.places import fields_of, in_source_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Claim
    from conformance.readers.read import Source

_MAX_TYPES = 2

RECORD = "compare"
"""The id of the record; a list of known differences names it."""

_NAMED = expression(r"([A-Za-z0-9][A-Za-z0-9_-]*)=(.+)", re.DOTALL)


def named_sources(arguments: Sequence[str]) -> dict[str, str]:
    """Return the sources by the id of their variant.

    Args:
        arguments: Each `PATH#TYPE`, or `NAME=PATH#TYPE` to choose the id. Otherwise the id comes
            from the file's name; where two files have the same name, folders and types are added
            until they differ.

    Raises:
        UsageError: Two have the same name, or one is there twice.
    """
    asked = [named_source(text) for text in arguments]
    sources = [source for _, source in asked]
    for source in sources:
        if sources.count(source) > 1:
            raise UsageError(f"{source} is there twice", hint="leave one of them out")
    names = dict(zip(sources, _distinct(sources), strict=True))
    names |= {source: name for name, source in asked if name is not None}
    taken: dict[str, str] = {}
    for source, name in names.items():
        if name in taken:
            raise UsageError(
                f"{taken[name]} and {source} have the same name, {name}",
                hint=f"give one a name of its own: NAME={source}",
            )
        taken[name] = source
    return taken


def named_source(argument: str) -> tuple[str | None, str]:
    """Return the id that a person chose for a source, None without one, and the source."""
    found = None if Path(argument).exists() else _NAMED.fullmatch(argument)
    return (None, argument) if found is None else (found[1], found[2])


def record_of(sources: Mapping[str, Source]) -> Record:
    """Return the record whose variants are some sources, by their ids."""
    types = list(
        dict.fromkeys((steps_of(x.type) or [split(x.name)[0].stem])[-1] for x in sources.values())
    )
    titles = titles_by_id({name: source.name for name, source in sources.items()})
    variants = tuple(
        _variant(name, source, title)
        for (name, source), title in zip(sources.items(), titles, strict=True)
    )
    files = {file: digest for x in sources.values() for file, digest in x.digests.items()}
    return Record(
        folder=Path(),
        id=RECORD,
        title=" and ".join(types) if len(types) <= _MAX_TYPES else f"{types[0]} and others",
        about=f"Read from {', '.join(source.name for source in sources.values())}.",
        fields=fields_of(variants),
        traced=False,
        variants=variants,
        files=dict(sorted(files.items())),
        in_tree=in_source_tree(Path()),
    )


def titles_by_id(sources: Mapping[str, str]) -> list[str]:
    """Return what people call some sources, by their ids: an id that a person chose, or see below.

    Args:
        sources: Id of a source -> its name.
    """
    names = [*sources.values()]
    return [
        title if chosen == own else chosen
        for chosen, own, title in zip(sources, _distinct(names), titles_of(names), strict=True)
    ]


def titles_of(names: Sequence[str]) -> list[str]:
    """Return what people call some sources.

    That is the file, with its type if one file is there twice; or the package, if each source is in
    one of its own.
    """
    paths = [split(name)[0] for name in names]
    packages = [published(path.as_posix()) for path in paths]
    if len({x.package for x in packages if x is not None}) == len(paths):
        return [x.package for x in packages if x is not None]
    parts = [_parts(path) for path in paths]
    depth = _depth(set(parts))
    return [
        _with_type(name, path, shown) if paths.count(path) > 1 else shown
        for name, path, own in zip(names, paths, parts, strict=True)
        for shown in ("/".join(own[-depth:]),)
    ]


def _with_type(name: str, path: Path, shown: str) -> str:
    if revised(path.as_posix()) is not None:
        return f"{shown}#{split(name)[1] or ''}"
    return name.removeprefix(path.as_posix().removesuffix(shown))


def _parts(path: PurePath) -> tuple[str, ...]:
    """Return the steps of a path; the revision that it is of, if it is, stands before the last."""
    found = revised(path.as_posix())
    if found is None:
        return path.parts
    *folders, last = PurePosixPath(found.path).parts
    return (*folders, f"{found.revision}:{last}")


def _variant(name: str, source: Source, title: str) -> Variant:
    sent = source.sent if source.writes_apart else None
    return Variant(
        id=name,
        title=title,
        language=source.notation.title,
        component=source.type,
        as_of=None,
        source=None,
        notation=source.decisions,
        native_names=source.native_names,
        claims=source.claims if sent is None else _of_both(source.claims, sent.claims),
        readings=(Reading(name="declared", file=source.file),),
        notes=notes_on(source),
        sent=None if sent is None else sent.file,
    )


def _of_both(claims: Sequence[Claim], written: Sequence[Claim]) -> tuple[Claim, ...]:
    from conformance.record.claimed import with_sent  # noqa: PLC0415  slow, and often not asked for

    return tuple(with_sent(claims, written))


def notes_on(source: Source) -> tuple[str, ...]:
    """Return what was read, what was not, and what has no effect, a sentence each."""
    silent = [f"Not read: {x.place} ({x.span}): {x.why}." for x in source.unread]
    seen = [f"{note.says} ({note.span})." for note in source.notes]
    return (f"{read_in_words(source)}.", *silent, *seen)


def read_in_words(source: Source) -> str:
    """Return how much of a source was read: 'Read 41 of 43 fields; 2 are silent'."""
    silent = len({x.place for x in source.silent})
    read = max(source.fields - silent, 0)
    fields = "field" if source.fields == 1 else "fields"
    if not silent:
        return f"Read all {source.fields} {fields}" if source.fields else "Read"
    parts = "1 part is silent" if silent == 1 else f"{silent} parts are silent"
    return f"Read {read} of {source.fields} {fields}; {parts}"


def _distinct(sources: Sequence[str]) -> list[str]:
    """Return an id for each source: its file's name, and as much more as tells it from others."""
    split_ones = [split(source) for source in sources]
    parts = [(_parts(PurePosixPath(path.as_posix())), wanted or "") for path, wanted in split_ones]
    ids = []
    for path, wanted in parts:
        rivals = [other for other in parts if other[0][-1:] == path[-1:]]
        depth = _depth({other[0] for other in rivals})
        same_file = sum(other[0] == path for other in rivals) > 1
        ids.append(_slug([*path[-depth:], *([wanted] if same_file else [])]))
    return ids


def _depth(paths: set[tuple[str, ...]]) -> int:
    """Return how many of the last steps tell some paths apart."""
    depth = 1
    while len({path[-depth:] for path in paths}) < len(paths):
        depth += 1
    return depth


def _slug(parts: Sequence[str]) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", "-".join(parts)).strip("-_") or "source"
