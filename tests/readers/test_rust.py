"""What the Rust reader makes of declarations, modules, bad input and random edits.

`rust_forms.json` holds sources with the schemas that are expected of them. What serde_json itself
reads and writes is asked by `tests/readers_foreign/rust.py`, with types of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.errors import BrokenFileError, ConformanceError
from conformance.readers import rust
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.read import Options, Source, read
from conformance.readers.rust.rename import RULES, renamed_field, renamed_variant

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = json.loads((Path(__file__).parent / "rust_forms.json").read_text("utf-8"))
BOTH = "#[derive(Serialize, Deserialize)]\n"
U8 = {"type": "integer", "minimum": 0, "maximum": 255}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files of a crate and returns the last one."""

    def make(**files: str) -> Path:
        path = tmp_path
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.rs"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return path

    return make


def source(path: Path, name: str, **options: Any) -> Source:
    return read(f"{path.as_posix()}#{name}", Options(**options))


def schema(path: Path, name: str, **options: Any) -> Any:
    whole = source(path, name, **options).file.schema
    assert isinstance(whole, dict)
    return {key: value for key, value in whole.items() if key not in {"$schema", "title"}}


# --- forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=[form["shows"] for form in FORMS])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_declaration_has_the_expected_schema_in_either_direction(
    form: Any, direction: Direction, made: Callable[..., Path]
) -> None:
    path = made(a=form["source"])

    found = schema(path, form["type"], direction=direction)

    sends = direction is Direction.SEND and "sent" in form
    assert found == form["sent" if sends else "received"]


@pytest.mark.parametrize(
    ("verdict", "other"), [("accept", [U8, U8]), ("silent", "x-silent"), ("reject", None)]
)
def test_an_array_in_place_of_an_object_is_a_decision(
    made: Callable[..., Path], verdict: str, other: Any
) -> None:
    path = made(a=BOTH + "struct A { a: u8, b: u8 }")

    found = schema(path, "A", changes=(f"array-for-struct={verdict}",))

    if verdict == "reject":
        assert found["type"] == "object"
    elif verdict == "accept":
        assert found["prefixItems"] == other
        assert sorted(found["type"]) == ["array", "object"]
    else:
        assert other in found["anyOf"][1]
    assert schema(path, "A", direction=Direction.SEND)["type"] == "object"


ARRAYS = [
    (
        '#[serde(tag = "t")] enum A { U, S { a: u8 }, N(B), M(Map<u8>) }\n'
        + BOTH
        + "struct B { b: u8 }\ntype Map<T> = HashMap<String, T>;",
        [[{"const": "U"}], [{"const": "S"}, U8], [{"const": "N"}, U8]],
    ),
    (
        '#[serde(tag = "t", content = "c")] enum A { U, S(u8) }',
        [[{"const": "U"}, {"type": "null"}], [{"const": "S"}, U8]],
    ),
]


@pytest.mark.parametrize(("text", "arrays"), ARRAYS)
def test_an_array_with_a_tag_is_a_decision_too(
    made: Callable[..., Path], text: str, arrays: Any
) -> None:
    found = schema(made(a=BOTH + text), "A", changes=("array-for-struct=accept",))

    held = [one["prefixItems"] for one in found["anyOf"] if one.get("type") == "array"]
    assert held == arrays


def test_an_object_in_place_of_a_string_is_a_decision(made: Callable[..., Path]) -> None:
    path = made(a=BOTH + "enum A { B, C }")

    found = schema(path, "A", changes=("object-for-unit=accept",))

    assert found["anyOf"][1]["propertyNames"] == {"enum": ["B", "C"]}
    assert schema(path, "A") == {"enum": ["B", "C"]}


def test_null_for_an_option_is_a_decision(made: Callable[..., Path]) -> None:
    path = made(a=BOTH + "struct A { a: Option<bool> }")

    found = schema(path, "A", changes=("null=reject",))

    assert found["properties"] == {"a": {"type": "boolean"}}


# --- names ---------------------------------------------------------------------------------------

FIELDS = {
    "lowercase": ("one_two", "_a1_b", "é_x"),
    "UPPERCASE": ("ONE_TWO", "_A1_B", "é_X"),
    "PascalCase": ("OneTwo", "A1B", "éX"),
    "camelCase": ("oneTwo", "a1B", "éX"),
    "snake_case": ("one_two", "_a1_b", "é_x"),
    "SCREAMING_SNAKE_CASE": ("ONE_TWO", "_A1_B", "é_X"),
    "kebab-case": ("one-two", "-a1-b", "é-x"),
    "SCREAMING-KEBAB-CASE": ("ONE-TWO", "-A1-B", "é-X"),
}
VARIANTS = {
    "lowercase": ("onetwo", "httpx", "aÉb"),
    "UPPERCASE": ("ONETWO", "HTTPX", "AÉB"),
    "PascalCase": ("OneTwo", "HTTPx", "AÉb"),
    "camelCase": ("oneTwo", "hTTPx", "aÉb"),
    "snake_case": ("one_two", "h_t_t_px", "a_Éb"),
    "SCREAMING_SNAKE_CASE": ("ONE_TWO", "H_T_T_PX", "A_ÉB"),
    "kebab-case": ("one-two", "h-t-t-px", "a-Éb"),
    "SCREAMING-KEBAB-CASE": ("ONE-TWO", "H-T-T-PX", "A-ÉB"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_renames_as_serde_does(rule: str) -> None:
    assert tuple(renamed_field(x, rule) for x in ("one_two", "_a1_b", "é_x")) == FIELDS[rule]
    assert tuple(renamed_variant(x, rule) for x in ("OneTwo", "HTTPx", "AÉb")) == VARIANTS[rule]


def test_no_rule_keeps_the_name() -> None:
    assert renamed_field("a_b", None) == "a_b"
    assert renamed_variant("AB", None) == "AB"


def test_names_differ_by_direction(made: Callable[..., Path]) -> None:
    text = """
#[serde(rename_all(serialize = "camelCase", deserialize = "kebab-case"))]
struct A {
    one_two: u8,
    #[serde(rename(serialize = "out"))] three_x: u8,
    #[serde(rename(deserialize = "in", deserialize = "into"))] four_y: u8,
}
"""
    path = made(a=BOTH + text)

    received, sent = schema(path, "A"), schema(path, "A", direction=Direction.SEND)

    assert list(received["properties"]) == ["one-two", "three-x", "in", "into"]
    assert list(sent["properties"]) == ["oneTwo", "out", "fourY"]


def test_names_are_listed_with_their_modules(made: Callable[..., Path]) -> None:
    text = """
struct A; type T = A; union U { a: u8 }
mod m { enum B {} mod n { struct C; } struct D; }
mod far;
#[cfg(test)] mod tests { struct E; }
fn f() { struct F; }
"""
    found = rust.names(opened(made(a=text)))

    assert found == ["A", "T", "U", "m::B", "m::D", "m::n::C"]


def test_equal_names_of_two_modules_have_keys_of_their_own(made: Callable[..., Path]) -> None:
    path = made(
        lib="pub mod a; pub mod b;",
        b=BOTH + "pub struct X(u8);",
        a="pub struct X; pub mod b { pub struct X(bool); }\n"
        "pub struct A { a: X, b: b::X, c: crate::b::X }",
    )

    found = schema(path, "A")["properties"]

    assert [one["$ref"] for one in found.values()] == [
        "#/$defs/X",
        "#/$defs/b_X",
        "#/$defs/crate_b_X",
    ]


# --- places --------------------------------------------------------------------------------------


def test_every_claim_has_its_place(made: Callable[..., Path]) -> None:
    path = made(a="\n" + BOTH + "struct A {\n    /// é\n    a: u8,\n\u00a0   r#type: u8, }")

    found = source(path, "A")

    assert [(claim.line, claim.says) for claim in found.claims] == [
        (3, "A is an object"),
        (5, "`a` is required: an integer"),
        (6, "`type` is required: an integer"),
    ]
    assert found.fields == 2
    assert [(x.native, x.wire) for x in found.native_names] == []


def test_a_place_counts_characters(made: Callable[..., Path]) -> None:
    path = made(a=BOTH + 'struct A { #[serde(rename = "é")] a: m!(), }')

    [found] = source(path, "A").silent

    assert (found.span.line, found.span.column, found.why) == (
        2, 38, "`m!()` is a type that a macro makes",
    )  # fmt: skip


def test_notes_say_what_has_no_effect(made: Callable[..., Path]) -> None:
    text = "#[derive(Deserialize)] #[odd] struct A { b: B }\nstruct B;\nmake!(x);"

    found = source(made(a=text), "A").notes

    assert [(note.span.line, note.says) for note in found] == [
        (1, "the attribute `odd` was not read"),
        (1, "A does not derive Serialize; it is read as if it did"),
        (2, "B does not derive Deserialize; it is read as if it did"),
        (2, "B does not derive Serialize; it is read as if it did"),
        (3, "what a macro makes was not read"),
    ]


def test_denying_with_flatten_is_noted(made: Callable[..., Path]) -> None:
    text = "#[serde(deny_unknown_fields)] struct A { #[serde(flatten)] b: B }\n" + BOTH

    found = source(made(a=BOTH + text + "struct B { b: u8 }"), "A")

    assert [note.says for note in found.notes] == [
        "serde does not support `deny_unknown_fields` with `flatten`"
    ]


# --- files ---------------------------------------------------------------------------------------

CRATE = {
    "lib": 'pub mod shop; pub mod item; #[path = "odd/where.rs"] mod odd; mod gone;'
    "pub use odd::Odd;",
    "odd__where": "pub use super::item::Item; pub struct Odd;",
    "item__mod": "pub mod part; pub struct Item { p: part::Part, g: super::gone::G }",
    "item__part": "pub struct Part { up: Option<Box<super::Item>>, s: super::super::shop::Side }",
    "shop__side": "pub struct Side;",
    "shop": "pub mod side; pub use side::*; use crate::odd::Item as I; use super::super::No;\n"
    "pub struct Shop { i: I, s: Side, o: crate::Odd, n: No, m: super::shop::side::Missing }",
}


def test_modules_are_found_in_neighbour_files(made: Callable[..., Path]) -> None:
    path = made(**CRATE)

    found = source(path, "Shop")

    assert set(found.file.schema["$defs"]) == {  # type: ignore[index,call-overload,arg-type]
        "item_Item", "shop_side_Side", "Odd", "item_part_Part", "odd_Odd",
    } - {"Odd"}  # fmt: skip
    assert len(found.digests) == 6
    assert [one.why for one in found.silent] == [
        "the source names the type No, and does not define it",
        "the source names the type super::shop::side::Missing, and does not define it",
        "the source names the type super::gone::G, and does not define it",
    ]


@pytest.mark.parametrize("name", ["b", "a__b", "b__mod", "a__b__mod"])
def test_a_file_without_a_crate_has_neighbours(made: Callable[..., Path], name: str) -> None:
    path = made(**{name: "pub struct B;", "a": "mod b; struct A { b: b::B, c: crate::b::B }"})

    assert schema(path, "A")["$defs"] == {"b_B": {"type": "null"}}


def test_a_file_of_a_folder_knows_its_parents(made: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text("")
    path = made(
        main="mod a; struct Root;",
        a__mod="mod b; struct A;",
        a__b__mod="struct B { a: super::A, r: super::super::Root, n: super::super::super::X }",
    )

    assert set(schema(path, "B")["$defs"]) == {"a_A", "Root"}


def test_the_root_of_a_crate_is_read_itself(made: Callable[..., Path]) -> None:
    path = made(a="pub struct B;", lib="mod a; struct A { a: a::B, b: crate::a::B }")

    assert schema(path, "A")["$defs"] == {"a_B": {"type": "null"}}


def test_a_file_that_no_module_names_has_no_parent(
    made: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "Cargo.toml").write_text("")
    path = made(lib="", a__b="struct B { a: super::A }")

    [found] = source(path, "B").silent

    assert found.why == "the source names the type super::A, and does not define it"


# --- bad input -----------------------------------------------------------------------------------

FORTY = "Vec<" * 70 + "u8" + ">" * 70
BAD = [
    ("struct A { a: u8, b: @ }", "line 1", "this is no Rust that can be read", "syntax"),
    ("#[serde(rename = )(] struct A;", "line 1", "no Rust", "syntax"),
    ("type A = B; type B = A;", "line 1", "part of itself", "in between"),
    (
        "struct A<T> { a: T }",
        "line 1",
        "the type A takes 1 type arguments, and 0 are given",
        "name a type",
    ),
    ("struct A { a: B<u8, u8, u8> } struct B<T, U = u8>(T, U);", "line 1", "takes 1 to 2", "name"),
    ("struct A {\n a: Vec }", "line 2", "`Vec` needs 1 type argument", "`Vec<T>`"),
    (
        "struct A { a: HashMap<u8> }",
        "line 1",
        "`HashMap` needs 2 type arguments",
        "`HashMap<T, U>`",
    ),
    ("struct A; mod m { }\nstruct A;", "line 2", "the type A is declared twice", "line 1"),
    ("struct A { a: B }\nstruct B;\nstruct B;", "line 3", "the type B is declared twice", "line 2"),
    ('#[serde(renam = "x")] struct A;', "line 1", "serde has no attribute `renam` here", "rename"),
    ("struct A { #[serde(zzzz)] a: u8 }", "line 1", "serde has no attribute `zzzz`", "none alike"),
    ("#[serde(tag)] enum A {}", "line 1", "`tag` needs a value", "tag = "),
    ('#[serde(rename_all = "Camel")] struct A;', "line 1", "no rule 'Camel'", "camelCase"),
    ('#[serde(tag = "t")] enum A {\n B(u8, u8) }', "line 2", "no tuple beside a tag", "content"),
    (
        "#[serde(transparent)] struct A { a: u8, b: u8 }",
        "line 1",
        "`transparent` needs one field",
        "skip",
    ),
    ('#[serde(from = "<")] struct A;', "line 1", "`<` is no type", "write a type"),
    (
        'struct A { b: B }\n#[serde(from = "u8; struct X")] struct B;',
        "line 2",
        "is no type",
        "write",
    ),
    ("struct A {\n #[serde(flatten)] a: Box<A> }", "line 1", "part of itself", "in between"),
    ('#[serde(tag = "t")] enum A { B(Box<A>) }', "line 1", "the type A is part of itself", "list"),
    (f"struct A {{ a: {FORTY} }}", "line 1", "the type is nested too deeply", "names"),
    (f"struct A {{ a: {'&' * 70}u8 }}", "line 1", "the type is nested too deeply", "names"),
    (f"struct A {{ a: B<{FORTY}> }} struct B<T>(T);", "line 1", "nested too deeply", "names"),
    ("struct A<T = u8> { a: Option<Box<A<Vec<T>>>> }", "line 1", "nested too deeply", "names"),
    ("struct A<T = u8> { a: Option<Box<A<(T, T)>>> }", "line 1", "grow without end", "levels"),
    ("struct A;" + "mod m {" * 80 + "}" * 80, "line 1", "modules are nested too deeply", "levels"),
    (f"#[serde(a{'(' * 40}{')' * 40})] struct A;", "line 1", "nested too deeply", "flatter"),
    ("struct A { a: HashMap<K, u8> }\nstruct K(Box<K>);", "line 2", "part of itself", "list"),
    (
        "".join(f"#[serde(transparent)] struct A{i}(A{i + 1});" for i in range(120))
        + "struct A { #[serde(flatten)] a: A0 } struct A120 { x: u8 }",
        "line 1",
        "leads through too many",
        "last",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), BAD)
def test_bad_input_is_told_with_its_line(
    made: Callable[..., Path], text: str, place: str, message: str, hint: str
) -> None:
    path = made(a=text)

    with pytest.raises(BrokenFileError) as caught:
        source(path, "A")

    shown = str(caught.value)
    assert f"{path.as_posix()} at {place}" in shown
    assert message in shown
    assert hint in (caught.value.hint or "")


def test_an_error_elsewhere_does_not_matter(made: Callable[..., Path]) -> None:
    path = made(a="struct A { a: u8 }\nfn f() { let @ }\nstruct B { b: @ }")

    assert schema(path, "A")["properties"] == {"a": U8}


def test_one_of_two_declarations_may_stand_under_another_condition(
    made: Callable[..., Path],
) -> None:
    path = made(a='#[cfg(feature = "x")] struct A(u8);\n#[cfg(not(feature = "x"))] struct A;')

    assert schema(path, "A") == U8


def test_a_long_chain_of_aliases_ends(made: Callable[..., Path]) -> None:
    chain = "".join(f"type T{i} = T{i + 1};" for i in range(150))
    path = made(a=f"struct A {{ a: T0 }} {chain} type T150 = u8;")

    with pytest.raises(ConformanceError):
        source(path, "A")


def test_a_file_out_of_the_project_is_refused(made: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text("")
    (tmp_path.parent / "outside.rs").write_text("pub struct B;")
    path = made(a='#[path = "../outside.rs"] mod b; struct A { b: b::B }')

    with pytest.raises(BrokenFileError, match="outside of the source's project"):
        source(path, "A")


# --- random edits --------------------------------------------------------------------------------

WORDS = (
    "{", "}", "(", ")", "<", ">", "[", "]", ",", ";", ":", "::", "#", "=", '"', "'", "&", "!",
    "struct", "enum", "type", "mod", "use", "pub", "crate", "self", "super", "serde", "flatten",
    "tag", "untagged",
    "rename", "u8", "Option", "A", "B", "/*", "//", "\n", " ", "r#", "é", "0", "dyn", "*", "\u00a0",
)  # fmt: skip
PIECES = [form["source"] for form in FORMS]


@pytest.mark.untraced
@settings(max_examples=150, derandomize=True, deadline=None)
@given(data=st.data())
def test_a_random_edit_gives_a_schema_or_an_error(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = data.draw(st.sampled_from(PIECES))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.sampled_from(("", *WORDS))) + text[end:]
    path = tmp_path_factory.mktemp("edit") / "a.rs"
    path.write_text(text, "utf-8")
    try:
        for name in rust.names(opened(path)):
            source(path, name)
    except ConformanceError:
        pass


PAGE = """\
pub struct Order {
pub id: String,
pub note: Option<String>,
}
Fields\u00a7
\u00a7id: String
What it is called
"""


@pytest.mark.parametrize(
    ("name", "text", "unlisted"),
    [
        (
            "page.txt",
            PAGE,
            {"x-silent": "A page of documentation does not show serde's attributes."},
        ),
        ("code.txt", f"#[derive(Deserialize)]\n{PAGE}", None),
        ("code.rs", PAGE, None),
    ],
)
def test_a_page_does_not_show_attributes(
    tmp_path: Path, name: str, text: str, unlisted: Any
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    found: Any = read(f"{path}#Order", Options(notation="rust")).file.schema

    assert list(found["properties"]) == ["id", "note"]
    assert found.get("additionalProperties") == unlisted


def test_a_page_does_not_tell_whether_none_is_left_out_or_null(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")

    found = read(f"{path}#Order", Options(notation="rust", both=True))

    assert found.sent is not None
    assert found.sent.file.schema == found.file.schema
    assert not found.writes_apart
