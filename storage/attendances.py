"""Who has said that they are there, or late."""

from sqlalchemy import Connection, bindparam, select

from matchmaking.attendance import Attendance
from matchmaking.meetings import MeetingId
from matchmaking.people import AttendeeId
from storage.quick import Quick
from storage.tables import ATTENDANCE
from storage.upserts import insert_or_update

OF_MEETING = Quick(select(ATTENDANCE).where(ATTENDANCE.c.meeting_id == bindparam("meeting")))
SAVE = Quick(
    insert_or_update(
        ATTENDANCE,
        keys=["meeting_id", "attendee_id"],
        change=["starts_at", "coming_at", "late_at", "here_at"],
    )
)


class StoredAttendances:
    """`ports_after.Attendances`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Attendance]:
        """What each side has said."""
        return {
            AttendeeId(row.attendee_id): Attendance(
                meeting=meeting_id,
                attendee=AttendeeId(row.attendee_id),
                starts_at=row.starts_at,
                coming_at=row.coming_at,
                late_at=row.late_at,
                here_at=row.here_at,
            )
            for row in OF_MEETING.rows(self._connection, meeting=meeting_id)
        }

    def save(self, attendance: Attendance) -> None:
        """Replaces what that side had said."""
        SAVE.run(
            self._connection,
            meeting_id=attendance.meeting,
            attendee_id=attendance.attendee,
            starts_at=attendance.starts_at,
            coming_at=attendance.coming_at,
            late_at=attendance.late_at,
            here_at=attendance.here_at,
        )
