"""Clusters: organisations with members among those who take part, and who looks after them.

Owns the values, and how a name in a list finds its cluster. A cluster is one of the event's
partners, or whatever else the attendees' list names. Membership is the member's own: a list may
say it, and they are told and may leave; a link only invites. Who looks after a cluster sees who
its members are and counts, and nothing that they wrote or said of anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from matchmaking.intents import Kind, Language
from matchmaking.partners import name_for
from matchmaking.people import AttendeeId, EventId, PersonId
from matchmaking.sheets.spoken import is_arabic
from matchmaking.sheets.words import plain

ClusterId = NewType("ClusterId", int)

MEMBER_LINK, MANAGER_LINK = "c_", "k_"
"""How the payloads of a cluster's two links begin; the secret follows."""

TELLABLE = 3
"""Fewer members with a meeting held than this, and what came of them is not told: it would be
what one of them said."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """An organisation with members."""

    id: ClusterId
    event_id: EventId
    key: str
    """A partner's code, or `~` and the plain spelling of a name in the list."""
    names: Mapping[Language, str]
    secret: str | None = None
    """Of the link by which members come, if there is one."""

    def name(self, language: Language) -> str:
        """Its name for a reader."""
        return name_for(self.names, language)


class Standing(StrEnum):
    """What somebody is to a cluster."""

    INVITED = "invited"
    """They have opened its link, and not said yes."""
    MEMBER = "member"
    LEFT = "left"
    """They have left, or said no: a list does not make them a member again."""


class Source(StrEnum):
    """How a membership came about."""

    LIST = "list"
    LINK = "link"


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Somebody and a cluster."""

    cluster: Cluster
    attendee: AttendeeId
    standing: Standing
    source: Source
    since: datetime


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """A member as whoever looks after the cluster sees them."""

    attendee: AttendeeId
    name: str
    organisation: str
    ready: bool
    agreed: int
    """Meetings agreed, those held among them."""
    held: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Meetings of a cluster's members, each counted once."""

    agreed: int = 0
    held: int = 0
    holders: int = 0
    """How many members have held one."""
    follow_ups: Mapping[Kind, int] = field(default_factory=dict)
    """Meetings of which a member says that something comes of them."""


@dataclass(frozen=True, kw_only=True)
class Managing:
    """Somebody who looks after a cluster."""

    cluster: ClusterId
    event_id: EventId
    person: PersonId
    digest: bool = True
    """Whether they want the evening's message."""


def key_of(name: str) -> str:
    """The key of a cluster that only a list names."""
    return f"~{plain(name)[:60]}"


def names_of(name: str) -> Mapping[Language, str]:
    """A name in a list, as the names of a cluster: by the script it is written in."""
    return {Language.AR if is_arabic(name) else Language.EN: name}


def find(clusters: Iterable[Cluster], name: str) -> Cluster | None:
    """The cluster that a list means: by its code, or by its name in any language."""
    wanted = plain(name)
    return next((one for one in clusters if wanted and wanted in _spellings(one)), None)


def _spellings(one: Cluster) -> set[str]:
    return {plain(one.key), *(plain(name) for name in one.names.values())}
