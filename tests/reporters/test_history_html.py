"""The page of a history is one file that loads nothing and has no script."""

from __future__ import annotations

import re
from dataclasses import replace

from fakes.histories import HOSTILE, long_history

from conformance.reporters.history.html import MAX_CHANGES, page


def test_what_others_wrote_is_only_text() -> None:
    text = "".join(page(long_history(3)))

    assert HOSTILE not in text
    assert "&lt;script&gt;hit()&lt;/script&gt;" in text
    assert "<script" not in text
    assert "script-src" not in text
    assert "default-src &#39;none&#39;" in text


def test_the_newest_version_comes_first_and_each_has_an_address() -> None:
    text = "".join(page(long_history(3)))

    assert re.findall(r'<li id="(\w+)"( class="breaking")?', text) == [
        ("0000000002", ' class="breaking"'),
        ("0000000001", ' class="breaking"'),
        ("0000000000", ""),
    ]
    assert '<time datetime="2026-01-03T00:00:00Z">2026-01-03</time>' in text
    assert "2 versions after it changed nothing" in text


def test_more_changes_than_fit_are_counted() -> None:
    history = long_history(2)
    (first, step) = history.steps
    entry = step.types[0].entry
    many = replace(entry, pairs=entry.pairs * 3)
    types = (replace(step.types[0], entry=many), *step.types[1:])
    text = "".join(page(replace(history, steps=(first, replace(step, types=types)))))

    assert f"and {len(many.pairs) - MAX_CHANGES} more, in history.json" in text
