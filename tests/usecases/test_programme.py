"""Seats in sessions, the line of those who wait, and what is told when the programme changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.events import EventPlan, Session, SessionKind
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.usecases import arrivals, profiles, programme, proposals
from matchmaking.usecases.programme import SessionView
from tests.matchmaking.builders import MORNING, TITLES
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

PANEL = Session(
    code="p1",
    kind=SessionKind.PANEL,
    starts_at=MORNING - timedelta(hours=2),
    ends_at=MORNING - timedelta(hours=1),
    titles=TITLES,
    language="en",
    seats=2,
    link="https://meet.example.org/p1",
)
TABLE = replace(PANEL, code="rt1", starts_at=MORNING, ends_at=MORNING + timedelta(minutes=40))
OPEN = replace(PANEL, code="n1", seats=0)


def put(stage: Stage, *sessions: Session) -> EventPlan:
    plan = replace(stage.event().plan, sessions=sessions)
    stage.do(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    return plan


def take(stage: Stage, person: PersonId, code: str = "p1") -> SessionView:
    return stage.do(lambda uow, now: programme.take(uow, now, actor=person, code=code))


def give_back(stage: Stage, person: PersonId, code: str = "p1") -> SessionView:
    return stage.do(lambda uow, now: programme.give_back(uow, now, actor=person, code=code))


def look(stage: Stage, person: PersonId, code: str = "p1") -> SessionView:
    return stage.do(lambda uow, now: programme.look(uow, now, actor=person, code=code))


def test_the_first_sit_and_the_next_wait_in_order(stage: Stage) -> None:
    put(stage, PANEL)
    people = [stage.attendee(n) for n in range(1, 6)]
    views = []
    for person in people:
        stage.advance(seconds=1)
        views.append(take(stage, person))
    assert [view.sits for view in views] == [True, True, False, False, False]
    assert [view.place for view in views] == [None, None, 1, 2, 3]
    assert look(stage, people[0]).free == 0
    assert look(stage, people[0]).waiting == 3


def test_taking_a_seat_twice_takes_one(stage: Stage) -> None:
    put(stage, PANEL)
    one, other = stage.attendee(1), stage.attendee(2)
    assert take(stage, one) == take(stage, one)
    assert look(stage, other).free == 1


def test_a_seat_given_back_goes_to_who_waited_longest_and_they_are_told(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1))
    one, second, third = (stage.attendee(n) for n in (1, 2, 3))
    for person in (one, second, third):
        stage.advance(seconds=1)
        take(stage, person)
    stage.due()
    assert not give_back(stage, one).sits
    assert stage.due() == [(second, NoticeKind.SEAT)]
    assert look(stage, second).sits
    assert look(stage, third).place == 1
    give_back(stage, one)
    assert stage.due() == []


def test_leaving_the_line_frees_no_seat(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1))
    one, second, third = (stage.attendee(n) for n in (1, 2, 3))
    for person in (one, second, third):
        stage.advance(seconds=1)
        take(stage, person)
    give_back(stage, second)
    assert stage.due() == []
    assert look(stage, third).place == 1


def test_whoever_is_forgotten_leaves_their_seat_to_the_next(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1))
    one, second = stage.attendee(1), stage.attendee(2)
    take(stage, one)
    stage.advance(seconds=1)
    take(stage, second)
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=one))
    assert stage.due() == [(second, NoticeKind.SEAT)]
    assert look(stage, second).sits


def test_a_session_for_all_has_room_for_all(stage: Stage) -> None:
    put(stage, OPEN)
    people = [stage.attendee(n) for n in range(1, 5)]
    assert all(take(stage, person, "n1").sits for person in people)
    assert look(stage, people[0], "n1").free is None


def test_those_who_sit_are_reminded_and_those_who_wait_are_not(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1))
    one, second = stage.attendee(1), stage.attendee(2)
    take(stage, one)
    stage.advance(seconds=1)
    take(stage, second)
    stage.move_to(PANEL.starts_at - timedelta(minutes=15))
    assert stage.due() == [(one, NoticeKind.SESSION_SOON)]
    assert look(stage, one).open_door


def test_whoever_gave_the_seat_back_is_not_reminded(stage: Stage) -> None:
    put(stage, PANEL)
    one = stage.attendee(1)
    take(stage, one)
    give_back(stage, one)
    stage.move_to(PANEL.starts_at - timedelta(minutes=15))
    assert stage.due() == []


def test_a_session_that_moves_is_told_and_its_reminder_moves(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1), TABLE)
    one, second = stage.attendee(1), stage.attendee(2)
    take(stage, one)
    stage.advance(seconds=1)
    take(stage, second)
    later = PANEL.starts_at + timedelta(hours=5)
    moved = replace(PANEL, seats=1, starts_at=later, ends_at=later + timedelta(hours=1))
    put(stage, moved, TABLE)
    put(stage, moved, TABLE)
    changed = NoticeKind.SESSION_CHANGED
    assert sorted(stage.due()) == sorted([(one, changed), (second, changed)])
    stage.move_to(PANEL.starts_at - timedelta(minutes=15))
    assert stage.due() == []
    stage.move_to(later - timedelta(minutes=15))
    assert stage.due() == [(one, NoticeKind.SESSION_SOON)]


def test_a_session_that_is_off_is_told_and_its_seats_are_forgotten(stage: Stage) -> None:
    put(stage, PANEL, TABLE)
    one, other = stage.attendee(1), stage.attendee(2)
    take(stage, one)
    put(stage, TABLE)
    assert stage.due() == [(one, NoticeKind.SESSION_OFF)]
    put(stage, PANEL, TABLE)
    assert not look(stage, one).sits
    assert look(stage, other).free == 2


def test_a_new_title_or_speaker_is_no_news(stage: Stage) -> None:
    put(stage, PANEL)
    one = stage.attendee(1)
    take(stage, one)
    put(stage, replace(PANEL, titles=dict.fromkeys(TITLES, "Another"), language="fr"))
    assert stage.due() == []
    assert look(stage, one).sits


def test_more_seats_let_those_in_who_wait(stage: Stage) -> None:
    put(stage, replace(PANEL, seats=1))
    people = [stage.attendee(n) for n in (1, 2, 3)]
    for person in people:
        stage.advance(seconds=1)
        take(stage, person)
    put(stage, replace(PANEL, seats=2))
    assert stage.due() == [(people[1], NoticeKind.SEAT)]


def test_nobody_takes_a_seat_in_what_is_over_or_was_never_there(stage: Stage) -> None:
    put(stage, PANEL)
    one = stage.attendee(1)
    with pytest.raises(Refused) as never:
        take(stage, one, "p2")
    assert never.value.refusal is Refusal.NOT_YOURS
    stage.move_to(PANEL.ends_at)
    with pytest.raises(Refused) as over:
        take(stage, one)
    assert over.value.refusal is Refusal.SESSION_OVER


def test_no_meeting_is_proposed_while_either_sits_in_a_session(stage: Stage) -> None:
    put(stage, TABLE)
    one, other = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    match = stage.match(one, other)

    def slots() -> tuple[object, ...]:
        return stage.do(
            lambda uow, now: proposals.prepare_offer(uow, now, actor=one, match_id=match)
        ).slots

    assert MORNING in slots()
    take(stage, other, "rt1")
    assert all(slot not in slots() for slot in (MORNING, MORNING + timedelta(minutes=20)))
    give_back(stage, other, "rt1")
    assert MORNING in slots()


def test_what_stands_in_the_way_is_said(stage: Stage) -> None:
    put(stage, TABLE, replace(TABLE, code="rt2"))
    one, other = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    seen = stage.offer(one, other, MORNING)
    stage.accept(other, seen.meeting.id, MORNING)
    assert [view.other.person.id for view in look(stage, one, "rt1").meetings] == [other]
    take(stage, one, "rt2")
    assert [session.code for session in look(stage, one, "rt1").others] == ["rt2"]


def test_the_days_and_one_s_own_sessions(stage: Stage) -> None:
    tomorrow = replace(
        TABLE,
        code="rt2",
        starts_at=TABLE.starts_at + timedelta(days=1),
        ends_at=TABLE.ends_at + timedelta(days=1),
    )
    put(stage, TABLE, tomorrow, PANEL)
    one = stage.attendee(1)
    take(stage, one, "rt2")

    def codes(number: int | None) -> list[str]:
        view = stage.do(lambda uow, now: programme.day(uow, now, actor=one, number=number))
        return [each.session.code for each in view.sessions]

    assert codes(None) == ["p1", "rt1"]
    assert codes(1) == ["rt2"]
    assert codes(99) == ["rt2"]
    stage.move_to(tomorrow.starts_at)
    assert codes(None) == ["rt2"]
    mine = stage.do(lambda uow, now: programme.mine(uow, now, actor=one))
    assert [each.session.code for each in mine.sessions] == ["rt2"]
