"""The program `run`: the only place where the floors meet.

Owns the order of starting and of stopping. Starting: clock, store, event, token, then what an
earlier run left undone, then the doors. Stopping: the doors first, then what is under way gets
a moment to finish, then everything is closed. What a stop cuts short is kept, and comes first
at the next start.
"""

import asyncio
import gc
import hashlib
import signal
import socket
import sys
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

import structlog

from bot import house
from bot.board import NextReminder
from bot.clock import Clock, FollowedClock
from bot.courier.deliver import Courier
from bot.courier.pace import Pace
from bot.courier.progress import ProgressMessages
from bot.courier.sender import Sender
from bot.inbox import Alone, Inbox, nobody_else
from bot.jobs import (
    ASK_S,
    DELIVER_S,
    FORGET_S,
    KEEP_TIME_S,
    KEPT_FOR,
    NEXT_REMINDER_S,
    PROGRESS_S,
    Ticks,
    ask_after,
    keep_time,
)
from bot.polling import poll
from bot.settings import Settings
from bot.silence import Silence
from bot.talk import Talk, warm_up
from bot.tasks import Tasks
from bot.trouble import FOUND, Trouble
from bot.webhook import Door
from handlers.faces import Faces
from matchmaking.editions import Time, time_of
from matchmaking.events import Event
from matchmaking.people import EventId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals
from storage.store import Store

log = structlog.get_logger(__name__)

GRACE_S = 1.0
"""How long each of talking and sending may take to finish what is under way."""

PATIENCE_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Waits for a rehearsal's clock, which may be starting at the same time."""


async def serve(settings: Settings, *, talk: bool, courier: bool) -> int:
    """Runs until SIGTERM or SIGINT; returns the exit code. Raises `Trouble`."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        house_of = await _open(settings, stack, apart=not (talk and courier))
        # Asked of Telegram before anything is sent or fetched, so that a wrong token is one line.
        conversation = Talk(settings, house_of.store, house_of.faces, house_of.silence)
        stack.push_async_callback(conversation.close)
        username = await conversation.greet()
        # Beside the loop, and before anything is written: what waits for the lexicon inside a
        # transaction would keep everybody else out of the database for as long.
        await asyncio.to_thread(warm_up)
        if courier:
            await house_of.start_courier(stack)
        # Before the doors open: looking through a million imported things takes a quarter of a
        # second, once; frozen, they are never looked through again.
        gc.enable()
        # What an update leaves behind goes without being looked for; to look after every 700
        # things that stay for a moment, as Python does, took a tenth of the processor time.
        gc.set_threshold(20_000, 20, 20)
        gc.collect()
        gc.freeze()
        if talk:
            await house_of.start_talk(conversation, stack)
            await house_of.print_invitation(username)
            _say(f"listening @{username}")
        return await _until(stopped, house_of.tasks)


async def _until(stopped: asyncio.Event, tasks: Tasks) -> int:
    """Waits for a signal, or for the end of something vital."""
    failure = tasks.start(tasks.failure(), name="watch")
    stop = tasks.start(stopped.wait(), name="signal")
    await asyncio.wait([failure, stop], return_when=asyncio.FIRST_COMPLETED)
    if not failure.done():
        return 0
    error = failure.result()
    if isinstance(error, Trouble):
        raise error
    return FOUND


async def _open(settings: Settings, stack: AsyncExitStack, *, apart: bool) -> "_House":
    tasks = Tasks()
    ticks = Ticks(tasks)
    clock = Clock()
    stack.push_async_callback(tasks.close)
    if settings.clock_url:
        clock = FollowedClock(settings.clock_url, jumped=ticks.jumped)
        # Whatever is written down before it has answered would bear the wrong date.
        if not await clock.ask(patience_s=PATIENCE_S):
            raise Trouble(f"CLOCK_URL: {settings.clock_url} does not answer", code=FOUND)
        tasks.start(clock.follow(), name="clock")
    store = house.open_store(settings, clock.now)
    stack.push_async_callback(store.close)
    event = await house.ensure_event(store, settings.event_file)
    faces = Faces(alone=not apart and settings.redis_url is None)
    return _House(settings, clock, store, tasks, ticks, event.id, faces)


class _House:
    """What the two halves of the work share."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        store: Store,
        tasks: Tasks,
        ticks: Ticks,
        event: EventId,
        faces: Faces,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.tasks = tasks
        self.ticks = ticks
        self.event = event
        self.faces = faces
        self.silence = Silence()
        self.courier: Courier | None = None

    def nudge(self) -> None:
        """Something was changed that the courier may have to tell."""
        if self.courier is not None:
            self.courier.nudge()

    def dealt(self) -> None:
        """An update is finished. Most leave nothing to send, and looking costs a transaction."""
        if self.store.stirred():
            self.nudge()

    async def start_courier(self, stack: AsyncExitStack) -> None:
        """Begins to send, and to tick."""
        settings = self.settings
        sender = Sender(
            settings.token,
            api_url=settings.telegram_api_url,
            per_second=settings.pace,
            faces=self.faces,
        )
        await sender.open()
        stack.push_async_callback(sender.close)
        sending = Tasks()
        stack.push_async_callback(sending.close, grace_s=GRACE_S)
        pace = Pace(settings.pace, self.silence)
        self.courier = Courier(self.store, sender, pace, sending, worker=_worker(settings))
        loop = self.tasks.start(self.courier.run(), name="courier", vital=True)
        stack.callback(loop.cancel)
        self._tick(ProgressMessages(self.store, sender, pace))
        stack.callback(self.ticks.stop)

    def _tick(self, progress: ProgressMessages) -> None:
        async def deliver() -> None:
            self.nudge()

        async def keep() -> None:
            await keep_time(self.store, nudge=self.nudge)

        async def ask() -> None:
            await ask_after(self.store, nudge=self.nudge)

        async def forget() -> None:
            await self.store.journal.forget(self.clock.now() - KEPT_FOR)

        ticks = self.ticks
        ticks.every(KEEP_TIME_S, keep, on_jump=True)
        ticks.every(ASK_S, ask, on_jump=True)
        ticks.every(DELIVER_S, deliver, on_jump=True)
        ticks.every(PROGRESS_S, progress.update)
        ticks.every(FORGET_S, forget)
        if self.settings.clock_url:
            board = NextReminder(self.store, self.settings.clock_url)
            ticks.every(NEXT_REMINDER_S, board.update, on_jump=True)
        ticks.start()

    async def start_talk(self, talk: Talk, stack: AsyncExitStack) -> None:
        """Begins to listen; what an earlier run left undone comes first."""
        talking = Tasks()
        alone = await self._alone(talking, stack)
        stack.push_async_callback(talking.close)
        inbox = Inbox(self.store.journal, talk.deal, talking, dealt=self.dealt, alone=alone)
        await inbox.recover()
        stack.push_async_callback(inbox.stop, grace_s=GRACE_S)
        talking.start(talk.introduce(), name="introduction")
        if self.settings.webhook_url and self.settings.webhook_secret:
            secret = self.settings.webhook_secret.get_secret_value()
            path = urlsplit(self.settings.webhook_url).path
            door = Door(inbox, talking, path=path, secret=secret, rides=talk.rides)
            await _open_door(door, *self.settings.listen)
            stack.push_async_callback(door.close)
            await talk.set_webhook(self.settings.webhook_url, secret)
        else:
            await talk.drop_webhook()
            work = poll(talk.bot, inbox, allowed=talk.allowed_updates())
            polling = self.tasks.start(work, name="polling", vital=True)
            stack.callback(polling.cancel)

    async def _alone(self, tasks: Tasks, stack: AsyncExitStack) -> Alone:
        """How machines that talk keep out of each other's way, where there are several."""
        if self.settings.redis_url is None:
            return nobody_else
        from bot import leases  # Redis is for those who set it

        url = self.settings.redis_url.get_secret_value()
        problem = await leases.reach(url)
        if problem is not None:
            raise Trouble(f"REDIS_URL: it cannot be reached ({problem})", code=FOUND)
        held = leases.Leases(url, tasks, bot=self.settings.token.partition(":")[0])
        stack.push_async_callback(held.close)
        return held.person

    async def print_invitation(self, username: str) -> None:
        """A fresh one-time link on every start, for each edition that nobody organises, unless it
        is over; the one that is on or comes next is not named."""
        for event in await self.store.look(_unorganised):
            if event.id != self.event and time_of(event, self.clock.now()) is Time.PAST:
                continue
            invite = partial(arrivals.invite, event_id=event.id)
            secret = await self.store.run(invite)
            which = "" if event.id == self.event else f"of {event.plan.code} "
            _say(f"organiser {which}https://t.me/{username}?start=o_{secret}")


def _unorganised(uow: UnitOfWork, _now: datetime) -> list[Event]:
    return [event for event in uow.events.all() if not uow.organisers.count(event.id)]


async def _open_door(door: Door, host: str, port: int) -> None:
    try:
        await door.open(host, port)
    except OSError as error:
        line = f"WEBHOOK_LISTEN: cannot listen on {host}:{port}: {error.strerror}"
        raise Trouble(line) from None


def _worker(settings: Settings) -> str:
    """A name for this machine's leases that is the same at the next start."""
    place = hashlib.sha256(str(settings.data_dir.resolve()).encode()).hexdigest()[:8]
    return f"{socket.gethostname()[:40]}:{place}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
