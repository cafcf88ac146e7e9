"""What changes from one release of a package to the next."""

from __future__ import annotations

from typing import Any

from conformance.reporters.views.releases import Upgrade, upgrades

FAMILIES = {
    "sdk.one": ("sdk.one@1", "sdk.one@2", "sdk.one@3"),
    "sdk.two": ("sdk.two@1", "sdk.two@9"),
}


def test_each_step_says_what_only_one_side_takes(fake: Any) -> None:
    lines = fake.typed(
        fake.relation(
            "sdk.one@1", "sdk.one@2", "overlap", only_a={"value": None}, only_b={"value": [1]}
        ),
        fake.relation("sdk.one@1", "sdk.one@3", "equal"),
        fake.relation("sdk.one@3", "sdk.one@2", "contains", only_a={"value": {"x": 1}}),
    )
    found = upgrades(FAMILIES, lines)
    assert found == [
        Upgrade(
            package="sdk.one", older="sdk.one@1", newer="sdk.one@2", rejected="null", accepted="[1]"
        ),
        Upgrade(
            package="sdk.one",
            older="sdk.one@2",
            newer="sdk.one@3",
            rejected=None,
            accepted='{"x": 1}',
        ),
    ]
    assert found[0].versions == ("1", "2")


def test_without_relations_there_is_nothing_to_say() -> None:
    assert upgrades(FAMILIES, []) == []
