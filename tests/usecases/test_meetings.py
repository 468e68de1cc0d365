"""From an offer to a meeting, and every way it can end, on a real database."""

from datetime import datetime, timedelta

import pytest

from handlers.screens.notices import notice_screen
from i18n.markup import visible
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import State
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import agendas, appointments, delivery, profiles, proposals
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage


def pair(stage: Stage) -> tuple[PersonId, PersonId]:
    return stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)


def refusal(error: pytest.ExceptionInfo[Refused]) -> Refusal:
    return error.value.refusal


def test_an_offer_accepted_books_both_and_owes_the_news_and_reminders(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker)
    assert (offered.meeting.state, len(offered.open_slots)) == (State.OFFERED, 3)
    assert stage.due() == [(maker, NoticeKind.OFFER)]
    slot = offered.meeting.slots[1]
    seen = stage.accept(maker, offered.meeting.id, slot)
    assert (seen.meeting.state, seen.meeting.starts_at) == (State.ACCEPTED, slot)
    assert stage.due() == [(seeker, NoticeKind.BOOKED)]
    stage.move_to(MORNING - timedelta(hours=15))  # 18:00 in Tunis on the eve
    assert sorted(stage.due()) == [(seeker, NoticeKind.AGENDA), (maker, NoticeKind.AGENDA)]
    stage.move_to(slot - timedelta(minutes=15))
    assert sorted(stage.due()) == [(seeker, NoticeKind.SOON), (maker, NoticeKind.SOON)]
    stage.move_to(slot)
    assert stage.do(lambda uow, now: appointments.start_meetings(uow, now)) == 1
    assert sorted(stage.due()) == [(seeker, NoticeKind.START), (maker, NoticeKind.START)]
    stage.advance(days=3)
    assert stage.due() == []


def test_accepting_twice_is_one_acceptance(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker).meeting
    stage.due()
    first = stage.accept(maker, offered.id, offered.slots[0])
    again = stage.accept(maker, offered.id, offered.slots[0])
    assert first.meeting == again.meeting
    assert stage.due() == [(seeker, NoticeKind.BOOKED)]
    with pytest.raises(Refused) as refused:
        stage.accept(maker, offered.id, offered.slots[1])
    assert refusal(refused) is Refusal.ILLEGAL_MOVE


def test_the_first_acceptance_takes_the_slot_and_the_other_is_told_kindly(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    one = stage.offer(seeker, maker, MORNING).meeting
    two = stage.offer(rival, maker, MORNING, MORNING + timedelta(minutes=20)).meeting
    stage.accept(maker, one.id, MORNING)
    with pytest.raises(Refused) as refused:
        stage.accept(maker, two.id, MORNING)
    assert refusal(refused) is Refusal.SLOT_TAKEN
    left = stage.do(lambda uow, now: appointments.view(uow, now, actor=maker, meeting_id=two.id))
    assert left.open_slots == (MORNING + timedelta(minutes=20),)


def test_a_rival_offer_with_no_slot_left_lapses_at_once(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    one = stage.offer(seeker, maker, MORNING).meeting
    two = stage.offer(rival, maker, MORNING).meeting
    stage.due()
    stage.accept(maker, one.id, MORNING)
    view = stage.do(lambda uow, now: appointments.view(uow, now, actor=rival, meeting_id=two.id))
    assert (view.meeting.state, view.meeting.crowded_out) == (State.EXPIRED, True)
    assert sorted(stage.due()) == sorted(
        [(seeker, NoticeKind.BOOKED), (rival, NoticeKind.EXPIRED), (maker, NoticeKind.EXPIRED)]
    )


def test_the_loser_of_a_slot_race_and_the_proposer_read_the_truth(stage: Stage) -> None:
    seeker, maker = pair(stage)
    loser = stage.attendee(3, OFFERS_OIL)
    won = stage.offer(seeker, maker, MORNING).meeting
    lost = stage.offer(seeker, loser, MORNING).meeting
    stage.due()
    stage.accept(maker, won.id, MORNING)
    with pytest.raises(Refused) as refused:
        stage.accept(loser, lost.id, MORNING)
    assert refusal(refused) is Refusal.SLOT_TAKEN

    def said(person: PersonId) -> str:
        key = f"expired:{lost.id}:{stage.as_attendee(person).id}"

        def prepare(
            uow: UnitOfWork, now: datetime
        ) -> delivery.Delivery | delivery.Stale | delivery.Held:
            notice = uow.notices.by_key(person, key)
            assert notice is not None
            return delivery.prepare(uow, now, notice=notice)

        ready = stage.do(prepare)
        assert isinstance(ready, delivery.Delivery)
        return visible(notice_screen(ready).html).translate({0x2068: None, 0x2069: None})

    assert said(loser) == (
        "The times that Person 1 proposed have gone meanwhile. You can propose others yourself."
    )
    assert said(seeker) == (
        "The times you proposed to Person 3 have been booked otherwise. Propose others?"
    )


def test_an_offer_that_nobody_answered_was_not_crowded_out(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker).meeting
    stage.advance(hours=25)
    stage.do(lambda uow, now: appointments.expire_offers(uow, now))
    seen = stage.do(
        lambda uow, now: appointments.view(uow, now, actor=maker, meeting_id=offered.id)
    )
    assert (seen.meeting.state, seen.meeting.crowded_out) == (State.EXPIRED, False)


def test_pending_offers_hold_nobodys_slot(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    stage.offer(seeker, maker, MORNING)
    assert stage.offer(rival, maker, MORNING).meeting.slots == (MORNING,)


def test_declining_withdrawing_and_expiring_tell_the_other_side(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker).meeting
    stage.due()
    stage.do(lambda uow, now: appointments.withdraw(uow, now, actor=seeker, meeting_id=offered.id))
    assert stage.due() == [(maker, NoticeKind.WITHDRAWN)]
    again = stage.offer(seeker, maker).meeting
    stage.due()
    stage.advance(hours=25)
    assert stage.do(lambda uow, now: appointments.expire_offers(uow, now)) == 1
    assert sorted(stage.due()) == sorted(
        [(seeker, NoticeKind.EXPIRED), (maker, NoticeKind.EXPIRED)]
    )
    with pytest.raises(Refused) as refused:
        stage.accept(maker, again.id, again.slots[0])
    assert refusal(refused) is Refusal.ILLEGAL_MOVE
    third = stage.offer(seeker, maker).meeting
    stage.due()
    stage.do(lambda uow, now: appointments.decline(uow, now, actor=maker, meeting_id=third.id))
    assert stage.due() == [(seeker, NoticeKind.DECLINED)]


def test_an_offer_withdrawn_before_it_was_sent_is_never_told(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker).meeting
    stage.do(lambda uow, now: appointments.withdraw(uow, now, actor=seeker, meeting_id=offered.id))
    assert (maker, NoticeKind.OFFER) not in stage.due()


def test_cancelling_frees_both_and_owes_no_reminder(stage: Stage) -> None:
    seeker, maker = pair(stage)
    offered = stage.offer(seeker, maker).meeting
    stage.accept(maker, offered.id, offered.slots[0])
    stage.due()
    stage.do(lambda uow, now: appointments.cancel(uow, now, actor=seeker, meeting_id=offered.id))
    assert stage.due() == [(maker, NoticeKind.CANCELLED)]
    stage.move_to(offered.slots[0])
    assert stage.due() == []
    maker_id = stage.as_attendee(maker).id
    assert stage.do(lambda uow, now: uow.meetings.busy(maker_id)) == set()


def test_tables_run_out_one_slot_at_a_time(tables_stage: Stage) -> None:
    stage = tables_stage
    people = [stage.attendee(n, SEEKS_OIL if n % 2 else OFFERS_OIL) for n in range(1, 5)]
    one = stage.offer(people[0], people[1], MORNING).meeting
    two = stage.offer(people[2], people[3], MORNING).meeting
    assert stage.accept(people[1], one.id, MORNING).meeting.table == 1
    with pytest.raises(Refused) as refused:
        stage.accept(people[3], two.id, MORNING)
    assert refusal(refused) is Refusal.NO_TABLE


def test_only_the_two_may_act_and_each_only_on_their_side(stage: Stage) -> None:
    seeker, maker = pair(stage)
    stranger = stage.attendee(3, OFFERS_OIL)
    offered = stage.offer(seeker, maker).meeting
    slot = offered.slots[0]
    forged = [
        lambda uow, now, who=who, act=act: act(uow, now, actor=who, meeting_id=offered.id)
        for who, act in [
            (stranger, appointments.view),
            (stranger, appointments.decline),
            (stranger, appointments.withdraw),
            (stranger, appointments.cancel),
        ]
    ]
    for act in forged:
        with pytest.raises(Refused) as refused:
            stage.do(act)
        assert refusal(refused) is Refusal.NOT_YOURS
    with pytest.raises(Refused) as refused:
        stage.accept(stranger, offered.id, slot)
    assert refusal(refused) is Refusal.NOT_YOURS
    # To one of the two there is nothing to hide: an old button of theirs comes out of turn.
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: appointments.decline(uow, now, actor=seeker, meeting_id=offered.id)
        )
    assert refusal(refused) is Refusal.NOT_YOUR_TURN
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: appointments.withdraw(uow, now, actor=maker, meeting_id=offered.id)
        )
    assert refusal(refused) is Refusal.NOT_YOUR_TURN
    with pytest.raises(Refused) as refused:
        stage.accept(seeker, offered.id, slot)
    assert refusal(refused) is Refusal.NOT_YOUR_TURN
    match_id = stage.match(seeker, stranger)
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: proposals.show(uow, now, actor=maker, match_id=match_id))
    assert refusal(refused) is Refusal.NOT_YOURS


def test_a_second_offer_between_the_same_two_is_refused(stage: Stage) -> None:
    seeker, maker = pair(stage)
    stage.offer(seeker, maker)
    match_id = stage.match(maker, seeker)
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: proposals.prepare_offer(uow, now, actor=maker, match_id=match_id))
    assert refusal(refused) is Refusal.ALREADY_BETWEEN


def test_offers_out_are_capped(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    cap = stage.event().plan.offer_cap
    assert cap == 8
    makers = [stage.attendee(n, OFFERS_OIL) for n in range(2, cap + 3)]
    matches = {m: stage.match(seeker, m) for m in makers}
    for maker in makers[:cap]:
        stage.offer(seeker, maker)
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: proposals.prepare_offer(
                uow, now, actor=seeker, match_id=matches[makers[-1]]
            )
        )
    assert refusal(refused) is Refusal.TOO_MANY_OFFERS


def test_somebody_who_pauses_or_leaves_is_not_proposed(stage: Stage) -> None:
    seeker, maker = pair(stage)
    match_id = stage.match(seeker, maker)
    stage.do(lambda uow, now: profiles.pause(uow, now, actor=maker))
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: proposals.prepare_offer(uow, now, actor=seeker, match_id=match_id)
        )
    assert refusal(refused) is Refusal.NOT_AVAILABLE
    assert stage.do(lambda uow, now: proposals.matches(uow, now, actor=seeker)) == ()
    stage.do(lambda uow, now: profiles.resume(uow, now, actor=maker))
    assert stage.match(seeker, maker) == match_id


def test_erasing_closes_what_is_under_way_and_tells_the_others_no_name(stage: Stage) -> None:
    seeker, maker = pair(stage)
    rival = stage.attendee(3, SEEKS_OIL)
    booked = stage.offer(seeker, maker, MORNING).meeting
    stage.accept(maker, booked.id, MORNING)
    stage.offer(rival, maker)
    stage.due()
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=maker))
    assert sorted(stage.due()) == sorted([(seeker, NoticeKind.LEFT), (rival, NoticeKind.LEFT)])
    seeker_id = stage.as_attendee(seeker).id
    assert stage.do(lambda uow, now: uow.meetings.busy(seeker_id)) == set()
    agenda = stage.do(lambda uow, now: agendas.agenda(uow, now, actor=seeker))
    assert (agenda.booked, agenda.sent, agenda.received) == ((), (), ())
