"""A stage for use cases: a real SQLite file, a clock that is moved, and people in a few words."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from matchmaking.events import Event, EventPlan, Mode
from matchmaking.intents import CountryCode, Role
from matchmaking.matching import MatchId
from matchmaking.meetings import MeetingId, MeetingView
from matchmaking.notices import Notice, NoticeKind, NoticeState
from matchmaking.people import Account, Attendee, Draft, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, arrivals, delivery, profiles, proposals
from storage.store import Store
from tests.matchmaking.builders import NOW, event

T = TypeVar("T")

SEEKS_OIL = "We are looking for olive oil."
OFFERS_OIL = "We produce and export olive oil."


class Stage:
    """The store, the clock, and the shortest way to say what a test needs."""

    def __init__(self, store: Store, clock: list[datetime]) -> None:
        self.store = store
        self.clock = clock

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def advance(self, **delta: float) -> None:
        self.clock[0] += timedelta(**delta)

    def move_to(self, instant: datetime) -> None:
        self.clock[0] = instant

    def do(self, use_case: Callable[[UnitOfWork, datetime], T]) -> T:
        return self.store.run_sync(use_case)

    def event(self) -> Event:
        current = self.do(lambda uow, now: uow.events.current())
        assert current is not None
        return current

    def newcomer(self, number: int, language: str = "en") -> PersonId:
        account = Account(
            telegram_id=5000 + number, name=f"Person {number}", language_code=language
        )
        return self.do(lambda uow, now: arrivals.arrive(uow, now, account=account)).person.id

    def attendee(self, number: int, words: str = OFFERS_OIL, *, language: str = "en") -> PersonId:
        """Somebody whose profile is complete."""
        person = self.newcomer(number, language)
        windows = frozenset(window.id for window in self.event().plan.windows)
        draft = Draft(
            consented=True,
            country=CountryCode("TN"),
            zone="Africa/Tunis",
            role=Role.SME,
            organisation=f"House {number}",
            speaks=(language, "fr"),
            windows=windows,
        )
        self.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))
        self.do(lambda uow, now: profiles.tell(uow, now, actor=person, text=words))
        self.do(lambda uow, now: profiles.confirm(uow, now, actor=person))
        return person

    def as_attendee(self, person: PersonId) -> Attendee:
        event_id = self.event().id
        found = self.do(lambda uow, now: uow.attendees.of_person(person, event_id))
        assert found is not None
        return found

    def match(self, person: PersonId, other: PersonId) -> MatchId:
        views = self.do(lambda uow, now: proposals.matches(uow, now, actor=person))
        return next(view.match.id for view in views if view.other.person.id == other)

    def offer(self, person: PersonId, other: PersonId, *slots: datetime) -> MeetingView:
        match_id = self.match(person, other)
        chosen = (
            slots
            or self.do(
                lambda uow, now: proposals.prepare_offer(uow, now, actor=person, match_id=match_id)
            ).slots
        )
        return self.do(
            lambda uow, now: proposals.offer(
                uow, now, actor=person, match_id=match_id, slots=chosen
            )
        )

    def accept(self, person: PersonId, meeting: MeetingId, slot: datetime) -> MeetingView:
        return self.do(
            lambda uow, now: appointments.accept(
                uow, now, actor=person, meeting_id=meeting, slot=slot
            )
        )

    def due(self, *, silent: bool = False) -> list[tuple[PersonId, NoticeKind]]:
        """What the courier would send now, sent: (recipient, kind) in order of sending. Messages
        of a meeting that only catch up with it tell nobody anything: they are among these where
        what is `silent` is asked for."""
        told: list[tuple[PersonId, NoticeKind]] = []
        while batch := self.do(
            lambda uow, now: uow.notices.claim(
                now, until=now + timedelta(minutes=1), limit=50, worker="test"
            )
        ):
            told += [told_ for notice in batch if (told_ := self._deliver(notice))]
        return [one for one in told if silent or one[1] is not NoticeKind.STANDS]

    def _deliver(self, notice: Notice) -> tuple[PersonId, NoticeKind] | None:
        def settle(uow: UnitOfWork, now: datetime) -> tuple[PersonId, NoticeKind] | None:
            prepared = delivery.prepare(uow, now, notice=notice)
            if isinstance(prepared, delivery.Held):
                delivery.put_back(uow, now, notice=notice, held=prepared)
                return None
            stale = isinstance(prepared, delivery.Stale)
            state = NoticeState.STALE if stale else NoticeState.SENT
            detail = prepared.reason if isinstance(prepared, delivery.Stale) else ""
            number = None if isinstance(prepared, delivery.Stale) else prepared.edit or notice.id
            delivery.settle(uow, now, notice=notice, state=state, message_id=number, detail=detail)
            return None if stale else (notice.what.recipient, notice.what.kind)

        return self.do(settle)


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


def _stage(folder: Path, clock: list[datetime], plan: EventPlan) -> Iterator[Stage]:
    store = Store.open(f"sqlite:///{folder / 'multaqa.sqlite3'}", clock=lambda: clock[0])
    store.migrate()
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    yield Stage(store, clock)
    store.close_sync()


@pytest.fixture
def stage(tmp_path: Path, clock: list[datetime]) -> Iterator[Stage]:
    yield from _stage(tmp_path, clock, event().plan)


@pytest.fixture
def tables_stage(tmp_path: Path, clock: list[datetime]) -> Iterator[Stage]:
    """The same at an event in person with a single table."""
    yield from _stage(tmp_path, clock, event(mode=Mode.IN_PERSON, tables=1).plan)
