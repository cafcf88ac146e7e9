"""Renews an adapter: a newer version of a package that it asks, in its files and its columns.

Everything is tried in a copy. The record's own files are replaced when the copy is built and has
judged every case, so that a build that fails, or an interrupt, leaves them as they were.
"""

from __future__ import annotations

import json
import re
import shutil
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.files import file_bytes, is_there, staged, write_whole
from conformance.model import Verdict
from conformance.programs.adapters import FILE, SHARED, load_adapter
from conformance.programs.observations import observation_path, observation_text
from conformance.programs.run import failure, run_adapter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from conformance.model import Corpus, Program
    from conformance.programs.adapters import Adapter, Package

RENEWED = "renewed"
"""The folder, beside those that adapters are built in, of the copies that are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """An adapter that was tried with a newer version of a package.

    Attributes:
        files: Path in the adapter's folder -> the bytes of the renewed file.
        columns: Old id -> new id of each column that asks the package.
        programs: These columns' verdicts, by the newer version.
    """

    files: Mapping[str, bytes]
    columns: Mapping[str, str]
    programs: tuple[Program, ...]


def tried(  # noqa: PLR0913  by keyword, what is renewed and where
    adapter: Adapter,
    package: Package,
    version: str,
    *,
    corpus: Corpus,
    record: str,
    work: Path,
    today: str,
) -> Renewal | str:
    """Build an adapter with another version of a package, in a copy, and ask it every case.

    Args:
        adapter: The adapter.
        package: One of its packages.
        version: The version that takes the place of the package's own.
        corpus: The cases.
        record: The record's id.
        work: The folder under which adapters are built.
        today: The day, YYYY-MM-DD, from which on the version is described.

    Returns:
        What is renewed; or why it cannot be, one sentence.

    Raises:
        BrokenFileError: A file that the package names is not there.
    """
    if adapter.code != adapter.folder and not _asks(adapter.code, package, version, record):
        return f"its code is that of {adapter.code.as_posix()}: renew that adapter first"
    folder = work / RENEWED / adapter.folder.name
    names = _copy(adapter, package, version, folder)
    _date(adapter, package, version, folder / FILE, today)
    copy = load_adapter(folder, record=record, home=adapter.folder)
    for command in _package_of(copy, package).lock:
        refusal = failure(command, folder)
        if refusal is not None:
            return f"not locked: {refusal}"
    columns = _columns(adapter, package, version)
    programs = []
    for column in copy.columns:
        if column.id in columns.values():
            program = run_adapter(copy, column, corpus, work=work)
            refusal = program.not_run or _left(program)
            if refusal is not None:
                return refusal
            programs.append(program)
    return Renewal(
        files={name: file_bytes(folder / name) for name in names},
        columns=columns,
        programs=tuple(programs),
    )


def keep(renewal: Renewal, adapter: Adapter, corpus: Corpus, *, record: Path, today: str) -> None:
    """Replace an adapter's files, its recorded verdicts and its columns in the baseline.

    Args:
        renewal: What is renewed.
        adapter: The adapter as it was.
        corpus: The cases.
        record: The record's folder.
        today: The day of the recording, YYYY-MM-DD.
    """
    old = [*_files(adapter.folder)]
    with staged(adapter.folder) as stage:
        for name, data in renewal.files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_bytes(data)
    for name in old:
        if name not in renewal.files:
            (adapter.folder / name).unlink()
    for program in renewal.programs:
        text = observation_text(program, corpus, record=record.resolve().name, date=today)
        write_whole(observation_path(record, program.column.id), text)
    for before, now in renewal.columns.items():
        if before != now:
            observation_path(record, before).unlink(missing_ok=True)


def renamed(text: str, columns: Mapping[str, str]) -> str:
    """Return a JSON text in which columns have their new ids, where a string is one."""
    for before, now in columns.items():
        text = text.replace(json.dumps(before), json.dumps(now))
    return text


# --- the copy ------------------------------------------------------------------------------------


def _asks(code: Path, package: Package, version: str, record: str) -> bool:
    """Return whether the adapter in whose folder the code stands asks this version of a package."""
    if not is_there(code / FILE):
        return False
    known = load_adapter(code, record=record).packages
    return any((x.id, x.version) == (package.id, version) for x in known)


def _copy(adapter: Adapter, package: Package, version: str, folder: Path) -> list[str]:
    """Copy an adapter's files with another version in them; return their new names."""
    absent = {*package.files}.difference(_files(adapter.folder))
    if absent:
        raise BrokenFileError(
            f"{package.id} has the file {min(absent)}, which is not there",
            file=(adapter.folder / FILE).as_posix(),
            place="/packages",
            hint="name the files beside this one in which the version stands",
        )
    shutil.rmtree(folder, ignore_errors=True)
    if adapter.shared.is_dir():
        shutil.copytree(adapter.shared, folder.parent / SHARED, dirs_exist_ok=True)
    names = []
    for name in _files(adapter.folder):
        target = folder / _with(package, version, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = file_bytes(adapter.folder / name)
        if name in {FILE, *package.files}:
            data = _with(package, version, data.decode("utf-8")).encode()
        target.write_bytes(data)
        names.append(target.relative_to(folder).as_posix())
    return names


def _files(folder: Path) -> Iterable[str]:
    """Return the files of a folder, by their paths in it."""
    return sorted(x.relative_to(folder).as_posix() for x in folder.rglob("*") if x.is_file())


def _with(package: Package, version: str, text: str) -> str:
    """Return a text with another version in place of the package's; not within a longer one."""
    before = rf"(?<![0-9])(?<![0-9]\.){re.escape(package.version)}(?!\.?[0-9])"
    return re.sub(before, version, text)


def _columns(adapter: Adapter, package: Package, version: str) -> dict[str, str]:
    """Return the columns that ask the package: those with its version, or all if none has it."""
    named = {x.id: _with(package, version, x.id) for x in adapter.columns}
    moved = {before: now for before, now in named.items() if before != now}
    return moved or named


def _date(adapter: Adapter, package: Package, version: str, file: Path, today: str) -> None:
    """Write into an `adapter.json` from which day on the renewed columns describe what they do."""
    text = file.read_text("utf-8")
    patterns = json.loads(text).get("describes", {})
    for column in _columns(adapter, package, version).values():
        pattern = next((x for x in patterns if fnmatchcase(column, x)), None)
        if pattern is not None:
            told = rf'({re.escape(json.dumps(pattern))}\s*:\s*\{{[^{{}}]*?"as_of"\s*:\s*")[0-9-]+'
            text = re.sub(told, rf"\g<1>{today}", text)
    file.write_text(text, "utf-8")


def _package_of(copy: Adapter, package: Package) -> Package:
    return next(x for x in copy.packages if x.id == package.id)


def _left(program: Program) -> str | None:
    """Return that a program was not asked about every case; None if it was."""
    left = [x for x in program.judgements.values() if x.verdict is Verdict.NOT_RUN]
    return f"not run on {len(left)} cases: {left[0].note}" if left else None
