"""The command `check`: looks at everything a run depends on, and says how to mend what is wrong.

Owns the list of what is looked at. Changes nothing: a database is not made and not migrated.
"""

import email.utils
import importlib.metadata
import os
import sys
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot import logs, settings
from bot.clock import Clock, FollowedClock
from bot.house import first_line
from bot.settings import Place, Settings
from bot.trouble import FOUND, Trouble
from i18n.checks import problems
from matchmaking.errors import BadEventFile
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.usecases import timekeeping
from storage.engine import database_url, writing_engine
from storage.schema import schema_problem
from storage.store import Store

MOST_SKEW_S = 10.0
"""How far this machine's clock may be from Telegram's before reminders are visibly off."""

_ANSWER = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one thing; `mend` is empty when nothing is wrong."""

    what: str
    says: str
    mend: str = ""

    def line(self) -> str:
        """As the command prints it."""
        if not self.mend:
            return f"ok     {self.what}: {self.says}"
        return f"WRONG  {self.what}: {self.says}; {self.mend}"


async def check() -> int:
    """Prints a line for each thing; returns 1 when anything is wrong, else 0."""
    findings: list[Finding] = []
    loaded: Settings | None = None
    try:
        loaded = settings.load()
    except Trouble as trouble:
        findings.append(Finding(what="settings", says=str(trouble), mend="set it and try again"))
    else:
        logs.redact.hide(loaded.token)
        findings += await about_telegram(loaded)
        findings += await about_rehearsal(loaded)
        findings += await about_redis(loaded)
    place = loaded or settings.load_place()
    database = about_database(place)
    findings += [*database, *about_catalogs(), about_event(place.event_file)]
    usable = not any(one.mend for one in database) and _is_there(place)
    findings.append(await about_hours(place, ask=usable))
    for finding in findings:
        sys.stdout.write(logs.redact(finding.line()) + "\n")
    return FOUND if any(finding.mend for finding in findings) else 0


async def about_telegram(loaded: Settings) -> list[Finding]:
    """The token, and by the way whether the clocks agree."""
    url = loaded.telegram_api_url
    try:
        async with (
            aiohttp.ClientSession(timeout=_ANSWER) as http,
            http.get(f"{url}/bot{loaded.token}/getMe") as answer,
        ):
            told = await answer.json(content_type=None)
            date = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        says = f"{url} cannot be reached ({type(error).__name__})"
        return [Finding(what="Telegram", says=says, mend="check the network, or TELEGRAM_API_URL")]
    if not isinstance(told, dict) or not told.get("ok"):
        says = f"{answer.status} {told.get('description') if isinstance(told, dict) else ''}"
        return [Finding(what="token", says=says, mend="ask @BotFather for the bot's token")]
    name = f"@{told['result'].get('username')}"
    return [Finding(what="token", says=f"this is {name}"), *_about_clock(date)]


def _about_clock(date: str | None) -> Iterator[Finding]:
    if date is None:
        return
    skew = (Clock().now() - email.utils.parsedate_to_datetime(date)).total_seconds()
    says = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} Telegram's"
    wrong = abs(skew) > MOST_SKEW_S
    yield Finding(what="clock", says=says, mend="set this machine's clock (NTP)" if wrong else "")


async def about_rehearsal(loaded: Settings) -> list[Finding]:
    """The clock to be followed, if one is."""
    if not loaded.clock_url:
        return []
    clock = FollowedClock(loaded.clock_url)
    if await clock.ask():
        return [Finding(what="CLOCK_URL", says=f"it is {_minute(clock.now())} there")]
    return [
        Finding(what="CLOCK_URL", says="nobody answers", mend="start the rehearsal, or unset it")
    ]


async def about_redis(loaded: Settings) -> list[Finding]:
    """What several machines that talk share, if it is set."""
    if loaded.redis_url is None:
        return []
    from bot import leases  # Redis is for those who set it

    problem = await leases.reach(loaded.redis_url.get_secret_value())
    if problem is None:
        return [Finding(what="REDIS_URL", says="it answers")]
    says = f"it cannot be reached ({problem})"
    return [Finding(what="REDIS_URL", says=says, mend="start Redis or Valkey, or unset it")]


def about_catalogs() -> list[Finding]:
    """The words in three languages."""
    found = problems()
    if not found:
        return [Finding(what="catalogs", says="complete in three languages")]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return [Finding(what="catalogs", says=found[0] + more, mend="mend i18n/locales")]


def about_event(event_file: Path) -> Finding:
    """The event file."""
    try:
        plan = load_event(event_file)
    except BadEventFile as error:
        return Finding(what="event file", says=f"{event_file}: {error}", mend="mend EVENT_FILE")
    return Finding(
        what="event file", says=f"{plan.names[Language.EN]}, {len(plan.windows)} windows"
    )


async def about_hours(place: Place, *, ask: bool) -> Finding:
    """The rules by which clocks change, and whether what was agreed stands at its hour by them;
    `ask`: the database can be asked."""
    what = "clock changes"
    if not ask:
        return Finding(what=what, says=f"by {_rules('UTC')}")
    store = Store.open(place.database, clock=Clock().now)
    try:
        event = await store.look(lambda uow, _: uow.events.current())
        late = event is not None and await store.look(timekeeping.out_of_step)
    finally:
        await store.close()
    rules = _rules(event.plan.zone if event else "UTC")
    if not late:
        return Finding(what=what, says=f"by {rules}; what was agreed stands at its hour")
    says = f"by {rules}, which give the event's hours other instants than were agreed"
    mend = "start the bot again: it keeps the hours, and tells those for whom something changes"
    return Finding(what=what, says=says, mend=mend)


def _is_there(place: Place) -> bool:
    """Whether there is a database to ask: a SQLite file is made at the first run."""
    url = database_url(place.database)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def _rules(zone: str) -> str:
    """Which version of the rules decides about a zone: the system's where it has the zone."""
    for folder in map(Path, zoneinfo.TZPATH):
        if not (folder / zone).exists():
            continue
        for name, mark in (("tzdata.zi", "# version "), ("+VERSION", "")):
            if (folder / name).exists():
                line = (folder / name).read_text(encoding="utf-8").splitlines()[0]
                return f"the rules {line.removeprefix(mark)} of {folder}"
        return f"the rules of {folder}, whose version is not told"
    return f"the rules of the package tzdata {importlib.metadata.version('tzdata')}"


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def about_database(place: Place) -> list[Finding]:
    """The database, and the version of its schema."""
    what, mend = "database", "check DATABASE_URL and DATA_DIR"
    try:
        url = database_url(place.database)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
            return [_new_file(Path(str(url.database)))]
        writer = writing_engine(url)
        try:
            problem = schema_problem(writer)
        finally:
            writer.dispose()
    except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
        return [Finding(what=what, says=first_line(error), mend=mend)]
    if problem is None:
        return [Finding(what=what, says="reachable, at this version's schema")]
    return [Finding(what=what, says=problem, mend="run `python -m bot migrate`")]


def _new_file(file: Path) -> Finding:
    """About a SQLite file that is yet to be made."""
    folder = next(parent for parent in file.resolve().parents if parent.exists())
    if os.access(folder, os.W_OK):
        return Finding(what="database", says=f"{file} will be made at the first run")
    says = f"{file} cannot be made: {folder} is not ours to write in"
    return Finding(what="database", says=says, mend="set DATA_DIR to a folder of ours")
