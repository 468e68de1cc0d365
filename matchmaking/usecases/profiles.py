"""What people say of themselves: answers, own words, corrections, pausing, leaving."""

from dataclasses import replace
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import ConceptId, Intent
from matchmaking.people import (
    NAME_LIMIT,
    ORGANISATION_LIMIT,
    WORDS_LIMIT,
    Attendee,
    Draft,
    EventId,
    PersonId,
    next_question,
)
from matchmaking.ports import UnitOfWork
from matchmaking.reading.reader import read
from matchmaking.usecases import (
    agendas,
    appointments,
    clusters,
    introductions,
    newcomers,
    seating,
)
from matchmaking.usecases.actors import (
    acting_attendee,
    acting_person,
    consenting_attendee,
    event_of,
    ready_attendee,
)
from matchmaking.usecases.programme import leave_all_seats
from matchmaking.writing import as_written, one_line


def answer(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, draft: Draft, of: EventId | None = None
) -> Attendee:
    """Takes one answer of the onboarding, or a later change of it, for the edition the actor is in
    or for `of`.

    Raises `Refused`: NOT_READY for anything but the language before the consent, EMPTY or
    TOO_LONG for a name or an organisation.
    """
    attendee, event = acting_attendee(uow, actor, of=of)
    before = attendee.person
    only_language = Draft(language=draft.language)
    if before.consented_at is None and not draft.consented and draft != only_language:
        raise Refused(Refusal.NOT_READY)
    answered = _answered(attendee, draft, event, now)
    uow.people.save(answered.person)
    if answered.person.zone != before.zone:
        agendas.move_agendas(uow, now, attendee=answered, event=event)
    saved = kept(uow, answered, now)
    if saved.presence is not attendee.presence:
        seating.reseat(uow, now, attendee=saved, event=event)
    return saved


def _answered(attendee: Attendee, draft: Draft, event: Event, now: datetime) -> Attendee:
    person, organisation, windows = attendee.person, attendee.organisation, attendee.windows
    if draft.organisation is not None:
        given = draft.organisation
        organisation = _line(given, ORGANISATION_LIMIT) if given else ""
    if draft.windows is not None:
        windows = frozenset(w.id for w in event.plan.windows if w.id in draft.windows)
    return replace(
        attendee,
        person=replace(
            person,
            name=person.name if draft.name is None else _line(draft.name, NAME_LIMIT),
            language=draft.language or person.language,
            country=draft.country or person.country,
            zone=draft.zone or (None if _moved(draft, attendee) else person.zone),
            consented_at=person.consented_at or (now if draft.consented else None),
        ),
        role=draft.role or attendee.role,
        organisation=organisation,
        speaks=draft.speaks or attendee.speaks,
        windows=windows,
        presence=draft.presence or attendee.presence,
    )


def tell(uow: UnitOfWork, now: datetime, *, actor: PersonId, text: str) -> Attendee:
    """Reads what somebody seeks and offers from their own words, and keeps both.

    What was taken off before was in other words: a new statement is read afresh. Raises
    `Refused`: EMPTY for no text, EMPTY with `heard=True` when no intent was found in it (nothing
    is changed), TOO_LONG, NOT_READY before the consent.
    """
    attendee, _ = consenting_attendee(uow, actor)
    return _told(uow, now, attendee, _words(text), dropped=())


def add_words(uow: UnitOfWork, now: datetime, *, actor: PersonId, text: str) -> Attendee:
    """Adds a sentence to what was told; raises as `tell` does, for the sentence alone. A topic
    taken off counts again when the sentence names it."""
    attendee, _ = consenting_attendee(uow, actor)
    new = understood(_words(text), ())
    if not new:
        raise Refused(Refusal.EMPTY, heard=True)
    named = {concept for intent in new for concept in intent.concepts}
    dropped = tuple(concept for concept in attendee.dropped if concept not in named)
    return _told(uow, now, attendee, _words(f"{attendee.words}\n{text}"), dropped=dropped)


def _told(
    uow: UnitOfWork,
    now: datetime,
    attendee: Attendee,
    words: str,
    *,
    dropped: tuple[ConceptId, ...],
) -> Attendee:
    intents = understood(words, dropped)
    if not intents:
        raise Refused(Refusal.EMPTY, heard=True)
    told = replace(attendee, words=words, intents=intents, dropped=dropped, confirmed_at=None)
    return kept(uow, told, now)


def toggle_topic(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, concept: ConceptId
) -> Attendee:
    """Takes a topic off, or back on. A topic taken off is not read again from the same words."""
    attendee, _ = consenting_attendee(uow, actor)
    if concept in attendee.dropped:
        dropped = tuple(c for c in attendee.dropped if c != concept)
    elif any(concept in intent.concepts for intent in attendee.intents):
        dropped = (*attendee.dropped, concept)
    else:
        raise Refused(Refusal.NOT_YOURS)
    intents = _without(_heard(uow, attendee), dropped)
    return kept(uow, replace(attendee, dropped=dropped, intents=intents), now)


def confirm(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """The person says that they were understood; raises `Refused` (EMPTY) if nothing is left.
    What they said may suit others now who had nobody to meet."""
    attendee, event = consenting_attendee(uow, actor)
    if not attendee.intents:
        raise Refused(Refusal.EMPTY, heard=True)
    uow.matches.clear(attendee.id)
    confirmed = kept(uow, replace(attendee, confirmed_at=now), now)
    if attendee.ready_at is not None:
        newcomers.tell_waiting(uow, now, newcomer=confirmed, event=event)
    return confirmed


def pause(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """Leaves matching for a while; meetings already agreed stay."""
    attendee, _ = ready_attendee(uow, actor)
    return kept(uow, replace(attendee, paused_at=attendee.paused_at or now), now)


def resume(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Attendee:
    """Comes back to matching."""
    attendee, _ = ready_attendee(uow, actor)
    return kept(uow, replace(attendee, paused_at=None), now)


def erase(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> None:
    """Closes what is under way at every edition, telling the others, and forgets the person, with
    what was registered of them. Whoever never agreed to anything may come back by their link."""
    person = acting_person(uow, actor)
    everywhere = uow.attendees.all_of(actor)
    if not everywhere:
        raise Refused(Refusal.NOT_YOURS)
    for attendee in everywhere:
        introductions.close_for(uow, now, attendee=attendee)
        appointments.leave_all(uow, now, attendee=attendee)
    if person.consented_at is None:
        uow.registrations.release(person.id)
    else:
        uow.registrations.forget(person.id)
    for attendee in everywhere:
        event = event_of(uow, attendee.event_id)
        leave_all_seats(uow, now, attendee=attendee, event=event)
    uow.people.erase(person.id)


def understood(words: str, dropped: tuple[ConceptId, ...]) -> tuple[Intent, ...]:
    """The intents in some words, without the topics the person does not mean.

    An intent whose every topic was taken off goes with them.
    """
    return _without(read(words).intents, dropped)


def _heard(uow: UnitOfWork, attendee: Attendee) -> tuple[Intent, ...]:
    """All that was read from somebody's words. A list says in columns which are sought and which
    offered, which its words alone do not say as surely."""
    registered = uow.registrations.of_person(attendee.person.id, attendee.event_id)
    if registered is not None and registered.words == attendee.words:
        return registered.intents
    return read(attendee.words).intents


def _without(intents: tuple[Intent, ...], dropped: tuple[ConceptId, ...]) -> tuple[Intent, ...]:
    kept: list[Intent] = []
    for intent in intents:
        concepts = tuple(c for c in intent.concepts if c not in dropped)
        if concepts or not intent.concepts:
            kept.append(replace(intent, concepts=concepts))
    return tuple(kept)


def _moved(draft: Draft, attendee: Attendee) -> bool:
    return draft.country is not None and draft.country != attendee.person.country


def _line(text: str, limit: int) -> str:
    return _within(one_line(text), limit)


def _words(text: str) -> str:
    return _within(as_written(text), WORDS_LIMIT)


def _within(text: str, limit: int) -> str:
    if not text:
        raise Refused(Refusal.EMPTY)
    if len(text) > limit:
        raise Refused(Refusal.TOO_LONG, limit=limit)
    return text


def kept(uow: UnitOfWork, attendee: Attendee, now: datetime) -> Attendee:
    """The attendee, saved; one whose profile is complete by that is told to those who wait."""
    arrives = attendee.ready_at is None and next_question(attendee) is None
    if arrives:
        attendee = replace(attendee, ready_at=now)
    uow.attendees.save(attendee)
    if arrives:
        newcomers.tell_waiting(uow, now, newcomer=attendee, event=event_of(uow, attendee.event_id))
        clusters.tell_ready(uow, now, attendee=attendee)
    return attendee
