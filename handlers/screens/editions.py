"""The editions of a series, and what somebody carries from one to the next."""

from collections.abc import Sequence

from handlers import callbacks as cb
from handlers import callbacks_editions as ce
from handlers.screens.onboarding import dates
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import QUOTED, button, choices, clip, label, language_name
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.people import Attendee
from matchmaking.usecases.series import Edition, Luggage

SHOWN = 12
"""Most editions listed: the rest is long over."""

NAMED = 100
"""Most characters of a name in a list, so that the longest of lists fits a message."""

ON_BUTTON = 22
"""Most characters of a name on a button."""


def editions(known: Sequence[Edition], book: Phrasebook, *, told: str = "") -> Screen:
    """All there are for the reader, with a way to each; `told` stands above."""
    shown = known[:SHOWN]
    return Screen(
        html=paragraphs(
            told,
            Html(f"<b>{book.text('editions.title')}</b>"),
            *(_line(one, book) for one in shown),
        ),
        rows=column(
            *(_go(one, book) for one in shown if not one.here),
            button("editions.stay", book, cb.Go(to=cb.To.HOME).pack()),
        ),
    )


def _line(one: Edition, book: Phrasebook) -> Html:
    marks = [book.plain(f"editions.{one.time}")]
    if one.role is not None:
        marks.append(book.plain(f"team.role.{one.role}"))
    if one.attendee is not None and one.attendee.ready_at is not None:
        marks.append(book.plain("editions.registered"))
    if one.here:
        marks.append(book.plain("editions.here"))
    name = Words(clip(one.event.name(Language(book.language)), NAMED))
    return lines(
        book.text("editions.name", event=name),
        book.text("editions.line", dates=dates(one.event, book), marks=book.list(marks)),
    )


def _go(one: Edition, book: Phrasebook) -> Button:
    name = Words(clip(one.event.name(Language(book.language)), ON_BUTTON))
    mine = one.attendee is not None or one.role is not None
    key = "editions.go" if mine else "editions.join"
    return Button(
        label=label(book.plain(key, event=name), book), data=ce.GoTo(to=one.event.id).pack()
    )


def switched(event: Event, book: Phrasebook) -> Html:
    """That the reader is in another edition from now on."""
    return book.text("editions.switched", event=_name(event, book), dates=dates(event, book))


def over(mine: Event, following: Event, book: Phrasebook) -> Html:
    """That the reader's edition is over, and which is next."""
    return book.text(
        "editions.over",
        event=_name(mine, book),
        next=_name(following, book),
        dates=dates(following, book),
    )


def carry(load: Luggage, book: Phrasebook, *, who: bool, wishes: bool) -> Screen:
    """What is to go along, chosen by taps, and the way in."""
    old, edition = load.attendee, load.target.id
    items = [
        (
            book.plain("carry.who"),
            who,
            load.has_who,
            ce.Carry(edition=edition, who=not who, wishes=wishes),
        ),
        (
            book.plain("carry.wishes"),
            wishes,
            load.has_wishes,
            ce.Carry(edition=edition, who=who, wishes=not wishes),
        ),
    ]
    join = ce.Join(edition=edition, who=who, wishes=wishes).pack()
    away = book.count("carry.kept_away", load.kept_away) if load.kept_away else ""
    return Screen(
        html=paragraphs(
            book.text(
                "carry.ask", source=_name(load.source, book), target=_name(load.target, book)
            ),
            lines(
                _who(old, book) if load.has_who else "",
                _wishes(old, book) if load.has_wishes else "",
            ),
            lines(book.text("carry.hours"), away),
        ),
        rows=(
            *_toggles([(text, on, data.pack()) for text, on, there, data in items if there], book),
            *column(button("carry.join", book, join)),
        ),
    )


def _toggles(items: Sequence[tuple[str, bool, str]], book: Phrasebook) -> tuple[Row, ...]:
    return tuple(row for item in items for row in choices([item], book))


def _who(old: Attendee, book: Phrasebook) -> Html:
    said: list[str | Words] = [book.plain(f"role.{old.role}")] if old.role else []
    said += [Words(old.organisation)] if old.organisation else []
    said += [language_name(code, book) for code in old.speaks]
    return book.text("carry.who_line", said=book.list(said))


def _wishes(old: Attendee, book: Phrasebook) -> Html:
    return book.text("carry.wishes_line", words=Words(clip(old.words, QUOTED)))


def _name(event: Event, book: Phrasebook) -> Words:
    return Words(event.name(Language(book.language)))
