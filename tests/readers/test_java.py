"""What the Java reader makes of declarations, projects, bad input and random edits.

`java_forms.json` holds sources with the schemas that are expected of them. What Jackson itself
reads and writes is asked by `tests/readers_foreign/java.py`, with types of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, maker, read_or_refused, schema, source
from hypothesis import given, settings

from conformance.errors import BrokenFileError, ConformanceError
from conformance.readers import java
from conformance.readers.documents import opened
from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = json.loads((Path(__file__).parent / "java_forms.json").read_text("utf-8"))
INT = {"anyOf": [{"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}, {"type": "null"}]}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files of a project and returns the last one."""
    return maker(tmp_path, ".java")


@pytest.mark.parametrize("form", FORMS, ids=[form["shows"] for form in FORMS])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_declaration_has_the_expected_schema_in_either_direction(
    form: Any, direction: Direction, made: Callable[..., Path]
) -> None:
    found = schema(made(A=form["source"]), form["type"], direction=direction)

    sends = direction is Direction.SEND and "sent" in form
    assert found == form["sent" if sends else "received"]


def test_claims_name_the_line_of_each_field(made: Callable[..., Path]) -> None:
    path = made(
        A='/** An A. */\nclass A {\n  public int a;\n\n  @JsonProperty("c")\n  String b;\n}'
    )

    found = source(path, "A", changes=("null=reject", "root-null=reject"))

    assert [(one.line, one.says) for one in found.claims] == [
        (2, "A is an object"),
        (3, "`a` may be left out: an integer"),
        (6, "`c` may be left out: a string"),
        (2, "no other property"),
    ]
    assert [(one.native, one.wire) for one in found.native_names] == [("b", "c")]


def test_a_value_of_another_type_is_a_decision(made: Callable[..., Path]) -> None:
    path = made(A="record A(String s, int i, double d, boolean b, E e) {} enum E { X, Y }")
    changes = ("coercion=accept", "null=reject", "range=accept")

    found = schema(path, "A", changes=changes)["properties"]

    assert found["s"] == {"type": ["string", "number", "boolean"]}
    assert found["i"]["anyOf"][1:] == [
        {"type": "number"},
        {"type": "string", "pattern": "^[-+]?[0-9]+$"},
    ]
    assert found["d"]["type"] == ["number", "string"]
    assert found["b"]["type"] == ["boolean", "integer", "string"]
    enum = schema(path, "E", changes=("coercion=accept", "root-null=reject"))
    assert enum["anyOf"][1] == {"type": "integer", "minimum": 0, "maximum": 1}


# --- projects ------------------------------------------------------------------------------------


def test_a_name_is_found_in_the_package_by_imports_and_by_its_full_name(
    made: Callable[..., Path],
) -> None:
    path = made(
        src__p__q__Near="package p.q; public record Near(int near) {}",
        src__p__Up="package p; public class Up { public static class In { public int in; } }",
        src__r__Far="package r; public record Far(int far) {}",
        src__r__Wide="package r; public record Wide(int wide) {}",
        src__p__q__A="package p.q; import p.Up; import r.*; import p.Up.In; import gone.Gone;\n"
        "class A { public Near near; public Up.In a; public In b; public Wide c; public r.Far d;\n"
        "public Gone e; public q.Gone f; }",
    )

    found = schema(path, "A", changes=("null=reject",))

    assert found["properties"] == {
        "near": {"$ref": "#/$defs/Near"},
        "a": {"$ref": "#/$defs/Up.In"},
        "b": {"$ref": "#/$defs/Up.In"},
        "c": {"$ref": "#/$defs/Wide"},
        "d": {"$ref": "#/$defs/Far"},
        "e": {"x-silent": "the source names the type Gone, and does not define it"},
        "f": {"x-silent": "the source names the type q.Gone, and does not define it"},
    }


def test_equal_names_of_two_packages_have_keys_of_their_own(made: Callable[..., Path]) -> None:
    path = made(
        r__B="package r; public enum B { X }",
        p__A="package p; class A { public B a; public r.B b; } enum B { Y }",
    )

    found = schema(path, "A", changes=("null=reject",))

    assert found["$defs"] == {"B": {"const": "Y"}, "r.B": {"const": "X"}}


def test_a_package_outside_of_the_project_is_not_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "A.java"
    path.write_text("package a.b.c; import x.Y; class A { public Y y; }", "utf-8")

    assert "x-silent" in schema(path, "A")["properties"]["y"]


def test_names_are_listed_with_those_around_them(made: Callable[..., Path]) -> None:
    path = made(
        A="@interface N { } class A { enum B { X; record C() { } } interface D { } }"
        " class { int x; }",
    )

    assert java.names(opened(path)) == ["A", "A.B", "A.B.C", "A.D"]


# --- bad input -----------------------------------------------------------------------------------

DEEP = "List<" * 70 + "String" + ">" * 70
BAD = [
    ("class A { public int a; public @ b; }", "A", "line 1: this is no Java that can be read"),
    ("class A {\n public B b; }\nclass B { int = 3; }", "A", "line 3: this is no Java"),
    ("class A { }\nclass A { }", "A", "line 2: the type A is declared twice"),
    ("class A {\n public B b; }\nclass B<T> { }", "A", "takes 1 type arguments, and 0 are given"),
    ("class A<T> { }", "A", "the type A takes 1 type arguments, and 0 are given"),
    (f"class A {{ public {DEEP} a; }}", "A", "the type is nested too deeply"),
    (
        "class A { public G<String> g; } class G<T> { public G<Map<T, T>> g; }",
        "A",
        "the arguments of G grow without end",
    ),
    ("@X(" + "{" * 70 + "1" + "}" * 70 + ") class A { }", "A", "is nested too deeply"),
    ("class A {" * 70 + "}" * 70, "A", "types are nested too deeply"),
    ("class A { public int a; }", "B", "there is no type 'B' in the file"),
    ("int x;", "B", "there is no type in the Java of this file"),
    ("@A(x = ) class A { }", "A", "this is no Java that can be read"),
    ("class A { public int get(int ) { } }", "A", "this is no Java that can be read"),
]


@pytest.mark.parametrize(("text", "name", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, name: str, words: str, made: Callable[..., Path]
) -> None:
    with pytest.raises(ConformanceError) as caught:
        source(made(A=text), name)

    assert words in str(caught.value)
    assert "A.java" in str(caught.value)


def test_errors_elsewhere_do_not_matter(made: Callable[..., Path]) -> None:
    path = made(A="class A { public int a; void f() { @@ } static { ! } }\nclass B { int = 3; }")

    assert schema(path, "A", changes=("root-null=reject",))["properties"] == {"a": INT}


def test_white_space_of_a_page_is_read(made: Callable[..., Path]) -> None:
    path = made(A='class\u00a0A {\u202fpublic String a = "\\u0041\\101\\n"; }')

    assert schema(path, "A", changes=("null=reject",))["properties"] == {"a": {"type": "string"}}


@pytest.mark.parametrize(
    ("written", "name"), [(r"a\"b", 'a"b'), (r"\u0041\101", "AA"), (r"\ud83d\ude00", "??")]
)
def test_a_name_in_quotes_is_unescaped(written: str, name: str, made: Callable[..., Path]) -> None:
    path = made(A=f'class A {{ @JsonProperty("{written}") int a; }}')

    found = list(schema(path, "A", changes=("root-null=reject",))["properties"])
    assert found == [name] or "\ufffd" in found[0]


REAL = """
package shop;

import com.fasterxml.jackson.annotation.*;
import java.util.List;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public class Order extends Base<String> {
  @JsonProperty(value = "order_id", required = true) private final long id;
  @JsonAlias({"n", "memo"}) public String note;
  private List<? extends Line> lines;

  @JsonCreator
  public Order(@JsonProperty("order_id") long id) { this.id = id; }

  public List<? extends Line> getLines() { return lines; }

  public enum Status {
    OPEN("open"), SHUT("shut");
    private final String text;
    Status(String text) { this.text = text; }
    @JsonValue public String getText() { return text; }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Other.class)
  @JsonSubTypes({@JsonSubTypes.Type(value = Item.class, name = "item")})
  public interface Line { }
  public record Item(Status status, int[] counts) implements Line { }
  public static class Other implements Line { @JsonAnySetter public Map<String, Object> rest; }
}
class Base<T> { public T value; }
"""
PIECES = (
    *("@JsonIgnore ", "<", ">", "(", ")", "{", "}", ";", ",", "?", "=", "[]", '"', "enum ", "@"),
    *("class ", "record ", "Order", "Line", "Base<String>", "T", "null", "extends ", "public "),
)
EDITS = edits(REAL, PIECES)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "Order.java"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, java.names)

    assert shown or all(isinstance(one.file.schema, dict) for one in found)


def test_a_file_with_a_wildcard_import_is_read(made: Callable[..., Path]) -> None:
    assert ".*;" in REAL
    assert "properties" in schema(made(Order=REAL), "Order", changes=("root-null=reject",))


def test_a_text_without_an_end_is_refused_with_its_line(made: Callable[..., Path]) -> None:
    _, shown = read_or_refused(made(Order=edited(REAL, [(791, 1, '"')])), java.names)

    assert "at line 2: this is no Java that can be read" in shown


def test_a_circle_of_supertypes_ends(made: Callable[..., Path]) -> None:
    path = made(A="class A extends B { public int a; } class B extends A { public int b; }")

    assert list(schema(path, "A", changes=("root-null=reject",))["properties"]) == ["b", "a"]


def test_an_error_is_told_with_its_mend(made: Callable[..., Path]) -> None:
    with pytest.raises(BrokenFileError) as caught:
        source(made(A="class A { public int ; }"), "A")

    assert "correct the syntax near this place" in str(caught.value)
