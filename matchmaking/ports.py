"""What the rules ask of whoever remembers: the unit of work, as Protocols.

A use case is a plain function `(uow, now, …) -> value`. It loads, decides, saves and leaves
notices, all inside one transaction that `Work.do` opens and commits. The store implements
these protocols; handlers receive a `Work`; neither knows the other.

Unless a docstring says otherwise: `get`-like methods return None for an unknown id, `save`
replaces the stored value whole, and lists come in order of id.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from matchmaking.conditions import Allowed
from matchmaking.learning import Adjustments, Decline
from matchmaking.matching import Match, MatchId, NewMatch
from matchmaking.meeting_ports import Blocks, Faces, Meetings
from matchmaking.meetings import MeetingId
from matchmaking.notices import AnnouncementId, NewNotice, Notice, NoticeId, NoticeState
from matchmaking.people import Attendee, AttendeeId, EventId, PersonId
from matchmaking.ports_after import AllWishes, Attendances, Contacts, Feedbacks
from matchmaking.ports_announcing import Announcements
from matchmaking.ports_checkin import CheckIns
from matchmaking.ports_clusters import Clusters, Introductions
from matchmaking.ports_events import Events, People
from matchmaking.ports_figures import FiguresOf
from matchmaking.ports_imports import Imports, Registrations
from matchmaking.ports_moderation import Moderation
from matchmaking.ports_seats import Seats
from matchmaking.ports_team import Audit, Organisers

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Where a chat stands: the step it is in and what that step needs to remember (JSON)."""

    step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class Attendees(Protocol):
    """Persons registered for an event."""

    def get(self, attendee_id: AttendeeId) -> Attendee | None: ...
    def of_person(self, person_id: PersonId, event_id: EventId) -> Attendee | None: ...
    def all_of(self, person_id: PersonId) -> list[Attendee]:
        """The person at every event they have registered for."""

    def of_account(self, telegram_id: int, event_id: EventId) -> Attendee | None: ...
    def add(self, person_id: PersonId, event_id: EventId) -> Attendee: ...
    def save(self, attendee: Attendee) -> None:
        """Saves the attendee's own fields and intents (not the person's)."""

    def reachable(self, event_id: EventId) -> list[Attendee]:
        """All who may be proposed to others (`Attendee.reachable`)."""

    def count_reachable(self, event_id: EventId) -> int: ...
    def best(
        self,
        viewer: Attendee,
        *,
        allowed: Allowed,
        shown: Mapping[AttendeeId, int],
        adjust: Adjustments,
        top: int,
        least: float,
    ) -> list[tuple[NewMatch, Attendee]]:
        """The best partners for the viewer among the reachable, best first (`Pool.top`)."""

    def many(self, ids: Collection[AttendeeId]) -> dict[AttendeeId, Attendee]: ...
    def blocking(self, event_id: EventId) -> list[Attendee]:
        """Those who have blocked a stretch of time."""


class Matches(Protocol):
    """Who was proposed to whom."""

    def get(self, match_id: MatchId) -> Match | None: ...
    def of_viewer(self, viewer: AttendeeId) -> list[Match]:
        """All matches ever proposed to this attendee, best first."""

    def put(self, matches: Sequence[NewMatch]) -> list[Match]:
        """Stores new pairs, refreshes score and reasons of known ones; returns them stored,
        in the order given."""

    def put_aside(self, match_id: MatchId, decline: Decline) -> None:
        """Remembers that the viewer turned it down; what was remembered before is replaced."""

    def hold(self, one: AttendeeId, other: AttendeeId) -> None:
        """What two programs do between the same two people at the same moment happens one after
        the other: the later sees what the earlier did."""

    def take_back(self, match_id: MatchId) -> None:
        """Forgets that the viewer turned it down."""

    def take_all_back(self, viewer: AttendeeId) -> None:
        """The same of everything this viewer turned down."""

    def clear(self, viewer: AttendeeId) -> None:
        """Forgets this viewer's matches that were neither answered nor turned down."""

    def viewers(self, event_id: EventId, *, least: float) -> set[AttendeeId]:
        """Those to whom somebody is proposed, with a score of `least` or more, whom they have
        not turned down."""

    def times_shown(self, event_id: EventId) -> dict[AttendeeId, int]:
        """How many viewers each attendee has been proposed to."""


class Notices(Protocol):
    """Messages owed."""

    def leave(self, notices: Sequence[NewNotice]) -> int:
        """Stores those whose key is new; returns how many were."""

    def renew(self, notices: Sequence[NewNotice]) -> int:
        """Owes these, whether new, still pending with other hours, or dropped as stale or
        because the recipient was out of reach; not those that were told or refused for good.
        Returns how many are owed now."""

    def get(self, notice_id: NoticeId) -> Notice | None: ...
    def by_key(self, recipient: PersonId, key: str) -> Notice | None: ...
    def claim(self, now: datetime, *, until: datetime, limit: int, worker: str) -> list[Notice]:
        """Due, pending and not leased: leased to `worker` until `until`, most urgent first
        (priority, then due time, then id). At most one for a recipient at a time."""

    def unclaim(self, worker: str) -> int:
        """Gives up all leases of a worker that has just been started again; returns how many."""

    def settle(
        self,
        notice_id: NoticeId,
        state: NoticeState,
        *,
        now: datetime,
        message_id: int | None = None,
        detail: str = "",
    ) -> None:
        """Says what became of a notice, and drops its lease."""

    def postpone(self, notice_id: NoticeId, due_at: datetime, *, detail: str) -> None:
        """Due again later; counts an attempt and drops the lease."""

    def unlease(self, notice_id: NoticeId) -> None:
        """Drops the lease of a notice, which is due as before."""

    def drop_for_meeting(self, meeting_id: MeetingId, now: datetime) -> int:
        """Marks the pending notices of a meeting as stale; returns how many."""

    def hold(self, announcement_id: AnnouncementId, *, claimed: NoticeId | None = None) -> int:
        """Puts an announcement's pending copies off without an hour, but for those that are being
        sent; a `claimed` one too, whose lease is dropped. Returns how many."""

    def release(self, announcement_id: AnnouncementId, now: datetime) -> int:
        """Makes an announcement's pending copies due now; returns how many."""

    def stop(self, announcement_id: AnnouncementId, now: datetime, *, detail: str) -> int:
        """Marks an announcement's pending copies as stale, but for those that are being sent;
        returns how many."""

    def take_back(self, announcement_id: AnnouncementId) -> int:
        """Removes an announcement's copies that nobody was told; returns how many."""

    def retry(self, announcement_id: AnnouncementId, now: datetime) -> int:
        """Owes an announcement's copies again that failed, or found somebody out of reach who is
        not any more; returns how many."""

    def next_due(self, after: datetime) -> Notice | None:
        """The pending reminder (AGENDA, HOUR, SOON or START) that falls due next, if any does."""


class Agendas(Protocol):
    """Which message of a chat shows its person's meetings now, and is to follow them."""

    def message(self, person_id: PersonId) -> int | None: ...
    def of_attendees(self, attendees: Collection[AttendeeId]) -> dict[PersonId, int]:
        """The messages of those of these who have one."""

    def show(self, person_id: PersonId, message_id: int) -> None:
        """From now on it is this one."""

    def leave(self, person_id: PersonId) -> None:
        """From now on it is none."""


class Conversations(Protocol):
    """Where each chat stands."""

    def get(self, telegram_id: int) -> Conversation: ...
    def save(self, telegram_id: int, conversation: Conversation) -> None: ...


class UnitOfWork(Protocol):
    """Everything a use case may load and save, inside one transaction."""

    @property
    def people(self) -> People: ...
    @property
    def events(self) -> Events: ...
    @property
    def attendees(self) -> Attendees: ...
    @property
    def matches(self) -> Matches: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def faces(self) -> Faces: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def seats(self) -> Seats: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def organisers(self) -> Organisers: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def moderation(self) -> Moderation: ...
    @property
    def agendas(self) -> Agendas: ...
    @property
    def registrations(self) -> Registrations: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def wishes(self) -> AllWishes: ...
    @property
    def attendances(self) -> Attendances: ...
    @property
    def feedback(self) -> Feedbacks: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def checkins(self) -> CheckIns: ...
    @property
    def figures(self) -> FiguresOf: ...
    @property
    def clusters(self) -> Clusters: ...
    @property
    def introductions(self) -> Introductions: ...


UseCase = Callable[[UnitOfWork, datetime], T]
"""A use case with its arguments filled in (a lambda or partial over one of `usecases`)."""


class Work(Protocol):
    """Dealings with the store on behalf of one update that was heard.

    A `Refused` raised by a use case rolls its transaction back and reaches the caller.
    """

    @property
    def now(self) -> datetime:
        """The clock, UTC-aware, read anew each time."""

    @property
    def conversation(self) -> Conversation:
        """Where the chat stood when the update was taken up, or as the last `do` left it."""

    async def look(self, use_case: UseCase[T]) -> T:
        """Runs a use case that only reads."""

    async def do(
        self,
        use_case: UseCase[T],
        *,
        then: Conversation | Callable[[T], Conversation | None] | None = None,
        wide: bool = False,
    ) -> T:
        """Runs a use case and commits: its changes, the notices it left, the conversation that
        `then` gives for its result, and the fact that the update was dealt with, all or none.
        `wide`: it looks at everybody or writes to everybody, and may take its time.

        Raises `AlreadyDone` when the update was dealt with before: nothing was run."""

    async def turn(self, conversation: Conversation) -> None:
        """Saves where the chat stands when no use case changes anything else."""


class AlreadyDone(Exception):
    """The update was dealt with by an earlier delivery of it."""
