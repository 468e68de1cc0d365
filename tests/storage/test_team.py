"""Organisers and their one-time links, and the trail of what they did."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.audit import Deed, Entry, NewEntry
from matchmaking.organisers import OrganiserRole
from matchmaking.people import EventId, Person, PersonId
from matchmaking.ports import UnitOfWork
from tests.storage.conftest import House, link

DAY = timedelta(days=1)
OWNER, HELPER, SPEAKER = OrganiserRole.OWNER, OrganiserRole.HELPER, OrganiserRole.SPEAKER


def join(house: House, person: Person, role: OrganiserRole, stage_name: str = "") -> None:
    event = house.event.id
    house.do(
        lambda uow, now: uow.organisers.add(person.id, event, now, role=role, stage_name=stage_name)
    )


def test_an_organiser_is_one_of_one_event(house: House) -> None:
    one, two = house.person(1), house.person(2)
    event = house.event.id
    join(house, one, OWNER)
    join(house, one, OWNER)
    found = house.do(
        lambda uow, now: [
            uow.organisers.role_of(one.id, event),
            uow.organisers.role_of(two.id, event),
            uow.organisers.role_of(one.id, EventId(99)),
            uow.organisers.count(event),
            uow.organisers.count(event, HELPER),
            uow.organisers.count(EventId(99)),
        ]
    )
    assert found == [OWNER, None, None, 1, 0, 0]


def test_the_team_stands_by_rank(house: House) -> None:
    people = [house.person(n) for n in range(4)]
    join(house, people[0], SPEAKER, "Dr Aya")
    house.clock[0] += DAY
    join(house, people[1], OWNER)
    join(house, people[2], HELPER)
    join(house, people[0], HELPER)
    team = house.do(lambda uow, now: uow.organisers.team(house.event.id))
    # A new role changes nothing about since when somebody helps.
    assert [(one.person, one.role, house.now - one.since) for one in team] == [
        (people[1], OWNER, DAY * 0),
        (people[0], HELPER, DAY),
        (people[2], HELPER, DAY * 0),
    ]
    got = house.do(lambda uow, now: uow.organisers.get(people[1].id, house.event.id))
    assert got == team[0]
    assert house.do(lambda uow, now: uow.organisers.get(people[3].id, house.event.id)) is None


def test_whoever_is_removed_is_none_and_their_open_links_are_void(house: House) -> None:
    one, two = house.person(1), house.person(2)
    join(house, one, OWNER)
    theirs = replace(link(house, house.now + DAY), invited_by=one.id, role=HELPER)
    others = replace(theirs, invited_by=None)

    def prepare(uow: UnitOfWork, now: datetime) -> None:
        for secret, invitation in (("open", theirs), ("used", theirs), ("other", others)):
            uow.organisers.invite(secret, invitation)
        assert uow.organisers.use_invitation("used", two.id, now)
        uow.organisers.remove(one.id, house.event.id)

    house.do(prepare)
    found = house.do(
        lambda uow, now: {
            secret: uow.organisers.invitation(secret) for secret in ("open", "used", "other")
        }
    )
    used = replace(theirs, used_by=two.id, used_at=house.now)
    assert found == {"open": None, "used": used, "other": others}
    assert house.do(lambda uow, now: uow.organisers.team(house.event.id)) == []


def use(house: House, person: Person, secret: str = "hash") -> bool:
    return house.do(lambda uow, now: uow.organisers.use_invitation(secret, person.id, now))


def invite(house: House) -> None:
    house.do(lambda uow, now: uow.organisers.invite("hash", link(house, now + DAY)))


def test_an_invitation_serves_once(house: House) -> None:
    one, two = house.person(1), house.person(2)
    invite(house)
    assert [use(house, one, "unknown"), use(house, one), use(house, two), use(house, one)] == [
        False,
        True,
        False,
        False,
    ]


def test_an_invitation_expires(house: House) -> None:
    invite(house)
    house.clock[0] += DAY
    assert not use(house, house.person(1))


def test_an_invitation_stays_used_when_its_person_is_forgotten(house: House) -> None:
    one, two = house.person(1), house.person(2)
    invite(house)
    use(house, one)
    house.do(lambda uow, now: uow.people.erase(one.id))
    assert not use(house, two)


def note(house: House, by: Person | None, about: Person | None = None, **facts: str | int) -> None:
    entry = NewEntry(
        event_id=house.event.id,
        deed=Deed.INVITED,
        at=house.now,
        by=by.id if by else None,
        about=about.id if about else None,
        facts=facts,
    )
    house.do(lambda uow, now: uow.audit.note(entry))


def page(house: House, limit: int = 10, **which: int) -> list[Entry]:
    chosen: dict[str, PersonId] = {key: PersonId(value) for key, value in which.items()}
    return house.do(lambda uow, now: uow.audit.page(house.event.id, limit=limit, **chosen))  # type: ignore[arg-type]  # ids of two kinds, by name


def test_the_trail_comes_latest_first_by_page_and_by_person(house: House) -> None:
    one, two = house.person(1), house.person(2)
    for count in range(3):
        note(house, one, count=count)
    note(house, None, two, count=3)
    note(house, two, one, count=4)
    entries = page(house)
    assert [entry.facts["count"] for entry in entries] == [4, 3, 2, 1, 0]
    assert (entries[0].by, entries[0].about, entries[0].at) == (two, one, house.now)
    assert (entries[1].by, entries[1].from_terminal, entries[1].about) == (None, True, two)
    older = page(house, 2, before=entries[1].id)
    assert [entry.facts["count"] for entry in older] == [2, 1]
    assert [entry.facts["count"] for entry in page(house, by=one.id)] == [2, 1, 0]
    assert house.do(lambda uow, now: uow.audit.doers(house.event.id)) == [one, two]
    assert house.do(lambda uow, now: uow.audit.page(EventId(99), limit=9)) == []


@pytest.mark.parametrize("of", ["doer", "subject"])
def test_the_trail_outlives_those_in_it(house: House, of: str) -> None:
    doer, subject = house.person(1), house.person(2)
    note(house, doer, subject)
    gone = doer if of == "doer" else subject
    house.do(lambda uow, now: uow.people.erase(gone.id))
    (entry,) = page(house)
    assert (entry.by, entry.about) == ((None, subject) if of == "doer" else (doer, None))
    assert (entry.from_terminal, entry.about_somebody) == (False, True)
