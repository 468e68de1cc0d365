"""The pace, with a clock that the test moves: no burst, a gap in each chat, a pause that holds."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.courier.pace import CHAT_GAP_S, Pace


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
    gaps = [b - a for (a, _), (b, _) in itertools.pairwise(sent)]
    assert [gap for gap in gaps if gap < 1 / per_second - 1e-9] == []
    for chat in set(chats):
        times = [at for at, to in sent if to == chat]
        own = [b - a for a, b in itertools.pairwise(times)]
        assert [gap for gap in own if gap < CHAT_GAP_S - 1e-9] == []


def test_the_full_pace_is_used_when_everybody_is_somebody_else() -> None:
    sent = play(Pace(25), list(range(240)))
    assert round(sent[-1][0], 6) == round(239 / 25, 6)


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
