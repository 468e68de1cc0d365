"""Whoever goes too fast is asked to slow down, once and kindly; nobody else notices."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery

from handlers.flood import UPDATES, WORDS, Flood, Pace
from handlers.router import build_dispatcher
from handlers.turn import Unit
from tests.handlers.chat import Phone, World
from tests.handlers.people import NOW

FIRST = "You are faster than I can follow."


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def paces(flood: Flood, times: list[float], *, typed: bool = False, person: int = 1) -> str:
    """What becomes of updates at these seconds: F, W or H each."""
    return "".join(
        flood.heard(person, 1000 * person + number, at(second), typed=typed).value[0].upper()
        for number, second in enumerate(times)
    )


def test_a_burst_is_fine_then_one_warning_then_silence() -> None:
    flood = Flood(lambda: NOW)
    assert paces(flood, [0.0] * 200) == "F" * UPDATES.burst + "W" + "H" * (199 - UPDATES.burst)


def test_somebody_who_taps_quickly_for_a_while_is_not_slowed() -> None:
    assert set(paces(Flood(lambda: NOW), [n / 3 for n in range(90)])) == {"F"}


def test_words_have_a_smaller_measure_than_taps() -> None:
    flood = Flood(lambda: NOW)
    assert paces(flood, [0.0] * 20, typed=True) == "F" * WORDS.burst + "WHHHH"
    assert flood.heard(1, 5000, at(0), typed=False) is Pace.FINE


def test_whoever_has_calmed_is_heard_and_may_be_warned_again() -> None:
    flood = Flood(lambda: NOW)
    paces(flood, [0.0] * 60)
    calm = UPDATES.calm / UPDATES.per_second
    assert flood.heard(1, 5000, at(calm - 0.1), typed=False) is Pace.HUSH
    assert flood.heard(1, 5001, at(calm), typed=False) is Pace.FINE
    again = [flood.heard(1, 6000 + n, at(calm), typed=False) for n in range(UPDATES.calm + 1)]
    assert again[-2:] == [Pace.WARN, Pace.HUSH]


def test_an_update_let_through_stays_so_however_often_it_comes() -> None:
    flood = Flood(lambda: NOW)
    assert flood.heard(1, 1, at(0), typed=True) is Pace.FINE
    paces(flood, [0.0] * 100)
    assert flood.heard(1, 1099, at(0), typed=True) is Pace.HUSH
    assert flood.heard(1, 1000, at(0), typed=True) is Pace.FINE


def test_one_persons_haste_is_nobody_elses() -> None:
    flood = Flood(lambda: NOW)
    paces(flood, [0.0] * 200)
    assert set(paces(flood, [0.0] * 40, person=2)) == {"F"}


def test_a_clock_that_goes_back_gives_nothing_and_breaks_nothing() -> None:
    flood = Flood(lambda: NOW)
    assert paces(flood, [10.0] * 40 + [0.0]).endswith("FW")
    assert flood.heard(1, 5000, None, typed=False) is Pace.HUSH


@pytest.fixture
async def slowed(world: World) -> World:
    """The world with the measure on."""

    async def works(update_id: int | None, telegram_id: int) -> Unit:
        return await world.store.take_up(update_id=update_id, telegram_id=telegram_id)

    world.dispatcher = build_dispatcher(works, flood=Flood(lambda: world.clock[0]))
    return world


def calls_of(world: World, phone: Phone) -> list[Any]:
    return [call for call in world.session.calls if getattr(call, "chat_id", None) == phone.user.id]


@pytest.mark.anyio
async def test_two_hundred_taps_at_once_are_all_answered_and_delay_nobody(
    slowed: World, tmp_path: Path
) -> None:
    eve, amal = slowed.phone("Eve", "en"), slowed.phone("Amal", "fr")
    await eve.say("/start")
    await amal.say("/start")
    before = len(slowed.session.of(AnswerCallbackQuery))
    taps = [slowed.feed(callback_query=eve.query("go:home:0", 101)) for _ in range(200)]
    order: list[str] = []

    async def other() -> None:
        await amal.say("/help")
        order.append("amal")

    async def flood() -> None:
        await asyncio.gather(*taps)
        order.append("eve")

    await asyncio.gather(flood(), other())
    assert order == ["amal", "eve"]
    answers = slowed.session.of(AnswerCallbackQuery)[before:]
    assert len(answers) == 200
    assert sum((answer.text or "").startswith(FIRST) for answer in answers) == 1
    slowed.advance(seconds=60)
    later = int(slowed.clock[0].timestamp())
    assert "/matches" in (await eve.send(date=later, text="/help")).text


@pytest.mark.anyio
async def test_words_in_a_rush_are_answered_once_and_what_was_taken_in_is_kept(
    slowed: World,
) -> None:
    eve = slowed.phone("Eve", "en")
    for number in range(60):
        await eve.send(date=int(NOW.timestamp()), text=f"Words {number}")
    told = [seen.text for seen in eve.messages if seen.text.startswith(FIRST)]
    assert len(told) == 1
    assert len(eve.messages) == WORDS.burst + 1
