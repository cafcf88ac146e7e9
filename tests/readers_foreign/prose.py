"""Measures the rules for prose against the lists of values that published types declare.

Usage: python tests/readers_foreign/prose.py [--quick] [--list] [PACKAGE …]

Fetches the packages as sources, and reads each type with the comments on its fields. Where a field
declares its values and its comment lists them, the two are compared; what `apply` would add is
looked up in `prose.json`, where a person has said of each statement whether the sentence says that.

It exits with 1 if a statement is not judged there, or less than 98 % of them are right. `--list`
prints each statement that says otherwise than the types, with its sentence.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summary import Summary, sources

from conformance.errors import ConformanceError
from conformance.jsontext.text import canonical
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.facts import Anything, Direction, Literals, Reference, Text
from conformance.readers.notations import notation_of
from conformance.readers.package_names import Published
from conformance.readers.prose.effects import prose_of
from conformance.readers.prose.statements import Effect
from conformance.readers.prose.targets import target_at
from conformance.readers.published import unpacked
from conformance.readers.read import SchemaOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted, Passage
    from conformance.readers.facts import Facts, Span
    from conformance.readers.prose.statements import Stated

OFFICIAL = "openai, OpenAPI"
STRIPE = (
    *("Balance", "BalanceTransactions", "Coupons", "ExchangeRates", "FileLinks", "Products"),
    *("Refunds", "ShippingRates", "TaxCodes", "TaxRates", "Tokens", "WebhookEndpoints"),
)
PACKAGES: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "npm openai": (
        *("npm", "openai", "6.49.0", "package.json"),
        (
            "resources/*.d.ts",
            "resources/beta/realtime/*.d.ts",
            "resources/chat/completions/*.d.ts",
            "resources/realtime/realtime.d.ts",
            "resources/responses/responses.d.ts",
        ),
    ),
    "npm @anthropic-ai/sdk": (
        *("npm", "@anthropic-ai/sdk", "1.14.0", "package.json"),
        ("resources/*.d.ts", "resources/messages/*.d.ts", "resources/beta/*.d.ts"),
    ),
    "npm stripe": (
        *("npm", "stripe", "23.1.0", "package.json"),
        tuple(f"esm/resources/{name}.d.ts" for name in STRIPE),
    ),
    "PyPI openai": (
        *("pypi", "openai", "3.57.0", "openai/__init__.py"),
        tuple(
            f"openai/types/{name}*.py" for name in ("", "audio/", "chat/", "realtime/", "shared/")
        ),
    ),
    "PyPI anthropic": (
        *("pypi", "anthropic", "2.14.0", "anthropic/__init__.py"),
        ("anthropic/types/*.py", "anthropic/types/messages/*.py", "anthropic/types/shared/*.py"),
    ),
}
"""Package -> its registry, name and version, a file in it, and the files that are read."""
QUICK = (OFFICIAL,)
MARKED = re.compile(r"[`\"']([^`\"'\n]+)[`\"']")
LEAST = 0.98
"""At least this part of what `apply` would add is right."""
KINDS = ("same", "fewer", "more", "other")
"""How the values in prose lie to the declared ones; `more` has declared ones and others too."""


@dataclass(slots=True)
class Tally:
    """What the rules read in one package.

    Attributes:
        counts: What was found -> how often.
        new: The statements that `apply` would add, each once.
        suggested: The statements that are only suggested, each once.
        seconds: The time.
    """

    counts: Counter[str] = field(default_factory=Counter)
    new: dict[str, Stated] = field(default_factory=dict)
    suggested: dict[str, Stated] = field(default_factory=dict)
    seconds: float = 0.0


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Measure the packages that are named, or all; print a line each."""
    show_all = "--list" in names
    known = [OFFICIAL, *PACKAGES]
    wanted = [name for name in names if name != "--list"] or list(QUICK if quick else known)
    summary = Summary()
    if quick:
        summary.left_out.append(f"{', '.join(x for x in known if x not in wanted)} (quick)")
    kept = json.loads((Path(__file__).parent / "prose.json").read_text("utf-8"))
    tallies = {}
    for name in wanted:
        if name == OFFICIAL and sources() is None:
            summary.left_out.append(f"{OFFICIAL}: the file is in CONFORMANCE_SOURCES")
            continue
        start = time.process_time()
        tallies[name] = measured(name, show_all=show_all)
        tallies[name].seconds = time.process_time() - start
        print(f"{name}: {dict(tallies[name].counts)}, {tallies[name].seconds:.0f} s", flush=True)
    rows(tallies)
    judged(tallies, kept, summary, whole=not (quick or names))
    return summary


def measured(name: str, *, show_all: bool) -> Tally:
    tally = Tally()
    seen: set[Span] = set()
    for document, emitted in read_all(name):
        own = [
            one
            for one in emitted.passages
            if not one.pointers[0].startswith("/$defs/") and one.doc.span not in seen
        ]
        seen |= {one.doc.span for one in own}
        said = prose_of(emitted.schema, own, document.tree.text)
        tally.counts["types"] += 1
        tally.counts["comments"] += len(own)
        tally.counts["unread"] += len(said.unread)
        told = {one.place for one in said.stated}
        tally.counts["not read"] += sum(
            lists_values(one, emitted.schema) for one in own if one.place not in told
        )
        for one in said.stated:
            count(one, name, tally, show_all=show_all)
    return tally


def lists_values(one: Passage, schema: Json) -> bool:
    """Return whether a comment has two declared values in marks, or more."""
    target = target_at(schema, one.pointers[0])
    known = () if target is None else target.known()
    marked = set(MARKED.findall(one.doc.text))
    return len(marked & {*known}) > 1


def count(one: Stated, package: str, tally: Tally, *, show_all: bool) -> None:
    if one.declared is not None and one.rule != "required":
        kind = kind_of(one)
        tally.counts[kind] += 1
        if kind != "same" and show_all:
            print(f"  {kind}: {one.place}: {one.declared} | {one.says} | {one.why} | {one.text}")
    else:
        tally.counts[f"{one.effect} without a list"] += 1
    key = f"{package}: {one.says}"
    if one.effect is Effect.ADDS:
        if key not in tally.new and show_all and one.declared is None:
            print(f"  adds: {one.place}: {one.says} | {one.text}")
        tally.new[key] = one
    elif one.effect is Effect.SUGGESTED:
        if key not in tally.suggested and show_all:
            print(f"  suggested: {one.place}: {one.says} | {one.why} | {one.text}")
        tally.suggested[key] = one


def kind_of(one: Stated) -> str:
    """Return how the values of a statement lie to the declared ones."""
    said, declared = (set(map(canonical, x or ())) for x in (one.values, one.declared))
    if said == declared:
        return "same"
    if said < declared:
        return "fewer"
    return "more" if said & declared else "other"


def read_all(name: str) -> Iterator[tuple[Document, Emitted]]:
    """Yield each type of a package, as it is read; those that cannot be read are left out."""
    for path in files(name):
        try:
            document = opened(path)
            notation = notation_of(document)
            module = notation.module()
            names = module.names(document)
        except ConformanceError:
            continue
        decided = decisions(notation.name)
        options = SchemaOptions(decided=decided, direction=Direction.RECEIVE, formats=False)
        for each in names:
            try:
                if notation.is_schema:
                    emitted = module.schema(document, each, options)
                else:
                    emitted = emit(alone(module.facts(document, each)), decided)
            except ConformanceError:
                continue
            yield document, emitted


def alone(found: Facts) -> Facts:
    """Return facts without the objects that the type leads to: they are read by themselves."""
    root = found.root.name if isinstance(found.root, Reference) else ""
    return replace(
        found,
        types={
            key: kind
            if key == root or isinstance(kind, Literals | Text)
            else Anything(span=kind.span)
            for key, kind in found.types.items()
        },
    )


def files(name: str) -> list[Path]:
    if name == OFFICIAL:
        folder = sources()
        return [] if folder is None else sorted(folder.glob("openai-openapi/full/*.json"))
    kind, package, version, known, patterns = PACKAGES[name]
    root = unpacked(Published(kind=kind, name=package, version=version, path=known))
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def rows(tallies: dict[str, Tally]) -> None:
    """Print the table that stands on the page of the rules."""
    heads = ["package", "comments", *KINDS, "not read", "no list declared", "suggested"]
    print(f"\n| {' | '.join(heads)} |\n|{'--|' * len(heads)}")
    for name, tally in tallies.items():
        columns = ("comments", *KINDS, "not read", "adds without a list")
        cells = [name, *(tally.counts[kind] for kind in columns), len(tally.suggested)]
        print(f"| {' | '.join(map(str, cells))} |")


def judged(
    tallies: dict[str, Tally], kept: dict[str, str], summary: Summary, *, whole: bool
) -> None:
    """Count what a person has said of the statements that `apply` would add."""
    right, wrong, unknown = 0, [], []
    for tally in tallies.values():
        for key in tally.new:
            verdict = kept.get(key)
            right += verdict == "right"
            wrong += [key] if verdict not in {"right", None} else []
            unknown += [key] if verdict is None else []
    for key in unknown:
        print(f"  not judged: {key}")
    total = right + len(wrong)
    share = right / total if total else 1.0
    print(f"what `apply` would add: {right} of {total} are right, {share:.1%}")
    met = {key for tally in tallies.values() for key in tally.new}
    stale = sorted(kept.keys() - met) if whole else []
    for key in stale:
        print(f"  judged, and not read: {key}")
    summary.counts["types"] += sum(tally.counts["types"] for tally in tallies.values())
    summary.counts["equal"] += right
    summary.counts["explained"] += len(wrong)
    summary.counts["different"] += len(unknown) + len(stale)
    summary.failed |= bool(unknown or stale) or share < LEAST


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if each != "--quick"]
    sys.exit(compare_all(arguments, "--quick" in sys.argv).failed)
