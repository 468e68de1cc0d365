"""Organisers: one-time links, and announcements from the draft to the last copy."""

from datetime import timedelta

import pytest

from matchmaking.announcements import TEXT_LIMIT, AnnouncementState
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NoticeKind
from matchmaking.people import Account, PersonId
from matchmaking.usecases import announcing, arrivals
from matchmaking.usecases.announcing import AnnouncementView
from tests.usecases.conftest import Stage

TEXTS = {Language.AR: "مرحباً", Language.EN: "Hello"}


def organiser(stage: Stage) -> PersonId:
    event_id = stage.event().id
    secret = stage.do(lambda uow, now: arrivals.invite(uow, now, event_id=event_id))
    account = Account(telegram_id=9000, name="Organiser", language_code="fr")
    arrival = stage.do(
        lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=secret)
    )
    assert arrival.organiser
    return arrival.person.id


def draft(stage: Stage, who: PersonId, texts: dict[Language, str] = TEXTS) -> AnnouncementView:
    return stage.do(lambda uow, now: announcing.draft(uow, now, actor=who, texts=texts))


def confirm(stage: Stage, who: PersonId, number: AnnouncementId) -> AnnouncementView:
    return stage.do(
        lambda uow, now: announcing.confirm(
            uow, now, actor=who, announcement_id=number, progress_message=77
        )
    )


def test_a_link_makes_one_organiser_once(stage: Stage) -> None:
    event_id = stage.event().id
    secret = stage.do(lambda uow, now: arrivals.invite(uow, now, event_id=event_id))
    one, two = (Account(telegram_id=n, name=f"P {n}") for n in (1, 2))

    def claim(account: Account, what: str = secret) -> bool:
        return stage.do(
            lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=what)
        ).organiser

    assert claim(one)
    assert claim(one), "the same person opening it again is no news"
    for account, what in ((two, secret), (two, "wrong")):
        with pytest.raises(Refused) as refused:
            claim(account, what)
        assert refused.value.refusal is Refusal.LINK_USED


def test_a_link_ends_after_a_week(stage: Stage) -> None:
    event_id = stage.event().id
    secret = stage.do(lambda uow, now: arrivals.invite(uow, now, event_id=event_id))
    stage.advance(days=7, seconds=1)
    account = Account(telegram_id=1, name="Late")
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=secret)
        )
    assert refused.value.refusal is Refusal.LINK_USED


def test_an_announcement_reaches_everybody_once_and_counts_itself(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(n, language=("ar", "fr", "en")[n % 3]) for n in range(1, 7)]
    view = draft(stage, who)
    assert view.recipients == {Language.AR: 2, Language.FR: 2, Language.EN: 2}
    sending = confirm(stage, who, view.announcement.id)
    assert sending.announcement.state is AnnouncementState.SENDING
    assert (sending.progress.total, sending.progress.remaining) == (6, 6)
    with pytest.raises(Refused) as refused:
        confirm(stage, who, view.announcement.id)
    assert refused.value.refusal is Refusal.NOTHING_TO_SEND
    assert sorted(stage.due()) == [(person, NoticeKind.ANNOUNCEMENT) for person in people]
    (through,) = stage.do(announcing.in_progress)
    assert through.announcement.state is AnnouncementState.DONE
    assert (through.progress.sent, through.progress.remaining) == (6, 0)
    assert stage.do(announcing.in_progress) == ()


def test_reminders_go_before_announcements(stage: Stage) -> None:
    who = organiser(stage)
    seeker = stage.attendee(1, "We are looking for olive oil.")
    maker = stage.attendee(2)
    meeting = stage.offer(seeker, maker).meeting
    stage.accept(maker, meeting.id, meeting.slots[0])
    stage.due()
    stage.move_to(meeting.slots[0] - timedelta(minutes=15))
    view = draft(stage, who)
    confirm(stage, who, view.announcement.id)
    first = [kind for _, kind in stage.due()]
    assert first[:2] == [NoticeKind.SOON, NoticeKind.SOON]
    assert set(first[2:]) == {NoticeKind.ANNOUNCEMENT}


def test_a_missing_language_falls_back_to_one_that_was_written(stage: Stage) -> None:
    view = draft(stage, organiser(stage))
    texts = {language: view.announcement.text_for(language) for language in Language}
    assert texts == {Language.AR: "مرحباً", Language.FR: "Hello", Language.EN: "Hello"}


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ({}, Refusal.EMPTY),
        ({Language.EN: "  "}, Refusal.EMPTY),
        ({Language.EN: "x" * (TEXT_LIMIT + 1)}, Refusal.TOO_LONG),
    ],
)
def test_what_cannot_be_announced(
    stage: Stage, texts: dict[Language, str], refusal: Refusal
) -> None:
    who = organiser(stage)
    with pytest.raises(Refused) as refused:
        draft(stage, who, texts)
    assert refused.value.refusal is refusal


def test_attendees_may_not_announce_and_a_draft_may_be_thrown_away(stage: Stage) -> None:
    who, attendee = organiser(stage), stage.attendee(1)
    number = draft(stage, who).announcement.id
    for act in (
        lambda uow, now: announcing.draft(uow, now, actor=attendee, texts=TEXTS),
        lambda uow, now: announcing.look_at(uow, now, actor=attendee, announcement_id=number),
        lambda uow, now: announcing.discard(uow, now, actor=attendee, announcement_id=number),
    ):
        with pytest.raises(Refused) as refused:
            stage.do(act)
        assert refused.value.refusal is Refusal.NOT_ORGANISER
    gone = stage.do(
        lambda uow, now: announcing.discard(uow, now, actor=who, announcement_id=number)
    )
    assert gone.announcement.state is AnnouncementState.DISCARDED
    with pytest.raises(Refused) as refused:
        confirm(stage, who, number)
    assert refused.value.refusal is Refusal.NOTHING_TO_SEND
