"""The bot's conversation over a real SQLite file, with a messenger in memory."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from aiogram import Bot

from handlers.router import build_dispatcher
from handlers.turn import Unit
from matchmaking.events import Mode
from matchmaking.usecases import arrivals
from storage.store import Store
from tests.handlers.chat import TOKEN, World
from tests.handlers.messenger import Session
from tests.handlers.people import NOW, event


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def mode() -> Mode:
    """How the event is held; a test may say otherwise."""
    return Mode.VIRTUAL


@pytest.fixture
async def world(tmp_path: Path, mode: Mode) -> AsyncIterator[World]:
    clock: list[datetime] = [NOW]
    store = Store.open(f"sqlite:///{tmp_path / 'multaqa.db'}", clock=lambda: clock[0])
    store.migrate()
    store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=event(mode).plan))

    async def works(update_id: int | None, telegram_id: int) -> Unit:
        return await store.take_up(update_id=update_id, telegram_id=telegram_id)

    session = Session()
    yield World(
        dispatcher=build_dispatcher(works),
        bot=Bot(TOKEN, session=session),
        session=session,
        store=store,
        clock=clock,
    )
    await store.close()
