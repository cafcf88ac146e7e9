"""The pytest plugin: a test that takes the fixture `conformance_case` runs once for each case.

pytest imports this module in every project that has the package installed. It imports the rest of
the package only if a test takes the fixture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from conformance.model import Case, Corpus

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
    """

    id: str
    title: str
    input: bytes
    expect: str
    level: str | None
    because: str | None
    flags: tuple[str, ...]
    direction: str

    def allows(self, *, accepted: bool) -> bool:
        """Return whether a decoder may do this; if sources conflict or none decides, it may."""
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


_Loaded: TypeAlias = "dict[str | None, Corpus]"
_LOADED = pytest.StashKey[_Loaded]()


def _parameters(metafunc: pytest.Metafunc) -> list[Any]:
    from conformance.corpus.known_failures import known_failures  # noqa: PLC0415  see the module's first lines
    from conformance.corpus.select import Profile, chosen_cases, flag_names  # noqa: PLC0415  likewise

    asked = _asked(metafunc)
    corpus = _loaded(metafunc.config, asked.get("record"))
    flags = flag_names(asked.get("flags", ""))
    cases = chosen_cases(corpus, Profile(flags=flags, level=asked.get("level")))
    known = (
        known_failures(Path(asked["known"]), ids={case.id for case in corpus.cases})
        if "known" in asked
        else {}
    )
    return [
        pytest.param(
            _case(case),
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


def _loaded(config: pytest.Config, name: str | None) -> Corpus:
    from conformance.corpus.load import load_corpus  # noqa: PLC0415  see the module's first lines
    from conformance.record.choose import chosen_record  # noqa: PLC0415  likewise
    from conformance.record.settings import load_settings  # noqa: PLC0415  likewise

    loaded = config.stash.setdefault(_LOADED, {})
    if name not in loaded:
        record = chosen_record(name, load_settings(config.rootpath))
        loaded[name] = load_corpus(record.folder)
    return loaded[name]


def _case(case: Case) -> ConformanceCase:

    return ConformanceCase(
        id=case.id,
        title=case.title,
        input=case.input.raw,
        expect=case.expect.verdict,
        level=case.expect.level,
        because=case.expect.because,
        flags=case.flags,
        direction=case.direction,
    )
