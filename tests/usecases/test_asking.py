"""Whom the clock asks how a meeting was, and what becomes of meetings nobody speaks of."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaking.aftermath import CLOSES_AFTER
from matchmaking.meetings import MeetingId, State
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.usecases import appointments, asking, feedback, reminding
from matchmaking.wishes import Quiet
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

TUNIS = ZoneInfo("Africa/Tunis")
SLOT = timedelta(minutes=20)
AFTERNOON = MORNING + timedelta(hours=6)
EVENING = datetime(2027, 4, 13, 19, 0, tzinfo=TUNIS)


class After:
    """Somebody who meets several others one after the other."""

    def __init__(self, stage: Stage, *starts: datetime) -> None:
        self.stage = stage
        self.seeker = stage.attendee(1, SEEKS_OIL)
        self.others: list[PersonId] = []
        self.meetings: list[MeetingId] = []
        for number, start in enumerate(starts, start=2):
            other = stage.attendee(number, OFFERS_OIL)
            meeting = stage.offer(self.seeker, other, start).meeting.id
            stage.accept(other, meeting, start)
            self.others.append(other)
            self.meetings.append(meeting)
        stage.due()

    def at(self, instant: datetime) -> list[PersonId]:
        """Whoever is asked then."""
        self.stage.move_to(instant)
        self.stage.do(lambda uow, now: asking.ask(uow, now))
        asks = (NoticeKind.ASK, NoticeKind.ROUND)
        return sorted(person for person, kind in self.stage.due() if kind in asks)

    def says(self, person: PersonId, place: int, *, held: bool) -> None:
        meeting = self.meetings[place]
        self.stage.do(
            lambda uow, now: feedback.say(uow, now, actor=person, meeting_id=meeting, held=held)
        )

    def state(self, place: int = 0) -> State:
        meeting = self.stage.do(lambda uow, now: uow.meetings.get(self.meetings[place]))
        assert meeting is not None
        return meeting.state

    def close(self) -> int:
        return self.stage.do(lambda uow, now: asking.close(uow, now))


def test_both_are_asked_when_the_end_has_come_and_once(stage: Stage) -> None:
    one = After(stage, MORNING)
    assert one.at(MORNING + SLOT - timedelta(seconds=1)) == []
    assert one.at(MORNING + SLOT) == [one.seeker, *one.others]
    assert one.at(MORNING + SLOT + timedelta(seconds=10)) == []


def test_whoever_meets_back_to_back_is_asked_at_the_gap_and_one_at_a_time(stage: Stage) -> None:
    row = After(stage, MORNING, MORNING + SLOT, MORNING + 2 * SLOT)
    assert row.at(MORNING + SLOT) == [row.others[0]]
    assert row.at(MORNING + 2 * SLOT) == [row.others[1]]
    gap = MORNING + 3 * SLOT
    assert row.at(gap) == [row.seeker, row.others[2]]
    assert row.at(gap + timedelta(minutes=30)) == []
    row.says(row.seeker, 0, held=True)
    assert row.at(gap + timedelta(minutes=35)) == []
    assert row.at(gap + timedelta(minutes=40)) == [row.seeker]


def test_what_is_unanswered_in_the_evening_comes_in_one_message_and_once(stage: Stage) -> None:
    row = After(stage, MORNING, AFTERNOON)
    assert row.at(MORNING + SLOT) == [row.seeker, row.others[0]]
    assert row.at(AFTERNOON + SLOT) == [row.others[1]]
    assert row.at(EVENING - timedelta(seconds=1)) == []
    assert row.at(EVENING) == [row.seeker, *row.others]
    assert row.at(EVENING + timedelta(hours=1)) == []
    assert row.at(EVENING + timedelta(hours=24)) == []


def test_whoever_has_answered_is_left_in_peace_in_the_evening(stage: Stage) -> None:
    one = After(stage, MORNING)
    one.at(MORNING + SLOT)
    one.says(one.seeker, 0, held=True)
    assert one.at(EVENING) == one.others


def test_nobody_is_asked_in_quiet_hours(stage: Stage) -> None:
    one = After(stage, MORNING)
    quiet = Quiet(starts=9 * 60, ends=11 * 60)  # the meeting is at nine in Tunis
    stage.do(lambda uow, now: reminding.hush(uow, now, actor=one.seeker, quiet=quiet))
    assert one.at(MORNING + SLOT) == one.others
    assert one.at(datetime(2027, 4, 13, 10, 59, tzinfo=TUNIS)) == []
    assert one.at(datetime(2027, 4, 13, 11, 0, tzinfo=TUNIS)) == [one.seeker]


def test_after_a_night_without_power_people_are_still_asked_and_after_a_week_not(
    stage: Stage,
) -> None:
    one = After(stage, MORNING)
    assert one.at(MORNING + timedelta(hours=20)) == [one.seeker, *one.others]
    late = MORNING + SLOT + CLOSES_AFTER
    assert (one.at(late), one.close(), one.state()) == ([], 1, State.UNCONFIRMED)


def test_an_evening_message_that_is_late_tells_only_of_what_is_still_unanswered(
    stage: Stage,
) -> None:
    one = After(stage, MORNING)
    one.at(MORNING + SLOT)
    stage.move_to(EVENING)
    stage.do(lambda uow, now: asking.ask(uow, now))
    one.says(one.seeker, 0, held=True)
    told = [person for person, kind in stage.due() if kind is NoticeKind.ROUND]
    assert told == one.others


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((True, None), State.HELD),
        ((None, True), State.HELD),
        ((False, None), State.UNCONFIRMED),
        ((True, False), State.UNCONFIRMED),
        ((None, None), State.UNCONFIRMED),
    ],
)
def test_a_meeting_is_closed_two_days_after_its_end(
    stage: Stage, votes: tuple[bool | None, bool | None], expected: State
) -> None:
    one = After(stage, MORNING)
    one.at(MORNING + SLOT)
    for person, vote in zip((one.seeker, one.others[0]), votes, strict=True):
        if vote is not None:
            one.says(person, 0, held=vote)
    stage.move_to(MORNING + SLOT + CLOSES_AFTER - timedelta(seconds=1))
    assert (one.close(), one.state() in (State.HELD, State.UNCONFIRMED)) == (0, False)
    stage.advance(seconds=1)
    assert (one.close(), one.state()) == (1, expected)
    assert one.close() == 0


def test_a_meeting_that_is_off_is_not_asked_about(stage: Stage) -> None:
    one = After(stage, MORNING)
    stage.do(
        lambda uow, now: appointments.cancel(uow, now, actor=one.seeker, meeting_id=one.meetings[0])
    )
    assert one.at(MORNING + SLOT) == []
