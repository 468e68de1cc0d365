"""Which reminders a booked meeting owes, and in whose evening."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matchmaking.events import Mode
from matchmaking.meetings import Meeting, MeetingId, State
from matchmaking.notices import NoticeKind
from matchmaking.people import AttendeeId, EventId
from matchmaking.reminders import owed
from tests.matchmaking.builders import MORNING, NOW, attendee, event


def booked(start: datetime = MORNING) -> Meeting:
    return Meeting(
        id=MeetingId(7),
        event_id=EventId(1),
        proposer=AttendeeId(1),
        invitee=AttendeeId(2),
        state=State.ACCEPTED,
        slots=(start,),
        offered_at=NOW,
        expires_at=NOW + timedelta(days=1),
        starts_at=start,
    )


def test_four_reminders_and_the_way_in_for_each_side() -> None:
    notices = owed(booked(), (attendee(1), attendee(2)), event=event(), now=NOW)
    assert [(n.recipient, n.kind) for n in notices] == [
        (1, NoticeKind.AGENDA),
        (1, NoticeKind.HOUR_BEFORE),
        (1, NoticeKind.SOON),
        (1, NoticeKind.ROOM),
        (1, NoticeKind.START),
        (2, NoticeKind.AGENDA),
        (2, NoticeKind.HOUR_BEFORE),
        (2, NoticeKind.SOON),
        (2, NoticeKind.ROOM),
        (2, NoticeKind.START),
    ]
    assert (notices[1].due_at, notices[1].expires_at) == (
        MORNING - timedelta(hours=1),
        MORNING - timedelta(minutes=15),
    )
    assert (notices[2].due_at, notices[2].expires_at) == (MORNING - timedelta(minutes=15), MORNING)
    assert notices[3].due_at == MORNING - timedelta(minutes=10)
    assert notices[3].replaces == notices[2].key
    assert notices[4].due_at == MORNING
    assert len({n.key for n in notices}) == 10


def test_no_way_in_is_owed_to_a_table() -> None:
    hall = event(mode=Mode.IN_PERSON)
    notices = owed(replace(booked(), table=3), (attendee(1),), event=hall, now=NOW)
    assert [n.kind for n in notices] == [
        NoticeKind.AGENDA,
        NoticeKind.HOUR_BEFORE,
        NoticeKind.SOON,
        NoticeKind.START,
    ]


def test_the_agenda_comes_in_the_readers_own_evening() -> None:
    tunis, tokyo = attendee(1), attendee(2, zone="Asia/Tokyo")
    agenda = {
        n.recipient: n.due_at
        for n in owed(booked(), (tunis, tokyo), event=event(), now=NOW)
        if n.kind is NoticeKind.AGENDA
    }
    assert agenda == {
        1: datetime(2027, 4, 12, 17, 0, tzinfo=UTC),  # 18:00 in Tunis
        2: datetime(2027, 4, 12, 9, 0, tzinfo=UTC),  # 18:00 in Tokyo
    }


def test_two_meetings_on_a_day_owe_one_agenda() -> None:
    one, two = attendee(1), attendee(2)
    first = owed(booked(), (one, two), event=event(), now=NOW)
    second = owed(booked(MORNING + timedelta(hours=1)), (one, two), event=event(), now=NOW)
    keys = [n.key for n in (*first, *second) if n.kind is NoticeKind.AGENDA]
    assert len(keys) == 4
    assert len(set(keys)) == 2


def test_what_is_past_when_they_agree_is_not_owed() -> None:
    late = MORNING - timedelta(minutes=10)
    assert [n.kind for n in owed(booked(), (attendee(1),), event=event(), now=late)] == [
        NoticeKind.START
    ]
