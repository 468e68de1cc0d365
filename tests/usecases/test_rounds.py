"""Other times, moving a meeting, reasons, rescues and never again, on a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Session, SessionKind, Speaker
from matchmaking.intents import CountryCode
from matchmaking.meetings import Cause, MeetingId, MeetingView, State
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, blocks, profiles, proposals, rounds
from matchmaking.usecases.rounds import Times
from tests.matchmaking.builders import MORNING, TITLES
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

LATER = MORNING + timedelta(minutes=20)
NOON = MORNING + timedelta(hours=6)


def pair(stage: Stage) -> tuple[PersonId, PersonId]:
    return stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)


def propose(
    stage: Stage, actor: PersonId, meeting: MeetingId, *slots: datetime, moving: bool = False
) -> MeetingView:
    return stage.do(
        lambda uow, now: rounds.propose(
            uow, now, actor=actor, meeting_id=meeting, slots=slots, moving=moving
        )
    )


def times(stage: Stage, actor: PersonId, meeting: MeetingId, *, moving: bool = False) -> Times:
    return stage.do(
        lambda uow, now: rounds.other_times(
            uow, now, actor=actor, meeting_id=meeting, moving=moving
        )
    )


def keep(stage: Stage, actor: PersonId, meeting: MeetingId) -> MeetingView:
    return stage.do(lambda uow, now: rounds.keep(uow, now, actor=actor, meeting_id=meeting))


def any_of(stage: Stage, actor: PersonId, meeting: MeetingId) -> MeetingView:
    return stage.do(
        lambda uow, now: appointments.accept_any(uow, now, actor=actor, meeting_id=meeting)
    )


def cancel(
    stage: Stage, actor: PersonId, meeting: MeetingId, cause: Cause | None = None, words: str = ""
) -> MeetingView:
    return stage.do(
        lambda uow, now: appointments.cancel(
            uow, now, actor=actor, meeting_id=meeting, cause=cause, words=words
        )
    )


def decline(
    stage: Stage, actor: PersonId, meeting: MeetingId, cause: Cause | None = None
) -> MeetingView:
    return stage.do(
        lambda uow, now: appointments.decline(
            uow, now, actor=actor, meeting_id=meeting, cause=cause
        )
    )


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refused) as why:
        act()
    return why.value.refusal


def busy(stage: Stage, person: PersonId) -> set[datetime]:
    who = stage.as_attendee(person).id
    return stage.do(lambda uow, now: uow.meetings.busy(who))


def matched(stage: Stage, person: PersonId) -> set[PersonId]:
    views = stage.do(lambda uow, now: proposals.matches(uow, now, actor=person))
    return {view.other.person.id for view in views}


def booked(stage: Stage) -> tuple[PersonId, PersonId, MeetingId]:
    """A meeting at MORNING between two people, with nothing left to tell."""
    seeker, maker = pair(stage)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.due()
    stage.accept(maker, meeting, MORNING)
    stage.due()
    return seeker, maker, meeting


# Counter-proposals


def test_a_counter_proposal_asks_the_other_side_about_the_same_meeting(stage: Stage) -> None:
    seeker, maker = pair(stage)
    first = stage.offer(seeker, maker, MORNING).meeting
    stage.due()
    countered = propose(stage, maker, first.id, LATER, NOON).meeting
    assert (countered.id, countered.state, countered.round) == (first.id, State.OFFERED, 1)
    assert (countered.proposer, countered.invitee) == (first.invitee, first.proposer)
    assert countered.slots == (LATER, NOON)
    assert stage.due() == [(seeker, NoticeKind.COUNTERED)]
    assert refused(lambda: stage.accept(maker, first.id, LATER)) is Refusal.NOT_YOUR_TURN
    assert refused(lambda: stage.accept(seeker, first.id, MORNING)) is Refusal.SLOT_TAKEN
    agreed = stage.accept(seeker, first.id, NOON).meeting
    assert (agreed.state, agreed.starts_at, agreed.sequence) == (State.ACCEPTED, NOON, 0)
    # The one who countered saw it in the offer's own message: that is edited, and a line rings.
    assert sorted(stage.due()) == sorted([(maker, NoticeKind.BOOKED), (maker, NoticeKind.NUDGE)])
    assert busy(stage, seeker) == busy(stage, maker) == {NOON}


def test_a_counter_proposal_said_three_times_is_one(stage: Stage) -> None:
    seeker, maker = pair(stage)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.due()
    said = [propose(stage, maker, meeting, LATER).meeting for _ in range(3)]
    assert said[0] == said[1] == said[2]
    assert stage.due() == [(seeker, NoticeKind.COUNTERED)]
    assert refused(lambda: propose(stage, maker, meeting, NOON)) is Refusal.NOT_YOUR_TURN


def test_the_turn_goes_back_and_forth_and_each_may_still_say_no(stage: Stage) -> None:
    seeker, maker = pair(stage)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    propose(stage, maker, meeting, LATER)
    propose(stage, seeker, meeting, NOON)
    assert refused(lambda: decline(stage, seeker, meeting)) is Refusal.NOT_YOUR_TURN
    assert decline(stage, maker, meeting).meeting.state is State.DECLINED
    assert propose_refused(stage, maker, meeting) is Refusal.ILLEGAL_MOVE


def propose_refused(stage: Stage, actor: PersonId, meeting: MeetingId) -> Refusal:
    return refused(lambda: propose(stage, actor, meeting, NOON))


def test_further_times_leave_out_what_is_proposed_and_what_is_booked(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    taken = stage.offer(rival, maker, NOON).meeting.id
    stage.accept(maker, taken, NOON)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    page = times(stage, maker, meeting)
    step = timedelta(minutes=20)
    assert page.slots == (LATER, LATER + step, NOON + step, NOON + 2 * step)
    assert refused(lambda: propose(stage, maker, meeting, NOON)) is Refusal.NO_COMMON_SLOT


def test_a_counter_proposal_keeps_only_the_times_still_free(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.accept(maker, stage.offer(rival, maker, LATER).meeting.id, LATER)
    assert propose(stage, maker, meeting, LATER, NOON).meeting.slots == (NOON,)
    assert propose(stage, maker, meeting, LATER, NOON).meeting.round == 1


# Any of these


def test_any_takes_the_earliest_that_no_other_offer_is_after(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    stage.offer(rival, maker, MORNING)
    meeting = stage.offer(seeker, maker, MORNING, LATER, NOON).meeting.id
    first = any_of(stage, maker, meeting)
    assert first.meeting.starts_at == LATER
    assert any_of(stage, maker, meeting).meeting == first.meeting


def test_any_passes_over_an_hour_without_a_table(tables_stage: Stage) -> None:
    stage = tables_stage
    people = [stage.attendee(n, SEEKS_OIL if n % 2 else OFFERS_OIL) for n in range(1, 5)]
    stage.accept(people[1], stage.offer(people[0], people[1], MORNING).meeting.id, MORNING)
    meeting = stage.offer(people[2], people[3], MORNING, LATER).meeting.id
    assert any_of(stage, people[3], meeting).meeting.starts_at == LATER


# Moving


def test_the_old_time_stands_until_the_other_side_agrees(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    wished = propose(stage, seeker, meeting, LATER, NOON, moving=True).meeting
    assert (wished.state, wished.starts_at) == (State.ACCEPTED, MORNING)
    assert busy(stage, seeker) == {MORNING}
    # The offer's own message is edited into the question, and a line rings.
    assert sorted(stage.due()) == [(maker, NoticeKind.MOVE_ASKED), (maker, NoticeKind.NUDGE)]
    assert refused(lambda: stage.accept(seeker, meeting, LATER)) is Refusal.NOT_YOUR_TURN
    moved = stage.accept(maker, meeting, NOON).meeting
    assert (moved.id, moved.starts_at, moved.sequence, moved.mover) == (meeting, NOON, 1, None)
    assert busy(stage, seeker) == busy(stage, maker) == {NOON}
    # The one who asked was told of the acceptance before: that message is edited, and a line rings.
    assert sorted(stage.due()) == sorted([(seeker, NoticeKind.MOVED), (seeker, NoticeKind.NUDGE)])


def test_reminders_follow_a_meeting_that_moves_and_moves_back(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    for asker, asked, slot in ((seeker, maker, NOON), (maker, seeker, MORNING)):
        propose(stage, asker, meeting, slot, moving=True)
        stage.accept(asked, meeting, slot)
    stage.due()
    stage.move_to(MORNING - timedelta(minutes=15))
    told = stage.due()
    assert (seeker, NoticeKind.SOON) in told
    assert (maker, NoticeKind.SOON) in told
    stage.move_to(NOON - timedelta(minutes=15))
    assert NoticeKind.SOON not in {kind for _, kind in stage.due()}


@pytest.mark.parametrize("who", [0, 1])
def test_either_side_may_leave_it_as_it_was(stage: Stage, who: int) -> None:
    *sides, meeting = booked(stage)
    seeker, maker = sides[0], sides[1]
    propose(stage, seeker, meeting, NOON, moving=True)
    stage.due()
    actor = (seeker, maker)[who]
    kept = [keep(stage, actor, meeting).meeting for _ in range(3)]
    assert {(it.mover, it.starts_at, it.sequence) for it in kept} == {(None, MORNING, 0)}
    other = (maker, seeker)[who]
    # Whoever asked hears it; whoever was asked is not rung for what has come to nothing.
    expected = [(other, NoticeKind.KEPT)] + ([(other, NoticeKind.NUDGE)] if who else [])
    assert sorted(stage.due()) == sorted(expected)
    assert refused(lambda: stage.accept(maker, meeting, NOON)) is Refusal.ILLEGAL_MOVE


def test_a_wish_that_nobody_answers_lapses_before_the_old_time(stage: Stage) -> None:
    seeker, _, meeting = booked(stage)
    stage.move_to(MORNING - timedelta(hours=1))
    wished = propose(stage, seeker, meeting, NOON, moving=True).meeting
    assert wished.expires_at == MORNING - timedelta(minutes=30)
    stage.move_to(wished.expires_at)
    assert stage.do(lambda uow, now: appointments.expire_offers(uow, now)) == 1
    again = stage.do(
        lambda uow, now: appointments.view(uow, now, actor=seeker, meeting_id=meeting)
    ).meeting
    assert (again.state, again.mover, again.starts_at) == (State.ACCEPTED, None, MORNING)


def test_the_asked_side_may_answer_a_wish_with_other_times(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    propose(stage, seeker, meeting, NOON, moving=True)
    answer = propose(stage, maker, meeting, LATER, moving=True).meeting
    assert (answer.mover, answer.slots, answer.round) == (stage.as_attendee(maker).id, (LATER,), 2)
    assert stage.accept(seeker, meeting, LATER).meeting.starts_at == LATER


def test_a_time_that_went_meanwhile_is_not_moved_to(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    propose(stage, seeker, meeting, NOON, moving=True)
    stage.accept(maker, stage.offer(rival, maker, NOON).meeting.id, NOON)
    assert refused(lambda: stage.accept(maker, meeting, NOON)) is Refusal.SLOT_TAKEN
    assert busy(stage, seeker) == {MORNING}


def test_a_meeting_that_has_begun_is_not_moved(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    propose(stage, seeker, meeting, NOON, moving=True)
    stage.move_to(MORNING)
    stage.do(lambda uow, now: appointments.start_meetings(uow, now))
    assert refused(lambda: stage.accept(maker, meeting, NOON)) is Refusal.ILLEGAL_MOVE
    again = refused(lambda: propose(stage, seeker, meeting, NOON, moving=True))
    assert again is Refusal.ILLEGAL_MOVE


# Reasons and rescues


def test_a_cause_for_a_no_is_learned_and_one_of_the_hour_passes(stage: Stage) -> None:
    seeker, maker = pair(stage)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    decline(stage, maker, meeting, Cause.BUSY)
    assert decline(stage, maker, meeting).meeting.cause is Cause.BUSY
    assert (matched(stage, seeker), matched(stage, maker)) == (set(), set())
    stage.advance(hours=13)
    assert (matched(stage, seeker), matched(stage, maker)) == ({maker}, {seeker})


def test_a_no_to_the_field_keeps_the_two_apart(stage: Stage) -> None:
    seeker, maker = pair(stage)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    decline(stage, maker, meeting, Cause.FIELD)
    who = stage.as_attendee(maker).id
    known = stage.do(lambda uow, now: uow.matches.of_viewer(who))
    assert [match.declined is not None for match in known] == [True]
    stage.advance(days=9)
    assert matched(stage, seeker) == set()


def test_cancelling_says_why_frees_both_and_counts_for_calendars(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    words = refused(lambda: cancel(stage, seeker, meeting, Cause.OWN_WORDS, " \n "))
    assert words is Refusal.EMPTY
    long = refused(lambda: cancel(stage, seeker, meeting, Cause.OWN_WORDS, "x" * 201))
    assert long is Refusal.TOO_LONG
    said = [cancel(stage, seeker, meeting, Cause.OWN_WORDS, "My\ntrain") for _ in range(3)]
    assert {(s.meeting.words, s.meeting.sequence) for s in said} == {("My train", 1)}
    assert stage.due() == [(maker, NoticeKind.CANCELLED)]
    assert busy(stage, seeker) == busy(stage, maker) == set()


def test_whoever_is_left_is_shown_one_person_free_at_that_time(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    other = stage.attendee(3, SEEKS_OIL)
    stage.due()
    cancel(stage, seeker, meeting, Cause.ILL)
    assert sorted(stage.due()) == sorted(
        [(maker, NoticeKind.CANCELLED), (maker, NoticeKind.RESCUE)]
    )
    # Nothing goes out to the other one before a tap.
    who = stage.as_attendee(other).id
    assert stage.do(lambda uow, now: uow.meetings.open_offers_of(who)) == []
    again = stage.offer(other, maker, MORNING).meeting.id
    stage.accept(maker, again, MORNING)
    stage.due()
    cancel(stage, other, again)
    # The same hour of the same person is rescued once.
    assert stage.due() == [(maker, NoticeKind.CANCELLED)]


def test_a_rescue_is_not_told_once_the_other_is_taken(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    other, third = stage.attendee(3, SEEKS_OIL), stage.attendee(4, OFFERS_OIL)
    stage.due()
    cancel(stage, seeker, meeting)
    taken = stage.offer(other, third, MORNING).meeting.id
    stage.accept(third, taken, MORNING)
    assert (maker, NoticeKind.RESCUE) not in stage.due()


def test_whoever_makes_a_move_possible_is_offered_the_old_hour(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    stage.attendee(3, SEEKS_OIL)
    stage.attendee(4, OFFERS_OIL)
    stage.due()
    propose(stage, seeker, meeting, NOON, moving=True)
    stage.due()
    stage.accept(maker, meeting, NOON)
    told = stage.due()
    assert (maker, NoticeKind.RESCUE) in told
    # Whoever asked had something else to do then.
    assert (seeker, NoticeKind.RESCUE) not in told


def test_whoever_leaves_for_good_leaves_an_hour_that_is_not_lost(stage: Stage) -> None:
    seeker, maker, _ = booked(stage)
    stage.attendee(3, SEEKS_OIL)
    stage.due()
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=seeker))
    assert sorted(stage.due()) == sorted([(maker, NoticeKind.LEFT), (maker, NoticeKind.RESCUE)])


def test_only_who_found_the_meeting_of_no_use_is_offered_the_hour_as_well(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    stage.attendee(3, SEEKS_OIL)
    stage.attendee(4, OFFERS_OIL)
    stage.due()
    cancel(stage, seeker, meeting, Cause.IRRELEVANT)
    rescued = {who for who, kind in stage.due() if kind is NoticeKind.RESCUE}
    assert rescued == {seeker, maker}


def test_nobody_free_is_no_rescue(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    cancel(stage, seeker, meeting)
    assert stage.due() == [(maker, NoticeKind.CANCELLED)]


# Never again


def never(stage: Stage, actor: PersonId, meeting: MeetingId) -> MeetingView:
    return stage.do(lambda uow, now: blocks.never(uow, now, actor=actor, meeting_id=meeting))


def test_never_ends_the_offer_as_any_no_and_hides_the_two_from_each_other(stage: Stage) -> None:
    seeker, maker = pair(stage)
    match = stage.match(seeker, maker)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.due()
    for _ in range(3):
        never(stage, maker, meeting)
    assert stage.due() == [(seeker, NoticeKind.DECLINED)]
    assert (matched(stage, seeker), matched(stage, maker)) == (set(), set())
    view = stage.do(lambda uow, now: proposals.show(uow, now, actor=seeker, match_id=match))
    assert not view.other.reachable
    out = refused(
        lambda: stage.do(
            lambda uow, now: proposals.prepare_offer(uow, now, actor=seeker, match_id=match)
        )
    )
    assert out is Refusal.NOT_AVAILABLE
    kept = stage.do(lambda uow, now: blocks.kept_away(uow, now, actor=maker))
    assert [person.id for person in kept] == [seeker]
    assert stage.do(lambda uow, now: blocks.kept_away(uow, now, actor=seeker)) == ()
    left = stage.do(lambda uow, now: blocks.let_back(uow, now, actor=maker, blocked=seeker))
    assert left == ()
    nobody = refused(
        lambda: stage.do(lambda uow, now: blocks.let_back(uow, now, actor=seeker, blocked=maker))
    )
    assert nobody is Refusal.NOT_YOURS


def test_never_calls_a_meeting_off_without_saying_why(stage: Stage) -> None:
    seeker, maker, meeting = booked(stage)
    never(stage, maker, meeting)
    assert stage.due() == [(seeker, NoticeKind.CANCELLED)]
    view = stage.do(lambda uow, now: appointments.view(uow, now, actor=seeker, meeting_id=meeting))
    assert (view.meeting.state, view.meeting.cause) == (State.CANCELLED, None)


# Speakers


def test_the_time_on_stage_is_never_offered(stage: Stage) -> None:
    seeker, maker = pair(stage)
    speaker = Speaker(name="M", organisation="H", country=CountryCode("TN"), attendee="A-7")
    session = Session(
        code="s",
        kind=SessionKind.PANEL,
        starts_at=MORNING + timedelta(minutes=10),
        ends_at=MORNING + timedelta(minutes=30),
        titles=TITLES,
        language="en",
        seats=0,
        link="",
        moderators=(speaker,),
    )
    plan = replace(stage.event().plan, sessions=(session,))
    stage.do(lambda uow, now: uow.events.put(plan))
    stage.do(_give_code(stage, maker))
    match = stage.match(seeker, maker)
    draft = stage.do(
        lambda uow, now: proposals.prepare_offer(uow, now, actor=seeker, match_id=match)
    )
    assert {MORNING, LATER} & set(draft.slots) == set()
    out = refused(
        lambda: stage.do(
            lambda uow, now: proposals.offer(
                uow, now, actor=seeker, match_id=match, slots=(MORNING, LATER)
            )
        )
    )
    assert out is Refusal.NO_COMMON_SLOT


def _give_code(stage: Stage, person: PersonId) -> Callable[[UnitOfWork, datetime], None]:
    coded = replace(stage.as_attendee(person), code="A-7")
    return lambda uow, now: uow.attendees.save(coded)
