"""Transactions on SQLite right where they are called, on the event loop's own thread.

An update's transactions take 50 to 500 microseconds. Going to a thread and back takes as long
again in the best case, and under load up to Python's switch interval (5 ms) each way, since the
thread and the loop want the same lock: the conversation took 4.9 ms of CPU an update this way
and 7.7 ms through threads (measured before the statements became cheaper; the gap stayed).

What could make the loop wait does not happen here: a transaction that finds another writer at
work (the writing thread, or another program) gives up at once, with `Busy`, to be run in a
thread; and the log of writes is emptied into the file, with the disk's own wait, by a thread
(`Transactions`), never by a commit of ours.
"""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Busy(Exception):
    """Somebody else is writing just now: nothing was run."""


class Here:
    """One connection, kept open, for one transaction at a time."""

    def __init__(self, engine: Engine, *, writes: bool) -> None:
        self._engine = engine
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        self._connection: Connection | None = None
        self._taken = threading.Lock()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` and commits; an exception rolls back and reaches the caller.

        Raises `Busy` instead of waiting for anybody. Only what has not begun to write is given
        up so: the right to write is taken before `work` begins."""
        if not self._taken.acquire(blocking=False):
            raise Busy
        try:
            return self._run(work)
        finally:
            self._taken.release()

    def close(self) -> None:
        """Lets go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()

    def _run(self, work: Callable[[Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._engine.connect()
        connection = self._connection
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(self._begin)
            result = work(connection)
            # The library has noticed the transaction only if a statement went through it.
            if connection.in_transaction():
                connection.commit()
            else:
                driver.commit()
        except BaseException as error:
            connection.rollback()
            driver.rollback()
            if _is_busy(error):
                raise Busy from error
            raise
        return result


def _is_busy(error: BaseException) -> bool:
    cause = getattr(error, "orig", error)
    return (
        isinstance(cause, sqlite3.OperationalError)
        and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
