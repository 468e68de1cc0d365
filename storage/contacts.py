"""Answers to whether the other side of a meeting may have somebody's contact."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from matchmaking.contacts import Answer, Way
from matchmaking.meetings import MeetingId
from matchmaking.people import AttendeeId
from storage.quick import Quick
from storage.tables import CONTACT
from storage.upserts import insert_or_update

OF_MEETING = Quick(select(CONTACT).where(CONTACT.c.meeting_id == bindparam("meeting")))
KEPT = Quick(
    select(CONTACT)
    .where(CONTACT.c.handle.is_not(None))
    .order_by(CONTACT.c.at, CONTACT.c.meeting_id, CONTACT.c.attendee_id)
)
SAVE = Quick(
    insert_or_update(
        CONTACT, keys=["meeting_id", "attendee_id"], change=["way", "handle", "at", "shared_at"]
    )
)


class StoredContacts:
    """`ports_after.Contacts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Answer]:
        """What each side has answered."""
        rows = OF_MEETING.rows(self._connection, meeting=meeting_id)
        return {AttendeeId(row.attendee_id): _answer(row) for row in rows}

    def save(self, answer: Answer) -> None:
        """Replaces what that side had answered."""
        SAVE.run(
            self._connection,
            meeting_id=answer.meeting,
            attendee_id=answer.attendee,
            way=answer.way.value,
            handle=answer.handle,
            at=answer.at,
            shared_at=answer.shared_at,
        )

    def with_handles(self) -> list[Answer]:
        """All whose username or number is still kept."""
        return [_answer(row) for row in KEPT.rows(self._connection)]


def _answer(row: Any) -> Answer:
    return Answer(
        meeting=MeetingId(row.meeting_id),
        attendee=AttendeeId(row.attendee_id),
        way=Way(row.way),
        handle=row.handle,
        at=row.at,
        shared_at=row.shared_at,
    )
