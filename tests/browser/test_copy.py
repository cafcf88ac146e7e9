"""What the buttons copy: JSON that is valid, a pytest that runs, a bug report, a link."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CLIPBOARD = "navigator.clipboard.readText()"
ALLOWED = ["clipboard-read", "clipboard-write"]


def copied(page: Any) -> str:
    page.wait_for_selector(".toast.shown")
    return str(page.evaluate(CLIPBOARD))


def run_pytest(folder: Path, source: str) -> str:
    file = folder / "test_copied.py"
    file.write_text(source, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1].split(" in ")[0]


def test_the_payload_is_copied_as_it_stands(visit: Any) -> None:
    page = visit("sample", "#matrix?case=state/lost", permissions=ALLOWED)
    page.click(".detail >> text=Copy payload")
    assert copied(page) == '{"kind": "box", "state": "lost", "weight": 9007199254740993}'


@pytest.mark.parametrize("name", ["surrogate", "nul", "rtl", "script", "separator"])
def test_a_copied_payload_is_the_same_json_whatever_is_in_it(
    visit: Any, fake_text: Any, name: str
) -> None:
    page = visit("hostile", "#matrix", permissions=ALLOWED)
    page.fill("#query", name)
    page.click(f"tr.row >> text=/^{name}:/")
    page.click(".detail >> text=Copy payload")
    assert json.loads(copied(page)) == {"state": fake_text[name]}


def test_the_payload_of_a_finding_is_valid_json(visit: Any) -> None:
    page = visit("sample", permissions=ALLOWED)
    page.click("#f0 >> text=Copy payload")
    assert json.loads(copied(page)) == {"state": "lost"}


def test_the_copied_pytest_runs_as_it_is(visit: Any, tmp_path: Path) -> None:
    page = visit("sample", permissions=ALLOWED)
    page.click("#f0 >> text=Copy as pytest")
    source = copied(page)
    assert run_pytest(tmp_path, source) == "2 skipped"
    filled = source.replace('pytest.skip("decode() is not filled in yet")', "raise ValueError")
    assert run_pytest(tmp_path, filled) == "2 failed"
    filled = source.replace('pytest.skip("decode() is not filled in yet")', "return payload")
    assert run_pytest(tmp_path, filled) == "2 passed"


@pytest.mark.parametrize("name", ["surrogate", "nul", "quotes", "script", "separator"])
def test_the_copied_pytest_runs_whatever_is_in_it(visit: Any, tmp_path: Path, name: str) -> None:
    page = visit("hostile", "#matrix", permissions=ALLOWED)
    page.fill("#query", name)
    page.click(f"tr.row >> text=/^{name}:/")
    page.click(".detail >> text=Copy as pytest")
    assert run_pytest(tmp_path, copied(page)) == "2 skipped"


def test_the_copied_pytest_of_bytes_runs(visit: Any, tmp_path: Path) -> None:
    page = visit("sample", "#matrix?case=text/bytes", permissions=ALLOWED)
    page.click(".detail >> text=Copy as pytest")
    assert run_pytest(tmp_path, copied(page)) == "1 skipped"


def test_a_bug_report_says_what_who_and_where(visit: Any) -> None:
    page = visit("sample", permissions=ALLOWED)
    page.select_option("#f0 select", "alpha.declared")
    text = copied(page)
    assert text.startswith("## alpha (declared) rejects: `lost` as a `state`")
    assert "alpha-project 1.2, docs/parcel.md" in text
    assert '```json\n{"state": "lost"}\n```' in text
    assert "- alpha (documented): alpha-project 1.2, as of 2024-12-18" in text
    assert "What its own source says:\n- alpha, row state: `state` is sent or alpha." in text


def test_a_copied_link_leads_back_to_the_finding(visit: Any) -> None:
    page = visit("sample", permissions=ALLOWED)
    page.click("#f0 >> text=Copy link")
    link = copied(page)
    page.goto(link)
    page.wait_for_selector("#f0.target")


def test_where_the_clipboard_is_refused_the_text_can_be_copied_by_hand(visit: Any) -> None:
    page = visit("sample")
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.click("#f0 >> text=Copy payload")
    assert page.input_value("#copy-dialog textarea") == '{"state": "lost"}'
