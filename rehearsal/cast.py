"""People who play by themselves, against any bot, over the human door.

This module owns the playing: it creates the people of a file, lets each open the conversation,
follows ``GET /api/stream`` (one connection for all) and does what their rules say. It knows
nothing of any product: what a player wants is data. It runs until it is cancelled.

The file is JSON::

    {"players": [{
        "name": "Rania Haddad",      # needed
        "language_code": "fr",       # "en"
        "username": "rania",         # none
        "opening": "/start",         # the first thing written; "" writes nothing
        "start_after_s": 1.5,        # real seconds before the opening; 0
        "think_s": [0.2, 0.8],       # real seconds of hesitation before each act
        "at_most": 200,              # acts of this player in all: nobody taps for ever
        "rules": [
            {"when_button": "^lang:fr$", "tap": true},
            {"when_button": "^offer:yes:", "tap": true, "chance": 0.7},
            {"when_button": "^offer:yes:", "tap": "^offer:no:"},
            {"when_text": "cherchez", "say": ["De l'huile d'olive.", "Bio."], "at_most": 2},
            {"when_text_or_button": "summary", "tap": "^save$", "pick": "first"}]}]}

Rules are tried in order on each message of the bot, new or edited; the first that matches, has
uses left and wins its draw acts, and what matches no rule gets nothing. A message is looked at
once for each face it shows (its text and buttons), so an edit is a new occasion.

* ``when_button``: a pattern searched in the callback data of the message's buttons;
  ``when_text``: searched in its plain text; given both, both must be found;
  ``when_text_or_button``: one pattern, found in either. All are Python regular expressions.
* ``tap``: ``true`` presses the button that ``when_button`` found, a pattern presses the button
  whose callback data it finds (without such a button the rule does not match).
  ``pick`` says which of several: ``first`` (as shown, the default) or ``random``.
* ``say``: writes the text; of a list, one after the other, from the start again after the last.
* ``chance`` (0 to 1, default 1): drawn when the rule matches; a lost draw tries the next rule.
* ``at_most``: how often the rule may act (default: without limit).

Every player's dice are a ``random.Random(seed + position in the file)``: the same file and seed,
shown the same messages, play the same. Errors, timeouts and restarts of the bot or of the
simulator are logged as warnings, and the play goes on.
"""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from rehearsal.cast_file import read_cast
from rehearsal.cast_rules import Player, Say, Shown, Tap, read_shown

log = logging.getLogger(__name__)

AT_ONCE = 4  # acts in flight over all players: a cast of forty must not flood a bot
_CALL = aiohttp.ClientTimeout(total=20)  # a tap waits up to 10 s for the bot's answer
_LISTEN = aiohttp.ClientTimeout(total=None, sock_connect=5)
_LONGEST_WAIT_S = 5.0  # between attempts to reach a simulator that is away

# What a call can end in without anything being wrong with the play.
_TROUBLE = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


@dataclass(kw_only=True)
class _Seat:
    """A player at the table: whose chat it is, and the messages waiting for a look."""

    player: Player
    person: int
    latest: dict[int, Shown] = field(default_factory=dict)
    waiting: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    def notice(self, message: Mapping[str, Any]) -> None:
        """Keep a message's newest face, and queue a look at it."""
        shown = read_shown(message)
        if shown is not None and self.latest.get(shown.message_id) != shown:
            self.latest[shown.message_id] = shown
            self.waiting.put_nowait(shown.message_id)


class _Door:
    """The few calls of the human door that a player makes."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._places = asyncio.Semaphore(AT_ONCE)

    async def enter(self, player: Player) -> int:
        part = player.part
        body = {"name": part.name, "language_code": part.language_code, "cast": True}
        if part.username:
            body["username"] = part.username
        return int((await self._post("people", body))["id"])

    async def chat(self, person: int) -> list[dict[str, Any]]:
        url = f"{self._base}/api/people/{person}/chat"
        async with self._http.get(url, timeout=_CALL) as answer:
            answer.raise_for_status()
            messages: list[dict[str, Any]] = await answer.json()
            return messages

    async def act(self, person: int, act: Tap | Say) -> None:
        async with self._places:
            if isinstance(act, Say):
                await self._post(f"people/{person}/say", {"text": act.text})
                return
            body = {"message_id": act.message_id, "label": act.label}
            result = await self._post(f"people/{person}/tap", body)
            if not result.get("answered"):
                log.warning("person %s: the tap on %r was not answered", person, act.label)

    async def events(self) -> AsyncIterator[Mapping[str, Any] | None]:
        """Yield None when the stream is open, then each event's data, until it ends."""
        url = f"{self._base}/api/stream"
        async with self._http.get(url, timeout=_LISTEN) as answer:
            answer.raise_for_status()
            yield None
            name, data = "message", ""
            async for raw in answer.content:
                line = raw.decode().rstrip("\r\n")
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    data += line[5:].strip()
                elif not line:
                    if data and name in ("message", "edit"):
                        yield json.loads(data)
                    name, data = "message", ""

    async def _post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        async with self._http.post(f"{self._base}/api/{path}", json=body, timeout=_CALL) as answer:
            if answer.status >= 400:
                raise ValueError(f"{path}: {answer.status} {(await answer.text())[:200]}")
            result: dict[str, Any] = await answer.json()
            return result


async def run_cast(base_url: str, file: Path, *, seed: int) -> None:
    """Play every player of ``file`` at the simulator of ``base_url``, until cancelled.

    Raises CastError when the file cannot be played; trouble on the way is only logged.
    """
    parts = read_cast(file)
    players = [
        Player(part=part, dice=random.Random(seed + n), pace=random.Random(~seed - n))
        for n, part in enumerate(parts)
    ]
    # A line of the stream is one message as JSON: far above the default buffer of 64 KiB
    # it would still be read, so it is the buffer that grows.
    async with aiohttp.ClientSession(read_bufsize=2**20) as http:
        door = _Door(http, base_url)
        seats: dict[int, _Seat] = {}
        listening = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(_listen(door, seats, listening))
            await listening.wait()
            for player in players:
                group.create_task(_play(door, player, seats))


async def _listen(door: _Door, seats: Mapping[int, _Seat], listening: asyncio.Event) -> None:
    """Hand every message to its player; after a gap, read the chats that it may have hidden."""
    wait_s = 0.2
    while True:
        try:
            async for event in door.events():
                wait_s = 0.2
                if event is None:
                    listening.set()
                    await _catch_up(door, seats)
                else:
                    _hand_over(event, seats)
            log.warning("the stream ended; listening again")
        except _TROUBLE as error:
            log.warning("the stream broke off (%s); listening again", _words(error))
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


async def _catch_up(door: _Door, seats: Mapping[int, _Seat]) -> None:
    for person, seat in list(seats.items()):
        for message in await door.chat(person):
            seat.notice(message)


def _hand_over(event: Mapping[str, Any], seats: Mapping[int, _Seat]) -> None:
    seat = seats.get(event.get("person", -1))
    if seat is not None:
        seat.notice(event.get("message", event))


async def _play(door: _Door, player: Player, seats: dict[int, _Seat]) -> None:
    """Play one part: enter, open the conversation, then look at each message in turn."""
    await asyncio.sleep(player.part.start_after_s)
    seat = await _enter(door, player)
    seats[seat.person] = seat
    if player.part.opening:
        await _act(door, seat, Say(text=player.part.opening))
    while True:
        message_id = await seat.waiting.get()
        await asyncio.sleep(player.think_s())
        # Decided after the hesitation, on what the message shows by then.
        act = player.decide(seat.latest[message_id])
        if act is not None:
            await _act(door, seat, act)


async def _enter(door: _Door, player: Player) -> _Seat:
    wait_s = 0.2
    while True:
        try:
            return _Seat(player=player, person=await door.enter(player))
        except _TROUBLE as error:
            log.warning("%s cannot enter yet: %s", player.part.name, _words(error))
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


async def _act(door: _Door, seat: _Seat, act: Tap | Say) -> None:
    try:
        await door.act(seat.person, act)
    except _TROUBLE as error:
        log.warning("%s: %s came to nothing: %s", seat.player.part.name, act, _words(error))


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
