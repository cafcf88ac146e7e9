"""Keeps behaviours: verdicts with their causes, each with its smallest input."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from conformance import __version__
from conformance.compare.case_causes import Observer
from conformance.corpus.write import CaseFile, entry_of, file_text
from conformance.dataclass import dataclass
from conformance.generate.oracle import MAX_LENGTH, Bench
from conformance.generate.shrink import size
from conformance.jsontext.text import Problem, read_input, shortened, visible
from conformance.judges.panel import JudgedCase
from conformance.model import Case, Expectation, Input, Verdict, unnamed_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.generate.chunks import Chunk
    from conformance.generate.oracle import Vector
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Json, Record

FILE = "corpus/generated.json"
"""The file of the generated cases in a record's folder."""

_BECAUSE = "It was generated; nobody has decided yet what the sources call for."
_WHY = "Nothing can be taken out of it without some column's verdict changing."
_MAX_SLUG = 80
_MAX_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The behaviour that an input shows.

    Attributes:
        verdicts: Column and verdict, in column order.
        causes: The ids of its causes, sorted.
    """

    verdicts: tuple[tuple[str, Verdict], ...]
    causes: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the id of the case that shows it, from nothing else."""
        shown = "\n".join((*(" ".join(pair) for pair in self.verdicts), *self.causes))
        digest = hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()
        words = "-".join(re.findall("[a-z0-9]+", " ".join(self.causes).lower())) or "nothing"
        return f"generated/{words[:_MAX_SLUG].rstrip('-')}-{digest[:10]}"

    @property
    def title(self) -> str:
        """Return the causes on one line."""
        return shortened(visible(" + ".join(self.causes)) or "No column objects", _MAX_TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The progress of a run.

    Attributes:
        draws: The number of inputs drawn.
        known: The number of behaviours that the hand-written cases show.
        kept: The number of further behaviours, each with a case.
        new: The number of those that this run found.
        dropped: The number of draws that showed nothing new.
        reached: The verdict vectors of the draws.
        notes: The reasons why fewer were drawn than planned, each once.
    """

    draws: int
    known: int
    kept: int
    new: int
    dropped: int
    reached: frozenset[Vector]
    notes: tuple[str, ...]


class Collection:
    """The behaviours that the hand-written cases do not show, each with its smallest input.

    The result does not depend on the order in which chunks are added.
    """

    def __init__(
        self, record: Record, corpus: Corpus, judges: Sequence[SchemaJudge], *, seed: int
    ) -> None:
        """Collect the behaviours of a corpus; generated cases are judged again."""
        self._record = record
        self._judges = judges
        self._observer = Observer(record.variants)
        self._bench = Bench(judges)
        self._seed = seed
        self._seen: set[str] = set()
        self._known: set[str] = set()
        self._kept: dict[str, tuple[Behaviour, str]] = {}
        self._origins: dict[str, Mapping[str, Json]] = {}
        self._draws = 0
        self._reached: set[Vector] = set()
        self._notes: dict[str, None] = {}
        for case in corpus.cases:
            if case.origin is None:
                self._known.add(self._shown(case.input).id)
                if case.input.text is not None and len(case.input.text) <= MAX_LENGTH:
                    smallest = self._bench.smallest(case.input.text)
                    self._known.add(self._shown(Input(text=smallest)).id)
        for case in corpus.cases:
            if case.origin is not None and case.input.text is not None:
                self._origins[case.input.text] = case.origin
                self._keep([self._bench.smallest(case.input.text)])
        self._before = frozenset(self._kept)

    def add(self, chunk: Chunk) -> None:
        """Add the result of a chunk."""
        self._draws += chunk.draws
        self._reached |= chunk.reached
        if chunk.note is not None:
            self._notes[chunk.note] = None
        self._keep(chunk.smallest)

    @property
    def tally(self) -> Tally:
        """Return the progress."""
        new = len(self._kept.keys() - self._before)
        return Tally(
            draws=self._draws,
            known=len(self._known),
            kept=len(self._kept),
            new=new,
            dropped=self._draws - new,
            reached=frozenset(self._reached),
            notes=tuple(sorted(self._notes)),
        )

    def cases(self) -> tuple[Case, ...]:
        """Return a case for each behaviour, sorted by id.

        The expectation is `open`: nobody has decided what a decoder should do.
        """
        return tuple(
            Case(
                id=name,
                rev=1,
                title=behaviour.title,
                why=_WHY,
                input=Input(text=text),
                expect=Expectation(verdict="open", because=_BECAUSE),
                cites=(),
                flags=(),
                near=None,
                direction="both",
                origin=self._origins.get(text, self._origin()),
                file=FILE,
            )
            for name, (behaviour, text) in sorted(self._kept.items())
        )

    def file(self) -> CaseFile:
        """Return the corpus file of the generated cases; nothing is written."""
        content: dict[str, Json] = {
            "format": 1,
            "record": self._record.id,
            "cases": [entry_of(case) for case in self.cases()],
        }
        return CaseFile(path=self._record.folder / FILE, text=file_text(content))

    def _keep(self, texts: Iterable[str]) -> None:
        for text in texts:
            if text in self._seen:
                continue
            self._seen.add(text)
            behaviour = self._shown(Input(text=text))
            if behaviour.id in self._known:
                continue
            before = self._kept.get(behaviour.id)
            if before is None or size(text) < size(before[1]):
                self._kept[behaviour.id] = behaviour, text

    def _shown(self, given: Input) -> Behaviour:
        """Return the behaviour of an input, judged by both validators."""
        parsed = read_input(given)
        judgements = {judge.column.id: judge.judge(parsed) for judge in self._judges}
        verdicts = tuple((column, judgement.verdict) for column, judgement in judgements.items())
        if isinstance(parsed, Problem):
            return Behaviour(verdicts=verdicts, causes=(parsed.kind,))
        judged = JudgedCase(
            case=unnamed_case(given), parsed=parsed, judgements=judgements, near=None
        )
        causes = {cause.id for cause in self._observer.causes(judged)}
        return Behaviour(verdicts=verdicts, causes=tuple(sorted(causes)))

    def _origin(self) -> dict[str, Json]:
        return {"tool": f"conformance {__version__}", "seed": self._seed}
