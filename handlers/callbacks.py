"""What buttons carry: small typed values, packed into at most 64 bytes.

Owns the prefixes. Ids are plain integers and slots whole minutes since 1970; nothing here is
trusted: every use case checks that whoever taps may act on the id that comes back.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers import packing
from handlers.packing import SEPARATOR as SEPARATOR
from handlers.packing import Id as Id
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language as OurLanguage
from matchmaking.intents import Role as OurRole
from matchmaking.learning import Why
from matchmaking.people import Question

T = TypeVar("T")


class To(StrEnum):
    """Places of the conversation that need no id."""

    HOME = "home"
    MATCHES = "matches"
    MEETINGS = "meetings"
    PROFILE = "profile"
    GO_ON = "on"
    NAME = "name"
    PAUSE = "pause"
    RESUME = "resume"
    PRIVACY = "privacy"
    ERASE = "erase"
    ERASE_YES = "erase_yes"
    ANNOUNCE = "announce"
    ANNOUNCEMENTS = "announcements"
    ALL_BACK = "all_back"
    ATTENDEES = "attendees"
    AWAY = "away"
    EVENT = "event"


class Go(CallbackData, prefix="go"):
    """To a place of the conversation; `new` in a message of its own, so that this one stays."""

    to: To
    new: bool = False


class Ask(CallbackData, prefix="q"):
    """To a question, to answer it again."""

    question: Question


class Speak(CallbackData, prefix="la"):
    """The language of the conversation."""

    language: OurLanguage


class Consent(CallbackData, prefix="ok"):
    """Whether what is written may be shown to others."""

    yes: bool


class Country(CallbackData, prefix="co"):
    """A country, and its zone where one was chosen with it."""

    code: str
    zone: str = ""


class Zone(CallbackData, prefix="zo"):
    """A zone of the country told before."""

    zone: str


class Role(CallbackData, prefix="ro"):
    """What kind of participant somebody is."""

    role: OurRole


class Alone(CallbackData, prefix="or"):
    """No organisation."""


class Topic(CallbackData, prefix="tp"):
    """A topic taken off or put back."""

    concept: str


class Right(CallbackData, prefix="right"):
    """What was understood is right."""


class AddWords(CallbackData, prefix="add"):
    """Something is to be added to what was told."""


class Toggle(packing.OfEdition, prefix="sw"):
    """One of several choices switched; `chosen` are the bits of all choices afterwards."""

    of: str
    chosen: Id


class Chosen(packing.OfEdition, prefix="done"):
    """On with the choices whose bits are set."""

    of: str
    chosen: Id


class ShowMatch(CallbackData, prefix="mc"):
    """The card of a match."""

    match: Id


class NotForMe(CallbackData, prefix="mp"):
    """This match does not suit; asked why before."""

    match: Id


class PutAside(CallbackData, prefix="pa"):
    """Why it does not."""

    match: Id
    why: Why


class TakeBack(CallbackData, prefix="tb"):
    """It suits after all."""

    match: Id


class Propose(CallbackData, prefix="pr"):
    """Prepare an offer to a match."""

    match: Id


class Slots(CallbackData, prefix="ps"):
    """The slots of an offer being prepared, those left out switched off."""

    match: Id
    slots: str
    chosen: Id


class ProposeThese(CallbackData, prefix="of"):
    """Make the offer."""

    match: Id
    slots: str


class ShowMeeting(CallbackData, prefix="me"):
    """A meeting or offer."""

    meeting: Id


class Accept(CallbackData, prefix="ac"):
    """Take a slot of an offer."""

    meeting: Id
    minute: Id


class Decline(CallbackData, prefix="de"):
    """Turn an offer down."""

    meeting: Id


class Withdraw(CallbackData, prefix="wd"):
    """Take an offer back."""

    meeting: Id


class Cancel(CallbackData, prefix="ca"):
    """Call a meeting off; asked once more before."""

    meeting: Id
    sure: bool


class SkipText(CallbackData, prefix="sk"):
    """No text of an announcement in this language."""

    language: OurLanguage


ABOUT_PEOPLE: tuple[type[CallbackData], ...] = (
    ShowMatch, NotForMe, PutAside, TakeBack, Propose, Slots, ProposeThese,
    ShowMeeting, Accept, Decline, Withdraw, Cancel,
)  # fmt: skip
"""The buttons on a match, an offer or a meeting."""


class Act(StrEnum):
    """What can be done with an announcement."""

    SHOW = "show"
    SEND = "send"
    AGAIN = "again"
    DISCARD = "discard"
    TEST = "test"
    WHOM = "whom"
    ALL = "all"
    FALLBACK = "fallback"
    HOUR = "hour"
    MEDIA = "media"
    NO_MEDIA = "no_media"
    BUTTONS = "buttons"
    AGENDA = "agenda"
    NO_AGENDA = "no_agenda"
    NO_BUTTONS = "no_buttons"
    PAUSE = "pause"
    RESUME = "resume"
    NOW = "now"
    BACK = "back"
    STOP = "stop"
    CANCEL = "cancel"
    MISSED = "missed"
    FILE = "file"
    RETRY = "retry"
    COPY = "copy"


class Announcement(CallbackData, prefix="an"):
    """What is done with an announcement (more in `announce_callbacks`)."""

    announcement: Id
    act: Act


def unpack(data: str, kinds: Iterable[type[CallbackData]]) -> CallbackData | None:
    """What a button of one of these kinds carries; None for any other, or for forged data."""
    kind = {one.__prefix__: one for one in kinds}.get(data.partition(SEPARATOR)[0])
    try:
        return kind.unpack(data) if kind else None
    except (TypeError, ValueError):
        return None


def to_minute(slot: datetime) -> int:
    """A slot as minutes since 1970."""
    return int(slot.timestamp()) // 60


def from_minute(minute: int) -> datetime:
    """The slot that starts that many minutes after 1970 began; ValueError when out of range."""
    try:
        return datetime.fromtimestamp(minute * 60, tz=UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"no such minute: {minute}") from error


def pack_slots(slots: Iterable[datetime]) -> str:
    """Slots as one word: minutes in base 16, joined by dots."""
    return ".".join(f"{to_minute(slot):x}" for slot in slots)


def slots_tapped(word: str) -> tuple[datetime, ...]:
    """The slots of such a word, as a tapped button brings it; raises `Refused` (NOT_YOURS) for
    one that `pack_slots` never made."""
    try:
        return tuple(from_minute(int(part, 16)) for part in word.split(".") if part)
    except ValueError:
        raise Refused(Refusal.NOT_YOURS) from None


def bits(chosen: Iterable[bool]) -> int:
    """Choices as bits, the first the lowest."""
    return sum(1 << place for place, on in enumerate(chosen) if on)


def picked(items: Sequence[T], chosen: int) -> tuple[T, ...]:
    """The items whose bits are set."""
    return tuple(item for place, item in enumerate(items) if chosen >> place & 1)
