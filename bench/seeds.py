"""An event with people in it who are worth meeting each other, put straight into a database.

For programs and tests that need many attendees at once and not the way each of them registers.
Everybody is free in every window; pairs are matched both ways.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.matching import MatchId, NewMatch
from matchmaking.meetings import Meeting, NewMeeting
from matchmaking.people import Account, Attendee
from matchmaking.ports import UnitOfWork

OIL = ConceptId("agrifood.olive_oil")


def put_attendee(
    uow: UnitOfWork,
    now: datetime,
    *,
    account: Account,
    language: Language,
    intents: Sequence[Intent] = (),
) -> Attendee:
    """Somebody whose profile is complete, free in every window of the event."""
    event = uow.events.current()
    assert event is not None
    person = replace(
        uow.people.add(account, language),
        country=CountryCode("TN"),
        zone="Africa/Tunis",
        consented_at=now,
    )
    uow.people.save(person)
    attendee = replace(
        uow.attendees.add(person.id, event.id),
        person=person,
        organisation=f"House {account.telegram_id}",
        role=Role.SME,
        speaks=(language.value, "en"),
        words="olive oil",
        intents=tuple(intents) or _oil(),
        confirmed_at=now,
        windows=frozenset(window.id for window in event.plan.windows),
        ready_at=now,
    )
    uow.attendees.save(attendee)
    return attendee


def _oil() -> tuple[Intent, ...]:
    return tuple(
        Intent(kind=Kind.TRADE, side=side, concepts=(OIL,), markets=(), words="olive oil")
        for side in Side
    )


def put_match(uow: UnitOfWork, *, viewer: Attendee, other: Attendee) -> MatchId:
    """The other is worth meeting."""
    new = NewMatch(
        event_id=viewer.event_id, viewer=viewer.id, other=other.id, score=1.0, reasons=()
    )
    return uow.matches.put([new])[0].id


def put_offer(
    uow: UnitOfWork, now: datetime, *, proposer: Attendee, invitee: Attendee, slot: datetime
) -> Meeting:
    """An offer of one slot, that nobody has been told of."""
    new = NewMeeting(
        event_id=proposer.event_id,
        proposer=proposer.id,
        invitee=invitee.id,
        slots=(slot,),
        offered_at=now,
        expires_at=slot,
        room=f"room-{proposer.id}-{invitee.id}-{slot:%d%H%M}",
    )
    return uow.meetings.add(new)
