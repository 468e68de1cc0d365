"""An event's frame between rows and values: days, windows, sessions, and who is on stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from matchmaking.clocks import Clock
from matchmaking.events import (
    Day,
    Event,
    EventPlan,
    Mode,
    Session,
    SessionKind,
    Span,
    Speaker,
    Titles,
    Window,
)
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.partners import Partner, partner_table
from matchmaking.people import EventId, WindowId
from matchmaking.wishes import Reminder
from storage.tables import DAY, EVENT, SESSION, SPAN, SPEAKER, WINDOW

ROW = select(EVENT).where(EVENT.c.id == bindparam("event"))
DAYS = select(DAY).where(DAY.c.event_id == bindparam("event")).order_by(DAY.c.position)
WINDOWS = select(WINDOW).where(WINDOW.c.event_id == bindparam("event")).order_by(WINDOW.c.position)
SPANS = select(SPAN).where(SPAN.c.event_id == bindparam("event")).order_by(SPAN.c.position)
SESSIONS = (
    select(SESSION).where(SESSION.c.event_id == bindparam("event")).order_by(SESSION.c.position)
)
SPEAKERS = (
    select(SPEAKER)
    .where(SPEAKER.c.event_id == bindparam("event"))
    .order_by(SPEAKER.c.session, SPEAKER.c.position)
)


def plain(titles: Titles) -> dict[str, str]:
    """Titles as JSON."""
    return {language.value: title for language, title in titles.items()}


def _titles(stored: dict[str, str]) -> Titles:
    return {Language(language): title for language, title in stored.items()}


def columns(plan: EventPlan) -> dict[str, Any]:
    """The event row's own columns."""
    return {
        "code": plan.code,
        "short_name": plan.short_name,
        "names": plain(plan.names),
        "zone": plan.zone,
        "mode": plan.mode.value,
        "slot_minutes": plan.slot_minutes,
        "rest_minutes": plan.rest_minutes,
        "tables": plan.tables,
        "offer_hours": plan.offer_hours,
        "answer_minutes": plan.answer_minutes,
        "offer_cap": plan.offer_cap,
        "link_template": plan.link_template,
        "clock": clock_column(plan.clock()),
        "walk_ins": plan.walk_ins,
        "contact": plan.contact,
        "reminders": [one.value for one in plan.reminders],
        "partners": [partner_table(one) for one in plan.partners],
    }


def put_frame(connection: Connection, event_id: EventId, plan: EventPlan) -> None:
    """Inserts days, spans, sessions and who is on stage; none may be there."""
    days = [
        {
            "event_id": event_id,
            "position": position,
            "date": day.date,
            "audience": [role.value for role in day.audience],
            "titles": plain(day.titles),
        }
        for position, day in enumerate(plan.days)
    ]
    sessions = [
        {
            "event_id": event_id,
            "position": position,
            "code": session.code,
            "kind": session.kind.value,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "titles": plain(session.titles),
            "language": session.language,
            "seats": session.seats,
            "link": session.link,
        }
        for position, session in enumerate(plan.sessions)
    ]
    speakers = [
        {
            "event_id": event_id,
            "session": number,
            "moderates": moderates,
            "position": position,
            "name": speaker.name,
            "organisation": speaker.organisation,
            "country": speaker.country,
            "attendee": speaker.attendee,
        }
        for number, session in enumerate(plan.sessions)
        for moderates, group in ((False, session.speakers), (True, session.moderators))
        for position, speaker in enumerate(group)
    ]
    spans = [
        {
            "event_id": event_id,
            "position": position,
            "code": span.code,
            "starts_at": span.starts_at,
            "ends_at": span.ends_at,
            "titles": plain(span.titles),
        }
        for position, span in enumerate(plan.spans)
    ]
    for table, rows in ((DAY, days), (SPAN, spans), (SESSION, sessions), (SPEAKER, speakers)):
        if rows:
            connection.execute(insert(table), rows)


def load_event(connection: Connection, event_id: EventId) -> Event:
    """The event with its frame; raises if there is none with this id."""
    at = {"event": event_id}
    row = connection.execute(ROW, at).one()
    speakers = list(connection.execute(SPEAKERS, at))

    def stage(session: int, moderates: bool) -> tuple[Speaker, ...]:
        return tuple(
            Speaker(
                name=s.name,
                organisation=s.organisation,
                country=CountryCode(s.country),
                attendee=s.attendee,
            )
            for s in speakers
            if s.session == session and s.moderates == moderates
        )

    plan = EventPlan(
        code=row.code,
        short_name=row.short_name,
        names=_titles(row.names),
        zone=row.zone,
        mode=Mode(row.mode),
        slot_minutes=row.slot_minutes,
        rest_minutes=row.rest_minutes,
        tables=row.tables,
        offer_hours=row.offer_hours,
        answer_minutes=row.answer_minutes,
        offer_cap=row.offer_cap,
        link_template=row.link_template,
        walk_ins=bool(row.walk_ins),
        contact=row.contact,
        reminders=tuple(Reminder(one) for one in row.reminders),
        partners=tuple(_partner(one) for one in row.partners),
        days=tuple(_day(day) for day in connection.execute(DAYS, at)),
        windows=tuple(_window(window) for window in connection.execute(WINDOWS, at)),
        sessions=tuple(_session(session, stage) for session in connection.execute(SESSIONS, at)),
        spans=tuple(_span(span) for span in connection.execute(SPANS, at)),
    )
    return Event(id=event_id, plan=plan, clock=_clock(row.clock), version=row.version)


def clock_column(clock: Clock) -> list[list[Any]]:
    """A clock as JSON."""
    return [[since.isoformat(), seconds] for since, seconds in clock]


def _clock(stored: list[list[Any]] | None) -> Clock:
    return tuple((datetime.fromisoformat(since), seconds) for since, seconds in stored or ())


def _partner(stored: dict[str, Any]) -> Partner:
    return Partner(code=stored["code"], names=_titles(stored["names"]), link=stored["link"])


def _span(row: Any) -> Span:
    return Span(
        code=row.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        titles=_titles(row.titles),
    )


def _day(row: Any) -> Day:
    return Day(
        date=row.date,
        audience=tuple(Role(role) for role in row.audience),
        titles=_titles(row.titles),
    )


def _window(row: Any) -> Window:
    return Window(
        id=WindowId(row.id),
        code=row.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        titles=_titles(row.titles),
    )


def _session(row: Any, stage: Callable[[int, bool], tuple[Speaker, ...]]) -> Session:
    return Session(
        code=row.code,
        kind=SessionKind(row.kind),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        titles=_titles(row.titles),
        language=row.language,
        seats=row.seats,
        link=row.link,
        speakers=stage(row.position, False),
        moderators=stage(row.position, True),
    )
