"""Selects cases of a corpus: by flag, by level, or the fewest that separate the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import NothingSelectedError, UsageError

if TYPE_CHECKING:
    from conformance.model import Case, Corpus, Json

LEVELS = ("must", "should", "may")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A selection of a corpus.

    Attributes:
        columns: Patterns of the columns whose verdicts are included; none means all.
        flags: Names of flags: a case has at least one of them, and none of those behind a hyphen.
        level: The weakest level of expectation that is selected, which leaves out cases without
            one; None for all cases.
        minimal: Whether only the fewest cases are selected that tell the columns apart.
    """

    columns: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    level: str | None = None
    minimal: bool = False

    def json(self) -> dict[str, Json]:
        """Return it in the form of a manifest."""
        return {
            "columns": list(self.columns),
            "flags": list(self.flags),
            "level": self.level,
            "minimal": self.minimal,
        }


def flag_names(*texts: str) -> tuple[str, ...]:
    """Return the names in comma-separated texts, in the form of a profile."""
    return tuple(name.strip() for text in texts for name in text.split(",") if name.strip())


def chosen_cases(corpus: Corpus, profile: Profile) -> tuple[Case, ...]:
    """Return the cases that a profile's flags and level select, in the order of the corpus.

    `minimal` is not applied here, since it needs verdicts.

    Raises:
        UsageError: A flag or the level does not exist.
        NothingSelectedError: No case is left.
    """
    _check(corpus, profile)
    wanted = {name for name in profile.flags if not name.startswith("-")}
    unwanted = {name[1:] for name in profile.flags if name.startswith("-")}
    levels = LEVELS if profile.level is None else LEVELS[: LEVELS.index(profile.level) + 1]
    chosen = tuple(
        case
        for case in corpus.cases
        if (not wanted or wanted & set(case.flags))
        and not unwanted & set(case.flags)
        and (profile.level is None or case.expect.level in levels)
    )
    if not chosen:
        raise NothingSelectedError(
            "no case of the corpus is selected", hint="ask for fewer flags, or for a weaker level"
        )
    return chosen


def _check(corpus: Corpus, profile: Profile) -> None:
    known = {flag.id for flag in corpus.flags}
    for name in profile.flags:
        if name.removeprefix("-") not in known:
            raise UsageError(
                f"the corpus has no flag {name.removeprefix('-')!r}",
                hint=f"its flags are {', '.join(sorted(known)) or 'none'}",
            )
    if profile.level not in {None, *LEVELS}:
        raise UsageError(
            f"there is no level {profile.level!r}", hint=f"the levels are {', '.join(LEVELS)}"
        )
