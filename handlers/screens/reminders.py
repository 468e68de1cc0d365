"""A reminder of a meeting, and what both have said under it."""

from datetime import datetime, timedelta

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.words import button, place, their_hour, who
from i18n.phrasebook import Html, Phrasebook
from matchmaking.attendance import AT_THE_DOOR, LATE_BY, Attendance
from matchmaking.events import Event
from matchmaking.meetings import MeetingView
from matchmaking.notices import NoticeKind
from matchmaking.usecases.attending import AtTheDoor
from matchmaking.usecases.delivery import Delivery

LATE_TO_TELL = timedelta(minutes=2)
"""A reminder of the start that comes later than this says so."""


def reminder(delivery: Delivery, seen: MeetingView, book: Phrasebook) -> Screen:
    """In how long, with whom, where; or that it has begun."""
    left = delivery.left if delivery.left is not None else timedelta(0)
    head = _head(delivery.notice.what.kind, left, seen, delivery.event, book)
    theirs = their_hour(_at(seen), delivery.event, seen.other, book) if left > LATE_BY else ""
    said = _said(delivery.mine, delivery.theirs, seen, book)
    room = _room(seen, book)
    rows = _rows(seen, left, delivery.mine, book)
    return Screen(html=paragraphs(lines(head, theirs), said), rows=(*column(room), *rows))


def tapped(door: AtTheDoor, now: datetime, book: Phrasebook) -> Screen:
    """The reminder after a tap: without the minutes, which would not stay true."""
    seen, event = door.seen, door.event
    head = book.text("reminder.at", time=_time(seen, event, book), **_whom(seen, event, book))
    said = _said(door.mine, door.theirs, seen, book)
    left = _at(seen) - now
    room = _room(seen, book)
    rows = _rows(seen, left, door.mine, book)
    return Screen(html=paragraphs(head, said), rows=(*column(room), *rows))


def news(delivery: Delivery, seen: MeetingView, book: Phrasebook) -> Screen:
    """What the other has just said: that they are late, or there."""
    kind, event = delivery.notice.what.kind, delivery.event
    text = book.text(
        f"notice.{kind}",
        name=book.user(seen.other.person.name),
        duration=book.duration(LATE_BY),
        time=_time(seen, event, book),
        place=place(seen.meeting, event, book),
    )
    said = _mine(delivery.mine, delivery.theirs, seen, book)
    left = delivery.left if delivery.left is not None else timedelta(0)
    rows = _rows(seen, left, delivery.mine, book)
    return Screen(html=paragraphs(text, said), rows=rows)


def _head(
    kind: NoticeKind, left: timedelta, seen: MeetingView, event: Event, book: Phrasebook
) -> Html:
    said = _whom(seen, event, book)
    if kind is not NoticeKind.START:
        soon = max(left, timedelta(minutes=1))
        time = _time(seen, event, book)
        return book.text("notice.soon", duration=book.duration(soon), time=time, **said)
    if left < -LATE_TO_TELL:
        return book.text("reminder.began", duration=book.duration(-left), **said)
    return book.text("notice.start", **said)


def _whom(seen: MeetingView, event: Event, book: Phrasebook) -> dict[str, str]:
    return {"who": who(seen.other, book), "place": place(seen.meeting, event, book)}


def _time(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    return book.tg_time(_at(seen), book.time_both(_at(seen), event.plan.zone), "")


def _said(
    mine: Attendance | None, theirs: Attendance | None, seen: MeetingView, book: Phrasebook
) -> Html:
    if mine and theirs and mine.here_at and theirs.here_at:
        return book.text("reminder.both_here")
    key = ""
    if theirs is not None:
        key = "they_here" if theirs.here_at else "they_late" if theirs.late_at else ""
    other = _line(key, seen, book) if key else ""
    return lines(_mine(mine, theirs, seen, book), other)


def _mine(
    mine: Attendance | None, theirs: Attendance | None, seen: MeetingView, book: Phrasebook
) -> Html:
    if mine is None:
        return Html("")
    if mine.here_at and theirs and theirs.here_at:
        return book.text("reminder.both_here")
    for key, at in (
        ("i_here", mine.here_at),
        ("i_late", mine.late_at),
        ("i_coming", mine.coming_at),
    ):
        if at is not None:
            return _line(key, seen, book)
    return Html("")


def _line(key: str, seen: MeetingView, book: Phrasebook) -> Html:
    name = book.user(seen.other.person.name)
    return book.text(f"reminder.{key}", name=name, duration=book.duration(LATE_BY))


def _rows(
    seen: MeetingView, left: timedelta, mine: Attendance | None, book: Phrasebook
) -> tuple[Row, ...]:
    """What can still be said, the way out, and the list."""
    number = seen.meeting.id
    said: list[Button] = []
    here = mine is not None and mine.here_at is not None
    if left > AT_THE_DOOR:
        if mine is None or mine.coming_at is None:
            said.append(button("reminder.coming", book, after.Here(meeting=number).pack()))
    elif not here:
        said.append(button("reminder.here", book, after.Here(meeting=number).pack()))
    if not here and (mine is None or mine.late_at is None):
        late = book.duration(LATE_BY)
        data = after.Late(meeting=number).pack()
        said.append(button("reminder.late", book, data, duration=late))
    out = cb.Cancel(meeting=number, sure=False).pack()
    return (
        *flow(said, most=2),
        *column(
            None if here else button("reminder.cannot", book, out),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS, new=True).pack()),
        ),
    )


def _room(seen: MeetingView, book: Phrasebook) -> Button | None:
    """The way in, once its door is open."""
    return Button(label=book.plain("booked.open"), url=seen.room) if seen.room else None


def _at(seen: MeetingView) -> datetime:
    return seen.meeting.starts_at or seen.meeting.slots[0]
