"""What is told of a change to a meeting, and where: which message is edited, which one rings.

A change is shown in the message in which its reader sees the meeting already (its **face**), so
that no old question stays open beside a new one. An edit makes no sound, so what somebody must
hear of is also told in a line of its own. Where no such message is known, the change comes whole
in a new one, which is the face from then on.
"""

from datetime import datetime

from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import live

ELSEWHERE = frozenset({NoticeKind.MOVED, NoticeKind.PLACE})
"""News of another hour or place."""


def news(kind: NoticeKind, meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    """What happened to a meeting, told to one side. To an invitee whose offer is gone, the
    offer's own message changes instead of a second one coming."""
    quiet = kind in (NoticeKind.WITHDRAWN, NoticeKind.EXPIRED) and to.id == meeting.invitee
    return NewNotice(
        recipient=to.person.id,
        kind=kind,
        key=f"{kind}:{meeting.id}:{to.id}",
        due_at=now,
        meeting=meeting.id,
        replaces=f"offer:{meeting.id}" if quiet and not meeting.round else None,
        data={"quiet": True} if quiet and meeting.round else {},
    )


def tell(
    uow: UnitOfWork,
    now: datetime,
    *,
    kind: NoticeKind,
    meeting: Meeting,
    to: Attendee,
    rings: bool = True,
) -> None:
    """Owes one side the news of this round: in place where that is possible, and with a line
    that `rings` then."""
    start = meeting.starts_at.isoformat() if meeting.starts_at else None
    data = {"round": meeting.round, "start": start}
    notice = NewNotice(
        recipient=to.person.id,
        kind=kind,
        key=f"{kind}:{meeting.id}:{to.id}:{meeting.round}:{meeting.sequence}",
        due_at=now,
        meeting=meeting.id,
        data=data,
    )
    owed = [notice]
    if rings and place(uow, meeting, to) is not None:
        line = NewNotice(
            recipient=to.person.id,
            kind=NoticeKind.NUDGE,
            key=f"{NoticeKind.NUDGE}:{notice.key}",
            due_at=now,
            meeting=meeting.id,
            data=data | {"about": kind.value},
        )
        owed.append(line)
    uow.notices.leave(owed)
    live.refresh_both(uow, now, meeting, elsewhere=kind in ELSEWHERE)


def place(uow: UnitOfWork, meeting: Meeting, to: Attendee) -> int | None:
    """The newest message in which this side sees the meeting, unless it shows all their meetings
    now."""
    face = uow.faces.newest(meeting.id, to.id)
    return None if face == uow.agendas.message(to.person.id) else face
