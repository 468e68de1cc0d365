"""Slots: how windows are cut, what two people have in common, and what is proposed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.meetings import expiry
from matchmaking.slots import LEAD, choose_slots, common_slots, free_table, slots_of
from tests.matchmaking.builders import MORNING, NOW, attendee, event, window


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def test_a_window_is_cut_into_whole_slots_with_rest_between() -> None:
    frame = event(slot=20, rest=5)
    assert slots_of(window(1, MORNING, 60), frame) == [at(0), at(25)]
    assert slots_of(window(1, MORNING, 70), frame) == [at(0), at(25), at(50)]
    assert slots_of(window(1, MORNING, 19), frame) == []


def test_common_slots_need_both_windows_no_booking_and_a_little_notice() -> None:
    frame = event()
    one, other = attendee(1, windows=(1, 2)), attendee(2, windows=(1,))
    assert common_slots(one, other, event=frame, busy=set(), now=NOW) == [at(0), at(20), at(40)]
    assert common_slots(one, other, event=frame, busy={at(20)}, now=NOW) == [at(0), at(40)]
    late = at(20) - LEAD + timedelta(seconds=1)
    assert common_slots(one, other, event=frame, busy=set(), now=late) == [at(40)]
    assert common_slots(one, attendee(3, windows=()), event=frame, busy=set(), now=NOW) == []


def test_a_choice_is_spread_and_avoids_what_is_promised_elsewhere() -> None:
    slots = [at(20 * n) for n in range(7)]
    assert choose_slots(slots) == (at(0), at(60), at(120))
    assert choose_slots(slots[:2]) == (at(0), at(20))
    assert choose_slots(slots[:3], avoid={at(0)}) == (at(0), at(20), at(40))
    assert choose_slots(slots[:4], avoid={at(0)}) == (at(20), at(40), at(60))
    assert choose_slots([]) == ()


@given(
    st.lists(st.integers(0, 60), unique=True),
    st.sets(st.integers(0, 60)),
    st.integers(1, 5),
)
def test_a_choice_is_always_of_the_slots_in_order_and_as_full_as_can_be(
    minutes: list[int], avoid: set[int], most: int
) -> None:
    slots = sorted(at(m) for m in minutes)
    chosen = choose_slots(slots, avoid={at(m) for m in avoid}, most=most)
    assert set(chosen) <= set(slots)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) == min(most, len(slots))


@pytest.mark.parametrize(
    ("before", "open_for"),
    [(4320, 1440), (600, 480), (240, 120), (180, 90), (60, 30), (10, 5)],
)
def test_an_offer_lapses_after_its_hours_or_well_before_its_last_slot(
    before: int, open_for: int
) -> None:
    """Both in minutes: how long before the last slot it is made, and how long it then stands."""
    now = MORNING - timedelta(minutes=before)
    slots = (now + timedelta(minutes=before / 2), MORNING)
    until = expiry(slots, now=now, offer_hours=24, answer_minutes=120)
    assert until == now + timedelta(minutes=open_for)


def test_the_lowest_free_table_is_given() -> None:
    assert free_table([], 2) == 1
    assert free_table([1, 3], 3) == 2
    assert free_table([1, 2], 2) is None
    assert free_table([], 0) is None
