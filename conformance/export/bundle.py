"""Makes the bundle of a corpus for other test suites.

A bundle is a folder. The inputs for a decoder are in `cases/`, one input in each file and nothing
else. The expectations are in other files, so that no decoder ever gets an expectation with an
input. The formats are `formats/bundle-*.schema.json`, and are part of the bundle.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.export import earlier as bundles
from conformance.files import file_bytes, is_there, staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from conformance.corpus.select import Profile
    from conformance.export.earlier import Bundle
    from conformance.model import Case, Corpus, Json, Record, Verdict

FORMATS = ("case", "changes", "corpus", "manifest", "observed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The edition of a bundle.

    Attributes:
        version: The bundle's version, `YYYY.N`.
        profile: The selection of the corpus.
        since: The earlier bundle that the changes are listed against; None to list none.
    """

    version: str
    profile: Profile
    since: Bundle | None = None


def bundle_files(
    record: Record,
    corpus: Corpus,
    cases: Sequence[Case],
    observed: Mapping[str, Json],
    edition: Edition,
) -> dict[str, bytes]:
    """Return the files of a bundle, path -> bytes; equal arguments give equal bytes.

    A `README.md` beside the corpus files is included.

    Args:
        record: The record.
        corpus: Its whole corpus.
        cases: The cases to bundle.
        observed: The content of `observed.json`, from `observations`.
        edition: The version and the selection.

    Raises:
        UsageError: The version does not fit, or the earlier bundle holds another profile.
    """
    entries = {case.id: _entry(case, {case.id for case in cases}) for case in cases}
    _check_version(edition.version)
    head: dict[str, Json] = {"format": 1, "record": record.id, "version": edition.version}
    files = {
        bundles.CORPUS: _ascii({**head, **_dictionary(record, corpus, entries)}),
        "cases.ndjson": b"".join(_ascii(entry) for entry in entries.values()),
        "observed.json": _ascii({**head, **observed}),
        **{str(entries[case.id]["file"]): case.input.raw for case in cases},
        **{f"schemas/{form}.schema.json": _schema(form) for form in FORMATS},
    }
    readme = record.folder / "corpus" / "README.md"
    if is_there(readme):
        files["README.md"] = file_bytes(readme)
    if edition.since is not None:
        files["CHANGES.json"] = _ascii(
            {**head, **_changes(edition.since, edition, entries, corpus)}
        )
    manifest = {**head, "profile": edition.profile.json(), **_manifest(cases, entries, files)}
    ordered = dict(sorted(files.items()))
    return {**ordered, bundles.MANIFEST: _pretty(manifest)}


def observations(
    columns: Iterable[Mapping[str, Json]],
    verdicts: Mapping[str, Mapping[str, Verdict]],
    cases: Iterable[Case],
) -> dict[str, Json]:
    """Return every column's verdict on every case, in the form of `observed.json`.

    Args:
        columns: The columns' lines of a results file.
        verdicts: Case id -> column id -> verdict.
        cases: The cases to bundle.
    """
    kept = ("id", "variant", "reading", "judge", "subject", "not_run")
    return {
        "columns": [{name: column[name] for name in kept} for column in columns],
        "verdicts": {
            case.id: {column: verdict.value for column, verdict in verdicts[case.id].items()}
            for case in cases
        },
    }


def write_bundle(folder: Path, files: Mapping[str, bytes], *, replaces: Bundle | None) -> None:
    """Write a bundle into a folder; it may replace an earlier one.

    Raises:
        UsageError: The folder cannot be made or written to.
        IncompleteRunError: The disk is full.
    """
    with staged(folder) as stage:
        for name, data in files.items():
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in sorted((replaces.files if replaces else frozenset()) - files.keys()):
        (folder / name).unlink(missing_ok=True)


def replaced(folder: Path, *, record: str) -> Bundle | None:
    """Return the bundle in a folder; None if the folder is new or empty.

    Raises:
        UsageError: The folder holds something else.
        BrokenFileError: It is a bundle of another record, or a damaged one.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if not (folder / bundles.MANIFEST).is_file():
        raise UsageError(
            "the folder holds something that is not a bundle",
            file=folder.as_posix(),
            hint="name a new folder",
        )
    return bundles.read_bundle(folder, record=record)


# --- what the files hold -------------------------------------------------------------------------


def _entry(case: Case, known: set[str]) -> dict[str, Json]:
    data = case.input.raw
    entry: dict[str, Json] = {
        "id": case.id,
        "rev": case.rev,
        "title": case.title,
        "why": case.why,
        "file": f"cases/{case.id.replace('/', '--')}.json",
        "sha256": hashlib.sha256(data).hexdigest(),
        **case.input.json(),
        "expect": {name: value for name, value in case.expect.json().items() if value},
        "flags": list(case.flags),
        "cites": list(case.cites),
        "near": case.near if case.near in known else None,
        "direction": case.direction,
        "generated": case.origin is not None,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _dictionary(
    record: Record, corpus: Corpus, entries: Mapping[str, dict[str, Json]]
) -> dict[str, Json]:
    return {
        "title": record.title,
        "about": record.about,
        "sources": {
            document.id: {
                "kind": document.kind,
                "title": document.title,
                "version": document.version,
                "date": document.date,
                "digest": document.digest,
                "url": document.url,
            }
            for document in corpus.documents
        },
        "flags": {
            flag.id: {
                "kind": flag.kind,
                "means": flag.means,
                "effect": flag.effect,
                "links": list(flag.links),
            }
            for flag in corpus.flags
        },
        "retired": dict(sorted(corpus.retired.items())),
        "cases": list(entries.values()),
    }


def _manifest(
    cases: Sequence[Case], entries: Mapping[str, dict[str, Json]], files: Mapping[str, bytes]
) -> dict[str, Json]:
    expected = Counter(case.expect.verdict for case in cases)
    return {
        "counts": {
            "cases": len(cases),
            **{verdict: expected[verdict] for verdict in ("accept", "reject", "either", "open")},
        },
        "inputs": {name: entry["sha256"] for name, entry in entries.items()},
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
    }


def _changes(
    since: Bundle, edition: Edition, entries: Mapping[str, dict[str, Json]], corpus: Corpus
) -> dict[str, Json]:
    if since.profile != edition.profile.json():
        raise UsageError(
            "the earlier bundle was exported with other options, so that it holds other cases",
            hint="export both with the same columns, flags and level",
        )
    known = {**corpus.retired, **{case.id: case.id for case in corpus.cases}}
    found = bundles.changes(since, entries, known=known)
    later = bundles.rank(edition.version) > bundles.rank(since.version)
    if not later and (edition.version != since.version or any(found.values())):
        raise UsageError(
            f"version {edition.version} does not follow the earlier bundle's {since.version}",
            hint="name a later one with --version",
        )
    return {"since": since.version, **found}


def _check_version(version: str) -> None:
    if not bundles.VERSION.fullmatch(version):
        raise UsageError(
            f"{version!r} is not a version of a corpus", hint="write YYYY.N, for example 2026.1"
        )


def _schema(form: str) -> bytes:
    return (resources.files("conformance") / f"formats/bundle-{form}.schema.json").read_bytes()


def _ascii(value: Mapping[str, Json]) -> bytes:
    """Return one line of pure ASCII, which any JSON parser reads in any encoding."""
    return f"{json.dumps(value, ensure_ascii=True, allow_nan=False)}\n".encode("ascii")


def _pretty(value: Mapping[str, Json]) -> bytes:
    return f"{json.dumps(value, ensure_ascii=True, allow_nan=False, indent=1)}\n".encode("ascii")
