"""What organisers tell everybody, and how far it has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from matchmaking.announcements import Announcement, AnnouncementState, Progress
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NoticeState
from matchmaking.people import EventId, Person, PersonId
from storage.people import person_of
from storage.rows import insert_one
from storage.tables import ANNOUNCEMENT, ATTENDEE, NOTICE, PERSON

BY_ID = select(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("announcement"))
IN_STATE = (
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.state == bindparam("wanted"))
    .order_by(ANNOUNCEMENT.c.id)
)
ADD = insert(ANNOUNCEMENT)
SAVE = update(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("announcement"))
RECIPIENTS = (
    select(PERSON)
    .join(ATTENDEE, ATTENDEE.c.person_id == PERSON.c.id)
    .where(
        ATTENDEE.c.event_id == bindparam("event"),
        PERSON.c.consented_at.is_not(None),
        PERSON.c.blocked_at.is_(None),
    )
    .order_by(PERSON.c.id)
)
COUNTS = (
    select(NOTICE.c.state, func.count())
    .where(NOTICE.c.announcement_id == bindparam("announcement"))
    .group_by(NOTICE.c.state)
)


class StoredAnnouncements:
    """`ports.Announcements`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, announcement_id: AnnouncementId) -> Announcement | None:
        """The announcement with this id."""
        row = self._connection.execute(BY_ID, {"announcement": announcement_id}).first()
        return _announcement(row) if row else None

    def add(
        self, event_id: EventId, author: PersonId, texts: Mapping[Language, str], now: datetime
    ) -> Announcement:
        """A new draft."""
        values = {
            "event_id": event_id,
            "author_id": author,
            "state": AnnouncementState.DRAFT.value,
            "texts": _plain(texts),
            "created_at": now,
        }
        key = insert_one(self._connection, ADD, values)
        return Announcement(
            id=AnnouncementId(key),
            event_id=event_id,
            author=author,
            state=AnnouncementState.DRAFT,
            texts=dict(texts),
            created_at=now,
        )

    def save(self, announcement: Announcement) -> None:
        """Replaces the stored announcement."""
        values = {
            "announcement": announcement.id,
            "event_id": announcement.event_id,
            "author_id": announcement.author,
            "state": announcement.state.value,
            "texts": _plain(announcement.texts),
            "created_at": announcement.created_at,
            "confirmed_at": announcement.confirmed_at,
            "progress_message": announcement.progress_message,
        }
        self._connection.execute(SAVE, values)

    def in_state(self, state: AnnouncementState) -> list[Announcement]:
        """All in this state."""
        rows = self._connection.execute(IN_STATE, {"wanted": state.value})
        return [_announcement(row) for row in rows]

    def recipients(self, event_id: EventId) -> list[Person]:
        """Everybody who takes part, has consented and does not block the bot."""
        return [person_of(row) for row in self._connection.execute(RECIPIENTS, {"event": event_id})]

    def progress(self, announcement_id: AnnouncementId) -> Progress:
        """How far it has come. A notice found stale when it fell due counts as blocked: the
        person was gone or blocks the bot, and it will not be sent."""
        rows = self._connection.execute(COUNTS, {"announcement": announcement_id})
        counts = {NoticeState(state): count for state, count in rows}
        return Progress(
            total=sum(counts.values()),
            sent=counts.get(NoticeState.SENT, 0),
            blocked=counts.get(NoticeState.BLOCKED, 0) + counts.get(NoticeState.STALE, 0),
            failed=counts.get(NoticeState.FAILED, 0),
        )


def _plain(texts: Mapping[Language, str]) -> dict[str, str]:
    return {language.value: text for language, text in texts.items()}


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        id=AnnouncementId(row.id),
        event_id=EventId(row.event_id),
        author=PersonId(row.author_id),
        state=AnnouncementState(row.state),
        texts={Language(language): text for language, text in row.texts.items()},
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        progress_message=row.progress_message,
    )
