"""Runs a piece of work in one transaction, where nobody else has to wait for it.

SQLite has one writer, so all writing goes through one thread, and nobody waits for a lock that
a neighbour in the same program holds; reading has threads of its own. What is short, as all
that an update needs, is run without any thread where it can be (`storage.here`). PostgreSQL's
connections are shared out among a few threads. Knows nothing of what is written.
"""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from storage.engine import (
    BUSY_MS,
    CONNECTIONS,
    engine_here,
    is_passing,
    reading_engine,
    writing_engine,
)
from storage.here import Busy, Here

T = TypeVar("T")

READERS = 2
"""Threads that read from SQLite: more would only wait for Python's own lock."""

SHRED_MS = 200
"""How long emptying the log of writes waits for readers; nothing else is written meanwhile."""

WIDE_S = 0.01
"""Work that looks at everybody may keep the loop so long, and goes to a thread when it took
longer the last time: with a few hundred people it takes 2 ms, with many thousands it would be
felt by everybody else."""

EMPTY_EVERY = 500
"""Transactions here after which a thread empties the log of writes into the file: about as many
as SQLite's own 1000 pages."""

RUNS = 8
"""How often a transaction is run before a passing failure counts as a lasting one."""


class Transactions:
    """Transactions on one database."""

    def __init__(self, url: URL) -> None:
        self.embedded = url.get_backend_name() == "sqlite"
        self.writer = writing_engine(url)
        self.reader = reading_engine(url, self.writer)
        self._here = Here(engine_here(url, writes=True), writes=True) if self.embedded else None
        self._look_here = (
            Here(engine_here(url, writes=False), writes=False) if self.embedded else None
        )
        self._wide_s = 0.0
        self._since_emptied = 0
        writers = 1 if self.embedded else CONNECTIONS
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="store-write")
        self._readers = (
            ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
            if self.embedded
            else self._writers
        )

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` and commits; an exception rolls back and reaches the caller."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, self._write, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work`, which may not write."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, work)

    async def write_here(self, work: Callable[[Connection], T], *, wide: bool = False) -> T:
        """As `write`, for work that is short, or `wide`: as long as there are people."""
        if self._here is None or (wide and self._wide_s > WIDE_S):
            return await self.write(self._timed(work) if wide else work)
        try:
            result = self._here.run(self._timed(work) if wide else work)
        except Busy:
            return await self.write(work)
        self._since_emptied += 1
        if self._since_emptied >= EMPTY_EVERY:
            self._since_emptied = 0
            self._writers.submit(self._empty)
        return result

    async def read_here(self, work: Callable[[Connection], T]) -> T:
        """As `read`, for work that is short."""
        if self._look_here is None:
            return await self.read(work)
        try:
            return self._look_here.run(work)
        except Busy:
            return await self.read(work)

    def _timed(self, work: Callable[[Connection], T]) -> Callable[[Connection], T]:
        def timed(connection: Connection) -> T:
            # The thread's own time: waiting for Python's lock or for a busy machine says nothing
            # of the work, and would keep it in the thread for ever.
            begun = time.thread_time()
            try:
                return work(connection)
            finally:
                self._wide_s = time.thread_time() - begun

        return timed

    def write_sync(self, work: Callable[[Connection], T]) -> T:
        """As `write`, waiting for the thread."""
        return self._writers.submit(self._write, work).result()

    def close(self) -> None:
        """Waits for what is under way and lets go of all connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        for here in (self._here, self._look_here):
            if here is not None:
                here.close()
        self.reader.dispose()
        self.writer.dispose()

    async def shred(self) -> None:
        """Empties SQLite's log of writes, in which erased words would still stand."""
        await asyncio.get_running_loop().run_in_executor(self._writers, self._shred)

    def shred_sync(self) -> None:
        """As `shred`, waiting for the thread."""
        self._writers.submit(self._shred).result()

    def _shred(self) -> None:
        """A reader who is busy with the log delays this until it is next written over."""
        if not self.embedded:
            return
        connection = self.writer.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={SHRED_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            cursor.close()
        finally:
            connection.close()

    def _empty(self) -> None:
        """Empties the log as far as nobody is busy with it; the disk is waited for here."""
        connection = self.writer.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            connection.close()

    def _write(self, work: Callable[[Connection], T]) -> T:
        for run in range(1, RUNS + 1):
            try:
                with self.writer.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if run == RUNS or not is_passing(error):
                    raise
                # Apart from each other, so that two rivals do not meet again.
                time.sleep(random.uniform(0.001, 0.01) * run)
        raise AssertionError("unreachable: the last run returns or raises")

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self.reader.begin() as connection:
            return work(connection)
