"""What names mean across files, what cannot be read, and what is said of it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.readers import typescript
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.facts import Doc, MapOf, Object, Reference, Span
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.readers.facts import Facts


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def facts_of(folder: Path, source: str, name: str = "T", **files: str) -> Facts:
    put(folder, {"types.ts": source, **files})
    return typescript.facts(opened(folder / "types.ts"), name)


def schema(folder: Path, files: dict[str, str], name: str = "T", start: str = "types.ts") -> Any:
    put(folder, {"package.json": "{}", **files})
    document = opened(folder / start)
    assert name in typescript.names(document)
    whole: Any = emit(typescript.facts(document, name), decisions("typescript")).schema
    found, definitions = whole, whole.get("$defs", {})
    while "$ref" in found:
        found = definitions[found["$ref"].rpartition("/")[2]]
    return {key: value for key, value in found.items() if key[0] != "$" and key != "title"}


A = "export interface A { a: 1 }"
IS_A = {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}
SILENT = {"x-silent": "the source names the type A, and does not define it"}

FILES: dict[str, tuple[dict[str, str], Any]] = {
    "import": ({"types.ts": "import { A } from './a'; export type T = A", "a.ts": A}, IS_A),
    "import of a type": (
        {"types.ts": "import type { A } from './a'; type T = A", "a.d.ts": A},
        IS_A,
    ),
    "import by another name": (
        {"types.ts": 'import { type A as B } from "./a"; type T = B', "a.ts": A},
        IS_A,
    ),
    "import of all": ({"types.ts": "import * as M from './a'; type T = M.A", "a.ts": A}, IS_A),
    "import of the default": (
        {
            "types.ts": "import A from './a'; type T = A",
            "a.ts": "export default interface A { a: 1 }",
        },
        IS_A,
    ),
    "import of a default by name": (
        {"types.ts": "import X from './a'; type T = X", "a.ts": f"{A} export default A"},
        IS_A,
    ),
    "import beside a value": (
        {"types.ts": "import { A } from './a'; const A = 1; type T = A", "a.ts": A},
        IS_A,
    ),
    "script's name": ({"types.ts": "import { A } from './a.js'; type T = A", "a.d.ts": A}, IS_A),
    "module script's name": (
        {"types.mts": "import { A } from './a.mjs'; type T = A", "a.mts": A},
        IS_A,
    ),
    "name with its end": ({"types.ts": "import { A } from './a.ts'; type T = A", "a.ts": A}, IS_A),
    "folder": ({"types.ts": "import { A } from './a'; type T = A", "a/index.d.ts": A}, IS_A),
    "folder above": ({"b/types.ts": "import { A } from '../a'; type T = A", "a.ts": A}, IS_A),
    "for effects only": ({"types.ts": "import './a'; type T = A", "a.ts": A}, SILENT),
    "import by require": ({"types.ts": "import M = require('./a'); type T = M.A", "a.ts": A}, IS_A),
    "require of one thing": (
        {
            "types.ts": "import A = require('./a'); type T = A",
            "a.ts": "interface A { a: 1 } export = A;",
        },
        IS_A,
    ),
    "default of one thing": (
        {"types.ts": "import A from './a'; type T = A", "a.ts": "interface A { a: 1 } export = A;"},
        IS_A,
    ),
    "part of one thing": (
        {
            "types.ts": "import { A } from './a'; type T = A",
            "a.ts": "declare namespace N { interface A { a: 1 } } export = N;",
        },
        IS_A,
    ),
    "one thing that is code": (
        {"types.ts": "import { A } from './a'; type T = A", "a.ts": f"{A} export = f();"},
        IS_A,
    ),
    "import in place": ({"types.ts": "type T = import('./a').A", "a.ts": A}, IS_A),
    "import in place of a namespace": (
        {"types.ts": "type T = import('./a').N.A", "a.ts": f"export namespace N {{ {A} }}"},
        IS_A,
    ),
    "passed on": ({"types.ts": "export { A as T } from './a'", "a.ts": A}, IS_A),
    "passed on by name": (
        {"types.ts": "import { A } from './a'; export { A as T, type A as B }", "a.ts": A},
        IS_A,
    ),
    "all passed on": (
        {"types.ts": "export * from './a'", "a.ts": "export interface T { a: 1 }"},
        IS_A,
    ),
    "all passed on twice": (
        {
            "types.ts": "export * from './b'; export * from './none'",
            "b.ts": "export * from './a'; export * from './types'",
            "a.ts": "export interface T { a: 1 }",
        },
        IS_A,
    ),
    "all passed on to an import": (
        {
            "types.ts": "import { A } from './b'; type T = A",
            "b.ts": "export * from './none'; export * from './a'",
            "a.ts": A,
        },
        IS_A,
    ),
    "all as a namespace": (
        {
            "types.ts": "import { M } from './b'; type T = M.A",
            "b.ts": "export * as M from './a'",
            "a.ts": A,
        },
        IS_A,
    ),
    "constant": (
        {
            "types.ts": "import { c } from './a'; type T = { a: (typeof c)[number]}",
            "a.ts": "export const c = [1] as const",
        },
        IS_A,
    ),
    "in a circle": (
        {
            "types.ts": "import { A } from './b'; type T = A",
            "b.ts": "export { A } from './c'",
            "c.ts": "export { A } from './b'",
        },
        SILENT,
    ),
    "all in a circle": (
        {
            "types.ts": "import { A } from './b'; type T = A",
            "b.ts": "export * from './c'",
            "c.ts": "export * from './b'",
        },
        SILENT,
    ),
    "passed on from nowhere": (
        {
            "types.ts": "import { A } from './b'; export default T; type T = A;"
            "export { X } from './none';",
            "b.ts": "export { A } from './none'",
        },
        SILENT,
    ),
    "no file": ({"types.ts": "import { A } from './none'; type T = A"}, SILENT),
    "a package": ({"types.ts": "import { A } from 'shop'; type T = A"}, SILENT),
    "not imported": (
        {
            "types.ts": "import { B } from './a'; type T = A | B",
            "a.ts": "export interface A {} export type B = never",
        },
        {"anyOf": [SILENT, {"$ref": "#/$defs/B"}]},
    ),
    "reference": (
        {
            "types.ts": '/// <reference path="./a.d.ts" />\n'
            "/// <reference path='./none.d.ts' />\ntype T = A",
            "a.d.ts": "interface A { a: 1 }",
        },
        IS_A,
    ),
    "reference to the type": (
        {
            "types.ts": '/// <reference path="./a.d.ts" />',
            "a.d.ts": "declare module 'shop' { namespace N { interface T { a: 1 } }"
            "interface T { a: 1 } }",
        },
        IS_A,
    ),
    "tsx": (
        {"types.tsx": "import { A } from './a'; export type T = A; const x = <b>hi</b>", "a.ts": A},
        IS_A,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_names_lead_to_other_files(name: str, tmp_path: Path) -> None:
    files, expected = FILES[name]
    start = next(path for path in files if "types." in path)

    assert schema(tmp_path, files, start=start) == expected


def test_the_names_of_a_file_are_those_of_its_types_in_order(tmp_path: Path) -> None:
    source = """
    export interface Order {} interface Order {} type A<X> = X;
    namespace Shop { export enum E {} namespace Deep { class C {} } }
    export default abstract class D {} function f() { interface Hidden {} }
    export { Order as Again } from './types'; export { f }; export class {}
    """
    put(tmp_path, {"types.ts": source})

    assert typescript.names(opened(tmp_path / "types.ts")) == [
        *("Order", "A", "Shop.E", "Shop.Deep.C", "D", "Again"),
    ]


def test_a_file_without_types_has_no_names(tmp_path: Path) -> None:
    put(tmp_path, {"types.ts": "const x = 1"})

    with pytest.raises(UsageError, match="there is no type in the TypeScript"):
        read(f"{tmp_path / 'types.ts'}#T", Options())


def test_two_types_of_one_name_in_two_files_are_told_apart(tmp_path: Path) -> None:
    source = "import * as M from './a'; interface A { b: 1 } interface T { x: A; y: M.A }"

    found = facts_of(tmp_path, source, **{"a.ts": A})

    assert list(found.types) == ["T", "A", "A (2)"]


# --- places, words, notes ---


def test_each_property_has_its_place_and_its_comment(tmp_path: Path) -> None:
    source = (
        "interface T {\n  /** Old. */\n  /**\n   * The name.\n   *\n   * @deprecated\n   */\n"
        "  name: string; /* a */ // b\n  é: 1; size?: 2,\n  /** Odd */ /**/ odd: 3 }\n"
    )

    kind = facts_of(tmp_path, source).types["T"]

    assert isinstance(kind, Object)
    shown = (tmp_path / "types.ts").as_posix()
    assert [(field.name, field.span, field.doc) for field in kind.fields] == [
        ("name", Span(shown, 8, 3), Doc("The name.\n\n@deprecated", Span(shown, 3, 3))),
        ("é", Span(shown, 9, 3), None),
        ("size", Span(shown, 9, 9), None),
        ("odd", Span(shown, 10, 19), Doc("Odd", Span(shown, 10, 3))),
    ]


def test_the_comment_stays_where_types_are_made_of_others(tmp_path: Path) -> None:
    source = "type A = { /** The name. */ a?: 1 }; type T = Partial<A> & { [K in keyof A]: 1 }"

    kind = facts_of(tmp_path, source).types["T"]

    assert isinstance(kind, Object)
    shown = (tmp_path / "types.ts").as_posix()
    assert kind.fields[0].doc == Doc("The name.", Span(shown, 1, 12))


def test_methods_and_private_fields_are_notes(tmp_path: Path) -> None:
    source = (
        "class T extends B { m(): void {} private p = 1; #q = 2; constructor(private r: 1) {} }\n"
        "interface B { (): void; new (): B; n?(): void }"
    )

    assert [note.says for note in facts_of(tmp_path, source).notes] == [
        "the method `m` has no effect",
        "the private field `p` has no effect",
        "the private field `#q` has no effect",
        "the private field `r` has no effect",
        "that it can be called has no effect",
        "that it can be constructed has no effect",
        "the method `n` has no effect",
    ]


def test_the_claims_name_the_lines(tmp_path: Path) -> None:
    put(tmp_path, {"types.ts": "interface T {\n  a: string;\n  b?: Date;\n}\n"})

    found = read(f"{tmp_path / 'types.ts'}#T", Options())

    assert [(claim.line, claim.says) for claim in found.claims] == [
        (1, "T is an object"),
        (2, "`a` is required: a string"),
        (3, "`b` may be left out: something that was not read"),
    ]
    assert [(x.place, x.span.line, x.why) for x in found.silent] == [
        ("T.b", 3, "a Date is no JSON value; how it is written is code")
    ]


def test_an_enumeration_is_open_where_that_is_decided(tmp_path: Path) -> None:
    put(tmp_path, {"types.ts": "enum E { A = 'a' } interface T { e: E; f: 'x' | 'y'; g: 'z' }"})

    found = read(f"{tmp_path / 'types.ts'}#T", Options(changes=("enum=accept",)))

    assert isinstance(found.file.schema, dict)
    assert found.file.schema["$defs"] == {"E": {"type": "string"}}
    assert found.file.schema["properties"] == {
        "e": {"$ref": "#/$defs/E"},
        "f": {"type": "string"},
        "g": {"const": "z"},
    }


# --- the text of a documentation page ---

PAGE = """The item to add.

interface Item {
\u00a0\u00a0\u00a0\u00a0kind?:
\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0| "a{"
        | 'b';
    more: { x: 1 };
}

Properties

kind?: "a{" | "b"

The kind of the item (for an item's page).

type Name = { a: () => Array<1> }

enum Size { S = 's' }
type Short = 1;
type Open = {
"""


def test_the_text_of_a_page_is_read_without_its_prose(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    document = opened(path)

    assert typescript.names(document) == ["Item", "Name", "Size", "Short"]
    item = typescript.facts(document, "Item").types["Item"]
    assert isinstance(item, Object)
    assert [(field.name, field.received, field.span.line) for field in item.fields] == [
        ("kind", "optional", 4),
        ("more", "required", 7),
    ]


def test_any_kind_of_space_counts_as_one(tmp_path: Path) -> None:
    spaces = "\u00a0\u2003\u202f\u3000\ufeff"
    kind = facts_of(tmp_path, f"interface{spaces}T{spaces}{{ a{spaces}?: 'x\u00a0y' }}").types["T"]

    assert isinstance(kind, Object)
    assert kind.fields[0].received == "optional"
    assert kind.fields[0].type.values == ("x\u00a0y",)  # type: ignore[union-attr]


# --- what cannot be read ---

WRONG = {
    "syntax error": ("interface T {\n  a: string\n  b: = 1\n}", 3, "'=' is not understood"),
    "keyword as type": ("interface T {\n a: const }", 2, "': const' is not understood"),
    "mapped in an interface": ("interface T {\n [K in 'a']: 1 }", 2, "a mapped type stands among"),
    "mapped beside others": ("type T = {\n [K in 'a']: 1; b: 1 }", 2, "a mapped type stands among"),
    "circle of aliases": (
        "type T = Partial<A>;\ntype A = B;\ntype B = A",
        3,
        "A is defined by itself",
    ),
    "missing": ("type A = Array<>;\ntype T = A", 1, "'type_identifier' is missing"),
    "error in a base": (
        "interface A {\n a: } = }\ninterface T extends A {}",
        2,
        "is not understood",
    ),
    "error in an enum": ("enum E { A = , }\ntype T = E", 1, "is not understood"),
    "error in a constant": ("const c = { a: = 1 };\ntype T = typeof c", 1, "is not understood"),
    "circle": ("type T = A;\ntype A = T;", 1, "T is defined by itself"),
    "circle of a union": ("type T = string | T;", 1, "T is defined by itself"),
    "circle of unions": (
        "type A = 1 | B;\ntype B = 2 | A;\ntype T = Exclude<A, 1>",
        2,
        "is defined by itself",
    ),
    "circle of optional unions": (
        "type T = NonNullable<A>;\ntype A = 1 | undefined | A",
        2,
        "A is defined by itself",
    ),
    "circle of undefined": (
        """type P<X> = { [K in keyof X]-?: X[K] };
        type A = 1 | undefined | A; type T = P<{ a?: A }>;""",
        2,
        "A is defined by itself",
    ),
    "circle of an intersection": ("type T = { a: 1 } & T;", 1, "is defined by itself"),
    "circle of bases": (
        "interface T extends A {}\ninterface A extends T {}",
        2,
        "T is defined by itself",
    ),
    "circle by keyof": ("type T = { [K in keyof T]: 1 };", 1, "T is defined by itself"),
    "circle by a property": ("interface T { a: T['a'] }", 1, "the property a is defined by itself"),
    "circle of constants": (
        "const a = b, b = a;\ntype T = typeof a",
        1,
        "the constant is defined by itself",
    ),
    "generic": ("interface T<\n X, Y = 1> {}", 1, "T has type parameters: X, Y = 1"),
    "no arguments": (
        "interface A<X> {}\ntype T = A;",
        2,
        "A takes 1 type argument, and none is given",
    ),
    "too many arguments": (
        "type A = 1;\ntype T = A<1, 2>;",
        2,
        "A takes 0 type arguments, and 2 are given",
    ),
    "too few arguments": (
        "type A<X, Y, Z = 1> = X;\ntype T = A<1>;",
        2,
        "A takes 2 to 3 type arguments, and 1 is given",
    ),
    "built-in without": ("type T = Partial;", 1, "Partial takes 1 type argument"),
    "built-in with too few": (
        "type T = Record<string>;",
        1,
        "Record takes 2 type arguments, and 1 is given",
    ),
    "declared twice": ("type T = 1;\ntype T = 2;", 2, "the type T is declared twice"),
    "too deep": (f"type T = {'[' * 300}1{']' * 300}", 1, "nested too deep"),
    "too deep a union": (f"type T = {'(1 | [' * 300}1{'])' * 300}", 1, "nested too deep"),
    "too deep an expression": (
        f"const c = {'[' * 300}1{']' * 300};\ntype T = typeof c",
        1,
        "nested too deep",
    ),
    "too deep a sum": (f"enum T {{ A = {'(' * 300}1{')' * 300} }}", 1, "nested too deep"),
    "too many bases": (
        "interface A0 {}\n"
        + "".join(f"interface A{n + 1} extends A{n} {{}}\n" for n in range(300))
        + "type T = Partial<A300>",
        0,
        "nested too deep",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    source, line, message = WRONG[name]

    with pytest.raises(BrokenFileError, match=re.escape(message)) as raised:
        emit(facts_of(tmp_path, source), decisions("typescript"))

    assert raised.value.hint
    assert raised.value.file == (tmp_path / "types.ts").as_posix()
    assert raised.value.place == f"line {line}" or not line


def test_an_error_elsewhere_in_the_file_does_not_matter(tmp_path: Path) -> None:
    source = "interface T { a: 1 }\ninterface Other { a: = }\n"

    assert list(facts_of(tmp_path, source).types) == ["T"]


def test_a_file_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"a.ts": A, "in/package.json": "{}", "in/types.ts": "import { A } from '../a'; type T = A"},
    )

    with pytest.raises(BrokenFileError, match="outside of the source's project"):
        typescript.facts(opened(tmp_path / "in" / "types.ts"), "T")


def test_a_long_chain_of_types_is_no_trouble(tmp_path: Path) -> None:
    aliases = "".join(f"type A{n} = A{n + 1};\n" for n in range(2000)) + "type A2000 = 1;\n"
    objects = "".join(f"interface B{n} {{ x: B{n + 1} }}\n" for n in range(2000))

    found = facts_of(tmp_path, f"{aliases}{objects}interface B2000 {{}} type T = A0 | B0;")

    assert len(found.types) == 4003


# --- random edits ---

REAL = """
import { A } from './a';
/** An order. */
export interface Order<K extends string = 'x'> extends Base, Omit<Line, 'sku'> {
  readonly id: string; state?: 'open' | "closed" | null; lines: Array<Line>; [k: string]: unknown;
  kind: K; tags: Partial<Record<'a' | 'b', number[]>>; map: { [P in keyof Line]?: Line[P] };
  pair: [string, number?, ...boolean[]]; text: `a${string}-${1 | 2}`; m(): void; on: () => void;
  size: Size.Small | (typeof sizes)[number]; next: Order<'y'> | undefined; both: Base & { b: -1 };
  cond: K extends 'x' ? 1 : 2; at: Shop.Item['name']; free: A | import('./b').B;
}
interface Base { [Size.Small]?: 1 } type Line = { sku: string; count?: number };
enum Size { Small = 's', Big = 1 << 2 | 1, More } const sizes = ['a', ...rest] as const;
const rest = ['b'] as const, shape = { a: 1, rest, [Size.Small]: -1 } as const;
namespace Shop {
  export class Item<T = 1> extends Thing { name: string = ''; constructor(public x: T) {} }
}
export { Line as Row } from './types'; export * from './c'; export type T = Order & typeof shape;
"""
PIECES = sorted(
    {*REAL.split(), *"{}[]()<>|&:;,?.=", "'a'", "`", "${", "T", "keyof", "typeof", "\u00a0"}
)


@pytest.mark.untraced
@given(data=st.data())
@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_edited_source_gives_a_schema_or_an_error(data: st.DataObject, tmp_path: Path) -> None:
    text = REAL
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    path = tmp_path / "types.ts"
    path.write_text(text, "utf-8")
    document = opened(path)

    for name in typescript.names(document):
        with suppress(ConformanceError):
            found = emit(typescript.facts(document, name), decisions("typescript"))
            assert isinstance(found.schema, dict)


def test_the_source_of_the_random_edits_is_read_as_a_whole(tmp_path: Path) -> None:
    found = facts_of(tmp_path, REAL)

    assert isinstance(found.root, Reference)
    assert not isinstance(found.types["T"], MapOf)
