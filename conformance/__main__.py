"""`python -m conformance` is the command `conformance`."""

import gc

from conformance import interrupts

OBJECTS = 500_000
"""So many new objects are made before Python looks for garbage; most of ours live to the end."""


def main() -> None:
    """Run the command line; it can be interrupted from its first moment on."""
    interrupts.install()
    gc.set_threshold(OBJECTS)
    from conformance.cli import main as command  # noqa: PLC0415  this takes long

    try:
        command()
    finally:
        gc.freeze()  # else Python looks for garbage twice more when it ends


if __name__ == "__main__":
    main()
