"""Takes the picture of the sample report, as the README shows it: `tox run -e sample` does.

    python tests/browser/picture.py REPORT PICTURE

The window has a fixed size, and the page says the time of the run and none of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fakes.browser import FLAGS, chromium
from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1280, 1180


def main(report: Path, picture: Path) -> None:
    """Write the first screen of a report as a PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="UTC",
        )
        page.goto(report.resolve().as_uri())
        page.wait_for_selector("html[data-ready=true]", state="attached")
        page.screenshot(path=picture, animations="disabled")
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
