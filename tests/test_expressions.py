"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conformance.expressions import expression

if TYPE_CHECKING:
    import pytest


def test_it_does_what_a_compiled_one_does() -> None:
    words = expression(r"(\w)\w*", re.ASCII)

    assert words.findall("ab c é") == re.compile(r"(\w)\w*", re.ASCII).findall("ab c é")
    assert words.sub(r"<\1>", "ab c") == "<a> <c>"
    assert expression(rb"a").fullmatch(b"a") is not None


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = re.compile

    def watched(pattern: Any, flags: int = 0) -> Any:
        compiled.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", watched)
    one = expression("a")
    assert compiled == []

    assert [bool(one.search(text)) for text in ("a", "b", "cat")] == [True, False, True]
    assert compiled == ["a"]
