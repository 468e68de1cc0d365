"""Who takes part: persons, and the attendees they are at an event.

Owns the values and the order of the onboarding questions. Knows no Telegram beyond the
account number that identifies a person, and no storage.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from matchmaking.intents import ConceptId, CountryCode, Intent, Language, Role
from matchmaking.spans import Stretch

PersonId = NewType("PersonId", int)
AttendeeId = NewType("AttendeeId", int)
EventId = NewType("EventId", int)
WindowId = NewType("WindowId", int)

NAME_LIMIT = 80
ORGANISATION_LIMIT = 120
WORDS_LIMIT = 1500
"""Most characters kept of a name, an organisation and somebody's own words."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """The chat account that writes to us, as its messenger describes it."""

    telegram_id: int
    name: str
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """A human being who has written to us, across all editions."""

    id: PersonId
    telegram_id: int
    name: str
    language: Language
    username: str | None = None
    country: CountryCode | None = None
    zone: str | None = None
    """IANA zone name; None until the country (and, where needed, the zone) is known."""
    consented_at: datetime | None = None
    blocked_at: datetime | None = None
    """Since when the person blocks the bot; None when messages can reach them."""


class Presence(StrEnum):
    """How somebody takes part in a hybrid event."""

    ON_SITE = "on_site"
    ONLINE = "online"
    EITHER = "either"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """A person registered for one event."""

    id: AttendeeId
    event_id: EventId
    person: Person
    code: str | None = None
    """The registration code that the organiser's list and programme know them by."""
    organisation: str | None = None
    """None until asked; empty when the person comes on their own account."""
    role: Role | None = None
    speaks: tuple[str, ...] = ()
    """ISO 639-1 codes, the chat's language first."""
    words: str = ""
    """What they seek and offer, exactly as they wrote it."""
    intents: tuple[Intent, ...] = ()
    dropped: tuple[ConceptId, ...] = ()
    """Topics they said they did not mean: not read again from the same words."""
    confirmed_at: datetime | None = None
    """When they said that the intents read from their words are right."""
    windows: frozenset[WindowId] | None = None
    """When they are free; None until asked."""
    ready_at: datetime | None = None
    """When onboarding was completed; only then are they matched."""
    paused_at: datetime | None = None
    blocked: tuple[Stretch, ...] = ()
    """When they do not want to meet although they are free in the window, in order of time."""
    presence: Presence | None = None
    """None until told; asked at hybrid events only."""

    @property
    def blank(self) -> bool:
        """Whether nothing has been said at this event yet."""
        said = self.role or self.words or self.windows is not None
        return self.ready_at is None and self.organisation is None and not said

    @property
    def reachable(self) -> bool:
        """Whether this attendee may be proposed to others and receive offers."""
        return (
            self.ready_at is not None and self.paused_at is None and self.person.blocked_at is None
        )


class Question(StrEnum):
    """What onboarding asks, in this order."""

    LANGUAGE = "language"
    CONSENT = "consent"
    COUNTRY = "country"
    ZONE = "zone"
    ROLE = "role"
    ORGANISATION = "organisation"
    WORDS = "words"
    CHIPS = "chips"
    SPEAKS = "speaks"
    WINDOWS = "windows"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What may be said about an attendee in one answer; None leaves a field as it is."""

    name: str | None = None
    language: Language | None = None
    consented: bool | None = None
    country: CountryCode | None = None
    zone: str | None = None
    role: Role | None = None
    organisation: str | None = None
    speaks: tuple[str, ...] | None = None
    windows: frozenset[WindowId] | None = field(default=None)
    presence: Presence | None = None


def next_question(attendee: Attendee) -> Question | None:
    """The first thing still to be asked, or None when the profile is complete.

    Language is never "missing" (it is guessed at arrival): the caller asks it first.
    """
    person = attendee.person
    missing = {
        Question.CONSENT: person.consented_at is None,
        Question.COUNTRY: person.country is None,
        Question.ZONE: person.zone is None,
        Question.ROLE: attendee.role is None,
        Question.ORGANISATION: attendee.organisation is None,
        Question.WORDS: not attendee.intents and attendee.confirmed_at is None,
        Question.CHIPS: attendee.confirmed_at is None,
        Question.SPEAKS: not attendee.speaks,
        Question.WINDOWS: attendee.windows is None,
    }
    return next((question for question, open_ in missing.items() if open_), None)


def question_before(question: Question) -> Question | None:
    """The question that "back" leads to; None at the first."""
    order = [q for q in Question if q is not Question.ZONE]
    at = order.index(Question.ROLE if question is Question.ZONE else question)
    return order[at - 1] if at else None
