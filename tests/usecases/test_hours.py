"""What the clock makes of offers, meetings and reminders: what has passed, and who has moved."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.errors import words_for
from handlers.screens.meetings import ended
from i18n.markup import visible
from i18n.phrasebook import phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import CountryCode
from matchmaking.meetings import MeetingId, MeetingView, State
from matchmaking.notices import NoticeKind
from matchmaking.people import Draft, PersonId
from matchmaking.usecases import agendas, appointments, profiles, proposals
from matchmaking.usecases.agendas import Agenda
from matchmaking.usecases.proposals import MatchView
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

LATER = MORNING + timedelta(minutes=40)
OVER = MORNING + timedelta(minutes=20)


def view(stage: Stage, person: PersonId, meeting: MeetingId) -> MeetingView:
    return stage.do(lambda uow, now: appointments.view(uow, now, actor=person, meeting_id=meeting))


def matches(stage: Stage, person: PersonId) -> tuple[MatchView, ...]:
    return stage.do(lambda uow, now: proposals.matches(uow, now, actor=person))


def booked(stage: Stage, slot: datetime = MORNING) -> tuple[PersonId, PersonId]:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    offered = stage.offer(seeker, maker, slot).meeting
    stage.due()
    stage.accept(maker, offered.id, slot)
    stage.due()
    return seeker, maker


def moves(stage: Stage, person: PersonId, country: str, zone: str | None = None) -> None:
    draft = Draft(country=CountryCode(country), zone=zone)
    stage.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))


@pytest.mark.parametrize("tick", [True, False])
def test_a_meeting_that_is_over_is_not_ahead_and_keeps_nobody_apart(
    stage: Stage, tick: bool
) -> None:
    seeker, maker = booked(stage)
    stage.move_to(OVER - timedelta(seconds=1))
    if tick:
        stage.do(lambda uow, now: appointments.start_meetings(uow, now))
    ahead = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=seeker))
    assert [seen.other.person.id for seen in ahead.booked] == [maker]
    assert [one.meeting is None for one in matches(stage, seeker)] == [False]
    stage.move_to(OVER)
    ahead = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=seeker))
    assert ahead.booked == ()
    assert [(one.other.person.id, one.meeting) for one in matches(stage, seeker)] == [(maker, None)]
    again = stage.offer(seeker, maker, LATER)
    assert again.open_slots == (LATER,)


def test_an_offer_whose_time_is_up_is_not_ahead_though_no_tick_came(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    stage.offer(seeker, maker)
    stage.advance(hours=24)

    def ahead(person: PersonId) -> Agenda:
        return stage.do(lambda uow, now: agendas.agenda(uow, now, actor=person))

    assert (ahead(seeker).sent, ahead(maker).received) == ((), ())
    assert [one.meeting for one in matches(stage, seeker)] == [None]


def test_a_slot_that_has_passed_is_not_open_and_cannot_be_taken(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    stage.move_to(MORNING - timedelta(minutes=20))
    offered = stage.offer(seeker, maker, MORNING, LATER).meeting
    stage.move_to(MORNING)
    assert view(stage, maker, offered.id).open_slots == (LATER,)
    ahead = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=maker))
    assert [seen.open_slots for seen in ahead.received] == [(LATER,)]
    with pytest.raises(Refused) as refused:
        stage.accept(maker, offered.id, MORNING)
    assert refused.value.refusal is Refusal.SLOT_PASSED
    assert stage.accept(maker, offered.id, LATER).meeting.state is State.ACCEPTED


def test_that_a_slot_has_passed_is_said_kindly() -> None:
    said = words_for(Refused(Refusal.SLOT_PASSED), phrasebook("en"))
    assert said == "That time has come already, so nothing was booked."


def test_the_last_common_slot_is_lost_to_somebody_else_and_not_to_time(stage: Stage) -> None:
    """One proposed slot is taken, the other has passed: the offer was crowded out."""
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    rival = stage.attendee(3, SEEKS_OIL)
    stage.move_to(MORNING - timedelta(minutes=20))
    lost = stage.offer(rival, maker, MORNING, LATER).meeting
    won = stage.offer(seeker, maker, LATER).meeting
    stage.move_to(MORNING + timedelta(minutes=1))
    stage.accept(maker, won.id, LATER)
    seen = view(stage, maker, lost.id)
    assert (seen.meeting.state, seen.meeting.crowded_out) == (State.EXPIRED, True)
    with pytest.raises(Refused) as refused:
        stage.accept(maker, lost.id, LATER)
    assert refused.value.refusal is Refusal.SLOT_TAKEN


def test_whoever_opens_an_offer_that_was_crowded_out_reads_that_its_times_went(
    stage: Stage,
) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    rival = stage.attendee(3, SEEKS_OIL)
    lost = stage.offer(rival, maker, MORNING).meeting
    won = stage.offer(seeker, maker, MORNING).meeting
    stage.accept(maker, won.id, MORNING)

    def said(person: PersonId) -> str:
        html = ended(view(stage, person, lost.id), phrasebook("en")).html
        return visible(html).translate({0x2068: None, 0x2069: None})

    assert (said(maker), said(rival)) == (
        "The times that Person 3 proposed have gone meanwhile. You can propose others yourself.",
        "The times you proposed to Person 2 have been booked otherwise. Propose others?",
    )


def test_the_agenda_moves_with_whoever_moves(stage: Stage) -> None:
    seeker, maker = booked(stage)
    moves(stage, seeker, "AE", "Asia/Dubai")
    stage.move_to(datetime(2027, 4, 12, 14, 0, tzinfo=UTC) - timedelta(seconds=1))
    assert stage.due() == []
    stage.advance(seconds=1)  # 18:00 in Dubai
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]
    stage.move_to(datetime(2027, 4, 12, 17, 0, tzinfo=UTC))  # 18:00 in Tunis
    assert stage.due() == [(maker, NoticeKind.AGENDA)]


def test_an_agenda_whose_evening_has_begun_comes_at_once_and_one_of_today_never(
    stage: Stage,
) -> None:
    seeker, maker = booked(stage)
    stage.move_to(datetime(2027, 4, 12, 15, 0, tzinfo=UTC))
    moves(stage, seeker, "AE", "Asia/Dubai")  # 19:00 there
    moves(stage, maker, "JP", "Asia/Tokyo")  # midnight there: the meeting is today
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]
    stage.advance(hours=10)
    assert stage.due() == []


def test_the_agenda_is_of_the_readers_own_tomorrow(stage: Stage) -> None:
    """15:00 in Tunis on the 13th is the 14th in Auckland, and the first meeting is the 13th."""
    afternoon = MORNING + timedelta(hours=6)
    seeker, maker = booked(stage, afternoon)
    moves(stage, seeker, "NZ", "Pacific/Auckland")
    stage.move_to(datetime(2027, 4, 12, 17, 0, tzinfo=UTC))
    assert stage.due() == [(maker, NoticeKind.AGENDA)]
    stage.move_to(datetime(2027, 4, 13, 6, 0, tzinfo=UTC))  # 18:00 on the 13th in Auckland
    assert stage.due() == [(seeker, NoticeKind.AGENDA)]


def test_whoever_moves_there_and_back_is_told_once(stage: Stage) -> None:
    seeker, maker = booked(stage)
    moves(stage, seeker, "NZ", "Pacific/Auckland")
    moves(stage, seeker, "TN", "Africa/Tunis")
    stage.move_to(datetime(2027, 4, 12, 17, 0, tzinfo=UTC))
    assert sorted(stage.due()) == [(seeker, NoticeKind.AGENDA), (maker, NoticeKind.AGENDA)]
    moves(stage, seeker, "MA", "Africa/Casablanca")
    stage.advance(hours=2)
    assert stage.due() == []
