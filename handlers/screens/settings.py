"""Which reminders somebody wants, and their quiet hours: one message, edited in place."""

from collections.abc import Iterable
from datetime import UTC, datetime

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers.callbacks_clusters import DigestSetting
from handlers.callbacks_editions import Editions
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.words import button, choices, label
from i18n.phrasebook import Html, Phrasebook
from matchmaking.usecases.reminding import Settings
from matchmaking.wishes import Reminder


def settings(known: Settings, book: Phrasebook) -> Screen:
    """What is set, and a tap for each part of it."""
    sent, off = known.event.plan.reminders, known.wishes.off
    toggles = choices(
        [
            (
                book.plain(f"settings.{one}"),
                one not in off,
                after.Remind(reminder=one, on=one in off).pack(),
            )
            for one in Reminder
            if one in sent
        ],
        book,
    )
    quiet = known.wishes.quiet
    hush = "settings.other" if quiet else "settings.hush"
    return Screen(
        html=paragraphs(
            Html(f"<b>{book.text('settings.title')}</b>"),
            lines(book.text("settings.text" if sent else "settings.none")),
            _quiet(known, book),
        ),
        rows=(
            *toggles,
            *_digest(known, book),
            *column(
                button(hush, book, after.QuietFrom().pack()),
                button("settings.unhush", book, after.Unhush().pack()) if quiet else None,
                button("editions.button", book, Editions().pack()) if known.several else None,
                button("home.profile", book, cb.Go(to=cb.To.PROFILE).pack()),
            ),
        ),
    )


def _digest(known: Settings, book: Phrasebook) -> tuple[Row, ...]:
    """The evening's message, for those who look after a cluster."""
    if known.digest is None:
        return ()
    data = DigestSetting(on=not known.digest).pack()
    return choices([(book.plain("settings.digest"), known.digest, data)], book)


def _quiet(known: Settings, book: Phrasebook) -> Html:
    quiet = known.wishes.quiet
    if quiet is None:
        return book.text("settings.loud")
    start, end = _clock(quiet.starts, book), _clock(quiet.ends, book)
    return book.text("settings.quiet", start=start, end=end)


def quiet_from(book: Phrasebook) -> Screen:
    """From when?"""
    order = [*range(18, 24), *range(18)]
    hours = (_hour(hour, book, after.QuietUntil(starts=hour * 60).pack()) for hour in order)
    return Screen(html=book.text("settings.from"), rows=(*_grid(hours), *_back(book)))


def quiet_until(starts: int, book: Phrasebook) -> Screen:
    """Until when?"""
    order = [*range(5, 24), *range(5)]
    hours = (
        _hour(hour, book, after.Hush(starts=starts, ends=hour * 60).pack())
        for hour in order
        if hour * 60 != starts
    )
    text = book.text("settings.until", start=_clock(starts, book))
    return Screen(html=text, rows=(*_grid(hours), *_back(book)))


def _grid(hours: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    return flow(hours, width=40, most=4)


def _back(book: Phrasebook) -> tuple[tuple[Button, ...], ...]:
    return column(button("settings.back", book, after.Settings().pack()))


def _hour(hour: int, book: Phrasebook, data: str) -> Button:
    return Button(label=label(_clock(hour * 60, book), book), data=data)


def _clock(minute: int, book: Phrasebook) -> str:
    """A minute of the day as the reader writes it. The day does not matter, only that no zone
    turns it into another hour."""
    moment = datetime(2027, 1, 1, minute // 60, minute % 60, tzinfo=UTC)
    return book.time(moment, zone="UTC")
