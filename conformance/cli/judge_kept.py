"""The answer of `conformance judge` on one input, kept as long as no file of the record changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from conformance.cli.context import show
from conformance.cli.styled import Line, tell, width
from conformance.proofs import store
from conformance.record.places import in_source_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.cli.judge_inputs import Asked, Given
    from conformance.model import Json, Record

_WRONG = (AttributeError, LookupError, TypeError, ValueError)
"""The errors of something kept that is not as it should be."""


def tell_all(printed: Iterable[Line | str]) -> None:
    """Print the parts of an answer."""
    for part in printed:
        if isinstance(part, Line):
            tell(part)
        else:
            show(part)


class KeptAnswer:
    """What is printed on one input."""

    def __init__(self, given: Given, folder: Path, asked: Asked, form: str) -> None:
        """Take the input, the record's folder, what is asked of it, and the form of the answer."""
        self._state = asked.state
        self._name = None
        if asked.state is not None:
            from hashlib import sha256  # noqa: PLC0415  not where nothing is kept

            from conformance.proofs import inputs  # noqa: PLC0415  likewise

            every: list[Json] = [
                [given.name, given.file, sha256(given.data).hexdigest()],
                [folder.resolve().as_posix(), in_source_tree(folder)],
                [asked.record, [*asked.columns], [*asked.patterns]],
                [form, width()],
                {**asked.state},
                [*inputs.tool()],
            ]
            self._name = f"answer-{sha256(json.dumps(every).encode()).hexdigest()}"

    def found(self) -> list[Line | str] | None:
        """Return the answer that is kept; None if none is."""
        if self._name is None:
            return None
        kept = store.found_bytes(self._name, libraries=())
        try:
            return None if kept is None else [*map(_part, json.loads(kept)["printed"])]
        except _WRONG:
            return None

    def keep(self, printed: Sequence[Line | str], record: Record) -> None:
        """Keep an answer that is whole, unless it rests on files that are not in the state."""
        if self._name is None or self._state is None or not record.files.keys() <= {*self._state}:
            return
        parts: list[Json] = [x if isinstance(x, str) else [[*y] for y in x.parts] for x in printed]
        store.keep(self._name, {"printed": parts}, libraries=())


def _part(kept: Any) -> Line | str:  # noqa: ANN401  JSON of an unknown shape
    return kept if isinstance(kept, str) else Line.of(cast("Sequence[Sequence[str]]", kept))
