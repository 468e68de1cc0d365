"""What people say of themselves: answers, own words, corrections, pausing, leaving."""

from dataclasses import replace
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import ConceptId, Intent
from matchmaking.people import (
    NAME_LIMIT,
    ORGANISATION_LIMIT,
    WORDS_LIMIT,
    Attendee,
    Draft,
    PersonId,
    next_question,
)
from matchmaking.ports import UnitOfWork
from matchmaking.reading.reader import read
from matchmaking.usecases import appointments
from matchmaking.usecases.actors import acting_attendee, acting_person


def answer(uow: UnitOfWork, now: datetime, *, actor: PersonId, draft: Draft) -> Attendee:
    """Takes one answer of the onboarding, or a later change of it."""
    attendee, event = acting_attendee(uow, actor)
    person = attendee.person
    person = replace(
        person,
        name=_text(draft.name, NAME_LIMIT) if draft.name is not None else person.name,
        language=draft.language or person.language,
        country=draft.country or person.country,
        zone=draft.zone or (None if _moved(draft, attendee) else person.zone),
        consented_at=person.consented_at or (now if draft.consented else None),
    )
    windows = attendee.windows
    if draft.windows is not None:
        windows = frozenset(w.id for w in event.plan.windows if w.id in draft.windows)
    attendee = replace(
        attendee,
        person=person,
        role=draft.role or attendee.role,
        organisation=(
            " ".join(draft.organisation.split())[:ORGANISATION_LIMIT]
            if draft.organisation is not None
            else attendee.organisation
        ),
        speaks=draft.speaks or attendee.speaks,
        windows=windows,
    )
    uow.people.save(person)
    return _save(uow, attendee, now)


def tell(uow: UnitOfWork, now: datetime, *, actor: PersonId, text: str) -> Attendee:
    """Reads what somebody seeks and offers from their own words, and keeps both.

    Raises `Refused`: EMPTY for no text, EMPTY with `heard=True` when no intent was found in
    it (nothing is changed), TOO_LONG.
    """
    attendee, _ = acting_attendee(uow, actor)
    words = _text(text, WORDS_LIMIT)
    intents = understood(words, attendee.dropped)
    if not intents:
        raise Refused(Refusal.EMPTY, heard=True)
    return _save(uow, replace(attendee, words=words, intents=intents, confirmed_at=None), now)


def add_words(uow: UnitOfWork, now: datetime, *, actor: PersonId, text: str) -> Attendee:
    """Adds a sentence to what was told; raises as `tell` does, for the sentence alone."""
    attendee, _ = acting_attendee(uow, actor)
    if not understood(_text(text, WORDS_LIMIT), attendee.dropped):
        raise Refused(Refusal.EMPTY, heard=True)
    return tell(uow, now, actor=actor, text=f"{attendee.words}\n{text}".strip())


def toggle_topic(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, concept: ConceptId
) -> Attendee:
    """Takes a topic off, or back on. A topic taken off is never read again from later words."""
    attendee, _ = acting_attendee(uow, actor)
    if concept in attendee.dropped:
        dropped = tuple(c for c in attendee.dropped if c != concept)
    elif any(concept in intent.concepts for intent in attendee.intents):
        dropped = (*attendee.dropped, concept)
    else:
        raise Refused(Refusal.NOT_YOURS)
    intents = understood(attendee.words, dropped)
    return _save(uow, replace(attendee, dropped=dropped, intents=intents), now)


def confirm(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """The person says that they were understood; raises `Refused` (EMPTY) if nothing is left."""
    attendee, _ = acting_attendee(uow, actor)
    if not attendee.intents:
        raise Refused(Refusal.EMPTY, heard=True)
    uow.matches.clear(attendee.id)
    return _save(uow, replace(attendee, confirmed_at=now), now)


def pause(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """Leaves matching for a while; meetings already agreed stay."""
    attendee, _ = acting_attendee(uow, actor)
    return _save(uow, replace(attendee, paused_at=attendee.paused_at or now), now)


def resume(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """Comes back to matching."""
    attendee, _ = acting_attendee(uow, actor)
    return _save(uow, replace(attendee, paused_at=None), now)


def erase(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> None:
    """Closes what is under way, telling the others, and forgets the person."""
    person = acting_person(uow, actor)
    attendee, _ = acting_attendee(uow, actor)
    appointments.leave_all(uow, now, attendee=attendee)
    uow.people.erase(person.id)


def understood(words: str, dropped: tuple[ConceptId, ...]) -> tuple[Intent, ...]:
    """The intents in some words, without the topics the person does not mean.

    An intent whose every topic was taken off goes with them.
    """
    kept: list[Intent] = []
    for intent in read(words).intents:
        concepts = tuple(c for c in intent.concepts if c not in dropped)
        if concepts or not intent.concepts:
            kept.append(replace(intent, concepts=concepts))
    return tuple(kept)


def _moved(draft: Draft, attendee: Attendee) -> bool:
    return draft.country is not None and draft.country != attendee.person.country


def _text(text: str, limit: int) -> str:
    words = text.strip()
    if not words:
        raise Refused(Refusal.EMPTY)
    if len(words) > limit:
        raise Refused(Refusal.TOO_LONG, limit=limit)
    return words


def _save(uow: UnitOfWork, attendee: Attendee, now: datetime) -> Attendee:
    if attendee.ready_at is None and next_question(attendee) is None:
        attendee = replace(attendee, ready_at=now)
    uow.attendees.save(attendee)
    return attendee
