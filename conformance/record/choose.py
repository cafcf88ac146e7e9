"""Chooses the record that a command, or a test run, is about.

The record that comes with the package is used only by name, or in a source tree that holds it. A
folder without a record is an error, and never a reason to judge another one.
"""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import conformance
from conformance.errors import NothingSelectedError, UsageError
from conformance.files import is_there, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conformance.model import Record
    from conformance.record.settings import Settings

OPTION = "--record"
"""The option of commands that names a record."""

PACKAGE = Path(conformance.__file__).parent
"""The folder of this package."""

_SCHEMAS = "schemas"
_VARIANTS = "variants"
_TELLING = ("record.json", "corpus", "baseline.json", "adapters", "observations")
"""Other parts of a record; a folder with one of them is meant as a record."""


def chosen_record(name: str | None, known: Settings, *, option: str = OPTION) -> Record:
    """Return the record that a command is about, see `chosen_folder`.

    Args:
        name: Its name, or its folder; None for the only one.
        known: The project's settings.
        option: The option that names a record, for the hint of an error.

    Raises:
        UsageError: There is no such record, several and none is named, or two of one name.
        NothingSelectedError: There is none at hand, and none is named; or it holds no variant.
        BrokenFileError: Its folder is broken, or a link that leads nowhere.
    """
    from conformance.record.load import load_record  # noqa: PLC0415  a folder needs no schemas

    return load_record(chosen_folder(name, known, option=option))


def chosen_folder(name: str | None, known: Settings, *, option: str = OPTION) -> Path:
    """Return the folder of the record that a command is about; it may hold no variant yet.

    A name means a record at hand, a folder, or the record of the package. Without a name it is the
    only record at hand: in the settings, in the folder `schemas` here, or in the source tree that
    holds the package's own record.

    Raises:
        UsageError: There is no such record, several and none is named, or two of one name.
        NothingSelectedError: There is none at hand, and none is named.
        BrokenFileError: A link leads nowhere.
    """
    at_hand = _at_hand(known, needed=name is None, option=option)
    if name is not None:
        return _named(name, at_hand)
    if len(at_hand) > 1:
        raise UsageError(
            f"there are several records: {', '.join(sorted(at_hand))}",
            hint=f"name one with {option}",
        )
    return next(iter(at_hand.values()))


def chosen_folders(names: Sequence[str], known: Settings) -> list[Path]:
    """Return the folders of the records that a command is about: those named, else all at hand.

    A record that is named twice is there once.

    Raises:
        UsageError: There is no record of a name, or two of one name.
        NothingSelectedError: There is none at hand, and none is named.
        BrokenFileError: A link leads nowhere.
    """
    at_hand = _at_hand(known, needed=not names)
    named = [_named(name, at_hand) for name in names] if names else at_hand.values()
    return [*_by_name(named, _id).values()]


def unfinished_records() -> list[str]:
    """Return what is missing in each folder of `schemas` that looks like a record and is none.

    Where there is no record at all, that is an error, which says the same.
    """
    return [*_almost_in(Path(_SCHEMAS))]


def _at_hand(known: Settings, *, needed: bool, option: str = OPTION) -> dict[str, Path]:
    """Return the records at hand by name: in the settings, in `schemas`, or around this folder."""
    found = _by_name(_folders(known))
    if needed and not found:
        raise NothingSelectedError("there is no record here", hint=_how_to_start(option))
    return found


def _by_name(
    folders: Iterable[Path], called: Callable[[Path], str] = attrgetter("name")
) -> dict[str, Path]:
    """Return folders by their names; a folder that is there twice counts once."""
    found: dict[str, Path] = {}
    for folder in folders:
        other = found.setdefault(called(folder), folder)
        if other.resolve() != folder.resolve():
            raise UsageError(
                f"two records are called {called(folder)}: {other} and {folder}",
                hint="rename one of the folders, or leave one out",
            )
    return found


def _id(folder: Path) -> str:
    """Return the id of the record in a folder, which may be named `.` or by a link."""
    return folder.resolve().name


def _named(name: str, at_hand: dict[str, Path]) -> Path:
    """Return the folder of a record that is named.

    A folder of this name is preferred to the record of the package, even if it holds no record.
    """
    shipped = {folder.name: folder for folder in _shipped()}
    for folder in (at_hand.get(name), Path(name), Path(_SCHEMAS, name), shipped.get(name)):
        if folder is not None and is_there(folder) and folder.is_dir():
            return folder
    known = ", ".join(sorted(at_hand)) or "none"
    rest = ", ".join(sorted(shipped.keys() - at_hand.keys()))
    raise UsageError(
        f"there is no record {name!r}",
        hint=f"at hand are {known}" + (f"; with the package comes {rest}" if rest else ""),
    )


def _folders(known: Settings) -> list[Path]:
    if known.records:
        return list(known.records)
    here = Path(_SCHEMAS)
    return _records_in(here) if is_there(here) and here.is_dir() else _own_checkout()


def _records_in(place: Path) -> list[Path]:
    return [x for x in _visible(place) if is_there(x / _VARIANTS) and (x / _VARIANTS).is_dir()]


def _shipped() -> list[Path]:
    """Return the records that come with the package, installed or in its source tree."""
    return _records_in(PACKAGE / "shipped") or _records_in(PACKAGE.parent / _SCHEMAS)


def _own_checkout() -> list[Path]:
    """Return the package's records in the source tree around the current folder."""
    names = {folder.name for folder in _shipped()}
    for above in Path.cwd().parents:
        found = [x for x in _records_in(above / _SCHEMAS) if x.name in names]
        if found:
            return found
    return []


def _how_to_start(option: str) -> str:
    """Return a hint for a folder without a record; it names a folder that is almost one."""
    shipped = ", ".join(folder.name for folder in _shipped())
    ways = f"name one with {option}" + (f" (with the package comes {shipped})" if shipped else "")
    almost = next(_almost(), None)
    if almost is not None:
        return f"{almost}; or {ways}"
    return f"{ways}, or write one with `conformance init`"


def _almost() -> Iterator[str]:
    """Yield, for each folder that looks like a record, what is missing."""
    if Path(_VARIANTS).is_dir():
        yield "this folder is a record itself: name it with --record ."
    yield from _almost_in(Path(_SCHEMAS))


def _almost_in(place: Path) -> Iterator[str]:
    for folder in _visible(place) if place.is_dir() else ():
        if is_there(folder / _VARIANTS):
            continue
        renamed = [x for x in _visible(folder) if any(x.glob("*/declared.schema.json"))]
        what = f"{folder.as_posix()} has no folder {_VARIANTS}"
        if renamed:
            yield f"{what}: rename {renamed[0].as_posix()}"
        elif any((folder / telling).exists() for telling in _TELLING):
            yield f"{what}: add {_VARIANTS}/NAME/declared.schema.json"
        elif any(folder.glob("*.schema.json")):
            yield f"{what}: move each schema to {_VARIANTS}/NAME/declared.schema.json"


def _visible(place: Path) -> Iterable[Path]:
    """Return the folders in a folder, without hidden ones."""
    return [x for x in listed(place) if not x.name.startswith(".") and is_there(x) and x.is_dir()]
