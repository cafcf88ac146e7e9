"""Says why a schema rejects a value or is silent on it, in the words of its claims.

The reference validator runs over the traced compile of the schema, in which every subschema says
where it came from; an undescribed place refuses through a keyword of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from jsonschema import ValidationError, validators

from conformance.dialects import DIALECTS, SILENT, subschemas
from conformance.jsontext import canonical, visible
from conformance.model import Judgement, Reason, Verdict
from conformance.silence import KEYWORD, ORIGIN, Mode, compile_traced, has_silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.model import Claim, Json, SchemaFile

_LONGEST_SHOWN = 60
_UNIONS = frozenset({"anyOf", "oneOf"})


@dataclass(frozen=True, slots=True)
class Explainer:
    """Judges by the reference validator, with reasons."""

    _file: SchemaFile
    _lenient: Any
    _strict: Any
    _claims: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, file: SchemaFile, claims: Sequence[Claim]) -> Explainer:
        """Return the explainer of one schema file, whose keywords rest on these claims."""
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

        For a rejection they are every failing assertion that matters; for silence, the undescribed
        places that let the value pass.
        """
        refused = list(self._lenient.iter_errors(value))
        if refused:
            leaves = (leaf for error in refused for leaf in _leaves(error))
            return Judgement(verdict=Verdict.REJECT, reasons=self._reasons(leaves))
        undecided = list(self._strict.iter_errors(value)) if self._strict else []
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
        if keyword == "not" and schema["not"] == {}:
            keyword, at = "false", pointer
        else:
            at = f"{pointer}/{keyword}"
        path = list(error.absolute_path)
        names: Iterable[str | None] = _named(error)
        if keyword == SILENT and pointer.endswith("/additionalProperties") and path:
            names = [str(path.pop())]
        for name in names:
            yield Reason(
                instance=_pointer(path),
                keyword=keyword,
                file=file,
                schema=at,
                property=name,
                claims=self._claims.get(f"{file}#{at}", ()),
                message=_message(keyword, error, name),
            )

    def _silences(self, errors: Sequence[ValidationError]) -> tuple[Reason, ...]:
        marked = [leaf for error in errors for leaf in _silent_leaves(error)]
        return self._reasons(marked) or self._nearest_silence(errors)

    def _nearest_silence(self, errors: Sequence[ValidationError]) -> tuple[Reason, ...]:
        """Return the silence behind a negation or a condition, which no error leads to."""
        names = {self._file.name: self._file.schema, **self._file.resources}
        found = []
        for name, schema in names.items():
            for pointer, part in subschemas(schema):
                if isinstance(part, dict) and SILENT in part:
                    at = f"{pointer}/{SILENT}"
                    found.append(
                        Reason(
                            instance=_pointer(errors[0].absolute_path),
                            keyword=SILENT,
                            file=name,
                            schema=at,
                            property=None,
                            claims=self._claims.get(f"{name}#{at}", ()),
                            message=str(part[SILENT]),
                        )
                    )
        return tuple(found[:1])


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the assertions behind an error: of a union, those of the branches that come nearest."""
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
    """Return the undescribed places behind an error, none where something else failed too."""
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
    """Return how far a branch is from what was meant: wrong type, wrong tag, many errors."""
    here = len(union.absolute_path)
    wrong_type = any(x.validator == "type" and len(x.absolute_path) == here for x in leaves)
    wrong_tags = sum(x.validator == "const" and len(x.absolute_path) > here for x in leaves)
    return wrong_type, wrong_tags, len(leaves)


def _named(error: ValidationError) -> list[str | None]:
    """Return the properties that an error is about; [None] where it is about none."""
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
        schema = cast("Mapping[str, Any]", error.schema)
        patterns = schema.get("patternProperties", {})
        return [
            name
            for name in instance
            if name not in schema.get("properties", {})
            and not any(re.search(pattern, name) for pattern in patterns)
        ]
    return [None]


def _message(keyword: str, error: ValidationError, name: str | None) -> str:
    """Return one sentence of our own: the validator's would change with its version."""
    demanded = cast("Any", error.validator_value)
    instance = _shown(cast("Json", error.instance))
    match keyword:
        case "x-silent":
            message = str(demanded)
        case "type":
            types = [demanded] if isinstance(demanded, str) else demanded
            message = f"{instance} is not {' or '.join(map(_with_article, types))}"
        case "enum":
            message = f"{instance} is not one of {', '.join(map(_shown, demanded))}"
        case "const":
            message = f"{instance} is not {_shown(demanded)}"
        case "required" | "dependentRequired":
            message = f"the property {_shown(name)} is missing"
        case "additionalProperties" if name is not None:
            message = f"the property {_shown(name)} is not listed"
        case "false":
            message = "nothing is allowed here"
        case _:
            message = f"{instance} does not satisfy {keyword} {_shown(demanded)}"
    return message


def _with_article(json_type: str) -> str:
    if json_type == "null":
        return json_type
    return f"an {json_type}" if json_type[0] in "aio" else f"a {json_type}"


def _shown(value: Json) -> str:
    text = visible(canonical(value))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _rank(reason: Reason) -> tuple[int, str]:
    """Order reasons: the outermost place first; at one place, the schema's own order."""
    return reason.instance.count("/"), reason.instance


def _pointer(path: Iterable[str | int]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _refuse_silent(
    _validator: object, why: str, _instance: object, _schema: object
) -> Iterator[ValidationError]:
    yield ValidationError(why)


@cache
def _validator(dialect: str) -> Any:  # noqa: ANN401  a class that jsonschema makes
    base = DIALECTS[dialect].validator
    return validators.extend(base, {SILENT: _refuse_silent})  # type: ignore[no-untyped-call]
