"""A history as Markdown is short enough for a comment."""

from __future__ import annotations

import pytest
from fakes.histories import long_history

from conformance.reporters import comment
from conformance.reporters.history.markdown import timeline


def test_older_breaking_versions_and_the_others_are_folded() -> None:
    text = "".join(timeline(long_history(14)))

    assert text.index("## Breaking") < text.index("Older breaking versions (3)")
    assert text.index("Older breaking versions (3)") < text.index("Other versions (1)")
    assert text.index("commit 13") < text.index("commit 4") < text.index("<details>")
    assert "- and 3 more types" in text
    assert "  - and 2 more" in text
    assert text.count("<details>") == text.count("</details>") == 2


@pytest.mark.parametrize(("limit", "open_"), [(400, 0), (20_000, 1)])
def test_what_is_too_long_is_cut_and_closed(
    monkeypatch: pytest.MonkeyPatch, limit: int, open_: int
) -> None:
    monkeypatch.setattr(comment, "MAX_BYTES", limit)

    text = "".join(timeline(long_history(14)))

    assert len(text.encode()) < limit + 200
    assert "*Cut here: the whole is in the HTML report.*" in text
    assert text.count("<details>") == text.count("</details>") == open_
