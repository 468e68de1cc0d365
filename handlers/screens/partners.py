"""Who holds the event: a line where it presents itself, and the list with addresses."""

from handlers.callbacks_programme import Partners, ProgrammeDay
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, clip, label, printed
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.partners import Partner

IN_A_LINE = 4
"""Most partners named in one line."""

NAME_IN_LINE, NAME_IN_LIST, NAME_ON_BUTTON = 60, 50, 30
"""Most characters of a name in the line, in the list and on a button."""

ADDRESSES = 40
"""Most buttons with an address."""


def held_by(event: Event, book: Phrasebook) -> Html:
    """With whom: a line; empty for an event that names nobody."""
    partners = event.plan.partners
    if not partners:
        return Html("")
    named = [Words(_name(one, book, NAME_IN_LINE)) for one in partners[:IN_A_LINE]]
    more = len(partners) - len(named)
    others = [book.count("partners.others", more)] if more else []
    return book.text("partners.line", partners=book.list([*named, *others]))


def partners(event: Event, book: Phrasebook) -> Screen:
    """All of them, and the way to their addresses."""
    found = event.plan.partners
    names = [book.text("person.alone", name=Words(_name(one, book, NAME_IN_LIST))) for one in found]
    return Screen(
        html=paragraphs(
            book.text("partners.title", event=Words(event.name(Language(book.language)))),
            lines(*(Html(f"• {name}") for name in names)) or book.text("partners.none"),
        ),
        rows=(
            *column(*_addresses(found[:ADDRESSES], book)),
            *column(button("programme.to_all", book, ProgrammeDay(day=0).pack())),
        ),
    )


def _addresses(found: tuple[Partner, ...], book: Phrasebook) -> list[Button]:
    """Those with an address; two whose names look alike on a button are told apart by place."""
    shown = [(_name(one, book, NAME_ON_BUTTON), one.link) for one in found]
    names = [name for name, _ in shown]
    return [
        Button(
            label=label(
                book.plain("partners.open", name=Words(name))
                if names.count(name) == 1
                else book.plain("partners.open_n", name=Words(name), n=place),
                book,
            ),
            url=link,
        )
        for place, (name, link) in enumerate(shown, start=1)
        if link
    ]


def to_partners(event: Event, book: Phrasebook) -> tuple[Row, ...]:
    """The way there; none where there are none."""
    if not event.plan.partners:
        return ()
    return column(button("partners.button", book, Partners().pack()))


def _name(one: Partner, book: Phrasebook, most: int) -> str:
    return clip(printed(one.name(Language(book.language))), most)
