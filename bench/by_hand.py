"""What a store says to SQLite, written down, and said again by hand.

Owns the recording of statements as the driver gets them, and their replay on a bare connection.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

Statement = tuple[str, Any, bool]
"""A statement, its values, and whether they are many."""


class Recorder(sqlite3.Cursor):
    """A cursor that writes down what it is given."""

    written: list[Statement] | None = None

    def execute(self, sql: str, parameters: Any = ()) -> "Recorder":
        """As the driver's."""
        if Recorder.written is not None:
            Recorder.written.append((sql, _kept(parameters), False))
        super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Any) -> "Recorder":
        """As the driver's."""
        rows = [_kept(one) for one in parameters]
        if Recorder.written is not None:
            Recorder.written.append((sql, rows, True))
        super().executemany(sql, rows)
        return self


class Recording(sqlite3.Connection):
    """A connection whose cursors write down what they are given."""

    def cursor(self, factory: Any = None) -> Any:
        """As the driver's."""
        return super().cursor(factory or Recorder)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """As the driver's."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """As the driver's."""
        return self.cursor().executemany(sql, parameters)


def _kept(parameters: Any) -> Any:
    return dict(parameters) if isinstance(parameters, dict) else tuple(parameters)


@contextmanager
def recorded() -> Iterator[None]:
    """Every connection opened meanwhile writes down its statements."""

    def connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options["factory"] = Recording

    event.listen(Engine, "do_connect", connect)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connect)


def replay(path: Path, statements: Sequence[Statement]) -> float:
    """The same statements by hand; returns the seconds."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    start = time.perf_counter()
    for sql, values, many in statements:
        if many:
            connection.executemany(sql, values)
        else:
            connection.execute(sql, values).fetchall()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def with_transactions(written: Sequence[Statement]) -> list[Statement]:
    """The statements with a commit before every beginning but the first, since the driver's own
    commit passes no cursor; without what connections and the log of writes need."""
    whole: list[Statement] = []
    for sql, values, many in written:
        if sql.startswith("PRAGMA"):
            continue
        if sql.startswith("BEGIN") and whole:
            whole.append(("COMMIT", (), False))
        whole.append((sql, values, many))
    return [*whole, ("COMMIT", (), False)]
