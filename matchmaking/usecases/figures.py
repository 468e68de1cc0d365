"""The report, and tables to take away."""

from dataclasses import replace
from datetime import datetime

from matchmaking.audit import Deed
from matchmaking.checkin import count_days
from matchmaking.events import Event
from matchmaking.figures import AnnouncementLine, AttendeeLine, Figures, Lines, Table
from matchmaking.organisers import Duty
from matchmaking.people import EventId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser, event_of, front_event
from matchmaking.usecases.trail import noted


def report(
    uow: UnitOfWork, now: datetime, *, actor: PersonId | None, of: EventId | None = None
) -> Figures:
    """How the event stands; raises `Refused` (NOT_ORGANISER). `actor` is None for whoever works
    at the command line, about the edition `of` or the one that is on or comes next."""
    return _figures(uow, now, _event(uow, now, actor, of))


def export(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId | None,
    table: Table,
    of: EventId | None = None,
) -> tuple[Event, Lines]:
    """The lines of a table, noted in the trail; raises `Refused` (NOT_ORGANISER). `actor` and `of`
    as above."""
    event = _event(uow, now, actor, of)
    noted(uow, now, event, actor, Deed.EXPORTED, table=table.value)
    return event, _lines(uow, now, event, table)


def _lines(uow: UnitOfWork, now: datetime, event: Event, table: Table) -> Lines:
    match table:
        case Table.ATTENDEES:
            return _attendees(uow, event)
        case Table.MEETINGS:
            return uow.figures.meetings(event.id)
        case Table.OUTCOMES:
            return _figures(uow, now, event)
        case Table.CHECK_IN:
            return uow.checkins.guests(event.id)
        case Table.ANNOUNCEMENTS:
            return [
                AnnouncementLine(what=one, progress=uow.announcements.progress(one.id, now))
                for one in reversed(uow.announcements.recent(event.id))
            ]


def _attendees(uow: UnitOfWork, event: Event) -> list[AttendeeLine]:
    came = {
        one.attendee: tuple(sorted(one.here))
        for one in uow.checkins.guests(event.id)
        if one.attendee is not None and one.here
    }
    lines = uow.figures.attendees(event.id)
    return [replace(line, arrived=came.get(key, ())) for key, line in lines]


def _event(uow: UnitOfWork, now: datetime, actor: PersonId | None, of: EventId | None) -> Event:
    if actor is None:
        return front_event(uow, now) if of is None else event_of(uow, of)
    return acting_organiser(uow, actor, duty=Duty.FIGURES)


def _figures(uow: UnitOfWork, now: datetime, event: Event) -> Figures:
    listed = uow.registrations.counts(event.id)
    people, ready, meeting = uow.figures.people(event.id)
    return Figures(
        event=event,
        registered=listed.total,
        opened=listed.claimed,
        people=people,
        ready=ready,
        meeting=meeting,
        states=uow.figures.states(event.id),
        after=uow.feedback.counts(event.id, started=now - event.slot_length),
        days=tuple(count_days(event, uow.checkins.guests(event.id))),
    )
