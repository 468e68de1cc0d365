"""The courier between a real store and a real simulator: paced, patient, and never twice."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.courier.deliver import Courier
from bot.courier.pace import Pace
from bot.courier.progress import ProgressMessages
from bot.courier.sender import Sender
from bot.tasks import Tasks
from handlers.faces import Faces
from matchmaking.announcements import AnnouncementState
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NewNotice, Notice, NoticeKind, NoticeState
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, Draft, PersonId
from matchmaking.ports import UnitOfWork, UseCase
from matchmaking.usecases import announcing, arrivals, profiles, steering
from rehearsal.people import Person
from rehearsal.server import Rehearsal
from storage.store import Store

pytestmark = pytest.mark.anyio

EVENT = Path(__file__).resolve().parents[2] / "examples" / "techdays" / "event.toml"
START = datetime(2027, 4, 10, 8, 0, tzinfo=UTC)
WORKER = "this machine"
KEY = "announcement:1"
"""The key of a copy of the only announcement."""

T = TypeVar("T")


class Watched:
    """The store, telling when something was written."""

    def __init__(self, store: Store, written: Callable[[], None]) -> None:
        self._store = store
        self._written = written

    async def run(self, use_case: UseCase[T]) -> T:
        result = await self._store.run(use_case)
        self._written()
        return result

    async def look(self, use_case: UseCase[T]) -> T:
        return await self._store.look(use_case)

    async def brief(self, use_case: UseCase[T]) -> T:
        result = await self._store.brief(use_case)
        self._written()
        return result

    async def glance(self, use_case: UseCase[T]) -> T:
        return await self._store.glance(use_case)


@dataclass
class Stage:
    """A store with people in it, a simulator they have their chats in, and a courier."""

    rehearsal: Rehearsal
    store: Store
    sender: Sender
    tasks: Tasks
    pace: Pace
    clock: list[datetime]
    happened: asyncio.Event
    courier: Courier = field(init=False)
    calls: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[int, PersonId] = field(default_factory=dict)

    async def person(self, name: str) -> Person:
        someone = self.rehearsal.world.add_person(name, "en", None, {})
        self.rehearsal.world.say(someone, "/start")
        account = Account(telegram_id=someone.id, name=name, language_code="en")
        arrival = await self.store.run(lambda uow, now: arrivals.arrive(uow, now, account=account))
        self.ids[someone.id] = arrival.person.id
        return someone

    async def leave(self, *people: Person, key: str = "a", **values: Any) -> None:
        """Owes each of them a message that needs nothing but them."""
        notices = [
            NewNotice(
                recipient=self.ids[person.id],
                kind=NoticeKind.LEFT,
                key=key,
                due_at=START,
                **values,
            )
            for person in people
        ]
        await self.store.run(lambda uow, _: uow.notices.leave(notices))
        self.courier.nudge()

    async def notice(self, person: Person, key: str = "a") -> Notice:
        found = await self.store.look(lambda uow, _: uow.notices.by_key(self.ids[person.id], key))
        assert found is not None
        return found

    def heard(self, call: dict[str, Any]) -> None:
        self.calls.append(call)
        self.happened.set()

    async def until(self, seen: Callable[[], bool]) -> None:
        """Waits for the calls and writes that make `seen` true."""

        async def look() -> bool:
            return seen()

        await self.until_stored(look)

    async def until_stored(self, seen: Callable[[], Awaitable[bool]]) -> None:
        """As `until`, for what stands in the store."""
        async with asyncio.timeout(10):
            while True:
                self.happened.clear()
                if await seen():
                    return
                await self.happened.wait()

    async def settled(self, person: Person, key: str = "a") -> Notice:
        """Waits until a notice is no longer pending."""

        async def look() -> bool:
            return (await self.notice(person, key)).state is not NoticeState.PENDING

        await self.until_stored(look)
        return await self.notice(person, key)

    def told(self, person: Person) -> int:
        return sum(entry.by_bot for entry in person.entries.values())

    def sends(self, *, ok: bool = True) -> list[dict[str, Any]]:
        return [c for c in self.calls if c["method"] == "sendMessage" and c["ok"] is ok]

    def move(self, by: timedelta) -> None:
        self.clock[0] += by
        self.courier.nudge()

    def start(self) -> None:
        self.tasks.start(self.courier.run(), name="courier")


@asynccontextmanager
async def stage(folder: Path, *, per_second: float = 500) -> AsyncIterator[Stage]:
    clock = [START]
    store = Store.open(f"sqlite:///{folder / 'courier.sqlite3'}", clock=lambda: clock[0])
    store.migrate()
    plan = load_event(EVENT)
    await store.run(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))
    async with Rehearsal(token="1:abc") as rehearsal:
        sender = Sender("1:abc", api_url=rehearsal.url, per_second=per_second, faces=Faces())
        await sender.open()
        tasks = Tasks()
        pace = Pace(per_second)
        made = Stage(rehearsal, store, sender, tasks, pace, clock, asyncio.Event())
        watched = Watched(store, made.happened.set)
        made.courier = Courier(watched, sender, pace, tasks, worker=WORKER)
        rehearsal.world.listeners.append(lambda *_: made.happened.set())
        rehearsal.calls.listeners.append(made.heard)
        try:
            yield made
        finally:
            await tasks.close()
            await sender.close()
            await store.close()


async def test_everybody_is_told_once_evenly(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=100) as on:
        people = [await on.person(f"Person {number}") for number in range(30)]
        await on.leave(*people)
        on.start()
        await on.until(lambda: len(on.sends()) == 30)
        for person in people:
            assert (await on.settled(person)).state is NoticeState.SENT
        assert [on.told(person) for person in people] == [1] * 30
        times = sorted(call["at"] for call in on.sends())
        assert times[-1] - times[0] >= 29 / 100 - 0.05


async def test_a_429_stops_every_send_for_as_long_as_it_says(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=100) as on:
        people = [await on.person(f"Person {number}") for number in range(10)]
        fault = {"method": "sendMessage", "times": 1, "error_code": 429, "retry_after": 1}
        on.rehearsal.faults.add(fault)
        await on.leave(*people)
        on.start()
        await on.until(lambda: len(on.sends(ok=False)) == 1)
        refused = on.sends(ok=False)[0]["at"]
        await on.until(lambda: len(on.sends()) == 9)
        # Those that were already on their way when the answer came are let through.
        during = [c for c in on.sends() if refused + 0.1 < c["at"] < refused + 1]
        assert during == []
        on.move(timedelta(seconds=2))
        await on.until(lambda: len(on.sends()) == 10)
        assert [on.told(person) for person in people] == [1] * 10


async def test_one_chat_hears_one_message_a_second(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        person = await on.person("Rania")
        await on.leave(person, key="a")
        await on.leave(person, key="b")
        on.start()
        await on.until(lambda: len(on.sends()) == 2)
        first, second = (call["at"] for call in on.sends())
        assert second - first >= 0.95


async def test_who_blocks_is_left_alone_from_then_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        person = await on.person("Rania")
        on.rehearsal.world.set_blocked(person, True)
        await on.leave(person, key="a")
        on.start()
        assert (await on.settled(person)).state is NoticeState.BLOCKED
        known = await on.store.look(lambda uow, _: uow.people.by_telegram(person.id))
        assert known is not None
        assert known.blocked_at == START
        await on.leave(person, key="b")
        assert (await on.settled(person, "b")).state is NoticeState.STALE
        assert len(on.sends(ok=False)) == 1


@pytest.mark.parametrize("fault", [{"error_code": 500}, {"error_code": 502}, {"drop": True}])
async def test_a_server_in_trouble_is_asked_again_later(
    tmp_path: Path, fault: dict[str, Any]
) -> None:
    async with stage(tmp_path) as on:
        person = await on.person("Rania")
        on.rehearsal.faults.add({"method": "sendMessage", "times": 2, **fault})
        await on.leave(person)
        on.start()
        for attempt, wait_s in ((1, 1), (2, 2)):
            await on.until_stored(partial(tried, on, person, attempt))
            due = (await on.notice(person)).what.due_at
            assert due == on.clock[0] + timedelta(seconds=wait_s)
            on.move(timedelta(seconds=wait_s))
        assert (await on.settled(person)).state is NoticeState.SENT
        assert on.told(person) == 1


async def test_what_telegram_refuses_for_good_is_not_tried_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        person = await on.person("Rania")
        on.rehearsal.faults.add(
            {"method": "sendMessage", "error_code": 400, "description": "Bad Request: no"}
        )
        await on.leave(person)
        on.start()
        assert (await on.settled(person)).state is NoticeState.FAILED
        assert on.told(person) == 0


async def test_what_is_not_true_any_more_is_dropped(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        late, other = await on.person("Late"), await on.person("Other")
        await on.leave(late, expires_at=START)
        await on.leave(other)
        on.start()
        assert (await on.settled(late)).state is NoticeState.STALE
        assert (await on.settled(other)).state is NoticeState.SENT
        assert [on.told(late), on.told(other)] == [0, 1]


async def test_what_an_earlier_run_had_claimed_is_sent_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        person = await on.person("Rania")
        await on.leave(person)

        def claim(uow: UnitOfWork, now: datetime) -> list[Notice]:
            return uow.notices.claim(now, until=now + timedelta(hours=1), limit=1, worker=WORKER)

        assert len(await on.store.run(claim)) == 1
        on.start()
        assert (await on.settled(person)).state is NoticeState.SENT


async def test_a_clock_moved_by_days_sends_nothing_twice(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        slow, next_ = await on.person("Slow"), await on.person("Next")
        on.rehearsal.faults.add(
            {"method": "sendMessage", "chat_id": slow.id, "delay_s": 0.4, "when": "after"}
        )
        await on.leave(slow)
        on.start()
        await on.until(lambda: on.told(slow) == 1)
        on.move(timedelta(days=2))
        await on.leave(next_)
        await on.until(lambda: len(on.sends()) == 2)
        assert (await on.settled(slow)).state is NoticeState.SENT
        assert [on.told(slow), on.told(next_)] == [1, 1]


async def test_the_urgent_goes_first_even_in_the_middle_of_a_crowd(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=50) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(40)]
        urgent = await on.person("Urgent")
        await announce(on, organiser, crowd)
        on.start()
        await on.until(lambda: len(on.sends()) == 3)
        await on.leave(urgent)
        await on.until(lambda: on.told(urgent) == 1)
        assert len(on.sends()) <= 12


async def test_the_progress_message_shows_the_end(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=50) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(10)]
        shown = on.rehearsal.world.post(organiser, {"text": "sending"}, None)
        message_id = shown.message["message_id"]
        await announce(on, organiser, crowd, progress_message=message_id)
        progress = ProgressMessages(on.store, on.sender, on.pace)
        await progress.update()
        assert organiser.entries[message_id].message["text"] == "sending"
        on.start()
        for person in crowd:
            await on.settled(person, "announcement:1")
        on.clock[0] += timedelta(seconds=5)
        on.rehearsal.faults.add({"method": "editMessageText", "error_code": 500})
        async with asyncio.timeout(10):
            while await announcements(on, AnnouncementState.SENDING):
                await progress.update()
        assert organiser.entries[message_id].message["text"] == "sending"
        await progress.update()
        text = organiser.entries[message_id].message["text"]
        assert "10" in text
        await progress.update()
        edits = [c for c in on.calls if c["method"] == "editMessageText" and c["ok"]]
        assert edits[-1]["params"]["text"] == text


async def tried(on: Stage, person: Person, attempts: int, key: str = "a") -> bool:
    return (await on.notice(person, key)).attempts == attempts


async def announcements(on: Stage, state: AnnouncementState) -> int:
    return len(await on.store.look(lambda uow, _: uow.announcements.in_state(state)))


async def announce(
    on: Stage, organiser: Person, crowd: list[Person], progress_message: int | None = None
) -> AnnouncementId:
    """Owes the crowd an announcement."""
    author = on.ids[organiser.id]

    def prepare(uow: UnitOfWork, now: datetime) -> AnnouncementId:
        event = uow.events.current()
        assert event is not None
        uow.organisers.add(author, event.id, now, role=OrganiserRole.OWNER)
        for person in crowd:
            consent = Draft(consented=True)
            profiles.answer(uow, now, actor=on.ids[person.id], draft=consent)
        texts = {Language.EN: "Doors open at nine."}
        view = announcing.draft(uow, now, actor=author, texts=texts)
        announcing.confirm(
            uow,
            now,
            actor=author,
            announcement_id=view.announcement.id,
            progress_message=progress_message,
        )
        return view.announcement.id

    return await on.store.run(prepare)


FAULTS: list[dict[str, Any]] = [
    {"error_code": 500},
    {"error_code": 502},
    {"drop": True},
    {"drop": True, "when": "after"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_a_fault_in_an_announcement_loses_nothing_and_delays_nobody(
    tmp_path: Path, fault: dict[str, Any]
) -> None:
    async with stage(tmp_path, per_second=100) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(20)]
        unlucky, gone = crowd[5], crowd[9]
        on.rehearsal.world.set_blocked(gone, True)
        on.rehearsal.faults.add({"method": "sendMessage", "chat_id": unlucky.id, **fault})
        await announce(on, organiser, crowd)
        on.start()
        others = [person for person in crowd if person not in (unlucky, gone)]
        for person in others:
            assert (await on.settled(person, KEY)).state is NoticeState.SENT
        assert on.clock[0] == START, "nobody else waited for the unlucky one"
        await on.until_stored(partial(tried, on, unlucky, 1, KEY))
        on.move(timedelta(seconds=1))
        assert (await on.settled(unlucky, KEY)).state is NoticeState.SENT
        # Where only the answer was lost nobody can know, and telling twice is the better mistake.
        assert on.told(unlucky) == (2 if fault.get("when") else 1)
        assert [on.told(person) for person in others] == [1] * 18
        assert (await on.settled(gone, KEY)).state is NoticeState.BLOCKED
        known = await on.store.look(lambda uow, _: uow.people.by_telegram(gone.id))
        assert known is not None
        assert known.blocked_at is not None


async def test_a_request_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=100) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(20)]
        hung = crowd[3]
        on.rehearsal.faults.add({"method": "sendMessage", "chat_id": hung.id, "delay_s": 30})
        await announce(on, organiser, crowd)
        on.start()
        for person in crowd:
            if person is not hung:
                assert (await on.settled(person, KEY)).state is NoticeState.SENT
        assert (await on.notice(hung, KEY)).state is NoticeState.PENDING


async def test_nothing_of_any_kind_goes_out_in_a_pause_of_three_seconds(tmp_path: Path) -> None:
    """Neither a copy nor a reminder nor the progress, from the 429 to its end."""
    async with stage(tmp_path, per_second=50) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(20)]
        shown = on.rehearsal.world.post(organiser, {"text": "sending"}, None)
        message_id = shown.message["message_id"]
        await announce(on, organiser, crowd, progress_message=message_id)
        progress = ProgressMessages(on.store, on.sender, on.pace)
        on.clock[0] += timedelta(seconds=5)
        on.rehearsal.faults.add(
            {"method": "sendMessage", "chat_id": crowd[6].id, "error_code": 429, "retry_after": 3}
        )
        on.start()
        await on.until(lambda: len(on.sends(ok=False)) == 1)
        refused = on.sends(ok=False)[0]["at"]
        # The answer is on its way to us still; what was under way then is let through.
        await on.until(lambda: on.pace.paused(time.monotonic()))
        await on.leave(crowd[7], key="reminder")
        await progress.update()
        await on.until(lambda: len(on.calls) > 0 and on.calls[-1]["at"] > refused + 3)
        during = [c["method"] for c in on.calls if refused + 0.2 < c["at"] < refused + 3]
        assert during == []
        on.move(timedelta(seconds=4))
        for person in crowd:
            assert (await on.settled(person, KEY)).state is NoticeState.SENT
        assert (await on.settled(crowd[7], "reminder")).state is NoticeState.SENT
        assert [on.told(person) for person in crowd] == [1] * 7 + [2] + [1] * 12


async def test_paused_in_the_middle_nothing_more_goes_out_until_it_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path, per_second=50) as on:
        organiser = await on.person("Organiser")
        crowd = [await on.person(f"Person {number}") for number in range(30)]
        number = await announce(on, organiser, crowd)
        author = on.ids[organiser.id]
        on.start()
        await on.until(lambda: len(on.sends()) >= 5)

        def pause(uow: UnitOfWork, now: datetime) -> None:
            steering.pause(uow, now, actor=author, announcement_id=number)

        def resume(uow: UnitOfWork, now: datetime) -> None:
            steering.resume(uow, now, actor=author, announcement_id=number)

        async def held() -> bool:
            due = [(await on.notice(one, KEY)) for one in crowd]
            pending = [one.what.due_at for one in due if one.state is NoticeState.PENDING]
            return all(at.year == 9999 for at in pending)

        await on.store.run(pause)
        on.courier.nudge()
        await on.until_stored(held)
        told = len(on.sends())
        assert told < 30
        await on.store.run(resume)
        on.courier.nudge()
        for person in crowd:
            assert (await on.settled(person, KEY)).state is NoticeState.SENT
        assert [on.told(person) for person in crowd] == [1] * 30
