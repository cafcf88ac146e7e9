"""Reads a record's folder: its description, its variants, and the claims of their sources."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.errors import BrokenFileError, NothingSelectedError, UsageError
from conformance.expressions import expression
from conformance.files import file_bytes, is_there, listed
from conformance.formats.read import read_formatted
from conformance.model import (
    Claim,
    Decision,
    Divergence,
    NativeName,
    ReadFrom,
    Reading,
    Record,
    Source,
    Unread,
    Variant,
    Verdict,
)
from conformance.record.claims import check_claims, check_traced
from conformance.record.places import fields_of, in_source_tree
from conformance.record.releases import load_releases
from conformance.schema.load import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.model import SchemaFile

READINGS = ("declared", "documented")
SENT = "sent"
"""The name of the send reading. It is no column, so it is not among the readings."""
_SUFFIX = ".schema.json"
_ID = expression(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def load_record(folder: Path) -> Record:
    """Return a record with all its variants and the releases of its packages, every file checked.

    Raises:
        UsageError, NothingSelectedError: As for `load_described`.
        BrokenFileError: One of its files is broken.
    """
    return replace(load_described(folder), releases=load_releases(folder))


def load_described(folder: Path) -> Record:
    """Return a record with all its variants, every file checked, but without releases.

    One `declared.schema.json` in a folder under `variants` is enough; `record.json`,
    `variant.json` and `documented.schema.json` may be absent.

    Raises:
        UsageError: There is no such folder.
        NothingSelectedError: It holds no variant.
        BrokenFileError: One of its files is broken, or a folder under `variants` has no
            `declared.schema.json`.
    """
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder", file=folder.as_posix(), hint="name a record's folder"
        )
    files: dict[str, str] = {}
    name = folder.resolve().name
    about = _content(folder / "record.json", form="record", folder=folder, files=files)
    traced = about.get("traced", False)
    variants = tuple(
        load_variant(path, folder=folder, traced=traced, files=files)
        for path in _variant_folders(folder / "variants")
    )
    return Record(
        folder=folder,
        id=name,
        title=about.get("title", name),
        about=about.get("about", ""),
        fields=tuple(about["fields"]) if "fields" in about else fields_of(variants),
        traced=traced,
        variants=variants,
        files=dict(sorted(files.items())),
        in_tree=in_source_tree(folder),
        official=tuple(about.get("official", ())),
    )


def is_traced(folder: Path) -> bool:
    """Return whether a record demands that every rejecting keyword is tied to a claim.

    Raises:
        BrokenFileError: Its description is broken.
    """
    about = _content(folder / "record.json", form="record", folder=folder, files={})
    return bool(about.get("traced", False))


def _variant_folders(folder: Path) -> list[Path]:
    found = []
    for path in listed(folder):
        if not path.name.startswith((".", "__")) and is_there(path) and path.is_dir():
            if not is_variant_id(path.name):
                raise BrokenFileError(
                    "the folder's name cannot be a variant's id",
                    file=path.as_posix(),
                    hint="use letters, digits, hyphens and underscores",
                )
            found.append(path)
    if not found:
        raise NothingSelectedError(
            "the record holds no variant",
            file=folder.parent.as_posix(),
            hint=f"`conformance variant add NAME SOURCE`, or add variants/NAME/declared{_SUFFIX}",
        )
    return found


def is_variant_id(name: str) -> bool:
    """Return whether a name can be a variant's id, which is the name of its folder."""
    return _ID.fullmatch(name) is not None


def load_variant(path: Path, *, folder: Path, traced: bool, files: dict[str, str]) -> Variant:
    """Return a variant, every file checked.

    Args:
        path: Its folder.
        folder: The record's folder.
        traced: Whether every rejecting keyword must be tied to a claim.
        files: Receives every file that is read, with its digest.

    Raises:
        BrokenFileError: One of its files is broken.
    """
    about = _content(path / "variant.json", form="variant", folder=folder, files=files)
    readings, sent = _readings(path, folder=folder, files=files)
    schemas = [reading.file for reading in readings] + ([] if sent is None else [sent])
    read_from = read_from_of(about)
    base = None if read_from is None or read_from.elsewhere else in_source_tree(folder)
    claims = tuple(_claim(claim, base) for claim in about.get("claims", ()))
    check_claims(claims, schemas, file=(path / "variant.json").as_posix())
    if traced:
        check_traced(claims, schemas)
    return Variant(
        id=path.name,
        title=about.get("title", path.name),
        language=about.get("language"),
        component=about.get("component"),
        as_of=about.get("as_of"),
        source=Source(**about["source"]) if "source" in about else None,
        notation=tuple(
            Decision(topic=topic, verdict=Verdict(decision["verdict"]), why=decision["why"])
            for topic, decision in about.get("notation", {}).items()
        ),
        native_names=tuple(
            NativeName(native=native, **name)
            for native, name in about.get("native_names", {}).items()
        ),
        claims=claims,
        readings=readings,
        notes=tuple(about.get("notes", ())),
        native=tuple(
            Divergence(column=x["column"], cases=tuple(x["cases"]), why=x["why"])
            for x in about.get("native", ())
        ),
        read_from=read_from,
        sent=sent,
    )


def read_from_of(about: dict[str, Any]) -> ReadFrom | None:
    """Return the source that a `variant.json` says it was read from; None if it names none."""
    if "read_from" not in about:
        return None
    entry = about["read_from"]
    return ReadFrom(**{**entry, "unread": tuple(Unread(**x) for x in entry["unread"])})


def _claim(claim: dict[str, Any], base: str | None) -> Claim:
    """Return a claim; its file only if the record is at `base` in the tree that holds the file."""
    located = {}
    if "file" in claim and base is not None:
        file = posixpath.relpath(claim["file"], base)
        names = ("line", "found", "column", "sentence")
        located = {"file": file, **{name: claim[name] for name in names if name in claim}}
    return Claim(
        id=claim["id"],
        at=claim["at"],
        says=claim["says"],
        strength=claim["strength"],
        keywords=tuple(claim["keywords"]),
        no_effect=claim.get("no_effect"),
        **located,
    )


def _readings(
    path: Path, *, folder: Path, files: dict[str, str]
) -> tuple[tuple[Reading, ...], SchemaFile | None]:
    """Return the readings that judge, and the send reading if there is one."""
    present = [name for name in READINGS if is_there(path / f"{name}{_SUFFIX}")]
    if "declared" not in present:
        raise BrokenFileError(
            f"the folder holds no declared{_SUFFIX}",
            file=path.as_posix(),
            hint="write what the source's types declare there",
        )

    def loaded(name: str) -> SchemaFile:
        return load_schema(path / f"{name}{_SUFFIX}", root=folder, strict_keywords=True)

    readings = tuple(Reading(name=name, file=loaded(name)) for name in present)
    sent = loaded(SENT) if is_there(path / f"{SENT}{_SUFFIX}") else None
    schemas = [reading.file for reading in readings] + ([] if sent is None else [sent])
    used = [used for file in schemas for used in _paths(file)]
    for one in used:
        _keep(file_bytes(one), one, folder=folder, files=files)
    _refuse_unused(path, used)
    return readings, sent


def _paths(file: SchemaFile) -> Iterable[Path]:
    yield file.path
    yield from (file.path.parent / name for name in file.resources)


def _refuse_unused(path: Path, used: Sequence[Path]) -> None:
    """Raise an error for a schema file that is no reading: its name may be misspelt."""
    known = {one.resolve() for one in used}
    for one in listed(path, f"*{_SUFFIX}"):
        if is_there(one) and one.resolve() not in known:
            raise BrokenFileError(
                "the schema is not a reading, and no schema refers to it",
                file=one.as_posix(),
                hint=f"name it {' or '.join(x + _SUFFIX for x in (*READINGS, SENT))}, "
                "or move it away",
            )


def _content(path: Path, *, form: str, folder: Path, files: dict[str, str]) -> dict[str, Any]:
    """Return the content of one of the record's own files, empty if it is absent."""
    if not is_there(path):
        return {}
    data = file_bytes(path)
    _keep(data, path, folder=folder, files=files)
    return read_formatted(data, file=path.as_posix(), form=form, record=folder.resolve().name)


def _keep(data: bytes, path: Path, *, folder: Path, files: dict[str, str]) -> None:
    real, root = path.resolve(), folder.resolve()
    if not real.is_relative_to(root):
        raise BrokenFileError(
            "the file is a link that leads out of the record's folder",
            file=path.as_posix(),
            hint="put the file itself there",
        )
    files[real.relative_to(root).as_posix()] = hashlib.sha256(data).hexdigest()
