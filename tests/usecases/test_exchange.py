"""Contacts: given when both have said yes, a no never told, numbers kept no longer than needed."""

from datetime import timedelta

import pytest

from matchmaking.contacts import KEPT, Answer, Standing, Way
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import MeetingId
from matchmaking.notices import NoticeKind
from matchmaking.people import AttendeeId, PersonId
from matchmaking.usecases import appointments, exchange, profiles
from matchmaking.usecases.exchange import ExchangeView
from tests.matchmaking.builders import MORNING
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

PHONE = "+21620000001"


class Pair:
    """Two people who have agreed to meet."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.seeker, self.maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
        self.meeting = stage.offer(self.seeker, self.maker, MORNING).meeting.id
        stage.accept(self.maker, self.meeting, MORNING)
        stage.due()

    def agrees(
        self,
        person: PersonId,
        way: Way = Way.PHONE,
        handle: str = PHONE,
        meeting: MeetingId | None = None,
    ) -> ExchangeView:
        number = meeting or self.meeting
        return self.stage.do(
            lambda uow, now: exchange.agree(
                uow, now, actor=person, meeting_id=number, way=way, handle=handle
            )
        )

    def refuses(self, person: PersonId) -> ExchangeView:
        return self.stage.do(
            lambda uow, now: exchange.refuse(uow, now, actor=person, meeting_id=self.meeting)
        )

    def sees(self, person: PersonId) -> Standing:
        return self.stage.do(
            lambda uow, now: exchange.look(uow, now, actor=person, meeting_id=self.meeting)
        ).standing

    def answers(self) -> dict[AttendeeId, Answer]:
        return self.stage.do(lambda uow, now: uow.contacts.of_meeting(self.meeting))

    def handles(self) -> list[str | None]:
        return sorted((one.handle for one in self.answers().values()), key=str)


@pytest.fixture
def two(stage: Stage) -> Pair:
    return Pair(stage)


def test_each_gets_the_others_when_both_have_said_yes(two: Pair) -> None:
    assert two.agrees(two.seeker).standing is Standing.WAITING
    assert two.stage.due() == [(two.maker, NoticeKind.EXCHANGE)]
    assert two.sees(two.maker) is Standing.ASKED
    assert two.agrees(two.maker, Way.USERNAME, "karim").standing is Standing.SHARED
    told = two.stage.due()
    assert sorted(told) == [
        (two.seeker, NoticeKind.CONTACT),
        (two.maker, NoticeKind.CONTACT),
    ]


def test_numbers_are_forgotten_once_the_cards_are_out(two: Pair) -> None:
    two.agrees(two.seeker)
    two.agrees(two.maker, Way.USERNAME, "karim")
    two.stage.do(lambda uow, now: exchange.forget(uow, now))
    assert two.handles() == [PHONE, "karim"]  # owed still
    two.stage.due()
    assert two.stage.do(lambda uow, now: exchange.forget(uow, now)) == 2
    assert two.handles() == [None, None]
    assert (two.sees(two.seeker), two.sees(two.maker)) == (Standing.SHARED, Standing.SHARED)


def test_a_yes_that_nobody_answers_is_forgotten_after_a_week(two: Pair) -> None:
    two.agrees(two.seeker)
    two.stage.advance(seconds=KEPT.total_seconds() - 1)
    assert two.stage.do(lambda uow, now: exchange.forget(uow, now)) == 0
    two.stage.advance(seconds=1)
    assert two.stage.do(lambda uow, now: exchange.forget(uow, now)) == 1
    assert (two.handles(), two.sees(two.seeker)) == ([None], Standing.OPEN)
    assert two.agrees(two.maker).standing is Standing.WAITING  # the old yes does not count


def test_a_no_is_not_told_and_forgets_what_was_given(two: Pair) -> None:
    two.agrees(two.seeker)
    two.stage.due()
    assert two.refuses(two.maker).standing is Standing.REFUSED
    assert two.stage.due() == []
    assert two.sees(two.seeker) is Standing.WAITING
    assert two.refuses(two.seeker).standing is Standing.REFUSED
    assert two.handles() == [None, None]


def test_whoever_said_no_first_is_not_asked_and_can_change_their_mind(two: Pair) -> None:
    two.refuses(two.maker)
    two.agrees(two.seeker)
    assert two.stage.due() == []
    assert two.agrees(two.maker).standing is Standing.SHARED


def test_the_same_yes_three_times_is_one(two: Pair) -> None:
    for _ in range(3):
        two.agrees(two.seeker)
    assert two.stage.due() == [(two.maker, NoticeKind.EXCHANGE)]
    for _ in range(3):
        two.agrees(two.maker)
    assert len(two.stage.due()) == 2
    assert two.refuses(two.maker).standing is Standing.SHARED  # that is done


def test_a_question_that_is_answered_meanwhile_is_not_asked(two: Pair) -> None:
    two.agrees(two.seeker)
    two.refuses(two.seeker)
    assert two.stage.due() == []


def test_strangers_and_meetings_that_are_off_exchange_nothing(two: Pair) -> None:
    stranger = two.stage.attendee(3, OFFERS_OIL)
    for person, number in ((stranger, two.meeting), (two.seeker, MeetingId(9999))):
        with pytest.raises(Refused) as refused:
            two.agrees(person, meeting=number)
        assert refused.value.refusal is Refusal.NOT_YOURS
    two.stage.do(
        lambda uow, now: appointments.cancel(uow, now, actor=two.seeker, meeting_id=two.meeting)
    )
    with pytest.raises(Refused) as refused:
        two.agrees(two.seeker)
    assert refused.value.refusal is Refusal.ILLEGAL_MOVE
    assert two.answers() == {}


@pytest.mark.parametrize(("way", "handle"), [(Way.USERNAME, ""), (Way.NO, "x")])
def test_a_yes_without_a_contact_is_none(two: Pair, way: Way, handle: str) -> None:
    with pytest.raises(Refused) as refused:
        two.agrees(two.seeker, way, handle)
    assert refused.value.refusal is Refusal.EMPTY


def test_whoever_is_erased_leaves_no_number(two: Pair) -> None:
    two.agrees(two.seeker)
    two.stage.do(lambda uow, now: profiles.erase(uow, now, actor=two.seeker))
    assert two.answers() == {}
    assert two.stage.do(lambda uow, now: uow.contacts.with_handles()) == []


def test_a_card_is_not_sent_when_its_week_is_over(two: Pair) -> None:
    two.agrees(two.seeker)
    two.agrees(two.maker)
    two.stage.advance(seconds=KEPT.total_seconds() + timedelta(hours=1).total_seconds())
    assert NoticeKind.CONTACT not in [kind for _, kind in two.stage.due()]
