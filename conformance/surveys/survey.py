"""Runs the stages: read the types, pair them, compare, settle, rank."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance import interrupts
from conformance.dataclass import dataclass
from conformance.dialects import DRAFT_2020_12
from conformance.errors import ConformanceError
from conformance.jsontext.text import pretty
from conformance.model import SchemaFile
from conformance.proofs import store
from conformance.readers.emitted import FILE
from conformance.record.sources import record_of, titles_by_id
from conformance.surveys.comparing import Work, compared
from conformance.surveys.likeness import Outline, is_unlike, likeness, outline
from conformance.surveys.linking import Parts, SpreadParts, is_equal, linked, part_key, part_keys
from conformance.surveys.pairing import paired
from conformance.surveys.ranking import ranked, weighed
from conformance.surveys.results import Entry, Named, State, Survey
from conformance.surveys.settling import Whole, reaching, settle
from conformance.surveys.standing import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from conformance.model import Claim, Json
    from conformance.readers.read import Opened, Source
    from conformance.surveys.comparing import Compared
    from conformance.surveys.linking import Linked, Schema
    from conformance.surveys.pairing import Group

_SHOWN = 50
"""The progress line changes after so many types."""

_NAMED = 12
"""At most this many types are named in a note."""

NOT_COMPARED = "the command was interrupted before this type was compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a survey is run.

    Attributes:
        told: Receives what is done now, for a progress line.
        executor: The processes that compare; None for this process.
        ahead: The number of types handed out before waiting for the first.
        largest: Characters; of larger types only the relations are found, as in `Work`.
    """

    told: Callable[[str], None]
    executor: Executor | None = None
    ahead: int = 1
    largest: int | None = None


def surveyed(
    sources: Mapping[str, Opened], given: Sequence[tuple[str, str]], running: Running
) -> Survey:
    """Return what whole sources say of all their types.

    An interrupt ends it early, with the types that are compared by then.

    Args:
        sources: The sources by their ids.
        given: Pairs of types that a user gives.
        running: How it is run.

    Raises:
        UsageError: A given type is in no source.
        Interrupted: The types were not all read.
    """
    types = {
        source: [x for x in one.types if x != "#"] or [*one.types]
        for source, one in sources.items()
    }
    running.told("pairing types")
    pairing = paired(types, given, _Looks(sources).alike)
    reading = _Reading(sources, pairing.groups, running)
    reading.read()
    code = 0
    try:
        for found in _compared(reading.works(), running):
            reading.take(found)
        running.told("settling how whole types relate")
        settle(reading.wholes)
    except KeyboardInterrupt:
        code = interrupts.answered()
        reading.end()
        settle(reading.wholes, quick=True)
    entries = [reading.entry(number) for number in range(len(pairing.groups))]
    titles = titles_by_id({source: one.name for source, one in sources.items()})
    return Survey(
        sources=tuple(
            Named(
                id=source,
                name=one.name,
                title=title,
                notation=one.notation.title,
                types=len(types[source]),
                files=dict(sorted(one.document.tree.digests.items())),
            )
            for (source, one), title in zip(sources.items(), titles, strict=True)
        ),
        entries=tuple(ranked(replace(x, importance=weighed(x)) for x in entries)),
        interrupt=code,
        notes=(
            *_unlike([entry.name for entry in entries if entry.unlike]),
            *(note for one in sources.values() for note in one.unread),
            *pairing.notes,
        ),
    )


def _unlike(names: Sequence[str]) -> Iterator[str]:
    """Yield a sentence on types that belong together by their names only, if there are any."""
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        yield (
            f"share a name and few properties, so the pair may be a wrong one (--pairs): "
            f"{', '.join(names[:_NAMED])}{more}"
        )


class _Looks:
    """Says how much types look alike; each is read once."""

    def __init__(self, sources: Mapping[str, Opened]) -> None:
        self._sources = sources
        self._known: dict[tuple[str, str], Outline] = {}

    def alike(self, source: str, name: str, other: str, its: str) -> float:
        return likeness(self._outline(source, name), self._outline(other, its))

    def _outline(self, source: str, name: str) -> Outline:
        interrupts.check()
        key = source, name
        if key not in self._known:
            try:
                schema = cast("Schema", self._sources[source].schema(name).schema)
                self._known[key] = outline(schema)
            except (ConformanceError, RecursionError):
                self._known[key] = Outline()
        return self._known[key]


class _Reading:
    """Reads the types, and knows what is known of each group."""

    def __init__(
        self, sources: Mapping[str, Opened], groups: Sequence[Group], running: Running
    ) -> None:
        self.sources, self.groups, self.running = sources, groups, running
        self.wholes: dict[int, Whole] = {}
        self.unread: dict[int, dict[str, str]] = {}
        self.equal: set[int] = set()
        self.differing: dict[int, Linked] = {}
        self.unlike: set[int] = set()
        self._kept: dict[int, dict[str, Schema]] = {}
        self._waiting: set[int] = set()
        self._doubtful: set[int] = set()
        self._used: Counter[str] = Counter()

    def read(self) -> None:
        """Read all types; keep the schemas of those that are not the same text everywhere."""
        parts: dict[str, Parts | SpreadParts] = {
            source: SpreadParts() if one.inside else Parts() for source, one in self.sources.items()
        }
        for number, group in enumerate(self.groups):
            interrupts.check()
            if number % _SHOWN == 0:
                self.running.told(f"reading {number:,} of {len(self.groups):,} types")
            schemas = dict(self._schemas(number, group))
            for source, schema in schemas.items():
                parts[source].add(group.types[source][0], schema, number)
            for schema in list(schemas.values())[:1]:
                self._used.update(part_keys(schema))
            if len(schemas) > 1 and is_equal([*schemas.values()]):
                self.equal.add(number)
            elif len(schemas) > 1:
                self._kept[number] = schemas
                if is_unlike([outline(schema) for schema in schemas.values()]):
                    self.unlike.add(number)
        for number, schemas in self._kept.items():
            names = {source: self.groups[number].types[source][0] for source in schemas}
            self.differing[number] = linked(schemas, names, parts, number)

    def _schemas(self, number: int, group: Group) -> Iterator[tuple[str, Schema]]:
        is_compared = group.is_clear and len(group.types) > 1
        for source, names in group.types.items() if is_compared else ():
            try:
                found = self.sources[source].schema(names[0]).schema
            except ConformanceError as error:
                self.unread.setdefault(number, {})[source] = str(error)
            except RecursionError:
                self.unread.setdefault(number, {})[source] = "it is nested too deeply"
            else:
                yield source, cast("Schema", found)

    def works(self) -> Iterator[Work]:
        """Yield the types in which something differs beside their parts, as work."""
        total = len(self.differing)
        self._waiting = {n for n, one in self.differing.items() if not one.is_same}
        for place, (number, one) in enumerate(self.differing.items()):
            self.running.told(
                f"comparing {place + 1:,} of {total:,} types: {self.groups[number].name}"
            )
            self.wholes[number] = Whole(number=number, files=self._files(number), linked=one)
            if not one.is_same:
                stood = standing(one.schemas)
                found = {
                    source: self._itself(source, self.groups[number].types[source][0], schema)
                    for source, schema in stood.schemas.items()
                }
                yield Work(
                    number=number,
                    record=record_of(found),
                    hidden=stood.places,
                    largest=self.running.largest,
                    kept=store.is_used(),
                )

    def _itself(self, source: str, name: str, schema: Schema) -> Source:
        """Return a type as a source, with shared parts."""
        found = self.sources[source].source(name)
        return replace(
            found,
            file=replace(found.file, text=pretty(schema), schema=schema),
            claims=tuple(_claims(found.claims)),
            notes=(),
            silent=(),
        )

    def _files(self, number: int) -> dict[str, SchemaFile]:
        return {
            source: SchemaFile(
                path=self.sources[source].document.path,
                name=FILE,
                text="",
                schema=cast("Json", schema),
                dialect=DRAFT_2020_12.uri,
            )
            for source, schema in self._kept[number].items()
        }

    def take(self, found: Compared) -> None:
        """Take what was found of a type."""
        self.wholes[found.number].compared = found
        self._waiting.discard(found.number)

    def end(self) -> None:
        """Leave out the types that are not compared; what holds one of them is not decided."""
        self.wholes = {n: x for n, x in self.wholes.items() if n not in self._waiting}
        left = self.differing.keys() - self.wholes.keys()
        self._doubtful = reaching(left, {n: one.parts for n, one in self.differing.items()})

    def entry(self, number: int) -> Entry:
        """Return what is known of a type."""
        group = self.groups[number]
        unread = [f"{source}: {why}" for source, why in self.unread.get(number, {}).items()]
        entry = Entry(
            name=group.name,
            types=group.types,
            state=State.EQUAL,
            used_by=self._used[part_key(group.name)],
            why_not=tuple(unread),
            unlike=number in self.unlike,
        )
        if not group.is_clear:
            return replace(entry, state=State.SEVERAL)
        if unread and number not in self.equal | self.differing.keys():
            return replace(entry, state=State.UNREAD)
        if len(group.types) == 1:
            return replace(entry, state=State.LONE)
        if number in self.equal:
            return entry
        if number in self.wholes:
            found = self._compared(entry, self.wholes[number])
            if found.state is State.DIFFERS or number not in self._doubtful:
                return found
        return replace(entry, state=State.UNDECIDED, proven=False, why_not=(NOT_COMPARED,))

    def _compared(self, entry: Entry, whole: Whole) -> Entry:
        pairs = tuple(whole.pairs.values())
        states = {pair.differs for pair in pairs}
        state = State.EQUAL
        if True in states:
            state = State.DIFFERS
        elif None in states or not (pairs or whole.is_equal_itself):
            state = State.UNDECIDED
        if state is State.EQUAL:
            return entry
        found = whole.compared
        why = () if found is None else found.why_not
        parts = [self.groups[part].name for part in whole.through]
        open_ = [pair for pair in pairs if pair.unsettled or pair.differs is None]
        if open_ and not why:
            what = " and ".join(parts[:3]) or "it"
            why = (f"whether more values are told apart through {what} is not decided",)
        return replace(
            entry,
            state=state,
            proven=not why,
            pairs=pairs,
            own=None if found is None else found.own,
            through=tuple(parts),
            why_not=(*entry.why_not, *why),
        )


def _compared(works: Iterator[Work], running: Running) -> Iterator[Compared]:
    """Yield what was found of each type, in their order; any process may find it."""
    if running.executor is None:
        for work in works:
            interrupts.check()
            yield compared(work)
        return
    waiting: deque[Future[Compared]] = deque()
    try:
        for work in works:
            waiting.append(running.executor.submit(compared, work))
            if len(waiting) >= running.ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims on keywords of the type itself; those of its parts are told there."""
    for claim in claims:
        keywords = tuple(x for x in claim.keywords if "#/$defs/" not in x)
        if keywords:
            yield replace(claim, keywords=keywords)
