"""How fast a program is asked 5,000 cases, and how many verdicts survive its faults.

The programs do nothing but answer, so what is measured is the protocol and its supervision.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from conformance.model import Input
from conformance.programs.process import Answers, Timeouts, judge_inputs

CASES = 5_000
PYTHON = r"""
import json, os, sys, time
print(json.dumps({"op": "hello", "protocol": 1, "adapter": {"name": "b", "version": "1"},
                  "subject": {"name": "b", "version": "1"}, "targets": ["things"],
                  "max_inflight": 64}), flush=True)
sys.stdin.readline()
for line in sys.stdin:
    case = json.loads(line)
    if case["op"] == "bye":
        break
    if "crash" in case["text"]:
        os._exit(1)
    if "hang" in case["text"]:
        time.sleep(1000)
    if "noise" in case["text"]:
        print("looking")
    sys.stdout.write('{"n":%d,"verdict":"accept"}\n' % case["n"])
    sys.stdout.flush()
"""
NODE = r"""
const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");
const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const message = JSON.parse(line);
  if (message.op === "hello") {
    say({ op: "hello", protocol: 1, adapter: { name: "b", version: "1" },
          subject: { name: "b", version: "1" }, targets: ["things"], max_inflight: 64 });
  } else if (message.op === "case") {
    if (message.text.includes("crash")) process.kill(process.pid, "SIGKILL");
    if (message.text.includes("hang")) for (;;);
    if (message.text.includes("noise")) process.stdout.write("looking\n");
    say({ n: message.n, verdict: "accept" });
  } else {
    process.exit(0);
  }
});
"""


def main() -> None:
    """Print one line for each program and each kind of run."""
    clean = [Input(text=f'{{"a":{n}}}') for n in range(CASES)]
    faulty = list(clean)
    faulty[1234] = Input(text='{"crash":1}')
    faulty[3456] = Input(text='{"hang":1}')
    for n in range(0, CASES, 500):
        faulty[n] = Input(text='{"noise":1}')
    node = shutil.which("node")
    commands = {"python": [sys.executable, "-c", PYTHON]}
    if node is not None:
        commands["node"] = [node, "-e", NODE]
    for name, command in commands.items():
        seconds, outcome = _timed(command, clean)
        accepted = Counter(judgement.verdict.value for judgement in outcome.judgements)["accept"]
        print(f"{name}: {accepted:,} of {CASES:,} clean cases in {seconds:.2f} s")
        seconds, outcome = _timed(command, faulty)
        named = {
            n: judgement.verdict.value
            for n, judgement in enumerate(outcome.judgements)
            if judgement.verdict != "accept"
        }
        print(
            f"{name}: with a crash, a hang and noise, {CASES - len(named):,} verdicts kept and "
            f"{named} named in {seconds:.2f} s, {outcome.restarts} restarts"
        )


def _timed(command: list[str], inputs: list[Input]) -> tuple[float, Answers]:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        outcome = judge_inputs(
            command, inputs, folder=Path(folder), target="things", limits=Timeouts(case=1)
        )
        return time.perf_counter() - start, outcome


if __name__ == "__main__":
    main()
