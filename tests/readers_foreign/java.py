"""Compares the Java reader with Jackson itself.

Usage: python tests/readers_foreign/java.py [--quick] [types | published ...]

`types` has values decoded into the types in `java/Types.java` by Jackson, and what it writes judged
too; `published` does so with the classes of a published package, in its own source. Without a name
both are done, with `--quick` every fourth type.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from by_values import Tally, by_values
from summary import Summary, program, work_folder

from conformance.errors import ConformanceError
from conformance.model import Verdict
from conformance.readers import java
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json

OWN = Path(__file__).parent / "java"
KEPT = json.loads((Path(__file__).parent / "java.json").read_text("utf-8"))
PUBLISHED = ("com.github.docker-java", "docker-java-api", "3.4.2")
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>fetch</groupId><artifactId>fetch</artifactId><version>1</version><dependencies>%s
</dependencies></project>"""
DEPENDENCY = (
    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
)
JACKSON = ("com.fasterxml.jackson.core", "jackson-databind", "2.19.0")


class Jackson:
    """The program in Java, with the packages that it needs."""

    def __init__(self, work: Path) -> None:
        """Fetch the packages and build the program into a folder."""
        self.work = work
        self.process: subprocess.Popen[str] | None = None
        pom = POM % "".join(DEPENDENCY % one for one in (JACKSON, PUBLISHED))
        (work / "pom.xml").write_text(pom, "utf-8")
        copy = ["mvn", "-q", "-B", "dependency:copy-dependencies"]
        subprocess.run([*copy, "-DoutputDirectory=lib"], cwd=work, check=True)
        of_sources = ["-Dclassifier=sources", f"-DincludeArtifactIds={PUBLISHED[1]}"]
        subprocess.run([*copy, "-DoutputDirectory=sources", *of_sources], cwd=work, check=True)
        built = work / "built"
        jars = sorted((work / "lib").glob("*.jar"))
        self.path = ":".join(map(str, [built, *jars]))
        sources = [str(OWN / "Types.java"), str(OWN / "Main.java")]
        command = ["javac", "-nowarn", "-cp", self.path, "-d", str(built), *sources]
        subprocess.run(command, check=True)

    def ask(self, name: str, given: Sequence[str]) -> list[str]:
        """Return what Jackson makes of texts as values of a class."""
        lines = "".join(f"{name}\t{text}\n" for text in given)
        if self.process is None:
            self.process = subprocess.Popen(
                ["java", "-cp", self.path, "Main"],  # noqa: S607  the Java at hand
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{lines}\n")
        stdin.flush()
        return [stdout.readline().removesuffix("\n") for _ in given]

    def close(self) -> None:
        """End the program."""
        if self.process is not None:
            self.process.communicate()


def explain(  # noqa: PLR0911  one line a reason
    text: str, value: Json, ours: Verdict, theirs: Verdict, words: str
) -> str | None:
    """Return the kept reason, by its key, that explains a difference; None if there is none."""
    if ours is Verdict.ACCEPT and re.search(r"[.eE]|-0\b", re.sub(r'"[^"]*"', '""', text)):
        return "1.0 for an integer"
    if ours is Verdict.ACCEPT and "UUID" in words:
        return "format"
    if theirs is Verdict.ACCEPT and re.search(r":\s*(?:1[2-9]\d|2\d\d)\b", text):
        return "byte"
    if isinstance(value, list) and value[:1] == ["leaf"]:
        return "wrapper array"
    if words == "written" and '"Infinity"' in text:
        return "no finite float"
    if words == "written" and "null" in text:
        return "null within"
    if theirs is Verdict.REJECT and "to `char`" in words:
        return "one character"
    if theirs is Verdict.ACCEPT and re.search(r'"\s|\s"', text):
        return "spaces around a constant"
    if theirs is Verdict.ACCEPT and re.search(r'"kind":\s*[-0-9tf]', text):
        return "any tag"
    return None


def types(jackson: Jackson, summary: Summary, quick: bool) -> bool:  # noqa: FBT001
    """Compare own types; return whether all is explained."""
    names = [x for x in java.names(opened(OWN / "Types.java")) if "." in x and "Generic" not in x]
    wanted = [(f"{(OWN / 'Types.java').as_posix()}#{x}", x.replace(".", "$")) for x in names]
    return compared(jackson, summary, wanted[:: 4 if quick else 1], 400)


def published(jackson: Jackson, summary: Summary, quick: bool) -> bool:  # noqa: FBT001
    """Compare the classes of a published package; return whether all is explained."""
    folder = jackson.work / "unpacked"
    for one in (jackson.work / "sources").glob("*.jar"):
        with zipfile.ZipFile(one) as packed:
            packed.extractall(folder)
    wanted = []
    for path in sorted(folder.rglob("model/*.java")):
        package = ".".join(path.relative_to(folder).parent.parts)
        wanted += [
            (f"{path.as_posix()}#{name}", f"{package}.{name.replace('.', '$')}")
            for name in java.names(opened(path))
        ]
    return compared(jackson, summary, wanted[:: 4 if quick else 1], 60)


def compared(
    jackson: Jackson, summary: Summary, wanted: Sequence[tuple[str, str]], count: int
) -> bool:
    seen: Counter[str] = Counter()
    bad: list[str] = []
    for source, name in wanted:
        if name in KEPT["left out"]:
            summary.counts["no schema"] += 1
            summary.counts["types"] += 1
            continue
        try:
            received = read(source, Options())
            sent = read(source, Options(direction=Direction.SEND))
        except ConformanceError as error:
            bad.append(str(error))
            continue
        tally: Tally = by_values(
            name,
            received.file,
            sent.file,
            lambda given, name=name: jackson.ask(name, given),  # type: ignore[misc]
            explain,
            count,
        )
        if name in KEPT["types"]:
            bad += [] if tally.bad else [f"{name} is listed, and has no difference"]
            tally.seen[f"explained: {KEPT['types'][name]}"] += len(tally.bad)
            tally.bad.clear()
        seen += tally.seen
        bad += tally.bad
        summary.counts.update(("types", tally.outcome))
    print(f"Jackson: {len(wanted)} types, {dict(seen)}")
    for line in bad[:300]:
        print(f"  {line}")
    return not bad


PARTS = {"types": types, "published": published}


def compare_all(names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the parts that are named, or all; print a line each."""
    summary = Summary()
    if quick:
        summary.left_out.append("three quarters of the types (quick)")
    with work_folder("java") as work:
        jackson = Jackson(work)
        for name in names or PARTS:
            summary.failed |= not PARTS[name](jackson, summary, quick)
        jackson.close()
    return summary


if __name__ == "__main__":
    program("java", compare_all)
