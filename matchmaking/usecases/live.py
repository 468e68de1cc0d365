"""The messages that show somebody their meetings, and follow them: the one with all of them, and
every one that shows a single meeting or offer.

Owns when they are out of date. They are edited through notices, so that a change made by the other
side or by the clock reaches them as surely as any news; an edit tells nobody anything, and whoever
has no such message is owed none. Every use case that changes a meeting calls `refresh_both`; a
message that was edited meanwhile, such as the one that was tapped, is left as it is.
"""

import secrets
from datetime import datetime, timedelta

from matchmaking.meetings import OFF, Meeting
from matchmaking.notices import Data, NewNotice, NoticeKind
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_attendee

OF_USE = timedelta(days=1)
"""How long an edit that could not be made is tried."""


def refresh(uow: UnitOfWork, now: datetime, *attendees: AttendeeId) -> None:
    """Owes an edit of the list of each of these who has one."""
    lists = uow.agendas.of_attendees(attendees)
    uow.notices.leave(
        [_edit(NoticeKind.LIST, person, message, now) for person, message in lists.items()]
    )


def refresh_both(
    uow: UnitOfWork, now: datetime, meeting: Meeting, *, elsewhere: bool = False
) -> None:
    """A meeting or offer has changed: owes an edit of both lists and of every message that shows
    it. `elsewhere`: it has another hour or place, so what told of the earlier one is wrong, too."""
    sides = (meeting.proposer, meeting.invitee)
    refresh(uow, now, *sides)
    reminders = elsewhere or meeting.state in OFF
    behind = {side: uow.faces.fall_behind(meeting.id, side, reminders=reminders) for side in sides}
    if not any(behind.values()):
        return
    uow.notices.leave(
        [
            _edit(NoticeKind.STANDS, side.person.id, message, now, meeting)
            for side in uow.attendees.many(sides).values()
            for message in behind[side.id]
        ]
    )


def refresh_left(uow: UnitOfWork, now: datetime, meeting: Meeting, to: Attendee) -> None:
    """The other side of a meeting leaves for good, and the meeting with them: whatever shows it
    says so, without a name."""
    refresh(uow, now, to.id)
    at = meeting.starts_at.isoformat() if meeting.starts_at else None
    data: Data = {"start": at, "edition": meeting.event_id}
    uow.notices.leave(
        [
            _edit(NoticeKind.STANDS, to.person.id, message, now, data=data)
            for message in uow.faces.fall_behind(meeting.id, to.id, reminders=True)
        ]
    )


def shown(uow: UnitOfWork, now: datetime, *, actor: PersonId, message_id: int) -> int | None:
    """The actor's meetings stand in this message from now on; returns the one in which they stood
    before, if it is another."""
    attendee, _ = acting_attendee(uow, actor)
    before = uow.agendas.message(actor)
    # Whatever single meeting either of them showed before, it does no more.
    uow.faces.leave(attendee.id, message_id)
    if before == message_id:
        return None
    uow.agendas.show(actor, message_id)
    if before is not None:
        uow.faces.leave(attendee.id, before)
    return before


def _edit(
    kind: NoticeKind,
    person: PersonId,
    message: int,
    now: datetime,
    meeting: Meeting | None = None,
    data: Data | None = None,
) -> NewNotice:
    return NewNotice(
        recipient=person,
        kind=kind,
        # Each edit is owed by itself: two changes may fall into one instant of the clock.
        key=f"{kind}:{message}:{secrets.token_hex(8)}",
        due_at=now,
        expires_at=now + OF_USE,
        meeting=meeting.id if meeting else None,
        data={"message": message, **(data or {})},
    )
