"""The store: everything the product remembers, behind one door.

Owns the opening and closing, and that a use case is one transaction. What leaves it are values
of `matchmaking`; what enters are use cases.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from matchmaking.ports import UseCase
from storage import schema
from storage.engine import database_url
from storage.journal import Journal
from storage.memory import Memory
from storage.transactions import Transactions
from storage.unit import StoredUnit
from storage.work import StoredWork

T = TypeVar("T")


class Store:
    """A database of ours. Made by `open`."""

    def __init__(self, transactions: Transactions, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.journal = Journal(transactions, clock)
        self._transactions = transactions
        self._memory = Memory()
        self._stirred = False

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime]) -> "Store":
        """The store at a database URL: `sqlite:///file` or `postgresql://…`.

        Makes the SQLite file's folder if absent. Connects when first used, and does not
        migrate. Raises ValueError for a URL of another kind. `clock` gives the UTC-aware now.
        """
        return cls(Transactions(database_url(url)), clock)

    def migrate(self) -> None:
        """Brings the database to this program's version; does nothing when it is."""
        schema.migrate(self._transactions.writer)

    def schema_problem(self) -> str | None:
        """What is wrong with the database's version, in one line; None when it is ours."""
        return schema.schema_problem(self._transactions.reader)

    def run_sync(self, use_case: UseCase[T]) -> T:
        """Runs a use case in one writing transaction, for callers that do not await."""
        result, unit = self._transactions.write_sync(self._case(_alone(use_case)))
        if self._ended(unit):
            self._transactions.shred_sync()
        return result

    async def run(self, use_case: UseCase[T]) -> T:
        """Runs a use case in one writing transaction, in a thread.

        On PostgreSQL it is run again from the start when another transaction got in its way:
        what it does outside the store would be done again, too."""
        result, unit = await self._transactions.write(self._case(_alone(use_case)))
        if self._ended(unit):
            await self._transactions.shred()
        return result

    async def look(self, use_case: UseCase[T]) -> T:
        """Runs a use case that only reads, in a thread; a write in it fails."""
        return await self._transactions.read(self._reading(use_case))

    async def glance(self, use_case: UseCase[T]) -> T:
        """As `look`, for what is read in a moment: on SQLite without a thread."""
        return await self._transactions.read_here(self._reading(use_case))

    async def brief(self, use_case: UseCase[T]) -> T:
        """As `run`, for what is written in a moment: on SQLite without a thread."""
        return await self.transact(_alone(use_case))

    async def take_up(self, *, update_id: int | None, telegram_id: int) -> StoredWork:
        """The work of one update (None: of no update), with its chat's conversation loaded."""
        conversation = await self.glance(lambda uow, _now: uow.conversations.get(telegram_id))
        return StoredWork(
            self, update_id=update_id, telegram_id=telegram_id, conversation=conversation
        )

    async def transact(
        self, work: Callable[[Connection, StoredUnit, datetime], T], *, wide: bool = False
    ) -> T:
        """Runs `work`, which is short, in one writing transaction: on SQLite without a thread,
        unless it is `wide` and there are many people."""
        result, unit = await self._transactions.write_here(self._case(work), wide=wide)
        if self._ended(unit):
            await self._transactions.shred()
        return result

    def stirred(self) -> bool:
        """Whether what was committed since this was last asked may have made a notice due."""
        stirred, self._stirred = self._stirred, False
        return stirred

    async def close(self) -> None:
        """Waits for what is under way, and lets go of the database."""
        self.close_sync()

    def close_sync(self) -> None:
        """The same, for callers that do not await."""
        self._transactions.close()

    def _reading(self, use_case: UseCase[T]) -> Callable[[Connection], T]:
        return lambda connection: use_case(StoredUnit(connection, self._memory), self.clock())

    def _case(
        self, work: Callable[[Connection, StoredUnit, datetime], T]
    ) -> Callable[[Connection], tuple[T, StoredUnit]]:
        """`work` for a connection; returns what it was done with, too."""

        def run(connection: Connection) -> tuple[T, StoredUnit]:
            unit = StoredUnit(connection, self._memory)
            result = work(connection, unit, self.clock())
            return result, unit

        return run

    def _ended(self, unit: StoredUnit) -> bool:
        """Notes what was committed; returns whether somebody was forgotten, of whom no trace may be
        left in the log of writes either."""
        if unit.notices.stirred:
            self._stirred = True
        for person in unit.people.forgotten:
            self._memory.forget(person)
        return bool(unit.people.forgotten)


def _alone(use_case: UseCase[T]) -> Callable[[Connection, StoredUnit, datetime], T]:
    return lambda _connection, unit, now: use_case(unit, now)
