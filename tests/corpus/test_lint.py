from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conformance.corpus.digests import Digest, corpus_digests
from conformance.corpus.lint import Lint, lint_corpus
from conformance.corpus.load import load_corpus
from conformance.corpus.write import file_text
from conformance.model import Claim, Record, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CLAIM = Claim(
    id="title-string", at="row 1", says="A string.", strength="stated", keywords=(), no_effect=None
)
SHOP = Variant(
    id="shop",
    title="A shop",
    language=None,
    component=None,
    as_of=None,
    source=None,
    notation=(),
    native_names=(),
    claims=(CLAIM,),
    readings=(),
)
OPEN = {"verdict": "open", "because": "Nobody says."}
ACCEPT = {"verdict": "accept", "level": "may"}


def case(name: str, given: Any, **parts: Any) -> dict[str, Any]:
    plain = {"id": f"title/{name}", "rev": 1, "title": "A title", "input": given, "expect": OPEN}
    return {**plain, **parts}


def lints(
    folder: Path,
    *cases: dict[str, Any],
    kept: Mapping[str, Digest] | None = None,
    **content: Any,
) -> tuple[Lint, ...]:
    (folder / "corpus").mkdir()
    whole = {"format": 1, "record": folder.name, **content, "cases": list(cases)}
    (folder / "corpus" / "title.json").write_text(file_text(whole), encoding="utf-8")
    record = Record(
        folder=folder,
        id=folder.name,
        title="A book",
        about="A book.",
        fields=(),
        traced=False,
        variants=(SHOP,),
        files={},
    )
    return lint_corpus(load_corpus(folder), record, kept or {})


def test_a_sound_corpus_has_no_lint(tmp_path: Path) -> None:
    found = lints(
        tmp_path,
        case("plain", {"value": {"title": "x"}}, expect=ACCEPT),
        case(
            "number",
            {"value": {"title": 1}},
            expect={"verdict": "reject", "level": "must"},
            cites=[{"claim": "shop:title-string"}, {"document": "iso-1"}],
            near="title/plain",
            flags=["Odd"],
        ),
        flags={"Odd": {"kind": "topic", "means": "Odd."}},
        sources={"iso-1": {"kind": "standard", "title": "A standard"}},
    )

    assert found == ()


def test_a_lint_reads_as_one_line() -> None:
    lint = Lint(
        level="error", file="corpus/a.json", place="/x", message="it is odd", hint="mend it"
    )

    assert str(lint) == "corpus/a.json at /x: it is odd; mend it"


def test_a_lint_on_a_whole_file_says_so() -> None:
    lint = Lint(level="error", file="corpus/a.json", place="", message="it is odd", hint="mend it")

    assert str(lint) == "corpus/a.json at (root): it is odd; mend it"


def test_a_claim_that_no_variant_makes_is_an_error(tmp_path: Path) -> None:
    found = lints(
        tmp_path,
        case("plain", {"value": 1}),
        case("odd", {"value": 2}, cites=[{"claim": "shop:title-string"}, {"claim": "shop:none"}]),
    )

    assert [str(lint) for lint in found] == [
        (
            "corpus/title.json at /cases/1/cites/1/claim: there is no claim shop:none; "
            "cite VARIANT:CLAIM as the variant's `variant.json` has it"
        )
    ]
    assert [lint.level for lint in found] == ["error"]


def test_must_has_to_cite_something(tmp_path: Path) -> None:
    found = lints(
        tmp_path, case("plain", {"value": 1}, expect={"verdict": "accept", "level": "must"})
    )

    assert [str(lint) for lint in found] == [
        (
            'corpus/title.json at /cases/0/cites: an expectation of level "must" cites nothing; '
            "cite what it rests on, or lower the level"
        )
    ]


TWINS: list[tuple[Any, Any, Any, list[str]]] = [
    ({"value": {"a": 1}}, {"value": {"a": 2}}, ACCEPT, []),
    ({"text": '{"a":1}'}, {"value": {"a": 1}}, ACCEPT, []),
    ({"text": '{"a":1'}, {"value": {"b": 2, "c": 3}}, ACCEPT, []),
    ({"value": {"a": 1}}, {"text": "{"}, ACCEPT, []),
    ({"base64": "/w=="}, {"value": {}}, ACCEPT, []),
    ({"value": {}}, {"base64": "/w=="}, ACCEPT, []),
    (
        {"value": {"a": 1, "b": 2}},
        {"value": {}},
        ACCEPT,
        ["title/twin differs in 2 places; name a case that differs in one place"],
    ),
    (
        {"value": {"a": 1}},
        {"value": {}},
        OPEN,
        ["title/twin is itself expected to be: open; name a case that is expected to be accepted"],
    ),
]


@pytest.mark.parametrize(("given", "twin", "expect", "messages"), TWINS)
def test_a_twin_is_one_place_away_and_accepted(
    tmp_path: Path, given: Any, twin: Any, expect: Any, messages: list[str]
) -> None:
    found = lints(
        tmp_path, case("odd", given, near="title/twin"), case("twin", twin, expect=expect)
    )

    assert [str(lint) for lint in found] == [
        f"corpus/title.json at /cases/0/near: {message}" for message in messages
    ]


def test_a_twin_with_the_same_input_is_no_twin(tmp_path: Path) -> None:
    found = lints(
        tmp_path,
        case("odd", {"value": 1}, near="title/twin"),
        case("twin", {"value": 1}, expect=ACCEPT),
    )

    assert [(lint.level, str(lint)) for lint in found] == [
        (
            "error",
            (
                "corpus/title.json at /cases/0/near: title/twin differs in 0 places; "
                "name a case that differs in one place"
            ),
        ),
        (
            "warning",
            (
                "corpus/title.json at /cases/1/input: the case title/odd has the same input; "
                "keep one of the two"
            ),
        ),
    ]


OTHER = "0" * 64
REVS = [
    (1, Digest(rev=1, sha256=""), []),
    (2, Digest(rev=1, sha256=OTHER), []),
    (
        1,
        Digest(rev=1, sha256=OTHER),
        [
            (
                "input or expectation changed, and rev did not; write 2: baselines and other "
                "people's suites pin the rev"
            )
        ],
    ),
    (
        1,
        Digest(rev=2, sha256=OTHER),
        ["rev 1 is lower than the 2 that it was; write at least 2: a rev only rises"],
    ),
]


@pytest.mark.parametrize(("rev", "before", "messages"), REVS)
def test_a_rev_rises_with_the_input_and_the_expectation(
    tmp_path: Path, rev: int, before: Digest, messages: list[str]
) -> None:
    lints(tmp_path, case("plain", {"value": 1}, rev=rev))
    now = corpus_digests(load_corpus(tmp_path))["title/plain"]
    kept = {"title/plain": Digest(rev=before.rev, sha256=before.sha256 or now.sha256)}
    (tmp_path / "corpus" / "title.json").unlink()
    (tmp_path / "corpus").rmdir()

    found = lints(tmp_path, case("plain", {"value": 1}, rev=rev), kept=kept)

    assert [str(lint) for lint in found] == [
        f"corpus/title.json at /cases/0/rev: {message}" for message in messages
    ]


def test_a_case_that_is_gone_has_to_be_retired(tmp_path: Path) -> None:
    digest = Digest(rev=1, sha256=OTHER)

    found = lints(
        tmp_path,
        kept={"title/lost": digest, "title/retired": digest},
        retired={"title/retired": {"why": "It was wrong."}},
    )

    assert [str(lint) for lint in found] == [
        (
            "corpus.digests.json at /cases/title~1lost: the case title/lost is gone and not "
            "retired; put it back, or enter its id in `retired` of a corpus file"
        )
    ]


def test_what_no_case_uses_is_a_warning(tmp_path: Path) -> None:
    found = lints(
        tmp_path,
        flags={"Odd": {"kind": "topic", "means": "Odd."}},
        sources={"iso-1": {"kind": "standard", "title": "A standard"}},
    )

    assert [(lint.level, str(lint)) for lint in found] == [
        ("warning", "corpus at /flags/Odd: no case uses Odd; use it, or remove it"),
        ("warning", "corpus at /sources/iso-1: no case uses iso-1; use it, or remove it"),
    ]


def test_another_layout_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    whole = {"format": 1, "record": tmp_path.name, "cases": []}
    (tmp_path / "corpus" / "odd.json").write_text(json.dumps(whole), encoding="utf-8")
    corpus = load_corpus(tmp_path)
    record = Record(
        folder=tmp_path,
        id=tmp_path.name,
        title="A book",
        about="A book.",
        fields=(),
        traced=False,
        variants=(),
        files={},
    )

    assert [(lint.level, str(lint)) for lint in lint_corpus(corpus, record, {})] == [
        (
            "warning",
            (
                "corpus/odd.json at (root): the file is not in the corpus's layout; "
                "let the tool write it"
            ),
        )
    ]
