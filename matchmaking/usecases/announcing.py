"""An organiser tells many people something: written, counted, confirmed, followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from matchmaking.announcements import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    Announcement,
    AnnouncementState,
    Progress,
    first_fallback,
)
from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NewNotice, NoticeKind
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser, event_of, organiser_of
from matchmaking.usecases.trail import noted

UNDER_WAY = (
    AnnouncementState.SCHEDULED,
    AnnouncementState.SENDING,
    AnnouncementState.PAUSED,
)
"""The states in which copies are owed."""


@dataclass(frozen=True, kw_only=True)
class AnnouncementView:
    """An announcement with whom it would reach now, by language, and how far it has come."""

    announcement: Announcement
    event: Event
    recipients: Mapping[Language, int]
    """Whoever is meant and gets a text, by the language they read; of a draft only."""
    progress: Progress
    left_out: Mapping[Language, int] = field(default_factory=dict)
    """Whoever is meant and reads a language in which they get no text; of a draft only."""
    now: datetime | None = None
    """When it was looked at."""

    @property
    def total(self) -> int:
        """How many a draft would reach."""
        return sum(self.recipients.values())


def draft(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, texts: Mapping[Language, str]
) -> AnnouncementView:
    """Writes an announcement down; raises `Refused` (NOT_ORGANISER, EMPTY, TOO_LONG)."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    kept = worth_keeping(texts)
    added = uow.announcements.add(event.id, actor, kept, now)
    added = replace(added, fallback=first_fallback(kept))
    uow.announcements.save(added)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_WRITTEN, announcement=added.id)
    return view_of(uow, now, event, added)


def worth_keeping(texts: Mapping[Language, str], *, media: bool = False) -> dict[Language, str]:
    """The texts without edges and empty ones; raises `Refused` (EMPTY, TOO_LONG)."""
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    limit = CAPTION_LIMIT if media else TEXT_LIMIT
    if not kept:
        raise Refused(Refusal.EMPTY)
    if any(len(text) > limit for text in kept.values()):
        raise Refused(Refusal.TOO_LONG, limit=limit)
    return kept


def confirm(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    progress_message: int | None,
) -> AnnouncementView:
    """Owes everybody who is meant now their copy, at once or at its hour.

    Raises `Refused`: NOTHING_TO_SEND when it is no draft or would reach nobody, HOUR_PASSED when
    its hour is over."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is not AnnouncementState.DRAFT:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    if announcement.due_at is not None and announcement.due_at <= now:
        raise Refused(Refusal.HOUR_PASSED)
    due = announcement.due_at or now
    owed = _copies(uow, event, announcement, due)
    if not owed:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    state = AnnouncementState.SCHEDULED if due > now else AnnouncementState.SENDING
    announcement = replace(
        announcement,
        author=actor,
        state=state,
        confirmed_at=now,
        progress_message=progress_message,
    )
    uow.announcements.save(announcement)
    uow.notices.leave(owed)
    deed = Deed.ANNOUNCEMENT_SENT if due <= now else Deed.ANNOUNCEMENT_SCHEDULED
    noted(uow, now, event, actor, deed, announcement=announcement.id, people=len(owed))
    return view_of(uow, now, event, announcement)


def _copies(
    uow: UnitOfWork, event: Event, announcement: Announcement, due: datetime
) -> list[NewNotice]:
    """What everybody is owed who is meant at this moment and gets a text."""
    read_in = set(announcement.read_in)
    return [
        NewNotice(
            recipient=person.id,
            kind=NoticeKind.ANNOUNCEMENT,
            key=f"announcement:{announcement.id}",
            due_at=due,
            announcement=announcement.id,
        )
        for person in uow.announcements.recipients(event, announcement.segment)
        if person.language in read_in
    ]


def discard(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """Throws a draft away; raises `Refused` (NOTHING_TO_SEND) when it is no draft."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is not AnnouncementState.DRAFT:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    announcement = replace(announcement, state=AnnouncementState.DISCARDED)
    uow.announcements.save(announcement)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_DISCARDED, announcement=announcement.id)
    return view_of(uow, now, event, announcement)


def look_at(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """An announcement as its organisers see it."""
    event, announcement = own(uow, actor, announcement_id)
    return view_of(uow, now, event, announcement)


def under_way(uow: UnitOfWork, now: datetime) -> tuple[AnnouncementView, ...]:
    """The announcements that are being sent or whose hour has come, and those that are paused."""
    return tuple(
        view_of(uow, now, event_of(uow, announcement.event_id), announcement)
        for state in UNDER_WAY
        for announcement in uow.announcements.in_state(state)
        if state is not AnnouncementState.SCHEDULED or _is_due(announcement, now)
    )


def in_progress(uow: UnitOfWork, now: datetime) -> tuple[AnnouncementView, ...]:
    """As `under_way`, moved on: one whose hour has come is SENDING, and its progress wants a new
    message; one that is through is returned as DONE, this once."""
    return tuple(_moved_on(uow, view) for view in under_way(uow, now))


def _moved_on(uow: UnitOfWork, view: AnnouncementView) -> AnnouncementView:
    announcement = view.announcement
    if announcement.state is AnnouncementState.SCHEDULED:
        announcement = replace(announcement, state=AnnouncementState.SENDING, progress_message=None)
    if announcement.state is AnnouncementState.SENDING and view.progress.remaining == 0:
        announcement = replace(announcement, state=AnnouncementState.DONE)
    if announcement == view.announcement:
        return view
    uow.announcements.save(announcement)
    return replace(view, announcement=announcement)


def shown_at(
    uow: UnitOfWork, now: datetime, *, announcement_id: AnnouncementId, message: int
) -> None:
    """Remembers the message that shows an announcement's progress from now on."""
    announcement = uow.announcements.get(announcement_id)
    if announcement is not None:
        uow.announcements.save(replace(announcement, progress_message=message))


def _is_due(announcement: Announcement, now: datetime) -> bool:
    return announcement.due_at is not None and announcement.due_at <= now


def own(
    uow: UnitOfWork, actor: PersonId, announcement_id: AnnouncementId
) -> tuple[Event, Announcement]:
    """An announcement that the actor may steer, in its edition; raises `Refused` (NOT_ORGANISER,
    NOT_YOURS)."""
    announcement = uow.announcements.get(announcement_id)
    of = announcement.event_id if announcement else None
    event = organiser_of(uow, actor, of, duty=Duty.ANNOUNCE)
    if announcement is None or announcement.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    return event, announcement


def view_of(
    uow: UnitOfWork, now: datetime, event: Event, announcement: Announcement
) -> AnnouncementView:
    """The announcement as it stands at this moment."""
    meant: Mapping[Language, int] = {}
    if announcement.state is AnnouncementState.DRAFT:
        meant = uow.announcements.count(event, announcement.segment)
    read_in = announcement.read_in
    return AnnouncementView(
        announcement=announcement,
        event=event,
        recipients={one: meant[one] for one in Language if one in meant and one in read_in},
        left_out={one: meant[one] for one in Language if one in meant and one not in read_in},
        progress=uow.announcements.progress(announcement.id, now),
        now=now,
    )
