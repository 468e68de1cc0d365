"""Segments: what the database counts is what the rules say of each attendee."""

import itertools
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from matchmaking.checkin import GuestKey, GuestKind
from matchmaking.events import Day, Event, Session, SessionKind
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.meetings import Meeting, NewMeeting, State
from matchmaking.people import Attendee, Person
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import hear
from matchmaking.seats import Seat
from matchmaking.segments import (
    EVERYBODY,
    NONE,
    SOME,
    Criterion,
    Segment,
    Traits,
    fits,
    known_value,
    traits,
    values_of,
)
from matchmaking.sheets.people import Registration
from storage.tables import ATTENDEE, INTENT, PERSON
from tests.matchmaking.builders import NOW, TITLES
from tests.storage.conftest import House

CONCEPTS = ("agrifood", "agrifood.olive_oil", "ai", "water.desalination", "health.devices")
DAYS = (
    Day(date=date(2027, 4, 13), audience=(Role.CLUSTER, Role.TTO), titles=TITLES),
    Day(date=date(2027, 4, 14), audience=(Role.SME, Role.STARTUP), titles=TITLES),
)


SESSIONS = tuple(
    Session(
        code=code,
        kind=SessionKind.PANEL,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=1),
        titles=TITLES,
        language="en",
        seats=1,
        link="",
    )
    for code in ("p1", "rt-" + "x" * 37)
)


def furnished(house: House) -> Event:
    """The event with days for some roles."""

    def put(uow: UnitOfWork, _now: datetime) -> Event:
        return uow.events.put(replace(house.event.plan, days=DAYS, sessions=SESSIONS))

    return house.do(put)


def somebody(house: House, event: Event, number: int, dice: random.Random) -> Attendee:
    attendee = house.attendee(number)
    person = replace(
        attendee.person,
        language=dice.choice(list(Language)),
        country=dice.choice([None, CountryCode("TN"), CountryCode("LB"), CountryCode("FR")]),
        consented_at=dice.choice([NOW, NOW, NOW, None]),
        blocked_at=dice.choice([None, None, None, NOW]),
    )
    kind = dice.choice(list(Kind))
    side = Side.SEEK if kind is Kind.NETWORKING else dice.choice(list(Side))
    intents = tuple(
        Intent(kind=kind, side=side, concepts=(ConceptId(concept),))
        for concept in dice.sample(CONCEPTS, dice.randint(0, 2))
    )
    windows = frozenset(w.id for w in event.plan.windows if dice.random() < 0.5)
    changed = replace(
        attendee,
        person=person,
        role=dice.choice([None, *Role]),
        intents=intents,
        windows=dice.choice([None, windows]),
    )
    house.save(changed)
    return changed


def meet(house: House, event: Event, people: list[Attendee], dice: random.Random) -> None:
    for one, other in itertools.pairwise(people):
        if dice.random() < 0.5:
            meeting = NewMeeting(
                event_id=event.id,
                proposer=one.id,
                invitee=other.id,
                slots=(NOW + timedelta(days=3),),
                offered_at=NOW,
                expires_at=NOW + timedelta(days=1),
                room="room",
            )
            added = house.do(partial(_add, meeting))
            house.save_meeting(replace(added, state=dice.choice(list(State))))


def come(house: House, event: Event, people: list[Attendee], dice: random.Random) -> None:
    """Some have a seat or wait for one, some are on the list, and some of all are there."""
    for one in people:
        for session in SESSIONS:
            seat = Seat(event_id=event.id, session=session.code, attendee=one.id, since=NOW,
                        waiting=dice.random() < 0.5)  # fmt: skip
            if dice.random() < 0.4:
                house.do(partial(_seat, seat))
        if dice.random() < 0.4:
            house.do(partial(_register, one, dice.random() < 0.5))
        elif dice.random() < 0.4:
            house.do(partial(_arrive, GuestKey(kind=GuestKind.ATTENDEE, number=one.id)))


def _seat(seat: Seat, uow: UnitOfWork, _now: datetime) -> None:
    uow.seats.put(seat)


def _register(one: Attendee, there: bool, uow: UnitOfWork, now: datetime) -> None:
    """On the list, and there before they opened their link."""
    row = hear(Registration(row=1, name=f"Listed {one.id}"))
    uow.registrations.add(one.event_id, [(row, f"secret {one.id}")], now)
    found = uow.registrations.by_secret(f"secret {one.id}")
    assert found is not None
    if there:
        _arrive(GuestKey(kind=GuestKind.REGISTERED, number=found.id), uow, now)
    uow.registrations.claim(found.id, one.person.id, now)


def _arrive(key: GuestKey, uow: UnitOfWork, now: datetime) -> None:
    event = uow.events.current()
    assert event is not None
    guest = uow.checkins.guest(event.id, key)
    if guest is None:
        return  # they have not agreed that anything is kept
    by = uow.people.by_telegram(5_000_000_000)
    assert by is not None
    for _ in range(2):
        uow.checkins.mark(event.id, guest, DAYS[0].date, by=by.id, now=now)


def _traits(one: Attendee, event: Event, uow: UnitOfWork, _now: datetime) -> Traits:
    meetings, seats = uow.meetings.of_attendee(one.id), uow.seats.of_attendee(one.id)
    arrived = one.id in uow.checkins.have_come([one.id])
    return traits(one, event, meetings, seats=seats, arrived=arrived)


def _add(meeting: NewMeeting, uow: UnitOfWork, _now: datetime) -> Meeting:
    return uow.meetings.add(meeting)


def _found(
    event: Event, segment: Segment, uow: UnitOfWork, _now: datetime
) -> tuple[list[Person], Mapping[Language, int]]:
    return uow.announcements.recipients(event, segment), uow.announcements.count(event, segment)


def any_segment(event: Event, dice: random.Random) -> Segment:
    segment = EVERYBODY
    for criterion in dice.sample(list(Criterion), dice.randint(1, 3)):
        values = values_of(criterion, event) or ("TN", "LB", "XX")
        for value in dice.sample(values, dice.randint(1, min(3, len(values)))):
            segment = segment.switched(criterion, value, on=True)
    return segment


def test_the_database_finds_whom_the_rules_mean(house: House) -> None:
    dice = random.Random(7)
    event = furnished(house)
    people = [somebody(house, event, number, dice) for number in range(40)]
    meet(house, event, people, dice)
    come(house, event, people, dice)
    of_each = {one.id: house.do(partial(_traits, one, event)) for one in people}
    for criterion in (Criterion.ARRIVED, Criterion.SEAT, Criterion.WAITS):
        assert len({found[criterion] for found in of_each.values()}) > 1
    hits = 0
    for _ in range(150):
        segment = any_segment(event, dice)
        meant = [
            one.person
            for one in people
            if one.person.consented_at and not one.person.blocked_at
            if fits(segment, of_each[one.id])
        ]
        found, counts = house.do(partial(_found, event, segment))
        assert found == meant, segment
        assert counts == Counter(person.language for person in meant), segment
        hits += len(meant)
    assert hits > 300


@pytest.mark.parametrize("criterion", list(Criterion))
def test_every_value_is_known_and_nothing_else_is(house: House, criterion: Criterion) -> None:
    event = furnished(house)
    assert all(known_value(criterion, value, event) for value in values_of(criterion, event))
    assert not known_value(criterion, "nothing such", event)


def test_countries_come_with_how_many_most_first(house: House) -> None:
    def come(number: int, country: str | None) -> Person:
        person = replace(house.attendee(number).person, consented_at=NOW)
        person = replace(person, country=CountryCode(country) if country else None)
        house.save_person(person)
        return person

    for number, country in enumerate(["LB", "TN", "TN", None, "FR"]):
        come(number, country)
    found = house.do(lambda uow, _: uow.announcements.countries(house.event))
    assert list(found.items()) == [("TN", 2), ("FR", 1), ("LB", 1)]


def test_a_segment_is_stored_with_its_announcement(house: House) -> None:
    author = house.person(1)
    segment = EVERYBODY.switched(Criterion.LANGUAGE, "fr", on=True)
    segment = segment.switched(Criterion.MEETING, NONE, on=True)
    segment = segment.switched(Criterion.OFFER, SOME, on=True).switched(
        Criterion.OFFER, SOME, on=False
    )
    assert set(segment.criteria) == {Criterion.LANGUAGE, Criterion.MEETING}
    draft = house.do(
        lambda uow, now: uow.announcements.add(
            house.event.id, author.id, {Language.FR: "Bonjour"}, now
        )
    )
    changed = replace(draft, segment=segment, fallback=Language.FR)
    house.do(lambda uow, _: uow.announcements.save(changed))
    assert house.do(lambda uow, _: uow.announcements.get(draft.id)) == changed


def test_counting_five_thousand_people_takes_no_time(house: House) -> None:
    """Bounded loosely, as machines differ; `python -m bench.announcing` prints the figure."""
    fill(house, 5000)
    segment = EVERYBODY
    for criterion, value in (
        (Criterion.LANGUAGE, "fr"),
        (Criterion.ROLE, "sme"),
        (Criterion.SECTOR, "agrifood"),
        (Criterion.MEETING, NONE),
    ):
        segment = segment.switched(criterion, value, on=True)
    begun = time.perf_counter()
    counts = house.do(lambda uow, _: uow.announcements.count(house.event, segment))
    assert time.perf_counter() - begun < 1
    assert sum(counts.values()) == 417


def fill(house: House, people: int) -> None:
    """Many people at once, past the use cases."""
    with house.store._transactions.writer.begin() as connection:
        connection.execute(
            PERSON.insert(),
            [
                {"id": n, "telegram_id": n, "name": f"P {n}", "language": ("fr", "en", "ar")[n % 3],
                 "country": "TN", "consented_at": NOW, "version": 1}
                for n in range(1, people + 1)
            ],
        )  # fmt: skip
        connection.execute(
            ATTENDEE.insert(),
            [
                {"id": n, "person_id": n, "event_id": house.event.id, "speaks": [], "words": "",
                 "role": ("sme", "startup")[n % 2], "dropped": [], "windows_asked": False,
                 "version": 1}
                for n in range(1, people + 1)
            ],
        )  # fmt: skip
        connection.execute(
            INTENT.insert(),
            [
                {"attendee_id": n, "position": 0, "kind": "trade", "side": "seek", "markets": [],
                 "concepts": ["agrifood.olive_oil" if n // 2 % 2 else "ai"], "words": "",
                 "context": ""}
                for n in range(1, people + 1)
            ],
        )  # fmt: skip
