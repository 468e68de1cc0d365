"""The simulator in a process of its own, full of people who have begun and say nothing more.

Prints `ready URL`. Then each line on stdin is a wish in JSON and is answered by one: `first` (the
first person's chat), `limits` (`on`), `heard` (what came since that was last asked).
"""

import argparse
import asyncio
import json
import sys
from typing import Any

from bench.ports import TOKEN
from rehearsal.server import Rehearsal

GREETINGS = ("Bonjour", "Hello", "مرحباً")
"""What the announcement says: every other message is a reminder."""


class Ear:
    """What was sent since it was last told."""

    def __init__(self) -> None:
        self._empty()

    def _empty(self) -> None:
        self.times: list[float] = []
        self.refused = 0
        self.told: dict[str, float] = {}

    def hear(self, call: dict[str, Any]) -> None:
        """A call that was answered."""
        if call["error_code"] == 429:
            self.refused += 1
        if call["ok"] and call["method"].startswith("send"):
            self.times.append(call["at"])
            text = str(call["params"].get("text", ""))
            if not any(greeting in text for greeting in GREETINGS):
                self.told[str(call["chat_id"])] = call["at"]

    def tell(self) -> dict[str, Any]:
        """All of it, and forgets it."""
        found = {"times": self.times, "refused": self.refused, "told": self.told}
        self._empty()
        return found


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    options = parser.parse_args()
    async with Rehearsal(token=TOKEN) as rehearsal:
        people = [
            rehearsal.world.add_person(f"Person {n}", ("fr", "en", "ar")[n % 3])
            for n in range(1, options.people + 1)
        ]
        for person in people:
            rehearsal.world.say(person, "/start")
        ear = Ear()
        rehearsal.calls.listeners.append(ear.hear)
        print(f"ready {rehearsal.url}", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            wish = json.loads(line)
            answer: dict[str, Any] = {}
            if wish["do"] == "first":
                answer = {"chat": people[0].id}
            elif wish["do"] == "limits":
                rehearsal.limits.on = wish["on"]
            else:
                answer = ear.tell()
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
