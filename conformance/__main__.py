"""`python -m conformance` is the command `conformance`."""

from conformance import interrupts


def main() -> None:
    """Run the command line; it can be interrupted from its first moment on."""
    interrupts.install()
    from conformance.cli import main as command  # noqa: PLC0415  this takes long

    command()


if __name__ == "__main__":
    main()
