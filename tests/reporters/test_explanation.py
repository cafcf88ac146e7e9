"""The command that judges an input again."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conformance.model import Input
from conformance.reporters.explanation import rerun

if TYPE_CHECKING:
    from collections.abc import Callable

    import fakes

    Command = Callable[..., fakes.Outcome]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Input(text='{"a": 1}'), "conformance judge - --columns a.b <<< '{\"a\": 1}'"),
        (Input(text="it's"), "conformance judge - --columns a.b <<< 'it'\"'\"'s'"),
        (Input(text=""), "conformance judge - --columns a.b <<< ''"),
        (Input(data=b"\xff"), "base64 -d <<< /w== | conformance judge - --columns a.b"),
        (Input(text="\x00"), "base64 -d <<< AA== | conformance judge - --columns a.b"),
    ],
)
def test_the_input_is_quoted_for_a_shell(given: Input, expected: str) -> None:
    assert rerun(given, ["a.b"], record=None) == expected


def test_the_record_is_named_as_the_user_named_it() -> None:
    expected = "conformance judge - --record 'my records/x' <<< 1"
    assert rerun(Input(text="1"), [], record="my records/x") == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="the command is one for bash")
@pytest.mark.parametrize(
    "given",
    [
        Input(text='{"a": "it\'s $HOME `id` \\" !x"}'),
        Input(text="two\nlines"),
        Input(text="\x1b[31m\u202e"),
        Input(data=b"\x00\xff"),
        Input(text='"' + "é" * 5000 + '"'),
    ],
)
def test_a_shell_hands_the_input_over_as_it_is(given: Input) -> None:
    script = f"conformance() {{ cat; }}; {rerun(given, [], record=None)}"
    done = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, check=True)  # noqa: S607
    expected = (given.data or b"") if given.text is None else given.text.encode()
    assert done.stdout.removesuffix(b"\n") == expected
    assert len(script) < 2000
