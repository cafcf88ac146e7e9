from __future__ import annotations

from conformance.exact.facts import _lengths


def test_the_length_of_a_string_is_said_in_words() -> None:
    def said(**answers: bool) -> list[str]:
        return _lengths({("length", int(name[1:])): holds for name, holds in answers.items()})

    assert said(n2=True, n3=False) == ["of 2 characters"]
    assert said(n2=True, n5=False) == ["of at least 2 characters", "shorter than 5"]
    assert said(n2=True) == ["of at least 2 characters"]
    assert said(n3=False) == ["shorter than 3"]
    assert said() == []
