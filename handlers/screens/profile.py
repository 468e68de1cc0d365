"""What is known of somebody, and how each part of it is changed, paused or erased."""

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers.callbacks_clusters import MyClusters
from handlers.screens.screen import Button, Screen, column, flow, lines, paragraphs
from handlers.screens.understood import summary
from handlers.screens.words import button, language_name
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.people import Attendee, Question

CHANGES = (
    ("profile.words", Question.WORDS),
    ("profile.windows", Question.WINDOWS),
    ("profile.speaks", Question.SPEAKS),
    ("profile.organisation", Question.ORGANISATION),
    ("profile.role", Question.ROLE),
    ("profile.country", Question.COUNTRY),
)


def profile(attendee: Attendee, event: Event, book: Phrasebook) -> Screen:
    """All that was told, and a button for each part of it."""
    return Screen(
        html=paragraphs(
            Html(f"<b>{book.text('profile.title')}</b>"),
            _facts(attendee, event, book),
            summary(attendee.intents, book),
            book.text("profile.question"),
        ),
        rows=(
            *flow(_changes(book), most=2),
            *flow(
                [
                    button("settings.button", book, after.Settings().pack()),
                    _pause(attendee, book),
                    button("profile.privacy", book, cb.Go(to=cb.To.PRIVACY).pack()),
                ],
                most=2,
            ),
            *column(button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack())),
        ),
    )


def _facts(attendee: Attendee, event: Event, book: Phrasebook) -> Html:
    person = attendee.person
    alone = attendee.organisation == ""
    organisation = book.plain("profile.alone") if alone else Words(attendee.organisation or "")
    free = [window for window in event.plan.windows if window.id in (attendee.windows or ())]
    facts: list[tuple[str, str | Words]] = [
        ("profile.name", book.user(person.name)),
        ("profile.organisation", organisation if attendee.organisation is not None else ""),
        ("profile.role", book.plain(f"role.{attendee.role}") if attendee.role else ""),
        ("profile.country", _country(attendee, book)),
        ("profile.speaks", book.list(language_name(code, book) for code in attendee.speaks)),
        ("profile.free", book.list(dict.fromkeys(book.weekday_part(w.starts_at) for w in free))),
    ]
    return lines(
        *(
            book.text("profile.line", label=book.plain(key), value=value)
            for key, value in facts
            if value
        )
    )


def _country(attendee: Attendee, book: Phrasebook) -> str:
    person = attendee.person
    if person.country is None:
        return ""
    country = book.country(person.country)
    if person.zone is None:
        return country
    city = book.zone_city(person.zone)
    return book.plain("profile.country_city", country=country, city=city)


def _changes(book: Phrasebook) -> list[Button]:
    questions = [button(key, book, cb.Ask(question=question).pack()) for key, question in CHANGES]
    return [*questions, button("profile.name", book, cb.Go(to=cb.To.NAME).pack())]


def _pause(attendee: Attendee, book: Phrasebook) -> Button:
    if attendee.paused_at is not None:
        return button("pause.resume", book, cb.Go(to=cb.To.RESUME).pack())
    return button("pause.button", book, cb.Go(to=cb.To.PAUSE).pack())


def paused(book: Phrasebook) -> Screen:
    """A break has begun."""
    return Screen(
        html=book.text("pause.text"),
        rows=column(
            button("pause.resume", book, cb.Go(to=cb.To.RESUME).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        ),
    )


def resumed(book: Phrasebook) -> Screen:
    """The break is over."""
    return Screen(
        html=book.text("pause.resumed"),
        rows=column(
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        ),
    )


def privacy(book: Phrasebook) -> Screen:
    """What is kept, who sees it, whom one keeps away, and how to erase it."""
    return Screen(
        html=book.text("privacy.text"),
        rows=column(
            button("away.see", book, cb.Go(to=cb.To.AWAY).pack()),
            button("clusters.mine", book, MyClusters().pack()),
            button("erase.no", book, cb.Go(to=cb.To.HOME).pack()),
            button("privacy.erase", book, cb.Go(to=cb.To.ERASE).pack()),
        ),
    )


def erase(book: Phrasebook) -> Screen:
    """Really erase everything?"""
    return Screen(
        html=book.text("erase.ask"),
        rows=column(
            button("erase.no", book, cb.Go(to=cb.To.HOME).pack()),
            button("erase.yes", book, cb.Go(to=cb.To.ERASE_YES).pack()),
        ),
    )


def erased(book: Phrasebook) -> Screen:
    """Nothing is known any more."""
    return Screen(html=book.text("erase.done"))


def declined(book: Phrasebook) -> Screen:
    """Consent was not given, and what was known is erased."""
    return Screen(html=book.text("consent.declined"))
