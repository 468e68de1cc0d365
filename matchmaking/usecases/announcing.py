"""An organiser tells everybody something: written, counted, confirmed, followed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.announcements import TEXT_LIMIT, Announcement, AnnouncementState, Progress
from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId, NewNotice, NoticeKind
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class AnnouncementView:
    """An announcement with whom it would reach now, by language, and how far it has come."""

    announcement: Announcement
    event: Event
    recipients: Mapping[Language, int]
    progress: Progress


def draft(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, texts: Mapping[Language, str]
) -> AnnouncementView:
    """Writes an announcement down; raises `Refused` (NOT_ORGANISER, EMPTY, TOO_LONG)."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not kept:
        raise Refused(Refusal.EMPTY)
    if any(len(text) > TEXT_LIMIT for text in kept.values()):
        raise Refused(Refusal.TOO_LONG, limit=TEXT_LIMIT)
    written = uow.announcements.add(event.id, actor, kept, now)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_WRITTEN, announcement=written.id)
    return _view(uow, event, written)


def confirm(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    progress_message: int | None,
) -> AnnouncementView:
    """Owes everybody their copy; raises `Refused` (NOTHING_TO_SEND) when it is no draft."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    announcement = _own(uow, event, announcement_id)
    recipients = uow.announcements.recipients(event.id)
    if announcement.state is not AnnouncementState.DRAFT or not recipients:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    announcement = replace(
        announcement,
        state=AnnouncementState.SENDING,
        confirmed_at=now,
        progress_message=progress_message,
    )
    uow.announcements.save(announcement)
    uow.notices.leave(
        [
            NewNotice(
                recipient=person.id,
                kind=NoticeKind.ANNOUNCEMENT,
                key=f"announcement:{announcement.id}",
                due_at=now,
                announcement=announcement.id,
            )
            for person in recipients
        ]
    )
    people = len(recipients)
    noted(
        uow, now, event, actor, Deed.ANNOUNCEMENT_SENT, announcement=announcement.id, people=people
    )
    return _view(uow, event, announcement)


def discard(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """Throws a draft away; raises `Refused` (NOTHING_TO_SEND) when it is no draft."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    announcement = _own(uow, event, announcement_id)
    if announcement.state is not AnnouncementState.DRAFT:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    announcement = replace(announcement, state=AnnouncementState.DISCARDED)
    uow.announcements.save(announcement)
    noted(uow, now, event, actor, Deed.ANNOUNCEMENT_DISCARDED, announcement=announcement.id)
    return _view(uow, event, announcement)


def look_at(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """An announcement as its organiser sees it."""
    event = acting_organiser(uow, actor, duty=Duty.ANNOUNCE)
    return _view(uow, event, _own(uow, event, announcement_id))


def in_progress(uow: UnitOfWork, now: datetime) -> tuple[AnnouncementView, ...]:
    """The announcements being sent; one that is through is returned as DONE, this once."""
    event = uow.events.current()
    if event is None:
        return ()
    views: list[AnnouncementView] = []
    for announcement in uow.announcements.in_state(AnnouncementState.SENDING):
        view = _view(uow, event, announcement)
        if view.progress.remaining == 0:
            done = replace(announcement, state=AnnouncementState.DONE)
            uow.announcements.save(done)
            view = replace(view, announcement=done)
        views.append(view)
    return tuple(views)


def _own(uow: UnitOfWork, event: Event, announcement_id: AnnouncementId) -> Announcement:
    announcement = uow.announcements.get(announcement_id)
    if announcement is None or announcement.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    return announcement


def _view(uow: UnitOfWork, event: Event, announcement: Announcement) -> AnnouncementView:
    languages = Counter(p.language for p in uow.announcements.recipients(event.id))
    return AnnouncementView(
        announcement=announcement,
        event=event,
        recipients={language: languages[language] for language in Language if languages[language]},
        progress=uow.announcements.progress(announcement.id),
    )
