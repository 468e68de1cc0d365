"""What is told, and what is not, to somebody who was out of reach."""

from datetime import timedelta

import pytest

from matchmaking.notices import NoticeKind, NoticeState
from matchmaking.people import Account, PersonId
from matchmaking.usecases import appointments, arrivals
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

ACCOUNT = Account(telegram_id=5002, name="Person 2")


def pair(stage: Stage) -> tuple[PersonId, PersonId]:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    stage.due()
    return seeker, maker


def refused_by_telegram(stage: Stage) -> None:
    """The next notice to the second person meets a 403."""
    (notice,) = stage.do(
        lambda uow, now: uow.notices.claim(
            now, until=now + timedelta(minutes=1), limit=1, worker="test"
        )
    )
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    stage.do(lambda uow, now: uow.notices.settle(notice.id, NoticeState.BLOCKED, now=now))


@pytest.mark.parametrize("back", [arrivals.came_back, arrivals.arrive])
@pytest.mark.parametrize("tried", [True, False])
def test_an_offer_that_could_not_be_told_is_told_on_return(
    stage: Stage, tried: bool, back: object
) -> None:
    seeker, maker = pair(stage)
    stage.offer(seeker, maker)
    if tried:
        refused_by_telegram(stage)
    else:
        stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    assert stage.due() == []
    stage.advance(hours=1)
    stage.do(lambda uow, now: back(uow, now, account=ACCOUNT))  # type: ignore[operator]  # either of two use cases
    assert stage.due() == [(maker, NoticeKind.OFFER)]
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    stage.do(lambda uow, now: arrivals.came_back(uow, now, account=ACCOUNT))
    assert stage.due() == []


def test_an_offer_that_lapsed_meanwhile_is_not_told(stage: Stage) -> None:
    seeker, maker = pair(stage)
    stage.offer(seeker, maker)
    refused_by_telegram(stage)
    stage.advance(hours=24)
    stage.do(lambda uow, now: arrivals.came_back(uow, now, account=ACCOUNT))
    assert stage.due() == []


def test_the_end_of_an_offer_is_not_told_to_whom_the_offer_never_was(stage: Stage) -> None:
    seeker, maker = pair(stage)
    withdrawn = stage.offer(seeker, maker).meeting
    stage.do(
        lambda uow, now: appointments.withdraw(uow, now, actor=seeker, meeting_id=withdrawn.id)
    )
    assert stage.due() == []
    stage.offer(seeker, maker)
    stage.advance(hours=25)
    stage.do(lambda uow, now: appointments.expire_offers(uow, now))
    assert stage.due() == [(seeker, NoticeKind.EXPIRED)]
