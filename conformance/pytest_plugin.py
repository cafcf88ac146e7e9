"""The pytest plugin: a test that takes the fixture `conformance_case` runs once for each case.

pytest imports this module in every project that has the package installed. It imports the rest of
the package only if a test takes the fixture, and what explains a case only if a test fails on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Corpus, Program, Record

FIXTURE = "conformance_case"

_OPTIONS = {
    "record": "the record: its folder, or its name among those at hand",
    "flags": "only cases that bear one of these flags, and none with a hyphen before it (commas "
    "between them)",
    "level": "only cases with an expectation that is at least so sure: must, should or may",
    "known": "the file of known failures: on each line a case's id, a space and the reason",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConformanceCase:
    """A case in the form that a test gets.

    Attributes:
        id: The case's id.
        title: A description on one line.
        input: The bytes for the decoder, and nothing else.
        expect: `accept`, `reject`, `either` or `open`.
        level: `must`, `should` or `may` for accept and reject; None for the others.
        because: The reason for the expectation; None if the case gives none.
        flags: The names of its flags.
        direction: The side that would produce it: `send`, `receive` or `both`.
        record: The id of the record whose case it is.
    """

    id: str
    title: str
    input: bytes
    expect: str
    level: str | None
    because: str | None
    flags: tuple[str, ...]
    direction: str
    record: str
    _asked: list[bool] = field(default_factory=list, compare=False)

    def allows(self, *, accepted: bool) -> bool:
        """Return whether a decoder may do this; if sources conflict or none decides, it may.

        A test that fails on the answer says who else accepts and rejects the input, and why.
        """
        self._asked.append(accepted)
        return self._may(accepted=accepted)

    @property
    def refused(self) -> bool | None:
        """What the decoder did, if the last answer was that it may not; else None."""
        last = self._asked[-1:]
        return last[0] if last and not self._may(accepted=last[0]) else None

    def _may(self, *, accepted: bool) -> bool:
        return self.expect not in {"accept", "reject"} or accepted is (self.expect == "accept")

    def __repr__(self) -> str:
        """Return the text of the case in a failing assertion."""
        from conformance.jsontext.escape import terminal_text  # noqa: PLC0415  see the module's first lines

        shown = f"<{self.id}: {self.level or ''} {self.expect}, {self.title}>"
        return terminal_text(shown.replace(":  ", ": "))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, each also a setting."""
    group = parser.getgroup("conformance", "the fixture conformance_case")
    for name, text in _OPTIONS.items():
        group.addoption(f"--conformance-{name}", metavar=name.upper(), help=text)
        parser.addini(f"conformance_{name}", text)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        f"conformance({', '.join(_OPTIONS)}): which cases a test gets, instead of the settings",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes the fixture once for each case."""
    if FIXTURE not in metafunc.fixturenames:
        return
    from conformance.errors import ConformanceError  # noqa: PLC0415  see the module's first lines
    from conformance.jsontext.escape import terminal_text  # noqa: PLC0415  likewise

    try:
        parameters = _parameters(metafunc)
    except ConformanceError as error:
        raise pytest.Collector.CollectError(terminal_text(str(error))) from error
    metafunc.parametrize(FIXTURE, parameters)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have a test that fails on a case say why, in place of the assertion that failed."""
    report = yield
    case = getattr(item, "funcargs", {}).get(FIXTURE)
    if not report.failed or call.when != "call" or not isinstance(case, ConformanceCase):
        return report
    loaded = item.config.stash[_LOADED]
    lines = next(x for x in loaded.values() if x.record.id == case.record).why(case)
    refused = case.refused
    if refused is None or call.excinfo is None or not call.excinfo.errisinstance(AssertionError):
        report.sections.append((f"The case {case.id}", "\n".join(lines)))
    else:
        _replace(report, [_headline(case, accepted=refused), *lines])
    return report


def _headline(case: ConformanceCase, *, accepted: bool) -> str:
    from conformance.reporters.case_failure import outcome_line  # noqa: PLC0415  see the module's first lines

    return outcome_line(case.id, case.expect, case.level, accepted=accepted)


def _replace(report: pytest.TestReport, lines: Sequence[str]) -> None:
    """Show lines in place of the traceback; the place of the assertion stays below them."""
    shown: Any = report.longrepr
    traceback = getattr(shown, "reprtraceback", None)
    if traceback is None:  # another plugin, or an option, shows failures in its own way
        report.sections.append(("The case", "\n".join(lines)))
        return
    last = traceback.reprentries[-1]
    if last.style == "native":  # its lines end themselves
        last.lines = [f"{line}\n" for line in lines]
    else:
        last.lines, last.style, last.reprfuncargs, last.reprlocals = [*lines], "value", None, None
    traceback.reprentries = [last]
    traceback.extraline = None
    if shown.reprcrash is not None:
        shown.reprcrash.message = lines[0]
    if hasattr(shown, "chain"):
        shown.chain = [(traceback, shown.reprcrash, None)]


@dataclass(slots=True, kw_only=True)
class _Loaded:
    """A record with its cases, and what judges them once a test fails."""

    record: Record
    corpus: Corpus
    judges: Sequence[SchemaJudge] = ()
    programs: Sequence[Program] = ()

    def why(self, case: ConformanceCase) -> list[str]:
        """Return what is known of a case, a line each."""
        from conformance.compare.explanation import explain  # noqa: PLC0415  see the module's first lines
        from conformance.judges.panel import schema_judges  # noqa: PLC0415  likewise
        from conformance.programs.observations import load_observations  # noqa: PLC0415  likewise
        from conformance.reporters.case_failure import failure_lines  # noqa: PLC0415  likewise

        if not self.judges:
            self.judges = schema_judges(self.record)
            self.programs = load_observations(self.record.folder, self.corpus)
        found = explain(
            self.record, self.corpus, self.judges, self.programs, case=case.id, column=None
        )
        return [*failure_lines(self.record, self.judges, self.programs, found)]


_LOADED = pytest.StashKey["dict[str | None, _Loaded]"]()


def _parameters(metafunc: pytest.Metafunc) -> list[Any]:
    from conformance.corpus.known_failures import known_failures  # noqa: PLC0415  see the module's first lines
    from conformance.corpus.select import Profile, chosen_cases, flag_names  # noqa: PLC0415  likewise

    asked = _asked(metafunc)
    loaded = _loaded(metafunc.config, asked.get("record"))
    corpus = loaded.corpus
    flags = flag_names(asked.get("flags", ""))
    cases = chosen_cases(corpus, Profile(flags=flags, level=asked.get("level")))
    known = (
        known_failures(Path(asked["known"]), ids={case.id for case in corpus.cases})
        if "known" in asked
        else {}
    )
    return [
        pytest.param(
            _case(case, loaded.record),
            id=case.id,
            marks=pytest.mark.xfail(strict=True, reason=known[case.id]) if case.id in known else (),
        )
        for case in cases
    ]


def _asked(metafunc: pytest.Metafunc) -> dict[str, str]:
    """Return the value of the option, else of the test's marker, else of the setting."""
    from conformance.errors import UsageError  # noqa: PLC0415  see the module's first lines

    config = metafunc.config
    marker = metafunc.definition.get_closest_marker("conformance")
    marked = {} if marker is None else marker.kwargs
    if marker is not None and (marker.args or marked.keys() - _OPTIONS.keys()):
        raise UsageError(
            f"the marker of {metafunc.definition.nodeid} is not understood",
            hint=f"it takes {', '.join(_OPTIONS)}, each by its name",
        )
    settings_in = config.inipath.parent if config.inipath else config.rootpath
    asked: dict[str, str] = {}
    for name in _OPTIONS:
        set_value, marked_value = config.getini(f"conformance_{name}"), marked.get(name)
        option = config.getoption(f"conformance_{name}")
        if option is not None:
            asked[name] = option
        elif marked_value is not None:
            asked[name] = _from(metafunc.definition.path.parent, name, marked_value)
        elif set_value:
            asked[name] = _from(settings_in, name, set_value)
    return asked


def _from(folder: Path, name: str, value: str) -> str:
    """Return a value; a path is resolved from the folder of the file that it was written in."""
    is_path = name == "known" or (name == "record" and (folder / value).is_dir())
    return str(folder / value) if is_path else value


def _loaded(config: pytest.Config, name: str | None) -> _Loaded:
    from conformance.corpus.load import load_corpus  # noqa: PLC0415  see the module's first lines
    from conformance.record.choose import chosen_record  # noqa: PLC0415  likewise
    from conformance.record.settings import load_settings  # noqa: PLC0415  likewise

    loaded = config.stash.setdefault(_LOADED, {})
    if name not in loaded:
        option = "--conformance-record, or the setting conformance_record"
        record = chosen_record(name, load_settings(config.rootpath), option=option)
        loaded[name] = _Loaded(record=record, corpus=load_corpus(record.folder))
    return loaded[name]


def _case(case: Case, record: Record) -> ConformanceCase:
    return ConformanceCase(
        id=case.id,
        title=case.title,
        input=case.input.raw,
        expect=case.expect.verdict,
        level=case.expect.level,
        because=case.expect.because,
        flags=case.flags,
        direction=case.direction,
        record=record.id,
    )
