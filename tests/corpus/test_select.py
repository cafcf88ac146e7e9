"""Choosing cases: what only a caller that is no command line can get wrong."""

from __future__ import annotations

import fakes
import pytest

from conformance.corpus.select import Profile, chosen_cases
from conformance.errors import UsageError


def test_a_level_that_is_none_is_refused() -> None:
    corpus = fakes.corpus(fakes.case("a/b", "{}"))

    with pytest.raises(UsageError, match="no level 'shall'; the levels are must, should, may"):
        chosen_cases(corpus, Profile(level="shall"))
