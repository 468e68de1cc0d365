"""One update's turn: who writes, what is known of them, and how they are answered.

Owns the bundle that handlers are given. Knows no screens.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from aiogram.types import User

from handlers.reply import Reply
from handlers.screens.notices import reader
from handlers.states import REST
from handlers.whereabouts import Named
from i18n.phrasebook import Phrasebook, phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.people import (
    Account,
    Attendee,
    Person,
    PersonId,
    Question,
    next_question,
)
from matchmaking.ports import UnitOfWork, UseCase, Work
from matchmaking.usecases.arrivals import Arrival, guess_language
from matchmaking.usecases.editions import Noun

T = TypeVar("T")


class Unit(Work, Protocol):
    """The work on one update, to be closed when its handler is through."""

    async def close(self) -> None:
        """Ends the work."""


@dataclass(kw_only=True)
class Turn:
    """What a handler works with."""

    work: Unit
    reply: Reply
    account: Account
    known: Arrival | None
    """Whoever writes, in the edition that the update is about (`handlers.whereabouts`)."""
    named: Named | None = None
    """The row that the update is about, as it says."""

    @property
    def stranger(self) -> bool:
        """Whether nobody of this account is known."""
        return self.known is None

    @property
    def arrival(self) -> Arrival:
        """Whoever writes; raises `Refused` (NOT_YOURS) for a stranger."""
        if self.known is None:
            raise Refused(Refusal.NOT_YOURS)
        return self.known

    @property
    def person(self) -> Person:
        """The person who writes."""
        return self.arrival.person

    @property
    def actor(self) -> PersonId:
        """The person's id, for use cases."""
        return self.arrival.person.id

    @property
    def attendee(self) -> Attendee:
        """The person as an attendee."""
        return self.arrival.attendee

    @property
    def event(self) -> Event:
        """The event."""
        return self.arrival.event

    @property
    def ready(self) -> bool:
        """Whether the profile is complete."""
        return self.known is not None and self.known.attendee.ready_at is not None

    @property
    def organises(self) -> bool:
        """Whether it is an organiser, and not in the middle of the first questions."""
        if self.known is None or not self.known.organiser:
            return False
        begun = next_question(self.attendee) is not Question.CONSENT and not self.attendee.blank
        return self.ready or not begun

    @property
    def book(self) -> Phrasebook:
        """The phrasebook of whoever writes."""
        if self.known is None:
            return guessed_book(self.account)
        return reader(self.known.person, self.known.event)

    def changed(self, attendee: Attendee) -> None:
        """Goes on with an attendee as a use case returned them."""
        self.known = replace(self.arrival, attendee=attendee, person=attendee.person)

    def instead(self, use_case: UseCase[T]) -> UseCase[T]:
        """The same, after which the tapped message shows something else than the meeting or card
        it showed, and is not to follow it."""
        message, attendee = self.reply.message_id, self.attendee.id

        def run(uow: UnitOfWork, now: datetime) -> T:
            if message is not None:
                uow.faces.leave(attendee, message)
            return use_case(uow, now)

        return run

    def need_edition(self) -> None:
        """Raises `Refused` (NOT_YOURS) for a button of an edition in which they take no part."""
        if self.known is None or self.named is None:
            return
        noun, number = self.named
        if noun is Noun.EDITION and number != self.known.event.id:
            raise Refused(Refusal.NOT_YOURS)

    def need_ready(self) -> None:
        """Raises `Refused` (NOT_READY) while questions are open."""
        if not self.ready:
            raise Refused(Refusal.NOT_READY)

    async def leave(self, step: str) -> None:
        """Leaves that step, if the chat is in it."""
        if self.work.conversation.step == step:
            await self.work.turn(REST)

    async def rest(self) -> None:
        """Leaves the step the chat was in, if it was in any but an open question."""
        step = self.work.conversation.step
        if step and (self.ready or step not in set(Question)):
            await self.work.turn(REST)


def account_of(user: User) -> Account:
    """The account behind an update, as Telegram describes it."""
    return Account(
        telegram_id=user.id,
        name=user.full_name,
        username=user.username,
        language_code=user.language_code,
    )


def guessed_book(account: Account) -> Phrasebook:
    """The phrasebook of somebody who is not known, by their account's language."""
    return phrasebook(guess_language(account.language_code).value)
