"""Attacks the exact comparison with fresh draws: `python tests/fuzz.py [ROUNDS [EXAMPLES]]`.

Each round has a fresh seed, which is printed before it starts. It ends with the first draw that
contradicts the comparison, which is told with all that is needed to draw it again.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

RECORDS = (
    *sorted(Path("schemas").glob("*/")),
    *sorted(Path("conformance/example/schemas").glob("*/")),
)
ROUNDS, EXAMPLES = 10, 20_000


def main() -> None:
    rounds, examples = (*map(int, sys.argv[1:]), *(ROUNDS, EXAMPLES)[len(sys.argv) - 1 :])
    for _ in range(rounds):
        seed = secrets.randbelow(2**32)
        for record in RECORDS:
            arguments = ("--record", str(record), "--seed", str(seed), "--examples", str(examples))
            print(f"conformance generate {' '.join(arguments)}", flush=True)
            command = (sys.executable, "-m", "conformance", "generate", *arguments)
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
            print("\n".join(done.stdout.splitlines()[-4:]), flush=True)
            if done.returncode:
                sys.exit(done.returncode)


if __name__ == "__main__":
    main()
