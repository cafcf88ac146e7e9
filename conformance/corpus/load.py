"""Reads a record's corpus: the files of its folder `corpus` become cases.

The format is `formats/corpus.schema.json`. A small corpus is held in memory; a large one is read
again, a case at a time, whenever its cases are gone through.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from conformance.corpus.entries import case_of, checked_corpus
from conformance.corpus.stored import StoredCases, StoredFile
from conformance.files import file_bytes, listed
from conformance.formats.read import read_formatted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conformance.model import Corpus

IN_MEMORY = 4_000_000
"""Bytes; a corpus whose files have more is not held in memory."""


def load_corpus(folder: Path) -> Corpus:
    """Return the corpus of a record.

    Args:
        folder: The record's folder; its files `corpus/*.json` are read, sorted by name. An empty
            corpus is no error here.

    Raises:
        BrokenFileError: A file cannot be read or violates the format; an id is there twice or is
            retired; a flag, a cited document or the case in `near` does not exist; an `either` has
            no flag of kind ambiguity.
    """
    record, shown = folder.resolve().name, folder.as_posix()
    paths = listed(folder / "corpus", "*.json")
    if sum(map(_size, paths)) <= IN_MEMORY:
        return corpus_of(corpus_files(folder), record=record, shown=shown)
    files = [StoredFile(path, f"corpus/{path.name}", shown=shown) for path in paths]
    contents = {file.name: file.checked(record) for file in files}
    cases = StoredCases(files)
    digests = {file.name: file.sha256 for file in files}
    return checked_corpus(contents, cases.entries, cases, digests=digests, shown=shown)


def corpus_files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of a record's corpus files by their path inside the record's folder.

    Raises:
        BrokenFileError: A file cannot be read.
    """
    files = {}
    for path in listed(folder / "corpus", "*.json"):
        files[f"corpus/{path.name}"] = file_bytes(path)
    return files


def corpus_of(files: Mapping[str, bytes], *, record: str, shown: str) -> Corpus:
    """Return the corpus in some files.

    Args:
        files: The result of `corpus_files`, in the order of the corpus.
        record: The record's id.
        shown: The record's folder in error messages.

    Raises:
        BrokenFileError: As for `load_corpus`.
    """
    contents = {
        name: read_formatted(data, file=f"{shown}/{name}", form="corpus", record=record)
        for name, data in files.items()
    }

    def entries() -> Iterator[tuple[str, int, Any]]:
        for name, content in contents.items():
            for index, entry in enumerate(content["cases"]):
                yield name, index, entry

    cases = tuple(case_of(entry, file=name) for name, _, entry in entries())
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return checked_corpus(contents, entries, cases, digests=digests, shown=shown)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # what is wrong is said when it is read
