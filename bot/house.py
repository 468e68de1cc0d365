"""The store as commands and the app open it: at this version's schema, with an event in it.

Owns the sentences about a database that cannot be used.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.settings import Place, load_place
from bot.trouble import FOUND, Trouble
from matchmaking.errors import BadEventFile
from matchmaking.eventfile import load_event
from matchmaking.events import Event
from matchmaking.usecases import actors, arrivals, timekeeping
from storage.store import Store

log = structlog.get_logger(__name__)


def open_store(place: Place, now: Callable[[], datetime]) -> Store:
    """The store, migrated; raises `Trouble` when it cannot be reached or used."""
    place.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        store = Store.open(place.database, clock=now)
        store.migrate()
    except ValueError as error:
        raise Trouble(f"DATABASE_URL: {error}") from None
    except (SQLAlchemyError, OSError, ImportError) as error:
        line = f"DATABASE_URL: the database cannot be used: {first_line(error)}"
        raise Trouble(line, code=FOUND) from None
    return store


def first_line(error: BaseException) -> str:
    """What an error says, without the pages that some libraries add."""
    return (str(error) or type(error).__name__).splitlines()[0]


async def ensure_event(store: Store, event_file: Path) -> Event:
    """The edition that is on or comes next; from the file when the store has none. Raises
    `Trouble`."""
    if not await store.look(lambda uow, _: uow.events.all()):
        return await put_event(store, event_file)
    if await store.look(timekeeping.out_of_step):
        kept = await store.run(timekeeping.keep_hours)
        log.warning(
            "an event's clocks change otherwise than foreseen: hours are kept",
            meetings=kept.moved,
            cancelled=kept.lost,
        )
    return await store.look(actors.front_event)


async def put_event(store: Store, event_file: Path) -> Event:
    """Adds the file's event or brings the stored one up to date; raises `Trouble`."""
    try:
        plan = load_event(event_file)
    except BadEventFile as error:
        raise Trouble(f"the event file cannot be used: {error}") from None
    return await store.run(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


async def migrate() -> None:
    """The command `migrate`."""
    store = open_store(load_place(), Clock().now)
    await store.close()
    sys.stdout.write("the database is at this version's schema\n")


async def edition_named(store: Store, code: str | None) -> Event | None:
    """The edition of that code; with none named, the one that is on or next, or None where there is
    no event yet. Raises `Trouble` for a code that no edition has."""
    known = await store.look(lambda uow, _now: uow.events.all())
    if code is None:
        return await store.look(actors.front_event) if known else None
    for event in known:
        if event.plan.code == code:
            return event
    codes = ", ".join(event.plan.code for event in known) or "none"
    raise Trouble(f"there is no edition {code!r}; those there are: {codes}")


def needed(event: Event | None) -> Event:
    """That event; raises `Trouble` where there is none yet."""
    if event is None:
        raise Trouble("there is no event yet: import one")
    return event
