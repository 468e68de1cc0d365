"""What two answers make of a meeting, and when somebody may be asked for one."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from matchmaking.aftermath import Feedback, Owing, has_breath, round_due, settles
from matchmaking.contacts import KEPT, Answer, Standing, Way, standing
from matchmaking.meetings import MeetingId, Step
from matchmaking.people import AttendeeId
from matchmaking.wishes import Quiet, Wishes

NOW = datetime(2027, 4, 13, 10, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=20)
TUNIS = ZoneInfo("Africa/Tunis")


@pytest.mark.parametrize(
    ("votes", "now", "closing"),
    [
        ((True, True), Step.HOLD, Step.HOLD),
        ((False, False), Step.MISS, Step.MISS),
        ((True, None), None, Step.HOLD),
        ((None, True), None, Step.HOLD),
        ((False, None), None, Step.CLOSE),
        ((None, False), None, Step.CLOSE),
        ((True, False), None, Step.CLOSE),
        ((False, True), None, Step.CLOSE),
        ((None, None), None, Step.CLOSE),
    ],
)
def test_what_two_answers_make_of_a_meeting(
    votes: tuple[bool | None, bool | None], now: Step | None, closing: Step
) -> None:
    assert settles(votes, closing=False) is now
    assert settles(votes, closing=True) is closing


def test_a_no_show_needs_both() -> None:
    for votes in product((True, False, None), repeat=2):
        for closing in (True, False):
            missed = settles(votes, closing=closing) is Step.MISS
            assert missed is (votes == (False, False))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-21, True), (-20, True), (-19, False), (0, False), (4, False), (5, True), (30, True)],
)
def test_nobody_is_asked_in_a_meeting_or_just_before(minutes: int, expected: bool) -> None:
    """`minutes` from now to the start of another meeting."""
    assert has_breath(NOW, [NOW + timedelta(minutes=minutes)], LENGTH) is expected


def owing(start: datetime, asked: datetime | None = None) -> Owing:
    meeting, attendee = MeetingId(1), AttendeeId(1)
    said = Feedback(meeting=meeting, attendee=attendee, asked_at=asked) if asked else None
    return Owing(meeting=meeting, attendee=attendee, starts_at=start, feedback=said)


def test_the_round_comes_in_the_evening_of_that_day() -> None:
    due = round_due(owing(NOW), length=LENGTH, wishes=Wishes(), zone=TUNIS)
    assert due == datetime(2027, 4, 13, 19, 0, tzinfo=TUNIS)


def test_a_meeting_of_the_late_evening_waits_for_the_next() -> None:
    start = datetime(2027, 4, 13, 19, 0, tzinfo=TUNIS)
    due = round_due(owing(start), length=LENGTH, wishes=Wishes(), zone=TUNIS)
    assert due == datetime(2027, 4, 14, 19, 0, tzinfo=TUNIS)


def test_the_round_leaves_an_hour_to_answer() -> None:
    asked = datetime(2027, 4, 13, 18, 40, tzinfo=TUNIS)
    start = datetime(2027, 4, 13, 18, 20, tzinfo=TUNIS)
    due = round_due(owing(start, asked), length=LENGTH, wishes=Wishes(), zone=TUNIS)
    assert due == asked + timedelta(hours=1)


def test_the_round_comes_before_quiet_hours_on_the_readers_own_day() -> None:
    """22:30 UTC is the 14th in Tehran (half past three zones east)."""
    tehran = ZoneInfo("Asia/Tehran")
    start = datetime(2027, 4, 13, 22, 30, tzinfo=UTC)
    wishes = Wishes(quiet=Quiet(starts=18 * 60, ends=6 * 60))
    due = round_due(owing(start), length=LENGTH, wishes=wishes, zone=tehran)
    assert due == datetime(2027, 4, 14, 17, 45, tzinfo=tehran)


def answer(way: Way, *, age: timedelta = timedelta(0), shared: bool = False) -> Answer:
    return Answer(
        meeting=MeetingId(1),
        attendee=AttendeeId(1),
        way=way,
        handle="x",
        at=NOW - age,
        shared_at=NOW if shared else None,
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (None, None, Standing.OPEN),
        (None, answer(Way.PHONE), Standing.ASKED),
        (None, answer(Way.NO), Standing.OPEN),
        (answer(Way.PHONE), None, Standing.WAITING),
        (answer(Way.PHONE), answer(Way.NO), Standing.WAITING),
        (answer(Way.NO), None, Standing.REFUSED),
        (answer(Way.NO), answer(Way.PHONE), Standing.REFUSED),
        (answer(Way.PHONE, age=KEPT), None, Standing.OPEN),
        (None, answer(Way.PHONE, age=KEPT), Standing.OPEN),
        (answer(Way.PHONE, shared=True), answer(Way.USERNAME, shared=True), Standing.SHARED),
    ],
)
def test_how_the_exchange_stands_for_one_side(
    mine: Answer | None, theirs: Answer | None, expected: Standing
) -> None:
    assert standing(mine, theirs, NOW) is expected


def test_a_no_looks_like_no_answer() -> None:
    for mine in (None, answer(Way.PHONE), answer(Way.USERNAME), answer(Way.NO)):
        assert standing(mine, answer(Way.NO), NOW) is standing(mine, None, NOW)
