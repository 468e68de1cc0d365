"""Persons, events and attendees are remembered whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from matchmaking.events import Day, Event, EventPlan, Session, SessionKind, Speaker, Window
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.people import Account, Attendee, AttendeeId, EventId, PersonId, WindowId
from storage.store import Store
from tests.matchmaking.builders import MORNING, NOW, TITLES, event, window
from tests.storage.conftest import House

INTENTS = (
    Intent(
        kind=Kind.TRADE,
        side=Side.SEEK,
        concepts=(ConceptId("agrifood.olive_oil"), ConceptId("agrifood")),
        markets=(CountryCode("TN"), CountryCode("DZ")),
        words="نبحث عن زيت الزيتون",
    ),
    Intent(kind=Kind.NETWORKING, side=Side.SEEK),
)


def complete(house: House, number: int) -> Attendee:
    """Somebody of whom everything is known."""
    attendee = house.attendee(number)
    person = replace(
        attendee.person,
        name="ليلى",
        language=Language.AR,
        username="leila",
        country=CountryCode("LB"),
        zone="Asia/Beirut",
        consented_at=NOW,
    )
    attendee = replace(
        attendee,
        person=person,
        organisation="بيت الزيت",
        role=Role.SME,
        speaks=("ar", "fr"),
        words="نبحث عن زيت الزيتون. ونلتقي.",
        intents=INTENTS,
        dropped=(ConceptId("water"),),
        confirmed_at=NOW + timedelta(microseconds=1),
        windows=frozenset(w.id for w in house.event.plan.windows),
        ready_at=NOW,
        paused_at=None,
    )
    house.save(attendee)
    return attendee


def stored(house: House, attendee: Attendee) -> Attendee | None:
    return house.do(lambda uow, now: uow.attendees.get(attendee.id))


def test_a_person_is_found_by_id_and_by_account(house: House) -> None:
    account = Account(telegram_id=2**40, name="Amel", username="amel", language_code="fr")
    added = house.do(lambda uow, now: uow.people.add(account, Language.FR))
    assert (added.name, added.username, added.language) == ("Amel", "amel", Language.FR)
    assert house.do(lambda uow, now: uow.people.get(added.id)) == added
    assert house.do(lambda uow, now: uow.people.by_telegram(2**40)) == added
    assert house.do(lambda uow, now: uow.people.get(PersonId(99))) is None
    assert house.do(lambda uow, now: uow.people.by_telegram(99)) is None


def test_saving_a_person_replaces_everything(house: House) -> None:
    person = house.person(1)
    full = replace(
        person,
        name="Other",
        language=Language.AR,
        username="other",
        country=CountryCode("EG"),
        zone="Africa/Cairo",
        consented_at=NOW,
        blocked_at=NOW,
    )
    house.do(lambda uow, now: uow.people.save(full))
    assert house.do(lambda uow, now: uow.people.get(person.id)) == full
    house.do(lambda uow, now: uow.people.save(person))
    assert house.do(lambda uow, now: uow.people.get(person.id)) == person


def test_an_attendee_comes_back_as_saved(house: House) -> None:
    attendee = complete(house, 1)
    assert stored(house, attendee) == attendee
    found = house.do(lambda uow, now: uow.attendees.of_person(attendee.person.id, house.event.id))
    assert found == attendee


def test_a_new_attendee_has_been_asked_nothing(house: House) -> None:
    attendee = house.attendee(1)
    expected = Attendee(id=attendee.id, event_id=house.event.id, person=attendee.person)
    assert attendee == expected
    assert stored(house, attendee) == expected


def test_free_at_no_time_is_not_the_same_as_never_asked(house: House) -> None:
    attendee = replace(house.attendee(1), windows=frozenset())
    house.do(lambda uow, now: uow.attendees.save(attendee))
    assert stored(house, attendee) == attendee


@pytest.mark.parametrize("intents", [(), INTENTS[1:], (INTENTS[1], INTENTS[0])])
def test_intents_and_windows_are_replaced(house: House, intents: tuple[Intent, ...]) -> None:
    attendee = complete(house, 1)
    fewer = replace(attendee, intents=intents, windows=frozenset(list(attendee.windows or ())[:1]))

    def change(attendee: Attendee) -> None:
        house.do(lambda uow, now: uow.attendees.save(attendee))

    change(fewer)
    assert stored(house, attendee) == fewer
    change(attendee)
    assert stored(house, attendee) == attendee


def test_what_was_read_in_the_same_transaction_is_saved_right(house: House) -> None:
    attendee = complete(house, 1)
    fewer = replace(attendee, intents=INTENTS[:1], windows=None)

    def back_and_forth() -> Sequence[Attendee | None]:
        return house.do(
            lambda uow, now: [
                uow.attendees.get(attendee.id),
                uow.attendees.save(fewer),  # type: ignore[func-returns-value] # done in order
                uow.attendees.get(attendee.id),
                uow.attendees.save(attendee),  # type: ignore[func-returns-value] # done in order
                uow.attendees.get(attendee.id),
            ]
        )

    assert back_and_forth() == [attendee, None, fewer, None, attendee]


def test_a_person_is_one_attendee_at_an_event(house: House) -> None:
    attendee = house.attendee(1)
    with pytest.raises(Exception, match=r"(?i)unique"):
        house.do(lambda uow, now: uow.attendees.add(attendee.person.id, house.event.id))


def test_only_the_reachable_are_reachable(house: House) -> None:
    attendees = [complete(house, number) for number in range(1, 6)]
    changed = [
        replace(attendees[1], ready_at=None),
        replace(attendees[2], paused_at=NOW),
        replace(attendees[3], person=replace(attendees[3].person, blocked_at=NOW)),
    ]
    for attendee in changed:
        house.save(attendee)
    found = house.do(lambda uow, now: uow.attendees.reachable(house.event.id))
    assert found == [attendees[0], attendees[4]]
    assert all(attendee.reachable for attendee in found)
    assert house.do(lambda uow, now: uow.attendees.reachable(EventId(99))) == []


def test_many_are_found_at_once(house: House) -> None:
    one, two = complete(house, 1), house.attendee(2)
    found = house.do(lambda uow, now: uow.attendees.many({one.id, two.id, AttendeeId(99)}))
    assert found == {one.id: one, two.id: two}
    assert house.do(lambda uow, now: uow.attendees.many([])) == {}
    assert stored(house, replace(one, id=AttendeeId(99))) is None


def whole_plan() -> EventPlan:
    speaker = Speaker(name="Nour", organisation="Port", country=CountryCode("MA"), attendee="a-1")
    session = Session(
        code="p1",
        kind=SessionKind.PANEL,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(hours=1),
        titles=TITLES,
        language="fr",
        seats=100,
        link="https://example.org",
        speakers=(speaker, replace(speaker, name="Karim", attendee=None)),
        moderators=(replace(speaker, name="Salma"),),
    )
    later = replace(session, code="r1", kind=SessionKind.ROUND_TABLE, speakers=(), moderators=())
    days = (
        Day(date=date(2027, 4, 13), audience=(Role.CLUSTER, Role.TTO), titles=TITLES),
        Day(date=date(2027, 4, 14), audience=(), titles=TITLES),
    )
    return replace(event().plan, days=days, sessions=(session, later), rest_minutes=5)


def codes(event: Event) -> dict[str, WindowId]:
    return {window.code: window.id for window in event.plan.windows}


def current(house: House) -> Event | None:
    return house.do(lambda uow, now: uow.events.current())


def test_an_event_comes_back_whole(house: House) -> None:
    put = house.do(lambda uow, now: uow.events.put(whole_plan()))
    without_ids = replace(
        put.plan,
        windows=tuple(
            replace(w, id=window.id)
            for w, window in zip(put.plan.windows, whole_plan().windows, strict=True)
        ),
    )
    assert without_ids == whole_plan()
    assert current(house) == put
    assert house.do(lambda uow, now: uow.events.get(put.id)) == put
    assert house.do(lambda uow, now: uow.events.get(EventId(99))) is None


def test_an_event_of_the_same_code_keeps_its_id_and_its_windows_ids(house: House) -> None:
    before = house.event
    gone, stays = before.plan.windows
    moved = replace(stays, starts_at=stays.starts_at + timedelta(minutes=5))
    plan = replace(before.plan, windows=(moved, window(3, MORNING + timedelta(days=1), 60)))
    after = house.do(lambda uow, now: uow.events.put(plan))
    assert after.id == before.id
    assert list(codes(after)) == [stays.code, "w3"]
    assert codes(after)[stays.code] == stays.id
    assert codes(after)["w3"] not in codes(before).values()
    assert after.window(stays.id) == moved
    assert current(house) == after
    assert after.window(gone.id) is None


def test_a_window_that_goes_leaves_its_attendees_with_the_others(house: House) -> None:
    attendee = complete(house, 1)
    stays = house.event.plan.windows[1]
    plan = replace(house.event.plan, windows=(stays,))
    house.do(lambda uow, now: uow.events.put(plan))
    assert stored(house, attendee) == replace(attendee, windows=frozenset({stays.id}))


def test_the_event_added_last_is_the_current_one(house: House) -> None:
    second = house.do(lambda uow, now: uow.events.put(replace(event().plan, code="second")))
    assert current(house) == second
    first_again = replace(house.event.plan, short_name="Changed")
    house.do(lambda uow, now: uow.events.put(first_again))
    assert current(house) == second


def test_there_may_be_no_event(store: Store) -> None:
    assert store.run_sync(lambda uow, now: uow.events.current()) is None


def test_another_programs_change_is_seen_at_once(house: House, url: str) -> None:
    assert current(house) == house.event
    other = Store.open(url, clock=lambda: NOW)
    plan = replace(house.event.plan, short_name="Changed")
    changed = other.run_sync(lambda uow, now: uow.events.put(plan))
    other.close_sync()
    assert current(house) == changed


def test_what_a_failed_transaction_put_up_is_not_remembered(house: House) -> None:
    def put_and_fail(name: str) -> None:
        def use_case() -> None:
            house.do(
                lambda uow, now: (
                    uow.events.put(replace(house.event.plan, short_name=name)),
                    uow.events.current(),
                    1 / 0,
                )
            )

        with pytest.raises(ZeroDivisionError):
            use_case()

    put_and_fail("never")
    assert current(house) == house.event
    changed = house.do(
        lambda uow, now: uow.events.put(replace(house.event.plan, short_name="really"))
    )
    assert current(house) == changed


def test_windows_are_titled_in_all_languages(house: House) -> None:
    assert [w.titles for w in house.event.plan.windows] == [TITLES, TITLES]
    assert isinstance(house.event.plan.windows[0], Window)
