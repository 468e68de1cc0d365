"""The event is set up anew: those who have a seat in a session that changed are told, and agreed
meetings follow what changed of their places and reminders.

Owns the one way in which an event's plan is put (`put_event`), so that no change of the programme
goes untold, however it came: from a file, from the chat, or because a country moved its clocks.
"""

from datetime import datetime

from matchmaking.events import Event, EventPlan
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, EventId
from matchmaking.ports import UnitOfWork
from matchmaking.seats import Seat, SessionChange, changes, session_of
from matchmaking.usecases import clusters, owing, seating
from matchmaking.usecases.programme import SessionView, promote, reminders, view_of


def put_event(
    uow: UnitOfWork, now: datetime, *, plan: EventPlan, event_id: EventId | None = None
) -> Event:
    """Adds the event or replaces the one with its code, or that id. Those who sit or wait in a
    session that moved or is off are told; where there are more seats than before,
    those who wait get them."""
    before = uow.events.get(event_id) if event_id else uow.events.with_code(plan.code)
    event = uow.events.put(plan, event_id=event_id)
    clusters.follow_plan(uow, event)
    if before is not None and before.plan != event.plan:
        _follow(uow, now, before, event)
    return event


def _follow(uow: UnitOfWork, now: datetime, before: Event, event: Event) -> None:
    if set(before.plan.reminders) != set(event.plan.reminders):
        owing.owe_again(uow, now, event=event)
    if (before.plan.mode, before.plan.tables) != (event.plan.mode, event.plan.tables):
        seating.reseat_all(uow, now, event=event)
    for change in changes(before.plan, event.plan):
        if change.before.ends_at > now:
            _tell(uow, now, event, change)
    seats = {session.code: session.seats for session in before.plan.sessions}
    for session in event.plan.sessions:
        if session.code in seats and seats[session.code] != session.seats:
            promote(uow, now, event, session)


def _tell(uow: UnitOfWork, now: datetime, event: Event, change: SessionChange) -> None:
    seats = uow.seats.of_session(event.id, change.before.code)
    people = uow.attendees.many([seat.attendee for seat in seats])
    session = change.after
    if session is None:
        uow.notices.leave([_off(event, change, one, now) for one in people.values()])
        for seat in seats:
            uow.seats.remove(seat)
        return
    uow.notices.leave([_moved(event, change, one, now) for one in people.values()])
    sit = [people[seat.attendee] for seat in seats if _sits(seat) and seat.attendee in people]
    uow.notices.renew(reminders(session, sit, event=event, now=now))


def _sits(seat: Seat) -> bool:
    return not seat.waiting


def _moved(event: Event, change: SessionChange, to: Attendee, now: datetime) -> NewNotice:
    assert change.after is not None
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.SESSION_CHANGED,
        key=f"session_changed:{event.id}:{change.before.code}:{now.isoformat()}",
        due_at=now,
        expires_at=change.after.ends_at,
        data={
            "session": change.before.code,
            "was": change.before.starts_at.isoformat(),
            "edition": event.id,
        },
    )


def _off(event: Event, change: SessionChange, to: Attendee, now: datetime) -> NewNotice:
    before = change.before
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.SESSION_OFF,
        key=f"session_off:{event.id}:{before.code}:{now.isoformat()}",
        due_at=now,
        expires_at=before.ends_at,
        # The session is gone: what there is to say of it goes along.
        data={
            "start": before.starts_at.isoformat(),
            "title": before.titles[to.person.language],
            "edition": event.id,
        },
    )


FOR_THE_SEATED = frozenset({NoticeKind.SEAT, NoticeKind.SESSION_SOON})
"""What is told of a session to those alone who have a seat in it."""


def still_true(
    uow: UnitOfWork, now: datetime, *, what: NewNotice, event: Event
) -> SessionView | str:
    """The session that a notice is about, as its recipient sees it; a word for the log when there
    is nothing to tell any more."""
    attendee = uow.attendees.of_person(what.recipient, event.id)
    session = session_of(event, str(what.data["session"]))
    if attendee is None or session is None:
        return "session_gone"
    start = what.data.get("start")
    if start is not None and session.starts_at.isoformat() != str(start):
        return "session_moved"
    view = view_of(uow, now, attendee, event, session)
    if view.seat is None or (view.seat.waiting and what.kind in FOR_THE_SEATED):
        return "no_seat"
    return view
