"""The editions of a series, and which one a row belongs to."""

from datetime import datetime
from enum import StrEnum

from matchmaking.clusters import ClusterId
from matchmaking.events import Event
from matchmaking.imports import DraftId
from matchmaking.introductions import IntroductionId
from matchmaking.matching import MatchId
from matchmaking.meetings import MeetingId
from matchmaking.moderation import ReportId
from matchmaking.notices import AnnouncementId, NewNotice
from matchmaking.people import EventId
from matchmaking.ports import UnitOfWork


class Noun(StrEnum):
    """What belongs to one edition and is known by a number."""

    EDITION = "edition"
    MEETING = "meeting"
    MATCH = "match"
    ANNOUNCEMENT = "announcement"
    DRAFT = "draft"
    REPORT = "report"
    CLUSTER = "cluster"
    INTRODUCTION = "introduction"


def edition_of_row(uow: UnitOfWork, now: datetime, *, noun: Noun, number: int) -> EventId | None:
    """The edition that a row belongs to; None for one that never was. Tells nothing of the row:
    whether somebody may act on it, the use case asks."""
    match noun:
        case Noun.EDITION:
            return EventId(number)
        case Noun.MEETING:
            meeting = uow.meetings.get(MeetingId(number))
            return meeting.event_id if meeting else None
        case Noun.MATCH:
            match_ = uow.matches.get(MatchId(number))
            return match_.what.event_id if match_ else None
        case Noun.ANNOUNCEMENT:
            announcement = uow.announcements.get(AnnouncementId(number))
            return announcement.event_id if announcement else None
        case Noun.DRAFT:
            draft = uow.imports.get(DraftId(number))
            return draft.event_id if draft else None
        case Noun.CLUSTER:
            cluster = uow.clusters.get(ClusterId(number))
            return cluster.event_id if cluster else None
        case Noun.INTRODUCTION:
            introduction = uow.introductions.get(IntroductionId(number))
            return introduction.what.event_id if introduction else None
        case Noun.REPORT:
            report = uow.moderation.get(ReportId(number))
            return report.event_id if report else None


def edition_of_notice(uow: UnitOfWork, now: datetime, *, what: NewNotice) -> Event | None:
    """The edition that a notice is of, whichever its recipient is in: that of its row, or the one
    it names. A list is of the one they are in."""
    data = what.data
    named = (
        (Noun.MEETING, what.meeting),
        (Noun.ANNOUNCEMENT, what.announcement),
        *((noun, data.get(noun.value)) for noun in (Noun.INTRODUCTION, Noun.CLUSTER, Noun.EDITION)),
    )
    for noun, number in named:
        edition = edition_of_row(uow, now, noun=noun, number=int(str(number))) if number else None
        if edition is not None:
            return uow.events.get(edition)
    return uow.events.of_person(what.recipient)
