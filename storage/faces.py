"""Which messages show somebody a meeting."""

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    literal_column,
    select,
    true,
    update,
)

from matchmaking.faces import Face, How
from matchmaking.meetings import MeetingId
from matchmaking.people import AttendeeId
from storage.quick import Quick
from storage.tables import FACE
from storage.upserts import insert_or_update

IS_IT = and_(FACE.c.attendee_id == bindparam("attendee"), FACE.c.message_id == bindparam("message"))
SHOWS = and_(FACE.c.meeting_id == bindparam("meeting"), FACE.c.attendee_id == bindparam("attendee"))
PUT = Quick(
    insert_or_update(
        FACE, keys=["attendee_id", "message_id"], change=["meeting_id", "how", "behind"]
    )
)
OF = Quick(select(FACE).where(IS_IT))
NEWEST = Quick(
    select(FACE.c.message_id)
    .where(SHOWS, FACE.c.how == literal_column(f"'{How.WHOLE.value}'"))
    .order_by(FACE.c.message_id.desc())
    .limit(1)
)
LEAVE = Quick(delete(FACE).where(IS_IT))
ALL_BEHIND = Quick(update(FACE).where(SHOWS).values(behind=true()).returning(FACE.c.message_id))
BEHIND = Quick(
    update(FACE)
    .where(SHOWS, FACE.c.how != literal_column(f"'{How.REMINDER.value}'"))
    .values(behind=true())
    .returning(FACE.c.message_id)
)


class StoredFaces:
    """`ports.Faces`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        meeting_id: MeetingId,
        attendee: AttendeeId,
        message_id: int,
        *,
        how: How = How.WHOLE,
    ) -> None:
        """From now on this message shows that."""
        PUT.run(
            self._connection,
            attendee_id=attendee,
            message_id=message_id,
            meeting_id=meeting_id,
            how=how.value,
            behind=False,
        )

    def of(self, attendee: AttendeeId, message_id: int) -> Face | None:
        """What a message shows."""
        row = OF.first(self._connection, attendee=attendee, message=message_id)
        if row is None:
            return None
        return Face(meeting=MeetingId(row.meeting_id), how=How(row.how), behind=row.behind)

    def newest(self, meeting_id: MeetingId, attendee: AttendeeId) -> int | None:
        """The newest message that shows the whole meeting."""
        row = NEWEST.first(self._connection, meeting=meeting_id, attendee=attendee)
        return int(row.message_id) if row else None

    def leave(self, attendee: AttendeeId, message_id: int) -> None:
        """The message shows no meeting any more."""
        LEAVE.run(self._connection, attendee=attendee, message=message_id)

    def fall_behind(
        self, meeting_id: MeetingId, attendee: AttendeeId, *, reminders: bool
    ) -> list[int]:
        """Marks that side's messages of the meeting; returns them, the newest first."""
        mark = ALL_BEHIND if reminders else BEHIND
        rows = mark.rows(self._connection, meeting=meeting_id, attendee=attendee)
        return sorted((int(row.message_id) for row in rows), reverse=True)
