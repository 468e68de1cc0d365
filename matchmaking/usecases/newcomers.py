"""Somebody suitable arrives: whoever had nobody to meet is told, as they were promised.

Owns who waits and who is suitable. Nobody is told more than once a day of their own calendar, and
whoever looks meanwhile and finds somebody is not told at all.
"""

import sys
from datetime import datetime, timedelta

from matchmaking.conditions import Allowed
from matchmaking.events import Event
from matchmaking.learning import UNCHANGED
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import reader_zone
from matchmaking.scoring import LEAST
from matchmaking.usecases.proposals import ruled_out

OF_USE = timedelta(days=1)
"""How long the news is of use."""

EVERYBODY = sys.maxsize
"""All who suit, however many."""


def tell_waiting(uow: UnitOfWork, now: datetime, *, newcomer: Attendee, event: Event) -> None:
    """Owes the news of a newcomer to those who wait and whom they suit."""
    if not newcomer.reachable:
        return
    served = frozenset(uow.matches.viewers(event.id, least=LEAST))
    # Two suit each other or they do not: whom the newcomer suits are those who suit them.
    found = uow.attendees.best(
        newcomer,
        allowed=Allowed(excluded=served),
        shown={},
        adjust=UNCHANGED,
        top=EVERYBODY,
        least=LEAST,
    )
    uow.notices.leave(
        [
            _news(one, newcomer, event, now)
            for _, one in found
            if newcomer.id not in ruled_out(uow, now, one)
        ]
    )


def _news(to: Attendee, newcomer: Attendee, event: Event, now: datetime) -> NewNotice:
    today = now.astimezone(reader_zone(to.person, event)).date()
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.NEWCOMER,
        key=f"{NoticeKind.NEWCOMER}:{to.id}:{today.isoformat()}",
        due_at=now,
        expires_at=now + OF_USE,
        data={"other": newcomer.id, "edition": event.id},
    )
