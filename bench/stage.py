"""The simulator in a process of its own, with people in it who talk as fast as they are answered.

Prints `ready URL`, waits until a bot listens, lets a few people through who do not count (the
first of everything is slow) and prints `begun`. Then each line on stdin, `{"guests", "rate"}` in
JSON, is a round, and is answered by one: updates, seconds, and latencies (from the update to the
bot's first message or edit for that person).
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.ports import TOKEN
from rehearsal.people import Entry, Person
from rehearsal.server import Rehearsal
from rehearsal.world import World

AT_ONCE = 50
"""Most people who talk at the same time."""

WARM_UP = 10
"""People who come before the clock runs."""

QUIET_S = 30
"""When nothing is heard of the bot for so long, it is given up."""

Step = tuple[str, str]
"""("say", text), or ("tap", how the callback data begins)."""

WORDS = {
    "fr": "Nous cherchons des distributeurs en Italie pour notre huile d'olive bio. "
    "Nous proposons de la mise en bouteille sous marque distributeur.",
    "en": "We are looking for drip irrigation and soil sensors. We offer dates and almonds.",
    "ar": "نبحث عن موزّعين للتمور في فرنسا. نقدّم زيت الزيتون العضوي.",
}


def conversation(number: int) -> list[Step]:
    """A newcomer's way to the first match and a look around."""
    language = ("fr", "en", "ar")[number % 3]
    return [
        ("say", "/start"),
        ("tap", f"la:{language}"),
        ("tap", "ok:1"),
        ("tap", "co:"),
        ("tap", "ro:"),
        ("say", f"House {number}"),
        ("say", WORDS[language]),
        ("tap", "right"),
        ("tap", "done:"),
        ("tap", "done:"),
        ("say", "/meetings"),
        ("say", "/profile"),
        ("say", "/matches"),
    ]


def small_talk(number: int) -> list[Step]:
    """As many updates, for a bot that only echoes."""
    return [("say", f"{place} of {number}") for place in range(13)]


@dataclass
class Guest:
    """One person on their way through the steps."""

    person: Person
    steps: list[Step]
    done: int = 0
    asked_at: float = 0.0
    last: Entry | None = None
    waiting: bool = False


@dataclass
class Play:
    """All guests, at most `at_once` of them talking, or at a set rate of updates a second."""

    world: World
    scripts: Sequence[list[Step]]
    at_once: int
    rate: float | None
    latencies: list[float] = field(default_factory=list)
    updates: int = 0
    guests: dict[int, Guest] = field(default_factory=dict)
    ready: asyncio.Queue[Guest] = field(default_factory=asyncio.Queue)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    finished: int = 0

    def hear(self, event: str, person: Person | None, data: Any) -> None:
        """The world tells what happened; a bot's message or edit is what a guest waits for."""
        guest = self.guests.get(person.id) if person is not None else None
        if guest is None or event not in ("message", "edit") or not data.by_bot:
            return
        guest.last = data
        if not guest.waiting:
            return
        guest.waiting = False
        self.latencies.append(time.perf_counter() - guest.asked_at)
        if guest.done < len(guest.steps):
            self.ready.put_nowait(guest)
            return
        self.finished += 1
        self.invite()
        if self.finished == len(self.scripts):
            self.over.set()

    def invite(self) -> None:
        """Lets the next newcomer in, if any is left."""
        number = len(self.guests)
        if number < len(self.scripts):
            language = ("fr", "en", "ar")[number % 3]
            person = self.world.add_person(f"Guest {number}", language)
            guest = Guest(person=person, steps=self.scripts[number])
            self.guests[person.id] = guest
            self.ready.put_nowait(guest)

    def act(self, guest: Guest) -> None:
        """Takes the guest's next step."""
        kind, what = guest.steps[guest.done]
        guest.done += 1
        guest.waiting = True
        guest.asked_at = time.perf_counter()
        self.updates += 1
        if kind == "say":
            self.world.say(guest.person, what)
            return
        assert guest.last is not None
        rows = guest.last.message.get("reply_markup", {}).get("inline_keyboard", [])
        data = [b["callback_data"] for row in rows for b in row if "callback_data" in b]
        chosen = next((d for d in data if d.startswith(what)), None)
        if chosen is None:
            raise SystemExit(f"no button {what!r} under {guest.last.message.get('text')!r}: {data}")
        self.world.tap(guest.person, guest.last, chosen)

    async def _act_all(self, start: float) -> None:
        """Takes everybody's steps as they come, not faster than the rate."""
        while True:
            guest = await self.ready.get()
            if self.rate:
                due = start + self.updates / self.rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.act(guest)

    async def run(self) -> dict[str, Any]:
        """Plays to the end; returns the figures."""
        self.world.listeners.append(self.hear)
        for _ in range(min(self.at_once, len(self.scripts))):
            self.invite()
        start = time.perf_counter()
        acting = asyncio.ensure_future(self._act_all(start))
        while not self.over.is_set():
            heard = len(self.latencies)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), timeout=QUIET_S)
            if acting.done():
                acting.result()
            if len(self.latencies) == heard and not self.over.is_set():
                raise SystemExit(f"nothing came for {QUIET_S} s after {self.updates} updates")
        acting.cancel()
        self.world.listeners.remove(self.hear)
        seconds = time.perf_counter() - start
        return {"updates": self.updates, "seconds": seconds, "latencies": self.latencies}


async def listening(rehearsal: Rehearsal) -> None:
    """Returns when a bot takes updates: a webhook is set, or it has begun to poll."""
    heard = asyncio.Event()
    while not heard.is_set():
        calls = rehearsal.calls.since(0)
        if any(call["method"] in ("setWebhook", "getUpdates") for call in calls):
            return
        if rehearsal.world.webhook.url:
            return
        await asyncio.sleep(0.05)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--script", choices=("conversation", "small_talk"), required=True)
    options = parser.parse_args()
    make = conversation if options.script == "conversation" else small_talk
    numbers = itertools.count()

    async def play(guests: int, *, rate: float | None = None) -> dict[str, Any]:
        scripts = [make(number) for number in itertools.islice(numbers, guests)]
        return await Play(rehearsal.world, scripts, AT_ONCE, rate).run()

    async with Rehearsal(token=TOKEN) as rehearsal:
        print(f"ready {rehearsal.url}", flush=True)
        await listening(rehearsal)
        await play(WARM_UP)
        print("begun", flush=True)
        while asked := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await play(**json.loads(asked))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
