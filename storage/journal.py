"""Updates as they were heard: kept before their sender is told so, until they are answered.

A kept update is `kept` until a use case dealt with it, `done` from that very transaction on,
and `answered` once the reply is out. Whatever is not answered is taken up at the next start;
the difference between `kept` and `done` tells whether anything is still to be changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, literal_column, select, update

from storage.quick import Quick
from storage.tables import KEPT_UPDATE
from storage.transactions import Transactions
from storage.upserts import insert_new

KEEP = Quick(insert_new(KEPT_UPDATE, keys=["update_id"], returning=[KEPT_UPDATE.c.update_id]))
# Once answered, an update with somebody's telephone number is kept without its body: numbers are
# kept elsewhere, and for as long as they are needed.
ANSWERED = Quick(
    update(KEPT_UPDATE)
    .where(KEPT_UPDATE.c.update_id == bindparam("heard"))
    .values(
        state=literal_column("'answered'"),
        body=case(
            (KEPT_UPDATE.c.body.like(literal_column("'%\"phone_number\"%'")), literal_column("''")),
            else_=KEPT_UPDATE.c.body,
        ),
        done_at=func.coalesce(
            KEPT_UPDATE.c.done_at, bindparam("now", type_=KEPT_UPDATE.c.done_at.type)
        ),
    )
)
# Written out and not bound, so that the databases see that their partial index applies.
UNFINISHED = (
    select(KEPT_UPDATE)
    .where(KEPT_UPDATE.c.state != literal_column("'answered'"), KEPT_UPDATE.c.body != "")
    .order_by(KEPT_UPDATE.c.update_id)
)
UNFINISHED_ONE = Quick(
    select(KEPT_UPDATE).where(
        KEPT_UPDATE.c.update_id == bindparam("heard"),
        KEPT_UPDATE.c.state != literal_column("'answered'"),
        KEPT_UPDATE.c.body != literal_column("''"),
    )
)
LAST = select(func.max(KEPT_UPDATE.c.update_id))
# The latest stays whatever its age: it says where hearing goes on.
FORGET = delete(KEPT_UPDATE).where(
    KEPT_UPDATE.c.state == literal_column("'answered'"),
    KEPT_UPDATE.c.kept_at < bindparam("before"),
    KEPT_UPDATE.c.update_id < bindparam("last"),
)
DONE = Quick(
    update(KEPT_UPDATE)
    .where(
        KEPT_UPDATE.c.update_id == bindparam("heard"),
        KEPT_UPDATE.c.state == literal_column("'kept'"),
    )
    .values(state=literal_column("'done'"), done_at=bindparam("now"))
)
KNOWN = Quick(select(KEPT_UPDATE.c.state).where(KEPT_UPDATE.c.update_id == bindparam("heard")))


@dataclass(frozen=True, kw_only=True)
class KeptUpdate:
    """An update as it was heard; `body` is its JSON text."""

    update_id: int
    telegram_id: int
    body: str
    done: bool = False
    """Whether a use case has dealt with it already (its reply may still be owed)."""
    told: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """The body as it was parsed, if whoever keeps it has it at hand."""


class Journal:
    """What was heard."""

    def __init__(self, transactions: Transactions, clock: Callable[[], datetime]) -> None:
        self._transactions = transactions
        self._clock = clock

    async def keep(self, updates: Sequence[KeptUpdate]) -> list[KeptUpdate]:
        """Writes updates down in one transaction; returns those not heard before, in order."""
        rows = [
            {
                "update_id": update.update_id,
                "telegram_id": update.telegram_id,
                "body": update.body,
                "kept_at": self._clock(),
                "state": "kept",
            }
            for update in updates
        ]
        if not rows:
            return []

        def write(connection: Connection) -> set[int]:
            return {row.update_id for row in KEEP.rows_of_all(connection, rows)}

        new = await self._transactions.write_here(write)
        # Of several with one id in the batch, the first was written down.
        first = {update.update_id: update for update in reversed(updates)}
        return [
            first[number] for number in dict.fromkeys(u.update_id for u in updates) if number in new
        ]

    async def answered(self, update_ids: Sequence[int]) -> None:
        """Notes that these are finished: their replies are out, or never will be."""
        if not update_ids:
            return
        # In order, so that two programs at the same updates do not wait for each other.
        now, rows = self._clock(), sorted(update_ids)

        def write(connection: Connection) -> None:
            ANSWERED.run_all(connection, [{"heard": number, "now": now} for number in rows])

        await self._transactions.write_here(write)

    async def unfinished(self) -> list[KeptUpdate]:
        """All that are not answered, by update id."""

        def read(connection: Connection) -> list[KeptUpdate]:
            return [_kept(row) for row in connection.execute(UNFINISHED)]

        return await self._transactions.read(read)

    async def unfinished_one(self, update_id: int) -> KeptUpdate | None:
        """This one as it is kept by now; None when it is answered, or its person erased."""

        def read(connection: Connection) -> KeptUpdate | None:
            row = UNFINISHED_ONE.first(connection, heard=update_id)
            return None if row is None else _kept(row)

        return await self._transactions.read_here(read)

    async def last_update_id(self) -> int | None:
        """The greatest update id ever kept."""

        def read(connection: Connection) -> int | None:
            last: int | None = connection.execute(LAST).scalar()
            return last

        return await self._transactions.read(read)

    async def forget(self, before: datetime) -> int:
        """Deletes answered updates kept before this instant; returns how many."""

        def write(connection: Connection) -> int:
            last = connection.execute(LAST).scalar()
            at = {"before": before, "last": last}
            return 0 if last is None else connection.execute(FORGET, at).rowcount

        return await self._transactions.write(write)


def _kept(row: Any) -> KeptUpdate:
    return KeptUpdate(
        update_id=row.update_id,
        telegram_id=row.telegram_id,
        body=row.body,
        done=row.state == "done",
    )


def mark_done(connection: Connection, update_id: int, now: datetime) -> bool:
    """Marks a kept update as dealt with; False when it had been before. One that was never
    kept needs no mark."""
    if DONE.run(connection, heard=update_id, now=now):
        return True
    return KNOWN.first(connection, heard=update_id) is None
