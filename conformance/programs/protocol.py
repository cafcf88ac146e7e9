"""The messages between runner and adapter: adapter protocol 1.

The format is `formats/adapter-protocol.schema.json`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conformance import __version__
from conformance.dataclass import dataclass
from conformance.formats.read import checker
from conformance.model import Implementation, Judgement, Reason, Verdict

if TYPE_CHECKING:
    from conformance.model import Input

PROTOCOL = 1
BYE = b'{"op":"bye"}\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """An adapter's greeting.

    Attributes:
        name: The adapter's name and version, as one text.
        subject: The program behind it.
        targets: The types that it can decode.
        roundtrip: Whether it can encode what it decoded.
        max_inflight: The number of cases that may wait for a reply at once.
        permissive: Whether its decoder accepts nearly anything, by design.
    """

    name: str
    subject: Implementation
    targets: tuple[str, ...]
    roundtrip: bool
    max_inflight: int
    permissive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An adapter's answer to one case.

    Attributes:
        n: The case's number.
        judgement: Its judgement; `error` if the reply is broken.
        output: The text that it encoded again; None if it did not.
    """

    n: int
    judgement: Judgement
    output: str | None


class HelloError(Exception):
    """This runner cannot use the adapter's greeting; the message is the reason."""


def hello_line() -> bytes:
    """Return the runner's greeting."""
    return _line({"op": "hello", "protocol": [PROTOCOL], "runner": f"conformance {__version__}"})


def case_line(n: int, given: Input, *, target: str, mode: str) -> bytes:
    """Return the line that asks for the verdict on one input; it holds only the input."""
    return _line({"op": "case", "n": n, "target": target, "mode": mode, **given.json()})


def read_hello(line: bytes) -> Hello | None:
    """Return an adapter's greeting; None if the line is not a message.

    Raises:
        HelloError: It is a message, but not a greeting of this protocol.
    """
    message = _message(line)
    if message is None:
        return None
    if message.get("op") == "hello" and message.get("protocol") != PROTOCOL:
        raise HelloError(
            f"it speaks protocol {json.dumps(message.get('protocol'))}, this runner {PROTOCOL}"
        )
    problem = _problem("hello", message)
    if problem is not None:
        raise HelloError(f"its hello is broken: {problem}")
    subject = message["subject"]
    return Hello(
        name=f"{message['adapter']['name']} {message['adapter']['version']}",
        subject=Implementation(
            name=subject["name"], version=subject["version"], language=subject.get("language")
        ),
        targets=tuple(message["targets"]),
        roundtrip="roundtrip" in message.get("modes", ()),
        max_inflight=int(message.get("max_inflight", 1)),
        permissive=message.get("lenient", False),
    )


def read_reply(line: bytes) -> Reply | None:
    """Return the reply in a line; None if the line is not a reply."""
    message = _message(line)
    n = None if message is None else message.get("n")
    if message is None or not isinstance(n, int) or isinstance(n, bool):
        return None
    problem = _problem("reply", message)
    if problem is not None:
        note = f"its reply is broken: {problem}"
        return Reply(n=n, judgement=Judgement(verdict=Verdict.ERROR, note=note), output=None)
    judgement = Judgement(
        verdict=Verdict(message["verdict"]),
        reasons=tuple(_reason(error) for error in message.get("errors", ())),
        note=message.get("reason"),
        typed_as=message.get("typed_as"),
    )
    return Reply(n=n, judgement=judgement, output=message.get("output"))


def reason_of(at: str, code: str, message: str) -> Reason:
    """Return a program's reason: it has no schema, and so no file and no keyword's place."""
    return Reason(
        instance=at, keyword=code, file="", schema="", property=None, claims=(), message=message
    )


def _reason(error: dict[str, str]) -> Reason:
    code = error.get("code", "error")
    return reason_of(error.get("at", ""), code, error.get("message", code))


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def _problem(form: str, message: dict[str, Any]) -> str | None:
    """Return the first fault of a message; None if it is of its form."""
    try:
        json.dumps(message, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return "it holds a lone surrogate outside of a JSON text"
    fault = checker("adapter-protocol", form)(message)
    if fault is None:
        return None
    return f"{fault.message} at {fault.place}" if fault.place else fault.message


def _message(line: bytes) -> dict[str, Any] | None:
    if not line.lstrip().startswith(b"{"):
        return None
    try:
        message: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message
