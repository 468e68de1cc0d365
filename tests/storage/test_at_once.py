"""The two sides of a meeting tap at the same moment, through two programs on one database: one
thing happens, and the other is told how it stands."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.errors import Refused
from matchmaking.intents import Language
from matchmaking.matching import MatchId, NewMatch
from matchmaking.meetings import BOOKED, Meeting, MeetingId, State
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.reading.lexicon import lexicon
from matchmaking.usecases import appointments, blocks, proposals, rounds
from storage.store import Store
from tests.matchmaking.builders import MORNING, NOW
from tests.storage.conftest import House

lexicon()  # read before two programs wait for each other, as a program does that has begun

LATER = MORNING + timedelta(minutes=20)
NOON = MORNING + timedelta(hours=6)

Deed = Callable[[UnitOfWork, datetime, PersonId, MeetingId], object]


def accept(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return appointments.accept(uow, now, actor=actor, meeting_id=meeting, slot=LATER)


def accept_any(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return appointments.accept_any(uow, now, actor=actor, meeting_id=meeting)


def decline(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return appointments.decline(uow, now, actor=actor, meeting_id=meeting)


def withdraw(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return appointments.withdraw(uow, now, actor=actor, meeting_id=meeting)


def counter(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return rounds.propose(uow, now, actor=actor, meeting_id=meeting, slots=(NOON,), moving=False)


def ask(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return rounds.propose(uow, now, actor=actor, meeting_id=meeting, slots=(NOON,), moving=True)


def keep(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return rounds.keep(uow, now, actor=actor, meeting_id=meeting)


def cancel(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return appointments.cancel(uow, now, actor=actor, meeting_id=meeting)


def never(uow: UnitOfWork, now: datetime, actor: PersonId, meeting: MeetingId) -> object:
    return blocks.never(uow, now, actor=actor, meeting_id=meeting)


def ready(house: House, number: int) -> Attendee:
    attendee = house.attendee(number)
    person = replace(attendee.person, consented_at=NOW, zone="Africa/Tunis", language=Language.EN)
    windows = frozenset(window.id for window in house.event.plan.windows)
    attendee = replace(
        attendee, person=person, organisation="", speaks=("en",), windows=windows,
        confirmed_at=NOW, ready_at=NOW,
    )  # fmt: skip
    house.save(attendee)
    return attendee


def at_once(
    url: str, *deeds: Callable[[UnitOfWork, datetime], object]
) -> list[BaseException | None]:
    """Each deed from a program of its own, begun together; what each came to."""
    begin = threading.Barrier(len(deeds))
    came_to: list[BaseException | None] = [None] * len(deeds)

    def run(place: int, deed: Callable[[UnitOfWork, datetime], object]) -> None:
        store = Store.open(url, clock=lambda: NOW)
        begin.wait(timeout=20)
        try:
            store.run_sync(deed)
        except Refused as refused:
            came_to[place] = refused
        finally:
            store.close_sync()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return came_to


@pytest.mark.parametrize(
    ("proposers", "invitees"),
    [(withdraw, accept), (withdraw, counter), (withdraw, accept_any), (never, decline)],
)
def test_an_offer_has_one_end(house: House, url: str, proposers: Deed, invitees: Deed) -> None:
    one, other = ready(house, 1), ready(house, 2)
    meeting = house.meeting(one, other, MORNING, LATER)
    at_once(
        url,
        lambda uow, now: proposers(uow, now, one.person.id, meeting.id),
        lambda uow, now: invitees(uow, now, other.person.id, meeting.id),
    )
    consistent(house, meeting, one, other)


@pytest.mark.parametrize(
    ("askers", "askeds"),
    [(keep, accept), (cancel, accept), (ask, cancel), (cancel, cancel)],
)
def test_a_meeting_asked_to_move_is_in_one_place(
    house: House, url: str, askers: Deed, askeds: Deed
) -> None:
    one, other = ready(house, 1), ready(house, 2)
    offer = house.meeting(one, other, MORNING, LATER)
    house.do(
        lambda uow, now: appointments.accept(
            uow, now, actor=other.person.id, meeting_id=offer.id, slot=MORNING
        )
    )
    house.do(
        lambda uow, now: rounds.propose(
            uow, now, actor=one.person.id, meeting_id=offer.id, slots=(LATER,), moving=True
        )
    )
    at_once(
        url,
        lambda uow, now: askers(uow, now, one.person.id, offer.id),
        lambda uow, now: askeds(uow, now, other.person.id, offer.id),
    )
    consistent(house, offer, one, other)


def consistent(house: House, meeting: Meeting, one: Attendee, other: Attendee) -> None:
    """What is booked is what the meeting says, for both, and nobody is told twice."""
    now = house.stored(meeting)
    booked = {now.starts_at} if now.state in BOOKED else set()
    assert house.busy(one) == house.busy(other) == booked
    assert now.sequence <= 1 or now.state is State.CANCELLED
    keys = house.do(lambda uow, _: uow.notices.claim(
        NOW, until=NOW + timedelta(minutes=1), limit=50, worker="w"))  # fmt: skip
    assert len({(n.what.recipient, n.what.kind) for n in keys}) == len(keys)


def test_two_who_offer_each_other_have_one_offer(house: House, url: str) -> None:
    one, other = ready(house, 1), ready(house, 2)
    pairs = [
        NewMatch(event_id=house.event.id, viewer=a.id, other=b.id, score=0.9, reasons=())
        for a, b in ((one, other), (other, one))
    ]
    mine, theirs = house.do(lambda uow, now: uow.matches.put(pairs))

    def offer(actor: Attendee, match: MatchId) -> Callable[[UnitOfWork, datetime], object]:
        return lambda uow, now: proposals.offer(
            uow, now, actor=actor.person.id, match_id=match, slots=(MORNING,)
        )

    came_to = at_once(url, offer(one, mine.id), offer(other, theirs.id))
    assert [refused is None for refused in came_to].count(True) == 1
    between = house.do(lambda uow, now: uow.meetings.between(one.id, other.id))
    assert [meeting.state for meeting in between] == [State.OFFERED]


@pytest.mark.parametrize("first", ["offer", "never"])
def test_nobody_is_left_with_an_offer_from_whom_they_keep_away(
    house: House, url: str, first: str
) -> None:
    """Both begin before either has ended, where the database lets two programs do so."""
    one, other = ready(house, 1), ready(house, 2)
    pairs = [
        NewMatch(event_id=house.event.id, viewer=a.id, other=b.id, score=0.9, reasons=())
        for a, b in ((one, other), (other, one))
    ]
    mine, theirs = house.do(lambda uow, now: uow.matches.put(pairs))
    both = threading.Barrier(2)

    def held(deed: Callable[[UnitOfWork, datetime], object]) -> Callable[..., object]:
        def run(uow: UnitOfWork, now: datetime) -> object:
            done = deed(uow, now)
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=0.5)
            return done

        return run

    deeds = {
        "offer": held(
            lambda uow, now: proposals.offer(
                uow, now, actor=one.person.id, match_id=mine.id, slots=(MORNING,)
            )
        ),
        "never": held(
            lambda uow, now: blocks.never_match(uow, now, actor=other.person.id, match_id=theirs.id)
        ),
    }
    at_once(url, deeds.pop(first), *deeds.values())
    between = house.do(lambda uow, now: uow.meetings.between(one.id, other.id))
    assert State.OFFERED not in [meeting.state for meeting in between]
    assert house.around(other, house.event.id) == {one.id}


def test_the_same_acceptance_from_two_programs_is_one(house: House, url: str) -> None:
    one, other = ready(house, 1), ready(house, 2)
    meeting = house.meeting(one, other, MORNING, LATER)

    def take(uow: UnitOfWork, now: datetime) -> object:
        return accept(uow, now, other.person.id, meeting.id)

    assert at_once(url, take, take, take) == [None, None, None]
    assert house.busy(one) == house.busy(other) == {LATER}
