"""The verdicts of many columns at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.compare.votes import Columns, Votes, best_of
from conformance.model import Judgement, Verdict

NAMES = ("a", "b", "c", "d")
COLUMNS = Columns(NAMES)
ACCEPT, SILENT, REJECT = Verdict.ACCEPT, Verdict.SILENT, Verdict.REJECT
SIDES = {ACCEPT: 0, SILENT: 1, REJECT: 2}

verdicts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Verdict))


@given(verdicts)
def test_votes_are_the_verdicts_that_count(given: dict[str, Verdict]) -> None:
    votes = COLUMNS.judged({x: Judgement(verdict=verdict) for x, verdict in given.items()})

    expected = {x: given.get(x, Verdict.NOT_RUN).counted for x in NAMES}
    expected = {x: y if y in SIDES else Verdict.NOT_RUN for x, y in expected.items()}
    assert {x: COLUMNS.verdict(x, votes) for x in NAMES} == expected


def test_a_column_that_is_not_known_has_no_bit() -> None:
    votes = COLUMNS.votes({"other": ACCEPT, "another": REJECT, "third": SILENT})

    assert votes == Votes()
    assert COLUMNS.mask(["a", "other", "a", "c"]) == 0b101
    assert COLUMNS.verdict("other", Votes(0b1111)) is Verdict.NOT_RUN


@given(st.lists(verdicts, max_size=4))
def test_the_best_vote_of_a_column_accepts_else_is_silent_else_rejects(
    given: list[dict[str, Verdict]],
) -> None:
    best = best_of(map(COLUMNS.votes, given))

    for name in NAMES:
        said = {one[name].counted for one in given if name in one} & SIDES.keys()
        expected = min(said, key=SIDES.__getitem__, default=Verdict.NOT_RUN)
        assert COLUMNS.verdict(name, best) is expected


@given(verdicts, verdicts)
def test_columns_agree_and_are_opposed_as_the_verdicts_say(
    here: dict[str, Verdict], there: dict[str, Verdict]
) -> None:
    one, other = COLUMNS.votes(here), COLUMNS.votes(there)
    decided = {x: y.counted for x, y in here.items() if y.counted in {ACCEPT, REJECT}}

    def stood(name: str) -> Verdict | None:
        return there[name].counted if name in there else None

    agreeing = [x for x, side in decided.items() if stood(x) is side]
    opposed = [x for x in decided if any(decided[y] is not decided[x] for y in agreeing)]
    assert one.agreeing(other) == COLUMNS.mask(agreeing)
    assert one.opposed(other) == COLUMNS.mask(opposed)
    assert one.decided == COLUMNS.mask(decided)
    assert one.split is (len({*decided.values()}) > 1)
    assert one.among(0b11) == COLUMNS.votes({x: y for x, y in here.items() if x in "ab"})
