"""Whom somebody keeps away: both ways, at every edition, and taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from tests.storage.conftest import House


def test_who_is_kept_away_is_hidden_both_ways(house: House) -> None:
    one, two, three = (house.attendee(number) for number in range(1, 4))
    event = house.event.id
    for _ in range(3):
        house.block(one, two)
    house.clock[0] += timedelta(minutes=1)
    house.block(one, three)
    house.block(two, one)
    around = [house.around(each, event) for each in (one, two, three)]
    assert around == [{two.id, three.id}, {one.id}, {one.id}]
    kept = house.do(lambda uow, now: [uow.blocks.of_person(a.person.id) for a in (one, three)])
    assert kept == [[three.person, two.person], []]


def test_what_was_taken_back_is_taken_back_for_one_side_only(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    pair = (one.person.id, two.person.id)
    house.block(one, two)
    house.block(two, one)
    assert [house.do(lambda uow, now: uow.blocks.remove(*pair)) for _ in range(2)] == [True, False]
    assert house.around(one, house.event.id) == {two.id}
    house.do(lambda uow, now: uow.blocks.remove(*pair[::-1]))
    assert house.around(one, house.event.id) == set()


def test_it_holds_at_every_edition_and_only_there(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    next_plan = replace(house.event.plan, code="next")
    following = house.do(lambda uow, now: uow.events.put(next_plan))
    again = house.do(lambda uow, now: uow.attendees.add(two.person.id, following.id))
    house.block(one, two)
    assert house.around(one, house.event.id) == {two.id}
    assert house.around(one, following.id) == {again.id}


def test_where_each_side_sees_a_meeting_is_known_once(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    meeting = house.meeting(one, two)
    assert house.do(lambda uow, now: uow.faces.newest(meeting.id, one.id)) is None
    for message in (7, 9):
        house.put_face(meeting, one, message)
    faces = house.do(
        lambda uow, now: [uow.faces.newest(meeting.id, side.id) for side in (one, two)]
    )
    assert faces == [9, None]


def test_whose_meetings_stand_in_which_message(house: House) -> None:
    sides = [house.attendee(number) for number in range(1, 6)]

    def show(uow: UnitOfWork, now: datetime) -> None:
        for side in sides[1:]:
            uow.agendas.show(side.person.id, 70 + side.id)

    def found(uow: UnitOfWork, now: datetime) -> list[dict[PersonId, int]]:
        some = (sides[:1], sides[:3], sides)
        return [uow.agendas.of_attendees([one.id for one in these]) for these in some]

    house.do(show)
    expected = {side.person.id: 70 + side.id for side in sides}
    first, second, third, fourth, fifth = expected
    assert house.do(found) == [
        {},
        {second: expected[second], third: expected[third]},
        {one: expected[one] for one in (second, third, fourth, fifth)},
    ]
    assert first == sides[0].person.id
