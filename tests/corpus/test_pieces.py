from __future__ import annotations

import pytest

from conformance.corpus.pieces import _moved
from conformance.jsontext.text import Problem


@pytest.mark.parametrize(("line", "moved"), [(None, None), (1, 5), (3, 7)])
def test_a_problem_of_a_piece_is_one_of_the_file(line: int | None, moved: int | None) -> None:
    found = _moved(Problem(kind="malformed", message="bad", line=line), 5)

    assert (found.kind, found.message, found.line) == ("malformed", "bad", moved)
