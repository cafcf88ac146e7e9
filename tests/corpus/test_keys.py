from __future__ import annotations

from conformance.corpus.keys import Keys


def test_names_are_counted_and_found_again() -> None:
    keys = Keys()
    for name in ("a", "b", "a"):
        keys.add(name)

    assert len(keys) == 3
    assert "a" in keys
    assert "c" not in keys
