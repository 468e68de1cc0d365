"""Somebody who wants to be forgotten is: no table, and no byte of the file, holds their words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from matchmaking.intents import ConceptId, Intent, Kind, Language, Side
from matchmaking.introductions import NewIntroduction
from matchmaking.matching import NewMatch, Reason, ReasonKind
from matchmaking.meetings import State
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import Conversation, UnitOfWork
from storage.engine import database_url, writing_engine
from storage.journal import KeptUpdate
from storage.tables import METADATA
from tests.matchmaking.builders import MORNING, NOW
from tests.storage.conftest import House, link

pytestmark = pytest.mark.anyio

WORD = "xylophone-زيتون"
STAYS = "marimba"


def everything_written(url: str) -> str:
    engine = writing_engine(database_url(url))
    with engine.begin() as connection:
        text = "\n".join(_rows(connection))
    engine.dispose()
    return text


def _rows(connection: Connection) -> list[str]:
    return [
        f"{table.name}: {list(row)}"
        for table in METADATA.sorted_tables
        for row in connection.execute(select(table))
    ]


def bytes_on_disk(url: str) -> bytes:
    path = Path(str(database_url(url).database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def speaking(house: House, number: int, word: str) -> Attendee:
    """An attendee whose word is wherever words are kept."""
    attendee = house.attendee(number)
    person = replace(attendee.person, name=f"{word} name", username=f"{word}_user")
    intent = Intent(kind=Kind.TRADE, side=Side.SEEK, words=f"{word} clause")
    attendee = replace(
        attendee,
        person=person,
        code=f"{word}-1",
        organisation=f"{word} house",
        words=f"{word} words " * 200,
        intents=(intent, replace(intent, concepts=(ConceptId("water"),))),
        windows=frozenset(w.id for w in house.event.plan.windows),
    )
    house.do(lambda uow, now: uow.people.save(person))
    house.do(lambda uow, now: uow.attendees.save(attendee))
    return attendee


def involve(house: House, one: Attendee, other: Attendee, word: str) -> None:
    """Everything that two people can have to do with each other, both ways."""
    event = house.event.id

    def use_case(uow: UnitOfWork, now: datetime) -> None:
        reasons = (Reason(kind=ReasonKind.SUPPLIES, words=f"{word} reason"),)
        for viewer, seen in ((one, other), (other, one)):
            uow.matches.put(
                [
                    NewMatch(
                        event_id=event,
                        viewer=viewer.id,
                        other=seen.id,
                        score=0.5,
                        reasons=reasons,
                    )
                ]
            )
        uow.blocks.add(one.person.id, other.person.id, now)
        uow.blocks.add(other.person.id, one.person.id, now)
        cluster = uow.clusters.add(event, f"~{one.id}", {Language.EN: "Arc"})
        uow.introductions.add(
            NewIntroduction(
                event_id=event,
                cluster=cluster.id,
                manager=one.person.id,
                one=other.id,
                other=one.id,
                line=f"{word} line",
                at=now,
                expires_at=now,
            )
        )
        uow.organisers.add(one.person.id, event, now, role=OrganiserRole.OWNER)
        uow.organisers.invite(f"hash {word}", link(house, now))
        uow.announcements.add(event, one.person.id, {one.person.language: f"{word} all"}, now)
        uow.conversations.save(
            one.person.telegram_id, Conversation(step="x", data={"t": f"{word} said"})
        )
        new = NewNotice(recipient=one.person.id, kind=NoticeKind.LEFT, key="k", due_at=now)
        uow.notices.leave([replace(new, data={"t": f"{word} notice"})])

    house.do(use_case)
    for pair in ((one, other), (other, one)):
        meeting = replace(
            house.meeting(*pair), room=f"{word}-room", state=State.CANCELLED, words=f"{word} ill"
        )
        house.save_meeting(meeting)
        house.put_face(meeting, other, 7)
        notice = NewNotice(
            recipient=other.person.id,
            kind=NoticeKind.OFFER,
            key=f"offer:{meeting.id}",
            due_at=NOW,
            meeting=meeting.id,
        )
        house.leave(notice)
    booked = replace(meeting, starts_at=MORNING)
    house.do(lambda uow, now: uow.meetings.book(booked))


async def heard(house: House, number: int, attendee: Attendee, word: str) -> None:
    chat = attendee.person.telegram_id
    body = f'{{"text": "{word} heard"}}'
    await house.store.journal.keep([KeptUpdate(update_id=number, telegram_id=chat, body=body)])


def places(text: str, word: str) -> Mapping[str, int]:
    """In how many rows of which tables a word stands."""
    found: dict[str, int] = {}
    for line in text.splitlines():
        if word in line:
            table = line.partition(":")[0]
            found[table] = found.get(table, 0) + 1
    return found


async def test_nothing_of_a_forgotten_person_is_left(house: House, url: str) -> None:
    leaver, other = speaking(house, 1, WORD), speaking(house, 2, STAYS)
    involve(house, leaver, other, WORD)
    await heard(house, 1, leaver, WORD)
    await heard(house, 2, leaver, WORD)
    await heard(house, 3, other, STAYS)
    before = places(everything_written(url), WORD)
    assert before == {
        "announcement": 1,
        "attendee": 1,
        "conversation": 1,
        "intent": 2,
        "introduction": 1,
        "invitation": 1,
        "kept_update": 2,
        "match": 2,
        "meeting": 2,
        "notice": 1,
        "person": 1,
    }
    work = await house.store.take_up(update_id=1, telegram_id=leaver.person.telegram_id)
    await work.do(lambda uow, now: uow.people.erase(leaver.person.id), then=Conversation())

    after = everything_written(url)
    # The one-time link was an organiser's, and its hash tells nothing of whoever used it.
    assert places(after, WORD) == {"invitation": 1}
    assert str(leaver.person.telegram_id) not in after
    assert places(after, STAYS) == {"attendee": 1, "intent": 2, "kept_update": 1, "person": 1}
    assert house.do(lambda uow, now: uow.meetings.of_attendee(other.id)) == []
    assert house.do(lambda uow, now: uow.meetings.busy(other.id)) == set()
    assert house.do(lambda uow, now: uow.attendees.get(other.id)) == other
    assert house.do(lambda uow, now: uow.organisers.count(house.event.id)) == 0
    assert [u.update_id for u in await house.store.journal.unfinished()] == [3]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_byte_of_the_file_remembers(house: House, url: str) -> None:
    """What a PostgreSQL server leaves in its files until VACUUM is its own affair."""
    leaver, other = speaking(house, 1, WORD), speaking(house, 2, STAYS)
    await heard(house, 1, leaver, WORD)
    assert WORD.encode() in bytes_on_disk(url)
    await house.store.run(lambda uow, now: uow.people.erase(leaver.person.id))
    assert WORD.encode() not in bytes_on_disk(url)
    assert STAYS.encode() in bytes_on_disk(url)
    assert house.do(lambda uow, now: uow.attendees.get(other.id)) == other


async def test_an_update_of_a_forgotten_person_is_still_known_as_heard(house: House) -> None:
    leaver = speaking(house, 1, WORD)
    await heard(house, 1, leaver, WORD)
    house.do(lambda uow, now: uow.people.erase(leaver.person.id))
    again = KeptUpdate(update_id=1, telegram_id=leaver.person.telegram_id, body="{}")
    assert await house.store.journal.keep([again]) == []


async def test_forgetting_nobody_is_no_error(house: House) -> None:
    house.do(lambda uow, now: uow.people.erase(PersonId(99)))


async def test_somebody_forgotten_may_come_back_as_new(house: House) -> None:
    first = house.attendee(1)
    house.do(lambda uow, now: uow.people.erase(first.person.id))
    second = house.attendee(1)
    assert (second.person.telegram_id, second.words) == (first.person.telegram_id, "")
    assert (second.id > first.id, second.person.id > first.person.id) == (True, True)
