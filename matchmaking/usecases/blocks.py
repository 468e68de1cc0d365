"""Never again: somebody is kept away for good, without being told, until that is taken back.

Neither of the two is shown the other any more, on no list and in no rescue, and neither can make
the other an offer, at any edition. What was under way between them ends as it would have ended
anyhow: an offer as declined or withdrawn, a meeting as called off without a reason. Whoever is
kept away finds the other "not available", as everybody finds somebody who takes a break.
"""

from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.matching import MatchId
from matchmaking.meetings import BOOKED, MeetingId, MeetingView, State
from matchmaking.people import Attendee, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, proposals
from matchmaking.usecases.actors import (
    acting_person,
    match_of,
    meeting_of,
    other_side,
    own_meeting,
    seen_by,
)
from matchmaking.usecases.proposals import MatchView


def never(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> MeetingView:
    """Keeps the other side of an offer or meeting away, and ends it if it is under way."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    other = other_side(uow, meeting.other(attendee.id))
    _keep_away(uow, now, attendee, other)
    return seen_by(uow, now, own_meeting(uow, attendee, meeting_id), attendee)


def never_match(uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId) -> MatchView:
    """The same of somebody who was proposed."""
    viewer, _, match = match_of(uow, actor, match_id)
    _keep_away(uow, now, viewer, other_side(uow, match.what.other))
    return proposals.show(uow, now, actor=actor, match_id=match_id)


def kept_away(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[Person, ...]:
    """Whom the actor keeps away, the latest first."""
    return tuple(uow.blocks.of_person(acting_person(uow, actor).id))


def let_back(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, blocked: PersonId
) -> tuple[Person, ...]:
    """Takes it back; returns who is still kept away. Raises `Refused` (NOT_YOURS) for somebody
    whom the actor does not keep away."""
    if not uow.blocks.remove(acting_person(uow, actor).id, blocked):
        raise Refused(Refusal.NOT_YOURS)
    return kept_away(uow, now, actor=actor)


def _keep_away(uow: UnitOfWork, now: datetime, attendee: Attendee, other: Attendee) -> None:
    theirs = {one.event_id: one for one in uow.attendees.all_of(other.person.id)}
    both = [
        (mine, theirs[mine.event_id])
        for mine in uow.attendees.all_of(attendee.person.id)
        if mine.event_id in theirs
    ]
    for mine, their in both:
        uow.matches.hold(mine.id, their.id)
    uow.blocks.add(attendee.person.id, other.person.id, now)
    for mine, their in both:
        _part(uow, now, mine, their)


def _part(uow: UnitOfWork, now: datetime, attendee: Attendee, other: Attendee) -> None:
    """Ends what is under way between the two at one edition."""
    actor = attendee.person.id
    for meeting in uow.meetings.between(attendee.id, other.id):
        if meeting.state is State.OFFERED:
            asked = meeting.invitee == attendee.id
            end = appointments.decline if asked else appointments.withdraw
            end(uow, now, actor=actor, meeting_id=meeting.id)
        elif meeting.state in BOOKED and (meeting.starts_at or now) > now:
            appointments.cancel(uow, now, actor=actor, meeting_id=meeting.id)
