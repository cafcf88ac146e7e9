"""What the tests of the exact comparison share."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def random_schemas() -> Any:
    return _loaded(Path(__file__).with_name("random_schemas.py"))


@pytest.fixture(scope="session")
def bench_exact() -> Any:
    return _loaded(Path(__file__).parent.parent / "benchmarks" / "bench_exact.py")
