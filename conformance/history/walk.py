"""Goes through the versions of a source, and folds those that are equal into one step."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance import interrupts
from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.history.against import Asked, beside
from conformance.history.comparing import Stopped, differences
from conformance.history.contents import Contents
from conformance.history.reading import Absent, Broken, Reader
from conformance.history.results import History, Kind, Step, Version
from conformance.history.versions import followed, led_to, named_versions, versions_of
from conformance.readers.yaml_parts import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.history.reading import State
    from conformance.history.versions import Range, Tracked
    from conformance.readers.read import Options
    from conformance.surveys.survey import Running


def history(
    sources: Sequence[str],
    options: Options,
    span: Range,
    running: Running,
    against: str | None = None,
) -> History:
    """Return what changed from version to version.

    An interrupt ends it early, with the steps that are known by then.

    Args:
        sources: A file of a repository, whose commits are the versions; or several sources, each
            a version.
        options: How they are read.
        span: Which commits count.
        running: How they are compared.
        against: A second source, which the first one is laid beside; None for none.

    Raises:
        UsageError: A source is not there, or no version has it.
        IncompleteRunError: A parser or git is not installed.
    """
    with remembered():
        return _history(sources, options, span, running, against)


def _history(
    sources: Sequence[str],
    options: Options,
    span: Range,
    running: Running,
    against: str | None,
) -> History:
    file = None if len(sources) > 1 else followed(sources[0])
    if len(sources) > 1:
        found = walked(sources[-1], named_versions(sources), Reader(options), running)
    elif file is not None:
        found = _of_file(sources[0], file, options, span, running)
    else:
        raise UsageError(
            f"{sources[0]} is in no Git repository, and one version has no history",
            hint="name several versions: files, packages or revisions",
        )
    if against is None or found.interrupt:
        return found
    asked = Asked(file=file, versions=found.versions, other=against, options=options, span=span)
    side, code = beside(asked, running)
    return replace(found, against=side, interrupt=code)


def _of_file(
    source: str, file: Tracked, options: Options, span: Range, running: Running
) -> History:
    """Return the history of a file; commits count that touched it or what any version led to."""
    running.told(f"asking git for the commits of {file.path}")
    paths = {*file.paths, *led_to(file.at(file.newest), options)}
    while True:
        versions = versions_of(file, paths, span)
        reader = Reader(options, file)
        found = walked(source, versions, reader, running)
        paths |= reader.paths
        if found.interrupt or versions_of(file, paths, span) == versions:
            return found


def walked(source: str, versions: Sequence[Version], reader: Reader, running: Running) -> History:
    """Return what changed from one of some versions to the next.

    Args:
        source: The source as it was named.
        versions: The versions, oldest first.
        reader: Reads them.
        running: How they are compared.

    Raises:
        UsageError: No version has the source.
    """
    walk = _Walk(reader, running)
    code = 0
    try:
        for number, version in enumerate(versions, start=1):
            interrupts.check()
            running.told(f"reading version {number:,} of {len(versions):,}, {version.label}")
            walk.take(version)
    except KeyboardInterrupt:
        code = interrupts.answered()
    except Stopped as stop:
        code = stop.code
    if walk.last is None and not code:
        raise walk.error or UsageError("no version can be read", file=source)
    shown = walk.last[1] if walk.last else None
    return History(
        name=source,
        title=source if reader.file is None else reader.file.shown,
        notation="" if shown is None else shown.opened.notation.title,
        type=None if shown is None else shown.wanted,
        versions=tuple(versions),
        steps=tuple(walk.steps),
        interrupt=code,
    )


@dataclass(slots=True)
class _Walk:
    """What is known after some versions.

    Attributes:
        reader: Reads the versions.
        running: How they are compared.
        steps: The steps so far.
        last: The last version that could be read, with what it says; None before it.
        state: What the last version says.
        error: Why a version could not be read.
    """

    reader: Reader
    running: Running
    steps: list[Step] = field(default_factory=list)
    last: tuple[Version, Contents] | None = None
    state: State | None = None
    error: Exception | None = None

    def take(self, version: Version) -> None:
        """Take the next version.

        Raises:
            Stopped: It was interrupted while the version was compared.
        """
        found = self.reader.at(version)
        step = self._step(version, found)
        if step is not None:
            self.steps.append(step)
        elif self.steps:
            self.steps[-1] = replace(self.steps[-1], equal=self.steps[-1].equal + 1)
        self.state = found
        if isinstance(found, Contents):
            self.last = (version, found)

    def _step(self, version: Version, found: State) -> Step | None:
        """Return the step that a version is; None if nothing changed."""
        if not isinstance(found, Contents):
            return self._lost(version, found)
        count = len(found.types)
        if self.last is None:
            return Step(kind=Kind.FIRST, version=version, count=count)
        before, known = self.last
        types = () if found is known else differences(known, found, self.running)
        was_there = isinstance(self.state, Contents)
        if not types and was_there:
            return None
        kind = Kind.CHANGED if was_there else Kind.BACK
        return Step(kind=kind, version=version, before=before, types=types, count=count)

    def _lost(self, version: Version, found: Absent | Broken) -> Step | None:
        """Return the step that a version is which has not the source; None if it stays so."""
        self.error = found.error
        before = None if self.last is None else self.last[0]
        known = self.state
        if isinstance(found, Absent):
            if before is None or isinstance(known, Absent):
                return None
            return Step(kind=Kind.GONE, version=version, before=before)
        if isinstance(known, Broken) and known.error.message == found.error.message:
            return None
        return Step(kind=Kind.UNREAD, version=version, before=before, why=str(found.error))
