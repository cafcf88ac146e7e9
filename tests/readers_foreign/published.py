"""Reads every type in the sources of packages on Maven, where no converter is at hand."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from summary import Summary, work_folder

from conformance.errors import ConformanceError
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.notations import notation_of
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def read_all(
    notation: str, suffix: str, packages: Sequence[tuple[str, str, str, str]], *, step: int
) -> Summary:
    """Return what became of the types of packages; an error without a kept reason fails.

    Args:
        notation: The notation: its kept reasons are in a file of its name.
        suffix: The end of its files' names.
        packages: Group, name, version, and the part of the paths that are read.
        step: Only every so many types are read.
    """
    kept = json.loads((Path(__file__).parent / f"{notation}.json").read_text("utf-8"))
    summary = Summary()
    used: set[str] = set()
    with work_folder(notation) as work:
        for group, name, version, part in packages:
            seen: Counter[str] = Counter()
            folder = _unpacked(work, f"{group}:{name}:{version}:jar:sources", name)
            wanted = list(_types(folder, suffix, part))[::step]
            for path, each in wanted:
                outcome = _read(f"{path.as_posix()}#{each}", seen)
                reason = next((x for x in kept if x in outcome), None)
                if reason is not None:
                    used.add(reason)
                    outcome = "explained"
                elif outcome not in {"equal", "equal but"}:
                    print(f"  {outcome}")
                    outcome = "different"
                    summary.failed = True
                summary.counts.update(("types", outcome))
            print(f"{name} {version}: {len(wanted)} types, {dict(seen)}")
    if step == 1 and used != set(kept):
        print(f"  these reasons explain nothing: {sorted(set(kept) - used)}")
        summary.failed = True
    return summary


def _unpacked(work: Path, artifact: str, name: str) -> Path:
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}"]
    subprocess.run([*command, f"-DoutputDirectory={work}"], cwd=work, check=True)
    folder = work / name
    (folder / ".git").mkdir(parents=True, exist_ok=True)  # the root of a project
    for packed in work.glob(f"{name}-*-sources.jar"):
        with zipfile.ZipFile(packed) as content:
            content.extractall(folder)
    return folder


def _types(folder: Path, suffix: str, part: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob(f"*{suffix}")):
        if part in path.as_posix():
            document = opened(path)
            for name in notation_of(document).module().names(document):
                yield path, name


def _read(source: str, seen: Counter[str]) -> str:
    """Return `equal` if all of a type is read, `equal but` if a part is silent, or the error."""
    try:
        found = [read(source, Options(direction=direction)) for direction in Direction]
    except ConformanceError as error:
        return str(error)
    seen["fields"] += found[0].fields
    seen["silent"] += len(found[0].silent)
    for one in found[0].silent:
        seen[re.sub(r"`[^`]*`|[A-Z][\w.]*", "…", one.why)] += 1
    return "equal but" if found[0].silent else "equal"
