"""Connections to SQLite and PostgreSQL, set up so that a transaction means the same on both.

**SQLite.** Python's driver opens transactions by itself, late, and never as we want them; it is
told to leave that alone (`isolation_level = None`) and SQLAlchemy's `begin` event says it
instead: `BEGIN IMMEDIATE` where something will be written, so that two writers wait for each
other at the start rather than fail in the middle, and plain `BEGIN` for reading.

* WAL: readers and the one writer do not wait for each other.
* `synchronous=NORMAL`: a commit is in the operating system's hands when it returns, so it
  survives the death of the process (SIGKILL) and cannot corrupt the file. What may be missing
  after a *power loss* are the last commits before it, since WAL is flushed at checkpoints only.
  FULL would flush at every commit, at 1 to 10 ms each on ordinary disks; a meeting agreed in
  the last second before the lights went out is what that would buy.
* `secure_delete=ON`: what is erased is overwritten, not only unlinked.

**PostgreSQL.** REPEATABLE READ: a use case sees one state of the world, as on SQLite, and of
two that change the same row at once the later fails and is run again (`is_passing`).
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

BUSY_MS = 5000
"""How long a SQLite connection waits for another process's write."""

STATEMENTS = 512
"""How many statements a SQLite connection keeps ready: more than we have."""

CONNECTIONS = 8
"""Most connections held to PostgreSQL."""

PASSING = frozenset({"40001", "40P01", "23505"})
"""SQLSTATEs that a second run may not meet again: a serialization failure, a deadlock, and a
row that somebody else has just inserted."""


def database_url(url: str) -> URL:
    """The URL with the driver we use; raises ValueError for a database we do not know."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(
            "the database URL cannot be read (sqlite:///file or postgresql://…)"
        ) from None
    backend = parsed.drivername.partition("+")[0]
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ValueError(f"{backend} is no database we know: sqlite or postgresql")
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("SQLite needs a file: sqlite:///path/to/file.sqlite3")
    return parsed.set(drivername="sqlite+pysqlite")


def writing_engine(url: URL) -> Engine:
    """The engine whose transactions may write. A SQLite file's folder is made if absent."""
    if url.get_backend_name() != "sqlite":
        return _postgresql(url)
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return _sqlite(url, writes=True)


def reading_engine(url: URL, writer: Engine) -> Engine:
    """The engine whose transactions only read; a write through it is refused."""
    if url.get_backend_name() != "sqlite":
        return writer.execution_options(postgresql_readonly=True)
    return _sqlite(url, writes=False)


def engine_here(url: URL, *, writes: bool) -> Engine:
    """An engine for `storage.here`, on SQLite: it waits for nobody, neither writer nor disk, and
    whoever uses it begins transactions."""
    engine = _sqlite(url, writes=writes, begin="")

    @event.listens_for(engine, "connect")
    def wait_for_nobody(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA wal_autocheckpoint=0")

    return engine


def is_passing(error: DBAPIError) -> bool:
    """Whether running the whole transaction again may succeed."""
    return getattr(error.orig, "sqlstate", None) in PASSING


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_size=CONNECTIONS,
        max_overflow=2,
        pool_pre_ping=True,
        json_serializer=_to_json,
    )


def _sqlite(url: URL, *, writes: bool, begin: str | None = None) -> Engine:
    engine = create_engine(
        url,
        connect_args={
            "timeout": BUSY_MS / 1000,
            "check_same_thread": False,
            "cached_statements": STATEMENTS,
        },
        json_serializer=_to_json,
    )
    if begin is None:
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA secure_delete=ON")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        if begin:
            connection.exec_driver_sql(begin)

    return engine


def _to_json(value: Any) -> str:
    """Letters stay letters, so that what is stored can be read, searched and found gone."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
