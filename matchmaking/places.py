"""Where a meeting takes place: at a table, or in a room on line, and when its door opens.

Owns who meets where, the address of a room, and from when until when it may be shown. A room's
address is made of the meeting's own secret, so that nobody can guess it; and it is told to the
two of them only, shortly before, so that it cannot be passed on by a screen, a list or a
calendar that others see.
"""

import string
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from matchmaking.events import Event, Mode
from matchmaking.meetings import BOOKED, Meeting
from matchmaking.people import Attendee, Presence

DOOR = timedelta(minutes=10)
"""How long before a meeting its room is shown."""

PUBLIC_ROOMS = "https://meet.jit.si/{event}-{room}"
"""Where meetings on line take place when the organiser names no other service: rooms there are
made by going there, and whoever knows the address is in."""

PLACEHOLDERS = ("room", "event")


def by_table(event: Event, one: Attendee, other: Attendee) -> bool:
    """Whether these two would meet at a table. At a hybrid event they do if both can be there;
    whoever has not said how they take part is taken to be on line, which works everywhere."""
    if event.plan.mode is not Mode.HYBRID:
        return event.plan.mode is Mode.IN_PERSON
    return all(side.presence in (Presence.ON_SITE, Presence.EITHER) for side in (one, other))


def only_by_table(event: Event, one: Attendee, other: Attendee) -> bool:
    """Whether they can meet at a table alone: not when one of two who could could also be on
    line."""
    if event.plan.mode is not Mode.HYBRID:
        return event.plan.mode is Mode.IN_PERSON
    return one.presence is Presence.ON_SITE and other.presence is Presence.ON_SITE


def room_of(meeting: Meeting, event: Event, *, now: datetime) -> str:
    """The address of the meeting's room; empty for a meeting at a table, one that is off, and
    before its door opens or after its end."""
    start = meeting.starts_at
    if meeting.table is not None or meeting.state not in BOOKED or start is None:
        return ""
    if not (meeting.room and start - DOOR <= now < start + event.slot_length):
        return ""
    template = event.plan.link_template or PUBLIC_ROOMS
    if event.plan.mode is Mode.IN_PERSON:
        return ""
    return template.format(room=meeting.room, event=event.plan.code)


def template_problem(template: str) -> str | None:
    """What is wrong with an organiser's own template, in one line; None when it can be used (or
    is empty: then `PUBLIC_ROOMS` is)."""
    if not template:
        return None
    try:
        fields = [(name, spec, how) for _, name, spec, how in string.Formatter().parse(template)]
    except ValueError:
        return "a brace is not closed; write {room} where the meeting's secret goes"
    used = [name for name, _, _ in fields if name is not None]
    if any(
        name not in PLACEHOLDERS or spec or how for name, spec, how in fields if name is not None
    ):
        return "only {room} and {event} may stand in braces"
    if "room" not in used:
        return "{room} is missing: all meetings would be in one room"
    parts = urlsplit(template.format(room="x", event="x"))
    if parts.scheme != "https" or not parts.hostname or " " in template or len(template) > 500:
        return "this is no address such as https://meet.example.org/{room}"
    if "{" in urlsplit(template).netloc:
        return "{room} and {event} belong behind the name of the server"
    return None
