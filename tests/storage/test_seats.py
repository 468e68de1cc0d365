"""Seats on both databases: stored, replaced, gone with their people, and never one too many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from matchmaking.events import Session, SessionKind
from matchmaking.intents import CountryCode
from matchmaking.people import PersonId
from matchmaking.seats import Seat
from matchmaking.usecases import programme
from tests.matchmaking.builders import MORNING, TITLES, event
from tests.storage.conftest import House


def with_session(house: House, seats: int) -> None:
    session = Session(
        code="p1",
        kind=SessionKind.PANEL,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
        titles=TITLES,
        language="en",
        seats=seats,
        link="",
    )
    plan = replace(event().plan, sessions=(session,))
    house.event = house.do(lambda uow, now: uow.events.put(plan))


def guest(house: House, number: int) -> PersonId:
    attendee = house.attendee(number)
    person = replace(attendee.person, consented_at=house.now, country=CountryCode("TN"))
    house.save_person(person)
    return person.id


def seats(house: House) -> list[Seat]:
    return house.do(lambda uow, now: uow.seats.of_session(house.event.id, "p1"))


def test_a_seat_comes_back_as_it_was_put(house: House) -> None:
    with_session(house, 2)
    attendee = house.attendee(1)
    seat = Seat(
        event_id=house.event.id,
        session="p1",
        attendee=attendee.id,
        since=house.now,
        waiting=True,
    )
    house.do(lambda uow, now: uow.seats.put(seat))
    assert seats(house) == [seat]
    sits = replace(seat, waiting=False)
    house.do(lambda uow, now: uow.seats.put(sits))
    assert house.do(lambda uow, now: uow.seats.of_attendee(attendee.id)) == [sits]
    assert house.do(lambda uow, now: uow.seats.of_event(house.event.id)) == [sits]
    house.do(lambda uow, now: uow.people.erase(attendee.person.id))
    assert seats(house) == []


def test_seats_survive_a_change_of_the_event(house: House) -> None:
    with_session(house, 2)
    person = guest(house, 1)
    house.do(lambda uow, now: programme.take(uow, now, actor=person, code="p1"))
    with_session(house, 5)
    assert len(seats(house)) == 1


def test_many_at_once_get_no_seat_too_many(house: House) -> None:
    with_session(house, 3)
    people = [guest(house, number) for number in range(1, 13)]

    def take(person: PersonId) -> None:
        house.do(lambda uow, now: programme.take(uow, now, actor=person, code="p1"))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(take, people))
    taken = seats(house)
    assert sum(not seat.waiting for seat in taken) == 3
    assert len(taken) == 12
