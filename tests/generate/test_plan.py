"""Generated cases: a function of seed and chunk, each behaviour once, and the falsifier."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance.corpus.lint import lint_corpus
from conformance.corpus.load import load_corpus
from conformance.corpus.write import file_text
from conformance.errors import DefectError, UsageError
from conformance.generate import oracle as bench
from conformance.generate import plan as generate
from conformance.generate.chunks import CHUNK, Chunk, chunks, drawn
from conformance.generate.keep import Behaviour, Collection
from conformance.generate.oracle import Bench
from conformance.generate.plan import judged_cells, planned
from conformance.jsontext.tree import children, nodes, replaced, spelt, tree_of, without
from conformance.judges.panel import schema_judges
from conformance.judges.schema import SchemaJudge
from conformance.model import Verdict, Witness
from conformance.record.load import load_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import MakeRecord

    from conformance.generate.plan import Work
    from conformance.model import Corpus, Record

ACCEPT, REJECT, SILENT = Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT


class Project:
    """A record, loaded, and what drawing from it needs."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.record: Record = load_record(folder)
        self.corpus: Corpus = load_corpus(folder)
        self.judges: list[SchemaJudge] = schema_judges(self.record)
        self.cells = judged_cells(self.record, self.judges)
        self.seed = seed

    @property
    def work(self) -> Work:
        return planned(self.record, self.corpus, self.judges, self.cells, seed=self.seed)

    @property
    def found(self) -> Collection:
        return Collection(self.record, self.corpus, self.judges, seed=self.seed)


@pytest.fixture
def thing(tmp_path: Path, make_record: MakeRecord) -> Project:
    return Project(make_record(tmp_path / "thing"))


def fast(work: Work) -> Work:
    """Return work that draws nothing from schemas, which is slow."""
    return replace(work, sources=("classes", "mutations"))


def slow(work: Work) -> Work:
    """Return work that draws from everything in short turns."""
    return replace(work, sources=("classes", "mutations", *work.columns))


# --- planning ------------------------------------------------------------------------------------


def test_work_names_all_that_draws_depend_on(thing: Project) -> None:
    work = thing.work

    assert work.columns == ("closed.declared", "closed.documented", "open.declared")
    assert work.sources[:2] == ("classes", "mutations")
    assert tuple(x for x in work.sources if "." in x) == work.columns
    assert '{"state": "on"}' in work.bases
    assert '{"state": "?"}' in work.bases  # one column accepts it
    assert work.vocabulary.names == {"": ("state",)}
    assert {"on", "off", "idle"} <= {x for x in work.vocabulary.values["/state"] if x}
    assert work.cells == frozenset(thing.cells.vectors)
    assert pickle.loads(pickle.dumps(work)) == work  # noqa: S301  what executors do with it


def test_verdicts_that_only_a_library_s_fault_makes_unlisted_are_settled(
    thing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Bench(thing.judges).verdicts("[]")
    listed = frozenset(thing.cells.vectors)
    monkeypatch.setattr(SchemaJudge, "verdict", lambda *_: Verdict.UNSUPPORTED)

    assert Bench(thing.judges, listed).verdicts("[]") == right


def test_only_small_inputs_that_somebody_accepts_are_varied(thing: Project) -> None:
    judges = Bench(thing.judges)

    assert [
        judges.is_base(text)
        for text in ('{"state": "on"}', "[]", "{", f'{{"state": "{"a" * 3000}"}}', "[" * 150)
    ] == [True, True, False, False, False]


def test_native_names_are_known(tmp_path: Path, make_record: MakeRecord) -> None:
    about = {
        "format": 1,
        "title": "Named",
        "native_names": {
            "_state": {"wire": "state", "inferred": True},
        },
    }
    state = {"if": {"type": "string"}, "then": {"minLength": 2}}
    declared = {"properties": {"state": state, "parts": {"items": {"enum": ["p"]}}}}
    project = Project(
        make_record(tmp_path / "thing", variants={"a": {"declared": declared, "about": about}})
    )

    words = project.work.vocabulary
    assert words.natives == {"state": ("_state",)}
    assert words.names == {"": ("parts", "state")}
    assert "p" in words.values["/parts/*"]
    assert words.values["/extra"] == ("", 0, None)
    assert set(project.work.sources) == {"classes", "mutations"}


def test_the_list_of_cells_is_no_measure_where_it_is_not_complete(thing: Project) -> None:
    thing.cells = replace(thing.cells, complete=False, why_not=("too many",))

    assert thing.work.cells is None


def test_without_hypothesis_it_is_said_before_anything_is_drawn(
    thing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise UsageError("not installed")

    monkeypatch.setattr(generate, "demand_hypothesis", refuse)

    with pytest.raises(UsageError):
        _ = thing.work


# --- chunks --------------------------------------------------------------------------------------


def test_a_chunk_is_a_function_of_seed_and_number(thing: Project) -> None:
    work = thing.work
    again = Project(thing.record.folder).work
    other = replace(work, seed=2)

    for number in (0, 1, work.sources.index("closed.declared")):
        assert drawn(work, number) == drawn(again, number)
        assert drawn(work, number).draws == CHUNK
    assert [drawn(work, n) for n in range(3)] != [drawn(other, n) for n in range(3)]


def test_every_chunk_says_which_vectors_it_reached(thing: Project) -> None:
    reached = drawn(thing.work, 0).reached | drawn(thing.work, 1).reached

    assert reached <= frozenset(thing.cells.vectors)
    assert (REJECT, REJECT, ACCEPT) in reached


def test_chunks_come_in_order_wherever_they_are_made(thing: Project) -> None:
    work = fast(thing.work)
    alone = list(chunks(work, range(6)))

    with ThreadPoolExecutor(2) as executor:
        together = list(chunks(work, range(6), executor, ahead=3))

    assert [chunk.number for chunk in alone] == list(range(6))
    assert together == alone


def test_what_is_no_longer_wanted_is_called_off(thing: Project) -> None:
    made: list[Future[Chunk]] = []

    class Lazy(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            made.append(Future())
            if len(made) == 1:
                made[0].set_result(Chunk(number=0, draws=0, reached=frozenset(), smallest=()))
            return made[-1]

    with Lazy() as executor:
        running = chunks(fast(thing.work), range(9), executor, ahead=4)
        next(running)
        running.close()  # type: ignore[attr-defined]

    assert [future.cancelled() for future in made] == [False, True, True, True]


def test_a_schema_that_cannot_be_drawn_from_is_noted_and_the_rest_goes_on(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    tree = {"properties": {"below": {"$ref": "#"}}}
    project = Project(make_record(tmp_path / "thing", variants={"tree": {"declared": tree}}))
    chunk = drawn(project.work, project.work.sources.index("tree.declared"))

    assert (chunk.draws, chunk.smallest) == (0, ())
    assert str(chunk.note).startswith("nothing is drawn from tree.declared: ")
    assert drawn(project.work, 0).note is None


def test_what_was_said_is_forgotten_when_it_is_too_much(
    thing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "_REMEMBERED", 3)
    judges = Bench(thing.judges)

    assert [judges.smallest(f'{{"state": "{n}"}}') for n in range(9)] == ['{"state": ""}'] * 9


def test_a_text_that_is_no_json_is_as_small_as_it_gets(thing: Project) -> None:
    assert Bench(thing.judges).smallest("{nothing") == "{nothing"


# --- behaviours ----------------------------------------------------------------------------------


@pytest.mark.untraced
def test_what_no_hand_written_case_shows_is_kept_once(thing: Project) -> None:
    found = thing.found
    for chunk in chunks(slow(thing.work), range(9)):
        found.add(chunk)

    texts = [str(case.input.text) for case in found.cases()]
    assert {'{"state": 0}', "[]"} & set(texts) != set()
    assert len(texts) == len(set(texts)) == found.tally.kept == found.tally.new
    assert '{"state": ""}' not in texts  # as state/else, which is written by hand
    assert found.tally.draws == found.tally.dropped + found.tally.new == 900
    assert found.tally.reached == frozenset(thing.cells.vectors)


def test_nothing_can_be_taken_out_of_a_kept_case(thing: Project) -> None:
    found = thing.found
    for chunk in chunks(fast(thing.work), range(8)):
        found.add(chunk)
    judges = Bench(thing.judges)

    for case in found.cases():
        tree = tree_of(str(case.input.text))
        assert tree is not None
        shorter = [
            spelt(replaced(tree, path, without(node, index)))
            for path, _, node in nodes(tree)
            for index in range(len(children(node)))
        ]
        said = judges.verdicts(str(case.input.text))
        assert [text for text in shorter if judges.verdicts(text) == said] == []


@pytest.mark.untraced
def test_the_order_of_chunks_does_not_matter(thing: Project) -> None:
    made = list(chunks(fast(thing.work), range(4)))
    files = set()
    for order in permutations(made):
        found = thing.found
        for chunk in order:
            found.add(chunk)
        files.add(found.file().text)

    assert len(files) == 1


def test_generated_cases_pass_the_lints(thing: Project) -> None:
    found = thing.found
    for chunk in chunks(fast(thing.work), range(6)):
        found.add(chunk)
    file = found.file()
    fakes.write_json(file.path, file.text)
    again = Project(thing.record.folder)

    assert file.path == thing.record.folder / "corpus" / "generated.json"
    lints = lint_corpus(again.corpus, again.record, {})
    assert [lint for lint in lints if lint.file == "corpus/generated.json"] == []
    generated = [case for case in again.corpus.cases if case.origin is not None]
    assert generated == list(found.cases())
    assert {case.expect.verdict for case in generated} == {"open"}
    assert {case.id.split("/")[0] for case in generated} == {"generated"}


def test_what_was_generated_before_stays_and_is_not_new(thing: Project) -> None:
    first = thing.found
    for chunk in chunks(fast(thing.work), range(6)):
        first.add(chunk)
    fakes.write_json(first.file().path, first.file().text)
    again = Project(thing.record.folder, seed=2)

    assert again.found.tally.new == 0
    assert again.found.file().text == first.file().text  # with the seed that found them
    for chunk in chunks(fast(again.work), range(2)):
        before = again.found
        before.add(chunk)
        assert before.tally.new == 0 or before.tally.kept > first.tally.kept


def test_a_generated_case_goes_when_a_hand_written_one_shows_the_same(thing: Project) -> None:
    entry = fakes.case_entry("generated/x", {"state": "nobody"}, origin={"tool": "t", "seed": 1})
    content = {"format": 1, "record": "thing", "cases": [entry]}
    fakes.write_json(thing.record.folder / "corpus/generated.json", content)

    assert Project(thing.record.folder).found.cases() == ()


def test_hand_written_inputs_of_every_kind_are_known(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    cases = [
        fakes.case_entry("a/long", {"state": "a" * 3000}),
        fakes.case_entry("a/bytes", None, input={"base64": "/w=="}),
        fakes.case_entry("a/text", None, input={"text": "{"}),
        fakes.case_entry("a/bytes-drawn", None, input={"base64": "/w=="}, origin={"tool": "t"}),
    ]
    project = Project(make_record(tmp_path / "thing", cases=cases))

    assert project.found.tally.known == 2  # a long text, and what is malformed
    assert project.found.cases() == ()


@pytest.mark.parametrize(
    ("causes", "slug", "title"),
    [
        ((), "generated/nothing-", "No column objects"),
        (('/a = "B"', "/c = absent"), "generated/a-b-c-absent-", '/a = "B" + /c = absent'),
        (("x" * 200,), f"generated/{'x' * 80}-", f"{'x' * 119}…"),
        (("/\ud800 = null",), "generated/null-", "/\\ud800 = null"),
    ],
)
def test_a_behaviour_names_itself(causes: tuple[str, ...], slug: str, title: str) -> None:
    behaviour = Behaviour(verdicts=(("a.declared", ACCEPT),), causes=causes)
    other = replace(behaviour, verdicts=(("a.declared", REJECT),))

    assert behaviour.id.startswith(slug)
    assert behaviour.title == title
    assert len(behaviour.id) <= 120
    assert behaviour.id != other.id


# --- the falsifier -------------------------------------------------------------------------------


def without_cell(project: Project, vector: tuple[Verdict, ...]) -> None:
    """Let the exact comparison miss a cell."""
    vectors: Mapping[tuple[Verdict, ...], Witness] = {
        known: witness for known, witness in project.cells.vectors.items() if known != vector
    }
    project.cells = replace(project.cells, vectors=vectors)


def test_a_draw_that_the_engine_does_not_list_is_our_fault(thing: Project) -> None:
    without_cell(thing, (REJECT, REJECT, ACCEPT))

    with pytest.raises(DefectError) as caught:
        list(chunks(fast(thing.work), range(4)))

    said = str(caught.value)
    assert caught.value.exit_code == 4
    assert said.startswith(
        "the exact comparison lists no value with the verdicts reject, reject, accept "
        "(columns closed.declared, closed.documented, open.declared), but this is one: {"
    )
    assert "drawn with seed 1 in chunk 0" in said
    for name, digest in thing.record.files.items():
        assert f"{name} {digest}" in said
    instance = said.partition("this is one: ")[2].partition("; drawn with")[0]
    assert Bench(thing.judges).verdicts(instance)[0] == (REJECT, REJECT, ACCEPT)


def test_the_error_of_another_process_says_the_same(thing: Project) -> None:
    without_cell(thing, (REJECT, REJECT, ACCEPT))
    with pytest.raises(DefectError) as caught:
        drawn(fast(thing.work), 0)

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  likewise


def test_an_incomplete_list_is_not_attacked(thing: Project) -> None:
    without_cell(thing, (REJECT, REJECT, ACCEPT))
    thing.cells = replace(thing.cells, complete=False)

    assert (REJECT, REJECT, ACCEPT) in drawn(fast(thing.work), 0).reached


def test_a_witness_that_a_validator_contradicts_is_our_fault(thing: Project) -> None:
    vectors = dict(thing.cells.vectors)
    first = next(iter(vectors))
    vectors[first] = Witness(value={"state": "idle"})
    thing.cells = replace(thing.cells, vectors=vectors)

    with pytest.raises(DefectError) as caught:
        _ = thing.work

    assert 'of {"state":"idle"}, the validators reject, accept, accept' in str(caught.value)
    assert "declared.schema.json" in str(caught.value)


def test_a_wrong_answer_of_the_engine_is_noticed(
    thing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    right: Callable[..., Any] = vars(generate)["compare_columns"]

    def wrong(columns: Any) -> Any:
        cells = right(columns)
        kept = {
            vector: witness for vector, witness in cells.vectors.items() if SILENT not in vector
        }
        return replace(cells, vectors=kept)

    monkeypatch.setattr(generate, "compare_columns", wrong)
    thing.cells = judged_cells(thing.record, thing.judges)

    with pytest.raises(DefectError, match="silent"):
        list(chunks(fast(thing.work), range(4)))


def test_generated_json_is_laid_out_as_the_corpus_is(thing: Project) -> None:
    found = thing.found
    found.add(drawn(fast(thing.work), 0))
    text = found.file().text

    assert text == file_text(json.loads(text))
