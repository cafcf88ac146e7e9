"""The files of a variant, made of what was read, corrected and written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError
from conformance.jsontext.patch import Operation
from conformance.readers.facts import Direction
from conformance.readers.read import Options
from conformance.record.corrections import Correction
from conformance.record.fresh import Fresh, fresh_variant, options_of, read_from_json
from conformance.record.load import read_from_of
from conformance.record.origins import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = """\
Order

interface Order {
  kind_: "a" | "b";
  note?: string;
  when?: Moment;
}
"""
DECLARED, DOCUMENTED = "declared.schema.json", "documented.schema.json"


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return Origin(path=path, name="pages/order.txt", elsewhere=True)


def corrections(*patches: tuple[str, dict[str, Any]]) -> tuple[Correction, ...]:
    return tuple(
        Correction(
            file=file, why="So.", operations=(Operation.of(step),), shown="c.json", number=number
        )
        for number, (file, step) in enumerate(patches)
    )


RENAME = (DECLARED, {"op": "move", "from": "/properties/kind_", "path": "/properties/kind"})
REQUIRE = (DECLARED, {"op": "replace", "path": "/required/0", "value": "kind"})
NARROW = (DOCUMENTED, {"op": "replace", "path": "/properties/kind", "value": {"const": "a"}})


def made(
    origin: Origin,
    *,
    options: Options | None = None,
    changes: Sequence[Correction] = (),
    about: Any = None,
) -> Fresh:
    chosen = options or Options(notation="typescript")
    return fresh_variant(origin, "Order", chosen, corrections=changes, about=about or {})


def test_a_new_variant_says_what_was_read_and_how(origin: Origin) -> None:
    about = made(origin).about

    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    assert list(about) == [
        *("format", "title", "language", "read_from", "notation", "native_names", "claims")
    ]
    assert (about["title"], about["language"]) == ("Order", "typescript")
    assert about["read_from"] == {
        "reader": "typescript",
        "source": "pages/order.txt",
        "type": "Order",
        "files": {"pages/order.txt": digest},
        "elsewhere": True,
        "direction": "receive",
        "decisions": {},
        "unread": [
            {
                "place": "Order.when",
                "file": "pages/order.txt",
                "line": 6,
                "why": "the source names the type Moment, and does not define it",
            }
        ],
    }


def test_each_claim_has_its_file_and_line(origin: Origin) -> None:
    claims: Any = made(origin).about["claims"]

    assert [(x["id"], x["at"], x["file"], x["line"], x["found"]) for x in claims] == [
        ("order", "pages/order.txt:3", "pages/order.txt", 3, "types"),
        ("order-kind", "pages/order.txt:4", "pages/order.txt", 4, "types"),
        ("order-note", "pages/order.txt:5", "pages/order.txt", 5, "types"),
        ("order-when", "pages/order.txt:6", "pages/order.txt", 6, "types"),
    ]


def test_how_a_source_is_read_is_kept(origin: Origin) -> None:
    options = Options(
        notation="typescript",
        direction=Direction.SEND,
        changes=("null=silent", "enum=accept"),
        formats=True,
    )

    read_from = made(origin, options=options).read_from

    assert options_of(read_from) == options
    assert read_from_of({"read_from": read_from_json(read_from)}) == read_from
    assert options_of(made(origin).read_from) == Options(notation="typescript")


def test_a_decision_for_another_notation_is_no_decision_on_this_one(origin: Origin) -> None:
    options = Options(notation="typescript", changes=("go.null=accept", "typescript.enum=silent"))

    assert made(origin, options=options).read_from.decisions == {"enum": "silent"}


def test_a_corrected_name_is_an_inferred_one(origin: Origin) -> None:
    fresh = made(origin, changes=corrections(RENAME, REQUIRE))

    declared: Any = fresh.schemas[DECLARED]
    assert sorted(declared["properties"]) == ["kind", "note", "when"]
    assert fresh.about["native_names"] == {"kind_": {"wire": "kind", "inferred": True}}
    claims: Any = fresh.about["claims"]
    assert claims[1]["keywords"] == [f"{DECLARED}#/properties/kind/enum"]


def test_a_name_that_the_source_states_is_no_inferred_one(tmp_path: Path) -> None:
    path = tmp_path / "order.go"
    path.write_text(
        'package p\ntype Order struct { ID, X string `json:"id"` }\n'.replace(", X", "")
    )
    origin = Origin(path=path, name="order.go", elsewhere=False)
    move = (DECLARED, {"op": "move", "from": "/properties/id", "path": "/properties/key"})
    old: Any = {
        "native_names": {
            "no": {"wire": "no", "inferred": False},
            "x": {"wire": "y", "inferred": True},
        }
    }

    plain = fresh_variant(origin, None, Options(), about={"format": 1, **old})
    moved = fresh_variant(origin, None, Options(), corrections=corrections(move), about={})

    kept = {"x": {"wire": "y", "inferred": True}}
    assert plain.about["native_names"] == {**kept, "ID": {"wire": "id", "inferred": False}}
    assert moved.about["native_names"] == {"ID": {"wire": "key", "inferred": True}}
    assert "elsewhere" not in read_from_json(plain.read_from)


def test_the_documented_reading_is_the_declared_one_corrected(origin: Origin) -> None:
    fresh = made(origin, changes=corrections(RENAME, REQUIRE, NARROW))

    declared, documented = fresh.schemas[DECLARED], fresh.schemas[DOCUMENTED]
    assert documented == {
        **declared,  # type: ignore[dict-item]
        "properties": {**declared["properties"], "kind": {"const": "a"}},  # type: ignore[dict-item, call-overload, index]
    }
    claims: Any = fresh.about["claims"]
    assert [x["keywords"] for x in claims] == [
        [f"{DECLARED}#/type", f"{DOCUMENTED}#/type"],
        [f"{DECLARED}#/properties/kind/enum"],
        [f"{DECLARED}#/properties/note/type", f"{DOCUMENTED}#/properties/note/type"],
        [f"{DECLARED}#/properties/when/x-silent", f"{DOCUMENTED}#/properties/when/x-silent"],
    ]


def test_a_statement_that_is_corrected_away_says_so(origin: Origin) -> None:
    gone = (DECLARED, {"op": "remove", "path": "/properties/note"})

    claims: Any = made(origin, changes=corrections(gone)).about["claims"]

    assert [x.get("no_effect") for x in claims] == [
        *(None, None, "A correction replaces what it became.", None)
    ]
    assert claims[2]["keywords"] == []


def test_what_a_person_wrote_stays(origin: Origin) -> None:
    about = made(origin).about
    mine = {
        **about,
        "title": "My order",
        "notes": ["A note."],
        "notation": {
            "enum": {"verdict": "reject", "why": "Because I say so."},
            "null": {"verdict": "accept", "why": "Once upon a time."},
            "own": {"verdict": "silent", "why": "Mine."},
        },
    }

    again = made(origin, about=mine).about

    assert (again["title"], again["notes"]) == ("My order", ["A note."])
    notation: Any = again["notation"]
    assert notation["enum"]["why"] == "Because I say so."
    assert notation["null"]["verdict"] == "reject"
    assert notation["own"] == {"verdict": "silent", "why": "Mine."}
    assert list(again) == list(mine)


def test_the_digest_of_the_published_document_follows_the_file(origin: Origin) -> None:
    first = made(origin).about
    files: Any = first["read_from"]
    source = {"project": "p", "sha256": files["files"]["pages/order.txt"]}
    origin.path.write_text(PAGE.replace("Order\n\n", "Orders\n\n"), "utf-8")

    followed: Any = made(origin, about={**first, "source": source}).about["source"]
    other: Any = made(origin, about={**first, "source": {**source, "sha256": "0"}}).about["source"]

    text = origin.path.read_bytes()
    assert followed == {"project": "p", "sha256": hashlib.sha256(text).hexdigest()}
    assert other == {"project": "p", "sha256": "0"}


def test_files_have_one_layout(origin: Origin) -> None:
    fresh = made(origin, changes=corrections(RENAME, REQUIRE, NARROW))

    texts = fresh.texts()

    assert list(texts) == [DECLARED, DOCUMENTED, "variant.json"]
    assert json.loads(texts["variant.json"]) == fresh.about
    assert '    "note": {"type": "string"},\n' in texts[DECLARED]


def test_a_correction_that_does_not_apply_is_an_error(origin: Origin) -> None:
    with pytest.raises(BrokenFileError, match=r"does not apply to declared\.schema\.json any more"):
        made(origin, changes=corrections(RENAME, RENAME))


def test_the_whole_of_a_schema_is_a_type_too(tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_text('{"type": "object"}')
    origin = Origin(path=path, name="order.json", elsewhere=False)

    first = fresh_variant(origin, None, Options(), about={})
    again = fresh_variant(origin, first.read_from.type, Options(), about=first.about)

    assert (first.read_from.type, first.read_from.name) == ("#", "order.json")
    assert again.about == first.about
    assert Path(origin.name).name == "order.json"


GO = """\
package shop

type Order struct {
	ID   string  `json:"id"`
	Note *string `json:"note,omitempty"`
}
"""
SENT = "sent.schema.json"
BOTH = Options(notation="go", both=True)


@pytest.fixture
def go(tmp_path: Path) -> Origin:
    path = tmp_path / "order.go"
    path.write_text(GO, "utf-8")
    return Origin(path=path, name="order.go", elsewhere=True)


def test_both_directions_are_two_schemas_with_claims_of_their_own(go: Origin) -> None:
    found = made(go, options=BOTH)

    sent: Any = found.schemas[SENT]
    assert list(found.schemas) == [DECLARED, SENT]
    assert sent["required"] == ["id"]
    assert found.read_from.direction == "both"
    assert options_of(found.read_from) == Options(notation="go", both=True)
    claims: Any = found.about["claims"]
    assert {x["id"]: x["says"] for x in claims if x["id"].endswith("-sent")} == {
        "order-sent": "written, Order is an object",
        "order-note-sent": "written, `note` may be left out: a string",
        "order-id-sent": "written, `id` is required: a string",
        "order-other-properties-sent": "written, no other property",
    }
    assert all(
        keyword.startswith(f"{SENT}#/")
        for x in claims
        if x["id"].endswith("-sent")
        for keyword in x["keywords"]
    )


def test_a_source_that_writes_what_it_reads_has_no_send_reading(origin: Origin) -> None:
    both = Options(notation="typescript", both=True)

    assert list(made(origin, options=both).schemas) == [DECLARED]
    assert made(origin, options=both).read_from.direction == "both"
    kept = fresh_variant(origin, "Order", both, about={}, keeps_sent=True)
    assert kept.schemas[SENT] == kept.schemas[DECLARED]


def test_a_person_corrects_the_send_reading_by_itself(go: Origin, origin: Origin) -> None:
    move = (SENT, {"op": "move", "from": "/properties/id", "path": "/properties/ID"})
    found = made(go, options=BOTH, changes=corrections(move))

    sent: Any = found.schemas[SENT]
    assert "ID" in sent["properties"]
    declared: Any = found.schemas[DECLARED]
    assert "id" in declared["properties"]
    both = Options(notation="typescript", both=True)
    title = (SENT, {"op": "replace", "path": "/title", "value": "What it writes"})
    corrected: Any = made(origin, options=both, changes=corrections(title)).schemas[SENT]
    assert corrected["title"] == "What it writes"


def test_a_correction_of_a_send_reading_that_is_not_read_is_an_error(go: Origin) -> None:
    move = (SENT, {"op": "remove", "path": "/required"})

    with pytest.raises(BrokenFileError, match="is not read") as caught:
        made(go, options=Options(notation="go"), changes=corrections(move))

    assert (caught.value.file, caught.value.place) == ("c.json", "/corrections/0/file")
    assert "both" in (caught.value.hint or "")
