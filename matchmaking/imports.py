"""A file that an organiser has sent, read and waiting for a yes.

Owns the draft. It is a row, so that a restart loses nothing, and it is acted upon once: what
became of it is told again to whoever taps again. Its content goes when it is settled or expired.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from matchmaking.people import EventId, PersonId

DraftId = NewType("DraftId", int)

DRAFT_LIFE = timedelta(hours=24)
"""How long a file that was sent waits for its yes."""

MOST_PROBLEMS = 500
"""Problems kept of a file; more of them say nothing new."""


class ImportKind(StrEnum):
    """What a file is about."""

    EVENT = "event"
    ATTENDEES = "attendees"


class ImportState(StrEnum):
    """What has become of a draft."""

    OPEN = "open"
    APPLIED = "applied"
    DISCARDED = "discarded"


@dataclass(frozen=True, kw_only=True)
class ImportDraft:
    """What a file would do. `content` and `outcome` are JSON values."""

    id: DraftId
    event_id: EventId
    author: PersonId
    kind: ImportKind
    state: ImportState
    content: Mapping[str, Any]
    outcome: Mapping[str, int] = field(default_factory=dict)
    created_at: datetime
    expires_at: datetime
