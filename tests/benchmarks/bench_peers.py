"""Whether one schema lies within another: the exact comparison beside its peers, on known pairs.

Every tool answers in a process of its own, so that a hang or a crash costs it one answer and no
more, and its time is the processor's time of that process: a busy machine is no excuse. The answers
are known by construction (`pairs.py`); a witness is checked with `jsonschema`.
"""

from __future__ import annotations

import json
import os
import queue
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).parent))

from pairs import Pair, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    Tool = Callable[[dict[str, Any], dict[str, Any]], "Said"]

COUNT = 500
SECONDS = 1.0
"""A tool that has not answered after so much of the processor's time has not decided."""
PATIENCE = 60.0
"""A process is ended that says nothing for so long by the clock, also when it starts."""
DRAWS = 200
OURS = "this project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer: whether A lies within B (None: undecided), and a value that shows it does not."""

    within: bool | None
    witness: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a tool said of a pair, and the seconds that it took."""

    said: Said
    seconds: float


# --- the tools -----------------------------------------------------------------------------------


def _conformance() -> Tool:
    from conformance.exact import Subject, ThreeValued, compare_columns, relate  # noqa: PLC0415

    def within(a: dict[str, Any], b: dict[str, Any]) -> Said:
        first, second = Subject("a", a), Subject("b", b)
        cells = compare_columns([ThreeValued("a", first, first), ThreeValued("b", second, second)])
        relation = relate(cells, "a", "b")
        if relation.only_a:
            return Said(within=False, witness=relation.only_a.value)
        return Said(within=True if relation.proven else None)

    return within


def _jsonschema_rs() -> Tool:
    from jsonschema_rs import canonical, canonicalize  # noqa: PLC0415

    known = {canonical.Containment.YES: True, canonical.Containment.NO: False}

    def within(a: dict[str, Any], b: dict[str, Any]) -> Said:
        return Said(within=known.get(canonicalize(b).covers(canonicalize(a))))

    return within


def _jsoncompat() -> Tool:
    jsoncompat = _module("jsoncompat")

    def within(a: dict[str, Any], b: dict[str, Any]) -> Said:
        # A reader of the new schema gets on with the old one's values: A is the old one.
        return Said(within=jsoncompat.check_compat(json.dumps(a), json.dumps(b), "deserializer"))

    return within


def _jsonsubschema() -> Tool:
    jsonsubschema = _module("jsonsubschema")

    def within(a: dict[str, Any], b: dict[str, Any]) -> Said:
        return Said(within=bool(jsonsubschema.isSubschema(a, b)))

    return within


def _hypothesis() -> Tool:
    import hypothesis  # noqa: PLC0415
    import jsonschema_rs  # noqa: PLC0415
    from hypothesis_jsonschema import from_schema  # noqa: PLC0415

    settings = hypothesis.settings(
        max_examples=DRAWS,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    def within(a: dict[str, Any], b: dict[str, Any]) -> Said:
        valid_a, valid_b = (jsonschema_rs.validator_for(schema).is_valid for schema in (a, b))
        try:
            value = hypothesis.find(
                from_schema(a),
                lambda drawn: valid_a(drawn) and not valid_b(drawn),
                settings=settings,
                random=random.Random(1),
            )
        except hypothesis.errors.NoSuchExample:
            return Said(within=None)
        return Said(within=False, witness=value)

    return within


def _module(name: str) -> ModuleType:
    """Import a peer that has no types, or that need not be there."""
    return __import__(name)


TOOLS: Mapping[str, tuple[str, Callable[[], Tool]]] = {
    OURS: ("cross-schema-conformance", _conformance),
    "jsonschema-rs `covers`": ("jsonschema-rs", _jsonschema_rs),
    "jsoncompat `check_compat`": ("jsoncompat", _jsoncompat),
    "jsonsubschema `isSubschema`": ("jsonsubschema", _jsonsubschema),
    "hypothesis-jsonschema `find`": ("hypothesis-jsonschema", _hypothesis),
}


# --- asking them ---------------------------------------------------------------------------------


class OutOfTimeError(BaseException):
    """Ends an answer that takes too long; no `except Exception` of a tool stops it."""


def answer(name: str) -> None:
    """Answer pairs from stdin on stdout, line by line: what the process of a tool does."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a tool prints is no answer
    within = TOOLS[name][1]()
    signal.signal(signal.SIGPROF, _out_of_time)
    for line in sys.stdin:
        a, b = json.loads(line)
        start = time.thread_time()  # an armed timer makes the process's own clock coarse
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
            said = within(a, b)
        except (Exception, OutOfTimeError):  # noqa: BLE001  whatever a peer raises: not decided
            said = Said(within=None)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.thread_time() - start
        out.write(json.dumps([said.within, said.witness, seconds]) + "\n")
        out.flush()


def _out_of_time(_signal: int, _frame: object) -> None:
    raise OutOfTimeError


class Process:
    """A tool's process, started anew after each hang or crash."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._start()

    def ask(self, a: dict[str, Any], b: dict[str, Any]) -> Answer:
        """Return the tool's answer; undecided where it hangs or crashes."""
        said = self._line(a, b)
        if said is None:
            self.stop()
            self._start()
            return Answer(said=Said(within=None), seconds=SECONDS)
        return Answer(said=Said(within=said[0], witness=said[1]), seconds=said[2])

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--answer", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        threading.Thread(target=self._read, args=(self._process, self._lines), daemon=True).start()
        # A first, easy pair, which does not count, and shows that the tool can be imported.
        if self._line({"type": "integer"}, {"type": "number"}) is None:
            self.stop()
            raise OSError(f"{self.name} does not start")

    def _line(self, a: dict[str, Any], b: dict[str, Any]) -> list[Any] | None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps([a, b]) + "\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=PATIENCE)
        except (queue.Empty, OSError):
            return None
        return cast("list[Any]", json.loads(line)) if line else None

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put("")


def asked(some: Sequence[Pair]) -> Mapping[str, list[Answer]]:
    """Return each tool's answers; a tool that is not installed, or does not start, is left out.

    The tools are asked in turn, pair by pair, so that a busy machine is equally slow to all.
    """
    processes: dict[str, Process] = {}
    for name, (distribution, _) in TOOLS.items():
        with suppress(PackageNotFoundError, OSError):
            version(distribution)
            processes[name] = Process(name)
    answers: dict[str, list[Answer]] = {name: [] for name in processes}
    for pair in some:
        for name, process in processes.items():
            answers[name].append(process.ask(pair.a, pair.b))
    for process in processes.values():
        process.stop()
    return answers


# --- the table -----------------------------------------------------------------------------------


def row(name: str, some: Sequence[Pair], answers: list[Answer], ours: list[Answer]) -> str:
    """Return a tool's line of the table."""
    both = [(pair, one) for pair, one in zip(some, answers, strict=True)]
    decided = [(pair, one.said) for pair, one in both if one.said.within is not None]
    right = sum(pair.within == said.within for pair, said in decided)
    false_yes = sum(said.within is True and not pair.within for pair, said in decided)
    false_no = sum(said.within is False and pair.within for pair, said in decided)
    shown = sum(_shows(pair, said) for pair, said in decided)
    median, total = (
        measure([one.seconds for one in answers]) / measure([one.seconds for one in ours])
        for measure in (statistics.median, sum)
    )
    cells = (
        name,
        version(TOOLS[name][0]),
        _share(len(decided), len(some)),
        _share(right, len(decided)),
        false_yes,
        false_no,
        f"{shown} of {sum(not pair.within for pair in some)}",
        f"{median:.2g}",
        f"{total:.2g}",
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _shows(pair: Pair, said: Said) -> bool:
    valid_a, valid_b = (Draft202012Validator(schema).is_valid for schema in (pair.a, pair.b))
    return said.within is False and valid_a(said.witness) and not valid_b(said.witness)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


HEAD = """\
| tool | version | decided | of these right | wrong "within" | wrong "not within" \
| witness shown | median time | total time |
|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    """Print the table over all pairs, and the one over the pairs that draft 4 can express."""
    some = pairs(COUNT)
    within = sum(pair.within for pair in some)
    print(f"Is A within B? {len(some)} pairs, {within} within and {len(some) - within} not.")
    print(f"Times are ratios to {OURS}. A crash, or {SECONDS:g} s, is undecided.\n")
    answers = asked(some)
    if OURS not in answers:
        sys.exit("the package under test is not installed, or does not start")
    _table(some, answers, range(len(some)))
    old = [index for index, pair in enumerate(some) if pair.draft_4]
    print(f"\nThe {len(old)} of them that use no keyword newer than draft 4:\n")
    _table(some, answers, old)


def _table(
    some: Sequence[Pair], answers: Mapping[str, list[Answer]], chosen: Sequence[int]
) -> None:
    print(HEAD)
    few = [some[index] for index in chosen]
    ours = [answers[OURS][index] for index in chosen]
    for name in TOOLS:
        if name in answers:
            print(row(name, few, [answers[name][index] for index in chosen], ours))
        else:
            print(f"| {name} | not installed, or does not start | | | | | | | |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2])
    else:
        main()
