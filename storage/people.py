"""Persons: found, added, saved, and forgotten altogether."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from matchmaking.intents import CountryCode, Language
from matchmaking.people import Account, Person, PersonId
from storage.memory import Recall
from storage.quick import Quick
from storage.tables import CONVERSATION, KEPT_UPDATE, PERSON

BY_ID = Quick(select(PERSON).where(PERSON.c.id == bindparam("person")))
BY_TELEGRAM = Quick(select(PERSON).where(PERSON.c.telegram_id == bindparam("telegram")))
ADD = Quick(insert(PERSON))
SAVE = Quick(
    update(PERSON).where(PERSON.c.id == bindparam("person")).values(version=PERSON.c.version + 1)
)
REMOVE = delete(PERSON).where(PERSON.c.id == bindparam("person"))
FORGET_CHAT = delete(CONVERSATION).where(CONVERSATION.c.telegram_id == bindparam("telegram"))
# The bare rows stay, so that a repeated delivery of one of them is still known as repeated.
FORGET_HEARD = (
    update(KEPT_UPDATE)
    .where(KEPT_UPDATE.c.telegram_id == bindparam("telegram"))
    .values(body="", telegram_id=0)
)


def person_of(row: Any) -> Person:
    """The person in a row of the table."""
    return Person(
        id=PersonId(row.id),
        telegram_id=row.telegram_id,
        name=row.name,
        language=Language(row.language),
        username=row.username,
        country=CountryCode(row.country) if row.country else None,
        zone=row.zone,
        consented_at=row.consented_at,
        blocked_at=row.blocked_at,
    )


class StoredPeople:
    """`ports.People`. `forgotten` are those who were erased in this transaction."""

    def __init__(self, connection: Connection, recall: Recall) -> None:
        self._connection = connection
        self._recall = recall
        self.forgotten: list[PersonId] = []

    def get(self, person_id: PersonId) -> Person | None:
        """The person with this id."""
        row = BY_ID.first(self._connection, person=person_id)
        return person_of(row) if row else None

    def by_telegram(self, telegram_id: int) -> Person | None:
        """The person behind an account."""
        row = BY_TELEGRAM.first(self._connection, telegram=telegram_id)
        return person_of(row) if row else None

    def add(self, account: Account, language: Language) -> Person:
        """A new person, as their account describes them."""
        key = ADD.insert(
            self._connection,
            telegram_id=account.telegram_id,
            name=account.name,
            username=account.username,
            language=language.value,
            version=1,
        )
        self._recall.people.add(PersonId(key))
        return Person(
            id=PersonId(key),
            telegram_id=account.telegram_id,
            name=account.name,
            username=account.username,
            language=language,
        )

    def save(self, person: Person) -> None:
        """Replaces the stored person."""
        self._recall.people.add(person.id)
        SAVE.run(
            self._connection,
            person=person.id,
            telegram_id=person.telegram_id,
            name=person.name,
            language=person.language.value,
            username=person.username,
            country=person.country,
            zone=person.zone,
            consented_at=person.consented_at,
            blocked_at=person.blocked_at,
        )

    def erase(self, person_id: PersonId) -> None:
        """Forgets a person. Everything that hangs on them goes with their row (ON DELETE
        CASCADE): attendees with intents, matches on both sides, meetings with slots and
        bookings, notices, announcements, and being an organiser."""
        person = self.get(person_id)
        if person is None:
            return
        self.forgotten.append(person_id)
        self._connection.execute(REMOVE, {"person": person_id})
        self._connection.execute(FORGET_CHAT, {"telegram": person.telegram_id})
        self._connection.execute(FORGET_HEARD, {"telegram": person.telegram_id})
