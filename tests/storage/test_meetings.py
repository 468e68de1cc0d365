"""Matches, offers, meetings, and bookings that cannot collide."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import ConceptId, CountryCode, Kind
from matchmaking.learning import Decline, Why
from matchmaking.matching import Match, MatchId, NewMatch, Reason, ReasonKind
from matchmaking.meetings import Meeting, MeetingId, State
from matchmaking.people import Attendee, AttendeeId, WindowId
from matchmaking.ports import UnitOfWork
from storage.store import Store
from tests.matchmaking.builders import MORNING, NOW
from tests.storage.conftest import House

LATER = MORNING + timedelta(minutes=20)
REASONS = (
    Reason(
        kind=ReasonKind.SUPPLIES,
        intent=Kind.TRADE,
        topic=ConceptId("agrifood.olive_oil"),
        words="زيت «بكر»",
    ),
    Reason(kind=ReasonKind.MARKET, countries=(CountryCode("TN"),)),
    Reason(kind=ReasonKind.LANGUAGE, languages=("ar", "fr")),
    Reason(kind=ReasonKind.TIME, windows=(WindowId(1), WindowId(2))),
)


def pairing(house: House, viewer: Attendee, other: Attendee, score: float = 0.5) -> NewMatch:
    return NewMatch(
        event_id=house.event.id, viewer=viewer.id, other=other.id, score=score, reasons=REASONS
    )


def refusal(other: Attendee) -> Decline:
    return Decline(
        other=other.id,
        why=Why.FIELD,
        at=NOW,
        concepts=(ConceptId("agrifood.olive_oil"),),
        countries=(CountryCode("TN"), CountryCode("LB")),
    )


def put(house: House, *matches: NewMatch) -> list[Match]:
    return house.do(lambda uow, now: uow.matches.put(matches))


def seen_by(house: House, viewer: Attendee) -> list[Match]:
    return house.do(lambda uow, now: uow.matches.of_viewer(viewer.id))


def test_matches_are_stored_in_the_order_given_and_listed_best_first(house: House) -> None:
    viewer, one, two = (house.attendee(n) for n in range(1, 4))
    stored = put(house, pairing(house, viewer, one, 0.2), pairing(house, viewer, two, 0.9))
    assert [m.what for m in stored] == [
        pairing(house, viewer, one, 0.2),
        pairing(house, viewer, two, 0.9),
    ]
    assert seen_by(house, viewer) == stored[::-1]
    assert seen_by(house, one) == []
    assert house.do(lambda uow, now: uow.matches.get(stored[0].id)) == stored[0]
    assert house.do(lambda uow, now: uow.matches.get(MatchId(99))) is None
    assert put(house) == []


def test_a_known_pair_is_refreshed_and_keeps_its_id_and_state(house: House) -> None:
    viewer, one, two = (house.attendee(n) for n in range(1, 4))
    first = put(house, pairing(house, viewer, one, 0.2))[0]
    passed = replace(first, declined=refusal(one))
    house.do(lambda uow, now: uow.matches.put_aside(first.id, refusal(one)))
    better = replace(pairing(house, viewer, one, 0.7), reasons=())
    stored = put(house, pairing(house, viewer, two), better)
    assert stored[1] == replace(passed, what=better)
    assert seen_by(house, viewer) == [stored[1], stored[0]]


def test_clearing_forgets_what_led_to_nothing(house: House) -> None:
    viewer, one, two, three, four = (house.attendee(n) for n in range(1, 6))
    open_, passed, offered, offering = put(
        house, *(pairing(house, viewer, other) for other in (one, two, three, four))
    )
    theirs = put(house, pairing(house, one, viewer))
    house.do(lambda uow, now: uow.matches.put_aside(passed.id, refusal(two)))
    passed = replace(passed, declined=refusal(two))
    house.meeting(viewer, three)
    house.meeting(four, viewer)
    house.do(lambda uow, now: uow.matches.clear(viewer.id))
    assert seen_by(house, viewer) == [passed, offered, offering]
    assert open_ not in seen_by(house, viewer)
    assert seen_by(house, one) == theirs


def test_viewers_have_somebody_whom_they_did_not_turn_down(house: House) -> None:
    one, two, star = (house.attendee(n) for n in range(1, 4))
    first, *_ = put(
        house, pairing(house, one, star), pairing(house, two, star), pairing(house, two, one)
    )

    def viewers() -> set[AttendeeId]:
        return house.do(lambda uow, now: uow.matches.viewers(house.event.id, least=0.5))

    assert viewers() == {one.id, two.id}
    house.do(lambda uow, now: uow.matches.put_aside(first.id, refusal(star)))
    assert viewers() == {two.id}
    house.do(lambda uow, now: uow.matches.take_back(first.id))
    assert viewers() == {one.id, two.id}
    put(house, pairing(house, one, star, 0.4))
    assert viewers() == {two.id}


def test_all_that_one_turned_down_is_taken_back_and_nothing_of_others(house: House) -> None:
    one, two, star = (house.attendee(n) for n in range(1, 4))
    mine = put(house, pairing(house, one, star), pairing(house, one, two))
    theirs = put(house, pairing(house, two, star))

    def put_aside(uow: UnitOfWork, now: datetime) -> None:
        for match in (*mine, *theirs):
            uow.matches.put_aside(match.id, refusal(star))

    house.do(put_aside)
    house.do(lambda uow, now: uow.matches.take_all_back(one.id))
    assert seen_by(house, one) == mine
    assert seen_by(house, two) == [replace(theirs[0], declined=refusal(star))]


def test_times_shown_counts_viewers(house: House) -> None:
    one, two, star = (house.attendee(n) for n in range(1, 4))
    put(house, pairing(house, one, star), pairing(house, two, star), pairing(house, one, two))
    put(house, pairing(house, one, star))
    shown = house.do(lambda uow, now: uow.matches.times_shown(house.event.id))
    assert shown == {star.id: 2, two.id: 1}


def test_an_offer_comes_back_with_its_slots_in_order(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    meeting = house.meeting(one, two, LATER, MORNING)
    assert meeting == Meeting(
        id=meeting.id,
        event_id=house.event.id,
        proposer=one.id,
        invitee=two.id,
        state=State.OFFERED,
        slots=(MORNING, LATER),
        offered_at=NOW,
        expires_at=NOW + timedelta(hours=24),
        room="room",
    )
    assert house.do(lambda uow, now: uow.meetings.get(meeting.id)) == meeting
    assert house.do(lambda uow, now: uow.meetings.get(MeetingId(99))) is None


def test_saving_changes_state_start_table_and_room_and_books_nothing(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    meeting = house.meeting(one, two)
    accepted = replace(meeting, state=State.ACCEPTED, starts_at=MORNING, table=3, room="other")
    house.do(lambda uow, now: uow.meetings.save(accepted))
    assert house.do(lambda uow, now: uow.meetings.get(meeting.id)) == accepted
    assert house.do(lambda uow, now: uow.meetings.busy(one.id, two.id)) == set()


def test_booking_takes_both_peoples_time_and_the_table(house: House) -> None:
    one, two, three = (house.attendee(n) for n in range(1, 4))
    meeting = replace(house.meeting(one, two), starts_at=MORNING, table=2)
    house.do(lambda uow, now: uow.meetings.book(meeting))
    busy = house.do(
        lambda uow, now: [
            uow.meetings.busy(one.id),
            uow.meetings.busy(two.id),
            uow.meetings.busy(three.id, one.id),
            uow.meetings.busy(three.id),
            uow.meetings.busy(),
        ]
    )
    assert busy == [{MORNING}, {MORNING}, {MORNING}, set(), set()]
    taken = house.do(lambda uow, now: uow.meetings.tables_taken(house.event.id, MORNING))
    free = house.do(lambda uow, now: uow.meetings.tables_taken(house.event.id, LATER))
    assert (taken, free) == ({2}, set())
    house.do(lambda uow, now: uow.meetings.release(meeting.id))
    assert house.do(lambda uow, now: uow.meetings.busy(one.id, two.id)) == set()
    house.do(lambda uow, now: uow.meetings.book(meeting))


@pytest.mark.parametrize(
    ("proposer", "invitee", "table"), [(0, 2, 1), (2, 0, 1), (2, 1, 1), (2, 3, 9)]
)
def test_a_taken_time_or_table_is_refused_and_the_transaction_goes_on(
    house: House, proposer: int, invitee: int, table: int
) -> None:
    people = [house.attendee(n) for n in range(1, 5)]
    first = replace(house.meeting(people[0], people[1]), starts_at=MORNING, table=9)
    house.do(lambda uow, now: uow.meetings.book(first))
    rival = replace(
        house.meeting(people[proposer], people[invitee]), starts_at=MORNING, table=table
    )
    expected = {person.id: {MORNING} if person in people[:2] else set() for person in people}

    def use_case(uow: UnitOfWork, now: datetime) -> Refusal | None:
        try:
            uow.meetings.book(rival)
        except Refused as refused:
            uow.meetings.save(replace(rival, state=State.EXPIRED))
            return refused.refusal
        return None

    assert house.do(use_case) is Refusal.SLOT_TAKEN
    saved = house.do(lambda uow, now: uow.meetings.get(rival.id))
    assert saved is not None
    assert saved.state is State.EXPIRED
    assert {p.id: house.busy(p) for p in people} == expected


def test_booking_the_same_meeting_twice_is_refused_and_keeps_the_first(house: House) -> None:
    meeting = replace(house.meeting(house.attendee(1), house.attendee(2)), starts_at=MORNING)
    house.do(lambda uow, now: uow.meetings.book(meeting))
    with pytest.raises(Refused):
        house.do(lambda uow, now: uow.meetings.book(meeting))
    assert house.do(lambda uow, now: uow.meetings.busy(meeting.invitee)) == {MORNING}


def test_a_meeting_without_a_start_cannot_be_booked(house: House) -> None:
    meeting = house.meeting(house.attendee(1), house.attendee(2))
    with pytest.raises(ValueError, match="no start"):
        house.do(lambda uow, now: uow.meetings.book(meeting))


def test_two_acceptances_at_once_book_once(house: House, url: str) -> None:
    """Two programs on one database, each between looking and booking when the other comes."""
    people = [house.attendee(n) for n in range(1, 4)]
    rivals = [
        replace(house.meeting(people[n], people[2]), starts_at=MORNING, state=State.ACCEPTED)
        for n in (0, 1)
    ]
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def accept(meeting: Meeting) -> None:
        other = Store.open(url, clock=lambda: NOW)

        def take(uow: UnitOfWork, now: datetime) -> None:
            uow.meetings.book(meeting)
            uow.meetings.save(meeting)

        both.wait(timeout=10)
        try:
            other.run_sync(take)
            outcomes.append("booked")
        except Refused as refused:
            outcomes.append(refused.refusal)
        finally:
            other.close_sync()

    threads = [threading.Thread(target=accept, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["booked", Refusal.SLOT_TAKEN]
    assert sorted(house.stored(rival).state for rival in rivals) == [State.ACCEPTED, State.OFFERED]


def test_an_answer_that_lost_a_race_is_thought_over_again(house: House, url: str) -> None:
    """Accepting and withdrawing meet: the later one sees what the first one did."""
    meeting = house.meeting(house.attendee(1), house.attendee(2))
    runs: list[State] = []
    other = Store.open(url, clock=lambda: NOW)
    started = threading.Event()

    def withdraw() -> None:
        started.wait(timeout=10)
        other.run_sync(lambda uow, now: uow.meetings.save(replace(meeting, state=State.WITHDRAWN)))

    thread = threading.Thread(target=withdraw)

    def accept(uow: UnitOfWork, now: datetime) -> None:
        found = uow.meetings.get(meeting.id)
        assert found is not None
        runs.append(found.state)
        started.set()
        if len(runs) == 1 and url.startswith("postgresql"):
            thread.join(timeout=10)
        if found.state is State.OFFERED:
            uow.meetings.save(replace(found, state=State.ACCEPTED))

    thread.start()
    house.do(accept)
    thread.join(timeout=10)
    other.close_sync()
    final = house.do(lambda uow, now: uow.meetings.get(meeting.id))
    assert final is not None
    # SQLite lets the second writer wait; PostgreSQL runs the first one again.
    assert (runs, final.state) == (
        ([State.OFFERED], State.WITHDRAWN)
        if url.startswith("sqlite")
        else ([State.OFFERED, State.WITHDRAWN], State.WITHDRAWN)
    )


def test_meetings_are_listed_for_whom_and_how_they_should_be(house: House) -> None:
    one, two, three = (house.attendee(n) for n in range(1, 4))
    third = replace(house.meeting(two, one), state=State.DECLINED)
    house.do(lambda uow, now: uow.meetings.save(third))
    first = house.meeting(one, two)
    house.clock[0] += timedelta(minutes=1)
    second = house.meeting(three, one, MORNING, LATER)
    foreign = house.meeting(two, three)
    lists = house.do(
        lambda uow, now: [
            uow.meetings.of_attendee(one.id),
            uow.meetings.between(one.id, two.id),
            uow.meetings.between(two.id, one.id),
            uow.meetings.open_offers_of(one.id),
            uow.meetings.open_offers_of(two.id),
        ]
    )
    assert lists == [
        [second, first, third],
        [third, first],
        [third, first],
        [first, second],
        [first, foreign],
    ]


def test_the_clock_finds_what_lapsed_and_what_began(house: House) -> None:
    one, two, three = (house.attendee(n) for n in range(1, 4))
    accepted: list[Meeting] = []
    for start in (MORNING, LATER):
        new = house.meeting(one, two)
        accepted.append(replace(new, state=State.ACCEPTED, starts_at=start))
        house.save_meeting(accepted[-1])
    offered = [house.meeting(one, two), house.meeting(three, two), house.meeting(one, three)]
    due = offered[0].expires_at
    found = house.do(
        lambda uow, now: [
            uow.meetings.lapsed(due - timedelta(microseconds=1), 10),
            uow.meetings.lapsed(due, 10),
            uow.meetings.lapsed(due, 2),
            uow.meetings.begun(MORNING - timedelta(microseconds=1), 10),
            uow.meetings.begun(MORNING, 10),
            uow.meetings.begun(LATER, 10),
            uow.meetings.begun(LATER, 1),
        ]
    )
    assert found == [[], offered, offered[:2], [], accepted[:1], accepted, accepted[:1]]
