"""What the Scala reader makes of declarations, projects, bad input and random edits.

`scala_forms.json` holds sources with the schemas that are expected of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, maker, read_or_refused, schema, source
from hypothesis import given, settings

from conformance.errors import ConformanceError
from conformance.readers import scala
from conformance.readers.documents import opened
from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = json.loads((Path(__file__).parent / "scala_forms.json").read_text("utf-8"))
INT = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files of a project and returns the last one."""
    return maker(tmp_path, ".scala")


@pytest.mark.parametrize("form", FORMS, ids=[form["shows"] for form in FORMS])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_declaration_has_the_expected_schema_in_either_direction(
    form: Any, direction: Direction, made: Callable[..., Path]
) -> None:
    found = schema(made(A=form["source"]), form["type"], direction=direction)

    sends = direction is Direction.SEND and "sent" in form
    assert found == form["sent" if sends else "received"]


def test_claims_name_the_place_of_each_field(made: Callable[..., Path]) -> None:
    path = made(
        A='package x\n\ncase class A(\n  a: Int, b: Option[B],\n)\ncase class B(c: String = "")'
    )

    found = source(path, "A", changes=("null=reject",))

    assert [(one.line, one.says) for one in found.claims] == [
        (3, "A is an object"),
        (4, "`a` is required: an integer"),
        (4, "`b` may be left out: B"),
        (6, "B is B"),
        (6, "`c` is required: a string"),
        (6, "`c` may be left out: a string"),
    ]
    assert [one.why for one in found.silent] == [
        "whether a default stands for a missing field is up to the codec"
    ]


def test_names_are_found_in_the_package_and_by_imports(made: Callable[..., Path]) -> None:
    path = made(
        src__p__q__More="package p\npackage q\ncase class Near(near: Int)",
        src__r__Far="package r\ncase class Far(far: Int)\ncase class Wide(wide: Int)\n"
        "object In { case class Deep(deep: Int) }\ncase class More(more: Int)",
        src__p__q__A="package p.q\nimport r.{Far => F, More}\nimport r.In.Deep\nimport r._\n"
        "import s.{_}\nimport r.{Wide => _}\n"
        "case class A(a: Near, b: F, c: Wide, d: Deep, e: r.Far, f: More, g: Gone)",
    )

    found = schema(path, "A")

    assert found["properties"] == {
        "a": {"$ref": "#/$defs/Near"},
        "b": {"$ref": "#/$defs/Far"},
        "c": {"$ref": "#/$defs/Wide"},
        "d": {"$ref": "#/$defs/In.Deep"},
        "e": {"$ref": "#/$defs/Far"},
        "f": {"$ref": "#/$defs/More"},
        "g": {"x-silent": "the source names the type Gone, and does not define it"},
    }


def test_names_are_listed_with_the_objects_around_them(made: Callable[..., Path]) -> None:
    path = made(
        A="class A\nobject A { case class B(); trait C { type D = A } }\ncase object E\n"
        "object F { val x = 1 }"
    )

    assert scala.names(opened(path)) == ["A", "A.B", "A.C", "A.C.D", "E"]


DEEP = "List[" * 70 + "String" + "]" * 70
BAD = [
    ("case class A(a: Int, b: )", "A", "line 1: this is no Scala that can be read"),
    ("case class A(a: B)\ncase class B(\n a Int)", "A", "this is no Scala"),
    ("case class A(a: Int", "A", "line 1: this is no Scala"),
    ("object O { case class A(a: [", "A", "line 1: this is no Scala"),
    ("case class A()\nclass A", "A", "line 2: the type A is declared twice"),
    ("case class A(\nb: B)\ncase class B[T]()", "A", "takes 1 type arguments, and 0 are given"),
    ("type A = B\ntype B = A", "A", "leads through too many others"),
    (f"case class A(a: {DEEP})", "A", "the type is nested too deeply"),
    ("object A { " * 70 + "class B" + "}" * 70, "A", "types are nested too deeply"),
    ("case class A(a: Int)", "B", "there is no type 'B' in the file"),
    ("@x( case class A(a: Int)", "A", "this is no Scala that can be read"),
]


@pytest.mark.parametrize(("text", "name", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, name: str, words: str, made: Callable[..., Path]
) -> None:
    with pytest.raises(ConformanceError) as caught:
        source(made(A=text), name)

    assert words in str(caught.value)
    assert "A.scala" in str(caught.value)


def test_errors_elsewhere_do_not_matter(made: Callable[..., Path]) -> None:
    path = made(A="case class A(a: Int) { def f = a[ }\ncase class B(a: )")

    assert schema(path, "A")["properties"] == {"a": INT}


REAL = """
package shop

import io.circe._
import java.time.{Instant => I, LocalDate}

/** An order. */
final case class Order(
  @JsonKey("order_id") id: Long,
  note: Option[String] = None,
  lines: List[Line] = Nil,
  status: Status,
  extra: Map[String, Either[Int, I]],
)

object Order {
  implicit val codec: Codec[Order] = deriveCodec
  case class Inner[A](a: A, b: Option[Order])
}

sealed trait Line
object Line {
  case class Item(count: Int) extends Line
  case object Free extends Line
}
enum Status derives Codec { case Open, Shut }
case class Code(value: String) extends AnyVal
case class Old(inner: Order.Inner[Int], far: x.Far)
object Old { given Decoder[Old] = Decoder.instance(f) }
type Lines = Map[Int, Line]
"""
PIECES = (
    *("@key ", "[", "]", "(", ")", "{", "}", ";", ",", "?", "=", ":", '"', "enum ", "@"),
    *("class ", "object ", "Order", "Line", "Inner[Int]", "A", "null", "sealed ", "val "),
)
EDITS = edits(REAL, PIECES)


@pytest.mark.untraced
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "Order.scala"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, scala.names)

    assert shown or all(isinstance(one.file.schema, dict) for one in found)
