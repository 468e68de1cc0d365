"""The reminders that a meeting owes, around what its two sides wish."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from matchmaking.events import Event
from matchmaking.meetings import Meeting, State
from matchmaking.notices import NewNotice
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import agendas, owed


def reminders(
    uow: UnitOfWork, now: datetime, *, meeting: Meeting, people: Sequence[Attendee], event: Event
) -> list[NewNotice]:
    """The reminders owed for an agreed meeting, around the quiet hours of each."""
    wishes = uow.wishes.of_all([one.person.id for one in people])
    return owed(meeting, people, event=event, now=now, wishes=wishes)


def owe_again(uow: UnitOfWork, now: datetime, *, event: Event) -> None:
    """The event sends other reminders than before: every agreed meeting owes those it sends now.
    Those it sends no more are dropped when they fall due."""
    for meeting in uow.meetings.under_way(event.id):
        if meeting.state is not State.ACCEPTED:
            continue
        people = list(uow.attendees.many([meeting.proposer, meeting.invitee]).values())
        uow.notices.renew(reminders(uow, now, meeting=meeting, people=people, event=event))


def move_agendas(
    uow: UnitOfWork,
    now: datetime,
    *,
    attendee: Attendee,
    event: Event,
    starts: Iterable[datetime],
) -> None:
    """Owes the agendas of what the attendee has ahead, which begins at `starts`, in the evenings of
    the zone they have come to, before the quiet hours they have set. One of a day on which they
    meet nobody there is dropped when it falls due."""
    wishes = uow.wishes.of(attendee.person.id)
    uow.notices.renew(agendas(starts, attendee, event=event, now=now, wishes=wishes))
