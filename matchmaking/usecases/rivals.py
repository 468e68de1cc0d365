"""Offers that come to nothing: nobody answered, or other meetings took their slots."""

from datetime import datetime

from matchmaking import changes
from matchmaking.events import Event
from matchmaking.meetings import Meeting
from matchmaking.notices import NoticeKind
from matchmaking.ports import UnitOfWork
from matchmaking.slots import clashes
from matchmaking.usecases import live, news


def expire(uow: UnitOfWork, now: datetime, meeting: Meeting, *, crowded_out: bool = False) -> None:
    """Ends an offer that nobody answered, or whose slots are all taken; both are told."""
    expired = changes.expired(meeting, crowded_out=crowded_out)
    uow.meetings.save(expired)
    uow.notices.drop_for_meeting(expired.id, now)
    sides = uow.attendees.many([expired.proposer, expired.invitee])
    uow.notices.leave(
        [news.news(NoticeKind.EXPIRED, expired, side, now) for side in sides.values()]
    )
    live.refresh(uow, now, *sides.values())


def release(uow: UnitOfWork, now: datetime, taken: Meeting, event: Event) -> None:
    """Ends the open offers of both people that have no slot left after this booking."""
    rivals = {
        rival.id: rival
        for side in (taken.proposer, taken.invitee)
        for rival in uow.meetings.open_offers_of(side)
    }
    for rival in rivals.values():
        busy = uow.meetings.busy(rival.proposer, rival.invitee)
        if all(slot <= now or clashes(slot, busy, event) for slot in rival.slots):
            expire(uow, now, rival, crowded_out=True)
