"""The pace, with a clock that the test moves: no burst, a gap in each chat, a pause that holds."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.pace import CATCH_UP_S, CHAT_GAP_S, Pace


def most_in_a_second(times: list[float]) -> int:
    return max((sum(at <= one < at + 1 for one in times) for at in times), default=0)


def play(pace: Pace, chats: list[int]) -> list[tuple[float, int]]:
    """Sends to the chats in order, each as soon as the pace allows; returns (time, chat)."""
    now = 0.0
    sent = []
    for chat in chats:
        now += pace.wait_for_s(chat, now)
        pace.went(chat, now)
        sent.append((now, chat))
    return sent


@given(
    chats=st.lists(st.integers(min_value=1, max_value=5), max_size=60),
    per_second=st.sampled_from([1, 7, 25, 30, 500]),
)
def test_neither_limit_is_ever_broken(chats: list[int], per_second: float) -> None:
    sent = play(Pace(per_second), chats)
    assert most_in_a_second([at for at, _ in sent]) <= per_second * (1 + CATCH_UP_S) + 1
    for chat in set(chats):
        times = [at for at, to in sent if to == chat]
        own = [b - a for a, b in itertools.pairwise(times)]
        assert [gap for gap in own if gap < CHAT_GAP_S - 1e-9] == []


def test_the_full_pace_is_used_when_everybody_is_somebody_else() -> None:
    sent = play(Pace(25), list(range(240)))
    assert round(sent[-1][0], 6) == round(239 / 25, 6)


@pytest.mark.parametrize("per_second", [7.0, 25.0, 30.0])
@pytest.mark.parametrize("latest", [0.0, 0.01, 0.03])
def test_lateness_is_made_good_and_never_by_a_burst(per_second: float, latest: float) -> None:
    """A machine that wakes late, by up to three quarters of a gap, holds 95 % of the pace, and no
    second sees more than a tenth too many."""
    dice = random.Random(1)
    pace, now, sent = Pace(per_second), 0.0, list[float]()
    for chat in range(600):
        now += pace.wait_for_s(chat, now) + dice.uniform(0, latest)
        pace.went(chat, now)
        sent.append(now)
    assert 600 / (sent[-1] + 1 / per_second) >= 0.95 * per_second
    assert most_in_a_second(sent) <= per_second * (1 + CATCH_UP_S) + 1


def test_silence_saves_nothing_up() -> None:
    pace = Pace(25)
    pace.went(1, 0.0)
    pace.went(2, 1000.0)
    assert round(pace.wait_s(1000.0), 6) == 0.04


def test_a_pause_stops_every_chat_and_a_shorter_one_does_not_end_it() -> None:
    pace = Pace(25)
    pace.pause(10.0, 30)
    pace.pause(11.0, 1)
    assert [pace.wait_s(11.0), pace.wait_for_s(7, 11.0)] == [29.0, 29.0]
    pace.pause(12.0, 60)
    assert pace.wait_s(12.0) == 60.0
    assert pace.wait_s(72.0) == 0.0


def test_chats_that_are_free_again_are_forgotten() -> None:
    pace = Pace(1000)
    for number in range(20_000):
        pace.went(number, number / 1000)
    assert len(pace._chat_free_at) <= 4097
