"""A rehearsal: the simulator and the bot as two processes, started, watched and ended together.

Owns their command lines, the one line `ready http://…`, the organiser's link on its way to the
page, and that a bot that dies comes back. It is light on purpose: the bot's libraries take
seconds to import, so the bot is started first, and whatever else is needed is imported while it
does that.

The simulator's world lives in memory: after a restart its people would have the numbers of
others in an old database. So each rehearsal is a new stage: the database file in the data folder
is made anew, and the clock begins three days before the event.
"""

import asyncio
import contextlib
import ctypes
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.files import sqlite_file, sqlite_in
from bot.tasks import Tasks
from bot.trouble import FOUND, Trouble

OPENS_BEFORE = timedelta(days=3)
OPENS_AT = wall_time(9, 0)
"""When a rehearsal begins: at this hour of the event's zone, so long before its first day."""

STOP_S = 1.4
"""How long each of the two programs has to end by itself."""

DIED_TOO_SOON_S = 3.0
MOST_EARLY_DEATHS = 5
"""A bot that so often lived no longer than this is not started again."""

ORGANISER_HINT = "Become the organiser"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where and how a rehearsal runs."""

    port: int
    data: Path
    cast: int
    seed: int
    now: datetime | None = None
    """Where its clock begins; three days before the event unless given."""

    @property
    def url(self) -> str:
        """The page's address, which is the Bot API server's too."""
        return f"http://127.0.0.1:{self.port}"


async def rehearse(stage: Stage) -> int:
    """Runs a rehearsal until SIGTERM or SIGINT; returns the exit code. Raises `Trouble`."""
    stage.data.mkdir(parents=True, exist_ok=True)
    clear(stage.data)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return await _Run(stage, stopped).play()


def opening(event_file: Path) -> datetime:
    """When a rehearsal of this event begins; raises `Trouble`."""
    from matchmaking.errors import BadEventFile
    from matchmaking.eventfile import load_event

    try:
        plan = load_event(event_file)
    except BadEventFile as error:
        raise Trouble(f"the event file cannot be used: {error}") from None
    day = min(day.date for day in plan.days) - OPENS_BEFORE
    return datetime.combine(day, OPENS_AT, tzinfo=ZoneInfo(plan.zone))


def clear(folder: Path) -> None:
    """Removes the database of an earlier rehearsal."""
    database = sqlite_file(folder)
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def simulator_command(stage: Stage, token: str) -> list[str]:
    """The simulator's command line, its cast written down beside; raises `Trouble`."""
    from bot.settings import load_place

    event_file = load_place().event_file
    now = stage.now or opening(event_file)
    command = ["-m", "rehearsal", "--token", token, "--port", str(stage.port)]
    command += ["--now", now.isoformat(), "--seed", str(stage.seed)]
    command += ["--username", "multaqa_rehearsal_bot", "--name", "Multaqa"]
    if stage.cast:
        from bot.cast import write_cast

        cast = stage.data / "cast.json"
        write_cast(cast, folder=event_file.parent, size=stage.cast, seed=stage.seed)
        command += ["--cast", str(cast)]
    return command


class _Run:
    """One rehearsal under way."""

    def __init__(self, stage: Stage, stopped: asyncio.Event) -> None:
        self._stage = stage
        self._stopped = stopped
        self._token = f"1:rehearsal-{secrets.token_urlsafe(24)}"
        self._tasks = Tasks()
        self._code = 0
        self._invitation = ""
        self._listening = asyncio.Event()
        self._page = asyncio.Event()
        self._begun = asyncio.Event()
        self._programs: list[asyncio.subprocess.Process] = []

    async def play(self) -> int:
        try:
            self._tasks.start(self._guard(self._bot()), name="bot")
            self._tasks.start(self._guard(self._simulator()), name="simulator")
            self._tasks.start(self._announce(), name="ready")
            await self._stopped.wait()
        finally:
            await self._end()
        return self._code

    async def _guard(self, program: Coroutine[Any, Any, None]) -> None:
        """Whatever ends one of the two for good ends the rehearsal."""
        try:
            await program
        except Trouble as trouble:
            self._fail(trouble)
        finally:
            self._stopped.set()

    def _fail(self, trouble: Trouble) -> None:
        if not self._stopped.is_set():
            self._code = trouble.code
            say_aside(f"multaqa: {trouble}")

    async def _simulator(self) -> None:
        await self._begun.wait()
        process = await self._spawn(simulator_command(self._stage, self._token))
        self._programs.insert(0, process)
        await self._read(process, {"ready": lambda _: self._page.set()})
        raise Trouble(f"the simulator ended (exit code {await process.wait()})", code=FOUND)

    async def _bot(self) -> None:
        """Runs the bot, again and again while it lives long enough to be of use."""
        early = 0
        while early < MOST_EARLY_DEATHS:
            begun = time.monotonic()
            process = await self._spawn(["-m", "bot", "run"], self._environment())
            self._programs.append(process)
            self._begun.set()
            await self._read(
                process,
                {"listening": lambda _: self._listening.set(), "organiser": self._organiser},
            )
            code = await process.wait()
            if self._stopped.is_set():
                return
            if code == 2:
                raise Trouble("the bot refuses to start", code=FOUND)
            early = early + 1 if time.monotonic() - begun < DIED_TOO_SOON_S else 0
            say_aside(f"rehearse: the bot ended (exit code {code}); it is started again")
        raise Trouble("the bot does not stay alive", code=FOUND)

    def _environment(self) -> dict[str, str]:
        stage = self._stage
        ours = {
            "BOT_TOKEN": self._token,
            "TELEGRAM_API_URL": stage.url,
            "CLOCK_URL": f"{stage.url}/api/clock",
            "DATA_DIR": str(stage.data),
            "DATABASE_URL": sqlite_in(stage.data),
            "REDIS_URL": "",
            "WEBHOOK_URL": "",
        }
        return {**os.environ, **ours}

    async def _spawn(
        self, arguments: list[str], environment: dict[str, str] | None = None
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            # Ctrl-C is for this program alone: it ends the others in order.
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    async def _read(
        self, process: asyncio.subprocess.Process, heard: dict[str, Callable[[str], None]]
    ) -> None:
        """Reads what a program prints, word and rest of a line, until it closes its output."""
        assert process.stdout is not None
        async for raw in process.stdout:
            word, _, rest = raw.decode(errors="replace").strip().partition(" ")
            if word in heard:
                heard[word](rest)

    def _organiser(self, link: str) -> None:
        """A bot that comes back makes another link; the first still works, and one is enough."""
        if self._invitation:
            return
        self._invitation = link
        say(f"organiser {link}")

    async def _hint(self, link: str) -> None:
        """Puts the organiser's link on the page."""
        import aiohttp

        async with aiohttp.ClientSession() as http:
            hint = {"title": ORGANISER_HINT, "url": link}
            async with http.post(f"{self._stage.url}/api/hints", json=hint) as answer:
                answer.raise_for_status()

    async def _announce(self) -> None:
        await self._page.wait()
        await self._listening.wait()
        if self._invitation:
            await self._hint(self._invitation)
        say(f"ready {self._stage.url}")

    async def _end(self) -> None:
        """Ends the bot, then the simulator: what the bot finishes still needs a server."""
        self._stopped.set()
        for process in reversed(self._programs):
            if process.returncode is None:
                await _end(process)
        await self._tasks.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Asks a program to end, and sees to it that it does."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _end_with_parent() -> None:
    """In the child: Linux ends it when this program is killed and cannot do so itself."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def say(line: str) -> None:
    """A line for whoever reads our output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_aside(line: str) -> None:
    """A line about trouble."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
