"""What an organiser does with an announcement that is confirmed: hold it, let it go on, call it
off, see whom it did not reach and try those again."""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.announcements import Announcement, AnnouncementState, Unreached
from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.notices import AnnouncementId
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.announcing import (
    UNDER_WAY,
    AnnouncementView,
    own,
    view_of,
)
from matchmaking.usecases.delivery import CANCELLED
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class Missed:
    """An announcement and those it did not reach."""

    view: AnnouncementView
    people: tuple[Unreached, ...]


def every(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[AnnouncementView, ...]:
    """The event's announcements: those that are owed, drafts, and what is over, the newest first
    of each."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    found = uow.announcements.recent(event.id)
    return tuple(_listed(uow, now, event, one) for one in sorted(found, key=_order))


def watch(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    message: int | None,
) -> AnnouncementView:
    """An announcement as it stands; one that is owed shows its progress in this message of the
    actor's from now on."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state in UNDER_WAY and message is not None:
        announcement = replace(announcement, author=actor, progress_message=message)
        uow.announcements.save(announcement)
    return view_of(uow, now, event, announcement)


def pause(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """Sends no more for now, but for what is on its way. Once more changes nothing."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is AnnouncementState.PAUSED:
        return view_of(uow, now, event, announcement)
    _must_be(announcement, AnnouncementState.SENDING)
    announcement = _saved(uow, announcement, AnnouncementState.PAUSED)
    uow.notices.hold(announcement.id)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_PAUSED, announcement=announcement.id)
    return view_of(uow, now, event, announcement)


def resume(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
) -> AnnouncementView:
    """Goes on where it was. Once more changes nothing."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is AnnouncementState.SENDING:
        return view_of(uow, now, event, announcement)
    _must_be(announcement, AnnouncementState.PAUSED)
    announcement = _saved(uow, announcement, AnnouncementState.SENDING)
    uow.notices.release(announcement.id, now)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_RESUMED, announcement=announcement.id)
    return view_of(uow, now, event, announcement)


def cancel(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """Calls the rest off. Once more changes nothing."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is AnnouncementState.CANCELLED:
        return view_of(uow, now, event, announcement)
    _must_be(announcement, *UNDER_WAY)
    announcement = _saved(uow, announcement, AnnouncementState.CANCELLED)
    uow.notices.stop(announcement.id, now, detail=CANCELLED)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_CANCELLED, announcement=announcement.id)
    return view_of(uow, now, event, announcement)


def send_now(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
) -> AnnouncementView:
    """Does not wait for its hour."""
    event, announcement = own(uow, actor, announcement_id)
    _must_be(announcement, AnnouncementState.SCHEDULED)
    announcement = replace(announcement, due_at=None, confirmed_at=now)
    announcement = _saved(uow, announcement, AnnouncementState.SENDING)
    people = uow.notices.release(announcement.id, now)
    sent = Deed.ANNOUNCEMENT_SENT
    noted(uow, now, event, actor, sent, announcement=announcement.id, people=people)
    return view_of(uow, now, event, announcement)


def take_back(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """A scheduled one is a draft again, to be changed. Raises `Refused` (NOTHING_TO_SEND) when
    its hour has come."""
    event, announcement = own(uow, actor, announcement_id)
    _must_be(announcement, AnnouncementState.SCHEDULED)
    if announcement.due_at is not None and announcement.due_at <= now:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    announcement = replace(announcement, confirmed_at=None, progress_message=None)
    announcement = _saved(uow, announcement, AnnouncementState.DRAFT)
    uow.notices.take_back(announcement.id)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_TAKEN_BACK, announcement=announcement.id)
    return view_of(uow, now, event, announcement)


def missed(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> Missed:
    """Whom it did not reach."""
    event, announcement = own(uow, actor, announcement_id)
    return Missed(
        view=view_of(uow, now, event, announcement),
        people=tuple(uow.announcements.unreached(announcement.id)),
    )


def retry(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
) -> AnnouncementView:
    """Tries those again whom it did not reach, but for those who block the bot still; raises
    `Refused` (NOBODY_TO_RETRY)."""
    event, announcement = own(uow, actor, announcement_id)
    _must_be(announcement, AnnouncementState.SENDING, AnnouncementState.DONE)
    people = uow.notices.retry(announcement.id, now)
    if not people:
        raise Refused(Refusal.NOBODY_TO_RETRY)
    announcement = _saved(uow, announcement, AnnouncementState.SENDING)
    again = Deed.ANNOUNCEMENT_RETRIED
    noted(uow, now, event, actor, again, announcement=announcement.id, people=people)
    return view_of(uow, now, event, announcement)


def copy(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """A new draft that says the same to the same people."""
    event, known = own(uow, actor, announcement_id)
    added = uow.announcements.add(event.id, actor, known.texts, now)
    added = replace(
        added,
        segment=known.segment,
        fallback=known.fallback,
        media=known.media,
        buttons=known.buttons,
    )
    uow.announcements.save(added)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_WRITTEN, announcement=added.id)
    return view_of(uow, now, event, added)


def _must_be(announcement: Announcement, *states: AnnouncementState) -> None:
    if announcement.state not in states:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)


def _saved(uow: UnitOfWork, announcement: Announcement, state: AnnouncementState) -> Announcement:
    moved = replace(announcement, state=state)
    uow.announcements.save(moved)
    return moved


def _order(announcement: Announcement) -> int:
    """What needs the organiser first, first; the newest first is how they come."""
    order = [*UNDER_WAY[1:], UNDER_WAY[0], AnnouncementState.DRAFT]
    return order.index(announcement.state) if announcement.state in order else len(order)


def _listed(
    uow: UnitOfWork, now: datetime, event: Event, announcement: Announcement
) -> AnnouncementView:
    """The view of one among many: nobody is counted for each draft."""
    return AnnouncementView(
        announcement=announcement,
        event=event,
        recipients={},
        progress=uow.announcements.progress(announcement.id, now),
        now=now,
    )
