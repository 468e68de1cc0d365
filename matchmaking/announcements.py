"""What an organiser tells everybody at once.

Owns the announcement and how far it has come. Each recipient's copy is a notice
(`matchmaking.notices`), so that progress is a count of rows and a restart loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId
from matchmaking.people import EventId, PersonId

TEXT_LIMIT = 3500
"""Most characters of an announcement in one language, so that it fits one message."""


class AnnouncementState(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"
    DISCARDED = "discarded"


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """An announcement in up to three languages. `texts` are words of the organiser, as written."""

    id: AnnouncementId
    event_id: EventId
    author: PersonId
    state: AnnouncementState
    texts: Mapping[Language, str]
    created_at: datetime
    confirmed_at: datetime | None = None
    progress_message: int | None = None
    """The organiser's chat message that shows the progress, edited as it goes."""

    def text_for(self, language: Language) -> str:
        """The text in a reader's language, or else in French, English or Arabic, as written."""
        order = (language, Language.FR, Language.EN, Language.AR)
        return next((self.texts[lang] for lang in order if self.texts.get(lang)), "")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of an announcement's notices stand where."""

    total: int
    sent: int
    blocked: int
    failed: int

    @property
    def remaining(self) -> int:
        """How many are still to be sent."""
        return self.total - self.sent - self.blocked - self.failed
