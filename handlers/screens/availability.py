"""Languages for meetings and times for them: choices of which several can be made.

Owns how such a choice is shown; what is chosen travels in the buttons themselves, so that
nothing is stored until it is confirmed.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers import callbacks as cb
from handlers.callbacks_calendar import Block, Hours, TakePart
from handlers.screens.onboarding import ALIKE, back
from handlers.screens.screen import Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, choices
from i18n.phrasebook import Html, Phrasebook
from matchmaking.events import Event, Mode, Window
from matchmaking.hours import stretches
from matchmaking.intents import Language
from matchmaking.people import Attendee, Presence, Question, WindowId
from matchmaking.spans import Stretch
from matchmaking.usecases.hours import Freed

SPOKEN = ("ar", "fr", "en", "es", "it", "pt", "de", "tr", "el", "mt", "hr", "sl", "bs", "sq",
          "he", "ber")  # fmt: skip
"""The languages that can be chosen for meetings; their places are the bits of `Toggle`."""

NIGHT, MORNING = time(22), time(7)
"""Between these, by their own clock, nobody is taken to be free without having said so."""

SPANS_SHOWN = 8
"""Most spans without meetings that are named."""

SPEAKS, WINDOWS = "speaks", "windows"
"""What `callbacks.Toggle` and `callbacks.Chosen` are about."""


@ALIKE
def speaks(book: Phrasebook, chosen: int, *, ready: bool = False) -> Screen:
    """Languages for meetings; `chosen` are bits over `SPOKEN`."""
    items = [
        (
            book.capital(book.plain(f"language.{code}")),
            bool(chosen >> place & 1),
            cb.Toggle(of=SPEAKS, chosen=chosen ^ (1 << place)).pack(),
        )
        for place, code in enumerate(SPOKEN)
    ]
    go_on = cb.Chosen(of=SPEAKS, chosen=chosen).pack()
    return Screen(
        html=book.text("speaks.ask"),
        rows=(
            *choices(items, book),
            *column(button("button.continue", book, go_on)),
            *back(Question.SPEAKS, book, ready),
        ),
    )


def spoken_bits(attendee: Attendee) -> int:
    """The languages told before, or else the chat's own."""
    told = attendee.speaks or (attendee.person.language.value,)
    return cb.bits(code in told for code in SPOKEN)


def windows(
    event: Event,
    book: Phrasebook,
    chosen: int,
    *,
    ready: bool = False,
    presence: Presence | None = None,
) -> Screen:
    """When somebody is free, and at a hybrid event how they take part; `chosen` are bits over the
    event's windows in order of time."""
    spans = event.plan.windows
    items = [
        (
            window_label(window, book),
            bool(chosen >> place & 1),
            cb.Toggle(of=WINDOWS, chosen=chosen ^ (1 << place), edition=event.id).pack(),
        )
        for place, window in enumerate(spans)
    ]
    go_on = cb.Chosen(of=WINDOWS, chosen=chosen, edition=event.id).pack()
    return Screen(
        html=paragraphs(
            lines(*(Html(f"• {window_line(window, event, book)}") for window in spans)),
            closed_lines(event, book),
            book.text("windows.ask"),
            book.text("presence.ask") if event.plan.mode is Mode.HYBRID else "",
        ),
        rows=(
            *(row for item in items for row in choices([item], book)),
            *(_presence(event, presence, chosen, book) if event.plan.mode is Mode.HYBRID else ()),
            *column(button("hours.block", book, Hours().pack())),
            *column(button("button.continue", book, go_on)),
            *back(Question.WINDOWS, book, ready),
        ),
    )


def _presence(
    event: Event, told: Presence | None, chosen: int, book: Phrasebook
) -> tuple[Row, ...]:
    """How somebody takes part, each on a row of its own below the windows."""
    items = [
        (
            book.plain(f"presence.{how}"),
            how is told,
            TakePart(edition=event.id, how=how, chosen=chosen).pack(),
        )
        for how in Presence
    ]
    return tuple(row for item in items for row in choices([item], book))


def closed_lines(event: Event, book: Phrasebook) -> Html:
    """The spans in which the organiser wants no meetings."""
    spans = event.plan.spans[:SPANS_SHOWN]
    if not spans:
        return Html("")
    language = Language(book.language)
    return lines(
        book.text("hours.closed"),
        *(
            book.text(
                "hours.closed_line",
                title=span.titles[language],
                day=book.day(span.starts_at),
                span=book.time_range(span.starts_at, span.ends_at),
            )
            for span in spans
        ),
    )


def hours(event: Event, free: Freed, book: Phrasebook) -> Screen:
    """Stretches to keep free of meetings, each switched by a tap."""
    blocked = free.attendee.blocked
    known = stretches(event)
    # What was blocked before the windows were changed can still be freed.
    every = sorted({*known, *blocked})
    items = [(_stretch_label(one, book), one in blocked, _data(one)) for one in every]
    inside = book.count("hours.inside", free.inside) if free.inside else ""
    done = button("hours.done", book, cb.Ask(question=Question.WINDOWS).pack())
    return Screen(
        html=paragraphs(book.text("hours.ask"), inside),
        rows=(*(row for item in items for row in choices([item], book)), *column(done)),
    )


def _stretch_label(one: Stretch, book: Phrasebook) -> str:
    day = book.capital(book.weekday(one.starts_at))
    span = book.time_range(one.starts_at, one.ends_at)
    return book.plain("windows.line", day=day, span=span)


def _data(one: Stretch) -> str:
    minutes = (one.ends_at - one.starts_at) // timedelta(minutes=1)
    return Block(minute=cb.to_minute(one.starts_at), length=minutes).pack()


def window_bits(attendee: Attendee, event: Event) -> int:
    """The windows told before; when none were, all but those in the reader's night, unless
    they all are."""
    spans, told = event.plan.windows, attendee.windows
    if told is not None:
        return cb.bits(window.id in told for window in spans)
    zone = ZoneInfo(attendee.person.zone) if attendee.person.zone else event.zone
    by_day = cb.bits(not _at_night(window, zone) for window in spans)
    return by_day or cb.bits(True for _ in spans)


def _at_night(window: Window, zone: ZoneInfo) -> bool:
    """Whether a part of it lies between 22:00 and 7:00 by that zone's clock."""
    start, end = window.starts_at.astimezone(zone), window.ends_at.astimezone(zone)
    late = datetime.combine(start.date(), NIGHT, tzinfo=zone)
    return start.time() < MORNING or end > late


def chosen_windows(event: Event, chosen: int) -> frozenset[WindowId]:
    """The windows whose bits are set."""
    return frozenset(window.id for window in cb.picked(event.plan.windows, chosen))


def window_label(window: Window, book: Phrasebook) -> str:
    """A window on a button, by the reader's clock."""
    span = book.time_range(window.starts_at, window.ends_at)
    day = book.capital(book.weekday(window.starts_at))
    return book.plain("windows.line", day=day, span=span)


def window_line(window: Window, event: Event, book: Phrasebook) -> Html:
    """A window in full: by the reader's clock and, where it differs, the event's."""
    at = window.starts_at
    line = book.text(
        "windows.line",
        day=book.capital(book.day(at)),
        span=book.time_range(at, window.ends_at),
    )
    own: ZoneInfo = book.zone or event.zone
    place = book.on_clock(event.plan.zone)
    if at.astimezone(own).utcoffset() == at.astimezone(event.zone).utcoffset():
        return book.text("time.here", time=line, place=place)
    span = book.time_range(at, window.ends_at, zone=event.zone)
    return book.text("windows.event", line=line, span=span, place=place)
