"""Chooses the record that a command, or a test run, is about."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.record.load import load_record

if TYPE_CHECKING:
    from conformance.model import Record
    from conformance.record.settings import Settings


def chosen_record(name: str | None, known: Settings) -> Record:
    """Return the record that a command is about.

    Named, it is a folder or the name of one at hand. Unnamed, it is the only one at hand: of the
    settings, of the folder `schemas` here, or else the one that is shipped.

    Raises:
        UsageError: There is no such record or none at all, several and none is named, or two of
            one name.
        BrokenFileError: Its folder is broken.
    """
    at_hand: dict[str, Path] = {}
    for folder in _folders(known):
        other = at_hand.setdefault(folder.name, folder)
        if other.resolve() != folder.resolve():
            raise UsageError(
                f"two records are called {folder.name}: {other} and {folder}",
                hint="rename one of the folders, or leave one out of the settings",
            )
    if name is not None:
        folder = at_hand.get(name, Path(name))
        if not folder.is_dir():
            raise UsageError(
                f"there is no record {name!r}",
                hint=f"at hand are {', '.join(sorted(at_hand)) or 'none'}",
            )
        return load_record(folder)
    if not at_hand:
        raise UsageError(
            "there is no record here",
            hint="name its folder with --record, or write one with `conformance init`",
        )
    if len(at_hand) > 1:
        raise UsageError(
            f"there are several records: {', '.join(sorted(at_hand))}",
            hint="name one with --record",
        )
    return load_record(next(iter(at_hand.values())))


def _folders(known: Settings) -> list[Path]:
    if known.records:
        return list(known.records)
    package = Path(str(files("conformance")))
    places = (Path("schemas"), package / "shipped", package.parent / "schemas")
    found = ([path.parent for path in sorted(place.glob("*/variants/"))] for place in places)
    return next(filter(None, found), [])
