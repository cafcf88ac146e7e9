"""Reads published Kotlin, whose compiler is not at hand to compare with.

Usage: python tests/readers_foreign/kotlin.py [--quick]

Every type of the packages is read in both directions: each must give a schema, or an error that is
kept with its reason in `kotlin.json`. With `--quick` every fourth type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from published import read_all
from summary import program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summary import Summary

PACKAGES = (
    ("com.aallam.openai", "openai-core-jvm", "3.8.2", ""),
    ("com.openai", "openai-java-core", "2.0.0", "responses/ResponseOutput"),
)
"""kotlinx.serialization, and Jackson: group, name, version, and the part that is read."""


def compare_all(_names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Read the types of the packages; print a line each."""
    return read_all("kotlin", ".kt", PACKAGES, step=4 if quick else 1)


if __name__ == "__main__":
    program("kotlin", compare_all)
