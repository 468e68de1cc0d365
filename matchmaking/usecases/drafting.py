"""What an organiser changes of a draft: whom it is for, what goes with it, when it goes out."""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.announcements import (
    BUTTONS_LIMIT,
    LABEL_LIMIT,
    Announcement,
    AnnouncementButton,
    AnnouncementState,
    ButtonKind,
    Media,
    read_link,
)
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.moments import read_moment
from matchmaking.notices import AnnouncementId
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.segments import EVERYBODY, Criterion, known_value, meant, values_of
from matchmaking.usecases.announcing import (
    AnnouncementView,
    own,
    view_of,
    worth_keeping,
)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A draft, and the values of a criterion to choose among, with how many each has in all
    where that is known."""

    view: AnnouncementView
    criterion: Criterion
    values: tuple[tuple[str, int | None], ...]


def choices(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    criterion: Criterion,
) -> Choices:
    """What can be chosen of a criterion."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    return _choices(uow, now, event, announcement, criterion)


def switch(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    criterion: Criterion,
    value: str,
    on: bool,
) -> Choices:
    """A value of a criterion more or less; raises `Refused` (NOT_YOURS) for one it has not."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    chosen = announcement.segment.values(criterion)
    value = meant(value, (*values_of(criterion, event), *chosen))
    if value not in chosen and not known_value(criterion, value, event):
        raise Refused(Refusal.NOT_YOURS)
    segment = announcement.segment.switched(criterion, value, on=on)
    announcement = _saved(uow, replace(announcement, segment=segment))
    return _choices(uow, now, event, announcement, criterion)


def to_everybody(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """The draft for everybody again."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    return view_of(uow, now, event, _saved(uow, replace(announcement, segment=EVERYBODY)))


def fall_back(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    language: Language | None,
) -> AnnouncementView:
    """Which text those get for whom none was written in their language; None leaves them out."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    if language is not None and language not in announcement.texts:
        raise Refused(Refusal.NOT_YOURS)
    return view_of(uow, now, event, _saved(uow, replace(announcement, fallback=language)))


def attach(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    media: Media | None,
) -> AnnouncementView:
    """A photo or document goes with it, or none; raises `Refused` (TOO_LONG) when a text is too
    long to stand under one."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    worth_keeping(announcement.texts, media=media is not None)
    return view_of(uow, now, event, _saved(uow, replace(announcement, media=media)))


def add_link(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId, said: str
) -> AnnouncementView:
    """One more button that opens an address; raises `Refused` (NO_LINK, TOO_LONG,
    TOO_MANY_BUTTONS)."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    link = read_link(said)
    if link is None:
        raise Refused(Refusal.NO_LINK)
    if len(link.label) > LABEL_LIMIT:
        raise Refused(Refusal.TOO_LONG, limit=LABEL_LIMIT)
    if link.label in {one.label for one in announcement.buttons if one.kind is ButtonKind.LINK}:
        # Two buttons with one name would be one too many: the later address is meant.
        rest = tuple(one for one in announcement.buttons if one.label != link.label or not one.url)
        announcement = replace(announcement, buttons=rest)
    return view_of(uow, now, event, _saved(uow, _with_button(announcement, link)))


def show_agenda(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId, on: bool
) -> AnnouncementView:
    """A button under it that shows each reader their own agenda, or no such button."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    rest = tuple(one for one in announcement.buttons if one.kind is not ButtonKind.AGENDA)
    announcement = replace(announcement, buttons=rest)
    if on:
        announcement = _with_button(announcement, AnnouncementButton(kind=ButtonKind.AGENDA))
    return view_of(uow, now, event, _saved(uow, announcement))


def no_buttons(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId
) -> AnnouncementView:
    """No button under it any more."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    return view_of(uow, now, event, _saved(uow, replace(announcement, buttons=())))


def set_hour(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    announcement_id: AnnouncementId,
    due_at: datetime | None,
) -> AnnouncementView:
    """When it goes out; None: once it is confirmed. Raises `Refused` (HOUR_PASSED)."""
    event, announcement = _own_draft(uow, actor, announcement_id)
    if due_at is not None and due_at <= now:
        raise Refused(Refusal.HOUR_PASSED)
    return view_of(uow, now, event, _saved(uow, replace(announcement, due_at=due_at)))


def say_hour(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, announcement_id: AnnouncementId, said: str
) -> AnnouncementView:
    """When it goes out, as typed, by the event's clock; raises `Refused` (HOUR_UNKNOWN,
    HOUR_PASSED)."""
    event, _ = _own_draft(uow, actor, announcement_id)
    moment = read_moment(said, now=now, zone=event.zone)
    if moment is None:
        raise Refused(Refusal.HOUR_UNKNOWN)
    return set_hour(uow, now, actor=actor, announcement_id=announcement_id, due_at=moment)


def _with_button(announcement: Announcement, button: AnnouncementButton) -> Announcement:
    if len(announcement.buttons) >= BUTTONS_LIMIT:
        raise Refused(Refusal.TOO_MANY_BUTTONS, limit=BUTTONS_LIMIT)
    return replace(announcement, buttons=(*announcement.buttons, button))


def _own_draft(
    uow: UnitOfWork, actor: PersonId, announcement_id: AnnouncementId
) -> tuple[Event, Announcement]:
    """The draft; raises `Refused` (NOT_ORGANISER, NOT_YOURS, NOTHING_TO_SEND)."""
    event, announcement = own(uow, actor, announcement_id)
    if announcement.state is not AnnouncementState.DRAFT:
        raise Refused(Refusal.NOTHING_TO_SEND, state=announcement.state)
    return event, announcement


def _saved(uow: UnitOfWork, announcement: Announcement) -> Announcement:
    uow.announcements.save(announcement)
    return announcement


def _choices(
    uow: UnitOfWork, now: datetime, event: Event, announcement: Announcement, criterion: Criterion
) -> Choices:
    values: tuple[tuple[str, int | None], ...]
    if criterion is Criterion.COUNTRY:
        values = tuple(uow.announcements.countries(event).items())
    else:
        values = tuple((value, None) for value in values_of(criterion, event))
    return Choices(view=view_of(uow, now, event, announcement), criterion=criterion, values=values)
