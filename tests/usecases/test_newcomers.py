"""Whoever has nobody to meet is told when somebody suitable arrives, as the screen promised."""

from datetime import timedelta

from handlers.callbacks import Go, To
from handlers.screens.notices import notice_screen
from i18n.markup import visible
from i18n.phrasebook import phrasebook
from matchmaking.learning import Why
from matchmaking.notices import NoticeKind
from matchmaking.people import PersonId
from matchmaking.usecases import arrivals, delivery, profiles, proposals, refusals
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

OFFERS_WATER = "We build desalination plants."
NEWS = NoticeKind.NEWCOMER


def looks(stage: Stage, person: PersonId) -> list[PersonId]:
    views = stage.do(lambda uow, now: proposals.matches(uow, now, actor=person))
    return [view.other.person.id for view in views]


def test_whoever_had_nobody_is_told_of_somebody_suitable_and_finds_them(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    assert looks(stage, seeker) == []
    stage.attendee(2, OFFERS_WATER)
    assert stage.due() == []
    maker = stage.attendee(3, OFFERS_OIL)
    assert stage.due() == [(seeker, NEWS)]
    assert looks(stage, seeker) == [maker]


def test_it_is_said_once_a_day_and_not_to_whoever_has_somebody(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    stage.attendee(2, OFFERS_OIL)
    stage.attendee(3, OFFERS_OIL)
    assert stage.due() == [(seeker, NEWS)]
    stage.advance(days=1)
    stage.attendee(4, OFFERS_OIL)
    assert stage.due() == [(seeker, NEWS)]
    looks(stage, seeker)
    stage.advance(days=1)
    stage.attendee(5, OFFERS_OIL)
    assert stage.due() == []


def test_whoever_looks_before_it_is_sent_is_not_told(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    maker = stage.attendee(2, OFFERS_OIL)
    assert looks(stage, seeker) == [maker]
    assert stage.due() == []


def test_the_news_of_somebody_who_left_or_to_somebody_who_rests_is_not_sent(stage: Stage) -> None:
    stage.attendee(1, SEEKS_OIL)
    stage.attendee(2, OFFERS_OIL)
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    assert stage.due() == []
    stage.advance(days=1)
    resting = stage.attendee(3, "We are looking for argan oil.")
    stage.attendee(4, "We produce and export argan oil.")
    stage.do(lambda uow, now: profiles.pause(uow, now, actor=resting))
    assert (resting, NEWS) not in stage.due()


def test_whoever_was_turned_down_is_no_news_when_they_say_it_anew(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    match_id = stage.match(seeker, maker)
    stage.do(
        lambda uow, now: refusals.put_aside(
            uow, now, actor=seeker, match_id=match_id, why=Why.FIELD
        )
    )
    stage.due()
    stage.advance(days=1)

    def confirm(person: PersonId, words: str) -> None:
        stage.do(lambda uow, now: profiles.tell(uow, now, actor=person, text=words))
        stage.do(lambda uow, now: profiles.confirm(uow, now, actor=person))

    confirm(maker, OFFERS_OIL)
    assert stage.due() == []
    other = stage.attendee(3, OFFERS_WATER)
    confirm(other, OFFERS_OIL)
    assert (seeker, NEWS) in stage.due()


def test_the_news_has_a_way_to_the_matches_and_the_empty_list_promises_it(stage: Stage) -> None:
    stage.attendee(1, SEEKS_OIL)
    stage.attendee(2, OFFERS_OIL)
    (notice,) = stage.do(
        lambda uow, now: uow.notices.claim(
            now, until=now + timedelta(minutes=1), limit=9, worker="test"
        )
    )
    ready = stage.do(lambda uow, now: delivery.prepare(uow, now, notice=notice))
    assert isinstance(ready, delivery.Delivery)
    screen = notice_screen(ready)
    assert visible(screen.html) == "As promised: somebody has arrived whom you may want to meet."
    assert [button.data for row in screen.rows for button in row] == [
        Go(to=To.MATCHES, new=True).pack()
    ]
    assert visible(phrasebook("en").text("match.none")) == (
        "I have nobody for you yet. I will write to you as soon as somebody suitable arrives."
    )
