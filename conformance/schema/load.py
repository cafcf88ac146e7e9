"""Reads a schema file and every file it refers to, and rejects what would be misunderstood."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from conformance.dialects import (
    DIALECTS,
    DRAFT_07,
    DRAFT_2020_12,
    EVERY_KEYWORD,
    OLDER,
    SILENT,
    is_vendors,
    subschemas,
)
from conformance.documents import Store, base_of, index
from conformance.documents import joined as joined_uri
from conformance.errors import BrokenFileError
from conformance.files import file_bytes, input_bytes, is_there, may_be_read
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import Problem, parse, quoted
from conformance.model import SchemaFile
from conformance.schema.content import check_says
from conformance.schema.neighbours import Given, Neighbours
from conformance.schema.older import effective, without_effect
from conformance.schema.patterns import checker, is_expression
from conformance.schema.references import graph_of, references, referred_file, with_encoded
from conformance.schema.soundness import check_loops, check_silence, never_accepts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.dialects import Dialect
    from conformance.model import Json
    from conformance.schema.neighbours import Wanted

_MAX_SHOWN = 120
_MENDS = {
    "type": "write array, boolean, integer, null, number, object or string, or a list of them",
    '"regex"': "write a regular expression as ECMA-262 has them",
}
"""Hints by the wrong keyword, or by the demand of its meta-schema."""


def load_schema(
    path: Path, *, root: Path, strict_keywords: bool, given: Given | None = None
) -> SchemaFile:
    """Return a schema file with every file it refers to, all of them checked.

    Args:
        path: The file.
        root: The folder that no reference may leave, for example a record's folder.
        strict_keywords: True in a record: an unknown keyword is an error, and what has no effect
            in its dialect is left out. False for a file outside of a record: an unknown keyword is
            a warning, and a document that is no schema is an error.
        given: Other documents, for a file outside of a record.

    A file may be of any dialect from draft-04 on. One of draft-04 or draft-06 becomes draft-07.

    Raises:
        BrokenFileError: A file is broken; the error names the file, the place and a hint.
    """
    if strict_keywords:
        found = _in_record(path, root)
        _check_one_dialect(found, path.name)
    else:
        found = _outside(path, root, given or Given())
    own = found.pop(path.name)
    file = replace(
        own,
        resources={name: one.schema for name, one in sorted(found.items())},
        warnings=own.warnings + tuple(text for one in found.values() for text in one.warnings),
    )
    return sound(file, in_record=strict_keywords)


def _in_record(path: Path, root: Path) -> dict[str, SchemaFile]:
    """Return a file of a record, and all files that it refers to by their paths."""
    found: dict[str, SchemaFile] = {}
    waiting = {path.name: path}
    while waiting:
        name, at = waiting.popitem()
        found[name] = _read(at, name=name, root=root, strict=True, named=False)
        others = dict(_others(found[name], path.parent, root))
        waiting |= {other: target for other, target in others.items() if other not in found}
    return found


def _outside(path: Path, root: Path, given: Given) -> dict[str, SchemaFile]:
    """Return a file outside of a record, and all documents that it refers to by their URIs."""
    neighbours = Neighbours(path, given)
    main = _read(path, name=path.name, root=root, strict=False, named=True, dialect=given.dialect)
    base = base_of(main.schema)
    store = Store("")
    top = index(store, main.schema, base, main.name, main.dialect)
    store.resources.setdefault(joined_uri(base, main.name), top)
    found = {main.name: main}
    waiting = [main]
    while waiting:
        file = waiting.pop()
        for wanted in neighbours.wanted(store, file, base):
            if joined_uri(base, wanted.name) in store.resources:
                continue
            if wanted.path is None:
                raise _unknown_document(file, wanted)
            fault = _file_fault(wanted.path, root, named=wanted.name == wanted.uri)
            if fault is not None:
                raise _not_there(file, wanted, fault)
            other = _read(
                wanted.path,
                name=wanted.name,
                root=root if wanted.name != wanted.uri else wanted.path.resolve().parent,
                strict=False,
                named=False,
                dialect=given.dialect or main.dialect,
            )
            found[other.name] = other
            index(store, other.schema, wanted.uri, other.name, other.dialect)
            waiting.append(other)
    return found


def _unknown_document(file: SchemaFile, wanted: Wanted) -> BrokenFileError:
    return BrokenFileError(
        f"{quoted(wanted.reference, _MAX_SHOWN)} leads to {wanted.uri}, which is not at hand",
        file=file.path.as_posix(),
        place=joined(wanted.pointer, wanted.keyword),
        hint=f"give it: --resource {wanted.uri}=FILE, or --resources FOLDER with a file of this "
        '"$id"',
    )


def _not_there(file: SchemaFile, wanted: Wanted, fault: str) -> BrokenFileError:
    return BrokenFileError(
        f"{quoted(wanted.reference, _MAX_SHOWN)}: the file {fault}",
        file=file.path.as_posix(),
        place=joined(wanted.pointer, wanted.keyword),
        hint="name a schema in this file, or in one beside it",
    )


def sound(file: SchemaFile, *, in_record: bool = True) -> SchemaFile:
    """Return a schema whose references and silent places are checked, with further warnings.

    Args:
        file: The schema.
        in_record: Whether a reference back to itself is an error. Outside of a record, only what
            depends on it is not decided.

    Raises:
        BrokenFileError: A reference leads nowhere, or back to itself, or a silent place stands
            where it cannot be judged.
    """
    graph = graph_of(file)
    if in_record:
        check_loops(file, graph)
    check_silence(file, graph)
    warning = never_accepts(file, graph)
    return file if warning is None else replace(file, warnings=(*file.warnings, warning))


def _read(  # noqa: PLR0913  one file, and how it is meant
    path: Path,
    *,
    name: str,
    root: Path,
    strict: bool,
    named: bool,
    dialect: str | None = None,
) -> SchemaFile:
    shown = path.as_posix()
    fault = _file_fault(path, root, named=named)
    if fault is not None:
        hint = "put a readable JSON Schema there"
        raise BrokenFileError(f"the file {fault}", file=shown, hint=hint)
    data = input_bytes(path) if named else file_bytes(path)
    parsed = parse(data)
    if isinstance(parsed, Problem):
        place = None if parsed.line is None else f"line {parsed.line}"
        hint = "write it as one JSON text"
        raise BrokenFileError(parsed.message, file=shown, place=place, hint=hint)
    if not isinstance(parsed.value, (dict, bool)):
        hint = "write an object, true or false"
        raise BrokenFileError("the file holds no schema", file=shown, place="", hint=hint)
    if named:
        check_says(parsed.value, shown)
    _check_numbers(parsed.value, shown)
    spoken = _dialect(parsed.value, shown, dialect)
    schema = with_encoded(parsed.value)
    _check_meta(schema, shown, spoken)
    older = spoken in OLDER.values()
    return SchemaFile(
        path=path,
        name=name,
        text=data.decode("utf-8"),
        schema=effective(schema, spoken) if strict or older else schema,
        dialect=DRAFT_07.uri if older else spoken.uri,
        warnings=tuple(_warnings(parsed.value, shown, spoken, strict=strict)),
    )


def _warnings(schema: Json, shown: str, dialect: Dialect, *, strict: bool) -> Iterator[str]:
    """Yield a warning for each kind of keyword that has no effect, with its first place.

    Raises:
        BrokenFileError: A part is not allowed here, or a keyword is unknown and that is an error.
    """
    kinds: dict[tuple[str, str | None], list[BrokenFileError]] = {}
    for found in _idle(schema, shown, dialect, strict=strict):
        kinds.setdefault((found.message, found.hint), []).append(found)
    for first, *others in kinds.values():
        places = f"{len(others):,} other places" if len(others) > 1 else "another place"
        yield f"{first} (and at {places})" if others else str(first)


def _idle(schema: Json, shown: str, dialect: Dialect, *, strict: bool) -> Iterator[BrokenFileError]:
    """Yield what is to be said of each keyword that has no effect."""
    for pointer, part in subschemas(schema):
        if not isinstance(part, dict):
            continue
        _check_part(part, shown, pointer, dialect, strict=strict)
        for keyword, why in sorted(without_effect(part, dialect).items()):
            message = f"{quoted(keyword, _MAX_SHOWN)} has no effect: {why}"
            yield BrokenFileError(message, file=shown, place=joined(pointer, keyword))
        for keyword in sorted(part.keys() - EVERY_KEYWORD):
            if is_vendors(keyword):
                continue
            if keyword == "nullable":
                yield _nullable(shown, pointer, part[keyword])
                continue
            error = _unknown(keyword, shown, pointer, dialect)
            if strict:
                raise error
            yield error


def _check_numbers(value: Json, shown: str, pointer: str = "") -> None:
    """Refuse numbers past the largest float: validators divide by them, or into them, as floats."""
    if isinstance(value, dict):
        for name, member in value.items():
            _check_numbers(member, shown, joined(pointer, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_numbers(item, shown, joined(pointer, index))
    elif isinstance(value, int) and abs(value) > sys.float_info.max:
        raise BrokenFileError(
            f"an integer of {len(str(abs(value)))} digits is larger than a float can be",
            file=shown,
            place=pointer,
            hint="leave it out, or write a number below 1.8e308",
        )


def _dialect(schema: Json, shown: str, default: str | None) -> Dialect:
    known = {**DIALECTS, **OLDER}
    if not isinstance(schema, dict) or "$schema" not in schema:
        return known[default] if default else DRAFT_2020_12
    named = schema["$schema"]
    dialect = known.get(named.removesuffix("#")) if isinstance(named, str) else None
    if dialect is None:
        raise BrokenFileError(
            f"the dialect {quoted(named, _MAX_SHOWN)} is not understood here",
            file=shown,
            place="/$schema",
            hint=f"write one of: {', '.join(known)}",
        )
    return dialect


def _check_meta(schema: Json, shown: str, dialect: Dialect) -> None:
    if _is_plainly_sound(schema):
        return
    from jsonschema.exceptions import SchemaError  # noqa: PLC0415  slow, and seldom needed

    try:
        dialect.validator.check_schema(cast("dict[str, Any]", schema), format_checker=checker())  # type: ignore[call-arg]
    except SchemaError as error:
        keyword = error.absolute_path[-1] if error.absolute_path else "the file"
        demanded = quoted(cast("Json", error.validator_value), _MAX_SHOWN)
        found = quoted(cast("Json", error.instance), _MAX_SHOWN)
        raise BrokenFileError(
            f"{found} is not allowed as {keyword} in JSON Schema {dialect.name}",
            file=shown,
            place=joined("", *error.absolute_path),
            hint=_MENDS.get(keyword if keyword == "type" else demanded)
            or f"it has to satisfy {error.validator} {demanded}",
        ) from error
    except RecursionError as error:
        hint = "move inner schemas to $defs"
        raise BrokenFileError(
            "the schema is nested too deeply to be checked", file=shown, hint=hint
        ) from error


def _is_plainly_sound(schema: Json) -> bool:
    """Return whether the fast validator finds a schema sound, with all regular expressions in it.

    Other schemas go to jsonschema. It takes a hundred times longer, but names the fault.
    """
    expressions: dict[Json, None] = {}
    for _, part in subschemas(schema):
        if isinstance(part, dict):
            named = part.get("patternProperties")
            expressions |= dict.fromkeys(named if isinstance(named, dict) else ())
            written = part.get("pattern")
            expressions |= {written: None} if isinstance(written, str) else {}
    document = cast("dict[str, Any] | bool", schema)
    return all(map(is_expression, expressions)) and jsonschema_rs.meta.is_valid(document)


def _check_part(
    part: dict[str, Json], shown: str, pointer: str, dialect: Dialect, *, strict: bool
) -> None:
    """Raise an error for what the meta-schema allows and this project does not."""
    if SILENT in part and not (isinstance(why := part[SILENT], str) and why.strip()):
        raise BrokenFileError(
            f'the value of "{SILENT}" is not a text',
            file=shown,
            place=joined(pointer, SILENT),
            hint="write a sentence that says why the source leaves this open",
        )
    if pointer and str(part.get("$schema", dialect.uri)).removesuffix("#") != dialect.uri:
        raise BrokenFileError(
            "a schema inside the file is of another dialect",
            file=shown,
            place=joined(pointer, "$schema"),
            hint="remove it: the file's own counts",
        )
    if SILENT in part and "$ref" in part and dialect.ref_is_alone:
        raise BrokenFileError(
            f'"{SILENT}" has no effect beside "$ref" in JSON Schema {dialect.name}',
            file=shown,
            place=joined(pointer, SILENT),
            hint='put the "$ref" into "allOf"',
        )
    name = "$id" if "$id" in dialect.keywords else "id"
    if strict and pointer and not str(part.get(name, "#")).startswith("#"):
        raise BrokenFileError(
            f'"{name}" inside a file changes where every "$ref" leads',
            file=shown,
            place=joined(pointer, name),
            hint='remove it, and refer to the schema as "#/$defs/NAME"',
        )


def _nullable(shown: str, pointer: str, value: Json) -> BrokenFileError:
    """Return the warning on OpenAPI 3.0's keyword."""
    hint = 'add "null" to its "type"' if value is True else "remove it"
    return BrokenFileError(
        '"nullable" has no meaning in JSON Schema, and no effect',
        file=shown,
        place=joined(pointer, "nullable"),
        hint=hint,
    )


def _unknown(keyword: str, shown: str, pointer: str, dialect: Dialect) -> BrokenFileError:
    near = _nearest(keyword, dialect.keywords)
    return BrokenFileError(
        f"{quoted(keyword, _MAX_SHOWN)} is not a keyword of JSON Schema {dialect.name}",
        file=shown,
        place=joined(pointer, keyword),
        hint=f'did you mean "{near}"?' if near else 'remove it, or write it in "$comment"',
    )


@cache
def _nearest(keyword: str, known: frozenset[str]) -> str | None:
    """Return the keyword that is most like another; one file may have it a thousand times."""
    from difflib import get_close_matches  # noqa: PLC0415  only errors need it

    return next(iter(get_close_matches(keyword, sorted(known), n=1, cutoff=0.75)), None)


def _others(file: SchemaFile, folder: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of every file that a file refers to."""
    for pointer, keyword, reference in references(file.schema):
        try:
            other = referred_file(reference, file=file.name, schema=file.schema)
            fault = None if other == file.name else _file_fault(folder / other, root)
            if fault is not None:
                raise ValueError(f"the file {fault}")  # noqa: TRY301  one place for the message
        except ValueError as error:
            raise BrokenFileError(
                f"{quoted(reference, _MAX_SHOWN)}: {error}",
                file=file.path.as_posix(),
                place=joined(pointer, keyword),
                hint='name a schema in this file, or in one beside it that has no "$id"',
            ) from error
        if other != file.name:
            yield other, folder / other


def _file_fault(path: Path, root: Path, *, named: bool = False) -> str | None:
    """Return the reason why a file may not or cannot be read; a named one may be a pipe."""
    try:
        is_there(path)
        if not path.resolve().is_relative_to(root.resolve()):
            return f"is outside the folder {root.as_posix()}"
        if not may_be_read(path):
            return None if named else "is no regular file"
        with path.open("rb"):
            return None
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except (RuntimeError, ValueError):  # a loop of links on Python 3.11 and 3.12; a NUL character
        return "cannot be read: its name leads nowhere"


def _check_one_dialect(found: dict[str, SchemaFile], name: str) -> None:
    for one in found.values():
        if one.dialect != found[name].dialect:
            raise BrokenFileError(
                f"it is written in another dialect than {name}, which refers to it",
                file=one.path.as_posix(),
                place="/$schema",
                hint=f'write "$schema": "{found[name].dialect}"',
            )
