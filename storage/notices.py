"""Messages owed: left, claimed for sending with a lease, and settled.

A lease is two columns, `leased_by` and `leased_until`; both are empty unless a courier holds
the notice. Expired leases are emptied before anything is claimed, so that "leased" is simply
"not empty", and a unique index over the leased rows' recipients keeps a person from being
written to by two couriers at once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from matchmaking.meetings import MeetingId
from matchmaking.notices import (
    PRIORITY,
    AnnouncementId,
    NewNotice,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
    Priority,
)
from matchmaking.people import PersonId
from storage.copies import StoredCopies
from storage.quick import Quick
from storage.tables import NOTICE
from storage.upserts import insert_new, insert_or_update

# Written out and not bound, so that the databases see that their partial indexes apply.
PENDING: ColumnElement[str] = literal_column(f"'{NoticeState.PENDING.value}'")
UNTOLD = or_(
    *(
        NOTICE.c.state == literal_column(f"'{state.value}'")
        for state in (NoticeState.PENDING, NoticeState.STALE, NoticeState.BLOCKED)
    )
)
EARLIER = NOTICE.alias("earlier")
LEASED = NOTICE.alias("leased")

LEAVE = insert_new(NOTICE, keys=["recipient_id", "key"], returning=[NOTICE.c.id])
RENEW = insert_or_update(
    NOTICE,
    keys=["recipient_id", "key"],
    change=["due_at", "expires_at", "data", "state", "attempts", "detail", "settled_at"],
    returning=[NOTICE.c.id],
    where=UNTOLD,
)
BY_ID = select(NOTICE).where(NOTICE.c.id == bindparam("notice"))
BY_KEY = select(NOTICE).where(
    NOTICE.c.recipient_id == bindparam("recipient"), NOTICE.c.key == bindparam("wanted")
)
RECLAIM = Quick(
    update(NOTICE)
    .where(NOTICE.c.leased_by.is_not(None), NOTICE.c.leased_until <= bindparam("now"))
    .values(leased_by=None, leased_until=None)
)
# The most urgent due notice of each recipient to whom nothing is being sent.
CLAIMABLE = Quick(
    select(NOTICE.c.id)
    .where(
        NOTICE.c.state == PENDING,
        NOTICE.c.priority == bindparam("priority"),
        NOTICE.c.due_at <= bindparam("now"),
        ~exists().where(
            LEASED.c.recipient_id == NOTICE.c.recipient_id, LEASED.c.leased_by.is_not(None)
        ),
        ~exists().where(
            EARLIER.c.recipient_id == NOTICE.c.recipient_id,
            EARLIER.c.state == PENDING,
            EARLIER.c.due_at <= bindparam("now"),
            tuple_(EARLIER.c.priority, EARLIER.c.due_at, EARLIER.c.id)
            < tuple_(NOTICE.c.priority, NOTICE.c.due_at, NOTICE.c.id),
        ),
    )
    .order_by(NOTICE.c.due_at, NOTICE.c.id)
    .limit(bindparam("most"))
    # SQLite has one writer anyhow and knows no such clause; it is left out there.
    .with_for_update(skip_locked=True, of=NOTICE)
)
CLAIM = Quick(
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice"))
    .values(leased_by=bindparam("worker"), leased_until=bindparam("until"))
    .returning(NOTICE)
)
UNCLAIM = (
    update(NOTICE)
    .where(NOTICE.c.leased_by == bindparam("worker"))
    .values(leased_by=None, leased_until=None)
)
UNLEASE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice"))
    .values(leased_by=None, leased_until=None)
)
SETTLE = Quick(
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice"))
    .values(
        message_id=func.coalesce(bindparam("message"), NOTICE.c.message_id),
        leased_by=None,
        leased_until=None,
    )
)
POSTPONE = Quick(
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice"))
    .values(attempts=NOTICE.c.attempts + 1, leased_by=None, leased_until=None)
)
# A lease stays: the courier that holds it is writing to that person at this moment.
DROP = update(NOTICE).where(NOTICE.c.meeting_id == bindparam("meeting"), NOTICE.c.state == PENDING)
NEXT_DUE = (
    select(NOTICE)
    .where(
        NOTICE.c.state == PENDING,
        NOTICE.c.priority == Priority.REMINDER.value,
        NOTICE.c.due_at > bindparam("after"),
    )
    .order_by(NOTICE.c.due_at, NOTICE.c.id)
    .limit(1)
)


class StoredNotices(StoredCopies):
    """`ports.Notices`."""

    def leave(self, notices: Sequence[NewNotice]) -> int:
        """Stores those whose key is new to their recipient; returns how many were."""
        if not notices:
            return 0
        self.stirred = True
        rows = [_columns(notice) for notice in notices]
        return len(self._connection.execute(LEAVE.on(self._connection), rows).all())

    def renew(self, notices: Sequence[NewNotice]) -> int:
        """Stores these anew, unless they were told or refused; returns how many are owed now."""
        rows = {(each.recipient, each.key): _columns(each) for each in notices}
        if not rows:
            return 0
        self.stirred = True
        renewed = self._connection.execute(RENEW.on(self._connection), list(rows.values()))
        return len(renewed.all())

    def get(self, notice_id: NoticeId) -> Notice | None:
        """The notice with this id."""
        row = self._connection.execute(BY_ID, {"notice": notice_id}).first()
        return _notice(row) if row else None

    def by_key(self, recipient: PersonId, key: str) -> Notice | None:
        """The recipient's notice with this key, in whatever state."""
        at = {"recipient": recipient, "wanted": key}
        row = self._connection.execute(BY_KEY, at).first()
        return _notice(row) if row else None

    def claim(self, now: datetime, *, until: datetime, limit: int, worker: str) -> list[Notice]:
        """Leases due notices to `worker`, most urgent first, at most one for a recipient."""
        RECLAIM.run(self._connection, now=now)
        ids: list[int] = []
        # One priority after the other: each is a short walk along the index of what is due.
        for priority in Priority:
            if len(ids) < limit:
                most = limit - len(ids)
                found = CLAIMABLE.rows(
                    self._connection, priority=priority.value, now=now, most=most
                )
                ids += (row.id for row in found)
        leases = [{"notice": notice, "worker": worker, "until": until} for notice in ids]
        return [_notice(CLAIM.first(self._connection, **lease)) for lease in leases]

    def unclaim(self, worker: str) -> int:
        """Gives up all leases of a worker; returns how many."""
        return self._connection.execute(UNCLAIM, {"worker": worker}).rowcount

    def settle(
        self,
        notice_id: NoticeId,
        state: NoticeState,
        *,
        now: datetime,
        message_id: int | None = None,
        detail: str = "",
    ) -> None:
        """Says what became of a notice; a message id known before is kept if none is given."""
        SETTLE.run(
            self._connection,
            notice=notice_id,
            state=state.value,
            settled_at=now,
            message=message_id,
            detail=detail,
        )

    def postpone(self, notice_id: NoticeId, due_at: datetime, *, detail: str) -> None:
        """Due again later, after an attempt that failed."""
        POSTPONE.run(self._connection, notice=notice_id, due_at=due_at, detail=detail)

    def unlease(self, notice_id: NoticeId) -> None:
        """Drops the lease of a notice, which is due as before."""
        self.stirred = True
        self._connection.execute(UNLEASE, {"notice": notice_id})

    def drop_for_meeting(self, meeting_id: MeetingId, now: datetime) -> int:
        """Marks the pending notices of a meeting as stale; returns how many."""
        self.stirred = True  # what waited behind one of them for its recipient
        values = {"meeting": meeting_id, "state": NoticeState.STALE.value, "settled_at": now}
        return self._connection.execute(DROP, values).rowcount

    def next_due(self, after: datetime) -> Notice | None:
        """The next reminder that falls due later than `after`."""
        row = self._connection.execute(NEXT_DUE, {"after": after}).first()
        return None if row is None else _notice(row)


def _columns(new: NewNotice) -> dict[str, Any]:
    return {
        "recipient_id": new.recipient,
        "key": new.key,
        "kind": new.kind.value,
        "priority": PRIORITY[new.kind].value,
        "due_at": new.due_at,
        "expires_at": new.expires_at,
        "meeting_id": new.meeting,
        "announcement_id": new.announcement,
        "data": dict(new.data),
        "replaces": new.replaces,
        "state": NoticeState.PENDING.value,
        "attempts": 0,
        "detail": "",
    }


def _notice(row: Row[Any]) -> Notice:
    what = NewNotice(
        recipient=PersonId(row.recipient_id),
        kind=NoticeKind(row.kind),
        key=row.key,
        due_at=row.due_at,
        expires_at=row.expires_at,
        meeting=MeetingId(row.meeting_id) if row.meeting_id is not None else None,
        announcement=(
            AnnouncementId(row.announcement_id) if row.announcement_id is not None else None
        ),
        data=row.data,
        replaces=row.replaces,
    )
    return Notice(
        id=NoticeId(row.id),
        what=what,
        state=NoticeState(row.state),
        attempts=row.attempts,
        message_id=row.message_id,
    )
