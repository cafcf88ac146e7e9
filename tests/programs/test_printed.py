"""What a command that prints a schema gives, and what happens if it fails."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError, ConformanceError, IncompleteRunError, UsageError
from conformance.programs.printed import printed

if TYPE_CHECKING:
    from pathlib import Path


def python(code: str) -> str:
    return f'{sys.executable} -S -c "{code}"'


def test_a_command_gives_what_it_prints() -> None:
    assert printed(python("print('{}')")) == "{}\n"
    code = "import sys; sys.stdout.buffer.write(bytes([239, 187, 191, 91, 93, 13, 10]))"
    assert printed(python(code)) == "[]\n"


def test_a_command_has_no_input_and_no_shell() -> None:
    code = "import sys; print(len(sys.stdin.read()), sys.argv[1:])"

    assert printed(f"{python(code)} '$HOME *' b") == "0 ['$HOME *', 'b']\n"


BAD: list[tuple[str, type[ConformanceError], str]] = [
    ("", UsageError, "exec: names no command"),
    ("  ", UsageError, "exec: names no command"),
    ("a 'b", UsageError, "`a 'b` is no command: No closing quotation"),
    ("no-program-of-this-name x", IncompleteRunError, "no-program-of-this-name cannot be started"),
    (python("raise SystemExit(3)"), IncompleteRunError, "ended with exit code 3, and said nothing"),
    (
        python("raise SystemExit('no schema here')"),
        IncompleteRunError,
        "ended with exit code 1: no schema here",
    ),
    (python("pass"), BrokenFileError, "printed nothing"),
    (python("import sys; sys.stdout.buffer.write(bytes([255]))"), BrokenFileError, "is not UTF-8"),
]


@pytest.mark.parametrize(("command", "kind", "words"), BAD)
def test_a_command_that_gives_no_text_is_told(
    command: str, kind: type[ConformanceError], words: str
) -> None:
    with pytest.raises(kind) as caught:
        printed(command)

    assert words in str(caught.value)


def test_a_command_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    inner = f"import time; time.sleep(3); open('{mark.as_posix()}', 'w')"
    script = tmp_path / "slow.py"
    script.write_text(
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {inner!r}])\n"
        "time.sleep(60)\n",
        "utf-8",
    )

    with pytest.raises(IncompleteRunError, match=r"printed no whole schema within 1 s"):
        printed(f"{sys.executable} {script.as_posix()}", seconds=1)

    time.sleep(3)
    assert not mark.exists()
