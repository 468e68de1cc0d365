"""The copies of an announcement among the messages owed: held, let go, stopped, tried again."""

from datetime import UTC, datetime

from sqlalchemy import Connection, and_, bindparam, delete, exists, or_, update

from matchmaking.notices import AnnouncementId, NoticeId, NoticeState
from matchmaking.usecases.delivery import PERSON_BLOCKS
from storage.tables import NOTICE, PERSON

PENDING = NoticeState.PENDING.value

WITHOUT_HOUR = datetime(9999, 1, 1, tzinfo=UTC)
"""When a copy is due that is put off until its announcement goes on."""

IS_COPY = and_(NOTICE.c.announcement_id == bindparam("announcement"), NOTICE.c.state == PENDING)
# What a courier is about to send it will settle or put back itself: touching its row would only
# make one of the two transactions run again.
HOLD = update(NOTICE).where(IS_COPY, NOTICE.c.leased_by.is_(None)).values(due_at=WITHOUT_HOUR)
PUT_BACK = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("notice"))
    .values(due_at=WITHOUT_HOUR, leased_by=None, leased_until=None)
)
RELEASE = update(NOTICE).where(IS_COPY, NOTICE.c.leased_by.is_(None))
STOP = (
    update(NOTICE)
    .where(IS_COPY, NOTICE.c.leased_by.is_(None))
    .values(state=NoticeState.STALE.value)
)
TAKE_BACK = delete(NOTICE).where(
    NOTICE.c.announcement_id == bindparam("announcement"),
    NOTICE.c.state != NoticeState.SENT.value,
    NOTICE.c.leased_by.is_(None),
)
RETRY = (
    update(NOTICE)
    .where(
        NOTICE.c.announcement_id == bindparam("announcement"),
        or_(
            NOTICE.c.state == NoticeState.FAILED.value,
            and_(
                or_(
                    NOTICE.c.state == NoticeState.BLOCKED.value,
                    and_(
                        NOTICE.c.state == NoticeState.STALE.value,
                        NOTICE.c.detail == PERSON_BLOCKS,
                    ),
                ),
                exists().where(PERSON.c.id == NOTICE.c.recipient_id, PERSON.c.blocked_at.is_(None)),
            ),
        ),
    )
    .values(state=NoticeState.PENDING.value, attempts=0, detail="", settled_at=None)
)


class StoredCopies:
    """The part of `ports.Notices` that is about announcements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.stirred = False
        """Whether this transaction may have made something due."""

    def hold(self, announcement_id: AnnouncementId, *, claimed: NoticeId | None = None) -> int:
        """Puts an announcement's pending copies off without an hour; returns how many."""
        held = self._connection.execute(HOLD, {"announcement": announcement_id}).rowcount
        if claimed is not None:
            held += self._connection.execute(PUT_BACK, {"notice": claimed}).rowcount
        return held

    def release(self, announcement_id: AnnouncementId, now: datetime) -> int:
        """Makes an announcement's pending copies due now; returns how many."""
        self.stirred = True
        values = {"announcement": announcement_id, "due_at": now}
        return self._connection.execute(RELEASE, values).rowcount

    def stop(self, announcement_id: AnnouncementId, now: datetime, *, detail: str) -> int:
        """Marks an announcement's pending copies as stale; returns how many."""
        values = {"announcement": announcement_id, "settled_at": now, "detail": detail}
        return self._connection.execute(STOP, values).rowcount

    def take_back(self, announcement_id: AnnouncementId) -> int:
        """Removes an announcement's copies that nobody was told; returns how many."""
        return self._connection.execute(TAKE_BACK, {"announcement": announcement_id}).rowcount

    def retry(self, announcement_id: AnnouncementId, now: datetime) -> int:
        """Owes an announcement's copies again that did not arrive; returns how many."""
        self.stirred = True
        values = {"announcement": announcement_id, "due_at": now}
        return self._connection.execute(RETRY, values).rowcount
