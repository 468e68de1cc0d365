"""The questions of the onboarding, each a screen; the profile asks the same ones again.

Owns what each question shows. What comes after which is `matchmaking.people.next_question`.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from handlers import callbacks as cb
from handlers.countries import REGION, SEVERAL_CLOCKS, zones_of
from handlers.screens.partners import held_by
from handlers.screens.screen import Button, Row, Screen, column, flow, paragraphs
from handlers.screens.words import QUOTED, button, clip, label
from i18n.locales import ENDONYMS
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.intents import Language, Role
from matchmaking.people import Attendee, Question, question_before

ALIKE = lru_cache(maxsize=256)
"""For screens that show everybody with one phrasebook the same: a keyboard of 25 countries takes a
millisecond to write."""


def welcome(event: Event, book: Phrasebook) -> Screen:
    """The first message: the event, and the language to speak."""
    name = Words(event.name(Language(book.language)))
    held = held_by(event, book)
    line = Html(f"\n{held}" if held else "")
    text = book.text("welcome.text", event=name, dates=dates(event, book), held=line)
    return Screen(html=text, rows=(_languages(book),))


@ALIKE
def language(book: Phrasebook) -> Screen:
    """The language again."""
    return Screen(html=book.text("language.ask"), rows=(_languages(book),))


def _languages(book: Phrasebook) -> Row:
    order = sorted(Language, key=lambda one: one != book.language)
    return tuple(Button(label=ENDONYMS[one], data=cb.Speak(language=one).pack()) for one in order)


def dates(event: Event, book: Phrasebook) -> Html:
    """When the event is, inside a sentence."""
    days = sorted(day.date for day in event.plan.days)
    first, last = days[0], days[-1]
    if first == last:
        return book.text("dates.one", day=book.day(first, year=True))
    return book.text("dates.range", first=book.day(first), last=book.day(last, year=True))


@ALIKE
def consent(book: Phrasebook) -> Screen:
    """What is shown to whom, and whether that is all right."""
    decline = button("consent.decline", book, cb.Consent(yes=False).pack())
    agree = button("consent.agree", book, cb.Consent(yes=True).pack())
    return Screen(
        html=book.text("consent.text"),
        rows=(*column(agree, decline), *back(Question.CONSENT, book)),
    )


@ALIKE
def country(book: Phrasebook, *, guess: str | None = None, ready: bool = False) -> Screen:
    """The country, the likeliest first, then those of the region by name."""
    names = {code: book.country(code) for code in REGION}
    order = sorted(REGION, key=lambda code: _sorting(names[code]))
    rows: list[Row] = []
    if guess:
        rows += column(_country(guess, book))
    rows += flow(_country(code, book) for code in order if code != guess)
    rows += flow(
        Button(
            label=label(
                book.plain("zone.button", country=names[code], city=book.zone_city(zone)), book
            ),
            data=cb.Country(code=code, zone=zone).pack(),
        )
        for code, zone in SEVERAL_CLOCKS
    )
    return Screen(html=book.text("country.ask"), rows=(*rows, *back(Question.COUNTRY, book, ready)))


def _country(code: str, book: Phrasebook) -> Button:
    return Button(label=label(book.country(code), book), data=cb.Country(code=code).pack())


def _sorting(name: str) -> str:
    # Arabic lists leave the article out of the order; accents do not matter to it in French.
    return name.removeprefix("ال").casefold().replace("é", "e")


def zone(
    code: str, book: Phrasebook, *, moments: Sequence[datetime], ready: bool = False
) -> Screen:
    """Which of a country's clocks; one button for each that differs at `moments`."""
    buttons = (
        Button(
            label=label(book.capital(book.zone_city(name)), book), data=cb.Zone(zone=name).pack()
        )
        for name in zones_of(code, moments)
    )
    return Screen(
        html=book.text("zone.ask", place=book.in_country(code)),
        rows=(*flow(buttons), *back(Question.ZONE, book, ready)),
    )


@ALIKE
def role(book: Phrasebook, *, ready: bool = False) -> Screen:
    """What kind of participant somebody is."""
    buttons = (
        Button(label=book.plain(f"role.{one}"), data=cb.Role(role=one).pack()) for one in Role
    )
    return Screen(
        html=book.text("role.ask"), rows=(*flow(buttons, most=2), *back(Question.ROLE, book, ready))
    )


@ALIKE
def organisation(book: Phrasebook, *, ready: bool = False) -> Screen:
    """The organisation: typed, or none."""
    return Screen(
        html=book.text("organisation.ask"),
        rows=(
            *column(button("organisation.alone", book, cb.Alone().pack())),
            *back(Question.ORGANISATION, book, ready),
        ),
    )


def words(attendee: Attendee, book: Phrasebook, *, ready: bool = False) -> Screen:
    """Own words: what do you seek, and what do you offer?"""
    before = attendee.words
    now = book.text("words.now", words=book.quote(clip(before, 2 * QUOTED))) if before else ""
    keep = button("words.keep", book, _go(cb.To.GO_ON)) if before and not ready else None
    return Screen(
        html=paragraphs(book.text("words.ask"), now),
        rows=(*column(keep), *back(Question.WORDS, book, ready)),
    )


def add(book: Phrasebook) -> Screen:
    """One more sentence."""
    to_chips = cb.Ask(question=Question.CHIPS).pack()
    return Screen(html=book.text("add.ask"), rows=column(button("button.back", book, to_chips)))


def name(book: Phrasebook) -> Screen:
    """The name others see."""
    return Screen(
        html=book.text("name.ask"),
        rows=column(button("button.back", book, _go(cb.To.PROFILE))),
    )


def back(question: Question, book: Phrasebook, ready: bool = False) -> tuple[Row, ...]:
    """The way back: to the question before, or to the profile once everything is answered."""
    if ready:
        return column(button("button.back", book, _go(cb.To.PROFILE)))
    before = question_before(question)
    if before is None:
        return ()
    return column(button("button.back", book, cb.Ask(question=before).pack()))


def _go(to: cb.To) -> str:
    return cb.Go(to=to).pack()
