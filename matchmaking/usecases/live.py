"""The one message that shows somebody's meetings, and follows them.

Owns which message that is and when it is out of date. It is edited through a notice, so that a
change made by the other side or by the clock reaches it as surely as any news; whoever has no
such message is told nothing by it.
"""

import secrets
from datetime import datetime, timedelta

from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork

OF_USE = timedelta(days=1)
"""How long an edit that could not be made is tried."""


def refresh(uow: UnitOfWork, now: datetime, *attendees: Attendee) -> None:
    """Owes an edit of the message of each of these who has one."""
    notices = []
    for attendee in attendees:
        message = uow.agendas.message(attendee.person.id)
        if message is not None:
            notices.append(_edit(attendee.person.id, message, now))
    uow.notices.leave(notices)


def refresh_both(uow: UnitOfWork, now: datetime, meeting: Meeting) -> None:
    """The same of both sides of a meeting or offer that has changed."""
    refresh(uow, now, *uow.attendees.many([meeting.proposer, meeting.invitee]).values())


def shown(uow: UnitOfWork, now: datetime, *, actor: PersonId, message_id: int) -> int | None:
    """The actor's meetings stand in this message from now on; returns the one in which they stood
    before, if it is another."""
    before = uow.agendas.message(actor)
    if before != message_id:
        uow.agendas.show(actor, message_id)
    return before if before != message_id else None


def stands_in(uow: UnitOfWork, now: datetime, *, actor: PersonId, message_id: int | None) -> bool:
    """Whether this message shows the actor's meetings."""
    return message_id is not None and uow.agendas.message(actor) == message_id


def left(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> None:
    """The message shows something else now."""
    uow.agendas.leave(actor)


def _edit(person: PersonId, message: int, now: datetime) -> NewNotice:
    return NewNotice(
        recipient=person,
        kind=NoticeKind.LIST,
        # Each edit is owed by itself: two changes may fall into one instant of the clock.
        key=f"{NoticeKind.LIST}:{message}:{secrets.token_hex(8)}",
        due_at=now,
        expires_at=now + OF_USE,
    )
