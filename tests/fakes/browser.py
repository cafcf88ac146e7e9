"""A real browser for the report's tests: the system's Chromium, driven by Playwright.

The tests are left out unless CONFORMANCE_BROWSER=1 is set, as `tox run -e browser` does. Then a
machine without a browser fails them: a silent skip would look like a pass.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.reporters.history.html import page as page_over_time
from conformance.reporters.html import Html, packs
from conformance.reporters.records.html import page as page_over_all
from conformance.reporters.records.rows import RecordRow, row_of
from conformance.reporters.surveys.html import page as page_of_types
from conformance.reporters.views.overview import Tally
from fakes import apis
from fakes import results as fakes_results
from fakes.apis import survey_of
from fakes.histories import long_history

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD = ("x.declared", "x.documented", "x,y.one@1", "x,y.two@1", "100%.one@1", "100%.two@1")
"""Columns whose groups hold what parts a list, and what escapes it."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the path of the system's Chromium."""
    given = os.environ.get("CONFORMANCE_CHROMIUM", "")
    names = [given] if given else ["chromium", "chromium-browser", "google-chrome"]
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    pytest.fail(
        f"no browser found ({', '.join(names)}): install Debian's chromium, "
        "or name one in CONFORMANCE_CHROMIUM",
        pytrace=False,
    )


WITHOUT_SCRIPT = {"history", "records"}
"""The pages that have no script."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only there in tox's browser

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the reports that the tests look at."""
    folder: Path = tmp_path_factory.mktemp("reports")
    made = {
        "sample": fakes_results.sample(),
        "fields": fakes_results.fielded(),
        "equal": fakes_results.equal(),
        "hostile": fakes_results.hostile(),
        "empty": fakes_results.results(),
        "programs": fakes_results.programs(),
        "only programs": fakes_results.programs(fakes_results.PROGRAMS[3:]),
        "one group": fakes_results.programs(fakes_results.PROGRAMS[5:]),
        "odd groups": fakes_results.programs(ODD),
        "releases": fakes_results.releases(),
        "sending": fakes_results.sending(),
    }
    addresses = {}
    for name, lines in made.items():
        file = folder / f"{name}.html"
        file.write_text("".join(fakes_results.rendered(Html(), lines)), "utf-8")
        addresses[name] = file.as_uri()
    whole = folder / "whole.html"
    whole.write_text("".join(page_of_types(survey_of(folder, *apis.SHOPS))), "utf-8")
    addresses["whole"] = whole.as_uri()
    with pytest.MonkeyPatch.context() as patch:
        # As if there were a thousand times as many cases.
        patch.setattr(packs, "NAMES_A_BLOCK", 1)
        many = folder / "many.html"
        many.write_text("".join(fakes_results.rendered(Html(), fakes_results.many())), "utf-8")
    records = folder / "records.html"
    records.write_text("".join(page_over_all(_rows())), "utf-8")
    history = folder / "history.html"
    history.write_text("".join(page_over_time(long_history(4, interrupt=130))), "utf-8")
    addresses["history"] = history.as_uri()
    return {**addresses, "many": many.as_uri(), "records": records.as_uri()}


def _rows() -> list[RecordRow]:
    """Return the rows of records that agree, differ, say hostile things, or could not be run."""
    rows: list[RecordRow] = []
    for lines in (
        fakes_results.equal(),
        fakes_results.sample(),
        fakes_results.programs(),
        fakes_results.hostile(),
    ):
        tally = Tally()
        for line in fakes_results.typed(*lines):
            tally.add(line)
        rows.append(replace(row_of(tally.overview(), exit_code=0), id=f"r{len(rows)}"))
    rows[1] = replace(rows[1], exit_code=3, trouble="one program was not run")
    error = fakes_results.HOSTILE["script"]
    return [*rows, RecordRow(id="gone", title="gone", error=error, exit_code=2)]


class Visit:
    """Opens reports: `visit("sample", "#matrix", color_scheme="dark")`.

    Attributes:
        wrong: What a page tried to load, threw or complained of; it fails the test at its end.
    """

    def __init__(self, browser: Any, pages: dict[str, str]) -> None:
        self.wrong: list[str] = []
        self._browser = browser
        self._pages = pages
        self._contexts: list[Any] = []

    def __call__(self, name: str = "sample", fragment: str = "", **options: Any) -> Any:
        viewport = {"width": options.pop("width", 1280), "height": options.pop("height", 900)}
        context = self._browser.new_context(viewport=viewport, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: self._asked(request.url, self._pages[name]))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._said)
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        page.goto(self._pages[name] + fragment)
        if options.get("java_script_enabled", True) and name not in {
            "history",
            "records",
        }:  # no script
            page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _asked(self, url: str, own: str) -> None:
        if url.partition("#")[0] != own:
            self.wrong.append(url)

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(message.text)


@pytest.fixture
def visit(browser: Any, pages: dict[str, str]) -> Iterator[Visit]:
    visitor = Visit(browser, pages)
    yield visitor
    visitor.close()
    assert visitor.wrong == []


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core, which comes from a package and is not kept here."""
    import axe_playwright_python  # noqa: PLC0415  only there in tox's browser

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def fake_text() -> dict[str, str]:
    return fakes_results.HOSTILE


WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
LOOKS: dict[str, tuple[dict[str, str], dict[str, int]]] = {
    "light": ({}, WIDE),
    "dark": ({"color_scheme": "dark"}, WIDE),
    "forced colours": ({"color_scheme": "light", "forced_colors": "active"}, WIDE),
    "320 px": ({"forced_colors": "none"}, NARROW),
}
RUN = """axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.map(
    rule => [rule.id, rule.nodes.slice(0, 2).map(node => node.html.slice(0, 200))]))"""


def complaints(page: Any) -> dict[str, object]:
    """Return what axe says in each look of the page."""
    said = {}
    for look, (media, size) in LOOKS.items():
        page.emulate_media(**media)
        page.set_viewport_size(size)
        page.wait_for_timeout(50)
        said[look] = page.evaluate(RUN)
    return {look: violations for look, violations in said.items() if violations}
