"""Announcements that are held, go on, are called off, wait for their hour, and are tried again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from matchmaking.announcements import (
    CAPTION_LIMIT,
    AnnouncementState,
    Lost,
    Media,
    MediaKind,
    read_link,
)
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NoticeKind, NoticeState
from matchmaking.people import Account, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.segments import NONE, SOME, Criterion
from matchmaking.usecases import announcing, arrivals, drafting, steering
from matchmaking.usecases.announcing import AnnouncementView
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage
from tests.usecases.test_organising import TEXTS, confirm, draft, organiser

Act = Callable[..., AnnouncementView]


def act(
    stage: Stage, who: PersonId, number: AnnouncementId, does: Act, **more: object
) -> AnnouncementView:
    def run(uow: UnitOfWork, now: datetime) -> AnnouncementView:
        return does(uow, now, actor=who, announcement_id=number, **more)

    return stage.do(run)


def refusal(does: Callable[[], object]) -> Refusal:
    with pytest.raises(Refused) as refused:
        does()
    return refused.value.refusal


def tell_some(stage: Stage, how_many: int, state: NoticeState = NoticeState.SENT) -> None:
    def settle(uow: UnitOfWork, now: datetime) -> None:
        lease = now + timedelta(minutes=1)
        for notice in uow.notices.claim(now, until=lease, limit=how_many, worker="test"):
            uow.notices.settle(notice.id, state, now=now, message_id=1, detail="because")

    stage.do(settle)


def test_paused_it_waits_and_resumed_it_reaches_everybody_once(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(n) for n in range(1, 7)]
    number = draft(stage, who).announcement.id
    confirm(stage, who, number)
    tell_some(stage, 2)
    for _ in range(2):
        paused = act(stage, who, number, steering.pause)
        assert paused.announcement.state is AnnouncementState.PAUSED
        assert (paused.progress.sent, paused.progress.remaining) == (2, 4)
    stage.advance(days=1)
    assert stage.due() == []
    for _ in range(2):
        resumed = act(stage, who, number, steering.resume)
        assert resumed.announcement.state is AnnouncementState.SENDING
    assert [person for person, _ in stage.due()] == people[2:]
    (through,) = stage.do(announcing.in_progress)
    assert (through.announcement.state, through.progress.sent) == (AnnouncementState.DONE, 6)


def test_a_copy_claimed_before_the_pause_waits_too(stage: Stage) -> None:
    who = organiser(stage)
    stage.attendee(1)
    number = draft(stage, who).announcement.id
    confirm(stage, who, number)

    def claimed(uow: UnitOfWork, now: datetime) -> int:
        lease = now + timedelta(seconds=1)
        return len(uow.notices.claim(now, until=lease, limit=9, worker="other"))

    assert stage.do(claimed) == 1
    act(stage, who, number, steering.pause)
    stage.advance(seconds=2)
    assert stage.due() == []
    stage.advance(days=3)
    assert stage.due() == []
    act(stage, who, number, steering.resume)
    assert len(stage.due()) == 1


def test_cancelled_the_rest_is_never_told(stage: Stage) -> None:
    who = organiser(stage)
    for n in range(1, 5):
        stage.attendee(n)
    number = draft(stage, who).announcement.id
    confirm(stage, who, number)
    tell_some(stage, 1)
    for _ in range(2):
        over = act(stage, who, number, steering.cancel)
        assert over.announcement.state is AnnouncementState.CANCELLED
        progress = over.progress
        assert (progress.sent, progress.stopped, progress.remaining) == (1, 3, 0)
    assert stage.due() == []
    missed = stage.do(lambda uow, now: steering.missed(uow, now, actor=who, announcement_id=number))
    assert missed.people == ()
    for does in (steering.pause, steering.take_back, steering.cancel):
        if does is not steering.cancel:
            refused = refusal(lambda does=does: act(stage, who, number, does))  # type: ignore[misc] # a lambda's default
            assert refused is Refusal.NOTHING_TO_SEND


def test_scheduled_it_goes_out_at_its_hour_to_those_meant_at_confirm(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(n) for n in range(1, 4)]
    number = draft(stage, who).announcement.id
    hour = stage.now + timedelta(hours=20)
    said = act(stage, who, number, drafting.say_hour, said="tomorrow 5:00")
    assert said.announcement.due_at == hour
    scheduled = confirm(stage, who, number)
    assert scheduled.announcement.state is AnnouncementState.SCHEDULED
    stage.attendee(9)
    blocked = stage.do(lambda uow, _: uow.people.get(people[0]))
    assert blocked is not None
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=blocked.telegram_id))
    stage.do(lambda uow, _: uow.people.erase(people[1]))
    assert stage.due() == []
    assert stage.do(announcing.in_progress) == ()
    stage.move_to(hour)
    (view,) = stage.do(announcing.in_progress)
    assert view.announcement.state is AnnouncementState.SENDING
    assert view.announcement.progress_message is None, "its progress wants a message of its own"
    assert stage.due() == [(people[2], NoticeKind.ANNOUNCEMENT)]
    (done,) = stage.do(announcing.in_progress)
    assert (done.progress.total, done.progress.sent, done.progress.blocked) == (2, 1, 1)


def test_a_scheduled_one_is_sent_now_or_taken_back(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(1), stage.attendee(2, language="fr")]
    number = draft(stage, who).announcement.id
    hour = stage.now + timedelta(hours=20)
    act(stage, who, number, drafting.set_hour, due_at=hour)
    confirm(stage, who, number)
    back = act(stage, who, number, steering.take_back)
    assert back.announcement.state is AnnouncementState.DRAFT
    assert back.progress.total == 0
    narrowed = stage.do(
        lambda uow, now: drafting.switch(
            uow, now, actor=who, announcement_id=number,
            criterion=Criterion.LANGUAGE, value="fr", on=True,
        )
    )  # fmt: skip
    assert narrowed.view.recipients == {Language.FR: 1}
    confirm(stage, who, number)
    act(stage, who, number, steering.send_now)
    assert stage.due() == [(people[1], NoticeKind.ANNOUNCEMENT)]


def test_whoever_has_a_meeting_by_then_is_not_told_that_they_have_none(stage: Stage) -> None:
    who = organiser(stage)
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    third = stage.attendee(3, "We are looking for a patent lawyer.")
    number = draft(stage, who).announcement.id
    stage.do(
        lambda uow, now: drafting.switch(
            uow, now, actor=who, announcement_id=number,
            criterion=Criterion.MEETING, value=NONE, on=True,
        )
    )  # fmt: skip
    sending = confirm(stage, who, number)
    assert sending.progress.total == 3
    meeting = stage.offer(seeker, maker).meeting
    stage.accept(maker, meeting.id, meeting.slots[0])
    told = [person for person, kind in stage.due() if kind is NoticeKind.ANNOUNCEMENT]
    assert told == [third]
    (done,) = stage.do(announcing.in_progress)
    assert (done.progress.sent, done.progress.unfit, done.progress.remaining) == (1, 2, 0)


def test_whoever_leaves_an_invitation_unanswered_can_be_meant(stage: Stage) -> None:
    who = organiser(stage)
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    stage.offer(seeker, maker)
    stage.due()
    number = draft(stage, who).announcement.id
    found = stage.do(
        lambda uow, now: drafting.switch(
            uow, now, actor=who, announcement_id=number,
            criterion=Criterion.OFFER, value=SOME, on=True,
        )
    )  # fmt: skip
    assert found.view.total == 1
    confirm(stage, who, number)
    assert [person for person, _ in stage.due()] == [maker]


def test_those_it_did_not_reach_are_named_and_tried_again(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(n) for n in range(1, 5)]
    number = draft(stage, who).announcement.id
    confirm(stage, who, number)
    tell_some(stage, 1, NoticeState.FAILED)
    tell_some(stage, 1, NoticeState.BLOCKED)
    second = stage.do(lambda uow, _: uow.people.get(people[1]))
    assert second is not None
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=second.telegram_id))
    assert len(stage.due()) == 2
    stage.do(announcing.in_progress)
    missed = stage.do(lambda uow, now: steering.missed(uow, now, actor=who, announcement_id=number))
    assert [(one.name, one.why, one.detail) for one in missed.people] == [
        ("Person 1", Lost.FAILED, "because"),
        ("Person 2", Lost.BLOCKED, "because"),
    ]
    again = act(stage, who, number, steering.retry)
    assert (again.progress.remaining, again.progress.blocked) == (1, 1)
    assert [person for person, _ in stage.due()] == [people[0]]
    stage.do(announcing.in_progress)
    assert refusal(lambda: act(stage, who, number, steering.retry)) is Refusal.NOBODY_TO_RETRY
    stage.do(lambda uow, now: arrivals.came_back(uow, now, account=account(second.telegram_id)))
    act(stage, who, number, steering.retry)
    assert [person for person, _ in stage.due()] == [people[1]]


def account(telegram_id: int) -> Account:
    return Account(telegram_id=telegram_id, name="Person 2")


def test_readers_of_a_language_without_a_text_are_left_out_or_get_another(stage: Stage) -> None:
    who = organiser(stage)
    people = [stage.attendee(n, language=("ar", "fr", "en")[n % 3]) for n in range(1, 7)]
    number = draft(stage, who).announcement.id
    assert draft(stage, who).announcement.fallback is Language.EN
    out = act(stage, who, number, drafting.fall_back, language=None)
    assert out.recipients == {Language.AR: 2, Language.EN: 2}
    assert out.left_out == {Language.FR: 2}
    assert (
        refusal(lambda: act(stage, who, number, drafting.fall_back, language=Language.FR))
        is Refusal.NOT_YOURS
    )
    confirm(stage, who, number)
    told = {person for person, _ in stage.due()}
    assert told == {person for n, person in enumerate(people, start=1) if n % 3 != 1}


def test_what_goes_with_it_is_kept_and_bounded(stage: Stage) -> None:
    who = organiser(stage)
    number = draft(stage, who).announcement.id
    photo = Media(kind=MediaKind.PHOTO, file="AgAC")
    kept = act(stage, who, number, drafting.attach, media=photo)
    assert kept.announcement.media == photo
    act(stage, who, number, drafting.add_link, said="Programme https://example.org/p")
    act(stage, who, number, drafting.add_link, said="example.org")
    act(stage, who, number, drafting.show_agenda, on=True)
    full = refusal(lambda: act(stage, who, number, drafting.add_link, said="B https://b.example"))
    assert full is Refusal.TOO_MANY_BUTTONS
    shown = act(stage, who, number, drafting.show_agenda, on=False)
    assert [(one.label, one.url) for one in shown.announcement.buttons] == [
        ("Programme", "https://example.org/p"),
        ("", "https://example.org"),
    ]
    again = act(stage, who, number, drafting.add_link, said="Programme https://example.org/q")
    assert [one.url for one in again.announcement.buttons] == [
        "https://example.org",
        "https://example.org/q",
    ]
    assert act(stage, who, number, drafting.no_buttons).announcement.buttons == ()
    long = draft(stage, who, {Language.EN: "x" * (CAPTION_LIMIT + 1)}).announcement.id
    refused = refusal(lambda: act(stage, who, long, drafting.attach, media=photo))
    assert refused is Refusal.TOO_LONG
    same = act(stage, who, number, steering.copy)
    assert same.announcement.id != number
    assert (same.announcement.media, same.announcement.state) == (photo, AnnouncementState.DRAFT)


@pytest.mark.parametrize(
    ("said", "label", "url"),
    [
        ("https://a.example/x?y=1", "", "https://a.example/x?y=1"),
        ("Le programme : https://a.example", "Le programme", "https://a.example"),
        ("https://a.example | البرنامج", "البرنامج", "https://a.example"),
        ("www.a.example/b", "", "https://www.a.example/b"),
        ("HTTP://A.example", "", "HTTP://A.example"),
        ("Hall B", None, None),
        ("javascript://a.example/x", None, None),
        ("https://user:pass@a.example", None, None),
        ("https://a..example", None, None),
        ("https://localhost", None, None),
        ("https://[::1", None, None),
        ("me@a.example", None, None),
        ("", None, None),
    ],
)
def test_a_link_as_it_is_typed(said: str, label: str | None, url: str | None) -> None:
    found = read_link(said)
    assert (found and found.label, found and found.url) == (label, url)


def test_only_organisers_steer_and_only_what_is_there(stage: Stage) -> None:
    who, eve = organiser(stage), stage.attendee(1)
    number = draft(stage, who).announcement.id
    confirm(stage, who, number)
    acts: list[tuple[Act, dict[str, object]]] = [
        (steering.pause, {}), (steering.cancel, {}), (steering.take_back, {}),
        (steering.copy, {}), (steering.resume, {}),
        (steering.retry, {}), (steering.send_now, {}),
        (drafting.to_everybody, {}), (drafting.no_buttons, {}),
        (drafting.set_hour, {"due_at": None}), (drafting.add_link, {"said": "https://a.example"}),
        (drafting.attach, {"media": None}), (drafting.fall_back, {"language": None}),
    ]  # fmt: skip
    for does, more in acts:
        for actor, of, why in (
            (eve, number, Refusal.NOT_ORGANISER),
            (eve, AnnouncementId(99), Refusal.NOT_ORGANISER),
            (who, AnnouncementId(99), Refusal.NOT_YOURS),
        ):

            def attempt(does: Act = does, actor: PersonId = actor, of: AnnouncementId = of,
                        more: dict[str, object] = more) -> object:  # fmt: skip
                return act(stage, actor, of, does, **more)

            assert refusal(attempt) is why
    sent = stage.do(lambda uow, now: steering.every(uow, now, actor=who))
    assert [view.announcement.state for view in sent] == [AnnouncementState.SENDING]
    with pytest.raises(Refused):
        stage.do(lambda uow, now: steering.every(uow, now, actor=eve))


def test_an_hour_that_has_passed_is_not_taken(stage: Stage) -> None:
    who = organiser(stage)
    stage.attendee(1)
    number = draft(stage, who, TEXTS).announcement.id
    assert (
        refusal(lambda: act(stage, who, number, drafting.say_hour, said="today 8:00"))
        is Refusal.HOUR_PASSED
    )
    unclear = refusal(lambda: act(stage, who, number, drafting.say_hour, said="later"))
    assert unclear is Refusal.HOUR_UNKNOWN
    act(stage, who, number, drafting.set_hour, due_at=stage.now + timedelta(minutes=1))
    stage.advance(minutes=2)
    assert refusal(lambda: confirm(stage, who, number)) is Refusal.HOUR_PASSED
