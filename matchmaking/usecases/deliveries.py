"""A notice with all that its words need, or why it is not to be sent (`usecases.delivery`)."""

from dataclasses import dataclass
from datetime import timedelta

from matchmaking.announcements import Announcement
from matchmaking.attendance import Attendance
from matchmaking.clusters import Cluster
from matchmaking.contacts import Answer
from matchmaking.events import Event
from matchmaking.meetings import MeetingView
from matchmaking.notices import AnnouncementId, Notice
from matchmaking.people import Person
from matchmaking.ports import Conversation
from matchmaking.usecases.agendas import Agenda
from matchmaking.usecases.cluster_views import Home
from matchmaking.usecases.hours import Booked
from matchmaking.usecases.introductions import IntroductionView
from matchmaking.usecases.programme import SessionView
from matchmaking.usecases.proposals import MatchView


@dataclass(frozen=True, kw_only=True)
class ClusterNews:
    """What a notice about a cluster tells; `home` are its figures, in the evening's message."""

    about: str
    cluster: Cluster
    home: Home | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A notice that is true now, with all that its words need."""

    notice: Notice
    recipient: Person
    event: Event
    meeting: MeetingView | None = None
    """The meeting it is about, as the recipient sees it."""
    agenda: tuple[MeetingView, ...] = ()
    """The meetings of the recipient's tomorrow, by start (agenda notices only)."""
    ahead: Agenda | None = None
    """All that the recipient has ahead (list notices only)."""
    closed: tuple[Booked, ...] = ()
    """The meetings in hours without meetings (closed notices only)."""
    announcement: Announcement | None = None
    match: MatchView | None = None
    """Whom the recipient could meet instead (rescues), or whose card the message is."""
    chat: Conversation | None = None
    """Where the recipient's chat stands, for the way from a card to its neighbours."""
    cluster: ClusterNews | None = None
    introduction: IntroductionView | None = None
    session: SessionView | None = None
    """The session it is about, as the recipient sees it."""
    edit: int | None = None
    """The chat message to edit instead of sending a new one."""
    mine: Attendance | None = None
    theirs: Attendance | None = None
    """What the two sides of the meeting have said of being there."""
    card: Answer | None = None
    """The contact that the other side gives (contact notices only)."""
    left: timedelta | None = None
    """From now to the start of the meeting; negative when it has begun."""
    late: timedelta = timedelta(0)
    """How long ago it fell due."""
    elsewhere: bool = False
    """Whether it is of another edition than the one its recipient is in."""
    silent: bool = False
    """Whether it is quiet for the recipient: it comes without a sound."""


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A notice that is not to be sent; `reason` is a word for the log."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A copy of an announcement that is paused: to be put back (`put_back`)."""

    announcement: AnnouncementId
