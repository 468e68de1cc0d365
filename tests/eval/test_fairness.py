"""At the example event no star fills the lists, and nobody is left without a proposal."""

from collections import Counter
from functools import cache

import pytest

from bench.fairness import Exposure, Figures, exposure, measure
from matchmaking.fairness import cap, most_shown
from matchmaking.people import AttendeeId

ONE, TWO, THREE = AttendeeId(1), AttendeeId(2), AttendeeId(3)
figures = cache(measure)


def test_nobody_who_has_a_possible_partner_is_without_a_proposal() -> None:
    found: Figures = figures()
    assert len(found.shown) == 240
    assert {one for one, others in found.shown.items() if not others} & found.possible == set()


def test_nobody_is_shown_more_often_than_their_turn() -> None:
    found = figures()
    times = Counter(other for others in found.shown.values() for other in others)
    assert found.cap == cap(240, 240, 10) == 15
    assert max(times.values()) <= found.cap
    assert exposure(found.plain).maximum > found.cap, "by score alone stars fill the lists"


def test_exposure_counts_showings_and_those_without() -> None:
    assert exposure({ONE: [TWO], TWO: [ONE]}) == Exposure(mean=1, maximum=1, gini=0, without=0)
    star = exposure({ONE: [], TWO: [ONE], THREE: [ONE]})
    assert (star.maximum, star.without) == (2, 1)
    assert star.mean == pytest.approx(2 / 3)
    assert star.gini == pytest.approx(2 / 3), "all showings go to one of three"


def test_the_bound_rises_with_lists_that_change() -> None:
    assert most_shown({}, people=4, n=10) == 15
    assert most_shown({ONE: 15, TWO: 15}, people=4, n=10) == 15
    assert most_shown({ONE: 40, TWO: 20, THREE: 20}, people=4, n=10) == 30
    assert cap(0, 0, 10) == 0
