"""What the rules ask of whoever remembers, about announcements; the rest is in `ports`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from matchmaking.announcements import Announcement, AnnouncementState, Progress, Unreached
from matchmaking.events import Event
from matchmaking.intents import CountryCode, Language
from matchmaking.notices import AnnouncementId
from matchmaking.people import EventId, Person, PersonId
from matchmaking.segments import EVERYBODY, Segment


class Announcements(Protocol):
    """What organisers tell everybody."""

    def get(self, announcement_id: AnnouncementId) -> Announcement | None: ...
    def add(
        self, event_id: EventId, author: PersonId, texts: Mapping[Language, str], now: datetime
    ) -> Announcement: ...
    def save(self, announcement: Announcement) -> None: ...
    def in_state(self, state: AnnouncementState) -> list[Announcement]: ...
    def recent(self, event_id: EventId) -> list[Announcement]:
        """All but the discarded, the newest first."""

    def recipients(self, event: Event, segment: Segment = EVERYBODY) -> list[Person]:
        """Everybody in the segment who takes part, has consented and does not block the bot."""

    def count(self, event: Event, segment: Segment = EVERYBODY) -> Mapping[Language, int]:
        """How many those are, by the language they read; nothing for a language of nobody."""

    def countries(self, event: Event) -> Mapping[CountryCode, int]:
        """How many of all come from each country, most first."""

    def progress(self, announcement_id: AnnouncementId, now: datetime) -> Progress: ...
    def unreached(self, announcement_id: AnnouncementId) -> list[Unreached]:
        """Those it did not reach, by name."""
