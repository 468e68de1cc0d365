"""Wishes, attendance, feedback and contacts, as both databases keep them."""

from dataclasses import replace
from datetime import datetime, timedelta

from matchmaking.aftermath import Counts, Feedback, Owing, Useful
from matchmaking.attendance import Attendance
from matchmaking.contacts import Answer, Way
from matchmaking.intents import Kind
from matchmaking.meetings import Meeting, State
from matchmaking.people import Attendee, AttendeeId, Person
from matchmaking.ports import UnitOfWork
from matchmaking.wishes import Quiet, Reminder, Wishes
from tests.matchmaking.builders import MORNING
from tests.storage.conftest import House

LONG_AGO = MORNING - timedelta(days=30)


def agreed(house: House, *, state: State = State.STARTED, after: int = 0) -> Meeting:
    number = 10 * (after + 1) + 100 * list(State).index(state)
    one, other = house.attendee(number), house.attendee(number + 1)
    meeting = house.meeting(one, other)
    start = MORNING + timedelta(minutes=20 * after)
    house.save_meeting(replace(meeting, state=state, starts_at=start))
    return house.stored(meeting)


def said(meeting: Meeting, side: AttendeeId, **more: object) -> Feedback:
    return replace(Feedback(meeting=meeting.id, attendee=side, asked_at=MORNING), **more)  # type: ignore[arg-type] # the fields are named where it is called


def keep(house: House, each: Attendance | Feedback | Answer) -> None:
    def use_case(uow: UnitOfWork, _now: datetime) -> None:
        match each:
            case Attendance():
                uow.attendances.save(each)
            case Feedback():
                uow.feedback.save(each)
            case Answer():
                uow.contacts.save(each)

    house.do(use_case)


def wish(house: House, person: Person, wishes: Wishes) -> None:
    house.do(lambda uow, now: uow.wishes.save(person.id, wishes))


def owing(
    house: House, *, since: int = -1, until: int = 99, of: Attendee | None = None
) -> list[Owing]:
    slot = timedelta(minutes=20)
    return house.do(
        lambda uow, now: uow.feedback.owing(
            house.event.id,
            started=MORNING + until * slot,
            since=MORNING + since * slot,
            of=of.id if of else None,
        )
    )


def test_wishes_come_back_and_are_replaced(house: House) -> None:
    one, other = house.person(1), house.person(2)
    wishes = Wishes(off=frozenset({Reminder.HOUR, Reminder.AGENDA}), quiet=Quiet(starts=1, ends=0))
    for each in (Wishes(quiet=Quiet(starts=60, ends=120)), wishes):
        wish(house, one, each)
        assert house.do(lambda uow, now: uow.wishes.of(one.id)) == each
    assert house.do(lambda uow, now: uow.wishes.of(other.id)) == Wishes()
    assert house.do(lambda uow, now: uow.wishes.of_all([one.id, other.id])) == {one.id: wishes}
    assert house.do(lambda uow, now: uow.wishes.of_all([])) == {}


def test_attendance_comes_back_and_is_replaced(house: House) -> None:
    meeting = agreed(house)
    mine = Attendance(meeting=meeting.id, attendee=meeting.proposer, starts_at=MORNING)
    for each in (mine, replace(mine, late_at=MORNING, here_at=MORNING, coming_at=LONG_AGO)):
        keep(house, each)
        found = house.do(lambda uow, now: uow.attendances.of_meeting(meeting.id))
        assert found == {meeting.proposer: each}


def test_feedback_comes_back_and_is_replaced(house: House) -> None:
    meeting = agreed(house)
    full = said(
        meeting,
        meeting.invitee,
        round_at=MORNING,
        held=True,
        useful=Useful.SOMEWHAT,
        follow_ups=frozenset({Kind.TRADE, Kind.RESEARCH}),
        note="اتّصل «غداً»",
        said_at=MORNING,
        done_at=MORNING,
    )
    for each in (said(meeting, meeting.invitee), full):
        keep(house, each)
        found = house.do(lambda uow, now: uow.feedback.of_meeting(meeting.id))
        assert found == {meeting.invitee: each}
        mine = house.do(lambda uow, now: uow.feedback.of_attendee(meeting.invitee))
        assert mine == [each]
    assert house.do(lambda uow, now: uow.feedback.of_attendee(meeting.proposer)) == []


def test_the_sides_that_are_not_through_owe_an_answer(house: House) -> None:
    first = agreed(house, state=State.ACCEPTED)
    second = agreed(house, after=1)
    for state in set(State) - {State.ACCEPTED, State.STARTED}:
        agreed(house, state=state)
    asked = said(first, first.proposer)
    through = said(first, first.invitee, held=True, done_at=MORNING)
    for each in (asked, through):
        keep(house, each)
    found = owing(house)
    assert [(one.meeting, one.attendee, one.feedback) for one in found] == [
        (first.id, first.proposer, asked),
        (second.id, min(second.proposer, second.invitee), None),
        (second.id, max(second.proposer, second.invitee), None),
    ]
    assert [one.starts_at for one in found[:2]] == [first.starts_at, second.starts_at]
    assert [one.meeting for one in owing(house, until=0)] == [first.id]
    assert {one.meeting for one in owing(house, since=0)} == {second.id}
    whose = house.do(lambda uow, now: uow.attendees.get(second.invitee))
    assert [one.attendee for one in owing(house, of=whose)] == [second.invitee]


def test_what_waits_is_closed_in_order(house: House) -> None:
    second, first = agreed(house, after=1), agreed(house, state=State.ACCEPTED)
    agreed(house, state=State.HELD)

    def to_close(minutes: int, limit: int = 9) -> list[int]:
        started = MORNING + timedelta(minutes=minutes)
        return list(
            house.do(
                lambda uow, now: uow.feedback.to_close(house.event.id, started=started, limit=limit)
            )
        )

    assert to_close(20) == [first.id, second.id]
    assert to_close(20, 1) == to_close(19) == [first.id]
    assert to_close(-1) == []


def test_what_became_of_meetings_is_counted(house: House) -> None:
    held = agreed(house, state=State.HELD)
    for state in (State.NO_SHOW, State.UNCONFIRMED, State.CANCELLED, State.ACCEPTED):
        agreed(house, state=state)
    agreed(house, after=9)  # has not begun by then
    both = frozenset({Kind.TRADE})
    for side, useful in ((held.proposer, Useful.VERY), (held.invitee, Useful.HARDLY)):
        feedback = said(held, side, held=True, useful=useful, follow_ups=both)
        keep(house, feedback)
    counted = house.do(lambda uow, now: uow.feedback.counts(house.event.id, started=MORNING))
    assert counted == Counts(
        held=1,
        no_show=1,
        unconfirmed=1,
        open=1,
        answers=2,
        useful={Useful.VERY: 1, Useful.HARDLY: 1},
        follow_ups={Kind.TRADE: 1},
    )


def test_contacts_come_back_and_those_still_kept_are_found(house: House) -> None:
    meeting = agreed(house)
    mine = Answer(
        meeting=meeting.id,
        attendee=meeting.proposer,
        way=Way.PHONE,
        handle="+216 20",
        at=MORNING,
    )
    no = replace(mine, attendee=meeting.invitee, way=Way.NO, handle=None, shared_at=None)
    for each in (mine, no):
        keep(house, each)
    found = house.do(lambda uow, now: uow.contacts.of_meeting(meeting.id))
    assert found == {meeting.proposer: mine, meeting.invitee: no}
    assert house.do(lambda uow, now: uow.contacts.with_handles()) == [mine]
    house.do(lambda uow, now: uow.contacts.save(replace(mine, handle=None, shared_at=MORNING)))
    assert house.do(lambda uow, now: uow.contacts.with_handles()) == []


def test_the_reminders_of_an_event_come_back(house: House) -> None:
    plan = replace(house.event.plan, reminders=(Reminder.AGENDA, Reminder.START))
    assert house.do(lambda uow, now: uow.events.put(plan)).plan.reminders == plan.reminders
    none = replace(plan, reminders=())
    assert house.do(lambda uow, now: uow.events.put(none)).plan.reminders == ()


def test_whoever_is_erased_leaves_none_of_it(house: House) -> None:
    meeting = agreed(house)
    one = house.do(lambda uow, now: uow.attendees.get(meeting.proposer))
    assert one is not None
    answer = Answer(meeting=meeting.id, attendee=one.id, way=Way.PHONE, handle="+216", at=MORNING)
    attendance = Attendance(meeting=meeting.id, attendee=one.id, starts_at=MORNING)
    house.do(lambda uow, now: uow.wishes.save(one.person.id, Wishes(quiet=Quiet(starts=1, ends=2))))
    house.do(lambda uow, now: uow.attendances.save(attendance))
    house.do(lambda uow, now: uow.feedback.save(said(meeting, one.id, note="mine")))
    house.do(lambda uow, now: uow.contacts.save(answer))
    house.do(lambda uow, now: uow.people.erase(one.person.id))
    assert house.do(lambda uow, now: uow.wishes.of(one.person.id)) == Wishes()
    assert house.do(lambda uow, now: uow.attendances.of_meeting(meeting.id)) == {}
    assert house.do(lambda uow, now: uow.feedback.of_meeting(meeting.id)) == {}
    assert house.do(lambda uow, now: uow.contacts.with_handles()) == []
