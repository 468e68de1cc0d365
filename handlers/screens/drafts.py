"""What is asked about a draft: when it goes out, what goes with it, who gets another language."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers.screens.announcements import act
from handlers.screens.screen import Button, Screen, column, paragraphs
from handlers.screens.words import button, choices, label, language_name, when
from i18n import formats
from i18n.phrasebook import Phrasebook
from matchmaking.announcements import BUTTONS_LIMIT, CAPTION_LIMIT, ButtonKind
from matchmaking.intents import Language
from matchmaking.usecases.announcing import AnnouncementView

MORNING, EVENING, DOORS = time(9), time(18), time(8)
"""The hours that are offered: of tomorrow, of today, and of the event's days."""

OFFERED = 5
"""Most hours offered."""


def hour(view: AnnouncementView, book: Phrasebook) -> Screen:
    """When it goes out: hours to tap, by the event's clock, or to be typed."""
    number, due = view.announcement.id, view.announcement.due_at
    zone = view.event.plan.zone
    now_line = (
        book.text("hour.line", when=when(due, view.event, book))
        if due
        else book.text("hour.now_line")
    )
    at_once = acb.Hour(announcement=number, minute=0).pack()
    half = datetime.combine(date(2000, 1, 1), time(18, 30), tzinfo=view.event.zone)
    nine = half.replace(hour=9, minute=0)
    day_month = formats.digits("14/04", book.locale)
    return Screen(
        html=paragraphs(
            book.text(
                "hour.ask",
                place=book.on_clock(zone),
                nine=book.time(nine, zone=zone),
                half=book.time(half, zone=zone),
                date=day_month,
            ),
            now_line,
        ),
        rows=column(
            button("hour.at_once", book, at_once),
            *(
                Button(
                    label=label(_hour_label(moment, zone, book), book),
                    data=acb.Hour(announcement=number, minute=cb.to_minute(moment)).pack(),
                )
                for moment in hours(view)
            ),
            _back(view, book),
        ),
    )


def _hour_label(moment: datetime, zone: str, book: Phrasebook) -> str:
    day, at = book.capital(book.day(moment, zone=zone)), book.time(moment, zone=zone)
    return book.plain("hour.button", day=day, time=at)


def hours(view: AnnouncementView) -> tuple[datetime, ...]:
    """Hours that are likely to be meant, by the event's clock, the soonest first."""
    now = view.now or view.announcement.created_at
    today = now.astimezone(view.event.zone).date()
    wanted = [
        _at(view, today, EVENING),
        _at(view, today + timedelta(days=1), MORNING),
        *(_at(view, day.date - timedelta(days=1), EVENING) for day in view.event.plan.days),
        *(_at(view, day.date, DOORS) for day in view.event.plan.days),
    ]
    return tuple(sorted({moment for moment in wanted if moment > now})[:OFFERED])


def _at(view: AnnouncementView, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=view.event.zone).astimezone(UTC)


def media(view: AnnouncementView, book: Phrasebook) -> Screen:
    """A photo or document is to be sent."""
    has = view.announcement.media is not None
    none = button("media.none", book, act(view, cb.Act.NO_MEDIA)) if has else None
    return Screen(
        html=book.text("media.ask", limit=CAPTION_LIMIT), rows=column(none, _back(view, book))
    )


def buttons(view: AnnouncementView, book: Phrasebook) -> Screen:
    """An address is to be sent, or the readers' own agenda switched on."""
    there = view.announcement.buttons
    agenda = any(one.kind is ButtonKind.AGENDA for one in there)
    key, does = (
        ("link.no_agenda", cb.Act.NO_AGENDA) if agenda else ("link.with_agenda", cb.Act.AGENDA)
    )
    return Screen(
        html=book.text("link.ask", limit=BUTTONS_LIMIT),
        rows=column(
            button(key, book, act(view, does)),
            button("link.none", book, act(view, cb.Act.NO_BUTTONS)) if there else None,
            _back(view, book),
        ),
    )


def fallback(view: AnnouncementView, book: Phrasebook) -> Screen:
    """What readers get in whose language there is no text."""
    number, chosen = view.announcement.id, view.announcement.fallback
    written = [one for one in Language if view.announcement.texts.get(one)]
    missing = [language_name(one, book) for one in Language if one not in written]
    items = [
        (
            book.plain("fallback.other", language=language_name(one, book)),
            one is chosen,
            acb.Fallback(announcement=number, to=acb.Instead(one.value)).pack(),
        )
        for one in written
    ]
    nothing = acb.Fallback(announcement=number, to=acb.Instead.NOTHING).pack()
    items.append((book.plain("fallback.nothing"), chosen is None, nothing))
    return Screen(
        html=book.text("fallback.ask", languages=book.list(missing)),
        rows=(*_each(items, book), *column(_back(view, book))),
    )


def _each(
    items: Iterable[tuple[str, bool, str]], book: Phrasebook
) -> tuple[tuple[Button, ...], ...]:
    return tuple(row for item in items for row in choices([item], book))


def _back(view: AnnouncementView, book: Phrasebook) -> Button:
    return button("button.back", book, act(view, cb.Act.SHOW))
