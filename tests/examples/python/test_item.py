"""The model against every case of the corpus; pytest's plugin of the package brings the cases."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from item import Item
from pydantic import ValidationError

if TYPE_CHECKING:
    from conformance.pytest_plugin import ConformanceCase

BUNDLE = os.environ.get("CONFORMANCE_BUNDLE")


def accepts(data: bytes) -> bool:
    try:
        Item.model_validate_json(data)
    except ValidationError:
        return False
    return True


def test_item(conformance_case: ConformanceCase) -> None:
    assert conformance_case.allows(accepted=accepts(conformance_case.input))


@pytest.mark.skipif(BUNDLE is None, reason="CONFORMANCE_BUNDLE names no bundle")
def test_the_bundle_holds_what_its_manifest_says() -> None:
    bundle = Path(BUNDLE or "")
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    lines = [json.loads(line) for line in (bundle / "cases.ndjson").read_bytes().splitlines()]
    inputs = {line["id"]: (bundle / line["file"]).read_bytes() for line in lines}

    assert len(inputs) == manifest["counts"]["cases"]
    assert manifest["inputs"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in inputs.items()
    }
