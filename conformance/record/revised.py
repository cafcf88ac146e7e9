"""Tries new files of variants beside a record, and writes them into it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import ConformanceError
from conformance.files import file_bytes, is_there, listed, staged, write_text
from conformance.record.load import is_traced, load_variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.model import Record, Variant

_FOLDER = "variants"
_OTHERS = {"adapters", "corpus", "observations"}
"""Folders of a record that hold no schemas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A variant as it is with new files.

    Attributes:
        variant: The variant.
        files: All its files, path inside the record's folder -> SHA-256.
    """

    variant: Variant
    files: dict[str, str]


def tried(folder: Path, name: str, texts: Mapping[str, str | None]) -> Tried:
    """Return a variant as it is with new files; nothing is written into the record.

    Args:
        folder: The record's folder.
        name: The variant's id.
        texts: File -> text; None for one that is to be gone.

    Raises:
        BrokenFileError: The files do not fit together, or not to the record; the error names the
            file in the record.
    """
    with TemporaryDirectory() as temporary:
        root = Path(temporary).resolve() / folder.resolve().name
        path = root / _FOLDER / name
        path.mkdir(parents=True)
        with _in_place_of(root, folder):
            _copy(folder, root)
            for file, text in texts.items():
                if text is None:
                    (path / file).unlink(missing_ok=True)
                else:
                    write_text(path / file, [text])
            read: dict[str, str] = {}
            variant = load_variant(path, folder=root, traced=is_traced(root), files=read)
            return Tried(variant=variant, files=read)


def revised(record: Record, changed: Iterable[Tried]) -> Record:
    """Return a record with some variants in place of the old ones."""
    files = dict(record.files)
    variants = {variant.id: variant for variant in record.variants}
    for one in changed:
        prefix = f"{_FOLDER}/{one.variant.id}/"
        files = {file: x for file, x in files.items() if not file.startswith(prefix)} | one.files
        variants[one.variant.id] = one.variant
    return replace(record, variants=tuple(variants.values()), files=dict(sorted(files.items())))


def write_variants(folder: Path, changed: Mapping[str, Mapping[str, str | None]]) -> list[str]:
    """Write files of variants into a record, all or none; return them, relative to its folder.

    Args:
        folder: The record's folder.
        changed: Variant -> file -> text; None for one that is to be gone.

    Raises:
        UsageError: They cannot be written there.
        IncompleteRunError: The disk is full.
    """
    written = []
    with staged(folder) as stage:
        for name, texts in changed.items():
            for file, text in texts.items():
                if text is None:
                    continue
                path = stage / _FOLDER / name / file
                path.parent.mkdir(parents=True, exist_ok=True)
                write_text(path, [text])
                written.append(f"{_FOLDER}/{name}/{file}")
    for name, texts in changed.items():
        for file, text in texts.items():
            if text is None:
                (folder / _FOLDER / name / file).unlink(missing_ok=True)
    return written


def _copy(folder: Path, root: Path) -> None:
    """Copy the schemas of a record, to which those of a variant may refer."""
    for path in listed(folder, "**/*.json"):
        relative = path.relative_to(folder)
        if relative.parts[0] not in _OTHERS and is_there(path) and path.is_file():
            target = root / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file_bytes(path))


@contextmanager
def _in_place_of(root: Path, folder: Path) -> Iterator[None]:
    """Name the record's own folder in errors, and not the one for trying."""
    try:
        yield
    except ConformanceError as error:
        error.file = error.file and error.file.replace(root.as_posix(), folder.as_posix())
        raise
