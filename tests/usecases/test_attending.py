""" "I am here" and "five minutes late": told to the other once, at the start the meeting has."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import MeetingId, State
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, attending
from matchmaking.usecases.attending import AtTheDoor
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

SAID = (NoticeKind.HERE, NoticeKind.LATE)


class Pair:
    """Two people who meet."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.seeker, self.maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
        self.meeting = stage.offer(self.seeker, self.maker, MORNING).meeting.id
        stage.accept(self.maker, self.meeting, MORNING)
        stage.due()

    def here(self, person: PersonId, meeting: MeetingId | None = None) -> AtTheDoor:
        number = meeting or self.meeting
        return self.stage.do(
            lambda uow, now: attending.here(uow, now, actor=person, meeting_id=number)
        )

    def late(self, person: PersonId) -> AtTheDoor:
        return self.stage.do(
            lambda uow, now: attending.late(uow, now, actor=person, meeting_id=self.meeting)
        )

    def told(self) -> list[tuple[PersonId, NoticeKind]]:
        return [(person, kind) for person, kind in self.stage.due() if kind in SAID]


@pytest.fixture
def two(stage: Stage) -> Pair:
    return Pair(stage)


def test_late_is_told_once_however_often_it_is_tapped(two: Pair) -> None:
    two.stage.move_to(MORNING - timedelta(minutes=10))
    for _ in range(3):
        assert two.late(two.seeker).mine is not None
    assert two.told() == [(two.maker, NoticeKind.LATE)]
    two.late(two.seeker)
    assert two.told() == []
    two.late(two.maker)
    assert two.told() == [(two.seeker, NoticeKind.LATE)]


def test_whoever_was_late_can_be_there_and_is_not_late_again(two: Pair) -> None:
    two.stage.move_to(MORNING + timedelta(minutes=3))
    two.late(two.seeker)
    two.here(two.seeker)
    door = two.late(two.seeker)
    assert two.told() == [(two.maker, NoticeKind.LATE), (two.maker, NoticeKind.HERE)]
    assert door.mine is not None
    assert (door.mine.late_at, door.mine.here_at) == (two.stage.now, two.stage.now)


def test_the_second_to_be_there_tells_nobody(two: Pair) -> None:
    two.stage.move_to(MORNING)
    two.here(two.seeker)
    door = two.here(two.maker)
    assert two.told() == [(two.maker, NoticeKind.HERE)]
    assert door.mine is not None
    assert door.theirs is not None
    assert door.mine.here_at == door.theirs.here_at == MORNING


def test_an_hour_before_here_means_that_they_will_come(two: Pair) -> None:
    two.stage.move_to(MORNING - timedelta(hours=1))
    door = two.here(two.seeker)
    assert door.mine is not None
    assert (door.mine.coming_at, door.mine.here_at) == (two.stage.now, None)
    assert two.told() == []


@pytest.mark.parametrize("instant", [MORNING - timedelta(hours=2), MORNING + timedelta(minutes=20)])
def test_long_before_and_after_the_end_nothing_is_said(two: Pair, instant: datetime) -> None:
    two.stage.move_to(instant)
    for say in (two.here, two.late):
        with pytest.raises(Refused) as refused:
            say(two.seeker)
        assert refused.value.refusal is Refusal.ILLEGAL_MOVE
    assert two.told() == []


def test_a_stranger_says_nothing(two: Pair) -> None:
    two.stage.move_to(MORNING)
    stranger = two.stage.attendee(3, OFFERS_OIL)
    for number in (two.meeting, MeetingId(9999)):
        with pytest.raises(Refused) as refused:
            two.here(stranger, number)
        assert refused.value.refusal is Refusal.NOT_YOURS


def test_what_was_said_belongs_to_the_start_it_was_said_of(two: Pair) -> None:
    two.stage.move_to(MORNING - timedelta(minutes=10))
    two.late(two.seeker)
    later = MORNING + timedelta(hours=1)

    def move(meeting: MeetingId) -> None:
        def use_case(uow: UnitOfWork, _now: datetime) -> None:
            known = uow.meetings.get(meeting)
            assert known is not None
            uow.meetings.save(replace(known, starts_at=later))

        two.stage.do(use_case)

    move(two.meeting)
    assert two.told() == []  # it was of another hour
    two.stage.move_to(later)
    door = two.late(two.seeker)
    assert door.mine is not None
    assert door.mine.late_at == later
    assert two.told() == [(two.maker, NoticeKind.LATE)]


def test_whoever_cannot_come_says_so_until_the_end(two: Pair) -> None:
    two.stage.move_to(MORNING + timedelta(minutes=5))
    two.stage.do(lambda uow, now: appointments.start_meetings(uow, now))
    off = two.stage.do(
        lambda uow, now: appointments.cancel(uow, now, actor=two.seeker, meeting_id=two.meeting)
    )
    assert off.meeting.state is State.CANCELLED
    assert (two.maker, NoticeKind.CANCELLED) in two.stage.due()


def test_after_its_end_a_meeting_is_not_called_off(two: Pair) -> None:
    two.stage.move_to(MORNING + timedelta(minutes=20))
    with pytest.raises(Refused) as refused:
        two.stage.do(
            lambda uow, now: appointments.cancel(uow, now, actor=two.seeker, meeting_id=two.meeting)
        )
    assert refused.value.refusal is Refusal.ILLEGAL_MOVE
