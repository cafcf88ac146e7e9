"""Expressions that take too many states are not decided, and say so."""

from __future__ import annotations

import pytest

from conformance.exact import automaton, strings
from conformance.exact.automaton import Automaton
from conformance.exact.strings import Strings
from conformance.exact.values import Undecided


def test_a_large_expression_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "_MAX_STATES", 2)

    with pytest.raises(Undecided, match="so large a regular expression"):
        _ = Automaton("^abc$").table


def test_a_large_combination_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strings, "_MAX_STATES", 2)

    with pytest.raises(Undecided, match="so large a combination"):
        Strings(("^ab$", "^cd$"))
