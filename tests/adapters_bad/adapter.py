"""An adapter that behaves as its first argument says; without one it is a good one.

It accepts an object that has no key "reject", and rejects everything else.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

HELLO: dict[str, Any] = {
    "op": "hello",
    "protocol": 1,
    "adapter": {"name": "test", "version": "1"},
    "subject": {"name": "subject", "version": "2.0", "language": "python"},
    "targets": ["things"],
    "modes": ["decode"],
    "max_inflight": 16,
}


def say(message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def text_of(case: dict[str, Any]) -> str:
    if "text" in case:
        return str(case["text"])
    return base64.b64decode(case["base64"]).decode("latin-1")


def verdict(case: dict[str, Any]) -> str:
    try:
        value = json.loads(text_of(case))
    except ValueError:
        return "reject"
    return "accept" if isinstance(value, dict) and "reject" not in value else "reject"


def good(case: dict[str, Any]) -> None:
    say({"n": case["n"], "verdict": verdict(case)})


def always_yes(case: dict[str, Any]) -> None:
    say({"n": case["n"], "verdict": "accept"})


def types_all_alike(case: dict[str, Any]) -> None:
    say({"n": case["n"], "verdict": verdict(case), "typed_as": "Whatever"})


def says_why(case: dict[str, Any]) -> None:
    if verdict(case) == "accept":
        say({"n": case["n"], "verdict": "accept", "typed_as": "Switch\u202e"})
    else:
        error = {"at": "/reject", "code": "no", "message": "it is \u202e there"}
        say({"n": case["n"], "verdict": "reject", "errors": [error]})


def always_no(case: dict[str, Any]) -> None:
    say({"n": case["n"], "verdict": "reject", "errors": [{"message": "no"}]})


def crashes(case: dict[str, Any]) -> None:
    if "crash" in text_of(case):
        sys.stderr.write("Segmentation\nfault\n")
        sys.stderr.flush()
        os._exit(3)
    good(case)


def hangs(case: dict[str, Any]) -> None:
    if "hang" in text_of(case):
        time.sleep(1000)
    good(case)


def crashes_and_hangs(case: dict[str, Any]) -> None:
    if case["n"] % 50 == 0:
        sys.stdout.write("by the way\n")
    crashes(case) if "crash" in text_of(case) else hangs(case)


def crashes_noisily(case: dict[str, Any]) -> None:
    sys.stdout.write("by the way\n")
    sys.stdout.flush()
    time.sleep(0.02)
    crashes(case)


def dies_in_a_line(_: dict[str, Any]) -> None:
    sys.stdout.write('{"n": ')
    sys.stdout.flush()
    os._exit(1)


def is_killed(case: dict[str, Any]) -> None:
    if "kill" in text_of(case):
        os.kill(os.getpid(), signal.SIGKILL)
    good(case)


def babbles(case: dict[str, Any]) -> None:
    sys.stdout.write(f"looking at {case['n']}\n" + '{"level":"info"}\n[1]\n{broken\n')
    good(case)


def babbles_for_ever(_: dict[str, Any]) -> None:
    while True:
        sys.stdout.write("still looking\n")
        time.sleep(0.001)


def one_long_line(_: dict[str, Any]) -> None:
    while True:
        sys.stdout.write("x" * (1 << 20))


def answers_twice(case: dict[str, Any]) -> None:
    good(case)
    good(case)


def contradicts_itself(case: dict[str, Any]) -> None:
    always_yes(case)
    always_no(case)


def answers_the_unasked(case: dict[str, Any]) -> None:
    say({"n": 1_000_000, "verdict": "accept"})
    good(case)


def claims_the_runners_verdicts(case: dict[str, Any]) -> None:
    say({"n": case["n"], "verdict": "crash" if "crash" in text_of(case) else verdict(case)})


def says_surrogates(case: dict[str, Any]) -> None:
    if "odd" in text_of(case):
        say({"n": case["n"], "verdict": "unsupported", "reason": "\ud800"})
    else:
        good(case)


def floods_stderr(case: dict[str, Any]) -> None:
    sys.stderr.write("flood " * 20_000)
    good(case)


def crashes_once(case: dict[str, Any]) -> None:
    marker = Path(os.environ["CRASH_MARKER"])
    if not marker.exists():
        marker.touch()
        os._exit(1)
    good(case)


def ends_between(case: dict[str, Any]) -> None:
    good(case)
    if "last" in text_of(case):
        sys.exit(0)


def closes_stdout(_: dict[str, Any]) -> None:
    os.close(1)
    time.sleep(1000)


def does_not_read(case: dict[str, Any]) -> None:
    good(case)
    time.sleep(1000)


def stops_listening(_: dict[str, Any]) -> None:
    os.close(0)
    time.sleep(1000)


def leaves_children(case: dict[str, Any]) -> None:
    # The child keeps this program's pipes open, and would run for long.
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    with Path(os.environ["CHILDREN"]).open("a", encoding="utf-8") as file:
        file.write(f"{child.pid}\n")
    if "crash" in text_of(case):
        os._exit(1)
    good(case)


def leaves_daemons(case: dict[str, Any]) -> None:
    """Leave processes in sessions of their own, whose parents have ended."""
    daemon(lambda: time.sleep(1000))
    # What is started anew has neither this program's environment nor its name.
    endless = ["-I", "-c", "import time; time.sleep(1000)"]
    daemon(lambda: os.execve(sys.executable, [") 1 (", *endless], {}))  # noqa: S606  as hostile ones do
    crashes(case)


def daemon(act: Callable[[], object]) -> None:
    noted, note = os.pipe()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os.read(noted, 1)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    with Path(os.environ["CHILDREN"]).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    os.write(note, b".")
    act()
    os._exit(0)


def round_trips(case: dict[str, Any]) -> None:
    value = json.loads(text_of(case))
    if not isinstance(value, dict):
        say({"n": case["n"], "verdict": "reject"})
        return
    kept = {name: part for name, part in value.items() if name != "drop"}
    if "change" in kept:
        kept["change"] = str(kept["change"])
    if "add" in kept:
        kept["more"] = None
    output = "{" if "break" in kept else json.dumps(kept)
    reply = {"n": case["n"], "verdict": "accept", "output": output, "typed_as": "Thing"}
    say(reply if case["mode"] == "roundtrip" else {"n": case["n"], "verdict": "error"})


def out_of_order(cases: list[dict[str, Any]]) -> None:
    for case in reversed(cases):
        good(case)


HELLOS: dict[str, dict[str, Any]] = {
    "lies-about-protocol": {"protocol": 7},
    "says-no-name": {"adapter": {}},
    "says-surrogate-hello": {"subject": {"name": "\ud800", "version": "1"}},
    "other-target": {"targets": ["others"]},
    "no-target": {"targets": []},
    "lenient": {"lenient": True},
    "one-at-a-time": {"max_inflight": 1, "modes": []},
    "ends-between": {"max_inflight": 1},
    "round-trips": {"modes": ["decode", "roundtrip"]},
}


def start(how: str) -> None:
    if how == "dies-at-start":
        sys.stderr.write("no such library\n")
        sys.exit(1)
    if how == "never-says-hello":
        time.sleep(1000)
    if how == "noise-long-before":
        sys.stdout.write("Loading…\n")
        sys.stdout.flush()
        time.sleep(0.3)
    if how == "noise-first":
        sys.stdout.write("Loading…\n")
    sys.stdin.readline()
    noise = "ready\n" if how == "noise-after" else ""
    sys.stdout.write(json.dumps(HELLO | HELLOS.get(how, {})) + "\n" + noise)
    sys.stdout.flush()


def main(how: str) -> None:
    start(how)
    name = {"lenient": "always_yes"}.get(how, how.replace("-", "_"))
    act: Callable[[Any], None] = globals().get(name, good)
    held: list[dict[str, Any]] = []
    for line in sys.stdin:
        message = json.loads(line)
        if message["op"] == "bye":
            break
        if act is not out_of_order:
            act(message)
            continue
        held.append(message)
        if len(held) == 3:
            act(held)
            held.clear()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "good")
