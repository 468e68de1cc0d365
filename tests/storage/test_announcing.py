"""Announcements, and whom they reach."""

from dataclasses import replace
from datetime import datetime

from matchmaking.announcements import Announcement, AnnouncementState, Progress
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NewNotice, NoticeKind, NoticeState
from matchmaking.people import EventId, Person
from matchmaking.ports import UnitOfWork
from tests.matchmaking.builders import NOW
from tests.storage.conftest import House

TEXTS = {Language.AR: "الغداء في الواحدة", Language.FR: "Déjeuner à 13 h"}


def announcement(house: House, author: Person) -> Announcement:
    return house.do(lambda uow, now: uow.announcements.add(house.event.id, author.id, TEXTS, now))


def test_an_announcement_comes_back_as_saved(house: House) -> None:
    author = house.person(1)
    draft = announcement(house, author)
    assert draft == Announcement(
        id=draft.id,
        event_id=house.event.id,
        author=author.id,
        state=AnnouncementState.DRAFT,
        texts=TEXTS,
        created_at=NOW,
    )
    sending = replace(
        draft,
        state=AnnouncementState.SENDING,
        texts={Language.EN: "Lunch at 1 pm"},
        confirmed_at=NOW,
        progress_message=2**40,
    )
    house.do(lambda uow, now: uow.announcements.save(sending))
    assert house.do(lambda uow, now: uow.announcements.get(draft.id)) == sending
    assert house.do(lambda uow, now: uow.announcements.get(AnnouncementId(99))) is None


def test_announcements_are_found_by_state(house: House) -> None:
    author = house.person(1)
    drafts = [announcement(house, author) for _ in range(3)]
    sending = replace(drafts[1], state=AnnouncementState.SENDING)
    house.do(lambda uow, now: uow.announcements.save(sending))
    found = house.do(
        lambda uow, now: [uow.announcements.in_state(state) for state in AnnouncementState]
    )
    assert found[0] == [drafts[0], drafts[2]]
    assert found[2] == [sending]
    assert sum(map(len, found)) == 3


def test_everybody_who_consented_and_can_be_reached_is_a_recipient(house: House) -> None:
    people = [house.attendee(n).person for n in range(4)]
    stranger = replace(house.person(9), consented_at=NOW)
    changed = [
        replace(people[0], consented_at=NOW),
        replace(people[1], consented_at=NOW, blocked_at=NOW),
        replace(people[3], consented_at=NOW),
    ]
    for person in [*changed, stranger]:
        house.save_person(person)
    found = house.do(lambda uow, now: uow.announcements.recipients(house.event))
    assert found == [changed[0], changed[2]]
    nowhere = replace(house.event, id=EventId(99))
    assert house.do(lambda uow, now: uow.announcements.recipients(nowhere)) == []


def settle(house: House, person: Person, key: str, state: NoticeState) -> None:
    def use_case(uow: UnitOfWork, now: datetime) -> None:
        found = uow.notices.by_key(person.id, key)
        assert found is not None
        uow.notices.settle(found.id, state, now=now)

    house.do(use_case)


def test_progress_counts_the_announcements_notices(house: House) -> None:
    people = [house.person(n) for n in range(7)]
    sent = announcement(house, people[0])
    other = announcement(house, people[0])
    notices = [
        NewNotice(
            recipient=person.id,
            kind=NoticeKind.ANNOUNCEMENT,
            key=f"announcement:{about.id}",
            due_at=NOW,
            announcement=about.id,
        )
        for about in (sent, other)
        for person in people
    ]
    house.do(lambda uow, now: uow.notices.leave(notices))
    states = ["sent", "sent", "sent", "blocked", "stale", "failed"]
    for person, state in zip(people, states, strict=False):
        settle(house, person, notices[0].key, NoticeState(state))
    progress = house.do(lambda uow, now: uow.announcements.progress(sent.id, now))
    assert progress == Progress(total=7, sent=3, blocked=2, failed=1, recent=6)
    assert progress.remaining == 1
    nothing = house.do(lambda uow, now: uow.announcements.progress(AnnouncementId(99), now))
    assert nothing == Progress(total=0, sent=0, blocked=0, failed=0)
