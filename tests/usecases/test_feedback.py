"""What people say after a meeting: settled by both, private to each, the same however often."""

from datetime import timedelta

import pytest

from matchmaking.aftermath import CLOSES_AFTER, Counts, Useful
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Kind
from matchmaking.meetings import MeetingId, State
from matchmaking.people import PersonId
from matchmaking.usecases import asking, feedback
from matchmaking.usecases.feedback import FeedbackView
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage
from tests.usecases.test_organising import organiser

OVER = MORNING + timedelta(minutes=20)


def met(stage: Stage) -> tuple[PersonId, PersonId, MeetingId]:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.accept(maker, meeting, MORNING)
    stage.move_to(OVER)
    return seeker, maker, meeting


def says(stage: Stage, person: PersonId, meeting: MeetingId, *, held: bool) -> FeedbackView:
    return stage.do(
        lambda uow, now: feedback.say(uow, now, actor=person, meeting_id=meeting, held=held)
    )


def agrees(
    stage: Stage, person: PersonId, meeting: MeetingId, kind: Kind, *, on: bool
) -> FeedbackView:
    return stage.do(
        lambda uow, now: feedback.agree(
            uow, now, actor=person, meeting_id=meeting, kind=kind, on=on
        )
    )


def rates(stage: Stage, person: PersonId, meeting: MeetingId, useful: Useful) -> FeedbackView:
    return stage.do(
        lambda uow, now: feedback.rate(uow, now, actor=person, meeting_id=meeting, useful=useful)
    )


def state(stage: Stage, meeting: MeetingId) -> State:
    found = stage.do(lambda uow, now: uow.meetings.get(meeting))
    assert found is not None
    return found.state


@pytest.mark.parametrize(("held", "expected"), [(True, State.HELD), (False, State.NO_SHOW)])
def test_two_equal_words_settle_it_at_once(stage: Stage, held: bool, expected: State) -> None:
    seeker, maker, meeting = met(stage)
    says(stage, seeker, meeting, held=held)
    assert state(stage, meeting) is State.ACCEPTED
    says(stage, maker, meeting, held=held)
    assert state(stage, meeting) is expected


def test_a_contradiction_settles_nothing_until_one_gives_way(stage: Stage) -> None:
    seeker, maker, meeting = met(stage)
    says(stage, seeker, meeting, held=True)
    says(stage, maker, meeting, held=False)
    assert state(stage, meeting) is State.ACCEPTED
    says(stage, maker, meeting, held=True)
    assert state(stage, meeting) is State.HELD


def test_what_is_settled_stays_though_the_same_may_be_said_again(stage: Stage) -> None:
    seeker, maker, meeting = met(stage)
    says(stage, seeker, meeting, held=True)
    says(stage, maker, meeting, held=True)
    assert says(stage, maker, meeting, held=True).feedback.held is True
    with pytest.raises(Refused) as refused:
        says(stage, maker, meeting, held=False)
    assert refused.value.refusal is Refusal.SETTLED
    assert state(stage, meeting) is State.HELD


def test_a_late_word_settles_what_was_unconfirmed(stage: Stage) -> None:
    seeker, _, meeting = met(stage)
    stage.move_to(OVER + CLOSES_AFTER)
    stage.do(lambda uow, now: asking.close(uow, now))
    assert state(stage, meeting) is State.UNCONFIRMED
    says(stage, seeker, meeting, held=False)
    assert state(stage, meeting) is State.UNCONFIRMED
    says(stage, seeker, meeting, held=True)
    assert state(stage, meeting) is State.HELD


def test_taps_out_of_order_and_twice_lead_to_what_was_chosen(stage: Stage) -> None:
    seeker, _, meeting = met(stage)
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: feedback.rate(
                uow, now, actor=seeker, meeting_id=meeting, useful=Useful.VERY
            )
        )
    assert refused.value.refusal is Refusal.ILLEGAL_MOVE
    says(stage, seeker, meeting, held=True)
    for on in (True, True, False, True):
        view = agrees(stage, seeker, meeting, Kind.TRADE, on=on)
    for useful in (Useful.HARDLY, Useful.VERY, Useful.VERY):
        view = rates(stage, seeker, meeting, useful)
    first = stage.do(lambda uow, now: feedback.finish(uow, now, actor=seeker, meeting_id=meeting))
    stage.advance(minutes=1)
    again = stage.do(lambda uow, now: feedback.finish(uow, now, actor=seeker, meeting_id=meeting))
    said = view.feedback
    assert (said.follow_ups, said.useful) == (frozenset({Kind.TRADE}), Useful.VERY)
    assert first.feedback.done_at == again.feedback.done_at == OVER


def test_a_changed_mind_takes_the_rest_along_but_for_the_note(stage: Stage) -> None:
    seeker, _, meeting = met(stage)
    says(stage, seeker, meeting, held=True)
    stage.do(
        lambda uow, now: feedback.rate(
            uow, now, actor=seeker, meeting_id=meeting, useful=Useful.VERY
        )
    )
    stage.do(
        lambda uow, now: feedback.note(uow, now, actor=seeker, meeting_id=meeting, text="Call!")
    )
    said = says(stage, seeker, meeting, held=False).feedback
    assert (said.held, said.useful, said.note) == (False, None, "Call!")


@pytest.mark.parametrize("text", ["", " \n ", "x" * 501])
def test_a_note_is_some_words_and_not_too_many(stage: Stage, text: str) -> None:
    seeker, _, meeting = met(stage)
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: feedback.note(uow, now, actor=seeker, meeting_id=meeting, text=text)
        )
    wanted = Refusal.TOO_LONG if len(text) > 100 else Refusal.EMPTY
    assert refused.value.refusal is wanted


def test_nothing_is_said_of_a_meeting_that_is_not_over_or_is_somebody_elses(stage: Stage) -> None:
    seeker, _, meeting = met(stage)
    stranger = stage.attendee(3, OFFERS_OIL)
    for person, number in ((stranger, meeting), (seeker, MeetingId(9999))):
        with pytest.raises(Refused) as refused:
            says(stage, person, number, held=True)
        assert refused.value.refusal is Refusal.NOT_YOURS
    stage.move_to(OVER - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        says(stage, seeker, meeting, held=True)
    assert refused.value.refusal is Refusal.ILLEGAL_MOVE
    assert state(stage, meeting) is State.ACCEPTED


def test_the_other_sees_nothing_and_organisers_see_numbers(stage: Stage) -> None:
    seeker, maker, meeting = met(stage)
    says(stage, seeker, meeting, held=True)
    for kind in (Kind.TRADE, Kind.RESEARCH):
        agrees(stage, seeker, meeting, kind, on=True)
    seen = stage.do(lambda uow, now: feedback.look(uow, now, actor=maker, meeting_id=meeting))
    assert (seen.feedback.held, seen.feedback.follow_ups) == (None, frozenset())
    says(stage, maker, meeting, held=True)
    who = organiser(stage)
    counted = stage.do(lambda uow, now: feedback.counts(uow, now, actor=who))
    assert counted == Counts(held=1, answers=2, follow_ups={Kind.TRADE: 1, Kind.RESEARCH: 1})
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: feedback.counts(uow, now, actor=seeker))
    assert refused.value.refusal is Refusal.NOT_ORGANISER


@pytest.mark.parametrize(("held", "expected"), [(True, State.HELD), (False, State.NO_SHOW)])
def test_an_organiser_settles_what_the_two_do_not(
    stage: Stage, held: bool, expected: State
) -> None:
    seeker, maker, meeting = met(stage)
    says(stage, seeker, meeting, held=True)
    says(stage, maker, meeting, held=False)
    who = organiser(stage)

    def rule(held: bool, person: PersonId = who) -> State:
        return stage.do(
            lambda uow, now: feedback.rule(uow, now, actor=person, meeting_id=meeting, held=held)
        ).state

    with pytest.raises(Refused) as refused:
        rule(held, seeker)
    assert refused.value.refusal is Refusal.NOT_ORGANISER
    assert rule(held) is rule(held) is expected
    with pytest.raises(Refused) as refused:
        rule(not held)
    assert refused.value.refusal is Refusal.SETTLED
