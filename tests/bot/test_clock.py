"""The followed clock, against the real simulator."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.clock import Clock, FollowedClock
from bot.settings import Settings
from bot.tasks import Tasks
from bot.trouble import Trouble
from rehearsal.server import Rehearsal

pytestmark = pytest.mark.anyio

NOWHERE = "http://127.0.0.1:9"
THERE = datetime(2027, 4, 10, 8, 0, tzinfo=UTC)


def apart(one: datetime, other: datetime) -> timedelta:
    return abs(one - other)


async def test_it_is_asked_before_its_first_use() -> None:
    async with Rehearsal(token="1:abc", now=THERE) as rehearsal:
        clock = FollowedClock(f"{rehearsal.url}/api/clock")
        assert await clock.ask() is True
        assert apart(clock.now(), rehearsal.world.clock.moment()) < timedelta(seconds=5)


async def test_a_move_is_heard_at_once_and_told() -> None:
    async with Rehearsal(token="1:abc", now=THERE) as rehearsal, aiohttp.ClientSession() as http:
        told, tasks = asyncio.Event(), Tasks()
        clock = FollowedClock(f"{rehearsal.url}/api/clock", jumped=told.set)
        await clock.ask()
        following = tasks.start(clock.follow(), name="clock")
        async with asyncio.timeout(5):
            await http.post(f"{rehearsal.url}/api/clock", json={"advance": 86_400})
            await told.wait()
        assert apart(clock.now(), THERE + timedelta(days=1)) < timedelta(seconds=5)
        following.cancel()
        await tasks.close()


async def test_the_last_offset_holds_while_nobody_answers() -> None:
    async with Rehearsal(token="1:abc", now=THERE) as rehearsal:
        clock = FollowedClock(f"{rehearsal.url}/api/clock")
        await clock.ask()
    before = clock.offset_s
    assert await clock.ask() is False
    assert clock.offset_s == before
    assert apart(clock.now(), THERE) < timedelta(seconds=60)


async def test_a_clock_that_does_not_answer_is_not_replaced_by_the_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.PATIENCE_S", ())
    settings = Settings(
        bot_token=SecretStr("1:abc"),
        telegram_api_url=NOWHERE,
        clock_url=f"{NOWHERE}/api/clock",
        data_dir=tmp_path / "data",
    )
    with pytest.raises(Trouble) as caught:
        await serve(settings, talk=True, courier=True)
    line = f"CLOCK_URL: {NOWHERE}/api/clock does not answer"
    assert (str(caught.value), caught.value.code) == (line, 1)
    assert not (tmp_path / "data").exists()


def test_the_machines_own_clock_is_in_utc() -> None:
    assert Clock().now().tzinfo is UTC
