"""A record's folder and its variants."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import conformance
from conformance.errors import BrokenFileError, ConformanceError, NothingSelectedError, UsageError
from conformance.model import (
    Claim,
    Decision,
    NativeName,
    ReadFrom,
    Source,
    Unread,
    Verdict,
)
from conformance.record.load import load_record
from conformance.record.places import in_source_tree

SCHEMA = {
    "type": "object",
    "properties": {"b": {"enum": [1]}, "a": {"$ref": "#/$defs/a"}, "c": True},
    "additionalProperties": False,
    "if": {"required": ["a"]},
    "then": {"properties": {"b": False}},
    "$defs": {"a": {"not": {"const": 0}}, "unused": {"type": "null"}},
}
KEYWORDS = (
    "/type",
    "/properties/b/enum",
    "/$defs/a/not",
    "/additionalProperties",
    "/then/properties/b",
)
CLAIM: dict[str, Any] = {
    "id": "all",
    "at": "everywhere",
    "says": "All of it.",
    "strength": "stated",
    "keywords": [f"declared.schema.json#{keyword}" for keyword in KEYWORDS],
}
NO_EFFECT = {**CLAIM, "id": "none", "keywords": [], "no_effect": "It forbids nothing."}
SOURCE = {
    "project": "p",
    "version": "1",
    "document": "d",
    "sha256": "0" * 64,
    "retrieved": "2026-01-02",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "thing"


def write(folder: Path, path: str, content: Any) -> Path:
    """Write a file of the record, texts as they are."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return file


def write_variant(folder: Path, *claims: Any, traced: bool = False, **about: Any) -> None:
    write(folder, "record.json", {"format": 1, "traced": traced})
    write(folder, "variants/one/declared.schema.json", SCHEMA)
    write(folder, "variants/one/variant.json", {"format": 1, "claims": claims, **about})


def test_one_schema_in_a_folder_is_enough(folder: Path) -> None:
    file = write(folder, "variants/one/declared.schema.json", SCHEMA)
    record = load_record(folder)
    (variant,) = record.variants
    assert (record.id, record.title, record.about, record.traced) == ("thing", "thing", "", False)
    assert record.fields == ("b", "a", "c")
    assert (variant.id, variant.title, variant.source, variant.claims) == ("one", "one", None, ())
    assert [(reading.name, reading.file.path) for reading in variant.readings] == [
        ("declared", file)
    ]
    assert record.files == {
        "variants/one/declared.schema.json": hashlib.sha256(file.read_bytes()).hexdigest()
    }


def test_everything_that_is_said_is_read(folder: Path) -> None:
    write(folder, "record.json", {"format": 1, "title": "T", "about": "A", "fields": ["a", "b"]})
    write(folder, "variants/two/declared.schema.json", {"$ref": "../../shared.json"})
    write(folder, "shared.json", "true")
    write(folder, "variants/one/declared.schema.json", SCHEMA)
    write(folder, "variants/one/documented.schema.json", {"$ref": "declared.schema.json"})
    write(
        folder,
        "variants/one/variant.json",
        {
            "format": 1,
            "title": "One",
            "language": "l",
            "component": "c",
            "as_of": "2025-01-01",
            "source": SOURCE,
            "notation": {"null": {"verdict": "silent", "why": "open"}},
            "native_names": {"A": {"wire": "a", "inferred": True}},
            "notes": ["n"],
            "claims": [CLAIM, NO_EFFECT],
        },
    )
    record = load_record(folder)
    one, two = record.variants
    assert (record.title, record.about, record.fields) == ("T", "A", ("a", "b"))
    assert (one.id, two.id) == ("one", "two")
    assert (one.title, one.language, one.component, one.as_of) == ("One", "l", "c", "2025-01-01")
    assert one.source == Source(**SOURCE)
    assert one.notation == (Decision(topic="null", verdict=Verdict.SILENT, why="open"),)
    assert one.native_names == (NativeName(native="A", wire="a", inferred=True),)
    assert one.notes == ("n",)
    assert one.claims[1] == Claim(
        id="none",
        at="everywhere",
        says="All of it.",
        strength="stated",
        keywords=(),
        no_effect="It forbids nothing.",
    )
    assert [reading.name for reading in one.readings] == ["declared", "documented"]
    assert list(one.readings[1].file.resources) == ["declared.schema.json"]
    assert list(record.files) == [
        "record.json",
        "shared.json",
        "variants/one/declared.schema.json",
        "variants/one/documented.schema.json",
        "variants/one/variant.json",
        "variants/two/declared.schema.json",
    ]


READ_FROM: dict[str, Any] = {
    "reader": "typescript",
    "source": "web/types.ts",
    "type": "Order",
    "files": {"web/types.ts": "0" * 64},
    "direction": "receive",
    "decisions": {"null": "silent"},
    "unread": [{"place": "Order.a", "file": "web/types.ts", "line": 3, "why": "It is code."}],
}
LOCATED = {**CLAIM, "file": "web/types.ts", "line": 2, "found": "types"}


def test_a_variant_says_what_it_was_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "schemas" / "thing"
    about = {"format": 1, "read_from": READ_FROM, "claims": [LOCATED]}
    for name, more in {"here": {}, "there": {"elsewhere": True, "formats": "assert"}}.items():
        write(folder, f"variants/{name}/declared.schema.json", SCHEMA)
        entry = {**about, "read_from": {**READ_FROM, **more}}
        write(folder, f"variants/{name}/variant.json", entry)

    here, there = load_record(folder).variants

    unread = Unread(place="Order.a", file="web/types.ts", line=3, why="It is code.")
    assert here.read_from == ReadFrom(**{**READ_FROM, "unread": (unread,)})
    assert here.read_from is not None
    assert here.read_from.name == "web/types.ts#Order"
    [claim] = here.claims
    assert (claim.file, claim.line, claim.found) == ("../../web/types.ts", 2, "types")
    assert there.read_from is not None
    assert (there.read_from.elsewhere, there.read_from.formats) == (True, "assert")
    assert there.claims[0].file is None


def test_fields_are_collected_from_the_schemas_in_their_order(folder: Path) -> None:
    write(folder, "variants/one/declared.schema.json", {"properties": {"b": {}, "a": {}}})
    write(folder, "variants/three/declared.schema.json", {"properties": {"a": {}, "c": {}}})
    write(folder, "variants/two/declared.schema.json", "false")
    assert load_record(folder).fields == ("b", "a", "c")


def test_hidden_folders_and_files_are_no_variants(folder: Path) -> None:
    write(folder, "variants/one/declared.schema.json", {})
    write(folder, "variants/.git/a", "")
    write(folder, "variants/__pycache__/a", "")
    write(folder, "variants/README.md", "")
    assert [variant.id for variant in load_record(folder).variants] == ["one"]


def test_a_record_whose_claims_are_complete_is_traced(folder: Path) -> None:
    write_variant(folder, CLAIM, NO_EFFECT, traced=True)
    assert load_record(folder).traced


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_traced_record_ties_every_rejecting_keyword_to_a_claim(
    folder: Path, keyword: str
) -> None:
    others = [name for name in CLAIM["keywords"] if not name.endswith(f"#{keyword}")]
    write_variant(folder, {**CLAIM, "keywords": others}, traced=True)
    with pytest.raises(BrokenFileError, match="rests on no claim") as caught:
        load_record(folder)
    assert caught.value.file == (folder / "variants/one/declared.schema.json").as_posix()
    assert caught.value.place == keyword
    write_variant(folder, {**CLAIM, "keywords": others}, traced=False)
    assert len(load_record(folder).variants) == 1


def test_a_traced_record_may_tie_each_required_property_to_a_claim_of_its_own(
    folder: Path,
) -> None:
    schema = {"required": ["a", "b"], "properties": {"required": False}}
    file = "declared.schema.json"
    marks = [f"{file}#/required/0", f"{file}#/properties/required", f"{file}#/required/1"]
    claims = [
        {"id": f"c{index}", "at": "there", "says": "so", "strength": "stated", "keywords": [mark]}
        for index, mark in enumerate(marks)
    ]
    write(folder, "record.json", {"format": 1, "traced": True})
    write(folder, f"variants/one/{file}", schema)
    write(folder, "variants/one/variant.json", {"format": 1, "claims": claims})
    assert load_record(folder).traced

    write(folder, "variants/one/variant.json", {"format": 1, "claims": claims[:2]})
    with pytest.raises(BrokenFileError, match="rests on no claim") as caught:
        load_record(folder)
    assert caught.value.place == "/required"


def test_a_keyword_in_a_file_that_is_referred_to_is_tied_too(folder: Path) -> None:
    write_variant(folder, CLAIM, traced=True)
    write(folder, "variants/one/documented.schema.json", {"$ref": "../../shared.json"})
    shared = write(folder, "shared.json", {"type": "object"})
    with pytest.raises(BrokenFileError, match=r'as "\.\./\.\./shared\.json#/type"') as caught:
        load_record(folder)
    assert Path(caught.value.file or "").resolve() == shared.resolve()


@pytest.mark.parametrize(
    "keyword",
    [
        "declared.schema.json#/properties/c/enum",
        "declared.schema.json#/properties/b/type",
        "declared.schema.json#/properties",
        "declared.schema.json#/properties/b/enum/0",
        "documented.schema.json#/type",
        "declared.schema.json#/properties/b",
    ],
)
def test_a_claim_points_at_a_keyword(folder: Path, keyword: str) -> None:
    write_variant(folder, NO_EFFECT, {**CLAIM, "keywords": [CLAIM["keywords"][0], keyword]})
    if keyword == "declared.schema.json#/properties":
        assert len(load_record(folder).variants) == 1
        return
    with pytest.raises(BrokenFileError, match="the claim all points at nothing") as caught:
        load_record(folder)
    assert caught.value.file == (folder / "variants/one/variant.json").as_posix()
    assert caught.value.place == "/claims/1/keywords/1"


BAD_CLAIMS = [
    ("the same id", [CLAIM, CLAIM], "/claims/1", "two claims have the id all"),
    ("no keyword, no reason", [{**CLAIM, "keywords": []}], "/claims/0", "name its keywords, or"),
    ("keyword and reason", [{**CLAIM, "no_effect": "a"}], "/claims/0", "name its keywords, or"),
    ("no strength", [{**CLAIM, "strength": "a"}], "/claims/0/strength", "stated if the source"),
    ("an id with spaces", [{**CLAIM, "id": "a b"}], "/claims/0/id", "small letters"),
    ("no pointer", [{**CLAIM, "keywords": ["a"]}], "/claims/0/keywords/0", "FILE#/POINTER"),
]


@pytest.mark.parametrize(
    ("claims", "place", "words"), [pytest.param(*row[1:], id=row[0]) for row in BAD_CLAIMS]
)
def test_a_broken_claim_is_refused(folder: Path, claims: list[Any], place: str, words: str) -> None:
    write_variant(folder, *claims)
    with pytest.raises(BrokenFileError, match=words) as caught:
        load_record(folder)
    assert caught.value.file == (folder / "variants/one/variant.json").as_posix()
    assert caught.value.place == place
    assert caught.value.hint


BAD_FILES = [
    ("record.json is not JSON", "record.json", "{", "line 1", "not one well-formed"),
    ("record.json is a list", "record.json", [], "", "holds no JSON object"),
    ("record.json of a later format", "record.json", {"format": 2}, "/format", "reads format 1"),
    ("record.json misspelt", "record.json", {"format": 1, "titel": ""}, "", "expected"),
    ("no format", "variants/one/variant.json", {"title": "a"}, "", "format"),
    ("no source", "variants/one/variant.json", {"format": 1, "source": {}}, "/source", "project"),
    ("no date", "variants/one/variant.json", {"format": 1, "as_of": "now"}, "/as_of", "YYYY-MM-DD"),
    ("no verdict", "variants/one/variant.json",
     {"format": 1, "notation": {"null": {"verdict": "maybe", "why": "a"}}},
     "/notation/null/verdict", "accept, reject or silent"),
    ("no wire name", "variants/one/variant.json",
     {"format": 1, "native_names": {"a": {"wire": 1, "inferred": True}}},
     "/native_names/a/wire", "name on the wire"),
    ("a broken schema", "variants/one/declared.schema.json", {"propertys": {}}, "/propertys",
     'did you mean "properties"?'),
    ("a schema of draft-03", "variants/one/declared.schema.json",
     {"$schema": "http://json-schema.org/draft-03/schema#"}, "/$schema", "not understood here"),
    ("a misspelt reading", "variants/one/documentd.schema.json", {}, None, "is not a reading"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content", "place", "words"), [pytest.param(*row[1:], id=row[0]) for row in BAD_FILES]
)
def test_a_broken_file_is_refused_with_file_and_place(
    folder: Path, path: str, content: Any, place: str | None, words: str
) -> None:
    write(folder, "variants/one/declared.schema.json", {})
    file = write(folder, path, content)
    with pytest.raises(BrokenFileError) as caught:
        load_record(folder)
    assert words in str(caught.value)
    assert caught.value.file == file.as_posix()
    assert caught.value.place == place
    assert caught.value.hint


def no_folder(_: Path) -> None: ...


def no_variants(folder: Path) -> None:
    folder.mkdir()


def empty_variants(folder: Path) -> None:
    write(folder, "variants/README.md", "")


def no_schema(folder: Path) -> None:
    write(folder, "variants/one/variant.json", {"format": 1})


def only_documented(folder: Path) -> None:
    write(folder, "variants/one/documented.schema.json", {})


def odd_name(folder: Path) -> None:
    write(folder, "variants/one.two/declared.schema.json", {})


def unreadable(folder: Path) -> None:
    write(folder, "record.json/file", "")


@pytest.mark.parametrize(
    ("prepare", "kind", "words"),
    [
        (no_folder, UsageError, "there is no such folder"),
        (no_variants, NothingSelectedError, "the record holds no variant"),
        (empty_variants, NothingSelectedError, "the record holds no variant"),
        (no_schema, BrokenFileError, "the folder holds no declared.schema.json"),
        (only_documented, BrokenFileError, "the folder holds no declared.schema.json"),
        (odd_name, BrokenFileError, "the folder's name cannot be a variant's id"),
        (unreadable, BrokenFileError, "the file cannot be read"),
    ],
)
def test_a_folder_that_is_no_record_is_refused(
    folder: Path, prepare: Any, kind: type[ConformanceError], words: str
) -> None:
    prepare(folder)
    with pytest.raises(kind, match=words) as caught:
        load_record(folder)
    assert str(folder) in (caught.value.file or "")
    assert caught.value.hint


def test_a_file_that_is_a_link_out_of_the_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text('{"format": 1, "title": "T"}', "utf-8")
    folder = tmp_path / "record"
    variant = folder / "variants" / "v"
    variant.mkdir(parents=True)
    (variant / "declared.schema.json").write_text("{}", "utf-8")
    (folder / "record.json").symlink_to(tmp_path / "outside.json")

    with pytest.raises(BrokenFileError, match="leads out of the record's folder"):
        load_record(folder)


def test_a_folder_stands_where_its_git_repository_or_the_current_folder_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    record = tmp_path / "project" / "schemas" / "parcel"
    record.mkdir(parents=True)
    assert in_source_tree(record) == "project/schemas/parcel"
    assert in_source_tree(Path("project/schemas/parcel")) == "project/schemas/parcel"
    assert in_source_tree(tmp_path) == "."
    (tmp_path / "project" / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    assert in_source_tree(record) == "schemas/parcel"
    monkeypatch.chdir(record / "..")
    assert in_source_tree(record) == "schemas/parcel"
    assert in_source_tree(tmp_path / "project") == "."


def test_a_record_that_was_installed_with_the_package_stands_in_nobody_s_tree() -> None:
    package = Path(conformance.__file__).parent
    assert in_source_tree(package / "shipped" / "thing") is None
    assert in_source_tree(package.parent / "conformances") is not None


def test_a_folder_elsewhere_has_no_place_in_the_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert in_source_tree(tmp_path / "there") is None


SENT = "variants/one/sent.schema.json"


def test_a_send_reading_stands_beside_the_readings_and_is_no_column(folder: Path) -> None:
    write_variant(folder)
    write(folder, SENT, {"required": ["a"]})

    record = load_record(folder)

    (variant,) = record.variants
    assert variant.sent is not None
    assert (variant.sent.name, variant.sent.schema) == ("sent.schema.json", {"required": ["a"]})
    assert list(record.columns) == ["one.declared"]
    assert SENT in record.files


def test_a_claim_may_be_about_what_is_written(folder: Path) -> None:
    keyword = "sent.schema.json#/required"
    write_variant(folder, {**CLAIM, "id": "sends", "keywords": [keyword]})
    write(folder, SENT, {"required": ["a"]})

    assert load_record(folder).variants[0].claims[0].keywords == (keyword,)


def test_a_traced_record_ties_the_keywords_of_a_send_reading_too(folder: Path) -> None:
    write_variant(folder, CLAIM, traced=True)
    write(folder, SENT, {"required": ["a"]})

    with pytest.raises(BrokenFileError, match="rests on no claim") as caught:
        load_record(folder)

    assert (caught.value.file or "").endswith(SENT)
