"""What the end of an update's handling means: answered, or worth another attempt."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.courier.pace import Pace
from bot.inbox import Inbox, Unanswered
from bot.settings import Settings
from bot.silence import Silence
from bot.talk import Talk
from bot.tasks import Tasks
from handlers.faces import Faces
from matchmaking.eventfile import load_event
from matchmaking.usecases import arrivals
from rehearsal.people import Person
from rehearsal.server import Rehearsal
from storage.journal import KeptUpdate
from storage.store import Store

pytestmark = pytest.mark.anyio

EVENT = Path(__file__).resolve().parents[2] / "examples" / "techdays" / "event.toml"
TOKEN = "123456:" + "A" * 35


class Line:
    """A talk whose Telegram is the simulator, and somebody who writes."""

    def __init__(self, rehearsal: Rehearsal, store: Store, settings: Settings) -> None:
        self.rehearsal = rehearsal
        self.store = store
        self.settings = settings
        self.clock = [1000.0]
        self.silence = Silence(lambda: self.clock[0])
        self.talk = Talk(settings, store, Faces(), self.silence)
        self.person: Person = rehearsal.world.add_person("Rania", "en", None, {})
        rehearsal.world.say(self.person, "/start")

    def texts(self) -> list[str]:
        """What the bot has said."""
        return [e.message["text"] for e in self.person.entries.values() if e.by_bot]

    def message(self, update_id: int, text: str) -> dict[str, Any]:
        """A message of theirs, as Telegram writes it."""
        sender = {"id": self.person.id, "is_bot": False, "first_name": "Rania"}
        chat = {"id": self.person.id, "type": "private", "first_name": "Rania"}
        message = {"message_id": 1, "date": 1, "from": sender, "chat": chat, "text": text}
        return {"update_id": update_id, "message": message}

    async def hear(self, update_id: int, text: str) -> KeptUpdate:
        """Keeps a message of theirs."""
        return await self.keep(self.message(update_id, text))

    async def tap(self, update_id: int, data: str) -> KeptUpdate:
        """Keeps a tap of theirs, on the latest message as it is now."""
        shown = [entry.message for entry in self.person.entries.values() if entry.by_bot][-1]
        sender = {"id": self.person.id, "is_bot": False, "first_name": "Rania"}
        tap = {"id": str(update_id), "from": sender, "chat_instance": "1", "data": data}
        return await self.keep({"update_id": update_id, "callback_query": tap | {"message": shown}})

    async def keep(self, update: dict[str, Any]) -> KeptUpdate:
        """Keeps an update of theirs."""
        kept = KeptUpdate(
            update_id=update["update_id"], telegram_id=self.person.id, body=json.dumps(update)
        )
        await self.store.journal.keep([kept])
        return kept

    async def as_kept(self) -> KeptUpdate:
        """The one update that is not answered, as the journal has it now."""
        (kept,) = await self.store.journal.unfinished()
        return kept

    async def lost(self, kept: KeptUpdate, **fault: Any) -> float:
        """Deals with it while every message fails so; returns the seconds to wait at least."""
        self.rehearsal.faults.add({"method": "sendMessage", "times": 3, **fault})
        with pytest.raises(Unanswered, match=r"^sendMessage$") as caught:
            await self.talk.deal(kept)
        self.rehearsal.faults.clear()
        return caught.value.wait_s


@pytest.fixture
async def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    monkeypatch.setattr("handlers.reply.LINE_WAIT", 0.0)
    store = Store.open(
        f"sqlite:///{tmp_path / 'talk.sqlite3'}", clock=lambda: datetime(2027, 4, 1, tzinfo=UTC)
    )
    store.migrate()
    await store.run(lambda uow, now: arrivals.ensure_event(uow, now, plan=load_event(EVENT)))
    async with Rehearsal(token=TOKEN) as rehearsal:
        settings = Settings(bot_token=SecretStr(TOKEN), telegram_api_url=rehearsal.url)
        line = Line(rehearsal, store, settings)
        try:
            yield line
        finally:
            await line.talk.close()
            await store.close()


async def test_a_pause_that_the_courier_was_asked_for_holds_replies_back(line: Line) -> None:
    """No request goes out within it; what was to be written is owed, and comes after it."""
    line.silence.ask(line.clock[0], 60)
    kept = await line.hear(1, "/start")
    with pytest.raises(Unanswered) as caught:
        await line.talk.deal(kept)
    assert caught.value.wait_s == 60
    assert [c for c in line.rehearsal.calls.since(0) if c["method"].startswith("send")] == []
    assert (await line.as_kept()).done


async def test_a_pause_that_the_conversation_was_asked_for_holds_the_courier_back(
    line: Line,
) -> None:
    pace = Pace(25, line.silence)
    assert pace.wait_s(line.clock[0]) == 0
    line.rehearsal.faults.add({"method": "sendMessage", "error_code": 429, "retry_after": 50})
    with pytest.raises(Unanswered):
        await line.talk.deal(await line.hear(1, "/start"))
    assert pace.wait_s(line.clock[0]) == 50


async def test_a_reply_outlasts_every_failure_that_passes(line: Line) -> None:
    kept = await line.hear(1, "/start")
    assert await line.lost(kept, error_code=500) == 0
    kept = await line.as_kept()
    assert kept.done
    assert await line.lost(kept, error_code=502) == 0
    assert await line.lost(kept, error_code=429, retry_after=30) == 30
    line.clock[0] += 30
    assert await line.lost(kept, drop=True) == 0
    assert line.texts() == []
    await line.talk.deal(kept)
    assert len(line.texts()) == 1


async def test_a_long_silence_is_no_trouble_to_tell_of(line: Line) -> None:
    kept = await line.hear(1, "/start")
    assert await line.lost(kept, error_code=429, retry_after=40) == 40
    sends = [call for call in line.rehearsal.calls.since(0) if call["method"] == "sendMessage"]
    assert len(sends) == 1


async def test_a_refusal_that_did_not_get_out_is_owed_too(line: Line) -> None:
    await line.talk.deal(await line.hear(1, "/start"))
    await line.store.journal.answered([1])
    assert await line.lost(await line.hear(2, "/matches"), error_code=500) == 0
    assert await line.lost(await line.as_kept(), error_code=429, retry_after=60) == 60
    line.clock[0] += 60
    await line.talk.deal(await line.as_kept())
    assert len(line.texts()) == 2


async def test_however_often_telegram_fails_the_answer_comes(line: Line) -> None:
    tasks, dealt, over = Tasks(), [0], asyncio.Event()

    def count() -> None:
        dealt[0] += 1
        if dealt == [2]:
            over.set()

    inbox = Inbox(
        line.store.journal, line.talk.deal, tasks, dealt=count, sleep=lambda _: asyncio.sleep(0)
    )
    line.rehearsal.faults.add({"method": "sendMessage", "times": 40, "error_code": 500})
    await inbox.take([line.message(1, "/start"), line.message(2, "/matches")])
    async with asyncio.timeout(20):
        await over.wait()
    await tasks.close(grace_s=5)
    assert await line.store.journal.unfinished() == []
    assert len(line.texts()) == 2


async def test_a_tap_that_changes_nothing_is_no_edit_after_a_restart(line: Line) -> None:
    def edits() -> int:
        calls = line.rehearsal.calls.since(0)
        return sum(call["method"] == "editMessageText" for call in calls)

    await line.talk.deal(await line.hear(1, "/start"))
    await line.talk.deal(await line.tap(2, "la:en"))
    assert edits() == 1
    again = Talk(line.settings, line.store, Faces(), line.silence)
    await again.deal(await line.tap(3, "la:en"))
    assert edits() == 1
    await again.deal(await line.tap(4, "la:fr"))
    await again.close()
    assert edits() == 2
