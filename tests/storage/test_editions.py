"""Which edition somebody is in, and whom they have met at another: on both databases."""

from dataclasses import replace

from matchmaking.intents import Language
from matchmaking.meetings import Meeting, NewMeeting, State
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, AttendeeId, EventId, PersonId
from tests.matchmaking.builders import MORNING, NOW
from tests.storage.conftest import House


def person(house: House, number: int) -> PersonId:
    account = Account(telegram_id=number, name=f"Person {number}")
    return house.do(lambda uow, now: uow.people.add(account, Language.EN)).id


def at_event(house: House, who: PersonId, at: EventId) -> AttendeeId:
    return house.do(lambda uow, now: uow.attendees.add(who, at)).id


def save(house: House, meeting: Meeting) -> None:
    house.do(lambda uow, now: uow.meetings.save(meeting))


def met_by(house: House, who: PersonId, at: EventId) -> dict[AttendeeId, EventId]:
    return house.do(lambda uow, now: uow.meetings.met_elsewhere(who, at))


def test_the_chosen_edition_goes_before_the_last_one(house: House) -> None:
    first = house.event
    second = house.do(lambda uow, now: uow.events.put(replace(first.plan, code="second")))
    someone = person(house, 901)

    def edition() -> str | None:
        found = house.do(lambda uow, now: uow.events.of_person(someone))
        same = house.do(lambda uow, now: uow.events.of_account(901))
        assert found == same
        return found.plan.code if found else None

    assert edition() is None
    role = OrganiserRole.HELPER
    house.do(lambda uow, now: uow.organisers.add(someone, second.id, now, role=role))
    assert edition() == "second"
    house.do(lambda uow, now: uow.attendees.add(someone, first.id))
    assert edition() == first.plan.code
    house.do(lambda uow, now: uow.attendees.add(someone, second.id))
    assert edition() == "second"
    house.do(lambda uow, now: uow.events.choose(someone, first.id))
    assert edition() == first.plan.code
    house.do(lambda uow, now: uow.events.choose(someone, second.id))
    assert edition() == "second"
    assert [one.id for one in house.do(lambda uow, now: uow.events.all())] == [first.id, second.id]
    house.do(lambda uow, now: uow.people.erase(someone))
    assert edition() is None


def test_whom_somebody_met_elsewhere(house: House) -> None:
    first = house.event
    second = house.do(lambda uow, now: uow.events.put(replace(first.plan, code="second")))
    one, other, stranger = (person(house, number) for number in (901, 902, 903))
    ids = {
        (who, at.id): at_event(house, who, at.id)
        for who in (one, other, stranger)
        for at in (first, second)
    }
    met = house.do(
        lambda uow, now: uow.meetings.add(
            NewMeeting(
                event_id=first.id,
                proposer=ids[one, first.id],
                invitee=ids[other, first.id],
                slots=(MORNING,),
                offered_at=NOW,
                expires_at=MORNING,
                room="r",
            )
        )
    )
    for state in State:
        save(house, replace(met, state=state, starts_at=MORNING))
        counts = state in (State.STARTED, State.HELD, State.UNCONFIRMED)
        for who, whom in ((one, other), (other, one)):
            found = met_by(house, who, second.id)
            assert found == ({ids[whom, second.id]: first.id} if counts else {}), state
            # At the same event it is no other.
            assert met_by(house, who, first.id) == {}
    assert met_by(house, stranger, second.id) == {}
