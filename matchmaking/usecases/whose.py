"""Which edition a notice is of, whichever its recipient is in."""

from matchmaking.clusters import ClusterId
from matchmaking.events import Event
from matchmaking.introductions import IntroductionId
from matchmaking.notices import NewNotice
from matchmaking.people import EventId
from matchmaking.ports import UnitOfWork


def edition_of_notice(uow: UnitOfWork, what: NewNotice) -> Event | None:
    """The edition that a notice is of, whichever its recipient is in: that of its row. A list is
    of the one they are in."""
    meeting = uow.meetings.get(what.meeting) if what.meeting is not None else None
    if meeting is not None:
        return uow.events.get(meeting.event_id)
    announcement = uow.announcements.get(what.announcement) if what.announcement else None
    if announcement is not None:
        return uow.events.get(announcement.event_id)
    data = what.data
    if "introduction" in data:
        introduction = uow.introductions.get(IntroductionId(int(str(data["introduction"]))))
        if introduction is not None:
            return uow.events.get(introduction.what.event_id)
    if "cluster" in data:
        cluster = uow.clusters.get(ClusterId(int(str(data["cluster"]))))
        if cluster is not None:
            return uow.events.get(cluster.event_id)
    edition = data.get("edition")
    return (
        uow.events.get(EventId(int(edition))) if edition else uow.events.of_person(what.recipient)
    )
