"""A break, said on every screen where somebody might wonder why nobody writes to them."""

from dataclasses import replace

from handlers import callbacks as cb
from handlers.screens.screen import Screen, column, paragraphs
from handlers.screens.words import button
from i18n.phrasebook import Phrasebook
from matchmaking.people import Attendee


def with_break(screen: Screen, attendee: Attendee, book: Phrasebook) -> Screen:
    """The screen as it is, or with the break that is on and the one tap that ends it."""
    if attendee.paused_at is None:
        return screen
    end = button("pause.resume", book, cb.Go(to=cb.To.RESUME).pack())
    html = paragraphs(screen.html, book.text("pause.on"))
    return replace(screen, html=html, rows=(*column(end), *screen.rows))
