"""A record as it was read before, while none of its files has changed.

To check every file of a record takes longer than to judge an input by it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from conformance.model import (
    Claim,
    Decision,
    Divergence,
    NativeName,
    ReadFrom,
    Reading,
    Record,
    SchemaFile,
    Source,
    Unread,
    Variant,
    Verdict,
)
from conformance.proofs import store

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.record.state import State

_WRONG = (AttributeError, LookupError, TypeError, ValueError)
"""The errors of something kept that is not as it should be."""


def described(folder: Path, state: State | None) -> Record:
    """Return a record without releases: what is kept of it, or else what its files say.

    Args:
        folder: Its folder.
        state: The state of its files; None if nothing is kept of it.

    Raises:
        UsageError, NothingSelectedError, BrokenFileError: As for `load_described`.
    """
    name = None if state is None else f"described-{state.key}"
    body = None if name is None else store.found_bytes(name, libraries=())
    if body is not None:
        import orjson  # noqa: PLC0415  not where nothing is kept

        try:
            return _record(orjson.loads(body), folder)
        except _WRONG:
            pass
    from conformance.record.load import load_described  # noqa: PLC0415  what is kept needs it not

    found = load_described(folder)
    if state is not None and name is not None and state.covers(found):
        _keep(name, found)
    return found


def _keep(name: str, record: Record) -> None:
    """Keep a record, but for one with a number that is not read again as it is."""
    import orjson  # noqa: PLC0415  as above

    content = asdict(record)
    del content["folder"], content["releases"]
    for variant in content["variants"]:
        for file in (*(reading["file"] for reading in variant["readings"]), variant["sent"]):
            if file is not None:
                del file["path"]
    body = json.dumps(content)
    if json.dumps(orjson.loads(body)) == body:
        store.keep(name, content, libraries=())


def _record(kept: Any, folder: Path) -> Record:  # noqa: ANN401  JSON of an unknown shape
    """Return what is kept; raise one of `_WRONG` if it is not as it should be."""
    variants = tuple(_variant(x, folder / "variants" / x["id"]) for x in kept.pop("variants"))
    kept |= {name: tuple(kept[name]) for name in ("fields", "official")}
    return Record(folder=folder, variants=variants, **kept)


def _variant(kept: Any, folder: Path) -> Variant:  # noqa: ANN401  likewise
    source, read_from, sent = (kept.pop(name) for name in ("source", "read_from", "sent"))
    return Variant(
        source=None if source is None else Source(**source),
        notation=tuple(
            Decision(**{**x, "verdict": Verdict(x["verdict"])}) for x in kept.pop("notation")
        ),
        native_names=tuple(NativeName(**x) for x in kept.pop("native_names")),
        claims=tuple(Claim(**{**x, "keywords": tuple(x["keywords"])}) for x in kept.pop("claims")),
        readings=tuple(
            Reading(name=x["name"], file=_file(x["file"], folder)) for x in kept.pop("readings")
        ),
        notes=tuple(kept.pop("notes")),
        native=tuple(Divergence(**{**x, "cases": tuple(x["cases"])}) for x in kept.pop("native")),
        read_from=None
        if read_from is None
        else ReadFrom(**{**read_from, "unread": tuple(Unread(**x) for x in read_from["unread"])}),
        sent=None if sent is None else _file(sent, folder),
        **kept,
    )


def _file(kept: Any, folder: Path) -> SchemaFile:  # noqa: ANN401  likewise
    return SchemaFile(path=folder / kept["name"], **{**kept, "warnings": tuple(kept["warnings"])})
