"""What organisers tell many people, whom it addresses, and how far it has come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, func, insert, select, update

from matchmaking.announcements import (
    RECENT_S,
    Announcement,
    AnnouncementButton,
    AnnouncementState,
    ButtonKind,
    Lost,
    Media,
    MediaKind,
    Progress,
    Unreached,
)
from matchmaking.events import Event
from matchmaking.intents import CountryCode, Language
from matchmaking.notices import AnnouncementId, NoticeState
from matchmaking.people import EventId, Person, PersonId
from matchmaking.segments import EVERYBODY, Criterion, Segment
from matchmaking.usecases.delivery import CANCELLED, LEFT_OUT, UNFIT
from storage.people import person_of
from storage.quick import Quick
from storage.rows import insert_one
from storage.segments import in_segment
from storage.tables import ANNOUNCEMENT, ATTENDEE, NOTICE, PERSON

BY_ID = Quick(select(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("announcement")))
IN_STATE = Quick(
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.state == bindparam("wanted"))
    .order_by(ANNOUNCEMENT.c.id)
)
RECENT = (
    select(ANNOUNCEMENT)
    .where(
        ANNOUNCEMENT.c.event_id == bindparam("event"),
        ANNOUNCEMENT.c.state != AnnouncementState.DISCARDED.value,
    )
    .order_by(ANNOUNCEMENT.c.id.desc())
)
ADD = insert(ANNOUNCEMENT)
SAVE = update(ANNOUNCEMENT).where(ANNOUNCEMENT.c.id == bindparam("announcement"))


def _reachable(statement: Select[Any], event: Event, segment: Segment) -> Select[Any]:
    """Of those who take part, whoever is in the segment, has consented and does not block."""
    return statement.join(ATTENDEE, ATTENDEE.c.person_id == PERSON.c.id).where(
        ATTENDEE.c.event_id == event.id,
        PERSON.c.consented_at.is_not(None),
        PERSON.c.blocked_at.is_(None),
        in_segment(segment, event),
    )


# Why a copy was dropped, in the words of the use cases: nothing else is told apart.
_WHY = case((NOTICE.c.state == NoticeState.STALE.value, NOTICE.c.detail), else_="")
COUNTS = (
    select(
        NOTICE.c.state,
        _WHY.label("why"),
        func.count().label("copies"),
        func.sum(case((NOTICE.c.settled_at > bindparam("since"), 1), else_=0)).label("recent"),
    )
    .where(NOTICE.c.announcement_id == bindparam("announcement"))
    .group_by(NOTICE.c.state, _WHY)
)
UNREACHED = (
    select(PERSON.c.name, PERSON.c.language, NOTICE.c.state, NOTICE.c.detail)
    .join(PERSON, PERSON.c.id == NOTICE.c.recipient_id)
    .where(
        NOTICE.c.announcement_id == bindparam("announcement"),
        NOTICE.c.state.in_(
            [one.value for one in (NoticeState.BLOCKED, NoticeState.FAILED, NoticeState.STALE)]
        ),
        _WHY.not_in([CANCELLED, UNFIT, LEFT_OUT]),
    )
    .order_by(PERSON.c.name, PERSON.c.id)
)


class StoredAnnouncements:
    """`ports.Announcements`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, announcement_id: AnnouncementId) -> Announcement | None:
        """The announcement with this id."""
        row = BY_ID.first(self._connection, announcement=announcement_id)
        return _announcement(row) if row else None

    def add(
        self, event_id: EventId, author: PersonId, texts: Mapping[Language, str], now: datetime
    ) -> Announcement:
        """A new draft."""
        values = {
            "event_id": event_id,
            "author_id": author,
            "state": AnnouncementState.DRAFT.value,
            "texts": _plain(texts),
            "created_at": now,
            "segment": {},
            "buttons": [],
        }
        key = insert_one(self._connection, ADD, values)
        return Announcement(
            id=AnnouncementId(key),
            event_id=event_id,
            author=author,
            state=AnnouncementState.DRAFT,
            texts=dict(texts),
            created_at=now,
        )

    def save(self, announcement: Announcement) -> None:
        """Replaces the stored announcement."""
        values = {
            "announcement": announcement.id,
            "event_id": announcement.event_id,
            "author_id": announcement.author,
            "state": announcement.state.value,
            "texts": _plain(announcement.texts),
            "created_at": announcement.created_at,
            "confirmed_at": announcement.confirmed_at,
            "progress_message": announcement.progress_message,
            "segment": {
                criterion.value: sorted(values)
                for criterion, values in announcement.segment.criteria.items()
            },
            "fallback": announcement.fallback,
            "media_kind": announcement.media.kind if announcement.media else None,
            "media_file": announcement.media.file if announcement.media else None,
            "media_name": announcement.media.name if announcement.media else None,
            "buttons": [
                {"kind": one.kind.value, "label": one.label, "url": one.url}
                for one in announcement.buttons
            ],
            "due_at": announcement.due_at,
        }
        self._connection.execute(SAVE, values)

    def in_state(self, state: AnnouncementState) -> list[Announcement]:
        """All in this state."""
        rows = IN_STATE.rows(self._connection, wanted=state.value)
        return [_announcement(row) for row in rows]

    def recent(self, event_id: EventId) -> list[Announcement]:
        """All but the discarded, the newest first."""
        rows = self._connection.execute(RECENT, {"event": event_id})
        return [_announcement(row) for row in rows]

    def recipients(self, event: Event, segment: Segment = EVERYBODY) -> list[Person]:
        """Everybody in the segment who takes part, has consented and does not block the bot."""
        people = _reachable(select(PERSON), event, segment).order_by(PERSON.c.id)
        return [person_of(row) for row in self._connection.execute(people)]

    def count(self, event: Event, segment: Segment = EVERYBODY) -> Mapping[Language, int]:
        """How many those are, by the language they read."""
        statement = select(PERSON.c.language, func.count()).group_by(PERSON.c.language)
        rows = self._connection.execute(_reachable(statement, event, segment))
        return {Language(language): people for language, people in rows}

    def countries(self, event: Event) -> Mapping[CountryCode, int]:
        """How many of all come from each country, most first."""
        statement = (
            select(PERSON.c.country, func.count())
            .where(PERSON.c.country.is_not(None))
            .group_by(PERSON.c.country)
            .order_by(func.count().desc(), PERSON.c.country)
        )
        rows = self._connection.execute(_reachable(statement, event, EVERYBODY))
        return {CountryCode(country): people for country, people in rows}

    def progress(self, announcement_id: AnnouncementId, now: datetime) -> Progress:
        """How far it has come. A notice found stale when it fell due counts as blocked, unless
        the organiser or the segment is the reason: the person was gone or blocks the bot."""
        at = {"announcement": announcement_id, "since": now - timedelta(seconds=RECENT_S)}
        counts: dict[str, int] = {}
        recent = 0
        for row in self._connection.execute(COUNTS, at):
            place = _PLACES.get(row.why, "blocked") if row.state == "stale" else row.state
            counts[place] = counts.get(place, 0) + row.copies
            recent += int(row.recent)
        return Progress(
            total=sum(counts.values()),
            sent=counts.get("sent", 0),
            blocked=counts.get("blocked", 0),
            failed=counts.get("failed", 0),
            stopped=counts.get("stopped", 0),
            unfit=counts.get("unfit", 0),
            recent=recent,
        )

    def unreached(self, announcement_id: AnnouncementId) -> list[Unreached]:
        """Those it did not reach, by name."""
        rows = self._connection.execute(UNREACHED, {"announcement": announcement_id})
        return [
            Unreached(
                name=row.name,
                language=Language(row.language),
                why=Lost.FAILED if row.state == NoticeState.FAILED.value else Lost.BLOCKED,
                detail=row.detail,
            )
            for row in rows
        ]


_PLACES = {CANCELLED: "stopped", UNFIT: "unfit", LEFT_OUT: "unfit"}
"""Where a dropped copy is counted, by why it was."""


def _plain(texts: Mapping[Language, str]) -> dict[str, str]:
    return {language.value: text for language, text in texts.items()}


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        id=AnnouncementId(row.id),
        event_id=EventId(row.event_id),
        author=PersonId(row.author_id),
        state=AnnouncementState(row.state),
        texts={Language(language): text for language, text in row.texts.items()},
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        progress_message=row.progress_message,
        segment=Segment(
            criteria={
                Criterion(criterion): frozenset(values) for criterion, values in row.segment.items()
            }
        ),
        fallback=Language(row.fallback) if row.fallback else None,
        media=_media(row),
        buttons=tuple(
            AnnouncementButton(kind=ButtonKind(one["kind"]), label=one["label"], url=one["url"])
            for one in row.buttons
        ),
        due_at=row.due_at,
    )


def _media(row: Row[Any]) -> Media | None:
    if row.media_kind is None:
        return None
    return Media(
        kind=MediaKind(row.media_kind), file=row.media_file or "", name=row.media_name or ""
    )
