"""Notices are owed once, claimed by one courier at a time, and settled for good."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matchmaking.meetings import MeetingId
from matchmaking.notices import NewNotice, Notice, NoticeId, NoticeKind, NoticeState
from matchmaking.people import Person, PersonId
from storage.store import Store
from tests.matchmaking.builders import NOW
from tests.storage.conftest import House

MINUTE = timedelta(minutes=1)


def leave(house: House, *notices: NewNotice) -> int:
    return house.do(lambda uow, now: uow.notices.leave(notices))


def claim(house: House, *, limit: int = 10, worker: str = "w") -> list[Notice]:
    return house.do(
        lambda uow, now: uow.notices.claim(now, until=now + MINUTE, limit=limit, worker=worker)
    )


def keys(notices: list[Notice]) -> list[str]:
    return [notice.what.key for notice in notices]


def settle(house: House, notice: Notice, state: NoticeState = NoticeState.SENT) -> None:
    house.do(lambda uow, now: uow.notices.settle(notice.id, state, now=now, message_id=7))


def by_key(house: House, person: Person, key: str = "key") -> Notice:
    found = house.do(lambda uow, now: uow.notices.by_key(person.id, key))
    assert found is not None
    return found


def test_the_store_says_once_that_something_may_be_due(house: House) -> None:
    person = house.person(1)
    assert house.store.stirred() is False
    new = NewNotice(
        recipient=person.id,
        kind=NoticeKind.SOON,
        key="soon:1",
        due_at=NOW,
        expires_at=NOW + MINUTE,
    )
    leave(house, new)
    assert [house.store.stirred(), house.store.stirred()] == [True, False]
    house.do(lambda uow, now: uow.notices.renew([new]))
    assert [house.store.stirred(), house.store.stirred()] == [True, False]
    house.do(lambda uow, now: uow.notices.drop_for_meeting(MeetingId(1), now))
    assert [house.store.stirred(), house.store.stirred()] == [True, False]
    claim(house)
    assert house.store.stirred() is False


def test_a_notice_comes_back_whole(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    meeting = house.meeting(one, two)
    new = NewNotice(
        recipient=one.person.id,
        kind=NoticeKind.SOON,
        key="soon:1",
        due_at=NOW,
        expires_at=NOW + MINUTE,
        meeting=meeting.id,
        data={"start": "x", "n": 1, "f": 0.5, "b": True, "none": None, "ع": "«ع»"},
        replaces="offer:1",
    )
    assert leave(house, new) == 1
    stored = by_key(house, one.person, "soon:1")
    assert stored == Notice(id=stored.id, what=new, state=NoticeState.PENDING, attempts=0)
    assert house.do(lambda uow, now: uow.notices.get(stored.id)) == stored
    assert house.do(lambda uow, now: uow.notices.get(NoticeId(99))) is None
    assert house.do(lambda uow, now: uow.notices.by_key(one.person.id, "soon:2")) is None
    assert house.do(lambda uow, now: uow.notices.by_key(PersonId(99), "soon:1")) is None


def test_the_same_notice_is_owed_once(house: House) -> None:
    one, two = house.person(1), house.person(2)
    assert leave(house, house.notice(one), house.notice(two), house.notice(one)) == 2
    assert leave(house, house.notice(one), house.notice(one, "other")) == 1
    assert leave(house) == 0


def test_the_most_urgent_go_first(house: House) -> None:
    people = [house.person(n) for n in range(6)]
    ago = -MINUTE
    leave(
        house,
        house.notice(people[0], "announcement", kind=NoticeKind.ANNOUNCEMENT, after=10 * ago),
        house.notice(people[1], "offer", kind=NoticeKind.OFFER, after=10 * ago),
        house.notice(people[2], "booked", kind=NoticeKind.BOOKED),
        house.notice(people[3], "soon", kind=NoticeKind.SOON),
        house.notice(people[4], "start", kind=NoticeKind.START, after=ago),
        house.notice(people[5], "soon again", kind=NoticeKind.SOON),
    )
    first = claim(house, limit=4)
    assert keys(first) == ["start", "soon", "soon again", "booked"]
    assert keys(claim(house)) == ["offer", "announcement"]
    assert claim(house) == []


def test_what_is_not_due_is_not_claimed(house: House) -> None:
    person = house.person(1)
    leave(house, house.notice(person, after=timedelta(microseconds=1)))
    assert claim(house) == []
    house.clock[0] += timedelta(microseconds=1)
    assert keys(claim(house)) == ["key"]


def test_nobody_is_written_to_twice_at_a_time(house: House) -> None:
    one, two = house.person(1), house.person(2)
    leave(
        house,
        house.notice(one, "offer", kind=NoticeKind.OFFER),
        house.notice(one, "soon", kind=NoticeKind.SOON),
        house.notice(one, "late soon", kind=NoticeKind.SOON),
        house.notice(two, "news"),
    )
    first = claim(house)
    assert keys(first) == ["soon", "news"]
    assert claim(house, worker="other") == []
    settle(house, first[0])
    second = claim(house, worker="other")
    assert keys(second) == ["late soon"]
    settle(house, second[0])
    assert keys(claim(house)) == ["offer"]


def test_a_notice_due_later_does_not_hold_up_one_that_is_due(house: House) -> None:
    person = house.person(1)
    leave(
        house,
        house.notice(person, "soon", kind=NoticeKind.SOON, after=MINUTE),
        house.notice(person, "announcement", kind=NoticeKind.ANNOUNCEMENT),
    )
    assert keys(claim(house)) == ["announcement"]


def test_an_expired_lease_is_anybodys(house: House) -> None:
    leave(house, house.notice(house.person(1)))
    assert keys(claim(house)) == ["key"]
    house.clock[0] += MINUTE - timedelta(microseconds=1)
    assert claim(house, worker="other") == []
    house.clock[0] += timedelta(microseconds=1)
    assert keys(claim(house, worker="other")) == ["key"]


def test_another_notice_may_go_when_the_lease_of_the_first_expired(house: House) -> None:
    person = house.person(1)
    leave(house, house.notice(person, "offer", kind=NoticeKind.OFFER))
    claim(house)
    house.clock[0] += MINUTE
    leave(house, house.notice(person, "soon", kind=NoticeKind.SOON))
    assert keys(claim(house)) == ["soon"]


def test_a_worker_started_again_gives_up_its_leases(house: House) -> None:
    leave(house, *(house.notice(house.person(n)) for n in range(3)))
    claim(house, limit=2, worker="a")
    claim(house, limit=1, worker="b")
    assert house.do(lambda uow, now: uow.notices.unclaim("a")) == 2
    assert house.do(lambda uow, now: uow.notices.unclaim("a")) == 0
    assert len(claim(house, worker="a")) == 2


@pytest.mark.parametrize("state", [s for s in NoticeState if s is not NoticeState.PENDING])
def test_a_settled_notice_is_over(house: House, state: NoticeState) -> None:
    person = house.person(1)
    leave(house, house.notice(person))
    settle(house, claim(house)[0], state)
    stored = by_key(house, person)
    assert (stored.state, stored.message_id, stored.attempts) == (state, 7, 0)
    house.clock[0] += timedelta(days=1)
    assert claim(house) == []
    assert leave(house, house.notice(person)) == 0


def test_settling_without_a_message_keeps_the_one_known(house: House) -> None:
    person = house.person(1)
    leave(house, house.notice(person))
    notice = claim(house)[0]
    settle(house, notice)
    house.do(lambda uow, now: uow.notices.settle(notice.id, NoticeState.STALE, now=now))
    stored = by_key(house, person)
    assert (stored.state, stored.message_id) == (NoticeState.STALE, 7)


def test_a_postponed_notice_is_due_again_and_counts_the_attempt(house: House) -> None:
    leave(house, house.notice(house.person(1)))
    notice = claim(house)[0]
    later = NOW + 5 * MINUTE
    house.do(lambda uow, now: uow.notices.postpone(notice.id, later, detail="timeout"))
    assert claim(house) == []
    house.clock[0] = later
    again = claim(house)
    assert [(n.id, n.attempts, n.what.due_at) for n in again] == [(notice.id, 1, later)]


def test_a_notice_that_was_not_told_is_renewed_and_one_that_was_is_not(house: House) -> None:
    person = house.person(1)
    states = [NoticeState.STALE, NoticeState.BLOCKED, NoticeState.SENT, NoticeState.FAILED]
    for state in states:
        leave(house, house.notice(person, state.value))
        settle(house, by_key(house, person, state.value), state)
    leave(house, house.notice(person, "pending", after=MINUTE))
    house.clock[0] += MINUTE
    anew = [
        house.notice(person, key, after=MINUTE) for key in [*map(str, states), "pending", "new"]
    ]
    anew = [replace(each, data={"day": "x"}, expires_at=NOW + 9 * MINUTE) for each in anew]

    def renew(*notices: NewNotice) -> int:
        return house.do(lambda uow, now: uow.notices.renew(notices))

    assert (renew(*anew), renew()) == (4, 0)
    stored = {each.key: by_key(house, person, each.key) for each in anew}
    pending = {key for key, one in stored.items() if one.state is NoticeState.PENDING}
    assert pending == {"stale", "blocked", "pending", "new"}
    assert [stored[key].what for key in ("stale", "new")] == [anew[0], anew[-1]]
    assert claim(house) == []
    told = set()
    house.clock[0] += MINUTE
    while batch := claim(house):
        told |= set(keys(batch))
        settle(house, batch[0])
    assert told == pending


def test_dropping_a_meetings_notices_leaves_the_others(house: House) -> None:
    one, two = house.attendee(1), house.attendee(2)
    meeting = house.meeting(one, two)
    about = {"kind": NoticeKind.SOON, "due_at": NOW, "meeting": meeting.id}
    leave(
        house,
        NewNotice(recipient=one.person.id, key="a", **about),  # type: ignore[arg-type] # as above
        NewNotice(recipient=two.person.id, key="b", **about),  # type: ignore[arg-type] # as above
        house.notice(one.person, "other"),
    )
    sent = by_key(house, one.person, "a")
    settle(house, sent)

    def drop(meeting_id: MeetingId) -> int:
        return house.do(lambda uow, now: uow.notices.drop_for_meeting(meeting_id, now))

    assert [drop(meeting.id), drop(meeting.id), drop(MeetingId(99))] == [1, 0, 0]
    states = [by_key(house, p, k).state for p, k in ((one.person, "a"), (two.person, "b"))]
    assert states == [NoticeState.SENT, NoticeState.STALE]
    assert keys(claim(house)) == ["other"]


def test_the_next_reminder_is_known(house: House) -> None:
    person = house.person(1)

    def next_due(after: datetime) -> tuple[str, datetime] | None:
        notice = house.do(lambda uow, now: uow.notices.next_due(after))
        return None if notice is None else (notice.what.key, notice.what.due_at)

    assert next_due(NOW) is None
    leave(
        house,
        house.notice(person, "news", kind=NoticeKind.BOOKED, after=MINUTE),
        house.notice(person, "agenda", kind=NoticeKind.AGENDA, after=2 * MINUTE),
        house.notice(person, "start", kind=NoticeKind.START, after=3 * MINUTE),
    )
    agenda, start = ("agenda", NOW + 2 * MINUTE), ("start", NOW + 3 * MINUTE)
    assert [next_due(NOW), next_due(agenda[1]), next_due(start[1])] == [agenda, start, None]
    settle(house, by_key(house, person, "agenda"))
    assert next_due(NOW) == start


def test_many_couriers_at_once_share_the_work(house: House, url: str) -> None:
    """Two notices to each of 30 people, four couriers: each person's first goes out once."""
    people = [house.person(n) for n in range(30)]
    leave(house, *(house.notice(p, key) for p in people for key in ("first", "second")))
    claimed: list[Notice] = []
    together = threading.Barrier(4)

    def work(name: str) -> None:
        store = Store.open(url, clock=lambda: NOW)
        together.wait(timeout=20)
        while batch := store.run_sync(
            lambda uow, now: uow.notices.claim(now, until=now + MINUTE, limit=4, worker=name)
        ):
            claimed.extend(batch)
        store.close_sync()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    found = sorted((notice.what.recipient, notice.what.key) for notice in claimed)
    # A courier that lost a race may have come back with nothing while some were left.
    left = sorted((n.what.recipient, n.what.key) for n in claim(house, limit=100))
    assert sorted(found + left) == [(person.id, "first") for person in people]
