"""Offers that come to nothing: nobody answered, or other meetings took their slots."""

from collections.abc import Sequence
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
    live.refresh_both(uow, now, expired)


def release(uow: UnitOfWork, now: datetime, taken: Meeting, event: Event) -> None:
    """Ends the open offers of both people that have no slot left after this booking."""
    left = []
    for rival in _of_both(uow, taken):
        busy = uow.meetings.busy(rival.proposer, rival.invitee)
        if all(slot <= now or clashes(slot, busy, event) for slot in rival.slots):
            expire(uow, now, rival, crowded_out=True)
        else:
            left.append(rival)
    _lists(uow, now, taken, left)


def follow(uow: UnitOfWork, now: datetime, meeting: Meeting) -> None:
    """The hours of both have changed, and with them which slots are open in the offers that others
    see in their lists."""
    _lists(uow, now, meeting, _of_both(uow, meeting))


def _lists(uow: UnitOfWork, now: datetime, meeting: Meeting, offers: Sequence[Meeting]) -> None:
    sides = {side for offer in offers for side in (offer.proposer, offer.invitee)}
    others = sides - {meeting.proposer, meeting.invitee}
    live.refresh(uow, now, *others)


def _of_both(uow: UnitOfWork, meeting: Meeting) -> list[Meeting]:
    found = {
        rival.id: rival
        for side in (meeting.proposer, meeting.invitee)
        for rival in uow.meetings.open_offers_of(side)
    }
    return list(found.values())
