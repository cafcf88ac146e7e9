"""Finds the reasons why a schema rejects a value or is silent on it.

The reference validator runs on the traced compile of the schema, in which every subschema names its
origin. An undescribed place rejects through a keyword of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from jsonschema import ValidationError, validators

from conformance.dialects import DIALECTS, SILENT
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import quoted
from conformance.judges.overrides import CHECKS, unlisted
from conformance.model import Judgement, Reason, Verdict
from conformance.schema.references import Place, document_of, graph_of
from conformance.schema.silence import KEYWORD, ORIGIN, Mode, compile_traced, has_silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.model import Claim, Json, SchemaFile

_MAX_SHOWN = 60
_UNIONS = frozenset({"anyOf", "oneOf"})
_MAPS = frozenset({"dependencies", "dependentSchemas", "patternProperties", "properties"})


class LibraryError(Exception):
    """jsonschema raised an error, of the type that the message names, where none is due."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """Judges with the reference validator, and gives reasons."""

    _file: SchemaFile
    _lenient: Any
    _strict: Any
    _claims: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, file: SchemaFile, claims: Sequence[Claim]) -> Explainer:
        """Return the explainer of a schema file with the claims behind its keywords."""
        by_keyword: defaultdict[str, list[str]] = defaultdict(list)
        for claim in claims:
            for keyword in claim.keywords:
                by_keyword[keyword].append(claim.id)
        validator = _validator(file.dialect)
        return cls(
            file,
            validator(compile_traced(file, Mode.LENIENT)),
            validator(compile_traced(file, Mode.STRICT)) if has_silence(file) else None,
            {keyword: tuple(ids) for keyword, ids in by_keyword.items()},
        )

    def explain(self, value: Json) -> Judgement:
        """Return the verdict with its reasons, best first.

        For a rejection, the reasons are every failing assertion that matters. For silence, they are
        the undescribed places that keep the value from being rejected or accepted.

        Raises:
            LibraryError: jsonschema raises an error.
            RecursionError: The value is nested too deeply for it.
        """
        refused = _errors(self._lenient, value)
        if refused:
            leaves = (leaf for error in refused for leaf in _leaves(error))
            return Judgement(verdict=Verdict.REJECT, reasons=self._reasons(leaves))
        undecided = _errors(self._strict, value) if self._strict else []
        if undecided:
            return Judgement(verdict=Verdict.SILENT, reasons=self._silences(undecided))
        return Judgement(verdict=Verdict.ACCEPT)

    def _reasons(self, leaves: Iterable[ValidationError]) -> tuple[Reason, ...]:
        found = {reason: None for leaf in leaves for reason in self._reason(leaf)}
        return tuple(sorted(found, key=_rank))

    def _reason(self, error: ValidationError) -> Iterator[Reason]:
        schema = cast("Mapping[str, Json]", error.schema)
        file, _, pointer = str(schema[ORIGIN]).partition("#")
        keyword = str(schema.get(KEYWORD, error.validator))
        at = joined(pointer, keyword)
        if keyword == "not" and schema["not"] == {}:
            keyword, at = "false", pointer
        path = list(error.absolute_path)
        names: Iterable[str | None] = _named(error)
        if keyword == SILENT and _last_applied(error) == "additionalProperties":
            names = [str(path.pop())]
        # The keyword in the file; in the compiled schema it may hold traces, or be another one.
        demanded = followed(document_of(self._file, file), at)
        for name in names:
            yield Reason(
                instance=joined("", *path),
                keyword=keyword,
                file=file,
                schema=at,
                property=name,
                claims=self._behind(f"{file}#{at}", demanded, name),
                message=_message(keyword, demanded, cast("Json", error.instance), name),
            )

    def _behind(self, keyword: str, demanded: Json, name: str | None) -> tuple[str, ...]:
        """Return the claims behind a keyword, and those behind one name in it: `required/INDEX`."""
        found = self._claims.get(keyword, ())
        if name is not None and isinstance(demanded, list) and name in demanded:
            found += self._claims.get(joined(keyword, demanded.index(name)), ())
        return found

    def _silences(self, errors: Sequence[ValidationError]) -> tuple[Reason, ...]:
        marked = [leaf for error in errors for leaf in _silent_leaves(error)]
        if marked:
            return self._reasons(marked)
        found = {self._nearest_silence(error): None for error in errors}
        return tuple(sorted(found, key=_rank))

    def _nearest_silence(self, error: ValidationError) -> Reason:
        """Return the silent place behind a negation or a condition, which no error leads to.

        It is the first that the failing schema reaches, or else the nearest schema around it.
        """
        graph = graph_of(self._file)
        file, _, pointer = str(cast("Mapping[str, Json]", error.schema)[ORIGIN]).partition("#")
        above = steps(pointer)
        around = [
            Place(file=file, pointer=joined("", *above[:n])) for n in range(len(above), 0, -1)
        ]
        place, why = next(
            (place, schema[SILENT])
            for start in (*around, Place(file=file, pointer=""), graph.root)
            if start in graph.links
            for place in graph.reached(start)
            if isinstance(schema := graph.schemas[place], dict) and SILENT in schema
        )
        at = place.child(SILENT)
        return Reason(
            instance=joined("", *error.absolute_path),
            keyword=SILENT,
            file=at.file,
            schema=at.pointer,
            property=None,
            claims=self._claims.get(str(at), ()),
            message=str(why),
        )


def _errors(validator: Any, value: Json) -> list[ValidationError]:  # noqa: ANN401  a class that jsonschema makes
    try:
        return list(validator.iter_errors(value))
    except RecursionError:
        raise
    except Exception as error:  # a library may raise anything
        raise LibraryError(type(error).__name__) from error


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the assertions behind an error; for a union, those of the nearest branches."""
    branches = _branches(error)
    if not branches:
        yield error
        return
    leaves = [[leaf for part in branch for leaf in _leaves(part)] for branch in branches]
    misses = [_miss(error, branch) for branch in leaves]
    for branch, miss in zip(leaves, misses, strict=True):
        if miss == min(misses):
            yield from branch


def _silent_leaves(error: ValidationError) -> list[ValidationError]:
    """Return the undescribed places behind an error; none if something else failed too."""
    if error.validator == SILENT:
        return [error]
    for branch in _branches(error):
        parts = [_silent_leaves(part) for part in branch]
        if all(parts):
            return [leaf for part in parts for leaf in part]
    return []


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    if error.validator not in _UNIONS:
        return []
    branches: defaultdict[object, list[ValidationError]] = defaultdict(list)
    for part in error.context or ():
        branches[part.relative_schema_path[0]].append(part)
    return list(branches.values())


def _miss(union: ValidationError, leaves: Sequence[ValidationError]) -> tuple[bool, int, int]:
    """Return a branch's distance from the value: wrong type, wrong tag, number of errors."""
    here = len(union.absolute_path)
    wrong_type = any(x.validator == "type" and len(x.absolute_path) == here for x in leaves)
    wrong_tags = sum(x.validator == "const" and len(x.absolute_path) > here for x in leaves)
    return wrong_type, wrong_tags, len(leaves)


def _named(error: ValidationError) -> list[str | None]:
    """Return the properties that an error is about; [None] if it is about none."""
    instance = cast("Any", error.instance)
    demanded = cast("Any", error.validator_value)
    if error.validator == "required":
        return [name for name in demanded if name not in instance]
    if error.validator == "dependentRequired":
        return sorted(
            {
                name
                for trigger, names in demanded.items()
                if trigger in instance
                for name in names
                if name not in instance
            }
        )
    if error.validator == "additionalProperties" and demanded is False:
        return [*unlisted(instance, cast("Mapping[str, Any]", error.schema))]
    return [None]


def _last_applied(error: ValidationError) -> str | None:
    """Return the keyword that applied the failing schema, past any `$ref`."""
    last = None
    path = iter(error.absolute_schema_path)
    for keyword in path:
        if keyword in _MAPS:
            next(path)
        if isinstance(keyword, str) and keyword not in {"$ref", SILENT}:
            last = keyword
    return last


def _message(keyword: str, demanded: Any, given: Json, name: str | None) -> str:  # noqa: ANN401  a keyword's value
    """Return one sentence of our own, since the validator's changes with its version."""
    instance = quoted(given, _MAX_SHOWN)
    match keyword:
        case "x-silent":
            message = str(demanded)
        case "type":
            types = [demanded] if isinstance(demanded, str) else demanded
            message = f"{instance} is not {' or '.join(map(_with_article, types))}"
        case "enum":
            named = ", ".join(quoted(each, _MAX_SHOWN) for each in demanded)
            message = f"{instance} is not one of {named}"
        case "const":
            message = f"{instance} is not {quoted(demanded, _MAX_SHOWN)}"
        case "required" | "dependentRequired":
            message = f"the property {quoted(name, _MAX_SHOWN)} is missing"
        case "additionalProperties" if name is not None:
            message = f"the property {quoted(name, _MAX_SHOWN)} is not listed"
        case "false":
            message = "nothing is allowed here"
        case _:
            message = f"{instance} does not satisfy {keyword} {quoted(demanded, _MAX_SHOWN)}"
    return message


def _with_article(json_type: str) -> str:
    if json_type == "null":
        return json_type
    return f"an {json_type}" if json_type[0] in "aio" else f"a {json_type}"


def _rank(reason: Reason) -> tuple[int, str]:
    """Return the sort key of a reason: the outermost place first, then the schema's own order."""
    return reason.instance.count("/"), reason.instance


def _refuse_silent(
    _validator: object, why: str, _instance: object, _schema: object
) -> Iterator[ValidationError]:
    yield ValidationError(why)


@cache
def _validator(dialect: str) -> Any:  # noqa: ANN401  a class that jsonschema makes
    base = DIALECTS[dialect].validator
    return validators.extend(base, {**CHECKS, SILENT: _refuse_silent})  # type: ignore[no-untyped-call]
