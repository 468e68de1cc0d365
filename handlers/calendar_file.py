"""Meetings as a file for the reader's own calendar, in their language.

Owns what a calendar says of a meeting. Never the address of its room: a calendar is often read
by more people than one, and the address comes in the chat ten minutes before. Pure.
"""

import hashlib

from handlers.screens.screen import Attachment
from handlers.screens.words import place, whence, who
from i18n.markup import visible
from i18n.phrasebook import Phrasebook
from matchmaking.events import Event
from matchmaking.ics import Entry, calendar_file
from matchmaking.intents import Language
from matchmaking.meetings import MeetingView, State
from matchmaking.programme_ics import visitors_file
from matchmaking.usecases.calendars import Diary, Programme


def diary_file(diary: Diary, book: Phrasebook) -> Attachment:
    """The file, with what to do with it as its caption."""
    event, entries = diary.event, [entry(seen, diary.event, book) for seen in diary.meetings]
    several = len(entries) > 1
    off = all(one.cancelled for one in entries)
    data = calendar_file(
        entries,
        name=book.plain("ics.calendar", event=event.plan.short_name),
        zone=event.zone,
        language=book.language,
        now=diary.at,
    )
    number = "meetings" if several else f"meeting-{diary.meetings[0].meeting.id}"
    key = "ics.caption_off" if off else "ics.caption"
    return Attachment(
        name=f"{event.plan.code}-{number}.ics",
        mime="text/calendar",
        data=data,
        caption=book.count(key, len(entries)),
    )


def entry(seen: MeetingView, event: Event, book: Phrasebook) -> Entry:
    """What a calendar says of a meeting."""
    it = seen.meeting
    start = it.starts_at or it.slots[0]
    off = it.state is State.CANCELLED
    where = place(it, event, book)
    told = "ics.off" if off else "ics.table" if it.table is not None else "ics.online"
    lines = (visible(who(seen.other, book)), visible(whence(seen.other, book)), book.plain(told))
    return Entry(
        uid=uid(seen, event),
        sequence=it.sequence,
        starts_at=start,
        ends_at=start + event.slot_length,
        summary=book.plain(
            "ics.summary",
            name=book.user(seen.other.person.name),
            event=event.plan.short_name,
        ),
        description="\n".join(line for line in lines if line),
        location=book.capital(where),
        cancelled=off,
    )


def uid(seen: MeetingView, event: Event) -> str:
    """The same for ever and for both; no two events have one in common, and nobody can tell the
    number of a meeting or its room from it."""
    it = seen.meeting
    secret = f"{event.plan.code}/{it.id}/{it.room}/{it.offered_at.isoformat()}"
    return f"{hashlib.sha256(secret.encode()).hexdigest()[:24]}@multaqa"


def sessions_file(it: Programme, book: Phrasebook, *, mine: bool) -> Attachment:
    """Sessions for the reader's own calendar."""
    data = visitors_file(
        it.event.plan,
        it.sessions,
        language=Language(book.language),
        now=it.at,
        sequence=it.event.version,
    )
    name = "my-sessions" if mine else "programme"
    return Attachment(
        name=f"{it.event.plan.code}-{name}.ics",
        mime="text/calendar",
        data=data,
        caption=book.count("ics.sessions", len(it.sessions)),
    )
