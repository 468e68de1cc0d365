"""A match: a pair worth proposing, its score and the reasons for it.

Owns the values that everybody who shows, stores or makes matches shares. Knows nothing of how a
score comes about.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from matchmaking.intents import ConceptId, CountryCode, Kind
from matchmaking.learning import Decline
from matchmaking.people import AttendeeId, EventId, WindowId

MatchId = NewType("MatchId", int)


class ReasonKind(StrEnum):
    """Why a pair is proposed, as the viewer reads it."""

    SUPPLIES = "supplies"
    """The other offers what the viewer seeks."""
    WANTS = "wants"
    """The other seeks what the viewer offers."""
    SHARES = "shares"
    """Both want to meet people of one field."""
    FIELD = "field"
    """Both speak of it, though neither offers what the other seeks."""
    WORDS = "words"
    """The other's own words, where no topic is known to join the two."""
    MARKET = "market"
    """The other is in a country that the viewer named."""
    LANGUAGE = "language"
    """What both speak; without languages: they share none, an interpreter would help."""
    TIME = "time"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason. Which fields are filled follows from `kind`.

    `topic` is the concept on the other's side; `words` the other's own clause that it was
    read from, as written.
    """

    kind: ReasonKind
    intent: Kind | None = None
    topic: ConceptId | None = None
    words: str = ""
    countries: tuple[CountryCode, ...] = ()
    languages: tuple[str, ...] = ()
    windows: tuple[WindowId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewMatch:
    """A pair worth proposing to `viewer`; `score` in [0, 1]."""

    event_id: EventId
    viewer: AttendeeId
    other: AttendeeId
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Match:
    """A stored match."""

    id: MatchId
    what: NewMatch
    declined: Decline | None = None
    """That the viewer turned it down, unless they took that back."""
