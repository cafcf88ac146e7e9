"""What text of a record becomes in each format."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance.jsontext.escape import (
    code,
    html,
    markdown,
    markdown_block,
    markdown_code,
    sarif,
    terminal_output,
    terminal_text,
    xml,
    xml_attribute,
)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = st.text(alphabet="ab1 \n`*_[]()<>|~$\\#@-+=.:!&;/", max_size=30)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\n::error::b", "a\\u000a::error::b"),
        ("\x1b[2J\r\u202e", "\\u001b[2J\\u000d\\u202e"),
        ("a ##[error]b", "a #\\u0023[error]b"),
    ],
)
def test_text_on_a_terminal_is_part_of_a_line(text: str, shown: str) -> None:
    assert terminal_text(text) == shown
    assert terminal_text(shown) == shown


def test_no_line_that_is_printed_is_a_command_of_github_actions() -> None:
    printed = terminal_output("::a\nx ::b\n  ::c\n\n\t::d ##[e]\n")

    assert printed == "\\u003a:a\nx ::b\n  \\u003a:c\n\n\t\\u003a:d #\\u0023[e]\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, words. And (more): 1.2.3!", "plain, words. And (more): 1.2.3!"),
        ("a `code` b", "a `code` b"),
        ("`<b>` and <b>", "`<b>` and &lt;b>"),
        ("odd ` one", "odd \\` one"),
        ("`` ` ` x", "\\`\\` \\` \\` x"),
        ("a\r\nb\nc", "a b c"),
        ("# a", "\\# a"),
        ("a # b", "a # b"),
        ("> a", "\\> a"),
        ("- a", "\\- a"),
        (" + a", " \\+ a"),
        ("1. a", "1\\. a"),
        ("10) a", "10\\) a"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("_a_ b_c", "\\_a\\_ b_c"),
        ("*a* ~b~ $c$ \\d |", "\\*a\\* \\~b\\~ \\$c\\$ \\\\d \\|"),
        ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
        ("&lt; & &", "&amp;lt; & &"),
        ("@some and a@b.de", "@&#8203;some and a@&#8203;b.de"),
        ("lib@1.2.3 and lib@1.2-rc", "lib@1.2.3 and lib@&#8203;1.2-rc"),
        ("#1, a/b#2, GH-3, gh-4", "\\#&#8203;1, a/b#&#8203;2, GH-&#8203;3, gh-&#8203;4"),
        ("https://a.b and WWW.a.b", "https\\://a.b and WWW\\.a.b"),
        ("\x1b[1m", "\\\\u001b\\[1m"),
    ],
)
def test_text_in_markdown_is_text(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


def test_a_bar_in_a_cell_ends_no_cell() -> None:
    assert markdown("a | `b|c`", in_cell=True) == "a \\| `b\\|c`"
    assert markdown("a | `b|c`") == "a \\| `b|c`"
    assert markdown_code("b|c", in_cell=True) == "` b\\|c `"
    assert markdown_code("b|c") == "` b|c `"


@given(HOSTILE)
def test_no_text_gets_out_of_its_place_in_markdown(text: str) -> None:
    for before, tags in (
        ("", ""),
        ("- ", "ul li"),
        ("# ", "h1"),
        ("x: ", ""),
        ("| a |\n|---|\n| ", "t"),
    ):
        made = MARKDOWN.render(f"{before}{markdown(text, in_cell=tags == 't')}\n\nend")
        found = set(re.findall(r"<(\w+)", made)) - {"p", "code"}
        allowed = {"table", "thead", "tbody", "tr", "th", "td"} if tags == "t" else {*tags.split()}
        assert found <= allowed, made
        assert made.endswith("<p>end</p>\n")


@given(HOSTILE)
def test_no_text_gets_out_of_code(text: str) -> None:
    assert len(re.findall("<", MARKDOWN.render(markdown_code(text)))) == 4
    block = MARKDOWN.render("\n".join(["a", *markdown_block(text, "json"), "b"]))
    assert block.startswith('<p>a</p>\n<pre><code class="language-json">')
    assert block.endswith("</code></pre>\n<p>b</p>\n")
    assert len(re.findall("<", block)) == 8


def test_a_backtick_in_code_of_a_sentence_is_an_escape() -> None:
    assert code("a`b") == "`a\\u0060b`"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[a](b)", "[a\\](b)"),
        ("[a\\](b)", "[a\\\\\\](b)"),
        ("[a] (b)", "[a] (b)"),
        ("\x07", "\\u0007"),
    ],
)
def test_text_in_a_message_of_sarif_is_no_link(text: str, escaped: str) -> None:
    assert sarif(text) == escaped


def test_text_in_xml_and_on_a_page_shows_what_it_holds() -> None:
    assert xml("<a>&\x00\uffff") == "&lt;a&gt;&amp;\\u0000\\uffff"
    assert xml_attribute('"<\n') == "'\"&lt;&#10;'"
    assert xml_attribute("it's") == '"it\'s"'
    assert xml_attribute('"it\'s"') == '"&quot;it\'s&quot;"'
    assert html("\x1b\n") == "\\u001b\n"
