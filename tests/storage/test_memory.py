"""What a store remembers is never other than what is stored, whoever changed it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matchmaking.conditions import OPEN
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Side
from matchmaking.learning import UNCHANGED
from matchmaking.people import Attendee, AttendeeId
from matchmaking.ports import UnitOfWork
from matchmaking.scoring import LEAST
from storage.store import Store
from tests.matchmaking.builders import NOW, event
from tests.storage.conftest import House

OIL = Intent(kind=Kind.TRADE, side=Side.OFFER, words="huile d'olive")


@pytest.fixture
def elsewhere(url: str, house: House) -> Iterator[Store]:
    """Another program on the same database, which came later."""
    store = Store.open(url, clock=lambda: house.now)
    yield store
    store.close_sync()


def stored(store: Store, attendee: AttendeeId) -> Attendee:
    found = store.run_sync(lambda uow, now: uow.attendees.get(attendee))
    assert found is not None
    return found


def test_a_change_elsewhere_is_seen(house: House, elsewhere: Store) -> None:
    attendee = house.attendee(1)
    assert stored(house.store, attendee.id) == stored(elsewhere, attendee.id) == attendee
    told = replace(attendee, words="J'offre", intents=(OIL,))
    elsewhere.run_sync(lambda uow, now: uow.attendees.save(told))
    assert stored(house.store, attendee.id) == told
    moved = replace(told.person, country=CountryCode("LB"))
    elsewhere.run_sync(lambda uow, now: uow.people.save(moved))
    assert stored(house.store, attendee.id) == replace(told, person=moved)


def test_what_was_rolled_back_is_not_remembered(house: House, elsewhere: Store) -> None:
    attendee = house.attendee(1)
    wrong = replace(attendee, organisation="Wrong", person=replace(attendee.person, name="Wrong"))

    def fail(uow: UnitOfWork, now: object) -> None:
        uow.people.save(wrong.person)
        uow.attendees.save(wrong)
        assert uow.attendees.get(attendee.id) == wrong
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        house.store.run_sync(fail)
    right = replace(attendee, organisation="Right", person=replace(attendee.person, name="Right"))

    def succeed(uow: UnitOfWork, now: object) -> None:
        uow.people.save(right.person)
        uow.attendees.save(right)

    elsewhere.run_sync(succeed)
    assert stored(house.store, attendee.id) == right


def test_a_window_that_goes_takes_people_s_time_with_it(house: House, elsewhere: Store) -> None:
    first, *others = house.event.plan.windows
    free = replace(house.attendee(1), windows=frozenset({first.id, others[0].id}))
    house.save(free)
    assert stored(house.store, free.id) == free
    shorter = replace(event().plan, windows=tuple(others))
    elsewhere.run_sync(lambda uow, now: uow.events.put(shorter))
    assert stored(house.store, free.id) == replace(free, windows=frozenset({others[0].id}))


def test_whoever_blocks_the_bot_is_not_reachable_any_more(house: House, elsewhere: Store) -> None:
    here = [replace(house.attendee(number), ready_at=NOW) for number in (1, 2)]
    for attendee in here:
        house.save(attendee)
    event_id = house.event.id
    assert house.do(lambda uow, now: uow.attendees.reachable(event_id)) == here
    gone = replace(here[0].person, blocked_at=NOW)
    elsewhere.run_sync(lambda uow, now: uow.people.save(gone))
    assert house.do(lambda uow, now: uow.attendees.reachable(event_id)) == here[1:]


def test_the_best_are_of_now_whoever_changed_them(house: House, elsewhere: Store) -> None:
    seeks = replace(OIL, side=Side.SEEK, concepts=(ConceptId("olive-oil"),))
    offers = replace(OIL, concepts=(ConceptId("olive-oil"),))
    windows = frozenset({house.event.plan.windows[0].id})
    people = [
        replace(house.attendee(n), intents=(intent,), speaks=("fr",), windows=windows, ready_at=NOW)
        for n, intent in ((1, seeks), (2, offers), (3, offers))
    ]
    for attendee in people:
        house.save(attendee)
    viewer, second, third = people

    def best(uow: UnitOfWork, now: object) -> list[Attendee]:
        found = uow.attendees.best(
            viewer, allowed=OPEN, shown={}, adjust=UNCHANGED, top=10, least=LEAST
        )
        assert [match.other for match, _ in found] == [other.id for _, other in found]
        return [other for _, other in found]

    assert house.do(best) == [second, third]
    changed = replace(second, organisation="Elsewhere")
    elsewhere.run_sync(lambda uow, now: uow.attendees.save(changed))
    assert house.do(best) == [changed, third]

    def fail(uow: UnitOfWork, now: object) -> None:
        uow.attendees.save(replace(third, organisation="Wrong"))
        assert best(uow, now) == [changed, replace(third, organisation="Wrong")]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        house.do(fail)
    right = replace(third, organisation="Right")
    elsewhere.run_sync(lambda uow, now: uow.attendees.save(right))
    assert house.do(best) == [changed, right]
    elsewhere.run_sync(lambda uow, now: uow.people.erase(changed.person.id))
    assert house.do(best) == [right]
