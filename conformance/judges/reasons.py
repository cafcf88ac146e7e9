"""Finds the reasons why a schema rejects a value or is silent on it.

A validator runs on the traced compile of the schema, in which every subschema names its origin. An
undescribed place rejects through a keyword of its own. jsonschema-rs finds the failures where it
tells of them as jsonschema, the reference, does; jsonschema finds the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Any, cast

from conformance.dataclass import dataclass
from conformance.dialects import SILENT
from conformance.jsontext.pointers import followed, joined, steps
from conformance.jsontext.text import quoted
from conformance.judges.compiled import Compiled
from conformance.judges.unlisted import unlisted
from conformance.model import Judgement, Reason, Verdict
from conformance.schema.references import Place, document_of, graph_of
from conformance.schema.silence import KEYWORD, ORIGIN, Mode, has_silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conformance.judges.failures import Failure
    from conformance.model import Claim, Json, SchemaFile

_MAX_SHOWN = 60
_MAPS = frozenset({"dependencies", "dependentSchemas", "patternProperties", "properties"})
_VERDICTS = {Mode.LENIENT: Verdict.REJECT, Mode.STRICT: Verdict.SILENT, None: Verdict.ACCEPT}
"""The first of the two schemas that a value fails -> the verdict."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """Gives the reasons for a verdict, and the verdict of the reference validator.

    Attributes:
        is_doubtful: Whether both validators together may err on the schema.
    """

    is_doubtful: bool
    _file: SchemaFile
    _compiled: Mapping[Mode, Compiled]
    _claims: Mapping[str, tuple[str, ...]]
    _made: dict[tuple[object, ...], Sequence[Reason]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: SchemaFile, claims: Sequence[Claim]) -> Explainer:
        """Return the explainer of a schema file with the claims behind its keywords."""
        by_keyword: defaultdict[str, list[str]] = defaultdict(list)
        for claim in claims:
            for keyword in claim.keywords:
                by_keyword[keyword].append(claim.id)
        modes = [Mode.LENIENT, Mode.STRICT] if has_silence(file) else [Mode.LENIENT]
        compiled = {mode: Compiled(file, mode) for mode in modes}
        return cls(
            any(one.is_doubtful for one in compiled.values()),
            file,
            compiled,
            {keyword: tuple(ids) for keyword, ids in by_keyword.items()},
        )

    def verdict(self, value: Json) -> Verdict:
        """Return the verdict of the reference validator.

        Raises:
            LibraryError: jsonschema raises an error.
            RecursionError: The value is nested too deeply for it.
        """
        failing = (mode for mode, one in self._compiled.items() if not one.is_valid(value))
        return _VERDICTS[next(failing, None)]

    def explain(self, value: Json, *, rejected: bool = True) -> Judgement:
        """Return the verdict with its reasons, best first.

        For a rejection, the reasons are every failing assertion that matters. For silence, they are
        the undescribed places that keep the value from being rejected or accepted.

        Args:
            value: The value.
            rejected: Whether it may be rejected; if not, this is not looked into again.

        Raises:
            LibraryError: jsonschema, which is asked where jsonschema-rs does not tell, raises an
                error.
            RecursionError: The value is nested too deeply for it.
        """
        modes = [mode for mode in self._compiled if rejected or mode is Mode.STRICT]
        return self._explained(value, Compiled.failures, modes)

    def explain_by_reference(self, value: Json) -> Judgement:
        """Return the reference validator's verdict with its reasons, best first.

        Raises:
            LibraryError: jsonschema raises an error.
            RecursionError: The value is nested too deeply for it.
        """
        return self._explained(value, Compiled.reference_failures, self._compiled)

    def _explained(
        self,
        value: Json,
        failures: Callable[[Compiled, Json], Sequence[Failure]],
        modes: Iterable[Mode],
    ) -> Judgement:
        for mode in modes:
            found = failures(self._compiled[mode], value)
            if found and mode is Mode.STRICT:
                return Judgement(verdict=Verdict.SILENT, reasons=self._silences(found))
            if found:
                leaves = (leaf for failure in found for leaf in _leaves(failure))
                return Judgement(verdict=Verdict.REJECT, reasons=self._reasons(leaves))
        return Judgement(verdict=Verdict.ACCEPT)

    def _reasons(self, leaves: Iterable[Failure]) -> tuple[Reason, ...]:
        found = {reason: None for leaf in leaves for reason in self._known(leaf)}
        return tuple(sorted(found, key=_rank))

    def _known(self, failure: Failure) -> Sequence[Reason]:
        """Return the reasons of a failure, which are made once for each failing part."""
        names = tuple(_named(failure))
        told: tuple[object, ...]
        if failure.keyword == SILENT:
            told = failure.applied
        elif names != (None,):
            told = names
        elif isinstance(failure.instance, dict | list):
            return [*self._reason(failure, names)]
        else:
            told = (type(failure.instance), failure.instance)  # true is 1 to Python
        key = (id(failure.schema), failure.keyword, failure.path, told)
        if key not in self._made:
            self._made[key] = [*self._reason(failure, names)]
        return self._made[key]

    def _reason(self, failure: Failure, names: Sequence[str | None]) -> Iterator[Reason]:
        schema = failure.schema
        file, _, pointer = str(schema[ORIGIN]).partition("#")
        keyword = str(schema.get(KEYWORD, failure.keyword))
        at = joined(pointer, keyword)
        if keyword == "not" and schema["not"] == {}:
            keyword, at = "false", pointer
        path = list(failure.path)
        if keyword == SILENT and _last_applied(failure) == "additionalProperties":
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
                message=_message(keyword, demanded, failure.instance, name),
            )

    def _behind(self, keyword: str, demanded: Json, name: str | None) -> tuple[str, ...]:
        """Return the claims behind a keyword, and those behind one name in it: `required/INDEX`."""
        found = self._claims.get(keyword, ())
        if name is not None and isinstance(demanded, list) and name in demanded:
            found += self._claims.get(joined(keyword, demanded.index(name)), ())
        return found

    def _silences(self, failures: Sequence[Failure]) -> tuple[Reason, ...]:
        marked = [leaf for failure in failures for leaf in _silent_leaves(failure)]
        if marked:
            return self._reasons(marked)
        found = {self._nearest_silence(failure): None for failure in failures}
        return tuple(sorted(found, key=_rank))

    def _nearest_silence(self, failure: Failure) -> Reason:
        """Return the silent place behind a negation or a condition, which no error leads to.

        It is the first that the failing schema reaches, or else the nearest schema around it.
        """
        graph = graph_of(self._file)
        file, _, pointer = str(failure.schema[ORIGIN]).partition("#")
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
            instance=joined("", *failure.path),
            keyword=SILENT,
            file=at.file,
            schema=at.pointer,
            property=None,
            claims=self._claims.get(str(at), ()),
            message=str(why),
        )


def _leaves(failure: Failure) -> Iterator[Failure]:
    """Yield the assertions behind a failure; for a union, those of the nearest branches."""
    if not failure.branches:
        yield failure
        return
    leaves = [[leaf for part in branch for leaf in _leaves(part)] for branch in failure.branches]
    misses = [_miss(failure, branch) for branch in leaves]
    for branch, miss in zip(leaves, misses, strict=True):
        if miss == min(misses):
            yield from branch


def _silent_leaves(failure: Failure) -> list[Failure]:
    """Return the undescribed places behind a failure; none if something else failed too."""
    if failure.keyword == SILENT:
        return [failure]
    for branch in failure.branches:
        parts = [_silent_leaves(part) for part in branch]
        if all(parts):
            return [leaf for part in parts for leaf in part]
    return []


def _miss(union: Failure, leaves: Sequence[Failure]) -> tuple[bool, int, int]:
    """Return a branch's distance from the value: wrong type, wrong tag, number of failures."""
    here = len(union.path)
    wrong_type = any(x.keyword == "type" and len(x.path) == here for x in leaves)
    wrong_tags = sum(x.keyword == "const" and len(x.path) > here for x in leaves)
    return wrong_type, wrong_tags, len(leaves)


def _named(failure: Failure) -> list[str | None]:
    """Return the properties that a failure is about; [None] if it is about none."""
    instance = cast("Any", failure.instance)
    demanded = cast("Any", failure.schema.get(failure.keyword))
    if failure.keyword == "required":
        return [name for name in demanded if name not in instance]
    if failure.keyword == "dependentRequired":
        return sorted(
            {
                name
                for trigger, names in demanded.items()
                if trigger in instance
                for name in names
                if name not in instance
            }
        )
    if failure.keyword == "additionalProperties" and demanded is False:
        return [*unlisted(instance, cast("Mapping[str, Any]", failure.schema))]
    return [None]


def _last_applied(failure: Failure) -> str | None:
    """Return the keyword that applied the failing schema, past any `$ref`."""
    last = None
    path = iter(failure.applied)
    for keyword in path:
        if keyword in _MAPS:
            next(path)
        if isinstance(keyword, str) and keyword not in {"$ref", SILENT}:
            last = keyword
    return last


def _message(keyword: str, demanded: Any, given: Json, name: str | None) -> str:  # noqa: ANN401  a keyword's value
    """Return one sentence of our own, since the validator's changes with its version."""
    match keyword:
        case "x-silent":
            return str(demanded)
        case "required" | "dependentRequired":
            return f"the property {quoted(name, _MAX_SHOWN)} is missing"
        case "additionalProperties" if name is not None:
            return f"the property {quoted(name, _MAX_SHOWN)} is not listed"
        case "false":
            return "nothing is allowed here"
        case _:
            return f"{quoted(given, _MAX_SHOWN)} {_unmet(keyword, demanded)}"


def _unmet(keyword: str, demanded: Any) -> str:  # noqa: ANN401  a keyword's value
    """Return the words for what a value does not meet, after the value itself."""
    match keyword:
        case "type":
            types = [demanded] if isinstance(demanded, str) else demanded
            return f"is not {' or '.join(map(_with_article, types))}"
        case "enum":
            named = ", ".join(quoted(each, _MAX_SHOWN) for each in demanded)
            return f"is not one of {named}"
        case "const":
            return f"is not {quoted(demanded, _MAX_SHOWN)}"
        case _:
            return f"does not satisfy {keyword} {quoted(demanded, _MAX_SHOWN)}"


def _with_article(json_type: str) -> str:
    if json_type == "null":
        return json_type
    return f"an {json_type}" if json_type[0] in "aio" else f"a {json_type}"


def _rank(reason: Reason) -> tuple[int, str]:
    """Return the sort key of a reason: the outermost place first, then the schema's own order."""
    return reason.instance.count("/"), reason.instance
