"""What each piece of TypeScript's notation accepts, as a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conformance.readers import typescript
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.typescript import syntax

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.readers.emitted import Emitted
    from conformance.readers.facts import Facts

TEXT, NUMBER, BOOLEAN, NULL = ({"type": x} for x in ("string", "number", "boolean", "null"))
NEVER: dict[str, Any] = {"not": {}}
ANY: dict[str, Any] = {}
SILENT, OBJECT = {"x-silent": "…"}, {"type": "object"}
NUMERAL = r"(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"


def obj(required: dict[str, Any] | None = None, /, **more: Any) -> dict[str, Any]:
    """Return the schema of an object: required properties, then optional ones by `may`."""
    optional = more.pop("may", {})
    found: dict[str, Any] = {"type": "object"}
    found |= {"properties": {**(required or {}), **optional}} if required or optional else {}
    found |= {"required": [*required]} if required else {}
    return found | more


def arr(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def tup(*items: Any, least: int | None = None, rest: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "array", "prefixItems": [*items]} if items else arr(None)
    found.pop("items", None)
    least = len(items) if least is None else least
    found |= {"minItems": least} if least else {}
    return found | ({"maxItems": len(items)} if rest is None else {"items": rest})


def one_of(*values: Any) -> dict[str, Any]:
    return {"const": values[0]} if len(values) == 1 else {"enum": [*values]}


def any_of(*options: Any) -> dict[str, Any]:
    return {"anyOf": [*options]}


def both(*parts: Any) -> dict[str, Any]:
    return {"allOf": [*parts]}


def text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def silent(within: dict[str, Any]) -> dict[str, Any]:
    return within | SILENT


def quiet(node: Any) -> Any:
    """Return a schema without the reasons for its silence."""
    if isinstance(node, list):
        return [quiet(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {k: "…" if k == "x-silent" else quiet(v) for k, v in node.items()}


def facts_of(folder: Path, source: str, name: str = "T", suffix: str = ".ts") -> Facts:
    path = folder / f"types{suffix}"
    path.write_text(source, "utf-8")
    document = opened(path)
    assert name in typescript.names(document)
    return typescript.facts(document, name)


def emitted(folder: Path, source: str, name: str = "T", suffix: str = ".ts") -> Emitted:
    return emit(facts_of(folder, source, name, suffix), decisions("typescript"))


def schema(folder: Path, source: str, name: str = "T", suffix: str = ".ts") -> Any:
    whole = dict(quiet(emitted(folder, source, name, suffix).schema))
    assert whole.pop("$schema")
    assert whole.pop("title")
    return whole


# --- one type ---

TYPES: dict[str, tuple[str, Any]] = {
    # keywords
    "string": ("string", TEXT),
    "number": ("number", NUMBER),
    "boolean": ("boolean", BOOLEAN),
    "null": ("null", NULL),
    "any": ("any", ANY),
    "unknown": ("unknown", ANY),
    "never": ("never", NEVER),
    "undefined": ("undefined", NEVER),
    "void": ("void", NEVER),
    "object": ("object", OBJECT),
    "symbol": ("symbol", SILENT),
    "unique symbol": ("unique symbol", SILENT),
    "bigint": ("bigint", SILENT),
    "this": ("this", SILENT),
    "infer": ("infer U", SILENT),
    "parentheses": ("(string)", TEXT),
    "function": ("(a: string) => void", SILENT),
    "constructor": ("new () => object", SILENT),
    "predicate": ("abstract new () => void", SILENT),
    # literals
    "double quotes": ('"a"', one_of("a")),
    "single quotes": (r"'it\'s'", one_of("it's")),
    "escapes": (r"'\n\x41\u0042\u{43}\q\\'", one_of("\nABCq\\")),
    "line continuation": ("'a\\\nb'", one_of("ab")),
    "surrogate pair": (r"'\ud83d\ude00'", one_of("😀")),
    "half a surrogate pair": (r"'\ud83d'", SILENT),
    "beyond unicode": (r"'\u{110000}'", one_of("\ufffd")),
    "non-breaking space in a string": ("'a\u00a0b'", one_of("a\u00a0b")),
    "integer": ("12", one_of(12)),
    "negative": ("-12", one_of(-12)),
    "positive": ("+12", one_of(12)),
    "fraction": ("-1.5", one_of(-1.5)),
    "exponent": ("1e3", one_of(1000)),
    "hexadecimal": ("0xFF", one_of(255)),
    "octal": ("0o17", one_of(15)),
    "binary": ("0b101", one_of(5)),
    "underscores": ("1_000_000", one_of(1000000)),
    "too large a number": ("1e999", SILENT),
    "bigint literal": ("10n", SILENT),
    "true": ("true", one_of(True)),
    "false": ("false", one_of(False)),
    # unions
    "union": ("string | number", {"type": ["string", "number"]}),
    "leading bar": ("| 'a' | 'b'", one_of("a", "b")),
    "literals": ("'a' | 1 | 'a' | true", one_of("a", 1, True)),
    "one and true": ("1 | true", one_of(1, True)),
    "both booleans": ("true | 'a' | false", any_of(one_of("a"), BOOLEAN)),
    "with null": ("'a' | null", one_of("a", None)),
    "with undefined": ("string | undefined", TEXT),
    "with never": ("string | never", TEXT),
    "of nothing": ("undefined | never", NEVER),
    "with any": ("string | any", ANY),
    "open enumeration": ("'a' | 'b' | (string & {})", TEXT),
    "open enumeration by never": ("'a' | (string & Record<never, never>)", TEXT),
    "a long one": (" | ".join(f"'{n}'" for n in range(3000)), one_of(*map(str, range(3000)))),
    # arrays and tuples
    "array": ("string[]", arr(TEXT)),
    "array of arrays": ("string[][]", arr(arr(TEXT))),
    "Array": ("Array<string>", arr(TEXT)),
    "ReadonlyArray": ("ReadonlyArray<string>", arr(TEXT)),
    "readonly array": ("readonly string[]", arr(TEXT)),
    "readonly first in a union": (
        "readonly string[] | null",
        {**arr(TEXT), "type": ["array", "null"]},
    ),
    "array with undefined": ("(string | undefined)[]", arr(TEXT)),
    "tuple": ("[string, number]", tup(TEXT, NUMBER)),
    "empty tuple": ("[]", {"type": "array", "maxItems": 0}),
    "optional element": ("[string, number?]", tup(TEXT, NUMBER, least=1)),
    "rest": ("[string, ...number[]]", tup(TEXT, rest=NUMBER)),
    "named elements": (
        "[a: string, b?: number, ...c: null[]]",
        tup(TEXT, NUMBER, least=1, rest=NULL),
    ),
    "spread of a tuple": ("[string, ...[number, null?]]", tup(TEXT, NUMBER, NULL, least=2)),
    "spread of an array": ("[...Array<string>]", {"type": "array", "items": TEXT}),
    "rest in the middle": ("[...string[], number]", silent({"type": "array"})),
    "required after optional": ("[a?: string, b: number]", silent({"type": "array"})),
    "spread of something else": ("[...Elsewhere]", silent({"type": "array"})),
    "readonly tuple": ("readonly [string]", tup(TEXT)),
    # template literals
    "template without holes": ("`abc`", one_of("abc")),
    "template of strings": ("`a${string}b`", text(r"a(?:[\s\S]*)b")),
    "template of a number": ("`${number}px`", text(f"{NUMERAL}px")),
    "template of a boolean": ("`is-${boolean}`", text("is-(?:true|false)")),
    "template of literals": (
        "`${'a' | 'b'}-${1 | true | null}`",
        one_of(*(f"{x}-{y}" for x in "ab" for y in ("1", "true", "null"))),
    ),
    "template of a union": ("`${'a.b' | number}`", text(rf"(?:a\.b|{NUMERAL[3:-1]})")),
    "template in a template": ("`a${`b${string}`}`", text(r"a(?:b(?:[\s\S]*))")),
    "template of undefined": ("`a${undefined}`", one_of("aundefined")),
    "template of something else": ("`a${Elsewhere}`", silent(TEXT)),
    "template of too many": (
        f"`{'${0|1|2|3|4|5|6|7|8|9}' * 4}`",
        text("(?:0|1|2|3|4|5|6|7|8|9)" * 4),
    ),
    # objects
    "property": ("{ a: string }", obj({"a": TEXT})),
    "optional property": ("{ a?: string }", obj(may={"a": TEXT})),
    "undefined in a property": ("{ a: string | undefined }", obj(may={"a": TEXT})),
    "only undefined": ("{ a: undefined; b?: never }", obj(may={"a": NEVER, "b": NEVER})),
    "property of never": ("{ a: never }", obj({"a": NEVER})),
    "commas": ("{ a: string, b: null, }", obj({"a": TEXT, "b": NULL})),
    "readonly property": ("{ readonly a: string }", obj({"a": TEXT})),
    "quoted name": ("{ 'a-b': string; \"c\": null }", obj({"a-b": TEXT, "c": NULL})),
    "name with an escape": (r"{ '\x61': string }", obj({"a": TEXT})),
    "number as name": (
        "{ 12: string; 0x10: null; 1.50: null }",
        obj({"12": TEXT, "16": NULL, "1.5": NULL}),
    ),
    "large number as name": ("{ 1e21: string; 1e-7: null }", obj({"1e+21": TEXT, "1e-7": NULL})),
    "computed name": ("{ ['a']: string; [1]: null }", obj({"a": TEXT, "1": NULL})),
    "symbol as name": ("{ [Symbol.iterator]: string; a: null }", obj({"a": NULL})),
    "bigint as name": ("{ [1n]: string }", obj(additionalProperties=SILENT)),
    "name not known": (
        "{ [somewhere]: string; a: null }",
        obj({"a": NULL}, additionalProperties=SILENT),
    ),
    "no type": ("{ a }", obj({"a": ANY})),
    "method": ("{ a: null; m(): void; n?(): void; new (): object; (): void }", obj({"a": NULL})),
    "property of function type": ("{ a: () => void }", obj({"a": SILENT})),
    "accessors": ("{ get a(): string; set a(v: string) }", obj({"a": TEXT})),
    "methods only": ("{ m(): void }", OBJECT),
    "any value but null": ("{}", {"type": ["object", "string", "number", "boolean", "array"]}),
    "index signature": ("{ [k: string]: number }", obj(additionalProperties=NUMBER)),
    "index signature and property": (
        "{ a: 1; [k: string]: number }",
        obj({"a": one_of(1)}, additionalProperties=NUMBER),
    ),
    "index signature with undefined": (
        "{ [k: string]: number | undefined }",
        obj(additionalProperties=NUMBER),
    ),
    "index signature of anything": ("{ [k: string]: any }", OBJECT),
    "index signature of never": ("{ [k: string]: never }", obj(additionalProperties=False)),
    "index signature of numbers": ("{ [k: number]: string }", obj(additionalProperties=SILENT)),
    "index signature of numbers for anything": (
        "{ [k: number]: any; a: 1 }",
        obj({"a": one_of(1)}),
    ),
    "two index signatures": (
        "{ [k: string]: string; [k: number]: 'a' }",
        obj(additionalProperties=silent(TEXT)),
    ),
    "index signature of symbols": ("{ [k: symbol]: string; a: null }", obj({"a": NULL})),
    "index signature of a template": (
        "{ [k: `a${string}`]: string }",
        obj(additionalProperties=SILENT),
    ),
    # intersections
    "of objects": ("{ a: string } & { b?: null }", obj({"a": TEXT}, may={"b": NULL})),
    "of one property twice": ("{ a: string } & { a: 'x' | 1 }", obj({"a": one_of("x")})),
    "of optional and required": ("{ a?: string } & { a: string }", obj({"a": TEXT})),
    "of optional and undefined": (
        "{ a?: string } & { a: string | undefined }",
        obj(may={"a": TEXT}),
    ),
    "of both optional": ("{ a?: string } & { a?: 'x' }", obj(may={"a": one_of("x")})),
    "with an index signature": (
        "{ a: number | string } & { [k: string]: number }",
        obj({"a": NUMBER}, additionalProperties=NUMBER),
    ),
    "of two index signatures": (
        "{ [k: string]: number | null } & { [k: string]: number | string }",
        obj(additionalProperties=NUMBER),
    ),
    "with an index signature of numbers": (
        "{ a: 1; 1: string } & { [k: number]: 'x' }",
        obj({"a": one_of(1), "1": one_of("x")}, additionalProperties=SILENT),
    ),
    "of unions": (
        "({ a: 1 } | { a: 2 }) & { b: 3 }",
        any_of(obj({"a": one_of(1), "b": one_of(3)}), obj({"a": one_of(2), "b": one_of(3)})),
    ),
    "of too many unions": (
        "&".join("({ a: 1 } | { b: 1 })" for _ in range(7)),
        both(*([any_of(obj({"a": one_of(1)}), obj({"b": one_of(1)}))] * 7)),
    ),
    "of too many with undefined": (
        f"{{ x: {' & '.join(['({ a: 1 } | { b: 1 } | undefined)'] * 7)} }}",
        obj(may={"x": both(*([any_of(obj({"a": one_of(1)}), obj({"b": one_of(1)}))] * 7))}),
    ),
    "leading sign": ("& { a: string }", obj({"a": TEXT})),
    "of scalars": ("string & number", NEVER),
    "of literals": ("('a' | 'b' | 1 | true) & ('b' | 'c' | boolean)", one_of("b", True)),
    "of a literal and number": ("(1 | 'a') & number", one_of(1)),
    "of a literal and a template": ("('ab' | 'b') & `a${string}`", one_of("ab")),
    "of a number and a template": ("1 & `a${string}`", NEVER),
    "of templates": (
        "`a${string}` & `${string}b`",
        both(text(r"a(?:[\s\S]*)"), text(r"(?:[\s\S]*)b")),
    ),
    "of string and a template": ("string & `a${string}` & string", text(r"a(?:[\s\S]*)")),
    "with a brand": ("string & { __brand: 'Id' }", silent(TEXT)),
    "with unknown": ("unknown & string", TEXT),
    "with unknown only": ("unknown & any", ANY),
    "without null": ("(string | null | undefined) & {}", TEXT),
    "with object": (
        "(string | { a: 1 } | null[]) & object",
        obj({"a": one_of(1)}) | arr(NULL) | {"type": ["object", "array"]},
    ),
    "of never": ("string & never", NEVER),
    "of an array and a string": ("string[] & string", NEVER),
    "of an array twice": ("string[] & string[]", arr(TEXT)),
    "of arrays": (
        "(string | null)[] & (string | 1)[]",
        both(arr({"type": ["string", "null"]}), arr(any_of(one_of(1), TEXT))),
    ),
    "of an array and properties": ("string[] & { extra: 1 }", silent(arr(TEXT))),
    "with a foreign type": ("{ a: 1 } & Elsewhere", both(obj({"a": one_of(1)}), SILENT)),
    "of foreign types": ("Elsewhere & Nowhere", both(SILENT, SILENT)),
    "of one foreign type": ("unknown & Elsewhere", SILENT),
    "of nothing and a foreign type": ("string & number & Elsewhere", NEVER),
    "undefined twice": ("undefined & undefined", NEVER),
    # the names of properties, and their types
    "keyof": ("keyof { a: 1; 2: 1 }", one_of("a", 2)),
    "keyof an index signature": ("keyof { [k: string]: 1 }", {"type": ["string", "number"]}),
    "keyof an index signature of numbers": ("keyof { [k: number]: 1 }", NUMBER),
    "keyof an index signature of a template": (
        "keyof { [k: `a${string}`]: 1; b: 1 }",
        any_of(one_of("b"), SILENT),
    ),
    "keyof any": ("keyof any", {"type": ["string", "number"]}),
    "keyof a union": ("keyof ({ a: 1; b: 1 } | { b: 1; c: 1 })", one_of("b")),
    "keyof a union with an index signature": ("keyof ({ a: 1 } | { [k: string]: 1 })", SILENT),
    "keyof something else": ("keyof Elsewhere", SILENT),
    "keyof never": ("keyof never", SILENT),
    "property of a type": ("{ a: string; b: 1 }['a']", TEXT),
    "optional property of a type": ("{ x: { a?: string }['a'] }", obj(may={"x": TEXT})),
    "properties of a type": ("{ a: 'x'; b: 1 }['a' | 'b']", one_of("x", 1)),
    "any property of a type": ("{ a: 'x'; b: 1 }[keyof { a: 0; b: 0 }]", one_of("x", 1)),
    "property of a union": ("({ a: 1 } | { a: 2 })['a']", one_of(1, 2)),
    "property of any": ("any['a']", ANY),
    "property by an index signature": ("{ [k: string]: 1 }['a']", one_of(1)),
    "properties by an index signature": ("{ [k: string]: 1 }[string]", one_of(1)),
    "property by a number": ("{ 1: 'x' }[1]", one_of("x")),
    "property by an index signature of numbers": (
        "{ [k: number]: 1; [k: string]: 1 | 2 }[5]",
        one_of(1),
    ),
    "properties by an index signature of numbers": ("{ [k: number]: 1 }[number]", one_of(1)),
    "property by a template's index signature": ("{ [k: `a${string}`]: 1 }['ab']", SILENT),
    "no property": ("{ a: 1 }['b']", SILENT),
    "no property by null": ("{ a: 1 }[null]", SILENT),
    "property of a string": ("string['length']", SILENT),
    "elements of an array": ("string[][number]", TEXT),
    "element of an array": ("string[][0]", TEXT),
    "method of an array": ("string[]['map']", SILENT),
    "elements of a tuple": ("[1, 2, ...3[]][number]", one_of(1, 2, 3)),
    "element of a tuple": ("[1, 2?]['0']", one_of(1)),
    "optional element of a tuple": ("{ a: [1, 2?][1] }", obj(may={"a": one_of(2)})),
    "element of a tuple's rest": ("[1, ...2[]][7]", one_of(2)),
    "element beyond a tuple": ("[1][7]", SILENT),
    "method of a tuple": ("[1]['map']", SILENT),
    # mapped types
    "mapped over literals": ("{ [K in 'a' | 'b']: K }", obj({"a": one_of("a"), "b": one_of("b")})),
    "mapped over numbers": ("{ [K in 1 | 2]: K }", obj({"1": one_of(1), "2": one_of(2)})),
    "mapped optionally": ("{ [K in 'a']?: string }", obj(may={"a": TEXT})),
    "mapped optionally with plus": ("{ [K in 'a']+?: string }", obj(may={"a": TEXT})),
    "mapped over string": ("{ [K in string]: number }", obj(additionalProperties=NUMBER)),
    "mapped over symbols": ("{ [K in symbol | 'a']: number }", obj({"a": NUMBER})),
    "mapped over a template": ("{ [K in `a${string}`]: number }", obj(additionalProperties=SILENT)),
    "mapped over something else": ("{ [K in Elsewhere]: number }", SILENT),
    "mapped over the properties of a type": (
        "{ [K in keyof { a?: 1; b: 2 }]: K }",
        obj({"b": one_of("b")}, may={"a": one_of("a")}),
    ),
    "mapped over properties in parentheses": (
        "{ [K in (keyof { a?: 1 })]: K }",
        obj(may={"a": one_of("a")}),
    ),
    "mapped without question marks": (
        "{ [K in keyof { a?: 1 }]-?: { a?: 1 }[K] }",
        obj({"a": one_of(1)}),
    ),
    "mapped with other names": (
        "{ [K in 'a' | 'b' as `get_${K}`]: K }",
        obj({"get_a": one_of("a"), "get_b": one_of("b")}),
    ),
    "mapped without some names": (
        "{ [K in 'a' | 'b' as Exclude<K, 'a'>]: K }",
        obj({"b": one_of("b")}),
    ),
    "mapped with readonly": ("{ -readonly [K in 'a']: K }", obj({"a": one_of("a")})),
    # conditional types
    "decided": ("'a' extends string ? 1 : 2", one_of(1)),
    "decided against": ("1 extends string ? 1 : 2", one_of(2)),
    "with infer": ("string[] extends (infer U)[] ? U : never", SILENT),
    "not decided": ("Elsewhere extends string ? 1 : 2", SILENT),
    "of anything": ("Elsewhere extends unknown ? 1 : 2", one_of(1)),
    "of the type never": ("never extends string ? 1 : 2", one_of(1)),
    "of boolean": ("boolean extends true | false ? 1 : 2", one_of(1)),
    "of one boolean": ("boolean extends true ? 1 : 2", one_of(2)),
    "of a wide type": ("string extends 'a' ? 1 : 2", one_of(2)),
    "of two sorts": ("string extends number ? 1 : 2", one_of(2)),
    "of a template and a string": ("`a${string}` extends string ? 1 : 2", one_of(1)),
    "of a string and a template": ("string extends `a${string}` ? 1 : 2", one_of(2)),
    "of two templates": ("`ab${string}` extends `a${string}` ? 1 : 2", SILENT),
    "of a string and an array": ("'a' extends string[] ? 1 : 2", one_of(2)),
    "of an array and a string, decided": ("string[] extends string ? 1 : 2", one_of(2)),
    "of two arrays": ("'a'[] extends string[] ? 1 : 2", one_of(1)),
    "of deep arrays": ("'a'[][][][][][] extends string[][][][][][] ? 1 : 2", SILENT),
    "of a tuple": ("[1] extends number[] ? 1 : 2", SILENT),
    "of an object and a string": ("{ a: 1 } extends string ? 1 : 2", one_of(2)),
    "of any object and a string": ("object extends string ? 1 : 2", SILENT),
    "of null and an object": ("null extends { a: 1 } ? 1 : 2", one_of(2)),
    "of a number and braces": ("1 extends {} ? 1 : 2", one_of(1)),
    "of a foreign type and braces": ("Elsewhere extends {} ? 1 : 2", SILENT),
    "of a number and object": ("1 extends object ? 1 : 2", one_of(2)),
    "of an array and object": ("1[] extends object ? 1 : 2", one_of(1)),
    "of a foreign type and object": ("Elsewhere extends object ? 1 : 2", SILENT),
    "of a string and an object": ("'a' extends { a: 1 } ? 1 : 2", one_of(2)),
    "of a string and a weak type": ("'a' extends { a?: 1 } ? 1 : 2", SILENT),
    "of an array and an object": ("1[] extends { a: 1 } ? 1 : 2", SILENT),
    "of an object and an index signature": ("{ a: 1 } extends { [k: string]: 1 } ? 1 : 2", SILENT),
    "of two objects": ("{ a: 1; b: 2 } extends { a: number } ? 1 : 2", one_of(1)),
    "of objects that differ": ("{ a: 1 } extends { a: string } ? 1 : 2", one_of(2)),
    "of an object that lacks": ("{ a: 1 } extends { b: 1 } ? 1 : 2", one_of(2)),
    "of an object that may lack": ("{ a: 1 } extends { a: 1; b?: 1 } ? 1 : 2", SILENT),
    "of an optional property": ("{ a?: 1 } extends { a: 1 } ? 1 : 2", one_of(2)),
    "of two optional ones": ("{ a?: 1 | undefined } extends { a?: number } ? 1 : 2", one_of(1)),
    "of some foreign types": ("Elsewhere extends 'a' | string ? 1 : 2", SILENT),
    # built-in types
    "Partial": ("Partial<{ a: 1; b?: 2 }>", obj(may={"a": one_of(1), "b": one_of(2)})),
    "Partial of a union": (
        "Partial<{ a: 1 } | string | null>",
        obj(may={"a": one_of(1)}) | {"type": ["object", "string", "null"]},
    ),
    "Partial of a tuple": ("Partial<[1, 2]>", tup(one_of(1), one_of(2), least=0)),
    "Partial of an array": ("Partial<string[]>", arr(TEXT)),
    "Partial of something else": ("Partial<Elsewhere>", SILENT),
    "Required": ("Required<{ a?: 1 | undefined; b: 2 }>", obj({"a": one_of(1), "b": one_of(2)})),
    "Required of a plain one": ("Required<{ a?: 1 }>", obj({"a": one_of(1)})),
    "Required of an alternative": ("Required<{ a?: string & (1 | undefined) }>", obj({"a": NEVER})),
    "Required of many": (
        f"Required<{{ x?: {' & '.join(['({ a: 1 } | { b: 1 } | undefined)'] * 7)} }}>",
        obj({"x": both(*([any_of(obj({"a": one_of(1)}), obj({"b": one_of(1)}))] * 7))}),
    ),
    "Required of undefined": ("Required<{ a: 1 | undefined }>", obj(may={"a": one_of(1)})),
    "Required of a tuple": ("Required<[1?]>", tup(one_of(1))),
    "Readonly": ("Readonly<{ a?: 1 }>", obj(may={"a": one_of(1)})),
    "Readonly of a tuple": ("Readonly<[1?]>", tup(one_of(1), least=0)),
    "Pick": ("Pick<{ a?: 1; b: 2; c: 3 }, 'a' | 'b'>", obj({"b": one_of(2)}, may={"a": one_of(1)})),
    "Pick of a number": ("Pick<{ 1: 1; b: 2 }, 1>", obj({"1": one_of(1)})),
    "Pick of an index signature": (
        "Pick<{ a?: 1; [k: string]: 1 | 2 }, 'a' | 'b'>",
        obj({"b": one_of(1, 2)}, may={"a": one_of(1)}),
    ),
    "Pick of what is not there": ("Pick<{ a: 1 }, 'z'>", SILENT),
    "Pick by string": ("Pick<{ [k: string]: 1 }, string>", obj(additionalProperties=one_of(1))),
    "Pick by something else": ("Pick<{ a: 1 }, Elsewhere>", SILENT),
    "Pick of something else": ("Pick<Elsewhere, 'a'>", SILENT),
    "Omit": ("Omit<{ a: 1; b: 2 }, 'a' | 'z'>", obj({"b": one_of(2)})),
    "Omit by a template": ("Omit<{ ab: 1; b: 2 }, `a${string}`>", obj({"b": one_of(2)})),
    "Omit by string": ("Omit<{ a: 1 }, string> & { b: 1 }", obj({"b": one_of(1)})),
    "Omit with an index signature": (
        "Omit<{ a: 1; [k: string]: 1 | 2 }, 'a'>",
        obj(additionalProperties=one_of(1, 2)),
    ),
    "Omit of a union": (
        "Omit<{ a: 1; b: 1; c: 1 } | { a: 2; b?: 2 }, 'a'>",
        obj(may={"b": one_of(1, 2)}),
    ),
    "Omit by a symbol": ("Omit<{ a: 1 }, symbol>", obj({"a": one_of(1)})),
    "Record": ("Record<'a' | 'b', number>", obj({"a": NUMBER, "b": NUMBER})),
    "Record by numbers": ("Record<1, string>", obj({"1": TEXT})),
    "Record by string": ("Record<string, number>", obj(additionalProperties=NUMBER)),
    "Record by number": ("Record<number, string>", obj(additionalProperties=SILENT)),
    "Record by any key": ("Record<keyof any, any>", OBJECT),
    "Record by a symbol": ("Record<symbol | 'a', string>", obj({"a": TEXT})),
    "Record by something else": ("Record<Elsewhere, string>", SILENT),
    "Record of nothing": ("Record<string, never>", obj(additionalProperties=False)),
    "optional Record": ("Partial<Record<'a', number>>", obj(may={"a": NUMBER})),
    "Exclude": ("Exclude<'a' | 'b' | 1, 'a' | number>", one_of("b")),
    "Exclude from boolean": ("Exclude<boolean, true>", one_of(False)),
    "Exclude of what is not known": (
        "Exclude<'a' | Elsewhere, 'a'>",
        silent(any_of(one_of("a"), SILENT)),
    ),
    "Extract": (
        "Extract<'a' | 1 | { k: 'x' } | { k: 'y' }, { k: 'x' } | string>",
        any_of(one_of("a"), obj({"k": one_of("x")})),
    ),
    "NonNullable": ("NonNullable<string | null | undefined>", TEXT),
    "NoInfer": ("NoInfer<string>", TEXT),
    "Uppercase": ("Uppercase<'ab' | 'c'>", one_of("AB", "C")),
    "Lowercase": ("Lowercase<'AB'>", one_of("ab")),
    "Capitalize": ("Capitalize<'ab'>", one_of("Ab")),
    "Uncapitalize": ("Uncapitalize<'AB'>", one_of("aB")),
    "Uppercase of any string": ("Uppercase<string>", silent(TEXT)),
    "Date": ("Date", SILENT),
    "Map": ("Map<string, string>", SILENT),
    "Set": ("Set<string>", SILENT),
    "Promise": ("Promise<string>", SILENT),
    "ReturnType": ("ReturnType<typeof f>", SILENT),
    "foreign type": ("Elsewhere", SILENT),
    "foreign type with arguments": ("Elsewhere<string>", SILENT),
    "type in a foreign namespace": ("Else.Where", SILENT),
}


@pytest.mark.parametrize("name", TYPES)
def test_a_type_accepts_what_it_says(name: str, tmp_path: Path) -> None:
    source, expected = TYPES[name]

    assert schema(tmp_path, f"type T = {source};") == expected


# --- declarations ---

BASE = "interface Base { id: string; note?: string }\n"
VALUES = """
const sizes = ['s', 'm'] as const;
const more = [...sizes, 'l'] as const;
const map = { s: 1, 'm': 2, ['l']: [true, null, undefined], 3: -1 } as const;
const plain = { s: 'x', n: 1, b: true, list: ['a', 'b'], none: null };
const word = 'w', wide = word + 1;
let loose = 'w';
const typed: readonly ['t'] = ['t'];
declare const given: { readonly a: 'x' };
declare const untyped;
const checked = { a: 'x' } as const satisfies object;
const cast = 'x' as Base;
const nested = { map, word, f() {}, get: () => 1 } as const;
const mutable = { word };
const spread = { ...map, t: 't' } as const;
const part = { a: map.s, f: function () {} } as const;
const key = Symbol();
const text = `w`;
const lists = [...loose];
const unknown_spread = { ...elsewhere };
const unknown_name = { [elsewhere]: 1 };
const optional_spread = { ...given2 };
declare const given2: { a?: 1 };
const { taken } = plain;
"""
ENUMS = """
enum Size { Small = 's', Medium = "m" }
enum Level { Low, Mid = 5, High, 'Very-High' }
const enum Flags { None, A = 1 << 0, B = 1 << 1, Both = A | Flags.B, Not = ~A, Less = (8 >> 1) - 1 }
enum More { Times = 2 * 3, Plus = 1 + 1, And = 6 & 3, Xor = 6 ^ 3, Sign = 1 << 31, Neg = -1 }
enum Code {
    Len = 'abc'.length, Next, Odd = 1 << 40, Half = 1 / 2, T = true, Not = !1, G = Elsewhere.X,
    H = -'a', I = f(), J = 1.5 + 1,
}
enum Joined { A = 'a' + 'b', B = Size.Small, C = `c`, D = Level.Mid, E = Nope.X, F = Size.Nope }
enum Big { A = 0 } enum Big { B = 1 }
"""

DECLARED: dict[str, tuple[str, Any]] = {
    # interfaces
    "interface": ("interface T { a: string }", obj({"a": TEXT})),
    "exported": ("export interface T { a: string }", obj({"a": TEXT})),
    "default": ("export default interface T { a: string }", obj({"a": TEXT})),
    "declared": ("declare interface T { a: string }", obj({"a": TEXT})),
    "empty": ("interface T {}", OBJECT | {"anyOf": "…"}),
    "extends": (
        BASE + "interface T extends Base { a: 1 }",
        obj({"id": TEXT, "a": one_of(1)}, may={"note": TEXT}),
    ),
    "narrows": (
        BASE + "interface T extends Base { id: 'x'; note: string }",
        obj({"id": one_of("x"), "note": TEXT}),
    ),
    "extends two": (
        "interface A { a: 1 } interface B { b: 2 } interface T extends A, B {}",
        obj({"b": one_of(2), "a": one_of(1)}),
    ),
    "extends an index signature": (
        "interface A { [k: string]: unknown; a: 1 } interface T extends A { b: 2 }",
        obj({"a": one_of(1), "b": one_of(2)}, additionalProperties=ANY),
    ),
    "narrows an index signature": (
        "interface A { [k: string]: any } interface T extends A { [k: string]: string }",
        obj(additionalProperties=TEXT),
    ),
    "extends a generic": (
        "interface A<X> { a: X } interface T extends A<'x'> {}",
        obj({"a": one_of("x")}),
    ),
    "extends Omit": (
        BASE + "interface T extends Omit<Base, 'id'> { id: number }",
        obj({"id": NUMBER}, may={"note": TEXT}),
    ),
    "extends Partial": (
        BASE + "interface T extends Partial<Base> {}",
        obj(may={"id": TEXT, "note": TEXT}),
    ),
    "extends Record": (
        "interface T extends Record<string, string> { a: 'x' }",
        obj({"a": one_of("x")}, additionalProperties=TEXT),
    ),
    "extends an array": ("interface T extends Array<string> {}", arr(TEXT)),
    "extends an alias": (
        "type A = { a: 1 } & { b: 2 }; interface T extends A {}",
        obj({"a": one_of(1), "b": one_of(2)}),
    ),
    "extends a foreign type": (
        "interface T extends Elsewhere { a: 1 }",
        both(obj({"a": one_of(1)}), SILENT),
    ),
    "merged": ("interface T { a: 1 } interface T { b: 2 }", obj({"a": one_of(1), "b": one_of(2)})),
    "merged with a value": (
        "interface T { a: 1 } const T = 1; namespace T { type X = 1 }",
        obj({"a": one_of(1)}),
    ),
    # aliases, generics
    "alias": ("type A = string; type T = A", TEXT),
    "alias of an alias": (
        "type A = B; type B = string; interface T { x: A }",
        obj({"x": ref("A")}),
    ),
    "alias with undefined": (
        "type A = string | undefined; interface T { x: A }",
        obj(may={"x": ref("A")}),
    ),
    "generic": (
        "interface Page<X> { items: X[] } type T = Page<string>",
        obj({"items": arr(TEXT)}),
    ),
    "defaults": ("interface T<X = string, Y = X> { x: X; y: Y }", obj({"x": TEXT, "y": TEXT})),
    "some arguments": (
        "interface P<X, Y = null> { x: X; y: Y } type T = P<1>",
        obj({"x": one_of(1), "y": NULL}),
    ),
    "constraint": (
        "type P<K extends 'a' | 'b'> = { [X in K]: 1 }; type T = P<'a'>",
        obj({"a": one_of(1)}),
    ),
    "own Pick": (
        "type P<X, K extends keyof X> = { [N in K]: X[N] }; type T = P<{ a?: 1; b: 2 }, 'a'>",
        obj(may={"a": one_of(1)}),
    ),
    "own Partial": (
        "type P<X> = { [N in keyof X]?: X[N] }; type T = P<{ /** A. */ a: 1 } | null>",
        obj(may={"a": one_of(1)}) | {"type": ["object", "null"]},
    ),
    "own Partial of an array": (
        "type P<X> = { [N in keyof X]?: X[N] }; type T = P<string[]>",
        arr(TEXT),
    ),
    "own Partial of a tuple": (
        "type P<X> = { [N in keyof X]?: X[N] }; type T = P<[1, 2]>",
        tup(one_of(1), one_of(2), least=0),
    ),
    "own Required of a tuple": (
        "type P<X> = { [N in keyof X]-?: X[N] }; type T = P<[1, 2?]>",
        tup(one_of(1), one_of(2)),
    ),
    "own Readonly of a tuple": (
        "type P<X> = { readonly [N in keyof X]: X[N] }; type T = P<[1]>",
        tup(one_of(1)),
    ),
    "own Partial of a long tuple": (
        "type P<X> = { [N in keyof X]?: X[N] }; type T = P<[1, ...2[]]>",
        SILENT,
    ),
    "own Partial of a foreign type": (
        "type P<X> = { [N in keyof X]?: X[N] }; type T = P<Elsewhere>",
        SILENT,
    ),
    "distributed": (
        "type C<X> = X extends string ? 1 : X; type T = C<'a' | null>",
        {"enum": [1, None]},
    ),
    "distributed over nothing": ("type C<X> = X extends string ? 1 : X; type T = C<never>", NEVER),
    "deep": (
        """type D<X> = X extends object ? { [K in keyof X]?: D<X[K]> } : X;
        type T = D<{ a: { b: string } }>""",
        obj(may={"a": ref("D_b")}),
    ),
    "recursive": ("interface T { next: T | null }", obj({"next": any_of({"$ref": "#"}, NULL)})),
    "recursive alias": (
        "type T = string | T[]",
        {"type": ["string", "array"], "items": {"$ref": "#"}},
    ),
    "recursive by a lookup": (
        "interface T { a: { b?: T['a'] } }",
        obj({"a": obj(may={"b": ref("b")})}),
    ),
    "recursive by Partial": (
        "interface T { a?: Partial<T> }",
        obj(may={"a": obj(may={"a": ref("Partial_T")})}),
    ),
    "growing": ("interface G<X> { next?: G<X[]> } type T = G<1>", "grows"),
    "growing by a default": ("interface T<X = [[[[[[[[[1]]]]]]]]]> { a: X }", "grows"),
    "growing in an object": ("interface G<X> { next?: G<{ x: X }> } type T = G<1>", "grows"),
    "growing by a tuple": ("interface G<X> { next?: G<[X, ...X[]]> } type T = G<1>", "grows"),
    "growing by a union": (
        "interface G<X> { a?: G<X | [X]>; b?: G<Omit<X, 'a'> & { b: X }> } type T = G<1>",
        "grows",
    ),
    "import type": ("type T = import('./nowhere').X", SILENT),
    "type of an import": ("type T = typeof import('./nowhere')", SILENT),
    # enumerations
    "enum": (ENUMS + "type T = Size", one_of("s", "m")),
    "numbers": (ENUMS + "type T = Level", one_of(0, 5, 6, 7)),
    "flags": (ENUMS + "type T = Flags", one_of(0, 1, 2, 3, -2)),
    "sums": (ENUMS + "type T = More", one_of(6, 2, 5, -(2**31), -1)),
    "computed": (ENUMS + "type T = Code", NUMBER),
    "joined": (ENUMS + "type T = Joined", any_of(one_of("ab", "s", "c"), NUMBER)),
    "merged enum": (ENUMS + "type T = Big", one_of(0, 1)),
    "member": (ENUMS + "type T = Size.Small | Level.High", one_of("s", 6)),
    "quoted member": (ENUMS + "type T = { [K in Level]: 1 }['7']", one_of(1)),
    "no member": (ENUMS + "type T = Size.Nope", SILENT),
    "keys of an enum": (ENUMS + "type T = keyof typeof Size", one_of("Small", "Medium")),
    "values of an enum": (ENUMS + "type T = (typeof Size)[keyof typeof Size]", one_of("s", "m")),
    "text of an enum": (ENUMS + "type T = `size-${Size}`", one_of("size-s", "size-m")),
    "Record of an enum": (
        ENUMS + "type T = Record<Size, 1>",
        obj({"s": one_of(1), "m": one_of(1)}),
    ),
    "enum as name": (
        ENUMS + "interface T { [Size.Small]: 1; [Level.Mid]?: 2 }",
        obj({"s": one_of(1)}, may={"5": one_of(2)}),
    ),
    # constants
    "elements of a constant": (VALUES + "type T = (typeof sizes)[number]", one_of("s", "m")),
    "spread in a constant": (
        VALUES + "type T = typeof more",
        tup(one_of("s"), one_of("m"), one_of("l")),
    ),
    "constant object": (
        VALUES + "type T = typeof map",
        obj({"s": one_of(1), "m": one_of(2), "l": tup(one_of(True), NULL, NEVER), "3": one_of(-1)}),
    ),
    "part of a constant": (VALUES + "type T = typeof map.s", one_of(1)),
    "keys of a constant": (VALUES + "type T = keyof typeof map", one_of("s", "m", "l", 3)),
    "plain object": (
        VALUES + "type T = typeof plain",
        obj({"s": TEXT, "n": NUMBER, "b": BOOLEAN, "list": arr(TEXT), "none": NULL}),
    ),
    "const": (VALUES + "type T = typeof word", one_of("w")),
    "template": (VALUES + "type T = typeof text", one_of("w")),
    "let": (VALUES + "type T = typeof loose", TEXT),
    "sum": (VALUES + "type T = typeof wide", SILENT),
    "typed": (VALUES + "type T = typeof typed", tup(one_of("t"))),
    "given": (VALUES + "type T = typeof given", obj({"a": one_of("x")})),
    "untyped": (VALUES + "type T = typeof untyped", ANY),
    "satisfies": (VALUES + "type T = typeof checked", obj({"a": one_of("x")})),
    "cast": (BASE + VALUES + "type T = (typeof cast)['id']", TEXT),
    "nested": (
        VALUES + "type T = Pick<typeof nested, 'word' | 'f' | 'get'>",
        obj({"word": one_of("w"), "f": SILENT, "get": SILENT}),
    ),
    "name of a constant": (VALUES + "type T = typeof mutable", obj({"word": silent(TEXT)})),
    "spread object": (VALUES + "type T = (typeof spread)['m' | 't']", one_of(2, "t")),
    "parts": (VALUES + "type T = typeof part", obj({"a": one_of(1), "f": SILENT})),
    "spread of text": (VALUES + "type T = typeof lists", silent({"type": "array"})),
    "spread of the unknown": (VALUES + "type T = typeof unknown_spread", SILENT),
    "name of the unknown": (VALUES + "type T = typeof unknown_name", SILENT),
    "spread of what may be missing": (VALUES + "type T = typeof optional_spread", SILENT),
    "shorthand of the unknown": ("const a = { b } as const; type T = typeof a", obj({"b": SILENT})),
    "no constant": (VALUES + "type T = typeof elsewhere | 1", any_of(one_of(1), SILENT)),
    "taken apart": (VALUES + "type T = typeof taken", SILENT),
    "no part of a constant": (VALUES + "type T = typeof map.nope", SILENT),
    "symbol as constant": (VALUES + "interface T { [key]: 1; a: 2 }", obj({"a": one_of(2)})),
    "constant as name": (VALUES + "interface T { [word]: 1 }", obj({"w": one_of(1)})),
    "any string as name": (
        VALUES + "interface T { [loose]: 1 }",
        obj(additionalProperties=one_of(1)),
    ),
    "any number as name": ("declare const n: number; interface T { [n]: any }", OBJECT),
    # classes
    "class": (
        """class T {
            a: string; b? = 1; readonly c = 'x'; static s: 1; private p: 1; #q = 1;
            protected r = 2; declare d: 4; public e!: 5; f;
            constructor(public g: 6, readonly h?: 7, private i = 8, j = 9) {}
            m() {} get k() { return 1 } set k(v) {} static n() {} [x: string]: any
        }""",
        obj(
            {"a": TEXT, "c": TEXT, "d": one_of(4), "e": one_of(5), "f": ANY, "g": one_of(6)},
            may={"b": NUMBER, "h": one_of(7)},
            additionalProperties=ANY,
        ),
    ),
    "abstract class": (
        "abstract class T { abstract a: 1; abstract m(): void }",
        obj({"a": one_of(1)}),
    ),
    "class that extends": (
        "class B<X> { b: X } class T extends B<1> implements I { a: 2 }",
        obj({"b": one_of(1), "a": one_of(2)}),
    ),
    "class that extends an expression": (
        "class T extends mixin(B) { a: 2 }",
        both(obj({"a": one_of(2)}), SILENT),
    ),
    "class and interface": (
        "class T { a: 1 } interface T { b: 2 }",
        obj({"a": one_of(1), "b": one_of(2)}),
    ),
    # namespaces
    "in a namespace": (
        "namespace N { export interface A { a: B } type B = 1 } type T = N.A",
        obj({"a": ref("N.B")}),
    ),
    "with dots": ("namespace N.M { export type A = 1 } type T = N.M.A", one_of(1)),
    "nested namespace": (
        "declare namespace N { namespace M { type A = 1 } type B = M.A } type T = N.B",
        one_of(1),
    ),
    "namespace in two pieces": (
        "namespace N { type A = 1 } namespace N { type B = A } type T = N.B",
        one_of(1),
    ),
    "constant in a namespace": (
        "namespace N { export const c = 'x' } type T = typeof N.c",
        one_of("x"),
    ),
    "enum in a namespace": ("namespace N { export enum E { A = 1 } } type T = N.E.A", one_of(1)),
    "outer name": ("type A = 1; namespace N { export type B = A } type T = N.B", one_of(1)),
    "short name": ("namespace N { export type A = 1 } import S = N.A; type T = S", one_of(1)),
    "short name for itself": ("import S = S.A; type T = S", SILENT),
    "exported by another name": (
        "namespace N { type A = 1; export { A as B } } type T = N.B",
        one_of(1),
    ),
    "not in a namespace": ("namespace N { type A = 1 } type T = N.M.A", SILENT),
    "global": ("declare global { interface A { a: 1 } } type T = A", obj({"a": one_of(1)})),
    "ambient module": (
        "declare module 'shop' { export type A = 1 } import { A } from 'shop'; type T = A",
        one_of(1),
    ),
    "empty ambient module": ("declare module 'shop'; import { A } from 'shop'; type T = A", SILENT),
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_declaration_accepts_what_it_says(name: str, tmp_path: Path) -> None:
    source, expected = DECLARED[name]

    found = schema(tmp_path, source)

    if expected == "grows":
        assert "grows without end" in str(emitted(tmp_path, source).schema)
        return
    definitions = found.pop("$defs", {})
    while set(found) == {"$ref"} != set(expected):
        found = definitions[found["$ref"].rpartition("/")[2]]
    if "anyOf" in expected and expected["anyOf"] == "…":
        assert found["anyOf"][0] == OBJECT
        assert found["anyOf"][1]["x-silent"] == "…"
        return
    assert found == expected


@pytest.mark.parametrize("is_tsx", [True, False])
def test_one_parser_serves_all_files(*, is_tsx: bool) -> None:
    syntax._parser.cache_clear()  # noqa: SLF001  other tests may have made it

    assert syntax._parser(is_tsx=is_tsx) is syntax._parser(is_tsx=is_tsx)  # noqa: SLF001  likewise
