"""People at the simulator's phones who offer each other meetings and answer offers, all at once.

They do as people do: they wait for what comes, and tap again when nothing did. Each errand is one
coroutine; all share the simulator's events and need no pause of their own.
"""

import asyncio
import random
from collections.abc import Callable, Iterable
from typing import Any

from rehearsal.people import Entry, Person
from rehearsal.world import World

PATIENCE_S = 6.0
"""After so long without any answer somebody taps again; a restart takes about half of it."""

TRIES = 100
"""Taps after which an errand is given up."""

IN_HELP = "/privacy"
"""A command that the help names, in every language."""

Buttons = dict[str, str]
"""What a message's buttons carry, by prefix; the first of each prefix."""


class Unanswered(Exception):
    """Somebody tapped again and again, and nothing came."""


class Phones:
    """Everybody's chat, watched."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.world = world
        self.taps = 0
        self.again = 0
        self.dice = random.Random(seed)
        self._news: dict[int, asyncio.Event] = {}
        world.listeners.append(self._hear)

    def _hear(self, event: str, person: Person | None, data: Any) -> None:
        if person is not None and event in ("message", "edit") and data.by_bot:
            self._news.setdefault(person.id, asyncio.Event()).set()

    async def tap(self, person: Person, entry: Entry, data: str, until: Callable[[], bool]) -> None:
        """Taps, and again after a while, until that is so; raises `Unanswered`."""
        for number in range(TRIES):
            self.world.tap(person, entry, data)
            self.taps += 1
            self.again += number > 0
            if await self.wait(person, until):
                return
        raise Unanswered(f"{data} of {person.name}")

    async def say(self, person: Person, text: str, until: Callable[[], bool]) -> None:
        """Writes, and again after a while, until that is so; raises `Unanswered`."""
        for _ in range(TRIES):
            self.world.say(person, text)
            if await self.wait(person, until):
                return
        raise Unanswered(f"{text} of {person.name}")

    async def wait(
        self, person: Person, until: Callable[[], bool], patience_s: float = PATIENCE_S
    ) -> bool:
        """Whether that came to be in time."""
        news = self._news.setdefault(person.id, asyncio.Event())
        try:
            async with asyncio.timeout(patience_s):
                while not until():
                    news.clear()
                    await news.wait()
        except TimeoutError:
            return until()
        return True


def buttons(entry: Entry) -> Buttons:
    """What the buttons of a message carry."""
    rows = entry.message.get("reply_markup", {}).get("inline_keyboard", [])
    found: Buttons = {}
    for row in rows:
        for button in row:
            if data := button.get("callback_data"):
                found.setdefault(data.partition(":")[0], data)
    return found


def by_bot(person: Person) -> list[Entry]:
    """What the bot has written to somebody."""
    return [entry for entry in person.entries.values() if entry.by_bot]


def with_button(person: Person, starts: Iterable[str]) -> Entry | None:
    """The latest message with a button that carries one of these beginnings."""
    wanted = tuple(starts)
    for entry in reversed(by_bot(person)):
        rows = entry.message.get("reply_markup", {}).get("inline_keyboard", [])
        if any(str(b.get("callback_data", "")).startswith(wanted) for row in rows for b in row):
            return entry
    return None


async def greet(phones: Phones, person: Person) -> Entry:
    """Asks for help, and waits for it; other news that comes meanwhile is not taken for it."""
    before = {entry.message["message_id"] for entry in by_bot(person)}

    def helped() -> Entry | None:
        fresh = (one for one in by_bot(person) if one.message["message_id"] not in before)
        return next((one for one in fresh if IN_HELP in one.message.get("text", "")), None)

    await phones.say(person, "/help", lambda: helped() is not None)
    entry = helped()
    assert entry is not None
    return entry


async def make_offer(phones: Phones, person: Person, match: int) -> bool:
    """Proposes the times that the assistant suggests; whether there were any."""
    entry = await greet(phones, person)
    before = entry.message
    await phones.tap(
        person, entry, f"pr:{match}", lambda: entry.message is not before or "of" in buttons(entry)
    )
    data = buttons(entry).get("of")
    if data is None:
        return False
    await phones.tap(person, entry, data, lambda: "of" not in buttons(entry))
    return True


async def answer_offer(
    phones: Phones, person: Person, meeting: int, *, yes: bool, gone: Callable[[], bool]
) -> bool:
    """Waits for the offer to come, and takes its first time or declines it. Returns False when all
    its times are `gone`: others were quicker."""
    starts = (f"ac:{meeting}:",)
    while not await phones.wait(person, lambda: with_button(person, starts) is not None):
        if gone() and with_button(person, starts) is None:
            return False
    entry = with_button(person, starts)
    assert entry is not None
    # "Not now" asks why, and the first reason is as good as any.
    for prefix in ("ac",) if yes else ("nn", "df"):
        data = buttons(entry).get(prefix)
        if data is not None:
            await tap_until_changed(phones, person, entry, data)
    return True


async def tap_until_changed(phones: Phones, person: Person, entry: Entry, data: str) -> None:
    """Taps a button, until its message is another."""
    before = entry.message
    await phones.tap(person, entry, data, lambda: entry.message is not before)
