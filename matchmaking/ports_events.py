"""What the rules ask of whoever remembers persons and the events of a series. See `ports`."""

from typing import Protocol

from matchmaking.events import Event, EventPlan
from matchmaking.intents import Language
from matchmaking.people import Account, EventId, Person, PersonId


class People(Protocol):
    """Persons, by account."""

    def get(self, person_id: PersonId) -> Person | None: ...
    def by_telegram(self, telegram_id: int) -> Person | None: ...
    def add(self, account: Account, language: Language) -> Person: ...
    def save(self, person: Person) -> None: ...
    def erase(self, person_id: PersonId) -> None:
        """Removes the person with everything they wrote, were told, and took part in.

        Meetings they were in must have been closed before; what stays for the other side is
        the bare row of a meeting with nobody in it, or nothing.
        """


class Events(Protocol):
    """The events of a series, and which of them somebody is in."""

    def all(self) -> list[Event]: ...
    def current(self) -> Event | None:
        """The one added last."""

    def get(self, event_id: EventId) -> Event | None: ...
    def with_code(self, code: str) -> Event | None: ...
    def of_person(self, person_id: PersonId) -> Event | None:
        """The one the person has chosen; otherwise the one they registered for last; otherwise
        the one they help to run. None for whoever belongs to none."""

    def of_account(self, telegram_id: int) -> Event | None:
        """The same of the person behind an account."""

    def choose(self, person_id: PersonId, event_id: EventId) -> None:
        """From now on the person is in this one; whether they may be, the caller has asked."""

    def put(self, plan: EventPlan, *, event_id: EventId | None = None) -> Event:
        """Adds the event, or replaces the one with the same code, or the one with that id (whose
        code may then be another; raises `Refused` (CODE_TAKEN) when it is a third one's),
        keeping its id and the ids of windows whose code stays. Its clock becomes that of
        today's rules (`usecases.timekeeping` sees to what was agreed before)."""
