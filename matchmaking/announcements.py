"""What an organiser tells many people at once.

Owns the announcement, its life, and how far it has come. Each recipient's copy is a notice
(`matchmaking.notices`), so that progress is a count of rows and a restart loses nothing.

    draft ──confirm──► sending ◄──► paused        draft ──discard──► discarded
      ▲  └──confirm──► scheduled ──its hour──► sending ──all told──► done ──again──► sending
      └──take back───────┘             scheduled, sending, paused ──cancel──► cancelled
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId
from matchmaking.people import EventId, PersonId
from matchmaking.segments import EVERYBODY, Segment

TEXT_LIMIT = 3500
"""Most characters of an announcement in one language, so that it fits one message."""

CAPTION_LIMIT = 900
"""The same with a photo or document, whose caption Telegram bounds at 1024 with our heading."""

BUTTONS_LIMIT = 3
"""Most buttons under an announcement."""

LABEL_LIMIT = 36
"""Most characters on a button, so that a narrow phone shows them."""

LINK_LIMIT = 1024
"""Most characters of an address."""

FALLBACKS = (Language.FR, Language.EN, Language.AR)
"""The order in which a text stands in for one that was not written, unless the organiser says."""


class AnnouncementState(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    """Stopped by the organiser; who had it by then has it."""
    DISCARDED = "discarded"


class MediaKind(StrEnum):
    """What can go with a text."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True)
class Media:
    """A photo or document as the messenger keeps it; `name` is a document's file name."""

    kind: MediaKind
    file: str
    name: str = ""


class ButtonKind(StrEnum):
    """What a button under an announcement does."""

    LINK = "link"
    AGENDA = "agenda"


@dataclass(frozen=True, kw_only=True)
class AnnouncementButton:
    """A button under every copy. A link without a label is named in each reader's language."""

    kind: ButtonKind
    label: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """An announcement in up to three languages. `texts` are words of the organiser, as written."""

    id: AnnouncementId
    event_id: EventId
    author: PersonId
    """Who wrote it, then whoever sent it or looked after it last: in their chat it is watched."""
    state: AnnouncementState
    texts: Mapping[Language, str]
    created_at: datetime
    confirmed_at: datetime | None = None
    progress_message: int | None = None
    """The author's chat message that shows the progress, edited as it goes."""
    segment: Segment = EVERYBODY
    fallback: Language | None = None
    """Whose text readers of a language get in which none was written; None: they are left out."""
    media: Media | None = None
    buttons: tuple[AnnouncementButton, ...] = ()
    due_at: datetime | None = None
    """The hour it is to go out; None: as soon as it is confirmed."""

    def text_for(self, language: Language) -> str:
        """The text for readers of a language, as written; empty when they are left out."""
        own = self.texts.get(language, "")
        return own or (self.texts.get(self.fallback, "") if self.fallback else "")

    @property
    def read_in(self) -> tuple[Language, ...]:
        """The languages whose readers get a text."""
        return tuple(language for language in Language if self.text_for(language))


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of an announcement's notices stand where."""

    total: int
    sent: int
    blocked: int
    """Out of reach: they block the bot, or are gone."""
    failed: int
    stopped: int = 0
    """Not told because the organiser cancelled."""
    unfit: int = 0
    """Not meant any more when their copy fell due."""
    recent: int = 0
    """How many were settled in the last `RECENT_S` seconds."""

    @property
    def remaining(self) -> int:
        """How many are still to be sent."""
        settled = self.sent + self.blocked + self.failed + self.stopped + self.unfit
        return self.total - settled


RECENT_S = 20
"""The span over which the present pace is measured, in seconds."""


class Lost(StrEnum):
    """Why somebody was not reached."""

    BLOCKED = "blocked"
    """They block the bot, or deleted their account."""
    FAILED = "failed"
    """Refused, or tried too often."""


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Somebody an announcement did not reach. `detail` is the messenger's own word."""

    name: str
    language: Language
    why: Lost
    detail: str = ""


def first_fallback(written: Iterable[Language]) -> Language | None:
    """Which of the texts stands in for the others unless the organiser says."""
    there = set(written)
    return next((language for language in FALLBACKS if language in there), None)


def read_link(said: str) -> AnnouncementButton | None:
    """A button from what somebody typed: an address, with a label before or after it; None when
    there is no address in it that a messenger would take."""
    for word in said.split():
        url = word if "://" in word else f"https://{word}"
        if "." in word and _is_address(url):
            label = " ".join(said.replace(word, " ", 1).split()).strip(" |:–—-")
            return AnnouncementButton(kind=ButtonKind.LINK, label=label, url=url)
    return None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    name = host.strip(".")
    return (
        parts.scheme in ("http", "https")
        and len(url) <= LINK_LIMIT
        and "." in name
        and name.rpartition(".")[2].isalnum()
        and all(part for part in name.split("."))
        and "@" not in parts.netloc
    )
