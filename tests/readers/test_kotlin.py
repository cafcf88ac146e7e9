"""What the Kotlin reader makes of declarations, projects, bad input and random edits.

`kotlin_forms.json` holds sources with the schemas that are expected of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, maker, read_or_refused, schema, source
from hypothesis import given, settings

from conformance.errors import ConformanceError
from conformance.readers import kotlin
from conformance.readers.documents import opened
from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = json.loads((Path(__file__).parent / "kotlin_forms.json").read_text("utf-8"))
INT = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files of a project and returns the last one."""
    return maker(tmp_path, ".kt")


@pytest.mark.parametrize("form", FORMS, ids=[form["shows"] for form in FORMS])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_declaration_has_the_expected_schema_in_either_direction(
    form: Any, direction: Direction, made: Callable[..., Path]
) -> None:
    found = schema(made(A=form["source"]), form["type"], direction=direction)

    sends = direction is Direction.SEND and "sent" in form
    assert found == form["sent" if sends else "received"]


def test_claims_name_the_place_of_each_property(made: Callable[..., Path]) -> None:
    text = '@Serializable\nclass A(\n  val a: Int, val b: B?,\n) { val c: String = "" }\n'
    more = "@Serializable class B { var d: Int = 1 }"
    path = made(A="interface Z\n\n" + text + more)

    found = source(path, "A")

    assert [(one.line, one.says) for one in found.claims] == [
        (3, "A is an object"),
        (5, "`a` is required: an integer"),
        (5, "`b` is required: B or null"),
        (6, "`c` may be left out: a string"),
        (3, "no other property"),
        (7, "B is an object"),
        (7, "`d` may be left out: an integer"),
        (7, "no other property"),
    ]


def test_a_class_without_annotations_is_noted(made: Callable[..., Path]) -> None:
    found = source(made(A="class A(val a: Int)"), "A")

    assert [one.says for one in found.notes] == [
        "A names no library; it is read as if it were `@Serializable`"
    ]


def test_names_are_found_in_the_package_and_by_imports(made: Callable[..., Path]) -> None:
    path = made(
        src__p__q__More="package p.q\n@Serializable class Near(val near: Int)\n"
        '@Serializable @SerialName("d") class D : Base()',
        src__p__q__Else="package p\nclass Other",
        src__r__Far="package r\n@Serializable class Far(val far: Int)\nenum class Wide { X }",
        src__p__q__A='@file:Suppress("x")\npackage p.q\nimport r.Far as F\nimport r.*\n'
        "@Serializable class A(val a: Near, val b: F, val c: Wide, val d: Base, val e: Other)\n"
        "@Serializable sealed class Base",
    )

    found = schema(path, "A")

    assert found["properties"] == {
        "a": {"$ref": "#/$defs/Near"},
        "b": {"$ref": "#/$defs/Far"},
        "c": {"$ref": "#/$defs/Wide"},
        "d": {"$ref": "#/$defs/Base"},
        "e": {"x-silent": "the source names the type Other, and does not define it"},
    }
    assert found["$defs"]["Base"]["properties"] == {"type": {"const": "d"}}


def test_folders_may_leave_out_what_the_packages_of_a_project_share(
    made: Callable[..., Path],
) -> None:
    path = made(
        src__core__Near="package com.shop.core\n@Serializable class Near(val near: Int)",
        src__order__A="package com.shop.order\nimport com.shop.core.Near\n"
        "@Serializable class A(val a: Near)",
    )

    assert schema(path, "A")["properties"] == {"a": {"$ref": "#/$defs/Near"}}


def test_names_are_listed_with_those_around_them(made: Callable[..., Path]) -> None:
    path = made(A="class A { enum class B { X }\n object C }\ntypealias D = A\nfun f() = 1")

    assert kotlin.names(opened(path)) == ["A", "A.B", "A.C", "D"]


DEEP = "List<" * 70 + "String" + ">" * 70
HALF = "List<" * 40 + "T" + ">" * 40
BAD = [
    ("class A(val a: Int, val @)", "A", "line 1: this is no Kotlin that can be read"),
    ("class A(val a: Int, val b: List<)", "A", "line 1: this is no Kotlin that can be read"),
    ("class A(val a: B)\nclass B {\n  val = 3\n}", "A", "line 2: this is no Kotlin"),
    ("class A\nclass A", "A", "line 2: the type A is declared twice"),
    ("class A(\nval b: B)\nclass B<T>", "A", "takes 1 type arguments, and 0 are given"),
    ("typealias A<T> = List<T>", "A", "takes 1 type arguments, and 0 are given"),
    ("typealias A = B\ntypealias B = A", "A", "leads through too many others"),
    (f"class A(val a: {DEEP})", "A", "the type is nested too deeply"),
    (
        f"typealias L<T> = {HALF}\nclass A(val a: L<L<String>>)",
        "A",
        "the type is nested too deeply",
    ),
    (
        f"typealias L<T> = {HALF}\nclass A(val a: G<L<L<Far>>>)\nclass G<T>",
        "A",
        "the type is nested too deeply",
    ),
    (
        "class A(val g: G<Far>)\nclass G<T>(val g: G<Map<T, T>>)",
        "A",
        "the arguments of G grow without end",
    ),
    ("@X(" + "[" * 70 + "1" + "]" * 70 + ")\nclass A", "A", "is nested too deeply"),
    ("class A { " * 70 + "}" * 70, "A", "types are nested too deeply"),
    ("class A(val a: Int)", "B", "there is no type 'B' in the file"),
    ("enum class A { X(, Y }", "A", "this is no Kotlin that can be read"),
]


@pytest.mark.parametrize(("text", "name", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, name: str, words: str, made: Callable[..., Path]
) -> None:
    with pytest.raises(ConformanceError) as caught:
        source(made(A=text), name)

    assert words in str(caught.value)
    assert "A.kt" in str(caught.value)


def test_errors_elsewhere_do_not_matter(made: Callable[..., Path]) -> None:
    path = made(A="class A(val a: Int) {\n  fun f() { a[ }\n}\nfun f() = @@\nclass B(val)")

    assert schema(path, "A")["properties"] == {"a": INT}


REAL = """
package shop

import kotlinx.serialization.*
import com.fasterxml.jackson.annotation.*

/** An order. */
@Serializable
@JsonIgnoreUnknownKeys
data class Order(
  @SerialName("order_id") val id: Long,
  @JsonNames("memo") val note: String? = null,
  val lines: List<Line> = listOf(),
  @Transient val secret: Map<String, Int>? = null,
) : Base<String>() {
  var extra: String = "x"
  lateinit var more: Status
  companion object { val zero = Order(0) }
}

@Serializable
sealed interface Line {
  @Serializable @SerialName("item") data class Item(val count: Int) : Line
  @Serializable object Free : Line
}
@Serializable abstract class Base<T> { val t: T? = null }
enum class Status(@JsonValue val text: String) { @SerialName("open") OPEN("o"), SHUT("s") }
class Old(@param:JsonProperty("a", required = true) val a: Int, val b: Far?)
@JsonClass(generateAdapter = true) data class Other(@Json(name = "x") val y: Short)
typealias Lines = Map<Int, Line?>
"""
PIECES = (
    *("@Transient ", "<", ">", "(", ")", "{", "}", ";", ",", "?", "=", ":", '"', "enum ", "@"),
    *("class ", "object ", "Order", "Line", "Base<String>", "T", "null", "sealed ", "val "),
)
EDITS = edits(REAL, PIECES)


@pytest.mark.untraced
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "Order.kt"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, kotlin.names)

    assert shown or all(isinstance(one.file.schema, dict) for one in found)
