"""Which table two people get, if they meet at one. Who does is `matchmaking.places`'.

Owns what becomes of a place that was agreed when one of the two takes part otherwise from now on,
or the event has other tables.
"""

from datetime import datetime

from matchmaking import changes
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import Meeting, State
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee
from matchmaking.places import by_table, only_by_table
from matchmaking.ports import UnitOfWork
from matchmaking.slots import free_table
from matchmaking.usecases import news, owing


def table_for(
    uow: UnitOfWork, event: Event, slot: datetime, one: Attendee, other: Attendee
) -> int | None:
    """A table for these two, or None for a room on line; raises `Refused` (NO_TABLE)."""
    if not by_table(event, one, other):
        return None
    table = free_table(uow.meetings.tables_taken(event.id, slot), event.plan.tables)
    if table is None and only_by_table(event, one, other):
        raise Refused(Refusal.NO_TABLE)
    return table


def reseat(uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event) -> int:
    """Somebody takes part otherwise than before: what they have agreed goes to a table, or on
    line, as the two would meet now, and both are told. Returns how many meetings did."""
    meetings = uow.meetings.of_attendee(attendee.id)
    return sum(_anew(uow, now, one, event) for one in sorted(meetings, key=_start))


def reseat_all(uow: UnitOfWork, now: datetime, *, event: Event) -> int:
    """The same of every meeting, after the event's tables or its mode have changed."""
    meetings = uow.meetings.under_way(event.id)
    return sum(_anew(uow, now, one, event) for one in sorted(meetings, key=_start))


def _start(meeting: Meeting) -> tuple[datetime, int]:
    return meeting.starts_at or meeting.offered_at, meeting.id


def _anew(uow: UnitOfWork, now: datetime, meeting: Meeting, event: Event) -> bool:
    """Whether this meeting has another place now; it keeps the one it has where no table is left
    for it."""
    start = meeting.starts_at
    if meeting.state is not State.ACCEPTED or start is None or start <= now:
        return False
    sides = uow.attendees.many([meeting.proposer, meeting.invitee])
    if len(sides) < 2:
        return False
    one, other = sides[meeting.proposer], sides[meeting.invitee]
    wanted = by_table(event, one, other)
    if wanted is (meeting.table is not None and meeting.table <= event.plan.tables):
        return False
    taken = uow.meetings.tables_taken(event.id, start)
    table = free_table(taken, event.plan.tables) if wanted else None
    on_line = not wanted or (meeting.table is not None and not only_by_table(event, one, other))
    if table is None and not on_line:
        return False
    _place(uow, now, changes.reseated(meeting, table), (one, other), event)
    return True


def _place(
    uow: UnitOfWork, now: datetime, meeting: Meeting, people: tuple[Attendee, ...], event: Event
) -> None:
    uow.meetings.release(meeting.id)
    uow.meetings.book(meeting)
    uow.meetings.save(meeting)
    uow.notices.renew(owing.reminders(uow, now, meeting=meeting, people=people, event=event))
    for side in people:
        news.tell(uow, now, kind=NoticeKind.PLACE, meeting=meeting, to=side)
