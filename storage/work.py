"""One update's dealings with the store: each use case in one transaction, with its mark.

The mark ("this update was dealt with") is set by the first use case that commits, in its own
transaction, so that a second delivery of the update finds either everything or nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from matchmaking.ports import AlreadyDone, Conversation, UnitOfWork, UseCase
from storage.journal import mark_done
from storage.unit import StoredUnit

T = TypeVar("T")

Then = Conversation | Callable[[T], Conversation | None] | None


class Runs(Protocol):
    """What a `StoredWork` asks of the store."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """Now, UTC-aware."""

    async def glance(self, use_case: UseCase[T]) -> T:
        """Runs a use case that only reads."""

    async def transact(
        self, work: Callable[[Connection, StoredUnit, datetime], T], *, wide: bool = False
    ) -> T:
        """Runs `work` and commits."""


class StoredWork:
    """`ports.Work`."""

    def __init__(
        self,
        store: Runs,
        *,
        update_id: int | None,
        telegram_id: int,
        conversation: Conversation,
    ) -> None:
        self._store = store
        self._update_id = update_id
        self._telegram_id = telegram_id
        self._conversation = conversation
        self._marked = update_id is None

    @property
    def now(self) -> datetime:
        """The clock, UTC-aware, read anew each time."""
        return self._store.clock()

    @property
    def conversation(self) -> Conversation:
        """Where the chat stood when the update was taken up, or as the last `do` left it."""
        return self._conversation

    async def look(self, use_case: UseCase[T]) -> T:
        """Runs a use case that only reads."""
        return await self._store.glance(use_case)

    async def do(self, use_case: UseCase[T], *, then: Then[T] = None, wide: bool = False) -> T:
        """Runs a use case and commits it with the conversation and the update's mark.

        Raises `AlreadyDone` before running anything when an earlier delivery of the update was
        dealt with; another `do` of the same work is not an earlier delivery."""

        def transaction(
            connection: Connection, unit: StoredUnit, now: datetime
        ) -> tuple[T, Conversation | None]:
            if not self._marked and not mark_done(connection, self._update(), now):
                raise AlreadyDone(self._update_id)
            result = use_case(unit, now)
            turn = then(result) if callable(then) else then
            if turn is not None:
                unit.conversations.save(self._telegram_id, turn)
            return result, turn

        result, turn = await self._store.transact(transaction, wide=wide)
        self._marked = True
        if turn is not None:
            self._conversation = turn
        return result

    async def turn(self, conversation: Conversation) -> None:
        """Saves where the chat stands when no use case changes anything else."""
        await self.do(_nothing, then=conversation)

    async def close(self) -> None:
        """Marks the update as dealt with if no `do` did; nothing happens if one did."""
        if self._marked:
            return

        def transaction(connection: Connection, _unit: StoredUnit, now: datetime) -> None:
            mark_done(connection, self._update(), now)

        await self._store.transact(transaction)
        self._marked = True

    def _update(self) -> int:
        if self._update_id is None:
            raise LookupError("work of no update has nothing to mark")
        return self._update_id


def _nothing(_uow: UnitOfWork, _now: datetime) -> None:
    """A use case that changes nothing."""
