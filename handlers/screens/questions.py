"""From an open question to its screen."""

from datetime import datetime

from handlers import countries
from handlers.screens import availability, onboarding, understood
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.people import Question
from matchmaking.usecases.arrivals import Arrival


def question_screen(
    question: Question, arrival: Arrival, book: Phrasebook, *, language_code: str | None = None
) -> Screen:
    """The screen that asks it; `language_code` is Telegram's, to guess the country from."""
    attendee, event = arrival.attendee, arrival.event
    ready = attendee.ready_at is not None
    match question:
        case Question.LANGUAGE:
            return onboarding.language(book)
        case Question.CONSENT:
            return onboarding.consent(book)
        case Question.COUNTRY:
            guess = arrival.person.country or countries.guess(language_code)
            return onboarding.country(book, guess=guess, ready=ready)
        case Question.ZONE:
            code = arrival.person.country or ""
            return onboarding.zone(code, book, moments=moments(arrival), ready=ready)
        case Question.ROLE:
            return onboarding.role(book, ready=ready)
        case Question.ORGANISATION:
            return onboarding.organisation(book, ready=ready)
        case Question.WORDS:
            return onboarding.words(attendee, book, ready=ready)
        case Question.CHIPS:
            return understood.chips(attendee, book)
        case Question.SPEAKS:
            return availability.speaks(book, availability.spoken_bits(attendee), ready=ready)
        case Question.WINDOWS:
            chosen = availability.window_bits(attendee, event)
            return availability.windows(
                event, book, chosen, ready=ready, presence=attendee.presence
            )


def moments(arrival: Arrival) -> tuple[datetime, ...]:
    """The moments at which the clocks of a country's parts are compared."""
    return countries.around([window.starts_at for window in arrival.event.plan.windows])
