from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import fakes
import pytest

from conformance.model import Implementation, Input, Verdict
from conformance.programs.process import Answers, Timeouts, judge_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="orphans go to init elsewhere")
ADAPTER = Path(__file__).parents[1] / "adapters_bad" / "adapter.py"
QUICK = Timeouts(start=20, case=0.5)


def ask(how: str, texts: Sequence[str], *, limits: Timeouts = QUICK) -> Answers:
    return judge_inputs(
        [*fakes.PYTHON, str(ADAPTER), how],
        [Input(text=text) for text in texts],
        folder=ADAPTER.parent,
        target="things",
        limits=limits,
    )


def verdicts(outcome: Answers) -> list[str]:
    return [judgement.verdict.value for judgement in outcome.judgements]


MANY = ['{"a": 1}', '{"reject": 1}'] * 30


def with_one(text: str, at: int = 17) -> list[str]:
    return [*MANY[:at], text, *MANY[at:]]


def expected_with(verdict: str, at: int = 17) -> list[str]:
    plain = ["accept", "reject"] * 30
    return [*plain[:at], verdict, *plain[at:]]


def test_a_good_adapter_s_verdicts_and_what_it_says_of_itself_are_kept() -> None:
    outcome = ask("good", MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert outcome.hello is not None
    assert outcome.hello.name == "test 1"
    assert outcome.hello.subject == Implementation(name="subject", version="2.0", language="python")
    assert (outcome.not_run, outcome.complete) == (None, True)
    assert (outcome.restarts, outcome.warnings) == (0, ())


def test_bytes_that_are_no_text_reach_the_adapter() -> None:
    outcome = judge_inputs(
        [*fakes.PYTHON, str(ADAPTER)],
        [Input(data=b'{"\xff": 1}')],
        folder=ADAPTER.parent,
        target="things",
        limits=QUICK,
    )
    assert verdicts(outcome) == ["accept"]


def test_an_adapter_that_takes_one_case_at_a_time_gets_one_at_a_time() -> None:
    assert verdicts(ask("one-at-a-time", MANY)) == ["accept", "reject"] * 30


def test_replies_may_come_in_any_order() -> None:
    assert verdicts(ask("out-of-order", MANY)) == ["accept", "reject"] * 30


@pytest.mark.parametrize(
    ("how", "text", "verdict", "note"),
    [
        (
            "crashes",
            '{"crash": 1}',
            "crash",
            "it ended with exit code 3; its stderr ends: Segmentation fault",
        ),
        ("hangs", '{"hang": 1}', "timeout", "no reply within 0.5 s"),
        ("is-killed", '{"kill": 1}', "crash", "it was killed by SIGKILL"),
    ],
)
def test_a_fault_is_blamed_on_exactly_the_case_that_causes_it(
    how: str, text: str, verdict: str, note: str
) -> None:
    outcome = ask(how, with_one(text))
    assert verdicts(outcome) == expected_with(verdict)
    assert outcome.judgements[17].note == note
    assert outcome.complete
    assert outcome.restarts == 2


def test_a_fault_of_the_only_case_in_flight_needs_no_second_look() -> None:
    outcome = ask("crashes", ['{"crash": 1}'])
    assert verdicts(outcome) == ["crash"]
    assert outcome.restarts == 0


def test_several_faults_among_many_cases_are_each_blamed() -> None:
    texts = [*MANY, '{"crash": 1}', '{"hang": 1}', *MANY, '{"crash": 2}']
    plain = ["accept", "reject"] * 30
    outcome = ask("crashes-and-hangs", texts)
    assert verdicts(outcome) == [*plain, "crash", "timeout", *plain, "crash"]
    assert outcome.warnings == ("stdout has a line that is not a reply: by the way",)


def test_a_fault_that_no_case_repeats_blames_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRASH_MARKER", str(tmp_path / "crashed"))
    outcome = ask("crashes-once", MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert outcome.warnings == (
        "it died or hung once, and no case that was in flight did it when alone",
    )


def test_after_the_last_restart_the_rest_is_not_run() -> None:
    limits = Timeouts(start=20, case=0.5, restarts=3)
    outcome = ask("crashes", ['{"crash": 1}'] * 8, limits=limits)
    assert verdicts(outcome) == ["crash"] * 3 + ["not-run"] * 5
    assert outcome.judgements[-1].note == "given up after 3 restarts"
    assert (outcome.complete, outcome.not_run) == (False, None)


def test_an_end_between_two_cases_is_blamed_on_neither() -> None:
    outcome = ask("ends-between", ['{"a": 1}', '{"last": 1}', *['{"a": 1}'] * 5])
    assert verdicts(outcome) == ["accept"] * 7
    assert outcome.restarts == 1


def test_noise_between_cases_that_are_sent_again_harms_nothing() -> None:
    outcome = ask("crashes-noisily", ['{"a": 1}'] * 3 + ['{"crash": 1}'] + ['{"a": 1}'] * 3)
    assert verdicts(outcome) == ["accept"] * 3 + ["crash"] + ["accept"] * 3


def test_a_line_that_was_cut_off_is_noise() -> None:
    outcome = ask("dies-in-a-line", ["{}"])
    assert verdicts(outcome) == ["crash"]
    assert outcome.warnings == ('stdout has a line that is not a reply: {"n": ',)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (
            "dies-at-start",
            "it ended with exit code 1 before its hello; its stderr ends: no such library",
        ),
        ("lies-about-protocol", "it speaks protocol 7, this runner 1"),
        (
            "says-no-name",
            'its hello is broken: "name" is a required property at /adapter',
        ),
        (
            "says-surrogate-hello",
            "its hello is broken: it holds a lone surrogate outside of a JSON text",
        ),
        ("other-target", "it decodes others, and not things"),
        ("no-target", "it decodes nothing, and not things"),
    ],
)
def test_an_adapter_that_cannot_be_asked_is_not_run(how: str, why: str) -> None:
    outcome = ask(how, MANY)
    assert set(verdicts(outcome)) == {"not-run"}
    assert outcome.not_run == why
    assert not outcome.complete


def test_an_adapter_that_never_says_hello_is_ended() -> None:
    outcome = ask("never-says-hello", MANY, limits=Timeouts(start=0.3, case=0.3))
    assert outcome.not_run == "it did not say hello within 0.3 s"


def test_a_program_that_is_not_there_is_not_run() -> None:
    outcome = judge_inputs(
        ["/no/such/program"],
        [Input(text="{}")],
        folder=ADAPTER.parent,
        target="things",
        limits=QUICK,
    )
    assert outcome.not_run == "/no/such/program cannot be started: No such file or directory"


def test_noise_on_stdout_is_kept_as_a_warning_and_harms_nothing() -> None:
    outcome = ask("babbles", MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert outcome.warnings == (
        "stdout has a line that is not a reply: looking at 0",
        'stdout has a line that is not a reply: {"level":"info"}',
        "stdout has a line that is not a reply: [1]",
        "stdout has a line that is not a reply: {broken",
        "stdout has a line that is not a reply: looking at 1",
        "235 more lines on stdout are no reply",
    )


@pytest.mark.parametrize("how", ["noise-long-before", "noise-first", "noise-after"])
def test_noise_beside_the_hello_is_kept_as_a_warning(how: str) -> None:
    outcome = ask(how, MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert len(outcome.warnings) == 1


def test_noise_without_end_is_no_reply() -> None:
    assert verdicts(ask("babbles-for-ever", ["{}"])) == ["timeout"]


def test_a_line_without_end_is_a_crash() -> None:
    outcome = ask("one-long-line", ["{}"], limits=Timeouts(start=20, case=20))
    assert verdicts(outcome) == ["crash"]
    assert outcome.judgements[0].note == "it wrote a line longer than 64 MiB"


def test_a_second_reply_that_says_the_same_is_a_warning() -> None:
    outcome = ask("answers-twice", MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert outcome.warnings == ("it answers some cases twice",)


def test_a_second_reply_that_says_otherwise_is_an_error() -> None:
    outcome = ask("contradicts-itself", ["{}"] * 20)
    assert "error" in verdicts(outcome)
    assert outcome.judgements[0].note == "it answered twice, and not the same"


def test_a_reply_that_nobody_asked_for_is_a_warning() -> None:
    outcome = ask("answers-the-unasked", MANY)
    assert verdicts(outcome) == ["accept", "reject"] * 30
    assert outcome.warnings == ("it answers cases that it was not asked about",)


def test_a_verdict_that_only_the_runner_gives_is_an_error() -> None:
    outcome = ask("claims-the-runners-verdicts", with_one('{"crash": 1}'))
    assert verdicts(outcome) == expected_with("error")
    note = outcome.judgements[17].note
    assert note is not None
    assert note.startswith('its reply is broken: "crash" is not one of')
    assert note.endswith("at /verdict")


def test_a_reply_with_a_lone_surrogate_is_an_error() -> None:
    assert verdicts(ask("says-surrogates", with_one('{"odd": 1}'))) == expected_with("error")


def test_a_flooded_stderr_blocks_nothing() -> None:
    assert verdicts(ask("floods-stderr", MANY)) == ["accept", "reject"] * 30


def test_inputs_larger_than_a_pipe_holds_block_nothing() -> None:
    large = '{"a": "' + "x" * 500_000 + '"}'
    outcome = ask("good", [large] * 20, limits=Timeouts(start=20, case=20))
    assert verdicts(outcome) == ["accept"] * 20


def test_an_adapter_that_stops_reading_is_ended() -> None:
    large = '{"a": "' + "x" * 300_000 + '"}'
    outcome = ask("does-not-read", [large] * 3)
    assert verdicts(outcome) == ["accept", "accept", "accept"]


def test_an_adapter_that_closes_its_stdin_is_ended() -> None:
    large = '{"a": "' + "x" * 300_000 + '"}'
    outcome = ask("stops-listening", [large] * 2)
    assert verdicts(outcome) == ["timeout", "timeout"]


def test_an_adapter_that_closes_its_stdout_is_ended() -> None:
    outcome = ask("closes-stdout", ["{}"])
    assert verdicts(outcome) == ["crash"]
    assert outcome.judgements[0].note == "it closed its stdout"


@pytest.mark.parametrize("text", ['{"a": 1}', '{"crash": 1}'])
@pytest.mark.parametrize("how", ["leaves-children", pytest.param("leaves-daemons", marks=ON_LINUX)])
def test_the_children_that_an_adapter_leaves_behind_are_ended(
    how: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = tmp_path / "children"
    monkeypatch.setenv("CHILDREN", str(children))
    outcome = ask(how, [text])
    assert verdicts(outcome) == ["crash" if "crash" in text else "accept"]
    for pid in map(int, children.read_text("utf-8").split()):
        assert gone(pid)


def gone(pid: int) -> bool:
    """Return whether a process ends within a moment; one that its parent left may linger dead."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    return False


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        ('{"a": 1.0, "b": [true]}', "accept", []),
        ('{"drop": {"a": [1, 2]}}', "lossy", [("/drop", '{"a":[1,2]} was dropped')]),
        ('{"change": 1, "a": 2}', "lossy", [("/change", '1 came back as "1"')]),
        ('{"add": 1}', "lossy", [("/more", "null was added")]),
        (
            '{"break": 1}',
            "lossy",
            [("", "what it wrote back is not JSON: not one well-formed JSON text")],
        ),
        ("[]", "reject", []),
    ],
)
def test_what_a_round_trip_changes_is_lossy(
    text: str, verdict: str, said: list[tuple[str, str]]
) -> None:
    judgement = ask("round-trips", [text]).judgements[0]
    assert judgement.verdict.value == verdict
    assert [(reason.instance, reason.message) for reason in judgement.reasons] == said
    assert judgement.typed_as == (None if verdict == "reject" else "Thing")


def test_a_round_trip_of_what_cannot_be_held_exactly_is_not_compared() -> None:
    judgement = ask("round-trips", ['{"a": 1, "a": 2}']).judgements[0]
    assert judgement.verdict is Verdict.ACCEPT
    assert judgement.note == ('the round trip is not compared: the name "a" is twice in one object')


def test_a_long_value_that_was_lost_is_shortened() -> None:
    judgement = ask("round-trips", ['{"drop": "' + "x" * 100 + '"}']).judgements[0]
    assert judgement.reasons[0].message == '"' + "x" * 58 + "… was dropped"


def test_an_error_that_an_adapter_names_is_kept() -> None:
    judgement = ask("always-no", ["{}"]).judgements[0]
    assert [(r.instance, r.keyword, r.message) for r in judgement.reasons] == [("", "error", "no")]
