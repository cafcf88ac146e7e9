"""A real browser for the report's tests: the system's Chromium, driven by Playwright.

The tests are skipped unless CONFORMANCE_BROWSER=1 is set, as `tox run -e browser` does. Then a
machine without a browser fails them: a silent skip would look like a pass.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes_results
import pytest

from conformance.reporters.html import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WANTED = os.environ.get("CONFORMANCE_BROWSER") == "1"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

if not WANTED:
    collect_ignore_glob = ["test_*.py"]


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
        "hostile": fakes_results.hostile(),
        "empty": fakes_results.results(),
    }
    addresses = {}
    for name, lines in made.items():
        file = folder / f"{name}.html"
        file.write_text("".join(render(lines)), "utf-8")
        addresses[name] = file.as_uri()
    return addresses


@pytest.fixture
def visit(browser: Any, pages: dict[str, str]) -> Iterator[Callable[..., Any]]:
    """Return what opens a report: `visit("sample", "#matrix", color_scheme="dark")`.

    Whatever the page tries to load, throws or complains of fails the test at its end.
    """
    contexts = []
    wrong: list[str] = []

    def open_page(name: str = "sample", fragment: str = "", **options: Any) -> Any:
        viewport = {"width": options.pop("width", 1280), "height": options.pop("height", 900)}
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "request", lambda r: wrong.append(r.url) if r.url.split("#")[0] != pages[name] else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(pages[name] + fragment)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    open_page.wrong = wrong  # type: ignore[attr-defined]  for tests that provoke something
    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core, which comes from a package and is not kept here."""
    import axe_playwright_python  # noqa: PLC0415  only there in tox's browser

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def fake_text() -> dict[str, str]:
    return fakes_results.HOSTILE
