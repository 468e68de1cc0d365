"""The whole life of meetings at random: four people, the clock and the courier, on a real store.

Whatever they do in whatever order, every change is a step of the table, nobody and no table is
in two places, nobody is owed a notice of a meeting that is off, and whatever is done again at once
changes nothing more.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from matchmaking.errors import Refused
from matchmaking.events import Mode
from matchmaking.matching import MatchId, NewMatch
from matchmaking.meetings import BOOKED, CANCELLING, DECLINING, TABLE, Meeting, MeetingId, State
from matchmaking.notices import Notice, NoticeId, NoticeKind, NoticeState
from matchmaking.people import AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, arrivals, blocks, delivery, proposals, rounds
from storage.store import Store
from tests.matchmaking.builders import MORNING, event
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

T = TypeVar("T")

BEGIN = MORNING - timedelta(hours=3)
PEOPLE = 4
SLOTS = [MORNING + timedelta(hours=h, minutes=20 * n) for h in (0, 6) for n in range(3)]
EDGES = {(a, b) for (a, _), b in TABLE.items()}
OFF = {NoticeKind.DECLINED, NoticeKind.WITHDRAWN, NoticeKind.EXPIRED, NoticeKind.CANCELLED}
ENDED = {State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.CANCELLED}

who = st.integers(0, PEOPLE - 1)
which = st.integers(0, 5)
some = st.lists(st.sampled_from(SLOTS), min_size=1, max_size=3, unique=True).map(tuple)
slot = st.sampled_from(SLOTS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people who all suit each other, at an event in person with one table."""
    path = tmp_path_factory.mktemp("life") / "template.sqlite3"
    clock = [BEGIN]
    store = Store.open(f"sqlite:///{path}", clock=lambda: clock[0])
    store.migrate()
    plan = event(mode=Mode.IN_PERSON, tables=1).plan
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    stage = Stage(store, clock)
    for number in range(1, PEOPLE + 1):
        stage.attendee(number, SEEKS_OIL if number % 2 else OFFERS_OIL)
    event_id = stage.event().id
    everybody = [AttendeeId(number) for number in range(1, PEOPLE + 1)]
    pairs = [
        NewMatch(event_id=event_id, viewer=a, other=b, score=0.9, reasons=())
        for a, b in permutations(everybody, 2)
    ]
    store.run_sync(lambda uow, now: uow.matches.put(pairs))
    stage.due()
    store.close_sync()
    return path


class Life(RuleBasedStateMachine):
    """What people, the clock and the courier may do, and what must hold after each of it."""

    template: Path
    folder: Path
    lives = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).lives += 1
        self.path = self.folder / f"life{self.lives}.sqlite3"
        shutil.copy(self.template, self.path)
        self.clock = [BEGIN]
        self.store = Store.open(f"sqlite:///{self.path}", clock=lambda: self.clock[0])
        self.told = 0

    def teardown(self) -> None:
        self.store.close_sync()
        self.path.unlink()

    # What people do

    @rule(a=who, b=who, slots=some)
    def offer(self, a: int, b: int, slots: tuple[datetime, ...]) -> None:
        if a == b:
            return
        pair = 'SELECT id FROM "match" WHERE viewer_id = ? AND other_id = ?'
        match = MatchId(self.rows(pair, a + 1, b + 1)[0][0])
        self.act(
            lambda uow, now: proposals.offer(
                uow, now, actor=PersonId(a + 1), match_id=match, slots=slots
            )
        )

    @rule(a=who, n=which, at=slot)
    def accept(self, a: int, n: int, at: datetime) -> None:
        self.do(n, lambda uow, now, m: appointments.accept(
            uow, now, actor=PersonId(a + 1), meeting_id=m, slot=at))  # fmt: skip

    @rule(a=who, n=which)
    def accept_any(self, a: int, n: int) -> None:
        self.do(n, lambda uow, now, m: appointments.accept_any(
            uow, now, actor=PersonId(a + 1), meeting_id=m))  # fmt: skip

    @rule(a=who, n=which, cause=st.sampled_from((None, *DECLINING)))
    def decline(self, a: int, n: int, cause: Any) -> None:
        self.do(n, lambda uow, now, m: appointments.decline(
            uow, now, actor=PersonId(a + 1), meeting_id=m, cause=cause))  # fmt: skip

    @rule(a=who, n=which)
    def withdraw(self, a: int, n: int) -> None:
        self.do(n, lambda uow, now, m: appointments.withdraw(
            uow, now, actor=PersonId(a + 1), meeting_id=m))  # fmt: skip

    @rule(a=who, n=which, slots=some, moving=st.booleans())
    def propose(self, a: int, n: int, slots: tuple[datetime, ...], moving: bool) -> None:
        self.do(n, lambda uow, now, m: rounds.propose(
            uow, now, actor=PersonId(a + 1), meeting_id=m, slots=slots, moving=moving))  # fmt: skip

    @rule(a=who, n=which)
    def keep(self, a: int, n: int) -> None:
        self.do(n, lambda uow, now, m: rounds.keep(
            uow, now, actor=PersonId(a + 1), meeting_id=m))  # fmt: skip

    @rule(a=who, n=which, cause=st.sampled_from((None, *CANCELLING)))
    def cancel(self, a: int, n: int, cause: Any) -> None:
        self.do(n, lambda uow, now, m: appointments.cancel(
            uow, now, actor=PersonId(a + 1), meeting_id=m, cause=cause))  # fmt: skip

    @rule(a=who, n=which)
    def never(self, a: int, n: int) -> None:
        self.do(n, lambda uow, now, m: blocks.never(
            uow, now, actor=PersonId(a + 1), meeting_id=m))  # fmt: skip

    @rule(a=who, b=who)
    def let_back(self, a: int, b: int) -> None:
        self.act(lambda uow, now: blocks.let_back(
            uow, now, actor=PersonId(a + 1), blocked=PersonId(b + 1)))  # fmt: skip

    # What the clock and the courier do

    @rule(minutes=st.sampled_from((1, 15, 40, 90)))
    def time_goes_by(self, minutes: int) -> None:
        self.clock[0] += timedelta(minutes=minutes)

    @rule()
    def offers_lapse(self) -> None:
        self.act(lambda uow, now: appointments.expire_offers(uow, now))

    @rule()
    def meetings_begin(self) -> None:
        self.act(lambda uow, now: appointments.start_meetings(uow, now))

    @rule()
    def courier_comes(self) -> None:
        for notice in self.store.run_sync(
            lambda uow, now: uow.notices.claim(
                now, until=now + timedelta(minutes=1), limit=9, worker="w"
            )
        ):
            self.deliver(notice)

    def deliver(self, notice: Notice) -> None:
        def settle(uow: UnitOfWork, now: datetime) -> None:
            ready = delivery.prepare(uow, now, notice=notice)
            sent = isinstance(ready, delivery.Delivery)
            state = NoticeState.SENT if sent else NoticeState.STALE
            number = (ready.edit or self.told) if isinstance(ready, delivery.Delivery) else None
            delivery.settle(uow, now, notice=notice, state=state, message_id=number)

        self.told += 1
        self.store.run_sync(settle)

    # How it is done and looked at

    def do(self, n: int, deed: Callable[[UnitOfWork, datetime, MeetingId], object]) -> None:
        meetings = self.rows("SELECT id FROM meeting ORDER BY id DESC LIMIT 6")
        if meetings:
            number = MeetingId(meetings[n % len(meetings)][0])
            self.act(lambda uow, now: deed(uow, now, number))

    def act(self, deed: Callable[[UnitOfWork, datetime], object]) -> None:
        """Does it, and at once again: the first may be refused, the second changes nothing."""
        before = self.meetings()
        self.refusable(deed)
        after = self.meetings()
        for number, was in before.items():
            step = (was.state, after[number].state)
            assert was == after[number] or step in EDGES or was.state is after[number].state, step
            assert was.sequence <= after[number].sequence
            assert was.state not in ENDED or was == after[number]
        there = self.all()
        self.refusable(deed)
        assert self.all() == there

    def refusable(self, deed: Callable[[UnitOfWork, datetime], object]) -> None:
        try:
            self.store.run_sync(deed)
        except Refused:
            return

    def meetings(self) -> dict[int, Meeting]:
        def read(uow: UnitOfWork, now: datetime) -> list[Meeting]:
            found = [uow.meetings.of_attendee(AttendeeId(n)) for n in range(1, PEOPLE + 1)]
            return [meeting for some in found for meeting in some]

        return {meeting.id: meeting for meeting in self.store.run_sync(read)}

    def rows(self, statement: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement, values).fetchall()

    def all(self) -> object:
        tables = ("meeting", "offer_slot", "booking", "notice", "block")
        return [self.rows(f"SELECT * FROM {table}") for table in tables]

    # What must hold

    @invariant()
    def bookings_are_those_of_the_meetings_that_are_on(self) -> None:
        booked = {(a, m): t for a, m, t in self.rows(
            "SELECT attendee_id, meeting_id, starts_at FROM booking")}  # fmt: skip
        on = {m.id: m for m in self.meetings().values() if m.state in BOOKED}
        assert set(booked) == {(a, m.id) for m in on.values() for a in (m.proposer, m.invitee)}
        for (_, number), start in booked.items():
            assert datetime.fromisoformat(start) == on[MeetingId(number)].starts_at

    @invariant()
    def nobody_and_no_table_is_in_two_places(self) -> None:
        on = [m for m in self.meetings().values() if m.state in BOOKED]
        for one, other in combinations(on, 2):
            at_once = one.starts_at == other.starts_at
            together = {one.proposer, one.invitee} & {other.proposer, other.invitee}
            assert not (at_once and together)
            assert not (at_once and one.table == other.table)

    @invariant()
    def two_people_have_one_open_offer(self) -> None:
        open_ = [m for m in self.meetings().values() if m.state is State.OFFERED]
        pairs = [frozenset({m.proposer, m.invitee}) for m in open_]
        assert len(pairs) == len(set(pairs))
        assert all(m.mover is None or m.state is State.ACCEPTED for m in self.meetings().values())

    @invariant()
    def who_is_kept_away_has_nothing_open(self) -> None:
        kept = {frozenset(pair) for pair in self.rows("SELECT person_id, blocked_id FROM block")}
        for meeting in self.meetings().values():
            if frozenset({meeting.proposer, meeting.invitee}) in kept:
                assert meeting.state is not State.OFFERED

    @invariant()
    def nobody_is_owed_what_is_off(self) -> None:
        pending = self.rows("SELECT id FROM notice WHERE state = 'pending' AND meeting_id > 0")

        def owed(uow: UnitOfWork, now: datetime) -> Iterator[tuple[NoticeKind, State]]:
            for (number,) in pending:
                notice = uow.notices.get(NoticeId(number))
                assert notice is not None
                due = max(now, notice.what.due_at)
                if isinstance(delivery.prepare(uow, due, notice=notice), delivery.Delivery):
                    meeting = uow.meetings.get(notice.what.meeting or MeetingId(0))
                    assert meeting is not None
                    yield notice.what.kind, meeting.state

        for kind, state in self.store.run_sync(lambda uow, now: list(owed(uow, now))):
            # An older message that says so, too, tells nobody anything.
            catches_up = kind is NoticeKind.STANDS
            assert catches_up or (state in ENDED) == (kind in OFF), (kind, state)

    @invariant()
    def whatever_shows_a_meeting_says_how_it_stands_or_is_owed_an_edit(self) -> None:
        behind = self.rows(
            "SELECT attendee_id, message_id, meeting_id FROM meeting_face WHERE behind"
        )
        edits = self.rows(
            "SELECT recipient_id, data FROM notice WHERE kind = 'stands' AND state = 'pending'"
        )
        owed = {(person, json.loads(data)["message"]) for person, data in edits}
        # Here everybody's number as an attendee is that as a person.
        assert {(attendee, message) for attendee, message, _ in behind} <= owed


@contextmanager
def in_folder(template: Path, folder: Path) -> Iterator[None]:
    Life.template, Life.folder = template, folder
    yield


def test_no_life_leaves_the_table(template: Path, tmp_path: Path) -> None:
    with in_folder(template, tmp_path):
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=12,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
