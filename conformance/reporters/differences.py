"""Every difference between two sides in Markdown, as JUnit XML, and as SARIF 2.1.0."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from conformance import __version__
from conformance.jsontext.escape import markdown, markdown_code, sarif, xml, xml_attribute
from conformance.jsontext.positions import positions
from conformance.jsontext.text import compact, pretty, visible
from conformance.reporters.sarif import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.compare.differences import Difference, Differences, Keyword
    from conformance.model import Json

MEANS = {
    "a_to_b": "A sends it, B does not read it",
    "b_to_a": "B sends it, A does not read it",
    "none": "neither sends it",
}
"""The directions of a difference in words."""
_LEVELS = {"a_to_b": "error", "b_to_a": "warning", "none": "note"}
_MAX_VALUE = 300


def title_of(one: Difference) -> str:
    """Return where a difference is, and what is special there."""
    return " and ".join(f"{fact.place or '(root)'} = {fact.special}" for fact in one.facts)


def counted(found: Differences) -> str:
    """Return how many differences there are, and whether these are all."""
    count = f"{len(found.every)} differences" if len(found.every) != 1 else "1 difference"
    return f"{count}, {'proven' if found.complete else 'not proven'} to be all"


def as_markdown(a: str, b: str, found: Differences, _texts: Mapping[str, str]) -> str:
    """Return a table of the differences."""
    lines = [
        f"## {markdown(counted(found))}",
        "",
        f"A is {markdown_code(a)}, B is {markdown_code(b)}.",
        "",
        *(f"- {markdown(why)}" for why in found.why_not),
        *([""] if found.why_not else []),
    ]
    if found.every:
        lines += ["| Difference | Direction | Smallest value | A | B |", "|---|---|---|---|---|"]
    for one in found.every:
        cells = (
            markdown(title_of(one), in_cell=True),
            MEANS[one.direction],
            markdown_code(_short(one), in_cell=True),
            *(
                f"{verdict.value}: {_listed(keywords)}" if keywords else verdict.value
                for verdict, keywords in ((one.a, one.keywords_a), (one.b, one.keywords_b))
            ),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _listed(keywords: tuple[Keyword, ...]) -> str:
    return ", ".join(markdown_code(f"{x.file}#{x.pointer}", in_cell=True) for x in keywords)


def as_junit(a: str, b: str, found: Differences, _texts: Mapping[str, str]) -> str:
    """Return a suite with a failed test for each difference."""
    tests = []
    for one in found.every:
        text = f"{MEANS[one.direction]}: {_short(one)}"
        tests.append(
            f"    <testcase name={xml_attribute(title_of(one))} "
            f'classname={xml_attribute(f"{a} {b}")} time="0">'
            f'<failure type="difference" message={xml_attribute(MEANS[one.direction])}>'
            f"{xml(text)}</failure></testcase>"
        )
    count = len(tests)
    counts = f'tests="{count}" failures="{count}" errors="0" skipped="0" time="0"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<testsuites>",
            f"  <testsuite name={xml_attribute(counted(found))} {counts}>",
            *tests,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def as_sarif(a: str, b: str, found: Differences, texts: Mapping[str, str]) -> str:
    """Return a log with a result for each difference, at a keyword of B, else of A."""
    places = {file: positions(text) for file, text in texts.items()}

    def location(keyword: Keyword) -> Json:
        physical: dict[str, Json] = {"artifactLocation": {"uri": quote(keyword.file)}}
        at = places.get(keyword.file, {}).get(keyword.pointer)
        if at is not None:
            physical["region"] = {"startLine": at.line, "startColumn": at.column}
        return {"physicalLocation": physical}

    def result(one: Difference) -> Json:
        title = title_of(one)
        keywords = (*one.keywords_b, *one.keywords_a)
        said = f"{title}: {MEANS[one.direction]}. Smallest value: {_short(one)}"
        return {
            "ruleId": one.direction,
            "level": _LEVELS[one.direction],
            "message": {"text": sarif(said)},
            "locations": [location(keyword) for keyword in keywords[:1]],
            "relatedLocations": [location(keyword) for keyword in keywords[1:]],
            "fingerprints": {"difference/v1": hashlib.sha256(title.encode()).hexdigest()},
        }

    rules: list[Json] = [
        {"id": name, "shortDescription": {"text": f"{text}."}} for name, text in MEANS.items()
    ]
    run: dict[str, Json] = {
        "tool": {"driver": {"name": "conformance", "version": __version__, "rules": rules}},
        "automationDetails": {"id": visible(f"conformance/relate/{a}/{b}/")},
        "columnKind": "unicodeCodePoints",
        "results": [result(one) for one in found.every],
        "properties": {"complete": found.complete, "whyNot": list(found.why_not)},
    }
    return pretty({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _short(one: Difference) -> str:
    text = compact(one.witness.value)
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}…"


FORMS: Mapping[str, Callable[[str, str, Differences, Mapping[str, str]], str]] = {
    "markdown": as_markdown,
    "junit": as_junit,
    "sarif": as_sarif,
}
"""The forms of a list of differences; each takes the names, the list, and the schemas' texts."""
