"""A meeting is called off or moved, or its other side leaves: its hour need not be lost.

Whoever is left is shown the best possible partner who is free at that very time, at most once for
each freed slot; whether to offer it to them is theirs to say, with one tap. Owns who that is, and
whether it is still so when the news is sent.
"""

from datetime import datetime

from matchmaking.conditions import Allowed
from matchmaking.errors import Refused
from matchmaking.events import Event
from matchmaking.learning import learn
from matchmaking.matching import MatchId, NewMatch
from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, PersonId
from matchmaking.places import only_by_table
from matchmaking.ports import UnitOfWork
from matchmaking.scoring import LEAST
from matchmaking.slots import LEAD, common_slots, free_table
from matchmaking.usecases import proposals
from matchmaking.usecases.proposals import MatchView

LOOKED_AT = 30
"""How many of the best partners are asked whether they are free."""


def offer_freed(
    uow: UnitOfWork, now: datetime, *, meeting: Meeting, left: Attendee, event: Event
) -> None:
    """Owes whoever is left the card of somebody free at that time, if there is anybody."""
    start = meeting.starts_at
    if start is None or start < now + LEAD or not left.reachable:
        return
    key = f"{NoticeKind.RESCUE}:{left.id}:{start.isoformat()}"
    if uow.notices.by_key(left.person.id, key) is not None:
        return
    partner = _partner(uow, now, left, event, start, meeting)
    if partner is None:
        return
    match = uow.matches.put([partner])[0]
    uow.notices.leave(
        [
            NewNotice(
                recipient=left.person.id,
                kind=NoticeKind.RESCUE,
                key=key,
                due_at=now,
                expires_at=start - LEAD,
                data={"match": match.id, "start": start.isoformat(), "edition": event.id},
            )
        ]
    )


def _partner(
    uow: UnitOfWork,
    now: datetime,
    left: Attendee,
    event: Event,
    start: datetime,
    meeting: Meeting,
) -> NewMatch | None:
    out = proposals.ruled_out(uow, now, left) | {meeting.other(left.id)}
    out |= set(proposals.open_with(uow, now, left, event))
    declines = [one.declined for one in uow.matches.of_viewer(left.id) if one.declined]
    best = uow.attendees.best(
        left,
        allowed=Allowed(excluded=frozenset(out)),
        shown=uow.matches.times_shown(event.id),
        adjust=learn(declines, now=now),
        top=LOOKED_AT,
        least=LEAST,
    )
    free = (new for new, other in best if _both_free(uow, now, left, other, event, start))
    return next(free, None)


def _has_room(
    uow: UnitOfWork, event: Event, one: Attendee, other: Attendee, start: datetime
) -> bool:
    """Whether a table is left, where one is needed."""
    if not only_by_table(event, one, other):
        return True
    return free_table(uow.meetings.tables_taken(event.id, start), event.plan.tables) is not None


def _both_free(
    uow: UnitOfWork,
    now: datetime,
    one: Attendee,
    other: Attendee,
    event: Event,
    start: datetime,
) -> bool:
    if not _has_room(uow, event, one, other, start):
        return False
    busy = uow.meetings.busy(one.id, other.id)
    return start in common_slots(one, other, event=event, busy=busy, now=now)


def still_free(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId, start: datetime
) -> MatchView | None:
    """The card that a rescue shows, if the two can still meet at that time."""
    try:
        view = proposals.show(uow, now, actor=actor, match_id=match_id)
    except Refused:
        return None
    free = view.meeting is None and not view.aside and view.other.reachable
    if not free or not _both_free(uow, now, view.viewer, view.other, view.event, start):
        return None
    return view
