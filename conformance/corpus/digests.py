"""The kept digests of a corpus: the state of each case when the list was last written.

They are in the record's folder as `corpus.digests.json`, beside the folder `corpus`; the format is
`formats/corpus-digests.schema.json`. With them the lint finds a case that changed under the same
`rev`, and a case that was removed without being retired.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.files import file_bytes, is_there
from conformance.formats.read import read_formatted
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model import Case, Corpus

FILE = "corpus.digests.json"
"""The list's place inside a record's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A case's `rev`, and the SHA-256 of its input and expectation in hexadecimal."""

    rev: int
    sha256: str


def kept_digests(folder: Path) -> dict[str, Digest]:
    """Return the digests kept in a record's folder, by case id; none without a list.

    Raises:
        BrokenFileError: The list cannot be read or violates its format.
    """
    path = folder / FILE
    if not is_there(path):
        return {}
    data = file_bytes(path)
    content = read_formatted(
        data, file=path.as_posix(), form="corpus-digests", record=folder.resolve().name
    )
    return {
        case: Digest(rev=int(entry["rev"]), sha256=entry["sha256"])
        for case, entry in content["cases"].items()
    }


def corpus_digests(corpus: Corpus) -> dict[str, Digest]:
    """Return the digests of the hand-written cases as they are now, by case id, sorted.

    Generated cases are left out: their ids come from their content.
    """
    digests = {
        case.id: Digest(rev=case.rev, sha256=case_sha256(case))
        for case in corpus.cases
        if case.origin is None
    }
    return dict(sorted(digests.items()))


def digests_text(digests: Mapping[str, Digest], *, record: str) -> str:
    """Return the list as the text of its file, one case on each line for readable diffs."""
    lines = [
        f"    {json.dumps(case)}: " + json.dumps({"rev": digest.rev, "sha256": digest.sha256})
        for case, digest in sorted(digests.items())
    ]
    cases = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
    head = f'  "format": 1,\n  "record": {json.dumps(record, ensure_ascii=False)},\n'
    return f'{{\n{head}  "cases": {cases}\n}}\n'


def case_sha256(case: Case) -> str:
    """Return the SHA-256 of a case's input and expectation; reasons and titles do not count."""
    expect = case.expect.json()
    del expect["because"]  # its words may change without a new revision
    text = canonical({"input": case.input.json(), "expect": expect})
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
