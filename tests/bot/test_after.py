"""The tick that asks how meetings were, and what the courier says of reminders that are late."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.jobs import ask_after
from matchmaking.aftermath import CLOSES_AFTER
from matchmaking.contacts import KEPT, Way
from matchmaking.meetings import MeetingId, State
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import PersonId
from matchmaking.usecases import arrivals, exchange
from storage.store import Store
from tests.bot import test_courier as courier
from tests.matchmaking.builders import MORNING, NOW, event
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

pytestmark = pytest.mark.anyio

OVER = MORNING + timedelta(minutes=20)


@asynccontextmanager
async def met(folder: Path) -> AsyncIterator[tuple[Stage, PersonId, MeetingId]]:
    """Two people who have agreed to meet, and the store they are in."""
    clock = [NOW]
    store = Store.open(f"sqlite:///{folder / 'after.sqlite3'}", clock=lambda: clock[0])
    store.migrate()
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=event().plan))
    stage = Stage(store, clock)
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    meeting = stage.offer(seeker, maker, MORNING).meeting.id
    stage.accept(maker, meeting, MORNING)
    yield stage, seeker, meeting
    await store.close()


async def test_the_tick_asks_once_closes_and_forgets(tmp_path: Path) -> None:
    nudges: list[int] = []

    def nudge() -> None:
        nudges.append(1)

    async with met(tmp_path) as (stage, seeker, meeting):
        stage.do(
            lambda uow, now: exchange.agree(
                uow, now, actor=seeker, meeting_id=meeting, way=Way.PHONE, handle="+216"
            )
        )
        stage.move_to(OVER - timedelta(seconds=1))
        await ask_after(stage.store, nudge=nudge)
        assert nudges == []
        stage.advance(seconds=1)
        for _ in range(3):
            await ask_after(stage.store, nudge=nudge)
        assert nudges == [1]
        stage.move_to(max(OVER + CLOSES_AFTER, NOW + KEPT))
        await ask_after(stage.store, nudge=nudge)
        closed = stage.do(lambda uow, now: uow.meetings.get(meeting))
        assert closed is not None
        assert closed.state is State.UNCONFIRMED
        assert stage.do(lambda uow, now: uow.contacts.with_handles()) == []


async def test_a_late_start_says_of_each_reminder_what_it_does_with_it_and_why(
    tmp_path: Path,
) -> None:
    async with courier.stage(tmp_path) as on:
        person = await on.person("Rania")
        day = on.clock[0]
        for key, kind, until in (
            ("late", NoticeKind.START, day + timedelta(minutes=20)),
            ("gone", NoticeKind.START, day + timedelta(minutes=5)),
        ):
            notice = NewNotice(
                recipient=on.ids[person.id], kind=kind, key=key, due_at=day, expires_at=until
            )
            await on.store.run(lambda uow, _, n=notice: uow.notices.leave([n]))  # type: ignore[misc] # the loop's own
        on.clock[0] = day + timedelta(minutes=10)
        with capture_logs() as logs:
            on.start()
            await on.settled(person, "gone")
            await on.settled(person, "late")
        said = {log["key"]: (log["event"], log["why"]) for log in logs if "why" in log}
        assert said["gone"] == ("notice dropped", "too_late")
        event_, why = said["late"]
        assert (event_, why.split(",")[0]) == ("notice still of use", "late_by_600_s")
