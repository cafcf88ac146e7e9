"""Compares one published schema with itself and with changed copies; prints a JSON line.

`python tests/wild/one.py FILE SECONDS`: a comparison ends after so much processor time, counted in
seconds of the machine on which the unit takes UNIT seconds. The unit is timed right before: other
work on the machine slows down both.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutations import changed

from conformance.compare.sides import Side, file_side
from conformance.exact import Relation, compare_columns, relate
from conformance.exact.validators import Fast, Reference
from conformance.readers.read import Options
from conformance.schema.neighbours import Given

if TYPE_CHECKING:
    from collections.abc import Iterator


UNIT = 0.6
"""The seconds that `_unit` takes on the machine that the seconds are meant for."""


class _TooSlowError(BaseException):
    pass


def main() -> None:
    path, seconds = Path(sys.argv[1]), float(sys.argv[2]) * _unit() / UNIT
    signal.signal(signal.SIGVTALRM, _stop)
    print(json.dumps({"load": _load(path), "pairs": list(_pairs(path, seconds)), "mb": _memory()}))


def _unit() -> float:
    start = time.process_time()
    for _ in range(60):
        json.loads(json.dumps([{"a": [n, str(n)]} for n in range(8_000)]))
    return time.process_time() - start


def _stop(*_: object) -> None:
    raise _TooSlowError


def _load(path: Path) -> str:
    """Return why a file is refused; empty if it loads."""
    try:
        _side(path, path.parent)
    except Exception as error:  # noqa: BLE001  any is a finding
        return f"{type(error).__name__}: {error}"
    return ""


def _pairs(path: Path, seconds: float) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        for neighbour in path.parent.glob("*.json"):
            shutil.copy(neighbour, folder)
        copy = Path(folder, path.name)
        yield {"change": "itself"} | _compared(path, copy, seconds)
        for name, schema in changed(json.loads(path.read_text(encoding="utf-8"))):
            copy.write_text(json.dumps(schema), encoding="utf-8")
            yield {"change": name} | _compared(path, copy, seconds)


def _compared(path: Path, copy: Path, seconds: float) -> dict[str, Any]:
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        sides = _side(path, path.parent), _side(copy, copy.parent)
        columns = [side.column() for side in sides]
        cells = compare_columns(columns)
        found = relate(cells, columns[0].id, columns[1].id)
        result = {
            "relation": found.relation,
            "proven": found.proven,
            "why_not": list(found.why_not[:2]),
        }
    except _TooSlowError:
        return {"relation": "too slow", "proven": False, "seconds": seconds}
    except Exception as error:  # noqa: BLE001  any is a finding
        result = {"relation": f"{type(error).__name__}: {error}", "proven": False}
        found, columns = None, []
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    result["seconds"] = time.process_time() - start
    if found is not None:
        result["wrong"] = list(_wrong(found, columns))
    return result


def _side(path: Path, folder: Path) -> Side:
    return file_side(str(path), Options(given=Given(folder=folder)))


def _wrong(found: Relation, columns: list[Any]) -> Iterator[str]:
    """Yield every witness that both validators contradict."""
    for name, witness in (("both", found.both), ("only_a", found.only_a), ("only_b", found.only_b)):
        for column, right in zip(columns, _EXPECTED[name], strict=True):
            if witness is None:
                continue
            kinds = (Reference, Fast)
            said = [kind(column.lenient).says(witness.value) for kind in kinds]
            if said == [not right] * len(kinds):
                yield f"{name} {json.dumps(witness.value)} under {Path(column.id).name}"


_EXPECTED = {"both": (True, True), "only_a": (True, False), "only_b": (False, True)}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
